"""Goals: their cuts, addresses, metrics and references."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

import goaltree as gt
from goaltree.finding import Lang
from goaltree.model.quantity import Quantity

LANGS: tuple[Lang, ...] = ("en", "zh")
HEAD = "goaltree: 1\nplan: shop\nperiod: 2025\ncurrency: CNY\n"
SEGMENTS = (
    "segments: {channel: [线上, 门店], region: {members: [国内, 海外], open: true}, place: [线上, 店内]}\n"
)
METRIC = "title: 销售额, kind: flow, unit: 元, direction: up"


def read(goals: str, rest: str = "") -> gt.Plan:
    """A plan of some goals."""
    return gt.loads(f"{HEAD}{SEGMENTS}goals:\n{goals}\n{rest}")


def codes(plan: gt.Plan) -> list[str]:
    """The codes of what reading found."""
    return [finding.code for finding in plan.findings]


def value(plan: gt.Plan, key: str) -> Decimal:
    """The target of a goal as a number."""
    target = plan.goals[key].target
    assert isinstance(target, Quantity)
    return target.value


NESTED = read(
    f"  sales: {{{METRIC}, target: 12亿, cuts: {{channel: {{线上: {{target: 8亿, owner: web, cuts: {{region: {{国内: 7亿, 海外: 1亿}}}}}},"
    " 门店: 4亿}}, of_which: {format: {直播: 3亿}}}",
    "teams: {web: 线上部}",
)


def test_parts_are_goals_by_address() -> None:
    """Every part of a cut, of a nested cut and of a partial one is a goal under its address."""
    assert not codes(NESTED)
    assert list(NESTED.goals) == [
        "sales",
        "sales.channel.线上",
        "sales.channel.线上.region.国内",
        "sales.channel.线上.region.海外",
        "sales.channel.门店",
        "sales.format.直播",
    ]
    assert value(NESTED, "sales.channel.线上.region.海外") == 100_000_000
    assert {goal.metric for goal in NESTED.goals.values()} == {"sales"}
    assert NESTED.goals["sales.channel.线上"].owner == "web"
    cuts = {cut.dimension: cut for cut in NESTED.goals["sales"].cuts}
    assert cuts["format"].partial and not cuts["channel"].partial


@pytest.mark.parametrize(
    "name",
    ["sales.channel.线上", "sales.线上", "销售额.线上", "销售额.channel.线上", "ｓales.线上"],
)
def test_references_by_address(name: str) -> None:
    """A part is found by its address, by its short address, and through its goal's title; NFKC decides."""
    assert NESTED.goal(name).key == "sales.channel.线上"
    plan = read(
        f"  sales: {{{METRIC}, target: 12亿, cuts: {{channel: {{线上: 8亿, 门店: 4亿}}}}}}",
        f'teams: {{web: {{carries: ["{name}"]}}}}',
    )
    assert not codes(plan) and list(plan.teams["web"].carries) == ["sales.channel.线上"]


def test_references_by_title_and_alias() -> None:
    """Teams and goals are found by key, by a title of either language, and by alias."""
    plan = read(
        f"  sales: {{{METRIC.replace('title: 销售额', 'title: {zh: 销售额, en: Sales}')}, aka: [GMV], target: 1亿, owner: 线上部}}",
        "teams: {web: {title: 线上业务部, aka: [线上部], carries: [Sales, GMV, 销售额]}}",
    )
    assert not codes(plan)
    assert plan.goals["sales"].owner == "web"
    assert list(plan.teams["web"].carries) == ["sales"]


def test_a_goal_goes_by_the_title_of_its_metric() -> None:
    """A goal without a title goes by its metric's, when reading and when asked later."""
    plan = gt.loads(
        HEAD + "metrics: {orders: {title: 订单量, kind: flow, unit: 单, direction: up}}\n"
        "goals: {q1: {metric: 订单量, aka: [首季], target: 5}}\nteams: {web: {carries: [订单量]}}\n"
    )
    assert not codes(plan)
    assert plan.goals["q1"].metric == "orders"
    assert list(plan.teams["web"].carries) == ["q1"] and plan.goal("订单量").key == "q1"


def test_c07_ambiguous_and_unknown_references() -> None:
    """A short address that two cuts answer and a name that nothing has are each told once, with ways out."""
    cuts = "rolls_up: channel, cuts: {channel: {线上: 8亿, 门店: 4亿}, place: {线上: 8亿, 店内: 4亿}}"
    plan = read(
        f"  sales: {{{METRIC}, target: 12亿, {cuts}}}",
        "teams: {web: {carries: [sales.线上, sale, sales.线下]}}",
    )
    assert codes(plan) == ["GT131", "GT130", "GT130"]
    ambiguous, misspelt, no_member = plan.findings
    assert "sales.channel.线上" in ambiguous.hint() and "sales.place.线上" in ambiguous.hint()
    assert "`sales`" in misspelt.hint() and "`sales.channel.线上`" in no_member.hint()


def test_a_title_with_a_dot_is_a_title() -> None:
    """A title that looks like an address is found as the title."""
    plan = read(
        f"  v2: {{{METRIC.replace('销售额', '第二版')}, target: 1亿}}\n  launch: {{{METRIC.replace('销售额', 'v2.0 上线')}, target: 1亿}}"
    )
    assert plan.goal("v2.0 上线").key == "launch"


def test_a_part_may_be_another_goal() -> None:
    """A member that names another goal is that goal, and keeps its own owner and numbers."""
    plan = read(
        f"  sales: {{{METRIC}, target: 12亿, cuts: {{channel: {{线上: {{goal: web_sales}}, 门店: 4亿}}}}}}\n"
        f"  web_sales: {{{METRIC.replace('销售额', '线上销售额')}, target: 8亿}}"
    )
    assert not codes(plan)
    (cut,) = plan.goals["sales"].cuts
    assert dict(cut.members) == {"线上": "web_sales", "门店": "sales.channel.门店"}
    assert plan.goal("sales.线上").key == "web_sales"
    assert gt.loads(gt.dumps(plan)) == plan


def test_metrics_in_place() -> None:
    """A goal may define its metric in place, under its own key or another; twice is one finding with both places."""
    plan = read(f"  web: {{metric: web_sales, {METRIC}, target: 1亿}}")
    assert not codes(plan) and plan.goals["web"].metric == "web_sales" and "web_sales" in plan.metrics
    again = gt.loads(
        f"{HEAD}metrics:\n  sales: {{{METRIC}}}\ngoals:\n  a: {{metric: 销售额, kind: flow, target: 1亿}}\n"
    )
    assert codes(again) == ["GT113"]
    assert again.findings[0].others[0].line == 6 and "metrics.sales" in again.findings[0].message()
    both = read(f"  a: {{metric: m, {METRIC}, target: 1}}\n  b: {{metric: m, kind: flow, target: 1}}")
    assert codes(both) == ["GT113"] and "goals.a" in both.findings[0].message()


def test_parts_define_no_metric() -> None:
    """A key of a metric inside a part is told, as a part counts what its goal counts."""
    plan = read(
        f"  sales: {{{METRIC}, target: 12亿, cuts: {{channel: {{线上: {{target: 8亿, unit: 元}}, 门店: 4亿}}}}}}"
    )
    assert codes(plan) == ["GT101"] and plan.findings[0].path == "goals.sales.cuts.channel.线上.unit"


def test_restates_and_bands() -> None:
    """A goal may restate another; a range is a target where the metric wants a band, and only there."""
    plan = read(
        f"  sales: {{{METRIC}, target: 12亿}}\n  again: {{metric: sales, target: 12亿, restates: sales}}"
    )
    assert not codes(plan) and plan.goals["again"].restates == "sales"
    band = "  load: {title: 负荷, kind: ratio, unit: '%', direction: band, target: 60%-80%}"
    assert not codes(read(band))
    assert codes(read(band.replace("band", "up"))) == ["GT111"]


@pytest.mark.parametrize(
    ("goals", "code", "path"),
    [
        ("cuts: {channel: {线上: 8亿, 门电: 4亿}}", "GT132", "goals.sales.cuts.channel.门电"),
        ("cuts: {channel: {channel: 8亿}}", "GT135", "goals.sales.cuts.channel.channel"),
        ("cuts: {channel: [线上]}", "GT102", "goals.sales.cuts.channel"),
        ("cuts: [channel]", "GT102", "goals.sales.cuts"),
        ("cuts: {channel: {线上: }}", "GT103", "goals.sales.cuts.channel.线上"),
        ("rolls_up: region, cuts: {channel: {线上: 8亿}}", "GT133", "goals.sales.rolls_up"),
        ("cuts: {channel: {线上: 8亿}, region: {国内: 8亿}}", "GT134", "goals.sales"),
        ("segment: {channel: 网店}", "GT132", "goals.sales.segment"),
        ("by: channel, healthy: {线上: 1亿, 网店: 2亿}", "GT132", "goals.sales.healthy.网店"),
        ("weight: -1", "GT114", "goals.sales.weight"),
        ("weight: 3 元", "GT114", "goals.sales.weight"),
        ("weight: ~0.3", "GT114", "goals.sales.weight"),
        ("why: 增长, 复购", "GT101", "goals.sales.复购"),
    ],
)
def test_one_mistake_is_one_finding(goals: str, code: str, path: str) -> None:
    """Each mistake inside a goal is one error at its own place."""
    plan = read(f"  sales: {{{METRIC}, target: 12亿, {goals}}}")
    errors = [finding for finding in gt.check(plan).errors if finding.code in {*codes(plan)}]
    assert [(finding.code, finding.path) for finding in errors] == [(code, path)]
    assert errors[0].span is not None and errors[0].span.line >= 7


def test_a_text_split_by_its_comma_says_so() -> None:
    """A word that stands alone between commas is told to be the rest of a text."""
    (finding,) = read(f"  sales: {{{METRIC}, target: 12亿, why: 增长, 复购}}").findings
    assert "quotes" in finding.hint("en") and "引号" in finding.hint("zh")


@pytest.mark.parametrize(
    "target",
    [
        "nan",
        "inf",
        "1e400",
        "true",
        "[]",
        "{}",
        "''",
        "TBD",
        "待定",
        "null",
        "约500",
        "500+",
        "500左右",
        "<5亿",
        "1 234",
    ],
)
def test_b05_b06_b11_targets_that_are_none(target: str) -> None:
    """What is no number, no one number or no number yet is refused as a target, once, and no goal is called targetless."""
    plan = read(f"  sales: {{{METRIC}, target: {target}}}")
    assert len(plan.findings.errors) == 1 and plan.findings[0].path == "goals.sales.target"
    assert plan.goals["sales"].target is None
    assert "GT421" not in {finding.code for finding in gt.check(plan)}


@pytest.mark.parametrize(
    ("text", "bound"),
    [("≥45%", ">="), ("'>=45%'", ">="), ("＞＝45％", ">="), ("不低于45%", ">="), ("45%", "")],
)
def test_b07_b09_percent_targets(text: str, bound: str) -> None:
    """A percentage is read with its bound; a bare number of a percent metric is refused, never guessed."""
    goal = "  share: {{title: 占比, kind: ratio, unit: '%', direction: up, target: {}}}"
    target = read(goal.format(text)).goals["share"].target
    assert isinstance(target, Quantity) and target.bound == bound and target.base == Decimal("0.45")
    for bare in ("45", "0.45", "1.05"):
        assert codes(read(goal.format(bare))) == ["GT041"]


@pytest.mark.parametrize("text", ["20", "+20", "0.2", "-0.2", "-15"])
@pytest.mark.parametrize("unit", ["元", "'%'"])
def test_b07_growth_is_a_percentage_whatever_its_metric_is_measured_in(text: str, unit: str) -> None:
    """A bare growth is told to want its own sign, the metric is left alone, and each proposal reads."""
    goal = f"  g: {{kind: {'flow' if unit == '元' else 'ratio'}, unit: {unit}, growth: {text}}}"
    (finding,) = read(goal).findings.errors
    said = [finding.message(lang) + finding.hint(lang) for lang in LANGS]
    assert finding.code == "GT041"
    assert not any("metric is" in one or "unit: 1" in one or "指标单位" in one for one in said)
    for lang in LANGS:
        assert "`growth`" in finding.message(lang)
        proposals = [one for one in re.findall("`([^`]*)`", finding.hint(lang)) if one != "growth"]
        assert f"{text}%" in proposals and len(proposals) == (2 if abs(float(text)) < 1 else 1)
        for proposal in proposals:
            assert codes(read(goal.replace(f"growth: {text}", f"growth: {proposal}"))) == []


@pytest.mark.parametrize("text", ["≥45", "≤-3", "约45"])
def test_b07_a_proposed_percentage_keeps_its_bound(text: str) -> None:
    """What is proposed for a bare percentage has the sign and the bound that were written."""
    goal = "  share: {{title: 占比, kind: ratio, unit: '%', healthy: {}}}"
    (finding,) = read(goal.format(text)).findings.errors
    assert finding.code == "GT041"
    assert f"`{text}%`" in finding.hint() and f"`{text}%`" in finding.hint("zh")
    assert codes(read(goal.format(f"{text}%"))) == []


def test_deep_parts() -> None:
    """Parts 60 cuts deep are read, written and found; what the format cannot hold is refused before anything is built."""

    def nested(depth: int) -> str:
        opened = "{target: 1亿, cuts: {channel: {线上: " * depth
        return f"{HEAD}goals: {{sales: {opened}1亿{'}}}' * depth}}}\n"

    plan = gt.loads(nested(60))
    assert not codes(plan) and len(plan.goals) == 61
    deepest = max(plan.goals, key=len)
    assert plan.goal(deepest).key == deepest and plan.goal("sales" + ".线上" * 60).key == deepest
    assert gt.loads(gt.dumps(plan)) == plan
    assert codes(gt.loads(nested(100))) == ["GT006"]


@pytest.mark.parametrize("depth", [200, 250])
def test_a10_nesting_up_to_the_limit(depth: int) -> None:
    """A value 200 levels deep is kept and written back; one beyond 256 is told at its line."""
    inner = "[" * depth + "x" + "]" * depth
    plan = gt.loads(f"{HEAD}goals: {{sales: {{{METRIC}, target: 1亿}}}}\nmeta: {{own: {inner}}}\n")
    assert not codes(plan) and gt.loads(gt.dumps(plan)) == plan and gt.loads(plan.to_dict()) == plan
    deeper = gt.loads(
        f"{HEAD}goals: {{sales: {{{METRIC}, target: 1亿}}}}\nmeta: {{own: {'[' * 300}x{']' * 300}}}\n"
    )
    assert (
        codes(deeper) == ["GT006"]
        and deeper.findings[0].span is not None
        and deeper.findings[0].span.line == 6
    )


def test_a_goal_that_cannot_be_keyed_is_told_once() -> None:
    """What refers to a goal whose key was refused is not reported again."""
    plan = read(f"  a/b: {{{METRIC}, target: 1亿}}", "teams: {web: {carries: [a/b]}}")
    assert codes(plan) == ["GT105"]
    assert codes(gt.loads(HEAD + "goals: [sales]\nteams: {web: {carries: [sales]}}\n")) == ["GT102"]
