"""The briefs of projects, donors and programmes on paper: of the real programme, in every language, cut where long."""

import page
import pytest

from tests import make
from tests.briefs import kinds
from tests.briefs.conftest import World, text_of, words
from tracker.briefs import render, source
from tracker.domain.codes import LANGUAGES, BriefKind
from tracker.store import UnitSession

KEYS = {
    BriefKind.project: "leogane-homes",
    BriefKind.donor: "canada",
    BriefKind.portfolio: "recovery",
    BriefKind.minute: "review-2026-11-23",
}

REAL = {
    (BriefKind.project, "kosovo-municipal"): ["UN-HABITAT projects in Kosovo", "(stated: continuing)", "1244 (1999)"],
    (BriefKind.project, "bam-transitional-shelter"): ["Bam earthquake", "earthquake · 26 December 2003", "reviewing"],
    (BriefKind.donor, "canada"): ["pledged (pledge) CAD 15,000,000", "MDG 7 (targets 10 and 11)", "not stated"],
    (BriefKind.donor, "sweden"): ["received (contributed) USD 275,000", "What is due · nothing recorded"],
    (BriefKind.portfolio, "dmp"): ["under way 9", "not reported 18", "Road rehabilitation in southern Sudan"],
    (BriefKind.portfolio, "shsppp"): ["USD 5,000,000", "USD 775,000", "15.5%", "USD 4,225,000"],
}


@pytest.mark.parametrize(("kind", "key"), REAL)
def test_the_briefs_of_the_programme_say_what_the_report_states(
    kind: BriefKind, key: str, programme_session: UnitSession
) -> None:
    paper = render.pdf(kinds.told(programme_session, kind, key))
    text = words(paper.pdf)
    assert [expected for expected in REAL[kind, key] if expected not in text] == []
    # of these the check takes up to one
    assert paper.pages <= {BriefKind.portfolio: 5, BriefKind.project: 4, BriefKind.donor: 3}[kind]
    assert page.validate_pdf_bytes(paper.pdf, profile="ua1").is_compliant
    assert ("None" in text, "overdue" in text) == (False, False)


@pytest.mark.parametrize("kind", KEYS)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.once
def test_each_kind_is_printed_in_each_language(lang: str, kind: BriefKind, world: World, session: UnitSession) -> None:
    kinds.filled(session, world)
    paper = render.pdf(kinds.told(session, kind, KEYS[kind], lang=lang, full=True))
    assert page.validate_pdf_bytes(paper.pdf, profile="ua1").is_compliant


@pytest.mark.parametrize("kind", KEYS)
@pytest.mark.once
def test_each_kind_is_an_article_on_the_screen(kind: BriefKind, world: World, session: UnitSession) -> None:
    kinds.filled(session, world)
    article = source.html(kinds.told(session, kind, KEYS[kind], full=True), for_screen=True)
    assert (article.count("<article"), article.count("<h1>"), " style=" in article) == (1, 1, False)


@pytest.mark.once
def test_what_was_typed_is_escaped_in_each_kind(world: World, session: UnitSession) -> None:
    programme = kinds.filled(session, world)
    nasty = "<b>5 & 6 </p> \N{GRINNING FACE} ]]>"
    world.project.title = programme.name = nasty
    make.organisation(session, "nasty", name=nasty)
    for kind, key in ({**KEYS, BriefKind.donor: "nasty"}).items():
        assert "<b>5 & 6 </p> □ ]]>" in text_of(kinds.told(session, kind, key))
