"""Every address that is read looks back when it is asked for a day, or says that it is of today: none ignores the days."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, url_for
from sqlmodel import col
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.web.client import PageClient, new_client
from tracker.domain.codes import RecordKind
from tracker.domain.models import Document, Record, Update
from tracker.store import UnitSession
from tracker.web import days_kept

pytestmark = pytest.mark.once

ClientFor = Callable[[str], PageClient]

DAY = "2004-12-31"
BANNER = "As of 31 December 2004"

OF_TODAY = {
    "work": "My work is what is due from you now",
    "orders": "Printed briefs stay as they were printed",
    "meetings": "Reviews are meetings",
    "two_days": "This page is of two days",
    "names": "Names of countries and areas go by the day of reading",
    "": "it cannot be shown as of another day",
}

NO_PAGES = {"health.show", "static", "stylesheet.joined"}
"""What is not read by people, and holds nothing of the record."""

LEADING_ON = ("security", "saved_views.show")
"""What answers by sending on."""

KINDS = {
    "agreements": RecordKind.agreement,
    "assessments": RecordKind.assessment,
    "disasters": RecordKind.disaster,
    "funds": RecordKind.fund,
    "contributions": RecordKind.contribution,
    "missions": RecordKind.mission,
    "organisations": RecordKind.organisation,
    "programmes": RecordKind.programme,
    "projects": RecordKind.project,
}


def read_rules(app: Flask) -> list[Rule]:
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint]
    return [rule for rule in rules if rule.endpoint not in NO_PAGES]


@pytest.fixture
def address(programme_app: Flask, programme_session: UnitSession) -> Callable[[Rule], str]:
    """An address of a rule, about records that there are."""
    codes = {
        name: programme_session.scalar(sa.select(sa.func.min(col(Record.code))).where(col(Record.kind) == kind))
        or "none"
        for name, kind in KINDS.items()
    }
    numbers = {"document_id": sa.func.min(Document.id), "update_id": sa.func.min(Update.id)}
    found = {name: programme_session.scalar(sa.select(number)) or 1 for name, number in numbers.items()}

    def of(rule: Rule) -> str:
        folder = next((part for part in rule.rule.split("/")[::-1] if part in codes), "")
        given = {"code": codes.get(folder, "none"), "number": "DMP-IR-2026-7", "token": "none", **found}
        given["measure"] = "silent"
        values: dict[str, Any] = {name: _one_of(rule, name) or given.get(name, 1) for name in rule.arguments}
        with programme_app.test_request_context():
            return url_for(rule.endpoint, **values, as_of=DAY)

    return of


def _one_of(rule: Rule, name: str) -> str:
    """A word that the rule takes there, where it takes but some."""
    found = re.search(rf"<any\(([^)]*)\):{name}>", rule.rule)
    return found[1].split(",")[0].strip(" '") if found else ""


def test_every_address_that_is_read_looks_back_or_says_that_it_is_of_today(
    programme_app: Flask, programme_client_for: ClientFor, address: Callable[[Rule], str]
) -> None:
    inside, outside = programme_client_for("coordinator"), new_client(programme_app)
    seen, wrong = dict[str, int](), dict[str, str]()
    for rule in read_rules(programme_app):
        client = outside if rule.endpoint.startswith("security") else inside
        client.page = None
        answer = client.get(address(rule))
        seen[rule.endpoint] = answer.status_code
        with programme_app.test_request_context():
            if lack := _lacks(rule.endpoint, answer, client):
                wrong[rule.rule] = f"{answer.status}: {lack}"
    assert wrong == {}
    assert len(seen) > 100
    for endpoint in ("home.show", "reporting.index", "portfolio_map.show", "projects.show", "batches.index"):
        assert seen[endpoint] == 200, endpoint


def _lacks(endpoint: str, answer: TestResponse, client: PageClient) -> str:
    """What an answer to an address with days lacks."""
    text, status = client.page.text if client.page else "", answer.status_code
    if days_kept.writes(endpoint):
        return "" if status == 403 or (status == 409 and "The past is not written" in text) else "a form of the past"
    if status == 303:
        leads = endpoint.startswith(LEADING_ON) or f"as_of={DAY}" in answer.headers["Location"]
        return "" if leads else "leads on without the day"
    if days_kept.looks_back(endpoint):
        return "" if status in {200, 404} and (BANNER in text or _bears_its_day(answer)) else "no day"
    if days_kept.knows(endpoint):
        kept = client.page is not None and DAY in client.page.values("as_of")
        return "" if kept or days_kept.passes_on(endpoint) or status == 404 else "no day"
    said = OF_TODAY[days_kept.why_today(endpoint)]
    return "" if answer.mimetype == "text/html" and said in text else "does not say that it is of today"


def _bears_its_day(answer: TestResponse) -> bool:
    return f"as-of-{DAY}" in answer.headers.get("Content-Disposition", "")
