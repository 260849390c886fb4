"""A folder of this machine as the place for files."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from tracker.storage.base import Kept, told


class Folder:
    """Files lie side by side, each under its hash."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def keep(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        place = self.path / sha256
        with told(OSError):
            self.path.mkdir(parents=True, exist_ok=True)
            if place.exists():
                os.utime(place)  # as if kept just now: the sweep must not take it from under the row to come
            else:
                _write(place, content)
        return sha256

    def open(self, sha256: str) -> BinaryIO | None:
        with told(OSError):
            try:
                return (self.path / sha256).open("rb")
            except FileNotFoundError:
                return None

    def has(self, sha256: str) -> bool:
        return (self.path / sha256).is_file()

    def listed(self) -> Iterator[Kept]:
        for place in sorted(self.path.iterdir()) if self.path.is_dir() else []:
            yield Kept(place.name, datetime.fromtimestamp(place.stat().st_mtime, UTC))

    def remove(self, name: str) -> None:
        with told(OSError):
            (self.path / name).unlink(missing_ok=True)


def _write(place: Path, content: bytes) -> None:
    """Beside its place first, and down to the disk; then it takes its name at once. A failure leaves nothing."""
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".new-")
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(place)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    _sync(place.parent)


def _sync(folder: Path) -> None:
    """Down to the disk with the name too, so that a row never outlives its file."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
