"""A series that a plan needs, and all of them as text, table and template."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

from ..finding import Lang, Words
from ..model.metric import Grain, Kind
from ..model.period import Period
from ..model.plan import Plan
from .observation import Pairs
from .segment import segment_text

if TYPE_CHECKING:
    import pandas as pd

USUAL: Final[Grain] = "month"
"""The grain of a metric that states none."""


@frozen(kw_only=True)
class Requirement:
    """One series that has to be observed.

    Attributes:
        metric: Key of the metric.
        segment: The part of the business; `()` is the whole.
        grain: The length of its periods: the metric's, else a month.
        unit: The metric's unit as text; empty where it has none.
        kind: The metric's kind; `None` where it is not said.
        needs_count: Whether each value needs the number of facts behind it, to be pooled.
        periods: The periods to give, in order; empty where the plan has no period.
        sources: Keys of the systems that hold it.
        owner: Team to ask: the source's owner, else the one that answers for the goal; `None` for nobody.
        for_goals: Goals that use it, by address.
    """

    metric: str
    segment: Pairs = ()
    grain: Grain = USUAL
    unit: str = ""
    kind: Kind | None = None
    needs_count: bool = False
    periods: tuple[Period, ...] = ()
    sources: tuple[str, ...] = ()
    owner: str | None = None
    for_goals: tuple[str, ...] = ()


@frozen(kw_only=True)
class Requirements:
    """The series that a plan needs, by metric and segment.

    Attributes:
        items: Each of them once, sorted.
        plan: The plan that needs them.
    """

    items: tuple[Requirement, ...] = ()
    plan: Plan = field(repr=False, eq=False)

    def __iter__(self) -> Iterator[Requirement]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def to_text(self, lang: Lang = "en") -> str:
        """One line for each series: what, for which part, how often, in which unit, from where, by whom."""
        lines = [_line(self.plan, item, lang) for item in self.items]
        total = Words(f"{len(lines)} series.", f"共 {len(lines)} 个序列。").plain(lang)
        return "\n".join([*lines, total, ""])

    def to_dict(self) -> dict[str, Any]:
        """The series as plain values for JSON."""
        return {"requirements": [_plain(item) for item in self.items]}

    def frame(self) -> pd.DataFrame:
        """The series as a pandas DataFrame, one row each; periods as the first and the last label."""
        import pandas as pd

        rows = [_plain(item) for item in self.items]
        return pd.DataFrame(
            {
                "metric": pd.Series([row["metric"] for row in rows], dtype="str"),
                "segment": pd.Series([segment_text(item.segment) for item in self.items], dtype="str"),
                "grain": pd.Series([row["grain"] for row in rows], dtype="str"),
                "unit": pd.Series([row["unit"] for row in rows], dtype="str"),
                "kind": pd.Series([row["kind"] or "" for row in rows], dtype="str"),
                "needs_count": pd.Series([row["needs_count"] for row in rows], dtype="bool"),
                "first": pd.Series([row["first"] or "" for row in rows], dtype="str"),
                "last": pd.Series([row["last"] or "" for row in rows], dtype="str"),
                "periods": pd.Series([row["periods"] for row in rows], dtype="int64"),
                "sources": pd.Series([", ".join(row["sources"]) for row in rows], dtype="str"),
                "owner": pd.Series([row["owner"] or "" for row in rows], dtype="str"),
                "for_goals": pd.Series([", ".join(row["for_goals"]) for row in rows], dtype="str"),
            }
        )

    def template(self) -> str:
        """A CSV table with one line for each needed value, the values left blank: `observe` reads it back."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        counted = any(item.needs_count for item in self.items)
        writer.writerow(["metric", "segment", "period", "value", "unit", *(["count"] if counted else [])])
        for item in self.items:
            for period in item.periods:
                row = [item.metric, segment_text(item.segment), period.label, "", item.unit]
                writer.writerow([*row, ""] if counted else row)
        return out.getvalue()


def _line(plan: Plan, item: Requirement, lang: Lang) -> str:
    title = plan.title_of(item.metric, lang)
    name = item.metric if title == item.metric else f"{item.metric} ({title})"
    part = f" [{segment_text(item.segment)}]" if item.segment else ""
    ends = f" {item.periods[0]}..{item.periods[-1]}" if item.periods else ""
    about = [
        f"{_GRAINS[item.grain].plain(lang)}{ends}",
        item.unit,
        _COUNTED.plain(lang) if item.needs_count else "",
        ", ".join(item.sources),
        item.owner or "",
    ]
    goals = ", ".join(item.for_goals)
    return "; ".join([f"{name}{part}: {about[0]}", *filter(None, about[1:])]) + (
        f" -> {goals}" if goals else ""
    )


_GRAINS: Final[Mapping[str, Words]] = {
    "day": Words("daily", "按日"),
    "week": Words("weekly", "按周"),
    "month": Words("monthly", "按月"),
    "quarter": Words("quarterly", "按季"),
    "half": Words("half-yearly", "按半年"),
    "year": Words("yearly", "按年"),
}
_COUNTED: Final = Words("with counts", "附数量")


def _plain(item: Requirement) -> dict[str, Any]:
    return {
        "metric": item.metric,
        "segment": [list(pair) for pair in item.segment],
        "grain": item.grain,
        "unit": item.unit,
        "kind": item.kind,
        "needs_count": item.needs_count,
        "first": item.periods[0].label if item.periods else None,
        "last": item.periods[-1].label if item.periods else None,
        "periods": len(item.periods),
        "sources": list(item.sources),
        "owner": item.owner,
        "for_goals": list(item.for_goals),
    }
