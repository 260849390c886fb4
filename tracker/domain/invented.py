"""What marks an invented portfolio, so that nobody takes it for real."""

PREFIX = "inv-"
"""How the codes of invented records begin, and no others: `records.free_code` gives none to a real one."""

PROGRAMME = f"{PREFIX}portfolio"
ACTOR = "tracker synthesise"
"""What history calls the program that invents records."""


def is_invented(code: str | None) -> bool:
    """Is the record with this code invented?"""
    return code is not None and code.startswith(PREFIX)
