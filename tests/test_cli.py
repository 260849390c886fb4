"""The command line: what it prints, where, and the code it ends with."""

import io
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from pypdf import PdfReader
from sqlmodel import select

from tests import make
from tests.databases import Databases
from tracker.cli import execute
from tracker.cli.first import prepare
from tracker.domain.models import ProjectTerritory, User, UserTerritory
from tracker.files import PROGRAMME_FILE
from tracker.migrations.newest import newest
from tracker.migrations.run import config
from tracker.settings import Settings
from tracker.store import make_engine, open_session


@dataclass
class Said:
    code: int
    out: str
    err: str


Tracker = Callable[..., Said]


@pytest.fixture
def tracker(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path, database_url: str
) -> Tracker:
    """`tracker("user", "add", …, stdin="…")` in this process, on the test's own database."""
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("TRACKER_DATABASE_URL", database_url)

    def run(*args: str, stdin: str = "") -> Said:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        code = execute(list(args))
        return Said(code, *capfd.readouterr())

    return run


def add(
    tracker: Tracker, email: str = "ada@example.org", *, stdin: str = "correct horse\n", role: str = "manager"
) -> Said:
    return tracker("user", "add", email, "--name", "Ada", "--role", role, "--password-stdin", stdin=stdin)


def refused(said: Said, code: int, *words: str) -> None:
    """One line on standard error, nothing else."""
    assert (said.code, said.out, said.err.count("\n")) == (code, "", 1)
    assert said.err.startswith("tracker: ")
    for word in words:
        assert word in said.err


def test_without_a_command_it_lists_the_commands(tracker: Tracker) -> None:
    said = tracker()
    assert (said.code, said.err) == (0, "")
    for command in ("run", "init", "load", "user", "serve", "worker", "brief", "doctor"):
        assert f"\n  {command} " in said.out


@pytest.mark.parametrize(
    "args",
    [
        ("dance",),
        ("init", "--now"),
        ("user",),
        ("user", "add", "ada@example.org"),
        ("user", "add", "ada@example.org", "--name", "Ada", "--role", "king", "--password-stdin"),
        ("user", "add", "ada@example.org", "--name", "Ada", "--role", "viewer"),
        ("load", "no-such-file.yaml"),
        ("synthesise",),
        ("synthesise", "--projects", "many"),
        ("synthesise", "--projects", "3", "--remove"),
        ("brief", "mission", "XK"),
        ("brief", "mission", "XK", "--lang", "de", "--out", "x.pdf"),
        ("brief", "project", "kosovo-municipal", "--full", "--out", "x.pdf"),
        ("brief", "mission", "XK", "--as-of", "last year", "--out", "x.pdf"),
        ("brief", "mission", "XK", "--known-on", "9999-01-01", "--out", "x.pdf"),
    ],
)
@pytest.mark.once
def test_bad_use_ends_with_2_and_one_line(tracker: Tracker, args: tuple[str, ...]) -> None:
    refused(tracker(*args), 2, "--help")


def test_a_brief_of_an_unknown_kind_is_told_the_kinds(tracker: Tracker) -> None:
    refused(tracker("brief", "weather", "XK", "--out", "x.pdf"), 2, "mission")


def test_help_loads_neither_renderer_nor_pages() -> None:
    loaded = "import sys; from tracker.cli import execute; execute(['--help']); print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)  # noqa: S603 - our own program
    assert {"weasyprint", "flask", "sqlalchemy"} & set(done.stdout.split()) == set()


def test_init_can_be_repeated(tracker: Tracker, databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = databases.empty()
    monkeypatch.setenv("TRACKER_DATABASE_URL", empty)
    refused(tracker("load", str(PROGRAMME_FILE)), 1, "tracker init")
    assert [tracker("init").code, tracker("init").code] == [0, 0]
    databases.drop(empty)


def test_load_can_be_repeated_and_doctor_finds_nothing_broken(tracker: Tracker) -> None:
    first, second = tracker("load", str(PROGRAMME_FILE)), tracker("load", str(PROGRAMME_FILE))
    assert (first.code, second.code) == (0, 0)
    assert "projects: 18 added" in first.out
    assert "projects: 0 added, 0 updated, 18 unchanged" in second.out
    doctor = tracker("doctor")
    assert (doctor.code, doctor.err) == (0, "")
    assert "0 problems" in doctor.out


def test_a_bad_programme_file_is_one_line_and_loads_nothing(tracker: Tracker, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("file: {programme: x}\nprojects: [{id: p, colour: red}]\n", encoding="utf-8")
    said = tracker("load", str(bad))
    assert said.code == 1
    assert said.err.count("\n") == 1
    assert "bad.yaml" in said.err


def test_an_account_is_made_once(tracker: Tracker, engine: sa.Engine) -> None:
    assert add(tracker).code == 0
    refused(add(tracker, "ADA@example.org"), 1, "already")
    with open_session(engine) as session:
        user = session.exec(select(User)).one()
        assert (user.email, user.name, user.role.value) == ("ada@example.org", "Ada", "manager")
        assert "correct horse" not in user.password


@pytest.mark.parametrize("email", ["a@b.test", "a.b+c@office.local", "a@example.org", "имя@пример.рф"])
def test_an_address_is_taken_for_its_form(tracker: Tracker, email: str) -> None:
    assert add(tracker, email).code == 0


@pytest.mark.parametrize(
    "email", ["ada", "ada@", "@example.org", "a b@example.org", "a@example", "a@@b.org", "a@b..org"]
)
@pytest.mark.once
def test_what_is_no_address_is_refused(tracker: Tracker, email: str) -> None:
    refused(add(tracker, email), 1, "e-mail address")


def test_an_account_can_be_given_its_territories(tracker: Tracker, engine: sa.Engine) -> None:
    assert tracker("init").code == 0
    made = ("user", "add", "m@example.org", "--name", "M", "--role", "mission", "--password-stdin")
    refused(tracker(*made, "--territory", "ZZ", stdin="correct horse\n"), 1, "There is no territory “ZZ”")
    assert tracker(*made, "--territory", "XK", "--territory", "ht", stdin="correct horse\n").code == 0
    with open_session(engine) as session:
        assert len(session.exec(select(UserTerritory)).all()) == 2
        assert session.exec(select(User)).one().email == "m@example.org"


def test_a_short_password_is_refused(tracker: Tracker) -> None:
    refused(add(tracker, stdin="short\n"), 1, "8 characters")


def test_a_database_that_is_not_there_is_one_line(tracker: Tracker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=2")
    refused(tracker("init"), 1, "TRACKER_DATABASE_URL")
    monkeypatch.setenv("TRACKER_DATABASE_URL", "nonsense")
    refused(tracker("init"), 1, "TRACKER_DATABASE_URL")


def test_a_fault_leaves_its_traceback_in_a_file(
    tracker: Tracker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(_engine: sa.Engine) -> None:
        raise KeyError("inside")

    monkeypatch.setattr("tracker.cli.data.upgrade", stumble)
    refused(tracker("init"), 1, "KeyError", "errors.log")
    assert "Traceback" in (tmp_path / "instance" / "errors.log").read_text(encoding="utf-8")


def test_a_brief_is_printed_in_this_process(
    tracker: Tracker, shared_programme_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", shared_programme_url)
    paper = tmp_path / "kosovo.pdf"
    assert tracker("brief", "mission", "XK", "--lang", "en", "--out", str(paper)).code == 0
    assert "Kosovo" in PdfReader(paper).pages[0].extract_text()
    refused(tracker("brief", "mission", "QQ", "--lang", "en", "--out", str(paper)), 1, "QQ")


def test_a_brief_of_another_day_is_printed(
    tracker: Tracker, shared_programme_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", shared_programme_url)
    paper = tmp_path / "kosovo.pdf"
    assert tracker("brief", "mission", "XK", "--as-of", "2003-12-31", "--out", str(paper)).code == 0
    assert "As it was true on 31 December 2003" in PdfReader(paper).pages[0].extract_text()
    refused(
        tracker("brief", "mission", "XK", "--known-on", "2003-12-31", "--out", str(paper)), 1, "nothing was recorded"
    )


def test_a_covering_note_is_printed_and_has_its_limit(programme_tracker: Tracker, tmp_path: Path) -> None:
    paper = tmp_path / "kosovo.pdf"
    assert programme_tracker("brief", "mission", "XK", "--note", "Read this first.", "--out", str(paper)).code == 0
    assert "Read this first." in PdfReader(paper).pages[0].extract_text()
    refused(programme_tracker("brief", "mission", "XK", "--note", "x" * 2001, "--out", str(paper)), 2, "2,000")


@pytest.fixture
def programme_tracker(tracker: Tracker, shared_programme_url: str, monkeypatch: pytest.MonkeyPatch) -> Tracker:
    """The same where the programme of 2004 is, to read it."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", shared_programme_url)
    return tracker


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("project", "kosovo-municipal"), "Rehabilitation of municipal administration"),
        (("donor", "canada"), "CAD 15,000,000"),
        (("portfolio", "DMP"), "Disaster Management Programme"),
        (("portfolio", "dmp", "--full"), "Disaster Management Programme"),
    ],
)
def test_a_brief_of_every_kind_is_printed(
    programme_tracker: Tracker, tmp_path: Path, args: tuple[str, ...], words: str
) -> None:
    paper = tmp_path / "brief.pdf"
    said = programme_tracker("brief", *args, "--out", str(paper))
    assert said.code == 0
    doubtful = args[0] != "donor"
    assert said.err.startswith("Unverified: things to look at, listed at its end: ") == doubtful
    assert said.err.count("\n") == doubtful
    assert words in " ".join(PdfReader(paper).pages[0].extract_text().split())
    refused(programme_tracker("brief", args[0], "no-such", "--out", str(paper)), 1, "no-such")


@pytest.mark.parametrize("key", [(), ("-",)])
def test_a_brief_of_a_selection_is_printed(programme_tracker: Tracker, tmp_path: Path, key: tuple[str, ...]) -> None:
    paper = tmp_path / "brief.pdf"
    said = programme_tracker("brief", "portfolio", *key, "--selection", "territory=xk", "--out", str(paper))
    assert said.code == 0
    assert said.err.startswith("Unverified: ")
    assert "Selected projects 1 territory Territory Kosovo" in " ".join(
        PdfReader(paper).pages[0].extract_text().split()
    )


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("portfolio", "--selection", "helth=off_track"), 2, "The filters are: q, territory"),
        (("portfolio", "dmp", "--selection", "territory=XK"), 2, "without a KEY only"),
        (("project", "--selection", "territory=XK"), 2, "for portfolio briefs"),
        (("portfolio",), 2, "or --selection"),
        (("mission",), 2, "give its KEY"),
        (("portfolio", "--selection", "territory=ZZ"), 1, "No project that you may see fits these filters."),
    ],
)
def test_a_selection_that_cannot_be_printed_is_refused(
    programme_tracker: Tracker, tmp_path: Path, args: tuple[str, ...], code: int, words: str
) -> None:
    refused(programme_tracker("brief", *args, "--out", str(tmp_path / "brief.pdf")), code, words)


def test_an_invented_portfolio_is_made_told_of_and_taken_away(tracker: Tracker) -> None:
    refused(tracker("synthesise", "--projects", "3"), 1, "tracker init")
    tracker("init")
    said = tracker("synthesise", "--projects", "3", "--seed", "4", "--as-of", "2026-06-30")
    assert (said.code, said.out) == (0, "3 invented projects were made, with seed 4, up to 2026-06-30.\n")
    refused(tracker("synthesise", "--projects", "3"), 1, "already", "--remove")
    assert "warning: An invented portfolio is here: 3 projects" in tracker("doctor").out
    assert "invented records were removed" in tracker("synthesise", "--remove").out
    doctor = tracker("doctor")
    assert (doctor.code, "nvented" in doctor.out) == (0, False)


def test_doctor_names_what_is_broken(tracker: Tracker, engine: sa.Engine) -> None:
    assert tracker("load", str(PROGRAMME_FILE)).code == 0
    with engine.begin() as connection:
        for broken in (
            "UPDATE project SET health = 'off_track' WHERE id = (SELECT min(id) FROM project)",
            "UPDATE contribution SET pledged_minor = 12345 WHERE id = (SELECT min(id) FROM contribution)",
            "UPDATE record SET parent_id = NULL WHERE id = (SELECT min(id) FROM step)",
            "DELETE FROM rate",
        ):
            connection.execute(sa.text(broken))
    said = tracker("doctor")
    assert said.code == 1
    assert said.out.count("problem:") == 3
    for words in ("off_track", "12345 as pledged", "own record says nothing"):
        assert words in said.out


def test_files_that_nothing_names_are_told_of_and_swept_away(
    tracker: Tracker, tmp_path: Path, engine: sa.Engine
) -> None:
    folder = tmp_path / "instance" / "documents"
    folder.mkdir(parents=True)
    for name in ("a" * 64, "b" * 64, "c" * 64, ".new-half"):
        (folder / name).write_bytes(b"something")
        os.utime(folder / name, (0, 0))
    (folder / ("c" * 64)).touch()  # of an upload that may be under way
    with open_session(engine) as session:
        make.document(session, sha256="a" * 64, size=9, file_name="report.pdf")
        session.commit()
    said = tracker("doctor")
    assert (said.code, "Files that nothing names any more: 2" in said.out) == (0, True)
    left = sorted(path.name for path in folder.iterdir())
    assert tracker("sweep", "--dry-run").out == f".new-half\n{'b' * 64}\n2 files would be removed.\n"
    assert sorted(path.name for path in folder.iterdir()) == left
    assert tracker("sweep").out.endswith("2 files removed.\n")
    assert sorted(path.name for path in folder.iterdir()) == ["a" * 64, "c" * 64]
    (folder / ("a" * 64)).unlink()
    said = tracker("doctor")
    assert (said.code, "The file of the document “Report A/59/198” is missing" in said.out) == (1, True)


def test_a_wrong_place_for_files_is_said(tracker: Tracker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_STORAGE", "ftp://papers")
    refused(tracker("sweep"), 1, "s3://BUCKET/PREFIX")


def test_the_newest_revision_is_what_the_migrations_say() -> None:
    assert newest() == ScriptDirectory.from_config(config()).get_current_head()


def test_doctor_wants_the_database_up_to_date(
    tracker: Tracker, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = databases.empty()
    monkeypatch.setenv("TRACKER_DATABASE_URL", empty)
    said = tracker("doctor")
    assert (said.code, "tracker init" in said.out) == (1, True)
    databases.drop(empty)


# ---------------------------------------------------------------- everything at once


def test_the_first_mission_member_works_in_every_territory_that_a_project_works_in(
    settings: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    prepare(settings)
    engine = make_engine(settings.database_url)
    with open_session(engine) as session:
        member = session.exec(select(User.id).where(User.email == "mission@example.org")).one()
        own = session.exec(select(UserTerritory.territory_id).where(UserTerritory.user_id == member)).all()
        worked_in = session.exec(select(ProjectTerritory.territory_id)).all()
    engine.dispose()
    assert worked_in
    assert set(own) == set(worked_in)
    assert "The mission member reports on the projects in GH, " in capfd.readouterr().out


def free_port() -> int:

    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def test_run_serves_and_ends_cleanly(tmp_path: Path, databases: Databases) -> None:
    address, port = databases.empty(), free_port()
    env = os.environ | {
        "TRACKER_INSTANCE": str(tmp_path),
        "TRACKER_DATABASE_URL": address,
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-c", "from tracker.cli import main; main()", "run"]
    running = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603 - as above
    try:
        assert running.stdout is not None
        out = "".join(
            iter(running.stdout.readline, f"The tracker is open at http://127.0.0.1:{port} (Ctrl-C ends it)\n")
        )
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=10) as answer:
            assert answer.status == 200
        second = subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603 - as above
        assert (second.returncode, second.stderr.count("\n")) == (1, 1)
        assert f"Port {port}" in second.stderr
    finally:
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=20)
    assert (running.returncode, err) == (0, "")
    emails = [line.split()[0] for line in out.splitlines() if "@example.org" in line]
    assert emails[0] == "coordinator@example.org"
    assert len(emails) == 5
    databases.drop(address)
