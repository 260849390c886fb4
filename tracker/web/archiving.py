"""Putting a record away and bringing it back: two posts from its page, the same for every kind of record."""

from collections.abc import Callable
from typing import Any, Protocol

from flask import Blueprint, Response, flash, url_for

from tracker.domain.actions import records as acts
from tracker.web import unit
from tracker.web.access import guard
from tracker.web.forms import Form
from tracker.web.forms.fields import VersionField
from tracker.web.fragments import see


class Loader(Protocol):
    """Loads a record for editing by its code, or refuses; `archived` lets one pass that was put away."""

    def __call__(self, code: str, *, archived: bool = False) -> Any: ...  # noqa: ANN401 - rows of any table


class _VersionForm(Form):
    version = VersionField()


def routes(bp: Blueprint, prefix: str, show: str, load: Loader, told: tuple[Any, Any]) -> None:
    """Put `archive` and `restore` below `prefix` on the blueprint; `told`: what the page says after each."""
    bp.add_url_rule(
        f"{prefix}/archive", "archive", _view(show, load, acts.archive, told[0], archived=False), methods=["POST"]
    )
    bp.add_url_rule(
        f"{prefix}/restore", "restore", _view(show, load, acts.restore, told[1], archived=True), methods=["POST"]
    )


def _view(show: str, load: Loader, act: Callable[..., None], told: Any, *, archived: bool) -> Callable[..., Response]:  # noqa: ANN401
    def view(code: str) -> Response:
        act(unit.session(), row=load(code, archived=archived), version=_VersionForm().version.data)
        flash(str(told), "done")
        return see(url_for(show, code=code))

    return guard.signed_in(view)
