"""Where the tracker shows what a brief could not carry: the list, narrowed to the brief's scope, from which all is found."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar
from urllib.parse import quote, urlencode

from tracker.briefs.kinds import PortfolioBrief
from tracker.briefs.model import Brief
from tracker.domain.codes import BriefKind

AnyBrief = TypeVar("AnyBrief", bound=Brief)

_LISTS: Mapping[str, str] = {
    "agreements": "/agreements",
    "assessments": "/assessments",
    "recommendations": "/assessments",
    "disasters": "/disasters",
}
"""The list that a section's rows, or the records they belong to, stand in; of all others it is that of projects."""

_PAGES: Mapping[BriefKind, str] = {
    BriefKind.project: "/projects",
    BriefKind.donor: "/organisations",
    BriefKind.minute: "/reviews",
}
"""Where the page of what the brief is about stands, with all that it tells."""


def with_whereabouts(brief: AnyBrief) -> AnyBrief:
    """The brief, each of whose cut tables says where all its rows are."""
    return replace(brief, cut=tuple(replace(one, where=where(brief, one.section)) for one in brief.cut))


def where(brief: Brief, section: str) -> str:
    """The address, below that of the tracker. A section may be one project's: `milestones/` and its code."""
    if code := section.partition("/")[2]:
        return f"/projects/{quote(code)}"
    if brief.kind in _PAGES:
        return f"{_PAGES[brief.kind]}/{quote(brief.key)}"
    if isinstance(brief, PortfolioBrief) and brief.selection:
        return f"/projects?{brief.selection}"
    if section == "contributions":
        return "/funding"
    narrowed = _narrowed(brief)
    return _LISTS.get(section, "/projects") + (f"?{urlencode(narrowed)}" if narrowed else "")


def _narrowed(brief: Brief) -> dict[str, str]:
    """The filter that all lists have; a mission to several territories has none."""
    if brief.kind == BriefKind.portfolio:
        return {"programme": brief.key}
    return {"territory": brief.territories[0].code} if len(brief.territories) == 1 else {}
