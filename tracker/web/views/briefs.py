"""Briefs that were printed: their archive, how far a job is, and the printed file.

A brief belongs to the person who printed it, and to coordinators and administrators; to others it does not exist.
How one is ordered stands in `brief_orders`, on the same blueprint.
"""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, request

from tracker import formats
from tracker.domain import rules
from tracker.domain.codes import BriefKind, BriefState
from tracker.domain.queries import archive, batches, mentions
from tracker.domain.queries import briefs as queries
from tracker.domain.queries.briefs import BriefLine
from tracker.language import OWN_NAMES
from tracker.web import access, arguments, downloads, language, unit
from tracker.web.access import guard
from tracker.web.fragments import page
from tracker.web.reading import notes, notes_of_words, reader

bp = Blueprint("briefs", __name__)

ARCHIVE = ("q", "key", "kind", "territory", "language", "person", "state", "sort")
"""What the archive's address may ask for."""


@bp.get("/briefs")
@guard.signed_in
def index() -> Response:
    given = {name: arguments.text(name) for name in ARCHIVE}
    asked = archive.Asked(**given, page=arguments.number(), per_page=arguments.per_page())
    session, viewer = unit.session(), access.viewer()
    found = queries.listed(session, viewer, asked)
    return page(
        "briefs_archive/list.html",
        "results",
        found=found,
        waiting=queries.unfinished(session, viewer),
        batches=batches.latest(session, viewer),
        asked=asked,
        names=OWN_NAMES,
        may_print=rules.can_print_briefs(viewer),
        **_choices(one.title for one in found.rows),
    )


def _choices(titles: Iterable[str]) -> dict[str, Any]:
    """What the archive can be narrowed to, and the notes that the names on its page need."""
    session, viewer, lang = unit.session(), access.viewer(), language.current()
    territories = archive.territories(session, viewer, language=lang, day=reader().day)
    return {
        "territory_choices": [(one.code, one.listed) for one in territories],
        "people": archive.people(session, viewer),
        "kinds": {kind.value: formats.label(kind, lang).capitalize() for kind in BriefKind},
        "states": {state.value: formats.label(state, lang) for state in BriefState},
        "territory_notes": notes(territories, mentions.mentioned(session, list(titles))),
    }


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
        "briefs_archive/show.html", brief=brief, kept=kept, names=OWN_NAMES, territory_notes=notes_of_words(brief.title)
    )


@bp.get("/briefs/<int:brief_id>/pdf")
@guard.signed_in
def pdf(brief_id: int) -> Response:
    kept = access.found(queries.file(unit.session(), access.viewer(), brief_id))
    file = downloads.File(kept.sha256, kept.size, "application/pdf", kept.name)
    return downloads.send(file, shown="open" in request.args)


def _brief(brief_id: int) -> BriefLine:
    return access.found(queries.by_id(unit.session(), access.viewer(), brief_id))
