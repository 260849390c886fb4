"""What changed since the brief that was issued before: two values compared, nothing asked of the database."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from tracker.briefs.compared import (
    AgreementChange,
    MoneyChange,
    PartChange,
    ProjectChange,
    RecommendationChange,
    Since,
)
from tracker.briefs.model import Brief, MoneyLine

FIGURES = ("asked", "pledged", "committed", "received", "funded", "gap")
Change = TypeVar("Change")


def since(former: Brief, current: Brief) -> Since | None:
    """What changed from the former brief to this one.

    None where they differ in kind or language, where the former tells of a later day, and where one of them was made
    before briefs kept what they are compared by.
    """
    was, now = former.compared, current.compared
    if was is None or now is None or _edition(former) != _edition(current) or former.today > current.today:
        return None
    both = {one.code for one in was.projects} & {one.code for one in now.projects}
    parts = ([one for one in those.parts if one.of in both] for those in (was, now))
    return Since(
        number=former.number or "",
        day=former.issued or former.today,
        projects=tuple(_changes(ProjectChange, was.projects, now.projects)),
        parts=tuple(_changes(PartChange, *parts)),
        money=tuple(_money(_lines(former), _lines(current))),
        agreements=tuple(_changes(AgreementChange, was.agreements, now.agreements)),
        recommendations=tuple(_changes(RecommendationChange, was.recommendations, now.recommendations)),
        other=former.data_day != current.data_day,
    )


def _edition(brief: Brief) -> tuple[str, str]:
    return brief.kind, brief.lang


def _changes(change: Callable[[Any, Any], Change], was: Iterable[Any], now: Iterable[Any]) -> Iterator[Change]:
    """What is new or stands otherwise, in the order of now; then what is no longer there."""
    before, after = ({one.code or one.title.text: one for one in those} for those in (was, now))
    yield from (change(before.get(key), one) for key, one in after.items() if before.get(key) != one)
    yield from (change(one, None) for key, one in before.items() if key not in after)


def _lines(brief: Brief) -> dict[str, MoneyLine]:
    money: tuple[MoneyLine, ...] = getattr(brief, "money", ())
    return {line.currency: line for line in money}


def _money(was: dict[str, MoneyLine], now: dict[str, MoneyLine]) -> Iterator[MoneyChange]:
    """Figure by figure; a currency that one of the briefs has not is not stated there."""
    for currency in sorted(was.keys() | now.keys()):
        for figure in FIGURES:
            before, after = (getattr(lines.get(currency), figure, None) for lines in (was, now))
            if before != after:
                yield MoneyChange(currency, figure, before, after)
