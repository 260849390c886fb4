"""Rates of exchange: added, changed, taken away, taken over from a list."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from tracker.domain.actions.records import add_record
from tracker.domain.codes import N_, RecordKind, Visibility
from tracker.domain.dates import now
from tracker.domain.drafts.rates import RateDraft
from tracker.domain.errors import Clash, Refused
from tracker.domain.models import Rate
from tracker.domain.queries import rates as queries


def add(session: Session, *, draft: RateDraft) -> Rate:
    """Add a rate; one that was removed comes back as it is given now. Raises Refused where it stands already."""
    there = queries.same(session, draft.currency, draft.day, draft.source)
    if there is None:
        return _new(session, draft)
    if there.record.archived_at is None:
        raise Refused("day", N_("This source's rate of that day is stored already: change it in the list."))
    return _put(session, there, draft)


def edit(session: Session, *, rate: Rate, draft: RateDraft, version: int | None) -> Rate:
    """Change a rate; raises Clash when somebody saved it since `version`, Refused where another is the same one."""
    if version != rate.version:
        raise Clash(rate.version)
    there = queries.same(session, draft.currency, draft.day, draft.source)
    if there is not None and there.id != rate.id:
        raise Refused("day", N_("This source has another rate of that day, stored or removed: change that one."))
    return _put(session, rate, draft)


def remove(session: Session, *, rate: Rate, version: int | None) -> None:
    """Take a rate out of the list; its history stays, and nothing is converted with it any more."""
    if version != rate.version:
        raise Clash(rate.version)
    rate.record.archived_at = now()
    session.flush()


def bring_back(session: Session, *, rate: Rate) -> None:
    """Undo `remove`."""
    rate.record.archived_at = None
    session.flush()


def take_over(session: Session, *, drafts: Sequence[RateDraft]) -> int:
    """Add the rates of a list and change those that differ: all of them or none. How many rows were written."""
    there = queries.standing(session)
    written = 0
    for draft in drafts:
        rate = there.get((draft.currency, draft.day, draft.source))
        if rate is None:
            there[draft.currency, draft.day, draft.source] = _new(session, draft)
        elif rate.record.archived_at is not None or rate.units_per_dollar != draft.units_per_dollar:
            _put(session, rate, draft)
        else:
            continue
        written += 1
    session.flush()
    return written


def _new(session: Session, draft: RateDraft) -> Rate:
    record = add_record(session, kind=RecordKind.rate, visibility=Visibility.public)
    rate = Rate(
        record=record,
        currency=draft.currency,
        day=draft.day,
        units_per_dollar=draft.units_per_dollar,
        origin=draft.source,
    )
    session.add(rate)
    session.flush()
    return rate


def _put(session: Session, rate: Rate, draft: RateDraft) -> Rate:
    given = {
        "currency": draft.currency,
        "day": draft.day,
        "units_per_dollar": draft.units_per_dollar,
        "origin": draft.source,
    }
    for name, value in given.items():
        if getattr(rate, name) != value:
            setattr(rate, name, value)
    rate.record.archived_at = None
    session.flush()
    return rate
