"""Files that come with the tracker."""

from pathlib import Path

PROGRAMME_FILE = Path(__file__).parent / "data" / "programme-2004.yaml"
"""The programme of 2004, which a new installation begins with."""
