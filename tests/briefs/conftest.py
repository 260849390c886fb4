"""A mission with everything a brief can hold, and what a reader finds in its pages."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from pypdf import PdfReader

from tests import make
from tracker.briefs import collect, render
from tracker.briefs.model import Brief, MissionBrief
from tracker.domain import models as m
from tracker.domain.codes import FundingCondition, Health, RiskLevel, Role, Stage, UpdateState, Visibility
from tracker.domain.money import Money
from tracker.domain.rules import Viewer
from tracker.store import UnitSession

TODAY = date(2026, 11, 23)
COORDINATOR = Viewer(None, Role.coordinator)
VIEWER = Viewer(999, Role.viewer)

Collect = Callable[..., MissionBrief]


@dataclass(frozen=True)
class World:
    """Haiti with a mission going there; all of it public."""

    territory: m.Territory
    mission: m.Mission
    project: m.Project
    report: m.Document


@pytest.fixture
def world(session: UnitSession) -> World:
    return build(session)


@pytest.fixture
def brief_of(session: UnitSession) -> Collect:
    """`brief_of("HT", lang="zh")`: the brief as a coordinator gets it today."""

    def of(key: str, *, lang: str = "en", viewer: Viewer = COORDINATOR, today: date = TODAY) -> MissionBrief:
        session.flush()
        session.expunge_all()
        return collect.mission(session, key, lang=lang, viewer=viewer, today=today)

    return of


def text_of(brief: Brief) -> str:
    """The words of the printed brief, read back, with single spaces."""
    return words(render.pdf(brief).pdf)


def words(pdf: bytes) -> str:
    reader = PdfReader(io.BytesIO(pdf))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def build(session: UnitSession) -> World:
    haiti = make.territory(session, "HT", "Haiti", latitude=18.5, longitude=-72.3)
    make.territory_name(session, haiti, "zh", "海地")
    make.territory_name(session, haiti, "ar", "هايتي")
    report = make.document(session, "Report of the Secretary-General", reference="A/59/198", on="2004-08-03")
    quake = make.disaster(
        session,
        "quake-2026",
        name="Léogâne earthquake",
        territories=[haiti],
        on="2026-01-12",
        visibility=Visibility.public,
    )
    make.citation(
        session, quake, report, "42", quotation="地震之后", quotation_language="zh", note="The year is not given."
    )
    make.impact(session, quake, "deaths", low=900, high=900, on="2004-09-20")
    make.impact(session, quake, "deaths", low=1200, high=1500, on="2004-10")
    make.impact(session, quake, "houses destroyed", low=40000)
    undp = make.organisation(session, "undp", name="United Nations Development Programme", acronym="UNDP")
    canada = make.organisation(session, "canada", name="Canada")
    manager = make.user(session, "Ada Kovač", email="ada@example.org")
    project = make.project(
        session,
        "leogane-homes",
        title="Rebuilding of homes in Léogâne",
        summary="Owners rebuild with trained masons.",
        territories=[haiti],
        disasters=[quake],
        managers=[manager],
        partners=[undp],
        place_stated="Léogâne",
        stage_stated="started",
        start="early 2026",
        end="2027-06",
        visibility=Visibility.public,
    )
    make.citation(session, project, report, "42")
    make.component(session, project, "Masons' training", stage=Stage.under_way)
    make.milestone(
        session, project, "First homes handed over", due="2026-12", condition=FundingCondition.subject_to_funding
    )
    make.risk(
        session,
        project,
        "Rains come early",
        likelihood=RiskLevel.high,
        impact=RiskLevel.high,
        response="Order tarpaulins",
    )
    make.update(
        session,
        project,
        manager,
        health=Health.at_risk,
        happened="Forty homes stand.",
        as_of=date(2026, 11, 1),
        visibility=Visibility.public,
    )
    make.update(
        session, project, manager, state=UpdateState.draft, happened="Not for anybody yet", as_of=date(2026, 11, 20)
    )
    requirement = make.requirement(session, project, Money.of(8_000_000, "USD"), period="2026")
    make.citation(session, requirement, report, "56")
    gift = make.contribution(
        session,
        canada,
        "c-canada",
        currency="USD",
        steps=[("pledged", 500_000_000), ("committed", 300_000_000), ("received", 120_000_000, "2026-05")],
        visibility=Visibility.public,
    )
    make.allocation(session, gift, project, 400_000_000)
    make.agreement(
        session,
        "mou-undp",
        title="Memorandum of understanding with UNDP",
        parties=[undp],
        projects=[project],
        signed="2026-02",
        end="2027-12-31",
        visibility=Visibility.public,
    )
    assessment = make.assessment(
        session,
        "as-leogane",
        title="Joint needs assessment",
        territories=[haiti],
        participants=[undp],
        on="2026-02",
        visibility=Visibility.public,
    )
    make.recommendation(session, assessment, "Rebuild the school", due_day=date(2027, 1, 15), addressee_id=canada.id)
    make.person(
        session,
        "Maria Pires",
        title="Focal point",
        organisation_id=undp.id,
        email="maria@example.org",
        visibility=Visibility.public,
    )
    mission = make.mission(
        session,
        "haiti-december",
        title="Mission to Léogâne",
        purpose="See the homes and agree on the second phase.",
        territories=[haiti],
        members=[manager],
        points_to_raise="Land titles\nCement prices",
        requests="A plot for the masons' school",
        counterparts="Ministry of Planning",
        sensitivities="Elections in January",
        security_focal_point="J. Pierre, +509 1234",
        programme_id=None,
        visibility=Visibility.public,
    )
    return World(haiti, mission, project, report)
