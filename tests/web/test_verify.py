"""Whoever holds a printed brief may ask about its number, without an account."""

from tests.web.client import PageClient


def test_a_number_that_was_not_issued_is_said_to_be_none(client: PageClient) -> None:
    answer = client.get("/verify/DMP-IR-2026-7")
    assert answer.status_code == 404
    assert "No brief with the number “DMP-IR-2026-7” was issued here." in answer.text


def test_the_number_is_shown_as_text(client: PageClient) -> None:
    assert "&lt;b&gt;" in client.get("/verify/<b>").text
