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
_WORD = re.compile(r"\w+")
_HAMZA_AND_HARAKAT = re.compile("[\u0610-\u061a\u064b-\u065f\u0670]")
MOST_TERMS = 12
"""Terms of a question that count; more words only make it slower."""


def normalise(text: str) -> str:
    """Fold a text to the words that are indexed, one space between them."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = _HAMZA_AND_HARAKAT.sub("", folded.translate(_ARABIC).translate(_LATIN))
    bare = "".join(sign for sign in unicodedata.normalize("NFD", folded) if not unicodedata.combining(sign))
    return " ".join(_WORD.findall(_HAN.sub(r" \1 ", bare).replace("_", " ")))


def terms(question: str) -> list[str]:
    """The words of a question, folded, at most `MOST_TERMS`; empty where it holds none."""
    return normalise(question).split()[:MOST_TERMS]
