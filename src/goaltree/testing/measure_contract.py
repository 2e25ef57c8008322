"""What every connector that adds up in its source keeps to, as tests to inherit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from ..actuals.connector import Request, answer
from ..actuals.observe import observe
from ..actuals.table import Actuals
from ..finding import Finding
from ..model.plan import Plan
from .builder import PlanBuilder
from .clock import within
from .connector_contract import known

Tables = Mapping[str, Sequence[dict[str, Any]]]

FACTS: Final[tuple[dict[str, Any], ...]] = (
    {"paid_at": "2025-01-01", "amount": 100, "area": "north", "buyer": "a", "state": "paid"},
    {"paid_at": "2025-01-31", "amount": 20, "area": "north", "buyer": "b", "state": "paid"},
    {"paid_at": "2025-01-15", "amount": None, "area": "north", "buyer": None, "state": "paid"},
    {"paid_at": "2025-01-15", "amount": 7, "area": "south", "buyer": "a", "state": "paid"},
    {"paid_at": "2025-01-16", "amount": 1000, "area": "south", "buyer": "c", "state": "void"},
    {"paid_at": "2025-02-28", "amount": -5, "area": "south", "buyer": "a", "state": "paid"},
    {"paid_at": "2025-02-10", "amount": None, "area": "north", "buyer": "a", "state": "paid"},
    {"paid_at": "2025-03-01", "amount": 2147483647, "area": "north", "buyer": "d", "state": "paid"},
    {"paid_at": "2025-03-31", "amount": 2147483647, "area": "north", "buyer": "d", "state": "paid"},
)
"""Facts with nulls, a state that does not count, month ends, and a sum that 32 bits do not hold."""

SUMS: Final = {
    ("sales", "north", "2025-01"): 120,
    ("sales", "south", "2025-01"): 7,
    ("sales", "south", "2025-02"): -5,
    ("sales", "north", "2025-03"): 4294967294,
}
"""By hand: 100 + 20; 7, the void order left out; -5; 2 x 2147483647. February in the north has no amount."""
BUYERS: Final = {"2025-01": 2, "2025-02": 1, "2025-03": 1}
"""By hand, of paid orders: a and b; a; d. The null buyer is nobody."""


class MeasureContract:
    """Tests of a connector's `measure`: subclass it, and say how a source comes to hold some tables.

        class TestTill(MeasureContract):
            def connector(self, tables, folder):
                return Till(path=written(tables, folder / "till.db"))

    Attributes:
        seconds: How long one answer may take.
    """

    seconds: float = 10.0

    def connector(self, tables: Tables, folder: Path) -> Any:
        """A connector to a source that holds some tables.

        Args:
            tables: Rows by table name: dicts of texts (days as `2025-01-31`), whole numbers and `None`.
            folder: An empty folder for what the source is kept in.
        """
        raise NotImplementedError("say how a source comes to hold the tables")

    def plan(self) -> Plan:
        """The plan that says how the tables count."""
        paid = {"time": "paid_at", "where": {"state": ["paid"]}}
        tables = {
            "orders": {"metric": "sales", "sum": "amount", "segments": {"region": "area"}, **paid},
            "visits": {"metric": "buyers", "distinct": "buyer", **paid},
        }
        return (
            PlanBuilder()
            .segment("region", "north", "south", open=True)
            .source("till", tables=tables)
            .metric("sales", by=["region"], source="till")
            .metric("buyers", kind="distinct", unit="人", source="till")
            .goal("sales", target="12亿", cuts={"region": {"north": "8亿", "south": "4亿"}})
            .goal("buyers", target="100人")
            .plan()
        )

    def measured(self, folder: Path, as_of: str | None = None) -> Actuals:
        """What is observed through `measure` of the facts."""
        plan = self.plan()
        connector = self.connector({"orders": FACTS, "visits": FACTS}, folder)
        assert callable(getattr(connector, "measure", None)), "the contract is for connectors with `measure`"
        table = within(self.seconds, answer, connector, Request.of(plan, source="till", as_of=as_of))
        assert not isinstance(table, Finding), f"the source has no answer: {table.message()}"
        return observe(plan, table)

    def test_sums_are_exact(self, tmp_path: Path) -> None:
        """Sums by region and month are those by hand; nulls add nothing, and what does not count is left out."""
        found = {
            (metric, segment[0][1], period): value[0]
            for (metric, segment, period), value in known(self.measured(tmp_path)).items()
            if metric == "sales" and segment
        }
        assert found == SUMS

    def test_a_sum_of_nothing_is_not_known(self, tmp_path: Path) -> None:
        """A month whose amounts are all null has no sum, and no zero."""
        found = known(self.measured(tmp_path))
        assert ("sales", (("region", "north"),), "2025-02") not in found

    def test_nobody_is_not_counted(self, tmp_path: Path) -> None:
        """A distinct count leaves out nulls."""
        found = {
            key[2]: value[0] for key, value in known(self.measured(tmp_path)).items() if key[0] == "buyers"
        }
        assert found == BUYERS

    def test_the_business_date_cuts_rows(self, tmp_path: Path) -> None:
        """What is asked for until a day is the same, whatever comes later."""
        early = known(self.measured(tmp_path, as_of="2025-01-31"))
        assert early["sales", (("region", "north"),), "2025-01"][0] == 120

    def test_no_error_is_found(self, tmp_path: Path) -> None:
        """The table that it gives is read without an error."""
        assert [finding.message() for finding in self.measured(tmp_path).findings.errors] == []
