"""The money of projects in SQL is that of the domain's figures, whatever was promised, withdrawn and given."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import make
from tracker.domain import models as m
from tracker.domain.codes import ContributionKind, Role, Visibility
from tracker.domain.dates import now
from tracker.domain.money import Money
from tracker.domain.queries import portfolio_money, positions, project_amounts, project_money
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.portfolio_scope import Review
from tracker.domain.queries.projects import ProjectFilter, listing
from tracker.domain.rules import Viewer
from tracker.store import UnitSession

FIGURES = ("asked", "pledged", "committed", "received", "funded", "gap")
VIEWERS = (Viewer(1, Role.coordinator), Viewer(None, Role.viewer))

_amount = st.none() | st.integers(-40, 120)
_gift = st.fixed_dictionaries(
    {
        "currency": st.sampled_from(["USD", "USD", "EUR"]),
        "kind": st.sampled_from([ContributionKind.money] * 4 + [ContributionKind.loan]),
        "visibility": st.sampled_from(Visibility),
        "archived": st.sampled_from([False, False, False, True]),
        "sums": st.lists(_amount, min_size=len(positions.NAMES), max_size=len(positions.NAMES)),
        "parts": st.lists(
            st.tuples(st.integers(0, 2), st.integers(-5, 90), st.sampled_from([False, False, True])), max_size=4
        ),
    }
)
_need = st.tuples(st.integers(0, 2), st.none() | st.integers(0, 150), st.sampled_from(["USD", "EUR"]))


@given(gifts=st.lists(_gift, max_size=5), needs=st.lists(_need, max_size=3))
@settings(max_examples=25)
def test_sql_says_what_the_figures_say(session: UnitSession, gifts: Sequence[dict[str, object]], needs: object) -> None:
    projects = [make.project(session) for _ in range(3)]
    _fill(session, projects, gifts, needs)
    for viewer in VIEWERS:
        for currency in ("USD", "EUR"):
            told = _told(session, viewer, currency)
            for project in projects:
                assert told.get(project.id, {}) == _computed(session, viewer, project, currency)
        review = portfolio_money.unfunded(session, _review(viewer), number=1, per_page=100)
        assert _found_unfunded(session, viewer) == {row.code for row in review.rows}
    session.rollback()


def _fill(session: UnitSession, projects: Sequence[m.Project], gifts: object, needs: object) -> None:
    for one in gifts:  # type: ignore[attr-defined]
        put_away: dict[str, Any] = {"archived_at": now()} if one["archived"] else {}
        row = make.contribution(
            session, currency=one["currency"], kind=one["kind"], visibility=one["visibility"], **put_away
        )
        for name, amount in zip(positions.COLUMN_NAMES, one["sums"], strict=True):
            setattr(row, name, amount)
        for place, amount, archived in one["parts"]:
            make.allocation(session, row, projects[place], amount, **({"archived_at": now()} if archived else {}))
    for place, amount, currency in needs:  # type: ignore[attr-defined]
        make.requirement(session, projects[place], None if amount is None else Money(amount, currency))
    session.flush()


def _told(session: UnitSession, viewer: Viewer, currency: str) -> dict[int | None, dict[str, object]]:
    """The figures by project; what is not stated is left out."""
    lines = project_amounts.figures(
        viewer.role, known=viewer.user_id is not None, dialect=session.get_bind().dialect.name
    )
    rows = session.execute(sa.select(lines), {"currency": currency, "viewer_id": viewer.user_id}).mappings()
    return {
        row["project_id"]: {name: row[name] for name in FIGURES if row[name] is not None}
        | ({"coverage": round(row["coverage"], 6)} if row["coverage"] is not None else {})
        for row in rows
    }


def _review(viewer: Viewer) -> Review:
    return Review(Reader(viewer, "en", date(2026, 11, 23)), date(2026, 11, 16))


def _found_unfunded(session: UnitSession, viewer: Viewer) -> set[str]:
    """The projects that the list finds which ask for money and have none."""
    wanted = ProjectFilter.of([("funding", "unfunded")])
    page = listing(session, viewer, wanted, language="en", day=date(2026, 11, 23))
    return {row.code for row in page.rows}


def _computed(session: UnitSession, viewer: Viewer, project: m.Project, currency: str) -> dict[str, object]:
    for line in project_money.money(session, viewer, project.id or 0):
        if line.currency == currency:
            stated = {name: getattr(line, "required" if name == "asked" else name) for name in FIGURES}
            found: dict[str, object] = {name: amount.minor for name, amount in stated.items() if amount is not None}
            if line.coverage is not None and line.funded and line.required:
                found["coverage"] = round(line.funded.minor / line.required.minor, 6)
            elif line.coverage is not None:
                found["coverage"] = 0.0
            return found
    return {}
