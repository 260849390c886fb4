"""Reading back what a brief's PDF carries."""

import io
import logging

from tracker.briefs.attached import DATA


class NotCarried(ValueError):
    """The file is no PDF, or carries no data of a brief."""


def carried(pdf: bytes) -> bytes:
    """The frozen data inside a brief's PDF; raises NotCarried with the reason."""
    if not pdf.startswith(b"%PDF-"):
        raise NotCarried("it is no PDF")
    from pypdf import PdfReader  # noqa: PLC0415 - only who reads a brief back waits for it
    from pypdf.errors import PyPdfError  # noqa: PLC0415 - as above

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells every oddity of a file on the terminal
    try:
        found = [one for one in PdfReader(io.BytesIO(pdf)).attachment_list if one.name == DATA]
        data = found[0].content if found else None
    except (PyPdfError, ValueError, TypeError, LookupError, AttributeError, OSError, RecursionError) as error:
        raise NotCarried("its contents cannot be read") from error
    if data is None:
        raise NotCarried("it carries no data of a brief")
    return data
