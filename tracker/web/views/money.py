"""Money of projects and agreements: what is needed, what was spent, what partners were paid."""

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tracker.domain.actions.payments import FOR_PROJECT, UNDER_AGREEMENT, remarks
from tracker.domain.actions.requirements import EXPENDITURE_OF_PROJECT, REQUIREMENT_OF_PROJECT
from tracker.domain.codes import RecordKind
from tracker.domain.models import Agreement, Project
from tracker.domain.queries import choices, linked, project_page
from tracker.web import access, unit
from tracker.web.called import called
from tracker.web.forms.funding import AgreementPaymentForm, ExpenditureForm, ProjectPaymentForm, RequirementForm
from tracker.web.forms.sources import offer_documents
from tracker.web.parts import Owner, PartPage, routes
from tracker.web.reading import reader
from tracker.web.views.contributions import need_money
from tracker.web.views.funds import offer_source
from tracker.web.views.projects import editable, need_open

bp = Blueprint("money", __name__)
needs = Blueprint("needs", __name__)
payments = Blueprint("payments", __name__)
under = Blueprint("under", __name__)


def _paying(code: str) -> Project:
    """The project, when the person asking may record payments."""
    project = project_page.by_code(unit.session(), access.viewer(), code)
    need_money()
    need_open(project)
    return project


def _agreed(code: str) -> Agreement:
    """The agreement, when the person asking may record payments."""
    row = access.found(linked.one(unit.session(), access.viewer(), Agreement, RecordKind.agreement, code))
    need_money()
    access.need(
        row.record.archived_at is None,
        _("This agreement is archived."),
        _("Restore it on its page first, or ask a coordinator to."),
    )
    return row


def _offer_payment(form: Any, _owner: Any) -> None:  # noqa: ANN401 - the library's fields are untyped
    session, asking, none = unit.session(), reader(), ("", _("none"))
    partners = choices.organisations(session, asking, also=_chosen(form, "organisation_id"))
    form.organisation_id.choices = [("", _("choose")), *partners]
    given = choices.contributions(session, asking, also=_chosen(form, "contribution_id"))
    form.contribution_id.choices = [none, *given]
    if "project_id" in form:
        form.project_id.choices = [none, *choices.projects(session, asking, also=_chosen(form, "project_id"))]
    if "agreement_id" in form:
        form.agreement_id.choices = [none, *choices.agreements(session, asking, also=_chosen(form, "agreement_id"))]
    offer_documents(form)


def _chosen(form: Any, name: str) -> int | None:  # noqa: ANN401 - as above
    return form[name].data if isinstance(form[name].data, int) else None


def _title(row: Project | Agreement) -> str:
    return called(row)


_PROJECTS = ("projects.index", lazy_gettext("Projects"))
_AGREEMENTS = ("agreements.index", lazy_gettext("Agreements"))

routes(
    needs,
    "/projects/<code>",
    Owner(editable, "projects.show", _title, _PROJECTS),
    {
        "requirements": PartPage(
            REQUIREMENT_OF_PROJECT,
            RequirementForm,
            lazy_gettext("Add what is needed"),
            lazy_gettext("What is needed"),
            offer_source,
        ),
        "expenditures": PartPage(
            EXPENDITURE_OF_PROJECT, ExpenditureForm, lazy_gettext("Add an expenditure"), lazy_gettext("Expenditure")
        ),
    },
)
routes(
    payments,
    "/projects/<code>",
    Owner(_paying, "projects.show", _title, _PROJECTS),
    {
        "payments": PartPage(
            FOR_PROJECT,
            ProjectPaymentForm,
            lazy_gettext("Record a payment"),
            lazy_gettext("Payment"),
            _offer_payment,
            remarks,
        )
    },
)
routes(
    under,
    "/agreements/<code>",
    Owner(_agreed, "agreements.show", _title, _AGREEMENTS),
    {
        "payments": PartPage(
            UNDER_AGREEMENT,
            AgreementPaymentForm,
            lazy_gettext("Record a payment"),
            lazy_gettext("Payment"),
            _offer_payment,
            remarks,
        )
    },
)
for part in (needs, payments, under):
    bp.register_blueprint(part)
