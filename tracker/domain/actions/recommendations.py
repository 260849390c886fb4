"""What becomes of a recommendation: accepted, rejected, done, turned into a project or into a milestone of one."""

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.actions import parts, projects
from tracker.domain.actions.projects import sync_links
from tracker.domain.actions.records import free_code
from tracker.domain.codes import ALLOWED_RECOMMENDATIONS, N_, RecommendationState, RecordKind, Stage
from tracker.domain.dates import PartialDate, today
from tracker.domain.drafts.assessments import DeliveryDraft, MoveDraft
from tracker.domain.drafts.check import LONGEST_TITLE
from tracker.domain.drafts.projects import MilestoneDraft, NewProjectDraft
from tracker.domain.errors import Clash, Refused
from tracker.domain.models import Assessment, Delivery, Milestone, Project, ProjectPlace, Recommendation, Record
from tracker.domain.queries.assessments import linked_ids
from tracker.domain.queries.linked import seen
from tracker.domain.rules import Viewer

DELIVERY = parts.PartType(RecordKind.delivery, Delivery, DeliveryDraft, "project_id")


def move(session: Session, *, recommendation: Recommendation, draft: MoveDraft, version: int | None) -> None:
    """Take a recommendation to another state; a project or milestone that it had become is let go of on reopening.

    Raises Refused where it cannot go there from where it is, or where a rejection has no reason; Clash.
    """
    if version != recommendation.version:
        raise Clash(recommendation.version)
    if draft.state == RecommendationState.project or draft.state not in ALLOWED_RECOMMENDATIONS[recommendation.state]:
        raise Refused("state", N_("From its present state it cannot go there. Choose one of those offered."))
    if draft.state == RecommendationState.rejected and not draft.why:
        raise Refused("why", N_("Say why: whoever reads the assessment will ask."))
    if draft.state == RecommendationState.open:
        recommendation.project_id = recommendation.milestone_id = None
    _stand(recommendation, draft.state, draft)
    session.flush()


def into_project(
    session: Session, *, viewer: Viewer, assessment: Assessment, recommendation: Recommendation, version: int | None
) -> Project | None:
    """Make a project of a recommendation, with what the assessment knows; the two are linked.

    None where somebody did so a moment ago: a doubled click makes one. Raises Clash, or Refused by its state.
    """
    if not _may_turn(session, recommendation, version):
        return None
    ties = linked_ids(session, assessment.id or 0)
    known = set(session.scalars(seen(viewer).where(col(Record.id).in_([*ties["disaster_ids"], *ties["place_ids"]]))))
    title = _title(recommendation.text)
    draft = NewProjectDraft(
        code=free_code(session, RecordKind.project, title),
        title=title,
        summary=recommendation.text,
        programme_id=_programme(session, assessment),
        territory_ids=ties["territory_ids"],
        disaster_ids=[key for key in ties["disaster_ids"] if key in known],
        place_stated=assessment.place_stated,
        stage=Stage.identified,
        visibility=assessment.record.visibility,
    )
    project = projects.create(session, viewer=viewer, draft=draft, language=recommendation.record.language)
    there = [key for key in ties["place_ids"] if key in known]
    sync_links(session, ProjectPlace, "project_id", project.id or 0, "place_id", wanted=there)
    recommendation.project_id = project.id
    _stand(recommendation, RecommendationState.project)
    session.flush()
    return project


def into_milestone(
    session: Session, *, recommendation: Recommendation, project: Project, version: int | None
) -> Milestone | None:
    """Make a milestone of a project of a recommendation; otherwise as `into_project`."""
    if not _may_turn(session, recommendation, version):
        return None
    due = PartialDate.on(recommendation.due_day) if recommendation.due_day else None
    draft = MilestoneDraft(title=_title(recommendation.text), due=due)
    milestone: Milestone = parts.add(
        session, parts.MILESTONE, owner=project, draft=draft, language=recommendation.record.language
    )
    recommendation.project_id, recommendation.milestone_id = project.id, milestone.id
    _stand(recommendation, RecommendationState.project)
    session.flush()
    return milestone


def _may_turn(session: Session, recommendation: Recommendation, version: int | None) -> bool:
    """Hold the row, so that of two clicks the second finds what the first made: then False."""
    session.refresh(recommendation, with_for_update={"of": Recommendation})
    if recommendation.state == RecommendationState.project:
        return False
    if version != recommendation.version:
        raise Clash(recommendation.version)
    if RecommendationState.project not in ALLOWED_RECOMMENDATIONS[recommendation.state]:
        raise Refused("", N_("A recommendation that was rejected or is done has to be reopened first."))
    return True


def _stand(recommendation: Recommendation, state: RecommendationState, draft: MoveDraft | None = None) -> None:
    recommendation.state = state
    recommendation.state_day = (draft.day if draft else None) or today()
    recommendation.state_why = draft.why if draft else None


def _programme(session: Session, assessment: Assessment) -> int | None:
    """The assessment's programme, or that of its project."""
    if assessment.programme_id or not assessment.project_id:
        return assessment.programme_id
    return session.scalar(sa.select(col(Project.programme_id)).where(col(Project.id) == assessment.project_id))


def _title(text: str) -> str:
    """The first line of a text as a title, cut at a word where it is long."""
    line = text.strip().splitlines()[0].strip()
    if len(line) <= LONGEST_TITLE:
        return line
    return f"{line[: LONGEST_TITLE - 1].rsplit(' ', 1)[0].rstrip(' ,;:')}…"
