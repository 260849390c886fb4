"""A brief's data as JSON and back: what an issued brief keeps, carries in its PDF and is compared by.

The form follows the dataclasses of `model` and `kinds`: an object for each, money in whole minor units with its
currency, days in ISO form, partial dates as stated, numbers with a point as text. `thaw(freeze(brief)) == brief`.
"""

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from tracker.briefs.kinds import DonorBrief, PortfolioBrief, ProjectBrief
from tracker.briefs.minute import MinuteBrief
from tracker.briefs.model import Brief, MissionBrief
from tracker.domain.dates import PartialDate

FORMAT = 1
KINDS: Mapping[str, type[Brief]] = {
    one.kind: one for one in (MissionBrief, ProjectBrief, DonorBrief, PortfolioBrief, MinuteBrief)
}


class NotFrozenHere(ValueError):
    """The data has not the form that this program freezes briefs in."""


def freeze(brief: Brief, **made_with: object) -> bytes:
    """The brief as JSON: same brief, same bytes. `made_with` says with which templates, fonts and rates it was printed."""
    said = {"format": FORMAT, "kind": brief.kind.value, "made_with": made_with, "brief": plain(brief)}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1).encode()


def thaw(data: bytes) -> Brief:
    """The brief that was frozen; fields that the program has learnt since have their defaults. Raises NotFrozenHere."""
    try:
        said = json.loads(data)
        if said["format"] != FORMAT:
            raise NotFrozenHere(f"The format {said['format']} is not {FORMAT}.")
        brief = _brief(KINDS[said["kind"]], said["brief"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotFrozenHere(str(error)) from error
    return brief


def _brief(kind: type[Brief], said: Mapping[str, Any]) -> Brief:
    """The brief with the same in a second language, which is of its kind."""
    other = said.get("other")
    brief: Brief = _built(kind, {**said, "other": None})
    return replace(brief, other=_brief(kind, other)) if other else brief


def plain(value: Any) -> Any:  # noqa: ANN401 - whatever a brief holds
    """A value of a brief as JSON holds it."""
    if isinstance(value, PartialDate):
        return value.stated
    if is_dataclass(value):
        return {part.name: plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, (tuple, list)):
        return [plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _built(kind: Any, value: Any) -> Any:  # noqa: ANN401 - any annotation of the model
    """The value that was made plain, as its annotation says it was."""
    origin = get_origin(kind)
    if value is None or kind is Any:
        return value
    if origin in (Union, types.UnionType):
        return _built(next(one for one in get_args(kind) if one is not type(None)), value)
    if origin is tuple:
        return _tuple(get_args(kind), value)
    if read := _READ.get(kind):
        return read(value)
    if is_dataclass(kind):
        named = _fields(kind)  # type: ignore[arg-type]
        return kind(**{name: _built(named[name], one) for name, one in value.items()})  # type: ignore[operator]
    return kind(value) if isinstance(kind, type) and issubclass(kind, Enum) else value


def _tuple(kinds: tuple[Any, ...], values: list[Any]) -> tuple[Any, ...]:
    if kinds[-1] is Ellipsis:
        return tuple(_built(kinds[0], one) for one in values)
    return tuple(_built(kind, one) for kind, one in zip(kinds, values, strict=True))


_READ: Mapping[Any, Callable[[Any], Any]] = {
    PartialDate: PartialDate.parse,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    Decimal: Decimal,
}


@cache
def _fields(kind: type) -> dict[str, Any]:
    """The annotations of a dataclass's own fields."""
    hints = get_type_hints(kind)
    return {part.name: hints[part.name] for part in fields(kind)}
