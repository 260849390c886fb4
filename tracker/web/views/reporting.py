"""Who reported when, and how often a programme's projects are to report."""

from typing import Any

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _

from tracker import formats
from tracker.domain import rules
from tracker.domain.actions import programmes as acts
from tracker.domain.codes import RecordKind, ReportStanding
from tracker.domain.drafts.programmes import ReportingDraft
from tracker.domain.errors import Clash
from tracker.domain.models import Programme
from tracker.domain.queries import linked, project_choices
from tracker.domain.queries import reporting as queries
from tracker.domain.queries.projects import ProjectFilter
from tracker.domain.queries.reporting import Asked, Board
from tracker.exchange import reporting_sheet
from tracker.web import access, arguments, clash, filtered, spreadsheet, unit
from tracker.web.access import guard
from tracker.web.forms.programmes import ReportingForm
from tracker.web.fragments import page, see, wants_fragment
from tracker.web.reading import reader
from tracker.web.spreadsheet import Shown

bp = Blueprint("reporting", __name__)

AT_ONCE = 500
"""Projects that are read at once for a file."""


@bp.get("/reporting")
@guard.signed_in
def index() -> Response:
    _need_inside()
    asking, asked = reader(), _asked()
    seen = queries.board(unit.session(), asking, asked)
    offered = None if wants_fragment() else _choices()
    return page(
        "reporting/board.html",
        "results",
        seen=seen,
        asked=asked,
        standings=list(ReportStanding),
        choices=offered,
        may_set=rules.can_set_reporting(asking.viewer),
    )


@bp.get("/reporting.<any(csv, xlsx):kind>")
@guard.signed_in
def download(kind: str) -> Response:
    """The board as it is shown, all its pages, one row for each project and period."""
    _need_inside()
    unit.of_one_moment()
    asking, asked = reader(), _asked()
    seen = queries.board(unit.session(), asking, asked)
    rows = queries.every(unit.session(), asking, seen, at_once=AT_ONCE)
    table = reporting_sheet.table(access.found(seen.programme), rows)
    return spreadsheet.answer(kind, "reporting", table, lambda: _shown(seen, asked))


def _shown(seen: Board, asked: Asked) -> Shown:
    """What the file says that it is of."""
    lang = reader().language
    state = formats.label(ReportStanding(asked.state), lang) if asked.state in set(ReportStanding) else ""
    more = (
        (_("Programme"), seen.programme.name if seen.programme else ""),
        (_("Period"), formats.period(seen.period, lang) if seen.period else ""),
        (_("How the report stands"), state),
    )
    manager = str(access.viewer().user_id) if asked.manager == "me" else asked.manager
    return Shown(
        url_for("reporting.index"),
        _("Reports"),
        filtered.in_words({"territory": asked.territory, "manager": manager}, more),
    )


@bp.route("/programmes/<code>/reporting", methods=["GET", "POST"])
@guard.signed_in
def edit(code: str) -> Response:
    row = _editable(code)
    standing = {name: getattr(row, name) for name in acts.REPORTING}
    form = ReportingForm(formdata=clash.chosen(standing), data=standing | {"version": row.version})
    if draft := form.draft(ReportingDraft):
        try:
            acts.set_reporting(unit.session(), programme=row, draft=draft, version=form.version.data)
        except Clash as newer:
            return _clash(form, row, standing, newer.current)
        else:
            flash(_("Saved."), "done")
            return see(url_for("programmes.show", code=code))
    return page("reporting/edit.html", status=form.status, form=form, programme=row)


def _asked() -> Asked:
    words = ("programme", "period", "territory", "manager", "state", "by", "sort")
    periods = arguments.text("periods")
    return Asked(
        **{name: arguments.text(name) for name in words},
        periods=int(periods) if periods in {str(number) for number in range(1, queries.MOST + 1)} else 0,
        page=arguments.number(),
        per_page=arguments.per_page(),
    )


def _choices() -> dict[str, list[project_choices.Choice]]:
    asking = reader()
    return project_choices.choices(
        unit.session(), asking.viewer, ProjectFilter(), more=False, language=asking.language, day=asking.day
    )


def _need_inside() -> None:
    access.need(
        rules.can_read_reporting(access.viewer()),
        _("Who reported when is for the programme’s own people."),
    )


def _editable(code: str) -> Programme:
    """The programme, when the person asking may say how it is reported to; 404 or 403 with the reason otherwise."""
    row = access.found(linked.one(unit.session(), access.viewer(), Programme, RecordKind.programme, code))
    access.need(
        rules.can_set_reporting(access.viewer()),
        _("Only coordinators and administrators say how often a programme’s projects report."),
    )
    access.need(row.record.archived_at is None, _("This programme is archived."))
    return row


def _clash(form: Any, row: Programme, standing: dict[str, Any], version: int) -> Response:  # noqa: ANN401 - untyped fields
    own = row.id or 0
    base = clash.base_of(own, "programme", form.version.data, standing)
    return clash.page(form, record_id=own, entity="programme", base=base, theirs=standing, version=version)
