"""The table of territories: names by language and day, from the project's own checked list."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml
from sqlalchemy.orm import Session
from sqlmodel import col, select

from tracker.domain.actions.merging import Piece, settle, sync, written_by
from tracker.domain.actions.records import add_record
from tracker.domain.codes import RecordKind, Visibility
from tracker.domain.models import Record, Territory, TerritoryName

ACTOR = "territory table"
KEYS = ("language", "valid_from")
Entry = Mapping[str, Any]


def load(session: Session) -> int:
    """Bring the territories and their names to the list's state; how many changed. Safe to repeat.

    A name that a person corrected stays. The `valid_to` of a name is the first day it holds no longer.
    """
    with written_by(session, ACTOR, "loaded from territories.yaml"):
        changed = [_put(session, entry, rows) for entry, rows in _with_rows(session, entries())]
    return sum(changed)


def codes() -> frozenset[str]:
    """The codes of all territories of the list, whether they are loaded or not."""
    return frozenset(entry["code"] for entry in entries())


@cache
def entries() -> list[Entry]:
    """The list as it is written."""
    text = resources.files("tracker").joinpath("data/territories.yaml").read_text(encoding="utf-8")
    entries: list[Entry] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))["territories"]  # noqa: S506 - both loaders are the safe ones
    return entries


Rows = tuple[Territory, list[TerritoryName], bool]


def _with_rows(session: Session, entries: list[Entry]) -> Iterator[tuple[Entry, Rows]]:
    """Each entry with its territory, the names that stand, and whether it was made just now."""
    found = session.execute(select(Record.code, Territory).join(Territory, col(Territory.id) == Record.id)).all()
    standing = {row[0]: row[1] for row in found}
    names: dict[int, list[TerritoryName]] = {}
    for name in session.scalars(select(TerritoryName)).all():
        names.setdefault(name.territory_id, []).append(name)
    made = _made(session, [entry for entry in entries if entry["code"] not in standing])
    for entry in entries:
        territory = made.get(entry["code"]) or standing[entry["code"]]
        yield entry, (territory, names.get(territory.id or 0, []), entry["code"] in made)


def _made(session: Session, entries: list[Entry]) -> dict[str, Territory]:
    records = [
        add_record(session, kind=RecordKind.territory, code=entry["code"], visibility=Visibility.public)
        for entry in entries
    ]
    session.flush()
    made = {
        entry["code"]: Territory(id=record.id, **_columns(entry))
        for entry, record in zip(entries, records, strict=True)
    }
    session.add_all(made.values())
    session.flush()
    return made


def _put(session: Session, entry: Entry, rows: Rows) -> bool:
    territory, names, fresh = rows
    settled = [settle(session, territory, {name: value}) is True for name, value in _columns(entry).items()]
    synced = sync(
        session,
        TerritoryName,
        owner={"territory_id": territory.id},
        rows=names,
        wanted=list(_names(entry)),
        keys=KEYS,
        fresh=fresh,
    )
    return fresh or any(settled) or synced.changed


def _columns(entry: Entry) -> dict[str, Any]:
    return {
        "iso3": entry["iso3"],
        "m49": entry["m49"],
        "kind": entry["kind"],
        "region": entry["region"],
        "subregion": entry["subregion"],
        "latitude": float(entry["lat"]),
        "longitude": float(entry["lon"]),
        "note": entry.get("note"),
        "valid_from": entry.get("valid_from"),
        "valid_to": entry.get("valid_until"),
    }


def _names(entry: Entry) -> Iterator[Piece]:
    """Today's names, which hold since the last former ones ended, and the former ones."""
    former = entry.get("former", [])
    since = max((line["valid_until"] for line in former), default=None)
    yield from _in_languages(entry, since, None)
    for line in former:
        yield from _in_languages(line, line.get("valid_from"), line["valid_until"])


def _in_languages(entry: Entry, since: date | None, until: date | None) -> Iterator[Piece]:
    for language, forms in entry["names"].items():
        yield Piece(
            keys={"language": language, "valid_from": since},
            values={
                "listed": forms["list"],
                "text": forms.get("text", forms["list"]),
                "formal": forms.get("formal"),
                "valid_to": until,
                "verified": language not in entry.get("unverified", ()),
            },
        )
