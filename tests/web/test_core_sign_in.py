"""Signing in and out, what strangers meet, and the wait after too many failed attempts."""

import re
from collections.abc import Callable

import time_machine
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import event, select

from tests import cast
from tests.web.client import PageClient, new_client
from tracker.domain.models import User
from tracker.domain.queries import accounts
from tracker.store import UnitSession
from tracker.web import unit

Clients = Callable[[str], PageClient]


def try_in(client: PageClient, password: str = cast.PASSWORD, who: str = "manager", **more: str) -> tuple[int, str]:
    response = cast.post(client, "/sign-in", {"email": cast.email(who), "password": password, **more})
    return response.status_code, response.headers.get("Location", "")


def test_a_stranger_to_the_house_is_led_to_the_sign_in_page_and_back(client: PageClient) -> None:
    response = client.get("/account?x=1")
    assert response.status_code == 303
    assert response.location == "/sign-in?next=/account?x%3D1"
    assert client.get(response.location).status_code == 200
    assert try_in(client, next="/account?x=1") == (303, "/account?x=1")
    assert client.get("/account").status_code == 200


def test_an_unknown_address_tells_a_stranger_nothing(client: PageClient) -> None:
    assert client.get("/no-such-page").location == "/sign-in?next=/no-such-page"


def test_htmx_is_told_to_go_to_the_sign_in_page_by_a_header(client: PageClient) -> None:
    response = client.get(
        "/account", headers={"HX-Request": "true", "HX-Current-URL": "http://localhost/account?tab=2"}
    )
    assert response.status_code == 200
    assert response.data == b""
    assert response.headers["HX-Redirect"] == "/sign-in?next=/account?tab%3D2"


def test_after_sign_in_only_paths_of_this_site_are_followed(client: PageClient) -> None:
    for elsewhere in ("https://example.com/", "//example.com", "/\\example.com", "javascript:alert(1)"):
        assert try_in(client, next=elsewhere) == (303, "/")
        cast.post(client, "/sign-out")


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: PageClient) -> None:
    answers = set()
    for who, password in (("manager", "not the password"), ("nobody", cast.PASSWORD)):
        page = cast.post(client, "/sign-in", {"email": cast.email(who), "password": password})
        assert page.status_code == 422
        answers.add(re.sub(r'value="[^"]*"', "", page.text))
    assert len(answers) == 1


def test_an_account_that_was_switched_off_is_not_let_in(app_session: UnitSession, client: PageClient) -> None:
    user = app_session.scalars(select(User).where(User.email == cast.email("manager"))).one()  # type: ignore[arg-type]
    user.active = False
    app_session.commit()
    assert try_in(client)[0] == 422


def test_a_password_hashed_in_an_older_way_is_hashed_anew_at_sign_in(
    app_session: UnitSession, client: PageClient
) -> None:
    user = app_session.scalars(select(User).where(User.email == cast.email("manager"))).one()  # type: ignore[arg-type]
    user.password = older = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash(cast.PASSWORD)
    app_session.commit()
    assert try_in(client)[0] == 303
    app_session.expire_all()
    assert user.password != older
    app_session.rollback()
    cast.post(client, "/sign-out")
    assert try_in(client)[0] == 303


def test_sign_out_works_by_post_only(client_for: Clients) -> None:
    client = client_for("viewer")
    assert client.get("/sign-out").status_code == 405
    assert cast.post(client, "/sign-out").status_code == 303
    assert client.get("/account").status_code == 303


def test_a_copy_of_the_session_is_worth_nothing_after_sign_out(app: Flask, client: PageClient) -> None:
    try_in(client)
    copied = client.get_cookie("session")
    assert copied is not None
    cast.post(client, "/sign-out")
    thief = new_client(app)
    thief.set_cookie("session", copied.value)
    assert thief.get("/account").location == "/sign-in?next=/account"


def test_who_signs_out_is_told_that_other_devices_are_signed_out_too(client: PageClient) -> None:
    try_in(client)
    answer = cast.post(client, "/sign-out")
    assert "You are signed out, on every device." in client.get(answer.location).text


def test_after_five_failures_the_account_waits_and_is_told_until_when(
    client: PageClient, clock: time_machine.Traveller
) -> None:
    assert [try_in(client, "wrong")[0] for _ in range(6)] == [422] * 5 + [429]
    refused = cast.post(client, "/sign-in", {"email": cast.email("manager"), "password": cast.PASSWORD})
    assert refused.status_code == 429
    assert "Try again after" in refused.text
    assert refused.headers["Retry-After"]
    assert try_in(client, who="viewer")[0] == 303
    cast.post(client, "/sign-out")
    clock.shift(61)
    assert try_in(client)[0] == 303


def test_a_session_ends_when_it_has_not_been_used_for_a_working_day(
    client: PageClient, clock: time_machine.Traveller
) -> None:
    try_in(client)
    clock.shift(11 * 3600)
    assert client.get("/account").status_code == 200
    clock.shift(11 * 3600)
    assert client.get("/account").status_code == 200
    clock.shift(13 * 3600)
    assert client.get("/account").status_code == 303


def test_a_session_in_use_ends_a_week_after_the_password_was_given(
    client: PageClient, clock: time_machine.Traveller
) -> None:
    try_in(client)
    answers = []
    for _ in range(15):
        clock.shift(11.5 * 3600)
        answers.append(client.get("/account").status_code)
    assert answers == [200] * 14 + [303]


def test_a_password_is_changed_after_the_old_one_was_given(client: PageClient) -> None:
    try_in(client)
    new = {"new_password": "five loud mountains", "new_password_confirm": "five loud mountains"}
    assert cast.post(client, "/account/password", {"password": "wrong", **new}).status_code == 422
    assert cast.post(client, "/account/password", {"password": cast.PASSWORD, **new}).status_code == 303
    cast.post(client, "/sign-out")
    assert try_in(client)[0] == 422
    assert try_in(client, "five loud mountains")[0] == 303


def test_signed_in_pages_ask_one_question_about_the_person(app: Flask) -> None:
    with app.test_request_context("/account"):
        asked: list[str] = []
        event.listen(app.extensions["tracker"].engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
        account = accounts.by_session_key(unit.session(), "cast-manager")
        assert account is not None
        assert account.viewer.name == cast.NAMES["manager"]
        assert len([statement for statement in asked if statement.startswith("SELECT")]) == 1
