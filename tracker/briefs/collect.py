"""Gathers what a brief says, from rows to plain values: a mission brief here, the other kinds beside it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import cast

from sqlmodel import Session

from tracker.briefs import (
    checks,
    collect_donor,
    collect_minute,
    collect_portfolio,
    collect_project,
    funding,
    projects,
    situation,
    together,
)
from tracker.briefs.frame import frame, reader_of
from tracker.briefs.model import (
    AssessmentLine,
    Brief,
    DateLine,
    KeyFigures,
    Marks,
    MissionBrief,
    MissionPart,
    MoneyLine,
    ProjectBlock,
)
from tracker.briefs.reader import Reader
from tracker.domain.as_of import Times
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import N_, BriefKind, Stage
from tracker.domain.dates import PartialDate
from tracker.domain.errors import NotFound, Refused
from tracker.domain.models import Mission
from tracker.domain.queries import agreement_checks, dossier
from tracker.domain.queries.scope import Scope, mission_scope
from tracker.domain.queries.scope_kinds import donor_scope, portfolio_scope, project_scope
from tracker.domain.queries.scope_selection import minute_scope, selection_scope
from tracker.domain.queries.texts import Said
from tracker.domain.queries.true_on import standing
from tracker.domain.rules import Viewer
from tracker.domain.selections import filters

UNKNOWN_THEN = N_("By %(day)s nothing was recorded here under “%(key)s”. Choose a later day.")


def brief(session: Session, order: BriefOrder, *, viewer: Viewer, today: date, former: Brief | None = None) -> Brief:
    """The brief that is ordered, as this viewer may see it, true or known on the days that are ordered.

    `today`, or the day that is ordered, decides what is still to come and up to when reports and money count; the
    names that hold are always those of `today`. The day of the data is that of the latest change in scope, so the same
    data gives the same brief. `former` is the one issued before, for what changed since. Raises NotFound, and Refused
    for a day of which nothing can be said, for a second language that is the first, and for a selection that finds nothing.
    """
    order.check_languages()
    times = Times.of(order, today)
    with standing(session, times, viewer, searched="q" in filters(order.selection)) as then:
        try:
            return _brief(then, order, viewer=viewer, times=times, former=former)
        except NotFound as unknown:
            if times.known_on is None:
                raise
            raise Refused("key", UNKNOWN_THEN, {"day": times.known_on, "key": order.key}) from unknown


def _brief(session: Session, order: BriefOrder, *, viewer: Viewer, times: Times, former: Brief | None) -> Brief:
    """The brief with what the check before printing finds in it, in one language or in two from the same data."""
    editions = [replace(order, lang=lang, second="") for lang in order.langs]
    readers = [reader_of(_scope(session, one, viewer, times), one.lang, viewer, times.day) for one in editions]
    together.beside(readers)
    told = [replace(_of_kind(reader, one), note=order.note) for reader, one in zip(readers, editions, strict=True)]
    together.in_other_words(readers)
    told = [_checked(session, reader, one, viewer) for reader, one in zip(readers, told, strict=True)]
    return together.one_brief(readers, told, former)


def _checked(session: Session, reader: Reader, told: Brief, viewer: Viewer) -> Brief:
    asking = dossier.Reader(viewer, reader.lang, reader.today)
    remarks = agreement_checks.among(session, asking, checks.asked(reader, told.kind))
    return replace(told, doubts=checks.found(reader, told, remarks))


def mission(
    session: Session, key: str, *, lang: str, viewer: Viewer, today: date, former: Brief | None = None
) -> MissionBrief:
    """The mission brief for a territory (ISO 3166 alpha-2, XK for Kosovo) or a mission's code; raises NotFound."""
    order = BriefOrder(kind=BriefKind.mission, key=key, lang=lang)
    return cast("MissionBrief", brief(session, order, viewer=viewer, today=today, former=former))


def _scope(session: Session, order: BriefOrder, viewer: Viewer, times: Times) -> Scope:
    if order.selection:
        return selection_scope(session, order.selection, lang=order.lang, viewer=viewer, times=times)
    return SCOPES[order.kind](session, order.key, lang=order.lang, viewer=viewer, times=times)


SCOPES: Mapping[BriefKind, Callable[..., Scope]] = {
    BriefKind.mission: mission_scope,
    BriefKind.project: project_scope,
    BriefKind.donor: donor_scope,
    BriefKind.portfolio: portfolio_scope,
    BriefKind.minute: minute_scope,
}


def _of_kind(reader: Reader, order: BriefOrder) -> Brief:
    match order.kind:
        case BriefKind.mission:
            return _told(reader, order.key)
        case BriefKind.project:
            return collect_project.told(reader, order.key)
        case BriefKind.donor:
            return collect_donor.told(reader, order.key)
        case BriefKind.portfolio:
            return collect_portfolio.told(reader, order)
        case BriefKind.minute:
            return collect_minute.told(reader, order)


def _told(reader: Reader, key: str) -> MissionBrief:
    """Section by section, in the order of the page: sources are numbered as they are first met."""
    scope = reader.scope
    mission_part = _mission(reader, scope.mission) if scope.mission else None
    disasters = tuple(situation.disaster(reader, row) for row in reader.carry("disasters", scope.disasters))
    blocks = tuple(projects.block(reader, row) for row in reader.carry("projects", scope.projects))
    milestones = projects.milestones(reader)
    agreements = situation.agreements(reader)
    money = funding.money(reader)
    contributions = funding.contributions(reader)
    assessments = situation.assessments(reader)
    dates = situation.dates(reader)
    risks = projects.risks(reader) if reader.inside else None
    contacts = situation.contacts(reader) if reader.inside else None
    title = mission_part.title if mission_part else None
    return MissionBrief(
        **frame(reader, key, title, situation.drawn(reader)),
        purpose=reader.maybe(scope.mission, "purpose") if scope.mission else None,
        mission=mission_part,
        figures=_figures(reader, blocks, assessments, money, dates),
        disasters=disasters,
        projects=blocks,
        milestones=milestones,
        agreements=agreements,
        partners=projects.partners(blocks),
        money=money,
        contributions=contributions,
        assessments=assessments,
        dates=dates,
        risks=risks,
        contacts=contacts,
    )


def _figures(
    reader: Reader,
    blocks: Iterable[ProjectBlock],
    assessments: Iterable[AssessmentLine],
    money: tuple[MoneyLine, ...],
    dates: tuple[DateLine, ...],
) -> KeyFigures:
    scope = reader.scope
    return KeyFigures(
        projects=len(scope.projects),
        under_way=sum(project.stage == Stage.under_way for project in scope.projects),
        project_marks=_together(block.marks for block in blocks),
        open_recommendations=situation.open_recommendations(reader),
        assessments=len(scope.assessments),
        assessment_marks=_together(line.marks for line in assessments),
        money=money,
        next_date=dates[0] if dates else None,
    )


def _together(marks: Iterable[Marks]) -> Marks:
    return tuple(sorted({number for each in marks for number in each}))


def _mission(reader: Reader, row: Mission) -> MissionPart:
    def lines(field: str) -> tuple[Said, ...]:
        return situation.points(reader.maybe(row, field))

    return MissionPart(
        title=reader.said(row, "title"),
        when=PartialDate.parse(f"{row.start_day}/{row.end_day}"),
        members=tuple(member.name for member in row.members) if reader.inside else (),
        points=lines("points_to_raise"),
        requests=lines("requests"),
        counterparts=lines("counterparts"),
        sensitivities=lines("sensitivities") if reader.inside else None,
        security=lines("security_focal_point") if reader.inside else None,
        marks=reader.marks(row),
    )
