"""What is to be looked at in agreements, as sentences with links, in the reader's language."""

from urllib.parse import quote

from flask_babel import gettext
from markupsafe import Markup

from tracker import formats
from tracker.domain.agreements import SENTENCES
from tracker.domain.queries.agreement_checks import Name, Remark
from tracker.web import language


def told(remark: Remark) -> Markup:
    """A remark as one sentence; records that it names are links."""
    lang = language.current()
    values = {
        "organisation": _link("organisations", remark.organisation),
        "project": _link("projects", remark.project),
        "day": formats.day(remark.day, lang),
        "amount": formats.money(remark.amount, lang),
        "ceiling": formats.money(remark.ceiling, lang),
    }
    sentence = Markup(gettext(SENTENCES[remark.check]))  # noqa: S704 - our own words; values are escaped
    return sentence % values


def _link(noun: str, name: Name | None) -> Markup:
    if name is None:
        return Markup("")
    return Markup('<a href="/{}/{}"><bdi>{}</bdi></a>').format(noun, quote(name.code), name.text)
