"""Rows written in bulk, with the history and the search text that they would have if people had made them.

The written exception to `history.listen` and `search.listen`: a hundred thousand records one by one would take an
hour. Tests hold what is written here equal to what those would write.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col

from tracker.domain import models as m
from tracker.domain.codes import RecordKind, UpdateState, Visibility
from tracker.domain.dates import PartialDate
from tracker.domain.history import ACCOUNTS, OWNERS, SECRETS, plain
from tracker.domain.invented import ACTOR
from tracker.domain.money import Money
from tracker.domain.queries import remembered
from tracker.domain.queries.search import TIES
from tracker.domain.queries.search_words import FOUND, NAMES, TERRITORIES, TEXTS
from tracker.domain.search import normalise
from tracker.exchange.invented.ids import Numbers

Values = dict[str, Any]
_TEXTS = {kind.value: names for kind, (_, names) in TEXTS.items()}


@cache
def _empty(model: type[SQLModel]) -> Values:
    """A row of the table with the columns' usual values."""
    columns = sa.inspect(model).columns.keys()
    return {name: model.model_fields[name].get_default(call_default_factory=False) for name in columns}


def _columns(given: Mapping[str, Any]) -> Values:
    """Partial dates and money as the columns that hold them."""
    found: Values = {}
    for name, value in given.items():
        if isinstance(value, PartialDate):
            found |= {
                f"{name}_stated": value.stated,
                f"{name}_earliest": value.earliest,
                f"{name}_latest": value.latest,
            }
        elif isinstance(value, Money):
            found |= {f"{name}_minor": value.minor, "currency": value.currency}
        else:
            found[name] = value
    return found


class Rows:
    """What is to be written, kept until `write`; an id is given at once, so that others can name it."""

    def __init__(self, session: Session, why: str) -> None:
        self._session, self._why = session, why
        self._records, self._users = Numbers(session, "record"), Numbers(session, "user")
        self._tables: dict[str, list[Values]] = defaultdict(list)
        self._versions: list[Values] = []
        self._standing: dict[tuple[str, str], tuple[Values, Values]] = {}
        self._words: dict[int, list[str]] = defaultdict(list)
        self._visibility: dict[int, Visibility] = {}
        self._names: dict[int, list[str]] = {}
        self._tops: dict[int, int] = {}
        self._shared: tuple[dict[int, Visibility], dict[int, list[str]]] = {}, {}
        self._territories = _territory_names(session)

    def record(
        self,
        model: type[SQLModel],
        at: datetime,
        *,
        code: str | None = None,
        parent: int | None = None,
        visibility: Visibility = Visibility.internal,
        by: int | None = None,
        **given: Any,  # noqa: ANN401 - the columns of any table
    ) -> int:
        """A record and its own row; of a part, `parent` is the owner, whose visibility it has. Gives its id."""
        key, kind = self._records.take(), RecordKind(str(model.__tablename__))
        seen = self._visibility[parent] if parent else visibility
        self._visibility[key] = seen
        identity = {"id": key, "kind": kind, "code": code, "parent_id": parent, "visibility": seen}
        self._put(m.Record, at, {**identity, "created_at": at, "created_by_id": by})
        stated = _columns({name: value for name, value in given.items() if value is not None})
        row = self._put(model, at, {**stated, "id": key, "changed_at": at})
        self._note_words(kind, row, parent or key, code)
        return key

    def account(self, at: datetime, **given: Any) -> int:  # noqa: ANN401 - the columns of the table
        """An account."""
        key = self._users.take()
        self._put(m.User, at, {**given, "id": key, "created_at": at})
        return key

    def link(self, model: type[SQLModel], at: datetime, **given: Any) -> None:  # noqa: ANN401 - the columns of any table
        """A row that ties two records."""
        row = self._put(model, at, given)
        self._note_ties(model, row)

    def change(self, model: type[SQLModel], key: int, at: datetime, **given: Any) -> None:  # noqa: ANN401 - as above
        """Change a record's row that is not written yet: another version of it."""
        row, version = self._standing[str(model.__tablename__), str(key)]
        row |= {**_columns(given), "version": row["version"] + 1, "changed_at": at}
        version["recorded_to"] = at
        self._remember(model, row, at, "update")

    def _put(self, model: type[SQLModel], at: datetime, given: Values) -> Values:
        row = {**_empty(model), **given}
        self._tables[str(model.__tablename__)].append(row)
        self._remember(model, row, at, "insert")
        return row

    def _remember(self, model: type[SQLModel], row: Values, at: datetime, change: str) -> None:
        table = str(model.__tablename__)
        key = "·".join(str(row[column.key]) for column in sa.inspect(model).primary_key)
        version: Values = {
            "record_id": None if table in ACCOUNTS else row[OWNERS.get(table, "id")],
            "entity": table,
            "row_key": key,
            "version": row.get("version"),
            "change": change,
            "values": {name: plain(value) for name, value in row.items() if name not in SECRETS},
            "recorded_from": at,
            "recorded_to": None,
            "user_id": None,
            "actor": ACTOR,
            "why": self._why,
        }
        self._versions.append(version)
        self._standing[table, key] = row, version

    # what it is found by

    def _note_words(self, kind: RecordKind, row: Values, top: int, code: str | None) -> None:
        self._tops[row["id"]] = top
        if kind == RecordKind.update and row["state"] == UpdateState.published:
            self._words[top] += [row["happened"], row["next_step"] or ""]
        if kind in FOUND:
            self._words[top].append(code or "")
        for model, names in NAMES.items():
            if kind.value == model.__tablename__ and self._visibility[top] == Visibility.public:
                self._names[top] = [row[name] for name in names if row[name]]
        if kind == RecordKind.contribution:
            self._words[top] += self._names.get(row["donor_id"], [])

    def _note_ties(self, model: type[SQLModel], row: Values) -> None:
        for table, owner in TERRITORIES:
            if table is model:
                self._words[row[owner]] += self._territories.get(row["territory_id"], [])
        for tied, owner, other, _ in TIES:
            if tied is model:
                self._words[row[owner]] += self._names.get(row[other], [])

    def _bodies(self) -> list[Values]:
        """The search texts, of rows as they stand in the end."""
        for (table, _), (row, _) in self._standing.items():
            for name in _TEXTS.get(table, ()):
                self._words[self._tops[row["id"]]].append(row[name] or "")
        found = [
            row["id"] for (table, _), (row, _) in self._standing.items() if table == "record" and row["kind"] in FOUND
        ]
        return [{"record_id": key, "body": normalise(" ".join(self._words[key]))} for key in found]

    # writing

    def write(self) -> None:
        """Send everything kept so far to the database, tables as they refer to each other."""
        remembered.changes(self._session)
        for table in SQLModel.metadata.sorted_tables:
            self._send(table.name, self._tables.pop(table.name, []))
        self._send("row_version", sorted(self._versions, key=lambda version: version["recorded_from"]))
        self._send("search_text", self._bodies())
        self._forget()

    def keep(self) -> None:
        """What was written so far may be named by all that follows; what follows only until it is written itself."""
        self._shared = {**self._visibility}, {**self._names}

    def _forget(self) -> None:
        visibility, names = self._shared
        self._visibility, self._names = {**visibility}, {**names}
        self._versions.clear()
        self._standing.clear()
        self._words.clear()
        self._tops.clear()

    def _send(self, table: str, rows: list[Values]) -> None:
        if rows:
            self._session.connection().execute(SQLModel.metadata.tables[table].insert(), rows)


def _territory_names(session: Session) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = session.execute(
        sa.select(col(m.TerritoryName.territory_id), col(m.TerritoryName.listed)).order_by(col(m.TerritoryName.id))
    )
    for key, name in rows:
        found[key].append(name)
    return found
