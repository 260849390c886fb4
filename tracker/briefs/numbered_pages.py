"""What a PDF's pages are called. The renderer lists all of them anew for each tag, which a programme of 300 pages feels."""

import pydyf


def remembered() -> None:
    """Let the list be made once for each number of pages, in this process."""
    pydyf.PDF.page_references = property(_page_references)


def _page_references(paper: pydyf.PDF) -> tuple[bytes, ...]:
    count = paper.pages["Count"]
    known: tuple[int, tuple[bytes, ...]] = vars(paper).get("_known_pages", (-1, ()))
    if known[0] != count:
        kids = paper.pages["Kids"][::3]
        known = vars(paper)["_known_pages"] = count, tuple(f"{one} 0 R".encode("ascii") for one in kids)
    return known[1]
