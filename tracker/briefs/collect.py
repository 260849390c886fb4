"""Gathers what a brief says, from rows to plain values."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from tracker import legal
from tracker.briefs import funding, projects, situation
from tracker.briefs.model import (
    AssessmentLine,
    DateLine,
    KeyFigures,
    Marks,
    MissionBrief,
    MissionPart,
    MoneyLine,
    Partner,
    ProjectBlock,
    TerritoryLine,
)
from tracker.briefs.reader import Reader
from tracker.briefs.sourcebook import SourceBook
from tracker.domain import rules
from tracker.domain.codes import PartnerRole, Stage
from tracker.domain.dates import PartialDate
from tracker.domain.models import Mission
from tracker.domain.queries.scope import Scope, mission_scope
from tracker.domain.queries.texts import Said
from tracker.domain.rules import Viewer


def mission(session: Session, key: str, *, lang: str, viewer: Viewer, today: date) -> MissionBrief:
    """The mission brief for a territory (ISO 3166 alpha-2, XK for Kosovo) or a mission's code, as this viewer may see it.

    `today` decides which names hold, what is still to come, and up to when reports and money count. The day of the
    data is that of the latest change in scope, so the same data gives the same brief. Raises NotFound.
    """
    scope = mission_scope(session, key, lang=lang, viewer=viewer, today=today)
    reader = Reader(scope, SourceBook(scope), lang, today, rules.sees_inside(viewer))
    brief = _told(reader, key)
    return _with_standing_texts(brief, scope)


def _told(reader: Reader, key: str) -> MissionBrief:
    """Section by section, in the order of the page: sources are numbered as they are first met."""
    scope = reader.scope
    mission_part = _mission(reader, scope.mission) if scope.mission else None
    disasters = tuple(situation.disaster(reader, row) for row in reader.carry("disasters", scope.disasters))
    blocks = tuple(projects.block(reader, row) for row in reader.carry("projects", scope.projects))
    milestones = projects.milestones(reader)
    agreements = tuple(situation.agreement(reader, row) for row in reader.carry("agreements", scope.agreements))
    money = funding.money(reader)
    contributions = funding.contributions(reader)
    assessments = tuple(situation.assessment(reader, row) for row in reader.carry("assessments", scope.assessments))
    dates = situation.dates(reader)
    risks = projects.risks(reader) if reader.inside else None
    contacts = situation.contacts(reader) if reader.inside else None
    quotations = reader.book.quotations(_titles(reader))
    sources = reader.book.sources()
    territories = _territories(scope)
    return MissionBrief(
        key=key,
        lang=reader.lang,
        title=mission_part.title if mission_part else Said(territories[0].listed, reader.lang),
        number=None,
        purpose=reader.maybe(scope.mission, "purpose") if scope.mission else None,
        territories=territories,
        data_day=scope.changed,
        today=reader.today,
        map=situation.drawn(reader),
        mission=mission_part,
        figures=_figures(reader, blocks, assessments, money, dates),
        disasters=disasters,
        projects=blocks,
        milestones=milestones,
        agreements=agreements,
        partners=_partners(blocks),
        money=money,
        contributions=contributions,
        assessments=assessments,
        dates=dates,
        risks=risks,
        contacts=contacts,
        sources=sources,
        documents=tuple(dict.fromkeys((line.reference, line.title) for line in sources if line.reference)),
        quotations=quotations,
        standing=(),
        cut=tuple(reader.cut),
    )


def _territories(scope: Scope) -> tuple[TerritoryLine, ...]:
    labels = [scope.labels[one.id] for one in scope.territories if one.id in scope.labels]
    return tuple(TerritoryLine(one.code, one.listed, one.text) for one in labels)


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


def _partners(blocks: Iterable[ProjectBlock]) -> tuple[Partner, ...]:
    """Every organisation that takes part in the projects or their components, once."""
    found = [partner for block in blocks for partner in block.partners]
    found += [partner for block in blocks for component in block.components for partner in component.partners]
    named = {partner.name.text: replace(partner, role=PartnerRole.partner) for partner in found}
    return tuple(named[name] for name in sorted(named))


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


def _titles(reader: Reader) -> dict[int, Said]:
    """What each record is called, for the quotations that belong to it."""
    scope = reader.scope
    titled = (scope.projects, scope.agreements, scope.assessments, scope.events)
    named: list[tuple[Any, str]] = [(row, "title") for rows in titled for row in rows]
    named += [(row, "name") for row in scope.disasters]
    return {row.id: reader.said(row, field) for row, field in named if row.id}


def _with_standing_texts(brief: MissionBrief, scope: Scope) -> MissionBrief:
    """Add the notes that the territories named anywhere in the brief need, and the designations text."""
    words = "\n".join(_words(brief))
    keys = [scope.labels[key].note for key in scope.labels] + [
        key for name, key in scope.note_words.items() if name in words
    ]
    needed = [key for key in dict.fromkeys(keys) if key] + [legal.DESIGNATIONS]
    return replace(brief, standing=tuple(legal.standing_text(key, brief.lang) for key in needed))


def _words(value: object) -> Iterator[str]:
    """Every text inside plain values."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for part in fields(value):
            yield from _words(getattr(value, part.name))
    elif isinstance(value, Iterable):
        for part in value:
            yield from _words(part)
