"""Words that go into CSS."""

import pytest
from markupsafe import Markup

from tracker.briefs.source import css_string, partial_date, printable
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


LONG = "Donaudampfschifffahrtsgesellschaft"
MARKS = '<sup class="marks">2</sup>'


@pytest.mark.parametrize("opened", ["(", "（", "“", "«\u202f"])
def test_a_bracket_stays_with_an_acronym_and_lets_a_long_word_go(opened: str) -> None:
    acronym = f'{opened}<bdi dir="ltr">OSCE</bdi>'
    assert printable(acronym) == acronym
    assert printable(f'{opened}<span lang="de" dir="ltr">{LONG}') == f'{opened}\u200b<span lang="de" dir="ltr">{LONG}'


@pytest.mark.parametrize("between", ["", "</span>", "</span></b>"])
def test_the_mark_of_a_source_stays_with_its_words_unless_they_fill_a_line(between: str) -> None:
    usual = f"two words{between}{MARKS}"
    assert printable(usual) == usual
    assert printable(f"{LONG}{between}{MARKS}") == f"{LONG}{between}\u200b{MARKS}"
    assert printable(printable(f"{LONG}{between}{MARKS}")) == f"{LONG}{between}\u200b{MARKS}"
