"""Documents that belong to a brief's records, and what other systems call them."""

from collections.abc import Iterator
from typing import Any

from tracker.briefs.detail_lines import IdentifierLine, PaperLine
from tracker.briefs.reader import Reader
from tracker.domain.models import Document
from tracker.domain.queries.texts import Said


def papers(reader: Reader, about: Any) -> tuple[PaperLine, ...]:  # noqa: ANN401 - the row that the brief is about
    """Each document once, with the record that it belongs to: first those of what the brief is about."""
    found: dict[int | None, PaperLine] = {}
    for row, of in _records(reader, about):
        for paper in reader.scope.beside.papers.get(row.id, ()):
            found.setdefault(paper.id, _paper(reader, paper, of))
    return tuple(reader.carry("papers", list(found.values())))


def identifiers(reader: Reader, about: Any) -> tuple[IdentifierLine, ...]:  # noqa: ANN401 - see `papers`
    """What other systems call the records."""
    called = reader.scope.beside.identifiers
    return tuple(
        IdentifierLine(system, value, of)
        for row, of in _records(reader, about)
        for system, value in called.get(row.id, ())
    )


def _records(reader: Reader, about: Any) -> Iterator[tuple[Any, Said | None]]:  # noqa: ANN401 - see `papers`
    """The records that papers can belong to, with their names; what the brief is about needs none."""
    scope = reader.scope
    yield about, None
    yield from ((row, reader.said(row, "title")) for row in (*scope.agreements, *scope.assessments))
    yield from ((row, reader.said(row, "name")) for row in (*scope.disasters, *scope.beside.funds))
    if scope.donor:
        yield from ((row, reader.maybe(row, "purpose")) for row in scope.contributions)


def _paper(reader: Reader, row: Document, of: Said | None) -> PaperLine:
    return PaperLine(
        title=reader.said(row, "title"),
        reference=row.reference,
        kind=row.kind,
        on=row.on,
        language=row.language,
        original=row.original_language,
        note=reader.maybe(row, "note"),
        address=row.address,
        of=of,
    )
