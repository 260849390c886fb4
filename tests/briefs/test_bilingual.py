"""Briefs in two languages side by side: the same data twice, part beside part, legible and in reading order."""

import io
import re
from collections.abc import Generator
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import page
import pytest
import time_machine
from pypdf import PdfReader
from pypdf.generic import TextStringObject

from tests import make
from tests.briefs import kinds
from tests.briefs.conftest import COORDINATOR, TODAY, World, words
from tests.briefs.filled_world import Built
from tests.briefs.geometry import outside, overlapping, pieces
from tests.briefs.nasty import long_tables, worded
from tests.briefs.test_any_words import AT_ONCE, KEYS, NASTY
from tests.conftest import NOW
from tests.web.client import acting
from tracker.briefs import collect, render
from tracker.briefs.attached import attached
from tracker.briefs.frozen import freeze, thaw
from tracker.briefs.model import Brief
from tracker.briefs.source import html, printable
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import BriefKind, DoubtField
from tracker.domain.errors import Refused
from tracker.migrations import run
from tracker.printing import printed
from tracker.store import UnitSession, make_engine

PAIRS = [("en", "ar"), ("fr", "zh")]
EACH = [(kind, pair) for kind in KEYS for pair in PAIRS]
REAL = [("XK", "en", "ar"), ("SD", "ar", "en"), ("IR", "fr", "zh")]


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Generator[dict[tuple[BriefKind, tuple[str, str]], bytes]]:
    """A brief of each kind and pair, of records with every field filled."""
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('filled') / 'filled.db'}")
    with time_machine.travel(NOW, tick=False):
        run.upgrade(engine)
        with acting(engine) as session:
            Built(session)
            yield {
                (kind, pair): freeze(kinds.told(session, kind, KEYS[kind], lang=pair[0], second=pair[1], full=True))
                for kind, pair in EACH
            }
    engine.dispose()


def sides(brief: Brief) -> tuple[list[ET.Element], list[ET.Element]]:
    """The cells of the first language and of the second, in order."""
    root = ET.fromstring(printable(html(brief)))  # noqa: S314 - our own
    rows = [row for row in root.iter("div") if "pair" in row.get("class", "").split()]
    cells = [[cell for cell in row if "side" in cell.get("class", "").split()] for row in rows]
    return [one[0] for one in cells], [one[1] for one in cells if len(one) > 1]


def figures(cells: list[ET.Element]) -> list[list[str]]:
    """The marks and the codes of currencies in each cell: what no language changes."""
    return [
        [word for one in cell.iter("sup") for word in re.findall(r"\d+", "".join(one.itertext()))]
        + sorted("".join(one.itertext()) for one in cell.iter("span") if one.get("class") == "code")
        for cell in cells
    ]


@pytest.mark.parametrize(("kind", "pair"), EACH)
@pytest.mark.once
def test_nothing_is_cut_and_all_is_accessible(
    kind: BriefKind, pair: tuple[str, str], frozen: dict[tuple[BriefKind, tuple[str, str]], bytes]
) -> None:
    brief = thaw(frozen[kind, pair])
    document = render.laid_out(printable(html(brief)))
    assert (outside(document), overlapping(document)) == ([], [])
    paper = printed(brief)
    assert page.validate_pdf_bytes(paper.pdf, profile="ua1").is_compliant
    assert len(paper.pdf) < 300_000
    assert PdfReader(io.BytesIO(paper.pdf)).root_object["/Lang"] == TextStringObject(pair[0])


@pytest.mark.parametrize(("kind", "pair"), EACH)
@pytest.mark.once
def test_what_stands_beside_each_other_says_the_same(
    kind: BriefKind, pair: tuple[str, str], frozen: dict[tuple[BriefKind, tuple[str, str]], bytes]
) -> None:
    first, second = sides(thaw(frozen[kind, pair]))
    assert len(first) == len(second)
    assert ({one.get("lang") for one in first}, {one.get("lang") for one in second}) == ({pair[0]}, {pair[1]})
    assert {one.get("dir") for one in second} == {"rtl" if pair[1] == "ar" else "ltr"}
    assert figures(first) == figures(second)
    assert [len(list(one.iter("tr"))) for one in first] == [len(list(one.iter("tr"))) for one in second]
    assert max(len(list(one.iter("h2"))) for one in first) == 1


@pytest.mark.parametrize(("kind", "pair"), EACH)
@pytest.mark.once
def test_rows_stand_level(
    kind: BriefKind, pair: tuple[str, str], frozen: dict[tuple[BriefKind, tuple[str, str]], bytes]
) -> None:
    document = render.laid_out(printable(html(thaw(frozen[kind, pair]))))
    heads = [piece for piece in pieces(document) if re.match(r"\d+\. ", piece.text)]
    middle = document.pages[0].width / 2
    beside = [
        sorted((one.page, round(one.bottom)) for one in heads if (one.left < middle) is left) for left in (True, False)
    ]
    assert len(beside[0]) > 3
    assert all(abs(one[1] - other[1]) < 6 and one[0] == other[0] for one, other in zip(*beside, strict=False))


@pytest.mark.parametrize(("kind", "pair"), EACH)
@pytest.mark.once
def test_it_survives_freezing(
    kind: BriefKind, pair: tuple[str, str], frozen: dict[tuple[BriefKind, tuple[str, str]], bytes]
) -> None:
    brief = thaw(frozen[kind, pair])
    assert freeze(brief) == frozen[kind, pair]
    assert brief.other is not None
    assert (type(brief), brief.lang, brief.other.lang) == (type(brief.other), *pair)
    assert (brief.data_day, brief.sources and len(brief.sources)) == (brief.other.data_day, len(brief.other.sources))


@pytest.mark.parametrize(
    ("word", "pair"),
    [("markup", ("en", "ar")), ("address", ("en", "ar")), ("long word", ("en", "ar")), ("long word", ("fr", "zh"))],
)
@pytest.mark.parametrize("kind", [BriefKind.mission, BriefKind.donor])
@pytest.mark.once
def test_whatever_people_type_is_not_cut(
    kind: BriefKind, word: str, pair: tuple[str, str], frozen: dict[tuple[BriefKind, tuple[str, str]], bytes]
) -> None:
    brief = worded(thaw(frozen[kind, pair]), lambda _name, _text: NASTY[word])
    document = render.laid_out(printable(html(brief)))
    assert (outside(document), overlapping(document)) == ([], [])


@pytest.mark.once
def test_long_tables_go_on_over_pages(frozen: dict[tuple[BriefKind, tuple[str, str]], bytes]) -> None:
    brief = thaw(frozen[BriefKind.donor, ("en", "ar")])
    assert brief.other is not None
    names = AT_ONCE[BriefKind.donor]
    both = replace(long_tables(brief, 40, names), other=long_tables(brief.other, 40, names))
    document = render.laid_out(printable(html(both)))
    assert (outside(document), overlapping(document)) == ([], [])


@pytest.mark.parametrize(("key", "lang", "second"), REAL)
def test_the_texts_of_both_are_found_in_reading_order(
    key: str, lang: str, second: str, programme_session: UnitSession
) -> None:
    brief = kinds.told(programme_session, BriefKind.mission, key, lang=lang, second=second)
    paper = printed(brief)
    text = words(paper.pdf)
    titles = {"en": ["Situation and disasters", "Upcoming dates"], "ar": ["الحالة العامة والكوارث", "التواريخ المقبلة"]}
    titles |= {"fr": ["Situation et catastrophes", "Dates à venir"], "zh": ["局势和灾害", "近期日期"]}
    order = [titles[lang][0], titles[second][0], titles[lang][1], titles[second][1]]
    places = [text.find(title) for title in order]
    assert places == sorted(places)
    assert places[0] > 0
    assert len(paper.pdf) < 300_000
    assert page.validate_pdf_bytes(paper.pdf, profile="ua1").is_compliant


def test_english_stands_beside_a_standing_text_once(programme_session: UnitSession) -> None:
    text = words(printed(kinds.told(programme_session, BriefKind.mission, "XK", lang="en", second="ar")).pdf)
    assert text.count("All reference to Kosovo, whether to the territory") == 1


def test_rows_in_the_order_of_names_are_in_that_of_the_first_language(programme_session: UnitSession) -> None:
    brief = kinds.told(programme_session, BriefKind.portfolio, "dmp", lang="en", second="ar")
    alone = kinds.told(programme_session, BriefKind.portfolio, "dmp", lang="en")
    assert freeze(replace(brief, other=None, doubts=(), standing=())) == freeze(replace(alone, doubts=(), standing=()))
    assert brief.other is not None
    assert [one.marks for one in brief.rows] == [one.marks for one in brief.other.rows]  # type: ignore[attr-defined]


def test_what_is_not_in_one_of_the_languages_is_doubtful_in_both(world: World, session: UnitSession) -> None:
    make.territory_name(session, world.territory, "fr", "Haïti")
    brief = kinds.told(session, BriefKind.mission, "HT", lang="en", second="ru")
    assert brief.other is not None
    told = [{(one.field, one.key) for one in side.doubts} for side in (brief, brief.other)]
    assert told[0] == told[1]
    fields = {field for field, _ in told[0]}
    assert {DoubtField.text_language, DoubtField.territory_name} <= fields
    assert (brief.unnamed, brief.other.unnamed) == (("Haiti",), ("Haiti",))


@pytest.mark.parametrize("second", ["en", "xx"])
def test_the_same_or_no_language_is_refused(second: str, world: World, session: UnitSession) -> None:
    order = BriefOrder(kind=BriefKind.mission, key="HT", lang="en", second=second)
    with pytest.raises(Refused):
        collect.brief(session, order, viewer=COORDINATOR, today=TODAY)


def test_what_changed_is_said_in_both(world: World, session: UnitSession) -> None:
    first = kinds.told(session, BriefKind.mission, "HT", lang="en", second="ar", today=date(2026, 11, 22))
    order = BriefOrder(kind=BriefKind.mission, key="HT", lang="en", second="ar")
    numbered = replace(first, number="R-1", other=replace(first.other, number="R-1") if first.other else None)
    again = collect.brief(session, order, viewer=COORDINATOR, today=TODAY, former=numbered)
    assert again.since is not None
    assert again.other is not None
    assert again.other.since is not None


def test_both_sets_of_tables_are_attached(world: World, session: UnitSession) -> None:
    names = {one.name for one in attached(kinds.told(session, BriefKind.mission, "HT", lang="en", second="ar"))}
    assert {"data.json", "projects.csv", "projects-ar.csv", "brief.csv", "brief-ar.csv"} <= names


@pytest.mark.parametrize("kind", KEYS)
@pytest.mark.once
def test_on_the_screen_it_is_html(kind: BriefKind, frozen: dict[tuple[BriefKind, tuple[str, str]], bytes]) -> None:
    article = html(thaw(frozen[kind, ("en", "ar")]), for_screen=True)
    assert (article.count("<article"), " style=" in article, "/>" in article) == (1, False, False)
    assert article.count("<svg") == article.count('<svg xmlns="http://www.w3.org/2000/svg"')


@pytest.mark.once
def test_the_same_data_is_the_same_paper(frozen: dict[tuple[BriefKind, tuple[str, str]], bytes]) -> None:
    first, second = (printed(thaw(frozen[BriefKind.donor, ("en", "ar")])).pdf for _ in range(2))
    assert first == second


@pytest.mark.once
def test_a_covering_note_stands_once(frozen: dict[tuple[BriefKind, tuple[str, str]], bytes]) -> None:
    brief = thaw(frozen[BriefKind.mission, ("en", "ar")])
    assert brief.other is not None
    both = replace(brief, note="Read this first.", other=replace(brief.other, note="Read this first."))
    assert words(printed(both).pdf).count("Read this first.") == 1
