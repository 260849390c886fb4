"""What surrounds the projects of a brief: disasters, agreements, assessments, dates to come, people, the map."""

from tracker.briefs import details, locator
from tracker.briefs.kinds import OpenLine
from tracker.briefs.model import (
    AgreementLine,
    AssessmentLine,
    ContactLine,
    DateLine,
    DisasterLine,
    ImpactLine,
    LocatorMap,
    RecommendationLine,
)
from tracker.briefs.reader import Reader, live
from tracker.domain.agreements import terms
from tracker.domain.codes import AGREEMENT_STATES_IN_FORCE, OPEN_RECOMMENDATIONS, Role
from tracker.domain.dates import PartialDate
from tracker.domain.models import Agreement, Assessment, CalendarEvent, Disaster, Recommendation
from tracker.domain.queries.disasters import by_measure
from tracker.domain.queries.texts import Said
from tracker.formats import label

Dated = tuple[PartialDate | None, str, object, str]
"""When, what kind of date, of which row, and the field that names it."""


def disaster(reader: Reader, row: Disaster) -> DisasterLine:
    """A disaster with what is known of its impact: of each measure the newest statement."""
    return DisasterLine(
        name=reader.said(row, "name"),
        hazard=row.hazard,
        on=row.on,
        glide=row.glide,
        place=reader.place(row),
        summary=reader.maybe(row, "summary"),
        impact=tuple(
            ImpactLine(one.measure, one.low, one.high, one.on, reader.marks(one))
            for _, (one, *_earlier) in by_measure(live(row.impact_figures))
        ),
        marks=reader.marks(row),
        end=row.end,
        places=_places(reader, row),
    )


def _places(reader: Reader, row: Disaster) -> tuple[Said, ...]:
    """The named places that a disaster struck, unless its place as stated names them already."""
    stated = reader.place(row)
    named = [reader.said(place, "name") for place in row.places]
    return tuple(one for one in named if stated is None or one.text not in stated.said.text)


def agreements(reader: Reader, *, in_full: bool = False) -> tuple[AgreementLine, ...]:
    """All agreements in scope; `in_full`: part by part."""
    carried = reader.carry("agreements", reader.scope.agreements)
    return tuple(agreement(reader, row, in_full=in_full) for row in carried)


def agreement(reader: Reader, row: Agreement, *, in_full: bool = False) -> AgreementLine:
    """An agreement, with the projects in scope that it covers."""
    here = {project.id for project in reader.scope.projects}
    return AgreementLine(
        title=reader.said(row, "title"),
        kind=row.kind,
        state=row.state,
        number=row.number,
        parties=tuple(reader.partner(party.organisation) for party in row.parties if not party.own),
        signed=row.signed,
        end=terms(row, row.amendments).end,
        covers=reader.maybe(row, "covers"),
        consequence=reader.maybe(row, "consequence"),
        projects=tuple(reader.said(project, "title") for project in row.projects if project.id in here),
        marks=reader.marks(row),
        details=details.agreement(reader, row) if in_full else None,
    )


def assessments(reader: Reader, *, in_full: bool = False) -> tuple[AssessmentLine, ...]:
    """All assessments in scope; `in_full`: also with the recommendations that are no longer open."""
    carried = reader.carry("assessments", reader.scope.assessments)
    return tuple(assessment(reader, row, in_full=in_full) for row in carried)


def assessment(reader: Reader, row: Assessment, *, in_full: bool = False) -> AssessmentLine:
    """An assessment with what it found, and its recommendations that are still open."""
    asked = live(row.recommendations)
    closed = [one for one in asked if one.state not in OPEN_RECOMMENDATIONS] if in_full else []
    return AssessmentLine(
        title=reader.said(row, "title"),
        summary=reader.maybe(row, "summary"),
        kind=row.kind,
        stated=reader.maybe(row, "state_stated"),
        place=reader.place(row),
        on=row.on,
        participants=tuple(reader.partner(one.organisation, one.role) for one in row.participants),
        output=reader.maybe(row, "output"),
        output_on=row.output_on,
        follow_up=reader.maybe(row, "follow_up"),
        recommendations=tuple(_recommendation(reader, one) for one in asked if one.state in OPEN_RECOMMENDATIONS),
        marks=reader.marks(row),
        details=details.assessment(reader, row),
        closed=tuple(_recommendation(reader, one) for one in closed),
    )


def _recommendation(reader: Reader, row: Recommendation) -> RecommendationLine:
    return RecommendationLine(
        text=reader.said(row, "text"),
        addressee=reader.maybe(row, "addressee_stated") or _addressee(reader, row),
        due=row.due_day,
        state=row.state,
        marks=reader.marks(row),
        why=reader.maybe(row, "state_why"),
        since=row.state_day,
        follow_up=reader.maybe(row, "follow_up"),
        became=_became(reader, row),
    )


def _became(reader: Reader, row: Recommendation) -> Said | None:
    """The project that a recommendation became, with the milestone where it is one's."""
    owner = next((one for one in reader.scope.projects if one.id == row.project_id), None)
    steps = [step for one in reader.scope.projects for step in one.milestones if step.id == row.milestone_id]
    named = steps[0] if steps else owner
    return reader.said(named, "title") if named else None


def _addressee(reader: Reader, row: Recommendation) -> Said | None:
    known = reader.scope.addressees.get(row.addressee_id or 0)
    return reader.partner(known).name if known else None


def dates(reader: Reader) -> tuple[DateLine, ...]:
    """What is to come, the earliest first: events, ends of projects and agreements, recommendations falling due."""
    scope = reader.scope
    found: list[Dated] = [(one.on, "event", one, "title") for one in scope.events]
    found += [(one.end, "project_end", one, "title") for one in scope.projects]
    in_force = (one for one in scope.agreements if one.state in AGREEMENT_STATES_IN_FORCE)
    found += [(terms(one, one.amendments).end, "agreement_end", one, "title") for one in in_force]
    found += [
        (PartialDate.on(one.due_day), "recommendation_due", one, "text")
        for row in scope.assessments
        for one in live(row.recommendations)
        if one.due_day and one.state in OPEN_RECOMMENDATIONS
    ]
    coming = [line for line in found if reader.to_come(line[0])]
    coming.sort(key=lambda line: (str(line[0].earliest if line[0] else ""), line[1], getattr(line[2], "id", 0)))
    return tuple(
        DateLine(when, kind, reader.said(row, field), reader.marks(row), _where(reader, row))
        for when, kind, row, field in reader.carry("dates", coming)
        if when
    )


def _where(reader: Reader, row: object) -> Said | None:
    """The place of an event, in the source's words."""
    place = reader.place(row) if isinstance(row, CalendarEvent) else None
    return place.said if place else None


def contacts(reader: Reader) -> tuple[ContactLine, ...]:
    """Managers of the projects, then people of the partners."""
    managers = {manager.id: manager for project in reader.scope.projects for manager in project.managers}
    lines = [
        ContactLine(one.name, label(Role.manager, reader.lang), None, one.email, "")
        for one in sorted(managers.values(), key=lambda one: (one.name, one.id or 0))
    ]
    lines += [
        ContactLine(
            name=person.name,
            role=person.title or "",
            organisation=reader.partner(person.organisation) if person.organisation else None,
            email=person.email or "",
            phone=person.phone or "",
        )
        for person in reader.scope.people
    ]
    return tuple(reader.carry("contacts", lines))


def open_recommendations(reader: Reader) -> int:
    """How many recommendations of all assessments in scope nobody has closed."""
    return sum(
        one.state in OPEN_RECOMMENDATIONS for row in reader.scope.assessments for one in live(row.recommendations)
    )


def open_lines(reader: Reader) -> tuple[OpenLine, ...]:
    """The open recommendations of all assessments, those due soonest first."""
    found = [(row, one) for row in reader.scope.assessments for one in live(row.recommendations)]
    still = [pair for pair in found if pair[1].state in OPEN_RECOMMENDATIONS]
    still.sort(key=lambda pair: (pair[1].due_day is None, str(pair[1].due_day or ""), pair[1].id or 0))
    return tuple(
        OpenLine(reader.said(row, "title"), _recommendation(reader, one))
        for row, one in reader.carry("recommendations", still)
    )


def points(text: Said | None) -> tuple[Said, ...]:
    """A long text's points: one a line."""
    if text is None:
        return ()
    return tuple(Said(line.strip(), text.language) for line in text.text.splitlines() if line.strip())


def drawn(reader: Reader) -> LocatorMap | None:
    """The locator map: the region of the first territory, a mark at each named place, else at each territory."""
    spots = [(one.longitude, one.latitude) for one in reader.scope.territories]
    known = [(lon, lat) for lon, lat in spots if lon is not None and lat is not None]
    if not known:
        return None
    map_ = locator.locator(*known[0])
    places = [
        (place.longitude, place.latitude)
        for place in reader.scope.places or [place for row in reader.scope.disasters for place in row.places]
        if place.longitude is not None and place.latitude is not None
    ]
    marks = [map_.place(lon, lat) for lon, lat in dict.fromkeys(places or known)]
    return LocatorMap(map_.view_box, map_.path, tuple(mark for mark in marks if mark) or (map_.mark,))
