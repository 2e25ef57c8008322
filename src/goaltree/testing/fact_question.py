"""Questions about facts: a plan of one metric that tables count, and what a connector answers to it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ..actuals.connector import Request
from ..actuals.table import Actuals
from ..model.missing import NA
from ..model.plan import Plan
from .builder import PlanBuilder

Values = dict[tuple[tuple[tuple[str, str], ...], str], tuple[Fraction | NA, Fraction | None]]


def plan_of(
    told: Mapping[str, Mapping[str, Any]],
    *,
    kind: str = "flow",
    dimension: bool = True,
    zone: str | None = None,
) -> Plan:
    """A plan whose metric `m` is counted by tables of the source `till`.

    Args:
        told: How each table counts, by its name.
        kind: Kind of the metric.
        dimension: Whether it is split by region.
        zone: The plan's zone; `None` where it states none.
    """
    builder = PlanBuilder().segment("region", "north", "south", open=True)
    builder = builder if zone is None else builder.having(zone=zone)
    unit = "%" if kind == "ratio" else "元"
    parts = {"by": ["region"]} if dimension else {}
    cuts = {"cuts": {"region": {"north": "8亿", "south": "4亿"}}} if dimension else {}
    goal = {"baseline": "30%", "target": "40%"} if kind == "ratio" else {"target": "12亿", **cuts}
    tables = {name: {"metric": "m", **one} for name, one in told.items()}
    builder = builder.source("till", tables=tables).metric("m", source="till", kind=kind, unit=unit, **parts)
    return builder.goal("m", **goal).plan()


def asked(plan: Plan, connector: Any, **options: Any) -> Any:
    """What a connector measures for a plan; options are those of `Request.of`."""
    return connector.measure(Request.of(plan, source="till", **options))


def values(actuals: Actuals) -> tuple[Values, list[str]]:
    """Values and counts by segment and period, and the codes of the errors."""
    found = {(one.segment, one.period.label): (one.value, one.count) for one in actuals.observations}
    return found, sorted(finding.code for finding in actuals.findings.errors)
