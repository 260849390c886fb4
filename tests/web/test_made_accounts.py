"""Accounts made on the command line sign in on the page."""

import unicodedata

import pytest
from flask import Flask

from tests import cast
from tests.web.client import PageClient
from tracker.domain.actions.registration import add_account, hashed
from tracker.domain.codes import Role
from tracker.store import UnitSession


@pytest.mark.parametrize("email", ["ada@example.org", "ada@office.local", "ada@b.test"])
def test_an_account_signs_in_with_its_password(
    app: Flask, client: PageClient, app_session: UnitSession, email: str
) -> None:
    password_hash = hashed(unicodedata.normalize("NFD", "épéiste à vélo"))
    add_account(app_session, email=email, name="Ada", role=Role.viewer, password_hash=password_hash)
    app_session.commit()
    wrong = cast.post(client, "/sign-in", {"email": email, "password": "epeiste a velo"})
    right = cast.post(client, "/sign-in", {"email": email, "password": unicodedata.normalize("NFC", "épéiste à vélo")})
    assert (wrong.status_code, right.status_code) == (422, 303)
