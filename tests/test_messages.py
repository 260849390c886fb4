"""`make check` finds texts that were changed and not collected, and translations that lose a placeholder."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from scripts import messages

pytestmark = pytest.mark.once


def catalog_of(*texts: str, **translated: str) -> Catalog:
    catalog = Catalog()
    for text in texts:
        catalog.add(text, translated.get("into", ""))
    return catalog


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, path in (("ROOT", tmp_path), ("FOLDER", tmp_path), ("TEMPLATE", tmp_path / "messages.pot")):
        monkeypatch.setattr(messages, name, path)
    messages.write(catalog_of("Projects", "%(n)s left"), messages.TEMPLATE)
    return tmp_path


def test_collected_texts_are_in_order(folder: Path) -> None:
    assert messages.faults(catalog_of("Projects", "%(n)s left")) == []


def test_text_that_was_not_collected_is_a_fault(folder: Path) -> None:
    found = messages.faults(catalog_of("Projects", "%(n)s left", "Agreements"))
    assert found == ["not collected yet (make messages): (None, 'Agreements')"]


def test_text_that_is_gone_is_a_fault(folder: Path) -> None:
    found = messages.faults(catalog_of("%(n)s left"))
    assert found == ["no longer used (make messages): (None, 'Projects')"]


def test_translation_that_loses_a_placeholder_is_a_fault(folder: Path) -> None:
    path = folder / "fr" / "LC_MESSAGES" / "messages.po"
    messages.write(catalog_of("%(n)s left", into="%(reste)s"), path)
    (fault,) = messages.faults(catalog_of("Projects", "%(n)s left"))
    assert fault.startswith("fr/LC_MESSAGES/messages.po: '%(n)s left': ")
