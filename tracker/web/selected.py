"""Briefs about the projects of a list: what the list's page offers, and what the form of the order shows."""

from dataclasses import dataclass

from flask import request

from tracker.briefs.kinds import FilterLine
from tracker.briefs.selection import words
from tracker.domain import selections
from tracker.domain.errors import Refused
from tracker.domain.queries import scope_selection as queries
from tracker.domain.queries.projects import ProjectFilter
from tracker.web import problems, unit
from tracker.web.forms.briefs import BriefForm
from tracker.web.reading import reader


@dataclass(frozen=True)
class Chosen:
    """The projects of an order: by which filters, how many there are; `why` there can be no brief about them."""

    selection: str
    filters: tuple[FilterLine, ...] = ()
    count: int = 0
    why: str = ""


def asked() -> str:
    """The selection that the address asks for, as it is kept; raises Refused. Empty where it asks for none."""
    given = request.args.get("selection", "")
    return selections.canonical(given) if given else ""


def chosen(form: BriefForm) -> Chosen | None:
    """What the form is about, where it is about a list's projects: then it needs no key."""
    if not form.is_of_selection:
        return None
    del form.key
    asking, given = reader(), str(form.selection.data)
    try:
        form.selection.data = selection = selections.canonical(given)
        found = len(queries.found(unit.session(), asking.viewer, selection, day=asking.day))
        why = "" if found else problems.words(Refused("selection", queries.NOTHING_FITS))
    except Refused as refused:
        return Chosen("", why=problems.words(refused))
    return Chosen(selection, told(selection), found, why)


def told(selection: str) -> tuple[FilterLine, ...]:
    """The filters of a selection in the reader's words."""
    asking, named = reader(), selections.filters(selection)
    known = queries.names(unit.session(), asking.viewer, named, lang=asking.language, today=asking.day)
    return words(known, asking.language)


def of_list(wanted: ProjectFilter) -> str:
    """The selection of a list, for a brief about it or one of each project; empty where there can be none."""
    if wanted.archived:
        return ""
    try:
        return "" if wanted.faults else selections.canonical_of({name: wanted.value(name) for name in wanted.values})
    except Refused:
        return ""
