"""A change of several projects as somebody asks for it."""

from typing import Annotated, Self

from pydantic import BeforeValidator, model_validator
from sqlmodel import SQLModel

from tracker.domain.codes import N_, BulkKind
from tracker.domain.drafts.check import refuse
from tracker.domain.drafts.projects import Choice
from tracker.domain.errors import Refused
from tracker.domain.tags import read

NO_PROGRAMME = 0
"""Chosen where projects are to be in no programme."""

_WHICH = {
    BulkKind.add_manager: "manager_id",
    BulkKind.set_manager: "manager_id",
    BulkKind.add_tag: "tag",
    BulkKind.remove_tag: "tag",
    BulkKind.set_programme: "programme_id",
}
_NEEDED = {
    "manager_id": N_("Choose the manager."),
    "tag": N_("Write the tag."),
    "programme_id": N_("Choose the programme, or none."),
}


def _one_tag(value: object) -> object:
    try:
        tags = read(str(value or ""), "tag")
    except Refused as error:
        raise refuse(error) from error
    if len(tags) > 1:
        raise refuse(Refused("tag", N_("Write one tag, without a comma.")))
    return tags[0] if tags else None


class BulkDraft(SQLModel):
    """The kind of change, and what it needs: an account, a tag or a programme."""

    change: BulkKind
    manager_id: Choice = None
    tag: Annotated[str | None, BeforeValidator(_one_tag)] = None
    programme_id: Choice = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        name = _WHICH[self.change]
        if getattr(self, name) is None:
            raise refuse(Refused(name, _NEEDED[name]))
        return self

    @property
    def key(self) -> int | str | None:
        """What is to be added, set or taken away; None: no programme."""
        found: int | str = getattr(self, _WHICH[self.change])
        return None if found == NO_PROGRAMME else found
