"""Briefs in two languages on the pages: ordered, previewed, printed, found again; issued as an edition of their own."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from tests import cast, make
from tests.web.test_briefs import ORDER, ClientFor, haiti, work
from tracker.cli.printing import brief as command
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import BriefKind
from tracker.store import UnitSession

BOTH = {**ORDER, "second": "ar"}

__all__ = ["haiti"]


def test_it_is_ordered_printed_and_found_under_both_languages(app: Flask, client_for: ClientFor, haiti: None) -> None:
    client = client_for("mission")
    assert client.read("/briefs/new?key=HT&language=en&second=ar").values("second") == ["ar"]
    response = cast.post(client, "/briefs/new", BOTH)
    assert "English · العربية" in client.read(response.location).text
    work(app)
    address = next(link for link in client.read(response.location).links if re.fullmatch(r"/briefs/\d+", link))
    shown = client.read(address)
    assert "English · العربية" in shown.text
    assert any("second=ar" in link for link in shown.links)
    name = client.get(f"{address}/pdf").headers["Content-Disposition"]
    assert name == "attachment; filename=mission-brief-ht-en-ar-2026-11-23.pdf"
    for lang, found in (("en", True), ("ar", True), ("fr", False)):
        assert (address in client.read(f"/briefs?language={lang}").links) is found


def test_the_preview_shows_both(client_for: ClientFor, haiti: None) -> None:
    preview = client_for("mission").get("/briefs/preview?key=HT&language=en&second=ar").text
    assert ('<div class="brief side" lang="en" dir="ltr">' in preview, 'lang="ar" dir="rtl">' in preview) == (
        True,
        True,
    )
    assert '<input type="hidden" name="second" value="ar">' in preview


def test_the_same_language_twice_is_refused(client_for: ClientFor, haiti: None) -> None:
    client = client_for("mission")
    refused = cast.post(client, "/briefs/new", {**ORDER, "second": "en"})
    assert refused.status_code == 422
    assert "Choose another language than the first, or none." in refused.text
    page = client.get("/briefs/preview?key=HT&language=en&second=en")
    assert page.status_code == 422
    assert "Choose another language than the first, or none." in page.text
    assert cast.post(client, "/briefs/new", {**ORDER, "second": "xx"}).status_code == 422


def test_an_issued_one_is_an_edition_of_its_own(app: Flask, client_for: ClientFor, app_session: UnitSession) -> None:
    territory = make.territory(app_session)
    make.territory_name(app_session, territory, "ar", "هايتي")
    app_session.commit()
    client = client_for("coordinator")
    for number, order in enumerate((ORDER, BOTH, BOTH), 1):
        sent = {**order, "issue": "1", "submission": f"{number:032x}"}
        assert cast.post(client, "/briefs/new", sent).status_code == 303
    work(app)
    pages = [client.read(f"/briefs/{brief_id}").text for brief_id in _addresses(client.read("/briefs").links)]
    assert len(pages) == 3
    assert sorted("nothing: it is the first" in one for one in pages) == [False, True, True]


def _addresses(links: list[str]) -> list[int]:
    return sorted({int(link.removeprefix("/briefs/")) for link in links if re.fullmatch(r"/briefs/\d+", link)})


@pytest.mark.once
def test_an_order_says_its_second_language_in_jobs_and_addresses() -> None:
    order = BriefOrder(kind=BriefKind.mission, key="HT", lang="en", second="ar")
    assert BriefOrder.of(order.args()) == order
    assert order.asked() == {"key": "HT", "language": "en", "second": "ar"}
    assert BriefOrder.of({"kind": "mission", "key": "HT", "lang": "en"}).langs == ("en",)


@pytest.mark.once
def test_the_command_line_refuses_the_same_language_twice(tmp_path: Path) -> None:
    asked = ["mission", "HT", "--lang", "ar", "--second", "ar", "--out", str(tmp_path / "ht.pdf")]
    told = CliRunner().invoke(command, asked)
    assert told.exit_code == 2
    assert "--second: choose another language than ar, which is the first." in told.output
