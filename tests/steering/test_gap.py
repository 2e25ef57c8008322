"""Gaps: what is missing at the expected end, what is stated to close it, and what remains, goal by goal."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from itertools import permutations
from math import fsum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import goaltree as gt
from goaltree.steering.gap import Gap, gaps
from goaltree.steering.gap_finding import gap_findings
from goaltree_xiaohongshu import actuals_path, scorecard

F = Fraction
UNITS = {"亿": 10**8, "万": 10**4}


def carded(
    actions: Mapping[str, Any],
    *,
    goal: Mapping[str, Any] | None = None,
    metric: Mapping[str, Any] | None = None,
    value: float | None = 500,
    as_of: str = "2025-06-30",
    teams: str = "店铺部",
) -> gt.Scorecard:
    """A goal `sales` of 1200 with some actions, and the total or level that it has at the end of June.

    What is `None` in `goal` and `metric` is left out.
    """
    defined = {
        "title": {"zh": "销售额", "en": "Sales"},
        "kind": "flow",
        "unit": "元",
        "direction": "up",
        **(metric or {}),
    }
    wanted = {"target": "1200", "owner": "shop", **(goal or {})}
    plan = gt.loads(
        {
            "goaltree": 1,
            "plan": "x",
            "period": "2025",
            "currency": "CNY",
            "fx": {"USD": "8"},
            "metrics": {"sales": {key: one for key, one in defined.items() if one is not None}},
            "goals": {"sales": {key: one for key, one in wanted.items() if one is not None}},
            "teams": {"shop": {"title": teams, "lead": "王 XX"}},
            "actions": {
                key: {"title": "行动", "team": "shop", "serves": ["sales"], **action}
                for key, action in actions.items()
            },
        }
    )
    assert not plan.findings, plan.findings.to_text()
    rows = [] if value is None else [{"metric": "sales", "period": "2025H1", "value": value}]
    if value is not None and plan.metrics["sales"].kind != "flow":
        rows = [{"metric": "sales", "period": "2025-06", "value": value}]
    return gt.evaluate(plan, gt.observe(plan, rows), as_of=as_of)


def gap_of(*args: Any, **options: Any) -> Gap:
    """The gap of `sales`."""
    return next(one for one in gaps(carded(*args, **options)) if one.goal == "sales")


END = 500 * 365 / 181
"""Where 500 by the end of June ends at the rate so far."""


def test_effects_close_by_their_chance() -> None:
    """1200 less 1008.29 are missing; +100 for certain and +200 at 30 % bring 160, and 31.71 remain."""
    found = gap_of(
        {
            "a": {"time": "Q3 启动，Q4 完成", "effect": {"sales": "+100"}},
            "b": {"time": "Q4 上线", "effect": {"sales": "+200"}, "chance": "30%"},
        }
    )
    assert (found.method, found.completion) == ("run_rate", pytest.approx(END))
    assert found.gap == pytest.approx(1200 - END) and found.closes == 160
    assert found.remains == pytest.approx(1200 - END - 160) and found.verdict == "open"
    assert [(one.stated, one.chance, one.is_assumed, one.value) for one in found.effects] == [
        (100.0, 1.0, True, 100.0),
        (200.0, 0.3, False, 60.0),
    ]
    assert found.is_closed is False and found.unstated == ()


@pytest.mark.parametrize(
    ("phasing", "share"),
    [
        ({"Q1": "200", "Q2": "300", "Q3": "300", "Q4": "400"}, F(500, 1200)),
        ("scurve", F(181, 365) ** 2 * (3 - 2 * F(181, 365))),
        ("linear", F(181, 365)),
    ],
)
def test_a_phased_total_goes_on_as_the_plan_is_phased(phasing: Any, share: Fraction) -> None:
    """500 by June end at 500 by the share of the way that the plan has for June: on plan nothing is missing."""
    found = gap_of({}, goal={"phasing": phasing})
    assert found.method == ("run_rate" if phasing == "linear" else "phased")
    assert found.completion == pytest.approx(float(500 / share), rel=1e-12)
    assert found.gap == pytest.approx(float(1200 - 500 / share), abs=1e-9)


def test_a_phased_level_goes_on_as_the_plan_is_phased() -> None:
    """9.2 days where 9.0 are due are 80 % of that way: half of the way is due, so that it ends at 8.4 and not at 8."""
    goal = {"baseline": "10", "target": "8", "phasing": {"2025-06": "9", "2025-12": "8"}}
    found = gap_of({}, goal=goal, metric={"kind": "stock", "direction": "down", "unit": "天"}, value=9.2)
    assert (found.method, found.completion) == ("phased", pytest.approx(8.4))
    even = gap_of(
        {},
        goal={**goal, "phasing": None},
        metric={"kind": "stock", "direction": "down", "unit": "天"},
        value=9.2,
    )
    assert even.method == "trend"


def test_a_part_ends_as_its_whole_is_phased() -> None:
    """A part that is exactly on its share of a whole phased by quarters has no gap either."""
    plan = gt.loads(
        {
            "goaltree": 1,
            "plan": "x",
            "period": "2025",
            "goals": {
                "sales": {
                    "kind": "flow",
                    "direction": "up",
                    "target": "100",
                    "phasing": {"Q1": "10", "Q2": "20", "Q3": "30", "Q4": "40"},
                    "cuts": {"line": {"a": "50", "b": "50"}},
                }
            },
        }
    )
    rows = [{"metric": "sales", "line": one, "period": "2025H1", "value": "15"} for one in "ab"]
    found = {one.goal: one for one in gaps(gt.evaluate(plan, gt.observe(plan, rows), as_of="2025-06-30"))}
    assert {key: (one.method, one.gap) for key, one in found.items()} == {
        "sales": ("phased", 0.0),
        "sales.line.a": ("phased", 0.0),
        "sales.line.b": ("phased", 0.0),
    }


def test_a_plan_that_closes_its_gap_says_so() -> None:
    """+200 for certain is more than what is missing: nothing is found."""
    card = carded({"a": {"time": "Q4 完成", "effect": {"sales": "+200"}}})
    (found,) = gaps(card)
    assert found.verdict == "closed" and found.is_closed and not gap_findings(card)


def test_a_plan_that_does_not_says_how_much_and_whose_it_is() -> None:
    """The finding names the amount that nothing closes and the team, in both languages."""
    card = carded({"a": {"time": "Q4 完成", "effect": {"sales": "+100"}}})
    (finding,) = gap_findings(card)
    assert finding.code == "GT681" and finding.path == "goals.sales"
    for lang, title in (("en", "Sales"), ("zh", "销售额")):
        told = finding.message(lang)  # type: ignore[arg-type]
        assert "91.71" in told and "店铺部" in told and title in told
    assert finding.stake is not None and float(finding.stake) == pytest.approx(1100 - END)
    assert not card.findings


def test_growth_shares_are_of_the_baseline_and_money_of_the_plans_rates() -> None:
    """+5% of a baseline of 1000 is 50, and 10 dollars at 8 are 80."""
    found = gap_of(
        {
            "a": {"time": "Q4 完成", "effect": {"sales": "+5%"}},
            "b": {"time": "Q4 完成", "effect": {"sales": "+10 美元"}},
        },
        goal={"baseline": "1000"},
    )
    assert [one.stated for one in found.effects] == [50.0, 80.0]


def test_effects_without_a_number_are_told_and_count_nothing() -> None:
    """A goal named without a number, a share of no baseline, and an action that says nothing: 'not stated'."""
    found = gap_of(
        {
            "a": {"time": "Q4 完成", "effect": ["sales"]},
            "b": {"time": "Q4 完成", "effect": {"sales": "+5%"}},
            "c": {"time": "Q4 完成"},
        }
    )
    assert [one.stated for one in found.effects] == [
        gt.NA("NO_TARGET", "sales"),
        gt.NA("NO_BASELINE", "sales"),
    ]
    assert (found.closes, found.verdict, found.unstated) == (0.0, "unstated", ("a", "b", "c"))


def test_what_has_delivered_or_is_done_is_in_the_value_already() -> None:
    """An action that delivered in Q1, or is done, brings nothing on top; one that goes on all the time still does."""
    found = gap_of(
        {
            "a": {"time": "Q1 完成", "effect": {"sales": "+100"}},
            "b": {"time": "Q4 完成", "effect": {"sales": "+100"}, "progress": "100%"},
            "c": {"time": "常态化", "effect": {"sales": "+10"}},
            "d": {"time": "Q1 完成"},
        }
    )
    assert [one.is_counted for one in found.effects] == [False, False, True]
    assert found.closes == 10 and found.unstated == ()
    assert found.effects[0].delivered == date(2025, 3, 31)


def test_less_is_better_the_same_way_round() -> None:
    """Hours that are to go from 10 to 6 and are at 9 after half a year: what takes them down helps."""
    found = gap_of(
        {
            "a": {"time": "Q4 完成", "effect": {"sales": "-1"}},
            "b": {"time": "Q4 完成", "effect": {"sales": "0.5"}},
            "c": {"time": "Q4 完成", "effect": {"sales": "+0.25"}},
        },
        metric={"kind": "stock", "unit": "单", "direction": "down"},
        goal={"baseline": "10", "target": "6"},
        value=9,
    )
    assert found.method == "trend" and found.completion == pytest.approx(10 - 365 / 181)
    assert found.gap == pytest.approx(4 - 365 / 181)
    assert [one.stated for one in found.effects] == [1.0, 0.5, -0.25] and found.closes == 1.25


@pytest.mark.parametrize(
    ("value", "target", "gap", "stated"), [(80, 90, 10, 5), (120, 110, 10, -5), (104, 110, 0, 5)]
)
def test_a_band_is_missed_by_its_nearer_end(value: float, target: float, gap: float, stated: float) -> None:
    """Outside a band of 90 to 110 what leads back into it helps; inside nothing is missing."""
    found = gap_of(
        {"a": {"time": "Q4 完成", "effect": {"sales": "+5"}}},
        metric={"kind": "stock", "unit": "单", "direction": "band"},
        goal={"target": "90~110"},
        value=value,
    )
    assert (found.method, found.completion, found.target, found.gap) == ("last", value, target, gap)
    assert found.effects[0].stated == stated


def test_what_is_not_known_has_no_verdict() -> None:
    """Without a value, too early in the year, or without a direction nothing is said to be missing."""
    effect = {"a": {"time": "Q4 完成", "effect": {"sales": "+5"}}}
    for found in (
        gap_of(effect, value=None),
        gap_of(effect, metric={"direction": None}),
        gap_of(effect, goal={"target": None}),
    ):
        assert found.verdict == "unknown" and found.is_closed is None
        assert isinstance(found.gap, gt.NA) and isinstance(found.remains, gt.NA)
    early = carded(effect, value=None, as_of="2025-01-31")
    assert not gap_findings(early)


def test_when_the_period_is_over_the_end_is_the_value() -> None:
    """Nothing is forecast of a year that is over."""
    plan = carded({}).plan
    rows = [{"metric": "sales", "period": "2025", "value": 1100}]
    (found,) = gaps(gt.evaluate(plan, gt.observe(plan, rows), as_of="2026-01-31"))
    assert (found.method, found.completion, found.gap) == ("actual", 1100.0, 100.0)


def test_an_effect_on_a_part_counts_for_its_whole_once() -> None:
    """What is stated for a part reaches the whole that sums it, unless the action states one for the whole too."""
    found = {
        one.goal: one
        for one in gaps(
            carded(
                {
                    "a": {"time": "Q4 完成", "effect": {"sales.channel.线上": "+40"}},
                    "b": {"time": "Q4 完成", "effect": {"sales.channel.线上": "+30", "sales": "+20"}},
                },
                goal={"cuts": {"channel": {"线上": "800", "门店": "400"}}},
            )
        )
    }
    assert [(one.action, one.goal, one.value) for one in found["sales"].effects] == [
        ("a", "sales.channel.线上", 40.0),
        ("b", "sales", 20.0),
    ]
    assert found["sales.channel.线上"].closes == 70 and not found["sales.channel.门店"].effects


STATED = {
    "if": "客流不足",
    "when": "value(sales) < 600",
    "then": {"do": "线上促销", "by": "Q3", "cost": "5 美元", "effect": {"sales": "+50"}},
}


def test_answers_to_risks_stand_apart_until_they_are_decided() -> None:
    """A fallback whose condition holds is listed with cost and effect, and counts once it is decided."""
    card = carded({"a": {"time": "Q4 完成", "effect": {"sales": "+100"}, "risks": [STATED]}})
    (found,) = gaps(card)
    (one,) = found.standbys
    assert (one.cost, one.effect, one.due, one.is_decided) == (40.0, 50.0, date(2025, 9, 30), False)
    assert one.at == "actions.a.risks[0].then[0]" and one.since == date(2025, 6, 30)
    assert found.closes == 100
    (decided,) = gaps(card, decided={one.at})
    assert decided.closes == 150 and decided.standbys[0].is_decided


def test_answers_whose_condition_does_not_hold_are_not_listed() -> None:
    """At 700 nothing is to be answered."""
    risk = {**STATED, "when": "value(sales) < 400"}
    assert gap_of({"a": {"risks": [risk]}}).standbys == ()


def test_an_answer_stands_ready_while_its_risk_cannot_be_seen() -> None:
    """Where a risk was true when it was last known, its answer stands beside the gap, as its alert goes on."""
    card = carded({"a": {"time": "Q4 完成", "risks": [STATED]}}, as_of="2025-07-31")
    assert card.triggers[0].holds is None and [one.kind for one in gt.alerts(card)] == ["risk"]
    (found,) = gaps(card)
    assert [one.at for one in found.standbys] == ["actions.a.risks[0].then[0]"]


whole = st.integers(-500, 500)
percent = st.integers(0, 100)


@given(st.lists(st.tuples(whole, percent), max_size=4), st.integers(1, 1000))
def test_gap_is_what_closes_and_what_remains(effects: list[tuple[int, int]], value: int) -> None:
    """The target is the end, what the effects close and what remains, exactly; the verdict is the sign of that."""
    actions = {
        f"行动{i}": {"time": "Q4 完成", "effect": {"sales": f"{effect:+d}"}, "chance": f"{chance}%"}
        for i, (effect, chance) in enumerate(effects)
    }
    found = gap_of(actions, value=value)
    assert not isinstance(found.gap, gt.NA) and not isinstance(found.completion, gt.NA)
    assert not isinstance(found.remains, gt.NA)
    assert found.gap == 1200 - found.completion and found.remains == found.gap - found.closes
    wanted = sum((F(effect) * chance / 100 for effect, chance in effects), F(0))
    assert found.closes == pytest.approx(float(wanted), rel=1e-12, abs=1e-9)
    if abs(found.remains) > 1e-5:
        assert (found.remains > 0) is (found.verdict == "open")


@given(st.lists(st.tuples(whole, percent), min_size=2, max_size=4))
def test_the_order_of_actions_changes_no_number(effects: list[tuple[int, int]]) -> None:
    """Whoever sorts the actions of a plan anew finds the same gaps."""
    named = [
        (f"a{i}", {"time": "Q4 完成", "effect": {"sales": f"{effect:+d}"}, "chance": f"{chance}%"})
        for i, (effect, chance) in enumerate(effects)
    ]
    found = {
        (one.gap, one.closes, one.remains, one.verdict, frozenset(one.effects))
        for order in list(permutations(named))[:6]
        for one in [gap_of(dict(order))]
    }
    assert len(found) == 1
    ((_, closes, _, _, every),) = found
    assert closes == fsum(one.value for one in every if not isinstance(one.value, gt.NA))


amounts = st.integers(1, 999)


@given(
    st.lists(amounts, min_size=1, max_size=5), st.integers(0, 30), st.sampled_from(["leave", "unassigned"])
)
def test_pledges_and_residual_come_to_what_is_asked(parts: list[int], hedge: int, way: str) -> None:
    """Asked is the target and its hedge; what is pledged and what is left of it sum to that, part by part."""
    goal: dict[str, Any] = {"cuts": {"channel": {f"部{i}": str(part) for i, part in enumerate(parts)}}}
    goal |= {"residual": way} | ({"hedge": f"{hedge}%"} if hedge else {})
    found = gap_of({}, goal=goal)
    (pledge,) = found.pledges
    assert pledge.asked == pytest.approx(1200 * (1 + hedge / 100), rel=1e-15)
    assert pledge.pledged == sum(parts)
    assert F(pledge.residual) == pytest.approx(F(pledge.asked) - sum(parts))
    assert bool(pledge.part) is (way == "unassigned" and 1200 * (100 + hedge) > 100 * sum(parts))


def test_a6_pledges_read_from_both_ends() -> None:
    """Pledges of 8 and 3.5 for 12 leave 4.17 %; quotas of 5.2, 4.1 and 3.4 are a hedge of 5.83 %."""
    cut = {"channel": {"线上": "8.0", "门店": "3.5"}}
    goal = {"target": "12.0", "cuts": cut, "residual": "unassigned", "assign_by": "2025-03-31"}
    card = carded({}, goal=goal)
    (pledge,) = gaps(card)[0].pledges
    assert (pledge.asked, pledge.pledged, pledge.residual, pledge.team) == (12.0, 11.5, 0.5, "shop")
    assert round(pledge.share, 4) == 0.0417 and pledge.part == "sales.channel.unassigned"
    assert (pledge.assign_by, pledge.is_late) == (date(2025, 3, 31), True)
    (late,) = gap_findings(card).select(["GT864"])
    assert late.path == "goals.sales.assign_by" and "店铺部" in late.message("zh")
    on_day = carded({}, goal=goal, as_of="2025-03-31", value=None)
    assert not gaps(on_day)[0].pledges[0].is_late and not gap_findings(on_day)
    quotas = {"channel": {"甲": "5.2", "乙": "4.1", "丙": "3.4"}}
    (over,) = gap_of({}, goal={"target": "12.0", "cuts": quotas, "hedge": "5.83%"}).pledges
    assert round(over.over, 4) == 0.0583 and over.residual == pytest.approx(-0.0004)


def test_spread_pledges_are_told_as_they_were_written() -> None:
    """What was spread on top of the pledges is no pledge."""
    goal = {"target": "12.0", "cuts": {"channel": {"线上": "8.0", "门店": "3.5"}}, "residual": "spread"}
    (pledge,) = gap_of({}, goal=goal).pledges
    assert (pledge.pledged, pledge.residual, pledge.policy, pledge.part) == (11.5, 0.5, "spread", "")


def test_a_view_of_one_team_shows_its_goals_only() -> None:
    """Gaps are of what the card shows."""
    card = scorecard()
    seen = card.view(team="technology")
    assert {one.goal for one in gaps(seen)} == set(seen.keys())


# The example's half-year, by arithmetic of its own.


def rows(metric: str, segment: str = "") -> dict[str, Fraction]:
    """The example's values of one series by period."""
    with actuals_path().open(encoding="utf-8", newline="") as file:
        found = [one for one in csv.DictReader(file) if (one["metric"], one["segment"]) == (metric, segment)]
    return {one["period"]: number(one["value"]) for one in found}


def number(text: str) -> Fraction:
    """`44.05亿` is 4405000000, `36.2%` is 0.362."""
    plain = text.rstrip("元单家个 ")
    if plain.endswith("%"):
        return F(plain[:-1]) / 100
    return F(plain[:-1]) * UNITS[plain[-1]] if plain[-1] in UNITS else F(plain)


def half(found: Mapping[str, Fraction], year: int) -> Fraction:
    """What the first half of a year brought."""
    return sum((found[f"{year}-{month:02}"] for month in range(1, 7)), F(0))


@pytest.fixture(scope="module")
def example() -> dict[str, Gap]:
    """The gaps of the example at half-year."""
    return {one.goal: one for one in gaps(scorecard())}


def test_example_totals_at_the_rate_of_the_first_half(example: dict[str, Gap]) -> None:
    """What 181 days brought, for 365 days: eating in shops ends at 199 of 220, takeaway at 50 of 80 (亿元)."""
    for key, segment, target in (("到店", "service=到店", 220), ("外卖", "service=外卖", 80)):
        end = half(rows("local_gmv", segment), 2025) * 365 / 181
        found = example[f"local_gmv.service.{key}"]
        assert found.method == "run_rate" and found.completion == pytest.approx(float(end), rel=1e-12)
        assert found.gap == pytest.approx(float(target * 10**8 - end), rel=1e-9)
        assert found.verdict == "open" and not found.effects


def test_example_totals_with_a_season(example: dict[str, Gap]) -> None:
    """Trade by channel goes on as 2023 and 2024 went: the first half is the mean of their shares."""
    seen = rows("gmv", "channel=跨境")
    years = sorted({period[:4] for period in seen} - {"2025"})
    shares = [half(seen, int(year)) / sum(v for p, v in seen.items() if p[:4] == year) for year in years]
    end = half(seen, 2025) / (sum(shares) / len(shares))
    found = example["gmv.channel.跨境"]
    assert found.method == "seasonal" and found.completion == pytest.approx(float(end), rel=1e-12)
    assert found.gap == pytest.approx(float(260 * 10**8 - end), rel=1e-9)
    assert found.verdict == "unstated" and "exclusive_goods" in found.unstated


def test_example_levels_move_on_as_they_moved(example: dict[str, Gap]) -> None:
    """Latency stands at 95.8 ms, down from 100: what half a year took off, a year takes off 365 / 181 times."""
    assert scorecard()["latency"].value == 95.8 and scorecard()["latency"].baseline == 100.0
    end = 100 + (F("95.8") - 100) * F(365, 181)
    found = example["latency"]
    assert found.method == "trend" and found.completion == pytest.approx(float(end), rel=1e-9)
    assert found.gap == pytest.approx(float(end - 90), rel=1e-9) and found.verdict == "open"
