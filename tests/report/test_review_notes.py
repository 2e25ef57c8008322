"""A review says of itself what a reader of earlier reviews has to know: what changed, what was corrected, what is silent."""

from __future__ import annotations

from typing import Any

import pytest

import goaltree as gt
from goaltree.report.markdown import to_markdown
from goaltree.report.text import to_text
from oracle.scored import months, plan_of, scored

FLOW = {"kind": "flow", "unit": "CNY", "direction": "up", "target": "1200", "phasing": "linear"}
RATE = {"kind": "ratio", "unit": "%", "direction": "up", "baseline": "30%", "target": "42%"}
DOUBLE_11 = [50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 450, 50]


def text(card: Any, lang: Any = "en") -> str:
    """The review on a wide terminal."""
    return to_text(card, lang, room=200)


def test_since_when_a_status_holds_is_told() -> None:
    """A goal that got worse says since which review, and what it was before; one that never changed does not."""
    card = scored({"m": FLOW}, months("m", [100, 100, 60, 20]), "2025-04-30")
    assert [status for _, status in card["m"].history] == ["on_track", "on_track", "at_risk", "off_track"]
    assert "off track since 2025-04-30, at risk before" in text(card)
    assert "自 2025-04-30 起偏离，此前有风险" in text(card, "zh")
    always = scored({"m": FLOW}, months("m", [10, 10, 10]), "2025-03-31")
    assert "before" not in text(always)


def test_what_got_worse_at_this_review_comes_first() -> None:
    """Goals that stand worse than at the review before are named before all else; what stays as it was is not."""
    goals = {"m": FLOW, "n": FLOW}
    rows = [*months("m", [100, 100, 60]), *months("n", [10, 10, 10])]
    card = scored(goals, rows, "2025-03-31")
    for shown in (text(card), to_markdown(card, "en")):
        assert "worse than at the review before: m (● on track → ▲ at risk)\n" in shown
    assert "比上期复盘变差：m (● 正常 → ▲ 有风险)" in text(card, "zh")
    assert "worse than" not in text(scored(goals, rows, "2025-02-28"))


def test_total_that_is_late_by_an_even_pace_alone_is_explained() -> None:
    """Where the season and an even pace put a total on different sides, the reader is told both; else not."""
    goal = {**FLOW, "phasing": "seasonal"}
    before = [*months("m", DOUBLE_11, 2023), *months("m", DOUBLE_11, 2024)]
    card = scored({"m": goal}, [*before, *months("m", [65] * 6)], "2025-06-30")
    assert card["m"].status == "on_track"
    assert "by an even pace 595.1 CNY would be due (-34.5%); it is judged by the curve: seasonal" in text(
        card
    )
    assert "按匀速应达" in text(card, "zh")
    behind = scored({"m": goal}, [*before, *months("m", [40] * 6)], "2025-06-30")
    assert "even pace" not in text(behind)
    even = scored({"m": FLOW}, months("m", [90] * 6), "2025-06-30")
    assert "even pace" not in text(even)


def test_correction_says_which_period_and_from_what_to_what() -> None:
    """A value that became another one is told with both, and only as far as it was known."""
    told = [{**row, "known_at": "2025-03-05"} for row in months("m", [100, 100])]
    late = [{"metric": "m", "period": "2025-01", "value": 40, "known_at": "2025-04-20"}]
    plan = plan_of({"m": FLOW})
    actuals = gt.observe(plan, [*told, *late])
    card = gt.evaluate(plan, actuals, as_of="2025-02-28")
    assert "corrected since it was first told: 2025-01 100 CNY → 40 CNY" in text(card)
    assert "2025-01 100 CNY → 40 CNY" in text(card, "zh")
    then = gt.evaluate(plan, actuals, as_of="2025-02-28", known_at="2025-04-01T00:00+00:00")
    assert "corrected" not in text(then)


@pytest.mark.parametrize("render", [text, to_markdown])
def test_source_that_stops_is_named_with_what_rests_on_it(render: Any) -> None:
    """Once a whole period has passed without data its source is told, also of a guardrail that is no goal."""
    metrics = {
        "mood": {
            "title": {"zh": "口碑", "en": "Mood"},
            "kind": "ratio",
            "unit": "%",
            "direction": "up",
            "healthy": "≥40%",
            "source": "desk",
        }
    }
    sources = {
        "desk": {"title": {"zh": "调研", "en": "Survey"}},
        "till": {"title": {"zh": "收银", "en": "Till"}},
    }
    goals = {"m": {**FLOW, "source": "till"}, "r": {**RATE, "source": "desk"}}
    rows = [*months("m", [100] * 9), *months("r", [0.33] * 8), *months("mood", [0.5] * 8)]
    september = scored(goals, rows, "2025-09-30", metrics=metrics, sources=sources)
    assert "Survey: nothing after 2025-08-31: Mood, r" in render(september, "en")
    assert "调研：2025-08-31 之后没有：口碑、r" in render(september, "zh")
    assert "Till" not in render(september, "en")
    inside = scored(goals, rows, "2025-09-29", metrics=metrics, sources=sources)
    assert "nothing after" not in render(inside, "en")


@pytest.mark.parametrize(("last", "as_of"), [(1, "2025-02-28"), (8, "2025-09-30"), (3, "2025-04-30")])
def test_value_is_late_when_the_next_month_is_over(last: int, as_of: str) -> None:
    """However long the months are, a value of the month before is said to be one."""
    card = scored({"r": RATE}, months("r", [0.33] * last), as_of)
    assert card.is_late(card.blueprint.rows["r"])
    assert "the value reaches" in text(card)
