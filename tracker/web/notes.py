"""Standing texts at the foot of every page that names what needs them, be it in a title, a choice or a quotation."""

from functools import cache

from markupsafe import Markup

from tracker.legal import needed_by, standing_text
from tracker.web import language

HERE = Markup("<!-- standing texts -->")
"""Where the layout wants them; no reader meets it."""


@cache
def legal_text(key: str, lang: str) -> Markup:
    """A standing text of the United Nations; the English beside it where the wording is not confirmed."""
    found = standing_text(key, lang)
    if found.english is None:
        return Markup("{}").format(found.text)
    return Markup('{} <span lang="en" dir="ltr">{}</span>').format(found.text, found.english)


def completed(page: str) -> str:
    """The whole page with the standing texts that its words need and that it does not print already."""
    if HERE not in page:
        return page
    wanted = (legal_text(key, language.current()) for key in needed_by(page))
    return page.replace(HERE, "".join(f"<p>{text}</p>" for text in wanted if text not in page))
