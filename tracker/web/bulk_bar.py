"""The bar above the list of projects by which several are changed at once."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from flask import request

from tracker.domain import bulk, rules
from tracker.domain.codes import BulkKind
from tracker.domain.queries.projects import ProjectFilter
from tracker.domain.rules import Viewer
from tracker.web import selected


@dataclass(frozen=True)
class BulkBar:
    """`mine`: the projects that this person may change, where not all; `selection`: all that the list finds; `back`: its address."""

    kinds: Sequence[BulkKind]
    mine: AbstractSet[int] | None
    selection: str
    back: str
    most: int = bulk.MOST


def of_list(viewer: Viewer, wanted: ProjectFilter) -> BulkBar | None:
    """None where this person changes nothing that the list shows."""
    if wanted.archived or not rules.can_change_some_projects(viewer):
        return None
    mine = None if rules.can_edit_all(viewer) else viewer.managed_ids
    return BulkBar(bulk.kinds(viewer), mine, selected.of_list(wanted), request.query_string.decode(errors="ignore"))
