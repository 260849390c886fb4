"""Finding records by words: the same in six languages and on both databases."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from tests import make
from tracker.domain.actions import search as indexing
from tracker.domain.codes import Role, UpdateState, Visibility
from tracker.domain.models import Organisation, Record, SearchText
from tracker.domain.queries.search import matches
from tracker.domain.queries.visibility import visible_to
from tracker.domain.rules import Viewer
from tracker.domain.search import MOST_TERMS, normalise, terms

TEXTS = {
    "en": "Rebuilding Southern Sudan's schools, co-ordinated with UN-HABITAT",
    "fr": "Reconstruction d’écoles à Haïti : œuvre de l'été",
    "es": "Reconstrucción tras el huracán; señal de atención",
    "ar": "إعادة إعمار مدينة بم بعد الزلزال في إيران، المرحلة الأولى",
    "zh": "海地灾后重建与住房项目",
    "ru": "Восстановление жилья в Косово: ещё один проект",
}
"""One project in each language, found by its language's code."""


COORDINATOR = Viewer(None, Role.coordinator)


def found(session: Session, question: str, viewer: Viewer = COORDINATOR) -> list[str]:
    """Codes of the records that a question finds for this person, in order."""
    asked = select(Record.code).where(matches(session, viewer, question), visible_to(viewer))
    codes = session.exec(asked.order_by(col(Record.code))).all()
    return [code or "" for code in codes]


@pytest.fixture
def library(session: Session) -> Session:
    for language, text in TEXTS.items():
        make.project(session, language, title=text, language=language)
    session.commit()
    return session


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bam's  “Homes”, re-built!", "bam s homes re built"),
        ("ÉCOLE Œuvre naïve", "ecole oeuvre naive"),
        ("Đakovica, Łódź, Tromsø, Iğdır", "dakovica lodz tromso igdir"),
        ("Reconstrucción, SEÑAL", "reconstruccion senal"),
        ("Straße STRASSE", "strasse strasse"),
        ("أحمد إعادة آخر مدرسة عَلَى هيئة", "احمد اعاده اخر مدرسه علي هييه"),
        ("مـــديـنة کی", "مدينه كي"),
        ("海地住房2004", "海 地 住 房 2004"),
        ("ＵＮ　Ｈａｂｉｔａｔ", "un habitat"),
        ("Ещё й", "еще и"),
        ("GLIDE EQ-2003-000630_IRN", "glide eq 2003 000630 irn"),
        ("½ ² ﬁ", "1 2 2 fi"),
        ("—!?*\"'", ""),
        ("", ""),
    ],
)
def test_texts_are_folded_to_the_words_that_are_compared(text: str, words: str) -> None:
    assert normalise(text) == words


@pytest.mark.once
@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.once
@given(st.text(max_size=60), st.text(max_size=60))
def test_what_is_folded_apart_is_folded_the_same_together(one: str, other: str) -> None:
    assert normalise(f"{one} {other}").split() == normalise(one).split() + normalise(other).split()


@pytest.mark.once
def test_a_long_question_is_cut_to_its_first_words() -> None:
    assert terms("word " * 50) == ["word"] * MOST_TERMS


@pytest.mark.parametrize(
    ("question", "hits"),
    [
        ("schools", ["en"]),
        ("SCHOOLS southern", ["en"]),
        ("scho", ["en"]),
        ("sch sud", ["en"]),
        ("un-habitat", ["en"]),
        ("UN habitat", ["en"]),
        ("school sudanese", []),
        ("ecoles", ["fr"]),
        ("écoles", ["fr"]),
        ("haiti", ["fr"]),
        ("oeuvre", ["fr"]),
        ("ŒUVRE", ["fr"]),
        ("reconstruc", ["es", "fr"]),
        ("huracan", ["es"]),
        ("senal", ["es"]),
        ("SEÑAL", ["es"]),
        ("atencion huracan", ["es"]),
        ("اعاده", ["ar"]),
        ("إعادة", ["ar"]),
        ("اعمار مدينه", ["ar"]),
        ("الاولي", ["ar"]),
        ("بم", ["ar"]),
        ("إِعَادَة", ["ar"]),
        ("إيــــران", ["ar"]),
        ("ايران الأولى", ["ar"]),
        ("مدينه", ["ar"]),
        ("海地", ["zh"]),
        ("住房", ["zh"]),
        ("重", ["zh"]),
        ("重建 海地", ["zh"]),
        ("重建", ["zh"]),
        ("灾后重建", ["zh"]),
        ("房住", []),
        ("上海", []),
        ("ЖИЛЬЯ", ["ru"]),
        ("косов", ["ru"]),
        ("еще", ["ru"]),
        ("ЕЩЕ ПРОЕКТ", ["ru"]),
        ("ещё", ["ru"]),
        ("absent", []),
    ],
)
def test_both_databases_find_the_same(library: Session, question: str, hits: list[str]) -> None:
    assert found(library, question) == hits


@pytest.mark.parametrize(
    "question",
    [
        '"',
        "'",
        '"schools',
        "schools*",
        "schools AND",
        "NOT schools OR",
        "NEAR(a b)",
        "body:schools",
        "^schools",
        "a & | !b",
        "<->",
        ":*",
        "schools:*",
        "\\",
        "%",
        "--",
        ";",
        "( )",
        "{a b}:c",
        "schools'; DROP TABLE record",
        "\x00",
        "😀",
        "_",
    ],
)
def test_no_sign_in_a_question_breaks_the_search(library: Session, question: str) -> None:
    assert set(found(library, question)) <= {"en"}


def test_words_that_databases_take_for_operators_are_words(session: Session) -> None:
    make.project(session, "or", title="Trade or aid, near and not far")
    session.commit()
    assert [found(session, word) for word in ("OR", "NOT", "NEAR", "AND", "or not")] == [["or"]] * 5


@settings(max_examples=30)
@given(question=st.text(max_size=30))
def test_any_question_can_be_asked(library: Session, question: str) -> None:
    assert set(found(library, question)) <= set(TEXTS)


@settings(max_examples=30)
@given(text=st.sampled_from(sorted(TEXTS.items())), data=st.data())
def test_each_record_is_found_by_the_beginning_of_any_of_its_words(
    library: Session, text: tuple[str, str], data: st.DataObject
) -> None:
    word = data.draw(st.sampled_from(normalise(text[1]).split()))
    length = data.draw(st.integers(1, len(word)))
    assert text[0] in found(library, word[:length])


def test_a_question_without_words_finds_nothing(library: Session) -> None:
    assert [found(library, question) for question in ("", "  ", "…", "!?")] == [[]] * 4


def test_a_record_is_found_by_its_parts_places_partners_and_translations(session: Session) -> None:
    haiti, canada = make.territory(session, "HT", "Haiti"), make.organisation(session, "canada", name="Canada")
    make.territory_name(session, haiti, "zh", "海地")
    flood = make.disaster(session, "flood", name="Gonaïves flood")
    project = make.project(
        session, "shelter", territories=[haiti], partners=[canada], disasters=[flood], summary="Roofs"
    )
    make.component(session, project, "Carpentry")
    make.milestone(session, project, "Handover ceremony")
    make.translation(session, project, "title", "es", "Viviendas seguras")
    session.commit()
    for question in ("haiti", "海地", "canada", "gonaives", "carpentry", "handover", "viviendas", "roofs", "shelter"):
        assert "shelter" in found(session, question), question


def test_what_not_everybody_may_read_is_not_found(session: Session) -> None:
    project = make.project(session, "shelter")
    make.risk(session, project, "Corruption suspected")
    make.action_point(session, project, "Telephone ministry")
    make.update(session, project, state=UpdateState.draft, happened="Unfinished thoughts")
    make.update(session, project, state=UpdateState.published, happened="Bridges opened")
    session.commit()
    assert [found(session, word) for word in ("corruption", "telephone", "unfinished", "bridges")] == [
        [],
        [],
        [],
        ["shelter"],
    ]


def test_a_change_is_found_after_the_commit_and_the_old_words_no_longer(session: Session) -> None:
    project = make.project(session, "shelter", title="Tents")
    session.commit()
    project.title = "Houses"
    session.commit()
    assert (found(session, "tents"), found(session, "houses")) == ([], ["shelter"])


def test_a_project_is_found_by_the_new_name_of_its_partner(session: Session) -> None:
    canada = make.organisation(session, "canada", name="Canada")
    make.project(session, "shelter", partners=[canada])
    session.commit()
    session.get_one(Organisation, canada.id).name = "Kanada"
    session.commit()
    assert (found(session, "kanada"), found(session, "shelter")) == (["canada", "shelter"], ["shelter"])


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [
        (Visibility.public, {Role.coordinator, Role.manager, Role.viewer}),
        (Visibility.internal, {Role.coordinator, Role.manager}),
        (Visibility.confidential, {Role.coordinator}),
    ],
)
def test_a_public_project_is_found_by_the_names_of_what_one_may_know_of(
    session: Session, visibility: Visibility, seen_by: set[Role]
) -> None:
    canada = make.organisation(session, "canada", name="Canada", visibility=visibility)
    flood = make.disaster(session, "flood", name="Gonaives", visibility=visibility)
    make.project(session, "shelter", partners=[canada], disasters=[flood], visibility=Visibility.public)
    session.commit()
    for role in (Role.coordinator, Role.manager, Role.viewer):
        asking = Viewer(None if role == Role.coordinator else make.user(session, role=role).id, role)
        hits = [found(session, question, asking) for question in ("canada", "gonaives")]
        assert hits == ([["canada", "shelter"], ["flood", "shelter"]] if role in seen_by else [[], []])


def test_a_name_that_becomes_confidential_finds_its_ties_no_longer(session: Session) -> None:
    canada = make.organisation(session, "canada", name="Canada")
    flood = make.disaster(session, "flood", name="Gonaives", visibility=Visibility.public)
    make.project(session, "shelter", partners=[canada], disasters=[flood], visibility=Visibility.public)
    session.commit()
    for row in (canada, flood):
        session.get_one(Record, row.id).visibility = Visibility.confidential
    session.commit()
    outside = Viewer(make.user(session, role=Role.viewer).id, Role.viewer)
    assert [found(session, question, outside) for question in ("canada", "gonaives", "shelter")] == [
        [],
        [],
        ["shelter"],
    ]


def test_what_was_rolled_back_is_not_found(session: Session) -> None:
    make.project(session, "shelter", title="Tents")
    session.rollback()
    make.project(session, "roofs", title="Roofs")
    session.commit()
    assert (found(session, "tents"), found(session, "roofs")) == ([], ["roofs"])


def test_indexing_everything_again_changes_nothing(library: Session) -> None:
    bodies = select(SearchText.record_id, SearchText.body).order_by(col(SearchText.record_id))
    before = library.exec(bodies).all()
    indexing.reindex(library, [key for key, _ in before])
    library.commit()
    assert library.exec(bodies).all() == before
    assert found(library, "schools") == ["en"]
