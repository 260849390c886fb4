"""The web face: everything a request passes on its way, in its order, and the pages."""

from flask import Flask, request
from flask_compress import Compress
from werkzeug.routing import IntegerConverter

from tracker.settings import Settings
from tracker.web import (
    access,
    commands,
    errors,
    fragments,
    kept,
    language,
    limits,
    security,
    stylesheet,
    templating,
    unit,
)
from tracker.web.views import (
    account,
    agreements,
    assessments,
    briefs,
    disasters,
    funding,
    health,
    home,
    missions,
    organisations,
    parts,
    portfolio,
    programmes,
    projects,
    recommendations,
    trace,
    updates,
    verify,
)

VIEWS = (
    account,
    agreements,
    assessments,
    briefs,
    disasters,
    funding,
    health,
    home,
    missions,
    organisations,
    parts,
    portfolio,
    programmes,
    projects,
    recommendations,
    trace,
    updates,
    verify,
)
"""The modules of pages; each has its blueprint `bp`."""


class RowNumber(IntegerConverter):
    """`<int:…>` in an address: a row's number. One that no row can have is no address, and never asked for."""

    regex = r"[0-9]{1,9}"


def register(app: Flask, settings: Settings) -> None:
    """Put the parts around the views. Before a request they act in this order, after it in the opposite one."""
    app.before_request(_plain_across_sites)
    Compress(app)
    app.url_map.converters["int"] = RowNumber
    unit.register(app)
    language.register(app)
    security.register(app, settings)
    templating.register(app)
    stylesheet.register(app)
    fragments.register(app)
    errors.register(app)
    limits.register(app, settings)
    for module in VIEWS:
        app.register_blueprint(module.bp)
    access.register(app)
    kept.register(app)
    security.protect(app)
    access.check(app)
    commands.register(app)


def _plain_across_sites() -> None:
    """Answers are compressed, except those another site asks for: a length must not betray a token (BREACH)."""
    if request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}:
        request.environ["HTTP_ACCEPT_ENCODING"] = "identity"
