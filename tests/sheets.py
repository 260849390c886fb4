"""Reading workbooks back, by what the format says: no more of it than ours use."""

import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, timedelta
from xml.etree import ElementTree as ET

_NAMES = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}

Value = str | float | date | None


@dataclass
class Sheet:
    """A sheet: its rows as they are typed, and what else its file says."""

    name: str
    root: ET.Element
    rows: list[list[Value]] = field(default_factory=list)
    forms: list[list[str]] = field(default_factory=list)
    """The number format of each cell."""

    def has(self, path: str) -> bool:
        return self.root.find(path, _NAMES) is not None

    def attribute(self, path: str, name: str) -> str | None:
        found = self.root.find(path, _NAMES)
        return None if found is None else found.get(name)

    @property
    def dicts(self) -> list[dict[str, Value]]:
        head, *rows = self.rows
        return [dict(zip(map(str, head), row, strict=False)) for row in rows]


def read(content: bytes) -> list[Sheet]:
    """The sheets of a workbook, in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        parts = {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}  # noqa: S314 - our own file
    styles = _styles(parts["xl/styles.xml"])
    names = [str(one.get("name")) for one in parts["xl/workbook.xml"].findall("m:sheets/m:sheet", _NAMES)]
    return [_sheet(name, parts[f"xl/worksheets/sheet{number}.xml"], styles) for number, name in enumerate(names, 1)]


def _styles(root: ET.Element) -> list[str]:
    own = {one.get("numFmtId"): str(one.get("formatCode")) for one in root.findall("m:numFmts/m:numFmt", _NAMES)}
    cells = root.findall("m:cellXfs/m:xf", _NAMES)
    return [
        own.get(one.get("numFmtId"), str(one.get("numFmtId"))) + (" quoted" if one.get("quotePrefix") else "")
        for one in cells
    ]


def _sheet(name: str, root: ET.Element, styles: list[str]) -> Sheet:
    sheet = Sheet(name, root)
    for row in root.findall("m:sheetData/m:row", _NAMES):
        values: list[Value] = []
        forms: list[str] = []
        for cell in row.findall("m:c", _NAMES):
            column = _column(str(cell.get("r")))
            gap = column - len(values)
            values += [None] * gap
            forms += [""] * gap
            form = styles[int(cell.get("s", "0"))]
            values.append(_value(cell, form))
            forms.append(form)
        while len(sheet.rows) < int(str(row.get("r"))) - 1:
            sheet.rows.append([])
            sheet.forms.append([])
        sheet.rows.append(values)
        sheet.forms.append(forms)
    return sheet


def _column(place: str) -> int:
    number = 0
    for letter in re.sub(r"\d", "", place):
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(cell: ET.Element, form: str) -> Value:
    assert cell.find("m:f", _NAMES) is None, "a formula"
    if cell.get("t") == "inlineStr":
        text = cell.find("m:is/m:t", _NAMES)
        return re.sub(
            r"_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), (text.text or "") if text is not None else ""
        )
    value = cell.find("m:v", _NAMES)
    assert cell.get("t") in {None, "n"}
    if value is None:
        return None
    number = float(str(value.text))
    return date(1899, 12, 30) + timedelta(days=number) if "yy" in form else number
