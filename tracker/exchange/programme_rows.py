"""From drafts to rows: what a programme file wants to stand in each table, before any of it is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from tracker.domain.codes import RecordKind
from tracker.domain.drafts.file_common import Item, Partner
from tracker.domain.drafts.file_records import ProgrammeFile
from tracker.domain.drafts.file_values import Reference
from tracker.domain.money import Money
from tracker.exchange.programme_nouns import NOUNS, Link, Noun

TRANSLATION_KEYS = ("field", "language")
CITATION_KEYS = ("added", "field", "quotation", "document_id")


@dataclass(frozen=True)
class Wish:
    """Columns that belong together and what the file says of them; `key` is the file's word, `said` its value."""

    key: str
    columns: Mapping[str, object]
    said: str = ""


@dataclass(frozen=True)
class Hanging:
    """A row that hangs on a record: a link, a translation, a citation. Values may be references still."""

    keys: Mapping[str, object]
    values: Mapping[str, object]
    label: str
    said: str


@dataclass
class Row:
    """A record of the file, or a part of one, with all that hangs on it."""

    section: str
    code: str
    noun: Noun
    owner: "Row | None" = None
    added: bool = False
    wishes: list[Wish] = field(default_factory=list)
    links: dict[str, list[Hanging]] = field(default_factory=dict)
    translations: list[Hanging] = field(default_factory=list)
    citations: list[Hanging] = field(default_factory=list)

    @property
    def kind(self) -> RecordKind:
        return self.noun.kind

    @property
    def top(self) -> "Row":
        """The record that a reader would look for: the owner of a part."""
        return self.owner or self

    def references(self) -> Iterator[Reference]:
        """The records of the same section that must be written before this one."""
        for wish in self.wishes:
            for value in wish.columns.values():
                if isinstance(value, Reference) and value.section == self.section:
                    yield value


def rows_of(file: ProgrammeFile) -> list[Row]:
    """Every record and part of the file, owners before parts, in the order in which tables refer to each other."""
    rows: list[Row] = []
    for section, noun in NOUNS.items():
        for draft in getattr(file, section):
            row = _row(section, draft.id, noun, draft)
            row.citations = list(_citations(file, row, draft, draft))
            rows.append(row)
            rows.extend(_parts(file, row, draft))
    return rows


def _parts(file: ProgrammeFile, owner: Row, draft: Item) -> Iterator[Row]:
    for key, noun in owner.noun.parts.items():
        given = getattr(draft, key)
        for place, part in enumerate(given if isinstance(given, list) else [given] if given else []):
            own = part.id if isinstance(part, Item) else key
            row = _row(owner.section, f"{owner.code}/{own}", noun, part)
            row.owner = owner
            row.wishes.append(Wish(key, {noun.owner: Reference(owner.section, owner.code)}))
            if noun.ordered:
                row.wishes.append(Wish(key, {"position": place}, f"place {place + 1}"))
            if isinstance(part, Item):
                row.citations = list(_citations(file, row, part, draft))
            yield row


def _row(section: str, code: str, noun: Noun, draft: Any) -> Row:  # noqa: ANN401 - an Item, or a fund's target
    row = Row(section, code, noun)
    facts = [(key, name, getattr(draft, key)) for key, name in noun.fields.items()] + noun.worked_out(draft)
    row.wishes = [_wish(noun.model, key, name, value) for key, name, value in facts]
    row.links = {key: list(_linked(link, key, getattr(draft, key))) for key, link in noun.links.items()}
    if isinstance(draft, Item):
        row.added = "record" in draft.added
        row.translations = list(_translations(noun, draft))
    return row


def _wish(model: type[SQLModel], key: str, name: str, value: Any) -> Wish:  # noqa: ANN401 - whatever a draft holds
    key, said = key.rstrip("_"), _said(value)
    if f"{name}_earliest" in sa.inspect(model).columns:
        days = ("stated", "earliest", "latest")
        return Wish(key, {f"{name}_{part}": getattr(value, part) if value else None for part in days}, said)
    if name == "amount":
        return Wish(
            key, {"amount_minor": value.minor if value else None, "currency": value.currency if value else None}, said
        )
    return Wish(key, {name: value}, said)


def _said(value: Any) -> str:  # noqa: ANN401 - see `_wish`
    if value is None:
        return "nothing"
    if isinstance(value, Money):
        return f"{value.currency} {value.major:,}"
    text = str(getattr(value, "stated", value))
    return f"“{text if len(text) <= 60 else text[:59] + '…'}”"


def _linked(link: Link, key: str, given: Any) -> Iterator[Hanging]:  # noqa: ANN401 - see `_wish`
    for place, one in enumerate(given if isinstance(given, list) else [given] if given else []):
        other = one.organisation if isinstance(one, Partner) else one
        values: dict[str, object] = {"role": one.role} if isinstance(one, Partner) else {}
        if key == "parties":
            values["own"] = place == 0
        yield Hanging({link.other: other}, values, key, _said(other))


def _translations(noun: Noun, draft: Item) -> Iterator[Hanging]:
    for key, texts in draft.texts.items():
        for language, text in texts.items():
            path = f"texts.{key}.{language}"
            keys = {"field": noun.fields.get(key, key), "language": language}
            yield translation(keys, text, path, added=path in draft.added)


def translation(keys: Mapping[str, object], text: str, label: str, *, added: bool) -> Hanging:
    """A record's text in another language; `keys` name column and language."""
    return Hanging(keys, {"text": text, "added": added}, label, _said(text))


def _citations(file: ProgrammeFile, row: Row, draft: Item, owner: Item) -> Iterator[Hanging]:
    """Where the record stands in its document, the words quoted from it, and what was added from elsewhere.

    What was added as a whole comes from its own source; what is quoted beside it comes from the file's document.
    """
    source = draft.source or owner.source or file.source
    document = Reference(row.section, row.code) if row.section == "documents" else file.source if row.added else source
    paragraph = draft.paragraph or owner.paragraph
    note = None if row.section == "documents" else draft.note
    if row.added:
        yield _citation(document_id=draft.source, added=True, origin=draft.added["record"], note=note)
    elif draft.paragraph or draft.source or note:
        yield _citation(document_id=document, paragraph=paragraph, note=note)
    for quotation in draft.quotations:
        yield _citation(
            field=_name(row.noun, quotation.field),
            document_id=document,
            paragraph=quotation.paragraph or paragraph,
            quotation=quotation.text,
            quotation_language=quotation.language,
            note=quotation.note,
        )
    for path, origin in draft.added.items():
        if path != "record":
            yield _citation(field=_name(row.noun, path), added=True, origin=origin)


def _citation(
    *,
    field: str | None = None,
    document_id: Reference | None = None,
    paragraph: str | None = None,
    origin: str | None = None,
    quotation: str | None = None,
    quotation_language: str | None = None,
    note: str | None = None,
    added: bool = False,
) -> Hanging:
    return Hanging(
        {"added": added, "field": field, "quotation": quotation, "document_id": document_id},
        {"paragraph": paragraph, "origin": origin, "quotation_language": quotation_language, "note": note},
        "added" if added else "quotations" if quotation else "paragraph",
        _said(quotation or origin or paragraph),
    )


def _name(noun: Noun, path: str | None) -> str | None:
    """The column's name for a key of the file; of a translation's path, column and language (“title.zh”)."""
    if path is None:
        return None
    key = path.removeprefix("texts.")
    first, dot, language = key.partition(".")
    return noun.fields.get(first, first) + dot + language
