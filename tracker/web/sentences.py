"""History in sentences: who did what to a record, with old and new values in the reader's words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask_babel import ngettext

from tracker.domain.bulk import others_of
from tracker.domain.codes import N_, RecordKind
from tracker.domain.labels import LABELS
from tracker.domain.queries.changes import Change, acts, is_of
from tracker.domain.queries.names import NAMES, Names
from tracker.domain.queries.texts import Said
from tracker.web import language, values
from tracker.web.field_names import LINKS
from tracker.web.language import gettext as _

LONG = 90
"""Signs above which a text is not repeated in a sentence."""


PROGRAMS = {"programme file": N_("The programme file"), "territory table": N_("The table of territories")}
"""What acts without a person, by the name that history keeps; a reason that it gives is in English."""


@dataclass(frozen=True)
class Entry:
    """One act: when, its sentences, the reason given; in no known language where a person gave it."""

    when: datetime
    sentences: list[str]
    why: Said | None


@dataclass(frozen=True)
class Teller:
    """Tells the changes of one record: `owner_id` is its id, `names` those of what the changes refer to."""

    owner_id: int
    names: Names
    lang: str

    def entries(self, acts: Iterable[Sequence[Change]]) -> list[Entry]:
        """What the acts say."""
        return [entry for act in acts if (entry := self._entry(act)).sentences]

    def _entry(self, act: Sequence[Change]) -> Entry:
        sentences = dict.fromkeys(_begun(said) for change in reversed(act) for said in self.sentences(change))
        return Entry(_aware(act[0].when), list(sentences), _reason(act[0]))

    def _is_own(self, change: Change) -> bool:
        return is_of(change, self.owner_id)

    def sentences(self, change: Change) -> list[str]:
        """What one change says; nothing where it is about something this reader may not see."""
        who = _(PROGRAMS[change.who]) if change.who in PROGRAMS else change.who or _("The tracker")
        if change.entity in LINKS:
            return self._of_link(who, change)
        if told := _SPECIAL.get(change.entity):
            return told(self, who, change)
        if change.change == "update":
            return [self._of_field(who, change, field) for field in self._fields(change)]
        if self._is_own(change):
            return [_("%(who)s recorded this.", who=who)]
        return [self._of_part(who, change)]

    def _fields(self, change: Change) -> list[str]:
        return values.fields_of(change.entity, (one.field for one in change.fields))

    def _of_field(self, who: str, change: Change, field: str) -> str:
        before = {**change.values, **{one.field: one.old for one in change.fields}}
        old = values.text_of(change.entity, field, before, self.names, self.lang)
        new = values.text_of(change.entity, field, change.values, self.names, self.lang)
        what = {"who": who, "field": values.field_name(field), "old": old, "new": new}
        if self._is_own(change):
            return _own_field(what)
        return _part_field({**what, "part": self._part(change)})

    def _of_part(self, who: str, change: Change) -> str:
        what = {"who": who, "part": self._part(change)}
        if change.change == "delete":
            return _("%(who)s removed %(part)s.", **what)
        return _("%(who)s added %(part)s.", **what)

    def _part(self, change: Change) -> str:
        """A part of the record by its kind and name: milestone “Regional consultation”."""
        kind, column = _kind(change.entity), NAMES.get(change.entity, (None, ""))[1]
        name = self.names.of(change.entity, change.record_id) or change.values.get(column) or self._facts(change)
        return _("%(kind)s “%(name)s”", kind=kind, name=_short(str(name))) if name else kind

    def _facts(self, change: Change) -> str:
        """What tells a part without a name from others: received, USD 500, March 2004."""
        changed = self._fields(change)
        telling = [name for name in _TELLING.get(change.entity, ()) if name not in changed]
        told = (values.text_of(change.entity, name, change.values, self.names, self.lang) for name in telling)
        return " · ".join(text for text in told if text)

    def _of_link(self, who: str, change: Change) -> list[str]:
        column, kind = LINKS[change.entity]
        name = values.text_of(change.entity, column, change.values, self.names, self.lang)
        if name is None:
            return []
        what: dict[str, Any] = {"who": who, "kind": _(kind), "name": name}
        if change.change == "delete":
            return [_("%(who)s removed the %(kind)s “%(name)s”.", **what)]
        if change.change == "insert":
            return [_("%(who)s added the %(kind)s “%(name)s”.", **what)]
        return [
            _part_field({**what, "part": name, "field": values.field_name(field), **self._old_new(change, field)})
            for field in self._fields(change)
        ]

    def _old_new(self, change: Change, field: str) -> dict[str, str | None]:
        before = {**change.values, **{one.field: one.old for one in change.fields}}
        return {
            "old": values.text_of(change.entity, field, before, self.names, self.lang),
            "new": values.text_of(change.entity, field, change.values, self.names, self.lang),
        }

    def _of_record(self, who: str, change: Change) -> list[str]:
        """Archived, restored, shown to others."""
        own = change.record_id == self.owner_id
        part = "" if own else self._named_record(change)
        told = []
        for one in change.fields:
            if one.field == "archived_at":
                told.append(_archived(who, part) if one.new else _restored(who, part))
            elif own:
                told.append(self._of_own_record(who, change, one.field))
        return told

    def _of_own_record(self, who: str, change: Change, field: str) -> str:
        return _own_field({"who": who, "field": values.field_name(field), **self._old_new(change, field)})

    def _named_record(self, change: Change) -> str:
        table, name = self.names.record(change.record_id) or ("", "")
        return _("%(kind)s “%(name)s”", kind=_kind(table), name=_short(name)) if table else _kind(change.values["kind"])

    def _of_update(self, who: str, change: Change) -> list[str]:
        """A report that was published; what it made of the project is told with the project."""
        what = {
            name: values.text_of("update", name, change.values, self.names, self.lang) for name in ("health", "as_of")
        }
        told = {"who": who, "health": what["health"], "day": what["as_of"]}
        if change.values.get("corrects_id"):
            return [_("%(who)s published a correction of an update: %(health)s as of %(day)s.", **told)]
        return [_("%(who)s published an update: %(health)s as of %(day)s.", **told)]

    def _of_translation(self, who: str, change: Change) -> list[str]:
        what = {
            "who": who,
            "field": values.field_name(str(change.values["field"])),
            "language": values.language_name(str(change.values["language"])),
        }
        if change.change == "delete":
            return [_("%(who)s removed the translation of %(field)s into %(language)s.", **what)]
        return [_("%(who)s wrote the translation of %(field)s into %(language)s.", **what)]

    def _of_citation(self, who: str, change: Change) -> list[str]:
        source = self.names.of("document", change.values.get("document_id")) or change.values.get("origin")
        what = {"who": who, "source": _short(str(source or _("not stated")))}
        if change.change == "delete":
            return [_("%(who)s removed the source “%(source)s”.", **what)]
        if change.change == "insert":
            return [_("%(who)s recorded the source “%(source)s”.", **what)]
        return [_("%(who)s corrected what is recorded of the source “%(source)s”.", **what)]

    def _of_identifier(self, who: str, change: Change) -> list[str]:
        what = {"who": who, "system": change.values["system"], "value": change.values["value"]}
        if change.change == "delete":
            return [_("%(who)s removed the identifier %(value)s of %(system)s.", **what)]
        return [_("%(who)s recorded the identifier %(value)s of %(system)s.", **what)]


_SPECIAL: dict[str, Callable[[Teller, str, Change], list[str]]] = {
    "record": Teller._of_record,  # noqa: SLF001 - this module's own
    "update": Teller._of_update,  # noqa: SLF001
    "translation": Teller._of_translation,  # noqa: SLF001
    "citation": Teller._of_citation,  # noqa: SLF001
    "outside_identifier": Teller._of_identifier,  # noqa: SLF001
}

_TELLING = {
    "step": ("kind", "amount_minor", "on"),
    "allocation": ("project_id", "amount_minor"),
    "requirement": ("amount", "period"),
    "payment": ("organisation_id", "amount", "day"),
    "expenditure": ("ledger", "amount", "period"),
}
"""What tells the parts apart that have no name of their own."""


def history(changes: Sequence[Change], names: Names, *, owner_id: int, lang: str) -> list[Entry]:
    """The history of a record for its page, newest first."""
    return history_of_acts(acts(changes, owner_id), names, owner_id=owner_id, lang=lang)


def history_of_acts(acts: Iterable[Sequence[Change]], names: Names, *, owner_id: int, lang: str) -> list[Entry]:
    """The same, where the changes are put together to acts already."""
    return Teller(owner_id, names, lang).entries(acts)


def _reason(change: Change) -> Said | None:
    if together := others_of(change.why):
        return Said(_together(*together), language.current())
    return Said(change.why, "en" if change.who in PROGRAMS else "und") if change.why else None


def _together(back: bool, others: int) -> str:  # noqa: FBT001 - what `others_of` tells
    if back:
        said = ngettext("set back together with %(num)s other", "set back together with %(num)s others", others)
    else:
        said = ngettext("changed together with %(num)s other", "changed together with %(num)s others", others)
    return str(said)


def _begun(sentence: str) -> str:
    """A sentence begins with a capital, also where a program acted."""
    return sentence[:1].upper() + sentence[1:]


def _own_field(what: dict[str, Any]) -> str:
    old, new = what["old"], what["new"]
    if new is None and old is None:
        return _("%(who)s changed the %(field)s.", **what)
    if len(f"{old}{new}") > 2 * LONG:
        return _("%(who)s rewrote the %(field)s.", **what)
    if old is None:
        return _("%(who)s set the %(field)s to “%(new)s”.", **what)
    if new is None:
        return _("%(who)s removed the %(field)s; it was “%(old)s”.", **what)
    return _("%(who)s changed the %(field)s from “%(old)s” to “%(new)s”.", **what)


def _part_field(what: dict[str, Any]) -> str:
    old, new = what["old"], what["new"]
    if new is None and old is None:
        return _("%(who)s changed the %(field)s of %(part)s.", **what)
    if len(f"{old}{new}") > 2 * LONG:
        return _("%(who)s rewrote the %(field)s of %(part)s.", **what)
    if old is None:
        return _("%(who)s set the %(field)s of %(part)s to “%(new)s”.", **what)
    if new is None:
        return _("%(who)s removed the %(field)s of %(part)s; it was “%(old)s”.", **what)
    return _("%(who)s changed the %(field)s of %(part)s from “%(old)s” to “%(new)s”.", **what)


def _archived(who: str, part: str) -> str:
    return _("%(who)s archived %(part)s.", who=who, part=part) if part else _("%(who)s archived this.", who=who)


def _restored(who: str, part: str) -> str:
    return _("%(who)s restored %(part)s.", who=who, part=part) if part else _("%(who)s restored this.", who=who)


def _kind(entity: str) -> str:
    return _(LABELS[RecordKind].get(entity, entity.replace("_", " ")))


def _short(text: str) -> str:
    return text if len(text) <= LONG else f"{text[: LONG - 1].rstrip()}…"


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
