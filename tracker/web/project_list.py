"""The list of projects as its address asks for it: filters in words, choices with numbers, columns, links without one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from urllib.parse import urlencode

from flask import request
from flask_babel import gettext as _

from tracker import formats
from tracker.briefs.selection import word
from tracker.domain.codes import N_
from tracker.domain.columns import COLUMNS, USUAL
from tracker.domain.errors import Refused
from tracker.domain.filters import AMOUNTS, FILTERS, SEVERAL, Filter, Takes, narrowing, written
from tracker.domain.queries import filter_names, project_choices, project_columns, project_sorts, projects
from tracker.domain.queries.paging import Page
from tracker.domain.queries.project_choices import COMMON, MORE, Choice
from tracker.domain.queries.project_columns import Beside
from tracker.domain.queries.projects import ProjectFilter, ProjectRow
from tracker.domain.queries.texts import Said
from tracker.domain.rules import can_print_briefs, sees_inside
from tracker.domain.selections import BESIDE
from tracker.language import translator
from tracker.web import arguments, problems, reading, selected, unit

_NO_FILTERS = BESIDE | {"as_of", "known_on"}

_NOTHING_CALLED = N_("The filter %(filter)s finds nothing called %(asked)s.")
_IN_CURRENCY = N_("Choose a currency to sort by an amount.")


@dataclass(frozen=True)
class Option:
    """A choice of a filter: its words, how many projects it would leave, whether it is chosen."""

    value: str
    text: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Box:
    """A filter's choices; `said` are the chosen ones in words.

    `kept` is how the page has it, once it was written: for the next page on which nothing of it changed.
    """

    name: str
    title: str
    options: tuple[Option, ...]
    kept: list[str] = field(default_factory=list)

    @cached_property
    def said(self) -> list[str]:
        return [one.text for one in self.options if one.chosen]


@cache
def _columns(lang: str, *, inside: bool) -> dict[str, str]:
    say = translator(lang)
    return {name: say(title) for name, title in COLUMNS.items() if inside or name not in project_sorts.INSIDE}


@lru_cache(maxsize=256)
def _box(name: str, lang: str, choices: tuple[Choice, ...], chosen: tuple[str, ...]) -> Box:
    """Made once for what is the same at each request."""
    codes, some = FILTERS[name].codes, list(choices)
    if codes:
        order = {code.value: number for number, code in enumerate(codes)}
        some.sort(key=lambda one: order.get(one.value, -1))
    told = ((one, word(name, Said(one.name or one.value, lang), lang).text) for one in some)
    options = tuple(Option(one.value, text, one.number, one.value in chosen) for one, text in told)
    return Box(name, translator(lang)(FILTERS[name].title), options)


class Asked:
    """What the address asks of the list, in this reader's words."""

    def __init__(self) -> None:
        self.args, self.reader = request.args, reading.reader()
        self.inside = sees_inside(self.reader.viewer)
        self.pairs = [(name, value) for name, value in self.args.items(multi=True) if name not in _NO_FILTERS]
        self.wanted = ProjectFilter.of(self.pairs, archived=arguments.text("archived") == "yes")
        self.values = self.wanted.values
        self.more = arguments.text("more") == "yes" or any(name not in {"q", *COMMON} for name in self.values)

    @cached_property
    def choices(self) -> dict[str, list[Choice]]:
        """The choices of the filters that stand open."""
        who, lang, day = self.reader.viewer, self.reader.language, self.reader.day
        return project_choices.choices(unit.session(), who, self.wanted, more=self.more, language=lang, day=day)

    @property
    def sort(self) -> str:
        """How the list is sorted, as the address says it."""
        return arguments.text("sort") or project_sorts.USUAL

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns beside the title."""
        given = {part.strip() for value in self.args.getlist("columns") for part in value.split(",")}
        known = tuple(name for name in self.offered_columns if name in given)
        return known or USUAL

    @property
    def offered_columns(self) -> dict[str, str]:
        """All columns that this reader may see, with their titles."""
        return _columns(self.reader.language, inside=self.inside)

    @cached_property
    def currency(self) -> str:
        """The currency that is chosen; empty where none is."""
        return self.wanted.value("currency")

    @property
    def only_territory(self) -> str:
        """The territory, where the list is narrowed to one."""
        found = self.values.get("territory", ())
        return found[0] if len(found) == 1 else ""

    @cached_property
    def beside(self) -> dict[str, str]:
        """What the address carries beside its filters."""
        found = {name: arguments.text(name) for name in ("archived", "more", "per_page", "sort", "view")}
        chosen = "" if self.columns == USUAL else ",".join(self.columns)
        return {name: value for name, value in (found | {"columns": chosen}).items() if value}

    def address(self, values: Mapping[str, Sequence[str]] | None = None, path: str = "", **beside: str | None) -> str:
        """The address of the list with these filters, else with its own; what is None of `beside` is taken away."""
        said = written(self.values if values is None else {name: tuple(some) for name, some in values.items()})
        kept = {name: value for name, value in {**self.beside, **beside}.items() if value}
        query = urlencode({**said, **kept}, safe=",")
        return f"{path or request.path}?{query}" if query else path or request.path

    @cached_property
    def tidy(self) -> str:
        """The same address with each filter once and nothing empty; that which was asked where it is so already."""
        if not self.args:
            return ""
        several = {name for name, one in FILTERS.items() if one.is_several} | {"columns"}
        found: list[tuple[str, str]] = []
        for name, value in ((name, value) for name, value in self.args.items(multi=True) if value):
            place = next((number for number, one in enumerate(found) if name in several and one[0] == name), None)
            if place is None:
                found.append((name, value))
            else:
                found[place] = (name, f"{found[place][1]},{value}")
        if found == list(self.args.items(multi=True)):
            return ""
        return f"{request.path}?{urlencode(found, safe=',')}" if found else request.path

    def boxes(self, names: Iterable[str]) -> list[Box]:
        """The filters whose choices are ticked; one without any choice is left out."""
        lang, found = self.reader.language, self.choices
        return [
            _box(name, lang, tuple(found[name]), self.values.get(name, ()))
            for name in names
            if name != "currency" and found.get(name)
        ]

    @property
    def common(self) -> list[Box]:
        return self.boxes(COMMON)

    @property
    def others(self) -> list[Box]:
        return self.boxes(MORE) if self.more else []

    @property
    def currencies(self) -> list[tuple[str, str]]:
        """The currencies in which anything is asked for or given."""
        codes = {one.value for one in self.choices.get("currency", ())} | {self.currency} - {""}
        return [(code, code) for code in sorted(codes)]

    @property
    def typed_filters(self) -> dict[str, Filter]:
        """The filters whose values are typed, and the currency among them; words stand elsewhere."""
        return {name: one for name, one in FILTERS.items() if one.takes not in SEVERAL | {Takes.words}}

    def typed(self, name: str) -> str:
        """What was typed into a box, also where it was not understood."""
        return self.args.get(name, "").strip()

    @cached_property
    def chips(self) -> list[tuple[str, str]]:
        """Each filter that is used, with the address of the list without it."""
        found = []
        for name, some in sorted(narrowing(self.values).items(), key=lambda item: list(FILTERS).index(item[0])):
            for value in some:
                text = word(name, self._names.get((name, value), Said(value, "")), self.reader.language).text
                title = _(FILTERS[name].title)
                said = f"{title}{formats.between('label', self.reader.language)}{text}"
                found.append((said, self.address(self._without(name, value))))
        return found

    def _without(self, name: str, value: str) -> dict[str, tuple[str, ...]]:
        """The filters without one value; without their currency amounts are nothing."""
        left = {**self.values, name: tuple(one for one in self.values[name] if one != value)}
        gone = AMOUNTS if name == "currency" else ()
        return {other: some for other, some in left.items() if some and other not in gone}

    @cached_property
    def _names(self) -> dict[tuple[str, str], Said]:
        """What the records are called that are asked for: as the choices have it, the rest is looked up."""
        lang = self.reader.language
        known = {
            (name, one.value): Said(one.name, lang)
            for name, some in self.choices.items()
            for one in some
            if one.name and one.value in self.values.get(name, ())
        }
        missing = {
            name: left
            for name, some in self.values.items()
            if (left := tuple(value for value in some if (name, value) not in known))
        }
        return known | filter_names.named(unit.session(), self.reader.viewer, missing, lang=lang, today=self.reader.day)

    @cached_property
    def notices(self) -> list[str]:
        """What of the address was not understood."""
        found = [problems.words(fault) for fault in self.wanted.faults]
        for name, some in self.values.items():
            if name in filter_names.LOOKED_UP and (name != "manager" or self.inside):
                unknown = [one for one in some if one != "none" and (name, one) not in self._names]
                found += [self._nothing_called(name, one) for one in unknown]
        column = self.sort.removeprefix("-")
        if column in project_sorts.MONEY and not self.currency:
            found.append(_(_IN_CURRENCY))
        return found

    @staticmethod
    def _nothing_called(name: str, value: str) -> str:
        return problems.words(Refused("", _NOTHING_CALLED, {"filter": _(FILTERS[name].title), "asked": value}))


def rows(asked: Asked, *, number: int, per_page: int) -> Page[ProjectRow]:
    """One page of the projects asked for."""
    who, lang, day = asked.reader.viewer, asked.reader.language, asked.reader.day
    return projects.listing(
        unit.session(),
        who,
        asked.wanted,
        sort=asked.sort,
        number=number,
        per_page=per_page,
        language=lang,
        day=day,
    )


def beside(asked: Asked, found: Page[ProjectRow]) -> dict[int, Beside]:
    """What the chosen columns show of the projects of a page."""
    if asked.columns == USUAL:
        return {}
    ids = [row.id for row in found.rows]
    return project_columns.beside(
        unit.session(), asked.reader.viewer, ids, asked.columns, language=asked.reader.language
    )


def printable(asked: Asked, found: Page[ProjectRow]) -> str:
    """The selection that briefs may be printed of; empty where there is nothing to print, or nobody to."""
    may = found.total and can_print_briefs(asked.reader.viewer)
    return selected.of_list(asked.wanted) if may else ""
