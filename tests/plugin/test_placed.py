"""Plans from cells: each finding names the cell that it is about."""

from __future__ import annotations

import pytest
from hypothesis import given

import goaltree as gt
from goaltree.planfile.format import placed
from goaltree.testing import PlanBuilder, plans

VALUES = {
    "goaltree": 1,
    "plan": "shop",
    "period": "2025",
    "currency": "CNY",
    "goals": {
        "sales": {"title": "销售额", "kind": "flow", "unit": "元", "direction": "up", "target": "12亿 x"}
    },
}
PLACES = {"goals": "Goals!A1", "goals.sales": "Goals!A2", "goals.sales.target": "Goals!C2"}


def test_a_finding_names_its_cell():
    """A wrong number is told at its cell, with line and column inside of the cell's text."""
    plan = placed(VALUES, PLACES, file="plan.xlsx")
    (finding,) = [one for one in plan.findings if one.path == "goals.sales.target"]
    assert finding.span.file == "plan.xlsx!Goals!C2"
    assert finding.span.line == 1 and finding.span.column >= 1
    assert "12亿 x" in plan.locator.text("plan.xlsx!Goals!C2")
    assert "plan.xlsx!Goals!C2" in plan.findings.to_text()


def test_what_has_no_place_has_that_of_what_holds_it():
    """A value without a cell of its own is told at the row or section that holds it, or at the file."""
    plan = placed(VALUES, PLACES, file="plan.xlsx")
    assert plan.where("goals.sales.unit").file == "plan.xlsx!Goals!A2"
    assert plan.where("currency").file == "plan.xlsx"


def test_items_of_lists_have_places():
    """An item of a list is placed by its number."""
    values = {**VALUES, "actions": {"a": {"serves": ["sales", "slaes"], "team": "x"}}}
    plan = placed(values, {"actions.a.serves[1]": "Actions!D9"}, file="p.xlsx")
    assert any(one.span and one.span.file == "p.xlsx!Actions!D9" for one in plan.findings)


def test_findings_of_the_reader_come_along():
    """What the reader of the cells found is among the plan's findings, and no file is called `<dict>`."""
    from goaltree.planfile import faults

    own = gt.Finding(rule=faults.LIMIT_EXCEEDED, params={"what": "cells", "got": 2, "limit": 1})
    values = {**VALUES, "title": "x" * 200_000, "meta": {"note": "password: hunter22x"}}
    plan = placed(values, {}, file="p.xlsx", findings=[own])
    assert own in list(plan.findings)
    assert all(one.span is None or one.span.file.startswith("p.xlsx") for one in plan.findings)
    assert "hunter22x" not in plan.findings.to_text()


@given(plan=plans())
def test_places_change_nothing_but_places(plan):
    """A plan of placed values is the plan of the values."""
    values = plan.to_dict()
    where = {f"goals.{key}": f"Goals!A{at}" for at, key in enumerate(plan.goals, 1)}
    assert placed(values, where, file="p.xlsx") == gt.loads(values)


def test_what_no_plan_can_hold_is_a_wrong_call():
    """A value of a type that no plan has is refused."""
    with pytest.raises(gt.UsageError):
        placed({"goaltree": object()}, {}, file="p.xlsx")
    assert PlanBuilder().plan().key == "example"
