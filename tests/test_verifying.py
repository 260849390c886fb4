"""`tracker brief --verify FILE`: what a PDF says of itself, and whether this installation issued it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests import make
from tests.briefs.conftest import COORDINATOR, TODAY, build
from tests.test_cli import Said, Tracker, refused, tracker
from tracker.briefs import collect
from tracker.briefs.frozen import freeze
from tracker.briefs.model import Brief
from tracker.printing import printed
from tracker.store import UnitSession

__all__ = ["tracker"]

NUMBER = "DMP-HT-2026-7"
Verify = Callable[[bytes], Said]


@pytest.fixture
def brief(session: UnitSession) -> Brief:
    build(session)
    session.commit()
    told = collect.mission(session, "HT", lang="en", viewer=COORDINATOR, today=TODAY)
    session.commit()  # lets go of the lock
    return replace(told, number=NUMBER, verify_at=f"https://tracker.example.org/verify/{NUMBER}")


@pytest.fixture
def verify(tracker: Tracker, tmp_path: Path) -> Verify:
    def run(content: bytes) -> Said:
        file = tmp_path / "paper.pdf"
        file.write_bytes(content)
        return tracker("brief", "--verify", str(file))

    return run


def keep(session: UnitSession, content: bytes, data: bytes | None = None, number: str | None = NUMBER) -> int:
    row = make.brief(session, number, content=content, data=data, title="Haiti")
    session.commit()
    return row.id or 0


def test_an_issued_brief_is_said_to_be_one(verify: Verify, brief: Brief, session: UnitSession) -> None:
    data = freeze(brief, templates="a")
    pdf = printed(brief, data).pdf
    keep(session, pdf, data)
    said = verify(pdf)
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        f"mission brief, {NUMBER}: Haiti",
        "language en, data of 2026-11-23",
        "issued here on 2026-11-23",
        "its data is the data that was kept",
        "This file is the issued brief, byte for byte.",
    ]


def test_a_superseded_brief_is_still_the_issued_one(verify: Verify, brief: Brief, session: UnitSession) -> None:
    pdf = printed(brief).pdf
    make.brief(session, "DMP-HT-2026-8", content=b"newer", supersedes_id=keep(session, pdf))
    session.commit()
    said = verify(pdf)
    assert said.code == 0
    assert "superseded by DMP-HT-2026-8, issued on 2026-11-23" in said.out


def test_a_brief_changed_by_a_byte_is_not_the_issued_one(verify: Verify, brief: Brief, session: UnitSession) -> None:
    data = freeze(brief)
    pdf = printed(brief, data).pdf
    keep(session, pdf, data)
    said = verify(pdf + b"\n")
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert "its data is the data that was kept" in said.out
    assert f"not the issued brief {NUMBER}: its bytes differ." in said.err
    assert "byte for byte" not in said.out


def test_other_data_under_the_same_number_is_told(verify: Verify, brief: Brief, session: UnitSession) -> None:
    keep(session, printed(brief).pdf, freeze(brief))
    said = verify(printed(replace(brief, key="XK")).pdf)
    assert said.code == 1
    assert "its data is not the data that was kept" in said.out


def test_a_number_that_was_not_issued_here_is_told(verify: Verify, brief: Brief) -> None:
    said = verify(printed(brief).pdf)
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert f"no brief {NUMBER} was issued by this installation." in said.err


def test_a_draft_is_said_to_be_one(verify: Verify, brief: Brief, session: UnitSession) -> None:
    pdf = printed(replace(brief, number=None, verify_at=None)).pdf
    for _known in (False, True):
        said = verify(pdf)
        assert (said.code, "mission brief, draft: Haiti" in said.out) == (1, True)
        assert "a draft, which nobody has issued." in said.err
        keep(session, pdf, number=None)


def test_an_issued_file_without_data_is_known_by_its_bytes(verify: Verify, session: UnitSession) -> None:
    keep(session, b"%PDF-1.4 of a former version")
    said = verify(b"%PDF-1.4 of a former version")
    assert said.code == 0
    assert f"mission brief, {NUMBER}: Haiti" in said.out
    assert "its data cannot be compared" in said.out


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7\n%%EOF\n", b"%PDF-" + bytes(range(256)) * 40])
def test_what_is_no_brief_is_told_in_one_line(verify: Verify, session: UnitSession, content: bytes) -> None:
    refused(verify(content), 1, "is no brief of this program")


def test_a_file_cut_short_is_told_in_one_line(verify: Verify, brief: Brief) -> None:
    pdf = printed(brief).pdf
    for most in (9, len(pdf) // 2, len(pdf) - 300):
        said = verify(pdf[:most])
        assert (said.code, said.err.count("\n")) == (1, 1)


def test_a_file_that_is_not_there_is_bad_use(tracker: Tracker) -> None:
    refused(tracker("brief", "--verify", "no-such.pdf"), 2, "no-such.pdf")


def test_printing_still_asks_for_what_it_needs(tracker: Tracker) -> None:
    refused(tracker("brief"), 2, "KIND")
    refused(tracker("brief", "mission", "XK"), 2, "--out")
