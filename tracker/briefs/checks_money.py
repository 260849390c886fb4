"""The check before printing, of money: what is promised twice, stated nowhere, or without a source."""

from collections.abc import Iterator
from typing import Any

from tracker.briefs import funding
from tracker.briefs.doubts import Doubt
from tracker.briefs.model import Brief
from tracker.briefs.reader import Reader, live
from tracker.briefs.subjects import Subjects
from tracker.domain import figures
from tracker.domain.codes import ContributionKind, DoubtField, RecordKind
from tracker.domain.models import Contribution
from tracker.domain.queries.texts import Said


def found(subjects: Subjects, *, all_of_it: bool) -> Iterator[Doubt]:
    """What there is to say of a brief's money; of needs only where the brief has `all_of_it`."""
    for gift in subjects.reader.scope.contributions:
        yield from _of_gift(subjects, gift)
    if all_of_it:
        yield from _over(subjects)
    yield from _unsourced(subjects)


def needing(reader: Reader) -> frozenset[int | None]:
    """The projects of which an amount that they need is stated."""
    return frozenset(one.project_id for one in live(reader.scope.requirements) if one.amount is not None)


def old_rates(brief: Brief) -> Iterator[Doubt]:
    """Currencies that were converted with a rate of another month; nothing where the brief converts nothing."""
    for line in brief.rates:
        if line.old:
            about = Said(line.currency, brief.lang)
            yield Doubt(DoubtField.rate_day, about, RecordKind.rate, line.currency, key=0)


def _of_gift(subjects: Subjects, gift: Contribution) -> Iterator[Doubt]:
    """No amount of it is stated; or the projects here are given more than stands of it.

    Allocations to projects that are not in the brief do not count: their sum may not be for this reader.
    """
    reader = subjects.reader
    if gift.kind == ContributionKind.money and all(step.amount_minor is None for step in live(gift.steps)):
        yield subjects.doubt(DoubtField.contribution_amount, gift)
        return
    here = {project.id for project in reader.scope.projects}
    parts = [part.amount_minor for part in live(gift.allocations) if part.project_id in here]
    if parts and figures.unallocated(funding.ladder_of(reader, gift), parts) < 0:
        yield subjects.doubt(DoubtField.contribution_over, gift)


def _over(subjects: Subjects) -> Iterator[Doubt]:
    """Projects, and the programme, whose funding is above what is asked for."""
    reader, asking = subjects.reader, needing(subjects.reader)
    for project in reader.scope.projects:
        if project.id in asking and any(line.over for line in funding.money_of(reader, project)):
            yield subjects.doubt(DoubtField.project_over, project)
    programme = reader.scope.programme
    if programme and reader.scope.funds and any(line.over for line in funding.money(reader)):
        yield subjects.doubt(DoubtField.programme_over, programme)


def _unsourced(subjects: Subjects) -> Iterator[Doubt]:
    """Figures that no document states and of which nobody knows who recorded them."""
    scope = subjects.reader.scope
    stated: list[Any] = [one for one in live(scope.requirements) if one.amount is not None]
    stated += [one for gift in scope.contributions for one in live(gift.steps) if one.amount_minor is not None]
    stated += [one for disaster in scope.disasters for one in live(disaster.impact_figures)]
    for row in stated:
        owner = subjects.by_id.get(row.record.parent_id)
        if owner is not None and not _sourced(subjects.reader, row):
            yield subjects.doubt(DoubtField.figure_source, owner)


def _sourced(reader: Reader, row: Any) -> bool:  # noqa: ANN401 - any record's row
    cited = reader.book.cited.get(row.id) or reader.book.cited.get(row.record.parent_id)
    return bool(cited) or bool(reader.scope.authors.get(row.record.created_by_id))
