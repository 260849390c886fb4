"""One invented project with everything that hangs on it, as months of work would have left it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tracker.domain import models as m
from tracker.domain.codes import (
    FINISHED_STAGES,
    STAGES_WITH_REASON,
    ActionState,
    Health,
    PartnerRole,
    RiskLevel,
    Stage,
    UpdateState,
    Visibility,
)
from tracker.domain.dates import PartialDate
from tracker.domain.invented import PREFIX
from tracker.exchange.invented import words
from tracker.exchange.invented.chances import Chances
from tracker.exchange.invented.rows import Rows, Values
from tracker.exchange.invented.world import Land, Struck, World

STAGES = {
    Stage.under_way: 52.0,
    Stage.completed: 12.0,
    Stage.proposed: 10.0,
    Stage.approved: 7.0,
    Stage.closed: 5.0,
    Stage.under_review: 4.0,
    Stage.suspended: 4.0,
    Stage.identified: 3.0,
    Stage.cancelled: 3.0,
}
SEEN = {Visibility.internal: 84.0, Visibility.public: 13.0, Visibility.confidential: 3.0}
HEALTHS = {Health.on_track: 64.0, Health.at_risk: 23.0, Health.off_track: 13.0}
BEFORE_WORK = frozenset({Stage.identified, Stage.proposed, Stage.under_review, Stage.approved})
EARLIER = {Stage.under_way: Stage.approved, Stage.closed: Stage.completed}
"""The stage before a project's last one, where it is not `under_way`."""


@dataclass(frozen=True)
class Made:
    """A project as its money and papers need it."""

    number: int
    id: int
    title: str
    visibility: Visibility
    stage: Stage
    land: Land
    programme: int
    struck: Struck | None
    start: date
    end: date
    at: datetime
    managers: list[int] = field(default_factory=list)
    partners: list[int] = field(default_factory=list)


def made(rows: Rows, world: World, chances: Chances, number: int) -> Made:
    """Make the project with this number."""
    project = _identity(rows, world, chances, number)
    _ties(rows, world, chances, project)
    _reports(rows, chances, project)
    _plan(rows, chances, project)
    return project


def _identity(rows: Rows, world: World, chances: Chances, number: int) -> Made:
    stage = chances.by_weight(STAGES)
    region = chances.by_weight({name: float(words.SHARES.get(name, 1)) for name in world.lands})
    struck = chances.one(world.disasters[region]) if world.disasters.get(region) and chances.of(65) else None
    land = struck.land if struck else chances.one(world.lands[region])
    start = chances.before(30, 900)
    end = start + timedelta(days=chances.between(200, 1_000))
    if stage in FINISHED_STAGES and end > chances.today:
        end = chances.before(1, 25)
    elif stage not in FINISHED_STAGES and end < chances.today and chances.of(80):
        end = chances.today + timedelta(days=chances.between(10, 700))
    at = chances.moment(start - timedelta(days=chances.between(10, 60)))
    work = chances.one(list(words.WORKS))
    title = f"Invented: {work}, district {number}, {land.name}"
    visibility = chances.by_weight(SEEN)
    managers = [] if chances.of(10) else chances.some(world.managers, 2 if chances.of(6) else 1)
    key = rows.record(
        m.Project,
        at,
        code=f"{PREFIX}{number}",
        visibility=visibility,
        by=managers[0] if managers else None,
        title=title,
        summary=chances.one(words.PURPOSES),
        programme_id=world.programmes[region],
        stage=_first_stage(stage),
        stage_why="Work has stopped for want of money." if stage in STAGES_WITH_REASON else None,
        phase=words.WORKS[work],
        start=chances.partial(start),
        end=chances.partial(end) if chances.of(94) else None,
    )
    partners = chances.some(world.partners, chances.between(1, 2))
    return Made(
        number,
        key,
        title,
        visibility,
        stage,
        land,
        world.programmes[region],
        struck,
        start,
        end,
        at,
        managers,
        partners,
    )


def _first_stage(last: Stage) -> Stage:
    """The stage in which a project enters the tracker."""
    return last if last in BEFORE_WORK else EARLIER.get(last, Stage.under_way)


def _ties(rows: Rows, world: World, chances: Chances, project: Made) -> None:
    lands = [project.land]
    if chances.of(12):
        lands.append(chances.one([land for land in world.lands[project.land.region] if land != project.land]))
    for land in lands:
        rows.link(m.ProjectTerritory, project.at, project_id=project.id, territory_id=land.id)
    if project.struck:
        rows.link(m.ProjectDisaster, project.at, project_id=project.id, disaster_id=project.struck.id)
    for person in project.managers:
        rows.link(m.ProjectMember, project.at, project_id=project.id, user_id=person)
    for place, partner in enumerate(project.partners):
        role = PartnerRole.implementing if place == 0 else PartnerRole.partner
        rows.link(m.ProjectPartner, project.at, project_id=project.id, organisation_id=partner, role=role)


# ------------------------------------------------------------------------------------------------ reports


def _reports(rows: Rows, chances: Chances, project: Made) -> None:
    """Reports every two months or so; some projects fell silent, some never spoke."""
    days = _days(chances, project)
    for place, day in enumerate(days):
        is_last = place == len(days) - 1
        _report(rows, chances, project, day, project.stage if is_last else _first_stage(project.stage))
    if not days and _first_stage(project.stage) != project.stage:
        at = chances.moment(min(project.start + timedelta(days=5), chances.today))
        rows.change(m.Project, project.id, max(at, project.at + timedelta(hours=1)), stage=project.stage)
    if days and chances.of(4):
        _submitted(rows, chances, project)


def _days(chances: Chances, project: Made) -> list[date]:
    silent = chances.by_weight({"fresh": 62.0, "stale": 20.0, "never": 18.0})
    if silent == "never" or (project.stage in BEFORE_WORK and chances.of(60)):
        return []
    last = chances.before(1, 85) if silent == "fresh" else chances.before(91, 420)
    if project.stage in FINISHED_STAGES:
        last = min(last, project.end)
    if last <= project.start:
        return []
    found = [last]
    while len(found) < 8 and (day := found[0] - timedelta(days=chances.between(30, 95))) > project.start:
        found.insert(0, day)
    return found


def _report(rows: Rows, chances: Chances, project: Made, day: date, stage: Stage) -> None:
    author = chances.one(project.managers) if project.managers else None
    at = chances.moment(day + timedelta(days=chances.between(0, 3)))
    health = chances.by_weight(HEALTHS)
    happened = chances.one(words.HAPPENED).format(chances.between(20, 400), chances.between(2, 19))
    told: Values = {"health": health, "next_step": chances.one(words.NEXT_STEPS)}
    rows.record(
        m.Update,
        at,
        parent=project.id,
        by=author,
        project_id=project.id,
        author_id=author,
        state=UpdateState.published,
        stage=stage,
        happened=happened,
        as_of=day,
        published_at=at,
        published_by_id=author,
        **told,
    )
    why = happened if stage in STAGES_WITH_REASON else None
    follows = {"health_day": day, "reported_at": at, "stage": stage, "stage_why": why}
    rows.change(m.Project, project.id, at, **told, **follows)


def _submitted(rows: Rows, chances: Chances, project: Made) -> None:
    """A report that waits to be published."""
    day = chances.before(1, 9)
    author = project.managers[0] if project.managers else None
    rows.record(
        m.Update,
        chances.moment(day),
        parent=project.id,
        by=author,
        project_id=project.id,
        author_id=author,
        state=UpdateState.submitted,
        health=chances.by_weight(HEALTHS),
        stage=project.stage,
        happened=chances.one(words.HAPPENED).format(chances.between(20, 400), chances.between(2, 19)),
        as_of=day,
        submitted_at=chances.moment(day),
    )


# --------------------------------------------------------------------------------------------------- plan


def _plan(rows: Rows, chances: Chances, project: Made) -> None:
    own: Values = {"parent": project.id, "project_id": project.id}
    rows.record(m.Objective, project.at, text=chances.one(words.PURPOSES), **own)
    length = max((project.end - project.start).days, 10)
    for title in chances.some(words.MILESTONES, chances.between(1, 3)):
        due = project.start + timedelta(days=chances.between(10, length))
        done = due < chances.today and chances.of(75)
        rows.record(
            m.Milestone,
            project.at,
            title=title,
            due=PartialDate.parse(f"{due:%Y-%m}"),
            done_day=due if done else None,
            confirmed_at=project.at if chances.of(60) else None,
            **own,
        )
    for title in chances.some(words.RISKS, chances.by_weight({0: 40.0, 1: 45.0, 2: 15.0})):
        levels: Values = {"likelihood": chances.one(list(RiskLevel)), "impact": chances.one(list(RiskLevel))}
        rows.record(m.Risk, project.at, title=title, response=chances.one(words.RESPONSES), **levels, **own)
    if project.managers and chances.of(30):
        _action(rows, chances, project)


def _action(rows: Rows, chances: Chances, project: Made) -> None:
    day = chances.before(-60, 120)
    rows.record(
        m.ActionPoint,
        chances.moment(day - timedelta(days=30)),
        parent=project.id,
        project_id=project.id,
        title=chances.one(words.ACTIONS),
        owner_id=project.managers[0],
        due_day=day,
        state=ActionState.done if day < chances.today and chances.of(70) else ActionState.open,
    )
