"""Which key of a programme file stands where: every noun with its table, its columns, its links and its parts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import SQLModel

from tracker.domain import models as m
from tracker.domain.codes import RecordKind, Stage

WORDS_OF_STAGES = {
    "formulated": Stage.proposed,
    "planned": Stage.proposed,
    "proposal drafted": Stage.proposed,
    "started": Stage.under_way,
    "continuing": Stage.under_way,
    "established": Stage.under_way,
}
"""The report's words for stages (the product's list); any other word leaves the stage "not stated"."""


Fact = tuple[str, str, object]
"""A key of the file, the column or partial date it fills, and its value."""


def _nothing(_draft: object) -> list[Fact]:
    return []


@dataclass(frozen=True)
class Link:
    """A list of references that is a table of its own: `mine` names this record there, `other` the one referred to."""

    model: type[SQLModel]
    mine: str
    other: str


@dataclass(frozen=True)
class Noun:
    """Where a record of the file is kept. `fields`: key of the file → column, or name of a partial date or an amount.

    `worked_out` gives the facts that are not one key each; `owner` is the column that names the owner of a part.
    """

    kind: RecordKind
    model: type[SQLModel]
    fields: dict[str, str]
    links: dict[str, Link] = field(default_factory=dict)
    parts: dict[str, "Noun"] = field(default_factory=dict)
    worked_out: Callable[[Any], list[Fact]] = _nothing
    owner: str = ""
    ordered: bool = False


def _same(*keys: str) -> dict[str, str]:
    return {key: key for key in keys}


def _period(project: Any) -> list[Fact]:  # noqa: ANN401 - drafts share no type here; so for all below
    return [("biennium" if project.biennium else "year", "period", project.biennium or project.year)]


def _stage(component: Any) -> list[Fact]:  # noqa: ANN401
    return [("stage_stated", "stage", WORDS_OF_STAGES.get(component.stage_stated or "", Stage.not_stated))]


def _counts(post: Any) -> list[Fact]:  # noqa: ANN401
    levels = post.breakdown
    return [
        ("count", "count", post.count or 1),
        ("breakdown", "count_professional", levels.professional if levels else None),
        ("breakdown", "count_local", levels.local if levels else None),
    ]


def _position(place: Any) -> list[Fact]:  # noqa: ANN401
    return [
        ("lat", "latitude", None if place.lat is None else float(place.lat)),
        ("lon", "longitude", None if place.lon is None else float(place.lon)),
    ]


def _currency(contribution: Any) -> list[Fact]:  # noqa: ANN401
    return [("steps", "currency", contribution.currency)]


def _minor(step: Any) -> list[Fact]:  # noqa: ANN401
    return [("amount", "amount_minor", step.money.minor if step.money else None)]


MEMBER = Noun(
    RecordKind.programme_member,
    m.ProgrammeMember,
    {"organisation": "organisation_id", "name": "name_stated", "joined": "start"},
    owner="programme_id",
)
TARGET = Noun(RecordKind.requirement, m.Requirement, {"money": "amount", "period": "period"}, owner="fund_id")
UNDERTAKING = Noun(
    RecordKind.undertaking,
    m.Undertaking,
    {
        **_same("due", "outcome", "state"),
        "what": "text",
        "by": "organisation_id",
        "stated": "state_stated",
        "done": "done_day",
        "project": "project_id",
    },
    owner="agreement_id",
)
OBJECTIVE = Noun(RecordKind.objective, m.Objective, _same("text"), owner="project_id", ordered=True)
COMPONENT = Noun(
    RecordKind.component,
    m.Component,
    _same("title", "stage_stated", "start", "end"),
    links={"partners": Link(m.ComponentPartner, "component_id", "organisation_id")},
    worked_out=_stage,
    owner="project_id",
    ordered=True,
)
MILESTONE = Noun(
    RecordKind.milestone,
    m.Milestone,
    {"title": "title", "date": "due", "condition": "condition"},
    owner="project_id",
)
STEP = Noun(
    RecordKind.step,
    m.Step,
    {"kind": "kind", "stated": "kind_stated", "date": "on"},
    worked_out=_minor,
    owner="contribution_id",
)

NOUNS = {
    "documents": Noun(
        RecordKind.document,
        m.Document,
        {**_same("title", "reference", "kind", "language", "original_language", "note"), "date": "on"},
    ),
    "organisations": Noun(
        RecordKind.organisation,
        m.Organisation,
        {**_same("name", "acronym", "kind"), "territory": "territory_id", "parent": "owner_id"},
    ),
    "funds": Noun(
        RecordKind.fund,
        m.Fund,
        {**_same("name", "kind", "summary", "state"), "stage_stated": "state_stated"},
        parts={"target": TARGET},
    ),
    "programmes": Noun(
        RecordKind.programme,
        m.Programme,
        {
            **_same(
                "name", "acronym", "summary", "purpose", "mandate", "established_by", "reporting", "reporting_days"
            ),
            "founded": "start",
            "place": "place_stated",
            "fund": "fund_id",
        },
        links={"territories": Link(m.ProgrammeTerritory, "programme_id", "territory_id")},
        parts={"members": MEMBER},
    ),
    "places": Noun(RecordKind.place, m.Place, {"name": "name", "territory": "territory_id"}, worked_out=_position),
    "disasters": Noun(
        RecordKind.disaster,
        m.Disaster,
        {**_same("name", "hazard"), "date": "on", "place": "place_stated"},
        links={
            "territories": Link(m.DisasterTerritory, "disaster_id", "territory_id"),
            "places": Link(m.DisasterPlace, "disaster_id", "place_id"),
        },
    ),
    "projects": Noun(
        RecordKind.project,
        m.Project,
        {
            **_same("title", "summary", "stage", "stage_stated", "phase", "start", "end", "formulated"),
            **_same("next_step", "funding_condition"),
            "programme": "programme_id",
            "place": "place_stated",
        },
        links={
            "territories": Link(m.ProjectTerritory, "project_id", "territory_id"),
            "places": Link(m.ProjectPlace, "project_id", "place_id"),
            "disasters": Link(m.ProjectDisaster, "project_id", "disaster_id"),
            "partners": Link(m.ProjectPartner, "project_id", "organisation_id"),
            "agreement": Link(m.AgreementProject, "project_id", "agreement_id"),
        },
        parts={"objectives": OBJECTIVE, "components": COMPONENT, "milestones": MILESTONE},
        worked_out=_period,
    ),
    "agreements": Noun(
        RecordKind.agreement,
        m.Agreement,
        {
            **_same(
                "title", "kind", "state", "signed", "start", "end", "covers", "summary", "consequence", "state_why"
            ),
            "money": "amount",
            "reference": "number",
            "programme": "programme_id",
        },
        links={"parties": Link(m.AgreementParty, "agreement_id", "organisation_id")},
        parts={"undertakings": UNDERTAKING},
    ),
    "assessments": Noun(
        RecordKind.assessment,
        m.Assessment,
        {
            **_same("title", "kind", "summary", "hazard", "state", "output", "follow_up"),
            "place": "place_stated",
            "date": "on",
            "stage_stated": "state_stated",
            "output_date": "output_on",
            "project": "project_id",
            "programme": "programme_id",
        },
        links={
            "territories": Link(m.AssessmentTerritory, "assessment_id", "territory_id"),
            "places": Link(m.AssessmentPlace, "assessment_id", "place_id"),
            "disasters": Link(m.AssessmentDisaster, "assessment_id", "disaster_id"),
            "partners": Link(m.AssessmentParticipant, "assessment_id", "organisation_id"),
        },
    ),
    "contributions": Noun(
        RecordKind.contribution,
        m.Contribution,
        {"donor": "donor_id", "fund": "fund_id", "programme": "programme_id", "purpose": "purpose"},
        parts={"steps": STEP},
        worked_out=_currency,
    ),
    "reported_amounts": Noun(
        RecordKind.reported_amount,
        m.ReportedAmount,
        {
            **_same("qualifier", "share_percent"),
            "title": "text",
            "kind": "nature",
            "money": "amount",
            "year": "period",
            "from_": "from_stated",
            "agreement": "agreement_id",
            "programme": "programme_id",
            "part_of": "part_of_id",
        },
    ),
    "posts": Noun(
        RecordKind.post,
        m.Post,
        {
            "title": "title",
            "where": "where_stated",
            "funding": "funding_stated",
            "stage_stated": "state_stated",
            "expected": "due",
            "took_office": "on",
            "programme": "programme_id",
            "agreement": "agreement_id",
        },
        worked_out=_counts,
    ),
    "events": Noun(
        RecordKind.calendar_event,
        m.CalendarEvent,
        {
            "title": "title",
            "date": "on",
            "place": "place_stated",
            "programme": "programme_id",
            "project": "project_id",
            "agreement": "agreement_id",
        },
        links={"territories": Link(m.EventTerritory, "event_id", "territory_id")},
    ),
}
"""In the order in which the tables refer to each other."""
