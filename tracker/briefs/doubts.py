"""What the check before printing found in a brief: plain values, which are printed and frozen with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.codes import DoubtField, DoubtKind, RecordKind
from tracker.domain.queries.texts import Said

KINDS: Mapping[DoubtField, DoubtKind] = {
    DoubtField.mission_purpose: DoubtKind.missing,
    DoubtField.security_focal_point: DoubtKind.missing,
    DoubtField.programme_summary: DoubtKind.missing,
    DoubtField.project_summary: DoubtKind.missing,
    DoubtField.project_manager: DoubtKind.missing,
    DoubtField.project_stage: DoubtKind.missing,
    DoubtField.project_requirement: DoubtKind.missing,
    DoubtField.contribution_amount: DoubtKind.missing,
    DoubtField.action_owner: DoubtKind.missing,
    DoubtField.action_day: DoubtKind.missing,
    DoubtField.project_report: DoubtKind.stale,
    DoubtField.agreement_end: DoubtKind.ended,
    DoubtField.payment_outside: DoubtKind.ended,
    DoubtField.project_end: DoubtKind.ended,
    DoubtField.milestone_due: DoubtKind.ended,
    DoubtField.agreement_draft: DoubtKind.unsigned,
    DoubtField.payment_unsigned: DoubtKind.unsigned,
    DoubtField.money_unsigned: DoubtKind.unsigned,
    DoubtField.partner_uncovered: DoubtKind.unsigned,
    DoubtField.signature_missing: DoubtKind.unsigned,
    DoubtField.payments_above: DoubtKind.over_committed,
    DoubtField.project_over: DoubtKind.over_committed,
    DoubtField.programme_over: DoubtKind.over_committed,
    DoubtField.contribution_over: DoubtKind.over_committed,
    DoubtField.rate_day: DoubtKind.old_rate,
    DoubtField.figure_source: DoubtKind.no_source,
    DoubtField.text_language: DoubtKind.untranslated,
    DoubtField.territory_name: DoubtKind.untranslated,
}
"""Under which heading each is listed."""


@dataclass(frozen=True)
class Doubt:
    """One thing to look at: which field of what, and the record that it is mended on.

    `inside` names what the named belongs to: a milestone's project. `key` is the number of the record, `part` that of
    the part of it; neither is printed. `code` is None for what has no page.
    """

    field: DoubtField
    about: Said
    record: RecordKind
    code: str | None
    key: int
    part: int | None = None
    inside: Said | None = None

    @property
    def kind(self) -> DoubtKind:
        """The heading it is listed under."""
        return KINDS[self.field]


Fields = tuple[tuple[DoubtField, tuple[Doubt, ...]], ...]


def grouped(doubts: Sequence[Doubt]) -> tuple[tuple[DoubtKind, Fields], ...]:
    """The doubts by kind and then by field, in the order of the enumerations; only what there is."""
    found = {field: tuple(one for one in doubts if one.field == field) for field in DoubtField}
    kinds = [(kind, tuple((field, found[field]) for field in KINDS if KINDS[field] == kind)) for kind in DoubtKind]
    told = [(kind, tuple((field, those) for field, those in fields if those)) for kind, fields in kinds]
    return tuple((kind, fields) for kind, fields in told if fields)
