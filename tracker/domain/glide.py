"""GLIDE numbers, the disasters' common identifier: form and hazard are checked, the number itself is its issuer's."""

import re

from tracker.domain.codes import N_, Hazard
from tracker.domain.errors import Refused

_FORM = re.compile(r"([A-Z]{2})-(\d{4})-(\d{6})-([A-Z]{3})(-[A-Z0-9]{1,6})?")


def read(text: str, hazard: Hazard | None) -> str:
    """The number in capitals, as `EQ-2003-000630-IRN` or with a State behind it; raises Refused with the fix."""
    number = re.sub(r"\s+", "", text).upper().replace("–", "-")
    found = _FORM.fullmatch(number)
    if found is None:
        why = N_("Write the GLIDE number as EQ-2003-000630-IRN: hazard, year, six digits, country in three letters.")
        raise Refused("glide", why)
    letters = found[1]
    if letters not in set(Hazard):
        raise Refused(
            "glide", N_("%(letters)s is no hazard of GLIDE: check the first two letters."), {"letters": letters}
        )
    if hazard is not None and letters != hazard:
        why = N_("The number begins with %(letters)s, the hazard chosen is %(hazard)s: change one of them.")
        raise Refused("glide", why, {"letters": letters, "hazard": hazard.value})
    return number
