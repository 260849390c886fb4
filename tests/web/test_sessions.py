"""The session's cookie: read once, and no longer good than it ever was."""

from collections.abc import Callable
from datetime import timedelta

import time_machine
from flask import Flask

from tests.web.client import PageClient
from tracker.web.security import SESSION_HOURS


def test_a_cookie_that_was_read_before_still_runs_out(
    client_for: Callable[[str], PageClient], clock: time_machine.Traveller
) -> None:
    manager = client_for("manager")
    assert manager.get("/account").status_code == 200
    cookie = manager.get_cookie("session")
    assert cookie
    clock.shift(timedelta(hours=SESSION_HOURS) - timedelta(minutes=1))
    manager.set_cookie("session", cookie.value)
    assert manager.get("/account").status_code == 200
    clock.shift(timedelta(minutes=2))
    manager.set_cookie("session", cookie.value)
    assert manager.get("/account").status_code == 303


def test_a_cookie_that_somebody_changed_is_nobody_s(client_for: Callable[[str], PageClient]) -> None:
    manager = client_for("manager")
    cookie = manager.get_cookie("session")
    assert cookie
    manager.set_cookie("session", cookie.value[:-2] + ("aa" if cookie.value[-2:] != "aa" else "bb"))
    assert manager.get("/account").status_code == 303


def test_what_one_request_changes_in_its_session_is_not_in_another_s(app: Flask) -> None:
    opened = app.session_interface
    signer = opened.get_signing_serializer(app)  # type: ignore[attr-defined]
    cookie = {"Cookie": "session=" + signer.dumps({"list": [1]})}
    for _ in range(2):
        with app.test_request_context("/", headers=cookie) as context:
            held = opened.open_session(app, context.request)
            assert held is not None
            assert held["list"] == [1]
            held["list"].append(2)
