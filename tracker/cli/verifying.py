"""`tracker brief --verify FILE`: what a PDF says of itself, and whether it is a brief that this installation issued."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import click
from sqlmodel import Session

from tracker.briefs.carried import NotCarried, carried
from tracker.briefs.frozen import NotFrozenHere, thaw
from tracker.briefs.model import Brief
from tracker.cli.database import database
from tracker.domain.errors import TrackerError
from tracker.domain.queries import verifying as queries
from tracker.domain.queries.verifying import Issued, Paper
from tracker.worker import reading


@dataclass(frozen=True)
class Found:
    """A file beside what is known of it: the paper with its bytes, the brief with its number, the hash of its data."""

    brief: Brief | None
    data_sha256: str | None
    paper: Paper | None
    issued: Issued | None


def verified(ctx: click.Context, _parameter: click.Parameter, file: Path | None) -> None:
    """Print what the file is and end: with 0 where it is an issued brief, else with one line that says what is wrong."""
    if file is None or ctx.resilient_parsing:
        return
    content = file.read_bytes()
    with database() as engine, reading(engine) as session:
        found = _found(session, file, content)
    for line in _lines(found):
        click.echo(line)
    if wrong := _wrong(found):
        raise TrackerError(f"{file}: {wrong}")
    ctx.exit()


def _found(session: Session, file: Path, content: bytes) -> Found:
    """What the file holds and what is known of it. A file known here is that, also where its data is of a former form."""
    paper = queries.paper(session, hashlib.sha256(content).hexdigest())
    try:
        data = carried(content)
        brief = thaw(data)
    except (NotCarried, NotFrozenHere) as error:
        if paper is None or paper.number is None:
            raise TrackerError(f"{file} is no brief of this program: {error}.") from error
        return Found(None, None, paper, queries.by_number(session, paper.number))
    number = paper.number if paper and paper.number else brief.number
    known = queries.by_number(session, number) if number else None
    return Found(brief, hashlib.sha256(data).hexdigest(), paper, known)


def _lines(found: Found) -> list[str]:
    """What the file says of itself, and what is known of the brief with its number."""
    lines, brief, issued = [], found.brief, found.issued
    if brief:
        lines.append(f"{brief.kind} brief, {brief.number or 'draft'}: {brief.title}")
        lines.append(
            f"language {' and '.join((brief.lang, brief.other.lang) if brief.other else (brief.lang,))}, data of {brief.data_day:%Y-%m-%d}"
        )
    elif issued:
        lines.append(f"{issued.order.kind} brief, {issued.number}: {issued.title}")
        lines.append(f"language {' and '.join(issued.order.langs)}, data of {issued.data_day:%Y-%m-%d}")
    if issued:
        lines.append(f"issued here on {issued.issued_at:%Y-%m-%d}")
        lines.append(_data(found, issued))
        if issued.newer:
            lines.append(f"superseded by {issued.newer}, issued on {issued.newer_at:%Y-%m-%d}")
    if not _wrong(found):
        lines.append("This file is the issued brief, byte for byte.")
    return lines


def _data(found: Found, issued: Issued) -> str:
    if issued.data_sha256 is None or found.data_sha256 is None:
        return "its data cannot be compared"
    same = issued.data_sha256 == found.data_sha256
    return "its data is the data that was kept" if same else "its data is not the data that was kept"


def _wrong(found: Found) -> str:
    """Why the file is no issued brief; empty where it is one."""
    paper, brief, issued = found.paper, found.brief, found.issued
    if paper and paper.number:
        return ""
    if paper or brief is None or brief.number is None:
        return "a draft, which nobody has issued."
    if issued is None:
        return f"no brief {brief.number} was issued by this installation."
    return f"not the issued brief {brief.number}: its bytes differ. Ask whoever sent it for the issued file."
