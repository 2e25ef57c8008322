"""Asks: who must do what for whom, by when, and whether it is late on a day; groups and hand-overs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import goaltree as gt
from goaltree.model.timing import Timing, parse_timing
from goaltree.steering.turn import next_round
from goaltree_xiaohongshu import plan_path, scorecard

DAY = date(2025, 6, 30)


def planned(
    action: Mapping[str, Any] | None = None,
    *,
    works_with: Any = (),
    governance: Any = None,
    handovers: Any = None,
) -> gt.Plan:
    """A shop with one action, a technology team, a line team of its own, and a courier."""
    given = {
        "goaltree": 1,
        "plan": "x",
        "period": "2025",
        "currency": "CNY",
        "fx": {"USD": "8"},
        "goals": {
            "sales": {
                "title": {"zh": "销售额", "en": "Sales"},
                "kind": "flow",
                "unit": "元",
                "direction": "up",
                "target": "1200",
                "phasing": "linear",
                "owner": "shop",
            },
            "orders": {"title": "订单", "kind": "flow", "unit": "单", "direction": "up", "target": "120"},
        },
        "teams": {
            "shop": {"title": "店铺部", "works_with": list(works_with)},
            "tech": {"title": "技术部", "carries": ["orders"]},
            "online": "线上部",
            "courier": {"title": "快递", "role": "partner"},
        },
        "actions": {"stores": {"title": "开新店", "team": "shop", "serves": ["sales"], **(action or {})}},
    }
    if governance:
        given["governance"] = governance
    if handovers:
        given["handovers"] = handovers
    plan = gt.loads(given)
    assert not plan.findings, plan.findings.to_text()
    return plan


def one(plan: gt.Plan, as_of: date | str = DAY) -> gt.Ask:
    """The only ask of a plan."""
    (found,) = gt.asks(plan, as_of=as_of)
    return found


def carded(plan: gt.Plan, value: float = 500, as_of: str = "2025-06-30") -> gt.Scorecard:
    """The scorecard of a plan whose sales have a value."""
    rows = [{"metric": "sales", "period": "2025H1", "value": value}]
    return gt.evaluate(plan, gt.observe(plan, rows), as_of=as_of)


def test_a_need_has_a_day_a_price_and_two_teams() -> None:
    """What the shop needs of technology by Q1 for 10 dollars and 3 people was due on 31 March."""
    need = {"work": "收银系统", "money": "10 美元", "people": "3 人", "from": "技术部", "by": "Q1"}
    found = one(planned({"needs": [need]}))
    assert (found.kind, found.asker, found.giver, found.action) == ("need", "shop", "tech", "stores")
    assert (found.due, found.is_with_action, found.next) == (date(2025, 3, 31), False, None)
    assert (found.price, found.people, found.is_priced, found.is_late) == (80.0, 3.0, True, True)
    assert found.goals == ("sales",) and found.at == "actions.stores.needs[0]"


@pytest.mark.parametrize(
    ("time", "due"),
    [
        ("Q1 启动，Q2 完成", date(2025, 6, 30)),
        ("Q3 启动", date(2025, 9, 30)),
        ("全年常态化", None),
        ("每周 1 次", None),
        (None, None),
    ],
)
def test_a_need_without_a_day_is_due_with_its_action(time: str | None, due: date | None) -> None:
    """By the day on which the action delivers; what goes on all the time has none."""
    action = {"needs": [{"work": "收银系统", "from": "tech"}], **({"time": time} if time else {})}
    found = one(planned(action))
    assert (found.due, found.is_with_action) == (due, due is not None)
    assert found.is_priced is False and isinstance(found.price, gt.NA)
    assert found.is_late is (None if due is None else False)


@given(st.dates(date(2025, 1, 1), date(2026, 6, 30)), st.dates(date(2025, 1, 1), date(2025, 12, 31)))
def test_late_is_what_was_due_before_the_day(day: date, by: date) -> None:
    """On its own day a thing is in time; from the next one on it is late, for ever, until it is said to be done."""
    needs = {"needs": [{"work": "收银系统", "from": "tech", "by": by.isoformat()}]}
    assert one(planned(needs), day).is_late is (day > by)
    assert one(planned({**needs, "progress": "100%"}), day).is_late is False


def risky(when: str | None) -> dict[str, Any]:
    """An action with a risk that takes the courier, and work of technology."""
    answer = {
        "do": "改用快递",
        "by": "Q1",
        "cost": "20",
        "with": ["courier"],
        "needs": [{"work": "改地址", "from": "tech"}],
    }
    return {"risks": [{"if": "运力不足", **({"when": when} if when else {}), "then": answer}]}


@pytest.mark.parametrize(
    ("when", "is_open", "is_late"),
    [("value(sales) < 600", True, True), ("value(sales) < 400", False, False), (None, None, None)],
)
def test_answers_are_asked_for_once_their_risk_comes_true(
    when: str | None, is_open: bool | None, is_late: bool | None
) -> None:
    """With a scorecard it is known whether an answer is due; a risk in words alone tells nothing."""
    found = gt.asks(carded(planned(risky(when))))
    assert [(a.kind, a.giver, a.due) for a in found] == [
        ("answer_need", "tech", date(2025, 3, 31)),
        ("answer", "courier", date(2025, 3, 31)),
    ]
    assert {a.is_open for a in found} == {is_open} and {a.is_late for a in found} == {is_late}
    assert found[1].price == 20.0 and found[1].is_priced
    assert {a.is_open for a in gt.asks(planned(risky(when)), as_of=DAY)} == {None}


def test_what_a_team_needs_of_itself_is_no_ask() -> None:
    """Nor is what names nobody."""
    needs = [{"work": "装修", "from": "shop"}, {"money": "10"}]
    assert gt.asks(planned({"needs": needs}), as_of=DAY) == ()


def test_all_means_every_line_team() -> None:
    """A collaboration with all is one ask of each line team, and none of a partner or of the team itself."""
    found = gt.asks(
        planned(works_with=[{"with": "all", "for": "促销", "serves": ["sales"], "by": "每月"}]), as_of=DAY
    )
    assert [(a.giver, a.kind, a.goals) for a in found] == [
        ("tech", "collaboration", ("sales",)),
        ("online", "collaboration", ("sales",)),
    ]
    assert {(a.due, a.next, a.is_late, a.is_priced) for a in found} == {(None, date(2025, 6, 30), None, None)}


def test_asks_of_one_team_and_on_one_day() -> None:
    """A plan has no day of its own; a team goes by any of its names."""
    plan = planned({"needs": [{"work": "收银系统", "from": "tech"}, {"work": "送货", "from": "courier"}]})
    assert [a.giver for a in gt.asks(plan, as_of="2025-06-30", team="技术部")] == ["tech"]
    with pytest.raises(gt.UsageError, match="as_of"):
        gt.asks(plan)
    with pytest.raises(gt.UnknownKeyError):
        gt.asks(plan, as_of=DAY, team="财务部")


# What comes again and again.

EVERY = {
    "每周": 7,
    "每两周": 14,
    "每月": 31,
    "每季度": 92,
    "每年": 366,
    "every 10 days": 10,
    "每 2 个月": 62,
    "每天": 1,
    "每小时": 1,
}


def timing(plan: gt.Plan, text: str) -> Timing:
    """A time as a plan reads it."""
    found = parse_timing(text, plan.calendar, 2025)
    assert isinstance(found, Timing)
    return found


@given(st.sampled_from(sorted(EVERY)), st.dates(date(2025, 1, 1), date(2025, 12, 31)))
def test_a_round_ends_on_one_day_for_all_of_its_days(text: str, day: date) -> None:
    """The end of the round lies on or behind each of its days, at most one length away, and the next one follows."""
    plan = planned()
    end = next_round(plan, timing(plan, text), day)
    assert end is not None and day <= end < day + timedelta(days=EVERY[text])
    assert next_round(plan, timing(plan, text), end) == end
    after = next_round(plan, timing(plan, text), end + timedelta(days=1))
    assert after is not None and after > end


def test_rounds_by_hand() -> None:
    """Monday 30 June 2025: the week ends on Sunday, the month today, and two weeks from New Year on 1 July."""
    plan = planned()
    ends = {text: next_round(plan, timing(plan, text), DAY) for text in ("每周", "每月", "每季度", "每两周")}
    assert ends == {"每周": date(2025, 7, 6), "每月": DAY, "每季度": DAY, "每两周": date(2025, 7, 1)}
    assert next_round(plan, timing(plan, "Q3 完成"), DAY) is None


# Groups and hand-overs.


def test_a_group_says_what_it_lacks_and_when_it_is_over() -> None:
    """Members, goals, cadence and end are each told where they are missing; behind its end it meets no more."""
    governance = {
        "groups": {
            "whole": {"teams": "all", "serves": ["sales"], "every": "每周", "ends": "2025-06-29"},
            "empty": {"title": "空组", "ends": "unstated"},
        }
    }
    card = carded(planned(governance=governance))
    whole, empty = gt.groups(card)
    assert (whole.teams, whole.goals) == (("shop", "tech", "online"), (("sales", "at_risk"),))
    assert (whole.next, whole.ends, whole.is_over, whole.lacks) == (None, date(2025, 6, 29), True, ())
    assert (empty.is_over, empty.lacks) == (None, ("members", "goals", "cadence", "end"))


@pytest.mark.parametrize(("value", "held"), [(300, True), (500, True), (595, False), (900, False)])
def test_a_hand_over_waits_where_what_is_handed_over_is_behind(value: float, held: bool) -> None:
    """Who receives waits while the goal that gives is at risk or off track."""
    handovers = {
        "flow": {
            "title": "销售→订单",
            "from": "sales",
            "to": "orders",
            "teams": ["shop", "tech"],
            "by": "每周",
        }
    }
    card = carded(planned(handovers=handovers), value)
    (wait,) = gt.waits(card)
    assert (wait.giver, wait.taker, wait.is_held_up) == ("shop", "tech", held)
    assert wait.gives == ("sales", card["sales"].status) and wait.takes == ("orders", "unknown")
    assert (wait.next, wait.due, wait.is_late) == (date(2025, 7, 6), None, None)


def test_a_hand_over_of_what_is_not_known_is_not_judged() -> None:
    """Without a value nobody can say who waits; a dated one that has passed is late."""
    handovers = {"flow": {"from": "orders", "to": "sales", "teams": ["tech"], "by": "2025-05-31"}}
    (wait,) = gt.waits(carded(planned(handovers=handovers)))
    assert (wait.is_held_up, wait.is_late, wait.due) == (None, True, date(2025, 5, 31))


def test_a_view_shows_what_concerns_its_team() -> None:
    """Technology sees what it is asked and hand-overs of its goal; the online team, which carries nothing, nothing."""
    needs = [{"work": "收银系统", "from": "tech"}, {"work": "送货", "from": "courier"}]
    handovers = {"flow": {"from": "sales", "to": "orders", "teams": ["shop", "tech"]}}
    governance = {"groups": {"g": {"teams": ["shop"], "serves": ["sales"]}}}
    card = carded(planned({"needs": needs}, handovers=handovers, governance=governance))
    tech = card.view(team="tech")
    assert [a.giver for a in gt.asks(tech)] == ["tech"]
    assert gt.groups(tech) == ()
    (wait,) = gt.waits(tech)
    assert wait.gives is None and wait.takes == ("orders", "unknown") and wait.is_held_up is None
    online = card.view(team="online")
    assert (gt.asks(online), gt.groups(online), gt.waits(online)) == ((), (), ())


# The example at half-year.


def test_example_asks_are_those_that_its_files_name() -> None:
    """Of technology: five needs, as the file of actions names it five times, and four collaborations."""
    text = (plan_path() / "actions.yaml").read_text(encoding="utf-8")
    teams = (plan_path() / "teams.yaml").read_text(encoding="utf-8")
    found = Counter(ask.kind for ask in gt.asks(scorecard(), team="技术部"))
    assert found["need"] == text.count("from: 技术部") > 0
    assert found["collaboration"] == teams.count("with: 技术部") > 0
    assert found["answer"] == text.count("with: 技术部")


def test_example_is_late_with_what_belongs_to_actions_of_the_first_quarter() -> None:
    """Five needs of actions that were to be done in Q1, of which nobody says that they are; nothing else is late."""
    late = [ask for ask in gt.asks(scorecard()) if ask.is_late]
    assert [(ask.action, ask.giver) for ask in late] == [
        ("rumour_model", "algorithms"),
        ("market_ranking", "algorithms"),
        ("market_ranking", "data"),
        ("tax_systems", "legal"),
        ("tax_systems", "tech_crew"),
    ]
    assert {ask.due for ask in late} == {date(2025, 3, 31)}


def test_example_groups_and_hand_over() -> None:
    """Neither group says when it ends; cross-border orders wait for users abroad."""
    logistics, delivery = gt.groups(scorecard())
    assert (logistics.lacks, delivery.lacks) == (("goals", "end"), ("members", "end"))
    assert delivery.goals == (("local_gmv.service.外卖", "off_track"),)
    (wait,) = gt.waits(scorecard())
    assert (wait.giver, wait.taker, wait.is_held_up) == ("user_growth", "cross_border", True)
