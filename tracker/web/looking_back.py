"""Pages as of another day: `as_of`, what was true on it; `known_on`, what was recorded by its end.

The request's session is then one on a snapshot of the record, so every query, total, filter and download of a page is
asked there unchanged. Who reads is found out in the record of today and with today's rights, but for writing: looking
back, nobody can.
"""

from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, g, request, url_for

from tracker import snapshots
from tracker.domain import rules
from tracker.domain.as_of import Times
from tracker.domain.codes import Role
from tracker.domain.dates import today
from tracker.domain.errors import Refused
from tracker.domain.queries import past
from tracker.domain.queries.snapshots import Wanted
from tracker.snapshots import Making, Snapshots
from tracker.web import access, arguments, days_kept, fragments, other_day, unit
from tracker.web.problems import words


@dataclass(frozen=True)
class Looking:
    """What a page says of the days it is asked for, or may be asked for.

    `asked`: the days as they were typed; `rest`: what else its address asks, for the form that chooses days; `offered`:
    it can be shown as of another day; `why`: as what it is of today, `instead`: where the days asked for are looked at.
    """

    times: Times | None
    asked: dict[str, str]
    rest: list[tuple[str, str]]
    path: str

    offered: bool
    ignored: bool
    """Days are asked for that this page cannot be shown for."""

    why: str
    instead: str

    def only(self, name: str) -> str | None:
        """The one value of a filter that the address asks for; None where there is none, or several."""
        found = [value for asked, value in self.rest if asked == name]
        return found[0] if len(found) == 1 and "," not in found[0] else None


def times() -> Times | None:
    """The days this page is about; None on one of today."""
    found: Times | None = g.get("times")
    return found


def day() -> date:
    """From which day this page tells what is past and what is to come."""
    looking = times()
    return looking.day if looking else today()


def days() -> dict[str, str]:
    """The days that the address asks for, by their parameters; nothing on a page of today."""
    found: dict[str, str] = g.get("days", {})
    return found


def stamp() -> str:
    """The days in the name of a file: 2026-11-23, or as-of-2003-12-31-known-on-2026-10-01."""
    said = [f"{name.replace('_', '-')}-{value}" for name, value in days().items()]
    return "-".join(said) or day().isoformat()


def told() -> Looking:
    """For templates."""
    rest = [(name, value) for name, value in request.args.items(multi=True) if name not in _NOT_KEPT and value]
    offered = access.known_viewer() is not None and days_kept.looks_back(request.endpoint)
    days, why = asked(), days_kept.why_today(request.endpoint)
    ignored = bool(days) and not offered and not days_kept.knows(request.endpoint)
    return Looking(times(), days, rest, request.path, offered, ignored, why, _instead(why, days) if ignored else "")


def _instead(why: str, days: dict[str, str]) -> str:
    """Where somebody finds what they may have looked for on a page that is of today."""
    viewer = access.known_viewer()
    if viewer is None:
        return ""
    said: dict[str, Any] = dict(days)
    first: dict[str, Any] = {other: days[name] for name, other in _FIRST.items() if name in days}
    found = {
        "work": url_for("projects.index", manager=viewer.user_id if viewer.role == Role.manager else None, **said),
        "orders": url_for("briefs.new", **said) if rules.can_print_briefs(viewer) else "",
        "meetings": url_for("portfolio.show", **said),
        "two_days": url_for("compared.show", **first),
        "names": url_for("projects.index", **said),
    }
    return found.get(why, "")


_FIRST = {"as_of": "from", "known_on": "known_from"}
"""The days of a page as the first of two days that are compared."""

_NOT_KEPT = frozenset({*days_kept.DAYS, "page", "lang"})


def register(app: Flask) -> None:
    """After who is asking is known."""
    tracker = app.extensions["tracker"]
    patience = 60 if app.testing else snapshots.PATIENCE  # a test waits: the machine that it runs on may be busy
    app.extensions["snapshots"] = Snapshots(tracker.engine, tracker.settings.instance / "looking-back", patience)
    app.before_request(_look_back)
    app.after_request(_lead_on)
    app.teardown_appcontext(_close)


def asked() -> dict[str, str]:
    """The days that the address names, as they were typed."""
    return {name: text for name in days_kept.DAYS if (text := arguments.text(name))}


def _look_back() -> Response | None:
    if not request.args or not asked() or access.known_viewer() is None:
        return None
    if not days_kept.looks_back(request.endpoint):
        return _not_shown()
    if request.method not in unit.SAFE:
        return _cannot_write()
    try:
        wanted = _times()
    except Refused as refused:
        return _no_such_day(refused)
    kept: Snapshots = current_app.extensions["snapshots"]
    found = kept.of(unit.session(), Wanted(wanted, access.viewer(), searched=bool(arguments.text("q"))))
    if isinstance(found, Making):
        return wait(found)
    _into(wanted, found)
    return None


def _times() -> Times:
    """The days that the address names; raises Refused for what is none, has not come, or lies before the first record."""
    named = other_day.asked()
    wanted = Times(today(), named.get("as_of"), named.get("known_on")).checked()
    if wanted.known_on:
        past.check_known_on(unit.session(), wanted.known_on)
    return wanted


def _into(wanted: Times, file: Path) -> None:
    """From here on the request reads the snapshot, as somebody who writes nothing."""
    stack = g.snapshot = ExitStack()
    unit.read_from(stack.enter_context(snapshots.opened(file)))
    g.times = wanted
    g.days = {name: value.isoformat() for name in days_kept.DAYS if (value := getattr(wanted, name))}
    g.account = replace(g.account, viewer=replace(g.account.viewer, looks_back=True))


def wait(making: Making) -> Response:
    """A page that shows how far the snapshot is, and asks again by itself."""
    if fragments.wants_fragment():
        return fragments.see(request.full_path)
    response = fragments.page("looking_back/wait.html", status=202, making=making)
    response.headers["Refresh"] = "2"
    response.headers["Retry-After"] = "2"
    return response


def _no_such_day(refused: Refused) -> Response:
    response = fragments.page("looking_back/refused.html", status=422, why=words(refused), field=refused.field)
    return fragments.into_body(response)


def _not_shown() -> Response | None:
    """What answers where no page looks back; None: a page of today, which says that it is."""
    if days_kept.passes_on(request.endpoint):
        g.days = asked()
    if days_kept.writes(request.endpoint):
        return _cannot_write()
    return fragments.page("looking_back/of_today.html", status=422) if request.endpoint in days_kept.PAPERS else None


def _cannot_write() -> Response:
    """A form, or what it sends, at an address with days: the past is read, not written."""
    return fragments.into_body(fragments.page("looking_back/cannot_write.html", status=409))


def _lead_on(response: Response) -> Response:
    """A redirect keeps the days, also one that a script is told of."""
    for name in ("Location", "HX-Redirect"):
        if g.get("days") and (address := response.headers.get(name)):
            response.headers[name] = days_kept.kept_in(address)
    return response


def _close(_error: BaseException | None) -> None:
    stack: ExitStack | None = g.pop("snapshot", None)
    if stack is not None:
        stack.close()
