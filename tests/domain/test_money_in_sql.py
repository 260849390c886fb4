"""What pages add up in SQL is what the figures say of the same contributions one by one, in dollars too."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col

from tests import make
from tracker.domain import figures
from tracker.domain import models as m
from tracker.domain.codes import ContributionKind, PledgeAge, Role, StepKind, Visibility
from tracker.domain.dates import now
from tracker.domain.money import Money
from tracker.domain.queries import (
    breakdown,
    funding_cells,
    gifts,
    portfolio_money,
    portfolio_pledges,
    rates,
    sums,
)
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.funding import Asked
from tracker.domain.queries.linked import live
from tracker.domain.queries.portfolio_scope import Review
from tracker.domain.queries.sums import Gift
from tracker.domain.rules import Viewer
from tracker.store import UnitSession

DAY = date(2026, 11, 23)
COORDINATOR, VIEWER = Viewer(1, Role.coordinator), Viewer(None, Role.viewer)
_days = st.sampled_from([None, "2024", "2025-11-23", "2025-11-22", "2026-05", "2026-08-25", "2026-08-26", "2026-11-01"])
_gift = st.fixed_dictionaries(
    {
        "currency": st.sampled_from(["USD", "EUR", "JPY", None]),
        "kind": st.sampled_from([ContributionKind.money] * 4 + [ContributionKind.loan]),
        "visibility": st.sampled_from(Visibility),
        "archived": st.sampled_from([False, False, False, True]),
        "donor": st.integers(0, 1),
        "fund": st.integers(0, 1) | st.none(),
        "steps": st.lists(st.tuples(st.sampled_from(StepKind), st.none() | st.integers(-40, 120), _days), max_size=5),
        "parts": st.lists(st.tuples(st.integers(0, 2), st.integers(-5, 90)), max_size=3),
    }
)
_need = st.tuples(st.integers(0, 2), st.integers(0, 150), st.sampled_from(["USD", "EUR"]))


@pytest.mark.parametrize("rated", [False, True])
@given(some=st.lists(_gift, max_size=5), needs=st.lists(_need, max_size=3))
@settings(max_examples=12)
def test_sql_adds_up_as_the_figures_do(
    session: UnitSession, *, rated: bool, some: Sequence[dict[str, Any]], needs: object
) -> None:
    projects = [make.project(session) for _ in range(3)]
    _fill(session, projects, some, needs)
    if rated:
        make.rate(session, currency="EUR", day=date(2025, 1, 1), units="0.89")
        make.rate(session, currency="EUR", day=date(2026, 6, 1), units="0.7")
        session.flush()
    for viewer in (COORDINATOR, VIEWER):
        _all_money(session, viewer)
        _of_projects(session, viewer, projects)
    session.rollback()


def _fill(session: UnitSession, projects: Sequence[m.Project], some: Sequence[dict[str, Any]], needs: object) -> None:
    donors = [make.organisation(session) for _ in range(2)]
    funds = [make.fund(session) for _ in range(2)]
    for one in some:
        put_away: dict[str, Any] = {"archived_at": now()} if one["archived"] else {}
        row = make.contribution(
            session,
            donors[one["donor"]],
            currency=one["currency"],
            steps=one["steps"],
            kind=one["kind"],
            visibility=one["visibility"],
            fund_id=None if one["fund"] is None else funds[one["fund"]].id,
            **put_away,
        )
        for place, amount in one["parts"]:
            make.allocation(session, row, projects[place], amount)
    for place, amount, currency in needs:  # type: ignore[attr-defined]
        make.requirement(session, projects[place], Money(amount, currency))
    session.flush()


def _all_money(session: UnitSession, viewer: Viewer) -> None:
    exchange, asked = rates.exchange(session), Asked()
    cells = funding_cells.read(session, viewer, asked, exchange)
    plain = gifts.given(session, viewer, asked, gifts.all_steps(session, viewer))
    assert funding_cells.totals(cells) == sums.summed(plain, exchange)
    for by in ("fund", "donor"):
        told = funding_cells.groups(cells, by, lambda key: key, {})
        assert told == breakdown.groups(breakdown.shares(plain, by), exchange)
    ages = {line.currency: {age: amount.minor for age, amount in line.ages.items()} for line in _ages(session, viewer)}
    assert ages == _aged(plain)


def _ages(session: UnitSession, viewer: Viewer) -> list[funding_cells.AgeLine]:
    return funding_cells.ages(session, viewer, Asked(), DAY)


def _aged(plain: Iterable[Gift]) -> dict[str, dict[PledgeAge, int]]:
    found = {}
    for currency, own in sums.by_currency(plain).items():
        by_age = figures.ageing((piece for gift in own for piece in gift.share.pieces), DAY)
        if any(by_age.values()):
            found[currency] = by_age
    return found


def _of_projects(session: UnitSession, viewer: Viewer, projects: Sequence[m.Project]) -> None:
    """The portfolio: shares of what is in view; whole contributions where pledges wait."""
    review, exchange = Review(Reader(viewer, "en", DAY), DAY), rates.exchange(session)
    plain = [one for one in gifts.given(session, viewer, Asked(), gifts.all_steps(session, viewer)) if one.currency]
    told = portfolio_money.totals(session, review)
    seen = set(
        session.scalars(
            sa.select(col(m.Project.id)).join(m.Record, col(m.Record.id) == m.Project.id).where(live(viewer))
        )
    )
    parts = breakdown.parts(session, viewer).allocations
    lines: dict[str, list[tuple[figures.Position, list[figures.Piece]]]] = {}
    funded = set()
    for gift in plain:
        given_to = parts.get(gift.id, ()) if gift.is_money else ()
        taken = figures.cut(gift.share.pieces, [amount for _, amount in given_to])[0]
        for (project, _), pieces in zip(given_to, taken, strict=True):
            if project in seen:
                lines.setdefault(gift.currency or "", []).append((gift.position, pieces))
                funded |= {project} if figures.funded(figures.ladder_of(pieces)) else set()
    for line in told.lines:
        some = lines.pop(line.money.currency, [])
        stands = figures.standing([(position, figures.ladder_of(pieces)) for position, pieces in some])
        pieces = [piece for _, own in some for piece in own]
        plainly = sums.stated(line.money.currency, len(some), stands, pieces, exchange)
        for name in ("contributions", "pledged", "committed", "received", "funded", "funded_usd", "pledged_usd"):
            assert getattr(line.money, name) == getattr(plainly, name), name
    assert not lines
    asking = {row.project_id for row in session.scalars(sa.select(m.Requirement)) if (row.amount_minor or 0) > 0}
    assert told.unfunded == len(asking & seen - funded)
    waiting = {
        gift.id: figures.ageing(gift.share.pieces, DAY) for gift in plain if gift.is_money and gift.ladder.pledged > 0
    }
    cells = portfolio_pledges.by_age(session, review).values()
    assert sum(cell.number for by_age in cells for cell in by_age.values()) == sum(
        bool(amount) for ages in waiting.values() for amount in ages.values()
    )
    listed = portfolio_pledges.paged(session, review, "", "", number=1, per_page=100)
    assert {line.id: dict(line.ages) for line in listed.rows} == waiting
