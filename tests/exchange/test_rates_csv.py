"""Rates from a CSV file: read tolerantly, refused exactly."""

from datetime import date
from decimal import Decimal

import pytest

from tracker.domain.codes import RecordKind
from tracker.domain.models import Rate, Record
from tracker.exchange import rates_csv
from tracker.exchange.rates_csv import State

pytestmark = pytest.mark.once

HEAD = "currency,day,units_per_dollar,source\n"
EURO = ("EUR", date(2004, 3, 1), Decimal("0.8065"), "UN rates")


def facts(text: str) -> list[tuple[str, date, Decimal, str]]:
    table = rates_csv.read(text, {})
    assert table.problems == []
    return [(row.draft.currency, row.draft.day, row.draft.units_per_dollar, row.draft.source) for row in table.rows]


def told(text: str) -> list[tuple[int, str, str]]:
    table = rates_csv.read(text, {})
    return [(one.row, one.column, one.problem.why % one.problem.values) for one in table.problems]


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}EUR,2004-03-01,0.8065,UN rates\n",
        f"\ufeff{HEAD}EUR,2004-03-01,0.8065,UN rates",
        f"{HEAD}eur , 2004-03-01 , 0.8065 , UN rates \r\n",
        "currency;day;units_per_dollar;source\rEUR;2004-03-01;0,8065;UN rates\r",
        "Currency\tDate\tRate\tOrigin\nEUR\t2004-03-01\t0,8065\tUN rates\n",
        'source,"units per dollar",day,currency\n"UN rates","0.8065","2004-03-01","EUR"\n\n',
        "currency,day,note,units_per_dollar,source\nEUR,2004-03-01,whatever,0.8065,UN rates\n,,,,\n",
    ],
)
def test_a_file_is_read_as_spreadsheets_save_it(text: str) -> None:
    assert facts(text) == [EURO]


@pytest.mark.parametrize(
    ("written", "meant"), [('"1,234.5"', "1234.5"), ("1 234.5", "1234.5"), ("٦٫٥", "6.5"), ("7", "7")]
)
def test_numbers_are_read_as_people_write_them(written: str, meant: str) -> None:
    assert facts(f"{HEAD}NOK,2004-03-01,{written},x\n")[0][2] == Decimal(meant)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_file_is_decoded_whatever_saved_it(encoding: str) -> None:
    content = f"{HEAD}EUR,2004-03-01,0.8065,Trésor\n".encode(encoding)
    assert facts(rates_csv.decoded(content))[0][3] == "Trésor"


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        ("EURO,2004-03-01,1,x", "currency", "EURO is not a currency code. Use three letters such as EUR."),
        ("USD,2004-03-01,1,x", "currency", "The United States dollar needs no rate"),
        ("EUR,1 March,1,x", "day", "Write the day as year-month-day, such as 2004-03-01."),
        ("EUR,,1,x", "day", "This is needed."),
        ("EUR,2004-03-01,much,x", "units_per_dollar", "“much” is no number. Write it such as 0.89."),
        ("EUR,2004-03-01,0,x", "units_per_dollar", "above zero"),
        ("EUR,2004-03-01,-1,x", "units_per_dollar", "above zero"),
        ("EUR,2004-03-01,0.12345678901,x", "units_per_dollar", "10 digits after the point"),
        ("EUR,2004-03-01,1,", "source", "This is needed."),
        ("EUR,2004-03-01,1", "source", "This is needed."),
    ],
)
def test_a_problem_names_its_row_its_column_and_the_fix(row: str, column: str, why: str) -> None:
    ((number, where, words),) = told(f"{HEAD}NOK,2004-03-01,7,x\n{row}\n")
    assert (number, where) == (3, column)
    assert why in words


def test_all_problems_are_told_at_once() -> None:
    assert [where[:2] for where in told(f"{HEAD}EUR,soon,,x\nXQX,2004-03-01,1,x\n")] == [
        (2, "day"),
        (2, "units_per_dollar"),
        (3, "currency"),
    ]


def test_a_row_given_twice_is_told() -> None:
    ((row, _, words),) = told(f"{HEAD}EUR,2004-03-01,1,x\nEUR,2004-03-01,2,x\n")
    assert (row, words) == (3, "Row 2 has the same currency, day and source: keep one of the two.")


def test_a_missing_column_is_named() -> None:
    assert told("currency,day,units_per_dollar\nEUR,2004-03-01,1\n")[0][:2] == (1, "source")
    assert told("")[0][2] == "The file is empty: its first row names the columns."


def test_rows_that_are_there_are_recognised() -> None:
    stored = Rate(
        record=Record(kind=RecordKind.rate), currency="EUR", day=EURO[1], units_per_dollar=EURO[2], origin="UN rates"
    )
    there = {("EUR", EURO[1], "UN rates"): stored}
    text = f"{HEAD}EUR,2004-03-01,0.80650,UN rates\nEUR,2004-04-01,0.82,UN rates\n"
    assert [row.state for row in rates_csv.read(text, there).rows] == [State.there, State.new]
    other = rates_csv.read(f"{HEAD}EUR,2004-03-01,0.81,UN rates\n", there).rows[0]
    assert (other.state, other.now) == (State.changes, Decimal("0.8065"))
