"""What a programme's brief says: its projects at a glance, its money, what is open and what is ahead."""

from collections import Counter

from tracker.briefs import funding, outlays, papers, programme_facts, projects, situation
from tracker.briefs.frame import frame
from tracker.briefs.kinds import PortfolioBrief, Sheet
from tracker.briefs.model import AgreementLine
from tracker.briefs.reader import Reader
from tracker.domain.codes import AGREEMENT_STATES_IN_FORCE, Health, Stage
from tracker.domain.models import Project


def told(reader: Reader, key: str, *, full: bool) -> PortfolioBrief:
    """Section by section, in the order of the page: sources are numbered as they are first met."""
    scope = reader.scope
    programme = scope.programme
    if programme is None:
        raise ValueError("a portfolio's brief is about a programme")
    stages = Counter(project.stage for project in scope.projects)
    healths = Counter(projects.health(reader, project) for project in scope.projects)
    ordered = sorted(scope.projects, key=lambda one: (reader.said(one, "title").text.casefold(), one.id or 0))
    rows = tuple(projects.row(reader, one) for one in reader.carry("projects", ordered))
    facts = programme_facts.facts(reader, programme)
    money = funding.money(reader)
    contributions = funding.contributions(reader)
    spent = outlays.outlays(reader, of_funds=True)
    agreements = situation.agreements(reader)
    recommendations = situation.open_lines(reader)
    silent = projects.silent(reader)
    dates = situation.dates(reader)
    held = papers.papers(reader, programme)
    sheets = tuple(_sheet(reader, one) for one in reader.carry("sheets", ordered)) if full else ()
    return PortfolioBrief(
        **frame(reader, key, reader.said(programme, "name")),
        acronym=programme.acronym,
        summary=reader.maybe(programme, "summary"),
        purpose=reader.maybe(programme, "purpose"),
        mandate=reader.maybe(programme, "mandate"),
        count=len(scope.projects),
        under_way=stages[Stage.under_way],
        stages=tuple((stage, stages[stage]) for stage in Stage if stages[stage]),
        healths=tuple((health, healths[health]) for health in Health if healths[health]),
        rows=rows,
        money=money,
        contributions=contributions,
        agreements=_ending(reader, agreements),
        undated=sum(one.end is None and one.state in AGREEMENT_STATES_IN_FORCE for one in agreements),
        recommendations=recommendations,
        open_recommendations=situation.open_recommendations(reader),
        silent=silent,
        silent_count=next((cut.all for cut in reader.cut if cut.section == "silent"), len(silent)),
        dates=dates,
        sheets=sheets,
        facts=facts,
        outlays=spent,
        papers=held,
        identifiers=papers.identifiers(reader, programme),
    )


def _ending(reader: Reader, found: tuple[AgreementLine, ...]) -> tuple[AgreementLine, ...]:
    """Agreements in force whose end is still to come, the soonest first."""
    in_force = [agreement for agreement in found if agreement.state in AGREEMENT_STATES_IN_FORCE]
    ahead = [agreement for agreement in in_force if reader.to_come(agreement.end)]
    return tuple(sorted(ahead, key=lambda agreement: str(agreement.end.earliest if agreement.end else "")))


def _sheet(reader: Reader, project: Project) -> Sheet:
    return Sheet(
        project=projects.block(reader, project),
        milestones=projects.all_milestones(reader, project),
        money=funding.money_of(reader, project),
    )
