"""Reviews: the list, one review, beginning and changing one."""

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from tracker.domain import dates, rules, selections
from tracker.domain.actions import reviews as acts
from tracker.domain.codes import Role
from tracker.domain.drafts.reviews import ReviewDraft
from tracker.domain.errors import Clash, Refused
from tracker.domain.models import Review
from tracker.domain.queries import review_page, scope_selection
from tracker.domain.queries import reviews as queries
from tracker.web import access, arguments, clash, language, problems, selected, submissions, unit
from tracker.web.access import guard
from tracker.web.forms.reviews import DecisionForm, ReviewForm
from tracker.web.fragments import page, see
from tracker.web.reading import around, reader

bp = Blueprint("reviews", __name__)


@bp.get("/reviews")
@guard.signed_in
def index() -> Response:
    _need_inside()
    asking = reader()
    found = queries.listed(unit.session(), asking, page=arguments.number(), per_page=arguments.per_page())
    return page("reviews/list.html", "results", found=found, may_run=rules.can_run_reviews(asking.viewer))


@bp.get("/reviews/<code>")
@guard.signed_in
def show(code: str) -> Response:
    review = loaded(code)
    seen = review_page.page(unit.session(), reader(), review)
    return page(
        "reviews/show.html",
        seen=seen,
        form=DecisionForm(formdata=None),
        told=selected.told(review.selection),
        may_run=rules.can_run_reviews(access.viewer()),
        **around(seen.dossier),
    )


@bp.route("/reviews/new", methods=["GET", "POST"])
@guard.role(Role.coordinator, Role.administrator)
def new() -> Response:
    try:
        selection = selections.canonical(request.args.get("selection", ""))
    except Refused as refused:
        return _form(ReviewForm(formdata=None), "", why=problems.words(refused))
    form = ReviewForm(data=_usual(selection))
    if draft := form.draft(ReviewDraft):
        if address := submissions.already(unit.session(), form.submission.data):
            return see(address)
        try:
            review = acts.begin(
                unit.session(),
                viewer=access.viewer(),
                selection=selection,
                draft=draft,
                language=language.current(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            address = url_for("reviews.show", code=review.record.code)
            submissions.remember(unit.session(), form.submission.data, address)
            return see(address)
    return _form(form, selection)


def _usual(selection: str) -> dict[str, object]:
    """What the form of a new review holds at first: called after its list, compared with the review before it."""
    before = queries.former_of(unit.session(), selection)
    told = " · ".join(str(line.said) for line in selected.told(selection))
    return {
        "title": _("Review: %(list)s", list=told) if told else _("Review of all projects"),
        "held_day": dates.today(),
        "since": before.held_day if before else None,
    }


def _form(form: ReviewForm, selection: str, why: str = "") -> Response:
    session = unit.session()
    number = len(scope_selection.found(session, access.viewer(), selection, day=dates.today())) if selection else 0
    return page(
        "reviews/new.html",
        status=422 if why else form.status,
        form=form,
        why=why,
        number=number,
        told=selected.told(selection) if selection else (),
        going=queries.open_one(session, selection) if selection and number else None,
    )


@bp.route("/reviews/<code>/edit", methods=["GET", "POST"])
@guard.signed_in
def edit(code: str) -> Response:
    review = to_run(code)
    theirs = {name: getattr(review, name) for name in acts.COLUMNS}
    form = ReviewForm(formdata=clash.chosen(theirs), data={**theirs, "version": review.version})
    form.speaking(review.record.language)
    if draft := form.draft(ReviewDraft):
        try:
            acts.edit(unit.session(), review=review, draft=draft, version=form.version.data)
        except Clash as newer:
            own = review.id or 0
            base = clash.base_of(own, "review", form.version.data, theirs)
            return clash.page(form, record_id=own, entity="review", base=base, theirs=theirs, version=newer.current)
        flash(_("Saved."), "done")
        return see(url_for("reviews.show", code=code))
    return page("reviews/edit.html", status=form.status, form=form, review=review)


def loaded(code: str) -> Review:
    """The review, if whoever asks may see it: 404 otherwise, 403 with the reason for whom reviews are not for."""
    _need_inside()
    return access.found(queries.by_code(unit.session(), access.viewer(), code))


def to_run(code: str, *, closed: bool = False) -> Review:
    """The review, for whoever runs it; `closed`: one that is closed, else one that is open."""
    review = loaded(code)
    access.need(rules.can_run_reviews(access.viewer()), _("Reviews are run by coordinators."))
    if not closed:
        need_open(review)
    return review


def need_open(review: Review) -> None:
    """Refuse to change a review that is closed."""
    access.need(
        review.closed_at is None,
        _("This review is closed: it is only read."),
        _("Ask a coordinator to open it again."),
    )


def _need_inside() -> None:
    access.need(rules.sees_inside(access.viewer()), _("Reviews are for the programme's own people."))
