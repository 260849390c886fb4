"""Territories and their names: read by all, kept by administrators in this one place."""

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _

from tracker.domain import rules
from tracker.domain.actions import territory_names as acts
from tracker.domain.codes import Role
from tracker.domain.dates import today
from tracker.domain.drafts.territories import NamesDraft
from tracker.domain.errors import Clash, Refused
from tracker.domain.models import Territory
from tracker.domain.queries import changes, names
from tracker.domain.queries import territory_names as queries
from tracker.domain.queries.territory_names import Period
from tracker.language import OWN_NAMES
from tracker.web import access, arguments, clash, unit
from tracker.web.access import guard
from tracker.web.forms.territories import NamesForm, standing
from tracker.web.fragments import page, see
from tracker.web.reading import notes, reader
from tracker.web.sentences import Entry, history

bp = Blueprint("territories", __name__)


@bp.get("/territories")
@guard.signed_in
def index() -> Response:
    asking = reader()
    asked = queries.Asked(
        q=arguments.text("q"),
        open=bool(arguments.text("open")),
        page=arguments.number(),
        per_page=arguments.per_page(),
    )
    found = queries.listed(unit.session(), asking.language, asking.day, asked)
    return page(
        "territories/list.html",
        "results",
        found=found,
        asked=asked,
        names=OWN_NAMES,
        territory_notes=notes((), [row.label.note for row in found.rows if row.label.note]),
    )


@bp.get("/territories/<code>")
@guard.signed_in
def show(code: str) -> Response:
    territory = _territory(code)
    periods = queries.periods(unit.session(), territory.id or 0)
    return page(
        "territories/show.html",
        code=code.upper(),
        territory=territory,
        periods=periods,
        title=_title(periods),
        names=OWN_NAMES,
        may_edit=rules.can_administer(access.viewer()),
        entries=_history(territory.id or 0),
        territory_notes=notes((), [territory.note] if territory.note else []),
    )


@bp.route("/territories/<code>/<any(correct, rename):what>", methods=["GET", "POST"])
@guard.role(Role.administrator)
def edit(code: str, what: str) -> Response:
    """Puts right the names of a time (`since` in the address; today's where there is none), or gives new ones."""
    territory = _territory(code)
    period = _period(territory, arguments.text("since"))
    theirs = standing(period.names)
    form = NamesForm(formdata=clash.chosen(theirs), data=theirs | {"version": territory.version})
    if what == "correct":
        del form.since
    if draft := form.draft(NamesDraft):
        act = acts.correct if what == "correct" else acts.rename
        try:
            act(unit.session(), territory=territory, period=period, draft=draft, version=form.version.data)
        except Refused as refused:
            form.refuse(refused)
        except Clash as newer:
            return clash.page(
                form, record_id=territory.id or 0, entity="territory", base=theirs, theirs=theirs, version=newer.current
            )
        else:
            flash(_("Saved."), "done")
            return see(url_for("territories.show", code=code))
    return page(
        "territories/edit.html",
        status=form.status,
        form=form,
        code=code.upper(),
        renaming=what == "rename",
        period=period,
        title=_title([period]),
        names=OWN_NAMES,
        territory_notes=notes((), [territory.note] if territory.note else []),
    )


def _territory(code: str) -> Territory:
    return access.found(queries.one(unit.session(), code))


def _period(territory: Territory, since: str) -> Period:
    """The time whose names begin on this day; without one, today's, or the last there was."""
    periods = queries.periods(unit.session(), territory.id or 0)
    if since:
        return access.found(next((one for one in periods if str(one.since or "") == since), None))
    return next((one for one in periods if one.holds_on(today())), periods[0])


def _title(periods: list[Period]) -> str:
    """What the newest of these times calls it, in the reader's language or else in English."""
    called = periods[0].names
    return (called.get(reader().language) or called["en"]).listed


def _history(territory_id: int) -> list[Entry]:
    session, asking = unit.session(), reader()
    told = changes.of_record(session, territory_id, inside=rules.sees_inside(asking.viewer))
    named = names.of_changes(session, asking.viewer, territory_id, told, language=asking.language, day=asking.day)
    return history(told, named, owner_id=territory_id, lang=asking.language)
