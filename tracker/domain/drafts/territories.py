"""A territory's names during a time, as an administrator writes them."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints
from sqlmodel import SQLModel

Listed = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Running = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=160)]
Formal = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class NameDraft(SQLModel):
    """A name as lists give it, in running text, in full; `verified`: somebody confirmed it as the UN's."""

    listed: Listed
    text: Running
    formal: Formal | None = None
    verified: bool = False


class NamesDraft(SQLModel):
    """The names in some of the six languages; `since`: the first day of a new name, where it is one."""

    names: dict[str, NameDraft] = Field(default_factory=dict)
    since: date | None = None
