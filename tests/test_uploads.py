"""What people send: taken only when it is what its name says, and kept in a form that harms nobody."""

import struct
import zlib

import pytest
from PIL import Image

from tests import papers
from tracker import uploads
from tracker.domain.errors import Refused
from tracker.uploads import safe_name, taken

pytestmark = pytest.mark.once

MOST = 20_000_000
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
PROGRAM = b"MZ\x90\x00\x03" + bytes(200)


def why(content: bytes, name: str, most: int = MOST) -> str:
    with pytest.raises(Refused) as refused:
        taken(content, name, most=most)
    assert refused.value.field == "file"
    return str(refused.value)


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (papers.PDF, "report.PDF", "application/pdf"),
        (papers.TEXT, "homes.csv", "text/csv"),
        ("تقرير".encode(), "note.txt", "text/plain"),
        ("报告".encode("utf-16"), "note.txt", "text/plain"),
        (papers.word(), "letter.docx", uploads.KINDS["docx"][0]),
        (papers.packed("[Content_Types].xml", "xl/workbook.xml"), "money.xlsx", uploads.KINDS["xlsx"][0]),
        (papers.packed("[Content_Types].xml", "ppt/presentation.xml"), "talk.pptx", uploads.KINDS["pptx"][0]),
        (papers.packed("content.xml", mimetype=papers.ODT), "letter.odt", papers.ODT),
        (papers.picture("PNG"), "map.png", "image/png"),
        (papers.picture("JPEG"), "house.jpeg", "image/jpeg"),
        (papers.picture("WEBP"), "house.webp", "image/webp"),
    ],
)
def test_a_whole_file_of_a_known_kind_is_taken(content: bytes, name: str, media_type: str) -> None:
    file = taken(content, name, most=MOST)
    assert (file.name, file.media_type) == (name, media_type)
    if not media_type.startswith("image/"):
        assert file.content == content


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (PROGRAM, "report.pdf"),
        (PROGRAM, "house.png"),
        (PROGRAM, "note.txt"),
        (HTML, "house.png"),
        (HTML, "note.txt"),
        (b"\xef\xbb\xbf  " + SVG, "homes.csv"),
        (SVG, "house.jpg"),
        (papers.picture("PNG"), "house.jpg"),
        (papers.picture("GIF"), "house.png"),
        (papers.picture("PNG")[:60], "house.png"),
        (papers.PDF[:20], "report.pdf"),
        (b"<html>" + papers.PDF, "report.pdf"),
        (papers.packed("evil.exe"), "letter.docx"),
        (papers.word(), "money.xlsx"),
        (papers.word()[:-30], "letter.docx"),
        (papers.word(), "letter.odt"),
        (b"PK\x03\x04", "letter.odt"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(content: bytes, name: str) -> None:
    assert "Open it, save it again and send that." in why(content, name)


@pytest.mark.parametrize(
    "name", ["run.exe", "page.html", "map.svg", "all.zip", "macro.docm", "passwd", ".pdf", "a.pdf.js"]
)
def test_other_kinds_are_refused_with_those_that_are_taken(name: str) -> None:
    said = why(papers.PDF, name)
    assert "Those that are: pdf, docx, xlsx," in said


def test_macros_are_refused() -> None:
    assert "macros" in why(papers.word("word/vbaProject.bin"), "letter.docx")
    assert "macros" in why(papers.packed("Basic/Standard/a.xml", mimetype=papers.ODT), "letter.odt")


def test_sizes_have_two_ends() -> None:
    assert why(b"", "report.pdf") == "file: This file is empty. Choose another."
    assert "larger than the 20 MB" in why(papers.PDF + bytes(MOST), "report.pdf")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\fakepath\\report.pdf", "report.pdf"),
        ("تقرير البعثة.pdf", "تقرير البعثة.pdf"),
        ("评估报告.docx", "评估报告.docx"),
        ("re\x00po\nrt.pdf", "re po rt.pdf"),
        ("safe\u202efdp.exe", "safe fdp.exe"),
        ("  .hidden.pdf ", "hidden.pdf"),
        ("a" * 300 + ".pdf", "a" * 120 + ".pdf"),
    ],
)
def test_a_name_keeps_its_script_and_loses_what_could_mislead(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_a_large_picture_is_made_smaller_and_put_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[1] = "N"
    kept = papers.opened(taken(papers.picture("JPEG", (3000, 1500), exif=exif), "house.jpg", most=MOST).content)
    assert kept.size == (1200, 2400)
    assert dict(kept.getexif()) == {}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_small_picture_loses_the_place_it_was_taken_at(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    sent = papers.picture(kind, exif=exif)
    assert b"A camera" in sent
    name = f"house.{kind.lower()}"
    kept = taken(sent, name, most=MOST).content
    assert b"A camera" not in kept
    assert papers.opened(kept).size == (40, 30)


def test_what_hangs_behind_a_picture_is_cut_off() -> None:
    assert b"<script>" not in taken(papers.picture("PNG") + HTML, "house.png", most=MOST).content


def test_a_picture_that_would_fill_the_memory_is_not_opened() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    assert "too many pixels" in why(bomb, "house.png")
