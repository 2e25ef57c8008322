"""The rules on actions."""

from __future__ import annotations

import pytest

import goaltree as gt
from goaltree.checks import action
from goaltree.checks.check import CHECKS, check

OWN = [one.rule.code for one in action.CHECKS]
RULES = [*(one for one in CHECKS if one.rule.code not in OWN), *action.CHECKS]


def codes(text: str) -> list[str]:
    """What is found in a plan, by code."""
    return sorted(finding.code for finding in check(gt.loads(text), rules=RULES))


@pytest.mark.parametrize("rule", [one.rule for one in action.CHECKS], ids=lambda rule: rule.name)
def test_rule_fires_on_its_wrong_plan_alone(rule):
    """A rule's wrong plan gives this finding and no other, its right plan none."""
    assert codes(rule.wrong) == [rule.code]
    assert codes(rule.right) == []


@pytest.mark.parametrize(("code", "field"), [("GT603", "risks: [{if: x}]"), ("GT602", "budget: 1万")])
@pytest.mark.parametrize("saying", [1, 2, 4])
def test_what_others_say_is_counted(code: str, field: str, saying: int) -> None:
    """An action that says less than others is told how many of them say it, not that all do."""
    more = "".join(f"  a{i}: {{team: t, serves: [sales], {field}}}\n" for i in range(saying))
    plan = gt.loads(
        f"{HEAD}{GOAL.replace('PERIOD', '2025')}teams: {{t: T}}\nactions:\n{more}  b: {{team: t, serves: [sales]}}\n"
    )
    (finding,) = gt.check(plan).select([code])
    assert finding.path == "actions.b"
    assert f"{saying} of the {saying + 1} actions" in finding.message()
    assert f"{saying + 1} 项行动中有 {saying} 项" in finding.message("zh")
    assert "other actions" not in finding.message() and "其他" not in finding.message("zh")


HEAD = "goaltree: 1\nplan: p\nperiod: 2025\ncurrency: CNY\n"


def own(text: str) -> list[str]:
    """What the rules of this family find in a plan, by code."""
    plan = gt.loads(HEAD + text)
    assert not plan.findings.errors, plan.findings.to_text()
    return sorted(finding.code for one in action.CHECKS for finding in one.run(plan))


GOAL = "goals: {sales: {kind: flow, unit: 元, direction: up, target: 12亿, period: PERIOD}}\n"


def one_action(time: str, period: str = "2025", rest: str = "") -> str:
    """A plan with one action."""
    return (
        GOAL.replace("PERIOD", period)
        + f"actions: {{a: {{team: t, serves: [sales], time: {time}{rest}}}}}\nteams: {{t: T}}\n"
    )


@pytest.mark.parametrize(
    ("time", "period", "codes_found"),
    [
        ("Q1 启动，Q4 完成", "2025", []),
        ("Q1 启动，Q4 完成", "2025H1", ["GT609"]),
        ("Q2 灰度，Q3 全量", "2025H1", ["GT609"]),
        ("Q2 完成", "2025H1", []),
        ("Q3 启动", "2025H1", ["GT609"]),
        ("每周 1 次", "2025H1", []),
        ("全年常态化", "2025H1", []),
        ("2026Q1 启动", "2025", ["GT610"]),
        ("2024Q4 完成", "2025", ["GT610"]),
        ("2024Q4 启动", "2025", []),
        ("2024Q4 启动，2025Q2 完成", "2025", []),
        ("2025Q3 启动，2026Q2 完成", "2025", ["GT609"]),
    ],
)
def test_time_of_an_action_against_its_goal_and_plan(time, period, codes_found):
    """An action delivers within the period of what it serves; one that is out of the plan altogether says so once."""
    assert own(one_action(time, period)) == codes_found


def test_action_in_time_for_one_goal_may_end_with_another():
    """What delivers a part by the earlier goal's end and the rest for a later goal is in time."""
    goals = GOAL.replace("PERIOD", "2025H1").replace(
        "}}\n", "}, profit: {kind: flow, unit: 元, direction: up, target: 1亿}}\n"
    )
    both = "actions: {a: {team: t, serves: [sales, profit], time: TIME}}\nteams: {t: T}\n"
    assert own(goals + both.replace("TIME", "Q2 灰度，Q3 全量")) == []
    assert own(goals + both.replace("TIME", "Q1 启动，Q3 全量")) == ["GT609"]


@pytest.mark.parametrize(
    ("first", "then", "codes_found"),
    [
        ("Q1 完成", "Q2 启动", []),
        ("Q1 完成", "Q1 启动", []),
        ("Q1 完成", "2月 启动", ["GT611"]),
        ("by 2025-06-30", "2025-06-20 启动", ["GT611"]),
        ("Q4 完成", "Q2 完成", ["GT611"]),
        ("全年常态化", "Q1 启动", []),
    ],
)
def test_action_begins_after_what_it_follows(first, then, codes_found):
    """Two periods contradict only where every beginning of the one lies before the end of the other."""
    text = f"actions: {{a: {{time: {first}}}, b: {{time: {then}, after: [a]}}}}\ngoals: {{sales: {{target: 1}}}}\n"
    assert own(text) == codes_found


@pytest.mark.parametrize("size", [1, 2, 5])
def test_circle_of_any_length_is_found_once(size):
    """Actions in a circle are one finding, and their times are not held against each other."""
    names = [f"a{i}" for i in range(size)]
    lines = ", ".join(
        f"{n}: {{time: Q1 完成, after: [{names[(i + 1) % size]}]}}" for i, n in enumerate(names)
    )
    assert own(f"actions: {{{lines}}}\ngoals: {{sales: {{target: 1}}}}\n") == ["GT612"]


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("chance: 120%", "actions.a.chance"),
        ("progress: 120%", "actions.a.progress"),
        ("progress: {done: 120%, earned_by: percent}", "actions.a.progress.done"),
    ],
)
def test_a_share_out_of_range_is_told_where_it_stands(written, path):
    """The finding points at the number, however it is written."""
    plan = gt.loads(f"goaltree: 1\nplan: p\nperiod: 2025\nactions: {{a: {{time: Q2, {written}}}}}\n")
    assert [one.path for one in action.share_of_action_out_of_range(plan)] == [path]
