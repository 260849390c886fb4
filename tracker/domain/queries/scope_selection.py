"""What the brief of a selection of projects is about: the projects that their list finds, and what is tied to them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from tracker.domain.as_of import Times
from tracker.domain.codes import N_
from tracker.domain.errors import Refused
from tracker.domain.filters import read
from tracker.domain.models import Project, Territory
from tracker.domain.queries import rates, reviewed
from tracker.domain.queries import scope_rows as rows
from tracker.domain.queries.filter_names import named
from tracker.domain.queries.projects import ProjectFilter, fitting
from tracker.domain.queries.scope import Rows, Scope, is_allocated, told
from tracker.domain.queries.scope_beside import Beside
from tracker.domain.queries.texts import Said
from tracker.domain.rules import Viewer
from tracker.domain.selections import filters

NOTHING_FITS = N_("No project that you may see fits these filters.")


def selection_scope(session: Session, selection: str, *, lang: str, viewer: Viewer, times: Times) -> Scope:
    """Everything recorded of the projects that fit; raises Refused where none does.

    Of money only what is allocated to them counts, and of agreements and assessments those that are about them.
    """
    selected = of_projects(session, found(session, viewer, selection, day=times.day), viewer=viewer, times=times)
    if not selected.projects:
        raise Refused("selection", NOTHING_FITS)
    named = names(session, viewer, filters(selection), lang=lang, today=times.printed_on)
    return told(session, replace(selected, selected=named), lang=lang, viewer=viewer, times=times)


def minute_scope(session: Session, key: str, *, lang: str, viewer: Viewer, times: Times) -> Scope:
    """A review, by its code, with its projects as those of a selection; raises NotFound."""
    review = reviewed.of(session, viewer, key)
    rows_ = replace(
        of_projects(session, list(review.places), viewer=viewer, times=times),
        reviewed=review,
        selected=names(session, viewer, filters(review.row.selection), lang=lang, today=times.printed_on),
    )
    return told(session, rows_, lang=lang, viewer=viewer, times=times)


def of_projects(session: Session, ids: Sequence[int], *, viewer: Viewer, times: Times) -> Rows:
    """Everything recorded of these projects, as far as this person may see it."""
    projects = rows.projects(session, [], viewer, ids)
    project_ids = [rows.key_of(project) for project in projects]
    gifts = rows.contributions(session, project_ids, [], viewer)
    return Rows(
        territories=_territories(projects),
        projects=projects,
        updates=rows.updates(session, project_ids, times.day),
        disasters=rows.disasters(session, [], project_ids, viewer),
        agreements=rows.agreements(session, project_ids, [], viewer),
        requirements=rows.requirements(session, project_ids, []),
        contributions=[gift for gift in gifts if is_allocated(gift, project_ids)],
        assessments=rows.assessments(session, [], project_ids, viewer),
        events=rows.events(session, [], project_ids, [], viewer),
        beside=Beside(exchange=rates.exchange(session)),
    )


def found(session: Session, viewer: Viewer, selection: str, *, day: date) -> list[int]:
    """The projects that fit and that this person may see, by their ids; `day`: from which days are counted."""
    return fitting(session, viewer, ProjectFilter(**filters(selection), archived=False), day=day)


def names(
    session: Session, viewer: Viewer, given: Mapping[str, str], *, lang: str, today: date
) -> tuple[tuple[str, tuple[Said, ...]], ...]:
    """What the filters mean, as far as the records say it; a code that there is not, and what is no code, stays as it is."""
    values, _faults = read(given.items())
    known = named(session, viewer, values, lang=lang, today=today)
    return tuple(
        (name, tuple(known.get((name, value), Said(value, lang)) for value in values[name])) for name in sorted(values)
    )


def _territories(projects: Sequence[Project]) -> list[Territory]:
    return list({rows.key_of(one): one for project in projects for one in project.territories}.values())
