"""Two scorecards side by side."""

from __future__ import annotations

import pytest

import goaltree as gt
from goaltree.errors import UsageError
from goaltree.report.change import change_markdown, change_text
from goaltree.scorecard.comparison import MOVES, compare

from .review_sample import NOW, THEN, card

PLAN = (
    "goaltree: 1\nplan: {name}\nperiod: 2025\ncurrency: CNY\n"
    "goals:\n  m: {{title: 销售额, kind: flow, unit: 元, direction: up, target: 12亿, phasing: linear}}\n{more}"
)


def scored(values, as_of, name="x", more="", known_at=None):
    """A scorecard of one goal by its months, each in 万元."""
    plan = gt.loads(PLAN.format(name=name, more=more))
    rows = [
        {"metric": "m", "period": period, "value": f"{value}万元", **({"known_at": when} if when else {})}
        for period, value, when in values
    ]
    return gt.evaluate(plan, rows, as_of=as_of, known_at=known_at)


def test_what_got_worse_and_what_is_lost():
    """A status that fell is worse, one that is not known any more is lost, and every goal is in one group."""
    found = compare(card(NOW), card(THEN))
    assert [change.key for change in found.worse] == ["new_stores"]
    assert [change.key for change in found.lost] == ["sales.channel.partners", "margin"]
    assert sorted(change.key for move in MOVES for change in found.of(move)) == sorted(card().keys())
    one = found.worse[0]
    assert (one.before.value, one.now.value) == (38.0, 138.0)
    assert (one.before.status, one.now.status) == ("on_track", "at_risk")


def test_worse_is_the_mirror_of_better():
    """A goal that is better one way is worse the other, by the same months."""
    weak = scored([("2025-01", 100, ""), ("2025-02", 100, "")], "2025-02-28")
    good = scored([("2025-01", 12000, ""), ("2025-02", 12000, "")], "2025-02-28")
    assert [change.key for change in compare(good, weak).better] == ["m"]
    assert [change.key for change in compare(weak, good).worse] == ["m"]
    assert compare(good, good).of("same") == compare(good, good).changes


def test_restated_periods_are_told_with_both_values():
    """A month that was told differently at an earlier instant is named with its value then and now."""
    values = [
        ("2025-01", 10000, "2025-02-01T09:00+08:00"),
        ("2025-01", 9000, "2025-03-20T09:00+08:00"),
        ("2025-02", 8000, "2025-03-01T09:00+08:00"),
    ]
    then = scored(values, "2025-02-28", known_at="2025-03-02T00:00+08:00")
    now = scored(values, "2025-02-28", known_at="2025-04-01T00:00+08:00")
    (change,) = compare(now, then).restated
    (one,) = change.restated
    assert (one.period, one.before, one.now) == ("2025-01", 100_000_000.0, 90_000_000.0)
    assert "2025-01 is now 90M 元, was 100M 元" in change_text(compare(now, then))
    assert "2025-01 更正为 9,000万元（原为 1亿元）" in change_text(compare(now, then), "zh")
    assert "2025-01 is now 90M 元, was 100M 元" in change_markdown(compare(now, then))
    assert compare(now, now).restated == ()


def test_goals_come_and_go_with_versions_of_a_plan():
    """A goal that only one version of the plan has is added or gone, and is shown with its one score."""
    more = "  n: {title: 新店, kind: flow, unit: 家, direction: up, target: 24 家}\n"
    less, full = scored([], "2025-02-28"), scored([], "2025-03-31", more=more)
    assert [change.key for change in compare(full, less).of("added")] == ["n"]
    gone = compare(scored([], "2025-03-31"), scored([], "2025-02-28", more=more))
    assert [change.key for change in gone.of("gone")] == ["n"]
    assert "新店" in change_text(gone, "zh") and "已从计划中移除 1" in change_text(gone, "zh")


def test_found_again():
    """A goal that was unknown and has a value now is known again, not better."""
    nothing = scored([], "2025-01-31")
    something = scored([("2025-01", 12000, "")], "2025-02-10")
    assert [change.key for change in compare(something, nothing).of("found")] == ["m"]


def test_a_view_of_a_comparison():
    """One team's comparison has its goals alone."""
    view = card().view(team="web")
    assert {change.key for change in compare(card(), card(THEN)).only(view.keys()).changes} == set(
        view.keys()
    )


def test_two_plans_or_days_the_wrong_way_round_are_wrong_calls():
    """Scorecards of two plans are not compared, nor one with a later one."""
    with pytest.raises(UsageError, match="two plans"):
        compare(scored([], "2025-02-28"), scored([], "2025-02-28", name="y"))
    with pytest.raises(UsageError, match="earlier"):
        compare(scored([], "2025-02-28"), scored([], "2025-03-31"))
