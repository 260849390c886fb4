"""The web face: everything a request passes on its way, in its order, and the pages."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, request
from flask_compress import Compress
from werkzeug.routing import IntegerConverter

from tracker.settings import Settings
from tracker.web import (
    access,
    commands,
    errors,
    fragments,
    jinja,
    kept,
    language,
    limits,
    looking_back,
    receiving,
    security,
    stylesheet,
    templating,
    unit,
)
from tracker.web.views import (
    account,
    agreements,
    assessments,
    batches,
    brief_orders,
    briefs,
    bulk,
    compared,
    contributions,
    disasters,
    documents,
    funding,
    funds,
    health,
    home,
    merges,
    missions,
    money,
    organisations,
    parts,
    portfolio,
    portfolio_files,
    portfolio_map,
    programmes,
    projects,
    rates,
    recommendations,
    reporting,
    review_ends,
    review_walk,
    reviews,
    saved_views,
    territories,
    trace,
    translating,
    unsubscribe,
    updates,
    verify,
)

VIEWS = (
    account,
    agreements,
    assessments,
    batches,
    brief_orders,
    briefs,
    bulk,
    compared,
    contributions,
    disasters,
    documents,
    funding,
    funds,
    health,
    home,
    merges,
    missions,
    money,
    organisations,
    parts,
    portfolio,
    portfolio_files,
    portfolio_map,
    programmes,
    projects,
    rates,
    recommendations,
    reporting,
    review_ends,
    review_walk,
    reviews,
    saved_views,
    territories,
    trace,
    translating,
    unsubscribe,
    updates,
    verify,
)
"""The modules of pages; each has its blueprint `bp`, some share one."""


class Answer(Response):
    """Flask's, which does not ask whether a page that bears no mark of its state is still the same."""

    def make_conditional(self, *given: Any, **options: Any) -> "Answer":  # noqa: ANN401 - the library's signature
        if self.mimetype != "text/html" or "ETag" in self.headers:
            super().make_conditional(*given, **options)
        return self


class RowNumber(IntegerConverter):
    """`<int:…>` in an address: a row's number. One that no row can have is no address, and never asked for."""

    regex = r"[0-9]{1,9}"


def register(app: Flask, settings: Settings) -> None:
    """Put the parts around the views. Before a request they act in this order, after it in the opposite one."""
    app.response_class = Answer
    jinja.register(app)
    app.before_request(_plain_across_sites)
    app.config["COMPRESS_LEVEL"] = 3  # of gzip: less than half the time of the usual 6, and a page a twelfth longer
    Compress(app)
    app.url_map.converters["int"] = RowNumber
    receiving.register(app, settings)
    unit.register(app)
    language.register(app)
    security.register(app, settings)
    templating.register(app)
    stylesheet.register(app)
    fragments.register(app)
    errors.register(app)
    limits.register(app, settings)
    for blueprint in dict.fromkeys(module.bp for module in VIEWS):
        app.register_blueprint(blueprint)
    access.register(app)
    looking_back.register(app)
    kept.register(app)
    security.protect(app)
    access.check(app)
    commands.register(app)
    app.ensure_sync = _as_it_is  # type: ignore[assignment, method-assign]


def _as_it_is(function: Callable[..., Any]) -> Callable[..., Any]:
    """Nothing here is a coroutine; Flask would ask that of each of thirty functions at every request."""
    return function


def _plain_across_sites() -> None:
    """Answers are compressed, except those another site asks for: a length must not betray a token (BREACH)."""
    if request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}:
        request.environ["HTTP_ACCEPT_ENCODING"] = "identity"
