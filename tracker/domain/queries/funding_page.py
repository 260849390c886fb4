"""The page of all money: contributions, what they come to, funds, and amounts that are nobody's funding here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from tracker.domain.models import Requirement
from tracker.domain.queries import (
    breakdown,
    funding,
    funding_cells,
    funding_figures,
    funds,
    gifts,
    mentions,
    paging,
    rates,
    reported_amounts,
    sources,
    texts,
)
from tracker.domain.queries.breakdown import Group, Key, Parts
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.funding import Asked, ContributionLine, Named
from tracker.domain.queries.funding_cells import AgeLine, Cells
from tracker.domain.queries.funding_figures import DonorLine, PurposeLine
from tracker.domain.queries.funds import FundLine
from tracker.domain.queries.paging import Page, Some
from tracker.domain.queries.rates import Exchange
from tracker.domain.queries.remembered import recall
from tracker.domain.queries.reported_amounts import ReportedLine
from tracker.domain.queries.sums import Gift, Totals
from tracker.domain.rules import Viewer


@dataclass(frozen=True)
class FundingPage:
    """Everything the page shows.

    `totals` and what is taken apart (`groups`, empty by currency) are of all contributions asked for, not only of the
    page of them; `notes` are the keys of the standing texts that names on it need.
    """

    contributions: Page[ContributionLine]
    totals: Totals
    groups: Some[tuple[Named | None, Group]]
    ages: list[AgeLine]
    purposes: list[PurposeLine]
    reported_purposes: list[PurposeLine]
    donor_lines: list[DonorLine]
    funds: list[FundLine]
    reported: list[ReportedLine]
    donors: list[Named]
    currencies: list[str]
    exchange: Exchange
    notes: list[str]

    @property
    def reported_shares(self) -> list[ReportedLine]:
        """Shares of general-purpose money that a source states."""
        return [line for line in self.reported if line.share_percent is not None]


def page(session: Session, reader: Reader, asked: Asked) -> FundingPage:
    """All money that this person may know of: a constant number of queries, whatever its size.

    Only by project, year or biennium contributions are read one by one.
    """
    viewer = reader.viewer
    exchange = rates.exchange(session)
    cells, ages, groups = _summed(session, reader, asked, exchange)
    stated = funding_cells.by_currency(cells.asked)
    found = funding.paged(session, viewer, asked)
    steps = funding.steps_of(session, [row.id for row in found.rows])
    standing = funds.live_funds(session, viewer)
    needs = funds.requirements_of(session, [fund.id for fund in standing])
    amounts = reported_amounts.stated(session, viewer)
    cited = sources.of_records(session, viewer, [row.id for row in amounts], language=reader.language, with_parts=False)
    donor_ids = {cell.donor_id for cell in cells.all}
    owners = {key for row in amounts for key in (row.agreement_id, row.programme_id)}
    named = {*donor_ids, *owners, *funding.named_by(found.rows), *(fund.id for fund in standing)}
    names = funding.names_of(session, viewer, reader.language, named)
    told = {*funding.told_by(found.rows, steps), *(row.id for row in standing), *(row.id for row in amounts)}
    said = texts.load(session, reader.language, told)
    words = texts.words_of([*found.rows, *standing, *amounts], said)
    lines = [funding.line(row, steps.get(row.id or 0, []), names, said, exchange) for row in found.rows]
    reported = [reported_amounts.line(row, names, said, cited) for row in amounts]
    into = funding_cells.into_funds(cells)
    shown = [*names.values(), *(name for name, _ in groups.rows if name)]
    return FundingPage(
        contributions=Page(lines, found.number, found.per_page, found.total),
        totals=funding_cells.totals(cells),
        groups=groups,
        ages=ages,
        purposes=funding_figures.purposes(stated, {fund.id or 0: fund.kind for fund in standing}),
        reported_purposes=funding_figures.reported_purposes(reported),
        donor_lines=funding_figures.donors(stated),
        funds=[funds.line(fund, needs.get(fund.id or 0, []), *into.get(fund.id, ({}, 0)), said) for fund in standing],
        reported=reported,
        donors=_sorted(names[key] for key in donor_ids if key in names),
        currencies=sorted({cell.currency for cell in cells.all if cell.currency}),
        exchange=exchange,
        notes=mentions.mentioned(session, [*(one.name.text for one in shown), *words]),
    )


Groups = Some[tuple[Named | None, Group]]


def _summed(session: Session, reader: Reader, asked: Asked, exchange: Exchange) -> tuple[Cells, list[AgeLine], Groups]:
    """What the money asked for comes to, and what it is taken apart into; remembered, whatever the page and the order."""
    plain = replace(asked, sort="", page=1, per_page=1)

    def find() -> tuple[Cells, list[AgeLine], Groups]:
        cells = funding_cells.read(session, reader.viewer, asked, exchange)
        ages = funding_cells.ages(session, reader.viewer, asked, reader.day)
        return cells, ages, _groups(session, reader, asked, cells)

    return recall(session).whole(("funding", reader, plain), find)


@dataclass(frozen=True)
class _Apart:
    """What is read one by one, where the money is taken apart by what no sum keeps: contributions, their allocations."""

    gifts: Sequence[Gift]
    parts: Parts | None


def _apart(session: Session, viewer: Viewer, asked: Asked) -> _Apart | None:
    if asked.by not in {"project", *IN_TIME}:
        return None
    found = gifts.given(session, viewer, asked, gifts.all_steps(session, viewer))
    parts = breakdown.parts(session, viewer) if asked.by == "project" else None
    return _Apart([one for one in found if one.is_asked], parts)


IN_TIME = ("year", "biennium")


def _needs(
    session: Session, viewer: Viewer, asked: Asked, allocated: Parts | None
) -> Mapping[int, Sequence[Requirement]]:
    """What groups need, where all that came for it is in view: a donor's money alone covers no one's need."""
    if asked.narrows:
        return {}
    if allocated is not None:
        return allocated.needs
    if asked.by != "fund":
        return {}
    return funds.requirements_of(session, [fund.id for fund in funds.live_funds(session, viewer)])


def _groups(session: Session, reader: Reader, asked: Asked, cells: Cells) -> Groups:
    """The groups by name or by year; what belongs to none of them, or to one not open to this reader, comes last.

    Of more than a page holds the first are shown, and what belongs to none.
    """
    if asked.by not in breakdown.WAYS[1:]:
        return Some([], 0)
    in_time = asked.by in IN_TIME
    apart = _apart(session, reader.viewer, asked)
    parts = apart.parts if apart else None
    needs = _needs(session, reader.viewer, asked, parts)
    among = {key for cell in cells.all for key in (cell.donor_id, cell.fund_id)}
    among |= needs.keys() | (parts.seen if parts else frozenset())
    names = {} if in_time else funding.names_of(session, reader.viewer, reader.language, among)
    if apart:
        shares = breakdown.shares(apart.gifts, asked.by, parts)
        if not in_time:
            shares = [(key if key in names else None, gift, share) for key, gift, share in shares]
        found = breakdown.groups(shares, cells.exchange, needs)
    else:
        found = funding_cells.groups(cells, asked.by, lambda key: key if key in names else None, needs)
    keys = sorted((key for key in found if key is not None), key=lambda key: _place(key, names, in_time=in_time))
    ordered: list[Key] = [*keys[: paging.shown(len(keys))], *([None] if None in found else [])]
    rows = [(None if in_time or key is None else names.get(key), found[key]) for key in ordered]
    return Some(rows, len(keys) + (None in found))


def _place(key: int, names: Mapping[int, Named], *, in_time: bool) -> tuple[int, str]:
    return (key, "") if in_time else (0, names[key].name.text.casefold())


def _sorted(names: Iterable[Named]) -> list[Named]:
    return sorted(names, key=lambda named: named.name.text.casefold())
