"""Numbers as people type and paste them, in the six languages: exact, or refused where they could mean two things."""

import re
from decimal import Decimal

from tracker.domain.codes import N_
from tracker.domain.errors import Refused

_SPACES = re.compile(r"[\s\u00a0\u202f'’]")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬−", "01234567890123456789.,-")
_PLAIN = re.compile(r"-?\d+(\.\d+)?")
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
_COMMA_BEFORE_DECIMALS = frozenset({"fr", "es", "ru"})


def read(text: str, language: str = "en", field: str = "amount") -> Decimal | None:
    """The number that the text states; None where there is none.

    Spaces, apostrophes and the digits of Arabic are read everywhere. Where both point and comma stand, the last of
    them begins the decimals; where one kind stands, the language decides. Raises Refused where neither settles it.
    """
    plain = _SPACES.sub("", text.translate(_DIGITS))
    if not plain:
        return None
    pointed = _with_point(plain, language, field)
    if _GROUPED.fullmatch(pointed):
        pointed = pointed.replace(",", "")
    if not _PLAIN.fullmatch(pointed):
        raise Refused(field, N_("Write the amount in digits, such as 1,234.50."))
    return Decimal(pointed)


def write(number: Decimal, language: str = "en") -> str:
    """The number as `read` reads it in this language: a form that is sent back as it stands says the same."""
    plain = f"{number:f}"
    return plain.replace(".", ",") if language in _COMMA_BEFORE_DECIMALS else plain


def _with_point(plain: str, language: str, field: str) -> str:
    """The same with commas between thousands and a point before decimals, as far as that is sure."""
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma >= 0 and point >= 0:
        return _swapped(plain) if comma > point else plain
    if point >= 0 and (plain.count(".") > 1 or _groups_by_point(plain, language, field)):
        return _swapped(plain)
    if comma >= 0 and plain.count(",") == 1 and language in _COMMA_BEFORE_DECIMALS:
        return _swapped(plain)
    return plain


def _groups_by_point(plain: str, language: str, field: str) -> bool:
    """Does the one point stand between thousands? In French and Russian 1.234 could be either."""
    three = len(plain) - plain.rfind(".") == 4
    if not three or language not in _COMMA_BEFORE_DECIMALS or plain.lstrip("-").startswith("0"):
        return False
    if language == "es":
        return True
    raise Refused(field, N_("This could be %(one)s or %(other)s: write it without the point."), _both(plain))


def _both(plain: str) -> dict[str, object]:
    return {"one": plain.replace(".", ""), "other": plain.replace(".", ",")}


def _swapped(plain: str) -> str:
    return plain.translate(str.maketrans(".,", ",."))
