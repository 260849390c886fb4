"""The list of projects as it is shown, all its pages, for spreadsheets."""

from collections.abc import Iterator

from flask import Response, make_response
from flask_babel import gettext as _

from tracker import formats
from tracker.domain.queries import project_columns, projects, sources
from tracker.domain.queries.sources import Source
from tracker.exchange import projects_csv
from tracker.exchange.projects_csv import Line
from tracker.web import looking_back, unit
from tracker.web.project_list import Asked

MOST = 10_000
"""Rows of one file: more are downloaded by parts of the list."""

_AT_ONCE = 1000


def csv(asked: Asked) -> Response:
    """The file; where it cannot hold all, its last line says so."""
    total = projects.count(unit.session(), asked.reader.viewer, asked.wanted, day=asked.reader.day)
    said = {"most": formats.number(MOST, asked.reader.language), "total": formats.number(total, asked.reader.language)}
    note = _("Only the first %(most)s of %(total)s projects stand here. Narrow the list to get the others.", **said)
    text = projects_csv.written(
        _lines(asked, min(total, MOST)),
        asked.columns,
        currency=asked.currency,
        day=asked.reader.day,
        note=note if total > MOST else "",
        days=looking_back.days(),
    )
    answer = make_response(text)
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f"attachment; filename=projects-{looking_back.stamp()}.csv"
    return answer


def _lines(asked: Asked, number: int) -> Iterator[Line]:
    """The projects in the order of the list, some hundred at a time."""
    session, who, lang = unit.session(), asked.reader.viewer, asked.reader.language
    for first in range(0, number, _AT_ONCE):
        rows = projects.slice_of(
            session,
            who,
            asked.wanted,
            language=lang,
            day=asked.reader.day,
            sort=asked.sort,
            first=first,
            most=min(_AT_ONCE, number - first),
        )
        ids = [row.id for row in rows]
        beside = project_columns.beside(session, who, ids, asked.columns, language=lang)
        cited: dict[int, dict[str, None]] = {}
        for source in sources.of_records(session, who, ids, language=lang, with_parts=False):
            cited.setdefault(source.record_id, {})[_said(source)] = None
        yield from (Line(row, beside[row.id], list(cited.get(row.id, ()))) for row in rows)


def _said(source: Source) -> str:
    named = source.reference or source.title
    return f"{named}, {source.paragraph}" if source.paragraph else named
