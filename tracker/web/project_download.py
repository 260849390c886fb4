"""The list of projects as it is shown, all its pages, for spreadsheets."""

from collections.abc import Iterator

from flask import Response, url_for
from flask_babel import gettext as _

from tracker import formats
from tracker.domain.queries import project_columns, projects, sources
from tracker.exchange import projects_sheet
from tracker.exchange.projects_sheet import Line
from tracker.web import spreadsheet, unit
from tracker.web.project_list import Asked
from tracker.web.spreadsheet import Shown

MOST = 100_000
"""Rows of one file: more are downloaded by parts of the list."""

_AT_ONCE = 1000


def file(asked: Asked, kind: str) -> Response:
    """The file; where it cannot hold all, its last line says so."""
    unit.of_one_moment()
    reader = asked.reader
    total = projects.count(unit.session(), reader.viewer, asked.wanted, day=reader.day)
    said = {"most": formats.number(MOST, reader.language), "total": formats.number(total, reader.language)}
    note = _("Only the first %(most)s of %(total)s projects stand here. Narrow the list to get the others.", **said)
    table = projects_sheet.table(
        _lines(asked, min(total, MOST)),
        asked.columns,
        currency=asked.currency,
        day=reader.day,
        note=note if total > MOST else "",
    )
    return spreadsheet.answer(kind, "projects", table, lambda: _shown(asked))


def _shown(asked: Asked) -> Shown:
    title = _("Archived projects") if asked.wanted.archived else _("Projects")
    return Shown(url_for("projects.index"), title, [said for said, _address in asked.chips])


def _lines(asked: Asked, number: int) -> Iterator[Line]:
    """The projects in the order of the list, some hundred at a time; the request is over when the last are read."""
    sort, columns = asked.sort, asked.columns
    session, who, lang, day = unit.session(), asked.reader.viewer, asked.reader.language, asked.reader.day
    for first in range(0, number, _AT_ONCE):
        most = min(_AT_ONCE, number - first)
        rows = projects.slice_of(session, who, asked.wanted, language=lang, day=day, sort=sort, first=first, most=most)
        ids = [row.id for row in rows]
        beside = project_columns.beside(session, who, ids, columns, language=lang)
        cited = sources.by_record(session, who, ids, language=lang, with_parts=False)
        yield from (Line(row, beside[row.id], cited.get(row.id, ())) for row in rows)
