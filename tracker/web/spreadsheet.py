"""A list as a file for spreadsheets: CSV, sent while its rows are read, or a workbook, sent when it is written."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO
from urllib.parse import urlencode

from flask import Response, current_app, request
from flask_babel import gettext as _
from werkzeug.wsgi import wrap_file

from tracker.domain.dates import today
from tracker.exchange import sheets, workbook
from tracker.exchange.sheets import Cell, Table
from tracker.exchange.workbook import About
from tracker.language import OWN_NAMES
from tracker.web import language, looking_back, unit

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Shown:
    """A list as its page shows it: the page's path and title, its filters in words, what else is to be said of it."""

    path: str
    title: str
    filters: Sequence[str] = ()
    more: Sequence[tuple[str, Cell]] = ()


def answer(kind: str, name: str, table: Table, shown: Callable[[], Shown]) -> Response:
    """The list as a file of one of the two kinds; its rows are read here, or while it is sent.

    `shown` is asked for where the file says what it is a list of. Who asks for the head alone makes no file.
    """
    response = Response(content_type=_TYPES[kind])
    response.headers["Content-Disposition"] = f"attachment; filename={name}-{looking_back.stamp()}.{kind}"
    if request.method == "HEAD":
        response.response = iter(())  # of a length that is not known
    else:
        _FILL[kind](response, table, shown)
    return response


def _stream(response: Response, table: Table, _shown: Callable[[], Shown]) -> None:
    """Send the rows while they are read.

    The first piece is made before anything is sent, so that what fails at once is told on a page. What fails later
    breaks the answer off: the browser says that the file is not whole.
    """
    pieces = sheets.csv(table, looking_back.days())
    first = next(pieces)
    lasting = unit.outlive()
    response.response = _closing(first, pieces, lasting)
    response.call_on_close(lasting.close)


def _closing(first: str, rest: Iterator[str], lasting: ExitStack) -> Iterator[bytes]:
    with lasting:
        yield first.encode()
        for piece in rest:
            yield piece.encode()


def _send_written(response: Response, table: Table, shown: Callable[[], Shown]) -> None:
    """A workbook is an archive, whose parts can be put together only when all rows are written.

    So it is written into a file without a name, which is gone when it is closed, and sent from there: a row is in
    memory at a time, and afterwards a piece of the file.
    """
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - closed when the answer is sent
    try:
        workbook.write(file, table, _about(shown()))
        response.content_length = file.tell()
        file.seek(0)
    except BaseException:
        file.close()
        raise
    response.response = wrap_file(request.environ, file)
    response.direct_passthrough = True
    response.call_on_close(file.close)


_FILL = {"csv": _stream, "xlsx": _send_written}


def _about(shown: Shown) -> About:
    """What the second sheet says of the list, in the order in which it is asked."""
    times, lang = looking_back.times(), language.current()
    facts: list[tuple[str, Cell]] = [
        (_("List"), shown.title),
        *((_("Shown are only") if number == 0 else "", said) for number, said in enumerate(shown.filters)),
        *shown.more,
        (_("Address"), _address(shown.path)),
        (_("Made on"), today()),
        (_("Data as of"), looking_back.day()),
    ]
    if times and times.as_of:
        facts.append((_("True on"), times.as_of))
    if times and times.known_on:
        facts.append((_("Known on"), times.known_on))
    facts += [
        (_("Language"), OWN_NAMES[lang]),
        (_("Empty cells"), _("Not stated, or not open to you.")),
    ]
    return About(shown.title, facts, lang)


def _address(path: str) -> str:
    """The page that shows the list, with all it is asked for."""
    asked = [(name, value) for name, value in request.args.items(multi=True) if value and name not in _OF_THE_PAGE]
    query = f"?{urlencode(asked, safe=',')}" if asked else ""
    return f"{current_app.extensions['tracker'].settings.public_url}{path}{query}"


_OF_THE_PAGE = frozenset({"page", "per_page", "more", "lang"})
