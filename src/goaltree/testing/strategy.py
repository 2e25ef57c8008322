"""Strategies for hypothesis: plans that read without an error, and actuals for them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from ..actuals.observe import observe
from ..actuals.requirement import requirements
from ..actuals.table import Actuals
from ..model.plan import Plan
from .builder import PlanBuilder
from .payload import PAYLOADS

_KEYS = ("sales", "订单", "repeat", "gmv_2025", "目标一")
_REGIONS = ("国内", "海外", "north")
_NUMBERS = ("12亿", "3.8 亿", "5000万", "1234.5", "1,234.5", "0")
_TITLES = ("销售额", "Sales", "复购率", "2025 年度目标", *PAYLOADS)


@st.composite
def plans(draw: st.DrawFn, *, titles: st.SearchStrategy[str] | None = None) -> Plan:
    """Plans of one to five goals, some cut by region, with titles of any kind.

    Args:
        draw: What hypothesis gives.
        titles: The titles of goals; ordinary ones and `PAYLOADS` by default.
    """
    text = st.sampled_from(_TITLES) if titles is None else titles
    builder = PlanBuilder().segment("region", *_REGIONS)
    for key in draw(st.lists(st.sampled_from(_KEYS), min_size=1, max_size=5, unique=True)):
        fields: dict[str, Any] = {"title": draw(text), "target": draw(st.sampled_from(_NUMBERS))}
        if draw(st.booleans()):
            members = draw(st.lists(st.sampled_from(_REGIONS), min_size=1, max_size=3, unique=True))
            fields["cuts"] = {"region": {member: draw(st.sampled_from(_NUMBERS)) for member in members}}
        builder = builder.goal(key, **fields)
    return builder.plan()


@st.composite
def rows(draw: st.DrawFn, plan: Plan, *, missing: bool = True) -> list[dict[str, Any]]:
    """Rows of actuals that a plan needs: some of its series, some of their periods, in any order.

    Args:
        draw: What hypothesis gives.
        plan: The plan.
        missing: Whether some values are null.
    """
    number: st.SearchStrategy[Any] = st.integers(-(10**12), 10**12)
    value = st.one_of(number, st.none()) if missing else number
    found = [
        {
            "metric": item.metric,
            "period": period.label,
            "value": draw(value),
            **{dimension: dict(item.segment).get(dimension) or None for dimension in plan.segments},
        }
        for item in requirements(plan)
        for period in item.periods
        if draw(st.booleans())
    ]
    return draw(st.permutations(found))


@st.composite
def actuals(draw: st.DrawFn, plan: Plan, *, missing: bool = True) -> Actuals:
    """Actuals of a plan.

    Args:
        draw: What hypothesis gives.
        plan: The plan.
        missing: Whether some values are not known.
    """
    return observe(plan, draw(rows(plan, missing=missing)))
