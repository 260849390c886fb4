"""What a brief carries inside its PDF: its data, whole, and its tables."""

import csv
import io
import time
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import page
import pytest
import time_machine
from pypdf import PdfReader

from tests import make
from tests.briefs import kinds
from tests.briefs.conftest import Collect, World
from tests.briefs.test_kinds import KEYS
from tracker.briefs import render
from tracker.briefs.attached import DATA, attached
from tracker.briefs.carried import NotCarried, carried
from tracker.briefs.frozen import KINDS, freeze, thaw
from tracker.briefs.tables import tables
from tracker.domain.codes import LANGUAGES, BriefKind
from tracker.domain.dates import now
from tracker.domain.queries.texts import Said
from tracker.printing import printed
from tracker.store import UnitSession

pytestmark = pytest.mark.once  # paper

OF_EACH_KIND = {BriefKind.mission: "HT", **KEYS}


def files(pdf: bytes) -> dict[str, Any]:
    return {one.name: one for one in PdfReader(io.BytesIO(pdf)).attachment_list}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("kind", OF_EACH_KIND)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_brief_carries_its_data_and_stays_valid(
    kind: BriefKind, lang: str, world: World, session: UnitSession
) -> None:
    kinds.filled(session, world)
    brief = kinds.told(session, kind, OF_EACH_KIND[kind], lang=lang, full=kind == BriefKind.portfolio)
    brief = replace(brief, number="DMP-HT-2026-7", verify_at="https://tracker.example.org/verify/DMP-HT-2026-7")
    data = freeze(brief, templates="a")
    paper = printed(brief, data)
    assert carried(paper.pdf) == data
    assert thaw(carried(paper.pdf)) == brief
    assert page.validate_pdf_bytes(paper.pdf, profile="ua1").failures == []
    assert len(paper.pdf) < 150_000


def test_the_files_say_what_they_are_and_when_their_data_changed(world: World, brief_of: Collect) -> None:
    brief = brief_of("HT")
    found = files(printed(brief).pdf)
    assert found[DATA].subtype == "/application/json"
    assert found[DATA].description == "The data of this brief, whole, as JSON"
    assert found["contributions.csv"].subtype == "/text/csv"
    assert {one.associated_file_relationship for one in found.values()} == {"/Data"}
    assert {one.creation_date for one in found.values()} == {brief.data_day.replace(microsecond=0)}
    paper = PdfReader(io.BytesIO(printed(brief).pdf))
    assert len(paper.root_object["/AF"]) == len(found)  # type: ignore[arg-type]


def test_the_same_brief_gives_the_same_bytes_at_another_hour(
    world: World, brief_of: Collect, clock: time_machine.Traveller
) -> None:
    brief = brief_of("HT")
    first = printed(brief).pdf
    clock.shift(timedelta(hours=5))
    assert now() > brief.data_day
    assert printed(brief).pdf == first


def test_a_draft_carries_its_data_too(world: World, brief_of: Collect) -> None:
    brief = brief_of("HT")
    assert thaw(carried(printed(brief).pdf)) == brief
    with pytest.raises(NotCarried):
        carried(render.pdf(brief).pdf)


def test_the_files_cost_little(world: World, brief_of: Collect) -> None:
    brief = brief_of("HT")
    bare = len(render.pdf(brief).pdf)
    started = time.process_time()
    found = attached(brief)
    assert time.process_time() - started < 0.05
    assert len(render.pdf(brief, found).pdf) - bare < 20_000


def test_money_dates_and_names_have_columns_that_can_be_computed_with(world: World, brief_of: Collect) -> None:
    found = tables(brief_of("HT"))
    steps = rows(found["contributions_steps"])
    assert [(step["row"], step["of"]) for step in steps] == [("1", "1"), ("2", "1"), ("3", "1")]
    step = next(step for step in steps if step["kind"] == "received")
    assert (step["amount_currency"], step["amount_amount"]) == ("USD", "1200000.00")
    assert (step["on"], step["on_earliest"], step["on_latest"]) == ("2026-05", "2026-05-01", "2026-05-31")
    (project,) = rows(found["projects"])
    assert project["title"] == "Rebuilding of homes in Léogâne"
    assert project["partners"] == "United Nations Development Programme (UNDP)"
    assert (project["health"], project["update_as_of"]) == ("at_risk", "2026-11-01")
    (whole,) = rows(found["brief"])
    assert (whole["kind"], whole["key"], whole["lang"], whole["number"]) == ("mission", "HT", "en", "")
    assert rows(found["sources"])[0]["reference"] == "A/59/198"
    assert rows(found["milestones"])[0]["confirmed"] in {"yes", "no"}


@pytest.mark.parametrize("typed", ["=1+1", "+CALL()", "-2", "@SUM(A1)", "\tx", "=cmd|' /C calc'!A0"])
def test_what_would_run_in_a_spreadsheet_does_not(typed: str, world: World, brief_of: Collect) -> None:
    brief = brief_of("HT")
    line = replace(brief.milestones[0], title=Said(typed, "en"), project=Said("a\r\n;\"b'", "en"))
    partner = replace(brief.partners[0], name=Said(typed, "en"), acronym=None)
    agreement = replace(brief.agreements[0], parties=(partner,), number=typed)
    told = replace(brief, milestones=(line,), agreements=(agreement,), purpose=Said(typed, "en"))
    found = tables(told)
    assert rows(found["milestones"])[0]["title"] == f"'{typed}"
    assert rows(found["milestones"])[0]["project"] == "a\r\n;\"b'"
    assert [rows(found["agreements"])[0][name] for name in ("parties", "number")] == [f"'{typed}"] * 2
    assert rows(found["brief"])[0]["purpose"] == f"'{typed}"


@pytest.mark.parametrize("kind", OF_EACH_KIND)
def test_every_list_of_a_brief_has_its_table(kind: BriefKind, world: World, session: UnitSession) -> None:
    kinds.filled(session, world)
    make.territory_name(session, world.territory, "fr", "Haïti")
    brief = kinds.told(session, kind, OF_EACH_KIND[kind], full=kind == BriefKind.portfolio)
    found = tables(brief)
    lists = {part.name: getattr(brief, part.name) for part in fields(KINDS[kind])}
    untold = {"records", "documents", "standing"}
    listed = {name: value for name, value in lists.items() if isinstance(value, tuple) and name not in untold}
    whole = rows(found["brief"])[0]
    for name, value in listed.items():
        assert not value or len(rows(found[name])) == len(value) if name not in whole else whole[name] is not None
    assert all(len(set(row)) == len(row) and None not in row for text in found.values() for row in rows(text))


def test_an_empty_list_has_no_table(brief_of: Collect, session: UnitSession) -> None:
    make.territory(session, "HT", "Haiti")
    brief = brief_of("HT")
    assert set(tables(brief)) == {"brief", "territories"}


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"%PDF-", b"%PDF-1.7\n%%EOF", b"%PDF-1.7\ntrailer<</Root 1 0 R>>"]
)
def test_what_carries_nothing_is_refused(content: bytes) -> None:
    with pytest.raises(NotCarried):
        carried(content)
