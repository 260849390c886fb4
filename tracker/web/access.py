"""Who is asking, and what a view is open to. A view without a mark is closed, and stops the program at its start."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask, abort, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from tracker import formats
from tracker.domain import history
from tracker.domain.codes import Role
from tracker.domain.errors import NotAllowed, NotFound
from tracker.domain.rules import Viewer
from tracker.web import fragments, kept, language, sessions, unit

View = TypeVar("View", bound=Callable[..., object])
Row = TypeVar("Row")


@dataclass(frozen=True)
class Mark:
    """What a view is open to: everybody, everybody signed in, or some roles."""

    open_to_all: bool = False
    roles: frozenset[Role] = frozenset(Role)

    def __str__(self) -> str:
        if self.open_to_all:
            return "open to all"
        return "signed in" if self.roles == frozenset(Role) else " ".join(sorted(self.roles))


class Guard:
    """The marks, to be put directly on a view, under its route."""

    def signed_in(self, view: View) -> View:
        return _marked(view, Mark())

    def open_to_all(self, view: View) -> View:
        return _marked(view, Mark(open_to_all=True))

    def role(self, *roles: Role) -> Callable[[View], View]:
        return lambda view: _marked(view, Mark(roles=frozenset(roles)))


guard = Guard()

OUTSIDE = {
    "static": Mark(open_to_all=True),
    "security.login": Mark(open_to_all=True),
    "security.two_factor_token_validation": Mark(open_to_all=True),
    "security.two_factor_rescue": Mark(open_to_all=True),
    "security.tf_select": Mark(open_to_all=True),
    "security.mf_recovery": Mark(open_to_all=True),
    "security.logout": Mark(open_to_all=True),
    "security.verify": Mark(),
    "security.change_password": Mark(),
    "security.two_factor_setup": Mark(),
    "security.two_factor_setup_validate": Mark(),
    "security.mf_recovery_codes": Mark(),
}
"""Views of libraries, which bear no mark of ours."""


def mark_of(app: Flask, endpoint: str) -> Mark | None:
    """The mark of a view; None for one that has none."""
    mark: Mark | None = getattr(app.view_functions[endpoint], "guard_mark", None)
    return mark or OUTSIDE.get(endpoint)


def check(app: Flask) -> None:
    """Refuse to start with a view that says not to whom it is open."""
    bare = [endpoint for endpoint in app.view_functions if mark_of(app, endpoint) is None]
    if bare:
        raise RuntimeError(f"Views without a guard: {', '.join(sorted(bare))}")


def viewer() -> Viewer:
    """Who is asking; in a view that is open to all use `known_viewer`."""
    if (known := known_viewer()) is None:
        raise NotAllowed(_("You are not signed in."))
    return known


def known_viewer() -> Viewer | None:
    """Who is asking, when somebody signed in is; asks the database nothing."""
    account = g.get("account")
    return account.viewer if account else None


def found(row: Row | None) -> Row:
    """The row, or the page that says there is none."""
    if row is None:
        raise NotFound
    return row


def need(allowed: bool, why: str, ask: str = "") -> None:  # noqa: FBT001 - reads as a sentence: need(can_edit(…), "…")
    """Refuse with the reason, and whom to ask, unless allowed."""
    if not allowed:
        raise NotAllowed(why, ask or _("Ask a coordinator."))


def register(app: Flask) -> None:
    app.before_request(_admit)


def _marked(view: View, mark: Mark) -> View:
    view.guard_mark = mark  # type: ignore[attr-defined]
    return view


def _admit() -> ResponseReturnValue | None:
    mark = mark_of(current_app, request.endpoint) if request.endpoint else Mark()
    if mark is None:
        abort(403)
    if request.endpoint == "static":
        return None
    known = _identify()
    if mark.open_to_all:
        return None
    if known is None:
        return _ask_to_sign_in()
    if known.role not in mark.roles:
        raise NotAllowed(_only_for(mark.roles), _("Ask an administrator if you need it."))
    return None


def _identify() -> Viewer | None:
    """Load who is asking, and let history know: whatever this request changes was done by them."""
    if sessions.named() is None and not current_user.is_authenticated:  # the library knows one more way
        return None
    known = known_viewer()
    if known is not None:
        history.acting(unit.session(), user_id=known.user_id, name=known.name)
    return known


def _ask_to_sign_in() -> ResponseReturnValue:
    if request.method in unit.SAFE:
        return fragments.see(kept.sign_in_address(fragments.here()))
    return kept.ask_again()


def _only_for(roles: frozenset[Role]) -> str:
    lang = language.current()
    names = formats.series((formats.label(role, lang) for role in Role if role in roles), lang)
    return str(_("This is open to these roles only: %(roles)s.", roles=names))
