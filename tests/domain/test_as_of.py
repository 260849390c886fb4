"""What was true on a day, rule by rule, without a database."""

from datetime import date, datetime
from typing import Any

import pytest

from tracker.domain import as_of
from tracker.domain import models as m
from tracker.domain.as_of import Times
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import (
    ActionState,
    AgreementKind,
    AgreementState,
    BriefKind,
    Health,
    RecommendationState,
    RecordKind,
    Stage,
    StepKind,
)
from tracker.domain.dates import PartialDate
from tracker.domain.errors import Refused

pytestmark = pytest.mark.once

DAY = date(2004, 6, 30)
S = Stage


def dated(row: Any, **days: str | None) -> Any:  # noqa: ANN401 - a row of any table
    """The row with partial dates, in a record of its own."""
    row.record = m.Record(kind=RecordKind.project)
    for name, stated in days.items():
        setattr(row, name, PartialDate.parse(stated) if stated else None)
    return row


@pytest.mark.parametrize(
    ("stated", "there"),
    [
        (None, True),
        ("2004-06-30", True),
        ("2004-07-01", False),
        ("2004-06", True),
        ("early 2004", True),
        ("end 2004", False),
        ("2004", True),
        ("2005", False),
        ("biennium 2004/2005", True),
        ("first two years", True),
    ],
)
def test_a_fact_counts_from_the_earliest_day_that_its_date_can_mean(stated: str | None, there: bool) -> None:  # noqa: FBT001
    assert as_of.was_there(dated(m.ImpactFigure(disaster_id=1, measure="deaths"), on=stated), DAY) is there


@pytest.mark.parametrize("table", as_of.BEGAN)
def test_every_rule_names_a_column_that_there_is(table: Any) -> None:  # noqa: ANN401 - a table
    columns = set(table.__table__.columns.keys())
    assert as_of.BEGAN[table] in columns


@pytest.mark.parametrize("table", as_of.ENDED)
def test_how_a_row_stood_before_is_said_of_columns_that_there_are(table: Any) -> None:  # noqa: ANN401 - as above
    since, before = as_of.ENDED[table]
    assert {since, *before} <= set(table.__table__.columns.keys())


@pytest.mark.parametrize(
    ("stage", "days", "then"),
    [
        (S.under_way, {}, S.under_way),
        (S.under_way, {"start": "2004-01"}, S.under_way),
        (S.under_way, {"start": "2004-07-01"}, S.not_stated),
        (S.under_way, {"start": "2004-08", "formulated": "2004-05"}, S.proposed),
        (S.completed, {"start": "2003", "end": "2004-07"}, S.under_way),
        (S.completed, {"start": "2003", "end": "2004-06"}, S.completed),
        (S.completed, {"end": "2005"}, S.not_stated),
        (S.closed, {"start": "2004-07", "end": "2005", "formulated": "end 2003"}, S.proposed),
        (S.proposed, {"formulated": "end 2004"}, S.not_stated),
        (S.suspended, {"start": "2005"}, S.not_stated),
        (S.identified, {"start": "2005"}, S.identified),
    ],
)
def test_a_stage_goes_by_the_dates_of_its_project(stage: Stage, days: dict[str, str], then: Stage) -> None:
    project = dated(m.Project(title="Homes", stage=stage, stage_stated="as stated"), **days)
    as_of.project_then(project, DAY, None)
    assert project.stage == then
    assert project.stage_stated == ("as stated" if stage == then else None)


def test_a_project_formulated_later_was_not_there_unless_it_had_begun_or_was_reported_on() -> None:
    report = m.Update(project_id=1, as_of=DAY, stage=Stage.under_way)

    def was(report: m.Update | None, **days: str) -> bool:
        return as_of.project_then(dated(m.Project(title="Homes"), **days), DAY, report)

    assert [was(None), was(None, formulated="2004-06"), was(None, formulated="2004-07")] == [True, True, False]
    assert [was(None, formulated="2004-07", start="2004"), was(report, formulated="2004-07")] == [True, True]


def test_a_stage_reported_later_gives_way_to_the_report_before_it() -> None:
    project = dated(
        m.Project(title="Homes", stage=Stage.completed, health=Health.on_track, health_day=date(2005, 1, 1))
    )
    report = m.Update(project_id=1, as_of=date(2004, 6, 1), stage=Stage.suspended, health=Health.off_track)
    as_of.project_then(project, DAY, report)
    assert (project.stage, project.health, project.health_day) == (Stage.suspended, Health.off_track, date(2004, 6, 1))


@pytest.mark.parametrize(
    ("before", "stage", "stated"),
    [
        (None, Stage.not_stated, None),
        ({"stage": "proposed", "stage_stated": "planned"}, Stage.proposed, "planned"),
        ({"stage": "proposed", "stage_stated": "other words"}, Stage.proposed, None),
    ],
)
def test_before_the_first_report_a_project_stands_as_it_was_recorded(
    before: dict[str, Any] | None, stage: Stage, stated: str | None
) -> None:
    project = dated(m.Project(title="Homes", stage=S.under_way, stage_stated="planned", health_day=date(2005, 1, 1)))
    as_of.project_then(project, DAY, None, before)
    assert (project.stage, project.stage_stated, project.health) == (stage, stated, Health.not_reported)


def test_what_was_done_closed_and_decided_later_is_open() -> None:
    later = date(2004, 7, 1)
    rows = [
        dated(m.Milestone(project_id=1, title="Roof", done_day=later)),
        dated(m.Risk(project_id=1, title="Rain", closed_day=later)),
        dated(m.Recommendation(assessment_id=1, text="Move", state=RecommendationState.done, state_day=later)),
        dated(m.Undertaking(agreement_id=1, text="Give", state=ActionState.done, done_day=later, outcome="given")),
    ]
    milestone, risk, recommendation, undertaking = as_of.kept(rows, DAY)
    assert (milestone.done_day, risk.closed_day, recommendation.state) == (None, None, RecommendationState.open)
    assert (undertaking.state, undertaking.outcome) == (ActionState.open, None)
    assert as_of.undated(rows) == 0


def test_a_contribution_is_there_with_its_first_step_and_worth_what_had_come() -> None:
    def gift(*steps: tuple[StepKind, int, str | None]) -> m.Contribution:
        row: m.Contribution = dated(m.Contribution(donor_id=1, currency="USD", received_minor=9, pledged_minor=9))
        row.steps = [
            dated(m.Step(contribution_id=1, kind=kind, amount_minor=amount), on=day) for kind, amount, day in steps
        ]
        return row

    early = gift((StepKind.pledged, 9, "2003"), (StepKind.received, 9, "2005"))
    late, bare = gift((StepKind.received, 9, "2005")), gift()
    assert as_of.kept([early, late, bare], DAY) == [early, bare]
    assert (early.pledged_minor, early.received_minor, len(early.steps)) == (9, None, 1)


@pytest.mark.parametrize(
    ("given", "then"),
    [
        ({"state": "signed", "signed": "2004-06"}, "signed"),
        ({"state": "signed", "signed": "2004-07"}, None),
        ({"state": "signed"}, "signed"),
        ({"state": "signed", "state_day": date(2004, 7, 1)}, None),
        ({"state": "draft"}, "draft"),
        ({"state": "terminated", "signed": "2003", "state_day": date(2004, 7, 1)}, "signed"),
        ({"state": "terminated", "signed": "2003", "state_day": DAY}, "terminated"),
        ({"state": "ended", "signed": "2003", "end": "2004-06-30"}, "signed"),
        ({"state": "ended", "signed": "2003", "end": "2004-06-29"}, "ended"),
        ({"state": "ended", "signed": "2003"}, "ended"),
    ],
)
def test_an_agreement_stands_as_its_days_say(given: dict[str, Any], then: str | None) -> None:
    days = {name: given[name] for name in ("signed", "end") if name in given}
    row = dated(m.Agreement(title="MoU", kind=AgreementKind.mou), **days)
    row.state, row.state_day = AgreementState(given["state"]), given.get("state_day")
    assert [one.state for one in as_of.kept([row], DAY)] == ([] if then is None else [AgreementState(then)])


def test_what_bears_no_date_is_counted() -> None:
    project = dated(m.Project(id=7, title="Homes", stage=Stage.under_way))
    project.components = [dated(m.Component(project_id=7, title="Roofs", stage=Stage.completed))]
    project.milestones = [dated(m.Milestone(project_id=7, title="Roof"))]
    away = dated(m.Assessment(title="Study"))
    away.record.archived_at = datetime(2004, 1, 1)  # noqa: DTZ001 - any moment
    rows = [project, dated(m.Assessment(title="Study")), dated(m.Assessment(title="Study"), on="2003"), away]
    assert as_of.undated(rows) == 3
    assert as_of.undated(rows, [7]) == 2


def test_the_day_of_a_brief_is_that_of_its_truth_then_of_its_knowledge_then_of_its_printing() -> None:
    today, known = date(2026, 11, 23), date(2026, 1, 1)
    days = [{}, {"known_on": known}, {"as_of": DAY}, {"as_of": DAY, "known_on": known}]
    orders = [BriefOrder(kind=BriefKind.mission, key="HT", lang="en", **each) for each in days]  # type: ignore[arg-type]
    assert [Times.of(order, today).day for order in orders] == [today, known, DAY, DAY]
    with pytest.raises(Refused, match="not come yet"):
        Times.of(orders[2], date(2004, 6, 29))
