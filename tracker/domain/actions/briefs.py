"""Keeping briefs that were printed."""

from datetime import datetime

from sqlmodel import Session

from tracker.domain.codes import BriefKind, RecordKind, Visibility
from tracker.domain.models import Brief, Record


def keep_brief(
    session: Session,
    *,
    kind: BriefKind,
    key: str,
    language: str,
    title: str,
    data_day: datetime,
    pages: int,
    sha256: str,
    size: int,
    user_id: int | None,
    job_id: int | None,
) -> Brief:
    """Record a printed brief whose file is kept already; `size` in bytes.

    A draft shows what its printer may see, which others may not: it is confidential, theirs and the coordinators'.
    """
    record = Record(kind=RecordKind.brief, visibility=Visibility.confidential, language=language, created_by_id=user_id)
    session.add(record)
    session.flush()
    brief = Brief(
        id=record.id,
        kind=kind,
        key=key,
        printed_language=language,
        title=title,
        data_day=data_day,
        pages=pages,
        sha256=sha256,
        size=size,
        user_id=user_id,
        job_id=job_id,
    )
    session.add(brief)
    session.flush()
    return brief
