"""What is carried away of a batch: its briefs in one archive, and their addresses as a text for a mail.

The archive is written piece by piece: no more of it is in memory than one file, however many there are. Nothing in it
is compressed, since PDFs are already, and each file's size and sum stand before it: unpackers that read from the front
(macOS) stumble over files that are stored and say their size only afterwards.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.queries.batches import Part
from tracker.domain.queries.briefs import BriefLine
from tracker.spreadsheets import cell, table
from tracker.storage import Storage

HEAD = ("file", "title", "kind", "key", "language", "state", "pages", "printed", "address", "sha256", "reason")
"""The columns of `contents.csv`; codes are those of addresses and files."""


@dataclass(frozen=True)
class Carried:
    """The parts of a batch.

    `public_url`: what printed addresses start with; `languages`: each one's own name; `say` translates for the reader.
    """

    parts: Sequence[Part]
    public_url: str
    languages: Mapping[str, str]
    say: Callable[[str], str]

    @property
    def briefs(self) -> list[BriefLine]:
        return [part.brief for part in self.parts if part.brief]


def links(carried: Carried) -> str:
    """Title, language and address of each brief, ready for a mail."""
    return "\n".join(
        f"{brief.title}, {carried.languages[brief.order.lang]}\n{_address(carried, brief)}\n"
        for brief in carried.briefs
    )


def archive(carried: Carried, storage: Storage) -> Iterator[bytes]:
    """The ZIP archive of the briefs that are printed, with `links.txt` and `contents.csv`, in pieces."""
    window = _Window()
    names: dict[int, str] = {}
    with zipfile.ZipFile(window, "w", zipfile.ZIP_STORED) as archived:
        for brief, name in zip(carried.briefs, unique(one.file_name for one in carried.briefs), strict=True):
            opened = storage.open(brief.sha256)
            if opened is None:
                continue
            with opened:
                archived.writestr(_entry(name, brief.printed_at.timetuple()[:6]), opened.read())
            names[brief.id] = name
            yield window.taken()
        archived.writestr("links.txt", links(carried))
        archived.writestr(
            "contents.csv", table(HEAD, ([cell(value) for value in row] for row in _contents(carried, names)))
        )
    yield window.taken()


def unique(names: Iterable[str]) -> Iterator[str]:
    """The names as files may have them, a number added where one comes again: some systems tell no case apart."""
    seen: set[str] = set()
    for given in names:
        stem, dot, ending = re.sub(r"[^\w.-]", "-", given).rpartition(".")
        number, name = 1, f"{stem}{dot}{ending}"
        while name.casefold() in seen:
            number += 1
            name = f"{stem}-{number}{dot}{ending}"
        seen.add(name.casefold())
        yield name


def _entry(name: str, moment: tuple[int, ...]) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, moment)  # type: ignore[arg-type]  # six numbers


def _contents(carried: Carried, names: Mapping[int, str]) -> Iterator[tuple[object, ...]]:
    """A row for each brief that was asked for: which file it is, or why there is none."""
    for part in carried.parts:
        order, brief = part.order, part.brief
        asked = (order.kind.value, order.key, order.lang, part.state.value)
        if brief:
            printed = f"{brief.printed_at:%Y-%m-%d %H:%M}"
            known = (brief.pages, printed, _address(carried, brief), brief.sha256)
            yield (names.get(brief.id), brief.title, *asked, *known, None)
        else:
            yield (None, None, *asked, None, None, None, None, carried.say(part.error) if part.error else None)


def _address(carried: Carried, brief: BriefLine) -> str:
    return f"{carried.public_url}/briefs/{brief.id}"


class _Window(io.RawIOBase):
    """What was written and not taken yet, as a file in which one may go back that far."""

    def __init__(self) -> None:
        super().__init__()
        self._held = io.BytesIO()
        self._gone = 0

    def taken(self) -> bytes:
        """All of it; from here on there is no going back before this place."""
        content = self._held.getvalue()
        self._gone += len(content)
        self._held = io.BytesIO()
        return content

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._gone + self._held.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._gone + self._held.seek(offset - self._gone if whence == io.SEEK_SET else offset, whence)

    def write(self, content: object) -> int:
        return self._held.write(content)  # type: ignore[arg-type]  # bytes of any sort
