"""From the first page on, every link of the loaded programme leads to a page, for each role, and every page is sound."""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest

from tests.queries import counted
from tests.web.client import PageClient

ClientFor = Callable[[str], PageClient]

START = ("/", "/projects?per_page=100", "/account")
MAIN = (
    "/",
    "/projects",
    "/projects/bam-transitional-shelter",
    "/assessments",
    "/agreements",
    "/funding",
    "/portfolio",
    "/programmes",
    "/missions",
    "/briefs",
)

MOST = 1500
"""Pages after which a walk has certainly gone in circles."""

ALIKE = 8
"""Of addresses that differ in the values of their queries only, so many are followed; other tests ask for the rest."""


def followed(client: PageClient, address: str) -> Iterator[str]:
    """The addresses on this site that a page's links lead to, without sorting and paging ever deeper."""
    assert client.page is not None
    for link in client.page.links:
        parts = urlsplit(urljoin(address, link))
        if (
            parts.scheme in {"", "http"}
            and parts.netloc in {"", "localhost"}
            and (not parts.query or not urlsplit(address).query)
        ):
            yield f"{parts.path}?{parts.query}".rstrip("?")


def walk(client: PageClient) -> dict[str, int]:
    """Every address that can be reached, with the status it answers."""
    answers: dict[str, int] = {}
    alike: Counter[tuple[str, frozenset[str]]] = Counter()
    ahead = deque(START)
    while ahead and len(answers) < MOST:
        address = ahead.popleft()
        parts = urlsplit(address)
        kind = (parts.path, frozenset(parse_qs(parts.query)))
        if address in answers or (parts.query and alike[kind] >= ALIKE):
            continue
        alike[kind] += 1
        response = client.get(address)
        answers[address] = response.status_code
        if response.status_code == 200 and response.mimetype == "text/html":
            ahead.extend(link for link in followed(client, address) if link not in answers)
    return answers


@pytest.mark.parametrize(
    "who",
    ["manager", pytest.param("viewer", marks=pytest.mark.once), pytest.param("coordinator", marks=pytest.mark.once)],
)
def test_every_link_leads_somewhere(programme_client_for: ClientFor, who: str) -> None:
    answers = walk(programme_client_for(who))
    assert {address: status for address, status in answers.items() if status != 200} == {}
    assert 60 < len(answers) < MOST
    for noun in ("projects", "assessments", "agreements", "disasters", "organisations", "programmes", "funds"):
        assert any(address.startswith(f"/{noun}/") for address in answers), noun


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "zh", "ru"])
@pytest.mark.once
def test_the_main_pages_speak_every_language(programme_client_for: ClientFor, language: str) -> None:
    client = programme_client_for("coordinator")
    for address in MAIN:
        assert client.get(f"{address}?lang={language}").status_code == 200, address
        assert client.page is not None
        top = client.page.one("html")
        assert (top.get("lang"), top.get("dir")) == (language, "rtl" if language == "ar" else "ltr")


@pytest.mark.parametrize("address", MAIN)
def test_a_main_page_asks_few_questions_of_the_database(programme_client_for: ClientFor, address: str) -> None:
    client = programme_client_for("coordinator")
    engine = client.application.extensions["tracker"].engine
    client.get(address)
    with counted(engine) as asked:
        client.read(address)
    assert len(asked) <= 13, f"{len(asked)} questions"
