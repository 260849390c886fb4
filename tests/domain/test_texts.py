"""Texts in the reader's language; the original with its own language where there is no other."""

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from tests import make
from tests.queries import counted
from tracker.domain.codes import LANGUAGES
from tracker.domain.models import Project
from tracker.domain.queries import texts
from tracker.domain.queries.texts import Said


def said(session: Session, project: Project, language: str, name: str = "title") -> Said | None:
    return texts.load(session, language, [project.id]).on(project, name)


def test_a_translation_is_read_in_its_language(session: Session) -> None:
    project = make.project(session, title="Homes")
    make.translation(session, project, "title", "zh", "住房")
    assert said(session, project, "zh") == Said("住房", "zh")
    assert str(said(session, project, "zh")) == "住房"


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "fr"])
def test_without_a_translation_the_original_stands_with_its_own_language(session: Session, language: str) -> None:
    project = make.project(session, title="Logements", language="fr")
    assert said(session, project, language) == Said("Logements", "fr")


def test_the_original_is_never_replaced_by_a_translation_into_its_own_language(session: Session) -> None:
    project = make.project(session, title="Homes")
    make.translation(session, project, "title", "en", "Houses")
    assert said(session, project, "en") == Said("Homes", "en")


def test_a_text_that_is_not_there_is_none_also_when_a_translation_is(session: Session) -> None:
    project = make.project(session, summary=None)
    make.translation(session, project, "summary", "zh", "摘要")
    assert said(session, project, "zh", "summary") is None


def test_each_record_and_field_has_its_own_text(session: Session) -> None:
    one, other = make.project(session, title="One", summary="S"), make.project(session, title="Other", language="es")
    make.translation(session, one, "title", "ru", "Один")
    loaded = texts.load(session, "ru", [one.id, other.id, None])
    assert loaded.on(one, "title") == Said("Один", "ru")
    assert loaded.on(one, "summary") == Said("S", "en")
    assert loaded.on(other, "title") == Said("Other", "es")


@pytest.mark.parametrize("count", [0, 1, 30])
def test_texts_of_any_number_of_records_are_one_query(session: Session, count: int) -> None:
    ids = [make.project(session).id for _ in range(count)]
    session.commit()
    with counted(session.get_bind().engine) as asked:
        texts.load(session, "zh", ids)
    assert len(asked) <= 1


def test_sql_shows_what_the_pages_show(session: Session) -> None:
    one, other = make.project(session, title="Homes"), make.project(session, title="Schools")
    make.translation(session, one, "title", "zh", "住房")
    column = texts.shown("zh", Project.id, "title", Project.title)
    rows = session.execute(sa.select(col(Project.id), column).order_by(col(Project.id))).all()
    assert [tuple(row) for row in rows] == [(one.id, "住房"), (other.id, "Schools")]
