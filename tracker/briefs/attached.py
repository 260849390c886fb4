"""What a brief carries inside its PDF: its data as JSON, whole, and each of its tables as CSV for a spreadsheet."""

from dataclasses import dataclass

from tracker.briefs.frozen import freeze
from tracker.briefs.model import Brief
from tracker.briefs.tables import tables
from tracker.domain.codes import N_
from tracker.language import translator

DATA = "data.json"
"""The name of the data among the attached files."""

_WHOLE = N_("The data of this brief, whole, as JSON")
_TABLE = N_("A table of this brief as CSV: %(name)s")


@dataclass(frozen=True)
class Attached:
    """A file inside the PDF; what it is is said in the brief's language."""

    name: str
    content: bytes
    description: str


def attached(brief: Brief, data: bytes | None = None) -> tuple[Attached, ...]:
    """The files of a brief, by name: same brief, same files. `data`: the data as it is kept, where it is."""
    say = translator(brief.lang)
    whole = Attached(DATA, freeze(brief) if data is None else data, say(_WHOLE))
    named = dict(tables(brief))
    if brief.other:
        named |= {f"{name}-{brief.other.lang}": text for name, text in tables(brief.other).items()}
    found = [Attached(f"{name}.csv", text.encode(), say(_TABLE) % {"name": name}) for name, text in named.items()]
    return tuple(sorted([whole, *found], key=lambda one: one.name))
