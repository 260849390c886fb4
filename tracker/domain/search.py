"""The one normaliser that both what is searched and what is asked pass through.

Case, accents, width and Arabic letter forms are folded, and each Han character becomes a word of its own, so
that both databases' plain word indexes give the same hits in all six languages, also for two-character Chinese.
"""

import re
import unicodedata

_ARABIC = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ک": "ك", "ی": "ي", "ـ": None}
)
_LATIN = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th"})
"""Letters that Unicode takes for themselves and people type without their stroke or in two."""
_HAN = re.compile(r"([㐀-䶿一-鿿豈-﫿])")
_RUN = re.compile(r"[㐀-䶿一-鿿豈-﫿]+|[^\W㐀-䶿一-鿿豈-﫿]+")
_WORD = re.compile(r"\w+")
_HAMZA_AND_HARAKAT = re.compile("[\u0610-\u061a\u064b-\u065f\u0670]")
MOST_TERMS = 12
"""Terms of a question that count; more words only make it slower."""


def normalise(text: str) -> str:
    """Fold a text to the words that are indexed, one space between them."""
    return " ".join(_WORD.findall(_HAN.sub(r" \1 ", _folded(text))))


def terms(question: str) -> list[str]:
    """The words of a question, folded, at most `MOST_TERMS`; empty where it holds none.

    Two Han characters by themselves are a word, whose characters have to stand together; longer runs may be several
    words written without a space, so each character counts alone.
    """
    found: list[str] = []
    for run in _RUN.findall(_folded(question)):
        signs = _HAN.findall(run)
        found += [" ".join(signs)] if len(signs) == 2 else signs or [run]
    return found[:MOST_TERMS]


def _folded(text: str) -> str:
    if text.isascii():  # most texts: nothing of what follows is in them
        return text.lower().replace("_", " ")
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = _HAMZA_AND_HARAKAT.sub("", folded.translate(_ARABIC).translate(_LATIN))
    bare = unicodedata.normalize("NFD", folded)
    return "".join(sign for sign in bare if not unicodedata.combining(sign)).replace("_", " ")
