"""Everything that can be wrong with a programme file, found before anything is written."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from graphlib import CycleError
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from tracker.domain.actions import territories
from tracker.domain.codes import N_
from tracker.domain.drafts import file_records
from tracker.domain.drafts.file_records import SECTIONS, ProgrammeFile
from tracker.domain.errors import Problem, RefusedMany
from tracker.exchange.programme_rows import Row
from tracker.exchange.programme_writing import in_order

SENTENCES = {
    "missing": N_("This is required."),
    "string_type": N_("This must be text; put quotation marks around it."),
    "string_too_short": N_("There is nothing here; leave the key out."),
    "string_too_long": N_("This is too long: at most %(max_length)s characters."),
    "string_pattern_mismatch": N_("An id is lower case letters, digits and hyphens."),
    "enum": N_("“%(input)s” is none of: %(expected)s."),
    "literal_error": N_("“%(input)s” is none of: %(expected)s."),
    "list_type": N_("This must be a list."),
    "dict_type": N_("This must be a map of keys and values."),
    "model_type": N_("This must be a map of keys and values."),
    "int_type": N_("This must be a whole number."),
    "greater_than_equal": N_("This must be at least %(ge)s."),
    "less_than_equal": N_("This must be at most %(le)s."),
}
NO_SUCH_KEY = N_("There is no such key here.")
NEAR_KEY = N_("There is no such key here; “%(near)s” may be meant.")
TWICE = N_("This id stands here a second time.")
CIRCLE = N_("These refer to each other in a circle: %(codes)s.")

Raw = Mapping[str, Any]


def checked(name: str, raw: Raw) -> ProgrammeFile:
    """The file as drafts; raises RefusedMany with every problem, each naming file, record and key."""
    known = {section: frozenset(_ids(raw.get(section))) for section in SECTIONS}
    known["territories"] = territories.codes()
    problems = [Problem(place, TWICE) for place in _doubles(raw, name)]
    try:
        file = ProgrammeFile.model_validate(raw, context=known)
    except ValidationError as error:
        problems += [_problem(name, raw, detail) for detail in error.errors(include_url=False)]
    if problems:
        raise RefusedMany(problems)
    return file


def refuse_circles(name: str, rows: Sequence[Row]) -> None:
    """Raises RefusedMany where records are parts of each other in a circle."""
    try:
        in_order(rows)
    except CycleError as error:
        codes = ", ".join(error.args[1])
        raise RefusedMany([Problem(name, CIRCLE, {"codes": codes})]) from error


def _ids(items: object) -> Iterator[str]:
    if isinstance(items, list):
        yield from (item["id"] for item in items if isinstance(item, dict) and isinstance(item.get("id"), str))


def _doubles(value: object, place: str) -> Iterator[str]:
    """Where an id stands for the second time in its list."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _doubles(inner, f"{place} · {key}")
    elif isinstance(value, list):
        ids = list(_ids(value))
        yield from (f"{place} · {own} · id" for own in dict.fromkeys(ids) if ids.count(own) > 1)
        for number, item in enumerate(value):
            yield from _doubles(item, f"{place} · {_title(item, number)}")


def _title(item: object, number: int) -> str:
    own = item.get("id") if isinstance(item, dict) else None
    return own if isinstance(own, str) else str(number + 1)


def _problem(name: str, raw: Raw, detail: ErrorDetails) -> Problem:
    context = detail.get("ctx", {})
    place = " · ".join([name, *_steps(raw, detail["loc"]), *filter(None, [context.get("place")])])
    if detail["type"] == "refused":
        return Problem(place, context["why"], context["values"])
    if detail["type"] == "extra_forbidden":
        near = _near(detail["loc"])
        return Problem(place, NEAR_KEY, {"near": near}) if near else Problem(place, NO_SUCH_KEY)
    values = {**context, "input": str(detail["input"])[:60]}
    return Problem(place, SENTENCES.get(detail["type"], detail["msg"].replace("%", "%%")), values)


def _steps(raw: Raw, loc: Sequence[int | str]) -> Iterator[str]:
    """The way to a value, with ids where pydantic counts."""
    value: Any = raw
    for step in loc:
        if isinstance(step, int) and isinstance(value, list):
            value = value[step] if step < len(value) else None
            yield _title(value, step)
        elif step != "[key]":
            value = value.get(step) if isinstance(value, dict) else None
            yield str(step)


def _near(loc: Sequence[int | str]) -> str:
    """The key that a mistyped one may mean."""
    draft: Any = ProgrammeFile
    for step in loc[:-1]:
        if isinstance(step, str) and isinstance(draft, type) and issubclass(draft, BaseModel):
            draft = _inside(draft, step)
    keys = list(draft.model_fields) if draft else []
    return next(iter(get_close_matches(str(loc[-1]), keys, n=1)), "")


def _inside(draft: type[BaseModel], key: str) -> type[BaseModel] | None:
    """The draft of the items under a key."""
    found = draft.model_fields.get(key)
    words = str(found.annotation) if found else ""
    return next(
        (
            one
            for one in vars(file_records).values()
            if isinstance(one, type) and issubclass(one, BaseModel) and f".{one.__name__}" in words
        ),
        None,
    )
