"""Where a fact comes from, on the forms of sourced facts; and the papers of parts that have some."""

import pytest
import sqlalchemy as sa
from sqlmodel import col

from tests import cast, make
from tests.web.posting import ClientFor, typed
from tracker.domain.dates import now
from tracker.domain.models import Citation, Contribution, Document, Step
from tracker.store import UnitSession

PAGE = "/funding/contributions/c"


@pytest.fixture
def given(app_session: UnitSession) -> Contribution:
    """A contribution with one step that cites a document."""
    canada = make.organisation(app_session, "canada")
    made = make.contribution(app_session, canada, "c", steps=[("pledged", 500_00)])
    paper = make.document(app_session, title="Letter of the minister")
    step = app_session.scalars(sa.select(Step)).one()
    app_session.add(Citation(record_id=step.id or 0, document_id=paper.id, paragraph="3"))
    app_session.commit()
    return made


def step_id(session: UnitSession) -> int:
    key = session.scalars(sa.select(col(Step.id))).one()
    session.commit()
    return key or 0


def cited(session: UnitSession) -> list[tuple[int | None, str | None]]:
    rows = session.execute(sa.select(col(Citation.document_id), col(Citation.paragraph))).all()
    session.commit()
    return [(row[0], row[1]) for row in rows]


@pytest.mark.parametrize("archived", [False, True])
def test_saving_a_part_keeps_its_source_also_where_that_was_archived(
    client_for: ClientFor,
    app_session: UnitSession,
    given: Contribution,
    archived: bool,  # noqa: FBT001
) -> None:
    if archived:
        app_session.scalars(sa.select(Document)).one().record.archived_at = now()
        app_session.commit()
    before = cited(app_session)
    client, address = client_for("coordinator"), f"{PAGE}/steps/{step_id(app_session)}"
    page = client.read(address)
    sent = typed(page, "kind", "amount", "on", "source_document", "source_paragraph", "version")
    assert cast.post(client, address, {**sent, "amount": "600"}).status_code == 303
    assert cited(app_session) == before


def test_a_step_leads_to_the_form_of_its_paper(
    client_for: ClientFor, app_session: UnitSession, given: Contribution
) -> None:
    address = f"/records/{step_id(app_session)}/documents/new"
    client = client_for("coordinator")
    assert address in client.read(PAGE).links
    assert client.get(address).status_code == 200
    assert address not in client_for("manager").read(PAGE).links
