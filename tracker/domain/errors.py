"""The ways an act can be refused. Each says why in a sentence a person can act on."""

import dataclasses
from dataclasses import dataclass


class TrackerError(Exception):
    """Any refusal that a face (page, command line) turns into words; never a traceback."""


class NotFound(TrackerError):
    """There is no such record, or none that this person may know of."""


@dataclass
class NotAllowed(TrackerError):
    """The person may see the record and may not do this: `why`, and `ask` whom."""

    why: str
    ask: str = ""

    def __str__(self) -> str:
        return f"{self.why} {self.ask}".strip()


@dataclass
class Refused(TrackerError):
    """What was given cannot be accepted: `field` names the place, `why` the fix.

    `field` is a form's field name, or "file · record · key" in an import, or "" for the whole.
    `values` fill the placeholders of `why`, so that a face can translate the sentence before it fills them.
    """

    field: str
    why: str
    values: dict[str, object] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        words = self.why % self.values if self.values else self.why
        return f"{self.field}: {words}" if self.field else words


@dataclass
class Problem:
    """One thing wrong with one place of what was given; several are collected into `RefusedMany`."""

    field: str
    why: str
    values: dict[str, object] = dataclasses.field(default_factory=dict)


@dataclass
class RefusedMany(TrackerError):
    """Everything wrong with what was given, in its order."""

    problems: list[Problem]

    def __str__(self) -> str:
        return "\n".join(str(Refused(p.field, p.why, p.values)) for p in self.problems)


class Overtaken(Exception):
    """What was made no longer fits what is stored, for somebody else stored meanwhile: it has to be made anew."""


@dataclass
class Clash(TrackerError):
    """Somebody saved a newer version: `current` is the version that stands now."""

    current: int

    def __str__(self) -> str:
        return f"The record was changed by somebody else meanwhile (version {self.current})."
