"""Organisations whose names resemble one that is about to be recorded, so that none is recorded twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.models import Organisation, Record, Translation
from tracker.domain.queries.linked import live
from tracker.domain.rules import Viewer
from tracker.domain.search import normalise

ALIKE = 0.82
"""From this likeness on two names may be one organisation's: found by trying pairs that were and were not."""

MOST = 5
_COMMON = frozenset(
    [
        "the",
        "of",
        "and",
        "for",
        "de",
        "la",
        "le",
        "les",
        "du",
        "des",
        "et",
        "y",
        "del",
        "el",
        "in",
        "to",
        "un",
        "united",
        "nations",
        "government",
        "ministry",
        "office",
        "national",
    ]
)
"""Words that tell no organisation from another."""


@dataclass(frozen=True)
class Similar:
    """An organisation that may be the same: its code, name and acronym, and how alike (0 to 1)."""

    id: int
    code: str
    name: str
    acronym: str | None
    likeness: float


def similar(
    session: Session, viewer: Viewer, *, names: Iterable[str | None], acronym: str | None, but: int | None = None
) -> list[Similar]:
    """Those that this person may know of and whose name, in any language, or acronym is like one of these; two queries."""
    asked = [normalise(name) for name in names if name]
    short = normalise(acronym or "")
    rows = session.execute(
        sa.select(col(Organisation.id), col(Record.code), col(Organisation.name), col(Organisation.acronym))
        .join(Record, col(Record.id) == Organisation.id)
        .where(live(viewer))
        .order_by(col(Organisation.id))
    ).all()
    called: dict[int, set[str]] = {}
    for named, text in session.execute(
        sa.select(col(Translation.record_id), col(Translation.text))
        .join(Organisation, col(Organisation.id) == Translation.record_id)
        .where(col(Translation.field) == "name")
    ):
        called.setdefault(named, set()).add(normalise(text))
    found = []
    for key, code, name, letters in rows:
        if key is None or key == but:
            continue
        known = {normalise(name), *called.get(key, set())}
        likeness = max((_likeness(one, other) for one in asked for other in known), default=0.0)
        if _is_short_for(short, normalise(letters or ""), asked, known):
            likeness = 1.0
        if likeness >= ALIKE:
            found.append(Similar(key, code or "", name, letters, likeness))
    return sorted(found, key=lambda one: (-one.likeness, one.name))[:MOST]


def _is_short_for(short: str, letters: str, asked: Iterable[str], known: Iterable[str]) -> bool:
    """Is one's acronym the other's, or the other's whole name?"""
    return bool(short and (short == letters or short in known)) or bool(letters and letters in asked)


def _likeness(one: str, other: str) -> float:
    """How alike two folded names are: by their letters, or by the words that tell them from others."""
    if one == other:
        return 1.0
    mine, theirs = set(one.split()) - _COMMON, set(other.split()) - _COMMON
    if mine and mine == theirs:
        return 1.0
    if not mine & theirs and not (one.isascii() and other.isascii() and one[:3] == other[:3]):
        return 0.0
    return SequenceMatcher(None, one, other).ratio()
