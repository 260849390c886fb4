"""The money of one invented project: what it needs, what was promised and given, in several currencies."""

from collections.abc import Sequence
from datetime import date, timedelta

from tracker.domain import figures
from tracker.domain import models as m
from tracker.domain.codes import ContributionKind, StepKind
from tracker.domain.dates import PartialDate
from tracker.domain.invented import PREFIX
from tracker.domain.money import Money, exponent
from tracker.domain.queries.positions import NAMES
from tracker.exchange.invented import words
from tracker.exchange.invented.chances import Chances
from tracker.exchange.invented.projects import Made
from tracker.exchange.invented.rows import Rows
from tracker.exchange.invented.world import World

Planned = tuple[StepKind, int, date]
REACHED = {
    StepKind.announced: 9.0,
    StepKind.pledged: 30.0,
    StepKind.committed: 24.0,
    StepKind.received: 34.0,
    StepKind.withdrawn: 3.0,
}
"""How far contributions have come."""


def made(rows: Rows, world: World, chances: Chances, project: Made, agreement: int | None) -> None:
    """Make the project's requirement and contributions."""
    currency = chances.by_weight({code: float(weight) for code, weight in words.CURRENCIES.items()})
    need = chances.money(100_000, 15_000_000, currency)
    if chances.of(76):
        rows.record(m.Requirement, project.at, parent=project.id, project_id=project.id, amount=need)
    for place in range(chances.by_weight({0: 24.0, 1: 46.0, 2: 30.0})):
        own = currency if chances.of(70) else chances.by_weight(dict.fromkeys(words.CURRENCIES, 1.0))
        _contribution(
            rows, world, chances, project, code=f"{project.number}-{place + 1}", currency=own, agreement=agreement
        )


def _contribution(
    rows: Rows, world: World, chances: Chances, project: Made, *, code: str, currency: str, agreement: int | None
) -> None:
    steps = _steps(chances, chances.money(40_000, 4_000_000, currency), project.start)
    position = figures.position_of((kind, None, amount) for kind, amount, _ in steps)
    first = chances.moment(steps[0][2])
    key = rows.record(
        m.Contribution,
        first,
        code=f"{PREFIX}gift-{code}",
        visibility=project.visibility,
        donor_id=chances.one(world.donors),
        kind=ContributionKind.in_kind if chances.of(4) else ContributionKind.money,
        fund_id=chances.one(world.funds) if chances.of(30) else None,
        programme_id=project.programme,
        agreement_id=agreement if chances.of(85) else None,
        purpose=f"Invented money {chances.one(words.GOODS)}",
        currency=currency,
        **_sums(steps[:1]),
    )
    for place, (kind, amount, day) in enumerate(steps):
        at = max(first, chances.moment(day))
        rows.record(m.Step, at, parent=key, contribution_id=key, kind=kind, amount_minor=amount, on=PartialDate.on(day))
        if place:
            rows.change(m.Contribution, key, at, **_sums(steps[: place + 1]))
    stands = figures.promised(figures.ladder(position))
    if stands > 0 and chances.of(86):
        unit = 10 ** exponent(currency)
        part = stands if chances.of(60) else stands * chances.between(30, 95) // 100 // unit * unit
        rows.record(
            m.Allocation, first, parent=key, contribution_id=key, project_id=project.id, amount_minor=max(part, unit)
        )


def _sums(steps: Sequence[Planned]) -> dict[str, int | None]:
    """The columns that a contribution keeps of its steps."""
    position = figures.position_of((kind, None, amount) for kind, amount, _ in steps)
    return {f"{name}_minor": getattr(position, name) for name in NAMES}


def _steps(chances: Chances, amount: Money, start: date) -> list[Planned]:
    """The way a contribution has come: each step an increment, later and never larger than the one before."""
    reached = chances.by_weight(REACHED)
    day = min(start + timedelta(days=chances.between(-60, 300)), chances.before(2, 40))
    unit = 1_000 * 10 ** exponent(amount.currency)
    if reached == StepKind.announced:
        return [(StepKind.announced, amount.minor, day)]
    found = [(StepKind.pledged, amount.minor, day)]
    if reached == StepKind.pledged:
        return [(StepKind.pledged, amount.minor, max(day, chances.before(3, 480)))]
    if reached == StepKind.withdrawn:
        return [*found, (StepKind.withdrawn, amount.minor // unit // 2 * unit or unit, chances.before(1, 30))]
    left = amount.minor
    for kind in (StepKind.committed, StepKind.received):
        day = min(day + timedelta(days=chances.between(10, 150)), chances.before(1, 20))
        left = left if chances.of(55) else max(left * chances.between(40, 95) // 100 // unit * unit, unit)
        found.append((kind, left, max(day, found[-1][2])))
        if kind == reached:
            break
    return found
