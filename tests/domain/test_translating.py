"""What can be translated: columns that there are, and a place for every text that a page shows by language."""

import re
from pathlib import Path

import pytest

from tracker.domain.queries.translating import TEXTS

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("kind", TEXTS)
def test_each_text_is_a_column_of_its_table(kind: str) -> None:
    table, names = TEXTS[kind]  # type: ignore[index]
    assert set(names) <= set(table.model_fields)


def test_every_text_that_pages_show_by_language_can_be_translated() -> None:
    shown = {
        name
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"\bsay\(\w+, \"(\w+)\"\)", path.read_text("utf-8"))
    }
    assert len(shown) > 10
    assert shown - {name for _, names in TEXTS.values() for name in names} <= {"name_stated", "note"}
