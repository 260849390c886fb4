"""Cross-checks of agreements: what each finds, what it leaves alone, who is told, and what the doctor says."""

from datetime import date
from typing import Any

import pytest

from tests import make
from tests.queries import counted
from tracker.domain.agreements import SENTENCES, Check
from tracker.domain.codes import AgreementState, PartnerRole, Role, Stage, Visibility
from tracker.domain.dates import now
from tracker.domain.models import Organisation, Project, ProjectPartner
from tracker.domain.money import Money
from tracker.domain.queries import agreement_checks as checks
from tracker.domain.queries import doctor
from tracker.domain.queries.dossier import Reader
from tracker.domain.rules import Viewer
from tracker.store import UnitSession

TODAY = date(2026, 11, 23)
COORDINATOR = Reader(Viewer(1, Role.coordinator), "en", TODAY)
OUTSIDE, UNSIGNED, ABOVE = Check.payment_outside, Check.payment_unsigned, Check.payments_above
MONEY, PARTNER, PASSED = Check.money_unsigned, Check.partner_uncovered, Check.end_passed
SIGNATURE, NO_END, NOTHING = Check.signature_missing, Check.end_missing, Check.nothing_under


class World:
    """An own side, a partner, and one agreement of theirs that has all it needs."""

    def __init__(self, session: UnitSession, **given: Any) -> None:  # noqa: ANN401 - columns of any kind
        self.session = session
        self.own = make.organisation(session, "own", name="Own side")
        self.partner = make.organisation(session, "partner", name="Partner")
        self.project = make.project(session, "homes", title="Homes", stage=Stage.approved)
        facts = {"signed": "2026-01", "start": "2026-02", "end": "2027-06", **given}
        self.mou = make.agreement(session, "mou", title="MOU", parties=[self.partner], projects=[self.project], **facts)
        make.party(session, self.mou, self.own)
        for side in (self.own, self.partner):
            make.signature(session, self.mou, side, name_stated="Ada")

    def pay(self, amount: int, day: date = date(2026, 5, 1), currency: str = "USD", **given: Any) -> None:  # noqa: ANN401
        make.payment(self.session, self.partner, day, Money.of(amount, currency), agreement_id=self.mou.id, **given)

    def found(self, reader: Reader = COORDINATOR) -> list[Check]:
        return [one.check for one in checks.of_all(self.session, reader)]


@pytest.fixture
def world(session: UnitSession) -> World:
    return World(session)


def test_an_agreement_that_has_all_it_needs_is_left_alone(world: World) -> None:
    world.pay(100)
    assert world.found() == []


@pytest.mark.parametrize(
    ("day", "outside"),
    [
        (date(2026, 1, 31), True),
        (date(2026, 2, 1), False),
        (date(2027, 6, 30), False),
        (date(2027, 7, 1), True),
    ],
)
def test_a_payment_outside_the_validity_is_told(world: World, day: date, outside: bool) -> None:  # noqa: FBT001
    world.pay(100, day)
    assert world.found() == ([OUTSIDE] if outside else [])


def test_without_a_start_the_signature_begins_it_and_an_amendment_moves_its_end(session: UnitSession) -> None:
    world = World(session, start=None)
    make.amendment(session, world.mou, on="2026-03", end="2026-04-30")
    world.pay(1, date(2025, 12, 31))
    world.pay(1, date(2026, 1, 1))
    world.pay(1, date(2026, 5, 1))
    told = [(one.check, one.day) for one in checks.of_agreement(session, COORDINATOR, world.mou.id or 0)]
    assert [one for one in told if one[0] == OUTSIDE] == [
        (OUTSIDE, date(2025, 12, 31)),
        (OUTSIDE, date(2026, 5, 1)),
    ]


def test_payments_above_the_ceiling_as_amended_are_told_with_both_amounts(session: UnitSession) -> None:
    world = World(session, amount=Money.of(100, "USD"))
    world.pay(60)
    world.pay(50)
    world.pay(900, currency="EUR")
    (told,) = checks.of_agreement(session, COORDINATOR, world.mou.id or 0)
    assert (told.check, told.amount, told.ceiling) == (ABOVE, Money.of(110, "USD"), Money.of(100, "USD"))
    make.amendment(session, world.mou, on="2026-03", amount=Money.of(110, "USD"))
    assert world.found() == []


def test_an_archived_payment_counts_for_nothing(world: World) -> None:
    world.pay(1, date(2020, 1, 1), archived_at=now())
    assert world.found() == []


def test_a_payment_under_a_draft_is_told(session: UnitSession) -> None:
    world = World(session, state=AgreementState.draft)
    world.pay(1)
    assert world.found() == [UNSIGNED]


@pytest.mark.parametrize(
    ("steps", "signed", "told"),
    [
        ([("pledged", 100)], None, False),
        ([("announced", 100)], None, False),
        ([("committed", 100)], None, True),
        ([("received", None)], None, True),
        ([("received", 100)], False, True),
        ([("received", 100)], True, False),
    ],
)
def test_money_without_a_signed_agreement_is_told(
    session: UnitSession,
    steps: list[Any],
    signed: bool | None,  # noqa: FBT001
    told: bool,  # noqa: FBT001
) -> None:
    world = World(session, state=AgreementState.signed if signed else AgreementState.draft)
    make.contribution(
        session, world.partner, "gift", steps=steps, agreement_id=None if signed is None else world.mou.id
    )
    assert [one.contribution for one in checks.of_all(session, COORDINATOR)] == (["gift"] if told else [])


def works(
    session: UnitSession, project: Project, partner: Organisation, role: PartnerRole = PartnerRole.partner
) -> None:
    session.add(ProjectPartner(project_id=project.id or 0, organisation_id=partner.id or 0, role=role))
    session.flush()


@pytest.mark.parametrize(
    ("stage", "role", "told"),
    [
        (Stage.under_way, PartnerRole.partner, True),
        (Stage.under_way, PartnerRole.implementing, True),
        (Stage.under_way, PartnerRole.funding, False),
        (Stage.under_way, PartnerRole.reviewing, False),
        (Stage.proposed, PartnerRole.partner, False),
        (Stage.completed, PartnerRole.partner, False),
    ],
)
def test_a_partner_at_work_without_an_agreement_is_told(
    world: World,
    stage: Stage,
    role: PartnerRole,
    told: bool,  # noqa: FBT001
) -> None:
    other = make.project(world.session, "roads", title="Roads", stage=stage)
    works(world.session, other, world.partner, role)
    named = [(one.organisation, one.project) for one in checks.of_all(world.session, COORDINATOR)]
    expected = [(checks.Name("partner", "Partner"), checks.Name("roads", "Roads"))]
    assert named == (expected if told else [])


@pytest.mark.parametrize("who", ["partner", "its office", "own side", "draft only"])
def test_an_agreement_with_it_or_its_owner_covers_a_partner(world: World, who: str) -> None:
    session, project = world.session, world.project
    project.stage = Stage.under_way
    office = make.organisation(session, "office", name="Office", owner_id=world.partner.id)
    works(
        session,
        project,
        {"partner": world.partner, "its office": office, "own side": world.own}.get(who, world.partner),
    )
    if who == "draft only":
        world.mou.state = AgreementState.draft
        session.flush()
    assert world.found() == ([PARTNER] if who == "draft only" else [])


def test_one_in_force_with_nothing_under_it_is_told(session: UnitSession) -> None:
    world = World(session)
    bare = make.agreement(session, "bare", parties=[world.partner], signed="2026", end="2027")
    told = {one.check for one in checks.of_agreement(session, COORDINATOR, bare.id or 0)}
    assert told == {SIGNATURE, NOTHING}
    make.undertaking(session, bare)
    assert NOTHING not in {one.check for one in checks.of_agreement(session, COORDINATOR, bare.id or 0)}


def test_a_signed_one_without_end_or_signatures_is_told_of_its_paper(session: UnitSession) -> None:
    world = World(session, end=None)
    assert world.found() == [NO_END]
    third = make.agreement(session, "third", parties=[world.partner], projects=[world.project], end="2028")
    make.signature(session, third, world.partner, name_stated="Ada")
    assert {one.check for one in checks.of_agreement(session, COORDINATOR, third.id or 0)} == {SIGNATURE}


@pytest.mark.parametrize("tended", [True, False])
def test_an_end_that_has_passed_is_told_where_somebody_tends_it(session: UnitSession, tended: bool) -> None:  # noqa: FBT001
    world = World(session, end="2026-10")
    if tended:
        world.project.health_day = date(2026, 9, 1)
    session.flush()
    assert world.found() == ([PASSED] if tended else [])


def test_beside_a_partner_and_a_project_only_what_matters_there_is_told(session: UnitSession) -> None:
    world = World(session, end=None, amount=Money.of(10, "USD"))
    world.pay(20)
    make.contribution(session, world.partner, "gift", steps=[("received", 5)])
    other = make.project(session, "roads", title="Roads", stage=Stage.under_way)
    works(session, other, world.partner)
    of_partner = checks.of_organisation(session, COORDINATOR, world.partner.id or 0)
    assert [one.check for one in of_partner] == [ABOVE, MONEY, PARTNER]
    assert [one.check for one in checks.of_project(session, COORDINATOR, world.project.id or 0)] == [ABOVE]
    assert [one.check for one in checks.of_project(session, COORDINATOR, other.id or 0)] == [PARTNER]


def test_what_a_reader_may_not_see_is_not_named_and_not_missed(session: UnitSession) -> None:
    world = World(session)
    manager = Reader(Viewer(make.user(session).id, Role.manager), "en", TODAY)
    secret = make.project(session, "secret", title="Secret", stage=Stage.under_way, visibility=Visibility.confidential)
    works(session, secret, world.partner)
    assert (world.found(), world.found(manager)) == ([PARTNER], [])
    world.project.stage = Stage.under_way
    works(session, world.project, world.partner)
    world.mou.record.visibility = Visibility.confidential
    session.flush()
    assert world.found(manager) == []
    world.pay(1, date(2020, 1, 1))
    assert (OUTSIDE in world.found(), OUTSIDE in world.found(manager)) == (True, False)


@pytest.mark.parametrize("number", [1, 3, 30])
def test_every_question_is_one_statement(session: UnitSession, number: int) -> None:
    world = World(session)
    for _ in range(number):
        row = make.agreement(session, parties=[world.partner])
        make.payment(session, world.partner, date(2020, 1, 1), Money.of(1, "USD"), agreement_id=row.id)
    session.commit()
    for ask in (checks.of_agreement, checks.of_organisation, checks.of_project):
        with counted(session.get_bind()) as asked:  # type: ignore[arg-type] # an engine
            ask(session, COORDINATOR, 1)
        assert len(asked) == 1
    with counted(session.get_bind()) as asked:  # type: ignore[arg-type] # an engine
        checks.of_all(session, COORDINATOR)
    assert len(asked) == 1


@pytest.mark.once
def test_every_check_has_its_sentence_and_its_line_for_the_doctor() -> None:
    assert set(SENTENCES) == set(Check) == set(doctor.AGREEMENTS)


# ------------------------------------------------------------------------------------------------ the doctor


def test_the_doctor_counts_and_names_the_first_five(session: UnitSession) -> None:
    world = World(session)
    for number in range(7):
        make.agreement(session, f"bare-{number}", parties=[world.partner], projects=[world.project], end="2027")
    told = [line for line in doctor.remarks(session, today=TODAY, unseen_since=now()) if "who signed" in line]
    assert told == [
        (
            "Signed agreements that do not say who signed for each side: 7 "
            "(bare-0, bare-1, bare-2, bare-3, bare-4 and 2 more)."
        )
    ]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"signed": "2026-12"}, "Agreement mou was signed on a day that is still to come."),
        ({"start": "2026-05", "end": "2026-04"}, "Agreement mou ends before it starts."),
        ({"state": AgreementState.terminated}, "Agreement mou is terminated without a reason."),
        ({"state": AgreementState.suspended, "state_why": ""}, "Agreement mou is suspended without a reason."),
        ({"state": AgreementState.terminated, "state_why": "War"}, None),
        ({"signed": "2026"}, None),
    ],
)
def test_what_cannot_be_is_broken(session: UnitSession, given: dict[str, Any], sentence: str | None) -> None:
    World(session, **given)
    assert doctor.broken(session) == ([sentence] if sentence else [])


def test_an_amendment_that_ends_it_before_its_start_is_broken(session: UnitSession) -> None:
    world = World(session)
    make.amendment(session, world.mou, on="2026-05", end="2026-01")
    assert doctor.broken(session) == ["Agreement mou ends before it starts."]


def test_the_programme_of_2004_is_sound_and_told_in_few_lines(programme_session: UnitSession) -> None:
    assert doctor.broken(programme_session) == []
    lines = [line for line in doctor.remarks(programme_session, today=TODAY, unseen_since=now()) if "greement" in line]
    assert len(lines) == 5
    remarks = checks.of_all(programme_session, COORDINATOR)
    assert {OUTSIDE, ABOVE, UNSIGNED, PASSED} & {one.check for one in remarks} == set()
