"""The reader's language, the styles, and what anybody may keep."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests import cast
from tests.web.client import PageClient
from tracker import create_app, store
from tracker.domain.models import User
from tracker.settings import Settings, database_url, read_settings
from tracker.store import UnitSession

Clients = Callable[[str], PageClient]


def test_the_address_chooses_the_language_and_a_cookie_keeps_it(client: PageClient) -> None:
    assert '<html lang="ar" dir="rtl">' in client.get("/sign-in?lang=ar").text
    assert '<html lang="ar" dir="rtl">' in client.get("/sign-in").text
    assert '<html lang="fr" dir="ltr">' in client.get("/sign-in?lang=fr").text
    assert '<html lang="fr" dir="ltr">' in client.get("/sign-in?lang=xx").text


@pytest.mark.parametrize(
    ("browser", "language"),
    [
        ("pt, es;q=0.8, en;q=0.5", "es"),
        ("zh-CN,zh;q=0.9", "zh"),
        ("zh-TW,en;q=0.5", "zh"),
        ("zh-Hans", "zh"),
        ("zh-Hant-HK, en;q=0.3", "zh"),
        ("ar-EG", "ar"),
        ("fr-CA,en-CA;q=0.8", "fr"),
        ("es-419,en;q=0.9", "es"),
        ("ru-RU", "ru"),
        ("en-GB, fr;q=0.9", "en"),
        ("de, fr;q=0.2, ar;q=0.7", "ar"),
        ("pt-BR", "en"),
        ("fr;q=0, *", "en"),
        ("", "en"),
    ],
)
@pytest.mark.once
def test_the_browser_is_asked_when_nobody_chose(client: PageClient, browser: str, language: str) -> None:
    assert f'<html lang="{language}"' in client.get("/sign-in", headers={"Accept-Language": browser}).text


def test_what_somebody_chose_goes_before_what_their_browser_says(client_for: Clients) -> None:
    client, french = client_for("manager"), {"Accept-Language": "fr"}
    assert '<html lang="fr"' in client.get("/account", headers=french).text
    cast.post(client, "/language", {"language": "ru", "next": "/account"})
    elsewhere = client_for("manager")
    assert '<html lang="ru"' in elsewhere.get("/account", headers=french).text
    assert '<html lang="zh"' in elsewhere.get("/account?lang=zh", headers=french).text
    assert '<html lang="zh"' in elsewhere.get("/account", headers=french).text


def test_the_menu_keeps_the_language_with_the_account(
    app: Flask, client_for: Clients, app_session: UnitSession
) -> None:
    answer = cast.post(client_for("manager"), "/language", {"language": "ru", "next": "/account?lang=fr&a=1"})
    assert (answer.status_code, answer.location) == (303, "/account?a=1")
    user = app_session.scalars(select(User).where(User.email == cast.email("manager"))).one()  # type: ignore[arg-type]
    assert user.language == "ru"
    assert '<html lang="ru"' in client_for("manager").get("/account").text


def test_a_language_that_is_none_of_the_six_is_refused(client_for: Clients) -> None:
    assert cast.post(client_for("manager"), "/language", {"language": "xx"}).status_code == 422


def test_an_unconfirmed_translation_of_a_legal_text_has_the_english_beside_it(client_for: Clients) -> None:
    assert '<span lang="en" dir="ltr">The designations' in client_for("viewer").get("/account?lang=ru").text
    assert '<span lang="en"' not in client_for("viewer").get("/account?lang=fr").text


def test_the_styles_are_one_file_that_may_be_kept_for_ever(client: PageClient) -> None:
    address = client.get("/sign-in").text.split('rel="stylesheet" href="')[1].split('"')[0]
    styles = client.get(address)
    assert styles.status_code == 200
    assert "immutable" in styles.headers["Cache-Control"]
    assert "Set-Cookie" not in styles.headers
    assert "Cookie" not in styles.headers.get("Vary", "")


def test_files_that_may_be_kept_carry_nobodys_session(client_for: Clients) -> None:
    client = client_for("manager")
    page = client.get("/account")
    assert "Set-Cookie" in page.headers
    script = page.text.split('src="/static/js/app.js')[1].split('"')[0]
    answer = client.get(f"/static/js/app.js{script}")
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


def test_the_database_answers(client: PageClient) -> None:
    assert client.get("/health").json == {"status": "ok", "database": True}


def test_pages_are_compressed_unless_another_site_asks(settings: Settings) -> None:
    client, accept = create_app(settings).test_client(), {"Accept-Encoding": "gzip"}
    assert client.get("/sign-in", headers=accept).headers["Content-Encoding"] == "gzip"
    across = client.get("/sign-in", headers={**accept, "Sec-Fetch-Site": "cross-site"})
    assert "Content-Encoding" not in across.headers


def test_the_first_visit_is_light(settings: Settings) -> None:
    client = create_app(settings).test_client()
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get("/sign-in").text)
    sizes = [len(client.get(address, headers={"Accept-Encoding": "br"}).data) for address in ("/sign-in", *set(files))]
    assert len(sizes) == 5
    assert sum(sizes) < 60_000


def test_cookies_are_for_https_only_where_the_address_is(settings: Settings) -> None:
    secure = create_app(Settings(**{**vars(settings), "public_url": "https://tracker.example.org"}))
    cookie = secure.test_client().get("/sign-in", base_url="https://tracker.example.org").headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in create_app(settings).test_client().get("/sign-in").headers["Set-Cookie"]


def test_the_secret_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    first, second = (read_settings({"TRACKER_INSTANCE": str(tmp_path)}) for _ in range(2))
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) > 40
    assert [path.stat().st_mode & 0o777 for path in tmp_path.iterdir()] == [0o600]


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("postgresql://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgres://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgresql+psycopg://u@h/d", "postgresql+psycopg://u@h/d"),
        ("sqlite:////tmp/x.db", "sqlite:////tmp/x.db"),
    ],
)
def test_postgresql_is_always_reached_by_psycopg(given: str, meant: str, tmp_path: Path) -> None:
    assert database_url(given, tmp_path) == meant


def test_no_answer_waits_for_an_asynchronous_teardown(app: Flask) -> None:
    names = [function.__module__ for function in app.teardown_appcontext_funcs]
    assert not [name for name in names if name.startswith("flask_sqlalchemy")]
    assert store.writing.get() is True
