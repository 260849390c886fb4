"""Lines of text that run from the right, laid out once.

The renderer asks of each line whether it still fits where it begins, and takes its own length for a step aside: so it
lays it out again, to the same. Where nothing floats, each line fits.
"""

from math import inf
from typing import Any

from weasyprint.formatting_structure.boxes import LineBox
from weasyprint.layout import inline
from weasyprint.layout.float import avoid_collisions


def once() -> None:
    """Let each line be laid out once, in this process. Not for styles of a `::first-line`, of which briefs have none."""
    inline.avoid_collisions = _place


def _place(context: Any, box: Any, around: Any, outer: bool = True) -> Any:  # noqa: ANN401, FBT001, FBT002 - as the renderer calls it
    """Where the box stands, and how wide it may be. A line not laid out yet is told that no height will be too much."""
    found = avoid_collisions(context, box, around, outer)
    if not context.excluded_shapes and isinstance(box, LineBox) and not box.height:
        box.height = inf
    return found
