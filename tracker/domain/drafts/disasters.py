"""A disaster and its impact as somebody wants to record them."""

from typing import Self

from pydantic import model_validator

from tracker.domain import glide
from tracker.domain.codes import MEASURES, N_, Hazard, Visibility
from tracker.domain.drafts.check import Line, MaybeLine, MaybePartial, MaybeWords, refuse
from tracker.domain.drafts.counted import Counted
from tracker.domain.drafts.places import Placed
from tracker.domain.drafts.sources import Sourced
from tracker.domain.errors import Refused

LONGEST_MEASURE = 80


class DisasterDraft(Placed):
    """What a disaster's form holds; impact figures have drafts of their own."""

    name: Line
    hazard: Hazard
    glide: MaybeLine = None
    on: MaybePartial = None
    end: MaybePartial = None
    summary: MaybeWords = None
    visibility: Visibility = Visibility.internal

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.on and self.end and self.on.earliest and self.end.latest and self.end.latest < self.on.earliest:
            raise refuse(Refused("end", N_("The end comes before the start.")))
        if self.glide:
            try:
                self.glide = glide.read(self.glide, self.hazard)
            except Refused as error:
                raise refuse(error) from error
        return self


class ImpactDraft(Counted, Sourced):
    """One statement of one measure. A measure that is offered is kept in the words of the list."""

    measure: Line
    on: MaybePartial = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if len(self.measure) > LONGEST_MEASURE:
            why = N_("At most %(max_length)s characters; shorten it.")
            raise refuse(Refused("measure", why, {"max_length": LONGEST_MEASURE}))
        if self.figure is None:
            raise refuse(Refused("figure", N_("Say how many, as far as it is known.")))
        known = {measure.casefold(): measure for measure in MEASURES}
        self.measure = known.get(self.measure.casefold(), self.measure)
        return self
