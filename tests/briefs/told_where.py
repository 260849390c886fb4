"""In which brief each field of each record is told, and why some are not."""

from sqlmodel import SQLModel

from tracker.domain import models as m
from tracker.domain.codes import BriefKind

PROJECT, DONOR, PORTFOLIO, MISSION = BriefKind.project, BriefKind.donor, BriefKind.portfolio, BriefKind.mission
MINUTE = BriefKind.minute

BRIEF_OF: dict[type[SQLModel], BriefKind] = {
    **dict.fromkeys((m.Project, m.Objective, m.Component, m.Milestone, m.Risk, m.ActionPoint, m.Update), PROJECT),
    **dict.fromkeys((m.Agreement, m.Signature, m.Undertaking, m.Amendment), PROJECT),
    **dict.fromkeys((m.Assessment, m.Finding, m.Recommendation, m.Delivery, m.Disaster, m.ImpactFigure), PROJECT),
    **dict.fromkeys((m.Requirement, m.Payment, m.Expenditure, m.Document, m.Citation), PROJECT),
    **dict.fromkeys((m.OutsideIdentifier, m.Place), PROJECT),
    **dict.fromkeys((m.Organisation, m.Person, m.Contribution, m.Step, m.Allocation, m.Rate), DONOR),
    **dict.fromkeys((m.Programme, m.ProgrammeMember, m.Post, m.CalendarEvent, m.Fund, m.ReportedAmount), PORTFOLIO),
    m.Mission: MISSION,
    **dict.fromkeys((m.Review, m.Decision), MINUTE),
}
"""In which brief a reader expects a record's fields. What hangs on several records is asked for in one of them."""

UNSAID: dict[str, str] = {
    "version": "counts changes; readers are told the day of the data",
    "changed_at": "the day of the data is that of the newest change in scope",
    "project.reported_at": "the moment of the newest report, whose day is told",
    "project.health_day": "the day of the newest report, which is told with it",
    "objective.position": "the order in which they are told",
    "component.position": "the order in which they are told",
    "milestone.confirmed_at": "told as “to be confirmed” where it is absent",
    "update.state": "only published reports are told",
    "update.submitted_at": "a step on the way to the published report",
    "update.published_at": "the day that a report speaks of is told",
    "update.returned_why": "between author and manager; a published report has none",
    "contribution.announced_minor": "a sum of its steps, which are told",
    "contribution.pledged_minor": "a sum of its steps, which are told",
    "contribution.committed_minor": "a sum of its steps, which are told",
    "contribution.received_minor": "a sum of its steps, which are told",
    "contribution.withdrawn_minor": "a sum of its steps, which are told",
    "contribution.withdrawn_announced_minor": "a sum of its steps, which are told",
    "contribution.withdrawn_pledged_minor": "a sum of its steps, which are told",
    "contribution.withdrawn_committed_minor": "a sum of its steps, which are told",
    "programme.reporting": "how the programme keeps itself informed; its page and the board of reports have it",
    "programme.reporting_days": "goes with `reporting`",
    "place.latitude": "drawn as a mark on the map",
    "place.longitude": "drawn as a mark on the map",
    "document.file_name": "of the file, not of the paper; its page has it",
    "document.media_type": "of the file, not of the paper; its page has it",
    "document.sha256": "of the file, not of the paper; its page has it",
    "document.size": "of the file, not of the paper; its page has it",
    "citation.field": "marks stand at the record, which names the field",
    "citation.quotation_language": "told by the tag of the quotation, not by words",
    "citation.added": "told as words of its own: “added for the tracker”",
    "review.selection": "told as the filters of the list, in words",
    "review.state": "told by the day of its closing, or as “still open”",
    "outside_identifier.record_id": "the record it stands with",
}
"""Fields without words on paper, each with its reason; without a table: those of every table."""

TIED: dict[str, str] = {
    "project.programme_id": "programme.name#",
    "action_point.owner_id": "Owner Olga",
    "update.author_id": "Author Anna",
    "signature.organisation_id": "Signing side",
    "undertaking.organisation_id": "Promising side",
    "undertaking.project_id": "project.title#",
    "agreement.state_document_id": "Paper of the state",
    "amendment.document_id": "Paper of the amendment",
    "finding.place_id": "place.name#",
    "recommendation.addressee_id": "Asked side",
    "recommendation.milestone_id": "milestone.title#",
    "delivery.recommendation_id": "recommendation.text#",
    "payment.organisation_id": "Paid side",
    "payment.agreement_id": "agreement.title#",
    "payment.contribution_id": "organisation.name#",
    "citation.document_id": "document.reference#",
    "organisation.territory_id": "Haiti",
    "organisation.owner_id": "Owning side",
    "person.organisation_id": "organisation.name#",
    "contribution.fund_id": "fund.name#",
    "contribution.agreement_id": "Deal with the donor",
    "allocation.project_id": "project.title#",
    "programme.fund_id": "fund.name#",
    "programme_member.organisation_id": "Member side",
    "post.agreement_id": "agreement.title#",
    "review.former_id": "From the review of 5 March 2025",
    "review.closed_by_id": "Closer Clara",
}
"""Keys that a brief tells by the name of what they point to."""

KEYS_UNSAID = {
    "created_by_id", "merged_into_id", "corrects_id", "published_by_id", "record_id", "part_of_id", "territory_id",
    "project_id", "fund_id", "programme_id", "agreement_id", "assessment_id", "disaster_id", "contribution_id",
    "donor_id", "person_id", "review_id",
}  # fmt: skip
"""Keys of the owner that the brief is about, of what is told elsewhere in it, and of who kept the row."""

ELSEWHERE = {
    "record": "code, visibility and keeping; its sources are told", "translation": "told in its language",
    "territory": "kept by the United Nations, told by its name", "territory_name": "told by the day's name",
    "user": "told by the name where a person acts", "brief": "what was printed", "job": "work", "share": "who may see",
    "search_text": "for finding", "row_version": "history", "record_state": "book-keeping", "role": "who may", "kept_form": "what was typed",
    "submission": "what was sent", "merge": "two that became one",
    "saved_view": "how somebody looks at the list", "bulk_change": "what was changed together, told by history",
    "project_tag": "how people gather projects; not said to those outside",
    "reminder": "who was reminded",
}  # fmt: skip
"""Tables that hold nothing which a brief would tell as fields."""

LINKS = {
    "project_territory": (PROJECT, "Haiti"), "project_place": (PROJECT, "place.name#"),
    "project_disaster": (PROJECT, "disaster.name#"), "project_member": (PROJECT, "Manager Mira"),
    "project_partner": (PROJECT, "Working side"), "component_partner": (PROJECT, "Building side"),
    "agreement_project": (PROJECT, "covers: project.title#"), "agreement_party": (PROJECT, "Agreeing side"),
    "assessment_participant": (PROJECT, "Assessing side"), "document_link": (PROJECT, "document.title#"),
    "mission_territory": (MISSION, "Haiti"), "mission_member": (MISSION, "Manager Mira"),
    "programme_territory": (PORTFOLIO, "Haiti"), "disaster_place": (PROJECT, "Struck place"),
    "review_project": (MINUTE, "project.title#"),
}  # fmt: skip
LINKS_UNSAID = {
    "assessment_territory", "assessment_place", "assessment_disaster", "disaster_territory", "event_territory",
    "recommendation_finding", "user_territory", "role_user",
}  # fmt: skip
"""Ties by which a record comes into a brief's scope, and the trace, which has its own page."""


def unsaid(table: str, name: str) -> bool:
    return name in UNSAID or f"{table}.{name}" in UNSAID
