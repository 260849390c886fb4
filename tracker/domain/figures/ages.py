"""How long pledges have waited."""

from collections.abc import Iterable
from datetime import date

from tracker.domain.codes import PledgeAge, StepKind
from tracker.domain.figures.pieces import Piece


def age(earliest: date | None, today: date) -> PledgeAge:
    """The age of a pledge, by whole days since the earliest day it can have been made."""
    if earliest is None:
        return PledgeAge.undated
    days = (today - earliest).days
    if days < 90:
        return PledgeAge.under_90
    if days < 180:
        return PledgeAge.from_90
    return PledgeAge.from_180 if days <= 365 else PledgeAge.over_365


def ageing(parts: Iterable[Piece], today: date) -> dict[PledgeAge, int]:
    """What is pledged and not yet committed, by age; the buckets add up to the pledged rung. Rule of the programme."""
    found = dict.fromkeys(PledgeAge, 0)
    for piece in parts:
        if piece.kind == StepKind.pledged:
            found[age(piece.earliest, today)] += piece.amount
    return found
