"""Where files are kept: whole or not at all, once, in a folder or behind an S3 address."""

import hashlib
import os
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from obstore.store import MemoryStore

from tests.s3 import Server, serving
from tests.web.client import settings_for
from tracker import storage
from tracker.settings import Settings, read_settings
from tracker.storage import Storage, StorageError
from tracker.storage.bucket import Bucket
from tracker.storage.folder import Folder

pytestmark = pytest.mark.once

CONTENT = b"A signed agreement"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Generator[Server]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    with serving() as running:
        yield running


@pytest.fixture(params=["folder", "bucket", "server"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "folder":
        return Folder(tmp_path / "documents")
    if request.param == "bucket":
        return Bucket(MemoryStore())
    return Bucket.at("s3://papers/tracker", request.getfixturevalue("server").address)


def read(place: Storage, name: str) -> bytes | None:
    file = place.open(name)
    if file is None:
        return None
    with file:
        return file.read()


def test_a_file_comes_back_as_it_was(place: Storage) -> None:
    assert place.keep(CONTENT) == SHA256
    assert (place.has(SHA256), read(place, SHA256)) == (True, CONTENT)


def test_the_same_bytes_are_kept_once(place: Storage) -> None:
    assert {place.keep(CONTENT), place.keep(CONTENT)} == {SHA256}
    assert [kept.name for kept in place.listed()] == [SHA256]


def test_what_is_not_there_is_no_error(place: Storage) -> None:
    assert (place.has(SHA256), place.open(SHA256), list(place.listed())) == (False, None, [])
    place.remove(SHA256)


def test_a_removed_file_is_gone(place: Storage) -> None:
    place.keep(CONTENT)
    place.keep(b"another")
    place.remove(SHA256)
    assert [kept.name for kept in place.listed()] == [hashlib.sha256(b"another").hexdigest()]


def test_only_what_no_row_names_is_an_orphan_and_only_after_a_day(place: Storage) -> None:
    named, other = place.keep(CONTENT), place.keep(b"another")
    assert storage.orphans(place, {named}) == []
    assert storage.orphans(place, {named}, grace=timedelta(seconds=-5)) == [other]


def test_keeping_again_renews_the_grace(tmp_path: Path) -> None:
    place = Folder(tmp_path)
    place.keep(CONTENT)
    os.utime(tmp_path / SHA256, (0, 0))
    assert storage.orphans(place, ()) == [SHA256]
    place.keep(CONTENT)
    assert storage.orphans(place, ()) == []


def test_what_a_crash_left_half_written_is_an_orphan(tmp_path: Path) -> None:
    (tmp_path / ".new-half").write_bytes(b"A sig")
    os.utime(tmp_path / ".new-half", (0, 0))
    assert storage.orphans(Folder(tmp_path), ()) == [".new-half"]


@pytest.mark.parametrize("fails", ["fsync", "fdopen"])
def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str) -> None:
    def full(*_args: object, **_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, fails, full)
    with pytest.raises(StorageError, match="Nothing was kept"):
        Folder(tmp_path).keep(CONTENT)
    assert list(tmp_path.iterdir()) == []


def test_a_silent_store_is_said_and_not_waited_for(server: Server) -> None:
    place = Bucket.at("s3://papers", server.address)
    server.refuses = True
    for act in (lambda: place.keep(CONTENT), lambda: place.open(SHA256), lambda: list(place.listed())):
        with pytest.raises(StorageError):
            act()


def test_files_lie_behind_the_prefix(server: Server) -> None:
    Bucket.at("s3://papers/tracker/files", server.address).keep(CONTENT)
    assert list(server.files) == [f"/papers/tracker/files/{SHA256}"]


def test_settings_choose_the_place(tmp_path: Path) -> None:
    env = {"TRACKER_INSTANCE": str(tmp_path)}
    assert isinstance(storage.of(read_settings(env)), Folder)
    assert isinstance(storage.of(read_settings({**env, "TRACKER_STORAGE": "s3://papers/tracker"})), Bucket)
    with pytest.raises(SystemExit, match="give s3://BUCKET/PREFIX"):
        read_settings({**env, "TRACKER_STORAGE": "ftp://papers"})


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(__import__("sys").modules, "tracker.storage.bucket", None)
    given = settings_for("sqlite://", tmp_path)
    settings = Settings(given.instance, given.database_url, "", "", storage="s3://papers/none")
    with pytest.raises(StorageError, match=r"requirements/s3\.txt"):
        storage.of(settings)


def test_times_are_aware(place: Storage) -> None:
    place.keep(CONTENT)
    (kept,) = place.listed()
    assert abs(kept.at - datetime.now(UTC)) < timedelta(minutes=1)
