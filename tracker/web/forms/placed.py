"""Where: territories, known places, one that is named for the first time."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from tracker.domain.queries import choices
from tracker.web import unit
from tracker.web.forms import Form
from tracker.web.forms.fields import IdField, IdsField, Text
from tracker.web.reading import reader


class PlacedForm(Form):
    """The fields of a form that says where something happened."""

    territory_ids = IdsField(_("Territories"))
    place_stated = Text(_("Place, as your source words it"))
    place_ids = IdsField(_("Places"))
    new_place = Text(_("Another place, by its name"))
    new_place_territory = IdField(_("Territory of that place"))


def offer_places(form: Any) -> None:  # noqa: ANN401 - the library's fields are untyped
    """Fill the boxes of territories and places."""
    session, asking = unit.session(), reader()
    territories = choices.territories(session, asking)
    form.new_place_territory.choices = [("", gettext("the territory chosen above")), *territories]
    form.territory_ids.choices = territories
    form.place_ids.choices = choices.places_known(session, asking)


def keep_standing(field: Any) -> None:  # noqa: ANN401 - as above
    """Offer what stands already also where this person may not know of it, so that saving does not drop it."""
    standing = field.object_data
    if standing and str(standing) not in {str(choice.value) for choice in field.choices}:
        field.choices = [*((c.value, c.label) for c in field.choices), (standing, gettext("one not open to you"))]
