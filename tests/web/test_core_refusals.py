"""Refusals: pages for people, notices for fragments, a clean unit of work, and headers on every answer."""

from collections.abc import Callable, Generator
from typing import NoReturn

import pytest
from flask import Blueprint, Flask, request
from flask.typing import ResponseReturnValue
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from tests import cast
from tests.web.client import PageClient, acting, make_app, new_client
from tracker import web
from tracker.domain.codes import Role
from tracker.domain.errors import Clash, NotAllowed, NotFound, Refused
from tracker.domain.models import User
from tracker.domain.queries import accounts
from tracker.settings import Settings
from tracker.store import UnitSession
from tracker.web import access, submissions, unit
from tracker.web.access import guard
from tracker.web.forms import Form
from tracker.web.forms.fields import LongText, Required, SubmissionField, VersionField
from tracker.web.fragments import page, see

trial = Blueprint("trial", __name__)
RAISED: dict[str, Exception] = {
    "not-found": NotFound(),
    "not-allowed": NotAllowed("Only its managers may.", "Ask Amina."),
    "clash": Clash(3),
    "refused": Refused("title", "%(n)s is too many.", {"n": 4}),
    "broken": RuntimeError("broken"),
}


TEMPLATE = """{% extends "layout.html" %}{% block title %}Note{% endblock %}
{% block main %}{% from "ui/page.html" import page_head %}{{ page_head("Note") }}
{% block form %}{% from "ui/forms.html" import write_form, field %}
{% call write_form(form) %}{{ field(form.note) }}<button>Save</button>{% endcall %}{% endblock %}{% endblock %}"""


class NoteForm(Form):
    note = LongText("Note", validators=[Required()])
    version = VersionField()
    submission = SubmissionField()


@trial.route("/trial/raise/<kind>", methods=["GET", "POST"])
@guard.signed_in
def refuse(kind: str) -> ResponseReturnValue:
    unit.session().get_one(User, access.viewer().user_id).name = "Somebody else"
    if request.method == "POST":
        unit.session().flush()
    raise RAISED[kind]


@trial.get("/trial/writes")
@guard.signed_in
def writes() -> ResponseReturnValue:
    unit.session().get_one(User, access.viewer().user_id).name = "Somebody else"
    return "written"


@trial.get("/trial/coordinators")
@guard.role(Role.coordinator, Role.administrator)
def coordinators() -> ResponseReturnValue:
    return "for coordinators"


@trial.route("/trial/note", methods=["GET", "POST"])
@guard.signed_in
def note() -> ResponseReturnValue:
    form = NoteForm(data={"version": 1})
    if form.validate_on_submit():
        session, key = unit.session(), form.submission.data or ""
        if address := submissions.already(session, key):
            return see(address)
        me = session.get_one(User, access.viewer().user_id)
        me.name = f"{me.name}+"
        submissions.remember(session, key, f"/trial/done/{form.note.data}")
        return see(f"/trial/done/{form.note.data}")
    return page("trial.html", "form", status=form.status, form=form)


@trial.post("/trial/act")
@guard.signed_in
def act() -> ResponseReturnValue:
    return see(f"/trial/done/{request.form['reason']}")


@pytest.fixture
def app(settings: Settings, clock: object, monkeypatch: pytest.MonkeyPatch) -> Generator[Flask]:
    """The app with a few views that misbehave as asked."""

    class Module:
        bp = trial

    monkeypatch.setattr(web, "VIEWS", (*web.VIEWS, Module))
    made = make_app(settings)
    templates = made.jinja_env.loader
    assert templates is not None
    made.jinja_env.loader = ChoiceLoader([templates, DictLoader({"trial.html": TEMPLATE})])
    with acting(made.extensions["tracker"].engine) as opened:
        cast.make(opened)
        opened.commit()
    yield made
    made.extensions["tracker"].engine.dispose()


@pytest.fixture
def manager(client_for: Callable[[str], PageClient]) -> PageClient:
    return client_for("manager")


def name_now(session: UnitSession) -> str:
    session.expire_all()
    return session.scalars(select(User.name).where(User.email == cast.email("manager"))).one()  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("not-found", 404, "not open to you"),
        ("not-allowed", 403, "Only its managers may."),
        ("clash", 409, "newer version"),
        ("refused", 422, "4 is too many."),
    ],
)
def test_a_refusal_is_a_page_that_says_why_and_changes_nothing(
    kind: str, status: int, words: str, manager: PageClient, app_session: UnitSession
) -> None:
    answer = cast.post(manager, f"/trial/raise/{kind}")
    assert answer.status_code == status
    assert words in answer.text
    assert name_now(app_session) == cast.NAMES["manager"]


def test_a_refused_reader_is_told_whom_to_ask(manager: PageClient) -> None:
    assert "Ask Amina." in cast.post(manager, "/trial/raise/not-allowed").text
    refused = manager.get("/trial/coordinators")
    assert refused.status_code == 403
    assert "coordinator" in refused.text.lower()


def test_under_htmx_a_refusal_lands_in_the_messages_so_that_the_form_stays(manager: PageClient) -> None:
    answer = cast.post(manager, "/trial/raise/not-allowed", headers={"HX-Request": "true"})
    assert answer.status_code == 403
    assert answer.headers["HX-Retarget"] == "#messages"
    assert "<html" not in answer.text
    assert "HX-Request" in answer.headers["Vary"]


def test_a_fault_is_a_page_too_and_rolls_back(app: Flask, manager: PageClient, app_session: UnitSession) -> None:
    app.testing = False
    answer = cast.post(manager, "/trial/raise/broken")
    assert answer.status_code == 500
    assert "The fault is on our side" in answer.text
    assert name_now(app_session) == cast.NAMES["manager"]


def test_a_fault_of_the_layout_is_told_in_a_page_that_needs_none(app: Flask, manager: PageClient) -> None:
    app.testing = False
    assert isinstance(app.jinja_env.loader, ChoiceLoader)
    app.jinja_env.loader.loaders = [DictLoader({"layout.html": "{{ broken() }}"}), *app.jinja_env.loader.loaders]
    answer = manager.get("/account?lang=fr")
    assert answer.status_code == 500
    assert '<html lang="fr" dir="ltr">' in answer.text
    assert '<link rel="stylesheet" href="/static/css/tracker-' in answer.text


def test_a_fault_of_the_database_is_told_in_a_page_that_asks_it_nothing(
    app: Flask, manager: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.testing = False

    def broken(*_: object) -> NoReturn:
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(accounts, "by_session_key", broken)
    answer = manager.get("/account", headers={"Accept-Language": "ar"})
    assert answer.status_code == 500
    assert '<html lang="ar" dir="rtl">' in answer.text


def test_a_get_may_not_write(app: Flask, manager: PageClient, app_session: UnitSession) -> None:
    with pytest.raises(AssertionError, match="changed rows"):
        manager.get("/trial/writes")
    app.testing = False
    assert manager.get("/trial/writes").status_code == 200
    assert name_now(app_session) == cast.NAMES["manager"]


def test_a_post_without_token_shows_what_was_typed_with_a_button_to_send_it_again(manager: PageClient) -> None:
    answer = manager.post("/trial/note", data={"note": "Twelve shelters stand", "version": "7", "csrf_token": "old"})
    assert answer.status_code == 400
    assert "Twelve shelters stand" in answer.text
    assert 'name="version" value="7"' in answer.text
    assert answer.text.count('name="csrf_token" value="old"') == 0


def test_a_form_typed_without_sign_in_comes_back_after_signing_in(app: Flask, app_session: UnitSession) -> None:
    client = new_client(app)
    asked = client.post("/trial/note?x=1", data={"note": "Typed for\nan hour", "password": "secret", "version": "7"})
    assert asked.status_code == 401
    carried = asked.text.split('name="kept" value="')[1].split('"')[0]
    signed = {"email": cast.email("manager"), "password": cast.PASSWORD, "kept": carried}
    wrong = cast.post(client, "/sign-in", {**signed, "password": "wrong"})
    assert carried in wrong.text
    answer = cast.post(client, "/sign-in", signed)
    assert answer.status_code == 303
    assert answer.location.startswith("/trial/note?x=1&kept=")
    back = client.get(answer.location)
    assert "Typed for\nan hour" in back.text
    assert "It is not saved yet." in back.text
    assert 'name="version" type="hidden" value="7"' in back.text
    assert "secret" not in back.text
    assert "Typed for" not in signed_in_as(app, "viewer", answer.location)
    assert cast.post(client, answer.location, {"note": "Typed"}).status_code == 303
    assert "Typed for" not in client.get(answer.location).text


def signed_in_as(app: Flask, who: str, address: str) -> str:
    client = new_client(app)
    cast.sign_in(client, who)
    return client.get(address).text


def test_what_was_typed_for_an_address_without_a_page_is_offered_again(app: Flask) -> None:
    client = new_client(app)
    asked = client.post("/trial/act", data={"reason": "flood"})
    carried = asked.text.split('name="kept" value="')[1].split('"')[0]
    signed = {"email": cast.email("manager"), "password": cast.PASSWORD, "kept": carried}
    answer = cast.post(client, "/sign-in", signed)
    assert answer.location.startswith("/kept/")
    assert 'name="reason" value="flood"' in client.get(answer.location).text


def test_nothing_that_another_site_sends_is_kept(client: PageClient) -> None:
    asked = client.post("/trial/note", data={"note": "planted"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert asked.status_code == 401
    assert 'name="kept"' not in asked.text


def test_a_form_sent_twice_makes_one_thing(manager: PageClient, app_session: UnitSession) -> None:
    sent = {"note": "one", "submission": "a" * 32}
    assert [cast.post(manager, "/trial/note", sent).location for _ in range(2)] == ["/trial/done/one"] * 2
    assert name_now(app_session) == f"{cast.NAMES['manager']}+"


def test_a_twin_that_was_faster_wins(
    manager: PageClient, app_session: UnitSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = {"note": "one", "submission": "b" * 32}
    assert cast.post(manager, "/trial/note", sent).status_code == 303
    monkeypatch.setattr(submissions, "already", lambda *_: None)
    assert cast.post(manager, "/trial/note", {**sent, "note": "two"}).location == "/trial/done/one"
    assert name_now(app_session) == f"{cast.NAMES['manager']}+"


def test_a_key_that_somebody_else_used_is_ones_own_all_the_same(
    manager: PageClient, client_for: Callable[[str], PageClient]
) -> None:
    sent = {"note": "one", "submission": "c" * 32}
    assert cast.post(manager, "/trial/note", sent).location == "/trial/done/one"
    assert cast.post(client_for("viewer"), "/trial/note", {**sent, "note": "two"}).location == "/trial/done/two"


def test_a_refused_form_answers_422_with_all_that_was_typed(manager: PageClient) -> None:
    answer = cast.post(manager, "/trial/note", {"note": "   ", "version": "5"})
    assert answer.status_code == 422
    assert "This is needed." in answer.text
    assert 'value="5"' in answer.text


def test_a_fragment_is_the_block_of_the_page(manager: PageClient) -> None:
    partial = {"HX-Request": "true", "HX-Request-Type": "partial"}
    assert manager.get("/trial/note", headers=partial).text.lstrip().startswith("<form")
    for whole in ({}, {**partial, "HX-Request-Type": "full"}, {**partial, "HX-Boosted": "true"}):
        assert "<html" in manager.get("/trial/note", headers=whole).text


def test_under_htmx_a_redirect_is_told_in_a_header(manager: PageClient) -> None:
    answer = cast.post(manager, "/trial/note", {"note": "one"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"] == "/trial/done/one"


def test_every_answer_says_what_a_page_may_do(client: PageClient) -> None:
    headers = client.get("/sign-in").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"


def test_a_view_without_a_guard_stops_the_program(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    class Module:
        bp = Blueprint("bare", __name__)

    Module.bp.add_url_rule("/bare", "bare", lambda: "bare")
    monkeypatch.setattr(web, "VIEWS", (*web.VIEWS, Module))
    with pytest.raises(RuntimeError, match=r"without a guard: bare\.bare"):
        make_app(settings)
