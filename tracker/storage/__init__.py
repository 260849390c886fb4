"""Where kept files lie: printed briefs and documents, each whole and once, under the SHA-256 of its content.

A folder of the instance, or a bucket of a store that speaks S3 (`TRACKER_STORAGE=s3://bucket/prefix`). A file is kept
before the row that names it is committed; what no row names is swept away later.
"""

from collections.abc import Collection
from datetime import timedelta
from functools import cache

from tracker.domain.dates import now
from tracker.settings import Settings
from tracker.storage.base import Storage, StorageError
from tracker.storage.folder import Folder

__all__ = ["Storage", "StorageError", "of", "orphans"]

GRACE = timedelta(days=1)
"""How long a file may lie without a row: that of a form being sent, or of a brief being printed."""

_NO_S3 = (
    "TRACKER_STORAGE names an S3 store, and what speaks to one is not installed: "
    ".venv/bin/uv pip install --require-hashes -r requirements/s3.txt"
)


@cache
def of(settings: Settings) -> Storage:
    """The place that these settings name; raises StorageError where it cannot be used."""
    if not settings.storage:
        return Folder(settings.documents)
    try:
        from tracker.storage.bucket import Bucket  # noqa: PLC0415 - needs a library that few installations have
    except ImportError as error:
        raise StorageError(_NO_S3) from error
    return Bucket.at(settings.storage, settings.storage_endpoint)


def orphans(storage: Storage, named: Collection[str], *, grace: timedelta = GRACE) -> list[str]:
    """Files that no row names and that were kept longer than `grace` ago; `named` are the hashes that rows name."""
    latest = now() - grace
    return sorted(kept.name for kept in storage.listed() if kept.name not in named and kept.at < latest)
