"""Making and changing funds, what they need and what ledgers say was spent of them."""

from typing import Any

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tracker.domain.actions import citations
from tracker.domain.actions import funds as acts
from tracker.domain.actions.requirements import EXPENDITURE_OF_FUND, REQUIREMENT_OF_FUND
from tracker.domain.codes import RecordKind
from tracker.domain.drafts.funding import FundDraft
from tracker.domain.errors import Clash
from tracker.domain.models import Fund
from tracker.domain.queries import linked
from tracker.web import access, archiving, clash, language, submissions, unit
from tracker.web.access import guard
from tracker.web.called import called
from tracker.web.forms.funding import ExpenditureForm, FundForm, RequirementForm
from tracker.web.forms.sources import offer_documents
from tracker.web.fragments import page, see
from tracker.web.parts import Owner, PartPage, routes
from tracker.web.views.contributions import need_money

bp = Blueprint("funds", __name__)
parts = Blueprint("parts", __name__)


@bp.route("/funds/new", methods=["GET", "POST"])
@guard.signed_in
def new() -> Response:
    need_money()
    form: Any = FundForm()
    offer_documents(form)
    if draft := form.draft(FundDraft):
        if address := submissions.already(unit.session(), form.submission.data):
            return see(address)
        made = acts.create(unit.session(), draft=draft, language=language.current())
        address = url_for("funding.fund", code=made.record.code)
        submissions.remember(unit.session(), form.submission.data, address)
        flash(_("The fund is made. What it needs and who gives is recorded on this page."), "done")
        return see(address)
    return _page(form, None)


@bp.route("/funds/<code>/edit", methods=["GET", "POST"])
@guard.signed_in
def edit(code: str) -> Response:
    row = editable(code)
    standing = _standing(row)
    form: Any = FundForm(formdata=clash.chosen(standing), data=standing).speaking(row.record.language)
    offer_documents(form)
    if draft := form.draft(FundDraft):
        try:
            acts.edit(unit.session(), fund=row, draft=draft, version=form.version.data)
        except Clash as newer:
            return _clash(form, row, standing, newer.current)
        else:
            flash(_("Saved."), "done")
            return see(url_for("funding.fund", code=code))
    return _page(form, row)


def editable(code: str, *, archived: bool = False) -> Fund:
    """The fund, when the person asking may edit money; 404 or 403 with the reason otherwise."""
    row = access.found(linked.one(unit.session(), access.viewer(), Fund, RecordKind.fund, code))
    need_money()
    if not archived:
        access.need(
            row.record.archived_at is None,
            _("This fund is archived."),
            _("Restore it on its page first, or ask a coordinator to."),
        )
    return row


def _standing(row: Fund) -> dict[str, Any]:
    """What the form shows of a fund as it stands."""
    columns = {name: getattr(row, name) for name in acts.COLUMNS}
    source = citations.stated(unit.session(), row.id or 0)
    return columns | source | {"visibility": row.record.visibility, "version": row.version}


def _clash(form: Any, row: Fund, standing: dict[str, Any], version: int) -> Response:  # noqa: ANN401 - untyped fields
    theirs = {name: value for name, value in standing.items() if name != "version"}
    own = row.id or 0
    base = clash.base_of(own, "fund", form.version.data, theirs)
    return clash.page(form, record_id=own, entity="fund", base=base, theirs=theirs, version=version)


def _page(form: Any, row: Fund | None) -> Response:  # noqa: ANN401 - as above
    return page(
        "funding/edit.html",
        status=form.status,
        form=form,
        heading=_("Edit the fund") if row else _("Make a fund"),
        back=(row.name, url_for("funding.fund", code=row.record.code)) if row else None,
        act=_("Save the fund") if row else _("Make the fund"),
        new_donor=None,
    )


def offer_source(form: Any, _owner: Any) -> None:  # noqa: ANN401 - as above
    """Fill the boxes of a form that offers nothing but its source's documents."""
    offer_documents(form)


def _title(row: Fund) -> str:
    return called(row)


archiving.routes(
    bp,
    "/funds/<code>",
    "funding.fund",
    editable,
    (
        lazy_gettext("The fund is archived: it has left lists and sums. It can be restored from its page."),
        lazy_gettext("The fund is back in lists and sums."),
    ),
)
routes(
    parts,
    "/funds/<code>",
    Owner(editable, "funding.fund", _title, ("funding.index", lazy_gettext("Funding"))),
    {
        "requirements": PartPage(
            REQUIREMENT_OF_FUND,
            RequirementForm,
            lazy_gettext("Add what is needed"),
            lazy_gettext("What is needed"),
            offer_source,
        ),
        "expenditures": PartPage(
            EXPENDITURE_OF_FUND, ExpenditureForm, lazy_gettext("Add an expenditure"), lazy_gettext("Expenditure")
        ),
    },
)
bp.register_blueprint(parts)
