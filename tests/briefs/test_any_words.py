"""Whatever people type: nothing is cut, nothing lies on anything else, nothing escapes, and it reads back in order."""

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Generator
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import page
import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tests.briefs import kinds
from tests.briefs.filled_world import Built
from tests.briefs.geometry import outside, overlapping
from tests.briefs.nasty import long_tables, worded
from tests.conftest import NOW
from tests.web.client import acting
from tracker.briefs import render
from tracker.briefs.frozen import freeze, thaw
from tracker.briefs.model import Brief
from tracker.briefs.source import html, printable
from tracker.domain.codes import BriefKind
from tracker.migrations import run
from tracker.store import make_engine

pytestmark = pytest.mark.once

HYPHEN = "\u2010"
FOOT = "draft·"
"""How the foot of a page begins, which comes last on it."""

KEYS = {
    BriefKind.project: "filled",
    BriefKind.donor: "giver",
    BriefKind.portfolio: "recovery",
    BriefKind.mission: "going",
    BriefKind.minute: "held",
}
NASTY = {
    "long word": "Donaudampfschifffahrtsgesellschaft" * 6,
    "long digits": "1234567890" * 20,
    "address": "https://example.org/" + "a-b_c/" * 40 + "?q=" + "%20" * 30,
    "Arabic in Latin": "Rebuilding مشروع إعادة الإعمار of homes (UNDP) في 2004 وبعدها",
    "Cyrillic": "Восстановление жилья; ёжик, щётка, Љубљана",
    "emoji": "Roofs 🏠👩‍👩‍👧‍👦 and walls 🇭🇹",
    "markup": "<script>alert(1)</script><b>&amp; ]]></p></td></table><!-- \" '",
    "styles": "\\25 } @page { size: A5 } </style> {{ brief }} {% raw %} url(http://x)",
    "overrides": "a\u202eb\u2066c\u2069d\u202ce\u200ff",
    "accents": "Ọ̀ṣun, Ẹ́kìtì, Việt Nam, e\u0301n\u0303o\u0308",
    "heaps of accents": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
    "unseen": "zero\u200bwidth\u200cjoin\u200ders\ufeff and\u00adsoft\u2060hyphens\u0007",
}


TURNED = {"Arabic in Latin", "heaps of accents"}
"""What the renderer writes run by run as the eye meets it: words are whole, their order in the file is that of the line."""


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Generator[dict[BriefKind, bytes]]:
    """A brief of each kind, of records with every field filled."""
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('filled') / 'filled.db'}")
    with time_machine.travel(NOW, tick=False):
        run.upgrade(engine)
        with acting(engine) as session:
            Built(session)
            yield {kind: freeze(kinds.told(session, kind, key, full=True)) for kind, key in KEYS.items()}
    engine.dispose()


def seen(text: str) -> str:
    """What can be read of a text: no spaces, no unseen signs, no hyphens where a line ends, accents with their letters."""
    shown = "".join(sign for sign in text if unicodedata.category(sign)[0] not in "CZ" and sign != HYPHEN)
    return unicodedata.normalize("NFKC", shown)


def read_back(pdf: bytes) -> str:
    """What stands on the pages, without their feet: a text may begin on one and end on the next."""
    pages = [seen(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]
    return "".join(text.rpartition(FOOT)[0] or text for text in pages)


def sound(brief: Brief) -> bytes:
    """Print it and look: all text on the pages, none on another; raises where the renderer complains."""
    source = printable(html(brief))
    with render._nothing_logged():  # noqa: SLF001 - what `render.pdf` does, with the boxes kept to look at
        document = render.laid_out(source)
        pdf = render.written(document)
    assert outside(document) == []
    assert overlapping(document) == []
    return pdf


def tags(brief: Brief) -> list[str]:
    """The elements of the brief's HTML."""
    return [element.tag for element in ET.fromstring(printable(html(brief))).iter()]  # noqa: S314 - our own template


def mixed(brief: Brief, texts: list[str]) -> tuple[Brief, list[str]]:
    """The brief with each of its texts replaced by the next of these, numbered; and what was put where."""
    put: list[str] = []

    def next_one(_name: str, _old: str) -> str:
        put.append(f"«{len(put)}é»{texts[len(put) % len(texts)]}")
        return put[-1]

    return worded(brief, next_one), put


def missed(text: str, put: list[str]) -> list[str]:
    """Of what was put into the brief and printed, what does not read back whole."""
    printed = {int(number) for number in re.findall(r"«(\d+)é»", text)}
    assert len(printed) > len(put) / 2
    return [words for number, words in enumerate(put) if number in printed and not reads(text, printable(words))]


def reads(text: str, words: str) -> bool:
    """Are the words there, sign after sign; of what turns, all of its letters?"""
    number, _, typed = words.partition("»")
    if seen(words) in text:
        return True
    if typed not in {printable(NASTY[name]) for name in TURNED}:
        return False
    start = text.index(f"{number}»") + len(number) + 1
    letters = [sign for sign in seen(typed) if sign.isalnum()]
    return not Counter(letters) - Counter(text[start : start + 2 * len(typed)])


@pytest.mark.parametrize("kind", KEYS)
@pytest.mark.parametrize("shift", [0, 5])
def test_nothing_typed_is_cut_or_escapes(shift: int, kind: BriefKind, frozen: dict[BriefKind, bytes]) -> None:
    brief = thaw(frozen[kind])
    texts = list(NASTY.values())
    nasty, put = mixed(brief, texts[shift:] + texts[:shift])
    assert Counter(tags(nasty)) == Counter(tags(mixed(brief, ["é"])[0]))
    assert missed(read_back(sound(nasty)), put) == []


LONGEST = 4


def narrative(brief: Brief) -> tuple[Brief, list[int]]:
    """The brief with its texts told on and on, twenty thousand signs in one of them; how often each says its number."""
    put: list[int] = []

    def told(_name: str, _old: str) -> str:
        put.append(1_000 if len(put) == LONGEST else 20)
        return f"w{len(put)}w goes on and on. " * put[-1]

    return worded(brief, told), put


@pytest.mark.parametrize("kind", [BriefKind.mission, BriefKind.donor])
def test_a_long_narrative_goes_on_over_the_pages(kind: BriefKind, frozen: dict[BriefKind, bytes]) -> None:
    brief, put = narrative(thaw(frozen[kind]))
    text = read_back(sound(brief))
    said = {number: text.count(f"w{number}w") for number in range(1, len(put) + 1)}
    assert said[LONGEST + 1] >= 1_000
    assert {number for number, times in said.items() if 4 < times < put[number - 1]} == set()


AT_ONCE = {
    BriefKind.project: {"milestones", "papers"},
    BriefKind.donor: {"agreements"},
    BriefKind.portfolio: {"rows"},
    BriefKind.mission: {"contacts"},
    BriefKind.minute: {"agreed"},
}
"""Tables of each kind that are made long: the widest, and those with rows in rows."""


@pytest.mark.parametrize("kind", AT_ONCE)
def test_tables_of_three_hundred_rows_stay_in_their_columns(kind: BriefKind, frozen: dict[BriefKind, bytes]) -> None:
    sound(long_tables(thaw(frozen[kind]), 300, AT_ONCE[kind]))


@settings(max_examples=6, derandomize=True)
@given(texts=st.lists(st.text(min_size=1, max_size=60), min_size=3, max_size=9))
def test_no_text_at_all_spoils_a_brief(texts: list[str], frozen: dict[BriefKind, bytes]) -> None:
    sound(mixed(thaw(frozen[BriefKind.donor]), texts)[0])


@pytest.mark.parametrize("lang", ["en", "ar", "zh"])
@pytest.mark.parametrize("kind", KEYS)
def test_each_kind_with_all_its_parts_is_valid_in_each_script(
    kind: BriefKind, lang: str, frozen: dict[BriefKind, bytes]
) -> None:
    pdf = sound(replace(thaw(frozen[kind]), lang=lang))
    assert [failure.message for failure in page.validate_pdf_bytes(pdf, profile="ua1").failures] == []
    reader = PdfReader(io.BytesIO(pdf))
    assert str(reader.root_object["/Lang"]) == lang
    assert "filled" not in str(reader.metadata.title if reader.metadata else "")
    numbered = [str(one.title) for one in flat(reader.outline) if str(one.title)[0].isdigit()]
    assert [title.split(".")[0] for title in numbered] == [str(number) for number in range(1, len(numbered) + 1)]
    assert len(numbered) > 5


def flat(outline: Any) -> list[Any]:  # noqa: ANN401 - what pypdf calls an outline
    """All bookmarks, in order."""
    return [one for part in outline for one in (flat(part) if isinstance(part, list) else [part])]


def test_the_look_at_the_pages_sees_what_is_wrong() -> None:
    head = '<html lang="en"><head><title>x</title></head><body>'
    over = f'{head}<p style="margin-left: 150mm; white-space: nowrap">far and far and far beyond the margin</p></body></html>'
    on_it = f'{head}<p>one line of words</p><p style="margin-top: -5mm">another line of words</p></body></html>'
    assert [piece.text for piece in outside(render.laid_out(over))] == ["far and far and far beyond the margin"]
    assert len(overlapping(render.laid_out(on_it))) == 1


@pytest.mark.parametrize(
    "words",
    [
        "Ọ̀ṣun and soon",
        "ṣ s",
        "بَيتٌ كَبيرٌ ثم بيت كبير",
        "Reconstruction first, then return",
        "أولا إعادة الإعمار ثم العودة",
    ],
)
def test_a_letter_with_an_accent_costs_no_other_letter_its_name(words: str) -> None:
    lang = "ar" if words[0] > "\u0600" and words[0] < "\u0700" else "en"
    page_of = f'<html lang="{lang}"><head><title>x</title></head><body><p dir="{"rtl" if lang == "ar" else "ltr"}">{words}</p></body></html>'
    assert read_back(render.written(render.laid_out(page_of))) == seen(words)
