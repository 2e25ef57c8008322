"""The plan's resources: who asks whom for how much, who leads too much, and what is left of the reserve."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import goaltree as gt
from goaltree.model.missing import NA
from steering.work_sample import at_work

ACTIONS: dict[str, Any] = {
    "stores": {
        "team": "shop",
        "lead": "王 XX",
        "serves": ["sales"],
        "time": "Q1 启动，Q4 完成",
        "needs": [
            {"money": "100万", "for": "装修"},
            {"people": "5 人", "role": "算法", "from": "web"},
            {"work": "收银系统", "from": "web"},
        ],
    },
    "site": {
        "team": "web",
        "lead": "王 XX",
        "serves": ["visits"],
        "time": "Q2 启动，Q4 完成",
        "needs": [{"money": "10万 USD", "from": "shop"}, {"people": "3 人", "role": "算法"}],
        "risks": [{"if": "太慢", "then": [{"do": "外包", "needs": [{"money": "900万"}]}]}],
    },
}


def test_what_is_asked_of_whom():
    """Money and people are summed by giver, role and asker; what has no price is counted, and answers are left out."""
    found = gt.resources(at_work(ACTIONS))
    assert (found.whole.count, found.whole.unpriced) == (5, 1)
    assert (found.whole.money, found.whole.people, found.currency) == (1.72e6, 8, "CNY")
    givers = {each.key: (each.money, each.people, each.unpriced) for each in found.by_giver}
    assert givers == {
        "": (1e6, 3, 0),
        "web": (NA("NO_TARGET", "needs.money"), 5, 1),
        "shop": (7.2e5, NA("NO_TARGET", "needs.people"), 0),
    }
    assert [(each.key, each.people, each.actions) for each in found.by_role] == [
        ("算法", 8, ("stores", "site"))
    ]
    assert [(each.key, each.money) for each in found.by_asker] == [("shop", 1e6), ("web", 7.2e5)]


needs = st.lists(
    st.tuples(st.sampled_from(["shop", "web", None]), st.sampled_from(["shop", "web"]), st.integers(0, 500)),
    min_size=1,
    max_size=6,
)


@settings(max_examples=25, deadline=None)
@given(needs)
def test_no_need_is_lost_or_counted_twice(asked):
    """However needs are grouped, the groups have all of them, and their money adds up to the whole."""
    actions = {
        f"a{i}": {
            "team": asker,
            "serves": ["sales"],
            "needs": [{"money": f"{money}万", **({"from": giver} if giver else {})}],
        }
        for i, (giver, asker, money) in enumerate(asked)
    }
    found = gt.resources(at_work(actions))
    assert Fraction(found.whole.money) == sum(money for _, _, money in asked) * 10_000
    for group in (found.by_giver, found.by_asker):
        assert sum(each.count for each in group) == len(asked)
        assert sum(each.money for each in group) == found.whole.money
        assert len({each.key for each in group}) == len(group)


def test_money_that_does_not_convert_makes_no_sum():
    """A need in a currency without a rate is priced, and its group has no sum rather than a smaller one."""
    actions = {"a": {"serves": ["sales"], "needs": [{"money": "10万 EUR"}, {"money": "5万"}]}}
    whole = gt.resources(at_work(actions)).whole
    assert whole.money == NA("UNIT_MISMATCH", "needs.money") and whole.unpriced == 0


def test_who_leads_more_than_one_action():
    """One person who leads two actions under way is told, until one of them is done or over."""
    assert gt.resources(at_work(ACTIONS)).leads == (("王 XX", ("stores", "site")),)
    assert gt.resources(at_work(ACTIONS, "2025-03-31")).leads == ()
    short = {**ACTIONS, "site": {**ACTIONS["site"], "time": "Q1 启动，Q2 完成"}}
    assert gt.resources(at_work(short, "2025-06-30")).leads != ()
    assert gt.resources(at_work(short, "2025-07-01")).leads == ()
    done = {**ACTIONS, "site": {**ACTIONS["site"], "progress": {"done": "100%"}}}
    assert gt.resources(at_work(done)).leads == ()


def reserve(as_of: str = "2025-06-30", **stated: Any) -> Any:
    """The reserve of a plan on a day."""
    return gt.resources(at_work(ACTIONS, as_of, governance={"reserve": stated})).reserve


DRAWN = [
    {"on": "2025-03-01", "amount": "100万", "people": "2 人", "for": "补货", "decided_by": "shop"},
    {"on": "2025-07-01", "amount": "10万 USD", "action": "site", "decided_by": "shop"},
]


def test_what_is_left_of_the_reserve():
    """A tenth of 5000万 is 500万: 100万 are drawn by June, and 72万 more in July."""
    june = reserve(budget="10%", of="5000万", people="10 人", drawdowns=DRAWN)
    assert (june.money.size, june.money.drawn, june.money.left) == (5e6, 1e6, 4e6)
    assert (june.people.size, june.people.drawn, june.people.left) == (10, 2, 8)
    assert [each.on for each in june.drawdowns] == [date(2025, 3, 1)]
    july = reserve("2025-07-01", budget="500万 CNY", drawdowns=DRAWN)
    assert july.money.left == 5e6 - 1e6 - 7.2e5 and july.drawdowns[1].action == "site"
    assert july.people.size == NA("NO_TARGET", "reserve.people")


def test_a_share_of_nothing_stated_is_not_known():
    """Where nobody says what the reserve is a share of, what was drawn is known and what is left is not."""
    found = reserve(budget="10%", of="unstated", people="10%", drawdowns=DRAWN)
    assert found.money.size == found.money.left == NA("NO_BASELINE", "reserve.of")
    assert found.money.drawn == 1e6 and isinstance(found.people.left, NA)


def test_the_reserve_says_whether_it_may_be_used():
    """Its condition is read at the review; without one, or without data, nobody knows."""
    low = at_work(
        ACTIONS, sales=[5e7] * 6, governance={"reserve": {"budget": "1万", "when": "pace(sales) < 0.9"}}
    )
    assert gt.resources(low).reserve.is_open is True
    assert reserve(budget="1万", when="pace(sales) < 0.9").is_open is False
    assert reserve(budget="1万", when="pace(visits) < 0.9").is_open is None
    assert reserve(budget="1万").is_open is None


def test_a_team_sees_its_own_needs_and_no_reserve():
    """In the view of one team stand the needs of the actions for its goals; the reserve is the company's."""
    card = at_work(ACTIONS, governance={"reserve": {"budget": "1万 CNY"}})
    assert gt.resources(card).reserve is not None
    seen = gt.resources(card.view(team="web"))
    assert seen.reserve is None and seen.whole.actions == ("site",) and seen.leads == ()


@pytest.mark.parametrize("money", ["unstated", None])
def test_what_is_unstated_is_not_priced(money):
    """A need whose money its author leaves open counts as unpriced, and adds nothing."""
    need = {"money": money} if money else {"work": "改版"}
    whole = gt.resources(at_work({"a": {"serves": ["sales"], "needs": [need]}})).whole
    assert (whole.unpriced, whole.money) == (1, NA("NO_TARGET", "needs.money"))
