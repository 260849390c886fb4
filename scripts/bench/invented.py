"""An invented programme, for briefs of many projects: reports, money, agreements and milestones for each of them."""

from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from tests import make
from tracker.domain import models as m
from tracker.domain.codes import Health, Stage, StepKind
from tracker.domain.money import Money

BETWEEN = 25
START = date(2026, 1, 5)
SUMMARY = "Homes, a school and a clinic are rebuilt with the people who live there, to withstand the next earthquake."


def code(number: int) -> str:
    """What the invented programme of so many projects is known by."""
    return f"invented-{number}"


def programme(session: Session, key: str, number: int) -> None:
    """A programme of so many projects in ten territories, paid for by ten donors: the same at every run."""
    own = make.programme(session, key, name=f"Programme of {number} projects", summary=SUMMARY)
    author = make.user(session, "Ada Bench", email=f"{key}@example.org")
    donors = [make.organisation(session, f"{key}-donor-{one}", name=f"Donor {one} of {number}") for one in range(10)]
    places = list(session.scalars(sa.select(m.Territory).order_by(col(m.Territory.id)).limit(10)))
    for one in range(number):
        _project(session, one, of=own, author=author, donor=donors[one % 10], place=places[one % 10])
        if one % BETWEEN == 0:  # a session that knows thousands of rows looks through all of them each time
            session.commit()
            session.expunge_all()
    session.commit()


def _project(
    session: Session, one: int, *, of: m.Programme, author: m.User, donor: m.Organisation, place: m.Territory
) -> None:
    """One project; every fifth is at risk, every seventh has reported nothing."""
    key = f"{of.record.code}-{one}"
    made = make.project(
        session,
        key,
        title=f"Rebuilding in district {one}",
        stage=list(Stage)[1 + one % (len(Stage) - 1)],
        managers=[author],
        territories=[place],
        programme_id=of.id,
        summary=SUMMARY,
        start="2026",
        end="end 2027",
    )
    day = START + timedelta(days=one % 300)
    if one % 7:
        health = Health.at_risk if one % 5 == 0 else Health.on_track
        make.update(session, made, author, health=health, happened=f"{one + 10} homes stand.", as_of=day)
    make.requirement(session, made, Money(900_000_00 + one * 100_00, "USD"))
    pledged = 500_000_00 + one * 100_00
    steps = [(StepKind.pledged, pledged, "2026-01"), (StepKind.received, pledged // 2, "2026-03")]
    gift = make.contribution(session, donor, f"{key}-gift", steps=steps)
    make.allocation(session, gift, made, pledged)
    make.agreement(
        session, f"{key}-mou", title=f"Agreement on district {one}", parties=[donor], projects=[made], end="end 2027"
    )
    make.milestone(session, made, f"Homes of district {one} handed over", due="2027-03")
    make.milestone(session, made, "Masons trained", due="2026-05", done_day=date(2026, 5, 20))
