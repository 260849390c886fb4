"""The second factor: switched on by an app, asked for at sign-in, with recovery codes and a way to switch it off."""

import re
from collections.abc import Callable

import time_machine
from flask import Flask
from passlib.totp import TOTP  # type: ignore[import-untyped] # comes with the sign-in library

from tests import cast
from tests.web.client import PageClient, new_client

Clients = Callable[[str], PageClient]
PASSWORD_STEP = {"email": cast.email("manager"), "password": cast.PASSWORD}


def switch_on(client: PageClient) -> str:
    """Switch the second factor on; the app's key."""
    shown = cast.post(client, "/account/two-factor", {"setup": "authenticator"})
    assert shown.status_code == 200
    key = re.search(r'<code dir="ltr">([^<]+)</code>', shown.text)
    check = re.search(r'action="(/account/two-factor/[^"]+)"', shown.text)
    assert key is not None
    assert check is not None
    assert cast.post(client, check[1], {"code": code_of(key[1])}).location == "/account"
    return key[1]


def code_of(key: str) -> str:
    return str(TOTP(key=key).generate().token)


def test_with_a_second_factor_the_password_alone_does_not_let_in(app: Flask, client_for: Clients) -> None:
    key = switch_on(client_for("manager"))
    client = new_client(app)
    asked = cast.post(client, "/sign-in", {**PASSWORD_STEP, "next": "/account?x=1"})
    assert asked.status_code == 303
    assert asked.location.startswith("/sign-in/code")
    assert client.get("/account").status_code == 303
    assert cast.post(client, asked.location, {"code": "000000"}).status_code == 422
    assert cast.post(client, asked.location, {"code": code_of(key)}).location == "/account?x=1"
    assert client.get("/account").status_code == 200


def test_codes_cannot_be_guessed(app: Flask, client_for: Clients) -> None:
    switch_on(client_for("manager"))
    client = new_client(app)
    asked = cast.post(client, "/sign-in", PASSWORD_STEP)
    answers = [cast.post(client, asked.location, {"code": "000000"}).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_a_typed_form_is_kept_through_the_second_factor(app: Flask, client_for: Clients) -> None:
    key = switch_on(client_for("manager"))
    client = new_client(app)
    typed = client.post("/account", data={"name": "A long new name", "language": "en"})
    carried = typed.text.split('name="kept" value="')[1].split('"')[0]
    asked = cast.post(client, "/sign-in", {**PASSWORD_STEP, "kept": carried})
    back = cast.post(client, asked.location, {"code": code_of(key)}).location
    assert back.startswith("/account?kept=")
    assert 'value="A long new name"' in client.get(back).text


def test_a_recovery_code_lets_in_once(app: Flask, client_for: Clients) -> None:
    client = client_for("manager")
    switch_on(client)
    made = cast.post(client, "/account/recovery-codes", {"generate_new_codes": "1"})
    codes = re.findall(r'<code dir="ltr">([^<]+)</code>', made.text)
    assert len(codes) == 5
    for expected in (303, 422):
        fresh = new_client(app)
        cast.post(fresh, "/sign-in", PASSWORD_STEP)
        assert cast.post(fresh, "/sign-in/recovery", {"code": codes[0]}).status_code == expected


def test_changing_it_asks_for_the_password_again_after_an_hour(
    client_for: Clients, clock: time_machine.Traveller
) -> None:
    client = client_for("manager")
    clock.shift(3 * 3600)
    answer = client.get("/account/two-factor")
    assert answer.status_code == 303
    assert answer.location.startswith("/account/verify")
    assert client.get(answer.location).status_code == 200
    assert cast.post(client, answer.location, {"password": "wrong"}).status_code == 422
    assert cast.post(client, answer.location, {"password": cast.PASSWORD}).location == "/account/two-factor"


def test_it_can_be_switched_off(app: Flask, client_for: Clients) -> None:
    client = client_for("manager")
    switch_on(client)
    assert "It is switched on." in client.get("/account/two-factor").text
    assert cast.post(client, "/account/two-factor", {"setup": "disable"}).status_code == 303
    assert cast.post(new_client(app), "/sign-in", PASSWORD_STEP).location == "/"
