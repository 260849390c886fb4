"""One record of each kind with every field filled, tied to one another."""

from datetime import UTC, date, datetime

from sqlmodel import SQLModel

from tests import make
from tests.briefs.fields import Filler
from tests.briefs.told_where import BRIEF_OF, unsaid
from tracker.domain import models as m
from tracker.domain.codes import (
    AmountNature,
    ContributionKind,
    Health,
    RecommendationState,
    ReviewState,
    StepKind,
    Visibility,
)
from tracker.domain.dates import PartialDate
from tracker.domain.money import Money
from tracker.store import UnitSession


class Built:
    """All records, filled and tied to one another; all of it public."""

    def __init__(self, session: UnitSession) -> None:
        self.session, self.filler = session, Filler()
        self.haiti = make.territory(session)
        self.manager = make.user(session, "Manager Mira")
        self.funds_and_programme()
        self.the_project()
        self.its_parts()
        self.the_agreement()
        self.the_assessment()
        self.the_donor()
        self.the_papers()
        self.the_programme()
        self.the_mission()
        self.the_review()
        session.flush()

    def fill(self, row: SQLModel, /, **fixed: object) -> None:
        self.filler.fill(row, BRIEF_OF[type(row)], unsaid, **fixed)
        self.session.flush()

    def side(self, name: str) -> m.Organisation:
        return make.organisation(self.session, name=name)

    def funds_and_programme(self) -> None:
        self.fund = make.fund(self.session, visibility=Visibility.public)
        self.fill(self.fund)
        self.programme = make.programme(self.session, "recovery", fund_id=self.fund.id, visibility=Visibility.public)
        self.fill(self.programme)

    def the_project(self) -> None:
        s = self.session
        self.place = make.place(s, territory=self.haiti, visibility=Visibility.public)
        self.fill(self.place)
        self.quake = make.disaster(s, territories=[self.haiti], visibility=Visibility.public)
        self.fill(self.quake)
        struck = make.place(s, "Struck place", visibility=Visibility.public)
        s.add(m.DisasterPlace(disaster_id=self.quake.id or 0, place_id=struck.id or 0))
        self.fill(make.impact(s, self.quake))
        self.project = make.project(
            s, "filled", territories=[self.haiti], disasters=[self.quake], managers=[self.manager],
            partners=[self.side("Working side")], programme_id=self.programme.id, visibility=Visibility.public,
        )  # fmt: skip
        self.fill(self.project, health=Health.off_track)
        s.add(m.ProjectPlace(project_id=self.project.id or 0, place_id=self.place.id or 0))

    def its_parts(self) -> None:
        s, project = self.session, self.project
        self.fill(make.objective(s, project))
        component = make.component(s, project)
        self.fill(component)
        builder = self.side("Building side")
        s.add(m.ComponentPartner(component_id=component.id or 0, organisation_id=builder.id or 0))
        self.milestone = make.milestone(s, project, confirmed_at=datetime(2026, 1, 1, tzinfo=UTC))
        self.fill(self.milestone)
        self.fill(make.risk(s, project))
        self.fill(make.action_point(s, project, owner_id=make.user(s, "Owner Olga").id))
        make.update(s, project, self.manager, health=Health.off_track, visibility=Visibility.public)
        self.fill(make.update(s, project, make.user(s, "Author Anna"), visibility=Visibility.public))
        self.fill(make.requirement(s, project, None))
        spent = m.Expenditure(project_id=project.id, ledger="x", closed_day=date(2005, 1, 1))
        self.fill(make.part(s, spent, project))

    def the_agreement(self) -> None:
        s = self.session
        partner = self.side("Agreeing side")
        self.deal = make.agreement(s, parties=[partner], projects=[self.project], visibility=Visibility.public)
        self.deal.state_document_id = make.document(s, "Paper of the state").id
        self.fill(self.deal)
        self.fill(make.signature(s, self.deal, self.side("Signing side")))
        promise = make.undertaking(s, self.deal, project_id=self.project.id)
        promise.organisation_id = self.side("Promising side").id
        self.fill(promise)
        change = make.amendment(s, self.deal, document_id=make.document(s, "Paper of the amendment").id)
        self.fill(change, number=3)

    def the_assessment(self) -> None:
        s = self.session
        self.study = make.assessment(
            s, participants=[self.side("Assessing side")], project_id=self.project.id, visibility=Visibility.public
        )
        self.fill(self.study)
        self.fill(make.finding(s, self.study, place_id=self.place.id))
        make.recommendation(s, self.study, addressee_id=self.side("Asked side").id)
        asked = make.recommendation(s, self.study, project_id=self.project.id, milestone_id=self.milestone.id)
        self.fill(asked, state=RecommendationState.project)
        self.fill(make.delivery(s, self.project, answering=asked))

    def the_donor(self) -> None:
        s = self.session
        owner = self.side("Owning side")
        self.donor = make.organisation(s, "giver", owner_id=owner.id, territory_id=self.haiti.id)
        self.fill(self.donor)
        self.fill(make.person(s, organisation_id=self.donor.id, visibility=Visibility.public))
        deal = make.agreement(s, title="Deal with the donor", visibility=Visibility.public)
        gift = make.contribution(
            s, self.donor, fund_id=self.fund.id, agreement_id=deal.id, visibility=Visibility.public
        )
        self.fill(gift, currency="CHF", kind=ContributionKind.in_kind)
        step = make.step(s, gift, StepKind.withdrawn, 1)
        self.fill(step, kind=StepKind.withdrawn, takes_back=StepKind.announced)
        self.fill(make.allocation(s, gift, self.project, 1))
        make.contribution(
            s, self.donor, currency="CAD", steps=[("received", 900_00, "2005-06-15")], visibility=Visibility.public
        )
        rate = make.rate(s, currency="CAD", day=date(2005, 6, 1), units="1.4", origin="x")
        self.fill(rate, currency="CAD", day=date(2005, 6, 1))
        paid = make.payment(s, self.side("Paid side"), date(2005, 1, 1), Money(1, "CHF"))
        paid.agreement_id, paid.contribution_id = self.deal.id, gift.id
        self.fill(paid)

    def the_papers(self) -> None:
        s = self.session
        paper = make.document(s)
        self.fill(paper, language="fr", original_language="ru")
        s.add(m.DocumentLink(document_id=paper.id or 0, record_id=self.project.id or 0))
        self.fill(make.citation(s, self.project, paper))
        by_word = m.Citation(record_id=self.quake.id or 0)
        s.add(by_word)
        self.fill(by_word, paragraph=None)
        called = m.OutsideIdentifier(record_id=self.project.id or 0, system="x", value="x")
        s.add(called)
        self.fill(called)

    def the_programme(self) -> None:
        s, own = self.session, self.programme
        s.add(m.ProgrammeTerritory(programme_id=own.id or 0, territory_id=self.haiti.id or 0))
        for organisation in (None, self.side("Member side")):
            member = make.part(s, m.ProgrammeMember(programme_id=own.id or 0), own)
            member.organisation_id = organisation.id if organisation else None
            if organisation is None:
                self.fill(member)
        self.deal.programme_id = own.id
        self.fill(make.part(s, m.Post(programme_id=own.id, agreement_id=self.deal.id), own))
        self.fill(make.event(s, programme_id=own.id, visibility=Visibility.public), on=PartialDate.parse("2031-07-09"))
        amount = m.ReportedAmount(text="x", nature=AmountNature.planned_grants, programme_id=own.id)
        self.fill(make.part(s, amount, own))

    def the_mission(self) -> None:
        mission = make.mission(self.session, "going", territories=[self.haiti], members=[self.manager])
        self.fill(mission, start_day=date(2027, 5, 3), end_day=date(2028, 6, 2))

    def the_review(self) -> None:
        s = self.session
        before = make.review(s, held_day=date(2025, 3, 5), projects=[self.project])
        closer = make.user(s, "Closer Clara")
        held = make.review(s, "held", projects=[self.project], former_id=before.id)
        self.fill(held, closed_at=datetime(2026, 2, 3, 4, tzinfo=UTC))
        held.state, held.closed_by_id, held.selection = ReviewState.closed, closer.id, "archived=no"
        self.fill(make.decision(s, held, project=self.project))
