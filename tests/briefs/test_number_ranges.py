"""Numbers that may be ranges, as a brief prints them in every language."""

import pytest

from tracker.briefs import source
from tracker.domain.codes import LANGUAGES

pytestmark = pytest.mark.once

RANGES = {
    (40000, 40000): ("40,000", "40\u202f000", "40.000", "40,000", "40,000", "40\u00a0000"),
    (1200, 1500): ("1,200 to 1,500", "de 1\u202f200 à 1\u202f500", "de 1.200 a 1.500", "من 1,200 إلى 1,500", "1,200至1,500", "1\u00a0200 — 1\u00a0500"),
    (900, None): ("900 or more", "900 ou plus", "900 o más", "900 أو أكثر", "900或以上", "900 и более"),
    (None, 1500): ("up to 1,500", "jusqu’à 1\u202f500", "hasta 1.500", "حتى 1,500", "至多1,500", "до 1\u00a0500"),
}  # fmt: skip


@pytest.mark.parametrize(("ends", "printed"), RANGES.items())
def test_a_range_of_numbers_is_printed_in_every_language(
    ends: tuple[int | None, int | None], printed: tuple[str, ...]
) -> None:
    size = dict(zip(("low", "high"), ends, strict=True))
    module = "briefs/_details.html"
    found = tuple(str(source.environment(lang).get_template(module).module.size(size)) for lang in LANGUAGES)  # type: ignore[attr-defined]
    assert found == printed
