"""Standing texts that pages, maps and documents must carry, word for word, in the reader's language."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

TEXTS = Path(__file__).parent / "data" / "legal_texts.yaml"
DESIGNATIONS = "designations"
NAMED_BY = {"kosovo_1244": ("Kosovo", "كوسوفو", "科索沃", "Косов")}
"""Standing texts that go with every naming of a territory, and the names in our languages (a stem where one is declined)."""


@dataclass(frozen=True)
class StandingText:
    """A standing text in one language; `english` stands beside it until its wording has been confirmed."""

    key: str
    text: str
    lang: str
    english: str | None = None


@cache
def standing_text(key: str, lang: str) -> StandingText:
    """The text with this key (`designations`, `kosovo_1244`) in the language. Raises KeyError."""
    forms = _texts()[key]
    asked = forms[lang]
    return StandingText(key, asked["text"], lang, None if asked["verified"] else forms["en"]["text"])


def needed_by(words: str) -> list[str]:
    """The keys of the standing texts that must stand with these words because a territory is named in them."""
    return [key for key, names in NAMED_BY.items() if any(name in words for name in names)]


@cache
def _texts() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    return found
