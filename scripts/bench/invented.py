"""An invented programme, for briefs of many projects: reports, money, agreements and milestones for each of them."""

from datetime import date, timedelta

from sqlmodel import Session

from tests import make
from tracker.domain import models as m
from tracker.domain.codes import Health, Stage, StepKind
from tracker.domain.money import Money

START = date(2026, 1, 5)
SUMMARY = "Homes, a school and a clinic are rebuilt with the people who live there, to withstand the next earthquake."


def programme(session: Session, code: str, number: int) -> None:
    """A programme of so many projects in ten territories, paid for by ten donors: the same at every run."""
    own = make.programme(session, code, name=f"Programme of {number} projects", summary=SUMMARY)
    author = make.user(session, "Ada Bench", email=f"{code}@example.org")
    donors = [make.organisation(session, f"{code}-donor-{one}", name=f"Donor {one} of {number}") for one in range(10)]
    places = list(session.scalars(m.Territory.__table__.select().limit(0)))  # type: ignore[attr-defined]
    del places
    for one in range(number):
        _project(session, own, one, author, donors[one % 10])


def _project(session: Session, own: m.Programme, one: int, author: m.User, donor: m.Organisation) -> None:
    """One project; every fifth is at risk, every seventh has reported nothing."""
    code = f"{own.record.code}-{one}"
    made = make.project(
        session,
        code,
        title=f"Rebuilding in district {one}",
        stage=list(Stage)[1 + one % (len(Stage) - 1)],
        managers=[author],
        programme_id=own.id,
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
    gift = make.contribution(session, donor, f"{code}-gift", steps=steps)
    make.allocation(session, gift, made, pledged)
    make.agreement(session, f"{code}-mou", title=f"Agreement on district {one}", parties=[donor], projects=[made], end="end 2027")
    make.milestone(session, made, f"Homes of district {one} handed over", due="2027-03")
    make.milestone(session, made, "Masons trained", due="2026-05", done_day=date(2026, 5, 20))
