"""Dates as precise as their source."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from tests import make
from tracker.domain.dates import LONGEST_STATED, PartialDate
from tracker.domain.errors import Refused
from tracker.domain.models import Project

years = st.integers(1900, 2100).map(str)
months = st.builds("{}-{:02}".format, years, st.integers(1, 12))
days = st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(date.isoformat)
plain = st.one_of(years, months, days)
qualified = st.builds("{} {}".format, st.sampled_from(["early", "mid", "end"]), st.one_of(years, months))
intervals = st.tuples(plain, plain).map(sorted).map("/".join)
bienniums = st.integers(1900, 2100).map(lambda year: f"biennium {year}/{year + 1}")


@pytest.mark.once
@pytest.mark.parametrize(
    ("stated", "earliest", "latest"),
    [
        ("2003-12-26", date(2003, 12, 26), date(2003, 12, 26)),
        ("2003-11", date(2003, 11, 1), date(2003, 11, 30)),
        ("2004-02", date(2004, 2, 1), date(2004, 2, 29)),
        ("2004", date(2004, 1, 1), date(2004, 12, 31)),
        ("early 2004", date(2004, 1, 1), date(2004, 4, 30)),
        ("mid 2004", date(2004, 5, 1), date(2004, 8, 31)),
        ("end 2003", date(2003, 9, 1), date(2003, 12, 31)),
        ("early 2003-12", date(2003, 12, 1), date(2003, 12, 10)),
        ("mid 2003-12", date(2003, 12, 11), date(2003, 12, 20)),
        ("end 2003-02", date(2003, 2, 21), date(2003, 2, 28)),
        ("2004-03/2004-12", date(2004, 3, 1), date(2004, 12, 31)),
        ("biennium 2004/2005", date(2004, 1, 1), date(2005, 12, 31)),
        ("first two years", None, None),
    ],
)
def test_each_form_has_its_earliest_and_latest_day(stated: str, earliest: date | None, latest: date | None) -> None:
    assert PartialDate.parse(stated) == PartialDate(stated, earliest, latest)


@pytest.mark.once
@given(st.one_of(plain, qualified, intervals.filter(lambda text: text.split("/")[0] != text.split("/")[1]), bienniums))
def test_the_earliest_day_is_never_after_the_latest(stated: str) -> None:
    read = PartialDate.parse(stated)
    assert read.stated == stated
    assert read.earliest is not None
    assert read.latest is not None
    assert read.earliest <= read.latest


@pytest.mark.once
@given(st.one_of(qualified, bienniums, plain))
def test_a_form_lies_within_the_plain_dates_it_names(stated: str) -> None:
    read = PartialDate.parse(stated)
    spans = [PartialDate.parse(part) for part in read.parts]
    assert min(span.earliest for span in spans if span.earliest) <= (read.earliest or date.max)
    assert max(span.latest for span in spans if span.latest) >= (read.latest or date.min)


@pytest.mark.once
@given(st.dates())
def test_a_day_reads_back_as_itself(day: date) -> None:
    assert PartialDate.parse(day.isoformat()) == PartialDate.on(day)


@pytest.mark.once
def test_spaces_around_and_within_do_not_matter() -> None:
    assert PartialDate.parse("  early   2004 ").stated == "early 2004"


@pytest.mark.once
@pytest.mark.parametrize("typed", ["٢٠٠٤-٠٣", "۲۰۰۴-۰۳", "２００４-０３"])
def test_digits_of_other_scripts_are_read_and_kept_in_the_canonical_form(typed: str) -> None:
    assert PartialDate.parse(typed) == PartialDate.parse("2004-03")


@pytest.mark.once
def test_a_date_knows_its_qualifier_and_parts() -> None:
    biennium, early, words = (
        PartialDate.parse(text) for text in ("biennium 2004/2005", "early 2004", "first two years")
    )
    assert (biennium.is_biennium, biennium.qualifier, biennium.parts) == (True, "", ("2004", "2005"))
    assert (early.is_biennium, early.qualifier, early.parts) == (False, "early", ("2004",))
    assert (words.qualifier, words.parts) == ("", ())


@pytest.mark.once
@pytest.mark.parametrize(
    "stated",
    [
        "",
        "   ",
        "2003-02-30",
        "2003-13",
        "0000",
        "03-12-26",
        "26/12/2003",
        "late 2004",
        "early 2004-03-01",
        "2004-12/2004-03",
        "biennium 2004/2006",
        "biennium 2004-01/2005-12",
        "2004/",
        "2004-1",
        "two years from 2004",
        "—",
        "w" * (LONGEST_STATED + 1),
    ],
)
def test_what_is_no_date_is_refused_by_its_field(stated: str) -> None:
    with pytest.raises(Refused) as refused:
        PartialDate.parse(stated, "start")
    assert refused.value.field == "start"
    assert "%(" not in str(refused.value)


@pytest.mark.once
@given(st.text(max_size=100))
def test_any_text_is_either_read_or_refused(text: str) -> None:
    try:
        read = PartialDate.parse(text)
    except Refused:
        return
    assert 0 < len(read.stated) <= LONGEST_STATED
    assert PartialDate.parse(read.stated) == read


def test_partial_dates_are_kept_as_stated_and_sorted_by_their_earliest_day(session: Session) -> None:
    stated = ["2004-03-05", "end 2003", "2004", "biennium 2004/2005", "2003-12-26"]
    for number, text in enumerate(stated):
        make.project(session, f"p{number}", start=text)
    session.commit()
    session.expire_all()
    found = session.exec(select(Project).order_by(col(Project.start_earliest), col(Project.id))).all()
    assert [str(row.start and row.start.stated) for row in found] == [
        "end 2003",
        "2003-12-26",
        "2004",
        "biennium 2004/2005",
        "2004-03-05",
    ]
    assert [row.start for row in found] == [PartialDate.parse(row.start_stated or "") for row in found]


def test_a_date_that_is_not_stated_is_none_and_can_be_taken_away(session: Session) -> None:
    project = make.project(session, start="2004")
    project.start = None
    session.commit()
    session.expire_all()
    kept = session.get(Project, project.id)
    assert kept is not None
    assert (kept.start, kept.start_earliest, kept.end) == (None, None, None)
