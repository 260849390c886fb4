"""Printing a brief of any kind, for the worker and the command line: collected from rows, then rendered."""

from collections.abc import Iterable

from sqlmodel import Session
from weasyprint.urls import FatalURLFetchingError

from tracker.briefs import collect
from tracker.briefs.model import Brief
from tracker.briefs.render import Printed, PrintingError, pdf
from tracker.domain.codes import LANGUAGES, N_, BriefKind
from tracker.domain.dates import today
from tracker.domain.errors import Refused
from tracker.domain.rules import Viewer

KINDS = tuple(BriefKind)
"""The kinds that can be printed."""


def collected(session: Session, kind: str, key: str, *, lang: str, viewer: Viewer, full: bool = False) -> Brief:
    """What the brief says, as plain values; raises Refused for a kind or language there is not, NotFound for the key.

    `full`: a programme's brief has a page for each project.
    """
    if kind not in KINDS:
        why = N_("There is no kind of brief called %(asked)s. The kinds are: %(those)s.")
        raise Refused("kind", why, _there_are(kind, KINDS))
    if lang not in LANGUAGES:
        why = N_("There is no language %(asked)s. The languages are: %(those)s.")
        raise Refused("lang", why, _there_are(lang, LANGUAGES))
    return collect.brief(session, BriefKind(kind), key, lang=lang, viewer=viewer, today=today(), full=full)


def printed(brief: Brief) -> Printed:
    """The brief as a PDF; raises PrintingError."""
    try:
        return pdf(brief)
    except FatalURLFetchingError as error:  # no Exception: it would end the worker
        raise PrintingError(str(error)) from error


def _there_are(asked: str, those: Iterable[str]) -> dict[str, object]:
    return {"asked": asked, "those": ", ".join(those)}
