"""What pages that are read have in common: who reads, what a list is asked for, what stands around a record."""

from collections.abc import Iterable
from typing import Any

from tracker.domain.queries import mentions
from tracker.domain.queries.dossier import Dossier, Reader
from tracker.domain.queries.lists import Listed, Wanted
from tracker.domain.queries.places import TerritoryLabel
from tracker.web import access, arguments, language, looking_back, territory_notes, unit
from tracker.web.cited import cited
from tracker.web.sentences import history
from tracker.web.territory_notes import TerritoryNotes


def reader() -> Reader:
    """Who reads, in which language, today or on the day that the page looks back to."""
    return Reader(access.viewer(), language.current(), looking_back.day())


def wanted() -> Wanted:
    """What the address asks of a list."""
    words = ("q", "territory", "hazard", "programme", "organisation", "kind", "state", "ending", "open", "sort")
    asked: dict[str, Any] = {name: arguments.text(name) for name in words}
    return Wanted(**asked, page=arguments.number(), per_page=arguments.per_page())


def around(dossier: Dossier, *, beside: bool = False) -> dict[str, Any]:
    """What every record's template is given: `around`, its numbered sources, its history, the notes of territories.

    `beside`: the template shows the notes of parts where they stand (macro `about`).
    """
    lang = language.current()
    return {
        "around": dossier,
        "cited": cited(dossier.sources, lang, about=dossier.record_id if beside else None),
        "entries": history(dossier.changes, dossier.names, owner_id=dossier.record_id, lang=lang),
        "territory_notes": notes(dossier.labels.values(), dossier.notes),
    }


def notes_of_list(found: Listed[Any]) -> TerritoryNotes:
    """The notes on the territories that a list or its filters name."""
    return notes(found.labels.values(), found.notes)


def notes_of_words(*texts: str) -> TerritoryNotes:
    """The standing texts that the names in these texts need."""
    return notes((), mentions.mentioned(unit.session(), texts))


def notes(labels: Iterable[TerritoryLabel], mentioned: Iterable[str] = ()) -> TerritoryNotes:
    """The standing texts that some territories' names need, or that were needed otherwise, and what has no name."""
    return territory_notes.of(labels, mentioned)
