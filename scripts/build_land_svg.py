"""Writes `static/map/land.svg`, the base map as pages show it, from `static/map/land.json`, which briefs draw from."""

import json
from pathlib import Path

MAPS = Path(__file__).resolve().parent.parent / "static" / "map"


def drawn(stored: dict[str, str]) -> str:
    """Two shapes to be used by their names: the sphere and the land on it. Pages say their colours."""
    shapes = "".join(f'<path id="{name}" d="{stored[key]}"/>' for name, key in (("sphere", "sphere"), ("land", "path")))
    box = f"0 0 {stored['width']} {stored['height']}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{shapes}</svg>\n'


if __name__ == "__main__":
    land = json.loads((MAPS / "land.json").read_text(encoding="utf-8"))
    (MAPS / "land.svg").write_text(drawn(land), encoding="utf-8")
