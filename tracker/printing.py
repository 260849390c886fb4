"""Printing a brief of any kind, for the worker and the command line: collected from rows, then rendered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from tracker.briefs import collect, render
from tracker.briefs.model import MissionBrief
from tracker.domain.codes import LANGUAGES, N_, BriefKind
from tracker.domain.dates import today
from tracker.domain.errors import Refused
from tracker.domain.rules import Viewer

KINDS = (BriefKind.mission,)
"""The kinds that can be printed."""


@dataclass(frozen=True)
class Printed:
    """A brief on paper: the file, how many pages, and of which day its data are."""

    pdf: bytes
    pages: int
    title: str
    data_day: datetime


def collected(session: Session, kind: str, key: str, *, lang: str, viewer: Viewer) -> MissionBrief:
    """What the brief says, as plain values; raises Refused for a kind or language there is not, NotFound for the key."""
    if kind not in KINDS:
        raise Refused(
            "kind", N_("There is no kind of brief called %(kind)s. The kinds are: %(kinds)s."), _there_are(kind, KINDS)
        )
    if lang not in LANGUAGES:
        raise Refused(
            "lang", N_("There is no language %(kind)s. The languages are: %(kinds)s."), _there_are(lang, LANGUAGES)
        )
    return collect.mission(session, key, lang=lang, viewer=viewer, today=today())


def printed(brief: MissionBrief) -> Printed:
    """The brief as a PDF."""
    document = render.pdf(brief)
    return Printed(document.content, document.pages, str(brief.title), brief.data_day)


def _there_are(asked: str, those: Iterable[str]) -> dict[str, object]:
    return {"kind": asked, "kinds": ", ".join(those)}
