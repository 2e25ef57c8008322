"""Limits of the governance that nothing can reach."""

from __future__ import annotations

import pytest

import goaltree as gt

PLAN = "goaltree: 1\nplan: x\nperiod: 2025\ngoals: {m: {kind: flow, unit: 元, direction: up, target: 1亿}}\n"


@pytest.mark.parametrize(
    ("governance", "path"),
    [
        ("coverage: 0", ""),
        ("coverage: 100%", ""),
        ("coverage: 100.1%", "coverage"),
        ("hysteresis: {margin: 0%, in_a_row: 1}", ""),
        ("hysteresis: {margin: -0.1%}", "hysteresis.margin"),
        ("hysteresis: {in_a_row: 0}", "hysteresis.in_a_row"),
        ("hysteresis: {in_a_row: 2.5}", "hysteresis.in_a_row"),
    ],
)
def test_limits_are_shares_and_whole_reviews(governance: str, path: str) -> None:
    """A coverage is a share of a whole, a margin not below zero, and reviews are counted in whole ones."""
    found = gt.check(gt.loads(f"{PLAN}governance: {{{governance}}}\n")).select(["GT513"])
    assert [one.path for one in found] == ([f"governance.{path}"] if path else [])
