"""Keeping briefs that were printed."""

from datetime import datetime

from sqlmodel import Session

from tracker.domain.actions import issuing
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import RecordKind, Visibility
from tracker.domain.models import Brief, Record


def keep_brief(
    session: Session,
    order: BriefOrder,
    *,
    title: str,
    data_day: datetime,
    pages: int,
    sha256: str,
    size: int,
    doubts: int = 0,
    user_id: int | None,
    job_id: int | None,
    frozen: issuing.Frozen | None = None,
) -> Brief:
    """Record a printed brief whose file is kept already; `size` in bytes, `doubts`: how many things the check found.

    `frozen`: as issued, else it is a draft. Raises Overtaken where another brief was issued meanwhile under the number
    that is printed. A brief shows what its printer may see, which others may not: it is confidential, theirs and the
    coordinators'.
    """
    if frozen:
        issuing.hold(session, order, frozen.issue)
    record = Record(
        kind=RecordKind.brief, visibility=Visibility.confidential, language=order.lang, created_by_id=user_id
    )
    session.add(record)
    session.flush()
    brief = Brief(
        id=record.id,
        kind=order.kind,
        key=order.key,
        printed_language=order.lang,
        second_language=order.second or None,
        full=order.full,
        selection=order.selection or None,
        as_of=order.as_of,
        known_on=order.known_on,
        note=order.note or None,
        doubts=doubts,
        title=title,
        data_day=data_day,
        pages=pages,
        sha256=sha256,
        size=size,
        user_id=user_id,
        job_id=job_id,
        **(frozen.columns() if frozen else {}),
    )
    session.add(brief)
    session.flush()
    return brief
