"""What every place for files can do, and how it says that it cannot."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

from tracker.domain.codes import N_
from tracker.domain.errors import TrackerError

SILENT = N_("The place where files are kept is full or does not answer. Nothing was kept; try again later.")


class StorageError(TrackerError):
    """The place does not take a file, or does not give it."""


@dataclass(frozen=True)
class Kept:
    """A kept file: its name (its SHA-256), and when it was last kept."""

    name: str
    at: datetime


class Storage(Protocol):
    """A place for files. Each of these raises StorageError where the place does not answer."""

    def keep(self, content: bytes) -> str:
        """Keep the file, whole or not at all; its SHA-256."""

    def open(self, sha256: str) -> BinaryIO | None:
        """The file, to be read and closed; None where it is missing."""

    def has(self, sha256: str) -> bool:
        """Is the file there?"""

    def listed(self) -> Iterator[Kept]:
        """Everything that lies there, in the order of the names."""

    def remove(self, name: str) -> None:
        """Take a file away; one that is not there is no error."""


@contextmanager
def told(*wrong: type[Exception]) -> Iterator[None]:
    """Turn what a place raises into StorageError."""
    try:
        yield
    except wrong as error:
        raise StorageError(SILENT) from error
