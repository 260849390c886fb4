"""What every record's page shows beside the record's own facts: texts, sources, history, documents, identifiers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain import rules
from tracker.domain.models import Entity, OutsideIdentifier, Record
from tracker.domain.money import Money
from tracker.domain.queries import changes, documents, mentions, names, places, sources, texts
from tracker.domain.queries.places import TerritoryLabel
from tracker.domain.queries.texts import Said, Texts
from tracker.domain.rules import Viewer


@dataclass(frozen=True)
class Reader:
    """For whom a page is made: who they are, in which language they read, on which day."""

    viewer: Viewer
    language: str
    day: date


@dataclass(frozen=True)
class Dossier:
    """What stands around a record. `labels` names its territories and those of the records beside it.

    `notes` are the keys of the standing texts that the names said here need.
    """

    record_id: int
    language: str
    texts: Texts
    labels: dict[int, TerritoryLabel]
    sources: list[sources.Source]
    changes: list[changes.Change]
    names: names.Names
    documents: list[documents.Held]
    may_attach: bool
    identifiers: list[tuple[str, str]]
    notes: list[str]

    def say(self, row: Entity, name: str) -> Said | None:
        """A text of a row as the reader meets it."""
        return self.texts.on(row, name)

    @staticmethod
    def money(minor: int | None, currency: str | None) -> Money | None:
        """An amount of a row that keeps its currency elsewhere; None is "not stated"."""
        return Money(minor, currency) if minor is not None and currency else None


def load(
    session: Session, reader: Reader, row: Entity, *, beside: Iterable[Entity | None], territory_ids: Iterable[int] = ()
) -> Dossier:
    """Everything around a record, in a constant number of queries. `beside`: the rows that the page names.

    Territories that came with these rows are named; `territory_ids` are others. Sources are those of the record, its
    parts, and the posts, events and amounts beside it that have no page.
    """
    record_id = row.id or 0
    named = [one for one in beside if one is not None]
    without_page = [one.id for one in named if type(one).__tablename__ in WITHOUT_PAGE]
    told = changes.of_record(session, record_id, inside=rules.sees_inside(reader.viewer))
    words = texts.load(session, reader.language, [record_id, *(one.id for one in named)])
    cited = sources.of_records(session, reader.viewer, [record_id, *without_page], language=reader.language)
    said = texts.words_of([row, *named], words) + [source.note for source in cited if source.note]
    there = {*territory_ids, *_territories([row, *named])}
    labels = places.labels(session, reader.language, reader.day, there)
    return Dossier(
        record_id=record_id,
        language=reader.language,
        texts=words,
        labels=labels,
        sources=cited,
        changes=told,
        names=names.of_changes(
            session, reader.viewer, record_id, told, language=reader.language, day=reader.day, known=labels
        ),
        documents=documents.of_record(session, reader.viewer, record_id, language=reader.language),
        may_attach=documents.may_attach(session, reader.viewer, _record(row)),
        identifiers=_identifiers(session, record_id),
        notes=mentions.mentioned(session, said),
    )


def _territories(rows: Iterable[Entity]) -> set[int]:
    """The territories that came with these rows."""
    return {there.id for one in rows for there in vars(one).get("territories", ())}


WITHOUT_PAGE = frozenset({"post", "calendar_event", "reported_amount", "requirement", "payment"})
"""Tables whose rows are shown on the pages of others only."""


def _record(row: Entity) -> Record:
    """A row's own record, which every table of records has."""
    record: Record = row.record  # type: ignore[attr-defined]
    return record


def _identifiers(session: Session, record_id: int) -> list[tuple[str, str]]:
    found = session.execute(
        sa.select(col(OutsideIdentifier.system), col(OutsideIdentifier.value))
        .where(col(OutsideIdentifier.record_id) == record_id)
        .order_by(OutsideIdentifier.system, OutsideIdentifier.value)
    )
    return [(system, value) for system, value in found]
