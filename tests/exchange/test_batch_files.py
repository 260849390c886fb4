"""The archive of a batch and its list of addresses."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import BriefKind, JobState
from tracker.domain.queries.batches import Part
from tracker.domain.queries.briefs import BriefLine
from tracker.exchange import batch_files
from tracker.storage import Storage
from tracker.storage.folder import Folder

pytestmark = pytest.mark.once

SIZE = 100_000


def part(place: Storage, number: int, key: str) -> Part:
    """A printed brief of SIZE bytes."""
    order = BriefOrder(kind=BriefKind.project, key=key, lang="en")
    sha256 = place.keep(bytes([number]) * SIZE)
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    brief = BriefLine(
        id=number,
        code="",
        title=f"=Brief {number}",
        order=order,
        pages=2,
        size=SIZE,
        sha256=sha256,
        by=None,
        printed_at=at,
        data_day=at,
    )
    return Part(JobState.done, order, None, brief)


def carried(*parts: Part) -> batch_files.Carried:
    return batch_files.Carried(parts, "https://tracker.example.org", {"en": "English"}, str)


def test_the_archive_comes_in_pieces_no_larger_than_one_file(tmp_path: Path) -> None:
    place = Folder(tmp_path)
    pieces = list(batch_files.archive(carried(*(part(place, number, f"p-{number}") for number in range(20))), place))
    assert len(pieces) == 21
    assert max(len(piece) for piece in pieces) < SIZE + 10_000
    archive = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    assert archive.testzip() is None
    assert [archive.read(name)[:1] for name in archive.namelist()[:20]] == [bytes([number]) for number in range(20)]


def test_names_that_some_systems_cannot_tell_apart_get_a_number(tmp_path: Path) -> None:
    place = Folder(tmp_path)
    parts = [part(place, number, key) for number, key in enumerate(("homes", "HOMES", "../homes", "homes-2"))]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(batch_files.archive(carried(*parts), place))))
    assert archive.namelist()[:4] == [
        "project-brief-homes-en-2026-11-23.pdf",
        "project-brief-homes-en-2026-11-23-2.pdf",
        "project-brief-..-homes-en-2026-11-23.pdf",
        "project-brief-homes-2-en-2026-11-23.pdf",
    ]
    assert ",'=Brief 0," in archive.read("contents.csv").decode()


def test_addresses_are_ready_for_a_mail(tmp_path: Path) -> None:
    place = Folder(tmp_path)
    assert batch_files.links(carried(part(place, 1, "a"), part(place, 2, "b"))) == (
        "=Brief 1, English\nhttps://tracker.example.org/briefs/1\n\n"
        "=Brief 2, English\nhttps://tracker.example.org/briefs/2\n"
    )
