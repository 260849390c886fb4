"""Collect the texts to translate and keep the catalogues in step.

Writes tracker/translations/messages.pot and updates and compiles each language's catalogue beside it. With
`--check` nothing is written: it fails where the collected texts have gone stale or a translation loses a placeholder.
"""

import argparse
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tracker" / "translations"
TEMPLATE = FOLDER / "messages.pot"
HEAD = "# The texts that people see, collected by `make messages`."
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "lazy_ngettext": (1, 2)}


def collect() -> Catalog:
    catalog = Catalog(project="disaster-tracker", charset="utf-8", header_comment=HEAD, fuzzy=False)
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = extract_from_dir(ROOT, methods, options, KEYWORDS, comment_tags=("translators:",), strip_comment_tags=True)
    for path, _line, message, comments, context in found:
        catalog.add(message, locations=[(path, 0)], auto_comments=comments, context=context)
    return catalog


def read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog()
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name if path.suffix == ".po" else None)


def texts(catalog: Catalog) -> set[object]:
    return {(message.context, message.id) for message in catalog if message.id}


def write(catalog: Catalog, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=120, sort_output=True, include_lineno=False)


def catalogues() -> list[Path]:
    return sorted(FOLDER.glob("*/LC_MESSAGES/messages.po"))


def update(collected: Catalog) -> None:
    if texts(collected) != texts(read(TEMPLATE)):  # else only the date in its head would change
        write(collected, TEMPLATE)
    for path in catalogues():
        catalog = read(path)
        catalog.update(collected)
        write(catalog, path)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)


def faults(collected: Catalog) -> list[str]:
    stated, wanted = texts(read(TEMPLATE)), texts(collected)
    found = [f"not collected yet (make messages): {text!r}" for text in sorted(wanted - stated, key=str)]
    found += [f"no longer used (make messages): {text!r}" for text in sorted(stated - wanted, key=str)]
    for path in catalogues():
        for message, errors in read(path).check():
            found += [f"{path.relative_to(ROOT)}: {message.id!r}: {error}" for error in errors]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, fail on what is stale")
    collected = collect()
    if not parser.parse_args().check:
        update(collected)
        return 0
    found = faults(collected)
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
