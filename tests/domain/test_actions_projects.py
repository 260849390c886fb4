"""Making and changing projects: stages, links, codes, archive."""

import itertools
from datetime import date

import pytest
import time_machine

from tests import make
from tracker.domain import rules
from tracker.domain.actions import projects as acts
from tracker.domain.actions import records
from tracker.domain.codes import ALLOWED_STAGES, STAGES_WITH_REASON, Role, Stage, Visibility
from tracker.domain.drafts.check import check
from tracker.domain.drafts.projects import NewProjectDraft, ProjectDraft
from tracker.domain.errors import Clash, Refused, RefusedMany
from tracker.domain.models import Project
from tracker.domain.queries import changes, project_page, projects
from tracker.domain.queries.projects import ProjectFilter
from tracker.store import UnitSession

COORDINATOR = rules.Viewer(None, Role.coordinator)
MOVES = list(itertools.product(Stage, Stage))


@pytest.mark.once
@pytest.mark.parametrize(("old", "new"), MOVES)
def test_a_stage_moves_only_as_allowed(old: Stage, new: Stage) -> None:
    project = Project(title="Homes", stage=old)
    if new == old or new in ALLOWED_STAGES[old]:
        acts.check_move(project, new, "A reason")
        return
    with pytest.raises(Refused) as refused:
        acts.check_move(project, new, "A reason")
    assert refused.value.field == "stage"


@pytest.mark.once
@pytest.mark.parametrize("stage", sorted(STAGES_WITH_REASON))
@pytest.mark.parametrize("why", [None, "", "  \n"])
def test_a_suspension_or_cancellation_needs_its_reason(stage: Stage, why: str | None) -> None:
    with pytest.raises(Refused) as refused:
        acts.check_move(Project(title="Homes", stage=Stage.under_way), stage, why)
    assert refused.value.field == "why"


@pytest.mark.once
def test_a_stage_cannot_go_back_once_completed() -> None:
    assert ALLOWED_STAGES[Stage.completed] == {Stage.closed}
    assert ALLOWED_STAGES[Stage.closed] == ALLOWED_STAGES[Stage.cancelled] == frozenset()


def test_to_where_it_stands_a_project_does_not_move(session: UnitSession) -> None:
    project = make.project(session, stage=Stage.suspended, stage_why="War")
    acts.move_stage(session, project=project, stage=Stage.suspended, why=None, version=project.version)
    assert (project.stage_why, project.version) == ("War", 1)


def test_a_move_over_a_newer_version_is_a_clash(session: UnitSession) -> None:
    project = make.project(session)
    for version in (None, 0, 2):
        with pytest.raises(Clash):
            acts.move_stage(session, project=project, stage=Stage.completed, why=None, version=version)


def test_a_code_is_given_once_and_in_address_form(session: UnitSession) -> None:
    make.project(session, "bam")
    with pytest.raises(Refused, match="There is a project with this code already"):
        acts.create(session, viewer=COORDINATOR, draft=NewProjectDraft(title="Bam", code="bam"))
    for code in ("", "new", "a b", "ä", "-a", "a--b", "x" * 61):
        with pytest.raises(RefusedMany):
            check(NewProjectDraft, {"title": "Bam", "code": code})
    assert check(NewProjectDraft, {"title": "Bam", "code": " Bam-2 "}).code == "bam-2"


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Homes for Bam", "iran-homes-for-bam"),
        ("Homes in Iran", "homes-in-iran"),
        ("Homes for Iranians", "iran-homes-for-iranians"),
        ("海地", "iran"),
        ("word " * 20, "iran" + "-word" * 11),
    ],
)
def test_without_a_code_one_is_made_of_territory_and_title(session: UnitSession, title: str, code: str) -> None:
    iran = make.territory(session, "IR", "Iran (Islamic Republic of)")
    draft = NewProjectDraft(title=title, territory_ids=[iran.id or 0])
    codes = [acts.create(session, viewer=COORDINATOR, draft=draft).record.code for _ in range(2)]
    assert codes == [code, f"{code[:55].rstrip('-')}-2"]


def test_a_made_code_is_no_word_of_an_address_and_never_empty(session: UnitSession) -> None:
    drafts = [NewProjectDraft(title=title) for title in ("New", "海地")]
    codes = [acts.create(session, viewer=COORDINATOR, draft=draft).record.code for draft in drafts]
    assert codes == ["project-new", "project"]


def test_links_become_just_what_was_asked_for(session: UnitSession, clock: time_machine.Traveller) -> None:
    iran, haiti = make.territory(session, "IR", "Iran"), make.territory(session, "HT", "Haiti")
    manager = make.user(session, "Ada", role=Role.manager)
    project = make.project(session, territories=[iran], managers=[manager])
    clock.shift(60)
    wanted = ProjectDraft(title=project.title, territory_ids=[haiti.id or 0], manager_ids=[manager.id or 0])
    acts.edit(session, viewer=COORDINATOR, project=project, draft=wanted, version=project.version)
    linked = project_page.linked_ids(session, project.id or 0)
    assert (linked["territory_ids"], linked["manager_ids"]) == ([haiti.id], [manager.id])
    assert project.version > 1


def test_a_manager_cannot_name_managers(session: UnitSession) -> None:
    manager, other = (make.user(session, name, role=Role.manager) for name in ("Ada", "Ben"))
    project = make.project(session, managers=[manager])
    wanted = ProjectDraft(title="Homes", manager_ids=[other.id or 0])
    viewer = rules.Viewer(manager.id, Role.manager, managed_ids=frozenset({project.id or 0}))
    acts.edit(session, viewer=viewer, project=project, draft=wanted, version=project.version)
    assert project_page.linked_ids(session, project.id or 0)["manager_ids"] == [manager.id]


def test_opening_a_project_to_others_is_a_new_version_of_it(
    session: UnitSession, clock: time_machine.Traveller
) -> None:
    project = make.project(session, title="Homes")
    session.commit()
    clock.shift(60)
    wanted = ProjectDraft(title="Homes", visibility=Visibility.public)
    acts.edit(session, viewer=COORDINATOR, project=project, draft=wanted, version=1)
    assert (project.record.visibility, project.version) == (Visibility.public, 2)
    told = changes.of_record(session, project.id or 0, inside=True)
    assert [field.field for change in told for field in change.fields] == ["visibility"]


def test_an_archived_project_is_in_no_list_until_it_is_restored(session: UnitSession) -> None:
    project = make.project(session)

    def found(*, archived: bool = False) -> int:
        wanted = ProjectFilter(archived=archived)
        return projects.listing(session, COORDINATOR, wanted, language="en", day=date(2026, 11, 23)).total

    records.archive(session, row=project, version=1)
    assert (found(), found(archived=True)) == (0, 1)
    records.restore(session, row=project, version=1)
    assert (found(), found(archived=True)) == (1, 0)
    with pytest.raises(Clash):
        records.archive(session, row=project, version=7)
