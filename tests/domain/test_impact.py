"""Statements of a disaster's impact: of each measure the newest counts, and all stay."""

from datetime import date

import pytest
from sqlmodel import Session

from tests import make
from tracker.domain.drafts.check import check
from tracker.domain.drafts.disasters import ImpactDraft
from tracker.domain.queries.disasters import by_measure
from tracker.domain.ranges import Range


def test_the_newest_statement_stands_first_by_its_day_then_by_when_it_was_recorded(session: Session) -> None:
    bam = make.disaster(session)
    stated = [
        make.impact(session, bam, "deaths", low=26271, high=50000, on="2003-12"),
        make.impact(session, bam, "deaths", low=26271, high=26271, on="2004-03"),
        make.impact(session, bam, "deaths", low=1),
        make.impact(session, bam, "Deaths", low=31000, high=31000, on="2004-03"),
        make.impact(session, bam, "injured", low=30000, high=30000),
    ]
    found = [(measure, [row.low for row in rows]) for measure, rows in by_measure(stated)]
    assert found == [("Deaths", [31000, 26271, 26271, 1]), ("injured", [30000])]


@pytest.mark.once
def test_a_measure_that_is_offered_is_kept_in_the_words_of_the_list() -> None:
    facts = {"figure": Range(1, 2), "on": date(2004, 1, 1).isoformat()}
    assert check(ImpactDraft, {"measure": "Houses Destroyed", **facts}).measure == "houses destroyed"
    assert check(ImpactDraft, {"measure": "Qanats collapsed", **facts}).measure == "Qanats collapsed"
