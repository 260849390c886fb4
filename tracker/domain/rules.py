"""Who may see and do what. Pure predicates: the only place where permission is decided.

`queries.visibility.visible_to` says the same as `can_see` in SQL; a property test holds the two together.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from tracker.domain.codes import BriefKind, RecordKind, Role, UpdateState, Visibility

EVERYTHING = frozenset({Role.coordinator, Role.administrator})
"""Roles that see and edit every project, assessment, agreement and amount."""

STAFF = frozenset(Role) - {Role.viewer}
"""Roles of the programme's own people."""

INSIDE_KINDS = (
    RecordKind.risk,
    RecordKind.action_point,
    RecordKind.person,
    RecordKind.update,
    RecordKind.review,
    RecordKind.decision,
)
"""Records whose history, with that of their texts and sources, only the programme's own people read."""

INSIDE_TIES = ("project_member", "mission_member", "share")
"""Tables that say who manages, who travels, for whom a record was opened: only the programme's own people read them."""


@dataclass(frozen=True)
class Viewer:
    """Who is asking: account, role, the territories they work in and the projects they manage.

    `looks_back`: at the record as of another day, where nobody writes, whatever they may today.
    """

    user_id: int | None
    role: Role
    name: str = ""
    territory_ids: frozenset[int] = frozenset()
    managed_ids: frozenset[int] = frozenset()
    looks_back: bool = False


@dataclass(frozen=True)
class Sight:
    """What decides who sees a record: its visibility, who made it, whom it concerns, whom it was opened for."""

    visibility: Visibility
    created_by_id: int | None = None
    member_ids: AbstractSet[int] = frozenset()
    shared_ids: AbstractSet[int] = frozenset()


def can_see(viewer: Viewer, sight: Sight) -> bool:
    """May this person know of the record?

    Public: all who are signed in. Internal: the programme's people. Confidential: coordinators, administrators,
    those it concerns (its makers, managers, members). Anything: those it was opened for.
    """
    if viewer.role in EVERYTHING or sight.visibility == Visibility.public:
        return True
    if viewer.user_id is None:
        return False
    if viewer.user_id in sight.shared_ids:
        return True
    if viewer.role == Role.viewer:
        return False
    concerned = viewer.user_id == sight.created_by_id or viewer.user_id in sight.member_ids
    return sight.visibility == Visibility.internal or concerned


def sees_inside(viewer: Viewer) -> bool:
    """May they see what is not published: drafts and returned updates, contacts, risks, action points?"""
    return viewer.role in STAFF


def _writes(viewer: Viewer, roles: AbstractSet[Role]) -> bool:
    """Are they in one of these roles, and is it today's record that they look at?"""
    return viewer.role in roles and not viewer.looks_back


def can_edit_all(viewer: Viewer) -> bool:
    """May they edit every project, assessment, agreement and amount?"""
    return _writes(viewer, EVERYTHING)


def can_edit_money(viewer: Viewer) -> bool:
    """Coordinators and administrators keep all money.

    What a project needs and what ledgers say was spent on it is kept by whoever edits the project.
    """
    return can_edit_all(viewer)


def can_make_project(viewer: Viewer) -> bool:
    """Coordinators make projects, and managers, who then manage what they made."""
    return _writes(viewer, EVERYTHING | {Role.manager})


def can_edit_project(viewer: Viewer, project_id: int) -> bool:
    """Coordinators edit all projects, managers their own."""
    return can_edit_all(viewer) or (_writes(viewer, {Role.manager}) and project_id in viewer.managed_ids)


def can_move_action_point(viewer: Viewer, project_id: int, owner_id: int | None) -> bool:
    """Those who edit the project say whether an action point is done, and so does whoever has to do it."""
    mine = viewer.user_id is not None and viewer.user_id == owner_id
    return can_edit_project(viewer, project_id) or (_writes(viewer, STAFF) and mine)


def can_publish_update(viewer: Viewer, project_id: int) -> bool:
    """Those who edit the project publish its updates and return those of others."""
    return can_edit_project(viewer, project_id)


def can_report(viewer: Viewer, project_id: int, territory_ids: AbstractSet[int]) -> bool:
    """Those who publish may report, and missions for any project in their territories."""
    if can_publish_update(viewer, project_id):
        return True
    return _writes(viewer, {Role.mission}) and bool(viewer.territory_ids & territory_ids)


def can_read_update(viewer: Viewer, state: UpdateState, author_id: int | None, project_id: int) -> bool:
    """Published updates are for all who see the project; a draft is its author's; the rest for those who deal with it."""
    if state == UpdateState.published or (viewer.user_id is not None and viewer.user_id == author_id):
        return True
    deals_with_it = viewer.role in EVERYTHING or (viewer.role == Role.manager and project_id in viewer.managed_ids)
    return state != UpdateState.draft and deals_with_it


def can_read_reporting(viewer: Viewer) -> bool:
    """Who reported when, and who is late, is for the programme's own people."""
    return sees_inside(viewer)


def can_set_reporting(viewer: Viewer) -> bool:
    """Coordinators and administrators say how often a programme's projects report."""
    return can_edit_all(viewer)


def can_owe_reports(role: Role) -> bool:
    """Whom reports can be due from, if they manage a project: those who could publish them."""
    return role in EVERYTHING or role == Role.manager


def can_run_reviews(viewer: Viewer) -> bool:
    """Coordinators begin reviews, write down what is decided, close them and open them again."""
    return can_edit_all(viewer)


def can_see_review(viewer: Viewer, project_ids: AbstractSet[int]) -> bool:
    """Coordinators see all reviews, managers those that go through a project of theirs."""
    return viewer.role in EVERYTHING or (viewer.role == Role.manager and bool(viewer.managed_ids & project_ids))


def can_make_mission(viewer: Viewer) -> bool:
    """All of the programme's people plan missions."""
    return _writes(viewer, STAFF)


def can_edit_mission(viewer: Viewer, created_by_id: int | None, member_ids: AbstractSet[int]) -> bool:
    """Coordinators edit all missions, others those they made or travel on."""
    if can_edit_all(viewer):
        return True
    mine = viewer.user_id is not None and (viewer.user_id == created_by_id or viewer.user_id in member_ids)
    return _writes(viewer, STAFF) and mine


INSIDE_MISSION = ("counterparts", "sensitivities", "security_focal_point")
"""What only the programme's own people read of a mission."""


def can_record_assessment(viewer: Viewer) -> bool:
    """Missions and coordinators record assessments."""
    return _writes(viewer, EVERYTHING | {Role.mission})


def can_edit_assessment(viewer: Viewer, created_by_id: int | None) -> bool:
    """Its maker edits an assessment, and coordinators all of them; the same holds for disasters."""
    mine = viewer.user_id is not None and viewer.user_id == created_by_id
    return can_edit_all(viewer) or (_writes(viewer, STAFF) and mine)


def can_make_organisation(viewer: Viewer) -> bool:
    """All of the programme's people record organisations: whoever meets a partner writes it down."""
    return _writes(viewer, STAFF)


def can_edit_organisation(viewer: Viewer, created_by_id: int | None) -> bool:
    """Coordinators edit all organisations, others those they recorded."""
    if can_edit_all(viewer):
        return True
    return _writes(viewer, STAFF) and viewer.user_id is not None and viewer.user_id == created_by_id


def can_merge_organisations(viewer: Viewer) -> bool:
    """Who sees and edits everything makes one organisation of two: links of all records move."""
    return can_edit_all(viewer)


def can_edit_record(
    viewer: Viewer, kind: RecordKind, record_id: int, created_by_id: int | None, member_ids: AbstractSet[int]
) -> bool:
    """May they edit a record of any kind, and so add documents to it? A part is edited by whoever edits its owner."""
    if kind == RecordKind.project:
        return can_edit_project(viewer, record_id)
    if kind == RecordKind.mission:
        return can_edit_mission(viewer, created_by_id, member_ids)
    if kind == RecordKind.organisation:
        return can_edit_organisation(viewer, created_by_id)
    if kind in {RecordKind.assessment, RecordKind.disaster}:
        return can_edit_assessment(viewer, created_by_id)
    return can_edit_all(viewer)


WITHOUT_DOCUMENTS = (
    RecordKind.document,
    RecordKind.brief,
    RecordKind.update,
    RecordKind.territory,
    RecordKind.place,
    RecordKind.rate,
    RecordKind.review,
    RecordKind.decision,
)
"""Kinds of record that no document is added to: they are papers themselves, not published yet, or tables."""


def can_see_document(viewer: Viewer, own: Sight, holders: Sequence[Sight]) -> bool:
    """May this person read a document? As a record, and where it belongs to records, only if they see one of those.

    `queries.documents.one` says the same in SQL; a property test holds the two together.
    """
    return can_see(viewer, own) and (not holders or any(can_see(viewer, holder) for holder in holders))


def can_edit_document(viewer: Viewer, created_by_id: int | None, *, edits_holder: bool) -> bool:
    """Whoever edits a record that the document belongs to, and who added it as long as they are of the programme."""
    own = _writes(viewer, STAFF) and viewer.user_id is not None and viewer.user_id == created_by_id
    return can_edit_all(viewer) or edits_holder or own


def can_edit_agreement(viewer: Viewer) -> bool:
    """Coordinators and administrators keep the agreements; all others read them."""
    return can_edit_all(viewer)


def can_print_briefs(viewer: Viewer) -> bool:
    """All of the programme's people print briefs."""
    return viewer.role in STAFF


def can_issue(
    viewer: Viewer,
    kind: RecordKind | None,
    record_id: int,
    created_by_id: int | None = None,
    member_ids: AbstractSet[int] = frozenset(),
) -> bool:
    """Who gives a brief about this record a number? `kind` None: it is about a list of projects.

    Coordinators all briefs; managers those of the projects they manage; missions those of their territories, and
    whoever makes a mission or travels on it that mission's.
    """
    if can_edit_all(viewer):
        return True
    if kind == RecordKind.territory:
        return viewer.role == Role.mission and record_id in viewer.territory_ids
    if kind == RecordKind.mission:
        return can_edit_mission(viewer, created_by_id, member_ids)
    return kind == RecordKind.project and can_edit_project(viewer, record_id)


def can_issue_some(viewer: Viewer, kind: BriefKind) -> bool:
    """May `can_issue` hold for a brief of this kind? Whoever it holds for is offered to issue one."""
    if can_edit_all(viewer):
        return True
    return (kind == BriefKind.project and viewer.role == Role.manager) or (
        kind == BriefKind.mission and viewer.role in STAFF
    )


def can_read_brief(viewer: Viewer, printed_by_id: int | None) -> bool:
    """A brief holds what its printer may see: it is for them, and for those who see everything."""
    return viewer.role in EVERYTHING or (viewer.user_id is not None and viewer.user_id == printed_by_id)


def can_change_view(viewer: Viewer, owner_id: int, *, shared: bool) -> bool:
    """Whoever keeps a view changes it; what is shared, coordinators and administrators too."""
    mine = viewer.user_id is not None and viewer.user_id == owner_id
    return not viewer.looks_back and (mine or (shared and can_edit_all(viewer)))


def can_change_some_projects(viewer: Viewer) -> bool:
    """May they edit any project at all, so that changing several at once is offered?"""
    return can_edit_all(viewer) or (_writes(viewer, {Role.manager}) and bool(viewer.managed_ids))


def can_name_managers(viewer: Viewer) -> bool:
    """Those who edit every project say who manages it; a manager leaves that as it is."""
    return can_edit_all(viewer)


def can_administer(viewer: Viewer) -> bool:
    """Administrators keep people, code lists and rates."""
    return _writes(viewer, {Role.administrator})
