"""Making and changing contributions: the line of money itself, its steps, the parts of it that go to projects.

Whoever changes steps or allocations holds the contribution's row first, so that two at once cannot allocate the same
money: the second waits, and reads what the first has left.
"""

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from tracker.domain import figures, warnings
from tracker.domain.actions import citations, parts
from tracker.domain.actions.funding import keep_position
from tracker.domain.actions.records import add_record, free_code, show_to
from tracker.domain.codes import N_, RecordKind, StepKind
from tracker.domain.drafts.funding import AllocationDraft, ContributionDraft, NewContributionDraft, StepDraft
from tracker.domain.errors import Clash, Problem, Refused
from tracker.domain.models import Allocation, Contribution, Fund, Organisation, Programme, Step
from tracker.domain.money import Money
from tracker.domain.queries import contribution_parts as queries
from tracker.domain.queries import positions

COLUMNS = ("donor_id", "kind", "fund_id", "programme_id", "agreement_id", "purpose", "currency")


def create(session: Session, *, draft: NewContributionDraft, language: str = "en") -> Contribution:
    """Record a contribution, with its first step where the draft has one; its code is made from donor and purpose."""
    record = add_record(
        session,
        kind=RecordKind.contribution,
        code=free_code(session, RecordKind.contribution, _title(session, draft)),
        visibility=draft.visibility,
        language=language,
    )
    contribution = Contribution(record=record, donor_id=draft.donor_id)
    _fill(contribution, draft)
    session.add(contribution)
    session.flush()
    citations.cite(session, contribution.id or 0, draft)
    if draft.step:
        parts.add(session, STEP, owner=contribution, draft=draft.step, language=language)
    session.flush()
    return contribution


def edit(
    session: Session, *, contribution: Contribution, draft: ContributionDraft, version: int | None
) -> Contribution:
    """Change a contribution. Raises Clash when somebody saved it since `version`; Refused where its currency may not go."""
    contribution = queries.hold(session, contribution.id or 0)
    if version != contribution.version:
        raise Clash(contribution.version)
    _keep_currency(session, contribution, draft)
    _fill(contribution, draft)
    opened = show_to(session, contribution.record, draft.visibility)
    if citations.cite(session, contribution.id or 0, draft) or opened:
        flag_modified(contribution, "changed_at")  # these stand in rows of their own
    session.flush()
    return contribution


def _title(session: Session, draft: ContributionDraft) -> str:
    donor = session.get(Organisation, draft.donor_id)
    fund, programme = session.get(Fund, draft.fund_id or 0), session.get(Programme, draft.programme_id or 0)
    named = [one.name for one in (fund, programme) if one]
    given = (donor.acronym or donor.name) if donor else ""
    return f"{given} {(draft.purpose or ' '.join(named[:1]))[:80]}"


def _fill(contribution: Contribution, draft: ContributionDraft) -> None:
    for name in COLUMNS:
        if getattr(contribution, name) != getattr(draft, name):
            setattr(contribution, name, getattr(draft, name))


def _keep_currency(session: Session, contribution: Contribution, draft: ContributionDraft) -> None:
    """Amounts stay what they are: with any recorded, also of what was removed, the currency cannot change."""
    if contribution.currency is None or draft.currency == contribution.currency:
        return
    if queries.states_amounts(session, contribution.id or 0):
        raise Refused(
            "currency",
            N_("Amounts in %(currency)s are recorded of it. Record the other currency as a contribution of its own."),
            {"currency": contribution.currency},
        )


# ------------------------------------------------------------------------------------------ steps


def _fill_step(session: Session, row: Step, draft: StepDraft) -> None:
    contribution = queries.hold(session, row.contribution_id)
    if draft.currency and contribution.currency and draft.currency != contribution.currency:
        raise Refused(
            "currency",
            N_("This contribution is in %(currency)s. Record another currency as a contribution of its own."),
            {"currency": contribution.currency},
        )
    if draft.amount is None:
        row.amount_minor = None
        return
    if contribution.currency is None and draft.currency is None:
        raise Refused("currency", N_("Give the currency of the amount, three letters such as USD."))
    if contribution.currency is None:
        contribution.currency = draft.currency
    row.amount_minor = Money.of(draft.amount, contribution.currency or "").minor


def _after_step(session: Session, row: Step) -> None:
    contribution = queries.hold(session, row.contribution_id)
    keep_position(session, contribution)
    given, stands = queries.allocated(session, contribution.id or 0), queries.stands(contribution)
    if contribution.currency and given and given > stands:
        raise Refused(
            "amount",
            N_(
                "Projects are given %(given)s of this contribution, and only %(stands)s of it would stand. Change that first."
            ),
            {"given": Money(given, contribution.currency), "stands": Money(stands, contribution.currency)},
        )


def remarks(session: Session, step: Step) -> list[Problem]:
    """What deserves a second look once a step is recorded; nothing of it is wrong for certain."""
    contribution = session.get_one(Contribution, step.contribution_id)
    if contribution.currency is None:
        return []
    position = positions.kept(contribution)
    said = []
    for stronger, weaker in warnings.outgrown(position):
        if step.kind not in {stronger, weaker}:
            continue
        more, less = getattr(position, stronger.value), getattr(position, weaker.value)
        amounts: dict[str, object] = {
            "more": Money(more, contribution.currency),
            "less": Money(less, contribution.currency),
        }
        said.append(Problem("", _OUTGROWN[stronger, weaker], amounts))
    if step.kind == StepKind.withdrawn and warnings.overdrawn(position):
        said.append(
            Problem("", N_("More is withdrawn than was announced, pledged or committed. Look at the steps again."))
        )
    return said


_OUTGROWN = {
    (StepKind.pledged, StepKind.announced): N_(
        "More is pledged (%(more)s) than was announced (%(less)s). This is right where the donor gives more; otherwise correct a step."
    ),
    (StepKind.committed, StepKind.announced): N_(
        "More is committed (%(more)s) than was announced (%(less)s). This is right where the donor gives more; otherwise correct a step."
    ),
    (StepKind.received, StepKind.announced): N_(
        "More is received (%(more)s) than was announced (%(less)s). This is right where the donor gave more; otherwise correct a step."
    ),
    (StepKind.committed, StepKind.pledged): N_(
        "More is committed (%(more)s) than was pledged (%(less)s). This is right where the donor gives more; otherwise correct a step."
    ),
    (StepKind.received, StepKind.pledged): N_(
        "More is received (%(more)s) than was pledged (%(less)s). This is right where the donor gave more; otherwise correct a step."
    ),
    (StepKind.received, StepKind.committed): N_(
        "More is received (%(more)s) than was committed (%(less)s). This is right where the donor gave more; otherwise correct a step."
    ),
}


def currency_of(session: Session, row: Step | Allocation) -> str | None:
    """The currency in which a step's or allocation's amount stands: its contribution's."""
    return session.get_one(Contribution, row.contribution_id).currency


STEP = parts.PartType(
    RecordKind.step, Step, StepDraft, "contribution_id", fill=_fill_step, after=_after_step, currency=currency_of
)


# ------------------------------------------------------------------------------------------ allocations


def _fill_allocation(session: Session, row: Allocation, draft: AllocationDraft) -> None:
    contribution = queries.hold(session, row.contribution_id)
    if contribution.currency is None or positions.kept(contribution) == figures.Position():
        raise Refused("amount", N_("No amount is stated of this contribution. Record a step with its amount first."))
    row.amount_minor = Money.of(draft.amount, contribution.currency).minor


def _after_allocation(session: Session, row: Allocation) -> None:
    contribution = queries.hold(session, row.contribution_id)
    if row.record.archived_at is not None or contribution.currency is None:
        return
    left = queries.stands(contribution) - queries.allocated(session, contribution.id or 0)
    if left >= 0:
        return
    rest = left + row.amount_minor
    if rest <= 0:
        raise Refused("amount", N_("All of this contribution is given to projects already. Change another part first."))
    raise Refused(
        "amount",
        N_("This is more than there is: %(left)s of it are left."),
        {"left": Money(rest, contribution.currency)},
    )


ALLOCATION = parts.PartType(
    RecordKind.allocation,
    Allocation,
    AllocationDraft,
    "contribution_id",
    fill=_fill_allocation,
    after=_after_allocation,
    currency=currency_of,
)
