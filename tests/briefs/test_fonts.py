import logging
import unicodedata
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import weasyprint
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from weasyprint.urls import URLFetcherResponse

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "static" / "fonts"
CSS = ROOT / "templates" / "briefs" / "fonts.css"
WEIGHTS = ["Regular", "Bold"]
SIGNS = "●▲■○–—…·×≥≤→‰⁰¹²³⁴⁵⁶⁷⁸⁹«»“”‘’−€£°№"
ALPHABETS = {
    "Sans": "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸàâæçéèêëîïôœùûüÿ" "ÁÉÍÑÓÚÜáéíñóúü¿¡" "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "Arabic": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيًٌٍَُِّْ٠١٢٣٤٥٦٧٨٩،؛؟",
    "Han": "，。、：；？！（）《》“”‘’—…·",
}  # fmt: skip
TEXTS = {
    "en": "Earthquake at Bam, 26 December 2003: ● on track ▲ at risk ■ off track ○ not reported",
    "fr": "L’évaluation à Ségou : « œuvre », 3,5 ‰",
    "es": "¿Cuántos niños? Evaluación económica",
    "ru": "Объём помощи: съёмка щебня, № 5",
    "ar": "إعادة الإعمار بعد الزلزال في بم، إيران ولا تأخير",
    "zh": "伊朗巴姆地震“灾后”重建：二○○三年。",
}


class Paper(NamedTuple):
    """What a reader finds in the PDF: its text without spaces, and the fonts in it."""

    text: str
    fonts: set[str]


class Said(logging.Handler):
    """Keeps what the renderer says."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def cmap(family: str, weight: str) -> dict[int, str]:
    found: dict[int, str] = TTFont(FONTS / f"Tracker{family}-{weight}.ttf").getBestCmap()
    return found


def missing(text: str, family: str, weight: str) -> set[str]:
    has = cmap(family, weight)
    return {character for character in text if ord(character) not in has}


def gb2312() -> str:
    rows = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return "".join(pair.decode("gb2312", errors="ignore") for pair in rows)


def from_static(url: str) -> URLFetcherResponse:
    path = ROOT / "static" / url.removeprefix("static:")
    return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "font/ttf"})


@pytest.fixture(scope="module")
def paper() -> Paper:
    """The six languages, laid out with the briefs' fonts and read back; the renderer must say nothing."""
    said = Said()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(said)
    paragraphs = "".join(
        f'<p lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">{text} <b>{text}</b></p>'
        for lang, text in TEXTS.items()
    )
    page = f"<html lang=en><title>Six languages</title><style>{CSS.read_text()}</style>{paragraphs}"
    try:
        pdf = weasyprint.HTML(string=page, url_fetcher=from_static).write_pdf()
    finally:
        logger.removeHandler(said)
    assert said.lines == []
    reader = PdfReader(BytesIO(pdf))
    read = unicodedata.normalize("NFKC", "\n".join(page.extract_text() for page in reader.pages))
    return Paper("".join(read.split()), fonts_of(reader))


def fonts_of(reader: PdfReader) -> set[str]:
    resources: list[Any] = [page["/Resources"] for page in reader.pages]
    fonts = [font.get_object() for found in resources for font in found["/Font"].get_object().values()]
    return {str(font["/BaseFont"]).split("+")[-1] for font in fonts}


@pytest.mark.parametrize("weight", WEIGHTS)
def test_the_chinese_face_has_every_character_of_gb2312(weight: str) -> None:
    assert len(gb2312()) == 7445
    assert missing(gb2312(), "Han", weight) == set()


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("family", ALPHABETS)
def test_each_face_has_the_alphabets_it_is_for(family: str, weight: str) -> None:
    assert missing(ALPHABETS[family], family, weight) == set()


@pytest.mark.parametrize("weight", WEIGHTS)
def test_the_text_face_has_the_signs_the_briefs_print(weight: str) -> None:
    assert missing(SIGNS, "Sans", weight) == set()


@pytest.mark.parametrize("family", ALPHABETS)
@pytest.mark.parametrize("weight", WEIGHTS)
def test_figures_are_all_of_one_width(family: str, weight: str) -> None:
    font = TTFont(FONTS / f"Tracker{family}-{weight}.ttf")
    widths = {font["hmtx"][font.getBestCmap()[ord(figure)]][0] for figure in "0123456789"}
    assert len(widths) == 1


@pytest.mark.parametrize("family", ALPHABETS)
def test_no_file_is_too_heavy(family: str) -> None:
    assert all(path.stat().st_size < 6_000_000 for path in FONTS.glob(f"Tracker{family}-*.ttf"))


@pytest.mark.parametrize("lang", TEXTS)
def test_text_on_paper_reads_back_as_it_was_written(paper: Paper, lang: str) -> None:
    written = "".join(unicodedata.normalize("NFKC", TEXTS[lang]).split())
    assert paper.text.count(written) == 2, paper.text


def test_only_the_three_families_are_used(paper: Paper) -> None:
    assert {name.split("-")[0] for name in paper.fonts} == {"Tracker"}, paper.fonts
