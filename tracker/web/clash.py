"""Saving over somebody's newer version: base, theirs and yours side by side, what does not overlap put together.

All three are compared as a form sends them: a list of texts for each field.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import Any

from flask import Response, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import Field

from tracker import formats
from tracker.domain import numerals
from tracker.domain.dates import PartialDate
from tracker.domain.queries import changes
from tracker.web import fragments, language, unit
from tracker.web.forms import Form
from tracker.web.forms.fields import DayField, PartialDateField
from tracker.web.templating import moment

Raw = Mapping[str, Sequence[str]]

_CARRIERS = frozenset({"csrf_token", "version", "submission"})


@dataclass(frozen=True)
class Row:
    """One field of a clash: what it was, what they made of it, what you typed; `values` is what saving now would send."""

    name: str
    label: str
    base: str
    theirs: str
    mine: str
    values: list[str]
    overlaps: bool
    changed: bool
    who: str
    when: str


def raw(value: object) -> list[str]:
    """A value as a form sends it."""
    if value is None or isinstance(value, bool):
        return ["y" if value else ""]  # a box takes any other text for a tick
    if isinstance(value, (list, tuple, set, frozenset)):
        return sorted(str(part) for part in value)
    if isinstance(value, PartialDate):
        return [value.stated]
    if isinstance(value, Enum):
        return [str(value.value)]
    if isinstance(value, Decimal):
        return [numerals.write(value, language.current())]
    return [value.isoformat() if isinstance(value, date) else str(value)]


def base_of(
    record_id: int,
    entity: str,
    version: int | None,
    theirs: Mapping[str, object],
    links: Mapping[str, tuple[str, str]] = MappingProxyType({}),
) -> dict[str, object]:
    """A whole record as its form showed it at the version it was filled from; what history does not know is as it is.

    `links`: fields that stand for links, each with the table and the column that names the other side.
    """
    session = unit.session()
    base = dict(theirs)
    then = changes.at_version(session, record_id, entity, version or 0)
    if then is None:
        return base
    for name, value in theirs.items():
        base[name] = then.values.get(name, then.values.get(f"{name}_stated", value))
        if name in links and then.until is not None:
            base[name] = changes.links_before(session, record_id, *links[name], then.until)
    if "visibility" in theirs and then.until is not None:
        for record in changes.values_before(session, record_id, "record", then.until):
            base["visibility"] = record["visibility"]
    return base


def chosen(theirs: Mapping[str, object]) -> MultiDict[str, str] | None:
    """What the form sends, with their value wherever the reader of a clash picked it; None where nothing is sent."""
    if request.method != "POST":
        return None
    sent = MultiDict(request.form)
    for name, value in theirs.items():
        if sent.get(f"pick_{name}") == "theirs":
            sent.setlist(name, raw(value))
    return sent


def page(
    form: Form,
    *,
    record_id: int,
    entity: str,
    base: Mapping[str, object],
    theirs: Mapping[str, object],
    version: int,
    action: str = "",
    reported: object = None,
    stated: Collection[str] = (),
) -> Response:
    """The 409 page; its form saves the result over `version`, the one that stands now.

    `action`: where the result goes, when not to the form's own address; `reported`: a report of theirs to be shown;
    `stated`: fields that are a statement even where they were left as they stood, so that any difference is a choice.
    """
    latest = changes.latest_by(unit.session(), record_id, entity)
    who, when = (latest[0], moment(latest[1])) if latest else (_("somebody else"), "")
    fields = [field for field in form if field.name not in _CARRIERS]
    was = {**base, **dict.fromkeys(stated)}
    rows = [_row(field, was.get(field.name), theirs.get(field.name), who, when) for field in fields]
    rows = [replace(row, base=_shown(form[row.name], raw(base.get(row.name)))) for row in rows]
    carrier: Any = form["version"]
    carrier.data = version
    return fragments.into_body(
        fragments.page(
            "errors/clash.html",
            status=409,
            form=form,
            rows=rows,
            who=who,
            when=when,
            action=action,
            reported=reported,
        )
    )


def _row(field: Field, base: object, theirs: object, who: str, when: str) -> Row:
    was, now, mine = raw(base), raw(theirs), raw(field.data)
    overlaps = was != now and mine not in (was, now)
    merged = now if mine == was else mine
    return Row(
        name=field.name,
        label=str(field.label.text),
        base=_shown(field, was),
        theirs=_shown(field, now),
        mine=_shown(field, mine if overlaps else merged),
        values=list(mine if overlaps else merged),
        overlaps=overlaps,
        changed=now != was or mine != was,
        who=who,
        when=when,
    )


def _shown(field: Field, values: Sequence[str]) -> str:
    """The values as a person reads them: a choice by its words, a date as pages print it."""
    words: dict[str, str] = {}
    dated = isinstance(field, (DayField, PartialDateField))
    if dated and values[0] and not field.process_errors:
        words = {values[0]: formats.partial(PartialDate.parse(values[0]), language.current())}
    if hasattr(field, "iter_choices"):
        words = {str(choice[0]): str(choice[1]) for choice in field.iter_choices()}
    return " · ".join(words.get(value, value) for value in values if value)
