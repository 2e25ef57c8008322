"""What is said beside a number is about that number."""

from __future__ import annotations

import pytest

from goaltree.report.text import to_text
from goaltree.scorecard.derivation_text import derivation_text
from goaltree.scorecard.wording import NUMBER
from oracle.scored import months, scored

FLOW = {"kind": "flow", "unit": "CNY", "direction": "up", "target": "1200"}


def test_a_guardrail_of_a_flow_is_told_with_what_the_month_brought():
    """A healthy range of months is broken by a month, and that month is shown, not the total."""
    card = scored({"m": {**FLOW, "healthy": "≥95"}}, months("m", [300, 300, 90]), "2025-03-31")
    assert card["m"].status == "at_risk"
    assert "guardrail m is 90 CNY, healthy is ≥95 CNY" in to_text(card, "en", room=160)


def test_only_a_guardrail_that_caps_is_named():
    """Where something else holds the status down, no guardrail is blamed."""
    goal = {**FLOW, "healthy": "≥95"}
    governance = {"hysteresis": {"in_a_row": 3}}
    card = scored({"m": goal}, months("m", [10, 10, 400, 90]), "2025-04-30", governance=governance)
    assert (card["m"].own_status, card["m"].cap) == ("on_track", "") and card["m"].status == "off_track"
    assert "hollow" not in to_text(card, "en", room=160)


def test_only_parts_that_the_number_lacks_are_missing():
    """The parts of a cut that is not rolled up are nowhere said to be missing."""
    goal = {
        **FLOW,
        "target": "100",
        "rolls_up": "part",
        "cuts": {"part": {"a": "90", "b": "10"}, "way": {"x": "50", "y": "50"}},
    }
    card = scored({"m": goal}, [{"metric": "m", "part": "a", "period": "2025", "value": 90}])
    assert "(missing: b)" in to_text(card, "en", room=160)


@pytest.mark.parametrize(
    ("how", "en", "zh"), [("min", "smallest of 4", "4 项最小值"), ("max", "largest of 4", "4 项最大值")]
)
def test_a_minimum_over_time_is_told_as_one(how, en, zh):
    """The step is called what it is."""
    goal = {"kind": "stock", "unit": "people", "direction": "up", "target": "100", "over": {"time": how}}
    made = scored({"m": goal}, months("m", [100, 80, 120, 90]), "2025-04-30")["m"].derivation.part("value")
    assert en in made.to_text("en") and zh in made.to_text("zh")
    assert made.replay() == (80 if how == "min" else 120)


def test_a_corrected_value_is_told_so():
    """The note stands by itself where there is no other."""
    rows = [
        {"metric": "m", "period": "2025-01", "value": value, "known_at": f"2025-02-0{day}T00:00+08:00"}
        for value, day in ((100, 1), (110, 5))
    ]
    made = scored({"m": FLOW}, rows, "2025-01-31")["m"].derivation.part("value")
    assert made.to_text("en").rstrip().endswith("[restated]")
    assert made.to_text("zh").rstrip().endswith("[后有更正]")


@pytest.mark.parametrize("key", sorted(set(NUMBER) - {"value", "attainment", "pace", "deviation"}))
def test_a_metric_may_be_called_like_a_number_of_a_goal(key):
    """Its title stands where it is used, and its values keep their unit."""
    metrics = {key: {"title": "Named so", "kind": "flow", "unit": "CNY", "direction": "up"}}
    goals = {"m": {**FLOW, "formula": f"{key} * 2"}}
    card = scored(goals, months(key, [100, 200]), "2025-02-28", metrics=metrics)
    text = derivation_text(card["m"].derivation.part("value"), "en", titles=card.plan.title_of)
    assert "Named so" in text and "100 CNY" in text and f"{NUMBER[key].en}  " not in text
