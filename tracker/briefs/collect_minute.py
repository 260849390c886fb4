"""What the minute of a review says."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from tracker.briefs import projects
from tracker.briefs.frame import frame
from tracker.briefs.minute import (
    AgreedLine,
    AgreementMoved,
    DecidedOf,
    MilestoneMoved,
    MinuteBrief,
    ReceiptLine,
    ReportLine,
    ReviewedProject,
    RiskMoved,
    StateLine,
)
from tracker.briefs.reader import UNKNOWN, Reader
from tracker.briefs.selection import words
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import ActionState
from tracker.domain.models import Project
from tracker.domain.queries.review_changes import Changed, Stood
from tracker.domain.queries.reviewed import Agreed, Reviewed
from tracker.domain.queries.texts import Said
from tracker.language import translator


def told(reader: Reader, order: BriefOrder) -> MinuteBrief:
    """Section by section, in the order of the page: sources are numbered as they are first met."""
    reviewed = reader.scope.reviewed
    if reviewed is None:
        raise ValueError("A minute is told of a review.")
    row = reviewed.row
    gone_through = sorted(reader.scope.projects, key=lambda one: reviewed.places[one.id or 0])
    carried = reader.carry("projects", gone_through)
    blocks = tuple(_project(reader, reviewed, one) for one in carried)
    agreed = reader.carry("agreed", sorted(reviewed.actions, key=_by_owner))
    former = reader.carry("former", sorted(reviewed.former, key=_by_owner))
    sections: dict[str, Any] = {
        "held": row.held_day,
        "closed": row.closed_at.date() if row.closed_at else None,
        "closed_by": reviewed.closed_by or "",
        "changes_from": row.since,
        "participants": tuple(filter(None, map(str.strip, (row.participants or "").splitlines()))),
        "typed_by": reviewed.typed_by,
        "selection": row.selection,
        "filters": words(reader.scope.selected, reader.lang),
        "reviewed": blocks,
        "general": _decided(reader, reviewed, None),
        "beyond": _beyond(reader, reviewed, {one.id for one in carried}),
        "agreed": _lines(reader, agreed),
        "before": reviewed.before,
        "former": _lines(reader, former),
    }
    return MinuteBrief(**frame(reader, row.record.code or order.key, reader.said(row, "title")), **sections)


def _by_owner(one: Agreed) -> tuple[bool, str, bool, str, int]:
    """By who has to do it, what is nobody's last; then by day."""
    due = one.row.due_day
    return one.owner is None, (one.owner or "").casefold(), due is None, str(due or ""), one.row.id or 0


def _beyond(reader: Reader, reviewed: Reviewed, here: Collection[int | None]) -> tuple[DecidedOf, ...]:
    """What was decided of projects that are not told of, in the order of the review."""
    titles = {one.row.project_id: one.project for one in reviewed.decisions if one.project is not None}
    there = sorted((key for key in titles if key and key not in here), key=lambda key: reviewed.places.get(key, 0))
    return tuple(DecidedOf(_title(reader, key, titles[key]), _decided(reader, reviewed, key)) for key in there)


def _title(reader: Reader, project_id: int, title: str) -> Said:
    return reader.scope.texts.of(project_id, "title", title) or Said(title, reader.lang)


def _lines(reader: Reader, found: Iterable[Agreed]) -> tuple[AgreedLine, ...]:
    return tuple(_line(reader, one) for one in found)


def _line(reader: Reader, one: Agreed) -> AgreedLine:
    row = one.row
    return AgreedLine(
        title=reader.said(row, "title"),
        project=_title(reader, row.project_id, one.project),
        owner=one.owner or "",
        due=row.due_day,
        late=row.state == ActionState.open and row.due_day is not None and row.due_day < reader.today,
        state=row.state,
    )


def _decided(reader: Reader, reviewed: Reviewed, project_id: int | None) -> tuple[Said, ...]:
    """What was decided of a project; of none."""
    return tuple(reader.said(one.row, "text") for one in reviewed.decisions if one.row.project_id == project_id)


def _project(reader: Reader, reviewed: Reviewed, project: Project) -> ReviewedProject:
    own = project.id or 0
    changed = (reviewed.changed or {}).get(own)
    update = reader.scope.updates.get(own)
    row = projects.row(reader, project)
    moved = _moved(reader, project, changed) if changed else _NOTHING
    return ReviewedProject(
        project=row,
        discussed=own in reviewed.seen,
        compared=changed is not None,
        then=_state(changed.then) if changed and changed.then else None,
        now=_state(changed.now) if changed else StateLine(row.stage, row.health),
        update=projects.reported(reader, update) if update else None,
        decisions=_decided(reader, reviewed, own),
        actions=_lines(reader, (one for one in reviewed.actions if one.row.project_id == own)),
        nothing_changed=changed is not None and changed.nothing,
        **moved,
    )


_NOTHING: dict[str, Any] = dict.fromkeys(("reports", "receipts", "milestones", "agreements", "risks"), ())


def _state(stood: Stood) -> StateLine:
    return StateLine(stood.stage, stood.health)


def _moved(reader: Reader, project: Project, changed: Changed) -> dict[str, Any]:
    """What else changed of a project, piece by piece."""
    rows = {row.id: row for row in (*project.milestones, *project.risks, *reader.scope.agreements)}
    steps = {step.id: (gift, step) for gift in reader.scope.contributions for step in gift.steps}
    return {
        "reports": tuple(ReportLine(one.as_of, one.health, one.by or "") for one in changed.updates),
        "receipts": tuple(_receipt(reader, one, steps.get(one.id)) for one in changed.steps),
        "milestones": tuple(
            MilestoneMoved(
                title=_called(reader, one),
                new=one.before is None,
                due_before=one.before.due if one.before else None,
                done_before=one.before.done if one.before else None,
                due=one.after.due,
                done=one.after.done,
                marks=_marks(reader, rows.get(one.id)),
            )
            for one in changed.milestones
        ),
        "agreements": tuple(
            AgreementMoved(_called(reader, one), one.before, one.after, _marks(reader, rows.get(one.id)))
            for one in changed.agreements
        ),
        "risks": tuple(
            RiskMoved(_called(reader, one), one.new, one.closed, _marks(reader, rows.get(one.id)))
            for one in changed.risks
        ),
    }


def _called(reader: Reader, one: Any) -> Said:  # noqa: ANN401 - a change of any kind
    """The title, as it stood at the end, in the reader's language."""
    return reader.scope.texts.of(one.id, "title", one.title) or Said(one.title, reader.lang)


def _marks(reader: Reader, row: Any) -> tuple[int, ...]:  # noqa: ANN401 - as above
    return reader.marks(row) if row is not None else ()


def _receipt(reader: Reader, one: Any, told_of: Sequence[Any] | None) -> ReceiptLine:  # noqa: ANN401 - as above
    donor = reader.partner(told_of[0].donor).name if told_of else _donor(reader, one)
    return ReceiptLine(donor, one.kind, one.amount, one.on, _marks(reader, told_of[1] if told_of else None))


def _donor(reader: Reader, one: Any) -> Said:  # noqa: ANN401 - as above
    unknown = Said(translator(reader.lang)(UNKNOWN), reader.lang)
    return reader.scope.texts.of(one.donor_id, "name", one.donor) or unknown
