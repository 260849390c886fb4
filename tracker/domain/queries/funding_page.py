"""The page of all money: contributions, what they come to, funds, and amounts that are nobody's funding here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.domain.models import Requirement
from tracker.domain.queries import (
    breakdown,
    funding,
    funding_figures,
    funds,
    gifts,
    mentions,
    rates,
    reported_amounts,
    sources,
    sums,
    texts,
)
from tracker.domain.queries.breakdown import Group, Key, Parts
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.funding import Asked, ContributionLine, Named
from tracker.domain.queries.funding_figures import AgeLine, DonorLine, PurposeLine
from tracker.domain.queries.funds import FundLine
from tracker.domain.queries.paging import Page
from tracker.domain.queries.rates import Exchange
from tracker.domain.queries.reported_amounts import ReportedLine
from tracker.domain.queries.sums import Gift, Totals


@dataclass(frozen=True)
class FundingPage:
    """Everything the page shows.

    `totals` and what is taken apart (`groups`, empty by currency) are of all contributions asked for, not only of the
    page of them; `notes` are the keys of the standing texts that names on it need.
    """

    contributions: Page[ContributionLine]
    totals: Totals
    groups: list[tuple[Named | None, Group]]
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
    """All money that this person may know of: eleven queries, whatever its size; three more by project."""
    viewer = reader.viewer
    steps = gifts.all_steps(session, viewer)
    all_given = gifts.given(session, viewer, asked, steps)
    wanted = [one for one in all_given if one.is_asked]
    into = sums.by_fund(all_given)
    exchange = rates.exchange(session)
    allocated = breakdown.parts(session, viewer) if asked.by == "project" else None
    found = funding.paged(session, viewer, asked, len(wanted))
    standing = funds.live_funds(session, viewer)
    needs = funds.requirements_of(session, [fund.id for fund in standing])
    stated = reported_amounts.stated(session, viewer)
    cited = sources.of_records(session, viewer, [row.id for row in stated], language=reader.language, with_parts=False)
    donor_ids = {one.donor_id for one in all_given}
    owners = {key for row in stated for key in (row.agreement_id, row.programme_id)}
    projects = allocated.seen if allocated else frozenset[int]()
    named = {*donor_ids, *owners, *projects, *funding.named_by(found.rows), *(fund.id for fund in standing)}
    names = funding.names_of(session, viewer, reader.language, named)
    told = {*funding.told_by(found.rows, steps), *(row.id for row in standing), *(row.id for row in stated)}
    said = texts.load(session, reader.language, told)
    words = texts.words_of([*found.rows, *standing, *stated], said)
    lines = [funding.line(row, steps.get(row.id or 0, []), names, said, exchange) for row in found.rows]
    reported = [reported_amounts.line(row, names, said, cited) for row in stated]
    return FundingPage(
        contributions=Page(lines, found.number, found.per_page, found.total),
        totals=sums.summed(wanted, exchange),
        groups=_groups(
            wanted,
            asked,
            names=names,
            exchange=exchange,
            needs=_needs(asked, needs, allocated),
            allocated=allocated,
        ),
        ages=funding_figures.ages(wanted, reader.day),
        purposes=funding_figures.purposes(wanted, {fund.id or 0: fund.kind for fund in standing}),
        reported_purposes=funding_figures.reported_purposes(reported),
        donor_lines=funding_figures.donors(wanted),
        funds=[funds.line(fund, needs.get(fund.id or 0, []), into.get(fund.id, []), said) for fund in standing],
        reported=reported,
        donors=_sorted(names[key] for key in donor_ids if key in names),
        currencies=sorted({one.currency for one in all_given if one.currency}),
        exchange=exchange,
        notes=mentions.mentioned(session, [*(one.name.text for one in names.values()), *words]),
    )


def _needs(
    asked: Asked, of_funds: Mapping[int, Sequence[Requirement]], allocated: Parts | None
) -> Mapping[int, Sequence[Requirement]]:
    """What groups need, where all that came for it is in view: a donor's money alone covers no one's need."""
    if asked.q or asked.donor or asked.fund or asked.programme or asked.currency:
        return {}
    if allocated is not None:
        return allocated.needs
    return of_funds if asked.by == "fund" else {}


def _groups(
    wanted: Sequence[Gift],
    asked: Asked,
    *,
    names: Mapping[int, Named],
    exchange: Exchange,
    needs: Mapping[int, Sequence[Requirement]],
    allocated: Parts | None,
) -> list[tuple[Named | None, Group]]:
    """The groups by name or by year; what belongs to none of them, or to one not open to this reader, comes last."""
    if asked.by not in breakdown.WAYS[1:]:
        return []
    in_time = asked.by in {"year", "biennium"}
    shares = breakdown.shares(wanted, asked.by, allocated)
    if not in_time:
        shares = [(key if key in names else None, gift, share) for key, gift, share in shares]
    found = breakdown.groups(shares, exchange, needs)
    keys = sorted((key for key in found if key is not None), key=lambda key: _place(key, names, in_time=in_time))
    ordered: list[Key] = [*keys, *([None] if None in found else [])]
    return [(None if in_time or key is None else names.get(key), found[key]) for key in ordered]


def _place(key: int, names: Mapping[int, Named], *, in_time: bool) -> tuple[int, str]:
    return (key, "") if in_time else (0, names[key].name.text.casefold())


def _sorted(names: Iterable[Named]) -> list[Named]:
    return sorted(names, key=lambda named: named.name.text.casefold())
