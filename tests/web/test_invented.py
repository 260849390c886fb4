"""Pages of an invented portfolio say that it is invented."""

from collections.abc import Callable

from tests import make
from tests.web.client import PageClient
from tracker.domain.actions import territories
from tracker.domain.dates import today
from tracker.exchange.invented.portfolio import Order, synthesise
from tracker.store import UnitSession

MARK = "This is invented, and so is everything on this page"


def test_every_record_says_so_and_no_real_one_does(
    client_for: Callable[[str], PageClient], app_session: UnitSession
) -> None:
    territories.load(app_session)
    make.project(app_session, "real")
    synthesise(app_session, Order(12, 1, today()))
    app_session.commit()
    client = client_for("coordinator")
    kinds = ("projects/inv-1", "programmes/inv-portfolio", "disasters/inv-disaster-1", "organisations/inv-donor-1")
    for address in (*kinds, "funds/inv-fund-2"):
        assert MARK in client.read(f"/{address}").text
    papers = [link for page in ("assessments", "agreements", "funding") for link in client.read(f"/{page}").links]
    found = {link.rpartition("/inv-")[0]: link for link in papers if "/inv-" in link and "?" not in link}
    for kind in ("/assessments", "/agreements", "/funding/contributions"):
        assert MARK in client.read(found[kind]).text
    assert MARK not in client.read("/projects/real").text
