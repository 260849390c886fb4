"""The archive of briefs: searched, narrowed, sorted, paged; who printed what when; whose the briefs are."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import col

from tests import cast, make
from tests.web.client import HTMX, PageClient
from tracker.domain.actions.briefs import keep_brief
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import BriefKind
from tracker.domain.models import Brief, User
from tracker.store import UnitSession

ClientFor = Callable[[str], PageClient]
DAY = datetime(2026, 11, 1, 9, tzinfo=UTC)


class Shelf:
    """Keeps briefs as if they had been printed, one an hour."""

    def __init__(self, session: UnitSession) -> None:
        self.session = session
        self.kept = 0

    def __call__(
        self, order: BriefOrder, title: str, *, by: str = "mission", number: str = "", before: Brief | None = None
    ) -> Brief:
        printer = self.session.scalars(sa.select(col(User.id)).where(col(User.email) == cast.email(by))).one()
        made = keep_brief(
            self.session,
            order,
            title=title,
            data_day=DAY,
            pages=1 + self.kept,
            sha256="0" * 64,
            size=1,
            user_id=printer,
            job_id=None,
        )
        made.record.created_at = DAY + timedelta(hours=self.kept)
        if number:
            made.number, made.issued_at, made.supersedes_id = number, DAY, before.id if before else None
            made.series, running = number.rsplit("-", 1)
            made.running = int(running)
        self.kept += 1
        return made


def order(kind: BriefKind, key: str = "", lang: str = "en", selection: str = "") -> BriefOrder:
    return BriefOrder(kind=kind, key=key, lang=lang, selection=selection)


@pytest.fixture(autouse=True)
def shelf(app_session: UnitSession) -> None:
    """Briefs of each kind about Haiti and Ghana, by two people, one of them issued twice."""
    haiti, ghana = make.territory(app_session, "HT", "Haiti"), make.territory(app_session, "GH", "Ghana")
    programme = make.programme(app_session, "recovery", name="Recovery")
    make.project(app_session, "homes", title="Homes", territories=[haiti])
    make.project(app_session, "roads", title="Roads", territories=[ghana], programme_id=programme.id)
    make.mission(app_session, "haiti-may", title="Mission to Léogâne", territories=[haiti])
    make.organisation(app_session, "canada", name="Canada")
    shelf = Shelf(app_session)
    shelf(order(BriefKind.mission, "HT"), "Haiti")
    first = shelf(order(BriefKind.mission, "GH"), "Ghana", by="manager", number="DMP-GH-2026-1")
    shelf(order(BriefKind.mission, "GH"), "Ghana", by="manager", number="DMP-GH-2026-2", before=first)
    shelf(order(BriefKind.mission, "haiti-may", "fr"), "Mission to Léogâne")
    shelf(order(BriefKind.project, "homes"), "Homes")
    shelf(order(BriefKind.donor, "canada"), "Canada")
    shelf(order(BriefKind.portfolio, "recovery"), "Recovery")
    shelf(order(BriefKind.portfolio, selection="health=off_track&territory=HT"), "Selected projects")
    shelf(order(BriefKind.portfolio, selection="health=off_track"), "Selected projects, everywhere")
    app_session.commit()


NARROWED = {
    "q=leogane": ["Mission to Léogâne"],
    "q=dmp-gh-2026-2": ["Ghana"],
    "q=DMP+GH": ["Ghana", "Ghana"],
    "q=canad": ["Canada"],
    "q=homes": ["Homes"],
    "q=nothing+of+the+kind": [],
    "kind=donor": ["Canada"],
    "language=fr": ["Mission to Léogâne"],
    "key=HT": ["Haiti"],
    "state=issued": ["Ghana"],
    "state=superseded": ["Ghana"],
    "state=draft&kind=project": ["Homes"],
    "state=lost": [],
    "territory=HT": ["Selected projects", "Homes", "Mission to Léogâne", "Haiti"],
    "territory=gh": ["Recovery", "Ghana", "Ghana"],
    "territory=ZZ": [],
    "territory=HT&kind=mission&language=en": ["Haiti"],
}


@pytest.mark.parametrize("query", NARROWED)
def test_the_archive_is_narrowed_to_what_is_asked(client_for: ClientFor, query: str) -> None:
    assert titles(client_for("coordinator"), query) == NARROWED[query]


def test_a_list_of_several_territories_is_found_by_each(client_for: ClientFor, app_session: UnitSession) -> None:
    Shelf(app_session)(order(BriefKind.portfolio, selection="hazard=FR&territory=GH,HT&unreported=3"), "Of two")
    app_session.commit()
    for query in ("territory=HT", "territory=GH"):
        assert "Of two" in titles(client_for("coordinator"), query)


def titles(client: PageClient, query: str = "") -> list[str]:
    html = client.get(f"/briefs?{query}").text
    return [part.partition("</bdi>")[0].rpartition("<bdi>")[2] for part in html.split('class="row-link"')[1:]]


def test_who_sees_all_asks_who_printed_what(client_for: ClientFor, app_session: UnitSession) -> None:
    client = client_for("coordinator")
    manager = app_session.scalars(sa.select(col(User.id)).where(col(User.email) == cast.email("manager"))).one()
    app_session.commit()
    assert titles(client, f"person={manager}") == ["Ghana", "Ghana"]
    assert 'name="person"' in client.get("/briefs").text
    own = client_for("mission")
    assert len(titles(own, f"person={manager}")) == 7
    assert 'name="person"' not in own.get("/briefs").text


def test_a_person_finds_only_their_own_whatever_they_ask(client_for: ClientFor) -> None:
    client = client_for("manager")
    assert titles(client) == ["Ghana", "Ghana"]
    assert titles(client, "q=haiti") == []
    assert titles(client, "territory=HT") == []
    offered = client.get("/briefs").text
    assert ('value="GH"' in offered, 'value="HT"' in offered) == (True, False)


SORTED = {
    "": ["Selected projects, everywhere", "Haiti"],
    "sort=printed": ["Haiti", "Selected projects, everywhere"],
    "sort=title": ["Canada", "Selected projects, everywhere"],
    "sort=-title": ["Selected projects, everywhere", "Canada"],
    "sort=pages": ["Haiti", "Selected projects, everywhere"],
    "sort=nonsense": ["Selected projects, everywhere", "Haiti"],
}


@pytest.mark.parametrize("query", SORTED)
def test_the_archive_is_sorted_by_its_heads(client_for: ClientFor, query: str) -> None:
    found = titles(client_for("coordinator"), query)
    assert [found[0], found[-1]] == SORTED[query]


def test_numbers_sort_by_series_and_run_and_drafts_come_last(client_for: ClientFor) -> None:
    client = client_for("coordinator")
    for query in ("sort=number", "sort=-number"):
        assert titles(client, query)[:2] == ["Ghana", "Ghana"]
    assert "/briefs?sort=-number" in client.read("/briefs?sort=number").links


def test_what_was_superseded_says_by_which(client_for: ClientFor) -> None:
    text = " ".join(client_for("coordinator").read("/briefs?kind=mission&territory=GH").text.split())
    assert "DMP-GH-2026-1 superseded by DMP-GH-2026-2" in text


def test_pages_keep_what_is_asked(client_for: ClientFor) -> None:
    client = client_for("coordinator")
    page = client.read("/briefs?kind=mission&per_page=2&page=2")
    assert "3 to 4 of 4" in " ".join(page.text.split())
    assert "/briefs?kind=mission&per_page=2" in page.links


def test_filters_answer_the_results_alone_under_htmx(client_for: ClientFor) -> None:
    part = client_for("coordinator").get("/briefs?q=homes", headers=HTMX).text
    assert ("<html" in part, "Homes" in part, "Haiti" in part) == (False, True, False)


def test_what_finds_nothing_offers_to_show_all(client_for: ClientFor) -> None:
    page = client_for("coordinator").read("/briefs?q=nothing+of+the+kind")
    assert "No brief like this" in page.text
    assert page.values("q")[-1] == "nothing of the kind"
    assert "/briefs" in page.links
