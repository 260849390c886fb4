"""Every address with its methods and whom it is open to, written down: what is not here, or differs, fails."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask, url_for
from werkzeug.routing import Rule

from tests import cast
from tests.web.client import HTMX, PageClient, make_app, new_client, settings_for, signed_in
from tracker.domain.codes import Role
from tracker.web import access
from tracker.web.access import guard

OPEN, SIGNED_IN = "open to all", "signed in"

PART = "<any('milestones', 'risks', 'action-points', 'deliveries'):kind>"

FOUND = "<any('findings', 'recommendations'):kind>"
IMPACT = "<any('impact'):kind>"
OFF = "<any(remove, undo):what>"
AGREEMENT_PART = "<any('signatures', 'undertakings', 'amendments'):kind>"
MONEY = "<any('steps', 'allocations'):kind>"
NEED = "<any('requirements', 'expenditures'):kind>"
PAYMENT = "<any('payments'):kind>"
SAID = "<any(decisions, actions):kind>"
SHEET = "<any(csv, xlsx):kind>"

ROUTES = (
    ("/", "GET", "home.show", SIGNED_IN),
    ("/account", "GET POST", "account.show", SIGNED_IN),
    ("/account/password", "GET POST", "security.change_password", SIGNED_IN),
    ("/account/recovery-codes", "GET POST", "security.mf_recovery_codes", SIGNED_IN),
    ("/account/two-factor", "GET POST", "security.two_factor_setup", SIGNED_IN),
    ("/account/two-factor/<token>", "POST", "security.two_factor_setup_validate", SIGNED_IN),
    ("/account/verify", "GET POST", "security.verify", SIGNED_IN),
    ("/agreements", "GET", "agreements.index", SIGNED_IN),
    (f"/agreements.{SHEET}", "GET", "agreements.download", SIGNED_IN),
    ("/agreements/<code>", "GET", "agreements.show", SIGNED_IN),
    (f"/agreements/<code>/{PAYMENT}/<int:part_id>", "GET POST", "money.under.edit", SIGNED_IN),
    (f"/agreements/<code>/{PAYMENT}/<int:part_id>/<any(remove, undo):what>", "POST", "money.under.put_away", SIGNED_IN),
    (f"/agreements/<code>/{PAYMENT}/new", "GET POST", "money.under.new", SIGNED_IN),
    (f"/agreements/<code>/{AGREEMENT_PART}/<int:part_id>", "GET POST", "agreements.parts.edit", SIGNED_IN),
    (
        f"/agreements/<code>/{AGREEMENT_PART}/<int:part_id>/<any(remove, undo):what>",
        "POST",
        "agreements.parts.put_away",
        SIGNED_IN,
    ),
    (f"/agreements/<code>/{AGREEMENT_PART}/new", "GET POST", "agreements.parts.new", SIGNED_IN),
    ("/agreements/<code>/archive", "POST", "agreements.archive", SIGNED_IN),
    ("/agreements/<code>/edit", "GET POST", "agreements.edit", SIGNED_IN),
    ("/agreements/<code>/restore", "POST", "agreements.restore", SIGNED_IN),
    ("/agreements/<code>/state", "GET POST", "agreements.state", SIGNED_IN),
    ("/agreements/new", "GET POST", "agreements.new", SIGNED_IN),
    ("/assessments", "GET", "assessments.index", SIGNED_IN),
    (f"/assessments.{SHEET}", "GET", "assessments.download", SIGNED_IN),
    ("/assessments/<code>", "GET", "assessments.show", SIGNED_IN),
    (f"/assessments/<code>/{FOUND}/<int:part_id>", "GET POST", "recommendations.parts.edit", SIGNED_IN),
    (
        f"/assessments/<code>/{FOUND}/<int:part_id>/<any(remove, undo):what>",
        "POST",
        "recommendations.parts.put_away",
        SIGNED_IN,
    ),
    (f"/assessments/<code>/{FOUND}/new", "GET POST", "recommendations.parts.new", SIGNED_IN),
    ("/assessments/<code>/archive", "POST", "assessments.archive", SIGNED_IN),
    ("/assessments/<code>/edit", "GET POST", "assessments.edit", SIGNED_IN),
    ("/assessments/<code>/recommendations/<int:part_id>/milestone", "GET POST", "recommendations.milestone", SIGNED_IN),
    ("/assessments/<code>/recommendations/<int:part_id>/project", "POST", "recommendations.project", SIGNED_IN),
    ("/assessments/<code>/recommendations/<int:part_id>/state", "GET POST", "recommendations.state", SIGNED_IN),
    ("/assessments/<code>/restore", "POST", "assessments.restore", SIGNED_IN),
    ("/assessments/new", "GET POST", "assessments.new", SIGNED_IN),
    ("/briefs", "GET", "briefs.index", SIGNED_IN),
    ("/briefs/<int:brief_id>", "GET", "briefs.show", SIGNED_IN),
    ("/briefs/<int:brief_id>/pdf", "GET", "briefs.pdf", SIGNED_IN),
    ("/briefs/batches", "GET", "batches.index", SIGNED_IN),
    ("/briefs/batches/<int:batch_id>", "GET", "batches.show", SIGNED_IN),
    ("/briefs/batches/<int:batch_id>/<any(cancel, retry):what>", "POST", "batches.act", SIGNED_IN),
    ("/briefs/batches/<int:batch_id>/briefs.zip", "GET", "batches.archive", SIGNED_IN),
    ("/briefs/batches/<int:batch_id>/links.txt", "GET", "batches.links", SIGNED_IN),
    ("/briefs/batches/new", "GET POST", "batches.new", SIGNED_IN),
    ("/briefs/check", "GET", "briefs.check", SIGNED_IN),
    ("/briefs/jobs/<int:job_id>", "GET", "briefs.job", SIGNED_IN),
    ("/briefs/new", "GET POST", "briefs.new", SIGNED_IN),
    ("/briefs/preview", "GET", "briefs.preview", SIGNED_IN),
    ("/disasters", "GET", "disasters.index", SIGNED_IN),
    (f"/disasters.{SHEET}", "GET", "disasters.download", SIGNED_IN),
    ("/disasters/<code>", "GET", "disasters.show", SIGNED_IN),
    (f"/disasters/<code>/{IMPACT}/<int:part_id>", "GET POST", "disasters.parts.edit", SIGNED_IN),
    (
        f"/disasters/<code>/{IMPACT}/<int:part_id>/<any(remove, undo):what>",
        "POST",
        "disasters.parts.put_away",
        SIGNED_IN,
    ),
    (f"/disasters/<code>/{IMPACT}/new", "GET POST", "disasters.parts.new", SIGNED_IN),
    ("/disasters/<code>/archive", "POST", "disasters.archive", SIGNED_IN),
    ("/disasters/<code>/edit", "GET POST", "disasters.edit", SIGNED_IN),
    ("/disasters/<code>/restore", "POST", "disasters.restore", SIGNED_IN),
    ("/disasters/<code>/trace", "GET", "trace.disaster", SIGNED_IN),
    (f"/disasters/<code>/trace.{SHEET}", "GET", "trace.disaster_download", SIGNED_IN),
    ("/disasters/new", "GET POST", "disasters.new", SIGNED_IN),
    ("/documents/<int:document_id>", "GET", "documents.show", SIGNED_IN),
    ("/documents/<int:document_id>/<any(archive, restore):what>", "POST", "documents.put_away", SIGNED_IN),
    ("/documents/<int:document_id>/edit", "GET POST", "documents.edit", SIGNED_IN),
    ("/documents/<int:document_id>/file", "GET", "documents.file", SIGNED_IN),
    ("/funding", "GET", "funding.index", SIGNED_IN),
    (f"/funding.{SHEET}", "GET", "funding.download", SIGNED_IN),
    ("/funding/contributions/<code>", "GET", "funding.contribution", SIGNED_IN),
    (f"/funding/contributions/<code>/{MONEY}/<int:part_id>", "GET POST", "contributions.parts.edit", SIGNED_IN),
    (
        f"/funding/contributions/<code>/{MONEY}/<int:part_id>/<any(remove, undo):what>",
        "POST",
        "contributions.parts.put_away",
        SIGNED_IN,
    ),
    (f"/funding/contributions/<code>/{MONEY}/new", "GET POST", "contributions.parts.new", SIGNED_IN),
    ("/funding/contributions/<code>/archive", "POST", "contributions.archive", SIGNED_IN),
    ("/funding/contributions/<code>/edit", "GET POST", "contributions.edit", SIGNED_IN),
    ("/funding/contributions/<code>/restore", "POST", "contributions.restore", SIGNED_IN),
    ("/funding/contributions/new", "GET POST", "contributions.new", SIGNED_IN),
    ("/funds/<code>", "GET", "funding.fund", SIGNED_IN),
    (f"/funds/<code>/{NEED}/<int:part_id>", "GET POST", "funds.parts.edit", SIGNED_IN),
    (f"/funds/<code>/{NEED}/<int:part_id>/<any(remove, undo):what>", "POST", "funds.parts.put_away", SIGNED_IN),
    (f"/funds/<code>/{NEED}/new", "GET POST", "funds.parts.new", SIGNED_IN),
    ("/funds/<code>/archive", "POST", "funds.archive", SIGNED_IN),
    ("/funds/<code>/edit", "GET POST", "funds.edit", SIGNED_IN),
    ("/funds/<code>/restore", "POST", "funds.restore", SIGNED_IN),
    ("/funds/new", "GET POST", "funds.new", SIGNED_IN),
    ("/health", "GET", "health.show", OPEN),
    ("/kept/<int:form_id>", "GET", "account.kept", SIGNED_IN),
    ("/language", "POST", "account.choose_language", SIGNED_IN),
    ("/missions", "GET", "missions.index", SIGNED_IN),
    ("/missions/<code>", "GET", "missions.show", SIGNED_IN),
    ("/missions/<code>/edit", "GET POST", "missions.edit", SIGNED_IN),
    ("/missions/new", "GET POST", "missions.new", SIGNED_IN),
    ("/organisations", "GET", "organisations.index", SIGNED_IN),
    (f"/organisations.{SHEET}", "GET", "organisations.download", SIGNED_IN),
    ("/organisations/<code>", "GET", "organisations.show", SIGNED_IN),
    ("/organisations/<code>/<any('contacts'):kind>/<int:part_id>", "GET POST", "organisations.parts.edit", SIGNED_IN),
    (
        "/organisations/<code>/<any('contacts'):kind>/<int:part_id>/<any(remove, undo):what>",
        "POST",
        "organisations.parts.put_away",
        SIGNED_IN,
    ),
    ("/organisations/<code>/<any('contacts'):kind>/new", "GET POST", "organisations.parts.new", SIGNED_IN),
    ("/organisations/<code>/archive", "POST", "organisations.archive", SIGNED_IN),
    ("/organisations/<code>/edit", "GET POST", "organisations.edit", SIGNED_IN),
    ("/organisations/<code>/merge", "GET POST", "merges.new", SIGNED_IN),
    ("/organisations/<code>/merges/<int:merge_id>/undo", "POST", "merges.undo", SIGNED_IN),
    ("/organisations/<code>/restore", "POST", "organisations.restore", SIGNED_IN),
    ("/organisations/new", "GET POST", "organisations.new", SIGNED_IN),
    ("/portfolio", "GET", "portfolio.show", SIGNED_IN),
    ("/portfolio/<measure>", "GET", "portfolio.records", SIGNED_IN),
    (f"/portfolio/<measure>.{SHEET}", "GET", "portfolio.records_file", SIGNED_IN),
    ("/portfolio/compared", "GET", "compared.show", SIGNED_IN),
    (f"/portfolio/compared.{SHEET}", "GET", "compared.download", SIGNED_IN),
    ("/portfolio/map", "GET", "portfolio_map.show", SIGNED_IN),
    ("/portfolio/money", "GET", "portfolio.money", SIGNED_IN),
    (f"/portfolio/money.{SHEET}", "GET", "portfolio.money_file", SIGNED_IN),
    ("/portfolio/pledges-ageing", "GET", "portfolio.pledges", SIGNED_IN),
    (f"/portfolio/pledges-ageing.{SHEET}", "GET", "portfolio.pledges_file", SIGNED_IN),
    ("/portfolio/unfunded", "GET", "portfolio.unfunded", SIGNED_IN),
    (f"/portfolio/unfunded.{SHEET}", "GET", "portfolio.unfunded_file", SIGNED_IN),
    ("/programmes", "GET", "programmes.index", SIGNED_IN),
    ("/programmes/<code>", "GET", "programmes.show", SIGNED_IN),
    ("/programmes/<code>/reporting", "GET POST", "reporting.edit", SIGNED_IN),
    ("/projects", "GET", "projects.index", SIGNED_IN),
    (f"/projects.{SHEET}", "GET", "projects.download", SIGNED_IN),
    ("/projects/<code>", "GET", "projects.show", SIGNED_IN),
    (f"/projects/<code>/{PART}/<int:part_id>", "GET POST", "parts.edit", SIGNED_IN),
    (f"/projects/<code>/{PART}/<int:part_id>/<any(remove, undo):what>", "POST", "parts.put_away", SIGNED_IN),
    (f"/projects/<code>/{PART}/new", "GET POST", "parts.new", SIGNED_IN),
    (f"/projects/<code>/{PAYMENT}/<int:part_id>", "GET POST", "money.payments.edit", SIGNED_IN),
    (
        f"/projects/<code>/{PAYMENT}/<int:part_id>/<any(remove, undo):what>",
        "POST",
        "money.payments.put_away",
        SIGNED_IN,
    ),
    (f"/projects/<code>/{PAYMENT}/new", "GET POST", "money.payments.new", SIGNED_IN),
    (f"/projects/<code>/{NEED}/<int:part_id>", "GET POST", "money.needs.edit", SIGNED_IN),
    (f"/projects/<code>/{NEED}/<int:part_id>/<any(remove, undo):what>", "POST", "money.needs.put_away", SIGNED_IN),
    (f"/projects/<code>/{NEED}/new", "GET POST", "money.needs.new", SIGNED_IN),
    ("/projects/<code>/action-points/<int:part_id>/state", "POST", "parts.move", SIGNED_IN),
    ("/projects/<code>/archive", "POST", "projects.archive", SIGNED_IN),
    ("/projects/<code>/edit", "GET POST", "projects.edit", SIGNED_IN),
    ("/projects/<code>/restore", "POST", "projects.restore", SIGNED_IN),
    ("/projects/<code>/stage", "GET POST", "projects.stage", SIGNED_IN),
    ("/projects/<code>/updates/<int:update_id>", "GET POST", "updates.show", SIGNED_IN),
    ("/projects/<code>/updates/<int:update_id>/correct", "GET POST", "updates.correct", SIGNED_IN),
    ("/projects/<code>/updates/<int:update_id>/drop", "POST", "updates.drop", SIGNED_IN),
    ("/projects/<code>/updates/draft", "POST", "updates.keep", SIGNED_IN),
    ("/projects/<code>/updates/new", "GET POST", "updates.new", SIGNED_IN),
    ("/projects/bulk", "GET POST", "bulk.change", "administrator coordinator manager"),
    ("/projects/bulk/<int:change_id>/undo", "POST", "bulk.undo", "administrator coordinator manager"),
    ("/projects/new", "GET POST", "projects.new", "administrator coordinator manager"),
    ("/rates", "GET", "rates.index", SIGNED_IN),
    ("/rates/<int:rate_id>", "GET POST", "rates.edit", "administrator"),
    ("/rates/<int:rate_id>/<any(remove, undo):what>", "POST", "rates.put_away", "administrator"),
    ("/rates/import", "GET POST", "rates.take_over", "administrator"),
    ("/rates/new", "GET POST", "rates.new", "administrator"),
    (f"/records/<int:record_id>/documents/<int:document_id>/{OFF}", "POST", "documents.take_off", SIGNED_IN),
    ("/records/<int:record_id>/documents/new", "GET POST", "documents.new", SIGNED_IN),
    ("/records/<int:record_id>/translate", "GET POST", "translating.edit", SIGNED_IN),
    ("/reporting", "GET", "reporting.index", SIGNED_IN),
    (f"/reporting.{SHEET}", "GET", "reporting.download", SIGNED_IN),
    ("/reviews", "GET", "reviews.index", SIGNED_IN),
    ("/reviews/<code>", "GET", "reviews.show", SIGNED_IN),
    ("/reviews/<code>/<int:n>", "GET", "reviews.walk", SIGNED_IN),
    (f"/reviews/<code>/<int:n>/{SAID}", "GET POST", "reviews.write", SIGNED_IN),
    (f"/reviews/<code>/<int:n>/{SAID}/<int:part_id>", "GET POST", "reviews.rewrite", SIGNED_IN),
    (f"/reviews/<code>/<int:n>/{SAID}/<int:part_id>/{OFF}", "POST", "reviews.put_away", SIGNED_IN),
    (f"/reviews/<code>/<int:n>/{SAID}/news", "GET", "reviews.news", SIGNED_IN),
    ("/reviews/<code>/<int:n>/actions/<int:part_id>/<any(done, open):what>", "POST", "reviews.move", SIGNED_IN),
    ("/reviews/<code>/<int:n>/seen", "POST", "reviews.discuss", SIGNED_IN),
    ("/reviews/<code>/close", "GET POST", "reviews.close", SIGNED_IN),
    ("/reviews/<code>/edit", "GET POST", "reviews.edit", SIGNED_IN),
    ("/reviews/<code>/reopen", "GET POST", "reviews.reopen", SIGNED_IN),
    ("/reviews/new", "GET POST", "reviews.new", "administrator coordinator"),
    ("/sign-in", "GET POST", "security.login", OPEN),
    ("/sign-in/code", "GET POST", "security.two_factor_token_validation", OPEN),
    ("/sign-in/method", "GET POST", "security.tf_select", OPEN),
    ("/sign-in/recovery", "GET POST", "security.mf_recovery", OPEN),
    ("/sign-in/rescue", "GET POST", "security.two_factor_rescue", OPEN),
    ("/sign-out", "POST", "security.logout", OPEN),
    ("/static/<path:filename>", "GET", "static", OPEN),
    ("/static/css/tracker-<digest>.css", "GET", "stylesheet.joined", OPEN),
    ("/territories", "GET", "territories.index", SIGNED_IN),
    ("/territories/<code>", "GET", "territories.show", SIGNED_IN),
    ("/territories/<code>/<any(correct, rename):what>", "GET POST", "territories.edit", "administrator"),
    ("/trace", "GET", "trace.show", SIGNED_IN),
    (f"/trace.{SHEET}", "GET", "trace.download", SIGNED_IN),
    ("/unsubscribe/<token>", "GET POST", "unsubscribe.show", OPEN),
    ("/verify", "GET POST", "verify.ask", OPEN),
    ("/verify/<number>", "GET POST", "verify.show", OPEN),
    ("/views/<code>", "GET", "saved_views.show", SIGNED_IN),
    ("/views/<code>/<any(remove, undo):what>", "POST", "saved_views.put_away", SIGNED_IN),
    ("/views/<code>/edit", "GET POST", "saved_views.edit", SIGNED_IN),
    ("/views/<code>/overwrite", "POST", "saved_views.overwrite", SIGNED_IN),
    ("/views/new", "GET POST", "saved_views.new", SIGNED_IN),
)
"""Address, methods, view, guard."""

STABLE = (
    "/",
    "/sign-in",
    "/projects",
    "/projects/<code>",
    "/projects/<code>/updates/new",
    "/assessments",
    "/assessments/<code>",
    "/disasters",
    "/disasters/<code>",
    "/agreements",
    "/agreements/<code>",
    "/organisations",
    "/organisations/<code>",
    "/funding",
    "/funding/contributions/<code>",
    "/funds/<code>",
    "/missions",
    "/missions/<code>",
    "/programmes",
    "/programmes/<code>",
    "/briefs",
    "/portfolio",
    "/portfolio/map",
    "/verify/<number>",
    "/health",
)
"""Addresses that scripts and bookmarks rely on: they may be joined by others, and never renamed."""

READING = {"GET", "HEAD", "OPTIONS"}


def methods(rule: Rule) -> str:
    return " ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))


def table(app: Flask) -> set[tuple[str, str, str, str]]:
    return {
        (rule.rule, methods(rule), rule.endpoint, str(access.mark_of(app, rule.endpoint)))
        for rule in app.url_map.iter_rules()
    }


def addresses(app: Flask, wanted: str) -> list[tuple[str, str]]:
    """A method and an address (of nothing that exists) for each route of this guard, its writing method where it has one."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if str(access.mark_of(app, rule.endpoint)) == wanted and rule.endpoint != "static":
                given: dict[str, Any] = {name: _some(rule, name) for name in rule.arguments}
                method = "POST" if "POST" in (rule.methods or set()) else "GET"
                found.append((method, url_for(rule.endpoint, **given)))
    return sorted(found)


def _some(rule: Rule, name: str) -> str:
    """A value that the rule's converter takes."""
    converter = rule._converters[name]  # noqa: SLF001 - werkzeug gives no other way to it
    choices = getattr(converter, "regex", "")
    if name in {"kind", "what"} and choices.startswith("(?:"):
        return str(choices.removeprefix("(?:").split("|")[0].rstrip(")").replace("\\", ""))
    return "1"


def test_every_route_is_declared_with_its_methods_and_its_guard(app: Flask) -> None:
    stands, declared = table(app), set(ROUTES)
    assert sorted(stands - declared) == [], "not declared here"
    assert sorted(declared - stands) == [], "declared here and gone"


@pytest.mark.once
def test_the_table_is_in_order_and_names_nothing_twice() -> None:
    assert list(ROUTES) == sorted(set(ROUTES))


@pytest.mark.once
def test_stable_addresses_keep_their_names() -> None:
    assert set(STABLE) - {address for address, *_ in ROUTES} == set()


def test_a_view_without_a_guard_stops_the_program(app: Flask) -> None:
    app.view_functions["bare"] = lambda: ""
    with pytest.raises(RuntimeError, match="bare"):
        access.check(app)


def test_a_view_that_appears_later_without_a_guard_is_closed(tmp_path: Path) -> None:
    made = make_app(settings_for("sqlite://", tmp_path))
    made.add_url_rule("/bare", "bare", lambda: "open")
    assert new_client(made).get("/bare").status_code == 403


def test_only_these_are_open_to_all(app: Flask) -> None:
    found = {rule.endpoint for rule in app.url_map.iter_rules() if str(access.mark_of(app, rule.endpoint)) == OPEN}
    known = {"health.show", "static", "stylesheet.joined", "unsubscribe.show", "verify.ask", "verify.show"}
    assert {name for name in found if not name.startswith("security.")} == known


def test_who_is_not_signed_in_is_led_to_the_sign_in_page(app: Flask, client: PageClient) -> None:
    for guarded in {str(access.mark_of(app, rule.endpoint)) for rule in app.url_map.iter_rules()} - {OPEN}:
        for method, address in addresses(app, guarded):
            if method == "GET":
                answer = client.get(address)
                assert (answer.status_code, answer.location.split("?")[0]) == (303, "/sign-in"), address
            else:
                answer = cast.post(client, address)
                assert answer.status_code in {303, 401}, (address, answer.status)


def test_a_guard_of_roles_lets_in_these_roles_and_tells_others_why(app: Flask) -> None:
    for guarded in {row[3] for row in ROUTES} - {OPEN, SIGNED_IN}:
        for method, address in addresses(app, guarded):
            for who, role in cast.ROLES.items():
                client = signed_in(app, who)
                answer = client.get(address) if method == "GET" else cast.post(client, address)
                assert (answer.status_code == 403) == (role.value not in guarded.split()), (who, address)
                if answer.status_code == 403:
                    assert "These roles" in answer.text or "these roles" in answer.text


def test_a_post_without_its_token_is_refused_everywhere(app: Flask) -> None:
    client = signed_in(app, "administrator")
    for guarded in {row[3] for row in ROUTES}:
        for method, address in addresses(app, guarded):
            if method == "POST" and address != "/unsubscribe/1":
                assert client.post(address).status_code in {303, 400}, address
    assert client.post("/unsubscribe/1").status_code == 404, "the signed address is the proof there"


def test_a_guard_says_what_it_is() -> None:
    def view() -> str:
        return ""

    marks = [guard.signed_in(view), guard.open_to_all(view), guard.role(Role.manager, Role.coordinator)(view)]
    assert len(marks) == 3
    assert str(view.guard_mark) == "coordinator manager"  # type: ignore[attr-defined]


def test_a_part_asked_for_while_signed_out_leads_the_whole_page_to_sign_in(client: PageClient) -> None:
    answer = client.get("/projects", headers=HTMX)
    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.headers["HX-Redirect"].startswith("/sign-in")
