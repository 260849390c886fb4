"""What a project's brief says."""

from tracker.briefs import funding, outlays, papers, projects, situation
from tracker.briefs.frame import frame
from tracker.briefs.kinds import ProjectBrief
from tracker.briefs.reader import Reader


def told(reader: Reader, key: str) -> ProjectBrief:
    """Section by section, in the order of the page: sources are numbered as they are first met."""
    scope = reader.scope
    (row,) = scope.projects
    disasters = tuple(situation.disaster(reader, one) for one in scope.disasters)
    block = projects.block(reader, row)
    milestones = projects.all_milestones(reader, row)
    earlier = [projects.reported(reader, one) for one in scope.earlier.get(row.id or 0, ())]
    delivered = outlays.deliveries(reader)
    money = funding.money(reader)
    contributions = funding.contributions(reader)
    spent = outlays.outlays(reader)
    agreements = situation.agreements(reader, in_full=True)
    assessments = situation.assessments(reader, in_full=True)
    risks = projects.risks(reader, closed=True) if reader.inside else None
    actions = projects.actions(reader) if reader.inside else None
    contacts = situation.contacts(reader) if reader.inside else None
    dates = situation.dates(reader)
    held = papers.papers(reader, row)
    return ProjectBrief(
        **frame(reader, key, block.title, situation.drawn(reader)),
        project=block,
        programme=reader.said(scope.programme, "name") if scope.programme else None,
        places=tuple(reader.said(place, "name") for place in scope.places),
        disasters=disasters,
        milestones=milestones,
        earlier=tuple(one for one in earlier if one),
        agreements=agreements,
        partners=projects.partners([block]),
        money=money,
        contributions=contributions,
        assessments=assessments,
        open_recommendations=situation.open_recommendations(reader),
        dates=dates,
        risks=risks,
        actions=actions,
        contacts=contacts,
        deliveries=delivered,
        outlays=spent,
        papers=held,
        identifiers=papers.identifiers(reader, row),
    )
