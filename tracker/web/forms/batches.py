"""The form in which many briefs are ordered at once."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its published types
from wtforms.validators import AnyOf
from wtforms.widgets import CheckboxInput

from tracker.domain.batch_orders import MOST_BRIEFS, BatchOrder
from tracker.domain.codes import N_, BatchKind
from tracker.domain.errors import Refused
from tracker.domain.selections import canonical
from tracker.language import OWN_NAMES
from tracker.web.forms import Form
from tracker.web.forms.fields import Required, SubmissionField

TOO_MANY = N_(
    "These are %(asked)s briefs; at most %(most)s are printed at once. Take fewer languages, or fewer projects by the"
    " filters of their list."
)
NOTHING = N_("There is nothing of this kind to print a brief of.")


class BatchForm(Form):
    """Of what, in which languages; `full` for programmes' briefs, `selection` for projects."""

    kind = HiddenField(default=BatchKind.territories.value, validators=[AnyOf(list(BatchKind))])
    selection = HiddenField(default="")
    languages = SelectMultipleField(
        _("Languages of the briefs"),
        choices=[SelectChoice(*pair) for pair in OWN_NAMES.items()],
        option_widget=CheckboxInput(),
        validators=[Required()],
    )
    full = BooleanField(_("With a page for each project"))
    submission = SubmissionField()

    @property
    def order(self) -> BatchOrder:
        """What is ordered; languages in the order of the menu. Raises Refused for a list that there cannot be."""
        asked: Any = self.languages.data or ()
        kind = BatchKind(self.kind.data) if self.kind.data in list(BatchKind) else BatchKind.territories
        return BatchOrder(
            kind=kind,
            langs=tuple(lang for lang in OWN_NAMES if lang in asked),
            full=bool(self.full.data) and kind == BatchKind.programmes,
            selection=canonical(self.selection.data) if self.selection.data and kind == BatchKind.projects else "",
        )

    def check_number(self, number: int) -> bool:
        """Whether so many briefs can be printed at once; where not, the form says why."""
        if number > MOST_BRIEFS:
            self.refuse(Refused("languages", TOO_MANY, {"asked": number, "most": MOST_BRIEFS}))
        elif not number:
            self.refuse(Refused("", NOTHING))
        return 0 < number <= MOST_BRIEFS
