"""An address as a QR code, drawn as one path: the renderer draws a path quickly, and every module by itself slowly."""

from dataclasses import dataclass
from itertools import groupby

QUIET = 4
"""Modules of empty paper that readers want on every side (ISO/IEC 18004)."""

Matrix = list[list[bool]]


@dataclass(frozen=True)
class QrCode:
    """A code in a viewBox `side` wide and high, its quiet zone included; `path` has its dark modules."""

    side: int
    path: str

    @property
    def view_box(self) -> str:
        """The SVG viewBox."""
        return f"0 0 {self.side} {self.side}"


def code(text: str) -> QrCode:
    """The text as a code that is still read with a seventh of it spoilt (level M): paper is folded and faxed."""
    dark = matrix(text)
    runs = "".join(_runs(line, row) for row, line in enumerate(dark, QUIET))
    return QrCode(len(dark) + 2 * QUIET, runs)


def matrix(text: str) -> Matrix:
    """The code's modules, row by row, dark ones true."""
    # Brings a picture library along; most briefs are drafts and have no code.
    from qrcode.constants import ERROR_CORRECT_M  # noqa: PLC0415
    from qrcode.main import QRCode  # noqa: PLC0415

    made = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    made.add_data(text)
    made.make(fit=True)
    return [[bool(module) for module in line] for line in made.modules]


def _runs(line: list[bool], row: int) -> str:
    """The dark stretches of one row, each a rectangle."""
    found, column = [], QUIET
    for dark, modules in groupby(line):
        end = column + len(list(modules))
        if dark:
            found.append(f"M{column} {row}L{end} {row}L{end} {row + 1}L{column} {row + 1}Z")
        column = end
    return "".join(found)
