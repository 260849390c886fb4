"""Recording and changing contributions, their steps, and the parts of them that go to projects."""

from typing import Any

from flask import Blueprint, Response, current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tracker.domain import rules
from tracker.domain.actions import citations
from tracker.domain.actions import contributions as acts
from tracker.domain.codes import RecordKind
from tracker.domain.drafts.funding import ContributionDraft, NewContributionDraft
from tracker.domain.errors import Clash, Refused
from tracker.domain.models import Contribution, Fund
from tracker.domain.queries import choices, contributions, funding, linked
from tracker.web import access, archiving, arguments, clash, language, submissions, unit
from tracker.web.access import guard
from tracker.web.forms.funding import AllocationForm, ContributionForm, NewContributionForm, StepForm
from tracker.web.forms.sources import offer_documents
from tracker.web.fragments import page, see
from tracker.web.parts import Owner, PartPage, routes
from tracker.web.reading import reader

bp = Blueprint("contributions", __name__)
parts = Blueprint("parts", __name__)


@bp.route("/funding/contributions/new", methods=["GET", "POST"])
@guard.signed_in
def new() -> Response:
    need_money()
    fund = linked.one(unit.session(), access.viewer(), Fund, RecordKind.fund, arguments.text("fund"))
    form = _offer(NewContributionForm(data={"fund_id": fund.id if fund else None}))
    if draft := form.draft(NewContributionDraft):
        if address := submissions.already(unit.session(), form.submission.data):
            return see(address)
        made = acts.create(unit.session(), draft=draft, language=language.current())
        address = url_for("funding.contribution", code=made.record.code)
        submissions.remember(unit.session(), form.submission.data, address)
        flash(_("The contribution is recorded. Its further steps are recorded on this page."), "done")
        return see(address)
    return _page(form, None)


@bp.route("/funding/contributions/<code>/edit", methods=["GET", "POST"])
@guard.signed_in
def edit(code: str) -> Response:
    row = editable(code)
    standing = _standing(row)
    form = _offer(ContributionForm(formdata=clash.chosen(standing), data=standing).speaking(row.record.language), row)
    if draft := form.draft(ContributionDraft):
        try:
            acts.edit(unit.session(), contribution=row, draft=draft, version=form.version.data)
        except Refused as refused:
            unit.session().rollback()
            form.refuse(refused)
        except Clash as newer:
            return _clash(form, editable(code), newer.current)
        else:
            flash(_("Saved."), "done")
            return see(url_for("funding.contribution", code=code))
    return _page(form, editable(code))


def editable(code: str, *, archived: bool = False) -> Contribution:
    """The contribution, when the person asking may edit money; 404 or 403 with the reason otherwise."""
    row = access.found(linked.one(unit.session(), access.viewer(), Contribution, RecordKind.contribution, code))
    need_money()
    if not archived:
        access.need(
            row.record.archived_at is None,
            _("This contribution is archived."),
            _("Restore it on its page first, or ask a coordinator to."),
        )
    return row


def need_money() -> None:
    """Refuse whoever does not keep the money, saying who does."""
    access.need(
        rules.can_edit_money(access.viewer()),
        _("Funds, contributions and payments are kept by coordinators and administrators."),
        _("Ask a coordinator to record it."),
    )


def _offer(form: Any, row: Contribution | None = None) -> Any:  # noqa: ANN401 - the library's fields are untyped
    session, asking = unit.session(), reader()
    none = ("", _("none"))
    donors = choices.organisations(session, asking, also=row.donor_id if row else None)
    form.donor_id.choices = [("", _("choose")), *donors]
    form.fund_id.choices = [none, *choices.funds(session, asking, also=row.fund_id if row else None)]
    form.programme_id.choices = [none, *choices.programmes(session, asking, also=row.programme_id if row else None)]
    form.agreement_id.choices = [none, *choices.agreements(session, asking, also=row.agreement_id if row else None)]
    offer_documents(form)
    return form


def _standing(row: Contribution) -> dict[str, Any]:
    """What the form shows of a contribution as it stands."""
    columns = {name: getattr(row, name) for name in acts.COLUMNS}
    source = citations.stated(unit.session(), row.id or 0)
    return columns | source | {"visibility": row.record.visibility, "version": row.version}


def _clash(form: Any, row: Contribution, version: int) -> Response:  # noqa: ANN401 - see `_offer`
    theirs = {name: value for name, value in _standing(row).items() if name != "version"}
    own = row.id or 0
    base = clash.base_of(own, "contribution", form.version.data, theirs)
    return clash.page(form, record_id=own, entity="contribution", base=base, theirs=theirs, version=version)


def _page(form: Any, row: Contribution | None) -> Response:  # noqa: ANN401 - see `_offer`
    known = "organisations.new" in current_app.view_functions
    return page(
        "funding/edit.html",
        status=form.status,
        form=form,
        heading=_("Edit the contribution") if row else _("Record a contribution"),
        back=(_("Contribution"), url_for("funding.contribution", code=row.record.code)) if row else None,
        act=_("Save the contribution") if row else _("Record the contribution"),
        new_donor=url_for("organisations.new") if known else None,
    )


archiving.routes(
    bp,
    "/funding/contributions/<code>",
    "funding.contribution",
    editable,
    (
        lazy_gettext("The contribution is archived: it has left lists and sums. It can be restored from its page."),
        lazy_gettext("The contribution is back in lists and sums."),
    ),
)


def _offer_step(form: Any, row: Contribution) -> None:  # noqa: ANN401 - see `_offer`
    """The currency is asked where there is none yet; a form that was opened before then still has its say checked."""
    if row.currency and "currency" not in request.form:
        del form.currency
    _say_currency(form, row)
    offer_documents(form)


def _say_currency(form: Any, row: Contribution) -> None:  # noqa: ANN401 - see `_offer`
    """Amounts of a contribution's parts stand in its currency."""
    if row.currency:
        form.amount.label.text = _("Amount in %(currency)s", currency=row.currency)


def _offer_projects(form: Any, row: Contribution) -> None:  # noqa: ANN401 - see `_offer`
    session, asking = unit.session(), reader()
    chosen = form.project_id.data if isinstance(form.project_id.data, int) else None
    form.project_id.choices = [("", _("choose")), *choices.projects(session, asking, also=chosen)]
    _say_currency(form, row)
    offer_documents(form)


def _title(row: Contribution) -> str:
    named = funding.names_of(unit.session(), access.viewer(), language.current(), [row.donor_id])
    donor = named.get(row.donor_id)
    return str(_("Contribution of %(donor)s", donor=donor.name.text) if donor else _("Contribution"))


def _ladder(row: Contribution) -> dict[str, Any]:
    """Where the money stands, beside the form of a step: what is to be recorded is a step of the same money."""
    seen = access.found(contributions.by_code(unit.session(), reader(), row.record.code or ""))
    return {"template": "funding/_beside.html", "money": seen.line.money, "left": seen.unallocated}


routes(
    parts,
    "/funding/contributions/<code>",
    Owner(editable, "funding.contribution", _title, ("funding.index", lazy_gettext("Funding"))),
    {
        "steps": PartPage(
            acts.STEP,
            StepForm,
            lazy_gettext("Record a step"),
            lazy_gettext("Step"),
            _offer_step,
            acts.remarks,
            _ladder,
        ),
        "allocations": PartPage(
            acts.ALLOCATION,
            AllocationForm,
            lazy_gettext("Give a part to a project"),
            lazy_gettext("Part for a project"),
            _offer_projects,
            beside=_ladder,
        ),
    },
)
bp.register_blueprint(parts)
