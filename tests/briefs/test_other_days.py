"""Briefs as they were true, or known, on another day."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import page
import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import make
from tests.briefs import kinds
from tests.briefs.conftest import COORDINATOR, TODAY, VIEWER, World, text_of
from tests.briefs.test_kinds import KEYS
from tracker.briefs import collect, render, source
from tracker.briefs.frozen import freeze, thaw
from tracker.briefs.kinds import DonorBrief, PortfolioBrief, ProjectBrief
from tracker.briefs.model import Brief, MissionBrief
from tracker.domain import models as m
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import (
    LANGUAGES,
    ActionState,
    AgreementState,
    BriefKind,
    Health,
    RecommendationState,
    Stage,
    Visibility,
)
from tracker.domain.dates import PartialDate
from tracker.domain.errors import NotFound, Refused
from tracker.domain.figures import StoredRate
from tracker.domain.money import Money
from tracker.domain.queries.rates import Exchange
from tracker.domain.rules import Viewer
from tracker.store import UnitSession

OF_EACH_KIND = {BriefKind.mission: "HT", **KEYS}
del OF_EACH_KIND[BriefKind.minute]  # a minute is of the day of its review
END_OF_2003, MIDDLE_OF_2004, MIDDLE_OF_2026 = date(2003, 12, 31), date(2004, 6, 30), date(2026, 6, 30)


def on(
    session: UnitSession,
    key: str,
    kind: BriefKind = BriefKind.mission,
    *,
    viewer: Viewer = COORDINATOR,
    as_of: date | None = None,
    known_on: date | None = None,
) -> Any:  # noqa: ANN401 - a brief of any kind
    """The brief of these days, ordered today."""
    session.flush()
    session.expunge_all()
    order = BriefOrder(kind=kind, key=key, lang="en", as_of=as_of, known_on=known_on)
    return collect.brief(session, order, viewer=viewer, today=TODAY)


def stages(brief: MissionBrief | PortfolioBrief) -> dict[str, Stage]:
    blocks = brief.projects if isinstance(brief, MissionBrief) else brief.rows
    return {block.title.text: block.stage for block in blocks}


# ------------------------------------------------------------- the programme of 2004, counted by hand in the report


def test_kosovo_at_the_end_of_2003_has_one_project_under_way(programme_session: UnitSession) -> None:
    """Paragraph 39: projects in three areas continue (no date); a new programme started in early 2004."""
    brief = on(programme_session, "XK", as_of=END_OF_2003)
    assert stages(brief) == {
        "UN-HABITAT projects in Kosovo": Stage.under_way,
        "New governance and development planning programme": Stage.not_stated,
    }
    assert (brief.figures.projects, brief.figures.under_way, brief.without_date) == (2, 1, 1)
    assert brief.projects[1].stated is None
    assert brief.territories[0].listed == "Kosovo"


def test_kosovo_in_the_middle_of_2004_has_both_under_way(programme_session: UnitSession) -> None:
    brief = on(programme_session, "XK", as_of=MIDDLE_OF_2004)
    assert set(stages(brief).values()) == {Stage.under_way}
    assert (brief.figures.under_way, brief.without_date) == (2, 1)
    assert str(brief.projects[1].stated) == "started"


@pytest.mark.parametrize(("day", "happened"), [(date(2003, 12, 25), 0), (date(2003, 12, 26), 1), (MIDDLE_OF_2004, 1)])
def test_bam_has_its_earthquake_from_its_day_on(programme_session: UnitSession, day: date, happened: int) -> None:
    """It struck on 26 December 2003. The proposal and the assessment have no date: both are shown, and counted."""
    brief = on(programme_session, "IR", as_of=day)
    assert len(brief.disasters) == happened
    assert [(one.stage, one.code) for one in brief.projects] == [(Stage.under_review, "bam-transitional-shelter")]
    assert (brief.figures.under_way, brief.figures.assessments, brief.without_date) == (0, 1, 2)
    assert [str(one.signed.stated) for one in brief.agreements] == ["2002-09"]


@pytest.mark.parametrize(("day", "missions"), [(date(2003, 2, 28), 0), (END_OF_2003, 1), (MIDDLE_OF_2004, 1)])
def test_mozambique_has_its_first_mission_from_march_2003_on(
    programme_session: UnitSession, day: date, missions: int
) -> None:
    """Paragraph 40: the first mission in March 2003; an extension in the biennium 2004-2005, subject to funding."""
    brief = on(programme_session, "MZ", as_of=day)
    assert len(brief.assessments) == missions
    assert [(one.stage, str(one.stated)) for one in brief.projects] == [(Stage.under_way, "continuing")]
    ahead = {one.title.text.split()[0]: (one.confirmed, one.late) for one in brief.milestones}
    assert ahead == {"Extension": (True, False)} | ({} if missions else {"First": (True, False)})
    assert brief.money == ()
    assert brief.without_date == 1


def test_the_programme_of_2004_is_known_since_it_was_loaded(programme_session: UnitSession) -> None:
    with pytest.raises(Refused, match="nothing was recorded"):
        on(programme_session, "XK", known_on=TODAY - timedelta(days=1))
    known = on(programme_session, "XK", known_on=TODAY, as_of=END_OF_2003)
    assert known == replace(on(programme_session, "XK", as_of=END_OF_2003), known_on=TODAY)


def test_the_portfolio_in_the_middle_of_2003(programme_session: UnitSession) -> None:
    """Seven of its 18 projects continue without a date, and one since 2003. Of two no stage is stated, and one started
    in 2004. One was formulated at the end of 2003, and is not there yet."""
    brief = on(programme_session, "dmp", BriefKind.portfolio, as_of=date(2003, 6, 30))
    assert (brief.count, brief.under_way) == (17, 8)
    assert str(brief.dates[0].when.stated) == "end 2003"
    assert dict(brief.stages)[Stage.not_stated] == 3


# ------------------------------------------------------------------------------------------- a world in 2026


@pytest.mark.once
@pytest.mark.parametrize("kind", OF_EACH_KIND)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_brief_says_of_which_day_it_is(kind: BriefKind, lang: str, world: World, session: UnitSession) -> None:
    kinds.filled(session, world)
    session.flush()
    session.expunge_all()
    order = BriefOrder(kind=kind, key=OF_EACH_KIND[kind], lang=lang, as_of=date(2026, 6, 1), known_on=TODAY)
    brief = collect.brief(session, order, viewer=COORDINATOR, today=TODAY)
    assert thaw(freeze(brief)) == brief
    made = render.pdf(brief)
    assert page.validate_pdf_bytes(made.pdf, profile="ua1").is_compliant
    assert source.html(brief, for_screen=True).count('class="times"') == 1


def test_band_and_foot_say_the_day(world: World, session: UnitSession) -> None:
    true = text_of(on(session, "HT", as_of=date(2026, 6, 1)))
    assert "As it was true on 1 June 2026" in true
    assert "draft · unverified · Haiti · as true on 1 June 2026 · data as of 23 November 2026" in true
    known = text_of(on(session, "HT", known_on=TODAY))
    assert "As it was known on 23 November 2026" in known
    assert "draft · unverified · Haiti · as known on 23 November 2026 ·" in known
    both = text_of(on(session, "HT", known_on=TODAY, as_of=date(2026, 6, 1)))
    assert "As it was true on 1 June 2026, by what was known on 23 November 2026" in both
    assert "As it was" not in text_of(on(session, "HT"))


@pytest.mark.parametrize("kind", OF_EACH_KIND)
def test_known_today_is_the_brief_of_today(kind: BriefKind, world: World, session: UnitSession) -> None:
    kinds.filled(session, world)
    for viewer in (COORDINATOR, VIEWER):
        live = on(session, OF_EACH_KIND[kind], kind, viewer=viewer)
        assert on(session, OF_EACH_KIND[kind], kind, viewer=viewer, known_on=TODAY) == replace(live, known_on=TODAY)


@pytest.mark.parametrize("kind", OF_EACH_KIND)
def test_true_on_a_day_after_everything_is_the_brief_of_today(
    kind: BriefKind, world: World, session: UnitSession
) -> None:
    kinds.filled(session, world)
    today = on(session, OF_EACH_KIND[kind], kind)
    true = on(session, OF_EACH_KIND[kind], kind, as_of=TODAY)
    assert replace(true, as_of=None, without_date=0) == today
    assert true.without_date > 0


def test_reports_milestones_and_stage_stand_as_they_did(world: World, session: UnitSession) -> None:
    kinds.filled(session, world)
    project = session.get_one(type(world.project), world.project.id)
    project.health, project.health_day, project.stage = Health.at_risk, date(2026, 11, 1), Stage.completed
    project.end_stated, project.end_earliest, project.end_latest = "2026-10", date(2026, 10, 1), date(2026, 10, 31)
    brief = on(session, "leogane-homes", BriefKind.project, as_of=date(2026, 7, 15))
    assert isinstance(brief, ProjectBrief)
    assert brief.project.update is not None
    assert brief.project.update.as_of == date(2026, 7, 1)
    assert [one.as_of for one in brief.earlier] == [date(2026, 5, 1)]
    assert (brief.project.stage, brief.project.next_step) == (Stage.under_way, None)
    before = on(session, "leogane-homes", BriefKind.project, as_of=date(2026, 3, 19))
    assert before.project.update is None
    assert [(one.title.text, one.done) for one in before.milestones if one.title.text == "Masons chosen"] == [
        ("Masons chosen", None)
    ]
    after = on(session, "leogane-homes", BriefKind.project, as_of=date(2026, 3, 20))
    assert date(2026, 3, 20) in [one.done for one in after.milestones]


def test_money_agreements_and_figures_stand_as_they_did(world: World, session: UnitSession) -> None:
    kinds.filled(session, world)
    before = on(session, "HT", as_of=date(2026, 1, 31))
    (money,) = before.money
    assert (money.received, money.committed.minor, money.pledged.minor) == (None, 300_000_000, 100_000_000)
    assert [step.kind for step in before.contributions[0].steps] == ["pledged", "committed"]
    assert (before.agreements, before.assessments, before.figures.open_recommendations) == ((), (), 0)
    assert [one.measure for one in before.disasters[0].impact] == ["deaths", "houses destroyed"]
    later = on(session, "HT", as_of=date(2026, 5, 1))
    assert later.money[0].received.minor == 120_000_000
    assert (len(later.agreements), len(later.assessments)) == (1, 1)
    assert on(session, "HT", as_of=date(2026, 1, 11)).disasters == ()


def test_of_two_figures_the_one_stated_by_the_day_stands(world: World, session: UnitSession) -> None:
    disaster = make.disaster(session, "flood", territories=[world.territory], on="2020", visibility=Visibility.public)
    make.impact(session, disaster, "deaths", low=9, high=9, on="2020-02-01")
    make.impact(session, disaster, "deaths", low=12, high=15, on="2020-03")
    for day, low in ((date(2020, 2, 28), 9), (date(2020, 3, 1), 12)):
        brief = on(session, "HT", as_of=day)
        assert [one.low for row in brief.disasters for one in row.impact] == [low]


def test_an_agreement_is_in_force_between_its_days(world: World, session: UnitSession) -> None:
    project = session.merge(world.project)
    ended = make.agreement(
        session,
        "old",
        title="Old",
        projects=[project],
        signed="2025-02",
        end="2025-12-31",
        state=AgreementState.ended,
        state_day=date(2026, 1, 5),
    )
    make.amendment(session, ended, 1, on="2025-06-01", end="2025-12-31")

    def state(day: date) -> dict[str, tuple[AgreementState, Any]]:
        brief = on(session, "HT", as_of=day)
        return {one.title.text: (one.state, one.end.stated if one.end else None) for one in brief.agreements}

    assert "Old" not in state(date(2025, 1, 31))
    assert state(date(2025, 2, 1))["Old"] == (AgreementState.signed, "2025-12-31")
    assert state(date(2026, 1, 4))["Old"][0] == AgreementState.signed
    assert state(date(2026, 1, 5))["Old"][0] == AgreementState.ended


def test_a_recommendation_decided_later_is_still_open(world: World, session: UnitSession) -> None:
    assessment = make.assessment(session, territories=[world.territory], on="2020", visibility=Visibility.public)
    make.recommendation(
        session, assessment, "Move the market", state=RecommendationState.done, state_day=date(2021, 5, 1)
    )
    found = {
        day: on(session, "HT", as_of=day).figures.open_recommendations
        for day in (date(2019, 12, 31), date(2021, 4, 30), date(2021, 5, 1))
    }
    assert list(found.values()) == [0, 1, 0]


def test_a_donor_that_had_given_nothing_yet_has_used_nothing(world: World, session: UnitSession) -> None:
    donor = make.organisation(session, "late", name="Late")
    gift = make.contribution(session, donor, "c-late", steps=[("received", 500, "2026-05")])
    make.allocation(session, gift, session.merge(world.project), 500)
    brief = on(session, "late", BriefKind.donor, as_of=date(2026, 4, 30))
    assert isinstance(brief, DonorBrief)
    assert (brief.gifts, brief.uses, brief.money) == ((), (), ())
    assert len(on(session, "late", BriefKind.donor, as_of=date(2026, 5, 1)).uses) == 1


@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["pledged", "committed", "received"]),
            st.integers(1, 10_000),
            st.sampled_from(["2003-12-26", "early 2004", "2004", "2004-03", "biennium 2004/2005", "2005-01/2005-03"]),
        ),
        min_size=1,
        max_size=5,
    ),
    st.lists(st.dates(date(2003, 12, 1), date(2005, 12, 31)), min_size=2, max_size=4),
)
def test_what_was_received_never_falls_with_the_days(
    world: World, session: UnitSession, steps: list[tuple[str, int, str]], days: list[date]
) -> None:
    donor = make.organisation(session, name="Donor")
    key = donor.record.code or ""
    make.contribution(session, donor, steps=steps)
    received = [
        sum(line.received.minor if line.received else 0 for line in on(session, key, BriefKind.donor, as_of=day).money)
        for day in sorted(days)
    ]
    assert received == sorted(received)
    last = on(session, key, BriefKind.donor, as_of=date(2006, 1, 1))
    assert last.money == on(session, key, BriefKind.donor).money


def beside_a_project(world: World, session: UnitSession) -> None:
    """Before and after June 2026, and without a date: what is delivered, paid, spent, signed, promised, written."""
    project = session.merge(world.project)
    partner = make.organisation(session, name="Builders")
    agreement = make.agreement(
        session, "build", title="To build", projects=[project], parties=[partner], signed="2026-01"
    )
    for day in (date(2026, 2, 1), date(2026, 9, 1)):
        on = PartialDate.on(day)
        make.delivery(session, project, text=f"Delivered {day}", on=on)
        payment = make.payment(session, partner, day, Money.of(day.month, "USD"))
        payment.project_id, payment.agreement_id = project.id, agreement.id
        spent = make.part(session, m.Expenditure(project_id=project.id, ledger="Umoja", closed_day=day), project)
        spent.amount = Money.of(day.month, "USD")
        make.signature(session, agreement, partner, name_stated=f"Signer {day}", day=day)
        make.undertaking(session, agreement, f"Promised {day}", state=ActionState.done, done_day=day)
        for title, owner in (("Paper", project), ("Deed", agreement)):
            paper = make.document(session, f"{title} {day}", on=on)
            session.add(m.DocumentLink(document_id=paper.id or 0, record_id=owner.id or 0))
    make.delivery(session, project, text="Delivered some day")
    make.undertaking(session, agreement, "Promised", state=ActionState.done)


def test_what_stands_beside_the_records_is_set_back_too(world: World, session: UnitSession) -> None:
    before = on(session, "leogane-homes", BriefKind.project, as_of=MIDDLE_OF_2026)
    beside_a_project(world, session)
    whole = on(session, "leogane-homes", BriefKind.project)
    then = on(session, "leogane-homes", BriefKind.project, as_of=MIDDLE_OF_2026)

    def new(brief: ProjectBrief) -> list[list[object]]:
        (build,) = (one for one in brief.agreements if one.title.text == "To build")
        assert build.details is not None
        return [
            [one.text.text for one in brief.deliveries],
            [one.day.month for one in brief.outlays.payments],
            [one.closed.month for one in brief.outlays.expenditures if one.ledger == "Umoja"],
            [one.day and one.day.month for one in build.details.signatures],
            [(one.text.text, one.state.value) for one in build.details.undertakings],
            [one.title.text for one in brief.papers],
        ]

    assert new(whole) == [
        ["Delivered 2026-02-01", "Delivered 2026-09-01", "Delivered some day"],
        [2, 9],
        [2, 9],
        [2, 9],
        [("Promised 2026-02-01", "done"), ("Promised 2026-09-01", "done"), ("Promised", "done")],
        ["Paper 2026-02-01", "Paper 2026-09-01", "Deed 2026-02-01", "Deed 2026-09-01"],
    ]
    assert new(then) == [
        ["Delivered 2026-02-01", "Delivered some day"],
        [2],
        [2],
        [2],
        [("Promised 2026-02-01", "done"), ("Promised 2026-09-01", "open"), ("Promised", "done")],
        ["Paper 2026-02-01", "Deed 2026-02-01"],
    ]
    assert then.without_date == before.without_date + 2
    assert not re.search("(Delivered|Signer|Paper|Deed) 2026-09|September 2026", text_of(then))


def test_rates_of_later_days_convert_nothing() -> None:
    rates = [StoredRate("CAD", day, Decimal("1.25"), "UN") for day in (date(2026, 2, 1), date(2026, 9, 1))]
    exchange = Exchange({"CAD": rates, "EUR": [replace(rates[1], currency="EUR")]})
    assert exchange.by(MIDDLE_OF_2026) == Exchange({"CAD": rates[:1]})


def test_a_brief_shows_what_was_known_then(world: World, session: UnitSession, clock: time_machine.Traveller) -> None:
    session.commit()
    clock.shift(timedelta(days=1))
    project = session.get_one(type(world.project), world.project.id)
    project.title = "Another title"
    make.milestone(session, project, "Found out later", due="2027-03")
    make.project(session, "later", title="Later", territories=[session.merge(world.territory)])
    session.commit()
    order = BriefOrder(kind=BriefKind.mission, key="HT", lang="en", known_on=TODAY)
    told = text_of(collect.brief(session, order, viewer=COORDINATOR, today=TODAY + timedelta(days=1)))
    assert "Rebuilding of homes in Léogâne" in told
    assert not re.search("Another title|Found out later|Later", told)
    with pytest.raises(Refused, match="By 2026-11-23 nothing was recorded here under “later”"):
        collect.brief(
            session, replace(order, kind=BriefKind.project, key="later"), viewer=COORDINATOR, today=date(2026, 11, 24)
        )


def test_what_there_is_not_is_not_found_on_any_day(session: UnitSession) -> None:
    with pytest.raises(NotFound):
        on(session, "ZZ", as_of=END_OF_2003)


def test_a_day_that_has_not_come_is_refused(world: World, session: UnitSession) -> None:
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(Refused, match="not come yet"):
        on(session, "HT", as_of=tomorrow)
    with pytest.raises(Refused, match="not come yet"):
        on(session, "HT", known_on=tomorrow)


def test_looking_back_changes_nothing(world: World, session: UnitSession) -> None:
    session.commit()
    title = world.project.title
    before: Brief = on(session, "HT")
    on(session, "HT", as_of=date(2000, 1, 1))
    session.commit()
    assert on(session, "HT") == before
    assert session.get_one(type(world.project), world.project.id).title == title
