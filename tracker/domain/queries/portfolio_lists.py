"""The records behind the numbers of the portfolio: each measure is one statement, which is counted, or listed by pages.

So a number and the list that it leads to cannot differ.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from tracker.domain.agreements import BANDS
from tracker.domain.codes import (
    FINISHED_STAGES,
    OPEN_RECOMMENDATIONS,
    ContributionKind,
    RecordKind,
    Stage,
    StepKind,
    UpdateState,
)
from tracker.domain.dates import PartialDate
from tracker.domain.models import (
    Agreement,
    Assessment,
    Contribution,
    Organisation,
    Project,
    ProjectMember,
    Recommendation,
    Record,
    RowVersion,
    Step,
    Update,
    User,
)
from tracker.domain.money import Money
from tracker.domain.queries import paging, texts
from tracker.domain.queries.agreement_terms import effective
from tracker.domain.queries.agreements import PASSED, ending_on
from tracker.domain.queries.paging import Page
from tracker.domain.queries.portfolio_scope import Review, agreements, assessments, contributions, in_view
from tracker.domain.queries.portfolio_table import WAYS, pairs
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.texts import Said
from tracker.domain.queries.visibility import visible_to
from tracker.domain.rules import sees_inside

QUIET = 90
"""Days without a report after which a project counts as silent."""
SOON = max(BANDS)
"""Days before its end at which an agreement or a project is called soon to end."""
AGES = {"from_90": (90, 180), "from_180": (180, 365), "over_365": (365, None)}
"""How long silent: more than the first number of days since the last report, and at most the second."""
NEVER = "never"
NOBODY = "none"

Asked = Mapping[str, str]
"""What narrows one list further, by the name that the address has for it."""


@dataclass(frozen=True)
class Line:
    """A row of a list: the code of the record that it leads to, what it is called, what stands beside."""

    id: int
    code: str
    title: Said
    values: tuple[Any, ...]
    people: list[str] = field(default_factory=list)


def _named(key: Any, name: str, column: Any, language: str, spoken: Any = None) -> tuple[Any, ...]:  # noqa: ANN401 - columns
    """The columns by which a row is called."""
    own = col(Record.language) if spoken is None else spoken
    return key, col(Record.code), column, own, texts.shown(language, key, name, sa.null())


def _projects(review: Review, *values: Any) -> Statement:  # noqa: ANN401 - columns
    named = _named(col(Project.id), "title", col(Project.title), review.reader.language)
    found = sa.select(*named, *values).join(Record, col(Record.id) == Project.id)
    return found.where(*in_view(review))


def quiet(review: Review) -> sa.ColumnElement[bool]:
    """The condition on Project that it is not finished and nobody reported on it in the last months."""
    last = col(Project.health_day)
    silent = sa.or_(last.is_(None), last < review.day - timedelta(days=QUIET))
    return sa.and_(col(Project.stage).not_in(FINISHED_STAGES), silent)


def aged(review: Review, age: str) -> sa.ColumnElement[bool]:
    """The condition on Project that it has been silent for so long."""
    last = col(Project.health_day)
    if age == NEVER:
        return last.is_(None)
    if age not in AGES:
        return sa.false()
    least, most = AGES[age]
    older = last < review.day - timedelta(days=least)
    return older if most is None else sa.and_(older, last >= review.day - timedelta(days=most))


def _silent(review: Review, asked: Asked) -> Statement:
    found = _projects(review, col(Project.health_day), col(Project.stage)).where(quiet(review))
    if age := asked.get("age"):
        found = found.where(aged(review, age))
    if manager := asked.get("manager"):
        found = found.where(_managed_by(review, manager))
    return found.order_by(col(Project.health_day).asc().nulls_first(), col(Project.id))


def _managed_by(review: Review, manager: str) -> sa.ColumnElement[bool]:
    """Who manages what is told to the programme's own people only."""
    members = sa.select(col(ProjectMember.project_id))
    if not sees_inside(review.viewer):
        return sa.false()
    if manager == NOBODY:
        return col(Project.id).not_in(members)
    key = int(manager) if manager.isdecimal() and len(manager) < 10 else 0
    return col(Project.id).in_(members.where(col(ProjectMember.user_id) == key))


def _without(review: Review, asked: Asked) -> Statement:
    """Projects that state no territory, programme or disaster, as the table counts them."""
    found = _projects(review, col(Project.stage), col(Project.health))
    way = asked.get("of", "")
    if way not in WAYS:
        return found.where(sa.false())
    has = pairs(review, way).subquery()
    found = found.where(col(Project.id).not_in(sa.select(has.c.project_id).where(has.c.key.is_not(None))))
    for name, column in (("stage", Project.stage), ("health", Project.health)):
        if code := asked.get(name):
            found = found.where(sa.cast(col(column), sa.String) == code)
    return found.order_by(sa.func.lower(col(Project.title)), col(Project.id))


def _made(review: Review, _asked: Asked) -> Statement:
    found = _projects(review, col(Record.created_at), col(Project.stage), col(Project.health))
    made = sa.and_(col(Record.kind) == RecordKind.project, col(Record.created_at) >= review.moment)
    return found.where(made).order_by(col(Record.created_at).desc(), col(Project.id))


def _moved(review: Review, _asked: Asked) -> Statement:
    """Projects whose stage is another one than when the day began, by their history."""
    since = aliased(RowVersion, flat=True)
    touched = sa.select(col(since.record_id)).where(
        col(since.recorded_from) >= review.moment, col(since.change) == "update"
    )
    was = col(RowVersion.values)["stage"].as_string()
    found = _projects(review, was, col(Project.stage), col(Project.health)).join(
        RowVersion,
        sa.and_(
            col(RowVersion.entity) == "project",
            col(RowVersion.row_key) == sa.cast(col(Project.id), sa.String),
            col(RowVersion.recorded_from) < review.moment,
            col(RowVersion.recorded_to) >= review.moment,
        ),
    )
    moved = was != sa.cast(col(Project.stage), sa.String)
    return found.where(col(Project.id).in_(touched), moved).order_by(sa.func.lower(col(Project.title)), col(Project.id))


def _reports(review: Review, _asked: Asked) -> Statement:
    own = aliased(Record, flat=True)
    found = _projects(review, col(Update.as_of), col(Update.health), col(Update.stage), col(Update.published_at))
    return (
        found.join(Update, col(Update.project_id) == Project.id)
        .join(own, col(own.id) == Update.id)
        .where(
            col(Update.state) == UpdateState.published,
            col(Update.published_at) >= review.moment,
            col(own.archived_at).is_(None),
        )
        .order_by(col(Update.published_at).desc(), col(Update.id).desc())
    )


def _received(review: Review, asked: Asked) -> Statement:
    """Receipts of money that were recorded since, whatever their own day: goods, loans, what is passed through are none."""
    own = aliased(Record, flat=True)
    donor = _donor(review)
    named = _named(col(Contribution.id), "purpose", donor, review.reader.language, sa.literal(review.reader.language))
    on = (col(Step.on_stated), col(Step.on_earliest), col(Step.on_latest))
    values = (col(Step.amount_minor), col(Contribution.currency), *on, col(own.created_at))
    found = (
        sa.select(*named[:4], sa.null(), *values)
        .select_from(Step)
        .join(own, col(own.id) == Step.id)
        .join(Contribution, col(Contribution.id) == Step.contribution_id)
        .join(Record, col(Record.id) == Contribution.id)
        .where(
            contributions(review),
            col(Contribution.kind) == ContributionKind.money,
            col(Step.kind) == StepKind.received,
            col(own.archived_at).is_(None),
            col(own.kind) == RecordKind.step,
            col(own.created_at) >= review.moment,
        )
    )
    if currency := asked.get("currency"):
        found = found.where(col(Contribution.currency) == currency)
    return found.order_by(col(own.created_at).desc(), col(Step.id).desc())


def _donor(review: Review) -> Any:  # noqa: ANN401 - a subquery
    """The donor's name, where this reader may know of the donor."""
    record = aliased(Record, flat=True)
    known = sa.select(col(Record.id)).where(visible_to(review.viewer)).correlate(None)
    return (
        sa.select(texts.shown(review.reader.language, Organisation.id, "name", Organisation.name))
        .join(record, col(record.id) == Organisation.id)
        .where(col(Organisation.id) == Contribution.donor_id, col(record.id).in_(known))
        .correlate(Contribution)
        .scalar_subquery()
    )


def _recommendations(review: Review, _asked: Asked) -> Statement:
    own = aliased(Record, flat=True)
    language = review.reader.language
    named = _named(col(Recommendation.id), "text", col(Recommendation.text), language, col(own.language))
    known = sa.select(col(Record.id)).where(visible_to(review.viewer)).correlate(None)
    name = texts.shown(language, Organisation.id, "name", Organisation.name)
    addressee = (
        sa.select(name)
        .where(col(Organisation.id) == Recommendation.addressee_id, col(Organisation.id).in_(known))
        .correlate(Recommendation)
        .scalar_subquery()
    )
    return (
        sa.select(
            *named,
            texts.shown(language, Assessment.id, "title", Assessment.title),
            sa.func.coalesce(addressee, col(Recommendation.addressee_stated)),
            col(Recommendation.due_day),
            col(Recommendation.state),
        )
        .select_from(Recommendation)
        .join(own, col(own.id) == Recommendation.id)
        .join(Assessment, col(Assessment.id) == Recommendation.assessment_id)
        .join(Record, col(Record.id) == Assessment.id)
        .where(
            assessments(review),
            col(own.archived_at).is_(None),
            col(Recommendation.state).in_(OPEN_RECOMMENDATIONS),
            col(Recommendation.due_day) < review.day,
        )
        .order_by(col(Recommendation.due_day), col(Recommendation.id))
    )


def _agreements(ending: str) -> Callable[[Review, Asked], Statement]:
    def found(review: Review, _asked: Asked) -> Statement:
        named = _named(col(Agreement.id), "title", col(Agreement.title), review.reader.language)
        end = effective("end_latest")
        return (
            sa.select(*named, end, col(Agreement.state))
            .join(Record, col(Record.id) == Agreement.id)
            .where(agreements(review), ending_on(review.reader, ending))
            .order_by(end, col(Agreement.id))
        )

    return found


def _ending(review: Review, _asked: Asked) -> Statement:
    within = col(Project.end_latest).between(review.day, review.day + timedelta(days=SOON))
    found = _projects(review, col(Project.end_latest), col(Project.stage), col(Project.health))
    found = found.where(col(Project.stage).not_in(FINISHED_STAGES), within)
    return found.order_by(col(Project.end_latest), col(Project.id))


def _receipt(values: list[Any]) -> tuple[Any, ...]:
    minor, currency, stated, earliest, latest, recorded = values
    amount = Money(minor, currency) if minor is not None and currency else None
    return amount, PartialDate(stated, earliest, latest) if stated else None, recorded


_READ: dict[str, Callable[[list[Any]], tuple[Any, ...]]] = {
    "received-since": _receipt,
    "stages-since": lambda values: (Stage(values[0]), *values[1:]),
}
"""How the values of a row are read, where that is not column by column."""

MEASURES: dict[str, Callable[[Review, Asked], Statement]] = {
    "silent": _silent,
    "ending": _ending,
    "agreements-ending": _agreements(str(SOON)),
    "agreements-lapsed": _agreements(PASSED),
    "recommendations-overdue": _recommendations,
    "reports-since": _reports,
    "projects-since": _made,
    "stages-since": _moved,
    "received-since": _received,
    "without": _without,
}
"""By the name that addresses have for it."""

COUNTED = tuple(name for name in MEASURES if name not in {"silent", "received-since", "without"})
"""Those that `counts` counts; the silent are counted by `silent_in_all`, receipts by `received_by_currency`."""


def counts(session: Session, review: Review) -> dict[str, int]:
    """How many records stand behind each measure: one query for all."""
    numbers = [
        sa.select(sa.func.count()).select_from(MEASURES[name](review, {}).order_by(None).subquery()).scalar_subquery()
        for name in COUNTED
    ]
    row = session.execute(sa.select(*numbers)).one()
    return dict(zip(COUNTED, row, strict=True))


def listed(
    session: Session, review: Review, measure: str, asked: Asked, *, number: int = 1, per_page: int = paging.USUAL
) -> Page[Line]:
    """A page of the records behind a measure: three queries at most."""
    return paging.paged(
        session,
        MEASURES[measure](review, asked),
        lambda rows: _lines(session, review, measure, rows),
        number=number,
        per_page=per_page,
    )


def everything(session: Session, review: Review, measure: str, asked: Asked, *, at_once: int) -> Iterator[list[Line]]:
    """All records behind a measure, so many at once: one query, and where people are named one more for each time."""
    statement = MEASURES[measure](review, asked).execution_options(yield_per=at_once)
    for rows in session.execute(statement).partitions():
        yield _lines(session, review, measure, rows)


def _lines(session: Session, review: Review, measure: str, rows: Iterable[Any]) -> list[Line]:
    language, values = review.reader.language, _READ.get(measure, tuple)
    found = [
        Line(key, code or "", Said(translated, language) if translated else Said(text or "", spoken), values(rest))
        for key, code, text, spoken, translated, *rest in rows
    ]
    if measure == "silent" and sees_inside(review.viewer) and found:
        people = _people(session, [line.id for line in found])
        return [replace(one, people=people.get(one.id, [])) for one in found]
    return found


def _people(session: Session, ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = session.execute(
        sa.select(col(ProjectMember.project_id), col(User.name))
        .join(User, col(User.id) == ProjectMember.user_id)
        .where(col(ProjectMember.project_id).in_(ids))
        .order_by(col(User.name))
    )
    for key, name in rows:
        found.setdefault(key, []).append(name)
    return found


@dataclass(frozen=True)
class SilentLine:
    """How many silent projects one person manages, by how long; nobody's where `manager` is None."""

    manager: int | None
    name: str | None
    number: int
    ages: Mapping[str, int]


def silent_by_manager(session: Session, review: Review) -> list[SilentLine]:
    """Whose projects are silent, most first, nobody's last; for the programme's own people; one query."""
    if not sees_inside(review.viewer):
        return []
    names = (NEVER, *AGES)
    sums = [sa.func.sum(sa.case((aged(review, age), 1), else_=0)) for age in names]
    number = sa.func.count()
    rows = session.execute(
        sa.select(col(User.id), col(User.name), number, *sums)
        .select_from(Project)
        .outerjoin(ProjectMember, col(ProjectMember.project_id) == Project.id)
        .outerjoin(User, col(User.id) == ProjectMember.user_id)
        .where(*in_view(review), quiet(review))
        .group_by(col(User.id), col(User.name))
        .order_by(number.desc(), col(User.name))
    )
    found = [
        SilentLine(key, name, number, {age: int(one) for age, one in zip(names, rest, strict=True)})
        for key, name, number, *rest in rows
    ]
    return sorted(found, key=lambda line: line.manager is None)


def silent_in_all(session: Session, review: Review) -> SilentLine:
    """The same of all silent projects, each once; one query."""
    names = (NEVER, *AGES)
    sums = [sa.func.coalesce(sa.func.sum(sa.case((aged(review, age), 1), else_=0)), 0) for age in names]
    statement = sa.select(sa.func.count(), *sums).select_from(Project)
    number, *rest = session.execute(statement.where(*in_view(review), quiet(review))).one()
    return SilentLine(None, None, number, {age: int(one) for age, one in zip(names, rest, strict=True)})


@dataclass(frozen=True)
class Received:
    """Receipts recorded since: how many in all; by currency how many, and what they come to where any states an amount."""

    number: int
    currencies: list[tuple[str, int, Money | None]]


def received_by_currency(session: Session, review: Review) -> Received:
    """One query."""
    found = (
        _received(review, {})
        .order_by(None)
        .with_only_columns(col(Contribution.currency), sa.func.count(), sa.func.sum(col(Step.amount_minor)))
    )
    rows = session.execute(found.group_by(col(Contribution.currency)).order_by(col(Contribution.currency))).all()
    known = [(code, count, None if minor is None else Money(int(minor), code)) for code, count, minor in rows if code]
    return Received(sum(row[1] for row in rows), known)
