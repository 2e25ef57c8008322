"""On which rung of its ladder a goal stands, and since when, on a scorecard."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import goaltree as gt
from goaltree.scorecard.ladder import standings, steps_of
from oracle.scored import months, plan_of
from steering.followed import GOALS, LADDER, SCORE, TEAMS, plan, reviewed

MAU = {
    "kind": "stock",
    "unit": "people",
    "direction": "up",
    "baseline": "3.39",
    "target": "3.8",
    "core": True,
}
RATE = {"kind": "ratio", "unit": "%", "direction": "up", "target": "50%"}
AT = "2025-02-14"


def on(card: gt.Scorecard) -> dict[str, str]:
    """The rung of each goal that stands on one."""
    return {one.goal: one.name for one in standings(card)}


def one_standing(goal, value, ladder, **row):
    """Where one goal stands whose period is half over on 14 February."""
    of = plan_of({"m": {"period": "2025-02", **goal}}, governance={"deviation": ladder})
    rows = [{"metric": "m", "period": AT, "value": value, **row}]
    found = list(standings(gt.evaluate(of, gt.observe(of, rows, percent="fraction"), as_of=AT)))
    return found[0] if found else None


def rungs(basis, warning="≤-10%", emergency="<-20%"):
    """A ladder on a basis; `None` where it names none."""
    named = {} if basis is None else {"basis": basis}
    return {"warning": {"at": warning, **named}, "emergency": {"at": emergency, "goals": "core", **named}}


@pytest.mark.parametrize(
    ("basis", "name", "deviation", "used", "is_stated"),
    [
        ("level", None, None, None, None),
        ("increment", "emergency", -9 / 41, "increment", True),
        (None, "emergency", -9 / 41, "increment", False),
        ("unstated", "emergency", -9 / 41, "increment", False),
    ],
)
def test_s1_the_basis_decides_the_rung(basis, name, deviation, used, is_stated):
    """One fact is no alert by level and an emergency by the growth; an unstated basis is the goal's own, and said so."""
    found = one_standing(MAU, 3.55, rungs(basis))
    if name is None:
        assert found is None
    else:
        assert (found.name, found.basis, found.is_basis_stated) == (name, used, is_stated)
        assert found.deviation == pytest.approx(deviation, abs=1e-9)


def test_s1_in_points_of_a_rate():
    """1.3274 points of growth short: a rung of one point is reached, and one of two points is not."""
    goal, value = {**RATE, "target": "6.0472%"}, 0.047198
    assert one_standing(
        goal, value, {"warning": {"at": "≤-1个百分点", "basis": "pp"}}
    ).deviation == pytest.approx(-0.013274, abs=1e-9)
    assert one_standing(goal, value, {"warning": {"at": "≤-2个百分点", "basis": "pp"}}) is None


@pytest.mark.parametrize(
    ("value", "name"), [("90.01", None), ("90", "warning"), ("80", "warning"), ("79.99", "emergency")]
)
def test_s2_limits_of_the_ladder(value, name):
    """-9.99 % is nothing, -10 % and -20 % are a warning, -20.01 % is an emergency."""
    assert on(reviewed(plan(), {"m": [value]})).get("m") == name


def test_s3_too_high_is_adverse_where_less_is_better():
    """Latency of 110 where 95 are due is 15.8 % adverse: a warning."""
    goal = {
        "kind": "mean",
        "unit": "ms",
        "direction": "down",
        "baseline": "100",
        "target": "90",
        "core": True,
    }
    found = one_standing(goal, 110, rungs("level"))
    assert (found.name, found.deviation) == ("warning", pytest.approx(-15 / 95, abs=1e-9))


@pytest.mark.parametrize(
    ("actual", "name"), [("40%", None), ("30%", "behind"), ("10%", "at_risk"), ("100%", None)]
)
def test_s5_published_thresholds_as_a_ladder(actual, name):
    """16.5 points behind and 33 points at risk, where 50 % are due."""
    ladder = {
        "behind": {"at": "<-16.5个百分点", "basis": "pp"},
        "at_risk": {"at": "<-33个百分点", "basis": "pp"},
    }
    found = one_standing(RATE, Fraction(actual[:-1]) / 100, ladder)
    assert (found and found.name) == name


def test_s7_a_noisy_series_in_standard_deviations():
    """10 12 11 13 12 11 has a standard deviation of 1.4 / 1.128: 11 where 13.6 are due is 2.09 of them (200 % are two)."""
    of = plan(
        {"m": {**SCORE, "target": "13.6", "basis": "sigma", "core": True}},
        ladder={"noise": {"at": "≤-200%", "basis": "sigma"}, "signal": {"at": "≤-300%", "basis": "sigma"}},
        teams={},
    )
    (found,) = standings(reviewed(of, {"m": [10, 12, 11, 13, 12, 11]}))
    assert (found.name, found.deviation) == ("noise", pytest.approx(-2.6 / (1.4 / 1.128), abs=1e-9))


def test_a_basis_that_a_goal_does_not_have_reaches_no_rung():
    """Standard deviations are known only of goals that are measured by them: of others nothing is claimed."""
    of = plan(ladder={"noise": {"at": "≤-200%", "basis": "sigma"}})
    assert on(reviewed(of, {"m": [10, 50, 11, 13, 12, 11]})) == {}


@pytest.mark.parametrize("unit", ["points", "元", "人"])
def test_an_amount_has_no_points(unit):
    """A rung in points, which no author can word in yuan or heads, is for rates: an amount reaches none."""
    goal = {**SCORE, "unit": unit, "target": f"100 {unit}"}
    of = plan_of({"m": goal}, governance={"deviation": {"warning": {"at": "≤-10%", "basis": "pp"}}})
    assert on(reviewed(of, {"m": [99.8]})) == on(reviewed(of, {"m": [10]})) == {}


def test_points_of_a_plain_share_are_its_own():
    """A rate that is written without a percent sign has points as well."""
    goal = {**SCORE, "unit": "1", "target": "1"}
    of = plan_of({"m": goal}, governance={"deviation": {"warning": {"at": "≤-10%", "basis": "pp"}}})
    (found,) = standings(reviewed(of, {"m": [0.8]}))
    assert (found.basis, found.deviation) == ("pp", pytest.approx(-0.2))


def test_rungs_are_for_the_goals_that_they_name():
    """`core` is for core goals, a name for that goal and its title, and nothing for every goal."""
    values = {"m": [70], "n": [70]}
    assert on(reviewed(plan(), values)) == {"m": "emergency", "n": "warning"}
    named = {**LADDER, "emergency": {**LADDER["emergency"], "goals": ["次得分"]}}
    assert on(reviewed(plan(ladder=named), values)) == {"m": "warning", "n": "emergency"}
    only = {"emergency": LADDER["emergency"]}
    assert on(reviewed(plan(ladder=only), values)) == {"m": "emergency"}


def test_rungs_are_ordered_by_their_limits_not_as_they_are_written():
    """The gravest rung that is reached counts, in whatever order the plan has them; of two at one limit the strict one."""
    ladder = {
        "b": {"at": "<-10%", "basis": "level"},
        "c": {"at": "≤-30%", "basis": "level"},
        "a": {"at": "≤-10%", "basis": "level"},
    }
    of = plan(ladder=ladder)
    assert list(steps_of(of.governance.deviation)) == ["a", "b", "c"]
    assert [on(reviewed(of, {"m": [v]})).get("m") for v in (91, 90, 89, 70)] == [None, "a", "b", "c"]
    assert list(steps_of(plan(ladder={"x": {"answer": "?"}}).governance.deviation)) == []


def test_rungs_on_different_bases_are_each_on_their_own():
    """A warning by level and an emergency by the growth: 1.25 % of the level is no warning, and the growth an emergency."""
    ladder = {
        "warning": {"at": "≤-10%", "basis": "level"},
        "emergency": {"at": "<-20%", "basis": "increment"},
    }
    found = one_standing(MAU, 3.55, ladder)
    assert (found.name, found.basis) == ("emergency", "increment")


def test_a_run_counts_graver_rungs_on_other_bases():
    """In January an emergency by the level and no warning in points, in June a warning: at least that since January."""
    ladder = {"warning": {"at": "≤-3个百分点", "basis": "pp"}, "emergency": {"at": "<-20%", "basis": "level"}}
    of = plan({"m": {**RATE, "baseline": "0%"}}, ladder=ladder, teams={})
    values = [0.03, None, None, None, None, 0.205]
    assert on(reviewed(of, {"m": values[:1]})) == {"m": "emergency"}
    card = reviewed(of, {"m": values})
    (found,) = standings(card)
    assert (found.name, card.grid.cells[found.since].label) == ("warning", "2025-01")


def test_of_a_band_it_is_the_distance_outside():
    """Inside its band a goal stands on no rung; below or above it the share by which it lies outside counts."""
    of = plan(
        {"m": {**SCORE, "direction": "band", "target": "90~110", "core": True}},
        teams={"board": TEAMS["board"]},
    )
    for value, name in ((90, None), (110, None), (81, "warning"), (140, "emergency")):
        assert on(reviewed(of, {"m": [value]})).get("m") == name, value


def test_an_average_is_due_in_full_from_the_first_day():
    """Of an average with a baseline the growth is taken at once, as its status does; early in a way to an end it is not."""
    goal = {**MAU, "basis": "increment", "core": True}
    ladder = rungs("increment")
    early = {"metric": "m", "period": "2025-01", "value": 3.3}
    found = {}
    for semantics in ("average", "end"):
        of = plan_of(
            {"m": {**goal, "semantics": semantics, "period": "2025-01..2028-12"}},
            governance={"deviation": ladder},
            period="2025-01..2028-12",
        )
        found[semantics] = [
            (one.name, one.basis)
            for one in standings(gt.evaluate(of, gt.observe(of, [early]), as_of="2025-01-31"))
        ]
    assert found == {"average": [("emergency", "increment")], "end": []}


def test_goals_without_figures_stand_nowhere():
    """Without any figure, before the plan's period, or without a ladder there is no rung."""
    assert on(reviewed(plan(), {"m": [None, None]}, "2025-02-28")) == {}
    assert on(reviewed(plan(), {"m": [70]}, "2024-12-31")) == {}
    assert on(reviewed(plan(ladder={}), {"m": [70]})) == {}


def test_a_figure_that_is_old_still_stands():
    """With data that stopped the goal stands where its last figure put it."""
    assert on(reviewed(plan(), {"m": [70]}, "2025-09-30")) == {"m": "emergency"}


def test_of_a_view_only_shown_goals_stand():
    """One team sees its own goals on the ladder."""
    card = reviewed(plan(), {"m": [70], "n": [70]})
    assert on(card.view(team="shop")) == {"m": "emergency"}


@given(st.lists(st.one_of(st.none(), st.integers(60, 120)), min_size=1, max_size=8))
def test_rung_and_run_are_those_of_a_plain_scan(values):
    """The rung is that of the latest figure; its run goes back over months on it or a graver one, and over gaps."""
    found = {one.goal: one for one in standings(reviewed(plan(), {"m": values}))}
    known = [(at, value) for at, value in enumerate(values) if value is not None]
    grades = [(at, 2 if value < 80 else 1 if value <= 90 else 0) for at, value in known]
    if not grades or grades[-1][1] == 0:
        assert found == {}
        return
    grade, since = grades[-1][1], grades[-1][0]
    for at, one in reversed(grades):
        if one < grade:
            break
        since = at
    assert (found["m"].name, found["m"].since) == (("warning", "emergency")[grade - 1], since)
    assert found["m"].deviation == pytest.approx((known[-1][1] - 100) / 100)


def test_history_is_no_part_of_a_run():
    """A run begins in the plan's period at the earliest: last year was another plan."""
    rows = [*months("m", [70] * 12, 2024), *months("m", [70, 70])]
    of = plan()
    card = gt.evaluate(of, gt.observe(of, rows), as_of="2025-02-28")
    (found,) = standings(card)
    assert card.grid.cells[found.since].label == "2025-01"


def test_a_standing_says_how_far_off_it_was_when_it_began():
    """A deviation that has grown since its run began is told with what it was then, on the same basis."""
    (found,) = standings(reviewed(plan(), {"m": [95, 88, 85, 70]}))
    assert (found.goal, found.name) == ("m", "emergency")
    assert found.deviation == pytest.approx(-0.3) and found.began == pytest.approx(-0.3)
    (found,) = standings(reviewed(plan(), {"n": [95, 88, 85, 70]}))
    assert (found.goal, found.name) == ("n", "warning")
    assert found.deviation == pytest.approx(-0.3) and found.began == pytest.approx(-0.12)


def test_a_goal_that_restates_another_raises_nothing_of_its_own():
    """The same number in a team's table is told once, by the goal that it restates."""
    of = plan({**GOALS, "again": {"metric": "m", "target": "100", "restates": "m"}})
    assert not of.findings.errors
    assert [one.goal for one in standings(reviewed(of, {"m": [95, 80]}))] == ["m"]
