"""How many pages and kilobytes the briefs of the programme of 2004 have, in each language, as drafts and as issued."""

from scripts.bench.making import draft
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import LANGUAGES, BriefKind
from tracker.settings import Settings
from tracker.store import make_engine

WEIGHED = (
    *((BriefKind.mission, key, False) for key in ("XK", "SD", "IR", "MZ", "HT")),
    (BriefKind.project, "bam-transitional-shelter", False),
    (BriefKind.donor, "canada", False),
    (BriefKind.portfolio, "dmp", False),
    (BriefKind.portfolio, "dmp", True),
)


def measure(settings: Settings) -> None:
    """Print the table."""
    engine = make_engine(settings.database_url)
    print(f"| pages, kB as draft and as issued | {' | '.join(LANGUAGES)} |")
    print(f"|---|{'---:|' * len(LANGUAGES)}")
    for kind, key, full in WEIGHED:
        cells = []
        for lang in LANGUAGES:
            orders = [BriefOrder(kind=kind, key=key, lang=lang, full=full, issue=issue) for issue in (False, True)]
            first, second = (draft(settings, engine, order).paper for order in orders)
            cells.append(f"{second.pages}, {len(first.pdf) / 1000:.0f} / {len(second.pdf) / 1000:.0f}")
        print(f"| {kind} {key}{' with sheets' if full else ''} | {' | '.join(cells)} |")
    print()
    engine.dispose()
