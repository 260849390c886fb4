"""The list of contributions as it is shown, all its pages, for spreadsheets."""

from collections.abc import Iterator, Sequence

from flask import Response, url_for
from flask_babel import gettext as _

from tracker.domain.queries import funding, rates, sources
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.funding import Asked, ContributionLine
from tracker.domain.queries.sources import Source
from tracker.exchange import funding_sheet
from tracker.web import filtered, spreadsheet, unit
from tracker.web.reading import reader
from tracker.web.spreadsheet import Shown

_AT_ONCE = 500


def file(asked: Asked, kind: str) -> Response:
    unit.of_one_moment()
    asking = reader()
    ids = funding.in_order(unit.session(), asking.viewer, asked)
    return spreadsheet.answer(kind, "funding", funding_sheet.table(_lines(asking, ids)), lambda: _shown(asked))


def _shown(asked: Asked) -> Shown:
    said = {name: getattr(asked, name) for name in ("q", "donor", "fund", "programme", "currency")}
    return Shown(url_for("funding.index"), _("Contributions"), filtered.in_words(said))


def _lines(asking: Reader, ids: Sequence[int]) -> Iterator[tuple[ContributionLine, dict[int, list[Source]]]]:
    """The contributions in the order of the list, some hundred at a time, with their sources."""
    session, lang = unit.session(), asking.language
    exchange = rates.exchange(session)
    for first in range(0, len(ids), _AT_ONCE):
        some = ids[first : first + _AT_ONCE]
        lines = funding.lines(session, asking.viewer, lang, funding.of_ids(session, some), exchange)
        cited = sources.by_record(session, asking.viewer, some, language=lang)
        yield from ((line, cited) for line in lines)
