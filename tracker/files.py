"""Files: those that come with the tracker, and those it keeps.

A kept file lies under the hash of its content, so that the same content is kept once and never changes.
"""

import hashlib
import os
import tempfile
from pathlib import Path

PROGRAMME_FILE = Path(__file__).parent / "data" / "programme-2004.yaml"
"""The programme of 2004, which a new installation begins with."""


def keep(folder: Path, content: bytes) -> str:
    """Write the file whole or not at all, before the row that names it is committed; its SHA-256."""
    sha256 = hashlib.sha256(content).hexdigest()
    place = path_of(folder, sha256)
    if not place.exists():
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".new-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(place)
    return sha256


def path_of(folder: Path, sha256: str) -> Path:
    """Where the file with this hash lies."""
    return folder / sha256
