"""A builder of plans: small ones that hold, in a few words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from ..model.plan import Plan
from ..planfile.load import loads

_HEAD = {"goaltree": 1, "plan": "example", "period": 2025, "currency": "CNY"}
_TEAM = {"title": "Team", "lead": "A. Lead", "boundary": "everything"}
_WORK = {"title": "Work", "team": "team", "time": "Q1 启动，Q4 完成"}


@frozen(kw_only=True)
class PlanBuilder:
    """A plan in the making; each method gives a new builder, so that one may be the start of several.

    >>> plan = PlanBuilder().goal("sales", target="12亿").goal("cost", target="3亿", direction="down").plan()
    >>> list(plan.goals), len(plan.findings)
    (['sales', 'cost'], 0)

    Attributes:
        values: The plan as plain values, as `loads` takes them.
    """

    values: Mapping[str, Any] = field(factory=lambda: dict(_HEAD))

    def having(self, **fields: Any) -> PlanBuilder:
        """With keys of the plan itself, such as `period`, `zone` or `fx`."""
        return PlanBuilder(values={**self.values, **fields})

    def segment(self, key: str, *members: str, open: bool = False) -> PlanBuilder:
        """With a dimension and its members."""
        return self.entry(
            "segments", key, {"members": list(members), "open": "true"} if open else list(members)
        )

    def metric(self, key: str, **fields: Any) -> PlanBuilder:
        """With a metric: a flow of money that should rise, where nothing else is said."""
        return self.entry("metrics", key, {"kind": "flow", "unit": "元", "direction": "up", **fields})

    def source(self, key: str, **fields: Any) -> PlanBuilder:
        """With a source."""
        return self.entry("sources", key, {"title": key, **fields})

    def goal(self, key: str, **fields: Any) -> PlanBuilder:
        """With a goal, carried by a team: a flow of money that should rise, where it names no metric."""
        own = (
            {}
            if "metric" in fields or key in self.values.get("metrics", {})
            else {"kind": "flow", "unit": "元"}
        )
        turn = {"direction": "up"} if own else {}
        return self.entry("goals", key, {**own, **turn, "owner": "team", **fields})

    def entry(self, section: str, key: str, value: Any) -> PlanBuilder:
        """With any entry of any section."""
        return self.having(**{section: {**self.values.get(section, {}), key: value}})

    def plan(self) -> Plan:
        """The plan; a team that carries the goals and an action that serves them are there, unless others are."""
        values = dict(self.values)
        if "teams" not in values and values.get("goals"):
            values["teams"] = {"team": {**_TEAM, "carries": list(values["goals"])}}
            values.setdefault("actions", {"work": {**_WORK, "serves": list(values["goals"])}})
        return loads(values)
