"""Reading a list's address: what it is narrowed to, sorted by, and which page of it."""

from flask import request

from tracker.domain.queries.paging import MOST, USUAL


def text(name: str) -> str:
    """A parameter's text, stripped; empty where it is absent."""
    given = request.args
    return given[name].strip()[:200] if name in given else ""


def number() -> int:
    """Which page, from 1; whatever is no number is the first."""
    return max(_whole("page", 1), 1)


def per_page() -> int:
    """Rows a page: 25 unless given, at most 100."""
    return min(max(_whole("per_page", USUAL), 1), MOST)


def _whole(name: str, default: int) -> int:
    given = text(name)
    return int(given) if given.isascii() and given.isdigit() and len(given) < 7 else default
