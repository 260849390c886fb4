"""How a programme wants to be reported to, as somebody sets it."""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from sqlmodel import SQLModel

from tracker.domain.codes import N_, ReportingPeriod
from tracker.domain.drafts.check import refuse
from tracker.domain.errors import Refused

MOST_REPORTING_DAYS = 60
"""A report that comes later says little about the period, and the next one's would be due before it."""


def _few(days: int) -> int:
    if days < 0 or days > MOST_REPORTING_DAYS:
        raise refuse(Refused("", N_("Give a number of days from 0 to %(most)s."), {"most": MOST_REPORTING_DAYS}))
    return days


def _nothing(value: object) -> object:
    return value or None


class ReportingDraft(SQLModel):
    """`reporting`: how often the projects report, none where they need not; `reporting_days`: when that is due."""

    reporting: Annotated[ReportingPeriod | None, BeforeValidator(_nothing)] = None
    reporting_days: Annotated[int, AfterValidator(_few)]
