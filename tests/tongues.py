"""What a page says in its own language, and the English left among it."""

import re
from collections.abc import Iterator
from functools import cache
from xml.etree.ElementTree import Element

from babel.messages.pofile import read_po

from tracker.language import CATALOGUES, translations

_WORD = re.compile(r"[A-Za-z]*[a-z]{3,}")
_SILENT = frozenset({"script", "style", "code", "bdi", "option"})
"""Elements that hold names, codes and choices, or no words at all."""

_PLACE = re.compile(r"%\(\w+\)s")
"""Where a value is put into a message."""

_SHOWN_AS_TYPED = re.compile(r"\b(early|mid|end) \d{4}|\S+@\S+|\b[a-z]+(?:-[a-z0-9]+)+\b")
"""How a date is typed, in any language; addresses; codes of records."""


def texts(element: Element, language: str) -> Iterator[str]:
    """The texts of an element and of those inside it that are in the page's language; a comment has none."""
    if callable(element.tag) or element.tag in _SILENT or element.get("lang", language) != language:
        return
    yield element.text or ""
    for name in ("title", "aria-label", "placeholder", "alt"):
        yield element.get(name) or ""
    for part in element:
        yield from texts(part, language)
        yield part.tail or ""


def english(element: Element, language: str, *names: str) -> list[str]:
    """The texts that have words of English in them, but for `names` and messages that wait for their translation.

    That no message waits is what `make check` sees to.
    """
    return [text for text in texts(element, language) if _words(text, language) - set(names)]


def _words(text: str, language: str) -> set[str]:
    if not _WORD.search(text):
        return set()
    for waiting in _waiting(language):
        text = waiting.sub(" ", text)
    return set(_WORD.findall(_SHOWN_AS_TYPED.sub(" ", text)))


@cache
def _waiting(language: str) -> list[re.Pattern[str]]:
    """The messages that the language has no words for yet, the longest first; anything may fill their places."""
    said = translations(language)
    waiting = set[str]()
    with (CATALOGUES / "messages.pot").open("rb") as template:
        for message in read_po(template):
            if isinstance(message.id, str):
                waiting |= {message.id} if said.gettext(message.id) == message.id else set()
            elif said.ngettext(message.id[0], message.id[1], 2) in message.id:
                waiting |= set(message.id)
    worded = [one for one in waiting if _WORD.search(_PLACE.sub("", one))]
    longest_first = sorted(worded, key=len, reverse=True)
    return [re.compile(r"\s*".join(map(_pattern, re.split(r"\s+", one))), re.IGNORECASE) for one in longest_first]


def _pattern(message: str) -> str:
    return ".*?".join(map(re.escape, _PLACE.split(message)))
