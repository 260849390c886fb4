"""What the brief of a selection of projects is about: the projects that their list finds, and what is tied to them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.domain.as_of import Times
from tracker.domain.codes import N_, RecordKind
from tracker.domain.errors import Refused
from tracker.domain.models import Programme, Project, Record, Territory, User
from tracker.domain.queries import linked, places, rates, reviewed, texts
from tracker.domain.queries import scope_rows as rows
from tracker.domain.queries.projects import ProjectFilter, fitting
from tracker.domain.queries.scope import Rows, Scope, is_allocated, told
from tracker.domain.queries.scope_beside import Beside
from tracker.domain.queries.texts import Said
from tracker.domain.rules import Viewer, sees_inside
from tracker.domain.selections import filters

NOTHING_FITS = N_("No project that you may see fits these filters.")


def selection_scope(session: Session, selection: str, *, lang: str, viewer: Viewer, times: Times) -> Scope:
    """Everything recorded of the projects that fit; raises Refused where none does.

    Of money only what is allocated to them counts, and of agreements and assessments those that are about them.
    """
    selected = of_projects(session, found(session, viewer, selection), viewer=viewer, times=times)
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


def found(session: Session, viewer: Viewer, selection: str) -> list[int]:
    """The projects that fit and that this person may see, by their ids."""
    return fitting(session, viewer, ProjectFilter(**filters(selection), archived=False))


def names(
    session: Session, viewer: Viewer, given: Mapping[str, str], *, lang: str, today: date
) -> tuple[tuple[str, Said], ...]:
    """What the filters mean, as far as the records say it; a code that there is not, and what is no code, stays as it is."""
    said = {name: Said(value, lang) for name, value in given.items()}
    if "territory" in given:
        of_code = sa.select(col(Record.id)).where(*_coded(RecordKind.territory, given["territory"]))
        for label in places.labels(session, lang, today, list(session.scalars(of_code))).values():
            said["territory"] = Said(label.listed, lang)
    if "programme" in given:
        programme = linked.one(session, viewer, Programme, RecordKind.programme, given["programme"])
        name = texts.load(session, lang, [programme.id]).on(programme, "name") if programme else None
        said["programme"] = name or said["programme"]
    if given.get("manager", "").isdecimal() and sees_inside(viewer):
        name_of = sa.select(col(User.name)).where(sa.cast(col(User.id), sa.String) == given["manager"])
        said["manager"] = Said(session.scalar(name_of) or given["manager"], lang)
    return tuple(sorted(said.items()))


def _coded(kind: RecordKind, code: str) -> tuple[sa.ColumnElement[bool], ...]:
    return col(Record.kind) == kind, col(Record.code) == code


def _territories(projects: Sequence[Project]) -> list[Territory]:
    return list({rows.key_of(one): one for project in projects for one in project.territories}.values())
