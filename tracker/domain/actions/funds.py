"""Making and changing funds."""

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from tracker.domain.actions import citations
from tracker.domain.actions.records import add_record, free_code, show_to
from tracker.domain.codes import RecordKind
from tracker.domain.drafts.funding import FundDraft
from tracker.domain.errors import Clash
from tracker.domain.models import Fund

COLUMNS = ("name", "kind", "state", "state_stated", "summary")


def create(session: Session, *, draft: FundDraft, language: str = "en") -> Fund:
    """Make a fund; its code is made from its name and stays when the name changes."""
    record = add_record(
        session,
        kind=RecordKind.fund,
        code=free_code(session, RecordKind.fund, draft.name),
        visibility=draft.visibility,
        language=language,
    )
    fund = Fund(record=record, name=draft.name)
    _fill(fund, draft)
    session.add(fund)
    session.flush()
    citations.cite(session, fund.id or 0, draft)
    session.flush()
    return fund


def edit(session: Session, *, fund: Fund, draft: FundDraft, version: int | None) -> Fund:
    """Change a fund; raises Clash when somebody saved it since `version`."""
    if version != fund.version:
        raise Clash(fund.version)
    _fill(fund, draft)
    opened = show_to(session, fund.record, draft.visibility)
    if citations.cite(session, fund.id or 0, draft) or opened:
        flag_modified(fund, "changed_at")  # these stand in rows of their own
    session.flush()
    return fund


def _fill(fund: Fund, draft: FundDraft) -> None:
    for name in COLUMNS:
        if getattr(fund, name) != getattr(draft, name):
            setattr(fund, name, getattr(draft, name))
