"""The lists of agreements, assessments, organisations and disasters, all their pages, for spreadsheets."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Generic, TypeVar

from flask import Response, url_for
from flask_babel import gettext as _

from tracker import formats
from tracker.domain.agreements import BANDS
from tracker.domain.codes import N_, AgreementKind, AgreementState, AssessmentKind, AssessmentState, OrganisationKind
from tracker.domain.models import Assessment, Disaster, Entity, Organisation
from tracker.domain.queries import agreements, assessments, disasters, organisations, paging, sources
from tracker.domain.queries.agreements import PASSED, AgreementList
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.lists import Listed, Wanted
from tracker.exchange import agreements_sheet, assessments_sheet, disasters_sheet, organisations_sheet
from tracker.exchange.sheets import Cell, Cite, Cited, Column, Table
from tracker.store import UnitSession
from tracker.web import filtered, reading, spreadsheet, unit
from tracker.web.spreadsheet import Shown

Found = TypeVar("Found")


@dataclass(frozen=True)
class Of(Generic[Found]):
    """A list: its title, its columns, how a page of it is asked for, what is listed there, how that is told in rows.

    `codes`: what its filters `kind` and `state` choose from.
    """

    title: str
    columns: Sequence[Column]
    load: Callable[[UnitSession, Reader, Wanted], Found]
    listed: Callable[[Found], Listed[Any]]
    rows: Callable[[Found, Cite], Iterator[list[Cell]]]
    codes: Sequence[type[StrEnum]] = ()


AGREEMENTS: Of[AgreementList] = Of(
    N_("Agreements"),
    agreements_sheet.COLUMNS,
    agreements.listing,
    lambda found: found.listed,
    agreements_sheet.rows,
    (AgreementKind, AgreementState),
)
ASSESSMENTS: Of[Listed[Assessment]] = Of(
    N_("Assessments"),
    assessments_sheet.COLUMNS,
    assessments.listing,
    lambda found: found,
    assessments_sheet.rows,
    (AssessmentKind, AssessmentState),
)
ORGANISATIONS: Of[Listed[Organisation]] = Of(
    N_("Organisations"),
    organisations_sheet.COLUMNS,
    organisations.listing,
    lambda found: found,
    organisations_sheet.rows,
    (OrganisationKind,),
)
DISASTERS: Of[Listed[Disaster]] = Of(
    N_("Disasters"), disasters_sheet.COLUMNS, disasters.listing, lambda found: found, disasters_sheet.rows
)


def file(kind: str, name: str, of: Of[Found]) -> Response:
    """The list as it is shown; `name`: that of its views, and of the file."""
    unit.of_one_moment()
    wanted, cited = reading.wanted(), Cited()
    table = Table(of.columns, _rows(of, reading.reader(), wanted, cited), cited)
    return spreadsheet.answer(
        kind, name, table, lambda: Shown(url_for(f"{name}.index"), _(of.title), _filters(of.codes, wanted))
    )


def _rows(of: Of[Found], reader: Reader, wanted: Wanted, cited: Cited) -> Iterator[list[Cell]]:
    """The rows, page by page: each page takes the same number of questions."""
    session = unit.session()

    def load(number: int) -> Found:
        return of.load(session, reader, replace(wanted, page=number, per_page=paging.MOST))

    for found in paging.pages(load, lambda one: of.listed(one).page):
        yield from of.rows(found, _cite(session, reader, of.listed(found).page.rows, cited))


def _cite(session: UnitSession, reader: Reader, rows: Sequence[Entity], cited: Cited) -> Cite:
    """Names the sources of a page's rows."""
    ids = [row.id for row in rows]
    of = sources.by_record(session, reader.viewer, ids, language=reader.language, with_parts=False)
    return lambda key, code: cited.by(code or "", of.get(key or 0, ()))


def _filters(codes: Sequence[type[StrEnum]], wanted: Wanted) -> list[str]:
    """What the list is narrowed to, in words."""
    asked = {name: getattr(wanted, name) for name in ("q", "territory", "hazard", "programme")}
    lang = reading.reader().language
    words = {code.value: formats.label(code, lang) for some in codes for code in some}
    more = [
        (_("Kind"), words.get(wanted.kind, wanted.kind)),
        (_("State"), words.get(wanted.state, wanted.state)),
        (_("Ends"), _ending(wanted.ending)),
        (_("Recommendations"), _("open ones") if wanted.open else ""),
    ]
    return filtered.in_words(asked | {"partner": wanted.organisation}, more)


def _ending(asked: str) -> str:
    if asked == PASSED:
        return str(_("end date passed"))
    return str(_("ends within %(days)s days", days=asked)) if asked in {str(days) for days in BANDS} else asked
