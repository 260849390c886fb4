"""Codes made from titles: what stands in addresses."""

import re
import unicodedata

LONGEST = 60


def slug(text: str) -> str:
    """Lower case Latin letters, digits and hyphens; accents dropped, cut at a word; empty where nothing is left."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    words = re.findall(r"[a-z0-9]+", bare)
    while len("-".join(words)) > LONGEST and len(words) > 1:
        words.pop()
    return "-".join(words)[:LONGEST]
