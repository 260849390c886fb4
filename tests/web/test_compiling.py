"""Templates are compiled our way, and say what Jinja's would."""

from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import DictLoader, UndefinedError

from tests.web.client import make_app, settings_for

pytestmark = pytest.mark.once

MACROS = """
{%- macro box(title, kind="plain", from=1) %}<b class="{{ kind }}">{{ title }}{{ from }}</b>{% endmacro -%}
{%- macro frame(title) %}[{{ title }}{% if caller is defined %}: {{ caller("&") }}{% endif %}]{% endmacro -%}
{%- macro any() %}{{ kwargs|length }}{{ varargs|length }}{% endmacro -%}
"""
Render = Callable[..., str]


@pytest.fixture(params=["en", "fr", None])
def render(request: pytest.FixtureRequest, tmp_path: Path) -> Render:
    """Renders words that import the macros above: in languages, and in none."""
    app = make_app(settings_for("sqlite://", tmp_path))

    def rendered(words: str, **given: object) -> str:
        environment = app.jinja_env
        environment.loader = DictLoader({"macros.html": MACROS, "page.html": words})
        if request.param:
            environment = environment.in_language(request.param)  # type: ignore[attr-defined]
        with app.test_request_context("/?lang=" + (request.param or "en")):
            return environment.get_template("page.html").render(**given)

    return rendered


IMPORT = '{% from "macros.html" import box, frame, any %}'


def test_what_is_put_out_is_escaped_once(render: Render) -> None:
    assert render(IMPORT + "{{ text }}{{ box(text) }}", text="<&") == '&lt;&amp;<b class="plain">&lt;&amp;1</b>'


def test_arguments_are_given_by_place_by_name_and_by_default(render: Render) -> None:
    assert render(IMPORT + '{{ box("a", kind="b") }}') == '<b class="b">a1</b>'
    assert render(IMPORT + '{{ box("a", "b", 2) }}') == '<b class="b">a2</b>'
    assert render(IMPORT + "{{ any(1, 2, x=3) }}") == "12"


def test_a_macro_is_called_with_and_without_a_block(render: Render) -> None:
    assert render(IMPORT + '{{ frame("<") }}') == "[&lt;]"
    assert render(IMPORT + '{% call(sign) frame("a") %}{{ sign }}<i>{% endcall %}') == "[a: &amp;<i>]"


def test_an_argument_that_is_missing_or_unknown_is_a_fault(render: Render) -> None:
    with pytest.raises(UndefinedError, match="title"):
        render(IMPORT + "{{ box() }}")
    with pytest.raises(TypeError):
        render(IMPORT + '{{ frame("a", colour="red") }}')


def test_values_in_messages_are_escaped_and_their_words_are_the_language_s(render: Render) -> None:
    said = render('{{ _("as of %(day)s", day=day) }}|{{ ("" ~ _("as of %(day)s", day=day)) }}', day="<1>")
    assert said in {"as of &lt;1&gt;|as of &lt;1&gt;", "au &lt;1&gt;|au &lt;1&gt;"}
    assert render('{{ ngettext("%(num)s project", "%(num)s projects", 2) }}') in {"2 projects", "2 projets"}


def test_a_message_without_its_value_is_a_fault(render: Render) -> None:
    with pytest.raises(KeyError):
        render('{{ _("as of %(day)s", other=1) }}')
