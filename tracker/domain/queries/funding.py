"""Money as the programme's people and donors read it: contributions, and what they come to per currency."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, contains_eager
from sqlmodel import col

from tracker.domain.codes import ContributionKind, StepKind
from tracker.domain.dates import PartialDate
from tracker.domain.figures import Converted, Piece
from tracker.domain.models import (
    Agreement,
    Contribution,
    Entity,
    Fund,
    Organisation,
    Programme,
    Project,
    Record,
    Step,
    Translation,
)
from tracker.domain.money import Money
from tracker.domain.queries import paging, search, sums, texts
from tracker.domain.queries.linked import live
from tracker.domain.queries.rates import Exchange
from tracker.domain.queries.remembered import recall
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.sums import CurrencyLine, StepFact
from tracker.domain.queries.texts import Said
from tracker.domain.queries.visibility import visible_to
from tracker.domain.rules import Viewer


@dataclass(frozen=True)
class Asked:
    """Which contributions are asked for: words, codes of a donor, a fund, a programme, a currency; order and page.

    `by`: what their totals are taken apart by (`breakdown.WAYS`).
    """

    q: str = ""
    donor: str = ""
    fund: str = ""
    programme: str = ""
    currency: str = ""
    by: str = "currency"
    sort: str = "donor"
    page: int = 1
    per_page: int = paging.USUAL

    @property
    def narrows(self) -> bool:
        """Are only some contributions asked for?"""
        return bool(self.q.strip() or self.donor or self.fund or self.programme or self.currency)


@dataclass(frozen=True)
class Named:
    """A record that stands in another's row: its code and its name."""

    code: str
    name: Said


@dataclass(frozen=True)
class StepLine:
    """One step of a contribution; `stated` is the source's own word, `usd` its amount at the rate of its month.

    `takes_back`: of a withdrawal, the kind of promise that it takes back.
    """

    id: int
    kind: StepKind
    takes_back: StepKind | None
    stated: Said | None
    amount: Money | None
    on: PartialDate | None
    usd: Converted | None
    version: int


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
    money: CurrencyLine | None


def paged(session: Session, viewer: Viewer, asked: Asked) -> paging.Page[Contribution]:
    """A page of the contributions that this person may know of and that are asked for: one query and `in_order`."""
    page = paging.of(in_order(session, viewer, asked), number=asked.page, per_page=asked.per_page)
    return paging.Page(of_ids(session, page.rows), page.number, page.per_page, page.total)


def in_order(session: Session, viewer: Viewer, asked: Asked) -> Sequence[int]:
    """The ids of all contributions asked for, in the list's order: one query, remembered."""
    found = _listed(session, viewer, asked).with_only_columns(col(Contribution.id))
    return recall(session).of_built(found, lambda rows: array("q", (key for (key,) in rows)))


def of_ids(session: Session, ids: Sequence[int]) -> list[Contribution]:
    """The contributions with these ids, in the order of these: one query."""
    rows = session.scalars(sa.select(Contribution).where(col(Contribution.id).in_(ids)))
    place = {key: number for number, key in enumerate(ids)}
    return sorted(rows, key=lambda row: place[row.id or 0])


def _listed(session: Session, viewer: Viewer, asked: Asked) -> Statement:
    donor, fund = aliased(Organisation), aliased(Fund)
    return (
        sa.select(Contribution)
        .join(Record, col(Record.id) == Contribution.id)
        .join(donor, col(donor.id) == Contribution.donor_id)
        .outerjoin(fund, col(fund.id) == Contribution.fund_id)
        .where(live(viewer), *conditions(session, viewer, asked))
        .order_by(*_order(asked.sort, donor, fund), col(Contribution.id))
    )


def lines(
    session: Session,
    viewer: Viewer,
    language: str,
    found: Sequence[Contribution],
    exchange: Exchange | None = None,
) -> list[ContributionLine]:
    """Contributions as a list shows them: three queries, whatever their number."""
    steps = steps_of(session, [row.id for row in found])
    names = names_of(session, viewer, language, named_by(found))
    said = texts.load(session, language, told_by(found, steps))
    return [line(row, steps.get(row.id or 0, []), names, said, exchange) for row in found]


def named_by(found: Iterable[Contribution]) -> set[int]:
    """The records that contributions name."""
    return {key for row in found for key in (row.donor_id, row.fund_id, row.programme_id) if key is not None}


def told_by(found: Iterable[Contribution], steps: Mapping[int, Sequence[Step | StepFact]]) -> set[int]:
    """The records whose texts contributions show: their own and their steps'."""
    own = {row.id or 0 for row in found}
    return own | {step.id or 0 for key in own for step in steps.get(key, ())}


def line(
    row: Contribution,
    steps: Sequence[Step | StepFact],
    names: Mapping[int, Named],
    said: texts.Texts,
    exchange: Exchange | None = None,
) -> ContributionLine:
    """A contribution as a list shows it; `money` is None where no amount is stated."""
    return ContributionLine(
        id=row.id or 0,
        code=row.record.code or "",
        donor=names.get(row.donor_id),
        fund=names.get(row.fund_id or 0),
        programme=names.get(row.programme_id or 0),
        purpose=said.of(row.id, "purpose", row.purpose),
        kind=row.kind,
        steps=tuple(step_line(step, row.currency, said, exchange) for step in steps),
        money=sums.stands(sums.gift(row, steps), exchange),
    )


def step_line(
    step: Step | StepFact, currency: str | None, said: texts.Texts, exchange: Exchange | None = None
) -> StepLine:
    """A step with its amount in the contribution's currency."""
    amount = Money(step.amount_minor, currency) if step.amount_minor is not None and currency else None
    piece = Piece(step.kind, step.amount_minor or 0, step.on_earliest, step.on_latest)
    return StepLine(
        id=step.id or 0,
        kind=step.kind,
        takes_back=step.takes_back,
        stated=said.of(step.id, "kind_stated", step.kind_stated),
        amount=amount,
        on=step.on,
        version=step.version,
        usd=exchange.dollars(amount.currency, [piece]) if amount and exchange else None,
    )


def names_of(session: Session, viewer: Viewer, language: str, ids: Iterable[int | None]) -> dict[int, Named]:
    """Organisations, funds, programmes, agreements, projects by id, as far as this person may know of them; one query."""
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
    (Project, "title"),
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


def conditions(session: Session, viewer: Viewer, asked: Asked) -> list[sa.ColumnElement[bool]]:
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
    if asked.programme:
        mine = _of_code(asked.programme, Programme, viewer)
        into = mine.with_only_columns(col(Programme.fund_id)).where(col(Programme.fund_id).is_not(None))
        found.append(
            sa.or_(
                sa.func.coalesce(Contribution.programme_id, 0).in_(mine),
                sa.func.coalesce(Contribution.fund_id, 0).in_(into),
            )
        )
    return found


def _of_code(code: str, table: type[Organisation | Fund | Programme], viewer: Viewer) -> Statement:
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
