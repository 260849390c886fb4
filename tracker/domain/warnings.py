"""What is accepted and deserves a second look: pure predicates, said in words where a form or a check meets them."""

import itertools
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tracker.domain.codes import StepKind
from tracker.domain.dates import PartialDate
from tracker.domain.figures import Position
from tracker.domain.money import Money

RUNGS = (StepKind.announced, StepKind.pledged, StepKind.committed, StepKind.received)
"""The steps of one and the same money, the weakest first."""


class Dated(Protocol):
    """An agreement, as far as its validity goes."""

    @property
    def signed(self) -> PartialDate | None: ...

    @property
    def start(self) -> PartialDate | None: ...

    @property
    def end(self) -> PartialDate | None: ...


@dataclass(frozen=True)
class Terms:
    """What an agreement says today of its time and its ceiling, amendments taken in."""

    signed: PartialDate | None
    start: PartialDate | None
    end: PartialDate | None
    ceiling: Money | None


def payment_outside(agreement: Dated, day: date) -> bool:
    """Does the day lie before the agreement began (or was signed), or after it ended? Dates not stated exclude nothing."""
    begun = agreement.start or agreement.signed
    early = begun is not None and begun.earliest is not None and day < begun.earliest
    late = agreement.end is not None and agreement.end.latest is not None and day > agreement.end.latest
    return early or late


def over_ceiling(paid: Money | None, ceiling: Money | None) -> bool:
    """Is more paid than the ceiling? Never said across currencies, nor where either is not stated."""
    if paid is None or ceiling is None or paid.currency != ceiling.currency:
        return False
    return ceiling < paid


def outgrown(position: Position) -> list[tuple[StepKind, StepKind]]:
    """Pairs of steps, the stronger first, where more is stated of it than of the nearest weaker step that is stated.

    A pledge, its commitment and its receipt are the same money: more received than committed is either money that
    nobody committed, or a step that was not recorded.
    """
    stated = [(kind, amount) for kind in RUNGS if (amount := getattr(position, kind.value)) is not None]
    pairs = itertools.pairwise(stated)
    return [(stronger, weaker) for (weaker, less), (stronger, more) in pairs if more > less]


def overdrawn(position: Position) -> bool:
    """Was more withdrawn than ever was announced, pledged or committed?"""
    promised = (position.announced, position.pledged, position.committed)
    return (position.withdrawn or 0) > max(amount or 0 for amount in promised)
