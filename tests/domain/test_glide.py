"""GLIDE numbers: their form, and that they agree with the hazard."""

import pytest

from tracker.domain import glide
from tracker.domain.codes import Hazard
from tracker.domain.errors import Refused

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("EQ-2003-000630-IRN", "EQ-2003-000630-IRN"),
        (" eq-2003-000630-irn ", "EQ-2003-000630-IRN"),
        ("EQ-2005-000174-IND-JK", "EQ-2005-000174-IND-JK"),
        ("EQ–2003–000630–IRN", "EQ-2003-000630-IRN"),
    ],
)
def test_a_number_is_read(text: str, number: str) -> None:
    assert glide.read(text, Hazard.EQ) == number


@pytest.mark.parametrize(
    "text", ["EQ-2003-630-IRN", "EQ-2003-000630", "2003-000630-IRN", "EQ-03-000630-IRN", "EQ2003000630IRN", "?"]
)
def test_a_number_of_another_form_is_refused_with_the_form(text: str) -> None:
    with pytest.raises(Refused, match="EQ-2003-000630-IRN"):
        glide.read(text, Hazard.EQ)


def test_letters_that_are_no_hazard_are_refused() -> None:
    with pytest.raises(Refused, match="XX is no hazard"):
        glide.read("XX-2003-000630-IRN", Hazard.EQ)


def test_letters_and_hazard_must_agree() -> None:
    with pytest.raises(Refused, match="begins with FL, the hazard chosen is EQ"):
        glide.read("FL-2003-000630-IRN", Hazard.EQ)
