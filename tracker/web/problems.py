"""What a refusal or remark of the domain says, in the reader's language."""

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext

from tracker import formats
from tracker.domain.errors import Problem, Refused
from tracker.domain.money import Money
from tracker.web import language


def words(problem: Refused | Problem) -> str:
    """The sentence, translated first and filled then; amounts and days in it as pages print them."""
    said: str = gettext(problem.why)
    return said % _printed(problem.values) if problem.values else said


def _printed(values: Mapping[str, object]) -> dict[str, object]:
    lang = language.current()
    found: dict[str, object] = {}
    for name, value in values.items():
        if isinstance(value, Money):
            found[name] = formats.money(value, lang)
        else:
            found[name] = formats.day(value, lang) if isinstance(value, date) else value
    return found
