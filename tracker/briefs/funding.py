"""Money of a brief: per currency what was asked, pledged, committed and received, and the contributions behind it.

Only what is allocated to a project in scope counts, or went to a fund that is for the scope alone. Every figure comes
from `domain.figures`.
"""

from tracker.briefs.model import Bar, ContributionLine, MoneyLine, StepLine
from tracker.briefs.reader import Reader, live
from tracker.domain import figures
from tracker.domain.codes import ContributionKind
from tracker.domain.figures import Ladder, Position
from tracker.domain.models import Contribution, Requirement, Step
from tracker.domain.money import Money
from tracker.domain.queries import positions


def money(reader: Reader) -> tuple[MoneyLine, ...]:
    """One line per currency, in the order of the currencies' codes."""
    asked = [one for one in live(reader.scope.requirements) if one.amount is not None]
    given = [one for one in reader.scope.contributions if one.kind == ContributionKind.money and one.currency]
    currencies = {one.currency for one in asked} | {one.currency for one in given}
    return tuple(_line(reader, currency, asked, given) for currency in sorted(filter(None, currencies)))


def contributions(reader: Reader) -> tuple[ContributionLine, ...]:
    """The contributions behind the figures, with the source's own words for each step."""
    return tuple(_contribution(reader, one) for one in reader.carry("contributions", reader.scope.contributions))


def _line(reader: Reader, currency: str, asked: list[Requirement], given: list[Contribution]) -> MoneyLine:
    needs = [one for one in asked if one.currency == currency]
    gifts = [one for one in given if one.currency == currency]
    shares = [(_position(reader, one), _share(reader, one)) for one in gifts]
    stands = figures.standing(shares)
    required = figures.total([one.amount_minor for one in needs])

    def shown(minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, currency)

    return MoneyLine(
        currency=currency,
        asked=shown(required),
        announced=shown(stands.announced),
        pledged=shown(stands.pledged),
        committed=shown(stands.committed),
        received=shown(stands.received),
        funded=shown(stands.funded),
        gap=shown(figures.gap(stands.funded, required)),
        over=shown(figures.over_funding(stands.funded, required) or None),
        coverage=figures.coverage(stands.funded, required),
        bar=_bar(required, sum((ladder for _, ladder in shares), Ladder())),
        marks=reader.marks(*needs, *gifts),
    )


def _position(reader: Reader, contribution: Contribution) -> Position:
    """The sums per kind of step by the day: as they are kept, unless a step is dated later."""
    steps = live(contribution.steps)
    if not any(step.on_earliest and step.on_earliest > reader.today for step in steps):
        return positions.kept(contribution)
    done = [step for step in steps if not step.on_earliest or step.on_earliest <= reader.today]
    return figures.position_of((step.kind, step.takes_back, step.amount_minor) for step in done)


def _share(reader: Reader, contribution: Contribution) -> Ladder:
    """The part of a contribution that is for the scope: its allocations here, or all of it through an own fund."""
    ladder = figures.ladder(_position(reader, contribution))
    allocations = sorted(live(contribution.allocations), key=lambda one: one.id or 0)
    here = {project.id for project in reader.scope.projects}
    shares = figures.spread(ladder, [one.amount_minor for one in allocations])
    if not any(one.project_id in here for one in allocations):
        return ladder
    return sum((share for one, share in zip(allocations, shares, strict=True) if one.project_id in here), Ladder())


def _bar(required: int | None, ladder: Ladder) -> Bar | None:
    longest = max(required or 0, ladder.received + ladder.committed + ladder.pledged)
    if longest <= 0:
        return None

    def length(minor: int) -> int:
        return max(1, minor * 100 // longest) if minor > 0 else 0

    asked = None if required is None else length(required)
    return Bar(asked, length(ladder.received), length(ladder.committed), length(ladder.pledged))


def _contribution(reader: Reader, contribution: Contribution) -> ContributionLine:
    titles = {project.id: reader.said(project, "title") for project in reader.scope.projects}
    parts = [one for one in live(contribution.allocations) if one.project_id in titles]
    share = figures.total([one.amount_minor for one in parts])
    targets = [titles[one.project_id] for one in parts]
    if contribution.fund and not parts and contribution.fund_id in reader.scope.known:
        targets = [reader.said(contribution.fund, "name")]
        share = figures.promised(_share(reader, contribution)) or None
    return ContributionLine(
        donor=reader.partner(contribution.donor),
        kind=contribution.kind,
        steps=tuple(_step(reader, contribution, step) for step in live(contribution.steps)),
        targets=tuple(targets),
        share=Money(share, contribution.currency) if share is not None and contribution.currency else None,
        marks=reader.marks(contribution),
    )


def _step(reader: Reader, contribution: Contribution, step: Step) -> StepLine:
    stated = step.amount_minor is not None and contribution.currency
    return StepLine(
        kind=step.kind,
        stated=reader.maybe(step, "kind_stated"),
        amount=Money(step.amount_minor or 0, contribution.currency or "") if stated else None,
        on=step.on,
        marks=reader.marks(step),
    )
