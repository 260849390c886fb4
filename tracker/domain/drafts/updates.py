"""A status report as somebody wants to publish it."""

from typing import Annotated

from pydantic import AfterValidator
from sqlmodel import SQLModel

from tracker.domain.codes import N_, Health, Stage
from tracker.domain.drafts.check import MaybeWords, PastDay, Words, refuse
from tracker.domain.errors import Refused


def _reported(health: Health) -> Health:
    if health == Health.not_reported:
        raise refuse(Refused("", N_("Say how it is going: on track, at risk or off track.")))
    return health


class UpdateDraft(SQLModel):
    """Health, stage, what happened and as of which day; the next step may be absent."""

    health: Annotated[Health, AfterValidator(_reported)]
    stage: Stage
    happened: Words
    next_step: MaybeWords = None
    as_of: PastDay
