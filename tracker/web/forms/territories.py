"""The form of a territory's names: three forms of the name and a tick for each of the six languages."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from tracker.domain.codes import LANGUAGES
from tracker.domain.models import TerritoryName
from tracker.web.forms import Form
from tracker.web.forms.fields import DayField, Text, VersionField

PARTS = ("listed", "text", "formal", "verified")


class NamesForm(Form):
    """`since` is asked for where the names are new ones. A language whose three forms are empty has no name."""

    since = DayField(_("First day of the new name"))
    version = VersionField()

    def facts(self, *without: str) -> dict[str, Any]:
        """The names by language, as the draft takes them; the form in running text is the listed one where it is empty."""
        del without
        given = {lang: {part: self[f"{part}_{lang}"].data for part in PARTS} for lang in LANGUAGES}
        named = {lang: said for lang, said in given.items() if any(said[part] for part in PARTS[:3])}
        names = {
            lang: {**said, "listed": said["listed"] or "", "text": said["text"] or said["listed"] or ""}
            for lang, said in named.items()
        }
        return {"names": names, "since": self.since.data if "since" in self else None}

    def _show(self, name: str, why: str) -> None:
        """A problem of the draft's `names.fr.listed` belongs to the field `listed_fr`."""
        first, _dot, rest = name.partition(".")
        lang, _dot, part = rest.partition(".")
        super()._show(f"{part}_{lang}" if first == "names" else name, why)

    def languages(self) -> list[tuple[str, list[Any]]]:
        """The fields, language by language."""
        return [(lang, [self[f"{part}_{lang}"] for part in PARTS]) for lang in LANGUAGES]


for _lang in LANGUAGES:
    setattr(NamesForm, f"listed_{_lang}", Text(_("In lists")))
    setattr(NamesForm, f"text_{_lang}", Text(_("In running text")))
    setattr(NamesForm, f"formal_{_lang}", Text(_("In full")))
    setattr(NamesForm, f"verified_{_lang}", BooleanField(_("Confirmed as the name the United Nations use")))


def standing(names: Mapping[str, TerritoryName]) -> dict[str, Any]:
    """What a form shows of names that stand."""
    return {f"{part}_{lang}": getattr(row, part) for lang, row in names.items() for part in PARTS}
