"""What a record is called on the pages around it, such as its forms."""

from typing import Any

from markupsafe import Markup

from tracker.domain.queries import texts
from tracker.domain.queries.names import NAMES
from tracker.web import language, unit
from tracker.web.tongue import tagged


def called(row: Any) -> Markup:  # noqa: ANN401 - any record's row
    """The record's title or name in the reader's language, marked where it is another; one query."""
    return tagged(texts.load(unit.session(), language.current(), [row.id]).on(row, NAMES[row.__tablename__][1]))
