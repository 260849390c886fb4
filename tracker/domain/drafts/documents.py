"""A document as somebody wants to record it."""

from typing import Annotated

from pydantic import BeforeValidator, StringConstraints
from sqlmodel import SQLModel

from tracker.domain.codes import DocumentKind, Visibility
from tracker.domain.drafts.check import Line, MaybePartial, MaybeWords


def _nothing(value: object) -> object:
    return None if value == "" else value


class DocumentDraft(SQLModel):
    """What is said of a document, beside its file. `language` is that of its text, as a two-letter code."""

    title: Line
    kind: DocumentKind = DocumentKind.other
    reference: Annotated[
        Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)] | None,
        BeforeValidator(_nothing),
    ] = None
    on: MaybePartial = None
    language: Annotated[Annotated[str, StringConstraints(pattern="^[a-z]{2}$")] | None, BeforeValidator(_nothing)] = (
        None
    )
    note: MaybeWords = None
    visibility: Visibility = Visibility.internal
