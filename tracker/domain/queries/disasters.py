"""Disasters: the list, and one with what answers it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload
from sqlmodel import SQLModel, col

from tracker.domain.codes import RecordKind
from tracker.domain.models import (
    Agreement,
    AgreementProject,
    Assessment,
    AssessmentDisaster,
    Disaster,
    DisasterPlace,
    DisasterTerritory,
    ImpactFigure,
    Project,
    ProjectDisaster,
)
from tracker.domain.queries import dossier, linked, lists, texts
from tracker.domain.queries.dossier import Dossier, Reader
from tracker.domain.queries.lists import Listed, Wanted
from tracker.domain.queries.sight import Sight
from tracker.domain.queries.statement import Statement
from tracker.domain.rules import Viewer

LOADED = (selectinload(Disaster.territories),)


@dataclass(frozen=True)
class DisasterPage:
    """A disaster and everything beside it."""

    disaster: Disaster
    around: Dossier
    impact: list[ImpactFigure]
    projects: list[Project]
    assessments: list[Assessment]
    agreements: list[Agreement]

    @property
    def measures(self) -> list[tuple[str, list[ImpactFigure]]]:
        """The impact by measure, as it was stated first; of each the newest statement first: that one counts."""
        return by_measure(self.impact)


def by_measure(figures: Iterable[ImpactFigure]) -> list[tuple[str, list[ImpactFigure]]]:
    """Statements by measure; of each measure the newest first, by the day stated, then by when it was recorded."""
    found: dict[str, list[ImpactFigure]] = {}
    for figure in sorted(figures, key=lambda one: one.id or 0):
        found.setdefault(figure.measure.casefold(), []).append(figure)
    for statements in found.values():
        statements.sort(key=lambda one: (one.on_earliest or date.min, one.id or 0), reverse=True)
    return [(statements[0].measure, statements) for statements in found.values()]


def listing(session: Session, reader: Reader, wanted: Wanted) -> Listed[Disaster]:
    """One page of the disasters this person may see, the newest first unless asked otherwise."""
    found = lists.start(session, reader, Disaster, wanted)
    if wanted.territory:
        there = linked.coded(RecordKind.territory, wanted.territory.upper())
        struck = linked.across(DisasterTerritory, "disaster_id", "territory_id", there)
        found = found.where(col(Disaster.id).in_(struck))
    if wanted.hazard:
        found = found.where(lists.is_code(Disaster.hazard, wanted.hazard))
    sorts = {
        "title": sa.func.lower(texts.shown(reader.language, Disaster.id, "name", Disaster.name)),
        "date": col(Disaster.on_earliest),
    }

    def counts(ids: Sequence[int]) -> dict[str, dict[int, int]]:
        about: dict[str, tuple[type[SQLModel], str]] = {
            "projects": (ProjectDisaster, "project_id"),
            "assessments": (AssessmentDisaster, "assessment_id"),
        }
        return {
            name: linked.counted(session, reader.viewer, link, ("disaster_id", other), ids)
            for name, (link, other) in about.items()
        }

    ordered = lists.ordered(found, sorts, wanted.sort, "-date", col(Disaster.id))
    return lists.listed(
        session,
        reader,
        ordered,
        wanted,
        options=LOADED,
        territory_ids=_struck,
        counts=counts,
        codes={"hazard": (Disaster, "hazard")},
    )


def _struck(sight: Sight) -> Statement:
    return linked.beside(sight, DisasterTerritory, "territory_id", "disaster_id")


TIES: dict[str, tuple[type[SQLModel], str, str]] = {
    "territory_ids": (DisasterTerritory, "disaster_id", "territory_id"),
    "place_ids": (DisasterPlace, "disaster_id", "place_id"),
}
"""What a disaster's form ties it to."""


def by_code(session: Session, viewer: Viewer, code: str) -> Disaster | None:
    """The disaster with this code, archived or not, if this person may know of it."""
    return linked.one(session, viewer, Disaster, RecordKind.disaster, code)


def linked_ids(session: Session, disaster_id: int) -> dict[str, list[int]]:
    """The numbers of the rows a disaster is tied to, by the name its form gives them; one query."""
    return linked.ids_across(session, disaster_id, TIES)


def detail(session: Session, reader: Reader, code: str) -> DisasterPage | None:
    """The disaster with this code, as this person may see it."""
    parts = (selectinload(Disaster.places), selectinload(Disaster.impact_figures))
    disaster = linked.one(session, reader.viewer, Disaster, RecordKind.disaster, code, *LOADED, *parts)
    if disaster is None or disaster.id is None:
        return None
    viewer = reader.viewer
    answering = linked.across(ProjectDisaster, "project_id", "disaster_id", disaster.id)
    projects = linked.projects(session, viewer, answering)
    studies = linked.across(AssessmentDisaster, "assessment_id", "disaster_id", disaster.id)
    assessments = linked.assessments(session, viewer, col(Assessment.id).in_(studies))
    covering = linked.across(AgreementProject, "agreement_id", "project_id", [row.id for row in projects])
    agreements = linked.agreements(session, viewer, col(Agreement.id).in_(covering))
    impact = [figure for figure in disaster.impact_figures if figure.record.archived_at is None]
    around = dossier.load(
        session,
        reader,
        disaster,
        beside=[*disaster.places, *impact, *projects, *assessments, *agreements],
    )
    return DisasterPage(disaster, around, impact, projects, assessments, agreements)
