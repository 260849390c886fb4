"""A record's history as its readers meet it."""

from datetime import timedelta

import sqlalchemy as sa
import time_machine
from sqlmodel import Session

from tests import make
from tests.conftest import NOW
from tests.queries import counted
from tracker.domain import history
from tracker.domain import models as m
from tracker.domain.codes import UpdateState, Visibility
from tracker.domain.dates import now
from tracker.domain.queries import changes
from tracker.domain.queries.changes import Change, FieldChange


def told(session: Session, project: m.Project, *, inside: bool = True) -> list[Change]:
    session.commit()
    return changes.of_record(session, project.id or 0, inside=inside)


def test_a_change_tells_old_and_new_value_who_and_why(session: Session, clock: time_machine.Traveller) -> None:
    project, ada = make.project(session, title="Tents", start="2004"), make.user(session, "Ada")
    session.commit()
    clock.shift(timedelta(hours=1))
    history.acting(session, user_id=ada.id, name="", why="The donor asked for it.")
    project.title = "Houses"
    last = told(session, project)[0]
    assert (last.who, last.why, last.change, last.entity) == ("Ada", "The donor asked for it.", "update", "project")
    assert last.when == NOW + timedelta(hours=1)
    assert last.fields == (FieldChange("title", "Tents", "Houses"),)


def test_the_newest_change_comes_first_and_book_keeping_columns_say_nothing(session: Session) -> None:
    project = make.project(session, title="One")
    for title in ("Two", "Three"):
        session.commit()
        project.title = title
    found = told(session, project)
    assert [change.fields[0].new for change in found if change.fields] == ["Three", "Two"]
    assert not changes.SILENT & {field.field for change in found for field in change.fields}
    assert (found[-1].change, found[-1].fields) == ("insert", ())


def test_a_change_that_only_raises_the_version_is_not_told(session: Session, clock: time_machine.Traveller) -> None:
    project = make.project(session)
    session.commit()
    clock.shift(60)
    project.changed_at = now()
    assert [change.change for change in told(session, project)] == ["insert"]


def test_changes_of_parts_links_and_texts_are_told_with_their_owner(session: Session) -> None:
    project = make.project(session, territories=[make.territory(session)], managers=[make.user(session)])
    make.milestone(session, project)
    make.translation(session, project, "title", "zh", "住房")
    kinds = {change.entity for change in told(session, project)}
    assert {"project", "project_territory", "project_member", "milestone", "translation"} <= kinds


def test_who_sees_only_what_is_public_is_told_nothing_of_risks_contacts_and_reports(session: Session) -> None:
    project = make.project(session, visibility=Visibility.public)
    risk = make.risk(session, project, "Corruption suspected")
    make.translation(session, risk, "title", "fr", "Corruption soupçonnée")
    point = make.action_point(session, project, "Telephone the ministry")
    make.update(session, project, state=UpdateState.returned, happened="Unfinished thoughts")
    session.commit()
    risk.record.archived_at = point.record.archived_at = now()
    outside = str(told(session, project, inside=False))
    inside = str(told(session, project))
    for word in ("Corruption", "soupçonnée", "Telephone", "archived_at"):
        assert word in inside, word
    for word in ("Corruption", "soupçonnée", "Telephone", "Unfinished", "risk", "action_point"):
        assert word not in outside, word
    assert "Unfinished" not in inside


def test_another_record_is_not_told(session: Session) -> None:
    project, other = make.project(session, title="Mine"), make.project(session, title="Theirs")
    make.milestone(session, other, "Theirs too")
    assert "Theirs" not in str(told(session, project))


def test_archiving_is_told(session: Session) -> None:
    project = make.project(session)
    session.commit()
    project.record.archived_at = now()
    (last, *_) = told(session, project)
    assert [field.field for field in last.fields] == ["archived_at"]


def test_a_long_history_is_cut_and_read_with_one_query(session: Session, engine: sa.Engine) -> None:
    project = make.project(session, title="0")
    for number in range(1, 30):
        session.commit()
        project.title = str(number)
    session.commit()
    with counted(engine) as asked:
        found = changes.of_record(session, project.id or 0, inside=True, most=5)
    assert [change.fields[0].new for change in found] == ["29", "28", "27", "26", "25"]
    assert len(asked) == 1


def test_links_as_they_were_before_a_moment(session: Session, clock: time_machine.Traveller) -> None:
    haiti, ghana = make.territory(session, "HT", "Haiti"), make.territory(session, "GH", "Ghana")
    project = make.project(session, territories=[haiti])
    session.commit()
    clock.shift(60)
    session.delete(session.get_one(m.ProjectTerritory, (project.id, haiti.id)))
    session.add(m.ProjectTerritory(project_id=project.id or 0, territory_id=ghana.id or 0))
    session.commit()
    clock.shift(60)
    ask = (session, project.id or 0, "project_territory", "territory_id")
    assert changes.links_before(*ask, NOW) == []
    assert changes.links_before(*ask, NOW + timedelta(seconds=60)) == [haiti.id]
    assert changes.links_before(*ask, NOW + timedelta(seconds=120)) == [ghana.id]


def test_the_latest_writer_of_a_row(session: Session) -> None:
    project = make.project(session)
    session.commit()
    assert changes.latest_by(session, project.id or 0, "project") == ("the tests", NOW)
    assert changes.latest_by(session, project.id or 0, "milestone") is None
