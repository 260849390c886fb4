"""Reading a list's address: what it is narrowed to, sorted by, and which page of it."""

from flask import request

from tracker.domain.queries.paging import MOST, USUAL

LAST = 1_000_000
"""No list has more pages."""


def text(name: str) -> str:
    """A parameter's text, stripped; empty where it is absent."""
    given = request.args
    return given[name].strip()[:200] if name in given else ""


def number() -> int:
    """Which page, from 1; whatever is no number is the first."""
    return min(max(whole("page", 1), 1), LAST)


def per_page() -> int:
    """Rows a page: 25 unless given, at most 100."""
    return min(max(whole("per_page", USUAL), 1), MOST)


def whole(name: str, default: int) -> int:
    """A small number; `default` where it is absent or none."""
    given = text(name)
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else default
