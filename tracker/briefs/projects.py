"""Projects of a brief with their components, last report, milestones and risks."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from tracker.briefs import funding
from tracker.briefs.kinds import ActionLine, ProjectRow, SilentLine
from tracker.briefs.model import ComponentLine, MilestoneLine, Partner, ProjectBlock, RiskLine, UpdateLine
from tracker.briefs.reader import Reader, live
from tracker.domain.codes import FINISHED_STAGES, ActionState, Health, PartnerRole, RiskLevel
from tracker.domain.dates import PartialDate
from tracker.domain.models import Component, Milestone, Project, Risk, Update

QUIET = timedelta(days=90)
"""How long a project may go without a report before its programme's brief and the check before printing name it."""
GRAVITY = {RiskLevel.high: 0, RiskLevel.medium: 1, RiskLevel.low: 2}


def block(reader: Reader, project: Project) -> ProjectBlock:
    """One project as the brief tells it."""
    update = reader.scope.updates.get(project.id or 0)
    return ProjectBlock(
        code=project.record.code or "",
        title=reader.said(project, "title"),
        summary=reader.maybe(project, "summary"),
        places=_places(reader, project),
        stated_place=reader.place(project),
        stage=project.stage,
        stated=reader.maybe(project, "stage_stated"),
        health=health(reader, project),
        start=project.start,
        end=project.end,
        formulated=project.formulated,
        period=project.period,
        condition=project.funding_condition,
        objectives=tuple(reader.said(one, "text") for one in live(project.objectives)),
        components=tuple(_component(reader, one) for one in live(project.components)),
        partners=tuple(reader.partner(link.organisation, link.role) for link in project.partners),
        managers=tuple(manager.name for manager in project.managers) if reader.inside else (),
        why=reader.maybe(project, "stage_why"),
        update=reported(reader, update) if update else None,
        next_step=reader.maybe(project, "next_step"),
        reported=_reported(reader, project, update),
        marks=reader.marks(project),
        phase=project.phase,
    )


def partners(blocks: Iterable[ProjectBlock]) -> tuple[Partner, ...]:
    """Every organisation that takes part in the projects or their components, once."""
    found = [partner for block in blocks for partner in block.partners]
    found += [partner for block in blocks for component in block.components for partner in component.partners]
    named = {partner.name.text: replace(partner, role=PartnerRole.partner) for partner in found}
    return tuple(named[name] for name in sorted(named))


def row(reader: Reader, project: Project) -> ProjectRow:
    """One project as a table tells it."""
    update = reader.scope.updates.get(project.id or 0)
    return ProjectRow(
        title=reader.said(project, "title"),
        places=_places(reader, project),
        stated_place=reader.place(project),
        stage=project.stage,
        stated=reader.maybe(project, "stage_stated"),
        health=health(reader, project),
        updated=update.as_of if update else None,
        money=funding.money_of(reader, project),
        marks=reader.marks(project),
    )


def _places(reader: Reader, project: Project) -> tuple[str, ...]:
    labels = reader.scope.labels
    return tuple(sorted(labels[one.id].listed for one in project.territories if one.id in labels))


def all_milestones(reader: Reader, project: Project, section: str = "milestones") -> tuple[MilestoneLine, ...]:
    """Everything that a project reached or is to reach; what was past when its source was written stands as stated."""
    found = reader.carry(section, live(project.milestones))
    lines = [(_milestone(reader, project, one), _past_when_told(reader, project, one)) for one in found]
    return tuple(replace(line, confirmed=True, late=False) if past or line.done else line for line, past in lines)


def silent(reader: Reader) -> tuple[SilentLine, ...]:
    """Unfinished projects that nobody reported on in the last months: those never reported on first, then the longest silent."""
    quiet = [project for project in reader.scope.projects if is_silent(reader, project)]
    quiet.sort(key=lambda project: (str(_last_report(reader, project) or ""), project.id or 0))
    return tuple(
        SilentLine(
            title=reader.said(project, "title"),
            managers=tuple(manager.name for manager in project.managers) if reader.inside else (),
            last=_last_report(reader, project),
            marks=reader.marks(project),
        )
        for project in reader.carry("silent", quiet)
    )


def is_silent(reader: Reader, project: Project) -> bool:
    """Is it not finished, and nobody reported on it in the last months?"""
    last = _last_report(reader, project)
    return project.stage not in FINISHED_STAGES and (last is None or last < reader.today - QUIET)


def _last_report(reader: Reader, project: Project) -> date | None:
    update = reader.scope.updates.get(project.id or 0)
    return update.as_of if update else None


def actions(reader: Reader) -> tuple[ActionLine, ...]:
    """What has to be done, open points first."""
    return tuple(
        ActionLine(
            title=reader.said(one, "title"),
            owner=one.owner.name if one.owner else "",
            due=one.due_day,
            late=one.state == ActionState.open and one.due_day is not None and one.due_day < reader.today,
            state=one.state,
            marks=reader.marks(one),
        )
        for one in reader.carry("actions", reader.scope.action_points)
    )


def milestones(reader: Reader) -> tuple[MilestoneLine, ...]:
    """What is next of each project: not done, and not already past when its source was written."""
    open_ones = [
        (project, milestone)
        for project in reader.scope.projects
        if project.stage not in FINISHED_STAGES
        for milestone in live(project.milestones)
        if milestone.done_day is None and not _past_when_told(reader, project, milestone)
    ]
    open_ones.sort(key=lambda pair: (pair[1].due_earliest is None, str(pair[1].due_earliest or ""), pair[1].id or 0))
    carried = reader.carry("milestones", open_ones)
    return tuple(_milestone(reader, project, milestone) for project, milestone in carried)


def risks(reader: Reader, *, closed: bool = False) -> tuple[RiskLine, ...]:
    """Open risks, the gravest first; with `closed`, those that are over after them."""
    pairs = [(project, risk) for project in reader.scope.projects for risk in live(project.risks)]
    found = [pair for pair in pairs if closed or pair[1].closed_day is None]
    found.sort(key=lambda pair: _gravest_first(pair[1]))
    return tuple(_risk(reader, project, risk) for project, risk in reader.carry("risks", found))


def _gravest_first(risk: Risk) -> tuple[bool, int, int, int]:
    return risk.closed_day is not None, GRAVITY[risk.impact], GRAVITY[risk.likelihood], risk.id or 0


def _risk(reader: Reader, project: Project, risk: Risk) -> RiskLine:
    return RiskLine(
        project=reader.said(project, "title"),
        title=reader.said(risk, "title"),
        likelihood=risk.likelihood,
        impact=risk.impact,
        response=reader.maybe(risk, "response"),
        marks=reader.marks(risk),
        closed=risk.closed_day,
    )


def health(reader: Reader, project: Project) -> Health:
    """As last reported by the day; what was reported later does not count."""
    update = reader.scope.updates.get(project.id or 0)
    if update and update.health:
        return update.health
    known = project.health_day is None or project.health_day <= reader.today
    return project.health if known else Health.not_reported


def reported(reader: Reader, update: Update) -> UpdateLine | None:
    """A published report."""
    if update.as_of is None:
        return None
    author = update.author.name if update.author else ""
    return UpdateLine(
        as_of=update.as_of,
        author=author,
        health=update.health,
        happened=reader.maybe(update, "happened"),
        next_step=reader.maybe(update, "next_step"),
        marks=reader.book.report(update, author),
        stage=update.stage,
    )


def _reported(reader: Reader, project: Project, update: Update | None) -> PartialDate | None:
    """The day of the document that speaks of a project which nobody manages or has reported on since."""
    if update or project.managers:
        return None
    dated = [
        source.dated for source in reader.book.cited.get(project.id or 0, []) if source.dated and source.document_id
    ]
    return dated[0] if dated else None


def _component(reader: Reader, component: Component) -> ComponentLine:
    return ComponentLine(
        title=reader.said(component, "title"),
        stage=component.stage,
        stated=reader.maybe(component, "stage_stated"),
        start=component.start,
        end=component.end,
        partners=tuple(reader.partner(one) for one in component.partners),
        marks=reader.marks(component),
    )


def _past_when_told(reader: Reader, project: Project, milestone: Milestone) -> bool:
    told = _reported(reader, project, reader.scope.updates.get(project.id or 0))
    latest = milestone.due_latest
    return (
        milestone.confirmed_at is None
        and latest is not None
        and bool(told and told.earliest and latest < min(told.earliest, reader.today))
    )


def _milestone(reader: Reader, project: Project, milestone: Milestone) -> MilestoneLine:
    passed = milestone.due_latest is not None and milestone.due_latest < reader.today
    confirmed = milestone.confirmed_at is not None
    return MilestoneLine(
        project=reader.said(project, "title"),
        title=reader.said(milestone, "title"),
        due=milestone.due,
        confirmed=confirmed or not passed,
        late=confirmed and passed,
        condition=milestone.condition,
        marks=reader.marks(milestone),
        done=milestone.done_day,
    )
