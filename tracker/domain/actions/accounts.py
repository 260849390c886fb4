"""What people change of their own account."""

import secrets

from sqlmodel import Session

from tracker.domain.codes import LANGUAGES, N_
from tracker.domain.errors import Refused
from tracker.domain.models import User


def set_name(session: Session, user: User, *, name: str) -> None:
    """Give the account another name; raises Refused without one."""
    if not name.strip():
        raise Refused("name", N_("Write your name."))
    user.name = name.strip()
    session.flush()


def set_language(session: Session, user: User, *, language: str) -> None:
    """Keep the language that pages speak to this person; raises Refused for one that is not of the six."""
    if language not in LANGUAGES:
        raise Refused("language", N_("There is no such language here."))
    user.language = language
    session.flush()


def set_reminders(session: Session, user: User, *, wanted: bool) -> None:
    """Say whether this person is reminded by mail of reports that are due from them."""
    user.reminders = wanted
    session.flush()


def end_sessions(session: Session, user: User) -> None:
    """End all sessions of an account, on whatever machine: the key that they name is no more."""
    user.fs_uniquifier = secrets.token_hex(32)
    session.flush()
