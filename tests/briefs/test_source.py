"""Words that go into CSS."""

import pytest
from markupsafe import Markup

from tracker.briefs.source import css_string, partial_date
from tracker.domain.dates import PartialDate

pytestmark = pytest.mark.once


@pytest.mark.parametrize("text", ["d'Iran", Markup("d&#39;Iran")])
def test_an_apostrophe_stands_in_the_foot_as_itself(text: str) -> None:
    assert css_string(text) == r'"d\000027Iran"'


def test_nothing_in_a_title_ends_the_style() -> None:
    assert "<" not in css_string('"}</style><script>')


def test_a_date_in_words_is_in_no_language_that_anybody_recorded() -> None:
    assert partial_date(PartialDate.parse("first two years"), "ar") == (
        '<span lang="und" dir="ltr">first two years</span>'
    )
    assert partial_date(PartialDate.parse("early 2004"), "ar") == "أوائل عام 2004"
