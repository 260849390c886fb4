"""Reminders of reports: asked for every hour, stored with their mail on the queue, sent by the worker.

That somebody is reminded of a period is stored in one transaction with the job that sends the mail, so that there is
never one without the other, and however many ask at once, there is one. The mail is written when it is sent, of what is
still due then. A worker that dies between sending and noting it has the mail sent again, with the same Message-ID;
a mail that could not be sent is tried again every hour for a day, and the doctor tells of it.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy.exc import IntegrityError

from tracker import formats, jobs, unsubscribing
from tracker.domain.dates import now, today
from tracker.domain.figures.reporting import Period
from tracker.domain.models import Reminder
from tracker.domain.queries import reminding
from tracker.domain.queries.reminding import Digest
from tracker.language import translations
from tracker.mail import Letter, one_line
from tracker.settings import ROOT, Settings
from tracker.store import UnitSession, open_session
from tracker.worker import reading

ROUNDS = 24
"""How often a mail that could not be sent is tried again, once an hour."""

LISTED = 50
"""Projects that a mail names; of more it tells how many, and where they stand."""

_SINCE = timedelta(minutes=50)
_TEMPLATES: Path = ROOT / "templates"
log = logging.getLogger("tracker.reminders")


def ask(_settings: Settings, engine: sa.Engine) -> None:
    """Put the reminders that are due on the queue, and those again that could not be sent."""
    number = ordered(engine)
    if number:
        log.info("Reminders put on the queue: %s", number)


def ordered(engine: sa.Engine, *, again: timedelta = _SINCE) -> int:
    """Put what is due on the queue; how many mails. `again`: how long ago one failed that is tried once more."""
    with reading(engine) as session:
        due = reminding.due(session, today())
        failed = jobs.failed(session, reminding.JOB, by=now() - again, rounds=ROUNDS)
    if not (due or failed):
        return 0  # nobody who writes is held up
    with open_session(engine) as session:
        revived = jobs.revive(session, failed)
        made = sum(_order(session, one) for one in due)
        session.commit()
    return revived + made


def _order(session: UnitSession, one: Digest) -> bool:
    """One mail and what it is about, together; False where somebody else was quicker."""
    keys = [period.key for period in one.periods]
    try:
        with session.begin_nested():
            job = jobs.enqueue(session, reminding.JOB, {"user_id": one.to.id, "periods": keys}, None)
            session.add_all([Reminder(user_id=one.to.id, period=key, job_id=job.id or 0) for key in keys])
    except IntegrityError:
        return False
    return True


@dataclass(frozen=True)
class Order:
    """A reminder as its job keeps it."""

    user_id: int
    periods: tuple[Period, ...]

    @classmethod
    def of(cls, args: Mapping[str, Any]) -> "Order":
        """The order that a job was put on the queue with."""
        return cls(args["user_id"], tuple(filter(None, map(Period.parse, args["periods"]))))


def letter(settings: Settings, told: Digest, key: str) -> Letter:
    """The mail, in the language of whom it goes to; `key` tells it from all others."""
    lang, to = told.to.language, told.to
    unsubscribe = f"{settings.public_url}/unsubscribe/{unsubscribing.token(settings.secret_key, to.id)}?lang={lang}"
    said = {
        "told": told,
        "name": one_line(to.name),
        "address": settings.public_url,
        "unsubscribe": unsubscribe,
        "most": LISTED,
    }
    subject, text = (
        _environment(lang).get_template(f"mail/{name}.txt").render(said) for name in ("subject", "reminder")
    )
    return Letter(key, to.name, to.email, lang, subject, text.strip() + "\n", unsubscribe)


@cache
def _environment(lang: str) -> Environment:
    """Templates of plain text in a language; nothing is escaped, as nothing there is a command."""
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - plain text
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    words = translations(lang)
    made.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(dict(_filters(lang)))
    return made


def _filters(lang: str) -> Iterator[tuple[str, Any]]:
    for function in (formats.day, formats.period, formats.series):
        yield function.__name__, _in(lang, function)
    yield "line", lambda text: one_line(str(text))


def _in(lang: str, function: Any) -> Any:  # noqa: ANN401 - a function of a value and a language
    return lambda value: function(value, lang)
