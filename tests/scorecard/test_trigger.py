"""The conditions of risks are told as they hold: by the numbers that the scorecard shows, review by review."""

from __future__ import annotations

from datetime import date
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import goaltree as gt
from goaltree.model.edge import stand_ins
from goaltree.report.markdown import to_markdown
from goaltree.report.text import to_text
from goaltree.scorecard import trigger
from goaltree.scorecard.card import Scorecard
from goaltree.scorecard.plain import card_schema
from oracle.scored import months, scored

MONTHS = ("2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30")


def reviewed(
    when: str,
    values: list[float | None],
    *,
    time: str = "",
    share: list[float] | None = None,
    as_of: str = MONTHS[3],
) -> Scorecard:
    """A plan with one risk, and its months."""
    action: dict[str, Any] = {
        "title": {"zh": "开新店", "en": "New shops"},
        "team": "shop",
        "serves": ["sales"],
        "risks": [{"if": "选址太慢", "when": when, "then": {"do": "先开快闪店", "by": "Q4"}}],
    }
    plan = gt.loads(
        {
            "goaltree": 1,
            "plan": "x",
            "period": "2025",
            "currency": "CNY",
            "metrics": {"share": {"title": "占比", "kind": "ratio", "unit": "%", "direction": "up"}},
            "goals": {
                "sales": {
                    "title": "销售额",
                    "kind": "flow",
                    "unit": "元",
                    "direction": "up",
                    "target": "1200",
                    "phasing": "linear",
                }
            },
            "teams": {"shop": {"title": "店铺部", "lead": "王 XX", "carries": ["sales"]}},
            "actions": {"stores": {**action, **({"time": time} if time else {})}},
        }
    )
    rows = [
        {"metric": "sales", "period": f"2025-{month:02}", "value": value}
        for month, value in enumerate(values, 1)
        if value is not None
    ]
    rows += [
        {"metric": "share", "period": f"2025-{month:02}", "value": value, "unit": "%"}
        for month, value in enumerate(share or [], 1)
    ]
    return gt.evaluate(plan, gt.observe(plan, rows), as_of=as_of)


def held(card: Scorecard) -> list[bool | None]:
    """Whether the one condition held, review by review."""
    (one,) = card.triggers
    return [holds for _, holds in one.history]


@given(st.lists(st.integers(0, 300), min_size=4, max_size=4), st.integers(1, 20))
def test_condition_holds_where_the_shown_number_says_so(months: list[int], tenths: int) -> None:
    """At each review date a condition is what comes out with the numbers that the scorecard of that day shows."""
    values: list[float | None] = [float(month) for month in months]
    found = held(reviewed(f"pace(sales) < {tenths / 10}", values))
    paces = [reviewed("pace(sales) < 1", values, as_of=day)["sales"].pace for day in MONTHS]
    assert found == [pace < tenths / 10 for pace in paces]


@pytest.mark.parametrize(
    ("when", "wanted"),
    [
        ("value(sales) > 150", [False, True, True, True]),
        ("attainment(sales) >= 25%", [False, False, True, True]),
        ("deviation(sales) < -10%", [False, False, False, True]),
        ("change(share) <= 0", [None, False, True, False]),
        ("share < 31%", [True, False, False, False]),
        ("change(share) <= 0 or deviation(sales) < -10%", [None, False, True, True]),
    ],
)
def test_readings_are_those_of_the_review(when: str, wanted: list[bool | None]) -> None:
    """Totals, shares of the target, deviations and changes against the month before; not known without one."""
    card = reviewed(when, [100, 100, 110, 20], share=[30, 32, 31, 33])
    assert held(card) == wanted


def test_condition_on_what_is_not_observed_is_not_known() -> None:
    """A month that is missing makes no condition hold, and none fail."""
    card = reviewed("pace(sales) < 0.5", [10, 10, None, None])
    assert held(card) == [True, True, None, None]
    (one,) = card.triggers
    assert (one.holds, one.since) == (None, None)
    assert "not known: 选址太慢 [pace(sales) < 0.5]" in to_text(card, "en", room=120)


def test_condition_is_watched_from_the_day_on_which_the_action_shows() -> None:
    """Before its action can be seen there is nothing to answer."""
    card = reviewed("pace(sales) < 1", [10, 10, 10, 10], time="2 月启动，Q4 完成")
    (one,) = card.triggers
    assert [day for day, _ in one.history] == [date(2025, 2, 28), date(2025, 3, 31), date(2025, 4, 30)]
    later = reviewed("pace(sales) < 1", [10, 10, 10, 10], time="Q3 全量上线")
    assert later.triggers[0].history == ()
    assert "选址太慢" not in to_text(later, "en", room=120)


def test_since_is_the_first_day_of_the_run_that_holds_now() -> None:
    """An earlier run that ended is forgotten."""
    card = reviewed("change(share) < 0", [1, 1, 1, 1], share=[30, 29, 31, 30.5])
    assert held(card) == [None, True, False, True]
    assert card.triggers[0].since == date(2025, 4, 30)


@pytest.mark.parametrize("render", [lambda card, lang: to_text(card, lang, room=120), to_markdown])
def test_review_tells_the_risk_its_number_and_the_answer(render: Any) -> None:
    """A reader sees which risk shows, since when, by which number, and what was planned; in both languages."""
    card = reviewed("pace(sales) < 1", [110, 90, 20, 20], time="Q1 启动")
    english, chinese = render(card, "en"), render(card, "zh")
    for words in ("Risks whose condition holds", "选址太慢", "New shops", "王 XX", "holds since 2025-03-31"):
        assert words in english
    assert "pace 0.61" in english and "answer: 先开快闪店, Q4" in english
    for words in ("条件成立的风险", "自 2025-03-31 起成立", "节奏 0.61", "应对：先开快闪店，Q4"):
        assert words in chinese
    assert "条件成立的风险" not in render(reviewed("pace(sales) < 0.1", [110, 90, 20, 20]), "zh")


def test_what_is_new_comes_first_and_says_so() -> None:
    """A condition that did not hold at the review before is told as new."""
    card = reviewed("change(share) < 0", [1, 1, 1, 1], share=[30, 31, 32, 30])
    assert "new at this review: 占比 change -2pp" in to_text(card, "en", room=120)


def test_view_of_a_team_tells_the_risks_of_its_goals_only() -> None:
    """What one team may see are the conditions on its own goals."""
    card = reviewed("change(share) < 0", [1, 1, 1, 1], share=[30, 31, 32, 30])
    assert "选址太慢" not in to_text(card.view(team="shop"), "en", room=120)
    mine = reviewed("pace(sales) < 1", [1, 1, 1, 1])
    assert "选址太慢" in to_text(mine.view(team="shop"), "en", room=120)


def test_what_names_mean_is_looked_up_once_for_all_conditions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Risks, gates and the reserve of one scorecard share it, or a plan of many gates would be read once for each."""
    asked = []
    monkeypatch.setattr(trigger, "stand_ins", lambda plan: asked.append(plan) or stand_ins(plan))
    card = reviewed("pace(sales) < 1", [1, 1, 1, 1])
    when = card.triggers[0].risk.when
    assert when is not None
    assert {trigger.condition_of(card, when).holds for _ in range(5)} == {card.triggers[0].holds}
    assert len(asked) == 1


def test_bare_number_counts_the_unit_that_is_shown() -> None:
    """`> 2` of hours is two hours, and a scale word counts in yuan."""
    goals = {
        "m": {"kind": "mean", "unit": "小时", "direction": "down", "target": "2 小时"},
        "f": {"kind": "flow", "unit": "亿元", "direction": "up", "target": "12亿"},
    }
    rows = [*months("m", [2.5, 1.5, 3]), *months("f", ["1亿", "2亿", "0.5亿"])]
    risks = [{"if": "x", "when": when} for when in ("value(m) > 2", "value(f) > 2.5亿", "change(m) > 1")]
    card = scored(goals, rows, "2025-03-31", actions={"a": {"title": "x", "risks": risks}})
    assert [[holds for _, holds in one.history] for one in card.triggers] == [
        [True, False, True],
        [False, True, True],
        [None, False, True],
    ]
    assert [one.readings[0].value for one in card.triggers] == [3, 350_000_000, 1.5]
    text = to_text(card, "zh", room=120)
    assert "m 3小时" in text and "f 3.5亿元" in text and "变化 +1.5小时" in text


def test_risks_are_in_the_plain_values() -> None:
    """Programs read from JSON whether a condition holds, since when, and what it reads."""
    card = reviewed("pace(sales) < 1", [110, 90, 20, None])
    assert card.to_dict()["risks"] == [
        {
            "action": "stores",
            "at": "actions.stores.risks[0]",
            "when": "pace(sales) < 1",
            "holds": None,
            "since": None,
            "readings": [{"name": "pace(sales)", "value": {"na": "NO_ACTUAL"}}],
        }
    ]
    earlier = reviewed("pace(sales) < 1", [110, 90, 20, None], as_of=MONTHS[2]).to_dict()["risks"][0]
    assert (earlier["holds"], earlier["since"]) == (True, "2025-03-31")
    jsonschema.validate(card.to_dict(), card_schema())


@pytest.mark.parametrize("as_of", ["2025-04-15", "2025-04-29"])
def test_in_the_middle_of_a_month_the_month_before_is_read(as_of):
    """A month that is under way has no answer yet: the condition is that of the month before, with its number."""
    values = [100.0, 60.0, 55.0, None]
    (found,) = reviewed("value(sales) < 300", values, as_of=as_of).triggers
    assert found.holds and found.since == date(2025, 1, 31)
    assert [day for day, _ in found.history] == [date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31)]
    assert [one.value for one in found.readings] == [215.0]


def test_a_whole_month_without_data_is_not_known():
    """Where the month is over, and nothing came, nobody knows whether the condition holds."""
    (found,) = reviewed("value(sales) < 300", [100.0, 60.0, 55.0, None], as_of="2025-04-30").triggers
    assert found.holds is None and found.since is None


def test_before_the_plan_begins_nothing_is_known_of_a_condition():
    """A review of a day before the plan has no period at all, and is a scorecard, not a crash."""
    card = reviewed("value(sales) < 300", [100.0, 60.0, 55.0, None], as_of="2024-04-30")
    (found,) = card.triggers
    assert found.holds is None and found.since is None
    assert "2024-04-30" in to_text(card, lang="en")
