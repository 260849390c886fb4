"""The strict reader of pages refuses what it should."""

import pytest

from tests import html

pytestmark = pytest.mark.once

GOOD = (
    '<!doctype html><html lang="en" dir="ltr"><head><title>Projects</title></head><body>'
    '<header><a href="#main">Skip</a></header><main id="main"><h1>All  projects</h1>{}</main></body></html>'
)


def page(inside: str = "") -> str:
    return GOOD.format(inside)


def test_a_good_page_is_read() -> None:
    read = html.check(
        page('<form method="post"><input type="hidden" name="csrf_token" value="t"></form><a href="/x">X</a>')
    )
    assert read is not None
    assert (read.title, read.heading, read.links) == ("Projects", "All projects", ["#main", "/x"])


def test_fields_are_read_as_a_browser_would_send_them() -> None:
    read = html.check(
        page(
            '<label>Q <input name="q" value="a"></label><label>T <textarea name="t">\nwords</textarea></label>'
            '<label>S <select name="s"><option value="1">1</option><option value="2" selected>2</option></select></label>'
            '<label><input type="radio" name="r" value="x">x</label><label><input type="radio" name="r" value="y" checked>y</label>'
        )
    )
    assert read is not None
    assert [read.values(name) for name in ("q", "t", "s", "r", "none")] == [["a"], ["words"], ["2"], ["y"], []]


@pytest.mark.parametrize(
    ("inside", "wrong"),
    [
        ("<h1>Another</h1>", "One h1"),
        ('<p id="a">x</p><p id="a">y</p>', "2 times"),
        ('<input name="q">', "no label"),
        ('<input name="q" id="q"><label for="p" id="p">P</label>', "no label"),
        ('<select name="s"></select>', "no label"),
        ('<form method="post"><button>Go</button></form>', "without a token"),
        ('<form method="POST" action="/x"></form>', "without a token"),
        ('<p style="color: red">x</p>', "inline"),
        ('<svg style="x"><title>t</title></svg>', "inline"),
        ('<p onclick="x()">x</p>', "inline"),
        ('<p hx-on:click="x()">x</p>', "inline"),
        ("<script>x()</script>", "inline"),
        ('<img src="/x.png">', "no alt"),
        ('<a href="/x"></a>', "no name"),
        ('<button type="button"> </button>', "no name"),
        ('<a href="javascript:x()">x</a>', "holds a script"),
        ('<a href="#nowhere">x</a>', "leads nowhere"),
        ('<p aria-describedby="nowhere">x</p>', "points to nothing"),
        ("<p><div>x</div></p>", "Not HTML"),
        ("<b><i>x</b></i>", "Not HTML"),
        ("<table><div>x</div></table>", "Not HTML"),
        ("</span>", "Not HTML"),
    ],
)
def test_a_bad_page_is_refused(inside: str, wrong: str) -> None:
    with pytest.raises(html.BadPageError, match=wrong):
        html.check(page(inside))


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        (page().replace(' lang="en"', ""), "lang"),
        (page().replace(' dir="ltr"', ""), "dir"),
        (page().replace("Projects", " "), "title"),
        (page().replace("All  projects", ""), "One h1"),
        (page().replace("main", "div").replace("#div", "#main").replace('id="div"', 'id="main"'), "<main>"),
    ],
)
def test_a_page_without_its_frame_is_refused(source: str, wrong: str) -> None:
    with pytest.raises(html.BadPageError, match=wrong):
        html.check(source)


def test_a_part_needs_no_frame_and_keeps_the_rules() -> None:
    assert html.check("<p>x</p>") is None
    assert html.check('<tr id="row"><td>x</td></tr>') is None
    for bad in ('<p id="a"></p><p id="a"></p>', '<form method="post"></form>', "<p><div></p>", "<tr><p>x</p></tr>"):
        with pytest.raises(html.BadPageError):
            html.check(bad)
