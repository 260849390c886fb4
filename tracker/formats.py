"""Values as a reader of each language expects them: pure functions `(value, lang)`, for pages and briefs alike.

Forms follow United Nations usage where it differs from CLDR: "26 December 2003" in English, month pairs in Arabic,
"года" in full in Russian. What is absent reads "not stated"; a percentage that cannot be is a dash.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cache, lru_cache

from babel import Locale
from babel.lists import format_list

from tracker.domain.codes import N_, ReportingPeriod
from tracker.domain.dates import PartialDate
from tracker.domain.figures.reporting import Period
from tracker.domain.labels import label_of
from tracker.domain.money import Money, exponent
from tracker.language import translator

NOT_STATED = N_("not stated")
NO_PERCENTAGE = "–"
GROUP_AND_POINT = {
    "en": (",", "."),
    "fr": ("\u202f", ","),
    "es": (".", ","),
    "ar": (",", "."),
    "zh": (",", "."),
    "ru": ("\u00a0", ","),
}
PERCENT_SIGN = {"fr": "\u202f%", "es": "\u00a0%", "ru": "\u00a0%"}
MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "es": [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    "ar": [
        "كانون الثاني/يناير",
        "شباط/فبراير",
        "آذار/مارس",
        "نيسان/أبريل",
        "أيار/مايو",
        "حزيران/يونيه",
        "تموز/يوليه",
        "آب/أغسطس",
        "أيلول/سبتمبر",
        "تشرين الأول/أكتوبر",
        "تشرين الثاني/نوفمبر",
        "كانون الأول/ديسمبر",
    ],
    "zh": [f"{number}月" for number in range(1, 13)],
    "ru": [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
}
"""Not Babel's: its table of stand-alone months gives one language's names to another after a few locales were read."""

MONTHS_ALONE = MONTHS | {
    "ru": [
        "январь",
        "февраль",
        "март",
        "апрель",
        "май",
        "июнь",
        "июль",
        "август",
        "сентябрь",
        "октябрь",
        "ноябрь",
        "декабрь",
    ],
}
"""Months without a day; Russian has them in the nominative."""

DAY = {
    "en": "{day} {month} {year}",
    "fr": "{day} {month} {year}",
    "es": "{day} de {month} de {year}",
    "ar": "{day} {month} {year}",
    "zh": "{year}年{month}{day}日",
    "ru": "{day} {month} {year} года",
}
MONTH = {
    "en": "{month} {year}",
    "fr": "{month} {year}",
    "es": "{month} de {year}",
    "ar": "{month} {year}",
    "zh": "{year}年{month}",
    "ru": "{month} {year} года",
}
YEAR = {"zh": "{year}年", "ru": "{year} год"}
THIRD_OF_YEAR = {
    "en": {"early": "early {}", "mid": "mid-{}", "end": "end of {}"},
    "fr": {"early": "début {}", "mid": "mi-{}", "end": "fin {}"},
    "es": {"early": "principios de {}", "mid": "mediados de {}", "end": "finales de {}"},
    "ar": {"early": "أوائل عام {}", "mid": "منتصف عام {}", "end": "نهاية عام {}"},
    "zh": {"early": "{}年初", "mid": "{}年年中", "end": "{}年底"},
    "ru": {"early": "начало {} года", "mid": "середина {} года", "end": "конец {} года"},
}
THIRD_OF_MONTH = {
    "en": THIRD_OF_YEAR["en"],
    "fr": THIRD_OF_YEAR["fr"],
    "es": THIRD_OF_YEAR["es"],
    "ar": {"early": "أوائل {}", "mid": "منتصف {}", "end": "نهاية {}"},
    "zh": {"early": "{}初", "mid": "{}中旬", "end": "{}底"},
    "ru": {"early": "начало {}", "mid": "середина {}", "end": "конец {}"},
}
BIENNIUM = {
    "en": "biennium {}–{}",
    "fr": "exercice biennal {}-{}",
    "es": "bienio {}-{}",
    "ar": "فترة السنتين {}-{}",
    "zh": "{}-{}两年期",
    "ru": "двухгодичный период {}–{} годов",
}
YEARS = {"en": "{}–{}", "fr": "{}-{}", "es": "{}-{}", "ar": "{}-{}", "zh": "{}-{}年", "ru": "{}–{} годы"}
BETWEEN = {
    "en": {"names": ", ", "facts": ", ", "groups": "; ", "label": ": "},
    "fr": {"names": ", ", "facts": ", ", "groups": "\u202f; ", "label": "\u202f: "},
    "ar": {"names": "، ", "facts": "، ", "groups": "؛ ", "label": ": "},
    "zh": {"names": "、", "facts": "，", "groups": "；", "label": "："},
}
QUOTES = {"en": ("“", "”"), "fr": ("«\u202f", "\u202f»"), "ar": ("«", "»"), "ru": ("«", "»")}
SPAN = {"en": "{}–{}", "fr": "{} – {}", "es": "{} a {}", "ar": "{} - {}", "zh": "{}至{}", "ru": "{} – {}"}
DAYS = {"en": "{}–{}", "fr": "{}-{}", "es": "{} a {}", "ar": "{}-{}", "zh": "{}日至{}", "ru": "{}–{}"}


@lru_cache(maxsize=4096)
def day(value: date | datetime | None, lang: str) -> str:
    """A whole day: "26 December 2003"; of a moment, its day in UTC.

    Russian has "года" in full, as United Nations documents do, not CLDR's "г.".
    """
    if value is None:
        return translator(lang)(NOT_STATED)
    if isinstance(value, datetime):
        value = value.astimezone(UTC).date()
    return DAY[lang].format(day=_day_number(value.day, lang), month=MONTHS[lang][value.month - 1], year=value.year)


@lru_cache(maxsize=4096)
def partial(value: PartialDate | None, lang: str) -> str:
    """A date as stated, in the language: "early 2004", "2–9 May 2004", "biennium 2004–2005"; words stay as they are."""
    if value is None:
        return translator(lang)(NOT_STATED)
    match value.parts:
        case (part,) if value.qualifier:
            return _third(value.qualifier, part, lang)
        case (part,):
            return _part(part, lang)
        case (first, last) if value.is_biennium:
            return BIENNIUM[lang].format(first, last)
        case (first, last):
            return _interval(first, last, lang)
    return value.stated


QUARTER = N_("Q%(quarter)s %(year)s")
"""A quarter of a year, as short as the head of a column has room for."""


def period(value: Period, lang: str) -> str:
    """A period that is reported on: "October 2026", "Q3 2026"."""
    if value.kind == ReportingPeriod.month:
        return partial(PartialDate.parse(value.key), lang)
    return translator(lang)(QUARTER) % {"quarter": value.number, "year": value.year}


def money(value: Money | None, lang: str) -> str:
    """The amount in full digits after its currency's code: "CAD 15,000,000"."""
    return translator(lang)(NOT_STATED) if value is None else f"{value.currency} {amount(value, lang)}"


def amount(value: Money | None, lang: str) -> str:
    """The amount alone, with its minor units only where there are any."""
    if value is None:
        return translator(lang)(NOT_STATED)
    digits = exponent(value.currency)
    return _grouped(f"{value.major:,.{digits if value.minor % 10**digits else 0}f}", lang)


def moved(value: Money, lang: str) -> str:
    """By how much an amount moved, with its sign: "+15,000,000", "−400", "0"."""
    sign = "+" if value.minor > 0 else "−" if value.minor < 0 else ""
    return sign + amount(Money(abs(value.minor), value.currency), lang)


def number(value: int | None, lang: str) -> str:
    """A count, grouped."""
    return translator(lang)(NOT_STATED) if value is None else _grouped(f"{value:,}", lang)


def exact(value: Decimal, lang: str) -> str:
    """A number with all its digits, grouped: a rate of exchange."""
    return _grouped(f"{value.normalize():,f}", lang)


def file_size(value: int | None, lang: str) -> str:
    """A file's size: "640 kB", "3.4 MB"; begun kilobytes count, so that nothing has the size 0."""
    if value is None:
        return translator(lang)(NOT_STATED)
    if value < 1_000_000:
        return translator(lang)(N_("%(number)s kB")) % {"number": number(-(-value // 1000), lang)}
    size = _grouped(f"{value / 1_000_000:,.1f}", lang)
    return translator(lang)(N_("%(number)s MB")) % {"number": size}


def percent(value: Decimal | None, lang: str) -> str:
    """A percentage with one decimal; a dash where there can be none (no requirement stated)."""
    if value is None:
        return NO_PERCENTAGE
    return _grouped(f"{value.quantize(Decimal('0.1'), ROUND_HALF_UP):,}", lang) + PERCENT_SIGN.get(lang, "%")


@lru_cache(maxsize=None, typed=True)  # codes of two kinds may be one word
def label(value: StrEnum, lang: str) -> str:
    """The reader's word for a code."""
    return translator(lang)(label_of(value))


def between(what: str, lang: str) -> str:
    """What stands between the parts of a list, or after a `label`.

    Lists are of `names`, of `facts` of one thing, of `groups` that hold commas.
    """
    return BETWEEN.get(lang, BETWEEN["en"])[what]


def quote(side: int, lang: str) -> str:
    """The sign that begins (0) or ends (1) a quotation in a text of this language, whatever language is quoted."""
    return QUOTES.get(lang, QUOTES["en"])[side]


def series(values: Iterable[str], lang: str) -> str:
    """Several names in one sentence: "UNDP, UNHCR and OSCE"."""
    return _series(tuple(values), lang)


@lru_cache(maxsize=4096)
def _series(values: tuple[str, ...], lang: str) -> str:
    return format_list(values, style="standard", locale=_locale(lang)).replace(", and ", " and ")


@cache
def _locale(lang: str) -> Locale:
    return Locale.parse(lang)


def _grouped(english: str, lang: str) -> str:
    group, point = GROUP_AND_POINT[lang]
    return english.translate({ord(","): group, ord("."): point})


def _day_number(number: int, lang: str) -> str:
    return "1er" if lang == "fr" and number == 1 else str(number)


def _part(part: str, lang: str) -> str:
    """A plain date of any precision."""
    if len(part) == 10:
        return day(date.fromisoformat(part), lang)
    year = part[:4]
    if len(part) == 4:
        return YEAR.get(lang, "{year}").format(year=year)
    return MONTH[lang].format(month=MONTHS_ALONE[lang][int(part[5:]) - 1], year=year)


def _third(qualifier: str, part: str, lang: str) -> str:
    if len(part) == 4:
        return THIRD_OF_YEAR[lang][qualifier].format(part)
    return THIRD_OF_MONTH[lang][qualifier].format(
        MONTH[lang].format(month=MONTHS[lang][int(part[5:]) - 1], year=part[:4])
    )


def _interval(first: str, last: str, lang: str) -> str:
    """Two dates with what they share said once: 2–9 May 2004, March–December 2004."""
    if first == last:
        return _part(first, lang)
    if len(first) == len(last) == 4:
        return YEARS[lang].format(first, last)
    if len(first) == len(last) == 10 and first[:7] == last[:7]:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
        days = DAYS[lang].format(_day_number(start.day, lang), end.day)
        return DAY[lang].format(day=days, month=MONTHS[lang][end.month - 1], year=end.year)
    if len(first) == len(last) and first[:4] == last[:4]:
        return _within_year(first, last, lang)
    return SPAN[lang].format(_part(first, lang), _part(last, lang))


def _within_year(first: str, last: str, lang: str) -> str:
    """Two days or two months of one year: the year stands once, last, or first where the language puts it there."""
    start, end = _part(first, lang), _part(last, lang)
    if lang == "zh":
        return SPAN[lang].format(start, end.removeprefix(f"{last[:4]}年"))
    year = _part_of_year(first, lang)
    return SPAN[lang].format(start.removesuffix(year), end)


def _part_of_year(part: str, lang: str) -> str:
    """How the year hangs on a day or month: " 2004", " de 2004", " 2004 года"."""
    return (DAY if len(part) == 10 else MONTH)[lang].rpartition("{month}")[2].format(year=part[:4])
