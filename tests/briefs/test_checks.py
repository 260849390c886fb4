"""The check before printing: each thing that it finds, found where it is and not found where it is mended."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any, TypeVar

import pytest
from sqlmodel import SQLModel, select

from tests import make
from tests.briefs.conftest import TODAY
from tests.briefs.kinds import told
from tracker.briefs import checks_money
from tracker.briefs.doubts import KINDS, Doubt
from tracker.domain import models as m
from tracker.domain.codes import (
    AgreementState,
    BriefKind,
    DoubtField,
    DoubtKind,
    Effect,
    RecordKind,
    Stage,
    Visibility,
)
from tracker.domain.dates import now
from tracker.domain.labels import LABELS
from tracker.domain.money import Money
from tracker.store import UnitSession

Field = DoubtField
Row = TypeVar("Row", bound=SQLModel)


@dataclass
class World:
    """Haiti with a project of which nothing is left open, its programme, mission, money and agreement."""

    session: UnitSession
    user: m.User
    haiti: m.Territory
    own: m.Organisation
    canada: m.Organisation
    undp: m.Organisation
    programme: m.Programme
    project: m.Project
    needed: m.Requirement
    gift: m.Contribution
    agreement: m.Agreement
    mission: m.Mission


@pytest.fixture
def world(session: UnitSession) -> World:
    ada = make.user(session, "Ada Kovač")
    haiti = make.territory(session, "HT", "Haiti")
    own = make.organisation(session, "un-habitat", name="UN-HABITAT")
    canada = make.organisation(session, "canada", name="Canada")
    undp = make.organisation(session, "undp", name="UNDP")
    programme = make.programme(
        session, "recovery", name="Recovery", purpose="Homes for all", visibility=Visibility.public
    )
    project = make.project(
        session,
        "homes",
        title="Homes",
        summary="Owners rebuild.",
        territories=[haiti],
        managers=[ada],
        partners=[undp],
        programme_id=programme.id,
        visibility=Visibility.public,
    )
    make.update(session, project, ada, as_of=date(2026, 11, 1), visibility=Visibility.public)
    needed = make.requirement(session, project, Money.of(8_000, "USD"))
    agreement = make.agreement(
        session, "mou", title="MOU", parties=[undp, canada], projects=[project], visibility=Visibility.public
    )
    make.party(session, agreement, own)
    make.signature(session, agreement, own)
    make.signature(session, agreement, undp)
    gift = make.contribution(session, canada, "gift", steps=[("received", 100_000)], agreement_id=agreement.id)
    make.allocation(session, gift, project, 100_000)
    mission = make.mission(
        session,
        "trip",
        title="Trip",
        purpose="See homes",
        security_focal_point="J.",
        territories=[haiti],
        visibility=Visibility.public,
    )
    for row in session.exec(select(m.Record)):
        row.created_by_id = ada.id
    session.flush()
    return World(session, ada, haiti, own, canada, undp, programme, project, needed, gift, agreement, mission)


Of = Callable[..., list[Doubt]]
SUBJECTS = {
    BriefKind.mission: "trip",
    BriefKind.project: "homes",
    BriefKind.donor: "canada",
    BriefKind.portfolio: "recovery",
}


def found(world: World, kind: BriefKind = BriefKind.mission, **asked: Any) -> dict[DoubtField, list[str]]:  # noqa: ANN401 - handed on
    """What the check says, as the codes of the records by field."""
    doubts = told(world.session, kind, SUBJECTS[kind], **asked).doubts
    codes: dict[DoubtField, list[str]] = {}
    for one in doubts:
        codes.setdefault(one.field, []).append(one.code or one.about.text)
    return codes


@pytest.mark.parametrize("kind", SUBJECTS)
def test_nothing_is_found_where_all_is_in_order(kind: BriefKind, world: World) -> None:
    assert found(world, kind) == {}


def rows(world: World, table: type[Row]) -> list[Row]:
    return list(world.session.exec(select(table)))


def no_requirement(world: World) -> None:
    world.needed.amount = None


def silent(world: World) -> None:
    world.session.delete(rows(world, m.Update)[0])


def no_manager(world: World) -> None:
    world.session.delete(rows(world, m.ProjectMember)[0])


def unstated_gift(world: World) -> None:
    rows(world, m.Step)[0].amount_minor = None
    world.gift.received_minor = None


def overdue(world: World) -> None:
    made = make.milestone(world.session, world.project, "Masons chosen", due="2026-10")
    made.confirmed_at = now()


def to_be_confirmed(world: World) -> None:
    make.milestone(world.session, world.project, "Masons chosen", due="2026-10")


def ended(world: World) -> None:
    world.agreement.end_stated = "2026-10-31"
    world.agreement.end_earliest = world.agreement.end_latest = date(2026, 10, 31)


def unsigned(world: World) -> None:
    world.session.delete(next(row for row in rows(world, m.Signature) if row.organisation_id == world.own.id))


def draft(world: World) -> None:
    world.agreement.state = AgreementState.draft


def paid(world: World, day: date, amount: int) -> None:
    make.payment(world.session, world.undp, day, Money.of(amount, "USD"), agreement_id=world.agreement.id)


def paid_on_a_draft(world: World) -> None:
    draft(world)
    paid(world, date(2026, 6, 1), 10)


def paid_too_early(world: World) -> None:
    world.agreement.start_earliest = date(2026, 3, 1)
    paid(world, date(2026, 1, 1), 10)


def paid_too_much(world: World) -> None:
    world.agreement.amount_minor, world.agreement.currency = 100, "USD"
    paid(world, date(2026, 6, 1), 10)


def no_agreement(world: World) -> None:
    world.gift.agreement_id = None


def uncovered(world: World) -> None:
    other = make.organisation(world.session, "ifrc", name="IFRC")
    world.session.add(m.ProjectPartner(project_id=world.project.id or 0, organisation_id=other.id or 0))


def given_twice(world: World) -> None:
    make.allocation(world.session, world.gift, world.project, 1)


def over_funded(world: World) -> None:
    world.needed.amount = Money.of(900, "USD")


def nobody_knows(world: World) -> None:
    world.needed.record.created_by_id = None


BROKEN: list[tuple[Any, BriefKind, DoubtField, str]] = [
    (lambda w: setattr(w.mission, "purpose", None), BriefKind.mission, Field.mission_purpose, "trip"),
    (lambda w: setattr(w.mission, "security_focal_point", ""), BriefKind.mission, Field.security_focal_point, "trip"),
    (lambda w: setattr(w.programme, "purpose", None), BriefKind.portfolio, Field.programme_summary, "recovery"),
    (lambda w: setattr(w.project, "summary", None), BriefKind.project, Field.project_summary, "homes"),
    (no_manager, BriefKind.project, Field.project_manager, "homes"),
    (lambda w: setattr(w.project, "stage", Stage.not_stated), BriefKind.portfolio, Field.project_stage, "homes"),
    (no_requirement, BriefKind.project, Field.project_requirement, "homes"),
    (unstated_gift, BriefKind.donor, Field.contribution_amount, "gift"),
    (silent, BriefKind.donor, Field.project_report, "homes"),
    (ended, BriefKind.mission, Field.agreement_end, "mou"),
    (lambda w: setattr(w.project, "end_latest", date(2026, 1, 1)), BriefKind.mission, Field.project_end, "homes"),
    (overdue, BriefKind.project, Field.milestone_due, "homes"),
    (to_be_confirmed, BriefKind.mission, Field.milestone_due, "homes"),
    (draft, BriefKind.project, Field.agreement_draft, "mou"),
    (paid_on_a_draft, BriefKind.project, Field.payment_unsigned, "mou"),
    (paid_too_early, BriefKind.project, Field.payment_outside, "mou"),
    (paid_too_much, BriefKind.portfolio, Field.payments_above, "mou"),
    (no_agreement, BriefKind.donor, Field.money_unsigned, "gift"),
    (uncovered, BriefKind.mission, Field.partner_uncovered, "homes"),
    (unsigned, BriefKind.donor, Field.signature_missing, "mou"),
    (given_twice, BriefKind.donor, Field.contribution_over, "gift"),
    (over_funded, BriefKind.project, Field.project_over, "homes"),
    (nobody_knows, BriefKind.project, Field.figure_source, "homes"),
]


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: f"{case[2]}-{case[0].__name__}")
def test_what_is_wanting_is_found(case: tuple[Any, BriefKind, DoubtField, str], world: World) -> None:
    broken, kind, field, code = case
    broken(world)
    world.session.flush()
    assert found(world, kind)[field] == [code]


def test_a_finished_project_is_asked_for_its_summary_only(world: World) -> None:
    no_manager(world)
    silent(world)
    no_requirement(world)
    to_be_confirmed(world)
    world.project.stage, world.project.summary, world.project.end_latest = Stage.completed, None, date(2026, 1, 1)
    assert found(world, BriefKind.project) == {Field.project_summary: ["homes"]}


def test_ninety_days_are_not_silence_and_one_more_is(world: World) -> None:
    assert Field.project_report not in found(world, today=date(2027, 1, 30))
    assert found(world, today=date(2027, 1, 31))[Field.project_report] == ["homes"]


def test_a_fund_that_got_more_than_was_asked_is_found_in_its_programmes_brief(world: World) -> None:
    fund = make.fund(world.session, "trust", visibility=Visibility.public)
    world.programme.fund_id = fund.id
    make.requirement(world.session, fund, Money.of(1, "EUR"), created_by_id=world.user.id)
    make.contribution(
        world.session,
        world.canada,
        currency="EUR",
        steps=[("received", 200)],
        fund_id=fund.id,
        agreement_id=world.agreement.id,
        created_by_id=world.user.id,
    )
    assert found(world, BriefKind.portfolio)[Field.programme_over] == ["recovery"]


def test_texts_in_another_language_are_one_doubt_a_record(world: World) -> None:
    make.milestone(world.session, world.project, "Masons chosen", due="2027-10")
    make.territory_name(world.session, world.haiti, "fr", "Haïti")
    doubts = found(world, BriefKind.project, lang="fr")
    assert doubts[Field.text_language].count("homes") == 1
    assert Field.territory_name not in doubts
    for field, text in (("title", "Maisons"), ("summary", "Les propriétaires reconstruisent.")):
        make.translation(world.session, world.project, field, "fr", text)
    for part in (*rows(world, m.Milestone), *rows(world, m.Update)):
        name = "title" if isinstance(part, m.Milestone) else "happened"
        make.translation(world.session, part, name, "fr", "En français")
    assert "homes" not in found(world, BriefKind.project, lang="fr")[Field.text_language]


def test_a_sources_own_word_needs_no_translation(world: World) -> None:
    world.project.stage_stated = "started"
    before = len(found(world, BriefKind.project, lang="fr")[Field.text_language])
    for field in ("title", "summary"):
        make.translation(world.session, world.project, field, "fr", "Maisons")
    make.translation(world.session, rows(world, m.Update)[0], "happened", "fr", "Bien")
    assert len(found(world, BriefKind.project, lang="fr")[Field.text_language]) == before - 1


def test_a_territory_without_a_name_in_the_language_is_named_in_english(world: World) -> None:
    doubts = told(world.session, BriefKind.project, "homes", lang="zh").doubts
    (one,) = (doubt for doubt in doubts if doubt.field == Field.territory_name)
    assert (one.about.text, one.about.language, one.record, one.code) == ("Haiti", "en", RecordKind.territory, "HT")


def test_a_milestone_is_named_with_its_project(world: World) -> None:
    overdue(world)
    (one,) = told(world.session, BriefKind.project, "homes").doubts
    assert one.inside is not None
    assert (one.about.text, one.inside.text, one.part) == (
        "Masons chosen",
        "Homes",
        rows(world, m.Milestone)[0].id,
    )


def test_what_a_brief_does_not_tell_of_is_not_checked(world: World) -> None:
    elsewhere = make.project(world.session, "far", title="Far away", visibility=Visibility.public)
    far = make.agreement(world.session, "far-mou", projects=[elsewhere], visibility=Visibility.public)
    assert far.id
    make.finding(world.session, make.assessment(world.session, "as"), effect=Effect.loss)
    for kind in SUBJECTS:
        assert found(world, kind) == {}


def test_an_order_of_the_past_is_not_told_of_silence_that_came_later(world: World) -> None:
    assert found(world, BriefKind.project, today=TODAY) == {}


def test_a_currency_that_was_converted_with_old_rates_is_named_once(world: World) -> None:
    rates = [SimpleNamespace(currency=currency, old=old) for currency, old in (("EUR", 1), ("EUR", 1), ("CAD", 0))]
    brief: Any = SimpleNamespace(lang="en", rates=rates, kind=BriefKind.project)
    doubts = dict.fromkeys(checks_money.old_rates(brief))
    assert [(one.field, one.about.text, one.kind) for one in doubts] == [(Field.rate_day, "EUR", DoubtKind.old_rate)]


def test_each_field_has_a_kind_and_all_have_words() -> None:
    assert set(KINDS) == set(DoubtField)
    assert set(KINDS.values()) == set(DoubtKind)
    assert set(LABELS[DoubtField]) == set(DoubtField)
    assert set(LABELS[DoubtKind]) == set(DoubtKind)
