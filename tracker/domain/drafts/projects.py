"""A project and its parts as somebody wants to record them."""

import re
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, StringConstraints, model_validator
from sqlmodel import SQLModel

from tracker.domain.codes import N_, ActionState, Phase, RiskLevel, Stage, Visibility
from tracker.domain.drafts.check import Line, MaybeDay, MaybeLine, MaybePartial, MaybeWords, refuse
from tracker.domain.errors import Refused
from tracker.domain.tags import read

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TAKEN = frozenset({"bulk", "new"})
"""Words that addresses use themselves."""


def _is_code(text: str) -> str:
    if not _CODE.fullmatch(text) or text in _TAKEN:
        raise refuse(Refused("", N_("Use lower case letters, digits and hyphens, such as bam-shelter.")))
    return text


Code = Annotated[
    str, StringConstraints(strip_whitespace=True, to_lower=True, min_length=1, max_length=60), AfterValidator(_is_code)
]
"""The short name in addresses: lower case letters, digits and hyphens."""


def _nothing(value: object) -> object:
    return None if value in ("", None) else value


def _tags(value: object) -> object:
    """Tags are typed in one line; a list of them is put in order like a line."""
    line = value if isinstance(value, str) or value is None else ",".join(value)  # type: ignore[arg-type]
    try:
        return read(line)
    except Refused as error:
        raise refuse(error) from error


Tags = Annotated[list[str], BeforeValidator(_tags)]
"""Words that people gather projects by."""

Choice = Annotated[int | None, BeforeValidator(_nothing)]


class ProjectDraft(SQLModel):
    """What the project's own form holds; the parts (milestones, risks …) have drafts of their own."""

    title: Line
    summary: MaybeWords = None
    programme_id: Choice = None
    territory_ids: list[int] = []
    disaster_ids: list[int] = []
    partner_ids: list[int] = []
    manager_ids: list[int] = []
    tags: Tags = []
    place_stated: MaybeLine = None
    phase: Annotated[Phase | None, BeforeValidator(_nothing)] = None
    start: MaybePartial = None
    end: MaybePartial = None
    next_step: MaybeWords = None
    visibility: Visibility = Visibility.internal

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        start, end = self.start, self.end
        if start and end and start.earliest and end.latest and end.latest < start.earliest:
            raise refuse(Refused("end", N_("The end comes before the start.")))
        return self


class NewProjectDraft(ProjectDraft):
    """A project that is to be made: with the stage it is in, and its code unless one is to be made of its title."""

    code: Code | None = None
    stage: Stage = Stage.not_stated


class MilestoneDraft(SQLModel):
    """Something to reach by a date as precise as it is known; `done_day` once it was."""

    title: Line
    due: MaybePartial = None
    done_day: MaybeDay = None


class RiskDraft(SQLModel):
    """What may go wrong, and what is done about it; `closed_day` once it has passed."""

    title: Line
    likelihood: RiskLevel = RiskLevel.medium
    impact: RiskLevel = RiskLevel.medium
    response: MaybeWords = None
    closed_day: MaybeDay = None


class ActionPointDraft(SQLModel):
    """What somebody has to do by a day."""

    title: Line
    owner_id: Choice = None
    due_day: MaybeDay = None
    state: ActionState = ActionState.open
