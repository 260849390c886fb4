"""The filters of a selection in words: for the brief of the projects that they find, and for the pages around it."""

from collections.abc import Iterable
from enum import StrEnum

from tracker.briefs.kinds import FilterLine
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import N_, Hazard, Health, Stage
from tracker.domain.queries.texts import Said
from tracker.domain.selections import filters
from tracker.formats import between, label
from tracker.language import translator

_NAMES = {
    "q": N_("Words"),
    "territory": N_("Territory"),
    "stage": N_("Stage"),
    "health": N_("Health"),
    "programme": N_("Programme"),
    "manager": N_("Manager"),
    "hazard": N_("Hazard"),
    "tag": N_("Tag"),
}
_CODES: dict[str, type[StrEnum]] = {"stage": Stage, "health": Health, "hazard": Hazard}


def words(named: Iterable[tuple[str, Said]], lang: str) -> tuple[FilterLine, ...]:
    """Each filter with what it asks for, codes as the words that the reader knows."""
    say = translator(lang)
    return tuple(FilterLine(say(_NAMES[name]), _word(name, said, lang)) for name, said in named)


def about(order: BriefOrder, lang: str) -> str:
    """What an order is about, without asking the database: its key, or the filters of its list."""
    if order.key:
        return order.key
    lines = words(((name, Said(value, lang)) for name, value in filters(order.selection).items()), lang)
    return " · ".join(f"{line.name}{between('label', lang)}{line.said}" for line in lines) or translator(lang)(
        N_("All projects")
    )


def _word(name: str, said: Said, lang: str) -> Said:
    kind = _CODES.get(name)
    return Said(label(kind(said.text), lang), lang) if kind and said.text in list(kind) else said
