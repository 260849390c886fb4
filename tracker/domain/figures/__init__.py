"""Every figure, one function each. Pages, lists, briefs and downloads all call these.

Amounts are whole minor units of one currency; None is "not stated" and never becomes zero. Currencies are kept
apart: a figure is computed per currency, and only `conversion` and what calls it knows of rates.
"""

from tracker.domain.figures.ages import ageing
from tracker.domain.figures.cover import coverage, gap, over_funding, paid, required, spent, total
from tracker.domain.figures.deadlines import deadline
from tracker.domain.figures.donors import concentration, general_share, top_share
from tracker.domain.figures.ladder import (
    PROMISES,
    Ladder,
    Position,
    Standing,
    announced,
    committed,
    funded,
    ladder,
    pledged,
    position_of,
    promised,
    received,
    spread,
    standing,
    unallocated,
)
from tracker.domain.figures.pieces import Piece, biennium, cut, ladder_of, pieces, year
from tracker.domain.figures.rates import (
    DOLLAR,
    OLD_AFTER,
    Converted,
    StoredRate,
    conversion,
    converted,
    in_dollars,
    is_old,
    rate_for,
    rate_on,
)

__all__ = [
    "DOLLAR",
    "OLD_AFTER",
    "PROMISES",
    "Converted",
    "Ladder",
    "Piece",
    "Position",
    "Standing",
    "StoredRate",
    "ageing",
    "announced",
    "biennium",
    "committed",
    "concentration",
    "conversion",
    "converted",
    "coverage",
    "cut",
    "deadline",
    "funded",
    "gap",
    "general_share",
    "in_dollars",
    "is_old",
    "ladder",
    "ladder_of",
    "over_funding",
    "paid",
    "pieces",
    "pledged",
    "position_of",
    "promised",
    "rate_for",
    "rate_on",
    "received",
    "required",
    "spent",
    "spread",
    "standing",
    "top_share",
    "total",
    "unallocated",
    "year",
]
