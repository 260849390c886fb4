"""A saved view as somebody wants to keep it."""

from typing import Annotated

from pydantic import StringConstraints
from sqlmodel import SQLModel

LONGEST_NAME = 80

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME)]


class ViewDraft(SQLModel):
    """What a view is called, and whether all who are signed in find it."""

    name: Name
    shared: bool = False
