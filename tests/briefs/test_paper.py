"""The brief as paper: valid, the same bytes twice, readable back, never spoilt by what people type."""

import io
import re
import time
from dataclasses import replace

import page
import pytest
from pypdf import PdfReader
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from tests import make
from tests.briefs.conftest import Collect, World, text_of, words
from tracker.briefs import reader, render, source
from tracker.domain.codes import LANGUAGES, Visibility
from tracker.domain.queries.texts import Said
from tracker.store import UnitSession

pytestmark = pytest.mark.once

NASTY = [
    "<script>alert(1)</script> & <b>bold</b>",
    "Donaudampfschifffahrtsgesellschaft" * 6,
    "مشروع إعادة الإعمار in Latin text (UNDP)",
    "Roofs 🏠 and walls",
    "\\25 } @page { size: A5 } \" ' </style>",
    "{{ brief }} {% raw %}",
]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_brief_is_valid_pdf_ua_in_every_language(lang: str, world: World, brief_of: Collect) -> None:
    printed = render.pdf(brief_of("haiti-december", lang=lang))
    report = page.validate_pdf_bytes(printed.pdf, profile="ua1")
    assert [failure.message for failure in report.failures] == []
    assert str(PdfReader(io.BytesIO(printed.pdf)).root_object["/Lang"]) == lang


def test_the_pages_are_counted_and_numbered(world: World, brief_of: Collect) -> None:
    printed = render.pdf(brief_of("haiti-december"))
    pages = PdfReader(io.BytesIO(printed.pdf)).pages
    assert len(pages) == printed.pages == 3
    for number, sheet in enumerate(pages, 1):
        text = " ".join(sheet.extract_text().split())
        assert f"page {number} of 3" in text
        assert "draft" in text
        assert "data as of 23 November 2026" in text


def test_the_same_data_gives_the_same_bytes(world: World, brief_of: Collect) -> None:
    first = render.pdf(brief_of("HT")).pdf
    assert render.pdf(brief_of("HT")).pdf == first


def test_an_issued_brief_has_its_number_in_place_of_draft(world: World, brief_of: Collect) -> None:
    text = text_of(replace(brief_of("HT"), number="DMP-HT-2026-7"))
    assert "DMP-HT-2026-7" in text
    assert "draft" not in text


@pytest.mark.parametrize("nasty", NASTY)
def test_what_people_type_cannot_spoil_a_brief(
    nasty: str, world: World, session: UnitSession, brief_of: Collect
) -> None:
    make.project(session, title=nasty, summary=nasty, territories=[world.territory], place_stated=nasty)
    make.mission(session, "nasty", title=nasty, territories=[world.territory], sensitivities=nasty)
    printed = render.pdf(brief_of("nasty"))
    sheets = PdfReader(io.BytesIO(printed.pdf)).pages
    assert {round(float(sheet.mediabox.width)) for sheet in sheets} == {595}
    assert "<script>" not in printed.html
    if nasty.isascii():
        letters = "".join(words(printed.pdf).split())
        assert "".join(nasty.split()) in letters


def test_a_table_of_three_hundred_rows_repeats_its_head_and_splits_no_row(world: World, brief_of: Collect) -> None:
    brief = brief_of("HT")
    titles = [
        Said(f"Home {number} begins, {'mortar ' * (number % 40)}home {number} ends", "en") for number in range(300)
    ]
    rows = tuple(replace(brief.milestones[0], title=title) for title in titles)
    started = time.process_time()
    printed = render.pdf(replace(brief, milestones=rows))
    assert time.process_time() - started < 15
    sheets = [" ".join(sheet.extract_text().split()) for sheet in PdfReader(io.BytesIO(printed.pdf)).pages]
    inside = [sheet for sheet in sheets if "begins" in sheet]
    assert len(inside) > 5
    assert all("When Milestone Project" in sheet for sheet in inside)
    begun = [set(re.findall(r"Home (\d+) begins", sheet)) for sheet in inside]
    ended = [set(re.findall(r"home (\d+) ends", sheet)) for sheet in inside]
    assert begun == ended


def test_a_list_longer_than_a_brief_can_carry_says_what_it_leaves_out(
    world: World, session: UnitSession, brief_of: Collect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "MOST_ROWS", 2)
    for number in range(3):
        make.milestone(session, world.project, f"Home {number}", due="2027-01")
    assert "The first 2 of 4 are printed here; the tracker has them all, from /projects?territory=HT on." in text_of(
        brief_of("HT")
    )


def test_no_heading_stands_alone_at_the_foot_of_a_page(world: World, session: UnitSession, brief_of: Collect) -> None:
    for number in range(12):
        make.project(
            session,
            title=f"Project {number}",
            summary="Owners rebuild. " * (3 + number % 5),
            territories=[world.territory],
            visibility=Visibility.public,
        )
    printed = render.pdf(brief_of("HT"))
    headings = (
        "Next milestones",
        "Agreements and partners",
        "Funding per currency",
        "Risks",
        "Contacts",
        "Sources and dates",
    )
    for sheet in PdfReader(io.BytesIO(printed.pdf)).pages:
        lines = [line.strip() for line in sheet.extract_text().splitlines() if line.strip()]
        body = [line for line in lines if "data as of" not in line and line != "draft" and not line.startswith("page ")]
        assert not body[-1].endswith(headings)


@pytest.mark.parametrize("address", ["https://example.org/a.png", "file:///etc/passwd", "static:../pyproject.toml"])
def test_nothing_is_fetched_from_outside(address: str) -> None:
    with pytest.raises(FatalURLFetchingError, match="nothing from outside"):
        HTML(string=f'<img src="{address}" alt="">', url_fetcher=render.ClosedFetcher()).render()


def test_the_renderers_complaints_fail_the_brief(
    world: World, brief_of: Collect, monkeypatch: pytest.MonkeyPatch
) -> None:
    brief = brief_of("HT")
    monkeypatch.setattr(render, "html", lambda _brief: "<style>p { no-such: thing }</style><p>x</p>")
    with pytest.raises(render.PrintingError, match="no-such"):
        render.pdf(brief)


def test_on_screen_a_brief_is_one_article_without_styles_of_its_own(world: World, brief_of: Collect) -> None:
    shown = source.html(brief_of("haiti-december", lang="ar"), for_screen=True)
    assert shown.startswith('<article class="brief" lang="ar" dir="rtl">')
    assert shown.count("<h1>") == 1
    for forbidden in ("<style", "style=", "<script", "<html", " on" + "click"):
        assert forbidden not in shown
