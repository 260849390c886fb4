"""Days that an address asks for: read, or refused."""

from datetime import date

from tracker.domain.codes import N_
from tracker.domain.errors import Refused
from tracker.web import arguments
from tracker.web.days_kept import DAYS

_NO_DAY = N_("“%(text)s” is no day. Write it as year-month-day, such as 2003-12-31.")


def asked() -> dict[str, date]:
    """The days that the address names; raises Refused for what is none: today must not stand in for it unsaid."""
    return {name: read(name) for name in DAYS if arguments.text(name)}


def read(name: str) -> date:
    """A day of the address; raises Refused for what is none."""
    try:
        return date.fromisoformat(arguments.text(name))
    except ValueError as error:
        raise Refused(name, _NO_DAY, {"text": arguments.text(name)}) from error
