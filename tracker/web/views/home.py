"""My work: the first page."""

from flask import Blueprint, Response

from tracker.domain import rules
from tracker.domain.codes import Role
from tracker.domain.dates import today
from tracker.domain.queries import home
from tracker.web import access, language, unit
from tracker.web.access import guard
from tracker.web.fragments import page
from tracker.web.language import gettext as _
from tracker.web.reading import notes

bp = Blueprint("home", __name__)


@bp.get("/")
@guard.signed_in
def show() -> Response:
    viewer = access.viewer()
    work = home.my_work(unit.session(), viewer, language=language.current(), today=today())
    travels = viewer.role == Role.mission
    mine = _("Projects in my territories") if travels else _("My projects")
    return page(
        "home/show.html",
        work=work,
        mine=mine,
        travels=travels,
        staff=rules.sees_inside(viewer),
        looks_after=rules.can_edit_all(viewer),
        territory_notes=notes(label for row in (*work.projects, *work.troubled) for label in row.territories),
    )
