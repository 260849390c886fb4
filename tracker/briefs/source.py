"""A brief's text: plain values → template → HTML, for the screen and for paper. Pages use it: it loads no renderer."""

import re
import unicodedata
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tracker import formats
from tracker.briefs import bilingual, qr
from tracker.briefs.model import Brief
from tracker.briefs.world_marks import land
from tracker.domain.codes import MEASURES
from tracker.domain.dates import PartialDate
from tracker.language import OWN_NAMES, direction, translations

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
FILTERS = ("day", "money", "amount", "percent", "number", "exact", "label", "between", "quote")
REPLACED = "□"
UNSEEN = frozenset({"Cf", "Zs", "Zl", "Zp"})
"""Kinds of signs that draw nothing: marks of direction, spaces."""
_LONG = "[!-;=?-\u1fff]{24}"
"""Two dozen signs of an alphabet without a space: such a word may be longer than its line."""

_OPENED = re.compile(f"([(（“«]\u202f?)(<(?:span|bdi) [^>]*>{_LONG})")
_MARK = '<sup class="marks">'
_AFTER = "|".join(f"(?<={_LONG}{end}{_MARK})" for end in ("", "</span>", "</span></b>"))
_MARKED = re.compile(f"{_MARK}(?:{_AFTER})")
LINES = frozenset("\t\n\r")
LEFT_OUT = frozenset({"Cc", "Mn", "Mc", "Me"})
"""Controls, which no paper and no XML takes, and accents, which would mark the sign before them as missing."""

TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Signs that turn the direction of all that follows: typed in a name, they would turn the figures after it."""


def html(brief: Brief, *, for_screen: bool = False) -> str:
    """The brief as a whole HTML document, or for a page of the site as one `<article class="brief">`.

    Neither has styles of its own: the page that shows the article links `static/css/brief.css`.
    """
    if brief.other:
        return _bilingual(brief, brief.other, for_screen=for_screen)
    return (
        _article(brief) if for_screen else environment(brief.lang).get_template("briefs/paper.html").render(brief=brief)
    )


def _article(brief: Brief) -> str:
    return environment(brief.lang).get_template(f"briefs/_{brief.kind}.html").render(brief=brief)


def _bilingual(first: Brief, second: Brief, *, for_screen: bool) -> str:
    articles = [printable(_article(one)) for one in (first, second)]
    article = bilingual.side_by_side(*articles)
    text = Markup(bilingual.written(article, for_screen=for_screen))  # noqa: S704 - written from trees, which escapes
    if for_screen:
        return text
    return environment(first.lang).get_template("briefs/_bilingual.html").render(brief=first, article=text)


def printable(source: str) -> str:
    """The text with a mark for each sign that our fonts cannot print, such as an emoji: never another machine's font.

    Signs that turn the direction of what follows are left out; each text has its direction from its own letters. A line
    may break between a long word in another language and the bracket or quotation mark that opens before it, and before
    the mark of a source after a long word: by itself the renderer neither breaks there nor divides the word.
    """
    source = _OPENED.sub("\\1\N{ZERO WIDTH SPACE}\\2", source.translate(TURNING))
    source = _MARKED.sub(f"\N{ZERO WIDTH SPACE}{_MARK}", source)
    kinds = {sign: unicodedata.category(sign) for sign in set(source) - _signs() - LINES}
    strange = {ord(sign): "" if kind in LEFT_OUT else REPLACED for sign, kind in kinds.items() if kind not in UNSEEN}
    return source.translate(strange) if strange else source


@cache
def _signs() -> frozenset[str]:
    """Every sign that one of our fonts has."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - a page that shows no brief does not wait for it

    fonts = (TTFont(path, lazy=True) for path in sorted((STATIC / "fonts").glob("*-Regular.ttf")))
    return frozenset(chr(code) for font in fonts for code in font.getBestCmap())


@cache
def environment(lang: str) -> Environment:
    """The templates in one language, without Flask."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    words = translations(lang)
    made.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters |= {name: partial(_in_language, getattr(formats, name), lang) for name in FILTERS}
    made.filters |= {"partial": lambda value: partial_date(value, lang)}
    made.filters |= {"css": css_string, "css_pages": css_pages, "qr": qr.code, "way": way}
    made.globals |= {
        "lang": lang,
        "dir": direction(lang),
        "MEASURES": MEASURES,
        "LANGUAGE_NAMES": OWN_NAMES,
        "land": land,
    }
    return made


def way(text: str) -> str:
    """Which way a text runs that somebody typed: as its first letter does."""
    first = next((kind for kind in map(unicodedata.bidirectional, text) if kind in {"L", "R", "AL"}), "L")
    return "ltr" if first == "L" else "rtl"


def partial_date(value: PartialDate | None, lang: str) -> str:
    """A date as stated, in the language; words stay as they are, in a language that nobody recorded."""
    told = formats.partial(value, lang)
    if value is None or value.parts:
        return told
    return Markup('<span lang="und" dir="{}">{}</span>').format(way(told), told)


def css_string(text: str) -> Markup:
    """A text as CSS takes it between quotes: everything but letters and digits as its number."""
    plain = printable(text.unescape() if isinstance(text, Markup) else text)
    return Markup('"' + "".join(sign if sign.isalnum() else f"\\{ord(sign):06x}" for sign in plain) + '"')  # noqa: S704 - escaped just here


def css_pages(text: str) -> Markup:
    """A text for CSS in which {page} and {pages} are counted at printing."""
    parts = re.split(r"\{(page|pages)\}", text)
    return Markup(" ").join(
        Markup(f"counter({part})") if odd % 2 else css_string(part)  # noqa: S704 - one of two words
        for odd, part in enumerate(parts)
    )


def _in_language(form: object, lang: str, value: object) -> str:
    return str(form(value, lang))  # type: ignore[operator]
