"""Texts in other languages from files of their own beside the programme file."""

from pathlib import Path

import pytest
import yaml
from sqlmodel import col, select

from tests.exchange.test_programme_refused import SMALLEST
from tracker.domain import models as m
from tracker.domain.codes import LANGUAGES
from tracker.domain.errors import RefusedMany
from tracker.domain.queries import translating
from tracker.exchange import programme
from tracker.files import PROGRAMME_FILE
from tracker.store import UnitSession

HEAD = "file: {format: tracker-texts, version: 1, language: fr}\nsource: a colleague\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "programme.yaml"
    path.write_text(SMALLEST, encoding="utf-8")
    return path


def french(file: Path, text: str) -> None:
    file.with_name("programme.fr.yaml").write_text(text, encoding="utf-8")


def texts_of(session: UnitSession) -> set[tuple[str | None, str, str, str, bool]]:
    found = session.exec(
        select(m.Translation, m.Record.code).join(m.Record, col(m.Record.id) == m.Translation.record_id)
    )
    return {(code, one.field, one.language, one.text, one.added) for one, code in found}


def test_texts_beside_the_programme_file_come_with_it(file: Path, session: UnitSession) -> None:
    french(file, f"{HEAD}organisations: {{undp: {{name: PNUD}}}}\nprojects: {{bam: {{title: Bam en Iran}}}}\n")
    programme.load(session, file)
    assert texts_of(session) == {
        ("undp", "name", "fr", "PNUD", True),
        ("bam", "title", "fr", "Bam en Iran", True),
    }
    french(file, f"{HEAD}projects: {{bam: {{title: Bam (Iran)}}}}\n")
    programme.load(session, file)
    assert ("bam", "title", "fr", "Bam (Iran)", True) in texts_of(session)


@pytest.mark.parametrize(
    ("text", "place", "why"),
    [
        (f"{HEAD}projects: {{bum: {{title: x}}}}", "projects · bum", "no such record"),
        (f"{HEAD}projects: {{bam: {{titel: x}}}}", "projects · bam · titel", "no text of this name"),
        (f"{HEAD}projects: {{bam: {{stage: x}}}}", "projects · bam · stage", "no text of this name"),
        (f"{HEAD}projects: {{bam: {{summary: x}}}}", "projects · bam · summary", "no text of this name"),
        (f"{HEAD}projects: {{bam: {{title: ''}}}}", "projects · bam · title", "nothing here"),
        (f"{HEAD}projects: {{bam: {{title: [x]}}}}", "projects · bam · title", "nothing here"),
        (f"{HEAD}projects: [bam]", "projects", "a map"),
        (f"{HEAD}projects: {{bam: x}}", "projects · bam", "a map"),
        (f"{HEAD}projects: {{bam: {{components: {{one: {{title: x}}}}}}}}", "bam · components · one", "no such record"),
        (f"{HEAD}poems: {{bam: {{title: x}}}}", "poems · bam", "no such record"),
        (HEAD.replace("fr", "es"), "file", "language: fr"),
        ("file: {format: tracker-texts, version: 1, language: fr}\n", "source", "who translated"),
    ],
)
def test_a_text_that_belongs_nowhere_is_named_and_nothing_is_loaded(
    file: Path, session: UnitSession, text: str, place: str, why: str
) -> None:
    french(file, text)
    with pytest.raises(RefusedMany) as refused:
        programme.load(session, file)
    said = str(refused.value)
    assert (f"programme.fr.yaml · {place}" in said or f"· {place}:" in said, why in said) == (True, True)
    assert session.exec(select(m.Project)).all() == []


def test_a_text_given_twice_is_refused(file: Path, session: UnitSession) -> None:
    file.write_text(SMALLEST.replace("title: Bam,", "title: Bam, texts: {title: {fr: Bam}},"), encoding="utf-8")
    french(file, f"{HEAD}projects: {{bam: {{title: Bam}}}}\n")
    with pytest.raises(RefusedMany, match="keep one of the two"):
        programme.load(session, file)


@pytest.mark.parametrize("language", [lang for lang in LANGUAGES if lang != "en"])
def test_every_text_of_the_programme_of_2004_is_there_in_every_language(
    programme_session: UnitSession, language: str
) -> None:
    alone = programme_session.scalars(select(m.Record.id).where(col(m.Record.parent_id).is_(None))).all()
    lines = [line for key in alone if key for line in translating.lines(programme_session, key, language)]
    assert len(lines) > 250
    assert [(line.kind.value, line.original) for line in lines if line.text is None] == []


@pytest.mark.once
def test_the_files_of_texts_hold_one_text_for_each_key() -> None:
    """Chinese is apart: the names and titles that were read stand in the programme file."""
    files = sorted(PROGRAMME_FILE.parent.glob("programme-2004.??.yaml"))
    files = [path for path in files if ".zh." not in path.name]
    shapes = {path.name: _shape(yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)) for path in files}
    assert len(set(shapes.values())) == 1
    assert len(shapes) >= 4


def _shape(value: object) -> str:
    return str({key: _shape(one) for key, one in value.items() if key != "file"}) if isinstance(value, dict) else ""
