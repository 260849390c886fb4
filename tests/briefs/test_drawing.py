"""How the briefs' HTML reaches the renderer: read as XML, with its map as a drawing of our own."""

import io
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader

from tests import make
from tests.briefs.conftest import Collect, World, text_of
from tracker.briefs import drawing, render, source
from tracker.domain.codes import LANGUAGES
from tracker.store import UnitSession

MAP = (
    '<p xmlns:s="http://www.w3.org/2000/svg"><s:svg class="map" viewBox="0 0 100 75"><s:title>Map</s:title>'
    '<s:path fill="#ff0000" stroke="#000000" stroke-width="0.5" d="M1 2L3.5 4L5 6Z"/>'
    '<s:circle fill="#0000ff" cx="50" cy="40" r="2"/></s:svg></p>'
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_whole_brief_is_well_formed(lang: str, world: World, brief_of: Collect) -> None:
    root = ET.fromstring(source.printable(source.html(brief_of("haiti-december", lang=lang))))  # noqa: S314 - our own
    assert root.attrib == {"lang": lang, "dir": "rtl" if lang == "ar" else "ltr"}


def test_a_sign_that_xml_forbids_is_printed_all_the_same(world: World, session: UnitSession, brief_of: Collect) -> None:
    make.project(session, title="Bells\x07 ring", territories=[world.territory])
    assert "Bells ring" in text_of(brief_of("HT"))


@pytest.mark.once
def test_a_map_becomes_a_picture_with_its_title_as_text() -> None:
    root = ET.fromstring(MAP)  # noqa: S314 - written above
    drawings = drawing.taken_out(root)
    assert [(one.tag, one.attrib) for one in root] == [("img", {"class": "map", "src": "drawing:0", "alt": "Map"})]
    signs = drawings["drawing:0"].signs.decode().splitlines()
    assert signs == [
        "0 0 100 75 re W n",
        "1.000 0.000 0.000 rg 0.000 0.000 0.000 RG 0.5 w 1 j",
        "1 2 m",
        "3.5 4 l",
        "5 6 l",
        "h",
        "B",
        "1 J 0.000 0.000 1.000 RG 4 w 50 40 m 50 40 l S",
    ]


@pytest.mark.once
def test_a_picture_of_other_shapes_is_left_to_the_renderer() -> None:
    root = ET.fromstring(MAP.replace("s:circle", "s:rect"))  # noqa: S314 - written above
    assert drawing.taken_out(root) == {}
    assert len(root.findall(f"{drawing.SVG}svg")) == 1


def test_the_printed_map_is_told_in_words(world: World, brief_of: Collect) -> None:
    paper = PdfReader(io.BytesIO(render.pdf(brief_of("HT")).pdf))
    objects: list[Any] = [paper.get_object(number) for number in range(1, int(str(paper.trailer["/Size"])))]
    told = [one["/Alt"] for one in objects if isinstance(one, dict) and "/Alt" in one]
    assert told == ["Locator map: land and a mark, no boundaries"]
    first = paper.pages[0].get_contents()
    assert first is not None
    assert b"0 0 100 75 re W n" in first.get_data()
