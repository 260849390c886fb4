"""Two days of an address, compared: `from` and `to`, what was true; `known_from` and `known_to`, what was recorded.

What the second day leaves open is today.
"""

from collections.abc import Collection
from contextlib import ExitStack
from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _

from tracker import formats, snapshots
from tracker.domain.as_of import Times
from tracker.domain.codes import N_
from tracker.domain.dates import today
from tracker.domain.errors import Refused
from tracker.domain.queries import past, projects
from tracker.domain.queries.compared import Compared, Side, compared
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.projects import ProjectFilter
from tracker.domain.queries.snapshots import Wanted
from tracker.snapshots import Making, Snapshots
from tracker.web import arguments, days_kept, other_day, unit

FIELDS = ("from", "known_from", "to", "known_to")
_ORDER = N_("The second day lies before the first. Exchange them.")


@dataclass(frozen=True)
class Days:
    """The two days, each as what was true and what was known on it."""

    then: Times
    now: Times

    @property
    def is_asked(self) -> bool:
        """Is there a first day? Without one there is nothing to compare."""
        return bool(self.then.as_of or self.then.known_on)


def asked() -> Days:
    """The days that the address names; raises Refused for those of which nothing can be said."""
    named = {name: other_day.read(name) for name in FIELDS if arguments.text(name)}
    then = Times(today(), named.get("from"), named.get("known_from"))
    now = Times(today(), named.get("to"), named.get("known_to"))
    for times, true, known in ((then, "from", "known_from"), (now, "to", "known_to")):
        _check(times, true, known)
    if named and now.day < then.day:
        raise Refused("to", _ORDER)
    return Days(then, now)


def _check(times: Times, true: str, known: str) -> None:
    """Refuse at the field of this page."""
    try:
        times.checked()
        if times.known_on:
            past.check_known_on(unit.session(), times.known_on)
    except Refused as refused:
        raise Refused({"as_of": true, "known_on": known}[refused.field], refused.why, refused.values) from refused


def between(days: Days, reader: Reader, wanted: ProjectFilter) -> Compared | Making:
    """What changed between the days, or how far the record of one of them is."""
    kept: Snapshots = current_app.extensions["snapshots"]
    sides = []
    with ExitStack() as stack:  # each is opened as soon as it is there: others may be made in its place meanwhile
        for times in (days.then, days.now):
            found = kept.of(unit.session(), Wanted(times, reader.viewer)) if times.as_of or times.known_on else None
            if isinstance(found, Making):
                return found
            session = stack.enter_context(snapshots.opened(found)) if found else unit.session()
            sides.append(Side(session, times.day))
        then, now = sides
        return compared(then, now, reader, _projects((then, now), reader, wanted))


def _projects(sides: tuple[Side, Side], reader: Reader, wanted: ProjectFilter) -> Collection[int] | None:
    """The projects that fit on either day; None: all."""
    if not wanted.narrows:
        return None
    return {key for side in sides for key in projects.fitting(side.session, reader.viewer, wanted, day=side.day)}


def said(times: Times, lang: str) -> str:
    """A day in words: "31 December 2003, by what was known on 1 October 2026"."""
    true, known = (formats.day(day, lang) if day else "" for day in (times.as_of, times.known_on))
    if true and known:
        return str(_("%(day)s, by what was known on %(known)s", day=true, known=known))
    if known:
        return str(_("what was known on %(day)s", day=known))
    return true or str(_("today, %(day)s", day=formats.day(times.printed_on, lang)))


def address_of(times: Times) -> str:
    """The end of an address that leads to a record as of one of the days; empty for today."""
    named = {"as_of": times.as_of, "known_on": times.known_on}
    return days_kept.query({name: day.isoformat() for name, day in named.items() if day})
