"""Medians of what acts cost, taken in turns, so that what else the machine does falls on all alike."""

import statistics
import time
from collections.abc import Callable

ROUNDS = 9

Clock = Callable[[], float]
Act = tuple[Callable[[], object], Clock | None]
"""What is done, and the clock that it is measured by, in seconds; None: the CPU of this process."""


def medians(*acts: Act) -> list[float]:
    """The median cost of each act in milliseconds."""
    spent: list[list[float]] = [[] for _ in acts]
    for round_ in range(ROUNDS + 1):
        for number, (act, clock) in enumerate(acts):
            now = clock or time.process_time
            start = now()
            act()
            if round_:  # the first warms
                spent[number].append((now() - start) * 1000)
    return [statistics.median(times) for times in spent]
