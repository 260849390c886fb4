"""Many briefs at once: ordering them, how far they are, and what is carried away.

A batch belongs to whoever ordered it, and to coordinators and administrators, as its briefs do.
"""

from typing import Any

from flask import Blueprint, Response, current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker import jobs
from tracker.domain import rules
from tracker.domain.batch_orders import MOST_BRIEFS
from tracker.domain.codes import BatchKind, JobState
from tracker.domain.figures import pace
from tracker.domain.queries import batch_subjects as subjects
from tracker.domain.queries import batches as queries
from tracker.domain.queries import briefs
from tracker.domain.queries.batch_subjects import Subject
from tracker.domain.queries.batches import BatchLine
from tracker.exchange import batch_files
from tracker.language import OWN_NAMES, translator
from tracker.web import access, arguments, downloads, language, selected, submissions, unit
from tracker.web.access import guard
from tracker.web.forms.batches import BatchForm
from tracker.web.fragments import page, see, wants_fragment
from tracker.web.reading import reader

bp = Blueprint("batches", __name__)

MOST_LINKS = 200
"""As many addresses stand on the page; more are in the text file only."""


@bp.get("/briefs/batches")
@guard.signed_in
def index() -> Response:
    found = queries.listed(unit.session(), access.viewer(), number=arguments.number(), per_page=arguments.per_page())
    may_print = rules.can_print_briefs(access.viewer())
    return page("batches/list.html", found=found, names=OWN_NAMES, may_print=may_print)


@bp.route("/briefs/batches/new", methods=["GET", "POST"])
@guard.signed_in
def new() -> Response:
    access.need(rules.can_print_briefs(access.viewer()), _("Briefs are printed by the programme's own people."))
    form = BatchForm(data=_asked())
    found = subjects.subjects(unit.session(), reader(), form.order.kind, form.order.selection)
    if form.validate_on_submit():
        if request.form.get("action") == "count":
            return see(url_for("batches.new", **form.order.asked()))
        if form.check_number(len(found) * len(form.order.langs)):
            return _order(form, found)
    order = form.order
    one = queries.time_for_each(unit.session(), order.brief_kind) or pace.GUESS
    return page(
        "batches/new.html",
        "count",
        status=form.status,
        form=form,
        order=order,
        found=found,
        number=len(found) * len(order.langs),
        most=MOST_BRIEFS,
        takes=one * len(found) * len(order.langs),
        kinds=list(BatchKind),
        conditions=selected.told(order.selection),
    )


def _asked() -> dict[str, Any]:
    """What the address asks for; in the reader's language, where it names none."""
    usual = [] if wants_fragment() else [language.current()]
    kind = arguments.text("kind")
    return {
        "kind": kind if kind in list(BatchKind) else BatchKind.territories.value,
        "selection": request.args.get("selection", ""),
        "languages": request.args.getlist("languages") or usual,
        "full": bool(arguments.text("full")),
    }


def _order(form: BatchForm, found: list[Subject]) -> Response:
    """Put the briefs on the queue, once however often the form is sent: all of them or none."""
    session, order, sent = unit.session(), form.order, form.submission.data or ""
    if address := submissions.already(session, sent):
        return see(address)
    each = [one.args() for one in order.briefs(key for key, _name in found)]
    asker = access.viewer().user_id
    batch = jobs.enqueue_batch(session, queries.JOB, order.args(), asker, part=briefs.JOB, each=each)
    address = url_for("batches.show", batch_id=batch.id)
    submissions.remember(session, sent, address)
    return see(address)


@bp.get("/briefs/batches/<int:batch_id>")
@guard.signed_in
def show(batch_id: int) -> Response:
    session, viewer, batch = unit.session(), access.viewer(), _batch(batch_id)
    state = arguments.text("state") if arguments.text("state") in list(JobState) else ""
    found = queries.parts(session, viewer, batch, state=state, number=arguments.number(), per_page=arguments.per_page())
    unnamed = [part.order.key for part in found.rows if part.brief is None]
    return page(
        "batches/show.html",
        "progress",
        batch=batch,
        found=found,
        state=state,
        names=subjects.named(session, reader(), batch.order.kind, unnamed),
        left=queries.time_left(session, batch) if batch.progress.waiting else None,
        links=_links(batch),
        languages=OWN_NAMES,
        conditions=[] if wants_fragment() else selected.told(batch.order.selection),
        may_print=rules.can_print_briefs(viewer),
    )


def _links(batch: BatchLine) -> str:
    """The addresses, once the batch has come to its end, where they are few enough for a page."""
    few = 0 < batch.progress.done <= MOST_LINKS
    return batch_files.links(_carried(batch)) if few and not batch.progress.waiting else ""


@bp.post("/briefs/batches/<int:batch_id>/<any(cancel, retry):what>")
@guard.signed_in
def act(batch_id: int, what: str) -> Response:
    batch = _batch(batch_id)
    access.need(rules.can_print_briefs(access.viewer()), _("Briefs are printed by the programme's own people."))
    if what == "cancel":
        number = jobs.cancel(unit.session(), batch.id)
        said = ngettext("%(num)s brief is cancelled.", "%(num)s briefs are cancelled.", number)
    else:
        number = jobs.retry(unit.session(), batch.id)
        said = ngettext("%(num)s brief is printed again.", "%(num)s briefs are printed again.", number)
    flash(said, "done")
    return see(url_for("batches.show", batch_id=batch.id))


@bp.get("/briefs/batches/<int:batch_id>/links.txt")
@guard.signed_in
def links(batch_id: int) -> Response:
    batch = _batch(batch_id)
    return _saved(batch_files.links(_carried(batch)), "text/plain", f"{_name(batch)}.txt")


@bp.get("/briefs/batches/<int:batch_id>/briefs.zip")
@guard.signed_in
def archive(batch_id: int) -> Response:
    batch = _batch(batch_id)
    return _saved(batch_files.archive(_carried(batch), downloads.place()), "application/zip", f"{_name(batch)}.zip")


def _batch(batch_id: int) -> BatchLine:
    return access.found(queries.by_id(unit.session(), access.viewer(), batch_id))


def _carried(batch: BatchLine) -> batch_files.Carried:
    return batch_files.Carried(
        parts=queries.every_part(unit.session(), access.viewer(), batch),
        public_url=current_app.extensions["tracker"].settings.public_url,
        languages=OWN_NAMES,
        say=translator(language.current()),
    )


def _name(batch: BatchLine) -> str:
    return f"briefs-{batch.order.kind.value}-{batch.asked_at:%Y-%m-%d}-{batch.id}"


def _saved(content: Any, media_type: str, name: str) -> Response:  # noqa: ANN401 - a text, or pieces of a file
    response = Response(content, mimetype=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
