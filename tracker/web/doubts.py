"""The check before printing on pages: whether it is to be shown, and where each thing it found is mended.

Whoever may edit the record is led to the field of its form, others to the section of its page.
"""

from collections.abc import Callable, Iterable, Mapping

from flask import request, url_for
from sqlmodel import Session

from tracker.briefs import collect
from tracker.briefs.doubts import Doubt
from tracker.domain import rules
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import DoubtField, RecordKind
from tracker.domain.models import Mission
from tracker.domain.queries import missions
from tracker.domain.rules import Viewer
from tracker.web import addresses as pages
from tracker.web import unit
from tracker.web.reading import reader

CHECKED = "unverified"
"""The field by which a form says that its sender has seen what was found."""

_FORMS: Mapping[DoubtField, tuple[str, str, dict[str, str]]] = {
    DoubtField.mission_purpose: ("missions.edit", "purpose", {}),
    DoubtField.security_focal_point: ("missions.edit", "security_focal_point", {}),
    DoubtField.project_summary: ("projects.edit", "summary", {}),
    DoubtField.project_manager: ("projects.edit", "manager_ids", {}),
    DoubtField.project_end: ("projects.edit", "end", {}),
    DoubtField.project_stage: ("projects.stage", "stage", {}),
    DoubtField.project_requirement: ("money.needs.new", "amount", {"kind": "requirements"}),
    DoubtField.project_report: ("updates.new", "happened", {}),
    DoubtField.action_owner: ("parts.edit", "owner_id", {"kind": "action-points"}),
    DoubtField.action_day: ("parts.edit", "due_day", {"kind": "action-points"}),
    DoubtField.milestone_due: ("parts.edit", "due", {"kind": "milestones"}),
    DoubtField.agreement_end: ("agreements.edit", "end", {}),
    DoubtField.agreement_draft: ("agreements.state", "state", {}),
    DoubtField.money_unsigned: ("contributions.edit", "agreement_id", {}),
}
"""The form with the field, the field, and what else the form's address says."""

_SECTIONS: Mapping[DoubtField, str] = {
    DoubtField.project_requirement: "funding",
    DoubtField.project_report: "now",
    DoubtField.action_owner: "action-points",
    DoubtField.action_day: "action-points",
    DoubtField.milestone_due: "milestones",
    DoubtField.project_over: "funding",
    DoubtField.partner_uncovered: "agreements",
    DoubtField.programme_over: "fund",
    DoubtField.payment_outside: "payments",
    DoubtField.payment_unsigned: "payments",
    DoubtField.payments_above: "payments",
    DoubtField.signature_missing: "signatures",
    DoubtField.contribution_amount: "steps",
    DoubtField.contribution_over: "allocations",
    DoubtField.figure_source: "sources",
}
"""The section of the record's page where it stands."""

_EDITS: Mapping[RecordKind, Callable[[Viewer, int], bool]] = {
    RecordKind.project: rules.can_edit_project,
    RecordKind.agreement: lambda viewer, _: rules.can_edit_agreement(viewer),
    RecordKind.contribution: lambda viewer, _: rules.can_edit_money(viewer),
}


def seen() -> bool:
    """Does whoever sends the order say that they have seen what was found?"""
    return request.form.get(CHECKED) == "yes"


def to_be_shown(order: BriefOrder) -> bool:
    """Does the check find anything that the sender has not seen? It costs what a preview costs."""
    if seen():
        return False
    asking = reader()
    return bool(collect.brief(unit.session(), order, viewer=asking.viewer, today=asking.day).doubts)


def addresses(session: Session, viewer: Viewer, doubts: Iterable[Doubt]) -> dict[Doubt, str | None]:
    """Where each is mended; None for what has no page. Only a mission's is asked about anew."""
    found = list(doubts)
    going = {one.code or "" for one in found if one.record == RecordKind.mission}
    rows = [row for code in going if (row := missions.by_code(session, viewer, code))]
    mine = {row.id or 0 for row in rows if _may_edit(session, viewer, row)}
    return {one: _address(viewer, one, mine) for one in found}


def _may_edit(session: Session, viewer: Viewer, mission: Mission) -> bool:
    travelling = frozenset(missions.member_ids(session, mission.id or 0))
    return rules.can_edit_mission(viewer, mission.record.created_by_id, travelling)


def _address(viewer: Viewer, doubt: Doubt, mine: set[int]) -> str | None:
    edits = _EDITS.get(doubt.record)
    may_edit = edits(viewer, doubt.key) if edits else doubt.key in mine
    if doubt.field in _FORMS and may_edit:
        view, field, asked = _FORMS[doubt.field]
        part = {"part_id": doubt.part} if doubt.part else {}
        return url_for(view, code=doubt.code, _anchor=field, **asked, **part)  # type: ignore[arg-type]
    if doubt.record == RecordKind.rate:
        return url_for("rates.index", currency=doubt.code)
    return pages.of_record(doubt.record, doubt.code, anchor=_SECTIONS.get(doubt.field))
