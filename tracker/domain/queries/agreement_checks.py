"""Cross-checks of agreements with payments, contributions, partners and their own papers.

One statement for all of them, for one agreement, for a partner's, for a project's or for those of a brief.
What a remark names is what the reader may see; whether a project is covered, or money agreed on, is asked of all
agreements, so that nobody is told that something is missing which they only may not see.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlmodel import SQLModel, col

from tracker.domain.agreements import OF_PAPER, Check
from tracker.domain.codes import (
    AGREEMENT_STATES_IN_FORCE,
    AgreementState,
    PartnerRole,
    Stage,
    StepKind,
)
from tracker.domain.models import (
    Agreement,
    AgreementParty,
    AgreementProject,
    Allocation,
    CalendarEvent,
    Contribution,
    Organisation,
    Payment,
    Post,
    Project,
    ProjectPartner,
    Record,
    ReportedAmount,
    Signature,
    Step,
    Undertaking,
)
from tracker.domain.money import Money
from tracker.domain.queries.agreement_terms import effective, tended
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.sight import Sight, sight_of
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.texts import shown

AT_WORK = (PartnerRole.partner, PartnerRole.lead, PartnerRole.implementing, PartnerRole.support)
"""Roles of partners that work in a project; who pays, reviews or takes part needs no agreement on the work."""

KEY, TODAY = sa.bindparam("key", type_=sa.Integer), sa.bindparam("today", type_=sa.Date)
KEYS = sa.bindparam("keys", expanding=True, type_=sa.Integer)
LANGUAGE: Any = sa.bindparam("lang")

ONE, OF_PARTNER, IN_PROJECT, AMONG, EVERYWHERE = "agreement", "organisation", "project", "some", "all"
"""What remarks may be asked about."""

AT_ONCE = 1_000
"""Records asked about in one statement, in which their numbers stand once for each check; of more, all are asked."""

NOT_BEFORE_PRINTING = frozenset({Check.end_missing, Check.nothing_under})
"""Checks of a paper that a printed brief does not depend on."""


@dataclass(frozen=True)
class Name:
    """A record that a remark names: its code and what it is called in the reader's language."""

    code: str
    text: str


@dataclass(frozen=True)
class Remark:
    """One thing to look at; what a check does not speak of is None."""

    check: Check
    agreement: Name | None = None
    organisation: Name | None = None
    project: Name | None = None
    contribution: str | None = None
    day: date | None = None
    amount: Money | None = None
    ceiling: Money | None = None

    @property
    def of_paper(self) -> bool:
        """Is it about the paper alone, so that it may wait?"""
        return self.check in OF_PAPER


def of_agreement(session: Session, reader: Reader, agreement_id: int) -> list[Remark]:
    """What is to be looked at in one agreement; one statement."""
    return _asked(session, reader, ONE, agreement_id)


def of_organisation(session: Session, reader: Reader, organisation_id: int) -> list[Remark]:
    """What is to be looked at in the money and work of a partner or donor; one statement."""
    return _asked(session, reader, OF_PARTNER, organisation_id)


def of_project(session: Session, reader: Reader, project_id: int) -> list[Remark]:
    """What is to be looked at in a project's partners, payments and agreements; one statement."""
    return _asked(session, reader, IN_PROJECT, project_id)


def of_all(session: Session, reader: Reader) -> list[Remark]:
    """Everything that is to be looked at; one statement, whatever there is."""
    return _asked(session, reader, EVERYWHERE, 0)


def among(session: Session, reader: Reader, record_ids: Iterable[int]) -> list[Remark]:
    """What is to be looked at in these agreements, contributions and projects, as a brief tells of them; one statement.

    Of very many records, remarks on others come too.
    """
    keys = sorted(set(record_ids))
    if not keys:
        return []
    scope = AMONG if len(keys) <= AT_ONCE else EVERYWHERE
    return [one for one in _asked(session, reader, scope, 0, keys) if one.check not in NOT_BEFORE_PRINTING]


def _asked(session: Session, reader: Reader, scope: str, key: int, keys: list[int] | None = None) -> list[Remark]:
    viewer = reader.viewer
    statement = _statement(sight_of(session, viewer), scope)
    asked = {"key": key, "today": reader.day, "lang": reader.language, "viewer_id": viewer.user_id}
    if scope == AMONG:
        asked["keys"] = keys
    found = [_remark(row) for row in session.execute(statement, asked)]
    order = list(Check)
    return sorted(found, key=lambda one: order.index(one.check))


def _remark(row: Any) -> Remark:  # noqa: ANN401 - a row of the union
    def money(minor: int | None) -> Money | None:
        return None if minor is None or row.currency is None else Money(int(minor), row.currency)

    def name(code: str | None, text: str | None) -> Name | None:
        return Name(code, text or code) if code else None

    return Remark(
        check=Check(row.check),
        agreement=name(row.agreement_code, row.agreement_title),
        organisation=name(row.organisation_code, row.organisation_name),
        project=name(row.project_code, row.project_title),
        contribution=row.contribution_code,
        day=row.day,
        amount=money(row.amount),
        ceiling=money(row.ceiling),
    )


Conditions = Mapping[str, sa.ColumnElement[bool]]
Arm = tuple[Check, dict[str, Any], Statement, Conditions]
"""A check, what it names, the rows it finds (without columns), and how it is narrowed to each scope."""


@cache
def _statement(sight: Sight, scope: str) -> Statement:
    """Built once and kept: to build it takes far longer than to send it."""
    arms = [_narrowed(arm, scope) for arm in _Arms(sight).arms()]
    union = sa.union_all(*(arm for arm in arms if arm is not None)).subquery()
    found = sa.select(union)
    for table, name, label in _NAMED:
        record, row = aliased(Record, flat=True), aliased(table, flat=True)
        key = union.c[f"{label}_id"]
        found = found.outerjoin(row, row.id == key).outerjoin(record, col(record.id) == key)  # type: ignore[attr-defined]
        found = found.add_columns(col(record.code).label(f"{label}_code"))
        if name:
            words = shown(LANGUAGE, key, name, getattr(row, name))
            found = found.add_columns(words.label(f"{label}_{name}"))
    return found.order_by(union.c.agreement_id, union.c.project_id, union.c.organisation_id, union.c.day)


_NAMED: tuple[tuple[type[SQLModel], str, str], ...] = (
    (Agreement, "title", "agreement"),
    (Organisation, "name", "organisation"),
    (Project, "title", "project"),
    (Contribution, "", "contribution"),
)


def _narrowed(arm: Arm, scope: str) -> Statement | None:
    check, named, rows, narrowing = arm
    if scope in {OF_PARTNER, IN_PROJECT} and check in OF_PAPER:
        return None
    if scope == AMONG and check in NOT_BEFORE_PRINTING:
        return None
    if scope != EVERYWHERE and scope not in narrowing:
        return None
    integer, amount = sa.cast(sa.null(), sa.Integer), sa.cast(sa.null(), sa.BigInteger)
    empty: dict[str, Any] = {
        **{f"{label}_id": integer for _, _, label in _NAMED},
        "day": sa.cast(sa.null(), sa.Date),
        "amount": amount,
        "ceiling": amount,
        "currency": sa.cast(sa.null(), sa.String),
    }
    columns = {"check": sa.literal(check.value), **empty, **named}
    found = rows.with_only_columns(*(column.label(name) for name, column in columns.items()))
    return found if scope == EVERYWHERE else found.where(narrowing[scope])


def _with_partner() -> sa.ColumnElement[bool]:
    """The agreement has the organisation asked about as a side."""
    sides = sa.select(col(AgreementParty.agreement_id)).where(col(AgreementParty.organisation_id) == KEY)
    return col(Agreement.id).in_(sides)


def _covering() -> sa.ColumnElement[bool]:
    """The agreement covers the project asked about."""
    covering = sa.select(col(AgreementProject.agreement_id)).where(col(AgreementProject.project_id) == KEY)
    return col(Agreement.id).in_(covering)


def _in_state(*states: AgreementState) -> sa.ColumnElement[bool]:
    return col(Agreement.state).in_(states)


class _Arms:
    """The arms as somebody may see them."""

    def __init__(self, sight: Sight) -> None:
        self.seen = sight.sees
        self.own: Conditions = {
            ONE: col(Agreement.id) == KEY,
            OF_PARTNER: _with_partner(),
            IN_PROJECT: _covering(),
            AMONG: col(Agreement.id).in_(KEYS),
        }

    def arms(self) -> list[Arm]:
        return [
            self._payment_outside(),
            self._payment_unsigned(),
            self._payments_above(),
            self._money_unsigned(),
            self._partner_uncovered(),
            self._of_agreement(Check.end_passed, _passed(), {"day": effective("end_latest")}),
            self._of_agreement(Check.signature_missing, sa.and_(_in_state(AgreementState.signed), ~_signed_by_both())),
            self._of_agreement(
                Check.end_missing, sa.and_(_in_state(AgreementState.signed), effective("end_stated").is_(None))
            ),
            self._of_agreement(
                Check.nothing_under, sa.and_(_in_state(*AGREEMENT_STATES_IN_FORCE), ~_something_under())
            ),
        ]

    def _agreements(self) -> Statement:
        return sa.select(col(Agreement.id)).where(self.seen(col(Agreement.id)))

    def _of_agreement(
        self, check: Check, condition: sa.ColumnElement[bool], named: dict[str, Any] | None = None
    ) -> Arm:
        rows = self._agreements().where(condition)
        return check, {"agreement_id": col(Agreement.id), **(named or {})}, rows, self.own

    def _payments(self) -> Statement:
        return (
            sa.select(col(Payment.id))
            .join(Agreement, col(Agreement.id) == Payment.agreement_id)
            .where(self.seen(col(Agreement.id)), self.seen(col(Payment.id)))
        )

    def _payment(self, check: Check, condition: sa.ColumnElement[bool]) -> Arm:
        named = {
            "agreement_id": col(Agreement.id),
            "day": col(Payment.day),
            "amount": col(Payment.amount_minor),
            "currency": col(Payment.currency),
        }
        return check, named, self._payments().where(condition), self.own

    def _payment_outside(self) -> Arm:
        """Before the start (or, where none is stated, the signature), or after the end as last amended."""
        begins = sa.func.coalesce(col(Agreement.start_earliest), col(Agreement.signed_earliest))
        outside = sa.or_(col(Payment.day) < begins, col(Payment.day) > effective("end_latest"))
        return self._payment(Check.payment_outside, sa.and_(~_in_state(AgreementState.draft), outside))

    def _payment_unsigned(self) -> Arm:
        return self._payment(Check.payment_unsigned, _in_state(AgreementState.draft))

    def _payments_above(self) -> Arm:
        """The sum of the payments in the ceiling's currency."""
        ceiling, currency = effective("amount_minor", "amount_minor"), effective("currency", "amount_minor")
        paid = sa.func.sum(col(Payment.amount_minor))
        rows = (
            self._payments().where(col(Payment.currency) == currency).group_by(col(Agreement.id)).having(paid > ceiling)
        )
        named = {
            "agreement_id": col(Agreement.id),
            "amount": sa.cast(paid, sa.BigInteger),
            "ceiling": ceiling,
            "currency": sa.func.min(col(Payment.currency)),
        }
        return Check.payments_above, named, rows, self.own

    def _money_unsigned(self) -> Arm:
        """Commitments or receipts of a contribution that names no agreement, or one that nobody signed."""
        record = aliased(Record, flat=True)
        given = (
            sa.select(col(Step.id))
            .join(record, col(record.id) == Step.id)
            .where(
                col(Step.contribution_id) == Contribution.id,
                col(Step.kind).in_((StepKind.committed, StepKind.received)),
                col(record.archived_at).is_(None),
            )
            .correlate(Contribution)
        )
        unsigned = sa.select(col(Agreement.id)).where(_in_state(AgreementState.draft)).correlate(None)
        rows = sa.select(col(Contribution.id)).where(
            self.seen(col(Contribution.id)),
            self.seen(col(Contribution.donor_id)),
            given.exists(),
            sa.or_(col(Contribution.agreement_id).is_(None), col(Contribution.agreement_id).in_(unsigned)),
        )
        known = self.seen(col(Contribution.agreement_id))
        allocated = sa.select(col(Allocation.contribution_id)).where(col(Allocation.project_id) == KEY)
        named = {
            "agreement_id": sa.case((known, col(Contribution.agreement_id))),
            "organisation_id": col(Contribution.donor_id),
            "contribution_id": col(Contribution.id),
        }
        narrowing = {
            ONE: col(Contribution.agreement_id) == KEY,
            OF_PARTNER: col(Contribution.donor_id) == KEY,
            IN_PROJECT: col(Contribution.id).in_(allocated),
            AMONG: col(Contribution.id).in_(KEYS),
        }
        return Check.money_unsigned, named, rows, narrowing

    def _partner_uncovered(self) -> Arm:
        """A partner at work in a project under way, with which (or with whose owner) nothing signed covers the project.

        The programme's own side needs no agreement with itself.
        """
        partner = sa.or_(
            col(AgreementParty.organisation_id) == ProjectPartner.organisation_id,
            col(AgreementParty.organisation_id) == Organisation.owner_id,
        )
        record = aliased(Record, flat=True)
        covered = (
            sa.select(col(AgreementProject.agreement_id))
            .join(AgreementParty, col(AgreementParty.agreement_id) == AgreementProject.agreement_id)
            .join(Agreement, col(Agreement.id) == AgreementProject.agreement_id)
            .join(record, col(record.id) == Agreement.id)
            .where(
                col(AgreementProject.project_id) == ProjectPartner.project_id,
                partner,
                _in_state(*AGREEMENT_STATES_IN_FORCE),
                col(record.archived_at).is_(None),
            )
            .correlate(ProjectPartner, Organisation)
        )
        own_sides = sa.select(col(AgreementParty.organisation_id)).where(col(AgreementParty.own)).correlate(None)
        rows = (
            sa.select(col(ProjectPartner.project_id))
            .join(Project, col(Project.id) == ProjectPartner.project_id)
            .join(Organisation, col(Organisation.id) == ProjectPartner.organisation_id)
            .where(
                col(Project.stage) == Stage.under_way,
                col(ProjectPartner.role).in_(AT_WORK),
                self.seen(col(ProjectPartner.project_id)),
                self.seen(col(ProjectPartner.organisation_id)),
                ~covered.exists(),
                col(ProjectPartner.organisation_id).not_in(own_sides),
            )
        )
        named = {
            "organisation_id": col(ProjectPartner.organisation_id),
            "project_id": col(ProjectPartner.project_id),
        }
        narrowing = {
            OF_PARTNER: col(ProjectPartner.organisation_id) == KEY,
            IN_PROJECT: col(ProjectPartner.project_id) == KEY,
            AMONG: col(ProjectPartner.project_id).in_(KEYS),
        }
        return Check.partner_uncovered, named, rows, narrowing


def _passed() -> sa.ColumnElement[bool]:
    """In force still, its end as last amended behind us, and somebody tends it."""
    return sa.and_(_in_state(*AGREEMENT_STATES_IN_FORCE), effective("end_latest") < TODAY, tended())


def _signed_by_both() -> sa.ColumnElement[bool]:
    """A signature of the own side stands, and one of another side."""
    record = aliased(Record, flat=True)

    def by(*, own: bool) -> sa.ColumnElement[bool]:
        side = sa.and_(
            col(AgreementParty.agreement_id) == Signature.agreement_id,
            col(AgreementParty.organisation_id) == Signature.organisation_id,
            col(AgreementParty.own).is_(own),
        )
        found = sa.select(col(Signature.id)).join(AgreementParty, side).join(record, col(record.id) == Signature.id)
        standing = (col(Signature.agreement_id) == Agreement.id, col(record.archived_at).is_(None))
        return found.where(*standing).correlate(Agreement).exists()

    return sa.and_(by(own=True), by(own=False))


def _something_under() -> sa.ColumnElement[bool]:
    """A project, money, an undertaking, a post, an event or an amount stated; a programme counts as well."""
    owners: tuple[tuple[Any, Any], ...] = (
        (Payment.id, Payment.agreement_id),
        (Contribution.id, Contribution.agreement_id),
        (Undertaking.id, Undertaking.agreement_id),
        (Post.id, Post.agreement_id),
        (CalendarEvent.id, CalendarEvent.agreement_id),
        (ReportedAmount.id, ReportedAmount.agreement_id),
    )
    found = [sa.select(col(AgreementProject.project_id)).where(col(AgreementProject.agreement_id) == Agreement.id)]
    for own, agreement in owners:
        record = aliased(Record, flat=True)
        rows = sa.select(own).join(record, col(record.id) == own)
        found.append(rows.where(agreement == Agreement.id, col(record.archived_at).is_(None)))
    return sa.or_(col(Agreement.programme_id).is_not(None), *(one.correlate(Agreement).exists() for one in found))


def broken(session: Session, today: date) -> list[str]:
    """What contradicts itself in the life of an agreement: sentences for the doctor."""
    end = effective("end_latest")
    rows = session.execute(
        sa.select(
            col(Record.code),
            (col(Agreement.signed_earliest) > today).label("ahead"),
            sa.or_(
                end < col(Agreement.start_earliest), col(Agreement.end_latest) < col(Agreement.start_earliest)
            ).label("backwards"),
            sa.and_(
                _in_state(AgreementState.suspended, AgreementState.terminated),
                sa.func.coalesce(col(Agreement.state_why), "") == "",
            ).label("unexplained"),
            col(Agreement.state),
        )
        .join(Record, col(Record.id) == Agreement.id)
        .order_by(col(Record.code))
    )
    found = []
    for code, ahead, backwards, unexplained, state in rows:
        found += [f"Agreement {code} was signed on a day that is still to come."] if ahead else []
        found += [f"Agreement {code} ends before it starts."] if backwards else []
        found += [f"Agreement {code} is {state.value} without a reason."] if unexplained else []
    return found
