"""Reporting: what an update makes of its project, and in which order its states follow each other."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col

from tests import make
from tracker.domain import rules
from tracker.domain.actions import projects
from tracker.domain.actions import updates as acts
from tracker.domain.codes import Health, Role, Stage, UpdateState
from tracker.domain.drafts.updates import UpdateDraft
from tracker.domain.errors import Clash, Refused
from tracker.domain.models import Project, Update
from tracker.domain.queries import updates as queries
from tracker.store import UnitSession

REPORTED = [Health.on_track, Health.at_risk, Health.off_track]


def draft(**given: Any) -> UpdateDraft:  # noqa: ANN401 - fields of any kind
    facts = {"health": Health.on_track, "stage": Stage.under_way, "happened": "Homes", "as_of": date(2026, 11, 1)}
    return UpdateDraft(**{**facts, **given})


@pytest.fixture
def project(session: UnitSession) -> Project:
    return make.project(session, stage=Stage.under_way)


@pytest.fixture
def viewer(session: UnitSession, project: Project) -> rules.Viewer:
    manager = make.user(session, "Ada", role=Role.manager)
    return rules.Viewer(manager.id, Role.manager, managed_ids=frozenset({project.id or 0}))


def plain(session: UnitSession, project: Project) -> tuple[Any, ...]:
    """Health, day, moment of publication and stage, computed from all updates as they stand."""
    rows = list(session.scalars(sa.select(Update).where(col(Update.project_id) == project.id)))
    replaced = {row.corrects_id for row in rows if row.state == UpdateState.published}
    told = [row for row in rows if row.state == UpdateState.published and row.id not in replaced]
    if not told:
        return Health.not_reported, None, None
    latest = max(told, key=lambda row: (row.as_of, row.published_at, row.id))
    return latest.health, latest.as_of, latest.published_at


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["publish", "submit", "submit and publish", "return", "correct", "draft", "move"]),
        st.sampled_from(REPORTED),
        st.sampled_from(list(Stage)),
        st.dates(date(2026, 9, 1), date(2026, 11, 22)),
        st.integers(0, 5),
    ),
    max_size=8,
)


@settings(max_examples=60)
@given(steps=STEPS)
def test_the_project_says_what_its_latest_published_update_says(
    session: UnitSession, steps: list[tuple[str, Health, Stage, date, int]]
) -> None:
    project = make.project(session, stage=Stage.under_way)
    author = make.user(session, "Ada", role=Role.manager)
    viewer = rules.Viewer(author.id, Role.manager, managed_ids=frozenset({project.id or 0}))
    for what, health, stage, as_of, which in steps:
        before = project.stage
        said = draft(health=health, stage=stage, as_of=as_of)
        try:
            _step(session, viewer, what, said, project=project, which=which)
        except Refused:
            assert project.stage == before
        assert (project.health, project.health_day, project.reported_at) == plain(session, project)


def _step(
    session: UnitSession, viewer: rules.Viewer, what: str, said: UpdateDraft, *, project: Project, which: int
) -> None:
    mine: dict[str, Any] = {"project": project, "viewer": viewer}
    published = [row for row in queries.of_project(session, viewer, project.id or 0) if row.state == "published"]
    standing = [row for row in published if not row.corrected]
    if what == "publish":
        acts.publish_own(session, draft=said, **mine)
        if queries.latest_published(session, project.id or 0).as_of == said.as_of:  # type: ignore[union-attr]
            assert project.stage == said.stage
    elif what == "correct" and standing:
        row = session.get_one(Update, standing[which % len(standing)].id)
        acts.correct(session, corrected=row, draft=said, **mine)
    elif what == "draft":
        acts.keep_draft(session, given=said.model_dump(), **mine)
    elif what == "move":
        projects.move_stage(session, project=project, stage=said.stage, why="By hand", version=project.version)
    elif what.startswith("submit") or what == "return":
        update = acts.submit(session, draft=said, **mine)
        if what == "return":
            acts.send_back(session, update=update, why="More", version=update.version)
        elif what == "submit and publish":
            acts.publish(session, update=update, version=update.version, **mine)


def test_a_late_report_of_an_earlier_day_does_not_say_how_the_project_stands(
    session: UnitSession, project: Project, viewer: rules.Viewer
) -> None:
    mine: dict[str, Any] = {"project": project, "viewer": viewer}
    acts.publish_own(session, draft=draft(health=Health.off_track, next_step="Masons"), **mine)
    projects.move_stage(session, project=project, stage=Stage.suspended, why="War", version=project.version)
    late = draft(as_of=date(2026, 10, 1), stage=Stage.suspended, next_step="Old step")
    acts.publish_own(session, draft=late, **mine)
    assert (project.health, project.health_day) == (Health.off_track, date(2026, 11, 1))
    assert (project.stage, project.stage_why, project.next_step) == (Stage.suspended, "War", "Masons")


def test_a_correction_that_moves_a_report_back_lets_the_one_before_speak(
    session: UnitSession, project: Project, viewer: rules.Viewer, clock: time_machine.Traveller
) -> None:
    mine: dict[str, Any] = {"project": project, "viewer": viewer}
    acts.publish_own(session, draft=draft(as_of=date(2026, 10, 1)), **mine)
    clock.shift(60)
    wrong = acts.publish_own(session, draft=draft(stage=Stage.completed, health=Health.at_risk), **mine)
    assert project.stage == Stage.completed
    acts.correct(session, corrected=wrong, draft=draft(as_of=date(2026, 9, 1), stage=Stage.approved), **mine)
    assert (project.health, project.stage, project.health_day) == (
        Health.on_track,
        Stage.under_way,
        date(2026, 10, 1),
    )


def test_a_stage_reported_by_mistake_is_taken_back_by_a_correction(
    session: UnitSession, project: Project, viewer: rules.Viewer
) -> None:
    mine: dict[str, Any] = {"project": project, "viewer": viewer}
    wrong = acts.publish_own(session, draft=draft(stage=Stage.completed), **mine)
    acts.correct(session, corrected=wrong, draft=draft(stage=Stage.under_way), **mine)
    assert project.stage == Stage.under_way


def test_a_correction_leaves_a_stage_that_was_moved_by_hand_since(
    session: UnitSession, project: Project, viewer: rules.Viewer
) -> None:
    mine: dict[str, Any] = {"project": project, "viewer": viewer}
    update = acts.publish_own(session, draft=draft(), **mine)
    projects.move_stage(session, project=project, stage=Stage.suspended, why="War", version=project.version)
    acts.correct(session, corrected=update, draft=draft(happened="Forty homes"), **mine)
    assert (project.stage, project.stage_why) == (Stage.suspended, "War")


def test_a_correction_cannot_state_what_the_report_before_rules_out(
    session: UnitSession, project: Project, viewer: rules.Viewer
) -> None:
    mine: dict[str, Any] = {"project": project, "viewer": viewer}
    acts.publish_own(session, draft=draft(as_of=date(2026, 10, 1), stage=Stage.completed), **mine)
    update = acts.publish_own(session, draft=draft(stage=Stage.completed), **mine)
    with pytest.raises(Refused, match="From the stage reported before"):
        acts.correct(session, corrected=update, draft=draft(stage=Stage.under_way), **mine)


def test_an_update_is_corrected_once(session: UnitSession, project: Project, viewer: rules.Viewer) -> None:
    mine: dict[str, Any] = {"project": project, "viewer": viewer}
    update = acts.publish_own(session, draft=draft(), **mine)
    acts.correct(session, corrected=update, draft=draft(), **mine)
    with pytest.raises(Clash):
        acts.correct(session, corrected=update, draft=draft(), **mine)


def test_a_draft_goes_on_as_the_same_update(session: UnitSession, project: Project, viewer: rules.Viewer) -> None:
    mine: dict[str, Any] = {"project": project, "viewer": viewer}
    begun = acts.keep_draft(session, given={"happened": "Half"}, **mine)
    assert acts.keep_draft(session, given={"happened": "Half a"}, **mine) is begun
    assert acts.submit(session, draft=draft(), **mine) is begun
    acts.send_back(session, update=begun, why="More", version=begun.version)
    assert acts.publish_own(session, draft=draft(), **mine) is begun
    assert (begun.state, begun.returned_why) == (UpdateState.published, None)
    assert acts.publish_own(session, draft=draft(), **mine) is not begun


def test_a_draft_thrown_away_is_begun_anew(session: UnitSession, project: Project, viewer: rules.Viewer) -> None:
    begun = acts.keep_draft(session, project=project, viewer=viewer, given={"happened": "Half"})
    acts.drop_draft(session, update=begun)
    assert queries.draft_of(session, project.id or 0, viewer.user_id) is None
    assert queries.drafts_of(session, viewer, language="en") == []
    assert acts.keep_draft(session, project=project, viewer=viewer, given={}) is not begun


@pytest.mark.parametrize("state", [UpdateState.submitted, UpdateState.published])
def test_what_was_handed_in_is_not_thrown_away(session: UnitSession, project: Project, state: UpdateState) -> None:
    with pytest.raises(Refused, match="Correct it instead"):
        acts.drop_draft(session, update=make.update(session, project, state=state))


def test_a_draft_that_is_not_complete_is_not_published(
    session: UnitSession, project: Project, viewer: rules.Viewer
) -> None:
    update = make.update(session, project, state=UpdateState.submitted, happened=None)
    with pytest.raises(Refused, match="not complete"):
        acts.publish(session, project=project, update=update, viewer=viewer, version=update.version)


@pytest.mark.parametrize("state", [UpdateState.draft, UpdateState.returned, UpdateState.published])
def test_only_what_was_submitted_is_decided_upon(
    session: UnitSession, project: Project, viewer: rules.Viewer, state: UpdateState
) -> None:
    update = make.update(session, project, state=state)
    with pytest.raises(Refused, match="Only a submitted update"):
        acts.publish(session, project=project, update=update, viewer=viewer, version=update.version)
    with pytest.raises(Refused, match="Only a submitted update"):
        acts.send_back(session, update=update, why="More", version=update.version)


def test_a_decision_on_an_older_state_is_a_clash(session: UnitSession, project: Project, viewer: rules.Viewer) -> None:
    update = make.update(session, project, state=UpdateState.submitted)
    with pytest.raises(Clash):
        acts.send_back(session, update=update, why="More", version=update.version + 1)
    with pytest.raises(Clash):
        acts.publish(session, project=project, update=update, viewer=viewer, version=None)
