"""Where facts come from: documents, and the citations that tie a record's facts to them."""

from typing import Optional

from sqlmodel import Field, SQLModel

from tracker.domain.codes import DocumentKind
from tracker.domain.models.base import always, enum_type, related
from tracker.domain.models.columns import On
from tracker.domain.models.records import Entity, Record


class Document(Entity, On, table=True):
    """A paper or file: a report, a signed agreement. `sha256` is set when the file itself is kept here."""

    title: str
    reference: str | None = Field(default=None, max_length=120)
    kind: DocumentKind = Field(default=DocumentKind.report, sa_type=enum_type(DocumentKind))
    language: str | None = Field(default=None, max_length=2)
    original_language: str | None = Field(default=None, max_length=2)
    note: str | None = Field(default=None)
    address: str | None = Field(default=None)
    file_name: str | None = Field(default=None, max_length=200)
    media_type: str | None = Field(default=None, max_length=80)
    sha256: str | None = Field(default=None, max_length=64, index=True)
    size: int | None = Field(default=None)

    record: Record = always()


class DocumentLink(SQLModel, table=True):
    """A document that belongs to a record."""

    __tablename__ = "document_link"

    document_id: int = Field(foreign_key="document.id", primary_key=True)
    record_id: int = Field(foreign_key="record.id", primary_key=True, index=True)


class Citation(On, SQLModel, table=True):
    """Where a record, or one field of it, comes from.

    Either `document_id` and `paragraph`, or `origin` in words (a person, "public record") with the day `on`.
    `quotation` keeps ambiguous wording as it stands, in `quotation_language`, with the `note` a reader needs.
    `added` marks what is not in the document but was put beside it.
    """

    id: int | None = Field(default=None, primary_key=True)
    record_id: int = Field(foreign_key="record.id", index=True)
    field: str | None = Field(default=None, max_length=40)
    document_id: int | None = Field(default=None, foreign_key="document.id", index=True)
    paragraph: str | None = Field(default=None, max_length=80)
    origin: str | None = Field(default=None)
    quotation: str | None = Field(default=None)
    quotation_language: str | None = Field(default=None, max_length=2)
    note: str | None = Field(default=None)
    added: bool = Field(default=False)

    document: Optional["Document"] = related()
