"""A programme file's texts in other languages, from files of their own beside it (docs/programme-file.md)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.domain.codes import LANGUAGES, N_
from tracker.domain.drafts.file_common import WORDLESS
from tracker.domain.errors import Problem, RefusedMany
from tracker.exchange.programme_rows import Row, translation
from tracker.exchange.yaml_file import read

FORMAT = "tracker-texts"
HEAD = N_("The file begins with “file: {format: tracker-texts, version: 1, language: %(lang)s}”.")
NO_SOURCE = N_("“source” says in a few words who translated.")
NO_RECORD = N_("The programme file has no such record.")
NO_TEXT = N_("The record has no text of this name.")
NO_MAP = N_("This must be a map of keys and values.")
NO_WORDS = N_("There is nothing here; leave the key out.")
TWICE = N_("The programme file gives this text in this language already; keep one of the two.")


def companions(path: Path) -> Iterator[tuple[str, Path]]:
    """The files that hold the texts of a programme file in other languages: `NAME.fr.yaml` beside `NAME.yaml`."""
    for lang in LANGUAGES:
        beside = path.with_name(f"{path.stem}.{lang}{path.suffix}")
        if beside.is_file():
            yield lang, beside


def add_texts(rows: Sequence[Row], path: Path) -> None:
    """Give the rows the texts of the files beside `path`; all count as added by the tracker.

    Raises Refused or RefusedMany, naming file, record and key.
    """
    by_place = {(row.section, row.code): row for row in rows}
    problems: list[Problem] = []
    for lang, beside in companions(path):
        raw = read(beside)
        problems += _heads(raw, beside.name, lang)
        for section in (key for key in raw if key not in {"file", "source"}):
            texts = _Texts(by_place, lang, section)
            problems += texts.add(raw[section], "", f"{beside.name} · {section}")
    if problems:
        raise RefusedMany(problems)


def _heads(raw: Mapping[str, Any], name: str, lang: str) -> Iterator[Problem]:
    if raw.get("file") != {"format": FORMAT, "version": 1, "language": lang}:
        yield Problem(f"{name} · file", HEAD, {"lang": lang})
    if not isinstance(raw.get("source"), str):
        yield Problem(f"{name} · source", NO_SOURCE)


@dataclass(frozen=True)
class _Texts:
    """The texts of one section in one language."""

    rows: Mapping[tuple[str, str], Row]
    lang: str
    section: str

    def add(self, records: object, owner: str, place: str) -> Iterator[Problem]:
        """Those of records, or of the parts of one (`owner`), by their ids."""
        if not isinstance(records, dict):
            yield Problem(place, NO_MAP)
            return
        for own, said in records.items():
            row = self.rows.get((self.section, f"{owner}{own}"))
            if row is None or not isinstance(said, dict):
                yield Problem(f"{place} · {own}", NO_RECORD if row is None else NO_MAP)
            else:
                yield from self._of(row, said, f"{place} · {own}")

    def _of(self, row: Row, said: Mapping[str, object], place: str) -> Iterator[Problem]:
        for key, text in said.items():
            if key in row.noun.parts:
                yield from self.add(text, f"{row.code}/", f"{place} · {key}")
            elif why := self._hang(row, key, text):
                yield Problem(f"{place} · {key}", why)

    def _hang(self, row: Row, key: str, text: object) -> str:
        """Hang the text on the row; why it cannot be, or nothing."""
        wish = next((one for one in row.wishes if one.key == key), None)
        if key in WORDLESS or wish is None or not all(isinstance(value, str) for value in wish.columns.values()):
            return NO_TEXT
        if not isinstance(text, str) or not text.strip():
            return NO_WORDS
        keys = {"field": next(iter(wish.columns)), "language": self.lang}
        if any(one.keys == keys for one in row.translations):
            return TWICE
        row.translations.append(translation(keys, text, f"texts.{key}.{self.lang}", added=True))
        return ""
