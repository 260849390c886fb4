"""Files that people send: whether they are taken, what they really are, and in which form they are kept.

What a file is, is found out by whatever reads that kind of file (Pillow, a zip's table of contents), never believed
from its name or from what a browser says. Nothing is taken that a browser or an office program would run.
"""

import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from tracker.domain.codes import N_
from tracker.domain.errors import Refused

LONGEST_SIDE = 2400
"""Pixels of a picture's longer side: enough for a page of paper, and small on a slow line."""

MOST_PIXELS = 120_000_000
"""Above this a picture is not opened: it would fill the memory."""

LONGEST_NAME = 120

FIELD = "file"
"""The form's field that all of these refusals name."""

_NOT_TAKEN = N_("Files of this kind are not taken. Those that are: %(those)s.")
_OTHERWISE = N_("This is no whole %(kind)s file, whatever its name says. Open it, save it again and send that.")
_MACROS = N_("This file holds macros, which run programs. Save it without them and send that.")
_HUGE = N_("This picture has too many pixels to be opened here. Make it smaller and send that.")
_EMPTY = N_("This file is empty. Choose another.")
_LARGE = N_("This file is larger than the %(most)s MB that are taken. Make it smaller, or send it in parts.")


@dataclass(frozen=True)
class Taken:
    """A file that may be kept: its safe name, its real type, and its content as it is to be kept."""

    name: str
    media_type: str
    content: bytes


def taken(content: bytes, name: str, *, most: int) -> Taken:
    """The file as it is to be kept; raises Refused("file", why). `most` is the largest size in bytes."""
    if not content:
        raise Refused(FIELD, _EMPTY)
    if len(content) > most:
        raise Refused(FIELD, _LARGE, {"most": most // 1_000_000})
    name = safe_name(name)
    stem, _dot, ending = name.lower().rpartition(".")
    if not stem or ending not in KINDS:
        raise Refused(FIELD, _NOT_TAKEN, {"those": ", ".join(KINDS)})
    media_type, read = KINDS[ending]
    return Taken(name, media_type, read(content, ending))


def safe_name(given: str) -> str:
    """The name alone, in any script: no path, no control or reversing signs, not too long, its ending kept."""
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    plain = "".join(sign if unicodedata.category(sign)[0] not in "CZ" else " " for sign in last)
    stem, dot, ending = " ".join(plain.split()).strip(" .").rpartition(".")
    return f"{stem[:LONGEST_NAME].rstrip()}{dot}{ending[:10]}"


def title_of(name: str) -> str:
    """A title for a file that was given none: its name without the ending."""
    return safe_name(name).rpartition(".")[0].replace("_", " ").strip()


def _otherwise(ending: str) -> Refused:
    return Refused(FIELD, _OTHERWISE, {"kind": ending.upper()})


def _pdf(content: bytes, ending: str) -> bytes:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise _otherwise(ending)
    return content


def _text(content: bytes, ending: str) -> bytes:
    """Text in whatever encoding, which holds no signs that only programs hold, and is no page in disguise."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = content.decode("utf-16" if wide else "latin-1", errors="replace")
    odd = any(sign < " " and sign not in "\t\n\r\f" for sign in text)
    if odd or text.removeprefix("ï»¿").lstrip("\ufeff \t\r\n")[:1] == "<":
        raise _otherwise(ending)
    return content


def _office(content: bytes, ending: str) -> bytes:
    """A file of Microsoft's Office: a zip with the folder that its kind has, and without macros."""
    names = _zipped(content, ending)
    folder = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}[ending]
    if "[Content_Types].xml" not in names or not any(name.startswith(folder) for name in names):
        raise _otherwise(ending)
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll")) for name in names):
        raise Refused(FIELD, _MACROS)
    return content


def _open_document(content: bytes, ending: str) -> bytes:
    """A file of OpenDocument: a zip that begins with its type in plain letters, and holds no macros."""
    names = _zipped(content, ending)
    if content[30 : 38 + len(KINDS[ending][0])] != b"mimetype" + KINDS[ending][0].encode():
        raise _otherwise(ending)
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise Refused(FIELD, _MACROS)
    return content


def _zipped(content: bytes, ending: str) -> list[str]:
    """The names in a zip; nothing in it is unpacked here."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            return packed.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise _otherwise(ending) from error


def _picture(content: bytes, ending: str) -> bytes:
    """Written anew: upright, no longer than needed, without the place and camera that photographs carry."""
    from PIL import Image, ImageFile, ImageOps  # noqa: PLC0415 - not loaded until somebody sends a picture

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # the renderer of briefs takes half a picture for one, where it is loaded
    kind = {"jpg": "JPEG", "jpeg": "JPEG"}.get(ending, ending.upper())
    try:
        with Image.open(BytesIO(content), formats=[kind]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(FIELD, _HUGE)
            small = max(picture.size) <= LONGEST_SIDE
            # Colours of a palette cannot be mixed.
            shown: Image.Image = picture.convert("RGBA") if picture.mode == "P" and not small else picture
            shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            ImageOps.exif_transpose(shown, in_place=True)
            as_it_is = small and kind == "JPEG" and picture.format == "JPEG"
            quality = {} if kind == "PNG" else {"quality": "keep" if as_it_is else 88}
            written = BytesIO()
            shown.save(written, kind, icc_profile=picture.info.get("icc_profile"), exif=b"", **quality)
            return written.getvalue()
    except Image.DecompressionBombError as error:
        raise Refused(FIELD, _HUGE) from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError) as error:
        raise _otherwise(ending) from error


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."

KINDS: dict[str, tuple[str, Callable[[bytes, str], bytes]]] = {
    "pdf": ("application/pdf", _pdf),
    "docx": (f"{_OOXML}wordprocessingml.document", _office),
    "xlsx": (f"{_OOXML}spreadsheetml.sheet", _office),
    "pptx": (f"{_OOXML}presentationml.presentation", _office),
    "odt": (f"{_ODF}text", _open_document),
    "ods": (f"{_ODF}spreadsheet", _open_document),
    "odp": (f"{_ODF}presentation", _open_document),
    "txt": ("text/plain", _text),
    "csv": ("text/csv", _text),
    "png": ("image/png", _picture),
    "jpg": ("image/jpeg", _picture),
    "jpeg": ("image/jpeg", _picture),
    "webp": ("image/webp", _picture),
}
"""What is taken, by the ending of the name: its type, and what reads it. No zip: what is in one is not seen."""

SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg"})
"""Types that a page may show: browsers run nothing in them. All others are only saved."""
