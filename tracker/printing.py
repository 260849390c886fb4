"""Printing a brief of any kind, for the worker and the command line: collected from rows, then rendered."""

from sqlmodel import Session
from weasyprint.urls import FatalURLFetchingError

from tracker.briefs import collect
from tracker.briefs.attached import attached
from tracker.briefs.model import Brief
from tracker.briefs.render import Printed, PrintingError, pdf
from tracker.domain.brief_orders import UNKNOWN, BriefOrder
from tracker.domain.codes import LANGUAGES
from tracker.domain.dates import today
from tracker.domain.errors import Refused
from tracker.domain.rules import Viewer
from tracker.former import former
from tracker.storage import Storage


def collected(session: Session, order: BriefOrder, *, viewer: Viewer, files: Storage) -> Brief:
    """What the brief says, as plain values; raises Refused for a language there is not, NotFound for the key.

    `files` is where the data of the brief issued before lies.
    """
    if order.lang not in LANGUAGES:
        raise Refused("lang", UNKNOWN, {"asked": order.lang, "those": ", ".join(LANGUAGES)})
    before = former(session, order, viewer=viewer, files=files)
    return collect.brief(session, order, viewer=viewer, today=today(), former=before)


def printed(brief: Brief, data: bytes | None = None) -> Printed:
    """The brief as a PDF that carries its data, `data` where it is kept; raises PrintingError."""
    try:
        return pdf(brief, attached(brief, data))
    except FatalURLFetchingError as error:  # no Exception: it would end the worker
        raise PrintingError(str(error)) from error
