"""Reading a YAML file that somebody else wrote: plain values only, and every fault with its line.

The parser's events are read one by one, so that a hostile file can neither run deep nor unfold: anchors, tags and
repeated keys are refused, and words such as `no` and `2003-12-26` stay what they look like: text.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from tracker.domain.codes import N_
from tracker.domain.errors import Refused

LARGEST = 8_000_000
"""Bytes; the programme of 2004 has 65,000."""
DEEPEST = 20
_INTEGER = re.compile(r"[-+]?(0|[1-9]\d{0,17})")
_DECIMAL = re.compile(r"[-+]?\d{1,18}\.\d{1,18}")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path: Path) -> dict[str, Any]:
    """The file's values: maps, lists, text, int, Decimal, bool, None. Raises Refused naming the file and the line."""
    text = _text(path)
    try:
        found = _Reader(path.name, yaml.parse(text, Loader=_Loader)).document()
    except yaml.YAMLError as error:
        raise _unreadable(path.name, error) from error
    if not isinstance(found, dict):
        raise Refused(path.name, N_("A programme file is a map of keys, beginning with “file:”."))
    return found


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise Refused(path.name, N_("The file is larger than %(most)s million bytes."), {"most": LARGEST // 10**6})
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(path.name, N_("The file is not text in UTF-8.")) from error
    except OSError as error:
        raise Refused(str(path), N_("This file cannot be read: %(why)s."), {"why": error.strerror}) from error


def _unreadable(name: str, error: yaml.YAMLError) -> Refused:
    mark, why = getattr(error, "problem_mark", None), getattr(error, "problem", None)
    if mark is None:
        return Refused(name, N_("This is no YAML: %(why)s."), {"why": " ".join(str(error).split())})
    place = {"line": mark.line + 1, "column": mark.column + 1, "why": why or "unreadable"}
    return Refused(name, N_("Line %(line)s, column %(column)s is no YAML: %(why)s."), place)


class _Reader:
    """Builds the values from the parser's events."""

    def __init__(self, name: str, events: Iterator[Any]) -> None:
        self.name = name
        self.events = events

    def document(self) -> object:
        """The one document of the file; None where it is empty."""
        found: object = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self.refused(event, N_("There is a second document in this file."))
            elif isinstance(event, yaml.NodeEvent):
                found = self.value(event, 0)
        return found

    def value(self, event: Any, depth: int) -> object:  # noqa: ANN401 - the parser's events have no common type
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise self.refused(event, N_("Anchors (&) and aliases (*) are not read; write the value out."))
        if event.tag is not None:
            raise self.refused(event, N_("Tags (!) are not read; write the plain value."))
        if depth > DEEPEST:
            raise self.refused(event, N_("This is nested too deeply."))
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        return self.map(depth) if isinstance(event, yaml.MappingStartEvent) else self.list(depth)

    def list(self, depth: int) -> list[object]:
        found = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self.value(event, depth + 1))
        return found

    def map(self, depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self.refused(event, N_("A key is a word."))
            if event.value in found:
                raise self.refused(event, N_("The key “%(key)s” stands here a second time."), key=event.value)
            found[event.value] = self.value(next(self.events), depth + 1)
        return found

    def refused(self, event: Any, why: str, **values: object) -> Refused:  # noqa: ANN401 - see `value`
        line = event.start_mark.line + 1
        return Refused(f"{self.name} · line {line}", why, values)


def _scalar(event: yaml.ScalarEvent) -> object:
    text = str(event.value)
    if not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text
