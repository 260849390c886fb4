"""Where the renderer put each piece of text: whether all of it lies on the page, and none on another."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from weasyprint.document import Document
from weasyprint.formatting_structure import boxes

NEAR = 0.75
"""Pixels (a fifth of a millimetre) that rounding may move a box by."""
CORE = 0.3
"""The part of a line's height above and below its letters, in which neighbours may reach."""


class Piece(NamedTuple):
    """One run of text on one page."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


def pieces(document: Document) -> list[Piece]:
    """All runs of text in the pages' own area, page by page."""
    found = []
    for number, page in enumerate(document.pages, 1):
        root = page._page_box.children[0]  # noqa: SLF001 - the renderer shows its boxes nowhere else
        found += [
            Piece(
                number,
                one.position_x,
                one.position_y,
                one.position_x + one.width,
                one.position_y + one.height,
                one.text,
            )
            for one in root.descendants()
            if isinstance(one, boxes.TextBox) and one.text.strip()
        ]
    return found


def outside(document: Document) -> list[Piece]:
    """Text that reaches beyond the margins of its page."""
    return [piece for piece in pieces(document) if not _is_within(piece, document.pages[piece.page - 1]._page_box)]  # noqa: SLF001 - see `pieces`


def overlapping(document: Document) -> list[tuple[Piece, Piece]]:
    """Pairs of runs that lie on each other."""
    found: list[tuple[Piece, Piece]] = []
    for number in range(1, len(document.pages) + 1):
        found += _meeting(
            sorted((piece for piece in pieces(document) if piece.page == number), key=lambda one: one.top)
        )
    return found


def _is_within(piece: Piece, page: Any) -> bool:  # noqa: ANN401 - the renderer's page box
    left, top = page.content_box_x(), page.content_box_y()
    return bool(
        piece.left >= left - NEAR
        and piece.right <= left + page.width + NEAR
        and piece.top >= top - NEAR
        and piece.bottom <= top + page.height + NEAR
    )


def _meeting(ordered: list[Piece]) -> Iterator[tuple[Piece, Piece]]:
    cores = [_core(piece) for piece in ordered]
    for index, one in enumerate(cores):
        for other in cores[index + 1 :]:
            if other.top > one.bottom:
                if other.top > one.bottom + 40:
                    break
                continue
            if other.left < one.right and one.left < other.right and one.top < other.bottom:
                yield one, other


def _core(piece: Piece) -> Piece:
    inside = (piece.bottom - piece.top) * CORE
    return piece._replace(
        left=piece.left + NEAR, right=piece.right - NEAR, top=piece.top + inside, bottom=piece.bottom - inside
    )
