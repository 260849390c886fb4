"""One project of a review after another: what is decided and agreed is written down here, each by itself."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Response, flash, url_for
from flask_babel import gettext as _

from tracker.domain import rules
from tracker.domain.actions import parts
from tracker.domain.actions import reviews as acts
from tracker.domain.codes import ActionState, Role
from tracker.domain.drafts.projects import ActionPointDraft
from tracker.domain.drafts.reviews import DecisionDraft
from tracker.domain.errors import Clash, NotFound
from tracker.domain.models import ActionPoint, Decision, Project, Review
from tracker.domain.queries import changes, choices, project_page, review_page
from tracker.domain.queries import reviews as queries
from tracker.domain.queries.review_page import Place
from tracker.web import access, arguments, clash, language, submissions, unit
from tracker.web.access import guard
from tracker.web.forms.reviews import AgreedForm, DecisionForm, SeenForm
from tracker.web.fragments import page, see, wants_fragment
from tracker.web.reading import notes, reader
from tracker.web.views.projects import need_open as need_project
from tracker.web.views.reviews import bp, loaded, need_open, to_run

KIND = "<any(decisions, actions):kind>"
FORMS: dict[str, type[Any]] = {"decisions": DecisionForm, "actions": AgreedForm}
DRAFTS: dict[str, type[Any]] = {"decisions": DecisionDraft, "actions": ActionPointDraft}


@dataclass(frozen=True)
class At:
    """Where in a review something is written down: at a project, or (`n` is 0) about the review as a whole."""

    review: Review
    n: int
    place: Place | None
    project: Project | None

    @property
    def address(self) -> str:
        code = self.review.record.code
        return url_for("reviews.walk", code=code, n=self.n) if self.n else url_for("reviews.show", code=code)


@bp.get("/reviews/<code>/<int:n>")
@guard.signed_in
def walk(code: str, n: int) -> Response:
    at = _at(loaded(code), n)
    if at.place is None:
        return see(at.address)
    viewer, session = access.viewer(), unit.session()
    seen = review_page.walk(session, reader(), at.review, at.place)
    own = at.place.stop.project_id
    return page(
        "reviews/walk.html",
        seen=seen,
        at=at,
        may_run=rules.can_run_reviews(viewer),
        may_act=rules.can_edit_project(viewer, own) and not seen.project.project.record.archived_at,
        may_move=_may_move([*seen.actions, *(seen.former.actions if seen.former else [])]),
        decision=DecisionForm(formdata=None),
        action=_offer(AgreedForm(formdata=None)),
        territory_notes=notes(seen.project.territories),
    )


@bp.post("/reviews/<code>/<int:n>/seen")
@guard.signed_in
def discuss(code: str, n: int) -> Response:
    at = _at(to_run(code), n)
    if at.place is None:
        raise NotFound
    seen = bool(SeenForm().seen.data)
    acts.discuss(unit.session(), review=at.review, project_id=at.place.stop.project_id, seen=seen)
    if wants_fragment():
        return page("reviews/_said.html", "tick", at=at, seen=seen)
    return see(at.address)


@bp.route(f"/reviews/<code>/<int:n>/{KIND}", methods=["GET", "POST"])
@guard.signed_in
def write(code: str, n: int, kind: str) -> Response:
    at = _writable(code, n, kind)
    form: Any = _offer(FORMS[kind]())
    if draft := form.draft(DRAFTS[kind]):
        session = unit.session()
        already = submissions.already(session, form.submission.data)
        if not already:
            row = _add(at, kind, draft)
            submissions.remember(session, form.submission.data, at.address)
        if not wants_fragment():
            flash(_("Written down."), "done")
            return see(already or at.address)
        fresh = _offer(FORMS[kind](formdata=None))
        lines = [] if already else [_line(at, kind, row.id)]
        return page("reviews/_said.html", "added", at=at, kind=kind, form=fresh, lines=lines)
    return _part(at, kind, form)


@bp.get(f"/reviews/<code>/<int:n>/{KIND}/news")
@guard.signed_in
def news(code: str, n: int, kind: str) -> Response:
    """What was written down here after the last line that the page has."""
    at = _at(loaded(code), n)
    lines = [one for one in _lines(at, kind) if one.id > arguments.whole("after", 0)]
    asked: dict[str, Any] = {"may_edit": _may_edit(at, kind), "may_move": _may_move(lines) if kind == "actions" else ()}
    return (
        page("reviews/_said.html", "news", at=at, kind=kind, lines=lines, **asked)
        if wants_fragment()
        else see(at.address)
    )


def _add(at: At, kind: str, draft: Any) -> Decision | ActionPoint:  # noqa: ANN401 - the draft of either
    session, lang = unit.session(), language.current()
    if kind == "decisions":
        return acts.decide(session, review=at.review, project=at.project, draft=draft, language=lang)
    if at.project is None:
        raise NotFound
    return acts.agree(session, review=at.review, project=at.project, draft=draft, language=lang)


@bp.route(f"/reviews/<code>/<int:n>/{KIND}/<int:part_id>", methods=["GET", "POST"])
@guard.signed_in
def rewrite(code: str, n: int, kind: str, part_id: int) -> Response:
    at = _writable(code, n, kind)
    row, part = _row(at, kind, part_id), acts.PARTS[kind]
    standing = parts.standing(unit.session(), part, row)
    form: Any = FORMS[kind](formdata=clash.chosen(standing), data=standing | {"version": row.version})
    _offer(form).speaking(row.record.language)
    if arguments.text("as") == "line" and wants_fragment():
        return _as_line(at, kind, part_id)
    if draft := form.draft(DRAFTS[kind]):
        if kind == "actions":
            draft.state = row.state  # the form does not ask for it
        acts.hold(unit.session(), at.review)
        try:
            parts.edit(unit.session(), part, row=row, draft=draft, version=form.version.data)
        except Clash as newer:
            return _clash(form, kind, row, standing, newer.current)
        if wants_fragment():
            return _as_line(at, kind, part_id)
        flash(_("Saved."), "done")
        return see(at.address)
    return _part(at, kind, form, row)


def _clash(form: Any, kind: str, row: Any, standing: dict[str, Any], version: int) -> Response:  # noqa: ANN401 - either
    entity = acts.PARTS[kind].kind.value
    then = changes.at_version(unit.session(), row.id, entity, form.version.data or 0)
    base = {name: (then.values if then else {}).get(name, value) for name, value in standing.items()}
    return clash.page(form, record_id=row.id, entity=entity, base=base, theirs=standing, version=version)


@bp.post(f"/reviews/<code>/<int:n>/{KIND}/<int:part_id>/<any(remove, undo):what>")
@guard.signed_in
def put_away(code: str, n: int, kind: str, part_id: int, what: str) -> Response:
    at = _writable(code, n, kind)
    row, part = _row(at, kind, part_id, archived=what == "undo"), acts.PARTS[kind]
    acts.hold(unit.session(), at.review)
    if what == "undo":
        parts.bring_back(unit.session(), part, row=row)
    else:
        parts.take_away(unit.session(), part, row=row, version=FORMS[kind]().version.data)
    if wants_fragment():
        if what == "undo":
            return _as_line(at, kind, part_id)
        return page("reviews/_said.html", "removed", at=at, kind=kind, part_id=part_id)
    flash(_("It is back.") if what == "undo" else _("Removed. Its history stays."), "done")
    return see(f"{at.address}?{urlencode({'removed': part_id, 'kind': kind})}" if what == "remove" else at.address)


@bp.post("/reviews/<code>/<int:n>/actions/<int:part_id>/<any(done, open):what>")
@guard.signed_in
def move(code: str, n: int, part_id: int, what: str) -> Response:
    """An action of this review, or of the one before it, is done or open again."""
    at = _at(loaded(code), n)
    row = unit.session().get(ActionPoint, part_id)
    if row is None or row.review_id not in {at.review.id, at.review.former_id} or row.review_id is None:
        raise NotFound
    if at.project is None or row.project_id != at.project.id or row.record.archived_at is not None:
        raise NotFound
    access.need(
        rules.can_move_action_point(access.viewer(), row.project_id, row.owner_id),
        _("Whoever has to do it says when it is done, and this project's managers and the coordinators."),
        _("Ask one of its managers, or a coordinator."),
    )
    parts.move(unit.session(), row=row, state=ActionState(what), version=AgreedForm().version.data)
    if wants_fragment():
        if row.review_id == at.review.id:
            return _as_line(at, "actions", part_id)
        return page("reviews/_said.html", "former", at=at, line=_line(at, "actions", part_id, of=row.review_id))
    flash(_("It is done.") if row.state == ActionState.done else _("It is open again."), "done")
    return see(at.address)


def _at(review: Review, n: int) -> At:
    """A place in a review, if whoever asks may see the project there: 404 otherwise."""
    if n == 0:
        return At(review, 0, None, None)
    place = access.found(review_page.place(unit.session(), reader(), review, n))
    return At(review, n, place, project_page.by_code(unit.session(), access.viewer(), place.stop.code))


def _writable(code: str, n: int, kind: str) -> At:
    """The place, for whoever may write down such a thing there: 403 with the reason otherwise."""
    at = _at(to_run(code) if kind == "decisions" else loaded(code), n)
    need_open(at.review)
    if kind == "actions":
        if at.project is None:
            raise NotFound
        access.need(
            rules.can_edit_project(access.viewer(), at.project.id or 0),
            _("Only this project's managers and the coordinators edit it."),
            _("Ask one of its managers, or a coordinator."),
        )
        need_project(at.project)
    return at


def _row(at: At, kind: str, part_id: int, *, archived: bool = False) -> Any:  # noqa: ANN401 - a decision or an action
    row: Any = unit.session().get(acts.PARTS[kind].table, part_id)
    here = (
        row is not None and row.review_id == at.review.id and row.project_id == (at.project.id if at.project else None)
    )
    if not here or (row.record.archived_at is not None) != archived:
        raise NotFound
    return row


def _line(at: At, kind: str, part_id: int | None, *, of: int | None = None) -> Any:  # noqa: ANN401 - a line of either
    """What was written down, as the page shows it."""
    return next(one for one in _lines(at, kind, of=of) if one.id == part_id)


def _lines(at: At, kind: str, *, of: int | None = None) -> list[Any]:
    """The decisions at this place, or the actions of its project, in a review."""
    session, asking = unit.session(), reader()
    if kind == "decisions":
        return [one for one in queries.decisions(session, asking, at.review) if (one.position or 0) == at.n]
    own = at.project.id if at.project else None
    return [one for one in queries.actions(session, asking, of or at.review.id) if one.project_id == own]


def _as_line(at: At, kind: str, part_id: int) -> Response:
    """The line alone, as it stands, with what this person may do with it."""
    line = _line(at, kind, part_id)
    may_move = kind == "actions" and bool(_may_move([line]))
    may_edit = _may_edit(at, kind)
    return page("reviews/_said.html", "line", at=at, kind=kind, line=line, may_edit=may_edit, may_move=may_move)


def _may_edit(at: At, kind: str) -> bool:
    """May this person change what stands here?"""
    viewer = access.viewer()
    own = at.project.id or 0 if at.project else 0
    may = rules.can_run_reviews(viewer) if kind == "decisions" else rules.can_edit_project(viewer, own)
    return at.review.closed_at is None and may


def _may_move(lines: list[Any]) -> set[int]:
    viewer = access.viewer()
    return {one.id for one in lines if rules.can_move_action_point(viewer, one.project_id, one.owner_id)}


def _offer(form: Any) -> Any:  # noqa: ANN401 - either form
    """Fill the box of people, where the form has one."""
    if "owner_id" in form:
        people = choices.people(unit.session(), *(role for role in Role if role != Role.viewer))
        form.owner_id.choices = [("", _("nobody yet")), *people]
    return form


def _part(at: At, kind: str, form: Any, row: Any = None) -> Response:  # noqa: ANN401 - as above
    return page(
        "reviews/part.html",
        "form",
        status=form.status,
        at=at,
        kind=kind,
        form=form,
        part_id=row.id if row else None,
        in_place=wants_fragment(),
    )
