"""Whether the program and its database answer."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.domain.queries import health as queries
from tracker.web import unit
from tracker.web.access import guard

bp = Blueprint("health", __name__)


@bp.get("/health")
@guard.open_to_all
def show() -> ResponseReturnValue:
    well = queries.answers(unit.session())
    return {"status": "ok" if well else "failing", "database": well}, 200 if well else 503
