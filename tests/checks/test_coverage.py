"""Coverage: what nobody carries, what nothing serves, what is named and not used."""

from __future__ import annotations

import pytest

import goaltree as gt
from goaltree.checks.sample import ACTION, GOAL, HEAD, TEAM

CUT = "cuts: {channel: {线上: {target: 8亿%s}, 门店: {target: 4亿%s}}}"
OWNERLESS = (
    HEAD
    + "segments: {channel: [线上, 门店]}\n"
    + GOAL.replace(", owner: shop}", ", %s}")
    + TEAM.replace("carries: [sales]", "carries: [%s]")
    + ACTION
)


def found(text: str, code: str) -> list[str]:
    """The paths at which a rule fires."""
    return [finding.path for finding in gt.check(gt.loads(text), select=[code])]


@pytest.mark.parametrize(
    ("parts", "carried", "expected"),
    [
        (CUT % (", owner: shop", ", owner: shop"), "", []),
        (CUT % (", owner: shop", ""), "", ["goals.sales"]),
        (CUT % ("", ""), "", ["goals.sales"]),
        (CUT % ("", ""), "sales", []),
        (CUT % ("", ""), "sales.线上, sales.门店", []),
    ],
)
def test_a_goal_is_carried_by_itself_its_whole_or_all_its_parts(
    parts: str, carried: str, expected: list[str]
) -> None:
    """A goal whose complete cut is carried is carried; of one that nobody carries the parts are not told again."""
    assert found(OWNERLESS % (parts, carried), "GT403") == expected


def test_what_is_written_and_unreadable_is_not_missing() -> None:
    """A value that has a finding of its own does not count as missing."""
    for before, after, code in (
        ("owner: shop", "owner: [a, {b: c}]", "GT403"),
        ("target: 12亿", "target: 十二x", "GT421"),
        ("lead: 王 XX", "lead: {a: b}", "GT407"),
        ("boundary: 门店与线上", "boundary: [a]", "GT408"),
        ("serves: [sales]", "serves: {a: b}", "GT418"),
        ("team: shop", "team: [a]", "GT419"),
        ("carries: [sales]", "carries: [[sales]]", "GT405"),
    ):
        text = HEAD + GOAL + TEAM + ACTION
        assert before in text
        broken = text.replace(before, after, 1)
        assert gt.loads(broken).findings.errors and not found(broken, code), code


def test_a_perspective_is_used_through_a_metric() -> None:
    """A goal falls under the perspective of its metric where it names none."""
    metric = "metrics: {orders: {title: 订单量, kind: flow, unit: 单, direction: up, perspective: growth}}\n"
    text = HEAD + "perspectives: {growth: 增长}\n" + metric + "goals: {o: {metric: orders, target: 5}}\n"
    assert not found(text, "GT409")
    assert found(text.replace(", perspective: growth", ""), "GT409") == ["perspectives.growth"]


@pytest.mark.parametrize(
    "use",
    [
        "pairs: {sales: visits}",
        "asserts: [visits > 3]",
        "canvas: {moats: {brand: {text: 品牌, metrics: [visits]}}}",
        "benchmarks: {b: {metric: visits, growth: 5%}}",
    ],
)
def test_metrics_are_used_in_many_places(use: str) -> None:
    """A metric is used by a pair, a condition, a line of the canvas or a benchmark."""
    text = (
        HEAD
        + GOAL
        + TEAM
        + ACTION
        + "metrics: {visits: {title: 访客, kind: flow, unit: 人, direction: up}}\n"
    )
    assert found(text, "GT402") == ["metrics.visits"]
    assert not found(text + use + "\n", "GT402")


def test_unstated_is_seen_wherever_it_stands() -> None:
    """Each `unstated` is told at its place, also inside lists, and where a text is promised."""
    text = (
        HEAD
        + GOAL.replace("target: 12亿", "target: unstated, why: unstated")
        + TEAM
        + ACTION.replace("Q4 完成}", "Q4 完成, needs: [{money: unstated, from: shop}]}")
    )
    paths = found(text, "GT420")
    assert sorted(paths) == ["actions.stores.needs.money", "goals.sales.target", "goals.sales.why"]
    spans = [finding.span for finding in gt.check(gt.loads(text), select=["GT420"])]
    lines = text.split("\n")
    assert all(
        span is not None and lines[span.line - 1][span.column - 1 :].startswith("unstated") for span in spans
    )


def test_key_metrics_lead_to_the_company() -> None:
    """A team's goal leads to a company goal through parts, formulas, pairs and alignments, over any number of steps."""
    goals = GOAL.replace("owner: shop}", "owner: shop, core: true}") + "".join(
        f"  g{i}: {{title: 第 {i}, kind: flow, unit: 单, direction: up, target: 5, owner: shop, serves: [{'sales' if i == 0 else f'g{i - 1}'}]}}\n"
        for i in range(30)
    )
    assert not found(HEAD + goals + TEAM + ACTION, "GT422")
    assert len(found(HEAD + goals.replace("serves: [sales]", "weight: 1") + TEAM + ACTION, "GT422")) == 30
