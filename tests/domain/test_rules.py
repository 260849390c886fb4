"""Who may see and do what: pure predicates, one table each."""

import pytest

from tracker.domain import rules
from tracker.domain.codes import RecordKind, Role, UpdateState, Visibility
from tracker.domain.rules import Sight, Viewer

pytestmark = pytest.mark.once

ME, OTHER = 1, 2
MINE, THEIRS = 10, 20
HERE, THERE = 100, 200


def viewer(role: Role) -> Viewer:
    """A person with one project and one territory."""
    return Viewer(ME, role, territory_ids=frozenset({HERE}), managed_ids=frozenset({MINE}))


def roles_that(predicate: object) -> set[Role]:
    return {role for role in Role if predicate(viewer(role))}  # type: ignore[operator]


EVERYONE, ABOVE = set(Role), {Role.coordinator, Role.administrator}
STAFF = EVERYONE - {Role.viewer}


@pytest.mark.parametrize(
    ("sight", "roles"),
    [
        (Sight(Visibility.public), EVERYONE),
        (Sight(Visibility.internal), STAFF),
        (Sight(Visibility.confidential), ABOVE),
        (Sight(Visibility.confidential, created_by_id=ME), STAFF),
        (Sight(Visibility.confidential, created_by_id=OTHER), ABOVE),
        (Sight(Visibility.confidential, member_ids=frozenset({ME})), STAFF),
        (Sight(Visibility.confidential, member_ids=frozenset({OTHER})), ABOVE),
        (Sight(Visibility.confidential, shared_ids=frozenset({ME})), EVERYONE),
        (Sight(Visibility.internal, shared_ids=frozenset({ME})), EVERYONE),
        (Sight(Visibility.internal, shared_ids=frozenset({OTHER})), STAFF),
        (Sight(Visibility.internal, created_by_id=ME), STAFF),
    ],
)
def test_who_sees_a_record(sight: Sight, roles: set[Role]) -> None:
    assert roles_that(lambda person: rules.can_see(person, sight)) == roles


def test_whoever_has_to_do_it_says_when_an_action_point_is_done() -> None:
    assert roles_that(lambda person: rules.can_move_action_point(person, THEIRS, ME)) == STAFF
    assert roles_that(lambda person: rules.can_move_action_point(person, THEIRS, OTHER)) == ABOVE
    assert roles_that(lambda person: rules.can_move_action_point(person, MINE, None)) == ABOVE | {Role.manager}


def test_nobody_in_particular_sees_only_what_is_public() -> None:
    nobody = Viewer(None, Role.viewer)
    assert [level for level in Visibility if rules.can_see(nobody, Sight(level, created_by_id=None))] == [
        Visibility.public
    ]


@pytest.mark.parametrize(
    ("may", "roles"),
    [
        (rules.sees_inside, STAFF),
        (rules.can_edit_all, ABOVE),
        (rules.can_make_project, ABOVE | {Role.manager}),
        (lambda person: rules.can_edit_project(person, MINE), ABOVE | {Role.manager}),
        (lambda person: rules.can_edit_project(person, THEIRS), ABOVE),
        (lambda person: rules.can_publish_update(person, MINE), ABOVE | {Role.manager}),
        (lambda person: rules.can_publish_update(person, THEIRS), ABOVE),
        (lambda person: rules.can_report(person, THEIRS, {HERE}), ABOVE | {Role.mission}),
        (lambda person: rules.can_report(person, THEIRS, {THERE}), ABOVE),
        (lambda person: rules.can_report(person, THEIRS, set()), ABOVE),
        (lambda person: rules.can_report(person, MINE, {THERE}), ABOVE | {Role.manager}),
        (rules.can_run_reviews, ABOVE),
        (lambda person: rules.can_see_review(person, {MINE, THEIRS}), ABOVE | {Role.manager}),
        (lambda person: rules.can_see_review(person, {THEIRS}), ABOVE),
        (rules.can_make_mission, STAFF),
        (lambda person: rules.can_edit_mission(person, ME, set()), STAFF),
        (lambda person: rules.can_edit_mission(person, OTHER, {ME}), STAFF),
        (lambda person: rules.can_edit_mission(person, OTHER, {OTHER}), ABOVE),
        (rules.can_record_assessment, ABOVE | {Role.mission}),
        (rules.can_print_briefs, STAFF),
        (lambda person: rules.can_issue(person, RecordKind.project, MINE), ABOVE | {Role.manager}),
        (lambda person: rules.can_issue(person, RecordKind.project, THEIRS), ABOVE),
        (lambda person: rules.can_issue(person, RecordKind.territory, HERE), ABOVE | {Role.mission}),
        (lambda person: rules.can_issue(person, RecordKind.territory, THERE), ABOVE),
        (lambda person: rules.can_issue(person, RecordKind.mission, THERE, OTHER, {ME}), STAFF),
        (lambda person: rules.can_issue(person, RecordKind.mission, THERE, OTHER, {OTHER}), ABOVE),
        (lambda person: rules.can_issue(person, RecordKind.organisation, MINE), ABOVE),
        (lambda person: rules.can_issue(person, RecordKind.review, MINE), ABOVE),
        (lambda person: rules.can_issue(person, None, 0), ABOVE),
        (rules.can_administer, {Role.administrator}),
    ],
)
def test_who_may_do_what(may: object, roles: set[Role]) -> None:
    assert roles_that(may) == roles


@pytest.mark.parametrize(
    ("state", "author_id", "project_id", "roles"),
    [
        (UpdateState.published, OTHER, THEIRS, EVERYONE),
        (UpdateState.draft, ME, THEIRS, EVERYONE),
        (UpdateState.draft, OTHER, MINE, set()),
        (UpdateState.submitted, OTHER, MINE, ABOVE | {Role.manager}),
        (UpdateState.submitted, OTHER, THEIRS, ABOVE),
        (UpdateState.returned, OTHER, MINE, ABOVE | {Role.manager}),
        (UpdateState.returned, ME, THEIRS, EVERYONE),
    ],
)
def test_who_reads_an_update(state: UpdateState, author_id: int, project_id: int, roles: set[Role]) -> None:
    assert roles_that(lambda person: rules.can_read_update(person, state, author_id, project_id)) == roles


def test_who_has_no_account_authored_nothing() -> None:
    assert not rules.can_read_update(Viewer(None, Role.viewer), UpdateState.draft, None, MINE)
