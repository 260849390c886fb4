"""Agreements: their life, what holds after amendments, how their end stands, what of the ceiling is used."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import col

from tests import make
from tracker.domain.actions import agreements as acts
from tracker.domain.actions import parts
from tracker.domain.actions.agreement_parts import AMENDMENT, SIGNATURE, UNDERTAKING
from tracker.domain.agreements import BANDS, ending, terms, uses
from tracker.domain.codes import ALLOWED_AGREEMENT_STATES, ActionState, AgreementKind, AgreementState, Role
from tracker.domain.dates import PartialDate, now
from tracker.domain.drafts.agreements import (
    AgreementDraft,
    AmendmentDraft,
    MoveDraft,
    NewAgreementDraft,
    SignatureDraft,
    UndertakingDraft,
)
from tracker.domain.drafts.check import check
from tracker.domain.errors import Clash, Refused, RefusedMany
from tracker.domain.models import Agreement, AgreementProject, Amendment, Document, DocumentLink, Payment, RowVersion
from tracker.domain.money import Money
from tracker.domain.queries.agreement_terms import effective, tended_among
from tracker.domain.rules import Viewer
from tracker.store import UnitSession

TODAY = date(2026, 11, 23)
DRAFT, SIGNED, ENDED, SUSPENDED, TERMINATED = AgreementState


def made(session: UnitSession, code: str = "mou", **given: object) -> Agreement:
    """An agreement with an own side and another."""
    own, other = make.organisation(session, name="Own side"), make.organisation(session, name="Partner")
    row = make.agreement(session, code, parties=[other], **given)  # type: ignore[arg-type] # columns of any kind
    make.party(session, row, own)
    return row


def amended(session: UnitSession, of: Agreement, number: int, on: str, **given: object) -> Amendment:
    return make.amendment(session, of, number, on=on, **given)


def facts(**given: object) -> dict[str, object]:
    return {"title": "Memorandum", "kind": "mou", "own_ids": [1], "other_ids": [2], **given}


def why(refused: pytest.ExceptionInfo[RefusedMany]) -> list[tuple[str, str]]:
    return [(problem.field, problem.why) for problem in refused.value.problems]


# ------------------------------------------------------------------------------------------------- its life


def grave(state: AgreementState, **given: object) -> MoveDraft:
    return MoveDraft.model_validate(
        {"state": state, "signed": "2026-01", "why": "The reason", "document_title": "Letter", **given}
    )


@pytest.mark.parametrize("start", AgreementState)
@pytest.mark.parametrize("to", AgreementState)
def test_an_agreement_moves_as_its_life_allows_and_not_otherwise(start: AgreementState, to: AgreementState) -> None:
    row = Agreement(title="M", kind=AgreementKind.mou, state=start)
    if to == start or to in ALLOWED_AGREEMENT_STATES[start]:
        acts.check_move(row, grave(to))
        return
    with pytest.raises(Refused) as refused:
        acts.check_move(row, grave(to))
    assert refused.value.field == "state"


@pytest.mark.once
def test_the_life_of_an_agreement_is_this_table() -> None:
    assert {state: set(moves) for state, moves in ALLOWED_AGREEMENT_STATES.items()} == {
        DRAFT: {SIGNED, TERMINATED},
        SIGNED: {SUSPENDED, ENDED, TERMINATED},
        SUSPENDED: {SIGNED, TERMINATED},
        ENDED: set(),
        TERMINATED: set(),
    }


@pytest.mark.parametrize("to", [SUSPENDED, TERMINATED])
@pytest.mark.parametrize(
    ("without", "field"), [({"why": ""}, "why"), ({"document_title": ""}, "document_id")], ids=["reason", "document"]
)
def test_a_suspension_and_a_termination_need_a_reason_and_a_document(
    to: AgreementState, without: dict[str, str], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        acts.check_move(Agreement(title="M", kind=AgreementKind.mou, state=SIGNED), grave(to, **without))
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("signed", "start", "field"),
    [
        ("2026-11-23", None, None),
        ("2026-11", None, None),
        ("2026", "2026-11-23", None),
        ("2003", "2003-01", None),
        (None, None, "signed"),
        ("2026-01", "2026-12-01", "state"),
        ("2026-01", "2027", "state"),
        ("2026-01", "first two years", None),
    ],
)
def test_it_becomes_signed_with_a_date_and_not_before_it_starts(
    session: UnitSession, signed: str | None, start: str | None, field: str | None
) -> None:
    row = made(session, state=DRAFT, start=start)
    draft = MoveDraft.model_validate({"state": "signed", "signed": signed})
    if field is None:
        acts.move(session, agreement=row, draft=draft, version=row.version)
        assert (row.state, row.signed) == (SIGNED, PartialDate.parse(signed or ""))
        return
    with pytest.raises(Refused) as refused:
        acts.move(session, agreement=row, draft=draft, version=row.version)
    assert (refused.value.field, row.state) == (field, DRAFT)


@pytest.mark.parametrize("signed", ["2026-11-24", "2026-12", "2027", "end 2027", "biennium 2028/2029"])
def test_a_date_of_signature_that_is_ahead_is_refused(session: UnitSession, signed: str) -> None:
    for kind, given in ((MoveDraft, {"state": "signed"}), (AgreementDraft, facts())):
        with pytest.raises(RefusedMany) as refused:
            check(kind, {**given, "signed": signed})
        assert why(refused)[0][0] == "signed"


def test_a_move_writes_day_reason_and_a_paper_among_the_documents(session: UnitSession) -> None:
    row = made(session, state=SIGNED)
    draft = MoveDraft.model_validate(
        {
            "state": "suspended",
            "state_day": "2026-11-01",
            "why": "Fighting",
            "document_title": "Letter of 1 November",
            "document_reference": "L/12",
        }
    )
    acts.move(session, agreement=row, draft=draft, version=row.version)
    paper = session.get_one(Document, row.state_document_id)
    assert (row.state, row.state_day, row.state_why) == (SUSPENDED, date(2026, 11, 1), "Fighting")
    assert (paper.title, paper.reference, paper.record.visibility) == (
        "Letter of 1 November",
        "L/12",
        row.record.visibility,
    )
    assert session.get(DocumentLink, {"document_id": paper.id, "record_id": row.id})


def test_resuming_needs_nothing_more_and_keeps_the_date_of_signature(session: UnitSession) -> None:
    row = made(session, state=SUSPENDED, signed="2026-02", state_why="Fighting")
    acts.move(session, agreement=row, draft=MoveDraft.model_validate({"state": "signed"}), version=row.version)
    assert (row.state, row.signed, row.state_day, row.state_why) == (
        SIGNED,
        PartialDate.parse("2026-02"),
        TODAY,
        None,
    )


def test_a_stale_move_clashes(session: UnitSession) -> None:
    row = made(session, state=SIGNED)
    with pytest.raises(Clash):
        acts.move(session, agreement=row, draft=grave(TERMINATED), version=99)


# ------------------------------------------------------------------------------------------ what the form says


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": " "}, "title"),
        ({"kind": "treaty"}, "kind"),
        ({"own_ids": []}, "own_ids"),
        ({"other_ids": []}, "other_ids"),
        ({"other_ids": [1, 2]}, "other_ids"),
        ({"start": "2026-05", "end": "2026-04"}, "end"),
        ({"start": "2026", "end": "2025"}, "end"),
        ({"signed": "2026-13"}, "signed"),
        ({"amount": "5"}, "currency"),
        ({"currency": "USD"}, "amount"),
        ({"amount": "5", "currency": "XYZ"}, "currency"),
        ({"amount": "0", "currency": "USD"}, "amount"),
        ({"amount": "-5", "currency": "USD"}, "amount"),
        ({"amount": "1.234", "currency": "USD"}, "amount"),
        ({"number": "x" * 81}, "number"),
        ({"covers": "x" * 10_000_000}, "covers"),
    ],
)
@pytest.mark.usefixtures("clock")
@pytest.mark.once
def test_what_cannot_be_is_refused_at_its_field(given: dict[str, object], field: str) -> None:
    with pytest.raises(RefusedMany) as refused:
        check(AgreementDraft, facts(**given))
    assert why(refused)[0][0] == field


@pytest.mark.parametrize(
    ("start", "end"), [("2026", "2026"), ("2026-05", "2026"), (None, "1999"), ("2026", None), ("2026", "two years")]
)
@pytest.mark.usefixtures("clock")
def test_dates_that_can_be_in_order_are_taken(start: str | None, end: str | None) -> None:
    draft = check(AgreementDraft, facts(start=start, end=end))
    assert draft.end == (PartialDate.parse(end) if end else None)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"state": "ended"}, "state"),
        ({"state": "signed"}, "signed"),
        ({"state": "signed", "signed": "2026", "start": "2027"}, "start"),
    ],
)
@pytest.mark.usefixtures("clock")
def test_a_new_agreement_is_a_draft_or_signed_on_a_day(given: dict[str, object], field: str) -> None:
    with pytest.raises(RefusedMany) as refused:
        check(NewAgreementDraft, facts(**given))
    assert why(refused)[0][0] == field


def edited(session: UnitSession, row: Agreement, **given: object) -> None:
    standing = acts.standing(session, row)
    draft = check(AgreementDraft, {**standing, **given})
    acts.edit(session, viewer=Viewer(None, Role.coordinator), agreement=row, draft=draft, version=row.version)


@pytest.mark.parametrize(
    ("state", "given", "field"),
    [
        (SIGNED, {"signed": None}, "signed"),
        (SIGNED, {"start": "2027"}, "start"),
        (DRAFT, {"signed": None, "start": "2027"}, None),
        (TERMINATED, {"signed": None}, None),
    ],
)
def test_a_signed_agreement_keeps_a_date_of_signature_and_a_start_that_has_been(
    session: UnitSession, state: AgreementState, given: dict[str, object], field: str | None
) -> None:
    row = made(session, state=state, signed="2026-02")
    if field is None:
        edited(session, row, **given)
        return
    with pytest.raises(Refused) as refused:
        edited(session, row, **given)
    assert refused.value.field == field


def test_one_whose_date_was_never_stated_can_be_edited(session: UnitSession) -> None:
    row = made(session, state=SIGNED)
    edited(session, row, title="Said better")
    assert (row.title, row.signed) == ("Said better", None)


def test_a_start_behind_the_amended_end_is_refused(session: UnitSession) -> None:
    row = made(session, state=SIGNED, signed="2026", end="2027")
    amended(session, row, 1, "2026-02", end="2026-06")
    with pytest.raises(Refused) as refused:
        edited(session, row, start="2026-09")
    assert refused.value.field == "start"


def test_saving_what_stands_changes_nothing(session: UnitSession) -> None:
    row = made(session, state=SIGNED, signed="2026-02", amount=Money.of(5, "USD"))
    session.commit()
    edited(session, row)
    session.commit()
    changed = sa.select(sa.func.count()).select_from(RowVersion).where(col(RowVersion.record_id) == row.id)
    written = session.scalar(changed.where(col(RowVersion.change) != "insert"))
    assert written == 0


def test_a_party_changes_sides(session: UnitSession) -> None:
    row = made(session)
    links = acts.standing(session, row)
    edited(session, row, own_ids=links["other_ids"], other_ids=links["own_ids"])
    after = acts.standing(session, row)
    assert (after["own_ids"], after["other_ids"]) == (links["other_ids"], links["own_ids"])


# ------------------------------------------------------------------------------------------------- its parts


def other_id(session: UnitSession, row: Agreement) -> int:
    return int(acts.standing(session, row)["other_ids"][0])


def test_a_signature_is_of_a_party(session: UnitSession) -> None:
    row = made(session)
    stranger = make.organisation(session, name="Stranger")
    draft = SignatureDraft(organisation_id=stranger.id or 0, name_stated="Ada")
    with pytest.raises(Refused) as refused:
        parts.add(session, SIGNATURE, owner=row, draft=draft)
    assert refused.value.field == "organisation_id"
    session.rollback()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "name_stated"),
        ({"person_id": 1, "name_stated": "Ada"}, "name_stated"),
        ({"name_stated": "Ada", "day": "2026-11-24"}, "day"),
        ({"name_stated": "x" * 121}, "name_stated"),
    ],
)
@pytest.mark.usefixtures("clock")
def test_a_signature_says_who_and_not_tomorrow(given: dict[str, object], field: str) -> None:
    with pytest.raises(RefusedMany) as refused:
        check(SignatureDraft, {"organisation_id": 1, **given})
    assert why(refused)[0][0] == field


def test_an_undertaking_is_done_on_a_day_only_when_it_is_done(session: UnitSession) -> None:
    with pytest.raises(RefusedMany) as refused:
        check(UndertakingDraft, {"text": "Build", "done_day": "2026-11-01"})
    assert why(refused)[0][0] == "state"
    row = made(session)
    draft = check(UndertakingDraft, {"text": "Build", "state": "done", "done_day": "2026-11-01"})
    added = parts.add(session, UNDERTAKING, owner=row, draft=draft)
    assert (added.state, added.done_day, added.organisation_id) == (ActionState.done, date(2026, 11, 1), None)


def test_amendments_number_themselves_and_a_number_is_not_given_again(session: UnitSession) -> None:
    row = made(session)
    draft = check(AmendmentDraft, {"on": "2026-05", "text": "Longer"})
    first = parts.add(session, AMENDMENT, owner=row, draft=draft)
    second = parts.add(session, AMENDMENT, owner=row, draft=draft)
    parts.take_away(session, AMENDMENT, row=second, version=second.version)
    third = parts.add(session, AMENDMENT, owner=row, draft=draft)
    assert [one.number for one in (first, second, third)] == [1, 2, 3]
    parts.edit(session, AMENDMENT, row=third, draft=draft.model_copy(update={"text": "Said"}), version=third.version)
    assert third.number == 3


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"on": "2026-12"}, "on"),
        ({"on": None}, "on"),
        ({"on": "some time"}, "on"),
        ({"amount": "0", "currency": "USD"}, "amount"),
        ({"text": ""}, "text"),
    ],
)
@pytest.mark.usefixtures("clock")
def test_an_amendment_has_a_day_that_has_been(given: dict[str, object], field: str) -> None:
    with pytest.raises(RefusedMany) as refused:
        check(AmendmentDraft, {"on": "2026-05", "text": "Longer", **given})
    assert why(refused)[0][0] == field


def test_an_amendment_that_ends_it_before_its_start_is_refused(session: UnitSession) -> None:
    row = made(session, start="2026-06")
    draft = check(AmendmentDraft, {"on": "2026-07", "text": "Shorter", "end": "2026-05"})
    with pytest.raises(Refused) as refused:
        parts.add(session, AMENDMENT, owner=row, draft=draft)
    assert refused.value.field == "end"
    session.rollback()


def test_the_paper_of_an_amendment_stands_among_the_documents(session: UnitSession) -> None:
    row, paper = made(session), make.document(session, "Amendment 1")
    draft = check(AmendmentDraft, {"on": "2026-07", "text": "Longer", "document_id": paper.id})
    parts.add(session, AMENDMENT, owner=row, draft=draft)
    assert session.get(DocumentLink, {"document_id": paper.id, "record_id": row.id})


# ------------------------------------------------------------------------------------------------ what holds


AMENDMENTS = [
    ([], "2026-12-31", 100, (None, None)),
    ([(1, "2026-03", "2027", None)], "2027", 100, (1, None)),
    ([(1, "2026-03", "2027", None), (2, "2026-04", None, 200)], "2027", 200, (1, 2)),
    ([(1, "2026-03", "2027", 150), (2, "2026-04", "2026-10", 120)], "2026-10", 120, (2, 2)),
    ([(1, "2026-05", "2028", None), (2, "2026-04", "2027", None)], "2028", 100, (1, None)),
    (
        [(1, "2026-05", "2028", None), (2, "2026-05", "until further notice", None)],
        "until further notice",
        100,
        (2, None),
    ),
]


@pytest.mark.parametrize(("rows", "end", "ceiling", "by"), AMENDMENTS)
def test_the_latest_amendment_that_sets_end_or_ceiling_holds_in_python_and_in_sql(
    session: UnitSession,
    rows: list[tuple[int, str, str | None, int | None]],
    end: str,
    ceiling: int,
    by: tuple[int | None, int | None],
) -> None:
    row = made(session, end="2026-12-31", amount=Money.of(100, "USD"))
    made_rows = [
        amended(session, row, number, on, end=until, amount=Money.of(cap, "USD") if cap else None)
        for number, on, until, cap in rows
    ]
    gone = amended(session, row, 9, "2026-06", end="1999", amount=Money.of(1, "USD"), archived_at=now())
    holds = terms(row, [*made_rows, gone])
    assert (holds.end, holds.ceiling) == (PartialDate.parse(end), Money.of(ceiling, "USD"))
    assert (holds.end_by, holds.ceiling_by) == by
    asked = sa.select(
        effective("end_stated"), effective("end_latest"), effective("amount_minor", "amount_minor")
    ).where(col(Agreement.id) == row.id)
    assert tuple(session.execute(asked).one()) == (end, PartialDate.parse(end).latest, ceiling * 100)


@pytest.mark.once
@pytest.mark.parametrize(
    ("days", "band"),
    [(0, 7), (1, 7), (7, 7), (8, 30), (30, 30), (31, 90), (90, 90), (91, None), (400, None)],
)
def test_an_end_lies_in_the_nearest_band(days: int, band: int | None) -> None:
    found = ending(SIGNED, PartialDate.on(TODAY + timedelta(days=days)), tended=False, today=TODAY)
    assert found is not None
    assert (found.days, found.band, found.passed, found.reported) == (days, band, False, False)
    assert BANDS == (7, 30, 90)


@pytest.mark.once
@pytest.mark.parametrize(
    ("end", "latest"),
    [("2026", date(2026, 12, 31)), ("2026-12", date(2026, 12, 31)), ("end 2026-11", date(2026, 11, 30))],
)
def test_a_partial_end_ends_at_its_latest_day(end: str, latest: date) -> None:
    found = ending(SIGNED, PartialDate.parse(end), tended=True, today=TODAY)
    assert found is not None
    assert (found.day, found.passed) == (latest, False)


@pytest.mark.once
@pytest.mark.parametrize(("tended", "told"), [(True, (True, False)), (False, (False, True))])
def test_an_end_that_has_passed_is_told_only_where_somebody_tends_it(tended: bool, told: tuple[bool, bool]) -> None:  # noqa: FBT001
    found = ending(SIGNED, PartialDate.parse("2004"), tended=tended, today=TODAY)
    assert found is not None
    assert (found.passed, found.reported) == told


@pytest.mark.once
@pytest.mark.parametrize(
    ("state", "end"),
    [(SIGNED, None), (SIGNED, "first two years"), (DRAFT, "2020"), (ENDED, "2020"), (TERMINATED, "2020")],
)
def test_what_has_no_end_or_is_not_in_force_never_lapses(state: AgreementState, end: str | None) -> None:
    assert ending(state, PartialDate.parse(end) if end else None, tended=True, today=TODAY) is None


def test_an_agreement_is_tended_by_hand_by_a_manager_or_by_an_amendment(session: UnitSession) -> None:
    loaded, managed, amended_one = made(session, "a"), made(session, "b"), made(session, "c")
    project = make.project(session, managers=[make.user(session)])
    session.add(AgreementProject(agreement_id=managed.id or 0, project_id=project.id or 0))
    amended(session, amended_one, 1, "2026-05")
    boris = make.user(session, "Boris").id
    session.commit()
    session.info["user_id"] = boris
    by_hand = made(session, "d")
    session.commit()
    rows = [loaded, managed, amended_one, by_hand]
    assert tended_among(session, [row.id for row in rows]) == {row.id for row in rows[1:]}


def paid(*amounts: tuple[int, str] | None) -> list[Payment]:
    rows = [Payment(organisation_id=1, day=TODAY) for _ in amounts]
    for row, amount in zip(rows, amounts, strict=True):
        row.amount = Money.of(*amount) if amount else None
    return rows


@pytest.mark.once
def test_what_was_paid_is_set_against_the_ceiling_of_its_own_currency() -> None:
    found = uses(paid((60, "USD"), (5, "EUR"), (60, "USD"), None), Money.of(100, "USD"))
    assert [(one.paid, one.ceiling) for one in found] == [
        (Money.of(120, "USD"), Money.of(100, "USD")),
        (Money.of(5, "EUR"), None),
    ]
    assert [str(one.percent) for one in found] == ["120.0", "None"]
    assert (found[0].above, found[0].left, found[1].left) == (Money.of(20, "USD"), Money.of(0, "USD"), None)
    assert uses(paid(None), None) == []
