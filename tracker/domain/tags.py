"""Tags: short words that people gather projects by, written in one way so that the same word is the same tag."""

import re
import unicodedata
from collections.abc import Iterable

from tracker.domain.codes import N_
from tracker.domain.errors import Refused

LONGEST = 40
"""Signs of one tag."""
MOST = 12
"""Tags of one project."""

_BETWEEN = re.compile(r"[,;،؛、，；\n]")
_UNSEEN = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x1f]")


def written(text: str) -> str:
    """A tag as it is kept: one space between words, small letters, one form for each sign; empty where nothing is left."""
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub(" ", text)).lower()
    return unicodedata.normalize("NFC", " ".join(plain.split()))


def read(text: str | None, field: str = "tags") -> list[str]:
    """The tags of a line, parted by commas of any script, each once, sorted; raises Refused where there is too much."""
    found = sorted({tag for part in _BETWEEN.split(text or "") if (tag := written(part))})
    for tag in found:
        if len(tag) > LONGEST:
            why = N_("A tag has at most %(most)s characters; shorten “%(tag)s”.")
            raise Refused(field, why, {"most": LONGEST, "tag": tag})
    if len(found) > MOST:
        raise Refused(field, N_("A project has at most %(most)s tags; take some away."), {"most": MOST})
    return found


def line(tags: Iterable[str]) -> str:
    """Tags as a form shows them."""
    return ", ".join(sorted(tags))
