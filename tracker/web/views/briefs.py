"""Briefs: the archive, a preview, ordering one, how far it is, and the printed file.

A brief belongs to the person who printed it, and to coordinators and administrators; to others it does not exist.
"""

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from tracker import formats, jobs
from tracker.briefs import collect, source
from tracker.domain import rules
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import LANGUAGES, BriefKind
from tracker.domain.queries import batches, mentions
from tracker.domain.queries import briefs as queries
from tracker.domain.queries.briefs import BriefLine, Subjects
from tracker.web import access, arguments, downloads, language, submissions, unit
from tracker.web.access import guard
from tracker.web.forms.account import OWN_NAMES
from tracker.web.forms.briefs import SUBJECTS, BriefForm
from tracker.web.fragments import page, see
from tracker.web.reading import notes, reader

bp = Blueprint("briefs", __name__)


@bp.get("/briefs")
@guard.signed_in
def index() -> Response:
    asked = queries.Asked(
        **{name: arguments.text(name) for name in ("key", "kind", "language")},
        page=arguments.number(),
        per_page=arguments.per_page(),
    )
    session, viewer = unit.session(), access.viewer()
    found, about = queries.listed(session, viewer, asked), queries.keys(session, viewer)
    return page(
        "briefs_archive/list.html",
        "results",
        found=found,
        waiting=queries.unfinished(session, viewer),
        batches=batches.latest(session, viewer),
        about=about,
        territory_notes=_notes(*(title for _key, title in about), *(one.title for one in found.rows)),
        asked=asked,
        names=OWN_NAMES,
        kinds={kind.value: formats.label(kind, language.current()).capitalize() for kind in BriefKind},
        may_print=rules.can_print_briefs(viewer),
    )


@bp.route("/briefs/new", methods=["GET", "POST"])
@guard.signed_in
def new() -> Response:
    _need_printing()
    asked = {name: arguments.text(name) for name in ("kind", "key", "language", "full")}
    usual = {"kind": BriefKind.mission.value, "language": language.current()}
    form = BriefForm(data=usual | {name: value for name, value in asked.items() if value})
    offered = _offer(form)
    if form.validate_on_submit():
        if request.form.get("action") == "preview":
            return see(url_for("briefs.preview", **form.order.asked()))
        return _order(form)
    return page(
        "briefs_archive/new.html",
        status=form.status,
        form=form,
        kinds=list(BriefKind),
        territory_notes=notes(offered.territories),
    )


def _order(form: BriefForm) -> Response:
    """Put the brief on the queue, once however often the form is sent."""
    sent = form.submission.data or ""
    if address := submissions.already(unit.session(), sent):
        return see(address)
    job = jobs.enqueue(unit.session(), queries.JOB, form.order.args(), access.viewer().user_id)
    address = url_for("briefs.job", job_id=job.id)
    submissions.remember(unit.session(), sent, address)
    return see(address)


@bp.get("/briefs/preview")
@guard.signed_in
def preview() -> Response:
    _need_printing()
    asking, order = reader(), _asked()
    told = collect.brief(unit.session(), order, viewer=asking.viewer, today=asking.day)
    article = Markup(source.html(told, for_screen=True))  # noqa: S704 - rendered with escaping, by the briefs' own templates
    return page("briefs_archive/preview.html", article=article, told=told, order=order, form=BriefForm(formdata=None))


def _asked() -> BriefOrder:
    """The order that the address says."""
    asked = arguments.text("kind") or BriefKind.mission.value
    kind = access.found(BriefKind(asked) if asked in list(BriefKind) else None)
    lang = arguments.text("language") if arguments.text("language") in LANGUAGES else language.current()
    return BriefOrder(kind=kind, key=arguments.text("key"), lang=lang, full=bool(arguments.text("full")))


@bp.get("/briefs/jobs/<int:job_id>")
@guard.signed_in
def job(job_id: int) -> Response:
    found = access.found(queries.job(unit.session(), access.viewer(), job_id))
    return page("briefs_archive/job.html", "progress", job=found, names=OWN_NAMES)


@bp.get("/briefs/<int:brief_id>")
@guard.signed_in
def show(brief_id: int) -> Response:
    brief = _brief(brief_id)
    kept = downloads.kept(brief.sha256)
    return page(
        "briefs_archive/show.html", brief=brief, kept=kept, names=OWN_NAMES, territory_notes=_notes(brief.title)
    )


@bp.get("/briefs/<int:brief_id>/pdf")
@guard.signed_in
def pdf(brief_id: int) -> Response:
    brief = _brief(brief_id)
    file = downloads.File(brief.sha256, brief.size, "application/pdf", brief.file_name)
    return downloads.send(file, shown="open" in request.args)


def _need_printing() -> None:
    access.need(rules.can_print_briefs(access.viewer()), _("Briefs are printed by the programme's own people."))


def _brief(brief_id: int) -> BriefLine:
    return access.found(queries.by_id(unit.session(), access.viewer(), brief_id))


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


def _notes(*titles: str) -> list[str]:
    """The standing texts that the names in these titles need."""
    return notes((), mentions.mentioned(unit.session(), titles))
