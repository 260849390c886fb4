"""Forms of projects and their parts."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from tracker.domain.codes import ActionState, Phase, RiskLevel, Stage, Visibility
from tracker.web.forms import Form
from tracker.web.forms.fields import (
    CodeField,
    DayField,
    IdField,
    IdsField,
    LongText,
    PartialDateField,
    Required,
    SubmissionField,
    Text,
    VersionField,
)


class ProjectForm(Form):
    """What a project is; how it is going is said by updates, its stage moves on its own form."""

    title = Text(_("Title"), validators=[Required()])
    summary = LongText(_("Summary"))
    programme_id = IdField(_("Programme"))
    territory_ids = IdsField(_("Territories"))
    place_stated = Text(_("Place, as your source words it"))
    disaster_ids = IdsField(_("Disasters it answers"))
    phase = CodeField(_("Phase"), codes=Phase, empty=_("not stated"))
    partner_ids = IdsField(_("Partners"))
    tags = Text(_("Tags"))
    start = PartialDateField(_("Start"))
    end = PartialDateField(_("End"))
    next_step = LongText(_("Next step"))
    visibility = CodeField(_("Who may see it"), codes=Visibility, validators=[Required()], default=Visibility.internal)
    manager_ids = IdsField(_("Managers"))
    version = VersionField()


class NewProjectForm(ProjectForm):
    code = Text(_("Code"))
    stage = CodeField(_("Stage"), codes=Stage, validators=[Required()], default=Stage.not_stated)
    submission = SubmissionField()


class StageForm(Form):
    stage = CodeField(_("New stage"), codes=Stage, validators=[Required()])
    why = LongText(_("Reason"))
    version = VersionField()


class MilestoneForm(Form):
    pairs = (("due", "done_day"),)

    title = Text(_("Milestone"), validators=[Required()])
    due = PartialDateField(
        _("Due"),
        description=_(
            "As precise as you know it: 2026-12-31, 2026-11, early 2027. A date you set here counts as confirmed."
        ),
    )
    done_day = DayField(_("Reached on"))
    version = VersionField()
    submission = SubmissionField()


class RiskForm(Form):
    pairs = (("likelihood", "impact"),)

    title = Text(_("Risk"), validators=[Required()])
    likelihood = CodeField(_("Likelihood"), codes=RiskLevel, validators=[Required()], default=RiskLevel.medium)
    impact = CodeField(_("Impact"), codes=RiskLevel, validators=[Required()], default=RiskLevel.medium)
    response = LongText(_("What is done about it"))
    closed_day = DayField(_("Passed on"))
    version = VersionField()
    submission = SubmissionField()


class ActionStateForm(Form):
    """`back`: it was sent from the page of one's own work, which is shown again."""

    state = CodeField(_("State"), codes=ActionState, validators=[Required()])
    version = VersionField()
    back = HiddenField()


class ActionPointForm(Form):
    pairs = (("owner_id", "due_day"),)

    title = Text(_("What is to be done"), validators=[Required()])
    owner_id = IdField(_("By whom"))
    due_day = DayField(_("Due"))
    state = CodeField(_("State"), codes=ActionState, validators=[Required()], default=ActionState.open)
    version = VersionField()
    submission = SubmissionField()
