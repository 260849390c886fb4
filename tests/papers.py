"""Files as people send them: small, whole, and of the kind that they say."""

import io
import zipfile
from typing import Any

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TEXT = b"sector,homes\nhousing,40\n"
ODT = "application/vnd.oasis.opendocument.text"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **given: Any) -> bytes:  # noqa: ANN401 - Pillow's own
    written = io.BytesIO()
    Image.new("RGB", size, "teal").save(written, kind, **given)
    return written.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def packed(*names: str, mimetype: str = "") -> bytes:
    """A zip of files with these names; OpenDocument begins with its type."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as pack:
        if mimetype:
            pack.writestr("mimetype", mimetype)
        for name in names:
            pack.writestr(name, "<x/>")
    return written.getvalue()


def word(*more: str) -> bytes:
    return packed("[Content_Types].xml", "word/document.xml", *more)
