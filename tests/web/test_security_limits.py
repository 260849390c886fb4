"""Guessing stays limited whatever is sent beside the guess, and what is too large is refused like everything else."""

import pytest
from flask import Flask
from limits import parse

from tests import cast
from tests.web.client import PageClient, new_client
from tests.web.test_core_second_factor import PASSWORD_STEP, switch_on
from tracker.web import limits


def guess(client: PageClient, **more: str) -> int:
    given = {"email": cast.email("coordinator"), "password": "not the password", **more}
    return cast.post(client, "/sign-in", given).status_code


def test_a_post_without_a_token_forgets_no_failure(client: PageClient) -> None:
    answers = []
    for _ in range(7):
        answers.append(guess(client))
        client.post("/sign-in", data={"email": cast.email("coordinator")})
    assert answers == [422] * 5 + [429] * 2


def test_somebody_signed_in_makes_nobody_elses_failures_forgotten(app: Flask, client: PageClient) -> None:
    other = new_client(app)
    cast.sign_in(other, "viewer")
    answers = []
    for _ in range(6):
        answers.append(guess(client))
        guess(other)
    assert answers[-1] == 429


def test_who_gets_in_starts_anew(app: Flask, client: PageClient) -> None:
    assert [guess(client) for _ in range(4)] == [422] * 4
    assert guess(client, password=cast.PASSWORD) == 303
    again = new_client(app)
    assert [guess(again) for _ in range(4)] == [422] * 4


def test_forwarding_headers_are_not_believed(client: PageClient) -> None:
    given = {"email": cast.email("coordinator"), "password": "not the password"}
    answers = [
        cast.post(client, "/sign-in", given, headers={"X-Forwarded-For": f"203.0.113.{number}"}).status_code
        for number in range(6)
    ]
    assert answers[-1] == 429


def test_a_subnet_of_ipv6_is_one_address(client: PageClient) -> None:
    given = {"email": cast.email("coordinator"), "password": "not the password"}
    answers = [
        cast.post(client, "/sign-in", given, environ_base={"REMOTE_ADDR": f"2001:db8::{number}:1"}).status_code
        for number in range(6)
    ]
    assert answers[-1] == 429


@pytest.mark.parametrize(
    ("address", "fields"),
    [("/account/verify", ("password",)), ("/account/password", ("password", "new_password", "new_password_confirm"))],
)
def test_the_password_is_not_guessed_in_an_open_session(app: Flask, address: str, fields: tuple[str, ...]) -> None:
    client = new_client(app)
    cast.sign_in(client, "viewer")
    given = dict.fromkeys(fields, "a new long password") | {"password": "not the password"}
    answers = [
        cast.post(client, address, {**given, "email": f"{number}@example.org"}).status_code for number in range(6)
    ]
    assert answers == [422] * 5 + [429]


def test_codes_are_counted_for_the_account_wherever_they_are_tried(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = new_client(app)
    cast.sign_in(owner, "manager")
    switch_on(owner)
    monkeypatch.setattr(limits, "PER_SECOND_FACTOR", (parse("3/hour"),))
    answers = []
    for number in range(4):
        client, home = new_client(app), {"REMOTE_ADDR": f"203.0.113.{number}"}
        cast.post(client, "/sign-in", PASSWORD_STEP, environ_base=home)
        wrong = {"code": "000000", "email": f"{number}@example.org"}
        answers.append(cast.post(client, "/sign-in/code", wrong, environ_base=home).status_code)
    assert answers == [422] * 3 + [429]


def test_a_body_that_is_too_large_is_refused_with_all_headers(client: PageClient) -> None:
    response = client.post(
        "/sign-in",
        data={"email": "a"},
        environ_overrides={"CONTENT_LENGTH": str(17 * 1024 * 1024)},
    )
    assert response.status_code == 413
    assert "Content-Security-Policy" in response.headers


def test_the_token_changes_with_the_sign_in(client: PageClient) -> None:
    known = cast.token(client)
    sent = {"email": cast.email("viewer"), "password": cast.PASSWORD, "csrf_token": known}
    assert client.post("/sign-in", data=sent).status_code == 303
    assert client.post("/language", data={"language": "fr", "csrf_token": known}).status_code == 400


def test_a_changed_password_ends_other_sessions(app: Flask, client: PageClient) -> None:
    cast.sign_in(client, "viewer")
    other = new_client(app)
    cast.sign_in(other, "viewer")
    new = "eight loud mountains"
    given = {"password": cast.PASSWORD, "new_password": new, "new_password_confirm": new}
    assert cast.post(client, "/account/password", given).status_code == 303
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 303
