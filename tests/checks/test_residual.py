"""What the parts of a goal leave of it: left, made a part of its own, or spread (planning A6)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import goaltree as gt
from goaltree.model.quantity import Quantity

HEAD = "goaltree: 1\nplan: p\nperiod: 2025\ncurrency: CNY\nfx: {USD: 7.2}\n"
RULES = ["GT201", "GT202", "GT451", "GT452", "GT453", "GT454"]


def planned(parts: str, says: str = "", *, target: str = "12.00", kind: str = "flow") -> gt.Plan:
    """A goal in 元 whose owner is a shop, with one cut."""
    goal = f"title: 销售额, kind: {kind}, unit: 元, direction: up, target: {target}, owner: shop"
    cut = f"cuts: {{channel: {{{parts}}}}}"
    return gt.loads(
        f"{HEAD}goals:\n  sales: {{{goal}, {says}{cut}}}\nteams:\n  shop: {{title: 店铺部, lead: 王 XX}}\n"
    )


def codes(plan: gt.Plan) -> list[str]:
    """The findings about what parts come to, by code; none of the plan could not be read."""
    assert not plan.findings, plan.findings.to_text()
    return [finding.code for finding in gt.check(plan).select(RULES)]


def target(plan: gt.Plan, key: str) -> Quantity:
    """A target that is a number."""
    found = plan.goals[key].target
    assert isinstance(found, Quantity)
    return found


def test_a6_what_nobody_pledged_becomes_a_part_of_the_owner() -> None:
    """Pledges of 8 and 3.5 for 12 leave 0.5, which is 4.17 %: a part that the goal's own team answers for."""
    plan = planned("线上: 8.00, 门店: 3.50", "residual: unassigned, assign_by: 2025-03-31, ")
    part = plan.goals["sales.channel.unassigned"]
    assert (target(plan, part.key).base, part.owner, part.made) == (Fraction(1, 2), "shop", "unassigned")
    assert codes(plan) == ["GT451"]
    (finding,) = gt.check(plan).select(["GT451"])
    assert (
        "0.5" in finding.message() and "4.2%" in finding.message() and finding.path == "goals.sales.residual"
    )
    assert "2025-03-31" in finding.message("zh") and "没有归属" in finding.message("zh")


@pytest.mark.parametrize(
    ("says", "wanted"),
    [
        ("", ["GT201"]),
        ("residual: leave, ", ["GT201"]),
        ("residual: unassigned, ", ["GT201"]),
        ("residual: unassigned, hedge: 5.83%, ", []),
        ("residual: spread, hedge: 5.83%, ", []),
    ],
)
def test_a6_what_is_pledged_beyond_the_target_is_never_a_residual(says: str, wanted: list[str]) -> None:
    """Quotas of 5.2, 4.1 and 3.4 for 12 are a hedge of 5.83 % where the plan says so, and else an error."""
    plan = planned("甲: 5.20, 乙: 4.10, 丙: 3.40", says)
    assert codes(plan) == wanted
    assert not any(goal.made or goal.pledged for goal in plan.goals.values())


def test_a_hedge_is_asked_for_too() -> None:
    """With a hedge of 10 % on 12, pledges of 11.5 leave 1.7 of 13.2."""
    plan = planned("线上: 8.00, 门店: 3.50", "residual: unassigned, hedge: 10%, ")
    assert target(plan, "sales.channel.unassigned").base == Fraction("1.7")


def test_what_is_spread_goes_to_the_parts_by_their_pledges() -> None:
    """0.5 over 8 and 3.5 is 0.3478 and 0.1522 to the hundredth of what was written; the sum is exact."""
    plan = planned("线上: 8.00, 门店: 3.50", "residual: spread, ")
    shares = [target(plan, f"sales.channel.{name}").base for name in ("线上", "门店")]
    assert shares == [Fraction("8.3478"), Fraction("3.6522")] and sum(shares) == 12
    assert codes(plan) == ["GT452"]
    assert plan.goals["sales.channel.线上"].pledged is not None


def test_what_is_said_of_a_pledge_elsewhere_is_held_against_the_pledge() -> None:
    """A growth, a team's number and dated targets repeat what a part pledged, not what it was given on top."""
    part = "baseline: 5.00, target: 8.00, growth: +60%, phasing: {2025H1: 3.00, 2025H2: 5.00}"
    goal = f"kind: flow, unit: 元, direction: up, target: 12.00, residual: spread, cuts: {{c: {{线上: {{{part}}}, 门店: 3.50}}}}"
    team = "shop: {title: 店铺部, carries: {sales.线上: 8.00}}"
    plan = gt.loads(f"{HEAD}goals:\n  sales: {{{goal}}}\nteams:\n  {team}\n")
    assert [finding.code for finding in gt.check(plan).select(["GT2", "GT452"])] == ["GT452"]
    assert target(plan, "sales.c.线上").base == Fraction("8.3478")


def test_parts_of_a_part_that_was_given_more_no_longer_suffice() -> None:
    """What was spread over a part is missing in its own parts, unless it says what becomes of that."""
    inner = "线上: {target: 8.00, cuts: {place: {东: 5.00, 西: 3.00}}}, 门店: 2.00"
    assert codes(planned(inner, "residual: spread, ")) == ["GT201", "GT452"]


def test_spreading_reaches_the_parts_of_parts() -> None:
    """A part that is given more spreads it over its own parts, where it says so."""
    inner = "线上: {target: 8.00, residual: spread, cuts: {place: {东: 5.00, 西: 3.00}}}, 门店: 2.00"
    plan = planned(inner, "residual: spread, ")
    assert target(plan, "sales.channel.线上.place.东").base == 6
    assert target(plan, "sales.channel.线上.place.西").base == Fraction("3.6")


@pytest.mark.parametrize(
    ("parts", "says", "kind", "word"),
    [
        ("线上: 8.00, 门店: {owner: shop}", "residual: unassigned, ", "flow", "states no number"),
        ("线上: 8.00, 门店: 3.50", "residual: spread, ", "distinct", "do not add up"),
        ("线上: 8.00, unassigned: 3.50", "residual: unassigned, ", "flow", "of its own"),
        ("线上: 8.00, 门店: 0.10 美元", "residual: spread, ", "flow", "exactly"),
        ("线上: 8.00, 门店: 0.10 欧元", "residual: unassigned, ", "flow", "does not convert"),
    ],
)
def test_what_cannot_be_made_is_told(parts: str, says: str, kind: str, word: str) -> None:
    """Where nothing comes of what the plan says, it is told why, in both languages, and no number is changed."""
    plan = planned(parts, says, kind=kind)
    (finding,) = gt.check(plan).select(["GT453"])
    assert word in finding.message("en") and finding.message("zh") != finding.message("en")
    assert not any(goal.made or goal.pledged for goal in plan.goals.values())


def test_a_goal_without_a_cut_has_no_residual() -> None:
    """Of two complete cuts of which none is said to count, neither is taken."""
    text = (
        f"{HEAD}goals:\n  sales: {{kind: flow, unit: 元, direction: up, target: 12, residual: unassigned}}\n"
    )
    (finding,) = gt.check(gt.loads(text)).select(["GT453"])
    assert "no complete cut" in finding.message()


def test_only_the_cut_that_counts_gets_the_part() -> None:
    """Another complete cut is compared with the goal as before."""
    says = "residual: unassigned, rolls_up: channel, "
    plan = planned("线上: 8.00, 门店: 3.50}, place: {东: 6.00, 西: 5.00", says)
    assert "sales.channel.unassigned" in plan.goals and "sales.place.unassigned" not in plan.goals
    assert codes(plan) == ["GT201", "GT451"]


def test_pledges_in_another_currency_count_at_the_budget_rate() -> None:
    """0.10 dollars are 0.72 yuan: of 12 with 8 pledged, 3.28 are left."""
    plan = planned("线上: 8.00, 门店: 0.10 美元", "residual: unassigned, ")
    assert target(plan, "sales.channel.unassigned").base == Fraction("3.28")


@pytest.mark.parametrize(
    ("by", "says", "word"),
    [
        ("2026-01-01", "residual: unassigned", "over by then"),
        ("2025-03-31", "residual: spread", "nothing is made"),
        ("2025-03-31", "residual: leave", "nothing is made"),
        ("每月", "residual: unassigned", "no day"),
    ],
)
def test_a_day_of_assignment_must_be_of_use(by: str, says: str, word: str) -> None:
    """A day after the goal's period, or beside nothing that could be assigned, is told."""
    plan = planned("线上: 8.00, 门店: 4.00", f"{says}, assign_by: {by}, ")
    (finding,) = gt.check(plan).select(["GT454"])
    assert word in finding.message() and finding.path == "goals.sales.assign_by"


amounts = st.integers(1, 9999).map(lambda cents: f"{cents / 100:.2f}")
residuals = st.sampled_from(["leave", "unassigned", "spread"])


@given(st.lists(amounts, min_size=1, max_size=5), amounts, residuals)
def test_a_plan_with_residuals_is_written_as_it_was_read(parts: list[str], whole: str, way: str) -> None:
    """No made part and no spread number stands in what is written; reading it gives the equal plan again."""
    cut = ", ".join(f"部{i}: {part}" for i, part in enumerate(parts))
    plan = planned(cut, f"residual: {way}, ", target=whole)
    text = gt.dumps(plan)
    assert "unassigned:" not in text
    assert gt.loads(text) == plan and gt.loads(text).digest == plan.digest
    assert gt.loads(gt.dumps(plan, format="json")) == plan


@given(st.lists(amounts, min_size=1, max_size=5), amounts, st.sampled_from(["unassigned", "spread"]))
def test_what_is_made_closes_the_cut_exactly(parts: list[str], whole: str, way: str) -> None:
    """Where something is left, the parts come to the target to the last digit, and none was lowered."""
    cut = ", ".join(f"部{i}: {part}" for i, part in enumerate(parts))
    plan = planned(cut, f"residual: {way}, ", target=whole)
    pledged = [Fraction(part) for part in parts]
    left = Fraction(whole) - sum(pledged)
    (only,) = plan.goals["sales"].cuts
    made = [target(plan, part).base for part in only.members.values()]
    if left <= 0:
        assert made == pledged
    else:
        assert sum(made) == Fraction(whole)
        assert all(new >= old for new, old in zip(made, pledged, strict=False))


def scored(plan: gt.Plan, rows: list[dict[str, Any]]) -> gt.Scorecard:
    """The scorecard at the end of June."""
    return gt.evaluate(plan, gt.observe(plan, rows), as_of="2025-06-30")


def test_the_part_is_a_goal_like_any_other_and_brings_nothing() -> None:
    """The whole is the sum of what the others bring; the part itself is at 0, needs no data and is in its team's view."""
    plan = planned("线上: 8.00, 门店: 3.50", "residual: unassigned, ")
    rows = [
        {"metric": f"sales.channel.{name}", "period": f"2025-{month:02}", "value": value}
        for name, value in (("线上", 0.5), ("门店", 0.25))
        for month in range(1, 7)
    ]
    card = scored(plan, rows)
    assert card["sales"].value == 4.5 and card["sales"].coverage == 1
    part = card.view(team="店铺部")["sales.unassigned"]
    assert (part.value, part.target, part.attainment, part.team) == (0.0, 0.5, 0.0, "shop")
    assert part.title == "销售额：未分配" and plan.title_of(part.key, "en") == "销售额: unassigned"
    needed = [dict(one.segment)["channel"] for one in gt.requirements(plan).items]
    assert needed == ["线上", "门店"]
    assert not card.findings


def test_no_hint_asks_to_declare_the_part() -> None:
    """What the plan made is no member that its author could declare."""
    plan = planned("线上: 8.00, 门店: 3.50", "residual: unassigned, ")
    (finding,) = gt.check(plan).select(["GT414"])
    assert "[线上, 门店]" in finding.hint()


def test_the_part_of_a_level_starts_at_nothing_where_all_others_say_where_they_start() -> None:
    """So the baselines of the parts still come to that of the whole, and are compared with it."""
    parts = "线上: {baseline: 5.00, target: 8.00}, 门店: {baseline: 3.00, target: 3.50}"
    plan = planned(parts, "baseline: 8.00, residual: unassigned, ", kind="stock")
    assert codes(plan) == ["GT451"]
    wrong = planned(parts, "baseline: 9.00, residual: unassigned, ", kind="stock")
    assert codes(wrong) == ["GT201", "GT451"]


def test_plans_without_residuals_have_the_digest_that_they_had() -> None:
    """What ledgers hold of older plans stays valid."""
    plan = planned("线上: 8.00, 门店: 4.00")
    assert plan.digest == "a0b1f5d9f85244eccaa22f04ba0eefe0a2f002818f8dea818bf40413d7827d95"
