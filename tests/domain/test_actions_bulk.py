"""Changing projects together is all or nothing, and is taken back only where nothing was done since."""

import pytest

from tests import make
from tracker.domain import bulk
from tracker.domain.actions import bulk as acts
from tracker.domain.bulk import Order
from tracker.domain.codes import BulkKind, Role
from tracker.domain.errors import Clash, Refused
from tracker.domain.queries import bulk as queries
from tracker.domain.rules import Viewer
from tracker.store import UnitSession

TAG = Order(BulkKind.add_tag, "winter", "winter")


def tags(session: UnitSession, viewer: Viewer) -> dict[str, list[str]]:
    found = queries.by_codes(session, viewer, ["accra", "bam"], language="en")
    return {one.code: list(one.tags) for one in found}


def test_a_plan_that_is_overtaken_changes_nothing(session: UnitSession) -> None:
    viewer = Viewer(make.user(session, role=Role.coordinator).id, Role.coordinator, "Dmitri")
    for code in ("accra", "bam"):
        make.project(session, code, title=code)
    session.commit()
    plan = [
        bulk.planned(viewer, TAG, one) for one in queries.by_codes(session, viewer, ["accra", "bam"], language="en")
    ]
    first = acts.apply(session, viewer=viewer, order=TAG, plan=plan[1:])
    session.commit()
    with pytest.raises(Clash):
        acts.apply(session, viewer=viewer, order=TAG, plan=plan)
    session.rollback()
    assert tags(session, viewer) == {"accra": [], "bam": ["winter"]}

    manager = Viewer(viewer.user_id, Role.manager, "Dmitri", managed_ids=frozenset())
    assert acts.undo(session, viewer=manager, made=first) == (0, [plan[1].project.id])
    session.rollback()
    assert acts.undo(session, viewer=viewer, made=first) == (1, [])
    session.commit()
    assert tags(session, viewer) == {"accra": [], "bam": []}


def test_who_no_longer_names_managers_takes_no_change_of_them_back(session: UnitSession) -> None:
    viewer = Viewer(make.user(session, role=Role.coordinator).id, Role.coordinator, "Dmitri")
    project, order = make.project(session, "bam", title="bam"), Order(BulkKind.set_manager, viewer.user_id, "Dmitri")
    session.commit()
    plan = [bulk.planned(viewer, order, one) for one in queries.by_codes(session, viewer, ["bam"], language="en")]
    made = acts.apply(session, viewer=viewer, order=order, plan=plan)
    session.commit()
    manager = Viewer(viewer.user_id, Role.manager, "Dmitri", managed_ids=frozenset({project.id or 0}))
    with pytest.raises(Refused, match="Only coordinators"):
        acts.undo(session, viewer=manager, made=made)
    session.rollback()
    assert acts.undo(session, viewer=viewer, made=made) == (1, [])
