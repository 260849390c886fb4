"""Keeping views of the list of projects, changing them, taking them away and bringing them back."""

from sqlalchemy.orm import Session

from tracker.domain.actions.records import RESERVED
from tracker.domain.codes import N_
from tracker.domain.dates import now
from tracker.domain.drafts.views import ViewDraft
from tracker.domain.errors import Clash, Refused
from tracker.domain.models import SavedView
from tracker.domain.queries import views as queries
from tracker.domain.rules import Viewer
from tracker.domain.selections import view as kept
from tracker.domain.slugs import LONGEST, slug

MOST = 100
"""Views that one person keeps."""


def save(session: Session, *, viewer: Viewer, draft: ViewDraft, query: str) -> SavedView:
    """Keep what the list shows under a name; its code is made from the name and stays when the name changes."""
    if queries.count_of(session, viewer) >= MOST:
        raise Refused("name", N_("You keep %(most)s views already. Delete one first."), {"most": MOST})
    made = SavedView(
        code=_free_code(session, draft.name),
        name=draft.name,
        query=kept(query),
        shared=draft.shared,
        owner_id=viewer.user_id or 0,
    )
    session.add(made)
    session.flush()
    return made


def change(session: Session, *, row: SavedView, draft: ViewDraft, version: int | None) -> None:
    """Rename a view, share it, or keep it to oneself again; raises Clash where somebody changed it since."""
    _check(row, version)
    row.name, row.shared = draft.name, draft.shared
    session.flush()


def overwrite(session: Session, *, row: SavedView, query: str, version: int | None) -> None:
    """Let the view show from now on what the list shows now."""
    _check(row, version)
    row.query = kept(query)
    session.flush()


def remove(session: Session, *, row: SavedView, version: int | None) -> None:
    """Take a view away; it can be brought back."""
    _check(row, version)
    row.removed_at = now()
    session.flush()


def bring_back(session: Session, *, row: SavedView) -> None:
    row.removed_at = None
    session.flush()


def _check(row: SavedView, version: int | None) -> None:
    if version != row.version:
        raise Clash(row.version)


def _free_code(session: Session, name: str) -> str:
    """The slug of the name, with a number where another view has it; "view" for a name without Latin letters."""
    wanted = slug(name)
    stem = (f"view-{wanted}".rstrip("-") if not wanted or wanted in RESERVED else wanted)[:LONGEST].rstrip("-")
    taken = queries.codes_like(session, stem)
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (stem, *numbered) if code not in taken)
