"""Accepted findings: they stay visible, fail nothing, and must still be found."""

from __future__ import annotations

import pytest

import goaltree as gt
from goaltree.checks import coverage_goal, unstated
from goaltree.checks.sample import ACTION, GOAL, HEAD, TEAM

PLAN = HEAD + GOAL + TEAM.replace("boundary: 门店与线上", "boundary: unstated") + ACTION


def check(accepted: str, plan: str = PLAN) -> list[tuple[str, str]]:
    """Code and level of what is found in a plan with an acceptance."""
    return [
        (finding.code, finding.level) for finding in gt.check(gt.loads(f"{plan}accepted:\n  - {accepted}\n"))
    ]


@pytest.mark.parametrize("code", ["GT420", "unstated-value"])
@pytest.mark.parametrize("at", ["", ", at: teams.shop.boundary", ", at: teams.shop", ", at: teams"])
def test_an_acceptance_covers_its_place_and_what_is_in_it(code: str, at: str) -> None:
    """A finding accepted by code or name, at its place or around it, is a note that says the reason."""
    assert check(f"{{code: {code}{at}, reason: 组织调整后再定}}") == [("GT420", "note")]
    (finding,) = gt.check(gt.loads(f"{PLAN}accepted:\n  - {{code: {code}{at}, reason: 组织调整后再定}}\n"))
    assert finding.accepted == "组织调整后再定"


@pytest.mark.parametrize("at", ["teams.sho", "teams.shop.boundary.x", "teams.shopping", "goals.sales"])
def test_an_acceptance_elsewhere_covers_nothing(at: str) -> None:
    """An acceptance of another place is told, and the finding stands."""
    assert sorted(check(f"{{code: GT420, at: {at}, reason: 再定}}")) == [
        ("GT161", "warning"),
        ("GT420", "warning"),
    ]


def test_errors_may_be_accepted() -> None:
    """Also what could not be read may be accepted; the findings then have no error."""
    plan = PLAN.replace("lead: 王 XX", "led: 王 XX")
    assert ("GT101", "note") in check("{code: GT101, at: teams.shop.led, reason: 旧字段}", plan)


def test_rules_that_did_not_run_make_no_acceptance_idle() -> None:
    """An acceptance of a rule that was left out of a run is not called idle."""
    plan = gt.loads(f"{PLAN}accepted:\n  - {{code: GT420, reason: 再定}}\n")
    assert not gt.check(plan, rules=coverage_goal.CHECKS)
    assert [finding.code for finding in gt.check(plan, rules=unstated.CHECKS)] == ["GT420"]
    assert not gt.check(plan, ignore=["GT420"]) and not gt.check(plan, select=["GT161"])
