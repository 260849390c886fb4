"""All styles in one file, joined when the program starts, at an address that changes with its content."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, make_response, request, url_for

from tracker.web.access import guard

bp = Blueprint("stylesheet", __name__)
_FIRST = ("tokens.css", "base.css", "layout.css")
_FOREVER = "public, max-age=31536000, immutable"


def register(app: Flask) -> None:
    joined = _join(Path(app.static_folder or "static") / "css")
    app.extensions["stylesheet"] = joined
    app.extensions["stylesheet_digest"] = hashlib.sha256(joined).hexdigest()[:12]
    app.extensions["static_digests"] = {}
    app.register_blueprint(bp)
    app.url_defaults(_date_files)
    app.after_request(_keep_dated_files)


def address() -> str:
    """Where the joined styles are."""
    return _address(current_app.extensions["stylesheet_digest"])


@cache
def _address(digest: str) -> str:
    return url_for("stylesheet.joined", digest=digest)


@bp.get("/static/css/tracker-<digest>.css")
@guard.open_to_all
def joined(digest: str) -> Response:
    response = make_response(current_app.extensions["stylesheet"])
    response.content_type = "text/css; charset=utf-8"
    if digest == current_app.extensions["stylesheet_digest"]:
        response.headers["Cache-Control"] = _FOREVER
    return response


def _join(folder: Path) -> bytes:
    parts = [folder / name for name in _FIRST] + sorted((folder / "ui").glob("*.css")) + [folder / "print.css"]
    return b"\n".join(part.read_bytes().strip() for part in parts) + b"\n"


def _date_files(endpoint: str, values: dict[str, object]) -> None:
    """A static file's address carries a digest of its content."""
    if endpoint == "static" and "filename" in values:
        values.setdefault("v", _digest(str(values["filename"])))


def _digest(name: str) -> str | None:
    digests: dict[str, str | None] = current_app.extensions["static_digests"]
    if name not in digests:
        path = Path(current_app.static_folder or "static") / name
        digests[name] = hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else None
    return digests[name]


def _keep_dated_files(response: Response) -> Response:
    from_static = request.endpoint == "static" and response.status_code in {200, 304}
    if from_static and request.args.get("v"):
        response.headers["Cache-Control"] = _FOREVER
    return response
