"""My work: the first page."""

from flask import Blueprint, Response

from tracker.domain import rules
from tracker.domain.dates import today
from tracker.domain.queries import home
from tracker.web import access, language, unit
from tracker.web.access import guard
from tracker.web.fragments import page

bp = Blueprint("home", __name__)


@bp.get("/")
@guard.signed_in
def show() -> Response:
    viewer = access.viewer()
    work = home.my_work(unit.session(), viewer, language=language.current(), today=today())
    return page("home/show.html", work=work, staff=rules.sees_inside(viewer))
