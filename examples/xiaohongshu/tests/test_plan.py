"""The plan is the whole document: its counts, its values as written, and what it leaves open."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import goaltree
from goaltree_xiaohongshu import load, plan_path

TEAMS = [
    "user_growth",
    "community",
    "commerce",
    "cross_border",
    "local_life",
    "creator_ecosystem",
    "technology",
    "monetisation",
]


@pytest.fixture(scope="module")
def plan() -> goaltree.Plan:
    """The plan as the library reads it."""
    return load()


def test_reading_finds_the_one_name_that_nobody_has(plan: goaltree.Plan) -> None:
    """All of the plan can be read but for the collaboration with a team that the team table does not list."""
    assert [(finding.path, finding.excerpt) for finding in plan.findings] == [
        ("teams.creator_ecosystem.works_with[0].with", "内容治理部")
    ]


def test_counts_of_the_document(plan: goaltree.Plan) -> None:
    """Seven perspectives, 19 pairs, 23 company goals, eight teams, 16 actions, nine blocks."""
    assert plan.canvas is not None
    assert len(plan.perspectives) == 7
    assert len(plan.paired) == 19
    assert len({pair.result for pair in plan.paired} | {pair.process for pair in plan.paired}) == 38
    assert sum(goal.core for goal in plan.goals.values()) == 23
    assert [key for key, team in plan.teams.items() if team.role == "line"] == TEAMS
    assert len(plan.actions) == 16
    assert len(plan.canvas.blocks) == 9


def test_every_perspective_says_why(plan: goaltree.Plan) -> None:
    """Each perspective has its 战略意义, and titles in both languages."""
    for perspective in plan.perspectives.values():
        assert perspective.why is not None
        assert perspective.title is not None
        assert [lang for lang, _ in perspective.title.words] == ["zh", "en"]


@pytest.mark.parametrize(
    ("goal", "baseline", "target", "growth"),
    [
        ("mau", "3.39 亿", "3.8 亿", "+12%"),
        ("daily_minutes", "50 分钟", "55 分钟", "+10%"),
        ("quality_notes", "40%", "≥45%", None),
        ("sincerity", "85%", "88%", "+3.5%"),
        ("gmv", "1200 亿", "2160 亿", "+80%"),
        ("live_gmv", "220 亿", "660 亿", None),
        ("cross_border_share", "12%", "18%", "+50%"),
        ("local_merchants", "7.5 万家", "15 万家", None),
        ("latency", "100ms", "≤90ms", "-10%"),
        ("ad_revenue", "218 亿", "360 亿", "+65%"),
        ("new_brands", "350 个", "600 个", "+71%"),
    ],
)
def test_values_stand_as_written(
    plan: goaltree.Plan, goal: str, baseline: str, target: str, growth: str | None
) -> None:
    """Baseline, target and growth are those of the 2025 table, letter by letter."""
    noun = plan.goals[goal]
    assert str(noun.baseline) == baseline
    assert str(noun.target) == target
    assert (None if noun.growth is None else str(noun.growth)) == growth


@pytest.mark.parametrize("goal", ["mau", "gmv", "active_creators", "local_gmv", "ad_revenue", "new_brands"])
def test_complete_cuts_add_up_exactly(plan: goaltree.Plan, goal: str) -> None:
    """The parts of every complete cut of the document sum to its target."""
    (cut,) = [cut for cut in plan.goals[goal].cuts if not cut.partial]
    parts: list[Any] = [plan.goals[key].target for key in cut.members.values()]
    whole: Any = plan.goals[goal].target
    assert sum((Fraction(part.value) for part in parts), Fraction(0)) == Fraction(whole.value)


def test_partial_cuts_claim_no_total(plan: goaltree.Plan) -> None:
    """Live GMV, overseas new users and the cities of merchants are parts beside others that stay unnamed."""
    partial = {(key, cut.dimension) for key, goal in plan.goals.items() for cut in goal.cuts if cut.partial}
    assert partial == {("gmv", "format"), ("new_mau", "region"), ("local_merchants", "city")}
    assert plan.goal("gmv.直播").key == "live_gmv"


def test_leads_are_given_for_four_teams_only(plan: goaltree.Plan) -> None:
    """Four teams have a lead and actions; the other four have neither, and nothing was filled in."""
    acting = {action.team for action in plan.actions.values()}
    assert [key for key in TEAMS if isinstance(plan.teams[key].lead, str)] == TEAMS[:4]
    assert acting == set(TEAMS[:4])


def test_boundaries_are_promised_and_not_given(plan: goaltree.Plan) -> None:
    """No team has the 责任边界 that the document promises."""
    assert {repr(plan.teams[key].boundary) for key in TEAMS} == {"unstated"}


def test_every_action_has_time_need_and_answer(plan: goaltree.Plan) -> None:
    """Each of the 16 actions says when, what it needs, what may go wrong and what then is done."""
    for action in plan.actions.values():
        assert action.time is not None
        assert action.needs
        assert [bool(risk.then) for risk in action.risks] == [True]


def test_budgets_as_written(plan: goaltree.Plan) -> None:
    """The money that actions ask for stands need by need as the document writes it; it sums to 8.96 亿."""
    money = {
        key: [str(need.money) for need in action.needs if need.money is not None]
        for key, action in plan.actions.items()
    }
    assert {key: amounts for key, amounts in money.items() if amounts} == {
        "overseas_growth": ["5000 万", "8000 万"],
        "new_verticals": ["1000 万", "300 万"],
        "points": ["2000 万"],
        "community_wardens": ["300 万"],
        "live_hosts": ["3 亿"],
        "industry_merchants": ["5000 万"],
        "overseas_stores": ["2 亿"],
        "exclusive_goods": ["1 亿"],
        "priority_delivery": ["8000 万"],
    }
    amounts: list[Any] = [
        need.money for action in plan.actions.values() for need in action.needs if need.money
    ]
    assert sum(amount.value for amount in amounts) == 896_000_000


def test_no_exchange_rate_is_made_up(plan: goaltree.Plan) -> None:
    """The document names dollars and no rate, so the plan has none."""
    assert "fx" not in plan.to_dict()


def test_shares_of_the_canvas(plan: goaltree.Plan) -> None:
    """Shares stay approximate, and the one that is `探索中` is unstated."""
    assert plan.canvas is not None
    blocks = plan.canvas.blocks
    shares = {
        key: [str(entry.share) for entry in blocks[key].entries.values() if entry.share is not None]
        for key in ("revenue_streams", "cost_structure")
    }
    assert shares["revenue_streams"] == ["~60%", "~25%", "~10%", "<5%", "unstated"]
    assert shares["cost_structure"] == ["~30%", "~25%", "~20%", "~15%", "~10%"]


def test_disclaimer_is_in_both_languages(plan: goaltree.Plan) -> None:
    """The plan says in Chinese and in English that it is an outsider's illustration."""
    assert plan.about is not None
    assert "作者从未在小红书任职" in plan.about.say("zh")
    assert "never worked at Xiaohongshu" in plan.about.say("en")


def test_reading_twice_is_equal() -> None:
    """The plan that is read again is equal, and so is the one read from its own dict."""
    first = load()
    assert first == load()
    assert goaltree.loads(first.to_dict()) == first


def test_plan_path_is_a_folder_with_a_plan() -> None:
    """The package says where its files are."""
    assert (plan_path() / "plan.yaml").is_file()
