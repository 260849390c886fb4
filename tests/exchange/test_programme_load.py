"""The programme of 2004 as it stands in the tracker after `tracker load`."""

from typing import TypeVar

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, col, select

from tracker.domain import models as m
from tracker.domain.codes import (
    ActionState,
    AgreementState,
    AmountQualifier,
    FundingCondition,
    Hazard,
    PartnerRole,
    Phase,
    RecordKind,
    Stage,
    StepKind,
    Visibility,
)
from tracker.domain.dates import PartialDate
from tracker.domain.money import Money
from tracker.store import UnitSession

COUNTS = {
    m.Project: 18,
    m.Assessment: 9,
    m.Agreement: 5,
    m.Fund: 4,
    m.Contribution: 9,
    m.ReportedAmount: 11,
    m.Post: 6,
    m.CalendarEvent: 15,
    m.Programme: 4,
    m.ProgrammeMember: 16,
    m.Disaster: 1,
    m.Requirement: 1,
    m.Step: 9,
    m.Undertaking: 5,
}


Row = TypeVar("Row", bound=m.Entity)


def found(session: UnitSession, model: type[Row], kind: str, code: str) -> Row:
    record = session.exec(select(m.Record).where(m.Record.kind == RecordKind(kind), m.Record.code == code)).one()
    return session.get_one(model, record.id)


def project(session: UnitSession, code: str) -> m.Project:
    return found(session, m.Project, "project", code)


def citations(session: UnitSession, row: m.Entity) -> list[m.Citation]:
    return list(session.exec(select(m.Citation).where(m.Citation.record_id == row.id).order_by(col(m.Citation.id))))


def quoted(session: UnitSession, row: m.Entity) -> dict[str | None, m.Citation]:
    return {one.quotation: one for one in citations(session, row) if one.quotation}


def territories(session: UnitSession, link: type[SQLModel], owner: str, row: m.Entity) -> list[str | None]:
    query = select(m.Record.code).where(
        col(m.Record.id).in_(sa.select(link.territory_id).where(getattr(link, owner) == row.id))  # type: ignore[attr-defined]
    )
    return sorted(session.exec(query), key=str)


def reference(session: UnitSession, citation: m.Citation) -> str | None:
    return session.get_one(m.Document, citation.document_id).reference


# ------------------------------------------------------------------------------------------ all of it


@pytest.mark.parametrize(("model", "count"), COUNTS.items(), ids=lambda one: getattr(one, "__name__", str(one)))
def test_every_record_of_the_report_is_in_its_table(
    programme_session: UnitSession, model: type[SQLModel], count: int
) -> None:
    assert programme_session.exec(select(sa.func.count()).select_from(model)).one() == count


def test_all_partners_donors_and_members_are_organisations(programme_session: UnitSession) -> None:
    assert programme_session.exec(select(sa.func.count()).select_from(m.Organisation)).one() == 29
    donors = programme_session.exec(
        select(m.Organisation.name).join(m.Contribution, col(m.Contribution.donor_id) == m.Organisation.id).distinct()
    )
    assert set(donors) == {"Canada", "Italy", "Netherlands", "Norway", "Sweden", "United States of America"}


def test_the_programme_of_2004_is_public(programme_session: UnitSession) -> None:
    loaded = select(m.Record.visibility).where(col(m.Record.code).is_not(None)).distinct()
    assert list(programme_session.exec(loaded)) == [Visibility.public]


def test_every_record_says_where_it_stands_in_its_document(programme_session: UnitSession) -> None:
    cited = select(m.Citation.record_id).where(col(m.Citation.document_id).is_not(None) | m.Citation.added)
    silent = programme_session.exec(
        select(m.Record.code).where(
            col(m.Record.parent_id).is_(None),
            col(m.Record.kind).not_in([RecordKind.territory, RecordKind.document]),
            col(m.Record.id).not_in(cited),
        )
    ).all()
    assert silent == []


def test_a_project_keeps_its_paragraph_note_and_what_was_added(programme_session: UnitSession) -> None:
    first, *others = citations(programme_session, project(programme_session, "caribbean-consultation"))
    assert (reference(programme_session, first), first.paragraph) == ("A/59/198", "40")
    assert first.note == "The eight countries are not named."
    assert [(one.field, one.origin) for one in others if one.added] == [
        ("summary", "tracker's own words"),
        ("summary.zh", "tracker's own words"),
    ]


def test_names_and_summaries_stand_in_chinese_too(programme_session: UnitSession) -> None:
    row = project(programme_session, "kosovo-municipal")
    chinese = (m.Translation.record_id == row.id, m.Translation.language == "zh")
    texts = programme_session.exec(select(m.Translation).where(*chinese)).all()
    assert {(text.field, text.language, text.added) for text in texts} == {
        ("title", "zh", False),
        ("summary", "zh", True),
        ("stage_stated", "zh", False),
        ("place_stated", "zh", True),
    }
    assert {text.text for text in texts if text.field == "title"} == {"科索沃方案"}


def test_parts_belong_to_their_project_and_carry_its_code(programme_session: UnitSession) -> None:
    component = found(programme_session, m.Component, "component", "toolkits/land-manual")
    owner = project(programme_session, "toolkits")
    assert (component.project_id, component.record.parent_id) == (owner.id, owner.id)
    assert (component.stage_stated, component.stage) == ("planned", Stage.proposed)
    assert component.start == PartialDate.parse("2004-09")


def test_partners_keep_their_roles(programme_session: UnitSession) -> None:
    bam = project(programme_session, "bam-transitional-shelter")
    roles = programme_session.exec(select(m.ProjectPartner.role).where(m.ProjectPartner.project_id == bam.id)).all()
    assert roles == [PartnerRole.reviewing]
    joint = found(programme_session, m.Assessment, "assessment", "as-sudan-jam")
    led = select(m.AssessmentParticipant.role).where(m.AssessmentParticipant.assessment_id == joint.id)
    assert sorted(programme_session.exec(led)) == [PartnerRole.lead, PartnerRole.lead, PartnerRole.support]


def test_agreements_are_signed_without_an_end_and_the_first_party_is_the_own_side(
    programme_session: UnitSession,
) -> None:
    for agreement in programme_session.exec(select(m.Agreement)):
        assert (agreement.state, agreement.end) == (AgreementState.signed, None)
    own = programme_session.exec(
        select(m.Organisation.acronym)
        .join(m.AgreementParty, col(m.AgreementParty.organisation_id) == m.Organisation.id)
        .where(m.AgreementParty.own)
    ).all()
    assert own == ["UN-HABITAT"] * 5


def test_an_undertaking_keeps_its_date_and_the_documents_word(programme_session: UnitSession) -> None:
    managers = found(programme_session, m.Undertaking, "undertaking", "mou-undp/managers-33")
    assert (managers.due, managers.state_stated) == (PartialDate.parse("end 2004"), "expected")


def test_surge_follows_from_the_memorandum_with_unhcr(programme_session: UnitSession) -> None:
    surge = project(programme_session, "surge")
    unhcr = found(programme_session, m.Agreement, "agreement", "mou-unhcr")
    links = programme_session.exec(select(m.AgreementProject)).all()
    assert [(link.agreement_id, link.project_id) for link in links] == [(unhcr.id, surge.id)]


def test_what_an_undertaking_led_to_is_kept(programme_session: UnitSession) -> None:
    surge = found(programme_session, m.Undertaking, "undertaking", "mou-unhcr/surge")
    assert (surge.state, surge.done_day, surge.project_id) == (
        ActionState.done,
        None,
        project(programme_session, "surge").id,
    )
    assert found(programme_session, m.Undertaking, "undertaking", "mou-undp/posting").state == ActionState.open


def test_pledges_and_receipts_are_kept_beside_each_contribution(programme_session: UnitSession) -> None:
    canada = found(programme_session, m.Contribution, "contribution", "c-can")
    assert (canada.pledged_minor, canada.received_minor, canada.currency) == (15_000_000_00, None, "CAD")
    sweden = found(programme_session, m.Contribution, "contribution", "c-swe")
    assert (sweden.pledged_minor, sweden.received_minor, sweden.currency) == (None, 275_000_00, "USD")
    step = found(programme_session, m.Step, "step", "c-ca-ita/announced")
    assert (step.kind, step.kind_stated, step.amount_minor) == (StepKind.announced, "intention announced", None)


def test_the_palestinian_funds_target_is_for_words_and_not_for_dates(programme_session: UnitSession) -> None:
    target = found(programme_session, m.Requirement, "requirement", "tf-shsppp/target")
    assert target.amount == Money(5_000_000_00, "USD")
    assert target.period == PartialDate("first two years", None, None)


def test_reported_amounts_keep_qualifier_share_and_whole(programme_session: UnitSession) -> None:
    raised = found(programme_session, m.ReportedAmount, "reported_amount", "o-ca-total")
    assert (raised.amount, raised.qualifier) == (Money(60_000_000_00, "USD"), AmountQualifier.more_than)
    share = found(programme_session, m.ReportedAmount, "reported_amount", "a-gp-concentration")
    assert (share.amount, share.share_percent, share.from_stated) == (None, 60, "four countries (not named)")
    loans = found(programme_session, m.ReportedAmount, "reported_amount", "o-aid-loans")
    whole = found(programme_session, m.ReportedAmount, "reported_amount", "o-aid-total")
    assert loans.part_of_id == whole.id


def test_posts_keep_levels_and_days(programme_session: UnitSession) -> None:
    nairobi = found(programme_session, m.Post, "post", "p-unon")
    assert (nairobi.count, nairobi.count_professional, nairobi.count_local) == (17, 6, 11)
    assert found(programme_session, m.Post, "post", "p-hpm").due == PartialDate.parse("end 2004")
    assert found(programme_session, m.Post, "post", "p-shsppp-coord").on == PartialDate.parse("2004-03-01")


def test_history_says_that_the_file_was_loaded(programme_session: UnitSession) -> None:
    row = project(programme_session, "surge")
    version = programme_session.exec(
        select(m.RowVersion).where(m.RowVersion.entity == "project", m.RowVersion.row_key == str(row.id))
    ).one()
    assert (version.actor, version.why, version.user_id) == (
        "programme file",
        "loaded from programme-2004.yaml",
        None,
    )


# -------------------------------------------------------------------- the traps of the report (facts.md, 10)


def test_the_earthquakes_day_comes_from_elsewhere_and_the_reports_wording_stands_beside_it(
    programme_session: UnitSession,
) -> None:
    bam = found(programme_session, m.Disaster, "disaster", "bam-2003")
    assert (bam.on, bam.hazard, bam.record.added) == (PartialDate.parse("2003-12-26"), Hazard.EQ, True)
    own = citations(programme_session, bam)[0]
    assert own.added
    assert programme_session.get_one(m.Document, own.document_id).kind == "public_record"
    wording = quoted(programme_session, bam)["2004 年伊朗伊斯兰共和国巴姆不幸发生地震之后"]
    assert (wording.field, wording.paragraph, reference(programme_session, wording)) == ("on", "42", "A/59/198")


def test_no_road_is_built_across_the_border(programme_session: UnitSession) -> None:
    row = project(programme_session, "serbia-fyrom-identification")
    assert row.stage == Stage.identified
    assert "most likely cross-border links" in str(quoted(programme_session, row)["修建跨界连接通道"].note)
    titles = programme_session.exec(select(m.Project.title)).all()
    assert [title for title in titles if "road" in title.lower()] == ["Road rehabilitation in southern Sudan"]


def test_the_directorate_stays_where_the_report_puts_it_and_the_doubt_is_shown(programme_session: UnitSession) -> None:
    row = project(programme_session, "housing-property-directorate")
    assert row.place_stated == "Serbia and Montenegro"
    (doubt,) = quoted(programme_session, row).values()
    assert doubt.field == "place_stated"
    assert "UNMIK in Kosovo" in str(doubt.note)


@pytest.mark.parametrize(
    "code", ["caribbean-consultation", "ghana-stability", "haiti-preparatory", "bam-transitional-shelter"]
)
def test_the_word_for_proposal_and_recommendation_is_read_as_a_proposal(
    programme_session: UnitSession, code: str
) -> None:
    row = project(programme_session, code)
    assert row.stage in {Stage.proposed, Stage.under_review}
    assert [one.field for text, one in quoted(programme_session, row).items() if "建议" in str(text)] == [
        "stage_stated"
    ]
    assert programme_session.exec(select(m.Recommendation)).all() == []


def test_regional_methodology_and_local_mechanism_are_one_thing(programme_session: UnitSession) -> None:
    row = project(programme_session, "mozambique-local-consultation")
    assert "the same thing" in str(quoted(programme_session, row)["区域协商方法 / 地方协商机制"].note)


def test_the_mission_to_haiti_assessed_and_kept_no_peace(programme_session: UnitSession) -> None:
    row = found(programme_session, m.Assessment, "assessment", "as-haiti")
    assert row.title == "Interdisciplinary assessment mission"
    assert "not a peacekeeping mission" in str(quoted(programme_session, row)["特派团"].note)


def test_no_project_needs_a_stated_sum(programme_session: UnitSession) -> None:
    owners = programme_session.exec(select(m.Requirement.project_id)).all()
    assert owners == [None]
    assert programme_session.exec(select(m.Allocation)).all() == []


def test_dates_stay_as_precise_as_the_report(programme_session: UnitSession) -> None:
    assert project(programme_session, "croatia-local-government").formulated == PartialDate.parse("end 2003")
    assert project(programme_session, "kosovo-governance-planning").start == PartialDate.parse("early 2004")
    assert project(programme_session, "sids-disaster-management").period == PartialDate.parse("biennium 2004/2005")
    assert project(programme_session, "serbia-fyrom-identification").period == PartialDate.parse("2003")
    review = found(programme_session, m.Assessment, "assessment", "as-africa-gender-review")
    assert review.output_on == PartialDate.parse("end 2003-12")


def test_three_currencies_stand_apart_and_no_rate_joins_them(programme_session: UnitSession) -> None:
    stated = {code for code in programme_session.exec(select(m.Contribution.currency)) if code}
    assert stated == {"CAD", "NOK", "USD"}
    assert programme_session.exec(select(m.Rate)).all() == []


def test_the_phases_of_projects_are_taken_over(programme_session: UnitSession) -> None:
    assert project(programme_session, "bam-transitional-shelter").phase == Phase.reconstruction
    assert project(programme_session, "sudan-south-roads").phase is None


def test_only_mozambique_waits_for_funds(programme_session: UnitSession) -> None:
    waiting = programme_session.exec(select(m.Project).where(col(m.Project.funding_condition).is_not(None))).all()
    assert [row.record.code for row in waiting] == ["mozambique-local-consultation"]
    extension = found(programme_session, m.Milestone, "milestone", "mozambique-local-consultation/extension")
    assert extension.condition == FundingCondition.subject_to_funding


def test_southern_sudan_is_found_under_both_countries(programme_session: UnitSession) -> None:
    row = project(programme_session, "sudan-south-roads")
    assert territories(programme_session, m.ProjectTerritory, "project_id", row) == ["SD", "SS"]
    (why,) = [one.origin for one in citations(programme_session, row) if one.field == "territories"]
    assert "9 July 2011" in str(why)
