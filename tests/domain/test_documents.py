"""Documents: who sees which, where they belong, taking them off and putting them back."""

import pytest
import sqlalchemy as sa
from sqlmodel import col

from tests import make
from tests.queries import counted
from tracker.domain import rules
from tracker.domain.actions import documents as acts
from tracker.domain.actions import records
from tracker.domain.actions.documents import KeptFile
from tracker.domain.codes import DocumentKind, RecordKind, Role, Visibility
from tracker.domain.drafts.check import check
from tracker.domain.drafts.documents import DocumentDraft
from tracker.domain.errors import Clash, NotFound, RefusedMany
from tracker.domain.models import Document, DocumentLink, Entity, RowVersion, User
from tracker.domain.queries import accounts, document_page
from tracker.domain.queries import documents as queries
from tracker.domain.rules import Viewer
from tracker.store import UnitSession

FILE = KeptFile("report.pdf", "application/pdf", "a" * 64, 1234)
COORDINATOR = Viewer(None, Role.coordinator)
OUTSIDER = Viewer(None, Role.viewer)


def draft(**given: object) -> DocumentDraft:
    return check(DocumentDraft, {"title": "Situation report", "kind": "report", **given})


def attached(session: UnitSession, to: Entity, viewer: Viewer = COORDINATOR, **given: object) -> Document:
    return acts.attach(session, viewer=viewer, record_id=to.id or 0, draft=draft(**given), file=FILE)


def viewer_of(session: UnitSession, user: User) -> Viewer:
    found = accounts.viewer_of(session, user.id or 0)
    assert found is not None
    return found


def seen(session: UnitSession, viewer: Viewer, document: Document) -> bool:
    return queries.one(session, viewer, document.id or 0) is not None


def listed(session: UnitSession, viewer: Viewer, record: Entity, language: str = "en") -> list[str]:
    return [held.title.text for held in queries.of_record(session, viewer, record.id or 0, language=language)]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"kind": "novel"}, "kind"),
        ({"reference": "x" * 121}, "reference"),
        ({"on": "2026-13"}, "on"),
        ({"language": "English"}, "language"),
    ],
)
@pytest.mark.once
def test_a_draft_says_which_field_is_wrong(given: dict[str, object], field: str) -> None:
    with pytest.raises(RefusedMany) as refused:
        draft(**given)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_a_document_is_recorded_with_its_file_and_what_it_belongs_to(session: UnitSession) -> None:
    project = make.project(session)
    document = attached(
        session, project, on="early 2004", reference="A/1", language="fr", note="First", visibility="public"
    )
    assert (document.sha256, document.size, document.file_name) == ("a" * 64, 1234, "report.pdf")
    assert (document.record.kind, document.record.visibility) == (RecordKind.document, Visibility.public)
    (held,) = queries.of_record(session, COORDINATOR, project.id or 0, language="en")
    assert (held.kind, held.reference, held.ending, held.part) == (DocumentKind.report, "A/1", "PDF", None)
    assert held.on is not None
    assert held.on.stated == "early 2004"


def test_a_title_is_read_in_the_readers_language(session: UnitSession) -> None:
    project = make.project(session)
    document = attached(session, project)
    make.translation(session, document, "title", "fr", "Rapport")
    assert listed(session, COORDINATOR, project, "fr") == ["Rapport"]
    assert listed(session, COORDINATOR, project, "ru") == ["Situation report"]


@pytest.mark.parametrize("own", list(Visibility))
@pytest.mark.parametrize("holders", list(Visibility))
def test_a_document_is_seen_where_it_and_its_record_are(
    session: UnitSession, own: Visibility, holders: Visibility
) -> None:
    maker, reader, staff = (make.user(session, role=role) for role in (Role.mission, Role.viewer, Role.manager))
    project = make.project(session, visibility=holders)
    document = attached(session, project, viewer_of(session, maker), visibility=own)
    session.flush()
    public, confidential = Visibility.public, Visibility.confidential
    assert seen(session, COORDINATOR, document)
    assert seen(session, viewer_of(session, reader), document) == (own == holders == public)
    assert seen(session, viewer_of(session, staff), document) == (confidential not in (own, holders))
    assert seen(session, viewer_of(session, maker), document) == (holders != confidential)


def test_a_record_open_to_somebody_opens_no_confidential_document(session: UnitSession) -> None:
    manager = make.user(session)
    project = make.project(session, managers=[manager], visibility=Visibility.confidential)
    internal = attached(session, project, title="Plan")
    secret = attached(session, project, title="Names", visibility="confidential")
    viewer = viewer_of(session, manager)
    assert (seen(session, viewer, internal), seen(session, viewer, secret)) == (True, False)
    assert listed(session, viewer, project) == ["Plan"]


def test_a_document_shared_with_somebody_is_theirs_where_its_record_is_too(session: UnitSession) -> None:
    reader = make.user(session, role=Role.viewer)
    project = make.project(session)
    document = attached(session, project)
    make.share(session, document, reader)
    viewer = viewer_of(session, reader)
    assert not seen(session, viewer, document)
    make.share(session, project, reader)
    assert seen(session, viewer, document)


def test_one_record_that_is_seen_is_enough(session: UnitSession) -> None:
    secret, plain = make.project(session, visibility=Visibility.confidential), make.agreement(session)
    document = attached(session, secret)
    viewer = viewer_of(session, make.user(session))
    assert not seen(session, viewer, document)
    acts.attach_again(session, document=document, record_id=plain.id or 0)
    assert seen(session, viewer, document)
    found = queries.holders(session, viewer, document.id or 0, language="en")
    assert [one.id for one in found] == [plain.id]


def test_a_source_is_seen_where_it_is_cited(session: UnitSession) -> None:
    document = make.document(session)
    assert seen(session, OUTSIDER, document)
    make.citation(session, make.project(session, visibility=Visibility.confidential), document)
    assert not seen(session, OUTSIDER, document)
    project = make.project(session, visibility=Visibility.public)
    make.citation(session, make.milestone(session, project), document)
    assert seen(session, OUTSIDER, document)
    (where,) = queries.citing(session, OUTSIDER, document.id or 0, language="en")
    assert (where.owner_id, where.name, where.times) == (project.id, project.title, 1)


def test_documents_of_parts_stand_with_their_owner(session: UnitSession) -> None:
    project = make.project(session, visibility=Visibility.public)
    milestone, risk = make.milestone(session, project), make.risk(session, project)
    attached(session, project, title="Plan", visibility="public")
    attached(session, milestone, title="Photograph", visibility="public")
    attached(session, risk, title="Worries", visibility="public")
    assert listed(session, COORDINATOR, project) == ["Plan", "Photograph", "Worries"]
    assert listed(session, OUTSIDER, project) == ["Plan", "Photograph"]
    parts = [held.part for held in queries.of_record(session, COORDINATOR, project.id or 0, language="en")]
    assert parts == [None, RecordKind.milestone, RecordKind.risk]


def test_a_document_of_a_risk_is_for_the_programmes_people(session: UnitSession) -> None:
    project = make.project(session, visibility=Visibility.public)
    document = attached(session, make.risk(session, project), visibility="public")
    assert not seen(session, OUTSIDER, document)
    assert seen(session, viewer_of(session, make.user(session)), document)


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_documents_of_a_record_are_one_question(session: UnitSession, number: int) -> None:
    project = make.project(session)
    for _ in range(number):
        attached(session, project)
    with counted(session.get_bind()) as asked:  # type: ignore[arg-type]
        found = queries.of_record(session, COORDINATOR, project.id or 0, language="en")
    assert (len(found), len(asked)) == (number, 1)


def test_taking_the_last_one_off_puts_it_away_and_undoing_brings_it_back(session: UnitSession) -> None:
    project = make.project(session)
    document = attached(session, project)
    acts.detach(session, document=document, record_id=project.id or 0)
    assert (document.record.archived_at is not None, document.sha256) == (True, "a" * 64)
    assert listed(session, COORDINATOR, project) == []
    for _ in range(2):
        acts.attach_again(session, document=document, record_id=project.id or 0)
    assert (document.record.archived_at, listed(session, COORDINATOR, project)) == (None, ["Situation report"])


def test_what_belongs_elsewhere_or_is_cited_stays(session: UnitSession) -> None:
    one, other = make.project(session), make.agreement(session)
    document = attached(session, one)
    acts.attach_again(session, document=document, record_id=other.id or 0)
    acts.detach(session, document=document, record_id=one.id or 0)
    assert document.record.archived_at is None
    make.citation(session, one, document)
    acts.detach(session, document=document, record_id=other.id or 0)
    assert document.record.archived_at is None


def test_a_public_document_taken_off_a_secret_record_is_not_shown_to_all(session: UnitSession) -> None:
    project = make.project(session, visibility=Visibility.confidential)
    document = attached(session, project, visibility="public")
    acts.detach(session, document=document, record_id=project.id or 0)
    assert not seen(session, OUTSIDER, document)


def test_what_belongs_nowhere_cannot_be_taken_off(session: UnitSession) -> None:
    document = attached(session, make.project(session))
    with pytest.raises(NotFound):
        acts.detach(session, document=document, record_id=make.project(session).id or 0)


def test_only_what_once_belonged_to_a_record_is_brought_back_to_it(session: UnitSession) -> None:
    project, other = make.project(session), make.project(session)
    document = attached(session, project)
    acts.detach(session, document=document, record_id=project.id or 0)
    own = document.id or 0
    assert document_page.taken_off(session, COORDINATOR, own, project.id or 0) is document
    assert document_page.taken_off(session, COORDINATOR, own, other.id or 0) is None
    assert document_page.taken_off(session, OUTSIDER, own, project.id or 0) is None


def test_a_stale_version_clashes(session: UnitSession) -> None:
    document = attached(session, make.project(session))
    acts.edit(session, document=document, draft=draft(title="Final report"), version=1)
    for act in (
        lambda: acts.edit(session, document=document, draft=draft(), version=1),
        lambda: records.archive(session, row=document, version=1),
    ):
        with pytest.raises(Clash):
            act()


def test_showing_it_to_others_is_a_new_version(session: UnitSession) -> None:
    document = attached(session, make.project(session))
    session.commit()
    acts.edit(session, document=document, draft=draft(visibility="public"), version=1)
    assert (document.version, document.record.visibility) == (2, Visibility.public)


def test_history_tells_of_the_document_and_of_its_tie(session: UnitSession) -> None:
    project = make.project(session)
    session.commit()
    document = attached(session, project)
    session.commit()
    told = session.execute(
        sa.select(col(RowVersion.entity), col(RowVersion.record_id), col(RowVersion.change))
        .where(col(RowVersion.entity).in_(("document", "document_link")))
        .order_by(col(RowVersion.entity))
    ).all()
    assert [tuple(one) for one in told] == [
        ("document", document.id, "insert"),
        ("document_link", project.id, "insert"),
    ]
    assert session.get(DocumentLink, (document.id, project.id)) is not None


def test_whoever_edits_a_record_adds_documents_to_it_and_its_parts(session: UnitSession) -> None:
    manager, traveller = make.user(session), make.user(session, role=Role.mission)
    project, mission = make.project(session, managers=[manager]), make.mission(session, members=[traveller])
    milestone, agreement = make.milestone(session, project), make.agreement(session)
    allowed = {}
    for who in (manager, traveller):
        viewer = viewer_of(session, who)
        for row in (project, milestone, mission, agreement):
            holder = queries.holder(session, viewer, row.id or 0, language="en")
            assert holder is not None
            allowed[who.id, row.id] = queries.may_edit(session, viewer, holder)
    right = {(manager.id, project.id), (manager.id, milestone.id), (traveller.id, mission.id)}
    assert {key for key, may in allowed.items() if may} == right


@pytest.mark.parametrize("kind", rules.WITHOUT_DOCUMENTS)
def test_some_records_hold_no_documents(session: UnitSession, kind: RecordKind) -> None:
    document = make.document(session)
    document.record.kind = kind
    session.flush()
    assert queries.holder(session, COORDINATOR, document.id or 0, language="en") is None


def test_who_added_a_document_may_describe_it(session: UnitSession) -> None:
    maker, other = make.user(session, role=Role.mission), make.user(session, role=Role.mission)
    document = attached(session, make.project(session), viewer_of(session, maker))
    allowed = [queries.may_edit_document(session, viewer_of(session, who), document, []) for who in (maker, other)]
    assert allowed == [True, False]
