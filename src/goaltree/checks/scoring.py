"""Rules on how goals are scored: methods that lack a number, status rules without an end, indices, limits."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from ..finding import Finding, Rule, Words
from ..model.goal import Goal
from ..model.governance import StatusRule
from ..model.plan import Plan
from ..model.quantity import Quantity
from .ambition import percent
from .rulebook import Check, found
from .sample import ACTION, GOAL, HEAD, TEAM


def _goal(more: str) -> str:
    return HEAD + GOAL.replace("owner: shop}", f"owner: shop, {more}}}") + TEAM + ACTION


METHOD_LACKS: Final = Rule(
    code="GT507",
    name="method-lacks-its-number",
    level="error",
    message=Words(
        "`{key}` is scored by `{method}` and states no {lacking}.",
        "`{key}` 按 `{method}` 计分，却没有写 {lacking}。",
    ),
    hint=Words(
        "State `{lacking}:`, or leave `method:` out: then it follows from kind and direction.",
        "请写明 `{lacking}:`，或删去 `method:`，改由指标类型和方向决定。",
    ),
    why=Words(
        "Each method of attainment compares the actual with numbers of its own; without them there is no score.",
        "每种完成率算法都要与特定的数比较；缺了这些数就没有得分。",
    ),
    wrong=_goal("method: progress"),
    right=_goal("method: progress, baseline: 10亿"),
)

NO_OTHERWISE: Final = Rule(
    code="GT508",
    name="status-rules-leave-a-gap",
    level="error",
    message=Words(
        "The last status rule has a condition, so that a goal may have no status at all.",
        "最后一条状态规则仍带条件，目标可能得不到任何状态。",
    ),
    hint=Words(
        "End the list with a rule without `when:`, such as `{{status: off_track}}`.",
        "请以一条不带 `when:` 的规则结尾，例如 `{{status: off_track}}`。",
    ),
    why=Words(
        "The first rule that holds decides. Bands that leave a gap give some goals no status, and nobody sees which.",
        "第一条成立的规则决定状态。区间之间若有空隙，有些目标就没有状态，而且无人察觉。",
    ),
    wrong=_goal('status: [{status: on_track, when: "deviation(goal) >= -5%"}]'),
    right=_goal('status: [{status: on_track, when: "deviation(goal) >= -5%"}, {status: off_track}]'),
)

AFTER_OTHERWISE: Final = Rule(
    code="GT509",
    name="status-rule-never-reached",
    level="error",
    message=Words(
        "The rule for `{status}` stands behind one without a condition and is never reached.",
        "`{status}` 的规则排在一条不带条件的规则之后，永远轮不到它。",
    ),
    hint=Words("Move it up, or remove it.", "请把它移到前面，或删去。"),
    why=Words(
        "The first rule that holds decides, and one without a condition always holds.",
        "第一条成立的规则决定状态，而不带条件的规则总是成立。",
    ),
    wrong=_goal(
        'status: [{status: off_track}, {status: on_track, when: "deviation(goal) >= -5%"}, {status: at_risk}]'
    ),
    right=_goal('status: [{status: on_track, when: "deviation(goal) >= -5%"}, {status: off_track}]'),
)

_INDEX: Final = (
    "metrics:\n"
    "  quality: {title: 优质占比, kind: ratio, unit: '%', direction: up}\n"
    "  repeat: {title: 复购率, kind: ratio, unit: '%', direction: up}\n"
)


def _composite(index: str) -> str:
    parts = _INDEX if index else ""
    goal = f"  health: {{title: 社区指数, kind: composite, direction: up, target: 0.8, owner: shop{index}}}\n"
    return HEAD + parts + GOAL + goal + TEAM + ACTION.replace("serves: [sales]", "serves: [sales, health]")


NO_PARTS: Final = Rule(
    code="GT510",
    name="composite-without-parts",
    level="warning",
    message=Words(
        "`{key}` is a composite and nothing says what it is made of.",
        "`{key}` 是合成指标，却没有写由什么合成。",
    ),
    hint=Words(
        "List its parts under `index:`, with weights and goalposts, or give it a `formula:`.",
        "请在 `index:` 下列出组成部分、权重和上下限，或写出 `formula:`。",
    ),
    why=Words(
        "An index that nobody can recompute cannot be argued with, and cannot be improved on purpose.",
        "无法复算的指数，既无法核对，也无法有针对性地改进。",
    ),
    wrong=_composite(""),
    right=_composite(
        ", index: {quality: {weight: 40%, worst: 20%, best: 60%}, repeat: {weight: 60%, worst: 10%, best: 50%}}"
    ),
)

WEIGHTS: Final = Rule(
    code="GT511",
    name="index-weights-do-not-sum",
    level="error",
    message=Words(
        "The weights of `{key}` sum to {total}.",
        "`{key}` 各部分的权重之和为 {total}。",
    ),
    hint=Words("Let them sum to 100%, or state none.", "请让权重之和为 100%，或都不写（等权）。"),
    why=Words(
        "An index is a mean: weights that do not sum to one stretch or shrink it unseen.",
        "指数是加权平均：权重之和不为 1，会在不知不觉中放大或缩小它。",
    ),
    wrong=_composite(", index: {quality: 40%, repeat: 50%}"),
    right=_composite(", index: {quality: 40%, repeat: 60%}"),
)

GOALPOSTS: Final = Rule(
    code="GT512",
    name="goalposts-of-no-length",
    level="error",
    message=Words(
        "The goalposts of `{part}` in `{key}` are {found}.",
        "`{key}` 中 `{part}` 的上下限为 {found}。",
    ),
    hint=Words(
        "State both `worst:` and `best:`, and let them differ; without either the part's own attainment counts.",
        "请同时写明 `worst:` 与 `best:` 且两者不同；都不写则按该部分自己的完成率计。",
    ),
    why=Words(
        "A part is placed between its goalposts before it is weighed; between one post there is no place.",
        "各部分先按上下限换算到 0 到 1 再加权；只有一个端点就无从换算。",
    ),
    wrong=_composite(", index: {quality: {weight: 40%, worst: 20%}, repeat: 60%}"),
    right=_composite(", index: {quality: {weight: 40%, worst: 20%, best: 60%}, repeat: 60%}"),
)


LIMIT: Final = Rule(
    code="GT513",
    name="scoring-limit-impossible",
    level="error",
    message=Words(
        "`{field}` is {stated}, and can only be {wanted}.", "`{field}` 写作 {stated}，只能是{wanted}。"
    ),
    hint=Words("Write a number such as {example}, or leave it out.", "请写例如 {example} 的数，或删去。"),
    why=Words(
        "A limit that nothing can reach leaves goals without a status, and half a review is none.",
        "达不到的界限会让目标没有状态；回顾也没有半次。",
    ),
    wrong=HEAD + GOAL + TEAM + ACTION + "governance: {coverage: 130%}\n",
    right=HEAD + GOAL + TEAM + ACTION + "governance: {coverage: 70%}\n",
)
_SHARE: Final = Words("a share from 0 to 100%", "0 到 100% 之间的比例")
_FURTHER: Final = Words("0 or more", "0 或更大")
_REVIEWS: Final = Words("a whole number from 1 up", "不小于 1 的整数")


def method_lacks_its_number(plan: Plan) -> Iterator[Finding]:
    """Methods of attainment for which the goal states too little."""
    for key, goal in plan.goals.items():
        lacking = _lacking(goal)
        if lacking:
            yield found(
                plan, METHOD_LACKS, f"{goal.at}.method", key=key, method=goal.method or "", lacking=lacking
            )


def _lacking(goal: Goal) -> str:
    if goal.method == "progress" and goal.baseline is None:
        return "baseline"
    if goal.method == "worst_target" and goal.worst is None:
        return "worst"
    if goal.method == "tiers" and (goal.tiers is None or goal.tiers.threshold is None):
        return "tiers.threshold"
    is_band = isinstance(goal.target, Quantity) and goal.target.high is not None
    if goal.method == "band" and not is_band:
        return "target"
    return ""


def status_rules_leave_a_gap(plan: Plan) -> Iterator[Finding]:
    """Lists of status rules whose last rule has a condition."""
    for at, rules in _lists(plan):
        if rules[-1].when is not None:
            yield found(plan, NO_OTHERWISE, at)


def status_rule_never_reached(plan: Plan) -> Iterator[Finding]:
    """Status rules behind one without a condition."""
    for at, rules in _lists(plan):
        first = next((i for i, rule in enumerate(rules) if rule.when is None), len(rules))
        for i in range(first + 1, len(rules)):
            yield found(plan, AFTER_OTHERWISE, f"{at}[{i}]", status=rules[i].status)


def _lists(plan: Plan) -> Iterator[tuple[str, tuple[StatusRule, ...]]]:
    if plan.governance is not None and plan.governance.status:
        yield "governance.status", plan.governance.status
    for goal in plan.goals.values():
        if goal.status:
            yield f"{goal.at}.status", goal.status


def composite_without_parts(plan: Plan) -> Iterator[Finding]:
    """Composite metrics without an index and without a formula."""
    for key, metric in plan.metrics.items():
        if metric.kind == "composite" and metric.index is None and metric.formula is None:
            yield found(plan, NO_PARTS, metric.at, key=key)


def index_weights_do_not_sum(plan: Plan) -> Iterator[Finding]:
    """Indices whose weights do not sum to 1, or that weigh only some of their parts."""
    for key, metric in plan.metrics.items():
        parts = metric.index.parts.values() if metric.index else ()
        weights = [part.weight for part in parts if part is not None and part.weight is not None]
        total = sum(map(Fraction, weights), Fraction(0))
        if weights and (total != 1 or len(weights) != len(parts)):
            yield found(plan, WEIGHTS, f"{metric.at}.index", key=key, total=percent(total))


def goalposts_of_no_length(plan: Plan) -> Iterator[Finding]:
    """Parts of an index with one goalpost, or with two that are the same."""
    for key, metric in plan.metrics.items():
        for name, part in metric.index.parts.items() if metric.index else ():
            posts = [] if part is None else [post for post in (part.worst, part.best) if post is not None]
            if len(posts) == 1 or (len(posts) == 2 and posts[0].base == posts[1].base):
                yield found(
                    plan,
                    GOALPOSTS,
                    f"{metric.at}.index.{name}",
                    key=key,
                    part=name,
                    found=tuple(str(post) for post in posts),
                )


def scoring_limit_impossible(plan: Plan) -> Iterator[Finding]:
    """Least coverages beyond the whole, margins below zero, and reviews in a row that are no whole number."""
    governance = plan.governance
    if governance is None:
        return
    share = governance.coverage
    if share is not None and share > 1:
        yield _impossible(plan, "governance.coverage", percent(Fraction(share)), _SHARE, "80%")
    hysteresis = governance.hysteresis
    margin = None if hysteresis is None else hysteresis.margin
    if margin is not None and margin.value < 0:
        yield _impossible(plan, "governance.hysteresis.margin", str(margin), _FURTHER, "2%")
    in_a_row = None if hysteresis is None else hysteresis.in_a_row
    if in_a_row is not None and (in_a_row < 1 or in_a_row != int(in_a_row)):
        yield _impossible(plan, "governance.hysteresis.in_a_row", str(in_a_row), _REVIEWS, "2")


def _impossible(plan: Plan, at: str, stated: str, wanted: Words, example: str) -> Finding:
    field = at.rpartition(".")[2]
    return found(plan, LIMIT, at, field=field, stated=stated, wanted=wanted, example=example)


CHECKS: Final = (
    Check(METHOD_LACKS, method_lacks_its_number),
    Check(NO_OTHERWISE, status_rules_leave_a_gap),
    Check(AFTER_OTHERWISE, status_rule_never_reached),
    Check(NO_PARTS, composite_without_parts),
    Check(WEIGHTS, index_weights_do_not_sum),
    Check(GOALPOSTS, goalposts_of_no_length),
    Check(LIMIT, scoring_limit_impossible),
)
