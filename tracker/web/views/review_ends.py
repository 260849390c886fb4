"""Closing a review, which orders its minute, and opening it again."""

from flask import Response, flash, url_for
from flask_babel import gettext as _

from tracker import jobs
from tracker.domain.actions import reviews as acts
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import BriefKind
from tracker.domain.drafts.reviews import ReopenDraft
from tracker.domain.errors import Clash
from tracker.domain.models import Review
from tracker.domain.queries import briefs, review_page
from tracker.web import access, clash, language, submissions, unit
from tracker.web.access import guard
from tracker.web.forms.reviews import CloseForm, ReopenForm
from tracker.web.fragments import page, see
from tracker.web.reading import reader
from tracker.web.views.reviews import bp, to_run


@bp.route("/reviews/<code>/close", methods=["GET", "POST"])
@guard.signed_in
def close(code: str) -> Response:
    if address := submissions.already(unit.session(), CloseForm().submission.data):
        return see(address)
    review = to_run(code)
    form = CloseForm(data={"language": language.current(), "issue": True, "version": review.version})
    if form.validate_on_submit():
        try:
            acts.close(unit.session(), viewer=access.viewer(), review=review, version=form.version.data)
        except Clash as newer:
            return _clash(form, review, newer.current)
        address = _order(form, review)
        submissions.remember(unit.session(), form.submission.data, address)
        flash(_("The review is closed. Its minute is being printed."), "done")
        return see(address)
    seen = review_page.page(unit.session(), reader(), review)
    return page("reviews/close.html", status=form.status, form=form, seen=seen)


def _order(form: CloseForm, review: Review) -> str:
    """Put the minute on the queue; where it is seen how far it is."""
    order = BriefOrder(
        kind=BriefKind.minute,
        key=review.record.code or "",
        lang=str(form.language.data),
        second=form.second.data or "",
        issue=bool(form.issue.data),
    )
    job = jobs.enqueue(unit.session(), briefs.JOB, order.args(), access.viewer().user_id)
    return url_for("briefs.job", job_id=job.id)


@bp.route("/reviews/<code>/reopen", methods=["GET", "POST"])
@guard.signed_in
def reopen(code: str) -> Response:
    review = to_run(code, closed=True)
    if review.closed_at is None:
        return see(url_for("reviews.show", code=code))
    form = ReopenForm(data={"version": review.version})
    if draft := form.draft(ReopenDraft):
        try:
            acts.reopen(unit.session(), review=review, why=draft.why, version=form.version.data)
        except Clash as newer:
            return _clash(form, review, newer.current)
        flash(_("The review is open again."), "done")
        return see(url_for("reviews.show", code=code))
    return page("reviews/reopen.html", status=form.status, form=form, review=review)


def _clash(form: CloseForm | ReopenForm, review: Review, version: int) -> Response:
    """Somebody saved the review meanwhile: what they did is looked at before it is closed or opened."""
    return clash.page(form, record_id=review.id or 0, entity="review", base={}, theirs={}, version=version)
