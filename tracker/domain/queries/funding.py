"""Money as the programme's people and donors read it: contributions, and what they come to per currency."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, contains_eager
from sqlmodel import col

from tracker.domain import figures
from tracker.domain.codes import ContributionKind
from tracker.domain.dates import PartialDate
from tracker.domain.models import (
    Agreement,
    Contribution,
    Entity,
    Fund,
    Organisation,
    Programme,
    Record,
    Step,
    Translation,
)
from tracker.domain.money import Money
from tracker.domain.queries import paging, search, texts
from tracker.domain.queries.linked import live
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.texts import Said
from tracker.domain.queries.visibility import visible_to
from tracker.domain.rules import Viewer

SORTS = ("donor", "fund", "currency")
"""What the list of contributions may be sorted by; with a minus, downwards."""


@dataclass(frozen=True)
class Asked:
    """Which contributions are asked for: words, the codes of a donor and a fund, a currency; order and page."""

    q: str = ""
    donor: str = ""
    fund: str = ""
    currency: str = ""
    sort: str = "donor"
    page: int = 1
    per_page: int = paging.USUAL


@dataclass(frozen=True)
class Named:
    """A record that stands in another's row: its code and its name."""

    code: str
    name: Said


@dataclass(frozen=True)
class StepLine:
    """One step of a contribution; `stated` is the source's own word."""

    id: int
    kind: str
    stated: Said | None
    amount: Money | None
    on: PartialDate | None


@dataclass(frozen=True)
class ContributionLine:
    """A contribution in a list. A name that this reader may not know is None."""

    id: int
    code: str
    donor: Named | None
    fund: Named | None
    programme: Named | None
    purpose: Said | None
    kind: ContributionKind
    steps: tuple[StepLine, ...]


@dataclass(frozen=True)
class CurrencyLine:
    """What contributions in one currency come to. None is "not stated"; `funded` never counts a pledge."""

    currency: str
    contributions: int
    announced: Money | None
    pledged: Money | None
    committed: Money | None
    received: Money | None
    funded: Money | None


@dataclass(frozen=True)
class Totals:
    """Contributions of money by currency; how many of them state no amount; how many contributions are not money.

    Goods, loans and what is passed through count nowhere.
    """

    currencies: tuple[CurrencyLine, ...]
    without_amount: int
    not_money: int


def paged(session: Session, viewer: Viewer, asked: Asked) -> paging.Page[Contribution]:
    """A page of the contributions that this person may know of and that are asked for: two queries."""
    donor = aliased(Organisation)
    fund = aliased(Fund)
    statement = (
        sa.select(Contribution)
        .join(Record, col(Record.id) == Contribution.id)
        .join(donor, col(donor.id) == Contribution.donor_id)
        .outerjoin(fund, col(fund.id) == Contribution.fund_id)
        .where(live(viewer), *_conditions(session, viewer, asked))
        .order_by(*_order(asked.sort, donor, fund), col(Contribution.id))
    )
    return paging.paged(
        session, statement, lambda rows: [row[0] for row in rows], number=asked.page, per_page=asked.per_page
    )


@dataclass(frozen=True)
class Given:
    """One contribution's place in totals: who gave into which fund, whether it is among those asked for, its sums."""

    donor_id: int
    fund_id: int | None
    is_asked: bool
    sums: tuple[Any, ...]


def given(session: Session, viewer: Viewer, asked: Asked) -> list[Given]:
    """All contributions that this person may know of, for totals: one query."""
    conditions = sa.and_(sa.true(), *_conditions(session, viewer, asked))
    rows = session.execute(
        sa.select(col(Contribution.donor_id), col(Contribution.fund_id), conditions.label("asked"), *POSITION_COLUMNS)
        .join(Record, col(Record.id) == Contribution.id)
        .where(live(viewer))
        .order_by(col(Contribution.id))
    ).all()
    return [Given(row[0], row[1], bool(row[2]), tuple(row[3:])) for row in rows]


POSITION_COLUMNS = (
    col(Contribution.kind),
    col(Contribution.currency),
    col(Contribution.announced_minor),
    col(Contribution.pledged_minor),
    col(Contribution.committed_minor),
    col(Contribution.received_minor),
    col(Contribution.withdrawn_minor),
)
"""What `summed` reads of each contribution, in this order."""


def sums_of(row: Contribution) -> tuple[Any, ...]:
    """The same of a contribution at hand."""
    return (
        row.kind,
        row.currency,
        row.announced_minor,
        row.pledged_minor,
        row.committed_minor,
        row.received_minor,
        row.withdrawn_minor,
    )


def summed(rows: Iterable[Sequence[Any]]) -> Totals:
    """Add up contributions by currency (no rate is applied): each unit of money once, loans and goods never."""
    given = [tuple(row) for row in rows]
    money = [row for row in given if row[0] == ContributionKind.money]
    stands = positions(money)
    return Totals(
        currencies=tuple(currency_line(currency, stands[currency]) for currency in sorted(stands)),
        without_amount=len(money) - sum(len(each) for each in stands.values()),
        not_money=len(given) - len(money),
    )


def positions(rows: Iterable[Sequence[Any]]) -> dict[str, list[figures.Position]]:
    """The sums of the contributions of money that state an amount, by currency."""
    found: dict[str, list[figures.Position]] = {}
    for kind, currency, *sums in rows:
        if kind == ContributionKind.money and currency and any(amount is not None for amount in sums):
            found.setdefault(currency, []).append(figures.Position(*sums))
    return found


def currency_line(currency: str, positions: Sequence[figures.Position]) -> CurrencyLine:
    """What contributions of one currency come to."""
    stands = figures.standing([(position, figures.ladder(position)) for position in positions])

    def money(minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, currency)

    return CurrencyLine(
        currency=currency,
        contributions=len(positions),
        announced=money(stands.announced),
        pledged=money(stands.pledged),
        committed=money(stands.committed),
        received=money(stands.received),
        funded=money(stands.funded),
    )


def lines(session: Session, viewer: Viewer, language: str, found: Sequence[Contribution]) -> list[ContributionLine]:
    """Contributions as a list shows them: three queries, whatever their number."""
    steps = steps_of(session, [row.id for row in found])
    names = names_of(session, viewer, language, named_by(found))
    said = texts.load(session, language, told_by(found, steps))
    return [line(row, steps.get(row.id or 0, []), names, said) for row in found]


def named_by(found: Iterable[Contribution]) -> set[int]:
    """The records that contributions name."""
    return {key for row in found for key in (row.donor_id, row.fund_id, row.programme_id) if key is not None}


def told_by(found: Iterable[Contribution], steps: Mapping[int, Sequence[Step]]) -> set[int]:
    """The records whose texts contributions show: their own and their steps'."""
    return {row.id or 0 for row in found} | {step.id or 0 for each in steps.values() for step in each}


def line(row: Contribution, steps: Sequence[Step], names: Mapping[int, Named], said: texts.Texts) -> ContributionLine:
    """A contribution as a list shows it."""
    return ContributionLine(
        id=row.id or 0,
        code=row.record.code or "",
        donor=names.get(row.donor_id),
        fund=names.get(row.fund_id or 0),
        programme=names.get(row.programme_id or 0),
        purpose=said.of(row.id, "purpose", row.purpose),
        kind=row.kind,
        steps=tuple(step_line(step, row.currency, said) for step in steps),
    )


def step_line(step: Step, currency: str | None, said: texts.Texts) -> StepLine:
    """A step with its amount in the contribution's currency."""
    amount = Money(step.amount_minor, currency) if step.amount_minor is not None and currency else None
    return StepLine(step.id or 0, step.kind, said.of(step.id, "kind_stated", step.kind_stated), amount, step.on)


def names_of(session: Session, viewer: Viewer, language: str, ids: Iterable[int | None]) -> dict[int, Named]:
    """Organisations, funds, programmes and agreements by id, as far as this person may know of them; one query."""
    wanted = {key for key in ids if key is not None}
    if not wanted:
        return {}
    rows = session.execute(sa.union_all(*(_naming(viewer, language, wanted, *table) for table in NAMED))).all()
    return {
        key: Named(code or "", Said(name, spoken) if translated is None else Said(translated, language))
        for key, code, spoken, name, translated in rows
    }


NAMED: tuple[tuple[type[Entity], str], ...] = (
    (Organisation, "name"),
    (Fund, "name"),
    (Programme, "name"),
    (Agreement, "title"),
)


def _naming(viewer: Viewer, language: str, ids: set[int], table: type[Entity], name: str) -> Statement:
    key: Any = table.id
    translated = (
        sa.select(col(Translation.text))
        .where(
            col(Translation.record_id) == key,
            col(Translation.field) == name,
            col(Translation.language) == language,
            col(Record.language) != language,
        )
        .correlate(table, Record)
        .scalar_subquery()
    )
    return (
        sa.select(col(Record.id), col(Record.code), col(Record.language), getattr(table, name), translated)
        .join(table, key == Record.id)
        .where(key.in_(ids), visible_to(viewer))
    )


def _conditions(session: Session, viewer: Viewer, asked: Asked) -> list[sa.ColumnElement[bool]]:
    """What contributions are asked for, over Contribution and Record."""
    found: list[sa.ColumnElement[bool]] = []
    if asked.q.strip():
        found.append(search.matches(session, viewer, asked.q))
    if asked.currency:
        found.append(col(Contribution.currency) == asked.currency)
    if asked.donor:
        found.append(col(Contribution.donor_id).in_(_of_code(asked.donor, Organisation, viewer)))
    if asked.fund:
        found.append(sa.func.coalesce(Contribution.fund_id, 0).in_(_of_code(asked.fund, Fund, viewer)))
    return found


def _of_code(code: str, table: type[Organisation | Fund], viewer: Viewer) -> Statement:
    """The id of the record with this code, in a record table of its own: the outer one is the contribution's."""
    found = sa.select(col(table.id)).join(Record, col(Record.id) == table.id)
    return found.where(col(Record.code) == code, visible_to(viewer)).correlate(None)


def _order(sort: str, donor: Any, fund: Any) -> tuple[Any, ...]:  # noqa: ANN401 - aliased tables
    keys = {"donor": donor.name, "fund": sa.func.coalesce(fund.name, ""), "currency": col(Contribution.currency)}
    key = keys.get(sort.removeprefix("-"), donor.name)
    return (key.desc() if sort.startswith("-") else key.asc(), donor.name)


def steps_of(session: Session, ids: Sequence[int | None]) -> dict[int, list[Step]]:
    """The steps of contributions in the order of their days, by contribution: one query."""
    found: dict[int, list[Step]] = {}
    rows = session.scalars(
        sa.select(Step)
        .join(Record, col(Record.id) == Step.id)
        .where(col(Step.contribution_id).in_(ids), col(Record.archived_at).is_(None))
        .options(contains_eager(Step.record))  # type: ignore[arg-type]
        .order_by(col(Step.contribution_id), col(Step.on_earliest), col(Step.id))
    ).all()
    for step in rows:
        found.setdefault(step.contribution_id, []).append(step)
    return found
