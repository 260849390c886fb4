"""With what an issued brief is printed: kept with its data, so that what it looked like can be told later."""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from tracker.briefs.frozen import plain
from tracker.briefs.model import Brief
from tracker.briefs.source import STATIC, TEMPLATES


def made_with(brief: Brief) -> dict[str, object]:
    """Templates, renderer, fonts (file name and SHA-256), and the rates of exchange that the brief uses."""
    return {
        "templates": _templates(),
        "renderer": f"weasyprint {version('weasyprint')}",
        "fonts": _fonts(),
        "rates": plain(brief.rates),
    }


@cache
def _templates() -> str:
    """One hash over templates and styles, with their names; told once a process, as they are read."""
    files = [*(TEMPLATES / "briefs").iterdir(), STATIC / "css" / "brief.css"]
    whole = hashlib.sha256()
    for name, hashed in _hashed(files):
        whole.update(f"{name} {hashed}\n".encode())
    return whole.hexdigest()


@cache
def _fonts() -> dict[str, str]:
    return dict(_hashed((STATIC / "fonts").glob("*.ttf")))


def _hashed(files: Iterable[Path]) -> list[tuple[str, str]]:
    return [(file.name, hashlib.sha256(file.read_bytes()).hexdigest()) for file in sorted(files)]
