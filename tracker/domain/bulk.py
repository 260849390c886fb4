"""Changing several projects at once: what is asked for, and what it would make of each project; nothing is read or written."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain import rules
from tracker.domain.codes import BulkKind
from tracker.domain.rules import Viewer
from tracker.domain.tags import MOST as MOST_TAGS

MOST = 500
"""Projects that are changed at once."""

OF_MANAGERS = frozenset({BulkKind.add_manager, BulkKind.set_manager})


class Obstacle(StrEnum):
    """Why a project is not changed."""

    not_yours = "not_yours"
    archived = "archived"
    hidden = "hidden"
    full = "full"
    already = "already"


@dataclass(frozen=True)
class Order:
    """What is to be done: `key` is the account, the programme (None: no programme) or the tag, `name` what it is called."""

    kind: BulkKind
    key: int | str | None
    name: str


@dataclass(frozen=True)
class Standing:
    """A project as it stands, its title in `language`; `programme` None: none, or one that the reader may not know of."""

    id: int
    code: str
    title: str
    language: str
    version: int
    archived: bool
    programme_id: int | None
    programme: str | None
    managers: Mapping[int, str]
    tags: Sequence[str]

    def keys(self, kind: BulkKind) -> list[int | str | None]:
        """What stands where this kind of change works."""
        if kind == BulkKind.set_programme:
            return [self.programme_id]
        return [*sorted(self.managers)] if kind in OF_MANAGERS else [*sorted(self.tags)]

    def words(self, kind: BulkKind) -> list[str]:
        """The same as readers know it."""
        if kind == BulkKind.set_programme:
            return [self.programme] if self.programme else []
        return sorted(self.managers.values()) if kind in OF_MANAGERS else sorted(self.tags)


@dataclass(frozen=True)
class Planned:
    """What would become of one project: `keys` are to stand there, `after` says so; or why it stays as it is."""

    project: Standing
    keys: Sequence[int | str | None]
    before: Sequence[str]
    after: Sequence[str]
    obstacle: Obstacle | None = None


def kinds(viewer: Viewer) -> list[BulkKind]:
    """What this person may do to several projects."""
    return [kind for kind in BulkKind if kind not in OF_MANAGERS or rules.can_name_managers(viewer)]


def planned(viewer: Viewer, order: Order, project: Standing) -> Planned:
    """What the order would make of a project."""
    standing, words = project.keys(order.kind), project.words(order.kind)
    keys, after = _then(order, standing, words)
    obstacle = _obstacle(viewer, order, project, keys)
    return Planned(project, keys, words, words if obstacle else after, obstacle)


def _then(order: Order, standing: list[int | str | None], words: list[str]) -> tuple[list[int | str | None], list[str]]:
    if order.kind in {BulkKind.set_manager, BulkKind.set_programme}:
        return [order.key], [order.name] if order.key is not None else []
    if order.kind == BulkKind.remove_tag:
        left = [key for key in standing if key != order.key]
        return left, [str(key) for key in left]
    if order.key in standing:
        return standing, words
    return [*standing, order.key], sorted([*words, order.name])


def _obstacle(viewer: Viewer, order: Order, project: Standing, keys: Sequence[int | str | None]) -> Obstacle | None:
    if not rules.can_edit_project(viewer, project.id):
        return Obstacle.not_yours
    if project.archived:
        return Obstacle.archived
    if set(keys) == set(project.keys(order.kind)):
        return Obstacle.already
    if order.kind == BulkKind.set_programme and project.programme_id and project.programme is None:
        return Obstacle.hidden
    if order.kind == BulkKind.add_tag and len(keys) > MOST_TAGS:
        return Obstacle.full
    return None


def changing(plan: Sequence[Planned]) -> list[Planned]:
    """Those that would change."""
    return [one for one in plan if one.obstacle is None]


def overtaken(plan: Sequence[Planned], held: Mapping[str, int]) -> list[str]:
    """The codes of projects that no longer stand as they were shown, or may not be changed any more."""
    now = {one.project.code: one for one in plan}
    return [
        code
        for code, version in held.items()
        if code not in now or now[code].project.version != version or now[code].obstacle
    ]


_WHY = re.compile(r"(changed|set back) together with (\d{1,3}) others?")


def why(others: int, *, back: bool = False) -> str:
    """What history says of a project that was changed, or set back, together with others."""
    act = "set back" if back else "changed"
    return f"{act} together with {others} {'other' if others == 1 else 'others'}" if others else ""


def others_of(reason: str) -> tuple[bool, int] | None:
    """What such a reason says: was it set back, and with how many others."""
    found = _WHY.fullmatch(reason)
    return (found[1] == "set back", int(found[2])) if found else None
