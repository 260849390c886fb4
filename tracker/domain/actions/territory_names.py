"""A territory's names: put right during a time, or changed from a day on. Each act raises the territory's version."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from tracker.domain.codes import N_
from tracker.domain.drafts.territories import NameDraft, NamesDraft
from tracker.domain.errors import Clash, Refused
from tracker.domain.models import Territory, TerritoryName
from tracker.domain.queries.territory_names import Period


def correct(session: Session, *, territory: Territory, period: Period, draft: NamesDraft, version: int | None) -> None:
    """Make the names of a time say this; languages that are left out lose theirs. English must stay.

    Raises Clash where somebody saved since `version`, Refused without an English name.
    """
    _check(territory, draft, version)
    for language, row in period.names.items():
        if language not in draft.names:
            session.delete(row)
    for language, said in draft.names.items():
        row = period.names.get(language) or TerritoryName(
            territory_id=territory.id or 0,
            language=language,
            listed=said.listed,
            text=said.text,
            valid_from=period.since,
            valid_to=period.until,
        )
        _put(session, row, said)
    _touch(session, territory)


def rename(session: Session, *, territory: Territory, period: Period, draft: NamesDraft, version: int | None) -> None:
    """Give the territory these names from a day on; the names of `period`, which hold now, end the day before.

    Raises Clash where somebody saved since `version`, Refused without a day, or with one before these names began.
    """
    _check(territory, draft, version)
    since = draft.since
    if since is None:
        raise Refused("since", N_("Give the first day of the new name."))
    if period.since is not None and since <= period.since:
        raise Refused("since", N_("The name of today began later than that; correct it instead."))
    _end(period.names.values(), since)
    for language, said in draft.names.items():
        row = TerritoryName(
            territory_id=territory.id or 0,
            language=language,
            listed=said.listed,
            text=said.text,
            valid_from=since,
            valid_to=period.until,
        )
        _put(session, row, said)
    _touch(session, territory)


def _check(territory: Territory, draft: NamesDraft, version: int | None) -> None:
    if version != territory.version:
        raise Clash(territory.version)
    if "en" not in draft.names:
        raise Refused("listed_en", N_("The English name is needed: it stands in where another is missing."))


def _end(rows: Iterable[TerritoryName], day: date) -> None:
    for row in rows:
        row.valid_to = day


def _put(session: Session, row: TerritoryName, said: NameDraft) -> None:
    for name, value in said.model_dump().items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    session.add(row)


def _touch(session: Session, territory: Territory) -> None:
    flag_modified(territory, "changed_at")
    session.flush()
