"""A brief with doubts on paper: marked, listed at its end, short however many there are; and its covering note."""

import io
from collections.abc import Iterator
from dataclasses import replace

import page
import pytest
from pypdf import PdfReader

from tests import make
from tests.briefs import kinds
from tests.briefs.conftest import COORDINATOR, TODAY, World, text_of, words
from tests.briefs.test_kinds import KEYS
from tracker.briefs import collect, render, source
from tracker.briefs.doubts import Doubt
from tracker.briefs.frozen import freeze, thaw
from tracker.briefs.model import Brief
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import LANGUAGES, BriefKind, DoubtField, RecordKind, Visibility
from tracker.domain.queries.texts import Said
from tracker.store import UnitSession

OF_EACH_KIND = {BriefKind.mission: "haiti-december", **KEYS}


def every_doubt(lang: str, number: int = 1) -> Iterator[Doubt]:
    for field in DoubtField:
        for one in range(number):
            about, inside = Said(f"Homes {one} <b>&amp;", "en"), Said("Rebuilding of homes", lang)
            yield Doubt(field, about, RecordKind.project, f"homes-{one}", key=one, part=one, inside=inside)


def brief_of(session: UnitSession, world: World, kind: BriefKind, **asked: object) -> Brief:
    kinds.filled(session, world)
    return kinds.told(session, kind, OF_EACH_KIND[kind], **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", BriefKind)
def test_a_brief_with_doubts_is_marked_and_ends_with_them(kind: BriefKind, world: World, session: UnitSession) -> None:
    told = brief_of(session, world, kind)
    about = Said("Homes", "en")
    doubtful = replace(told, doubts=(Doubt(DoubtField.agreement_end, about, RecordKind.agreement, "mou", key=1),))
    text = text_of(doubtful)
    assert "· draft · unverified" in text
    assert text.index("Sources and dates") < text.index("Not verified") < text.index("The designations employed")
    assert "Past its date agreement in force after its end: Homes" in text
    foots = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(render.pdf(doubtful).pdf)).pages]
    assert all("draft · unverified · " in foot for foot in foots)
    assert "DMP-1 · unverified" in text_of(replace(doubtful, number="DMP-1"))


@pytest.mark.parametrize("kind", BriefKind)
def test_a_brief_without_doubts_says_nothing_of_them(kind: BriefKind, world: World, session: UnitSession) -> None:
    told = replace(brief_of(session, world, kind), doubts=())
    assert "verified" not in source.html(told)


@pytest.mark.once
@pytest.mark.parametrize("kind", BriefKind)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_doubts_and_note_are_valid_in_every_language(
    lang: str, kind: BriefKind, world: World, session: UnitSession
) -> None:
    told = brief_of(session, world, kind, lang=lang)
    paper = render.pdf(replace(told, doubts=tuple(every_doubt(lang)), note="Dear all,\n\nread <b>this</b> & that."))
    assert page.validate_pdf_bytes(paper.pdf, profile="ua1").is_compliant
    assert "read <b>this</b> & that." in words(paper.pdf)


@pytest.mark.parametrize("kind", BriefKind)
def test_doubts_are_frozen_with_the_brief(kind: BriefKind, world: World, session: UnitSession) -> None:
    told = replace(brief_of(session, world, kind), doubts=tuple(every_doubt("en", 2)), note="Read this.")
    assert thaw(freeze(told)) == told


def test_many_doubts_stay_short(world: World, session: UnitSession) -> None:
    told = brief_of(session, world, BriefKind.donor)
    short = render.pdf(replace(told, doubts=())).pages
    many = tuple(one for one in every_doubt("en", 300) if one.field == DoubtField.project_report)
    text = text_of(replace(told, doubts=many))
    assert ("Homes 39" in text, "Homes 40" in text, "; and 260 more" in text) == (True, False, True)
    assert render.pdf(replace(told, doubts=many)).pages <= short + 1


def test_what_holds_for_all_projects_is_said_once(world: World, session: UnitSession) -> None:
    programme = kinds.filled(session, world)
    for number in range(4):
        make.project(session, title=f"Roads {number}", programme_id=programme.id, visibility=Visibility.public)
    world.project.summary = None
    text = text_of(kinds.told(session, BriefKind.portfolio, "recovery"))
    assert "summary of the project: all 5 projects" in text
    assert "No report in the last 90 days Roads 0; Roads 1; Roads 2; Roads 3" in text


def test_a_projects_brief_does_not_repeat_its_title(world: World, session: UnitSession) -> None:
    world.project.summary = None
    told = brief_of(session, world, BriefKind.project)
    assert "Not filled in summary of the project " in text_of(told)
    assert "summary of the project:" not in text_of(told)


@pytest.mark.once
def test_no_heading_of_the_list_stands_alone_at_the_foot(world: World, session: UnitSession) -> None:
    told = brief_of(session, world, BriefKind.mission)
    for lines in range(0, 60, 3):
        doubtful = replace(told, doubts=tuple(every_doubt("en")), note="\n".join(["More."] * lines))
        for sheet in PdfReader(io.BytesIO(render.pdf(doubtful).pdf)).pages:
            body = [line.strip() for line in sheet.extract_text().splitlines() if line.strip()]
            body = [line for line in body if "data as of" not in line and not line.startswith("page ")]
            assert not body[-1].endswith(("Not verified", "should be looked at first.", "Note"))


@pytest.mark.once
@pytest.mark.parametrize("kind", BriefKind)
def test_a_note_stands_on_the_first_page_in_its_paragraphs(kind: BriefKind, world: World, session: UnitSession) -> None:
    told = replace(brief_of(session, world, kind), note="Dear colleagues,\n\n  Read section 3 first.  ")
    first = PdfReader(io.BytesIO(render.pdf(told).pdf)).pages[0].extract_text()
    assert "Note Dear colleagues, Read section 3 first." in " ".join(first.split())
    shown = source.html(told, for_screen=True)
    assert "<p>Dear colleagues,</p>" in shown
    assert "<p>Read section 3 first.</p>" in shown


@pytest.mark.parametrize(("note", "said"), [("As agreed in Kosovo.", 1), ("As agreed.", 0)])
def test_a_territory_in_the_note_brings_its_standing_text(
    note: str, said: int, world: World, session: UnitSession
) -> None:
    make.territory(session, "XK", "Kosovo", note="kosovo_1244")
    order = BriefOrder(kind=BriefKind.project, key="leogane-homes", lang="en", note=note)
    told = collect.brief(session, order, viewer=COORDINATOR, today=TODAY)
    assert (told.note, source.html(told).count("1244")) == (note, said)
