"""Disasters: the list, and one with what answers it."""

from collections.abc import Sequence
from dataclasses import dataclass

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
    DisasterTerritory,
    ImpactFigure,
    Project,
    ProjectDisaster,
)
from tracker.domain.queries import dossier, linked, lists, texts
from tracker.domain.queries.dossier import Dossier, Reader
from tracker.domain.queries.lists import Listed, Wanted

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


def listing(session: Session, reader: Reader, wanted: Wanted) -> Listed[Disaster]:
    """One page of the disasters this person may see, the newest first unless asked otherwise."""
    found = lists.start(session, reader, Disaster, wanted).options(*LOADED)
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
    seen = linked.across(DisasterTerritory, "territory_id", "disaster_id", linked.seen(reader.viewer))

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
        session, reader, ordered, wanted, territory_ids=seen, counts=counts, codes={"hazard": Disaster.hazard}
    )


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
