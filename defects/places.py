"""Where actions keep their risks, answers and tranches, and days that are far from the plan's."""

from __future__ import annotations

from collections.abc import Iterator

from sheet import Sheet

from goaltree.planfile.node import Map, Node, Seq


def items(node: Node | None) -> list[Map]:
    """The mappings of a list."""
    return [item for item in node.items if isinstance(item, Map)] if isinstance(node, Seq) else []


def risks(sheet: Sheet) -> Iterator[tuple[str, Map]]:
    """Every risk with its action."""
    for path, node in sheet.maps("actions"):
        for risk in items(node.get("risks")):
            yield path, risk


def answers(sheet: Sheet) -> Iterator[tuple[str, Map]]:
    """Every answer to a risk with its action."""
    for path, risk in risks(sheet):
        then = risk.get("then")
        if isinstance(then, Map):
            yield path, then


def tranches(sheet: Sheet) -> Iterator[tuple[str, Seq]]:
    """Every list of tranches with its action."""
    for path, node in sheet.maps("actions"):
        budget = node.get("budget")
        listed = budget.get("tranches") if isinstance(budget, Map) else None
        if isinstance(listed, Seq):
            yield path, listed


def early(sheet: Sheet) -> str:
    """The first day of the plan."""
    period = sheet.plan.period
    return period.first.isoformat() if period else "2025-01-01"


def late(sheet: Sheet) -> str:
    """A day long after the plan."""
    period = sheet.plan.period
    return f"{(period.last.year if period else 2025) + 2}-06-30"
