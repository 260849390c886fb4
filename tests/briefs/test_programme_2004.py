"""The briefs of the real programme, read back from paper."""

import page
import pytest

from tests.briefs.conftest import COORDINATOR, TODAY, words
from tracker.briefs import collect, render
from tracker.briefs.render import Printed
from tracker.store import UnitSession

EXPECTED = {
    "XK": ["Kosovo", "UNMIK", "(stated: continuing)", "Training of local-government officials", "resolution 1244 (1999)"],
    "SD": ["Sudan", "South Sudan; Sudan (southern Sudan)", "Joint Assessment Mission", "World Bank, lead"],
    "IR": ["Iran (Islamic Republic of)", "earthquake · 26 December 2003", "UNDP Tehran", "2004 年伊朗伊斯兰共和国巴姆不幸发生地震之后"],
    "MZ": ["Mozambique", "subject to funding", "biennium 2004–2005 to be confirmed", "区域协商方法 / 地方协商机制"],
    "HT": ["Haiti", "Consultations and meetings with donors", "特派团", "not a peacekeeping mission"],
    "RS": ["at the time: Serbia and Montenegro", "resolution 1244 (1999)", "修建跨界连接通道"],
    "PS": ["USD 5,000,000", "USD 775,000", "15.5%", "USD 4,225,000"],
}  # fmt: skip


def printed(session: UnitSession, key: str, lang: str = "en") -> Printed:
    return render.pdf(collect.mission(session, key, lang=lang, viewer=COORDINATOR, today=TODAY))


@pytest.mark.parametrize("key", EXPECTED)
def test_the_brief_of_a_territory_says_what_the_report_states(key: str, programme_session: UnitSession) -> None:
    paper = printed(programme_session, key)
    text = words(paper.pdf)
    assert [expected for expected in EXPECTED[key] if expected not in text] == []
    assert paper.pages <= 3
    assert page.validate_pdf_bytes(paper.pdf, profile="ua1").is_compliant
    assert "8,000" not in text
    assert "overdue" not in text


@pytest.mark.parametrize("key", ["XK", "IR", "MZ", "HT", "SD"])
@pytest.mark.once
def test_no_project_of_the_report_has_an_amount(key: str, programme_session: UnitSession) -> None:
    brief = collect.mission(programme_session, key, lang="en", viewer=COORDINATOR, today=TODAY)
    assert brief.money == ()
    assert "not stated" in words(render.pdf(brief).pdf)


@pytest.mark.once
def test_the_brief_in_chinese_has_the_programme_in_chinese(programme_session: UnitSession) -> None:
    text = words(printed(programme_session, "XK", "zh").pdf)
    assert "科索沃" in text
    assert "重建市政管理" in text
    assert "2004年8月3日" in text
