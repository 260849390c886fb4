"""The review of the portfolio as its address asks for it, the addresses of what stands behind its numbers, its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from urllib.parse import urlencode

from flask import request
from flask_babel import ngettext

from tracker.domain import selections
from tracker.domain.codes import N_, Health, PledgeAge
from tracker.domain.errors import Refused
from tracker.domain.queries.portfolio import Portfolio
from tracker.domain.queries.portfolio_lists import QUIET, SOON
from tracker.domain.queries.portfolio_scope import FILTERS, Review
from tracker.web import arguments
from tracker.web.reading import reader

USUAL_DAYS = 7
"""Changes are told of the last week unless another day is asked for."""


def asked() -> Review:
    """What the address asks to be reviewed; a day that is none, or has not come, is a week ago."""
    asking = reader()
    codes = {name: _codes(name) for name in FILTERS}
    codes["territory"] = tuple(code.upper() for code in codes["territory"])
    return Review(asking, _since(asking.day), **codes)


def selection(asked: Review) -> str:
    """The projects that the review is narrowed to, as briefs and meetings are ordered; all where it is to nothing known."""
    try:
        return selections.canonical_of({name: ",".join(getattr(asked, name)) for name in FILTERS})
    except Refused:
        return selections.ALL


def _codes(name: str) -> tuple[str, ...]:
    """Several values of one filter: parted by commas, or given again."""
    given = (code.strip() for text in request.args.getlist(name) for code in text[:500].split(","))
    return tuple(sorted({code for code in given if code}))


def _since(today: date) -> date:
    try:
        found = date.fromisoformat(arguments.text("since"))
    except ValueError:
        found = date.max
    return found if found <= today else today - timedelta(days=USUAL_DAYS)


@dataclass(frozen=True)
class Links:
    """Where the numbers of a review lead: always to what it is narrowed to."""

    review: Review

    def _scope(self) -> dict[str, str]:
        return {name: ",".join(codes) for name in FILTERS if (codes := getattr(self.review, name))}

    def projects(self, **filters: object) -> str:
        """The list of projects, narrowed further."""
        return _address("/projects", {**self._scope(), **_said(filters)})

    def map(self) -> str:
        """The map of the same projects."""
        return _address("/portfolio/map", self._scope())

    def records(self, measure: str, **asked: object) -> str:
        """The list of the records behind a measure."""
        since = {"since": self.review.since.isoformat()} if measure.endswith("-since") else {}
        return _address(f"/portfolio/{measure}", {**self._scope(), **since, **_said(asked)})

    def row(self, by: str, code: str | None, **filters: object) -> str:
        """The projects of a row of the table; those that state none where it has no code."""
        if code is None:
            return self.records("without", of=by, **filters)
        return self.projects(**{by: code}, **filters)

    def back(self) -> str:
        """The review itself."""
        return _address("/portfolio", {**self._scope(), "since": self.review.since.isoformat()})


def _said(given: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in given.items() if value not in (None, "")}


@lru_cache(maxsize=4096)
def _said_as(name: str, value: str) -> str:
    """One value of an address: a page has some hundred addresses of the same few values."""
    return urlencode({name: value}, safe=",")


def _address(path: str, query: Mapping[str, str]) -> str:
    said = "&".join(_said_as(name, value) for name, value in query.items())
    return f"{path}?{said}" if said else path


@dataclass(frozen=True)
class Sentence:
    """Something that presses: how many, where they are listed, the sentence that says so."""

    number: int
    address: str
    text: str


def first(seen: Portfolio, links: Links) -> list[Sentence]:
    """What matters first, the most pressing on top; what is nothing is not said."""
    counts, off, risk = seen.counts, seen.of_health(Health.off_track), seen.of_health(Health.at_risk)
    silent = seen.silent.number
    quiet, soon = {"days": QUIET}, {"days": SOON}
    said = (
        (
            off,
            links.projects(health=Health.off_track.value),
            ngettext("%(num)s project is off track.", "%(num)s projects are off track.", off),
        ),
        (
            silent,
            links.projects(unreported=QUIET),
            ngettext(
                "%(num)s project has had no report for more than %(days)s days.",
                "%(num)s projects have had no report for more than %(days)s days.",
                silent,
                **quiet,
            ),
        ),
        (
            seen.unfunded,
            links.records("unfunded"),
            ngettext(
                "%(num)s project asks for money and has none received or committed.",
                "%(num)s projects ask for money and have none received or committed.",
                seen.unfunded,
            ),
        ),
        (
            counts["agreements-lapsed"],
            links.records("agreements-lapsed"),
            ngettext(
                "%(num)s agreement has lapsed and still counts as in force.",
                "%(num)s agreements have lapsed and still count as in force.",
                counts["agreements-lapsed"],
            ),
        ),
        (
            counts["recommendations-overdue"],
            links.records("recommendations-overdue"),
            ngettext(
                "%(num)s open recommendation is past its day.",
                "%(num)s open recommendations are past their day.",
                counts["recommendations-overdue"],
            ),
        ),
        (
            seen.old_pledges,
            links.records("pledges-ageing", age=PledgeAge.over_365.value),
            ngettext(
                "%(num)s contribution was pledged over a year ago and nobody has committed it.",
                "%(num)s contributions were pledged over a year ago and nobody has committed them.",
                seen.old_pledges,
            ),
        ),
        (
            counts["agreements-ending"],
            links.records("agreements-ending"),
            ngettext(
                "%(num)s agreement ends within %(days)s days.",
                "%(num)s agreements end within %(days)s days.",
                counts["agreements-ending"],
                **soon,
            ),
        ),
        (
            risk,
            links.projects(health=Health.at_risk.value),
            ngettext("%(num)s project is at risk.", "%(num)s projects are at risk.", risk),
        ),
        (
            counts["ending"],
            links.projects(ending=SOON),
            ngettext(
                "%(num)s project ends within %(days)s days.",
                "%(num)s projects end within %(days)s days.",
                counts["ending"],
                **soon,
            ),
        ),
    )
    return [Sentence(number, address, text) for number, address, text in said if number]


SILENT = {
    "never": N_("Never reported"),
    "from_90": N_("91–180 days"),
    "from_180": N_("181–365 days"),
    "over_365": N_("Over 365 days"),
}
"""How long a project has been silent."""

FIGURES = {
    "asked": N_("asked"),
    "received": N_("received"),
    "committed": N_("committed, not yet received"),
    "funded": N_("funded"),
    "pledged": N_("pledged, not counted"),
    "gap": N_("gap"),
}


@dataclass(frozen=True)
class Listing:
    """How the records behind a measure are told: the title, what is counted, the columns with the sort of each value."""

    title: str
    about: str
    head: str
    path: str
    columns: tuple[tuple[str, str], ...]


_STAGE, _HEALTH = (N_("Stage"), "stage"), (N_("Health"), "health")
LISTINGS = {
    "silent": Listing(
        N_("Who has not reported"),
        N_(
            "Projects that are not finished and had no report for more than 90 days, or never. The longest silent stand first."
        ),
        N_("Project"),
        "/projects/",
        ((N_("Last report"), "day"), _STAGE),
    ),
    "ending": Listing(
        N_("Projects that end soon"),
        N_("Projects that are not finished and end within 90 days."),
        N_("Project"),
        "/projects/",
        ((N_("Ends"), "day"), _STAGE, _HEALTH),
    ),
    "agreements-ending": Listing(
        N_("Agreements that end soon"),
        N_("Agreements in force that end within 90 days, as last amended."),
        N_("Agreement"),
        "/agreements/",
        ((N_("Ends"), "day"), (N_("State"), "state")),
    ),
    "agreements-lapsed": Listing(
        N_("Agreements that have lapsed"),
        N_("Agreements whose end has passed and that still count as in force: end or extend them."),
        N_("Agreement"),
        "/agreements/",
        ((N_("Ended"), "day"), (N_("State"), "state")),
    ),
    "recommendations-overdue": Listing(
        N_("Open recommendations past due"),
        N_("Recommendations that are open or accepted and whose day has passed. The oldest stand first."),
        N_("Recommendation"),
        "/assessments/",
        ((N_("Assessment"), "text"), (N_("Addressed to"), "text"), (N_("Due"), "day"), (N_("State"), "state")),
    ),
    "reports-since": Listing(
        N_("Reports published since"),
        N_("Every report that was published since that day; corrections too."),
        N_("Project"),
        "/projects/",
        ((N_("As of"), "day"), _HEALTH, _STAGE, (N_("Published"), "day")),
    ),
    "projects-since": Listing(
        N_("Projects recorded since"),
        N_("Projects that were recorded here since that day."),
        N_("Project"),
        "/projects/",
        ((N_("Recorded"), "day"), _STAGE, _HEALTH),
    ),
    "stages-since": Listing(
        N_("Stages that have changed since"),
        N_("Projects whose stage is another one than when that day began."),
        N_("Project"),
        "/projects/",
        ((N_("Stage then"), "stage"), (N_("Stage now"), "stage"), _HEALTH),
    ),
    "received-since": Listing(
        N_("Money received, recorded since"),
        N_("Receipts that were recorded since that day, whatever the day of the receipt itself."),
        N_("Donor"),
        "/funding/contributions/",
        ((N_("Amount"), "money"), (N_("Received on"), "partial"), (N_("Recorded"), "day")),
    ),
    "without": Listing(
        N_("Projects that state none"),
        N_("Projects in view that name no territory, programme or disaster by which the table counts them."),
        N_("Project"),
        "/projects/",
        (_STAGE, _HEALTH),
    ),
}
"""By the measure's name."""
