"""Sending kept files: saved by the browser, or shown where nothing in them can run."""

from dataclasses import dataclass

from flask import Response, current_app, request, send_file
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from tracker import storage, uploads
from tracker.web import access

_SEALED = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'"
"""Of a file that is shown: browsers put their own frame around it, and nothing of it may run or reach out.

`sandbox` is added for all but PDF, whose viewers refuse to work inside one.
"""


@dataclass(frozen=True)
class File:
    """A kept file as it is sent: its hash, its size in bytes, what it is, what it is called."""

    sha256: str
    size: int
    media_type: str
    name: str


def place() -> storage.Storage:
    """Where this program keeps files."""
    return storage.of(current_app.extensions["tracker"].settings)


def kept(sha256: str) -> bool:
    """Is the file there? Where the place does not answer, it is offered: asked for it, the place may answer again."""
    try:
        return place().has(sha256)
    except storage.StorageError:
        return True


def content(sha256: str) -> bytes | None:
    """The whole of a small file; None where it is missing, or the place does not answer."""
    try:
        opened = place().open(sha256)
    except storage.StorageError:
        return None
    if opened is None:
        return None
    with opened:
        return opened.read()


def send(file: File, *, shown: bool = False) -> Response:
    """The file, or the part of it that is asked for; `shown`: in the browser where that is harmless, else saved."""
    opened = access.found(place().open(file.sha256))
    response = send_file(
        opened,
        file.media_type,
        as_attachment=not (shown and file.media_type in uploads.SHOWN),
        download_name=file.name,
        etag=file.sha256,
        conditional=False,
    )
    response.content_length = file.size
    response.call_on_close(opened.close)
    try:
        response.make_conditional(request, accept_ranges=True, complete_length=file.size)
    except RequestedRangeNotSatisfiable:
        opened.close()
        raise
    response.headers["X-Content-Type-Options"] = "nosniff"
    sandbox = "" if file.media_type == "application/pdf" else "; sandbox"
    response.headers["Content-Security-Policy"] = _SEALED + sandbox
    return response
