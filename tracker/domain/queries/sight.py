"""Who asks which database: what decides how a statement that is kept is put."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.domain.codes import RecordKind, Role
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.visibility import known_as, seen_as, visible_as
from tracker.domain.rules import EVERYTHING, Viewer


@dataclass(frozen=True)
class Sight:
    """Statements are built once for each; `viewer_id` is given when they are sent."""

    role: Role
    known: bool
    dialect: str

    @property
    def visible(self) -> sa.ColumnElement[bool]:
        """The condition on Record that they may know of it."""
        return visible_as(self.role, known=self.known)

    def sees(self, key: Any) -> sa.ColumnElement[bool]:  # noqa: ANN401 - a column of ids
        """The condition that they may know of the record with this id, and that it is not archived."""
        return known_as(self.role, key, known=self.known)

    def seen(self, kind: RecordKind) -> Statement:
        """The ids of the records of a kind that they may know of."""
        return seen_as(kind, self.role, known=self.known)


def sight_of(session: Session, viewer: Viewer) -> Sight:
    """The sight of this person on this database; those who see everything see the same."""
    role = Role.coordinator if viewer.role in EVERYTHING else viewer.role
    return Sight(role, viewer.user_id is not None, session.get_bind().dialect.name)
