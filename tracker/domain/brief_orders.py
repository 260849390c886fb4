"""What is asked for when a brief is ordered: the same value for pages, jobs, the command line and the archive."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tracker.domain.codes import LANGUAGES, N_, BriefKind
from tracker.domain.errors import Refused

SAME = N_("Choose another language than the first, or none.")
UNKNOWN = N_("There is no language %(asked)s. The languages are: %(those)s.")

LONGEST_NOTE = 2_000
"""Signs of a covering note: more is a letter of its own."""


@dataclass(frozen=True, kw_only=True)
class BriefOrder:
    """One brief: of which kind, about what (`key`), in which language; `second`: another one, side by side with it.

    `selection` is the query string of the list of projects it is about, where `key` names none. `full`: a programme's
    brief has a page for each project. `as_of`: what was true that day; `known_on`: what was recorded by the end of that
    day; None: today. `note` is the covering note. `issue`: it gets a number and never changes.
    """

    kind: BriefKind
    key: str = ""
    lang: str
    second: str = ""
    full: bool = False
    selection: str = ""
    as_of: date | None = None
    known_on: date | None = None
    note: str = ""
    issue: bool = False

    @property
    def langs(self) -> tuple[str, ...]:
        """The languages that it is in, one or two."""
        return tuple(filter(None, (self.lang, self.second)))

    @property
    def is_of_another_day(self) -> bool:
        """Is it about another day than that of printing?"""
        return bool(self.as_of or self.known_on)

    def check_languages(self) -> None:
        """Refuse a second language that there is not, or that is the first."""
        if self.second == self.lang:
            raise Refused("second", SAME)
        if self.second and self.second not in LANGUAGES:
            raise Refused("second", UNKNOWN, {"asked": self.second, "those": ", ".join(LANGUAGES)})

    def of_today(self) -> "BriefOrder":
        """The same of the day of printing."""
        return replace(self, as_of=None, known_on=None)

    def args(self) -> dict[str, Any]:
        """The order as a job keeps it: plain values, and only those that say something."""
        said = {name: value for name, value in vars(self).items() if value not in (None, "", False)}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}

    @classmethod
    def of(cls, args: Mapping[str, Any]) -> "BriefOrder":
        """The order that was kept; raises ValueError or KeyError where it is none."""
        said = {name: args[name] for name in args if name in cls.__dataclass_fields__}
        days = {name: date.fromisoformat(args[name]) for name in ("as_of", "known_on") if args.get(name)}
        return cls(**{**said, "kind": BriefKind(args["kind"]), **days})

    def asked(self) -> dict[str, Any]:
        """The order as an address says it: without what is usual, the note and whether to issue it."""
        said = {name: value for name, value in self.args().items() if name not in {"note", "issue"}}
        if self.kind == BriefKind.mission:
            del said["kind"]
        if self.full:
            said["full"] = "1"
        said["language"] = said.pop("lang", None)
        return said
