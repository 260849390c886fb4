"""What a donor's brief says: what it gave, what that was used for, what is due."""

from collections.abc import Iterator

from tracker.briefs import details, funding, outlays, papers, projects, situation
from tracker.briefs.detail_lines import DonorFacts
from tracker.briefs.frame import frame
from tracker.briefs.kinds import DonorBrief, DueLine, GiftLine, UseLine
from tracker.briefs.reader import Reader, live
from tracker.domain import figures
from tracker.domain.codes import ContributionKind, OrganisationKind, StepKind
from tracker.domain.figures import Ladder
from tracker.domain.models import Contribution, Organisation, Project
from tracker.domain.money import Money


def told(reader: Reader, key: str) -> DonorBrief:
    """Section by section, in the order of the page: sources are numbered as they are first met."""
    scope = reader.scope
    donor = scope.donor
    if donor is None:
        raise ValueError("a donor's brief is about an organisation")
    money = funding.money(reader)
    gifts = tuple(_gift(reader, one) for one in reader.carry("gifts", scope.contributions))
    uses = tuple(_use(reader, one) for one in reader.carry("uses", scope.projects))
    due = tuple(line for one in scope.contributions for line in _due(reader, one))
    paid = outlays.outlays(reader).payments
    agreements = situation.agreements(reader, in_full=True)
    facts = _facts(reader, donor)
    contacts = situation.contacts(reader) if reader.inside else None
    held = papers.papers(reader, donor)
    partner = reader.partner(donor)
    return DonorBrief(
        **frame(reader, key, partner.name),
        donor=partner,
        organisation_kind=donor.kind,
        money=money,
        gifts=gifts,
        count=len(scope.contributions),
        uses=uses,
        agreements=agreements,
        due=tuple(reader.carry("due", due)),
        facts=facts,
        payments=paid,
        contacts=contacts,
        papers=held,
        identifiers=papers.identifiers(reader, donor),
    )


def _facts(reader: Reader, donor: Organisation) -> DonorFacts:
    home = reader.scope.beside.home
    label = reader.scope.labels.get(home.id or 0) if home else None
    told = donor.kind != OrganisationKind.not_stated or label or donor.owner_id or donor.note
    return DonorFacts(
        kind=donor.kind,
        territory=label.listed if label else None,
        owner=details.side(reader, donor.owner_id),
        note=reader.maybe(donor, "note"),
        marks=reader.marks(donor) if told else (),
    )


def _gift(reader: Reader, row: Contribution) -> GiftLine:
    known = {agreement.id: agreement for agreement in reader.scope.agreements}
    agreement = known.get(row.agreement_id)
    return GiftLine(
        kind=row.kind,
        currency=row.currency,
        into=funding.into(reader, row),
        purpose=reader.maybe(row, "purpose"),
        agreement=reader.said(agreement, "title") if agreement else None,
        steps=funding.steps_of(reader, row),
        unallocated=_unallocated(reader, row),
        marks=reader.marks(row),
    )


def _unallocated(reader: Reader, row: Contribution) -> Money | None:
    """What no project has been given yet; None where a part goes to one that the reader may not know of."""
    parts = live(row.allocations)
    known = {project.id for project in reader.scope.projects}
    ladder = funding.ladder_of(reader, row)
    if not row.currency or ladder == Ladder() or any(part.project_id not in known for part in parts):
        return None
    return Money(figures.unallocated(ladder, [part.amount_minor for part in parts]), row.currency)


def _use(reader: Reader, project: Project) -> UseLine:
    """A project with what of this donor's money is allocated to it."""
    found: dict[str, list[int]] = {}
    gifts = []
    for gift in reader.scope.contributions:
        for part in live(gift.allocations):
            if part.project_id == project.id and gift.currency:
                found.setdefault(gift.currency, []).append(part.amount_minor)
                gifts.append(gift)
    amounts = tuple(Money(figures.total(parts) or 0, currency) for currency, parts in sorted(found.items()))
    return UseLine(projects.row(reader, project), amounts, reader.marks(*gifts) if gifts else ())


def _due(reader: Reader, gift: Contribution) -> Iterator[DueLine]:
    """What is promised and has not come, the nearer promise first; without an amount where the source states none."""
    if gift.kind != ContributionKind.money:
        return
    ladder = funding.ladder_of(reader, gift)
    steps = [one for one in live(gift.steps) if not one.on_earliest or one.on_earliest <= reader.today]
    strongest = max((list(StepKind).index(one.kind) for one in steps if one.kind != StepKind.withdrawn), default=None)
    for kind, minor in ((StepKind.committed, ladder.committed), (StepKind.pledged, ladder.pledged)):
        own = [one for one in steps if one.kind == kind]
        unstated = bool(own) and all(one.amount_minor is None for one in own)
        if minor or (unstated and strongest == list(StepKind).index(kind)):
            yield DueLine(
                committed=kind == StepKind.committed,
                amount=Money(minor, gift.currency) if minor and gift.currency else None,
                into=funding.into(reader, gift),
                since=own[-1].on if own else None,
                marks=reader.marks(gift),
            )
