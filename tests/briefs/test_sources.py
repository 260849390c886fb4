"""Every figure and fact says where it is from: a document, a person and a day, or that nobody recorded it."""

from tests import make
from tests.briefs import kinds
from tests.briefs.conftest import Collect, World, text_of
from tracker.domain.codes import BriefKind, Visibility
from tracker.domain.money import Money
from tracker.store import UnitSession


def test_what_has_no_source_and_no_author_says_so(world: World, session: UnitSession, brief_of: Collect) -> None:
    make.requirement(session, world.project, Money.of(5, "EUR"), visibility=Visibility.public)
    make.project(session, title="Unsourced", territories=[world.territory], visibility=Visibility.public)
    brief = brief_of("HT")
    unsourced = next(block for block in brief.projects if block.title.text == "Unsourced")
    (number,) = unsourced.marks
    assert [line.kind for line in brief.sources if line.number == number] == ["none"]
    assert f"{number}. source not recorded" in text_of(brief)


def test_what_somebody_typed_has_them_and_the_day(world: World, session: UnitSession, brief_of: Collect) -> None:
    author = make.user(session, "Zora Neale")
    make.project(
        session, title="Typed", territories=[world.territory], created_by_id=author.id, visibility=Visibility.public
    )
    brief = brief_of("HT")
    (number,) = next(block.marks for block in brief.projects if block.title.text == "Typed")
    assert f"{number}. recorded in the tracker by Zora Neale, 23 November 2026" in text_of(brief)


def test_the_ambiguous_wording_of_a_part_is_printed_with_its_note(world: World, session: UnitSession) -> None:
    part = make.component(session, world.project, "Crossings")
    make.citation(
        session, part, world.report, "39", quotation="修建", quotation_language="zh", note="Build, or rebuild?"
    )
    text = text_of(kinds.told(session, BriefKind.project, "leogane-homes"))
    decide = text.split("Wording that a reader must decide on")[1]
    assert "Rebuilding of homes in Léogâne" in decide
    assert "“修建”Build,orrebuild?" in "".join(decide.split())
