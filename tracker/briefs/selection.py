"""The filters of a selection in words: for the brief of the projects that they find, and for the pages around it."""

from collections.abc import Iterable, Sequence
from datetime import date

from tracker.briefs.kinds import FilterLine
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import N_
from tracker.domain.filters import FILTERS, NOBODY, Takes, read
from tracker.domain.queries.texts import Said
from tracker.domain.selections import filters
from tracker.formats import between, day, label, number
from tracker.language import translator

_NOBODY = {
    "manager": N_("nobody"),
    "agreement": N_("no agreement"),
    "phase": N_("not stated"),
}


def words(named: Iterable[tuple[str, Sequence[Said]]], lang: str) -> tuple[FilterLine, ...]:
    """Each filter with what it asks for, codes as the words that the reader knows."""
    say = translator(lang)
    return tuple(
        FilterLine(say(FILTERS[name].title), _together([word(name, one, lang) for one in said], lang))
        for name, said in named
    )


def about(order: BriefOrder, lang: str) -> str:
    """What an order is about, without asking the database: its key, or the filters of its list."""
    if order.key:
        return order.key
    values, _faults = read(filters(order.selection).items())
    lines = words(((name, [Said(value, lang) for value in some]) for name, some in sorted(values.items())), lang)
    return " · ".join(f"{line.name}{between('label', lang)}{line.said}" for line in lines) or translator(lang)(
        N_("All projects")
    )


def word(name: str, said: Said, lang: str) -> Said:
    """One value of a filter in the reader's words; what is no code, day or number stays as it is."""
    asked, text = FILTERS[name], said.text
    if text == NOBODY and asked.nobody:
        return Said(translator(lang)(_NOBODY[name]), lang)
    if asked.codes and text in list(asked.codes):
        return Said(label(asked.codes(text), lang), lang)
    if asked.takes == Takes.day:
        return Said(day(date.fromisoformat(text), lang), lang)
    if asked.takes in {Takes.days, Takes.amount}:
        return Said(number(int(text), lang), lang)
    return said


def _together(said: Sequence[Said], lang: str) -> Said:
    """Several values beside each other."""
    return said[0] if len(said) == 1 else Said(between("names", lang).join(one.text for one in said), lang)
