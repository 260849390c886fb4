"""Briefs in which every text that people type is replaced by another."""

from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from tracker.briefs.model import Brief
from tracker.domain.queries.texts import Said

TYPED = frozenset(
    {
        "name", "title", "reference", "note", "address", "system", "value", "ledger", "author", "owner", "email",
        "phone", "role", "number", "glide", "origin", "measure", "paragraph",
    }
)  # fmt: skip
"""Fields that hold what somebody typed as plain text; all that is `Said` is typed as well."""

Words = Callable[[str, str], str]
"""From the name of the field and what stands in it to what shall stand in it."""


def worded(value: Any, words: Words, name: str = "") -> Any:  # noqa: ANN401 - a brief, or a part of one
    """The brief with other words."""
    if isinstance(value, Said):
        return replace(value, text=words(name, value.text)) if value.text else value
    if isinstance(value, str) and name in TYPED and type(value) is str and value:
        return words(name, value)
    if isinstance(value, tuple):
        return tuple(worded(one, words, name) for one in value)
    if is_dataclass(value) and not isinstance(value, type) and name not in {"standing", "map", "territories"}:
        changed = {
            part.name: worded(getattr(value, part.name), words, part.name) for part in fields(value) if part.init
        }
        return replace(value, **changed)
    return value


def long_tables(brief: Brief, rows: int, names: Iterable[str]) -> Brief:
    """The brief with as many rows in these of its lists."""
    return replace(brief, **{name: (getattr(brief, name) * rows)[:rows] for name in names})
