"""Every template compiles, finds what it names, has a title, and keeps the rules of pages; styles know no left or right."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import nodes
from jinja2.environment import Environment

from tests.web.client import make_app, settings_for
from tracker.briefs import source

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES, STYLES = ROOT / "templates", ROOT / "static" / "css"
NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
SHEETS = sorted(path.relative_to(STYLES).as_posix() for path in STYLES.rglob("*.css"))
PAPER = "briefs/"
"""Templates that are printed: they have an environment of their own, and styles may stand in them."""

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    made: Environment = make_app(settings_for("sqlite://", tmp_path_factory.mktemp("instance"))).jinja_env
    return made


@pytest.fixture
def environment(screen: Environment, name: str) -> Environment:
    return source.environment("en") if name.startswith(PAPER) else screen


def tree(environment: Environment, name: str) -> nodes.Template:
    return environment.parse((TEMPLATES / name).read_text(encoding="utf-8"), name)


def is_of_macros(template: nodes.Template) -> bool:
    """Does it hold macros only, and print nothing by itself?"""
    kinds = (nodes.Macro, nodes.Import, nodes.FromImport, nodes.Assign)
    return all(
        isinstance(node, kinds)
        or (
            isinstance(node, nodes.Output)
            and all(isinstance(part, nodes.TemplateData) and not part.data.strip() for part in node.nodes)
        )
        for node in template.body
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_template_compiles(environment: Environment, name: str) -> None:
    environment.get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_template_finds_every_template_and_macro_it_names(environment: Environment, name: str) -> None:
    found = tree(environment, name)
    for node in found.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        if not isinstance(node.template, nodes.Const):  # type: ignore[attr-defined]
            continue
        other = node.template.value  # type: ignore[attr-defined]
        assert other in NAMES or (TEMPLATES / other).is_file(), other
        if isinstance(node, nodes.FromImport):
            wanted = {part if isinstance(part, str) else part[0] for part in node.names}
            macros = {macro.name for macro in tree(environment, other).find_all(nodes.Macro)}
            assert wanted <= macros, f"{other} has no {sorted(wanted - macros)}"


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_a_title(environment: Environment, name: str) -> None:
    found = tree(environment, name)
    if Path(name).name.startswith("_") or is_of_macros(found):
        return
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    titles = [block for block in found.find_all(nodes.Block) if block.name == "title"]
    assert titles or "<title>" in source
    assert name == "layout.html" or all(block.body for block in titles)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_inline_that_the_browser_is_told_to_refuse(name: str) -> None:
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    assert not re.findall(r"<script(?![^>]*\bsrc=)|\son\w+\s*=\s*[\"']|hx-on|javascript:", source)
    if not name.startswith(PAPER):
        assert not re.findall(r"<style|\sstyle\s*=", source)


class Words(HTMLParser):
    """Collects what a reader would see of a template's own text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unread += tag in {"style", "script"}
        self.found += [
            value for name, value in attrs if value and name in {"alt", "title", "placeholder", "aria-label"}
        ]

    def handle_endtag(self, tag: str) -> None:
        self.unread -= tag in {"style", "script"}

    def handle_data(self, data: str) -> None:
        self.found += [] if self.unread else [data]


UNTRANSLATED = {"UTC", "PDF", "GLIDE", "CSV", "XLSX"}
"""Words that are the same in all six languages."""


@pytest.mark.parametrize("name", NAMES)
def test_every_word_goes_through_the_catalogue(name: str) -> None:
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    source = re.sub(r"{% trans.*?{% endtrans %}", "", source, flags=re.DOTALL)
    source = re.sub(r"(</?){{.*?}}", r"\1p", source)
    source = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", source, flags=re.DOTALL)
    words = Words()
    words.feed(source)
    seen = {word for text in words.found for word in re.findall(r"[^\W\d_]{2,}", text)}
    assert seen <= UNTRANSLATED


PHYSICAL = re.compile(
    r"(?:^|[;{\s])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)[\w-]*"
    r"|border-(?:top|bottom)-(?:left|right)-radius|left|right)\s*:"
    r"|(?:text-align|float|clear|caption-side|justify-\w+)\s*:\s*(?:left|right)\b",
    re.MULTILINE,
)
"""Properties and values that say left or right, where a page from right to left needs start or end."""


def rules(name: str) -> Iterator[tuple[int, str]]:
    """A style sheet's lines with their numbers, without comments."""
    source = (STYLES / name).read_text(encoding="utf-8")
    source = re.sub(r"/\*.*?\*/", lambda found: "\n" * found[0].count("\n"), source, flags=re.DOTALL)
    yield from enumerate(source.splitlines(), start=1)


@pytest.mark.parametrize("name", SHEETS)
def test_styles_know_no_left_and_no_right(name: str) -> None:
    assert [f"{number}: {line.strip()}" for number, line in rules(name) if PHYSICAL.search(line)] == []


@pytest.mark.parametrize("name", SHEETS)
def test_styles_fetch_nothing_from_elsewhere(name: str) -> None:
    assert [line for _, line in rules(name) if re.search(r"@import|url\(\s*[\"']?(?:https?:|//)", line)] == []


def test_each_piece_of_the_pages_has_its_own_style_sheet_of_a_readable_size() -> None:
    sizes = {name: len((STYLES / name).read_text(encoding="utf-8").splitlines()) for name in SHEETS}
    assert {name: lines for name, lines in sizes.items() if name.startswith("ui/") and lines > 150} == {}
