"""What a list is narrowed to, in words: for files that are read where its page is not."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _

from tracker import formats
from tracker.briefs.selection import word
from tracker.domain.filters import FILTERS, read
from tracker.domain.queries import filter_names
from tracker.domain.queries.texts import Said
from tracker.web import reading, unit


def in_words(asked: Mapping[str, str], more: Iterable[tuple[str, str]] = ()) -> list[str]:
    """Each filter with what it is called; one that asks for nothing is left out.

    `asked`: filters that the list of projects has too, by their names there; `more`: others, in words already.
    """
    between = formats.between("label", reading.reader().language)
    return [f"{name}{between}{value}" for name, value in (*told(asked), *more) if value]


def told(asked: Mapping[str, str]) -> list[tuple[str, str]]:
    """Filters that the list of projects has too: what each is called and asks for, several values one by one."""
    reader = reading.reader()
    lang = reader.language
    values, _faults = read(asked.items())
    names = filter_names.named(unit.session(), reader.viewer, values, lang=lang, today=reader.day)
    return [
        (_(FILTERS[name].title), word(name, names.get((name, value), Said(value, lang)), lang).text)
        for name, some in values.items()
        for value in some
    ]
