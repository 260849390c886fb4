"""A list of projects as a text: the query string of its filters, in one order."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from tracker.domain.queries.projects import CONDITIONS, ProjectFilter


def selection_of(wanted: ProjectFilter) -> str:
    """The query string; empty where all projects are meant."""
    return urlencode({name: value for name in CONDITIONS if (value := getattr(wanted, name).strip())})


def filter_of(selection: str) -> ProjectFilter:
    """The filter that a query string asks for; what it does not know is left out."""
    given = dict(parse_qsl(selection))
    asked: dict[str, Any] = {name: given[name].strip()[:200] for name in CONDITIONS if name in given}
    return ProjectFilter(**asked)
