"""The check before printing: what a reader of the brief would miss, or should not rely on.

What is asked of each record that the brief tells of (a donor's brief: of its contributions, agreements and uses only):

- not filled in: who does an action of a review, and by when; a mission's purpose and security focal point; a
  programme's summary, where its purpose is not stated either; a project's summary (not of a minute, which tells none) and, while it is not finished, its stage, its manager and the amount it needs; the amount
  of a contribution of money
- no report in 90 days: projects that are not finished (`projects.is_silent`)
- past its date: agreements and payments as `domain.agreements.Check` says; unfinished projects after their end;
  milestones that are late or to be confirmed (`figures.deadline`)
- not signed: drafts that cover a project, and what `Check` says of payments, money, partners and signatures
- committed above its limit: in `checks_money`
- converted with an old rate: currencies of which a rate is marked as old (`figures.is_old`)
- without a source: figures of which neither a document nor a person is known
- not in the language of the brief: texts that it shows in another one; names of territories
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tracker.briefs import checks_money, projects
from tracker.briefs.doubts import Doubt
from tracker.briefs.model import Brief
from tracker.briefs.reader import Reader, live
from tracker.briefs.subjects import Subjects
from tracker.domain import figures
from tracker.domain.agreements import Check
from tracker.domain.codes import (
    FINISHED_STAGES,
    ActionState,
    AgreementState,
    BriefKind,
    Deadline,
    DoubtField,
    RecordKind,
    Stage,
)
from tracker.domain.models import Project
from tracker.domain.queries.agreement_checks import Name, Remark
from tracker.domain.queries.texts import Said

OF_AGREEMENTS: Mapping[Check, DoubtField] = {
    Check.end_passed: DoubtField.agreement_end,
    Check.payment_outside: DoubtField.payment_outside,
    Check.payment_unsigned: DoubtField.payment_unsigned,
    Check.payments_above: DoubtField.payments_above,
    Check.signature_missing: DoubtField.signature_missing,
}
"""Cross-checks of agreements that a brief depends on."""

PASSED = frozenset({Deadline.late, Deadline.to_be_confirmed})


def found(reader: Reader, brief: Brief, remarks: Sequence[Remark] = ()) -> tuple[Doubt, ...]:
    """What the check finds in a brief that `reader` has told; `remarks` are those on its agreements and money."""
    foreign = list(reader.foreign.values())
    subjects = Subjects(reader)
    all_of_it = brief.kind != BriefKind.donor
    doubts = [*_of_subject(subjects, brief.kind), *checks_money.found(subjects, all_of_it=all_of_it), *_stale(subjects)]
    if all_of_it:
        needing = checks_money.needing(reader)
        for project in reader.scope.projects:
            told = brief.kind != BriefKind.minute
            doubts += _of_project(subjects, project, needs_stated=project.id in needing, summary_told=told)
    if brief.kind in {BriefKind.mission, BriefKind.project}:
        doubts += [one for project in reader.scope.projects for one in _milestones(subjects, project)]
    doubts += _agreed(subjects) if brief.kind == BriefKind.minute else _drafts(subjects)
    doubts += [*_remarked(subjects, remarks), *_foreign(subjects, foreign), *_unnamed(reader)]
    doubts += checks_money.old_rates(brief)
    return tuple(dict.fromkeys(doubts))


def asked(reader: Reader, kind: BriefKind) -> list[int]:
    """The numbers of the agreements, contributions and, but for donors, projects that remarks are wanted on.

    A minute tells of what was said in the review: nothing is asked of agreements.
    """
    scope = reader.scope
    if kind == BriefKind.minute:
        return []
    rows: list[Any] = [*scope.agreements, *scope.contributions, *(scope.projects if kind != BriefKind.donor else ())]
    return [row.id for row in rows]


def _of_subject(subjects: Subjects, kind: BriefKind) -> Iterator[Doubt]:
    """The mission or the programme that the brief is about."""
    scope = subjects.reader.scope
    if mission := scope.mission:
        if not mission.purpose:
            yield subjects.doubt(DoubtField.mission_purpose, mission)
        if not mission.security_focal_point:
            yield subjects.doubt(DoubtField.security_focal_point, mission)
    programme = scope.programme
    if kind == BriefKind.portfolio and programme and not (programme.summary or programme.purpose):
        yield subjects.doubt(DoubtField.programme_summary, programme)


def _of_project(
    subjects: Subjects, project: Project, *, needs_stated: bool, summary_told: bool = True
) -> Iterator[Doubt]:
    reader = subjects.reader
    if summary_told and not project.summary:
        yield subjects.doubt(DoubtField.project_summary, project)
    if project.stage in FINISHED_STAGES:
        return
    if project.stage == Stage.not_stated:
        yield subjects.doubt(DoubtField.project_stage, project)
    if not project.managers:
        yield subjects.doubt(DoubtField.project_manager, project)
    if not needs_stated:
        yield subjects.doubt(DoubtField.project_requirement, project)
    if project.end_latest and project.end_latest < reader.today:
        yield subjects.doubt(DoubtField.project_end, project)


def _stale(subjects: Subjects) -> Iterator[Doubt]:
    for project in subjects.reader.scope.projects:
        if projects.is_silent(subjects.reader, project):
            yield subjects.doubt(DoubtField.project_report, project)


def _milestones(subjects: Subjects, project: Project) -> Iterator[Doubt]:
    if project.stage in FINISHED_STAGES:
        return
    reader = subjects.reader
    tended = bool(project.managers) or project.id in reader.scope.updates
    for one in live(project.milestones):
        stands = figures.deadline(
            one.due,
            done=one.done_day is not None,
            tended=tended,
            confirmed=one.confirmed_at is not None,
            today=reader.today,
        )
        if stands in PASSED:
            yield subjects.doubt(DoubtField.milestone_due, project, part=one)


def _agreed(subjects: Subjects) -> Iterator[Doubt]:
    """Open actions of a review that nobody has to do, or by no day."""
    reviewed = subjects.reader.scope.reviewed
    for one in reviewed.actions if reviewed else ():
        project = subjects.by_id.get(one.row.project_id)
        if project is None or one.row.state == ActionState.done:
            continue
        if one.row.owner_id is None:
            yield subjects.doubt(DoubtField.action_owner, project, part=one.row)
        if one.row.due_day is None:
            yield subjects.doubt(DoubtField.action_day, project, part=one.row)


def _drafts(subjects: Subjects) -> Iterator[Doubt]:
    """Agreements that nobody signed and that are told of as covering a project."""
    here = {project.id for project in subjects.reader.scope.projects}
    for agreement in subjects.reader.scope.agreements:
        if agreement.state == AgreementState.draft and any(one.id in here for one in agreement.projects):
            yield subjects.doubt(DoubtField.agreement_draft, agreement)


def _remarked(subjects: Subjects, remarks: Sequence[Remark]) -> Iterator[Doubt]:
    """What the cross-checks say of records that the brief tells of."""
    for one in remarks:
        if field := OF_AGREEMENTS.get(one.check):
            yield from subjects.named(field, RecordKind.agreement, one.agreement)
        elif one.check == Check.money_unsigned and one.contribution:
            yield from subjects.named(
                DoubtField.money_unsigned, RecordKind.contribution, Name(one.contribution, one.contribution)
            )
        elif one.check == Check.partner_uncovered:
            yield from subjects.named(DoubtField.partner_uncovered, RecordKind.project, one.project)


def _foreign(subjects: Subjects, rows: Iterable[Any]) -> Iterator[Doubt]:
    """Records of which the brief says something in another language: one for each, however many texts."""
    for row in rows:
        yield subjects.doubt(DoubtField.text_language, subjects.owner(row))


def _unnamed(reader: Reader) -> Iterator[Doubt]:
    """Territories that have no name in the language of the brief."""
    for label in reader.scope.labels.values():
        if label.missing:
            yield Doubt(
                DoubtField.territory_name, Said(label.listed, "en"), RecordKind.territory, label.code, key=label.id
            )
