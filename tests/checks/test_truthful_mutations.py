"""One slip in a truthful plan gives one finding: the rules on actions, money, risks and collaboration."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import goaltree as gt
from goaltree.checks import (
    action,
    allocation,
    budget,
    collaboration,
    effect,
    governance,
    need,
    pool,
    risk,
)
from goaltree.checks.check import CHECKS, check
from goaltree.finding import Finding

CLEAN = Path(__file__).parents[1] / "plans" / "clean"
OWN = [
    one
    for module in (action, need, effect, budget, pool, risk, governance, collaboration, allocation)
    for one in module.CHECKS
]
NEW = [one.rule.code for one in OWN]
RULES = [*(one for one in CHECKS if one.rule.code not in NEW), *OWN]

COST, CAFE, PROJECT, SAAS, WORLD, COUNTY = (
    "cost_saving.yaml",
    "shop.yaml",
    "staged_project.yaml",
    "saas.yaml",
    "multi_currency.yaml",
    "government.yaml",
)

REACH = 6
"""Where something is missing, the finding stands at what misses it, so many lines above at most."""

SLIPS = [
    # actions
    (CAFE, "    time: Q1 启动，Q4 完成\n", "", "GT601"),
    (COST, "needs: [{money: 30万, for: 费控系统}],\n", "\n", "GT602"),
    (
        PROJECT,
        ", risks: [{if: 方案反复, when: value(progress) < 10%, then: {do: 冻结需求清单, by: 2025-06-30}}]",
        "",
        "GT603",
    ),
    (WORLD, ", then: {do: 按毛利排序投放, by: Q4}", "", "GT604"),
    (CAFE, "from: kitchen, by: 2月底}", "by: 2月底}", "GT606"),
    (COST, "{work: 替代料验证, from: production, by: Q2}", "{work: 替代料验证, from: production}", "GT607"),
    (CAFE, "{money: 2万, for: 储值赠饮}", "{for: 储值赠饮}", "GT608"),
    (CAFE, "time: 3月上线，6月全量", "time: 3月上线，2026年6月全量", "GT609"),
    (COST, "time: Q1 上线, serves", "time: 2026Q1 上线, serves", "GT610"),
    (PROJECT, "2025-07 进场，2025-09 安装完成", "2025-03 进场，2025-09 安装完成", "GT611"),
    (PROJECT, "time: 设计阶段完成, serves", "time: 设计阶段完成, after: [ramp_up], serves", "GT612"),
    (
        COST,
        "{work: 供应商到货窗口, from: procurement, by: Q2}",
        "{work: 供应商到货窗口, from: procurement, by: Q4}",
        "GT613",
    ),
    (CAFE, "effect: {revenue.外卖: +28.08万}", "effect: {revenue.外卖: +20.08万}", "GT614"),
    (SAAS, "effect: {trials: +690}", "effect: {trials: +609}", "GT614"),
    (COST, "effect: {saving.运输优化: +252万}", "effect: {saving.运输优化: -252万}", "GT615"),
    (WORLD, "effect: {revenue.中国: +3600万}", "effect: {revenue.中国: +3500万}", "GT617"),
    # money
    (COST, "amount: 400万, due: Q2", "amount: 300万, due: Q2", "GT630"),
    (CAFE, "amount: 4万, due: 4月", "amount: 5万, due: 4月", "GT631"),
    (PROJECT, "amount: 200万, due: 2025-08-31", "amount: 200万, due: 2025-11-30", "GT632"),
    (COST, "{gate: 合同签订, amount: 300万, due: Q1}", "{gate: 合同签订, amount: 300万, due: Q3}", "GT633"),
    (COST, "{approved: 900万,", "{approved: 900万, spent: 100万,", "GT634"),
    (CAFE, "{budget: 10%, of: 20万, for: 设备临时维修}", "{budget: 10%, for: 设备临时维修}", "GT635"),
    (CAFE, "{money: 4万, for: 新品研发与包材}", "{money: 40万, for: 新品研发与包材}", "GT636"),
    (COUNTY, "reserve: {budget: 8%, of: 60亿", "reserve: {budget: 28%, of: 60亿", "GT636"),
    (COST, "{money: 900万, for: 设备与施工}", "{money: 890万, for: 设备与施工}", "GT637"),
    (COST, "{money: 80万, for: 标准料箱}", "{money: 80万, for: 标准料箱, from: equipment}", "GT638"),
    (CAFE, "      approved: 6万\n", "", "GT639"),
    (CAFE, "amount: 4万, due: 4月", "due: 4月", "GT640"),
    (CAFE, "{gate: 安装验收, amount", "{amount", "GT641"),
    # risks
    (COST, "if: 施工延期, when: pace(saving.节能改造) < 0.8,", "if: 施工延期,", "GT660"),
    (COST, "when: attainment(defect) < 0.7", "when: pace(total_cost) > 0.9", "GT664"),
    (COST, "when: value(energy_per_unit) <= 12", "when: value(energy_per_unit) >= 12", "GT668"),
    (SAAS, "when: value(nrr) < 104%", "when: value(nrr) > 104%", "GT664"),
    (COST, "when: attainment(defect) < 0.7", "when: 0.6 < 0.7", "GT663"),
    (CAFE, "{do: 主推小程序自取, by: 9月,", "{do: 主推小程序自取, by: 2月,", "GT665"),
    (COST, "{do: 授权到车间主任, by: Q3}", "{do: 授权到车间主任}", "GT666"),
    (COST, "{do: 授权到车间主任, by: Q3}", "{do: 授权到车间主任, by: 2026Q3}", "GT667"),
    # governance
    (COST, "warning: {at: ≥+3%, ", "warning: {", "GT670"),
    (CAFE, "emergency: {at: ≤-20%", "emergency: {at: ≥-20%", "GT671"),
    (CAFE, "emergency: {at: ≤-20%", "emergency: {at: ≤-2%", "GT672"),
    (CAFE, "decide_within: 24 小时", "decide_within: 24 天", "GT673"),
    (CAFE, "decides: floor, decide_within: 24 小时", "decides: floor", "GT673"),
    (COST, "answer: 总经理专题会, ", "", "GT674"),
    (PROJECT, "teams: [equipment, software, operations], for: 全流程联调", "for: 全流程联调", "GT676"),
    (PROJECT, ", ends: 2025-12-31}}", "}}", "GT677"),
    (COST, "weekly: {title: 降本周会, every: 每周 1 次, ", "weekly: {title: 降本周会, ", "GT678"),
    (
        COST,
        "weekly: {title: 降本周会, every: 每周 1 次, teams: all, ",
        "weekly: {title: 降本周会, every: 每周 1 次, ",
        "GT679",
    ),
    # collaboration
    (
        WORLD,
        "    works_with: [{with: board, for: 季度区域复盘}, {with: finance, for: 美元锁汇, serves: [hedged]}]\n",
        "    works_with: [{with: board, for: 季度区域复盘}]\n",
        "GT430",
    ),
    (COST, "{money: 80万, for: 标准料箱}", "{work: 料箱设计, from: equipment, by: Q2}", "GT431"),
    (WORLD, "teams: [america, finance], by: 每周 1 次}", "teams: [america, finance]}", "GT432"),
    (WORLD, "from: warehouses, to: revenue.北美,", "to: revenue.北美,", "GT433"),
    (WORLD, "teams: [america, finance], by", "teams: [america], by", "GT434"),
    (CAFE, "{with: kitchen, for: 备料与排班, serves: [making_time]}", "{with: kitchen}", "GT437"),
    (
        CAFE,
        "- {with: kitchen, for: 备料与排班, serves: [making_time]}",
        "- {with: kitchen, for: 备料与排班, serves: [making_time]}\n      - {for: 联合促销}",
        "GT438",
    ),
]


QUEUE = "healthy: ≤8 分钟}\n  queue: {title: 排队人数, kind: stock, unit: 人, direction: down, source: till}"


@pytest.mark.parametrize(
    ("queue", "when", "code"),
    [
        (QUEUE, "when: value(queue) > 20", None),
        (QUEUE.replace(", source: till", ""), "when: value(queue) > 20", "GT661"),
        (QUEUE, "when: pace(queue) < 0.9", "GT662"),
        (QUEUE.replace("source: till", "source: till, healthy: ≤10 人"), "when: pace(queue) < 0.9", None),
    ],
)
def test_trigger_on_a_metric_without_goal(queue, when, code):
    """A trigger may watch a metric that has no goal, if it has a source and what it is compared with."""
    text = (CLEAN / CAFE).read_text(encoding="utf-8")
    plan = text.replace("healthy: ≤8 分钟}", queue, 1).replace("when: pace(revenue.外卖) < 0.9", when, 1)
    more = Counter(finding.code for finding in _found(plan)) - Counter(
        finding.code for finding in _found(text)
    )
    assert list(more) == ([] if code is None else [code])


@cache
def _found(text: str) -> tuple[Finding, ...]:
    return tuple(check(gt.loads(text), rules=RULES))


@pytest.mark.parametrize(
    ("name", "old", "new", "code"), SLIPS, ids=[f"{slip[3]}-{slip[0]}" for slip in SLIPS]
)
def test_one_slip_gives_its_finding(name, old, new, code):
    """A truthful plan with one slip has the findings that it had, and those of the slip."""
    text = (CLEAN / name).read_text(encoding="utf-8")
    assert text.count(old) >= 1
    before = Counter(finding.code for finding in _found(text))
    after = _found(text.replace(old, new, 1))
    more = Counter(finding.code for finding in after) - before
    assert list(more) == [code], [f.message() for f in after]
    line = next(
        i
        for i, (one, two) in enumerate(
            zip(text.splitlines(), text.replace(old, new, 1).splitlines(), strict=False), 1
        )
        if one != two
    )
    shown = [f for f in after if f.code == code]
    assert any(0 <= line - span.line <= REACH for f in shown for span in (f.span, *f.others))
    assert not any(
        "{" in sentence or "None" in sentence
        for f in shown
        for lang in ("en", "zh")
        for sentence in (f.message(lang), f.hint(lang).replace("{do: ..., by: ...}", ""))
    )


@pytest.mark.parametrize("path", sorted(CLEAN.iterdir()), ids=lambda path: path.stem)
def test_truthful_plan_is_silent(path):
    """None of these rules fires on a truthful plan."""
    plan = gt.read(path)
    assert [finding.message() for one in OWN for finding in one.run(plan)] == []
