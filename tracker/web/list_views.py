"""The saved views above the list of projects: which there are, which one is shown, and whether the list still shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from tracker.domain import rules, selections
from tracker.domain.errors import Refused
from tracker.domain.queries import views as queries
from tracker.domain.queries.views import ViewRow
from tracker.web import access, arguments, unit
from tracker.web.days_kept import DAYS


@dataclass(frozen=True)
class ListViews:
    """`query`: what the list shows now, as a view would keep it; None where it can be kept in none."""

    own: Sequence[ViewRow]
    shared: Sequence[ViewRow]
    active: ViewRow | None
    query: str | None
    may_change: bool

    @property
    def changed(self) -> bool:
        """Does the list show something else than the view whose name it bears?"""
        return self.active is not None and self.query is not None and self.active.query != self.query


def of_list() -> ListViews:
    """Those of the list that the address asks for; one query."""
    viewer, code = access.viewer(), arguments.text("view")
    rows = queries.found(unit.session(), viewer)
    active = next((row for row in rows if row.code == code), None)
    return ListViews(
        own=[row for row in rows if row.owner_id == viewer.user_id],
        shared=[row for row in rows if row.owner_id != viewer.user_id],
        active=active,
        query=_now(),
        may_change=active is not None and rules.can_change_view(viewer, active.owner_id, shared=active.shared),
    )


def _now() -> str | None:
    asked = [(name, value) for name, value in request.args.items(multi=True) if name not in DAYS]
    try:
        return selections.view(urlencode(asked))
    except Refused:
        return None
