"""Where a fact comes from, as somebody states it beside the fact."""

from typing import Annotated, Self

from pydantic import BeforeValidator, StringConstraints, model_validator
from sqlmodel import SQLModel

from tracker.domain.codes import N_
from tracker.domain.drafts.check import MaybePartial, refuse
from tracker.domain.errors import Refused

LONGEST_PARAGRAPH = 80
LONGEST_ORIGIN = 500


def _nothing(value: object) -> object:
    return None if value in ("", None) or (isinstance(value, str) and not value.strip()) else value


class Sourced(SQLModel):
    """A source: a document with its paragraph, or words (a person, an office) with their day; none is "not recorded"."""

    source_document: Annotated[int | None, BeforeValidator(_nothing)] = None
    source_paragraph: Annotated[
        Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_PARAGRAPH)] | None,
        BeforeValidator(_nothing),
    ] = None
    source_words: Annotated[
        Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_ORIGIN)] | None,
        BeforeValidator(_nothing),
    ] = None
    source_date: MaybePartial = None

    @model_validator(mode="after")
    def _said_of_something(self) -> Self:
        if self.source_paragraph and self.source_document is None:
            raise refuse(Refused("source_paragraph", N_("Choose the document that has this paragraph.")))
        if self.source_date and self.source_document is None and not self.source_words:
            raise refuse(Refused("source_date", N_("Say who or what stated it on this day.")))
        return self
