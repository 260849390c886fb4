"""What every brief has around its sections: title, territories, day, sources, standing texts."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar

from tracker import legal
from tracker.briefs import funding
from tracker.briefs.comparing import compared
from tracker.briefs.model import Brief, LocatorMap, TerritoryLine
from tracker.briefs.reader import Reader
from tracker.briefs.since import since
from tracker.briefs.sourcebook import SourceBook
from tracker.briefs.whereabouts import with_whereabouts
from tracker.domain import rules
from tracker.domain.models import Contribution
from tracker.domain.queries.scope import Scope
from tracker.domain.queries.texts import Said
from tracker.domain.rules import Viewer

AnyBrief = TypeVar("AnyBrief", bound=Brief)


def reader_of(scope: Scope, lang: str, viewer: Viewer, today: date) -> Reader:
    """Who reads the rows of a scope."""
    return Reader(scope, SourceBook(scope), lang, today, rules.sees_inside(viewer))


def frame(reader: Reader, key: str, title: Said | None, drawn: LocatorMap | None = None) -> dict[str, Any]:
    """What every brief has; told when all sections are, for only then all sources are known. Without a title, the territory's."""
    quotations = reader.book.quotations(_titles(reader))
    sources = reader.book.sources()
    territories = _territories(reader.scope)
    return {
        "key": key,
        "lang": reader.lang,
        "title": title or Said(territories[0].listed, reader.lang),
        "number": None,
        "territories": territories,
        "data_day": _data_day(reader),
        "today": reader.scope.times.printed_on,
        "as_of": reader.scope.times.as_of,
        "known_on": reader.scope.times.known_on,
        "without_date": reader.scope.undated,
        "map": drawn,
        "sources": sources,
        "documents": tuple(dict.fromkeys((line.reference, line.title) for line in sources if line.reference)),
        "quotations": quotations,
        "standing": (),
        "cut": tuple(reader.cut),
        "compared": compared(reader),
        "unnamed": tuple(one.listed for one in reader.scope.labels.values() if one.missing),
        "records": tuple(sorted(reader.scope.records | {rate.id for rate in reader.book.rates if rate.id})),
        "rates": tuple(reader.book.rates.values()),
    }


def _data_day(reader: Reader) -> datetime:
    """When the newest change of what the brief tells was recorded, also of the rates that its dollars rest on."""
    return max([reader.scope.changed, *(rate.changed for rate in reader.book.rates if rate.changed)])


def _territories(scope: Scope) -> tuple[TerritoryLine, ...]:
    labels = [scope.labels[one.id] for one in scope.territories if one.id in scope.labels]
    return tuple(TerritoryLine(one.code, one.listed, one.text) for one in labels)


def _titles(reader: Reader) -> dict[int, Said]:
    """What each record is called, for the quotations that belong to it."""
    scope = reader.scope
    titled = (scope.projects, scope.agreements, scope.assessments, scope.events)
    named: list[tuple[Any, str]] = [(row, "title") for rows in titled for row in rows]
    named += [(row, "name") for row in (*scope.disasters, *scope.beside.funds)]
    named += [(row, "text") for row in scope.beside.amounts] + [
        (row, "title") for row in scope.beside.posts if row.title
    ]
    if scope.programme:
        named.append((scope.programme, "name"))
    titles = {row.id: reader.said(row, field) for row, field in named if row.id}
    titles |= {row.id: _gift(reader, row) for row in scope.contributions if row.id}
    return titles


def finished(brief: AnyBrief, scope: Scope, former: Brief | None) -> AnyBrief:
    """Add where cut tables go on, what changed since the former brief, if any, and the notes that all of it needs."""
    told = with_whereabouts(brief)
    told = replace(told, since=since(former, told)) if former else told
    return _with_standing_texts(told, scope)


def _gift(reader: Reader, row: Contribution) -> Said:
    """What a contribution is called, for it has no title: by where it went in its donor's brief, else by its donor."""
    went = funding.into(reader, row) if reader.scope.donor else ()
    return went[0] if went else reader.partner(row.donor).name


def _with_standing_texts(brief: AnyBrief, scope: Scope) -> AnyBrief:
    """Add the notes that the territories named anywhere in the brief need, and the designations text."""
    words = "\n".join(_words(replace(brief, compared=None)))
    keys = [scope.labels[key].note for key in scope.labels] + [
        key for name, key in scope.note_words.items() if name in words
    ]
    needed = [key for key in dict.fromkeys(keys) if key] + [legal.DESIGNATIONS]
    return replace(brief, standing=tuple(legal.standing_text(key, brief.lang) for key in needed))


def _words(value: object) -> Iterator[str]:
    """Every text inside plain values."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for part in fields(value):
            yield from _words(getattr(value, part.name))
    elif isinstance(value, Iterable):
        for part in value:
            yield from _words(part)
