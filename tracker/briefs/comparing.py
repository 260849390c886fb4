"""Gathers what the next brief is compared by, from the rows of this one's scope."""

from tracker.briefs.compared import (
    Compared,
    ComparedAgreement,
    ComparedPart,
    ComparedProject,
    ComparedRecommendation,
)
from tracker.briefs.projects import health
from tracker.briefs.reader import Reader, live
from tracker.domain.agreements import terms
from tracker.domain.models import Agreement, Project


def compared(reader: Reader) -> Compared:
    """All projects, components, agreements and recommendations in scope, whatever the sections carry of them."""
    scope = reader.scope
    return Compared(
        projects=tuple(_project(reader, one) for one in scope.projects),
        parts=tuple(
            ComparedPart(
                str(one.id),
                project.record.code or "",
                reader.said(project, "title"),
                reader.said(one, "title"),
                one.stage,
            )
            for project in scope.projects
            for one in live(project.components)
        ),
        agreements=tuple(_agreement(reader, one) for one in scope.agreements),
        recommendations=tuple(
            ComparedRecommendation(str(one.id), reader.said(one, "text"), one.state)
            for row in scope.assessments
            for one in live(row.recommendations)
        ),
    )


def _project(reader: Reader, project: Project) -> ComparedProject:
    update = reader.scope.updates.get(project.id or 0)
    return ComparedProject(
        code=project.record.code or "",
        title=reader.said(project, "title"),
        stage=project.stage,
        health=health(reader, project),
        update=str(update.id) if update else "",
        reported=update.as_of if update else None,
    )


def _agreement(reader: Reader, row: Agreement) -> ComparedAgreement:
    return ComparedAgreement(
        code=row.record.code or "",
        title=reader.said(row, "title"),
        state=row.state,
        signed=row.signed,
        end=terms(row, row.amendments).end,
    )
