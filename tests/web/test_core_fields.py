"""What people type becomes exact values, or a sentence that says how to write it."""

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from tracker.domain.codes import Health, Stage
from tracker.domain.errors import Refused
from tracker.web.forms import Form
from tracker.web.forms.fields import (
    AmountField,
    CodeField,
    CodeRadio,
    CurrencyField,
    DayField,
    IdField,
    IdsField,
    LongText,
    PartialDateField,
    Required,
    Text,
)


class TrialForm(Form):
    title = Text("Title")
    story = LongText("Story")
    day = DayField("Day")
    start = PartialDateField("Start")
    amount = AmountField("Amount")
    currency = CurrencyField("Currency")
    stage = CodeField("Stage", codes=Stage, empty="any")
    health = CodeRadio("Health", codes=Health, validators=[Required()])
    place = IdField("Place")
    places = IdsField("Places")


def filled(app: Flask, **typed: str) -> TrialForm:
    with app.test_request_context("/", method="POST"):
        form = TrialForm(formdata=MultiDict({"health": "on_track", **typed}), meta={"csrf": False})
        form.place.choices = [(None, "none"), (1, "Haiti")]
        form.places.choices = [(1, "Haiti"), (2, "Ghana")]
        form.validate()
        str(form.place()), str(form.places()), str(form.stage()), str(form.health())
        return form


def test_empty_means_nothing_stated(app: Flask) -> None:
    form = filled(app, title="  ", story="", day="", start="", amount="", currency="", stage="", place="")
    assert not form.errors
    assert form.facts("health", "places") == dict.fromkeys(
        ("title", "story", "day", "start", "amount", "currency", "stage", "place")
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1,234.50", "1234.50"),
        ("1234.5", "1234.5"),
        ("1\u00a0234\u202f567.8", "1234567.8"),
        ("12'000", "12000"),
        ("١٢٣٤٫٥", "1234.5"),
        ("0", "0"),
        ("-20", "-20"),
    ],
)
@pytest.mark.once
def test_an_amount_is_read_as_people_paste_it(app: Flask, typed: str, meant: str) -> None:
    form = filled(app, amount=typed)
    assert (form.errors, form.amount.data) == ({}, Decimal(meant))


@pytest.mark.parametrize("typed", ["12,5", "1 234,567", "a million", "NaN", "1e9", "Infinity"])
@pytest.mark.once
def test_an_amount_that_could_mean_two_things_is_refused(app: Flask, typed: str) -> None:
    form = filled(app, amount=typed)
    assert list(form.errors) == ["amount"]
    with app.test_request_context("/"):
        assert f'value="{typed}"' in form.amount()


def test_days_and_partial_dates_are_exact(app: Flask) -> None:
    form = filled(app, day="2026-11-23", start="early 2004")
    assert form.day.data == date(2026, 11, 23)
    assert form.start.data is not None
    assert form.start.data.latest == date(2004, 4, 30)
    wrong = filled(app, day="23.11.2026", start="sometime 2004 or so")
    assert set(wrong.errors) == {"day", "start"}


def test_codes_are_members_and_nothing_else(app: Flask) -> None:
    form = filled(app, stage="under_way", health="off_track", place="1", places="2")
    assert (form.stage.data, form.health.data) == (Stage.under_way, Health.off_track)
    assert (form.place.data, form.places.data) == (1, [2])
    assert set(filled(app, stage="flying", health="splendid", place="9").errors) == {"stage", "health", "place"}
    assert set(filled(app, health="").errors) == {"health"}


def test_line_ends_are_plain_and_margins_go(app: Flask) -> None:
    form = filled(app, title="  Shelter ", story=" one\r\ntwo ")
    assert (form.title.data, form.story.data) == ("Shelter", "one\ntwo")


def test_a_refusal_of_the_domain_finds_its_field(app: Flask) -> None:
    form = filled(app)
    with app.test_request_context("/"):
        form.refuse(Refused("title", "%(n)s signs are too many.", {"n": 300}))
        form.refuse(Refused("elsewhere", "This does not go together."))
    assert form.title.errors == ["300 signs are too many."]
    assert form.form_errors == ["This does not go together."]
    assert form.status == 422
