"""A review and what is decided in it, as somebody wants to record them."""

from sqlmodel import SQLModel

from tracker.domain.drafts.check import AnyDay, Line, MaybeWords, PastDay, Words


class ReviewDraft(SQLModel):
    """What a review's form holds; the participants are one a line."""

    title: Line
    held_day: AnyDay
    since: PastDay | None = None
    participants: MaybeWords = None


class DecisionDraft(SQLModel):
    """What was decided, in words."""

    text: Words


class ReopenDraft(SQLModel):
    """Why a closed review is opened again."""

    why: Words
