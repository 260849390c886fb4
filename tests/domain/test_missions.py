"""Missions: their codes, who may see what of them, and what an earlier version held."""

from datetime import date

import pytest

from tests import make
from tracker.domain.actions import missions as acts
from tracker.domain.codes import Role, Visibility
from tracker.domain.drafts.check import check
from tracker.domain.drafts.missions import MissionDraft
from tracker.domain.errors import Clash, RefusedMany
from tracker.domain.models import Mission, Territory
from tracker.domain.queries import missions as queries
from tracker.domain.queries.dossier import Reader
from tracker.domain.rules import Viewer
from tracker.domain.slugs import slug
from tracker.store import UnitSession

COORDINATOR = Viewer(None, Role.coordinator)
DAY = date(2026, 11, 23)


@pytest.fixture
def haiti(session: UnitSession) -> Territory:
    return make.territory(session, "HT", "Haiti")


def draft(haiti: Territory, **given: object) -> MissionDraft:
    facts = {"title": "To Haiti", "start_day": "2026-12-01", "end_day": "2026-12-05", "territories": [haiti.id]}
    return check(MissionDraft, {**facts, **given})


def made(session: UnitSession, haiti: Territory, **given: object) -> Mission:
    return acts.create(session, viewer=COORDINATOR, draft=draft(haiti, **given))


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Réunion à Genève!", "reunion-a-geneve"),
        ("海地", ""),
        ("a" * 90, "a" * 60),
        ("word " * 20, "-".join(["word"] * 12)),
    ],
)
@pytest.mark.once
def test_a_code_is_plain_latin(title: str, code: str) -> None:
    assert slug(title) == code


def test_codes_are_made_from_titles_and_never_twice(session: UnitSession, haiti: Territory) -> None:
    codes = [
        made(session, haiti, title=title).record.code for title in ("To Haiti", "To Haiti", "To  HAITI", "海地", "HT")
    ]
    assert codes == ["to-haiti", "to-haiti-2", "to-haiti-3", "mission", "mission-ht"]


def test_no_code_is_a_word_of_an_address_or_a_territory(session: UnitSession, haiti: Territory) -> None:
    assert [made(session, haiti, title=title).record.code for title in ("New", "SD")] == ["mission-new", "mission-sd"]


def test_long_titles_that_begin_alike_get_codes_of_their_own(session: UnitSession, haiti: Territory) -> None:
    codes = [made(session, haiti, title=f"{'a' * 80} {number}").record.code for number in range(4)]
    assert len(set(codes)) == 4


def test_a_mission_cannot_end_before_it_starts(session: UnitSession, haiti: Territory) -> None:
    with pytest.raises(RefusedMany) as refused:
        draft(haiti, end_day="2026-11-30")
    assert [problem.field for problem in refused.value.problems] == ["end_day"]


def test_a_mission_goes_somewhere(session: UnitSession, haiti: Territory) -> None:
    with pytest.raises(RefusedMany) as refused:
        draft(haiti, territories=[])
    assert [problem.field for problem in refused.value.problems] == ["territories"]


def test_an_older_version_is_refused(session: UnitSession, haiti: Territory) -> None:
    mission = made(session, haiti)
    with pytest.raises(Clash):
        acts.edit(session, viewer=COORDINATOR, mission=mission, draft=draft(haiti), version=0)


def test_an_earlier_version_is_known_with_all_that_hung_on_it(session: UnitSession, haiti: Territory) -> None:
    sudan, ada = make.territory(session, "SD", "Sudan"), make.user(session, "Ada")
    mission = made(session, haiti, members=[ada.id], purpose="first")
    session.commit()
    first = mission.version
    changed = draft(haiti, territories=[sudan.id], purpose="second", visibility=Visibility.confidential)
    acts.edit(session, viewer=COORDINATOR, mission=mission, draft=changed, version=first)
    session.commit()
    then = queries.base(session, mission.id or 0, first)
    now = queries.base(session, mission.id or 0, mission.version)
    assert (then["purpose"], then["territories"], then["members"], then["visibility"]) == (
        "first",
        [haiti.id],
        [ada.id],
        "internal",
    )
    assert (now["purpose"], now["territories"], now["members"], now["visibility"]) == (
        "second",
        [sudan.id],
        [],
        "confidential",
    )
    assert queries.base(session, mission.id or 0, 99) == {}


def test_a_change_of_territories_alone_is_a_new_version(session: UnitSession, haiti: Territory) -> None:
    sudan = make.territory(session, "SD", "Sudan")
    mission = made(session, haiti)
    before = mission.version
    acts.edit(session, viewer=COORDINATOR, mission=mission, draft=draft(haiti, territories=[sudan.id]), version=before)
    assert mission.version == before + 1


def test_those_from_outside_read_neither_names_nor_sensitivities(session: UnitSession, haiti: Territory) -> None:
    ada = make.user(session, "Ada Kovač")
    mission = made(session, haiti, visibility="public", members=[ada.id], sensitivities="old words")
    session.commit()
    again = draft(haiti, visibility="public", members=[], sensitivities="new words", counterparts="Minister")
    acts.edit(session, viewer=COORDINATOR, mission=mission, draft=again, version=mission.version)
    session.commit()
    seen = queries.page(session, Reader(Viewer(None, Role.viewer), "en", DAY), mission)
    assert (seen.inside, seen.line.members) == (None, ())
    told = repr([(change.entity, change.fields, change.values) for change in seen.dossier.changes])
    for secret in ("old words", "new words", "Minister", "mission_member"):
        assert secret not in told


@pytest.mark.parametrize(
    ("when", "codes"), [("ahead", ["later"]), ("now", ["now"]), ("over", ["past"]), ("", ["later", "now", "past"])]
)
def test_missions_are_found_by_time(session: UnitSession, when: str, codes: list[str]) -> None:
    for code, start, end in (("past", 1, 2), ("now", 20, 25), ("later", 26, 27)):
        make.mission(session, code, start_day=date(2026, 11, start), end_day=date(2026, 11, end))
    found = queries.listed(session, Reader(COORDINATOR, "en", DAY), queries.Asked(when=when))
    assert [line.code for line in found.rows] == codes
