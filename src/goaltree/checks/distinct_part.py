"""Rules on the parts of a distinct count: whoever is in two of them is counted once in the whole."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from ..finding import Finding, Rule, Words
from ..model.plan import Plan
from .agreement import FIELDS, amount
from .arithmetic import adds_up, number, unit_of
from .identity import Term, decimal
from .kind_part import parted
from .rulebook import Check, found
from .sample import HEAD, TEAM

_SEGMENT: Final = "segments: {channel: [线上, 门店]}\n"
_ACTION: Final = "actions:\n  stores: {title: 开新店, team: shop, serves: [basket], time: Q2 启动，Q4 完成}\n"
_CARRIES: Final = TEAM.replace("[sales]", "[basket]")
_FLOOR: Final = (">=", ">", "+")
_CEILING: Final = ("<=", "<")


def _distinct(target: str, more: str = "") -> str:
    goal = (
        f"goals:\n  basket: {{title: 月活用户, kind: distinct, unit: 人, direction: up, target: {target}, owner: shop{more},"
        " cuts: {channel: {线上: 300万, 门店: 80万}}}\n"
    )
    return HEAD + _SEGMENT + goal + _CARRIES + _ACTION


DISTINCT_SUMMED: Final = Rule(
    code="GT325",
    name="distinct-parts-summed",
    level="note",
    message=Words(
        "The {field} of `{key}`, {stated}, is the sum of its parts by `{label}` ({parts}), which is right only where nobody is in two of them.",
        "`{key}` 的{field} {stated} 等于按 `{label}` 拆分各部分之和（{parts}）；只有没有人同时属于两部分时才成立。",
    ),
    hint=Words(
        "Add `disjoint: {label}` to the metric if nobody is in two parts.",
        "如果没有人同时属于两部分，请给指标加上 `disjoint: {label}`。",
    ),
    why=Words(
        "Whoever is in two parts is counted twice in their sum, and once in the whole.",
        "同时属于两部分的人，在加总中算了两次，在整体中只算一次。",
    ),
    wrong=_distinct("380万"),
    right=_distinct("380万", ", disjoint: channel"),
)
DISTINCT_SHORT: Final = Rule(
    code="GT326",
    name="distinct-parts-cannot-reach-the-whole",
    level="error",
    message=Words(
        "The {field} of `{key}` is {stated}, and its parts by `{label}` come to {derived} at most ({parts}): {residual} too little; rounding can explain {explained}.",
        "`{key}` 的{field}为 {stated}，而按 `{label}` 拆分的各部分最多合计 {derived}（{parts}）：少了 {residual}；四舍五入最多能解释 {explained}。",
    ),
    hint=Words(
        "Correct one of these numbers, name the part that is missing, or write the cut under `of_which:`.",
        "请改正其中一个数，补上缺少的部分，或把拆分写在 `of_which:` 下。",
    ),
    why=Words(
        "The whole of a distinct count is at most the sum of its parts.", "去重计数的整体最多等于各部分之和。"
    ),
    wrong=_distinct("390万"),
    right=_distinct("370万"),
)
DISTINCT_EXCEEDS: Final = Rule(
    code="GT327",
    name="distinct-part-exceeds-the-whole",
    level="error",
    message=Words(
        "The {field} of `{part}` is {derived}, more than the {stated} of `{key}` that it is a part of: {residual} too much; rounding can explain {explained}.",
        "`{part}` 的{field}为 {derived}，大于它所属的 `{key}` 的 {stated}：多了 {residual}；四舍五入最多能解释 {explained}。",
    ),
    hint=Words("Correct one of the two numbers.", "请改正其中一个数。"),
    why=Words(
        "Whoever is in a part is in the whole, so no part is larger.",
        "属于部分的人也属于整体，所以部分不会更大。",
    ),
    wrong=_distinct("290万"),
    right=_distinct("370万"),
)


def distinct_parts_summed(plan: Plan) -> Iterator[Finding]:
    """Distinct counts that are stated as the sum of parts which may overlap."""
    for one in parted(plan, frozenset({"distinct"})):
        total = sum((t.value for t in one.parts), Fraction(0))
        if abs(total - one.whole.value) <= one.whole.half:
            yield found(
                plan, DISTINCT_SUMMED, one.whole.path, others=[t.path for t in one.parts], **one.params
            )


def distinct_parts_cannot_reach_the_whole(plan: Plan) -> Iterator[Finding]:
    """Distinct counts that are more than the sum of all their parts."""
    for one in parted(plan, frozenset({"distinct"})):
        total = sum((t.value for t in one.parts), Fraction(0))
        explained = one.whole.half + sum((t.half for t in one.parts), Fraction(0))
        open_ended = one.whole.quantity.bound in _CEILING or any(
            t.quantity.bound in _FLOOR for t in one.parts
        )
        if one.whole.value - total > explained and not open_ended:
            yield found(
                plan,
                DISTINCT_SHORT,
                one.whole.path,
                others=[t.path for t in one.parts],
                stake=decimal(one.whole.value - total),
                **one.params,
                derived=amount(one.whole, total),
                residual=amount(one.whole, one.whole.value - total, change=True),
                explained=amount(one.whole, explained, change=True),
            )


def distinct_part_exceeds_the_whole(plan: Plan) -> Iterator[Finding]:
    """Parts of a distinct count, of complete and partial cuts, that are more than the whole."""
    for key, goal in plan.goals.items():
        metric = plan.metrics.get(goal.metric)
        if metric is None or metric.kind != "distinct":
            continue
        for cut in goal.cuts:
            for field in ("target", "baseline") if not adds_up(plan, key, cut.dimension) else ():
                whole = number(plan, key, field, unit_of(plan, key))
                for part in cut.members.values() if whole is not None else ():
                    term = number(plan, part, field, unit_of(plan, key))
                    if whole is not None and term is not None:
                        yield from _exceeding(plan, key, part, field, whole, term)


def _exceeding(plan: Plan, key: str, part: str, field: str, whole: Term, term: Term) -> Iterator[Finding]:
    excess, explained = term.value - whole.value, whole.half + term.half
    if excess > explained and whole.quantity.bound not in _FLOOR and term.quantity.bound not in _CEILING:
        yield found(
            plan,
            DISTINCT_EXCEEDS,
            term.path,
            others=[whole.path],
            stake=decimal(excess),
            key=key,
            part=part,
            field=FIELDS[field],
            stated=str(whole.quantity),
            derived=str(term.quantity),
            residual=amount(whole, excess, change=True),
            explained=amount(whole, explained, change=True),
        )


CHECKS: Final = (
    Check(DISTINCT_SUMMED, distinct_parts_summed),
    Check(DISTINCT_SHORT, distinct_parts_cannot_reach_the_whole),
    Check(DISTINCT_EXCEEDS, distinct_part_exceeds_the_whole),
)
