"""What is inconsistent in the data, and what its keepers should look at; sentences for `tracker doctor`."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, col, select

from tracker.domain import dates, figures
from tracker.domain import models as m
from tracker.domain.agreements import Check
from tracker.domain.codes import LANGUAGES, Health, JobState, PledgeAge, RecordKind, Role, UpdateState
from tracker.domain.figures import Position
from tracker.domain.money import Money
from tracker.domain.queries import agreement_checks, invented, numbers, positions, reminding
from tracker.domain.queries.agreement_checks import Remark
from tracker.domain.queries.dossier import Reader
from tracker.domain.rules import Viewer

OWNERS = {
    RecordKind.impact_figure: ("disaster_id",),
    RecordKind.programme_member: ("programme_id",),
    RecordKind.objective: ("project_id",),
    RecordKind.component: ("project_id",),
    RecordKind.milestone: ("project_id",),
    RecordKind.risk: ("project_id",),
    RecordKind.action_point: ("project_id",),
    RecordKind.update: ("project_id",),
    RecordKind.decision: ("project_id", "review_id"),
    RecordKind.finding: ("assessment_id",),
    RecordKind.recommendation: ("assessment_id",),
    RecordKind.signature: ("agreement_id",),
    RecordKind.undertaking: ("agreement_id",),
    RecordKind.amendment: ("agreement_id",),
    RecordKind.requirement: ("project_id", "fund_id"),
    RecordKind.step: ("contribution_id",),
    RecordKind.allocation: ("contribution_id",),
    RecordKind.expenditure: ("project_id", "fund_id"),
    RecordKind.delivery: ("project_id",),
}
"""Kinds of record that belong to another, and the columns that name it: `parent_id` must say the same."""


def broken(session: Session) -> list[str]:
    """Everything in the data that contradicts itself: each is a fault, none is anybody's business to live with."""
    checks = (
        _without_row,
        _without_record,
        _wrong_parents,
        _stale_health,
        _wrong_sums,
        _over_allocated,
        _below_zero,
        _broken_agreements,
        _broken_numbers,
    )
    return [sentence for check in checks for sentence in check(session)]


def remarks(session: Session, *, today: date, unseen_since: datetime) -> list[str]:
    """What works and still wants somebody's attention. A job queued before `unseen_since` has met no worker."""
    return [
        *_invented(session),
        *_people(session),
        *_unnamed(session, today),
        *_agreements(session, today),
        *_waiting(session, unseen_since),
        *reminding.unsent(session),
        *_old_pledges(session, today),
    ]


def _invented(session: Session) -> Iterator[str]:
    if number := invented.counted(session):
        yield f"An invented portfolio is here: {number} projects; tracker synthesise --remove takes it away."


def kept_files(session: Session) -> list[tuple[str, str]]:
    """Every file that a row names: (what it is, its SHA-256)."""
    briefs = session.exec(select(m.Brief.title, m.Brief.sha256, m.Brief.data_sha256).order_by(col(m.Brief.id))).all()
    documents = session.exec(
        select(m.Document.title, m.Document.sha256)
        .where(col(m.Document.sha256).is_not(None))
        .order_by(col(m.Document.id))
    ).all()
    return [
        *((f"brief “{title}”", sha256) for title, sha256, _ in briefs),
        *((f"data of the issued brief “{title}”", data) for title, _, data in briefs if data),
        *((f"document “{title}”", sha256 or "") for title, sha256 in documents),
    ]


def _table(name: str) -> sa.Table:
    return SQLModel.metadata.tables[name]


def _without_row(session: Session) -> Iterator[str]:
    record = _table("record")
    for kind in RecordKind:
        row = _table(kind.value)
        orphans = sa.select(record.c.id).where(record.c.kind == kind, ~sa.exists().where(row.c.id == record.c.id))
        for key in session.connection().scalars(orphans.order_by(record.c.id)):
            yield f"Record {key} says it is a {kind.value} and there is no such row."


def _without_record(session: Session) -> Iterator[str]:
    record = _table("record")
    for kind in RecordKind:
        row = _table(kind.value)
        strangers = (
            sa.select(row.c.id, record.c.kind).join(record, record.c.id == row.c.id).where(record.c.kind != kind)
        )
        for key, other in session.connection().execute(strangers.order_by(row.c.id)):
            yield f"The {kind.value} {key} has the record of a {other.value}."


def _wrong_parents(session: Session) -> Iterator[str]:
    record = _table("record")
    for kind, columns in OWNERS.items():
        row = _table(kind.value)
        owner = sa.func.coalesce(*(row.c[name] for name in columns), None)
        wrong = (
            sa.select(row.c.id, owner, record.c.parent_id)
            .join(record, record.c.id == row.c.id)
            .where(sa.or_(record.c.parent_id.is_(None), record.c.parent_id != owner))
        )
        for key, right, parent in session.connection().execute(wrong.order_by(row.c.id)):
            yield f"The {kind.value} {key} belongs to record {right}, and its own record says {parent or 'nothing'}."


def _stale_health(session: Session) -> Iterator[str]:
    """A project's health and day are those of its latest published update that no published one corrects."""
    correction = aliased(m.Update, flat=True)
    corrected = sa.exists().where(
        col(correction.corrects_id) == m.Update.id, col(correction.state) == UpdateState.published
    )
    newest_first = (col(m.Update.as_of).desc(), col(m.Update.published_at).desc(), col(m.Update.id).desc())
    ranked = (
        sa.select(
            col(m.Update.project_id),
            col(m.Update.health),
            col(m.Update.as_of),
            sa.func.row_number().over(partition_by=col(m.Update.project_id), order_by=newest_first).label("rank"),
        )
        .where(col(m.Update.state) == UpdateState.published, ~corrected)
        .subquery()
    )
    rows = session.connection().execute(
        sa.select(col(m.Record.code), col(m.Project.health), col(m.Project.health_day), ranked.c.health, ranked.c.as_of)
        .join(m.Record, col(m.Record.id) == m.Project.id)
        .outerjoin(ranked, sa.and_(ranked.c.project_id == m.Project.id, ranked.c.rank == 1))
        .order_by(col(m.Project.id))
    )
    for code, health, day, right_health, right_day in rows:
        if (health, day) != (right_health or Health.not_reported, right_day):
            told = f"{right_health.value} on {right_day}" if right_day else "nothing"
            yield f"Project {code} shows {health.value} on {day}; its latest published update says {told}."


def _wrong_sums(session: Session) -> Iterator[str]:
    """A contribution's sum of each kind of step is what its steps add up to; None where none states an amount."""
    right = positions.of_steps(session)
    for code, row in _contributions(session):
        stands, should = positions.kept(row), right.get(row.id or 0, Position())
        for name in positions.NAMES:
            amount, sum_of_steps = getattr(stands, name), getattr(should, name)
            if amount != sum_of_steps:
                words = name.replace("_", " as ")
                yield f"Contribution {code} keeps {amount} as {words}; its steps add up to {sum_of_steps}."


def _over_allocated(session: Session) -> Iterator[str]:
    """No more of a contribution goes to projects than stands of it."""
    allocated = session.connection().execute(
        sa.select(col(m.Allocation.contribution_id), sa.func.sum(col(m.Allocation.amount_minor)))
        .join(m.Record, col(m.Record.id) == m.Allocation.id)
        .where(col(m.Record.archived_at).is_(None))
        .group_by(col(m.Allocation.contribution_id))
    )
    given = {key: int(amount) for key, amount in allocated}
    for code, row in _live_contributions(session):
        whole = figures.promised(figures.ladder(positions.kept(row)))
        if given.get(row.id or 0, 0) > max(whole, 0):
            parts, stands = _amount(given[row.id or 0], row), _amount(whole, row)
            yield f"Contribution {code} gives {parts} to projects and {stands} of it stands."


def _below_zero(session: Session) -> Iterator[str]:
    """Corrections take no more off a rung than stood on it."""
    for code, row in _live_contributions(session):
        for rung, minor in asdict(figures.ladder(positions.kept(row))).items():
            if minor < 0:
                stands = _amount(minor, row)
                yield f"Contribution {code} comes to {stands} as {rung}: its corrections exceed what they correct."


def _old_pledges(session: Session, today: date) -> Iterator[str]:
    """Pledges of more than a year ago that nobody has committed: the first few, and how many more."""
    found = [
        f"Contribution {code}: {_amount(old, row)} was pledged over a year ago and nobody has committed it."
        for code, row, old in _uncommitted(session, today)
    ]
    yield from found[:NAMED_AT_MOST]
    if len(found) > NAMED_AT_MOST:
        more = len(found) - NAMED_AT_MOST
        yield f"Contributions with pledges of over a year ago that nobody has committed, beside these: {more}."


def _uncommitted(session: Session, today: date) -> Iterator[tuple[str, m.Contribution, int]]:
    """Contributions with what of each was pledged over a year ago."""
    dated: dict[int, list[figures.Piece]] = {}
    steps = session.exec(
        select(m.Step)
        .join(m.Record, col(m.Record.id) == m.Step.id)
        .where(col(m.Record.archived_at).is_(None), col(m.Step.amount_minor).is_not(None))
        .order_by(col(m.Step.id))
    ).all()
    for step in steps:
        piece = figures.Piece(step.kind, step.amount_minor or 0, step.on_earliest, step.on_latest)
        dated.setdefault(step.contribution_id, []).append(piece)
    for code, row in _live_contributions(session):
        parts = figures.pieces(figures.ladder(positions.kept(row)), dated.get(row.id or 0, ()))
        if old := figures.ageing(parts, today)[PledgeAge.over_365]:
            yield code, row, old


def _amount(minor: int, row: m.Contribution) -> str:
    return f"{row.currency} {Money(minor, row.currency or '').major:,}"


def _live_contributions(session: Session) -> list[tuple[str, m.Contribution]]:
    return [(code, row) for code, row in _contributions(session) if row.record.archived_at is None]


def _contributions(session: Session) -> list[tuple[str, m.Contribution]]:
    rows = session.exec(select(m.Contribution).order_by(col(m.Contribution.id))).all()
    return [(row.record.code or str(row.id), row) for row in rows]


def _broken_numbers(session: Session) -> Iterator[str]:
    yield from numbers.broken(session)


def _broken_agreements(session: Session) -> Iterator[str]:
    yield from agreement_checks.broken(session, dates.today())


AGREEMENTS = {
    Check.payment_outside: "Payments outside the validity of their agreement",
    Check.payment_unsigned: "Payments under an agreement that is not signed",
    Check.payments_above: "Agreements whose payments exceed the ceiling",
    Check.money_unsigned: "Contributions committed or received without a signed agreement",
    Check.partner_uncovered: "Partners at work in a project that no signed agreement with them covers",
    Check.end_passed: "Agreements whose end date has passed and that still count as in force",
    Check.signature_missing: "Signed agreements that do not say who signed for each side",
    Check.end_missing: "Signed agreements without an end date",
    Check.nothing_under: "Agreements in force with nothing under them",
}
NAMED_AT_MOST = 5


def _agreements(session: Session, today: date) -> Iterator[str]:
    """One line a check, with how many it finds and the first of them: a large programme must not drown the reader."""
    reader = Reader(Viewer(None, Role.administrator), "en", today)
    found: dict[Check, list[str]] = {}
    for remark in agreement_checks.of_all(session, reader):
        found.setdefault(remark.check, []).append(_called(remark))
    for check, said in AGREEMENTS.items():
        if names := found.get(check):
            more = f" and {len(names) - NAMED_AT_MOST} more" if len(names) > NAMED_AT_MOST else ""
            yield f"{said}: {len(names)} ({', '.join(names[:NAMED_AT_MOST])}{more})."


def _called(remark: Remark) -> str:
    """The codes by which the keeper finds what a remark is about."""
    if remark.check == Check.partner_uncovered and remark.organisation and remark.project:
        return f"{remark.organisation.code} in {remark.project.code}"
    agreement = remark.agreement.code if remark.agreement else ""
    day = f" on {remark.day.isoformat()}" if remark.day and remark.check != Check.end_passed else ""
    return f"{remark.contribution or agreement}{day}"


def _people(session: Session) -> Iterator[str]:
    roles = set(session.exec(select(m.RoleRow.name).join(m.RoleUser).join(m.User).where(col(m.User.active))).all())
    if not roles:
        yield "Nobody has an account: make one with tracker user add."
        return
    for role in (Role.coordinator, Role.administrator):
        if role.value not in roles:
            yield f"Nobody is {role.value}: make an account with tracker user add."
    managed = sa.exists().where(col(m.ProjectMember.project_id) == m.Project.id)
    question = select(sa.func.count()).select_from(m.Project).join(m.Record, col(m.Record.id) == m.Project.id)
    unmanaged = session.exec(question.where(~managed, col(m.Record.archived_at).is_(None))).one()
    if unmanaged:
        yield f"Projects that nobody manages: {unmanaged}; their updates go to the coordinators."


def _unnamed(session: Session, today: date) -> Iterator[str]:
    links = [table for table in SQLModel.metadata.sorted_tables if _names_territory(table)]
    used = sa.union(*(sa.select(table.c.territory_id) for table in links)).subquery()
    name = _table("territory_name")
    holds = sa.and_(
        name.c.territory_id == used.c.territory_id,
        sa.or_(name.c.valid_from.is_(None), name.c.valid_from <= today),
        sa.or_(name.c.valid_to.is_(None), name.c.valid_to > today),
    )
    rows = session.connection().execute(
        sa.select(col(m.Record.code), name.c.language)
        .join(used, used.c.territory_id == m.Record.id)
        .outerjoin(name, holds)
        .order_by(col(m.Record.code))
    )
    named: dict[str, set[str]] = {}
    for code, language in rows:
        named.setdefault(code, set()).add(language)
    for code, languages in named.items():
        if missing := [language for language in LANGUAGES if language not in languages]:
            yield f"Territory {code} is in use and has no name in {', '.join(missing)}."


def _names_territory(table: sa.Table) -> bool:
    return "territory_id" in table.c and table.name != "territory_name"


def _waiting(session: Session, unseen_since: datetime) -> Iterator[str]:
    old = sa.and_(col(m.Job.state) == JobState.queued, col(m.Job.created_at) < unseen_since)
    count = session.exec(select(sa.func.count()).select_from(m.Job).where(old)).one()
    begun = session.exec(select(sa.func.max(m.Job.started_at))).one()
    if count and (begun is None or begun < unseen_since):
        yield f"Jobs that no worker has taken: {count}; start one with tracker worker."
