"""Lists as files: sent while they are read, from one session that is closed afterwards, whatever happens."""

import csv
import io
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import col

from tests import make
from tests.queries import counted
from tests.sheets import read
from tests.web.posting import ClientFor
from tracker.domain import models as m
from tracker.domain.queries import projects
from tracker.store import UnitSession


@pytest.fixture(autouse=True)
def some(app_session: UnitSession, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven projects, read two at a time, handed on line by line."""
    for number in range(7):
        one = make.project(app_session, f"p{number}", title=f"Project {number}", formulated="2003-01")
        make.citation(app_session, one, make.document(app_session, f"Report {number}"), str(number))
    app_session.commit()
    monkeypatch.setattr("tracker.web.project_download._AT_ONCE", 2)
    monkeypatch.setattr("tracker.spreadsheets._PIECE", 10)


def in_use(app: Flask) -> int:
    """Connections that nobody has given back."""
    pool: Any = app.extensions["tracker"].engine.pool
    return int(pool.checkedout())


def codes(text: str) -> list[str]:
    return [row["code"] for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))]


@pytest.mark.parametrize("when", ["", "?as_of=2026-11-20"])
def test_rows_are_read_while_they_are_sent(
    app: Flask, client_for: ClientFor, app_session: UnitSession, when: str
) -> None:
    client = client_for("coordinator")
    app_session.close()
    client.get(f"/projects.csv{when}").close()
    answer = client.get(f"/projects.csv{when}")
    assert answer.is_streamed
    assert "Content-Length" not in answer.headers
    assert in_use(app) == (0 if when else 1), "looking back, a file of its own is read"
    assert codes(answer.text) == [f"p{number}" for number in range(7)]
    assert in_use(app) == 0
    broken_off = client.get(f"/projects.csv{when}")
    broken_off.close()
    assert in_use(app) == 0
    assert [row[0] for row in read(client.get(f"/projects.xlsx{when}").data)[0].rows[1:]] == codes(answer.text)


def test_a_file_is_of_one_moment(client_for: ClientFor, app_session: UnitSession) -> None:
    app_session.close()
    answer = client_for("coordinator").get("/projects.csv?sort=-title")
    pieces = answer.iter_encoded()
    begun = next(pieces)
    make.project(app_session, "p9", title="Project 9")
    app_session.execute(sa.update(m.Project).where(col(m.Project.title) == "Project 0").values(title="Other"))
    app_session.commit()
    text = (begun + b"".join(pieces)).decode()
    assert codes(text) == [f"p{number}" for number in range(6, -1, -1)]
    assert "Other" not in text


def test_the_second_sheet_says_which_day_is_looked_back_to(client_for: ClientFor) -> None:
    answer = client_for("coordinator").get("/projects.xlsx?as_of=2026-11-20&known_on=2026-11-23")
    assert "projects-as-of-2026-11-20-known-on-2026-11-23.xlsx" in answer.headers["Content-Disposition"]
    facts = {str(row[0]): str(row[1]) for row in read(answer.data)[1].rows[:8]}
    assert facts["Data as of"] == facts["True on"] == "2026-11-20"
    assert (facts["Known on"], facts["Made on"]) == ("2026-11-23", "2026-11-23")
    assert facts["Address"] == "http://localhost/projects?as_of=2026-11-20&known_on=2026-11-23"


def test_the_head_alone_makes_no_file(app: Flask, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.exchange.workbook.write", lambda *_given: pytest.fail("it was made"))
    client = client_for("viewer")
    for ending in ("csv", "xlsx"):
        answer = client.head(f"/projects.{ending}")
        assert (answer.status_code, answer.data) == (200, b"")
        assert "Content-Length" not in answer.headers
        assert answer.headers["Content-Disposition"] == f"attachment; filename=projects-2026-11-23.{ending}"
    assert in_use(app) == 0
    assert client.get("/projects.ods").status_code == 404


def failing_at(number: int) -> Any:  # noqa: ANN401 - stands for a query
    """The query of rows, which fails when it is asked for the n-th time."""
    asked, whole = iter(range(100)), projects.slice_of

    def found(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - as above
        if next(asked) == number:
            raise sa.exc.OperationalError("SELECT", {}, Exception("gone"))
        return whole(*given, **named)

    return found


def test_what_fails_at_once_is_told_on_a_page_and_what_fails_later_breaks_off(
    app: Flask, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client = client_for("coordinator")
    for number, ending in ((0, "csv"), (0, "xlsx"), (2, "xlsx")):
        monkeypatch.setattr(projects, "slice_of", failing_at(number))
        answer = client.get(f"/projects.{ending}")
        assert answer.status_code >= 500
        assert answer.mimetype == "text/html"
        assert in_use(app) == 0
    monkeypatch.setattr(projects, "slice_of", failing_at(2))
    answer = client.get("/projects.csv")
    with pytest.raises(sa.exc.OperationalError):
        list(answer.iter_encoded())
    assert in_use(app) == 0


def test_each_page_of_rows_takes_the_same_number_of_questions(
    app: Flask, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, counts = client_for("coordinator"), []
    for at_once in (7, 4, 2, 1):  # one, two, four and seven pages of rows
        monkeypatch.setattr("tracker.web.project_download._AT_ONCE", at_once)
        for ending in ("csv", "xlsx"):
            client.get(f"/projects.{ending}").get_data()
            with counted(app.extensions["tracker"].engine) as asked:
                client.get(f"/projects.{ending}").get_data()
            counts.append(len(asked))
    one, two, four, seven = counts[::2]
    assert (four - two) == 2 * (two - one), counts
    assert (seven - one) == 6 * (two - one), counts
    assert two - one <= 4, counts
    assert counts[::2] == counts[1::2]
