"""Whatever stands in an address, the answer is a page or a refusal, never a breakdown."""

from collections.abc import Callable

import pytest

from tests.web.client import PageClient

ClientFor = Callable[[str], PageClient]

LISTS = (
    "/projects",
    "/assessments",
    "/disasters",
    "/agreements",
    "/organisations",
    "/funding",
    "/missions",
    "/programmes",
    "/briefs",
    "/portfolio",
    "/",
)
NAMES = [
    "q",
    "territory",
    "stage",
    "health",
    "programme",
    "manager",
    "hazard",
    "phase",
    "sort",
    "page",
    "per_page",
    "lang",
    "archived",
    "kind",
]
ODD = (
    "%00",
    "'",
    "%22",
    "%5C",
    "99999999999999999999",
    "-1",
    "%C2%B2",
    "%D9%A3",
    "%F0%9F%98%80",
    "a" * 3000,
    "%",
    "%ff",
    "..",
)


@pytest.mark.parametrize("address", LISTS)
def test_odd_values_in_a_lists_address_break_nothing(programme_client_for: ClientFor, address: str) -> None:
    client = programme_client_for("coordinator")
    for odd in ODD:
        expected = {400} if odd == "%00" else {200, 404}
        every = "&".join(f"{name}={odd}" for name in NAMES)
        answer = client.get(f"{address}?{every}")
        assert answer.status_code in expected, (address, odd[:20], answer.status)


@pytest.mark.parametrize("address", [address for address in LISTS if address != "/"])
def test_a_list_that_is_asked_for_another_day_shows_it_or_says_that_it_shows_today(
    programme_client_for: ClientFor, address: str
) -> None:
    client = programme_client_for("coordinator")
    told = "Printed briefs stay as they were printed" if address == "/briefs" else "As of 3 August 2004"
    assert told in client.read(f"{address}?as_of=2004-08-03").text
    assert told not in client.read(address).text
    for odd in set(ODD) - {"%00"}:
        assert client.get(f"{address}?as_of={odd}").status_code in {200, 422}


@pytest.mark.parametrize(
    "address",
    [
        "/projects/{}",
        "/projects/{}/edit",
        "/projects/{}/updates/new",
        "/projects/bam-transitional-shelter/updates/{}",
        "/projects/bam-transitional-shelter/milestones/{}",
        "/assessments/{}",
        "/disasters/{}",
        "/agreements/{}",
        "/organisations/{}",
        "/funding/contributions/{}",
        "/funds/{}",
        "/missions/{}",
        "/missions/{}/edit",
        "/programmes/{}",
        "/briefs/{}",
        "/briefs/{}/pdf",
        "/briefs/jobs/{}",
        "/kept/{}",
    ],
)
def test_an_odd_name_of_a_record_is_not_found(programme_client_for: ClientFor, address: str) -> None:
    client = programme_client_for("coordinator")
    for odd in (*ODD, "no-such-record", "0"):
        if odd != "..":
            status = 400 if odd == "%00" else 404
            assert client.get(address.format(odd)).status_code == status, (address, odd[:20])
