"""The words of the six languages: catalogues read once, English where there is none."""

from collections.abc import Callable
from functools import cache
from gettext import NullTranslations
from pathlib import Path

from babel.support import Translations

CATALOGUES = Path(__file__).parent / "translations"
OWN_NAMES = {"en": "English", "fr": "français", "es": "español", "ar": "العربية", "zh": "中文", "ru": "русский"}
"""What each language calls itself."""
RIGHT_TO_LEFT = frozenset({"ar"})


@cache
def translations(lang: str) -> NullTranslations:
    """The language's catalogue; one that gives every message back as it is where there is none."""
    return Translations.load(CATALOGUES, [lang])


@cache
def translator(lang: str) -> Callable[[str], str]:
    """The function that turns an English message into the language."""
    return translations(lang).gettext


def direction(lang: str) -> str:
    """`ltr` or `rtl`, as HTML's `dir` wants it."""
    return "rtl" if lang in RIGHT_TO_LEFT else "ltr"
