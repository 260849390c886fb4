"""Money as somebody wants to record it: funds, contributions with their steps and allocations, needs and spending."""

from decimal import Decimal
from typing import Annotated, Self

from pydantic import BeforeValidator, model_validator

from tracker.domain.codes import N_, ContributionKind, FundKind, FundState, StepKind, Visibility
from tracker.domain.dates import PartialDate, today
from tracker.domain.drafts.check import (
    Line,
    MaybePartial,
    MaybeReference,
    MaybeWord,
    MaybeWords,
    PastDay,
    Word,
    refuse,
)
from tracker.domain.drafts.money import MaybeKnownCurrency, Priced
from tracker.domain.drafts.projects import Choice
from tracker.domain.drafts.sources import Sourced
from tracker.domain.errors import Refused
from tracker.domain.figures import PROMISES
from tracker.domain.money import Money

FIRST_STEPS = (StepKind.announced, StepKind.pledged, StepKind.committed, StepKind.received)
"""What a contribution can begin with."""


def _nothing(value: object) -> object:
    return value or None


MaybeStep = Annotated[StepKind | None, BeforeValidator(_nothing)]


class FundDraft(Sourced):
    """A fund that money is paid into."""

    name: Line
    kind: FundKind = FundKind.not_stated
    state: FundState = FundState.not_stated
    state_stated: MaybeWord = None
    summary: MaybeWords = None
    visibility: Visibility = Visibility.internal


class ContributionDraft(Sourced):
    """One line of money from one donor. Its amounts stand in its steps, all of them in its currency."""

    donor_id: int
    kind: ContributionKind = ContributionKind.money
    fund_id: Choice = None
    programme_id: Choice = None
    agreement_id: Choice = None
    purpose: MaybeWords = None
    currency: MaybeKnownCurrency = None
    visibility: Visibility = Visibility.internal


def check_step(
    kind: StepKind, amount: Decimal | None, on: PartialDate | None, takes_back: StepKind | None = None
) -> None:
    """Raise Refused where a step of this kind cannot have this amount or date, or take this back."""
    if amount == 0:
        raise Refused("amount", N_("Zero says nothing. Leave the amount empty where it is not stated."))
    if amount is not None and amount < 0 and kind != StepKind.received:
        raise Refused("amount", N_("Only what was received is corrected by less than nothing. Record a withdrawal."))
    if on and on.earliest and on.earliest > today() and kind != StepKind.announced:
        raise Refused("on", N_("This day is still to come. Only an announcement may lie ahead."))
    if takes_back and kind != StepKind.withdrawn:
        raise Refused("takes_back", N_("Only a withdrawal takes a promise back. Leave this empty."))
    if takes_back and takes_back not in PROMISES:
        raise Refused("takes_back", N_("What was received goes back as a correction: record a negative received step."))


class NewContributionDraft(ContributionDraft):
    """A contribution that is to be made, with its first step where one is known."""

    step_kind: MaybeStep = None
    amount: Decimal | None = None
    on: MaybePartial = None

    @model_validator(mode="after")
    def _first_step(self) -> Self:
        try:
            self._check()
        except Refused as error:
            raise refuse(error) from error
        return self

    def _check(self) -> None:
        if self.step_kind is None:
            if self.amount is not None or self.on is not None:
                raise Refused(
                    "step_kind", N_("Say what this amount or date is: announced, pledged, committed, received.")
                )
            return
        check_step(self.step_kind, self.amount, self.on)
        if self.amount is not None and self.currency is None:
            raise Refused("currency", N_("Give the currency of the amount, three letters such as USD."))
        if self.amount is not None and self.currency is not None:
            Money.of(self.amount, self.currency)

    @property
    def step(self) -> "StepDraft | None":
        """The first step, with the same source as the contribution."""
        if self.step_kind is None:
            return None
        source = {name: getattr(self, name) for name in Sourced.model_fields}
        return StepDraft(kind=self.step_kind, amount=self.amount, on=self.on, **source)


class StepDraft(Sourced):
    """One dated step of a contribution. `currency` is asked only of a contribution that has none yet."""

    kind: StepKind
    takes_back: MaybeStep = None
    amount: Decimal | None = None
    currency: MaybeKnownCurrency = None
    on: MaybePartial = None
    kind_stated: MaybeWord = None

    @model_validator(mode="after")
    def _as_its_kind_allows(self) -> Self:
        try:
            check_step(self.kind, self.amount, self.on, self.takes_back)
        except Refused as error:
            raise refuse(error) from error
        return self


class AllocationDraft(Sourced):
    """The part of a contribution that goes to a project, in the contribution's currency."""

    project_id: int
    amount: Decimal

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.amount <= 0:
            raise refuse(Refused("amount", N_("Give an amount above zero.")))
        return self


class RequirementDraft(Priced, Sourced):
    """What a project or a fund needs for a period. Without an amount it says that it needs something, not how much."""

    period: MaybePartial = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.amount is None and self.period is None:
            raise refuse(Refused("amount", N_("Give the amount, or at least the period that money is needed for.")))
        if self.amount is not None and self.amount <= 0:
            raise refuse(Refused("amount", N_("Give an amount above zero. A need that is not stated is left out.")))
        return self


class _Paid(Priced):
    """An amount that has to be given, and may be negative: money that came back."""

    @model_validator(mode="after")
    def _stated(self) -> Self:
        if self.amount is None:
            raise refuse(Refused("amount", N_("This is needed.")))
        return self


class PaymentDraft(_Paid, Sourced):
    """Money to a partner; `day` is the day it was paid."""

    organisation_id: int
    day: PastDay
    contribution_id: Choice = None
    reference: MaybeReference = None
    note: MaybeWords = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.amount == 0:
            raise refuse(Refused("amount", N_("Zero is no payment.")))
        return self


class AgreementPaymentDraft(PaymentDraft):
    """A payment under an agreement, for one of its projects where that is known."""

    project_id: Choice = None


class ProjectPaymentDraft(PaymentDraft):
    """A payment for a project, under an agreement where there is one."""

    agreement_id: Choice = None


class ExpenditureDraft(_Paid):
    """What was spent in a period, as a ledger elsewhere says: which ledger, its reference, the day it was closed."""

    ledger: Word
    reference: MaybeReference = None
    period: MaybePartial = None
    closed_day: PastDay
    note: MaybeWords = None

    @model_validator(mode="after")
    def _closed_after(self) -> Self:
        period = self.period
        if period and period.earliest and self.closed_day < period.earliest:
            raise refuse(Refused("closed_day", N_("The ledger was closed before the period began.")))
        return self
