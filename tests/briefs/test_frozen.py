"""A brief's data, frozen as JSON, is the brief."""

import pytest

from tests.briefs import kinds
from tests.briefs.conftest import World
from tests.briefs.test_kinds import KEYS
from tracker.briefs.frozen import NotFrozenHere, freeze, thaw
from tracker.briefs.source import html
from tracker.domain.codes import LANGUAGES, BriefKind
from tracker.store import UnitSession

OF_EACH_KIND = {BriefKind.mission: "HT", **KEYS}
REAL = {BriefKind.mission: "XK", BriefKind.project: "kosovo-municipal", BriefKind.donor: "canada"}


@pytest.mark.parametrize("kind", OF_EACH_KIND)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.once
def test_a_frozen_brief_comes_back_whole(kind: BriefKind, lang: str, world: World, session: UnitSession) -> None:
    kinds.filled(session, world)
    brief = kinds.told(session, kind, OF_EACH_KIND[kind], lang=lang, full=kind == BriefKind.portfolio)
    data = freeze(brief, templates="a")
    assert thaw(data) == brief
    assert freeze(thaw(data), templates="a") == data
    assert html(thaw(data)) == html(brief)


@pytest.mark.parametrize("kind", REAL)
def test_a_brief_of_the_programme_comes_back_whole(kind: BriefKind, programme_session: UnitSession) -> None:
    brief = kinds.told(programme_session, kind, REAL[kind])
    assert thaw(freeze(brief)) == brief


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"format": 9}', b'{"format": 1, "kind": "poem", "brief": {}}'])
def test_what_is_no_frozen_brief_is_refused(data: bytes) -> None:
    with pytest.raises(NotFrozenHere):
        thaw(data)
