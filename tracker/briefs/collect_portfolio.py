"""What the brief of a programme or a selection says: projects at a glance, their money, what is open, what is ahead."""

from collections import Counter
from typing import Any

from tracker.briefs import funding, outlays, papers, programme_facts, projects, situation, world_marks
from tracker.briefs.frame import frame
from tracker.briefs.kinds import PortfolioBrief, Sheet
from tracker.briefs.locator import world
from tracker.briefs.model import AgreementLine, WorldDot, WorldMap
from tracker.briefs.reader import Reader
from tracker.briefs.selection import words
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import AGREEMENT_STATES_IN_FORCE, N_, Health, Stage, worst_of
from tracker.domain.models import Project
from tracker.domain.queries.texts import Said
from tracker.language import translator


def told(reader: Reader, order: BriefOrder) -> PortfolioBrief:
    """Section by section, in the order of the page: sources are numbered as they are first met."""
    scope = reader.scope
    stages = Counter(project.stage for project in scope.projects)
    healths = Counter(projects.health(reader, project) for project in scope.projects)
    ordered = sorted(scope.projects, key=lambda one: reader.order_of(one, "title"))
    rows = tuple(projects.row(reader, one) for one in reader.carry("projects", ordered))
    programme = scope.programme
    facts = programme_facts.facts(reader, programme) if programme else None
    money = funding.money(reader)
    contributions = funding.contributions(reader)
    spent = outlays.outlays(reader, of_funds=True)
    agreements = tuple(situation.agreement(reader, one) for one in scope.agreements)
    ending = reader.carry("agreements", _ending(reader, agreements))
    recommendations = situation.open_lines(reader)
    silent = projects.silent(reader)
    dates = situation.dates(reader)
    held = papers.papers(reader, programme) if programme else ()
    sheets = tuple(_sheet(reader, one) for one in reader.carry("sheets", ordered)) if order.full else ()
    return PortfolioBrief(
        **frame(reader, order.key, _title(reader)),
        **_about(reader),
        selection=order.selection,
        filters=words(scope.selected, reader.lang),
        count=len(scope.projects),
        under_way=stages[Stage.under_way],
        stages=tuple((stage, stages[stage]) for stage in Stage if stages[stage]),
        healths=tuple((health, healths[health]) for health in Health if healths[health]),
        rows=rows,
        money=money,
        contributions=contributions,
        agreements=tuple(ending),
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
        identifiers=papers.identifiers(reader, programme) if programme else (),
        world=None if sheets else _world(reader),
    )


def _title(reader: Reader) -> Said:
    if reader.scope.programme:
        return reader.said(reader.scope.programme, "name")
    title = N_("Selected projects") if reader.scope.selected else N_("All projects")
    return Said(translator(reader.lang)(title), reader.lang)


def _about(reader: Reader) -> dict[str, Any]:
    """What a programme says of itself."""
    programme = reader.scope.programme
    if programme is None:
        return dict.fromkeys(("acronym", "summary", "purpose", "mandate"))
    texts = {name: reader.maybe(programme, name) for name in ("summary", "purpose", "mandate")}
    return {"acronym": programme.acronym, **texts}


def _ending(reader: Reader, found: tuple[AgreementLine, ...]) -> tuple[AgreementLine, ...]:
    """Agreements in force whose end is still to come, the soonest first."""
    in_force = [agreement for agreement in found if agreement.state in AGREEMENT_STATES_IN_FORCE]
    ahead = [agreement for agreement in in_force if reader.to_come(agreement.end)]
    return tuple(sorted(ahead, key=lambda agreement: str(agreement.end.earliest if agreement.end else "")))


def _world(reader: Reader) -> WorldMap | None:
    """The territories of the projects, as the map on the pages draws them."""
    healths: dict[tuple[float, float], list[Health]] = {}
    for project in reader.scope.projects:
        for one in project.territories:
            if one.longitude is not None and one.latitude is not None:
                spot = world_marks.at(one.longitude, one.latitude)
                healths.setdefault(spot, []).append(projects.health(reader, project))
    most = max(map(len, healths.values()), default=0)
    dots = [WorldDot(*spot, world_marks.radius(len(some), most), worst_of(some)) for spot, some in healths.items()]
    ordered = tuple(sorted(dots, key=lambda dot: (-dot.r, dot.x, dot.y)))
    return WorldMap(world().view_box, ordered) if dots else None


def _sheet(reader: Reader, project: Project) -> Sheet:
    return Sheet(
        project=projects.block(reader, project),
        milestones=projects.all_milestones(reader, project, f"milestones/{project.record.code}"),
        money=funding.money_of(reader, project),
    )
