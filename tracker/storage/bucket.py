"""A bucket of a store that speaks S3 as the place for files. Loaded only where the settings name one."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import BinaryIO

import obstore
from obstore.exceptions import BaseError
from obstore.store import ObjectStore, S3Store

from tracker.storage.base import Kept, told

PATIENCE = timedelta(seconds=60)
"""How long is tried again: somebody waits for the page."""


class Bucket:
    """Files lie under their hashes, behind the prefix that the store was opened with."""

    def __init__(self, store: ObjectStore) -> None:
        self.store = store

    @classmethod
    def at(cls, address: str, endpoint: str = "") -> "Bucket":
        """The bucket at `s3://bucket/prefix`; the library itself reads AWS_ACCESS_KEY_ID, AWS_REGION and the like."""
        bucket, _, prefix = address.removeprefix("s3://").strip("/").partition("/")
        more = {"endpoint": endpoint} if endpoint else {}
        return cls(
            S3Store(
                bucket,
                prefix=prefix or None,
                client_options={
                    "allow_http": endpoint.startswith("http://"),
                    "connect_timeout": "5s",
                    "timeout": "60s",
                },
                retry_config={"max_retries": 2, "retry_timeout": PATIENCE},
                **more,  # type: ignore[arg-type] # the library's many settings by name
            )
        )

    def keep(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        with told(BaseError, OSError):
            obstore.put(self.store, sha256, content)  # also where it is there: the sweep goes by the time
        return sha256

    def open(self, sha256: str) -> BinaryIO | None:
        with told(BaseError, OSError):
            try:
                return BytesIO(bytes(obstore.get(self.store, sha256).bytes()))
            except FileNotFoundError:
                return None

    def has(self, sha256: str) -> bool:
        with told(BaseError, OSError):
            try:
                obstore.head(self.store, sha256)
            except FileNotFoundError:
                return False
            return True

    def listed(self) -> Iterator[Kept]:
        with told(BaseError, OSError):
            found = [one for several in obstore.list(self.store) for one in several]
        yield from sorted((Kept(one["path"], one["last_modified"]) for one in found), key=lambda kept: kept.name)

    def remove(self, name: str) -> None:
        with told(BaseError, OSError):
            try:
                obstore.delete(self.store, name)
            except FileNotFoundError:
                return
