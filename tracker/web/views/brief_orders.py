"""Ordering a brief: the form, the check before printing, the preview; then it stands on the queue."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from tracker import jobs
from tracker.briefs import collect, source
from tracker.briefs.model import Brief
from tracker.domain import rules
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import LANGUAGES, BriefKind
from tracker.domain.errors import Refused
from tracker.domain.queries import briefs as queries
from tracker.domain.queries.briefs import Subjects
from tracker.former import former
from tracker.web import (
    access,
    arguments,
    covering,
    doubts,
    downloads,
    issuing,
    language,
    ordered_days,
    other_day,
    selected,
    submissions,
    unit,
)
from tracker.web.access import guard
from tracker.web.forms.briefs import SUBJECTS, BriefForm
from tracker.web.fragments import page, see
from tracker.web.reading import notes, notes_of_words, reader
from tracker.web.selected import Chosen
from tracker.web.views.briefs import bp


@bp.route("/briefs/new", methods=["GET", "POST"])
@guard.signed_in
def new() -> Response:
    _need_printing()
    asked = {name: arguments.text(name) for name in ("kind", "key", "language", "second", "full")}
    asked |= {"selection": request.args.get("selection", "")}
    usual = {"kind": BriefKind.mission.value, "language": language.current(), "note": covering.given()}
    form = BriefForm(data=usual | other_day.asked() | {name: value for name, value in asked.items() if value})
    chosen, offered = _subjects(form)
    if not (chosen and chosen.why) and form.validate_on_submit() and ordered_days.is_sound(form):
        try:
            return _sent(form)
        except Refused as refused:
            form.refuse(refused)
    return _form(form, chosen, offered)


def _sent(form: BriefForm) -> Response:
    """Where an order leads: to its preview where that was asked for, else to the queue."""
    if (action := request.form.get("action")) in {"preview", "issue"}:
        anchor = "issue" if action == "issue" else None
        return see(url_for("briefs.preview", **covering.keep(form.order), _anchor=anchor))
    return _order(form)


def _subjects(form: BriefForm) -> tuple[Chosen | None, Subjects]:
    """The projects that it is about, or else what it can be about."""
    chosen = selected.chosen(form)
    return chosen, Subjects([], []) if chosen else _offer(form)


def _form(form: BriefForm, chosen: Chosen | None, offered: Subjects) -> Response:
    return page(
        "briefs_archive/new.html",
        status=422 if chosen and chosen.why else form.status,
        form=form,
        chosen=chosen,
        kinds=list(BriefKind),
        may_issue=rules.can_issue_some(access.viewer(), form.brief_kind),
        territory_notes=notes(offered.territories),
    )


def _order(form: BriefForm) -> Response:
    """Put the brief on the queue, once however often the form is sent; the check comes before it."""
    sent = form.submission.data or ""
    if address := submissions.already(unit.session(), sent):
        return see(address)
    issuing.need(form.order)
    if doubts.to_be_shown(form.order):
        next_page = "briefs.preview" if form.order.issue else "briefs.check"
        return see(url_for(next_page, **covering.keep(form.order)))
    if not doubts.seen():
        flash(_("The check found nothing to look at."), "done")
    unit.begin_writing()
    job = jobs.enqueue(unit.session(), queries.JOB, form.order.args(), access.viewer().user_id)
    address = url_for("briefs.job", job_id=job.id)
    submissions.remember(unit.session(), sent, address)
    return see(address)


@bp.get("/briefs/preview")
@guard.signed_in
def preview() -> Response:
    def shown(order: BriefOrder, told: Brief) -> Response:
        article = Markup(source.html(told, for_screen=True))  # noqa: S704 - rendered with escaping, by the briefs' own templates
        return _page("briefs_archive/preview.html", order, told, article=article, offer=issuing.offer(order, told))

    return _of_order(shown)


@bp.get("/briefs/check")
@guard.signed_in
def check() -> Response:
    def shown(order: BriefOrder, told: Brief) -> Response:
        return _page(
            "briefs_archive/check.html",
            order,
            told,
            addresses=doubts.addresses(unit.session(), access.viewer(), told.doubts),
            territory_notes=notes_of_words(told.title.text, *(one.about.text for one in told.doubts)),
        )

    return _of_order(shown)


def _of_order(shown: Callable[[BriefOrder, Brief], Response]) -> Response:
    """A page about the brief that the address orders; the form with the reason, where it cannot be met."""
    _need_printing()
    order = None
    try:
        order = _asked()
        told = _told(order)
    except Refused as refused:
        return _instead(order, refused)
    return shown(order, told)


def _page(template: str, order: BriefOrder, told: Brief, **more: Any) -> Response:  # noqa: ANN401 - what the template is given
    form, asked = BriefForm(formdata=None), covering.again(order)
    return page(template, told=told, order=order, asked=asked, form=form, **more)


def _told(order: BriefOrder) -> Brief:
    """What the ordered brief says to whoever asks."""
    session, asking = unit.session(), reader()
    before = former(session, order, viewer=asking.viewer, files=downloads.place())
    return collect.brief(session, order, viewer=asking.viewer, today=asking.day, former=before)


def _asked() -> BriefOrder:
    """The order that the address says."""
    asked = arguments.text("kind") or BriefKind.mission.value
    kind = access.found(BriefKind(asked) if asked in list(BriefKind) else None)
    lang = arguments.text("language") if arguments.text("language") in LANGUAGES else language.current()
    days = other_day.asked()
    selection = selected.asked() if kind == BriefKind.portfolio else ""
    return BriefOrder(
        kind=kind,
        key="" if selection else arguments.text("key"),
        selection=selection,
        lang=lang,
        second=arguments.text("second"),
        full=bool(arguments.text("full")),
        as_of=days.get("as_of"),
        known_on=days.get("known_on"),
        note=covering.given(),
    )


def _instead(order: BriefOrder | None, refused: Refused) -> Response:
    """The form of an order that cannot be met, with the reason; malformed days have no form to stand in."""
    if refused.field == "selection":
        return see(f"{url_for('briefs.new')}?{request.query_string.decode()}")
    if order is None:
        raise refused
    form = ordered_days.form_of(order, refused)
    return _form(form, *_subjects(form))


def _need_printing() -> None:
    access.need(rules.can_print_briefs(access.viewer()), _("Briefs are printed by the programme's own people."))


def _offer(form: BriefForm) -> Subjects:
    """Fill the box with what a brief of the kind can be about."""
    kind = form.brief_kind
    found = queries.subjects(unit.session(), reader(), kind)
    form.key.label.text = SUBJECTS[kind]
    form.key.choices = found.records
    if kind == BriefKind.mission:
        territories = [(one.code, one.listed) for one in found.territories]
        groups = {_("Missions"): found.records, _("Territories"): territories}
        form.key.choices = {name: choices for name, choices in groups.items() if choices}
    return found
