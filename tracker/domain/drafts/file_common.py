"""What every record and part of a programme file may carry, and the parts that several nouns share."""

from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from tracker.domain.codes import N_, PartnerRole
from tracker.domain.drafts.file_values import (
    DocumentId,
    Language,
    Number,
    OrganisationId,
    Short,
    Slug,
    Words,
    wrong_at,
)
from tracker.domain.errors import Refused
from tracker.domain.money import Money


class Closed(BaseModel):
    """An item of the file: a key that it does not know is an error.

    Not a SQLModel like the other drafts: a SQLModel inside another is built without the context, in which references
    find the ids they may name.
    """

    model_config = ConfigDict(extra="forbid")

    def has(self, key: str) -> bool:
        """Does the file give a value for this key?"""
        field = "from_" if key == "from" else key
        return field in type(self).model_fields and getattr(self, field) is not None


class Quotation(Closed):
    """Exact words where a reader must decide, with what they may mean."""

    language: Language
    text: Words
    note: Words
    field: str | None = None
    paragraph: Short | None = None


class Item(Closed):
    """A record or a part of one: its id, where it is stated, its texts in other languages, what was added."""

    id: Slug
    paragraph: Short | None = None
    source: DocumentId | None = None
    texts: dict[str, dict[Language, Words]] = {}
    quotations: list[Quotation] = []
    added: dict[str, Words] = {}
    note: Words | None = None

    @model_validator(mode="after")
    def _names_own_keys(self) -> Self:
        for key in self.texts:
            if not isinstance(getattr(self, key, None), str) or key in WORDLESS:
                raise wrong_at(f"texts.{key}", N_("The record has no text of this name."))
        for quotation in self.quotations:
            if quotation.field is not None and not self._knows(quotation.field):
                raise wrong_at("quotations", N_("“%(key)s” is no key of this record."), key=quotation.field)
        for path in self.added:
            if not self._adds(path):
                raise wrong_at(f"added.{path}", N_("The record gives no value of this name."))
        return self

    def _knows(self, key: str) -> bool:
        return ("from_" if key == "from" else key) in type(self).model_fields

    def _adds(self, path: str) -> bool:
        if path == "record":
            return True
        first, _, rest = path.partition(".")
        if first != "texts":
            return not rest and self.has(first)
        field, _, language = rest.partition(".")
        return language in self.texts.get(field, {})


WORDLESS = frozenset({*Item.model_fields, "kind", "stage", "phase", "state", "hazard", "currency", "language"})
"""Keys whose value is a code or an id: nothing to translate."""


class Partner(Closed):
    """An organisation in a role."""

    organisation: OrganisationId
    role: PartnerRole


class Stated(Closed):
    """Money as stated: amount and currency together, or neither."""

    amount: Number | None = None
    currency: str | None = None

    @property
    def money(self) -> Money | None:
        if self.amount is None or self.currency is None:
            return None
        return Money.of(self.amount, self.currency)

    @model_validator(mode="after")
    def _is_money(self) -> Self:
        if (self.amount is None) != (self.currency is None):
            absent = "currency" if self.currency is None else "amount"
            raise wrong_at(absent, N_("Amount and currency stand together, or neither is stated."))
        try:
            _ = self.money
        except Refused as error:
            raise wrong_at(error.field, error.why, **error.values) from error
        return self
