"""The import rules of pyproject.toml hold, and what an import linter cannot see is looked for here."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "tracker"
ENVIRONMENT = {"environ", "environb", "getenv", "putenv"}

pytestmark = pytest.mark.once


def attributes(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"


def modules(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def named(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def test_nobody_imports_from_above(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert outcome == 0, capsys.readouterr().out


def test_only_settings_reads_the_environment() -> None:
    readers = [
        path for path in modules(PACKAGE) if {f"os.{name}" for name in ENVIRONMENT}.intersection(attributes(path))
    ]
    assert named(readers) == ["tracker/settings.py"]


def test_models_keep_their_annotations_alive() -> None:
    postponed = [
        path for path in modules(PACKAGE / "domain") if "from __future__ import annotations" in path.read_text()
    ]
    assert named(postponed) == []


def test_queries_never_write_and_actions_never_commit() -> None:
    writes = {"session.add", "session.add_all", "session.delete", "session.merge", "session.flush", "session.commit"}
    writers = [path for path in modules(PACKAGE / "domain" / "queries") if writes.intersection(attributes(path))]
    committers = [
        path for path in modules(PACKAGE / "domain" / "actions") if {"session.commit"}.intersection(attributes(path))
    ]
    assert (named(writers), named(committers)) == ([], [])
