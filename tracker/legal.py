"""Standing texts that pages, maps and documents must carry, word for word, in the reader's language."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

TEXTS = Path(__file__).parent / "data" / "legal_texts.yaml"
DESIGNATIONS = "designations"


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


@cache
def _texts() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    return found
