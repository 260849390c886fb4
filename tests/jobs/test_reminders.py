"""Reminders of reports: who is reminded of what, once, by which mail."""

import email.policy
import logging
import multiprocessing as mp
import socketserver
import threading
from collections.abc import Generator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import col

from tests import make
from tracker import mail, reminders, unsubscribing
from tracker.domain.codes import JobState, ReportingPeriod, Role, Stage
from tracker.domain.dates import now
from tracker.domain.models import Job, Programme, Project, Reminder, User
from tracker.handlers import CHORES, HANDLERS
from tracker.settings import Settings, read_settings
from tracker.store import UnitSession, make_engine, open_session
from tracker.worker import Worker


@dataclass
class World:
    """A programme that wants reports every quarter, where it lies, and the clock."""

    session: UnitSession
    engine: sa.Engine
    settings: Settings
    programme: Programme
    clock: time_machine.Traveller

    def project(self, code: str, *managers: User, **given: Any) -> Project:  # noqa: ANN401 - columns
        given = {"title": code.capitalize(), "start": "2025-01", "programme_id": self.programme.id, **given}
        return make.project(self.session, code, managers=managers, **given)

    def work(self) -> list[EmailMessage]:
        """The worker's hour and all it has to do; the mails that lie in the folder then."""
        self.session.commit()
        worker = Worker(self.settings, self.engine, HANDLERS, chores=CHORES)
        worker.look_around()
        while worker.work_once():
            pass
        return [read(path.read_bytes()) for path in sorted(self.settings.mail.glob("*.eml"))]

    def jobs(self) -> list[tuple[str, int]]:
        """The states of all jobs, and how often each was begun."""
        self.session.expire_all()
        found = self.session.execute(sa.select(col(Job.state), col(Job.attempts)).order_by(col(Job.id))).all()
        self.session.commit()
        return [(state.value, attempts) for state, attempts in found]


@pytest.fixture
def world(session: UnitSession, engine: sa.Engine, settings: Settings, clock: time_machine.Traveller) -> World:
    return World(session, engine, settings, make.programme(session, "dmp", reporting=ReportingPeriod.quarter), clock)


def read(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, EmailMessage, policy=email.policy.SMTP)


def text_of(one: EmailMessage) -> str:
    return str(one.get_content()).replace("\r\n", "\n")


def to(mails: list[EmailMessage]) -> dict[str, EmailMessage]:
    return {one["To"].addresses[0].addr_spec: one for one in mails}


def test_each_is_told_once_in_one_mail_what_is_due_from_them(world: World) -> None:
    ada = make.user(world.session, "Ada Kovač", email="ada@example.org")
    lead = make.user(world.session, "Lead", email="lead@example.org", role=Role.coordinator)
    for code in ("bam", "accra"):
        world.project(code, ada)
    done = world.project("done", ada)
    make.update(world.session, done, as_of=date(2026, 9, 30), published_at=datetime(2026, 10, 1, tzinfo=UTC))
    world.project("stray")
    world.project("plan", ada, stage=Stage.proposed)
    mails = to(world.work())
    assert set(mails) == {"ada@example.org", "lead@example.org"}
    mine = mails["ada@example.org"]
    assert mine["Subject"] == "Q3 2026: 2 reports are due from you"
    text = text_of(mine)
    assert text.startswith(
        "Dear Ada Kovač,\n\nThese 2 reports are due from you:\n\n- Accra\n  Q3 2026: was due by 10 October 2026, 44 days ago\n"
    )
    assert "  http://localhost/projects/bam/updates/new\n" in text
    assert "Done" not in text
    assert "Plan" not in text
    leads = text_of(mails["lead@example.org"])
    assert "This project has no manager to report on it:\n\n- Stray\n" in leads
    assert (
        "Q3 2026: 3 projects have not reported although the day is over:\nhttp://localhost/reporting?period=2026-Q3&state=missing\n"
        in leads
    )
    assert "Bam" not in leads
    assert len(world.work()) == 2, "and nothing more for this period"
    held = world.session.execute(
        sa.select(col(Reminder.user_id), col(Reminder.period)).order_by(col(Reminder.user_id))
    ).all()
    assert [tuple(row) for row in held] == [(ada.id, "2026-Q3"), (lead.id, "2026-Q3")]


def test_the_mail_can_be_stopped_answered_by_no_machine_and_found_again(world: World) -> None:
    settings = world.settings = replace(
        world.settings,
        public_url="https://tracker.programme-of-disasters.example.org",
        mail_from="The tracker <tracker@example.org>",
    )
    ada = make.user(world.session, "Ada", email="ada@example.org")
    world.project("bam", ada)
    (one,) = world.work()
    raw = next(settings.mail.glob("*.eml")).read_bytes()
    token = unsubscribing.token(settings.secret_key, ada.id or 0)
    assert f"List-Unsubscribe: <{settings.public_url}/unsubscribe/{token}?lang=en>\r\n".encode() in raw
    assert unsubscribing.user_of(settings.secret_key, token) == ada.id
    assert one["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert one["From"] == "The tracker <tracker@example.org>"
    assert one["Message-ID"].startswith("<reminder-")
    assert one["Message-ID"].endswith("@tracker.programme-of-disasters.example.org>")
    assert (one["Auto-Submitted"], one["Date"].datetime) == ("auto-generated", now())
    assert one.get_content_type() == "text/plain"
    assert (settings.mail.stat().st_mode & 0o777) == 0o700


@pytest.mark.parametrize(("day", "sent"), [("2026-09-30", 0), ("2026-10-01", 1), ("2026-12-31", 1)])
def test_it_is_sent_from_the_day_after_the_periods_end(
    world: World,
    day: str,
    sent: int,
) -> None:
    ada = make.user(world.session, "Ada")
    world.project("bam", ada, start="2026-07-02")
    world.session.commit()
    world.clock.move_to(f"{day}T09:00:00Z")
    mails = world.work()
    assert len(mails) == sent
    if day == "2026-10-01":
        assert "Q3 2026: due by 10 October 2026\n" in text_of(mails[0])
        world.clock.move_to("2027-01-01T09:00:00Z")
        both = world.work()
        assert "Q4 2026: due by 10 January 2027" in text_of(both[1])


def test_months_and_quarters_that_end_together_make_one_mail(world: World) -> None:
    ada = make.user(world.session, "Ada")
    monthly = make.programme(world.session, "ca", reporting=ReportingPeriod.month)
    world.project("bam", ada)
    world.project("slums", ada, programme_id=monthly.id)
    world.session.commit()
    world.clock.move_to("2026-10-01T09:00:00Z")
    (one,) = world.work()
    assert one["Subject"] == "Q3 2026 and September 2026: 2 reports are due from you"
    world.clock.move_to("2026-11-01T09:00:00Z")
    assert [mail["Subject"] for mail in world.work()][1:] == ["October 2026: 1 report is due from you"]


def test_who_has_no_account_any_more_or_wants_none_gets_none(world: World) -> None:
    gone, done, viewer = (
        make.user(world.session, "Gone"),
        make.user(world.session, "Done"),
        make.user(world.session, "V", role=Role.viewer),
    )
    gone.active, done.reminders = False, False
    lead = make.user(world.session, "Lead", email="lead@example.org", role=Role.coordinator)
    world.project("of-gone", gone)
    world.project("of-done", done)
    world.project("of-viewer", viewer)
    (one,) = world.work()
    assert one["Subject"] == "Q3 2026: 2 reports are due that nobody sends"
    assert "Of-done" not in text_of(one), "it has a manager, who knows"
    world.session.execute(sa.delete(Reminder))
    world.session.commit()
    reminders.ordered(world.engine)
    lead.reminders = False
    world.session.commit()
    assert len(world.work()) == 1, "what was switched off meanwhile is not sent"


def test_what_was_reported_before_the_mail_is_sent_is_not_asked_for(world: World) -> None:
    ada = make.user(world.session, "Ada")
    one, two = world.project("bam", ada), world.project("accra", ada)
    world.session.commit()
    assert reminders.ordered(world.engine) == 1
    make.update(world.session, one, as_of=date(2026, 9, 30))
    (sent,) = world.work()
    assert sent["Subject"] == "Q3 2026: 1 report is due from you"
    assert two.title in text_of(sent)


@pytest.mark.parametrize("language", ["fr", "ar", "zh"])
def test_it_is_written_in_the_language_of_whom_it_goes_to(world: World, language: str) -> None:
    ada = make.user(world.session, "Ада Ковач")
    ada.language = language
    one = world.project("bam", ada, title="Shelter in Bam")
    make.translation(world.session, one, "title", language, "在巴姆的住房")
    (sent,) = world.work()
    assert sent["Content-Language"] == language
    assert "在巴姆的住房" in text_of(sent)
    assert {"fr": "10 octobre 2026", "ar": "10 تشرين الأول/أكتوبر 2026", "zh": "2026年10月10日"}[language] in text_of(
        sent
    )
    assert sent["To"].addresses[0].display_name == "Ада Ковач"
    assert f"?lang={language}" in sent["List-Unsubscribe"]


def test_no_title_and_no_name_makes_a_header_or_a_line_of_its_own(world: World) -> None:
    ada = make.user(world.session, "Ada")
    ada.name = "Ada\r\nBcc: all@example.org"
    world.project("bam", ada, title="Bam\r\nBcc: all@example.org\n\n.\nDear all,\u202e\x07")
    world.programme.name = "X\nBcc: y@example.org"
    (sent,) = world.work()
    assert sent["Bcc"] is None
    assert len(sent["To"].addresses) == 1
    lines = text_of(sent).splitlines()
    assert "- Bam Bcc: all@example.org . Dear all," in lines
    assert not [line for line in lines if line.startswith(("Bcc", ".", "Dear all"))]
    with pytest.raises(ValueError, match="linefeed"):
        mail.message(world.settings, replace(LETTER, language="en\nBcc: x@example.org"))


LETTER = mail.Letter(
    "reminder-1", "Ada", "ada@example.org", "en", "Reports", "Dear Ada\n", "https://example.org/unsubscribe/x"
)


def order(settings: Settings, hold: Any) -> None:  # noqa: ANN401 - a barrier of another process
    logging.disable()
    engine = make_engine(settings.database_url)
    hold.wait()
    reminders.ordered(engine)
    engine.dispose()


def test_however_many_ask_at_once_one_mail_is_sent(world: World) -> None:
    for number in range(3):
        world.project(f"p-{number}", make.user(world.session, f"Person {number}"))
    world.session.commit()
    world.engine.dispose()
    forked = mp.get_context("fork")
    hold = forked.Barrier(3)
    askers = [forked.Process(target=order, args=(world.settings, hold)) for _ in range(3)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join(30)
    assert [asker.exitcode for asker in askers] == [0, 0, 0]
    assert len(world.work()) == 3
    assert world.jobs() == [("done", 1)] * 3


# ---------------------------------------------------------------------------------------- a server of mail


@dataclass
class Server:
    """A mail server that keeps what it is given, or refuses with `answer`."""

    port: int
    answer: str = "250 OK"
    mails: list[bytes] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


@pytest.fixture
def server() -> Generator[Server]:
    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            while line := self.rfile.readline().decode().strip():
                kept.said.append(line)
                self._answer(line.upper())
                if line.upper() == "QUIT":
                    return

        def _answer(self, line: str) -> None:
            if line == "DATA":
                self.wfile.write(b"354 go on\r\n")
                content = b""
                while not content.endswith(b"\r\n.\r\n"):
                    content += self.rfile.readline()
                kept.mails.append(content.removesuffix(b".\r\n"))
            verdicts = {"EHLO": "250-here\r\n250 AUTH PLAIN", "RCPT": kept.answer, "AUTH": "235 in"}
            verdict = verdicts.get(line[:4], "250 OK")
            self.wfile.write(f"{verdict}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as listening:
        kept = Server(listening.server_address[1])
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield kept
        listening.shutdown()


def sent_by(world: World, server: Server, password: str) -> None:
    """Let mails be sent by this server."""
    url = f"smtp://robot:{password}@127.0.0.1:{server.port}"
    world.settings = replace(world.settings, smtp_url=url, mail_from="tracker@example.org")


def test_a_server_is_given_the_mail(world: World, server: Server) -> None:
    world.project("bam", make.user(world.session, "Ada", email="ada@exámple.org"))
    sent_by(world, server, "s%40fe")
    assert world.work() == []
    (sent,) = map(read, server.mails)
    assert sent["To"].addresses[0].addr_spec == "ada@xn--exmple-qta.org"
    assert "Bam" in text_of(sent)
    assert "rcpt TO:<ada@xn--exmple-qta.org>" in server.said
    assert any(line.startswith("AUTH") for line in server.said)
    assert world.jobs() == [("done", 1)]


def test_what_could_not_be_sent_is_tried_again_every_hour_for_a_day_and_told(
    world: World,
    server: Server,
    caplog: pytest.LogCaptureFixture,
) -> None:
    world.project("bam", make.user(world.session, "Ada"))
    world.session.commit()
    server.answer = "451 later"
    sent_by(world, server, "secret")
    world.work()
    world.work()
    assert world.jobs() == [("failed", 1)], "not at once again"
    job = world.session.scalars(sa.select(Job)).one()
    assert job.error == f"The mail server 127.0.0.1:{server.port} does not take the address (code 451)."
    world.session.commit()
    world.clock.shift(timedelta(hours=1))
    world.work()
    assert world.jobs() == [("failed", 4)]
    server.answer = "250 OK"
    world.clock.shift(timedelta(hours=1))
    world.work()
    assert (world.jobs(), len(server.mails)) == ([("done", 7)], 1)
    assert "secret" not in caplog.text


def test_a_server_that_is_not_there_is_named_without_its_password(settings: Settings) -> None:
    away = replace(settings, smtp_url="smtp://robot:secret@127.0.0.1:9", mail_from="tracker@example.org")
    with pytest.raises(mail.NotSent) as refused:
        mail.send(away, LETTER)
    assert (
        str(refused.value)
        == "The mail server 127.0.0.1:9 does not answer (ConnectionRefusedError): see TRACKER_SMTP_URL."
    )


def test_a_worker_that_dies_before_noting_it_sends_the_same_mail_again(world: World) -> None:
    world.project("bam", make.user(world.session, "Ada"))
    first = world.work()
    world.session.execute(sa.update(Job).values(state=JobState.running, leased_until=now() - timedelta(minutes=1)))
    again = world.work()
    assert [one["Message-ID"] for one in again] == [one["Message-ID"] for one in first]
    assert world.jobs() == [("done", 2)]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"TRACKER_SMTP_URL": "mail.example.org:secret"}, "TRACKER_SMTP_URL cannot be read"),
        ({"TRACKER_SMTP_URL": "smtp://a:secret@mail.example.org"}, "TRACKER_MAIL_FROM is missing"),
        ({"TRACKER_MAIL_FROM": "nobody"}, "TRACKER_MAIL_FROM is 'nobody'"),
    ],
)
def test_settings_that_cannot_work_are_refused(tmp_path: Any, given: dict[str, str], said: str) -> None:  # noqa: ANN401 - a path
    with pytest.raises(SystemExit, match=said) as refused:
        read_settings({"TRACKER_INSTANCE": str(tmp_path), **given})
    assert "secret" not in str(refused.value)
    whole = {
        "TRACKER_SMTP_URL": "smtps://a%40b:c@mail.example.org:465",
        "TRACKER_MAIL_FROM": "The tracker <t@example.org>",
    }
    assert read_settings({"TRACKER_INSTANCE": str(tmp_path), **whole}).smtp_url == whole["TRACKER_SMTP_URL"]


def test_a_chore_that_fails_stops_neither_the_others_nor_the_worker(
    engine: sa.Engine, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def stumble(_settings: Settings, _engine: sa.Engine) -> None:
        raise KeyError("inside")

    worker = Worker(settings, engine, {}, chores=(stumble, lambda _settings, _engine: done.append("asked")))
    worker.look_around()
    worker.look_around()
    assert done == ["asked"], "once an hour"
    assert "KeyError: 'inside'" in caplog.text
    with open_session(engine) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Job)) == 0


def test_a_public_address_of_other_letters_stands_in_mails_as_name_servers_have_it(tmp_path: Any) -> None:  # noqa: ANN401 - a path
    given = {"TRACKER_INSTANCE": str(tmp_path), "TRACKER_PUBLIC_URL": "https://Überblick.example:8443/été/"}
    ours = read_settings(given)
    assert ours.public_url == "https://xn--berblick-55a.example:8443/%C3%A9t%C3%A9"
    letter = replace(LETTER, unsubscribe=f"{ours.public_url}/unsubscribe/token")
    assert f"<{letter.unsubscribe}>".encode() in mail.message(ours, letter).as_bytes()
    for wrong in ("https://é..example", "münchen.example"):
        with pytest.raises(SystemExit, match="TRACKER_PUBLIC_URL is"):
            read_settings({**given, "TRACKER_PUBLIC_URL": wrong})
