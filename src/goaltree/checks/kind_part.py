"""Rules on the parts of rates: they are weighed, never added, and the whole lies between them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from attrs import frozen

from ..finding import Finding, Rule, Words
from ..model.goal import Cut
from ..model.metric import Metric
from ..model.plan import Plan
from .agreement import FIELDS, amount
from .arithmetic import adds_up, goal_of_name, number, unit_of
from .identity import Identity, Term
from .kind import KIND_WORDS, RATES
from .rulebook import Check, found
from .sample import HEAD, ORDERS, TEAM

_SEGMENT: Final = "segments: {channel: [线上, 门店]}\n"
_ACTION: Final = "actions:\n  stores: {title: 开新店, team: shop, serves: [basket], time: Q2 启动，Q4 完成}\n"
_CARRIES: Final = TEAM.replace("[sales]", "[basket]")
_FLOOR: Final = (">=", ">", "+")
_CEILING: Final = ("<=", "<")


def _rate(fields: str, more: str = "") -> str:
    goal = f"goals:\n  basket: {{title: 客单价, kind: mean, unit: 元/单, direction: up, {fields}, owner: shop}}\n"
    return HEAD + _SEGMENT + goal + _CARRIES + _ACTION + more


OUTSIDE_PARTS: Final = Rule(
    code="GT321",
    name="rate-outside-its-parts",
    level="error",
    message=Words(
        "`{key}` is a {kind}, and its {field} {stated} lies outside its parts by `{label}` ({parts}): whatever the weights, it is {range}.",
        "`{key}` 是{kind}，它的{field} {stated} 超出了按 `{label}` 拆分的各部分（{parts}）：无论权重如何，都应{range}。",
    ),
    hint=Words(
        "Correct one of these numbers; a rate is the weighted mean of its parts, never their sum.",
        "请改正其中一个数；比率是各部分的加权平均，不是它们的和。",
    ),
    why=Words(
        "A weighted mean lies between the smallest and the largest of its parts.",
        "加权平均必在最小与最大的部分之间。",
    ),
    wrong=_rate("per: orders, target: 140元/单, cuts: {channel: {线上: 80元/单, 门店: 60元/单}}", ORDERS),
    right=_rate("per: orders, target: 75元/单, cuts: {channel: {线上: 80元/单, 门店: 60元/单}}", ORDERS),
)
PLAIN_MEAN: Final = Rule(
    code="GT322",
    name="rate-is-plain-mean-of-its-parts",
    level="note",
    message=Words(
        "The {field} of `{key}`, {stated}, is the plain mean of its parts by `{label}` ({parts}), which is right only where all of them weigh the same.",
        "`{key}` 的{field} {stated} 是按 `{label}` 拆分各部分（{parts}）的简单平均；只有各部分权重相同时才成立。",
    ),
    hint=Words(
        "Give every part its `weight:`, or compute the whole from numerator and denominator.",
        "请给各部分写上 `weight:`，或由分子和分母计算整体。",
    ),
    why=Words(
        "100 orders at 50 and 300 at 90 make 80 an order, and not 70.",
        "100 单每单 50、300 单每单 90，平均是 80，不是 70。",
    ),
    wrong=_rate("per: orders, target: 70元/单, cuts: {channel: {线上: 80元/单, 门店: 60元/单}}", ORDERS),
    right=_rate("per: orders, target: 75元/单, cuts: {channel: {线上: 80元/单, 门店: 60元/单}}", ORDERS),
)
WEIGHTS_MISSING: Final = Rule(
    code="GT323",
    name="parts-without-weights",
    level="warning",
    message=Words(
        "`{key}` is a {kind} with parts by `{label}`, and nothing says what they weigh: only data with counts can put them together.",
        "`{key}` 是{kind}，按 `{label}` 拆分，但没有任何权重：只有带计数的数据才能合成整体。",
    ),
    hint=Words("{how}", "{how}"),
    why=Words(
        "Parts of a rate can only be put together with their weights.", "比率的各部分只有带上权重才能合成。"
    ),
    wrong=_rate("target: 75元/单, cuts: {channel: {线上: 80元/单, 门店: 60元/单}}"),
    right=_rate("target: 75元/单, per: orders, cuts: {channel: {线上: 80元/单, 门店: 60元/单}}", ORDERS),
)
WEIGHTED_DIFFERS: Final = Rule(
    code="GT324",
    name="weighted-parts-differ-from-the-rate",
    level="error",
    message=Words(
        "The {field} of `{key}` is {stated}, and its parts by `{label}`, weighed, give {derived} ({parts}): {residual} apart; rounding can explain {explained}.",
        "`{key}` 的{field}为 {stated}，而按 `{label}` 拆分的各部分加权得 {derived}（{parts}）：相差 {residual}；四舍五入最多能解释 {explained}。",
    ),
    hint=Words(
        "Correct a part, a weight or the whole: with these weights it is {derived}.",
        "请改正某个部分、权重或整体：按现有权重应为 {derived}。",
    ),
    why=Words("A rate is the weighted mean of its parts.", "比率是各部分的加权平均。"),
    wrong=_rate(
        "target: 75元/单, cuts: {channel: {线上: {target: 80元/单, weight: 0.9}, 门店: {target: 60元/单, weight: 0.1}}}"
    ),
    right=_rate(
        "target: 78元/单, cuts: {channel: {线上: {target: 80元/单, weight: 0.9}, 门店: {target: 60元/单, weight: 0.1}}}"
    ),
)
PART_KIND: Final = Rule(
    code="GT328",
    name="part-of-another-kind",
    level="error",
    message=Words(
        "`{part}` is a {derived} and a part of `{key}`, which is a {kind}.",
        "`{part}` 是{derived}，却是 `{key}`（{kind}）的一部分。",
    ),
    hint=Words(
        "Name a part that is a {kind}, or correct the kind of one of the two metrics.",
        "请改为类型是{kind}的部分，或改正其中一个指标的类型。",
    ),
    why=Words(
        "What happens during a period cannot be added to what there is at its end.",
        "一段时间内发生的量，不能与期末时点的量相加。",
    ),
    wrong=HEAD
    + "goals:\n  basket: {title: 注册会员, kind: stock, unit: 人, direction: up, target: 120万, owner: shop, cuts: {channel: {线上: {goal: new}, 门店: 40万}}}\n"
    + "  new: {title: 线上会员, kind: flow, unit: 人, direction: up, target: 80万, owner: shop}\n"
    + _SEGMENT
    + _CARRIES
    + _ACTION,
    right=HEAD
    + "goals:\n  basket: {title: 注册会员, kind: stock, unit: 人, direction: up, target: 120万, owner: shop, cuts: {channel: {线上: {goal: new}, 门店: 40万}}}\n"
    + "  new: {title: 线上会员, kind: stock, unit: 人, direction: up, target: 80万, owner: shop}\n"
    + _SEGMENT
    + _CARRIES
    + _ACTION,
)


@frozen(kw_only=True)
class Parted:
    """A stated number of a goal with those of all parts of one cut.

    Attributes:
        metric: What is counted.
        goal: The goal's key.
        cut: The cut.
        field: `target` or `baseline`.
        whole: The goal's number.
        parts: The parts' numbers, in the order of the cut.
    """

    metric: Metric
    goal: str
    cut: Cut
    field: str
    whole: Term
    parts: tuple[Term, ...]

    @property
    def params(self) -> dict[str, Any]:
        """What every message about it says."""
        shown = [str(part.quantity) for part in self.parts[:6]]
        return {
            "key": self.goal,
            "kind": KIND_WORDS[self.metric.kind] if self.metric.kind else "",
            "field": FIELDS[self.field],
            "label": self.cut.dimension,
            "stated": str(self.whole.quantity),
            "parts": ", ".join(shown + ["…"] * (len(self.parts) > 6)),
        }


def parted(plan: Plan, kinds: frozenset[str]) -> Iterator[Parted]:
    """Goals of some kinds with a complete cut by which the parts are not summed, all numbers stated."""
    for key, goal in plan.goals.items():
        metric = plan.metrics.get(goal.metric)
        if metric is None or metric.kind not in kinds:
            continue
        for cut in goal.cuts:
            if cut.partial or len(cut.members) < 2 or adds_up(plan, key, cut.dimension):
                continue
            for field in ("target", "baseline"):
                whole = number(plan, key, field, unit_of(plan, key))
                parts = [number(plan, part, field, unit_of(plan, key)) for part in cut.members.values()]
                known = tuple(part for part in parts if part is not None)
                if whole is not None and len(known) == len(parts):
                    yield Parted(metric=metric, goal=key, cut=cut, field=field, whole=whole, parts=known)


def rate_outside_its_parts(plan: Plan) -> Iterator[Finding]:
    """Rates that no weights could make of their parts."""
    for one in parted(plan, RATES):
        if _weights(plan, one) is not None:
            continue
        low = min((t for t in one.parts), key=lambda t: t.value)
        high = max((t for t in one.parts), key=lambda t: t.value)
        below = (
            one.whole.value < low.value - low.half - one.whole.half and one.whole.quantity.bound not in _FLOOR
        )
        above = (
            one.whole.value > high.value + high.half + one.whole.half
            and one.whole.quantity.bound not in _CEILING
        )
        above = above and not any(t.quantity.bound in _FLOOR for t in one.parts)
        below = below and not any(t.quantity.bound in _CEILING for t in one.parts)
        if above or below:
            words = (
                Words(f"at most {high.quantity}", f"不高于 {high.quantity}")
                if above
                else Words(f"at least {low.quantity}", f"不低于 {low.quantity}")
            )
            yield found(
                plan,
                OUTSIDE_PARTS,
                one.whole.path,
                others=[t.path for t in one.parts],
                **one.params,
                range=words,
            )


def rate_is_plain_mean_of_its_parts(plan: Plan) -> Iterator[Finding]:
    """Rates that are stated as the unweighted mean of parts that differ."""
    for one in parted(plan, RATES):
        values = [t.value for t in one.parts]
        mean = sum(values, Fraction(0)) / len(values)
        if (
            len(set(values)) > 1
            and abs(mean - one.whole.value) <= one.whole.half
            and _weights(plan, one) is None
        ):
            yield found(plan, PLAIN_MEAN, one.whole.path, others=[t.path for t in one.parts], **one.params)


def parts_without_weights(plan: Plan) -> Iterator[Finding]:
    """Rates with a complete cut of which nothing says how the parts are weighed."""
    for key, goal in plan.goals.items():
        metric = plan.metrics.get(goal.metric)
        if metric is None or metric.kind not in RATES or metric.formula is not None or metric.per is not None:
            continue
        for cut in goal.cuts:
            declared = metric.over.get(cut.dimension)
            weighed = all(
                part in plan.goals and plan.goals[part].weight is not None for part in cut.members.values()
            )
            if cut.partial or declared is not None or weighed or len(cut.members) < 2:
                continue
            yield found(
                plan,
                WEIGHTS_MISSING,
                f"{goal.at}.cuts.{cut.dimension}",
                key=key,
                kind=KIND_WORDS[metric.kind],
                label=cut.dimension,
                how=_how(metric),
            )


def _how(metric: Metric) -> Words:
    if metric.kind == "mean":
        return Words(
            "Add `per:` with the metric that it is taken over, or give every part a `weight:`.",
            "请加上 `per:`（按哪个指标平均），或给各部分写 `weight:`。",
        )
    if metric.kind == "ratio":
        return Words(
            "Add `formula:` with numerator and denominator, or give every part a `weight:`.",
            "请用 `formula:` 写明分子和分母，或给各部分写 `weight:`。",
        )
    return Words(
        "Give every part a `weight:`, or say with `over:` how they are combined.",
        "请给各部分写 `weight:`，或用 `over:` 说明如何合成。",
    )


def weighted_parts_differ_from_the_rate(plan: Plan) -> Iterator[Finding]:
    """Rates that differ from the weighted mean of their parts, where the weights are stated."""
    for one in parted(plan, RATES):
        weights = _weights(plan, one)
        if weights is None:
            continue
        total = sum(weights, Fraction(0))

        def mean(
            values: tuple[Fraction, ...], weights: tuple[Fraction, ...] = weights, total: Fraction = total
        ) -> Fraction:
            return sum((w * v for w, v in zip(weights, values, strict=True)), Fraction(0)) / total

        identity = Identity(
            kind="cut", goal=one.goal, stated=one.whole, terms=one.parts, derive=mean, field=one.field
        )
        agreement = identity.compare()
        if agreement is not None and agreement.verdict == "differs":
            yield found(
                plan,
                WEIGHTED_DIFFERS,
                one.whole.path,
                others=[t.path for t in one.parts],
                **one.params,
                derived=amount(one.whole, agreement.derived),
                residual=amount(one.whole, abs(agreement.residual), change=True),
                explained=amount(one.whole, agreement.explained, change=True),
            )


def _weights(plan: Plan, one: Parted) -> tuple[Fraction, ...] | None:
    """What the parts weigh: as stated on them, or by the same parts of what the mean is taken over."""
    stated = [plan.goals[part].weight for part in one.cut.members.values()]
    known = tuple(Fraction(weight) for weight in stated if weight is not None)
    if len(known) == len(stated):
        return known if min(known) >= 0 and sum(known) > 0 else None
    base = goal_of_name(plan, one.metric.per) if one.metric.per else None
    cut = next((c for c in plan.goals[base].cuts if c.dimension == one.cut.dimension), None) if base else None
    if cut is None or set(cut.members) != set(one.cut.members):
        return None
    counts = [number(plan, cut.members[member], one.field, None) for member in one.cut.members]
    values = tuple(count.value for count in counts if count is not None)
    return values if len(values) == len(counts) and min(values) >= 0 and sum(values) > 0 else None


def part_of_another_kind(plan: Plan) -> Iterator[Finding]:
    """Parts that are a metric of another kind than their whole; stock and distinct count go together."""
    for key, goal in plan.goals.items():
        metric = plan.metrics.get(goal.metric)
        for cut in goal.cuts if metric is not None and metric.kind is not None else ():
            for member, part in cut.members.items():
                other = plan.metrics.get(plan.goals[part].metric) if part in plan.goals else None
                if other is None or other.kind is None or metric is None or metric.kind is None:
                    continue
                if other.kind != metric.kind and {other.kind, metric.kind} != {"stock", "distinct"}:
                    path = f"{goal.at}.{'of_which' if cut.partial else 'cuts'}.{cut.dimension}.{member}"
                    kinds: dict[str, Any] = {
                        "kind": KIND_WORDS[metric.kind],
                        "derived": KIND_WORDS[other.kind],
                    }
                    others = [f"{other.at}.kind", f"{metric.at}.kind"]
                    yield found(plan, PART_KIND, path, others=others, key=key, part=part, **kinds)


CHECKS: Final = (
    Check(OUTSIDE_PARTS, rate_outside_its_parts),
    Check(PLAIN_MEAN, rate_is_plain_mean_of_its_parts),
    Check(WEIGHTS_MISSING, parts_without_weights),
    Check(WEIGHTED_DIFFERS, weighted_parts_differ_from_the_rate),
    Check(PART_KIND, part_of_another_kind),
)
