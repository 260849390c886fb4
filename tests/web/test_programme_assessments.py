"""The assessments of the programme of 2004: each stands with its paragraph, its date as stated, what came of it."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.web.client import PageClient

NOT_STATED = "not stated"


@dataclass(frozen=True)
class Stated:
    """What the report states of an assessment, in words of our own; `where` as the page names the place today."""

    code: str
    where: str
    on: str
    paragraph: str
    output: str = NOT_STATED
    output_on: str = NOT_STATED
    follow_up: str = NOT_STATED
    took_part: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.code


TABLE = [
    Stated(
        "as-mozambique-2003",
        "Mozambique",
        "March 2003",
        "40",
        output="consultation methodology introduced",
        follow_up="programme being developed, subject to funding",
    ),
    Stated(
        "as-sudan-jam",
        "Sudan",
        NOT_STATED,
        "41",
        took_part=("/organisations/united-nations", "/organisations/world-bank"),
    ),
    Stated(
        "as-africa-gender-review",
        "Africa",
        "end of 2003",
        "41",
        output="draft report and recommendations",
        output_on="end of December 2003",
        took_part=("/organisations/isdr-kenya",),
    ),
    Stated(
        "as-bam",
        "Iran (Islamic Republic of)",
        NOT_STATED,
        "42",
        output="proposal",
        follow_up="under review by the UNDP Tehran office",
    ),
    Stated("as-ghana-2004", "Ghana", "March 2004", "42", output="proposal"),
    Stated(
        "as-haiti",
        "Haiti",
        NOT_STATED,
        "42",
        output="strategy and proposal",
        follow_up="consultations with donors and other supporting agencies continue",
    ),
    Stated("as-serbia-fyrom", "North Macedonia", "2003", "39"),
    Stated("as-opt", "Palestine", "March–December 2004", "4", output="components of the programme"),
    Stated("as-cities-alliance-2002", "global", "2002", "33", output="achievements praised"),
]


def fact(client: PageClient, term: str) -> str:
    """What the page says beside a term."""
    assert client.page is not None
    for pair in client.page.all("div"):
        parts = list(pair)
        if [part.tag for part in parts] == ["dt", "dd"] and "".join(parts[0].itertext()).strip() == term:
            return " ".join("".join(parts[1].itertext()).split())
    raise AssertionError(f"no {term}")


@pytest.mark.parametrize("stated", TABLE, ids=str)
def test_each_assessment_stands_as_the_report_states_it(
    programme_client_for: Callable[[str], PageClient], stated: Stated
) -> None:
    client = programme_client_for("viewer")
    page = client.read(f"/assessments/{stated.code}")
    assert stated.where in page.text
    assert fact(client, "Date").startswith(stated.on)
    assert f"para. {stated.paragraph}" in page.text
    assert fact(client, "Output").startswith(stated.output)
    assert fact(client, "Output came out").startswith(stated.output_on)
    assert fact(client, "Follow-up").startswith(stated.follow_up)
    assert set(stated.took_part) <= set(page.links)


def test_the_list_holds_these_and_no_others(programme_client_for: Callable[[str], PageClient]) -> None:
    page = programme_client_for("viewer").read("/assessments?per_page=100")
    found = {link.removeprefix("/assessments/") for link in page.links if link.startswith("/assessments/as-")}
    assert found == {stated.code for stated in TABLE}
