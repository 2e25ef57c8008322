"""What the cells of a row that name a metric, a goal, or a part of the business mean in a plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..finding import Fault, Words
from ..model.goal import Goal
from ..model.metric import Metric
from ..model.names import Names, Unresolved, normal
from ..model.plan import Plan
from .observation import Pairs
from .row_faults import MEMBER_UNKNOWN, METRIC_UNKNOWN, SEGMENT_UNREADABLE, TOTAL_ROW
from .segment import segment_of

WHOLE: Final = "*"
"""What stands for the whole of a dimension in its column."""
MANY: Final = 100
"""Unknown names of one source that are told one by one, with what they resemble."""
_TOTALS: Final = frozenset(
    {"合计", "总计", "小计", "总和", "total", "subtotal", "sub total", "grand total", "sum"}
)


class Places:
    """The names of a plan that data may use."""

    def __init__(self, plan: Plan) -> None:
        """Collect the plan's metrics, goals, dimensions and members."""
        self._plan = plan
        self._metrics = plan.names("metrics")
        members: dict[str, dict[str, tuple[str, ...]]] = {}
        for key, segment in plan.segments.items():
            members[key] = {
                member: tuple(words for _, words in title.words) if title else ()
                for member, title in segment.members.items()
            }
        for goal in plan.goals.values():
            for cut in goal.cuts:
                known = members.setdefault(cut.dimension, {})
                for member in cut.members:
                    known.setdefault(member, ())
        self._members = {dimension: Names(names.items()) for dimension, names in members.items()}
        titles = {
            key: tuple(words for _, words in segment.title.words) if segment.title else ()
            for key, segment in plan.segments.items()
        }
        self.dimensions = Names((key, titles.get(key, ())) for key in members)
        self.dimension_names = tuple(
            dict.fromkeys(name for key in members for name in (key, *titles.get(key, ())))
        )
        self._member_names = {
            dimension: frozenset(normal(n) for key, titles in names.items() for n in (key, *titles))
            for dimension, names in members.items()
        }
        nouns: tuple[Metric | Goal, ...] = (*plan.metrics.values(), *plan.goals.values())
        self._known = frozenset(normal(name) for noun in nouns for name in _names_of(noun))
        self._unknown = 0
        self._places: dict[str, tuple[str, Pairs] | Fault] = {}
        self._parts: dict[str, Pairs | Fault] = {}

    def metric(self, name: str) -> tuple[str, Pairs] | Fault:
        """The metric that a cell names, and the part of it where the cell names a goal."""
        found = self._places.get(name)
        if found is None:
            found = self._places[name] = self._metric(name.strip())
        return found

    def _metric(self, name: str) -> tuple[str, Pairs] | Fault:
        if self._unknown > MANY and normal(name).partition(".")[0] not in self._known:
            return Fault(rule=METRIC_UNKNOWN, params={"name": "…", "suggestion": suggested(())})
        metric = self._metrics.resolve(name)
        if isinstance(metric, str):
            return metric, ()
        goal = self._plan.goal_names.resolve(name)
        if isinstance(goal, str) and not metric.ambiguous:
            return self._plan.goals[goal].metric or goal, segment_of(self._plan, goal)
        if name.casefold() in _TOTALS:
            return Fault(rule=TOTAL_ROW, params={"name": name})
        self._unknown += 1
        unresolved = goal if isinstance(goal, Unresolved) and goal.ambiguous else metric
        near = tuple(dict.fromkeys((*unresolved.candidates, *_candidates(goal))))[:3]
        return Fault(rule=METRIC_UNKNOWN, params={"name": name[:80], "suggestion": suggested(near)})

    def member(self, dimension: str, name: str) -> str | Fault:
        """The member of a dimension that a cell names, by key or title."""
        member = normal(name.strip())
        segment = self._plan.segments.get(dimension)
        is_open = segment is not None and segment.open and member.casefold() not in _TOTALS
        if is_open and member not in self._member_names[dimension]:
            return member
        found = self._members[dimension].resolve(member)
        if isinstance(found, str):
            return found
        if member.casefold() in _TOTALS:
            return Fault(rule=TOTAL_ROW, params={"name": name[:80]})
        what = Words(f"member of `{dimension}`", f" `{dimension}` 的成员")
        params = {"name": name[:80], "what": what, "suggestion": suggested(found.candidates)}
        return Fault(rule=MEMBER_UNKNOWN, params=params)

    def names(self, dimension: str, member: str) -> bool:
        """Whether the plan names a member of a dimension, by key or title; an open one may have others."""
        return normal(member.strip()) in self._member_names.get(dimension, frozenset())

    def part(self, text: str) -> Pairs | Fault:
        """The part of the business that a text names: `region=海外;channel=线上`; empty is the whole."""
        found = self._parts.get(text)
        if found is None:
            found = self._parts[text] = self._part(text)
        return found

    def _part(self, text: str) -> Pairs | Fault:
        pairs: set[tuple[str, str]] = set()
        for piece in text.replace("；", ";").split(";"):
            if not piece.strip():
                continue
            name, sign, member = piece.replace("＝", "=").partition("=")
            if not sign or not name.strip() or not member.strip():
                return _unreadable(text, _NO_SIGN)
            dimension = self.dimensions.resolve(name.strip())
            if not isinstance(dimension, str):
                what = Words("dimension of the plan", "计划的维度")
                params = {
                    "name": name.strip()[:80],
                    "what": what,
                    "suggestion": suggested(dimension.candidates),
                }
                return Fault(rule=MEMBER_UNKNOWN, params=params)
            found = self.member(dimension, member)
            if isinstance(found, Fault):
                return found
            pairs.add((dimension, found))
        return tuple(sorted(pairs))

    def joined(self, text: str, *parts: Pairs) -> Pairs | Fault:
        """Several parts of the business at once: the row's metric cell, its segment and its columns."""
        of: dict[str, set[str]] = {}
        for part in parts:
            for dimension in {dimension for dimension, _ in part}:
                members = {member for of_it, member in part if of_it == dimension}
                if of.setdefault(dimension, members) != members:
                    return _unreadable(text, _CONTRADICTORY)
        return tuple(sorted((dimension, member) for dimension, members in of.items() for member in members))


_NO_SIGN: Final = Words("a part is written `dimension=member`", "应写成 `维度=成员`")
_CONTRADICTORY: Final = Words(
    "the row names two parts that differ in one dimension", "同一行在一个维度上写了两个不同的部分"
)


def _names_of(noun: Metric | Goal) -> Iterator[str]:
    yield noun.key
    yield from noun.aka
    if noun.title is not None:
        yield from (words for _, words in noun.title.words)


def _unreadable(text: str, reason: Words) -> Fault:
    return Fault(rule=SEGMENT_UNREADABLE, params={"name": text[:80], "reason": reason})


def _candidates(found: str | Unresolved) -> tuple[str, ...]:
    return (found,) if isinstance(found, str) else found.candidates


def suggested(near: tuple[str, ...]) -> Words:
    """The way out of an unknown name: the nearest ones, where there are any."""
    if not near:
        return Words("Correct the name, or define it in the plan.", "请改正名称，或在计划中定义。")
    names = [f"`{name}`" for name in near]
    return Words(f"Did you mean {' or '.join(names)}?", f"是否想写 {' 或 '.join(names)}？")
