"""Rates of exchange: read by all, kept by administrators, taken over from a file after a preview."""

import io
from decimal import Decimal

import pytest
import sqlalchemy as sa

from tests import cast
from tests.web.client import HTMX
from tests.web.posting import SENT, ClientFor, count, versions
from tracker.domain.models import Rate
from tracker.store import UnitSession

EURO = {"currency": "eur", "day": "2004-03-01", "units_per_dollar": "0.8065", "source": "UN rates, March 2004"}
FILE = "currency,day,units_per_dollar,source\nNOK,2004-03-01,6.94,UN rates\nCAD,2004-03-01,1.33,UN rates\n"


def one(session: UnitSession) -> Rate:
    session.expire_all()
    row = session.scalars(sa.select(Rate)).one()
    assert row.record.id
    session.commit()
    return row


def stored(client_for: ClientFor, session: UnitSession) -> Rate:
    assert cast.post(client_for("administrator"), "/rates/new", EURO).status_code == 303
    return one(session)


def test_an_administrator_stores_a_rate_with_one_row_version(client_for: ClientFor, app_session: UnitSession) -> None:
    client = client_for("administrator")
    client.read("/rates/new")
    response = cast.post(client, "/rates/new", EURO)
    assert (response.status_code, response.location) == (303, "/rates")
    text = client_for("viewer").read("/rates").text
    assert "EUR 1 March 2004 0.8065 UN rates, March 2004" in text
    rate = one(app_session)
    assert (rate.currency, rate.units_per_dollar) == ("EUR", Decimal("0.8065"))
    assert versions(app_session, "rate") == 1


def test_a_rate_is_kept_digit_by_digit(client_for: ClientFor, app_session: UnitSession) -> None:
    sent = {**EURO, "units_per_dollar": "123456789.0123456789"}
    assert cast.post(client_for("administrator"), "/rates/new", sent).status_code == 303
    assert one(app_session).units_per_dollar == Decimal("123456789.0123456789")


def test_a_form_sent_twice_stores_one_rate(client_for: ClientFor, app_session: UnitSession) -> None:
    client = client_for("administrator")
    for _ in range(2):
        assert cast.post(client, "/rates/new", {**EURO, "submission": SENT}).status_code == 303
    assert count(app_session, Rate) == 1


def test_under_htmx_the_reader_is_led_on_by_a_header(client_for: ClientFor) -> None:
    response = cast.post(client_for("administrator"), "/rates/new", EURO, headers=HTMX)
    assert (response.status_code, response.headers["HX-Redirect"]) == (200, "/rates")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"currency": "USD"}, "The United States dollar needs no rate"),
        ({"currency": "EURO"}, "EURO is not a currency code."),
        ({"day": "soon"}, "Write the day as year-month-day"),
        ({"units_per_dollar": "0"}, "above zero"),
        ({"units_per_dollar": "much"}, "Write the amount in digits"),
        ({"source": " "}, "This is needed."),
    ],
)
@pytest.mark.once
def test_a_refused_rate_says_why_and_keeps_what_was_typed(
    client_for: ClientFor, app_session: UnitSession, wrong: dict[str, str], why: str
) -> None:
    client = client_for("administrator")
    assert cast.post(client, "/rates/new", {**EURO, **wrong}).status_code == 422
    assert client.page is not None
    assert why in client.page.text
    kept = "source" if "day" in wrong else "day"
    assert client.page.values(kept) == [EURO[kept]]
    assert count(app_session, Rate) == 0


def test_the_same_rate_is_not_stored_twice(client_for: ClientFor, app_session: UnitSession) -> None:
    stored(client_for, app_session)
    client = client_for("administrator")
    assert cast.post(client, "/rates/new", {**EURO, "units_per_dollar": "0.9"}).status_code == 422
    assert client.page is not None
    assert "is stored already" in client.page.text


@pytest.mark.parametrize("who", ["viewer", "manager", "coordinator"])
def test_others_read_the_rates_and_are_told_who_keeps_them(
    client_for: ClientFor, app_session: UnitSession, who: str
) -> None:
    rate = stored(client_for, app_session)
    client = client_for(who)
    page = client.read("/rates")
    assert f"/rates/{rate.id}" not in page.links
    for address in ("/rates/new", "/rates/import", f"/rates/{rate.id}"):
        assert client.get(address).status_code == 403
        assert cast.post(client, address, EURO).status_code == 403
    assert client.page is not None
    assert "administrator" in client.page.text


def test_a_rate_that_is_not_there_is_not_found(client_for: ClientFor) -> None:
    client = client_for("administrator")
    assert client.get("/rates/77").status_code == 404
    assert cast.post(client, "/rates/77/remove").status_code == 404


def test_looking_changes_nothing(client_for: ClientFor, app_session: UnitSession) -> None:
    rate = stored(client_for, app_session)
    for address in ("/rates", "/rates/new", "/rates/import", f"/rates/{rate.id}"):
        client_for("administrator").read(address)
    assert versions(app_session, "rate") == 1


def test_a_rate_is_changed_with_one_row_version(client_for: ClientFor, app_session: UnitSession) -> None:
    rate = stored(client_for, app_session)
    sent = {**EURO, "units_per_dollar": "0.81", "version": str(rate.version)}
    assert cast.post(client_for("administrator"), f"/rates/{rate.id}", sent).status_code == 303
    assert (one(app_session).units_per_dollar, versions(app_session, "rate")) == (Decimal("0.81"), 2)
    told = "changed the units per United States dollar from “0.8065” to “0.81”."
    assert told in client_for("administrator").read(f"/rates/{rate.id}").text


def test_two_who_change_a_rate_choose(client_for: ClientFor, app_session: UnitSession) -> None:
    rate = stored(client_for, app_session)
    one_, other = client_for("administrator"), client_for("administrator")
    sent = {**EURO, "version": str(rate.version)}
    cast.post(one_, f"/rates/{rate.id}", {**sent, "units_per_dollar": "0.81"})
    response = cast.post(other, f"/rates/{rate.id}", {**sent, "units_per_dollar": "0.82"})
    assert response.status_code == 409
    assert other.page is not None
    for words in ("0.8065", "0.81", "0.82"):
        assert words in other.page.text
    newer = {**sent, "units_per_dollar": "0.82", "version": other.page.values("version")[0]}
    assert cast.post(other, f"/rates/{rate.id}", {**newer, "pick_units_per_dollar": "theirs"}).status_code == 303
    assert one(app_session).units_per_dollar == Decimal("0.81")


def test_a_removed_rate_is_brought_back(client_for: ClientFor, app_session: UnitSession) -> None:
    rate = stored(client_for, app_session)
    client = client_for("administrator")
    response = cast.post(client, f"/rates/{rate.id}/remove", {"version": str(rate.version)})
    assert response.status_code == 303
    page = client.read(response.location)
    assert page.by_id(f"rate-{rate.id}") is None
    assert cast.post(client, f"/rates/{rate.id}/undo").status_code == 303
    assert client.read("/rates").by_id(f"rate-{rate.id}") is not None


def test_a_stale_removal_is_refused(client_for: ClientFor, app_session: UnitSession) -> None:
    rate = stored(client_for, app_session)
    response = cast.post(client_for("administrator"), f"/rates/{rate.id}/remove", {"version": "99"})
    assert response.status_code == 409


# ------------------------------------------------------------------------------------------------- a file


def test_a_file_is_shown_before_it_is_stored(client_for: ClientFor, app_session: UnitSession) -> None:
    client = client_for("administrator")
    client.read("/rates/import")
    sent = {"action": "preview", "file": (io.BytesIO(FILE.encode()), "rates.csv")}
    response = cast.post(client, "/rates/import", sent, content_type="multipart/form-data")
    assert response.status_code == 200
    assert client.page is not None
    assert "New: 2. Changed: 0. Already there: 0." in client.page.text
    assert count(app_session, Rate) == 0
    confirmed = {"action": "import", "text": client.page.values("text")[0], "mark": client.page.values("mark")[0]}
    assert cast.post(client, "/rates/import", confirmed).status_code == 303
    assert (count(app_session, Rate), versions(app_session, "rate")) == (2, 2)
    assert "2 rates were stored." in client.read("/rates").text


def test_a_file_taken_over_again_writes_nothing(client_for: ClientFor, app_session: UnitSession) -> None:
    client = client_for("administrator")
    for _ in range(2):
        cast.post(client, "/rates/import", {"action": "preview", "text": FILE})
        assert client.page is not None
        mark = client.page.values("mark")[0]
        cast.post(client, "/rates/import", {"action": "import", "text": FILE, "mark": mark})
    assert "Already there: 2." in client.page.text if client.page else False
    assert (count(app_session, Rate), versions(app_session, "rate")) == (2, 2)


def test_a_file_with_a_mistake_stores_nothing_and_keeps_the_text(
    client_for: ClientFor, app_session: UnitSession
) -> None:
    client = client_for("administrator")
    wrong = f"{FILE}EUR,soon,1,x\n"
    for action in ("preview", "import"):
        assert cast.post(client, "/rates/import", {"action": action, "text": wrong, "mark": ""}).status_code == 422
        assert client.page is not None
        assert "Row 4, column day: Write the day as year-month-day, such as 2004-03-01." in client.page.text
        assert client.page.values("text")[0].split() == wrong.split()
    assert count(app_session, Rate) == 0


def test_a_file_that_would_do_something_else_now_is_shown_again(
    client_for: ClientFor, app_session: UnitSession
) -> None:
    client = client_for("administrator")
    cast.post(client, "/rates/import", {"action": "preview", "text": FILE})
    assert client.page is not None
    mark = client.page.values("mark")[0]
    nok = {"currency": "NOK", "day": "2004-03-01", "units_per_dollar": "7", "source": "UN rates"}
    cast.post(client_for("administrator"), "/rates/new", nok)
    assert cast.post(client, "/rates/import", {"action": "import", "text": FILE, "mark": mark}).status_code == 409
    assert "New: 1. Changed: 1. Already there: 0." in client.page.text
    assert one(app_session).units_per_dollar == Decimal(7)


@pytest.mark.parametrize("lang", ["en", "ar", "zh"])
def test_the_pages_of_rates_read_in_every_script(client_for: ClientFor, app_session: UnitSession, lang: str) -> None:
    rate = stored(client_for, app_session)
    client = client_for("administrator")
    for address in ("/rates", "/rates/new", "/rates/import", f"/rates/{rate.id}"):
        assert client.read(f"{address}?lang={lang}").one("html").get("lang") == lang
