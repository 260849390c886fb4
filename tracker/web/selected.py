"""What a list of projects is narrowed to, in the reader's words."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from flask_babel import gettext as _

from tracker import formats
from tracker.domain.codes import Health, Stage
from tracker.domain.dates import today
from tracker.domain.queries import project_choices
from tracker.domain.queries.projects import CONDITIONS, ProjectFilter
from tracker.web import access, language, unit


def conditions(wanted: ProjectFilter) -> list[tuple[str, str]]:
    """Each condition's name and value; two queries, none where nothing is narrowed."""
    if not wanted.narrows:
        return []
    names, known = _names(), _known()
    given = ((name, getattr(wanted, name)) for name in CONDITIONS)
    return [(names[name], known.get(name, {}).get(value, value)) for name, value in given if value]


def _names() -> dict[str, str]:
    return {
        "q": _("Search"),
        "territory": _("Territory"),
        "stage": _("Stage"),
        "health": _("Health"),
        "programme": _("Programme"),
        "manager": _("Manager"),
        "hazard": _("Hazard"),
    }


def _known() -> Mapping[str, Mapping[str, str]]:
    lang = language.current()
    found = project_choices.choices(unit.session(), access.viewer(), language=lang, day=today())
    return {
        "territory": {case: one.listed for one in found.territories for case in (one.code, one.code.lower())},
        "stage": _labelled(Stage),
        "health": _labelled(Health),
        "programme": dict(found.programmes),
        "manager": dict(found.managers),
        "hazard": _labelled(found.hazards),
    }


def _labelled(codes: Iterable[StrEnum]) -> dict[str, str]:
    return {code.value: formats.label(code, language.current()) for code in codes}
