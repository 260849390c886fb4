"""What a change of several projects would make of one, and why it would leave it, without a database."""

from typing import Any

import pytest

from tracker.domain import bulk
from tracker.domain.bulk import Obstacle, Order, Standing
from tracker.domain.codes import BulkKind, Role
from tracker.domain.rules import Viewer

pytestmark = pytest.mark.once

COORDINATOR = Viewer(1, Role.coordinator)
MANAGER = Viewer(2, Role.manager, managed_ids=frozenset({7}))
TAG = Order(BulkKind.add_tag, "winter", "winter")
PROGRAMME = Order(BulkKind.set_programme, 4, "Recovery")


def project(**given: Any) -> Standing:  # noqa: ANN401 - any field
    standing = {"managers": {2: "Amina"}, "tags": ["roofs"], "programme_id": None, "programme": None, "archived": False}
    return Standing(**{"id": 7, "code": "bam", "title": "Bam", "language": "en", "version": 3, **standing, **given})


CASES = [
    (TAG, {}, ["roofs", "winter"], None),
    (TAG, {"tags": ["winter"]}, ["winter"], Obstacle.already),
    (TAG, {"tags": [str(number) for number in range(12)]}, None, Obstacle.full),
    (TAG, {"archived": True}, ["roofs"], Obstacle.archived),
    (TAG, {"id": 8}, ["roofs"], Obstacle.not_yours),
    (Order(BulkKind.remove_tag, "roofs", "roofs"), {}, [], None),
    (Order(BulkKind.remove_tag, "winter", "winter"), {}, ["roofs"], Obstacle.already),
    (PROGRAMME, {}, ["Recovery"], None),
    (PROGRAMME, {"programme_id": 5, "programme": None}, [], Obstacle.hidden),
    (PROGRAMME, {"programme_id": 4, "programme": "Recovery"}, ["Recovery"], Obstacle.already),
    (Order(BulkKind.set_programme, None, ""), {"programme_id": 4, "programme": "Recovery"}, [], None),
    (Order(BulkKind.add_manager, 3, "Boris"), {}, ["Amina", "Boris"], None),
    (Order(BulkKind.set_manager, 3, "Boris"), {}, ["Boris"], None),
]


@pytest.mark.parametrize(("order", "given", "after", "obstacle"), CASES)
def test_what_would_become_of_a_project(
    order: Order, given: dict[str, Any], after: list[str] | None, obstacle: Obstacle | None
) -> None:
    plan = bulk.planned(MANAGER, order, project(**given))
    assert plan.obstacle == obstacle
    assert after is None or list(plan.after) == after


def test_managers_are_named_by_those_who_edit_every_project() -> None:
    assert bulk.kinds(COORDINATOR) == list(BulkKind)
    assert set(bulk.kinds(MANAGER)) == set(BulkKind) - bulk.OF_MANAGERS


def test_what_no_longer_stands_as_it_was_shown_is_named() -> None:
    plan = [bulk.planned(MANAGER, TAG, one) for one in (project(), project(code="accra", id=8))]
    assert bulk.overtaken(plan, {"bam": 3}) == []
    assert bulk.overtaken(plan, {"bam": 2, "accra": 3, "gone": 1}) == ["bam", "accra", "gone"]


@pytest.mark.parametrize(("others", "back"), [(1, False), (1, True), (499, False)])
def test_what_history_says_is_understood_again(others: int, back: bool) -> None:  # noqa: FBT001
    assert bulk.others_of(bulk.why(others, back=back)) == (back, others)


def test_what_was_changed_alone_needs_no_reason() -> None:
    assert (bulk.why(0), bulk.others_of(""), bulk.others_of("The donor asked")) == ("", None, None)
