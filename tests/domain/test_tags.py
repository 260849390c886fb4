"""Tags are written in one way, so that the same word is the same tag."""

import pytest

from tracker.domain import tags
from tracker.domain.drafts.check import check
from tracker.domain.drafts.projects import ProjectDraft
from tracker.domain.errors import Refused, RefusedMany

pytestmark = pytest.mark.once

READ = [
    (None, []),
    (" , ", []),
    ("Shelter", ["shelter"]),
    ("land   rights, Shelter,shelter", ["land rights", "shelter"]),
    ("مأوى، أرض", ["أرض", "مأوى"]),
    ("住房、土地，ＬＡＮＤ", ["land", "住房", "土地"]),
    ("e\u0301tape; \u202eab\u202c", ["ab", "étape"]),
]


@pytest.mark.parametrize(("typed", "kept"), READ)
def test_a_line_of_tags_is_read(typed: str | None, kept: list[str]) -> None:
    assert tags.read(typed) == kept
    assert tags.read(tags.line(kept)) == kept


@pytest.mark.parametrize(("typed", "why"), [("x" * 41, "at most 40"), (",".join(map(str, range(13))), "at most 12")])
def test_too_long_and_too_many_are_refused(typed: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        tags.read(typed)
    with pytest.raises(RefusedMany) as refused:
        check(ProjectDraft, {"title": "A", "tags": typed})
    assert [problem.field for problem in refused.value.problems] == ["tags"]
