"""The rows of a trace: findings, what answers each, and how much of each need is met."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tracker.domain import trace
from tracker.domain.codes import Effect
from tracker.domain.models import Delivery, Finding, Project, Recommendation
from tracker.domain.money import Money
from tracker.domain.queries import trace_money
from tracker.domain.ranges import Range
from tracker.domain.trace import Met, Need, Supply, same_unit


@dataclass(frozen=True)
class Line:
    """A recommendation, a project that answers it, what that project delivered for it.

    `money` is None where the project's money stands in a line above; `repeated` says so of what was delivered.
    """

    recommendation: Recommendation | None = None
    project: Project | None = None
    money: list[trace_money.Line] | None = None
    delivered: list[Delivery] = field(default_factory=list)
    repeated: bool = False


@dataclass(frozen=True)
class Group:
    """A finding with the lines that follow from it; without a finding: what answers none.

    `met` is None where nothing can be left: the finding is no need, or its size is not stated. `apart`: currencies
    in which its projects have money that cannot be compared without a rate.
    """

    finding: Finding | None
    lines: list[Line]
    met: Met | None = None
    apart: list[str] = field(default_factory=list)

    def money(self, minor: int | None) -> Money | None:
        """An amount in the finding's currency."""
        currency = self.finding.currency if self.finding else None
        return Money(minor, currency) if minor is not None and currency else None


@dataclass(frozen=True)
class Total:
    """One unit of all needs together: what is needed, what was delivered in that unit, what is left of the needs."""

    unit: str
    needed: Range | None
    delivered: int | None
    left: Range | None
    over: int = 0


@dataclass
class Table:
    """What was read for a trace, put in rows. `answers`: the findings of each recommendation."""

    found: Sequence[Finding]
    asked: Sequence[Recommendation]
    answers: Mapping[int, Sequence[int]]
    came: Sequence[Delivery]
    projects: Mapping[int, Project]
    money: Mapping[int, Sequence[trace_money.Line]]

    def __post_init__(self) -> None:
        self.counts = [
            Need(row.id or 0, same_unit(row.unit or ""), size) for row in self.found if (size := _counted(row))
        ]
        self.sums = [Need(row.id or 0, row.currency or "", size) for row in self.found if (size := _needed(row))]
        self.met = trace.met(self.counts, self._in_units()) | trace.met(self.sums, self._in_money())
        self._told: set[int] = set()
        self._said: set[tuple[int | None, int]] = set()

    def groups(self) -> list[Group]:
        """The findings in their order, each with what answers it; then what answers none."""
        self._told.clear()
        self._said.clear()
        groups = [self._group(row) for row in self.found]
        known = {row.id for row in self.found}
        loose = [row for row in self.asked if not known.intersection(self.answers.get(row.id or 0, ()))]
        lines = [line for row in loose for line in self._lines(row)] + self._unasked()
        return [*groups, Group(None, lines)] if lines else groups

    def totals(self) -> list[Total]:
        """Units that were needed or delivered, in the order in which they first occur."""
        words = [row.unit or "" for row in self.found if _counted(row)] + [row.unit for row in self.came]
        named = {same_unit(word): word for word in reversed(words)}
        return [self._total(named[unit], unit) for unit in dict.fromkeys(same_unit(word) for word in words)]

    def money_needs(self) -> list[Total]:
        """Needs of money per currency; `delivered` is what of the projects' funding goes to them."""
        return [
            _total(code, [need for need in self.sums if need.unit == code], self.met)
            for code in sorted({need.unit for need in self.sums})
        ]

    def _total(self, word: str, unit: str) -> Total:
        came = [row.quantity for row in self.came if same_unit(row.unit) == unit]
        return _total(word, [need for need in self.counts if need.unit == unit], self.met, sum(came) if came else None)

    def _in_units(self) -> list[Supply]:
        return [
            Supply(row.id or 0, same_unit(row.unit), row.quantity, self._needs([row.recommendation_id]))
            for row in self.came
        ]

    def _in_money(self) -> list[Supply]:
        return [
            Supply(key, line.currency, max(line.funded.minor, 0), self._needs(self._of_project(key)))
            for key, lines in self.money.items()
            for line in lines
            if line.funded is not None
        ]

    def _needs(self, recommendation_ids: Iterable[int | None]) -> tuple[int, ...]:
        found = (key for own in recommendation_ids for key in self.answers.get(own or 0, ()))
        return tuple(dict.fromkeys(found))

    def _of_project(self, project_id: int) -> list[int]:
        """The recommendations that became this project."""
        return [row.id or 0 for row in self.asked if row.project_id == project_id]

    def _group(self, finding: Finding) -> Group:
        answering = [row for row in self.asked if finding.id in self.answers.get(row.id or 0, ())]
        lines = [line for row in answering for line in self._lines(row)]
        return Group(finding, lines, self.met.get(finding.id or 0), self._apart(finding, answering))

    def _apart(self, finding: Finding, answering: Sequence[Recommendation]) -> list[str]:
        """Currencies of the projects' money other than the need's own."""
        if _needed(finding) is None:
            return []
        lines = [line for row in answering for line in self.money.get(row.project_id or 0, ())]
        return sorted({line.currency for line in lines} - {finding.currency or ""})

    def _lines(self, row: Recommendation) -> list[Line]:
        """A recommendation with each project that answers it: the one that it became, and those that delivered for it."""
        came = [one for one in self.came if one.recommendation_id == row.id]
        keys = dict.fromkeys([*([row.project_id] if row.project_id else []), *(one.project_id for one in came)])
        seen = [key for key in keys if key in self.projects]
        if not seen:
            return [Line(row)]
        return [self._line(row, key, [one for one in came if one.project_id == key]) for key in seen]

    def _unasked(self) -> list[Line]:
        """Projects that no recommendation led to, and what projects delivered for none."""
        asked = {row.id for row in self.asked}
        lines = []
        for key in self.projects:
            came = [one for one in self.came if one.project_id == key and one.recommendation_id not in asked]
            if came or key not in self._told:
                lines.append(self._line(None, key, came))
        return lines

    def _line(self, row: Recommendation | None, key: int, came: list[Delivery]) -> Line:
        money = None if key in self._told else list(self.money.get(key, ()))
        said = row.id if row else None, key
        repeated = said in self._said
        self._told.add(key)
        self._said.add(said)
        return Line(row, self.projects[key], money, came, repeated=repeated)


def _counted(row: Finding) -> Range | None:
    """What a finding needs in a unit."""
    return row.figure if row.effect == Effect.need and row.unit else None


def _needed(row: Finding) -> Range | None:
    """What a finding needs of money, in minor units."""
    if row.effect != Effect.need or row.amount_minor is None:
        return None
    return Range(row.amount_minor, row.amount_minor if row.amount_high_minor is None else row.amount_high_minor)


def _total(word: str, needs: Sequence[Need], met: Mapping[int, Met], came: int | None = None) -> Total:
    stands = [met[need.key] for need in needs]
    supplied = [one.supplied for one in stands if one.supplied is not None]
    return Total(
        unit=word,
        needed=trace.together(need.size for need in needs) if needs else None,
        delivered=(sum(supplied) if supplied else None) if came is None else came,
        left=trace.together(one.left for one in stands) if needs else None,
        over=sum(one.over for one in stands),
    )
