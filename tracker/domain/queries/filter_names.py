"""What the records are called that the list of projects is narrowed to, as far as this person may know of them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.codes import RecordKind
from tracker.domain.filters import NOBODY, Values
from tracker.domain.models import Fund, Organisation, Programme, Record, User
from tracker.domain.queries import places
from tracker.domain.queries.texts import Said, shown
from tracker.domain.queries.visibility import visible_to
from tracker.domain.rules import Viewer, sees_inside

Named = Mapping[tuple[str, str], Said]
"""By the filter's name and the value."""

_RECORDS: dict[str, tuple[RecordKind, Any]] = {
    "programme": (RecordKind.programme, Programme),
    "donor": (RecordKind.organisation, Organisation),
    "partner": (RecordKind.organisation, Organisation),
    "fund": (RecordKind.fund, Fund),
}
LOOKED_UP = frozenset({"territory", "manager", *_RECORDS})
"""The filters whose values are codes of records."""


def named(session: Session, viewer: Viewer, values: Values, *, lang: str, today: date) -> dict[tuple[str, str], Said]:
    """The names of the values that are codes of records; one query for each filter of these."""
    found: dict[tuple[str, str], Said] = {}
    if codes := values.get("territory"):
        of_code = sa.select(col(Record.id)).where(col(Record.kind) == RecordKind.territory, col(Record.code).in_(codes))
        labels = places.labels(session, lang, today, list(session.scalars(of_code))).values()
        found |= {("territory", label.code): Said(label.listed, lang) for label in labels}
    for name in _RECORDS.keys() & values.keys():
        found |= {
            (name, code): Said(text, spoken) for code, text, spoken in _named(session, viewer, name, values, lang)
        }
    if "manager" in values and sees_inside(viewer):
        keys = [int(key) for key in values["manager"] if key != NOBODY and key.isdecimal() and len(key) < 10]
        people = session.execute(sa.select(col(User.id), col(User.name)).where(col(User.id).in_(keys)))
        found |= {("manager", str(key)): Said(text, lang) for key, text in people}
    return found


def _named(session: Session, viewer: Viewer, name: str, values: Values, lang: str) -> Iterable[tuple[str, str, str]]:
    kind, table = _RECORDS[name]
    words = shown(lang, table.id, "name", sa.null())
    rows = session.execute(
        sa.select(col(Record.code), words, col(table.name), col(Record.language))
        .join(table, col(table.id) == Record.id)
        .where(col(Record.kind) == kind, col(Record.code).in_(values[name]), visible_to(viewer))
    )
    for code, translated, original, spoken in rows:
        yield code or "", translated or original, lang if translated else spoken
