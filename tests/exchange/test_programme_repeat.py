"""Loading a programme file again: nothing doubles, what changed is followed, what a person wrote is kept."""

import re
import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import SQLModel, col, select

from tests.exchange.test_programme_load import citations, found, project
from tests.web.client import acting
from tracker.domain import history
from tracker.domain import models as m
from tracker.domain.codes import ReportingPeriod, Stage, Visibility
from tracker.exchange import programme
from tracker.exchange.programme_report import Report
from tracker.files import PROGRAMME_FILE
from tracker.store import UnitSession, make_engine


@pytest.fixture
def session(programme_url: str, clock: time_machine.Traveller) -> Generator[UnitSession]:
    engine = make_engine(programme_url)
    with acting(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    for path in PROGRAMME_FILE.parent.glob("programme-2004*.yaml"):
        shutil.copy(path, tmp_path)
    return tmp_path / PROGRAMME_FILE.name


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{text.count(old)} × {old}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def drop(file: Path, section: str, code: str) -> None:
    """Take a record, the last lines of which are indented, out of the file and out of those with its texts."""
    text = file.read_text(encoding="utf-8")
    before, after = text.split(f"\n{section}:\n", 1)
    kept = re.sub(rf"  - id: {code}\n(    .*\n)+", "", after, count=1)
    assert kept != after
    file.write_text(f"{before}\n{section}:\n{kept}", encoding="utf-8")
    for texts in file.parent.glob(f"{file.stem}.*.yaml"):
        said = texts.read_text(encoding="utf-8")
        texts.write_text(re.sub(rf"\n  {code}:\n(    .*\n)+", "\n", said, count=1), encoding="utf-8")


def load(session: UnitSession, file: Path = PROGRAMME_FILE) -> Report:
    report = programme.load(session, file)
    session.commit()
    return report


def by_a_person(session: UnitSession, row: SQLModel, **changes: object) -> None:
    history.acting(session, user_id=None, name="Amina Manager", why="")
    for name, value in changes.items():
        setattr(row, name, value)
    session.add(row)
    session.commit()


def removed_by_a_person(session: UnitSession, row: SQLModel) -> None:
    history.acting(session, user_id=None, name="Amina Manager", why="")
    session.delete(row)
    session.commit()


def versions(session: UnitSession) -> int:
    return session.exec(select(sa.func.count()).select_from(m.RowVersion)).one()


def kept(report: Report) -> list[str]:
    return [str(line) for line in report.kept]


def test_the_same_file_again_changes_nothing(session: UnitSession) -> None:
    before = versions(session)
    report = load(session)
    assert (versions(session), report.changed, report.kept, report.gone) == (before, False, [], [])
    assert "projects: 0 added, 0 updated, 18 unchanged" in report.lines()


def test_loading_leaves_who_acts_as_it_was(session: UnitSession) -> None:
    history.acting(session, user_id=None, name="Amina Manager", why="tidying")
    load(session)
    assert (session.info["actor"], session.info["why"]) == ("Amina Manager", "tidying")


def test_what_changed_in_the_file_is_followed(session: UnitSession, file: Path) -> None:
    edit(file, "formulated: end 2003", "formulated: early 2004")
    before = versions(session)
    report = load(session, file)
    assert str(project(session, "croatia-local-government").formulated_stated) == "early 2004"
    assert (report.sections["projects"].updated, versions(session)) == (1, before + 1)


def test_how_often_projects_report_may_stand_in_the_file(session: UnitSession, file: Path) -> None:
    dmp = session.scalars(select(m.Programme).where(m.Programme.acronym == "DMP")).one()
    assert (dmp.reporting, dmp.reporting_days) == (None, 10), "the report of 2004 asks for none"
    edit(file, "acronym: DMP\n", "acronym: DMP\n    reporting: quarter\n    reporting_days: 20\n")
    load(session, file)
    assert (dmp.reporting, dmp.reporting_days) == (ReportingPeriod.quarter, 20)


def test_what_the_file_no_longer_states_is_emptied(session: UnitSession, file: Path) -> None:
    edit(file, "    formulated: end 2003\n", "")
    load(session, file)
    assert project(session, "croatia-local-government").formulated is None


def test_a_new_record_and_a_new_part_are_added(session: UnitSession, file: Path) -> None:
    edit(file, "      - {id: livelihoods, ", "      - {id: training, title: Training}\n      - {id: livelihoods, ")
    report = load(session, file)
    row = project(session, "ghana-stability")
    parts = session.exec(
        select(m.Component).where(m.Component.project_id == row.id).order_by(col(m.Component.position))
    )
    assert [part.record.code for part in parts] == [
        "ghana-stability/land",
        "ghana-stability/governance",
        "ghana-stability/training",
        "ghana-stability/livelihoods",
    ]
    assert report.sections["projects"].updated == 1


def test_a_field_that_a_person_changed_is_kept_and_reported(session: UnitSession, file: Path) -> None:
    by_a_person(session, project(session, "surge"), title="Surge fund")
    edit(file, "title: UN-HABITAT surge funding mechanism", "title: Surge funding mechanism of UN-HABITAT")
    report = load(session, file)
    assert project(session, "surge").title == "Surge fund"
    assert kept(report) == [
        (
            "projects · surge · title: kept what Amina Manager wrote on 23 November 2026;"
            " the file says “Surge funding mechanism of UN-HABITAT”"
        )
    ]


def test_a_kept_field_is_kept_by_every_later_load(session: UnitSession, file: Path) -> None:
    by_a_person(session, project(session, "surge"), title="Surge fund")
    edit(file, "    stage_stated: established\n", "    stage_stated: set up\n")
    load(session, file)
    report = load(session, file)
    assert (project(session, "surge").title, project(session, "surge").stage_stated) == ("Surge fund", "set up")
    assert len(report.kept) == 1


def test_other_fields_of_a_record_that_a_person_changed_follow_the_file(session: UnitSession, file: Path) -> None:
    by_a_person(session, project(session, "surge"), stage=Stage.completed)
    edit(file, "title: UN-HABITAT surge funding mechanism", "title: Surge funding mechanism")
    report = load(session, file)
    row = project(session, "surge")
    assert (row.title, row.stage) == ("Surge funding mechanism", Stage.completed)
    assert [line.split(":")[0] for line in kept(report)] == ["projects · surge · stage"]


def test_what_a_person_emptied_stays_empty(session: UnitSession) -> None:
    by_a_person(session, project(session, "haiti-preparatory"), next_step=None)
    report = load(session)
    assert project(session, "haiti-preparatory").next_step is None
    assert len(report.kept) == 1


def test_a_change_that_a_person_took_back_follows_the_file_again(session: UnitSession, file: Path) -> None:
    row = project(session, "surge")
    by_a_person(session, row, title="Surge fund")
    by_a_person(session, row, title="UN-HABITAT surge funding mechanism")
    edit(file, "title: UN-HABITAT surge funding mechanism", "title: Surge funding mechanism")
    report = load(session, file)
    assert (project(session, "surge").title, report.kept) == ("Surge funding mechanism", [])


def test_a_person_and_the_file_that_agree_are_not_reported(session: UnitSession, file: Path) -> None:
    by_a_person(session, project(session, "surge"), title="Surge fund")
    edit(file, "title: UN-HABITAT surge funding mechanism", "title: Surge fund")
    assert load(session, file).kept == []


def test_a_date_is_kept_or_followed_as_a_whole(session: UnitSession, file: Path) -> None:
    row = project(session, "croatia-local-government")
    by_a_person(session, row, formulated_latest=None)
    report = load(session)
    assert row.formulated_latest is None
    assert [line.split(":")[0] for line in kept(report)] == ["projects · croatia-local-government · formulated"]


def test_the_visibility_that_a_person_gave_is_kept(session: UnitSession) -> None:
    by_a_person(session, project(session, "surge").record, visibility=Visibility.confidential)
    report = load(session)
    assert project(session, "surge").record.visibility == Visibility.confidential
    assert [line.split(":")[0] for line in kept(report)] == ["projects · surge · visibility"]


def test_a_link_that_left_the_file_goes_and_a_new_one_comes(session: UnitSession, file: Path) -> None:
    edit(
        file,
        "partners: [{organisation: framework-team, role: partner}]",
        "partners: [{organisation: undp, role: lead}]",
    )
    load(session, file)
    row = project(session, "ghana-stability")
    links = session.exec(select(m.ProjectPartner).where(m.ProjectPartner.project_id == row.id)).all()
    undp = found(session, m.Organisation, "organisation", "undp")
    assert [(link.organisation_id, link.role) for link in links] == [(undp.id, "lead")]


def test_a_link_that_a_person_made_stays_and_one_that_a_person_removed_stays_away(session: UnitSession) -> None:
    row = project(session, "ghana-stability")
    theirs = session.exec(select(m.ProjectPartner).where(m.ProjectPartner.project_id == row.id)).one()
    removed_by_a_person(session, theirs)
    undp = found(session, m.Organisation, "organisation", "undp")
    by_a_person(session, m.ProjectPartner(project_id=row.id or 0, organisation_id=undp.id or 0))
    report = load(session)
    links = session.exec(select(m.ProjectPartner.organisation_id).where(m.ProjectPartner.project_id == row.id)).all()
    assert links == [undp.id]
    assert kept(report) == [
        (
            "projects · ghana-stability · partners: left away, as Amina Manager removed it on 23 November 2026;"
            " the file still has “framework-team”"
        )
    ]


def test_an_agreement_that_left_a_project_is_unlinked(session: UnitSession, file: Path) -> None:
    edit(file, "    agreement: mou-unhcr\n", "")
    load(session, file)
    assert session.exec(select(m.AgreementProject)).all() == []


def test_a_translation_follows_the_file_and_a_persons_is_kept(session: UnitSession, file: Path) -> None:
    row = project(session, "surge")
    of_it = m.Translation.record_id == row.id
    texts = {(one.field, one.language): one for one in session.exec(select(m.Translation).where(of_it))}
    by_a_person(session, texts["title", "zh"], text="激增基金")
    by_a_person(session, m.Translation(record_id=row.id or 0, field="next_step", language="fr", text="Fonds"))
    edit(file, "stage_stated: {zh: 已设立}", "stage_stated: {zh: 设立}")
    report = load(session, file)
    others = col(m.Translation.field).not_in(["summary", "place_stated"])
    now = session.exec(select(m.Translation).where(of_it, others)).all()
    assert {(text.field, text.language): text.text for text in now if text.language in {"zh", "fr"}} == {
        ("title", "zh"): "激增基金",
        ("title", "fr"): texts["title", "fr"].text,
        ("next_step", "fr"): "Fonds",
        ("stage_stated", "fr"): texts["stage_stated", "fr"].text,
        ("stage_stated", "zh"): "设立",
    }
    assert [line.split(":")[0] for line in kept(report)] == ["projects · surge · texts.title.zh"]


def test_a_translation_names_the_version_that_it_was_made_from(session: UnitSession, file: Path) -> None:
    edit(file, "    stage_stated: established\n", "    stage_stated: set up\n")
    edit(file, "stage_stated: {zh: 已设立}", "stage_stated: {zh: 设立}")
    load(session, file)
    row = project(session, "surge")
    text = session.exec(
        select(m.Translation).where(
            m.Translation.record_id == row.id, m.Translation.field == "stage_stated", m.Translation.language == "zh"
        )
    ).one()
    assert (text.source_version, row.version) == (2, 2)


def test_a_source_follows_the_file_and_a_persons_correction_is_kept(session: UnitSession, file: Path) -> None:
    somalia, haiti = project(session, "somalia-gender-governance"), project(session, "haiti-preparatory")
    (doubt,) = [one for one in citations(session, somalia) if one.quotation]
    by_a_person(session, doubt, quotation="设在当地", note="A note of our own")
    edit(file, "donors are consulted on it, so it is read as a proposal", "donors are consulted on it, so it is a plan")
    edit(file, "The programme is not named", "Nobody names the programme")
    report = load(session, file)
    (doubt,) = [one for one in citations(session, somalia) if one.quotation]
    assert (doubt.quotation, doubt.note) == ("设在当地", "A note of our own")
    assert [line.split(":")[0] for line in kept(report)] == ["projects · somalia-gender-governance · quotations"]
    (read,) = [one for one in citations(session, haiti) if one.quotation]
    assert str(read.note).endswith("so it is a plan.")


def test_a_record_that_left_the_file_is_left_alone_and_reported(session: UnitSession, file: Path) -> None:
    drop(file, "projects", "isdr-urban-risk")
    edit(file, "    project: isdr-urban-risk\n", "")
    report = load(session, file)
    assert project(session, "isdr-urban-risk").title.startswith("Substantive consultations")
    assert report.gone == ["project · isdr-urban-risk"]
    assert report.lines()[-1] == "project · isdr-urban-risk: no longer in programme-2004.yaml; left as it is"


def test_positions_follow_a_changed_step(session: UnitSession, file: Path) -> None:
    edit(file, "stated: contributed, amount: 275000", "stated: contributed, amount: 300000")
    load(session, file)
    assert found(session, m.Contribution, "contribution", "c-swe").received_minor == 300_000_00
