"""Where something happened or is done, in drafts: territories, known places, and one that is named for the first time."""

from typing import Self

from pydantic import model_validator
from sqlmodel import SQLModel

from tracker.domain.codes import N_
from tracker.domain.drafts.check import MaybeLine, refuse
from tracker.domain.drafts.projects import Choice
from tracker.domain.errors import Refused

LONGEST_PLACE = 120


class Placed(SQLModel):
    """`new_place` is in `new_place_territory`, or in the one territory where only one is chosen."""

    territory_ids: list[int] = []
    place_ids: list[int] = []
    place_stated: MaybeLine = None
    new_place: MaybeLine = None
    new_place_territory: Choice = None

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if self.new_place and len(self.new_place) > LONGEST_PLACE:
            raise refuse(
                Refused(
                    "new_place", N_("At most %(max_length)s characters; shorten it."), {"max_length": LONGEST_PLACE}
                )
            )
        if self.new_place and self.place_territory is None:
            raise refuse(Refused("new_place_territory", N_("Say in which territory this place lies.")))
        return self

    @property
    def place_territory(self) -> int | None:
        """The territory of the new place."""
        if self.new_place_territory or len(self.territory_ids) != 1:
            return self.new_place_territory
        return self.territory_ids[0]
