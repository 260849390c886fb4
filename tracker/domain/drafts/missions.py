"""A mission as somebody wants to record it."""

from typing import Annotated

from pydantic import AfterValidator, ValidationInfo, field_validator
from sqlmodel import SQLModel

from tracker.domain.codes import N_, Visibility
from tracker.domain.drafts.check import AnyDay, Line, MaybeLine, MaybeWords, refuse
from tracker.domain.drafts.projects import Choice
from tracker.domain.errors import Refused


def _some(ids: list[int]) -> list[int]:
    if not ids:
        raise refuse(Refused("", N_("Choose where the mission goes: the brief is made from it.")))
    return sorted(set(ids))


def _once(ids: list[int]) -> list[int]:
    return sorted(set(ids))


class MissionDraft(SQLModel):
    """What a mission's form holds. The long texts are one point a line."""

    title: Line
    purpose: MaybeWords = None
    start_day: AnyDay
    end_day: AnyDay
    territories: Annotated[list[int], AfterValidator(_some)]
    points_to_raise: MaybeWords = None
    requests: MaybeWords = None
    counterparts: MaybeWords = None
    sensitivities: MaybeWords = None
    security_focal_point: MaybeLine = None
    programme: Choice = None
    members: Annotated[list[int], AfterValidator(_once)] = []
    visibility: Visibility = Visibility.internal

    @field_validator("end_day")
    @classmethod
    def _not_before_start(cls, end: AnyDay, info: ValidationInfo) -> AnyDay:
        start = info.data.get("start_day")
        if start and end < start:
            raise refuse(Refused("", N_("The mission ends before it starts.")))
        return end
