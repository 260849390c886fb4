"""Every filled field of a record is found in its brief; what is not has a reason in `told_where`."""

import pytest
from sqlmodel import SQLModel

from tests.briefs import kinds
from tests.briefs.conftest import text_of
from tests.briefs.fields import keys_of, values_of
from tests.briefs.filled_world import Built
from tests.briefs.told_where import (
    BRIEF_OF,
    DONOR,
    ELSEWHERE,
    KEYS_UNSAID,
    LINKS,
    LINKS_UNSAID,
    MINUTE,
    MISSION,
    PORTFOLIO,
    PROJECT,
    TIED,
    UNSAID,
)
from tracker.domain.codes import BriefKind
from tracker.store import UnitSession


@pytest.mark.once
def test_every_table_is_told_or_has_a_reason() -> None:
    told = {table.__table__.name for table in BRIEF_OF}  # type: ignore[attr-defined]
    tables = set(SQLModel.metadata.tables) - told - set(ELSEWHERE) - set(LINKS) - LINKS_UNSAID
    assert tables == set()


@pytest.mark.once
def test_every_key_is_told_by_a_name_or_has_a_reason() -> None:
    keys = {f"{table.__table__.name}.{key}" for table in BRIEF_OF for key in keys_of(table)}  # type: ignore[attr-defined]
    assert {key for key in keys if key.split(".")[1] not in KEYS_UNSAID} <= set(TIED)
    assert set(TIED) <= keys


@pytest.mark.once
def test_every_reason_is_still_needed() -> None:
    fields = {f"{table.__table__.name}.{name}" for table in BRIEF_OF for name, _ in values_of(table)}  # type: ignore[attr-defined]
    fields |= {name.split(".")[1] for name in fields} | {"outside_identifier.record_id"}
    assert set(UNSAID) <= fields


KEYS = {PROJECT: "filled", DONOR: "giver", PORTFOLIO: "recovery", MISSION: "going", MINUTE: "held"}


@pytest.mark.parametrize("kind", KEYS)
def test_every_filled_field_is_found_in_the_brief_of_its_record(kind: BriefKind, session: UnitSession) -> None:
    built = Built(session)
    wanted = {name: text for of, name, text in built.filler.found if of == kind}
    wanted |= {name: text for name, text in TIED.items() if _kind_of(name) == kind}
    wanted |= {name: text for name, (of, text) in LINKS.items() if of == kind}
    text = "".join(text_of(kinds.told(session, kind, KEYS[kind])).split())
    assert {name: said for name, said in wanted.items() if "".join(said.split()) not in text} == {}
    assert len(wanted) > 6


def _kind_of(name: str) -> BriefKind:
    table = name.split(".", maxsplit=1)[0]
    return next(kind for model, kind in BRIEF_OF.items() if model.__table__.name == table)  # type: ignore[attr-defined]
