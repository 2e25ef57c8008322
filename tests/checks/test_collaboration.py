"""The rules on what passes between teams."""

from __future__ import annotations

import pytest

import goaltree as gt
from goaltree.checks import collaboration
from goaltree.checks.check import CHECKS, check

OWN = [one.rule.code for one in collaboration.CHECKS]
RULES = [*(one for one in CHECKS if one.rule.code not in OWN), *collaboration.CHECKS]


def codes(text: str) -> list[str]:
    """What is found in a plan, by code."""
    return sorted(finding.code for finding in check(gt.loads(text), rules=RULES))


@pytest.mark.parametrize("rule", [one.rule for one in collaboration.CHECKS], ids=lambda rule: rule.name)
def test_rule_fires_on_its_wrong_plan_alone(rule):
    """A rule's wrong plan gives this finding and no other, its right plan none."""
    assert codes(rule.wrong) == [rule.code]
    assert codes(rule.right) == []


HEAD = "goaltree: 1\nplan: p\nperiod: 2025\ncurrency: CNY\n"


def own(text: str) -> list[str]:
    """What the rules of this family find in a plan, by code."""
    plan = gt.loads(HEAD + text)
    assert not plan.findings.errors, plan.findings.to_text()
    return sorted(finding.code for one in collaboration.CHECKS for finding in one.run(plan))


def teams(a: str, b: str, rest: str = "") -> str:
    """Two teams, a support unit and a partner."""
    return (
        f"goals: {{sales: {{target: 1}}}}\nteams: {{a: {{title: A{a}}}, b: {{title: B{b}}}, hub: {{role: support}}, maker: {{role: partner}}}}\n"
        + rest
    )


WITH_A, WITH_B = ", works_with: [{with: a, for: x}]", ", works_with: [{with: b, for: x}]"


@pytest.mark.parametrize(
    ("a", "b", "codes_found"),
    [
        (WITH_B, WITH_A, []),
        (WITH_B, "", ["GT430"]),
        (WITH_B, ", works_with: [{with: all, for: x}]", []),
        (", works_with: [{with: all, for: x}]", "", []),
        (", works_with: [{with: hub, for: x}]", "", []),
        (", works_with: [{with: [b, hub], for: x}]", "", ["GT430"]),
        (WITH_B, ", role: support", []),
        (WITH_B + ", parent: b", "", []),
    ],
)
def test_collaboration_is_named_by_both_sides(a, b, codes_found):
    """Line teams name each other; `all` counts for everybody, support units and a team's own family need not."""
    assert own(teams(a, b)) == codes_found


@pytest.mark.parametrize(
    ("a", "b", "more", "codes_found"),
    [
        ("", "", "", ["GT431"]),
        (WITH_B, WITH_A, "", []),
        (WITH_B, "", "", ["GT430"]),
        ("", ", role: partner", "", []),
        ("", "", ", after: [other]", []),
    ],
)
def test_work_asked_of_a_team_is_known_to_it(a, b, more, codes_found):
    """One finding for one missing side: a collaboration named by one side is not told again."""
    actions = f"actions: {{other: {{team: b, time: Q1}}, one: {{team: a, time: Q4, needs: [{{work: x, from: b, by: Q1}}]{more}}}}}\n"
    assert own(teams(a, b, actions)) == codes_found


@pytest.mark.parametrize(
    ("written", "codes_found"),
    [
        ("teams: [a, b]", []),
        ("teams: [a]", ["GT434"]),
        ("teams: a", ["GT434"]),
        ("note: x", ["GT434"]),
        ("teams: all", []),
    ],
)
def test_handover_is_followed_by_two_teams(written, codes_found):
    """A hand-over takes one that gives and one that receives."""
    assert (
        own(teams("", "", f"handovers: {{h: {{from: sales, to: sales, by: 每周, {written}}}}}\n"))
        == codes_found
    )


def test_revenue_stream_without_share_is_left_alone():
    """Only streams that say or promise a share are counted as streams."""
    block = "canvas: {blocks: {revenue_streams: {entries: {a: {share: 80%, goals: [sales]}, b: {share: unstated}, c: {text: 趋势}}}}}\n"
    assert own(teams("", "", block)) == ["GT435"]
    assert own(teams("", "", block.replace("share: unstated", "text: 探索中"))) == []
