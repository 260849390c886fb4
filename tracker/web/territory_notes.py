"""What pages say of the territories they name: their standing texts, and which have no name in the reader's language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from flask_babel import gettext as _
from markupsafe import Markup, escape

from tracker import formats
from tracker.domain import rules
from tracker.domain.queries.places import TerritoryLabel
from tracker.web import access, language
from tracker.web.notes import legal_text
from tracker.web.tongue import place

MOST = 5
"""So many names a warning lists; the table of names has them all."""


@dataclass(frozen=True)
class TerritoryNotes:
    """`texts` stand at the foot of a page, what is `unnamed` above what is read."""

    texts: Sequence[Markup] = ()
    unnamed: Sequence[TerritoryLabel] = ()

    @property
    def warning(self) -> Markup | None:
        """That names are missing, and who can give them: administrators are led to the form, others told whom to ask."""
        if not self.unnamed:
            return None
        may_mend = rules.can_administer(access.viewer())
        said = [_named(label, link=may_mend) for label in self.unnamed[:MOST]]
        if len(self.unnamed) > MOST:
            said.append(Markup('<a href="/territories?open=1">…</a>'))
        names = escape(formats.between("groups", language.current())).join(said)
        if may_mend:
            words = _(
                "Shown in English, for want of a name in this language: %(territories)s. Open it to add the name."
            )
        else:
            words = _(
                "Shown in English, for want of a name in this language: %(territories)s. "
                "An administrator can add the name."
            )
        return Markup(words) % {"territories": names}  # noqa: S704 - our own words; names are escaped


def of(labels: Iterable[TerritoryLabel], mentioned: Iterable[str] = ()) -> TerritoryNotes:
    """The notes on some territories, each once; `mentioned` are texts that were needed otherwise."""
    labels = list(labels)
    keys = dict.fromkeys([*(label.note for label in labels), *mentioned])
    return TerritoryNotes(
        texts=[legal_text(key, language.current()) for key in keys if key],
        unnamed=list({label.code: label for label in labels if label.missing}.values()),
    )


def _named(label: TerritoryLabel, *, link: bool) -> Markup:
    if not link:
        return place(label)
    return Markup('<a href="/territories/{}/correct">{}</a>').format(quote(label.code), place(label))
