"""That a source counts facts as every other one does, as tests to inherit."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from ..actuals.connector import Request, answer
from ..actuals.measure import Counts
from ..actuals.observe import observe
from ..actuals.table import Actuals
from ..finding import Finding
from ..model.missing import NA
from ..model.plan import Plan
from ..scorecard.evaluate import evaluate
from .clock import within
from .fact_case import FACTS, FactTables, fact_plan, fact_tables
from .fact_oracle import counted_by_hand, differences

AS_OF: Final = "2025-12-31"
FRESH: Final = "2025-02-28"
"""A day on which most of the facts are fresh, so that statuses say more than that they are stale."""


class FactContract:
    """Tests of a connector's `measure` with facts of every kind: subclass it, and say how a source holds them.

        class TestTill(FactContract):
            lacks = frozenset({"refunds"})  # it has no decimals

            def connector(self, tables, folder):
                return Till(path=written(tables, folder / "till.db"))

    What comes out is compared with the same facts counted in plain Python: identical statuses, integers and
    decimals exact, floats within 1e-12, nothing where there is nothing.

    Attributes:
        lacks: Tables that the source cannot hold: `refunds` has decimals, `views` floats with NaN, `calls`
            instants with a zone, `loads` days that are no texts, `lines` and `orders` integers of 62 bits.
        seconds: How long one answer may take.
    """

    lacks: frozenset[str] = frozenset()
    seconds: float = 30.0

    def connector(self, tables: FactTables, folder: Path) -> Any:
        """A connector to a source that holds some tables.

        Args:
            tables: Rows by table name, all of a table with the same keys. Cells are `None`, texts, integers,
                floats, `Decimal`, `date`, and `datetime` in UTC; a column has cells of one type.
            folder: An empty folder for what the source is kept in.
        """
        raise NotImplementedError("say how a source comes to hold the tables")

    @property
    def held(self) -> tuple[str, ...]:
        """The tables that the source can hold."""
        return tuple(name for name in FACTS if name not in self.lacks)

    def plan(self) -> Plan:
        """The plan that says how the tables are counted."""
        return fact_plan(self.held)

    def answered(self, folder: Path, as_of: str = AS_OF) -> tuple[Any, Counts]:
        """What the source answers, and what it should."""
        tables = fact_tables(self.held)
        request = Request.of(self.plan(), source="warehouse", as_of=as_of)
        found = within(self.seconds, answer, self.connector(tables, folder), request)
        assert not isinstance(found, Finding), f"the source has no answer: {found.message()}"
        return found, counted_by_hand(request, tables)

    def test_every_value_is_that_by_hand(self, tmp_path: Path) -> None:
        """Each value, count, unreadable day and time of knowledge is what plain Python counts; so is the intake."""
        found, wanted = self.answered(tmp_path)
        if isinstance(found, Counts):
            assert differences(found, wanted) == []
        else:
            assert unlike(observe(self.plan(), found), observe(self.plan(), wanted)) == []

    def test_every_row_is_accounted_for(self, tmp_path: Path) -> None:
        """Rows given are those mapped, ignored and rejected; and so are their sums, to the last digit."""
        found, _ = self.answered(tmp_path)
        for intake in found.intake if isinstance(found, Counts) else ():
            parts = (intake.mapped, intake.ignored, intake.rejected)
            assert intake.given.rows == sum(part.rows for part in parts)
            totals = [part.total for part in parts]
            if not any(total is None or isinstance(total, float) for total in totals):
                assert Fraction(intake.given.total or 0) == sum(Fraction(total or 0) for total in totals)

    def test_statuses_are_identical(self, tmp_path: Path) -> None:
        """The scorecard has the statuses that the facts counted by hand give, NA where they give NA."""
        plan = self.plan()
        found, wanted = self.answered(tmp_path, FRESH)
        mine, theirs = (
            evaluate(plan, observe(plan, one, as_of=FRESH), as_of=FRESH) for one in (found, wanted)
        )
        assert {key: mine[key].status for key in plan.goals} == {
            key: theirs[key].status for key in plan.goals
        }

    def test_later_facts_change_nothing_earlier(self, tmp_path: Path) -> None:
        """Asked until a day, the source gives what counts by then."""
        found, wanted = self.answered(tmp_path, FRESH)
        assert unlike(observe(self.plan(), found), observe(self.plan(), wanted)) == []


def unlike(mine: Actuals, theirs: Actuals) -> list[str]:
    """In what two tables of actuals differ, in words: values within 1e-12, reasons exactly."""
    one, other = (
        {(o.key, o.known_at): (o.value, o.count) for o in actuals.observations} for actuals in (mine, theirs)
    )
    return [
        f"{key}: {one.get(key)} != {other.get(key)}"
        for key in sorted({*one, *other}, key=str)
        if key not in one
        or key not in other
        or not all(_alike(a, b) for a, b in zip(one[key], other[key], strict=True))
    ]


def _alike(one: Fraction | NA | None, other: Fraction | NA | None) -> bool:
    if one is None or other is None or isinstance(one, NA) or isinstance(other, NA):
        return one == other
    return abs(one - other) <= max(abs(one), abs(other)) / 10**12
