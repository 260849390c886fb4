"""How long printing takes, by how long it took: no promise."""

from collections.abc import Sequence
from datetime import timedelta

FEWEST = 3
"""As many briefs must be done before anything is said of the rest."""

GUESS = timedelta(seconds=1)
"""What a brief takes where none was printed yet."""


def each(spans: Sequence[timedelta]) -> timedelta | None:
    """How long one takes on average; None where too few are done to tell."""
    return sum(spans, timedelta()) / len(spans) if len(spans) >= FEWEST else None


def left(spans: Sequence[timedelta], waiting: int, workers: int) -> timedelta | None:
    """How long the rest takes, with as many workers as are at it; None where that cannot be told."""
    one = each(spans)
    return one * waiting / workers if one is not None and workers else None
