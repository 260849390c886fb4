"""The sources of a page: numbered once, with what was quoted, noted and added beside them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from tracker import formats
from tracker.domain.queries.sources import Source
from tracker.domain.queries.texts import Said
from tracker.web import addresses
from tracker.web.language import gettext as _
from tracker.web.tongue import sentence, tagged
from tracker.web.values import field_name, language_name


@dataclass
class Item:
    """One numbered source."""

    n: int
    text: Markup
    paragraph: str | None
    date: str | None
    added: bool
    url: str | None = None


@dataclass
class Quotation:
    """Words kept as they stand because a reader must decide what they mean; `n` is their source's number."""

    text: str
    language: str
    note: Said | None
    about: str
    n: int


@dataclass
class Cited:
    """The numbered sources of a page and where each belongs. `beside`: notes that stand where their record stands."""

    items: list[Item] = field(default_factory=list)
    marks: dict[tuple[int, str | None], list[int]] = field(default_factory=dict)
    quotations: list[Quotation] = field(default_factory=list)
    notes: list[Said] = field(default_factory=list)
    beside: dict[int, list[Said]] = field(default_factory=dict)
    added: set[tuple[int, str | None]] = field(default_factory=set)

    def of(self, record_id: int | None, name: str | None = None) -> list[int]:
        """The numbers of the sources of a record, or of one of its fields."""
        return self.marks.get((record_id or 0, name), [])

    def is_added(self, record_id: int | None, name: str | None = None) -> bool:
        """Is this not in the source document, but put beside it?"""
        return (record_id or 0, name) in self.added


def cited(sources: Sequence[Source], lang: str, *, about: int | None = None) -> Cited:
    """Number the sources of a page; the same paragraph of the same document is one source.

    `about`: the record whose notes are told at the end; those of others stand beside these (all at the end, where
    nothing is given).
    """
    page, numbers = Cited(), dict[tuple[object, ...], int]()
    fields, documents = _fields_by_origin(sources), set[int | None]()
    for source in sources:
        key = _key(source)
        if key not in numbers:
            numbers[key] = len(numbers) + 1
            known = source.document_id in documents
            page.items.append(_item(source, numbers[key], fields.get(key, []), lang, known=known))
            documents.add(source.document_id)
        _place(page, source, numbers[key], about)
    return page


def _key(source: Source) -> tuple[object, ...]:
    return source.document_id, source.title, source.paragraph, source.dated, source.added


def _fields_by_origin(sources: Sequence[Source]) -> dict[tuple[object, ...], list[str]]:
    """What each source of additions is the source of."""
    found: dict[tuple[object, ...], list[str]] = {}
    for source in sources:
        if source.added and source.field:
            found.setdefault(_key(source), []).append(source.field)
    return found


def _item(source: Source, n: int, fields: Sequence[str], lang: str, *, known: bool) -> Item:
    """One source; a document that bears a reference is named in full once."""
    title = tagged(Said(source.title, source.title_language))
    if source.reference:
        title = Markup("{}").format(source.reference) if known else Markup("{} · {}").format(source.reference, title)
    if source.document_id and source.origin:
        title = sentence(_("%(title)s: %(words)s"), title=title, words=tagged(Said(source.origin, source.language)))
    if fields:
        called = formats.series(dict.fromkeys(_called(name) for name in fields), lang)
        title = sentence(_("%(fields)s: %(origin)s"), fields=called, origin=title)
    paragraph = source.paragraph
    if paragraph and paragraph[0].isdigit():
        paragraph = _("para. %(numbers)s", numbers=paragraph)
    dated = formats.partial(source.dated, lang) if source.dated else None
    url = addresses.of("documents.show", document_id=source.document_id) if source.document_id else None
    return Item(n, title, paragraph, dated, source.added, url)


def _called(name: str) -> str:
    """A field's name; `title.zh` is the title in Chinese."""
    of, _dot, lang = name.partition(".")
    return (
        str(_("%(field)s in %(language)s", field=field_name(of), language=language_name(lang)))
        if lang
        else field_name(of)
    )


def _place(page: Cited, source: Source, n: int, about: int | None) -> None:
    at = page.marks.setdefault((source.record_id, source.field), [])
    if n not in at and not source.quotation:
        at.append(n)
    if source.added:
        page.added.add((source.record_id, source.field))
    note = Said(source.note, source.language) if source.note else None
    if source.quotation:
        of = _called(source.field) if source.field else ""
        quoted = Quotation(source.quotation, source.quotation_language or "und", note, of, n)
        if (quoted.text, quoted.note) not in {(one.text, one.note) for one in page.quotations}:
            page.quotations.append(quoted)
    elif note and about in {None, source.record_id}:
        page.notes += [note] if note not in page.notes else []
    elif note:
        page.beside.setdefault(source.record_id, []).append(note)
