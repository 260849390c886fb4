"""Contributions, their steps and allocations: what is refused, what is kept beside them, and that nothing is given twice."""

import threading
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel

from tests import make
from tests.web.client import acting
from tracker.domain.actions import contributions as acts
from tracker.domain.actions import parts
from tracker.domain.actions.payments import UNDER_AGREEMENT, remarks
from tracker.domain.codes import ContributionKind, StepKind, Visibility
from tracker.domain.dates import PartialDate
from tracker.domain.drafts.check import check
from tracker.domain.drafts.funding import (
    AgreementPaymentDraft,
    AllocationDraft,
    ContributionDraft,
    ExpenditureDraft,
    FundDraft,
    NewContributionDraft,
    RequirementDraft,
    StepDraft,
)
from tracker.domain.errors import Clash, Refused, RefusedMany
from tracker.domain.models import Allocation, Citation, Contribution, Step
from tracker.domain.money import Money
from tracker.domain.queries import contribution_parts
from tracker.store import UnitSession

SUMS = ("announced", "pledged", "committed", "received", "withdrawn")


def step(
    session: UnitSession,
    of: Contribution,
    kind: str,
    amount: int | None,
    **given: Any,  # noqa: ANN401 - of the draft
) -> Step:
    draft = StepDraft(kind=StepKind(kind), amount=None if amount is None else Decimal(amount), **given)
    made: Step = parts.add(session, acts.STEP, owner=of, draft=draft)
    return made


def allocate(session: UnitSession, of: Contribution, amount: int) -> Allocation:
    to = make.project(session)
    draft = AllocationDraft(project_id=to.id or 0, amount=Decimal(amount))
    made: Allocation = parts.add(session, acts.ALLOCATION, owner=of, draft=draft)
    return made


def why(refused: pytest.ExceptionInfo[Refused]) -> str:
    return str(refused.value)


# ------------------------------------------------------------------------------------------ the contribution


def test_a_contribution_begins_with_its_first_step_and_their_source(session: UnitSession) -> None:
    donor = make.organisation(session, "canada", name="Government of Canada", acronym="Canada")
    draft = NewContributionDraft(
        donor_id=donor.id or 0,
        purpose="Water in Bam",
        currency="cad",
        step_kind=StepKind.pledged,
        amount=Decimal(1500),
        on=PartialDate.parse("early 2004"),
        source_words="Letter of the embassy",
    )
    made = acts.create(session, draft=draft)
    assert (made.record.code, made.currency, made.pledged_minor, made.received_minor) == (
        "canada-water-in-bam",
        "CAD",
        1500_00,
        None,
    )
    (first,) = session.scalars(sa.select(Step)).all()
    assert (first.kind, first.amount_minor, first.on_stated) == (StepKind.pledged, 1500_00, "early 2004")
    assert {one.record_id for one in session.scalars(sa.select(Citation))} == {made.id, first.id}


def test_a_contribution_without_amount_keeps_no_sum(session: UnitSession) -> None:
    made = acts.create(
        session, draft=NewContributionDraft(donor_id=make.organisation(session).id or 0, step_kind=StepKind.received)
    )
    assert [getattr(made, f"{name}_minor") for name in SUMS] == [None] * 5


def test_a_currency_with_amounts_cannot_change_also_of_removed_steps(session: UnitSession) -> None:
    made = make.contribution(session, currency="USD")
    own = step(session, made, "pledged", 100)
    parts.take_away(session, acts.STEP, row=own, version=own.version)
    draft = ContributionDraft(donor_id=made.donor_id, currency="EUR")
    with pytest.raises(Refused) as refused:
        acts.edit(session, contribution=made, draft=draft, version=made.version)
    assert why(refused) == (
        "currency: Amounts in USD are recorded of it. Record the other currency as a contribution of its own."
    )


def test_a_currency_without_amounts_changes(session: UnitSession) -> None:
    made = make.contribution(session, currency="USD", steps=[("received", None)])
    draft = ContributionDraft(donor_id=made.donor_id, currency="EUR", kind=ContributionKind.loan)
    acts.edit(session, contribution=made, draft=draft, version=made.version)
    assert (made.currency, made.kind) == ("EUR", ContributionKind.loan)


def test_a_newer_version_of_a_contribution_is_not_written_over(session: UnitSession) -> None:
    made = make.contribution(session)
    draft = ContributionDraft(donor_id=made.donor_id, visibility=Visibility.public)
    for version in (None, made.version + 1):
        with pytest.raises(Clash):
            acts.edit(session, contribution=made, draft=draft, version=version)


def test_parts_are_shown_to_whom_their_contribution_is(session: UnitSession) -> None:
    made = make.contribution(session)
    own = step(session, made, "pledged", 100)
    draft = ContributionDraft(donor_id=made.donor_id, currency="USD", visibility=Visibility.public)
    acts.edit(session, contribution=made, draft=draft, version=made.version)
    assert (made.record.visibility, own.record.visibility) == (Visibility.public, Visibility.public)


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"amount": "5", "currency": "USD"}, "step_kind", "Say what this amount or date is"),
        ({"on": "2004"}, "step_kind", "Say what this amount or date is"),
        ({"step_kind": "pledged", "amount": "5"}, "currency", "Give the currency of the amount"),
        ({"step_kind": "pledged", "amount": "5", "currency": "XYZ"}, "currency", "XYZ is not a currency code."),
        ({"step_kind": "pledged", "amount": "5.001", "currency": "USD"}, "amount", "USD has 2 digits"),
        ({"step_kind": "pledged", "amount": "0", "currency": "USD"}, "amount", "Zero says nothing."),
        ({"step_kind": "pledged", "amount": "-5", "currency": "USD"}, "amount", "Record a withdrawal."),
        ({"step_kind": "received", "on": "2027"}, "on", "Only an announcement may lie ahead."),
        ({"donor_id": None}, "donor_id", "whole number"),
        ({"purpose": "x" * 20_001}, "purpose", "At most 20000 characters"),
    ],
)
@pytest.mark.once
def test_a_new_contribution_is_refused_at_its_field(
    clock: time_machine.Traveller, wrong: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(RefusedMany) as refused:
        check(NewContributionDraft, {"donor_id": 1, **wrong})
    (problem,) = refused.value.problems
    assert problem.field == field
    assert words in (problem.why % problem.values if problem.values else problem.why)


# ------------------------------------------------------------------------------------------ steps


@pytest.mark.parametrize("kind", ["pledged", "committed", "received", "withdrawn"])
def test_a_step_that_is_done_does_not_lie_ahead(clock: time_machine.Traveller, kind: str) -> None:
    assert StepDraft(kind=StepKind(kind), on=PartialDate.parse("2026")).on is not None
    assert StepDraft(kind=StepKind.announced, on=PartialDate.parse("2027")).on is not None
    with pytest.raises(RefusedMany) as refused:
        check(StepDraft, {"kind": kind, "on": "2026-11-24"})
    assert [problem.field for problem in refused.value.problems] == ["on"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "pledged", "takes_back": "announced"},
        {"kind": "withdrawn", "takes_back": "received"},
        {"kind": "withdrawn", "takes_back": "withdrawn"},
    ],
)
def test_only_a_withdrawal_takes_a_promise_back(clock: time_machine.Traveller, wrong: dict[str, str]) -> None:
    with pytest.raises(RefusedMany) as refused:
        check(StepDraft, wrong)
    assert [problem.field for problem in refused.value.problems] == ["takes_back"]


def test_a_withdrawal_is_kept_by_what_it_takes_back(session: UnitSession) -> None:
    made = make.contribution(session)
    step(session, made, "pledged", 500)
    step(session, made, "committed", 300)
    step(session, made, "withdrawn", 100, takes_back=StepKind.pledged)
    step(session, made, "withdrawn", 50)
    assert (made.withdrawn_minor, made.withdrawn_pledged_minor, made.withdrawn_committed_minor) == (
        150_00,
        100_00,
        None,
    )


def test_the_first_amount_gives_a_contribution_its_currency(session: UnitSession) -> None:
    made = make.contribution(session, currency=None)
    with pytest.raises(Refused) as refused:
        step(session, made, "pledged", 500)
    assert why(refused).startswith("currency: Give the currency of the amount")
    step(session, made, "pledged", 500, currency="JPY")
    assert (made.currency, made.pledged_minor) == ("JPY", 500)
    with pytest.raises(Refused) as refused:
        step(session, made, "received", 500, currency="USD")
    assert why(refused).startswith("currency: This contribution is in JPY.")


def test_a_negative_receipt_corrects_what_was_received(session: UnitSession) -> None:
    made = make.contribution(session)
    step(session, made, "received", 500)
    step(session, made, "received", -200)
    assert made.received_minor == 300_00


def test_a_removed_step_counts_nowhere_and_counts_again_once_it_is_back(session: UnitSession) -> None:
    made = make.contribution(session)
    own = step(session, made, "received", 500)
    parts.take_away(session, acts.STEP, row=own, version=own.version)
    assert made.received_minor is None
    parts.bring_back(session, acts.STEP, row=own)
    assert made.received_minor == 500_00


def test_a_receipt_above_its_commitment_is_kept_and_told(session: UnitSession) -> None:
    made = make.contribution(session)
    step(session, made, "committed", 200)
    assert acts.remarks(session, step(session, made, "received", 200)) == []
    (said,) = acts.remarks(session, step(session, made, "received", 100))
    assert acts.remarks(session, step(session, made, "announced", 1000)) == []
    assert str(Refused("", said.why, said.values)) == (
        "More is received (USD 300.00) than was committed (USD 200.00)."
        " This is right where the donor gave more; otherwise correct a step."
    )


# ------------------------------------------------------------------------------------------ allocations


def test_no_more_is_given_to_projects_than_stands(session: UnitSession) -> None:
    made = make.contribution(session)
    with pytest.raises(Refused) as refused:
        allocate(session, made, 1)
    assert why(refused).startswith("amount: No amount is stated of this contribution.")
    step(session, made, "pledged", 500)
    allocate(session, made, 300)
    session.commit()
    with pytest.raises(Refused) as refused:
        allocate(session, made, 201)
    assert why(refused) == "amount: This is more than there is: USD 200.00 of it are left."
    session.rollback()
    allocate(session, made, 200)
    session.commit()
    with pytest.raises(Refused) as refused:
        allocate(session, made, 1)
    assert why(refused).startswith("amount: All of this contribution is given to projects already.")


def test_a_step_that_would_leave_less_than_is_given_is_refused(session: UnitSession) -> None:
    made = make.contribution(session)
    own = step(session, made, "received", 500)
    allocate(session, made, 300)
    session.commit()
    said = "amount: Projects are given USD 300.00 of this contribution, and only USD %s of it would stand."
    with pytest.raises(Refused) as refused:
        step(session, made, "received", -201)
    assert why(refused).startswith(said % "299.00")
    session.rollback()
    with pytest.raises(Refused) as refused:
        parts.take_away(session, acts.STEP, row=own, version=own.version)
    assert why(refused).startswith(said % "0.00")
    session.rollback()
    draft = StepDraft(kind=StepKind.received, amount=Decimal(100))
    with pytest.raises(Refused) as refused:
        parts.edit(session, acts.STEP, row=own, draft=draft, version=own.version)
    assert why(refused).startswith(said % "100.00")


def test_a_part_that_was_removed_comes_back_only_where_it_is_left(session: UnitSession) -> None:
    made = make.contribution(session)
    step(session, made, "received", 500)
    first = allocate(session, made, 400)
    parts.take_away(session, acts.ALLOCATION, row=first, version=first.version)
    allocate(session, made, 300)
    session.commit()
    with pytest.raises(Refused) as refused:
        parts.bring_back(session, acts.ALLOCATION, row=first)
    assert why(refused) == "amount: This is more than there is: USD 200.00 of it are left."


def test_two_who_allocate_at_once_cannot_give_the_same_money(
    engine: sa.Engine, session: UnitSession, clock: time_machine.Traveller
) -> None:
    made = make.contribution(session, steps=[("received", 100_00)])
    projects = [make.project(session).id or 0 for _ in range(4)]
    key = made.id
    session.commit()
    start, done, refused = threading.Barrier(len(projects)), [], []

    def give(project_id: int) -> None:
        with acting(engine) as own:
            start.wait()
            try:
                of = own.get_one(Contribution, key)
                draft = AllocationDraft(project_id=project_id, amount=Decimal(60))
                parts.add(own, acts.ALLOCATION, owner=of, draft=draft)
                own.commit()
                done.append(project_id)
            except Refused as error:
                own.rollback()
                refused.append(str(error))

    threads = [threading.Thread(target=give, args=(one,)) for one in projects]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 1
    assert set(refused) == {"amount: This is more than there is: USD 40.00 of it are left."}
    assert contribution_parts.allocated(session, key or 0) == 60_00


AMOUNTS = st.integers(-300, 500).filter(bool)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(SUMS), st.one_of(st.none(), AMOUNTS), st.sampled_from(["", "pledged", "committed"])),
        st.tuples(st.just("allocate"), st.integers(1, 400), st.just("")),
        st.tuples(st.sampled_from(["remove", "undo"]), st.integers(0, 20), st.just("")),
    ),
    max_size=12,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(done=ACTS)
def test_whatever_is_done_nothing_is_given_twice_and_the_kept_sums_are_the_plain_ones(
    session: UnitSession, done: list[tuple[str, int | None, str]]
) -> None:
    made = make.contribution(session)
    session.commit()
    for name, amount, takes_back in done:
        try:
            act(session, made, name, amount, takes_back)
            session.commit()
        except (Refused, RefusedMany):
            session.rollback()
        _hold_together(session, made)


def act(session: UnitSession, made: Contribution, name: str, amount: int | None, takes_back: str) -> None:
    if name == "allocate":
        allocate(session, made, amount or 1)
    elif name in {"remove", "undo"}:
        tables: list[tuple[Any, Any]] = [(acts.STEP, Step), (acts.ALLOCATION, Allocation)]
        rows = [
            (part, row)
            for part, table in tables
            for row in session.scalars(sa.select(table).where(table.contribution_id == made.id).order_by(table.id))
            if (row.record.archived_at is None) == (name == "remove")
        ]
        if rows:
            part, row = rows[(amount or 0) % len(rows)]
            if name == "remove":
                parts.take_away(session, part, row=row, version=row.version)
            else:
                parts.bring_back(session, part, row=row)
    else:
        draft = {"kind": name, "amount": amount, "takes_back": takes_back if name == "withdrawn" else ""}
        parts.add(session, acts.STEP, owner=made, draft=check(StepDraft, draft))


def _hold_together(session: UnitSession, made: Contribution) -> None:
    standing = [
        one
        for one in session.scalars(sa.select(Step).where(Step.contribution_id == made.id))  # type: ignore[arg-type]
        if one.record.archived_at is None and one.amount_minor is not None
    ]
    for kind in SUMS:
        amounts = [one.amount_minor for one in standing if one.kind == kind]
        assert getattr(made, f"{kind}_minor") == (sum(amounts) if amounts else None)  # type: ignore[arg-type]
    for kind in ("announced", "pledged", "committed"):
        amounts = [one.amount_minor for one in standing if one.kind == "withdrawn" and one.takes_back == kind]
        assert getattr(made, f"withdrawn_{kind}_minor") == (sum(amounts) if amounts else None)  # type: ignore[arg-type]
    given_away = contribution_parts.allocated(session, made.id or 0)
    assert given_away == 0 or given_away <= contribution_parts.stands(made)


# ------------------------------------------------------------------------------------------ needs and spending


@pytest.mark.parametrize(
    ("draft", "wrong", "field"),
    [
        (RequirementDraft, {}, "amount"),
        (RequirementDraft, {"amount": "0", "currency": "USD"}, "amount"),
        (RequirementDraft, {"amount": "5"}, "currency"),
        (RequirementDraft, {"currency": "USD", "period": "2004"}, "amount"),
        (RequirementDraft, {"amount": "5", "currency": "USD", "period": "2005/2004"}, "period"),
        (AllocationDraft, {"project_id": 1, "amount": "-5"}, "amount"),
        (ExpenditureDraft, {"ledger": "IMIS", "closed_day": "2004-01-01"}, "amount"),
        (
            ExpenditureDraft,
            {"ledger": "IMIS", "closed_day": "2004-01-01", "amount": "5", "currency": "USD", "period": "2005"},
            "closed_day",
        ),
        (
            ExpenditureDraft,
            {"ledger": "x" * 81, "closed_day": "2004-01-01", "amount": "5", "currency": "USD"},
            "ledger",
        ),
        (
            AgreementPaymentDraft,
            {"organisation_id": 1, "day": "2026-11-24", "amount": "5", "currency": "USD"},
            "day",
        ),
        (
            AgreementPaymentDraft,
            {"organisation_id": 1, "day": "2004-01-01", "amount": "0", "currency": "USD"},
            "amount",
        ),
        (FundDraft, {"name": " "}, "name"),
        (FundDraft, {"name": "x" * 201}, "name"),
    ],
)
@pytest.mark.once
def test_needs_and_spending_are_refused_at_their_field(
    clock: time_machine.Traveller,
    draft: type[SQLModel],
    wrong: dict[str, Any],
    field: str,
) -> None:
    with pytest.raises(RefusedMany) as refused:
        check(draft, wrong)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_a_need_may_be_stated_without_amount_and_an_expenditure_may_be_nothing(clock: time_machine.Traveller) -> None:
    assert check(RequirementDraft, {"period": "2004"}).money is None
    spent = {"ledger": "IMIS", "closed_day": "2004-01-01", "amount": "0", "currency": "USD"}
    assert check(ExpenditureDraft, spent).money == Money(0, "USD")


def test_a_payment_above_the_ceiling_or_outside_the_time_is_recorded_and_told(session: UnitSession) -> None:
    agreement = make.agreement(session, start="2004", end="2004", amount=Money(100_00, "USD"))
    partner = make.organisation(session)

    def pay(amount: int, day: str, currency: str = "USD") -> list[str]:
        given = {"organisation_id": partner.id, "amount": amount, "currency": currency, "day": day}
        draft = check(AgreementPaymentDraft, given)
        row = parts.add(session, UNDER_AGREEMENT, owner=agreement, draft=draft)
        return [str(Refused("", said.why, said.values)) for said in remarks(session, row)]

    assert pay(100, "2004-06-01") == []
    assert pay(500, "2004-06-01", "EUR") == []
    assert pay(1, "2005-06-01") == [
        "The payment of 2005-06-01 lies outside the time of its agreement. Check the day, or amend the agreement.",
        "USD 101.00 are paid under this agreement now, above its ceiling of USD 100.00.",
    ]
