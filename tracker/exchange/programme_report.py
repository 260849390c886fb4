"""What a load did, in numbers and in sentences for the command line."""

from dataclasses import dataclass, field

from tracker import formats
from tracker.domain.actions.merging import Kept


@dataclass
class Count:
    added: int = 0
    updated: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class KeptField:
    """A field that a person changed since the last load: what the file says of it was not written."""

    place: str
    kept: Kept
    said: str

    def __str__(self) -> str:
        day = formats.day(self.kept.at.date(), "en")
        who = self.kept.by or "somebody"
        if self.kept.removed:
            return f"{self.place}: left away, as {who} removed it on {day}; the file still has {self.said}"
        return f"{self.place}: kept what {who} wrote on {day}; the file says {self.said}"


@dataclass
class Report:
    """What became of each section's records, parts counted with their owners; what was kept; what the file lost."""

    file: str
    sections: dict[str, Count] = field(default_factory=dict)
    kept: list[KeptField] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Did the load write anything?"""
        return any(count.added or count.updated for count in self.sections.values())

    def lines(self) -> list[str]:
        """One sentence per section, per kept field and per record that the file has no longer."""
        counts = [
            f"{section}: {count.added} added, {count.updated} updated, {count.unchanged} unchanged"
            for section, count in self.sections.items()
        ]
        gone = [f"{place}: no longer in {self.file}; left as it is" for place in self.gone]
        return [*counts, *(str(kept) for kept in self.kept), *gone]
