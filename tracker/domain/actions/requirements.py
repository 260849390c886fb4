"""What projects and funds need, and what ledgers say was spent on them."""

from tracker.domain.actions.parts import PartType
from tracker.domain.codes import RecordKind
from tracker.domain.drafts.funding import ExpenditureDraft, RequirementDraft
from tracker.domain.models import Expenditure, Requirement

REQUIREMENT_OF_PROJECT = PartType(RecordKind.requirement, Requirement, RequirementDraft, "project_id")
REQUIREMENT_OF_FUND = PartType(RecordKind.requirement, Requirement, RequirementDraft, "fund_id")
EXPENDITURE_OF_PROJECT = PartType(RecordKind.expenditure, Expenditure, ExpenditureDraft, "project_id")
EXPENDITURE_OF_FUND = PartType(RecordKind.expenditure, Expenditure, ExpenditureDraft, "fund_id")
