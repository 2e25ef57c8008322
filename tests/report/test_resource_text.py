"""What is asked of whom in money and people, and what is left of the reserve, stands in the quarterly review."""

from __future__ import annotations

import goaltree as gt
from goaltree.report.resource import reserve
from goaltree.report.told import Told
from steering.work_sample import at_work

ACTION = {
    "serves": ["sales"],
    "team": "shop",
    "needs": [{"work": "接口", "from": "web"}, {"money": "30万"}, {"people": "5 人", "from": "web"}],
}
RESERVE = {
    "budget": "10%",
    "of": "5000万",
    "people": "10%",
    "when": "pace(sales) > 5",
    "drawdowns": [{"on": "2025-03-10", "amount": "120万", "for": "补货"}],
}


def card():
    """A plan with one action that asks two teams, and a reserve of which something was drawn."""
    return at_work({"a": ACTION}, governance={"reserve": RESERVE})


def lines(lang, team=None):
    """The section of the quarterly review, a line a row."""
    text = gt.pack(card(), "quarterly", team=team).to_text(lang, room=140)
    section = text.partition("资金与人员" if lang == "zh" else "Money and people")[2].partition("\n\n")[0]
    return [" ".join(line.split()) for line in section.splitlines() if line.strip()]


def test_who_is_asked_for_most_money_comes_first_then_the_reserve():
    """Each giver with money, people, needs and what has no price; the reserve with what was drawn and what is left."""
    assert lines("zh") == [
        "由谁提供 资金 人员 需求 未定价",
        "没有写明由谁 30万元 — 1",
        "线上部 — 5 人 2 1",
        (
            "备用池：资金：预留 500万元，已动用 120万元，剩 380万元；"
            "人员：没有说明按什么计提，预留多少不得而知；已动用 0 人；动用条件尚未成立"
        ),
    ]
    assert lines("en")[1:3] == ["nobody is named 300,000 CNY — 1", "Web — 5 people 2 1"]


def test_a_team_sees_no_reserve():
    """What is kept back is the whole company's to know."""
    assert reserve(Told(card().view(team="shop"), "zh")) == ()
    assert not [line for line in lines("zh", team="shop") if "备用池" in line]


def test_json_has_the_same_numbers():
    """The pack as JSON names claims and reserve with numbers; what is not known is missing with its reason."""
    told = gt.pack(card(), "quarterly").to_dict()["quarterly"]
    assert [(one["key"], one["money"], one["count"]) for one in told["claims"]] == [
        ("web", {"na": "NO_TARGET"}, 2),
        ("", 300_000, 1),
    ]
    money, people = told["reserve"]
    assert money == {"size": 5_000_000, "drawn": 1_200_000, "left": 3_800_000}
    assert set(people["size"]) == {"na"}


def test_a_plan_without_needs_says_so():
    """Where no action asks for anything, that is one line."""
    text = gt.pack(at_work({"a": {"serves": ["sales"]}}), "quarterly").to_text("en")
    assert "No action asks for anything." in text
