"""`tracker brief … --issue`: a number on standard output, the kept bytes in the file, the brief in the archive."""

from collections.abc import Generator
from pathlib import Path

import pytest
import sqlalchemy as sa
from pypdf import PdfReader
from sqlmodel import col, select

from tests.test_cli import Tracker, refused, tracker
from tracker.domain.models import Brief, TerritoryName
from tracker.store import make_engine, open_session

__all__ = ["tracker"]


@pytest.fixture
def engine(programme_url: str, tracker: Tracker, monkeypatch: pytest.MonkeyPatch) -> Generator[sa.Engine]:
    """The programme of 2004, where the commands act too."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", programme_url)
    made = make_engine(programme_url)
    yield made
    made.dispose()


def briefs(engine: sa.Engine) -> list[Brief]:
    with open_session(engine) as session:
        return list(session.exec(select(Brief).order_by(col(Brief.id))))


def test_a_brief_is_issued_and_kept(tracker: Tracker, engine: sa.Engine, tmp_path: Path) -> None:
    paper = tmp_path / "kosovo.pdf"
    said = tracker("brief", "mission", "xk", "--issue", "--out", str(paper))
    assert said.code == 0
    assert said.err == "Unverified: things to look at, listed at its end: 7.\n"
    number = said.out.removesuffix("\n")
    assert number.startswith("DMP-XK-20")
    assert number.endswith("-1")
    (brief,) = briefs(engine)
    assert (brief.number, brief.key, brief.user_id, brief.job_id) == (number, "XK", None, None)
    documents = tmp_path / "instance" / "documents"
    assert paper.read_bytes() == (documents / brief.sha256).read_bytes()
    assert len((documents / (brief.data_sha256 or "")).read_bytes()) == brief.data_size
    assert number in PdfReader(paper).pages[0].extract_text()
    assert tracker("sweep").out == "0 files removed.\n"
    again = tracker("brief", "mission", "XK", "--issue", "--out", str(paper)).out.strip()
    assert again == f"{number.removesuffix('1')}2"
    text = " ".join(PdfReader(paper).pages[0].extract_text().split())
    assert f"Supersedes {number}, issued on" in text
    assert briefs(engine)[1].supersedes_id == brief.id


def test_what_cannot_be_written_takes_no_number(tracker: Tracker, engine: sa.Engine, tmp_path: Path) -> None:
    nowhere = tmp_path / "no-such-folder" / "kosovo.pdf"
    refused(tracker("brief", "mission", "XK", "--issue", "--out", str(nowhere)), 1, "nothing was issued")
    assert briefs(engine) == []


def test_a_territory_without_a_name_stops_issuing_and_no_draft(
    tracker: Tracker, engine: sa.Engine, tmp_path: Path
) -> None:
    paper = str(tmp_path / "ghana.pdf")
    with engine.begin() as connection:
        connection.execute(sa.delete(TerritoryName).where(col(TerritoryName.language) == "ru"))
    refused(tracker("brief", "mission", "GH", "--lang", "ru", "--issue", "--out", paper), 1, "no name yet for Ghana")
    assert briefs(engine) == []
    assert tracker("brief", "mission", "GH", "--lang", "ru", "--out", paper).code == 0


def test_issuing_what_there_is_not_takes_no_number(tracker: Tracker, engine: sa.Engine, tmp_path: Path) -> None:
    refused(tracker("brief", "project", "no-such", "--issue", "--out", str(tmp_path / "x.pdf")), 1, "no-such")
    assert briefs(engine) == []
