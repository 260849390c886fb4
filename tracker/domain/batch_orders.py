"""What is asked for when many briefs are ordered at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import LANGUAGES, BatchKind, BriefKind

MOST_BRIEFS = 2000
"""In one batch: more are ordered in several."""

BRIEFS_OF = {
    BatchKind.territories: BriefKind.mission,
    BatchKind.missions: BriefKind.mission,
    BatchKind.projects: BriefKind.project,
    BatchKind.donors: BriefKind.donor,
    BatchKind.programmes: BriefKind.portfolio,
}
"""The kind of the briefs that are printed of them."""


@dataclass(frozen=True, kw_only=True)
class BatchOrder:
    """A brief of each of many, in each of these languages.

    `selection` is the query string of the list whose projects are meant; `full`: programmes' briefs have a page for
    each project.
    """

    kind: BatchKind
    langs: tuple[str, ...]
    full: bool = False
    selection: str = ""

    @property
    def brief_kind(self) -> BriefKind:
        return BRIEFS_OF[self.kind]

    def args(self) -> dict[str, Any]:
        """The order as its job keeps it."""
        said = {"kind": self.kind.value, "langs": list(self.langs), "full": self.full, "selection": self.selection}
        return {name: value for name, value in said.items() if value}

    @classmethod
    def of(cls, args: Mapping[str, Any]) -> "BatchOrder":
        """The order that was kept."""
        return cls(
            kind=BatchKind(args["kind"]),
            langs=tuple(args.get("langs", ())),
            full=bool(args.get("full")),
            selection=str(args.get("selection", "")),
        )

    def briefs(self, keys: Iterable[str]) -> list[BriefOrder]:
        """The orders of the single briefs: of each of these, in each language."""
        kind, full = self.brief_kind, self.full and self.kind == BatchKind.programmes
        return [BriefOrder(kind=kind, key=key, lang=lang, full=full) for key in keys for lang in self.langs]

    def in_all(self) -> "BatchOrder":
        """The same in every language that there is."""
        return replace(self, langs=tuple(LANGUAGES))

    def asked(self) -> dict[str, Any]:
        """The order as an address says it."""
        said: dict[str, Any] = {"kind": self.kind.value, "languages": list(self.langs)}
        said |= {"full": "1"} if self.full else {}
        return said | ({"selection": self.selection} if self.selection else {})
