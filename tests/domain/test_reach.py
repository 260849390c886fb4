"""Where somebody works decides which projects a mission reports on."""

from tests import make
from tracker.domain.codes import Role
from tracker.domain.queries import accounts
from tracker.store import UnitSession


def test_who_travels_on_a_mission_works_in_its_territories(session: UnitSession) -> None:
    haiti, ghana = make.territory(session), make.territory(session, "GH", "Ghana")
    ada, ben = make.user(session, "Ada", role=Role.mission), make.user(session, "Ben", role=Role.mission)
    make.mission(session, territories=[haiti, ghana], members=[ada])
    make.mission(session, territories=[ghana], members=[ben])
    session.commit()
    travelling, other = (accounts.viewer_of(session, user.id or 0) for user in (ada, ben))
    assert travelling is not None
    assert other is not None
    assert travelling.territory_ids == {haiti.id, ghana.id}
    assert other.territory_ids == {ghana.id}
    assert travelling.managed_ids == frozenset()
