"""Money of a brief: per currency what was asked, pledged, committed and received, and the contributions behind it.

Only what is allocated to a project in scope counts, or went to a fund that is for the scope alone. Every figure comes
from `domain.figures`.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from tracker.briefs.exchange import Shared, dollars
from tracker.briefs.model import Bar, ContributionLine, MoneyLine, StepLine
from tracker.briefs.reader import Reader, live
from tracker.domain import figures
from tracker.domain.codes import ContributionKind
from tracker.domain.figures import Ladder, Position
from tracker.domain.models import Contribution, Project, Requirement, Step
from tracker.domain.money import Money
from tracker.domain.queries import positions
from tracker.domain.queries.texts import Said


def money(reader: Reader) -> tuple[MoneyLine, ...]:
    """One line per currency, in the order of the currencies' codes."""
    here = {project.id for project in reader.scope.projects}
    shares: list[Shared] = [
        (one, ladder_of(reader, one), None if one.id in reader.scope.whole else here)
        for one in reader.scope.contributions
    ]
    return _lines(reader, reader.scope.requirements, shares)


def money_of(reader: Reader, project: Project) -> tuple[MoneyLine, ...]:
    """The same for one project of several: what is asked for it, and what is allocated to it."""
    asked = [one for one in reader.scope.requirements if one.project_id == project.id]
    given: list[Shared] = [
        (one, ladder_of(reader, one), {project.id})
        for one in reader.scope.contributions
        if any(part.project_id == project.id for part in live(one.allocations))
    ]
    return _lines(reader, asked, given)


def _lines(reader: Reader, needs: Iterable[Requirement], shares: Iterable[Shared]) -> tuple[MoneyLine, ...]:
    asked = [one for one in live(needs) if one.amount is not None]
    given = [pair for pair in shares if pair[0].kind == ContributionKind.money and pair[0].currency]
    currencies = {one.currency for one in asked} | {one.currency for one, *_ in given}
    return tuple(_line(reader, currency, asked, given) for currency in sorted(filter(None, currencies)))


def contributions(reader: Reader) -> tuple[ContributionLine, ...]:
    """The contributions behind the figures, with the source's own words for each step."""
    titles = {project.id or 0: reader.said(project, "title") for project in reader.scope.projects}
    carried = reader.carry("contributions", reader.scope.contributions)
    return tuple(_contribution(reader, one, titles) for one in carried)


def _line(reader: Reader, currency: str, asked: list[Requirement], given: list[Shared]) -> MoneyLine:
    needs = [one for one in asked if one.currency == currency]
    own = [shared for shared in given if shared[0].currency == currency]
    shares = [(_position(reader, shared[0]), _part(*shared)) for shared in own]
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
        marks=reader.marks(*needs, *(one for one, *_ in own)),
        dollars=dollars(reader, currency, own) if (stands.funded, stands.pledged) != (None, None) else None,
    )


def _position(reader: Reader, contribution: Contribution) -> Position:
    """The sums per kind of step by the day: as they are kept, unless a step is dated later."""
    steps = live(contribution.steps)
    if not any(step.on_earliest and step.on_earliest > reader.today for step in steps):
        return positions.kept(contribution)
    done = [step for step in steps if not step.on_earliest or step.on_earliest <= reader.today]
    return figures.position_of((step.kind, step.takes_back, step.amount_minor) for step in done)


def ladder_of(reader: Reader, contribution: Contribution) -> Ladder:
    """Where all of a contribution's money stands by the day."""
    return figures.ladder(_position(reader, contribution))


def _part(contribution: Contribution, ladder: Ladder, here: AbstractSet[int | None] | None) -> Ladder:
    """The part of a contribution that is allocated to these projects; None: all of it."""
    if here is None:
        return ladder
    allocations = sorted(live(contribution.allocations), key=lambda one: one.id or 0)
    shares = figures.spread(ladder, [one.amount_minor for one in allocations])
    return sum((share for one, share in zip(allocations, shares, strict=True) if one.project_id in here), Ladder())


def _bar(required: int | None, ladder: Ladder) -> Bar | None:
    longest = max(required or 0, ladder.received + ladder.committed + ladder.pledged)
    if longest <= 0:
        return None

    def length(minor: int) -> int:
        return max(1, minor * 100 // longest) if minor > 0 else 0

    asked = None if required is None else length(required)
    return Bar(asked, length(ladder.received), length(ladder.committed), length(ladder.pledged))


def _contribution(reader: Reader, contribution: Contribution, titles: dict[int, Said]) -> ContributionLine:
    parts = [one for one in live(contribution.allocations) if one.project_id in titles]
    share = figures.total([one.amount_minor for one in parts])
    targets = [titles[one.project_id] for one in parts]
    if contribution.id in reader.scope.whole:
        targets = [*into(reader, contribution), *targets]
        share = figures.promised(ladder_of(reader, contribution)) or None
    return ContributionLine(
        donor=reader.partner(contribution.donor),
        kind=contribution.kind,
        steps=steps_of(reader, contribution),
        targets=tuple(targets),
        share=Money(share, contribution.currency) if share is not None and contribution.currency else None,
        marks=reader.marks(contribution),
    )


def into(reader: Reader, contribution: Contribution) -> tuple[Said, ...]:
    """The fund that the money went to, or the programme, as far as the reader may know of it."""
    given_to = contribution.fund or contribution.programme
    return (reader.said(given_to, "name"),) if given_to and given_to.id in reader.scope.known else ()


def steps_of(reader: Reader, contribution: Contribution) -> tuple[StepLine, ...]:
    """A contribution's steps in the order of their days, in the source's words too."""
    return tuple(_step(reader, contribution, step) for step in live(contribution.steps))


def _step(reader: Reader, contribution: Contribution, step: Step) -> StepLine:
    stated = step.amount_minor is not None and contribution.currency
    return StepLine(
        kind=step.kind,
        stated=reader.maybe(step, "kind_stated"),
        amount=Money(step.amount_minor or 0, contribution.currency or "") if stated else None,
        on=step.on,
        marks=reader.marks(step),
        takes_back=step.takes_back,
    )
