"""The page of all money: contributions, what they come to, funds, and amounts that are nobody's funding here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain.queries import funding, funds, mentions, reported_amounts, sources, texts
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.funding import Asked, ContributionLine, Given, Named, Totals
from tracker.domain.queries.funds import FundLine
from tracker.domain.queries.paging import Page
from tracker.domain.queries.reported_amounts import ReportedLine


@dataclass(frozen=True)
class FundingPage:
    """Everything the page shows.

    `totals` are of all contributions asked for, not only of the page of them; `notes` are the keys of the standing
    texts that names on it need.
    """

    contributions: Page[ContributionLine]
    totals: Totals
    funds: list[FundLine]
    reported: list[ReportedLine]
    donors: list[Named]
    currencies: list[str]
    notes: list[str]


def page(session: Session, reader: Reader, asked: Asked) -> FundingPage:
    """All money that this person may know of: eleven queries, whatever its size."""
    viewer = reader.viewer
    all_given = funding.given(session, viewer, asked)
    found = funding.paged(session, viewer, asked)
    steps = funding.steps_of(session, [row.id for row in found.rows])
    standing = funds.live_funds(session, viewer)
    needs = funds.requirements_of(session, [fund.id for fund in standing])
    stated = reported_amounts.stated(session, viewer)
    cited = sources.of_records(session, viewer, [row.id for row in stated], with_parts=False)
    donor_ids = {each.donor_id for each in all_given}
    owners = {key for row in stated for key in (row.agreement_id, row.programme_id)}
    names = funding.names_of(session, viewer, reader.language, {*donor_ids, *owners, *funding.named_by(found.rows)})
    told = {*funding.told_by(found.rows, steps), *(row.id for row in standing), *(row.id for row in stated)}
    said = texts.load(session, reader.language, told)
    words = texts.words_of([*found.rows, *standing, *stated], said)
    lines = [funding.line(row, steps.get(row.id or 0, []), names, said) for row in found.rows]
    return FundingPage(
        contributions=Page(lines, found.number, found.per_page, found.total),
        totals=funding.summed(each.sums for each in all_given if each.is_asked),
        funds=[funds.line(fund, needs.get(fund.id or 0, []), _into(all_given, fund.id), said) for fund in standing],
        reported=[reported_amounts.line(row, names, said, cited) for row in stated],
        donors=sorted((names[key] for key in donor_ids if key in names), key=lambda named: named.name.text.casefold()),
        currencies=sorted({each.sums[1] for each in all_given if each.sums[1]}),
        notes=mentions.mentioned(session, [*(one.name.text for one in names.values()), *words]),
    )


def _into(all_given: Sequence[Given], fund_id: int | None) -> list[tuple[Any, ...]]:
    return [each.sums for each in all_given if each.fund_id == fund_id]
