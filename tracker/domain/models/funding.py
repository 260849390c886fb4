"""Money: what is needed, what was promised and given, where it went, and amounts that are nobody's funding here."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Optional

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlmodel import Field

from tracker.domain.codes import AmountNature, AmountQualifier, ContributionKind, FundKind, FundState, StepKind
from tracker.domain.models.base import ExactNumber, always, enum_type, related
from tracker.domain.models.columns import Amount, On, Period
from tracker.domain.models.records import Entity, Record

if TYPE_CHECKING:
    from tracker.domain.models.agreements import Agreement
    from tracker.domain.models.organisations import Organisation
    from tracker.domain.models.programmes import Programme
    from tracker.domain.models.projects import Project


class Fund(Entity, table=True):
    """A fund that money is paid into."""

    name: str = Field(max_length=200)
    kind: FundKind = Field(default=FundKind.not_stated, sa_type=enum_type(FundKind))
    state: FundState = Field(default=FundState.not_stated, sa_type=enum_type(FundState))
    state_stated: str | None = Field(default=None, max_length=80)
    summary: str | None = Field(default=None)

    record: Record = always()
    requirements: Mapped[list["Requirement"]] = related(order_by="Requirement.id")


class Requirement(Entity, Amount, Period, table=True):
    """What a project or a fund needs for a period. Where there is none, the need is "not stated"."""

    __table_args__ = (sa.CheckConstraint("(project_id IS NULL) <> (fund_id IS NULL)", name="one_owner"),)

    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    fund_id: int | None = Field(default=None, foreign_key="fund.id", index=True)

    record: Record = always()


class Contribution(Entity, table=True):
    """One line of money from one donor. The `…_minor` sums per kind of step are kept by the act that records a step.

    A sum is None where no step of the kind states an amount: not stated is not zero. `withdrawn_minor` is all that
    was withdrawn; `withdrawn_…_minor` the parts of it that were said to take back an announcement, pledge, commitment.
    """

    donor_id: int = Field(foreign_key="organisation.id", index=True)
    kind: ContributionKind = Field(default=ContributionKind.money, sa_type=enum_type(ContributionKind), index=True)
    fund_id: int | None = Field(default=None, foreign_key="fund.id", index=True)
    programme_id: int | None = Field(default=None, foreign_key="programme.id", index=True)
    agreement_id: int | None = Field(default=None, foreign_key="agreement.id", index=True)
    purpose: str | None = Field(default=None)
    currency: str | None = Field(default=None, max_length=3, index=True)
    announced_minor: int | None = Field(default=None, sa_type=sa.BigInteger)
    pledged_minor: int | None = Field(default=None, sa_type=sa.BigInteger)
    committed_minor: int | None = Field(default=None, sa_type=sa.BigInteger)
    received_minor: int | None = Field(default=None, sa_type=sa.BigInteger)
    withdrawn_minor: int | None = Field(default=None, sa_type=sa.BigInteger)
    withdrawn_announced_minor: int | None = Field(default=None, sa_type=sa.BigInteger)
    withdrawn_pledged_minor: int | None = Field(default=None, sa_type=sa.BigInteger)
    withdrawn_committed_minor: int | None = Field(default=None, sa_type=sa.BigInteger)

    record: Record = always()
    donor: Optional["Organisation"] = related()
    fund: Optional["Fund"] = related()
    programme: Optional["Programme"] = related()
    agreement: Optional["Agreement"] = related()
    steps: Mapped[list["Step"]] = related(order_by="Step.on_earliest.nulls_last(), Step.id")
    allocations: Mapped[list["Allocation"]] = related(order_by="Allocation.id", back_populates="contribution")


class Step(Entity, On, table=True):
    """One dated step of a contribution, an increment in the contribution's currency; `kind_stated` the source's word.

    `takes_back`: of a withdrawal, the kind of promise that it takes back, where that is known.
    """

    contribution_id: int = Field(foreign_key="contribution.id", index=True)
    kind: StepKind = Field(sa_type=enum_type(StepKind))
    takes_back: StepKind | None = Field(default=None, sa_type=enum_type(StepKind, "takes_back"))
    kind_stated: str | None = Field(default=None, max_length=80)
    amount_minor: int | None = Field(default=None, sa_type=sa.BigInteger)

    record: Record = always()


class Allocation(Entity, table=True):
    """The part of a contribution that goes to a project, in the contribution's currency."""

    contribution_id: int = Field(foreign_key="contribution.id", index=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    amount_minor: int = Field(sa_type=sa.BigInteger)

    record: Record = always()
    contribution: Optional["Contribution"] = related(back_populates="allocations")
    project: Optional["Project"] = related()


class Payment(Entity, Amount, table=True):
    """Money to a partner under an agreement."""

    agreement_id: int | None = Field(default=None, foreign_key="agreement.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    contribution_id: int | None = Field(default=None, foreign_key="contribution.id", index=True)
    day: date
    reference: str | None = Field(default=None, max_length=120)
    note: str | None = Field(default=None)

    record: Record = always()


class Expenditure(Entity, Amount, Period, table=True):
    """What was spent in a period, as a ledger elsewhere says: which ledger, its reference, the day it was closed."""

    __table_args__ = (sa.CheckConstraint("(project_id IS NULL) <> (fund_id IS NULL)", name="one_owner"),)

    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    fund_id: int | None = Field(default=None, foreign_key="fund.id", index=True)
    ledger: str = Field(max_length=80)
    reference: str | None = Field(default=None, max_length=120)
    closed_day: date
    note: str | None = Field(default=None)

    record: Record = always()


class Rate(Entity, table=True):
    """Units of a currency per United States dollar from a day on, with its source."""

    __table_args__ = (sa.UniqueConstraint("currency", "day", "origin"),)

    currency: str = Field(max_length=3, index=True)
    day: date
    units_per_dollar: Decimal = Field(sa_type=ExactNumber)
    origin: str = Field(max_length=120)

    record: Record = always()


class ReportedAmount(Entity, Amount, Period, table=True):
    """An amount or share that a source states and that is nobody's funding here: never part of a total."""

    __tablename__ = "reported_amount"

    text: str
    nature: AmountNature = Field(sa_type=enum_type(AmountNature))
    qualifier: AmountQualifier | None = Field(default=None, sa_type=enum_type(AmountQualifier))
    share_percent: int | None = Field(default=None)
    from_stated: str | None = Field(default=None)
    part_of_id: int | None = Field(default=None, foreign_key="reported_amount.id", index=True)
    agreement_id: int | None = Field(default=None, foreign_key="agreement.id", index=True)
    programme_id: int | None = Field(default=None, foreign_key="programme.id", index=True)

    record: Record = always()
    agreement: Optional["Agreement"] = related()
    programme: Optional["Programme"] = related()
