"""How many, in drafts: a range of which either bound may be unknown."""

from sqlmodel import SQLModel

from tracker.domain.ranges import Range


class Counted(SQLModel):
    """A range; None is "not stated"."""

    figure: Range | None = None
