"""What every connector keeps to, as tests to inherit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from ..actuals.connector import Request, answer, is_connector
from ..actuals.observe import observe
from ..actuals.table import Actuals
from ..finding import Finding
from ..model.plan import Plan
from ..plugin.kind import HOOKS
from .builder import PlanBuilder
from .clock import within
from .payload import PAYLOADS

Rows = Sequence[dict[str, Any]]

_CREDENTIAL: Final = re.compile(r"(?i)passw|secret|token|credential|api_?key")
ROWS: Final[tuple[dict[str, Any], ...]] = (
    {"metric": "sales", "period": "2025-01", "value": 120, "region": "north", "count": None},
    {"metric": "sales", "period": "2025-01", "value": 30, "region": "south", "count": None},
    {"metric": "sales", "period": "2025-02", "value": 0, "region": "north", "count": None},
    {"metric": "sales", "period": "2025-02", "value": None, "region": "south", "count": None},
    {"metric": "sales", "period": "2025-03", "value": -45.25, "region": "north", "count": None},
    {"metric": "sales", "period": "2025-03", "value": 9007199254740992, "region": "south", "count": None},
    {"metric": "basket", "period": "2025-01", "value": 0.5, "region": "*", "count": 240},
    {"metric": "basket", "period": "2025-02", "value": 0.1, "region": "*", "count": 10},
)
"""What the source holds in most of the tests: nothing, zero and what is not known are three things."""


class ConnectorContract:
    """Tests of a connector: subclass it, and say how a source comes to hold some rows.

        class TestTill(ConnectorContract):
            def connector(self, rows, folder):
                return Till(path=written(rows, folder / "till.db"))

    What a connector gives is compared with the rows that were put into its source: same values, same
    segments, what is missing is missing.

    Attributes:
        seconds: How long one answer may take.
    """

    seconds: float = 10.0

    def connector(self, rows: Rows, folder: Path) -> Any:
        """A connector to a source that holds some rows.

        Args:
            rows: Dicts with `metric`, `period` (`2025-01`), `value`, `region` (`*` is the whole) and
                `count`; a value or count may be `None`. All have the same keys.
            folder: An empty folder for what the source is kept in.
        """
        raise NotImplementedError("say how a source comes to hold the rows")

    def plan(self) -> Plan:
        """The plan that the rows are for."""
        return (
            PlanBuilder()
            .segment("region", "north", "south", open=True)
            .metric("sales", by=["region"])
            .metric("basket", kind="mean", by=["region"])
            .goal("sales", target="12亿", cuts={"region": {"north": "8亿", "south": "4亿"}})
            .goal("basket", baseline="80元", target="90元")
            .plan()
        )

    def observed(self, rows: Rows, folder: Path) -> Actuals:
        """What is observed through the connector of some rows."""
        plan = self.plan()
        return observe(plan, self._table(self.connector(rows, folder), Request.of(plan)))

    def _table(self, connector: Any, request: Request) -> Any:
        table = within(self.seconds, answer, connector, request)
        assert not isinstance(table, Finding), f"the source has no answer: {table.message()}"
        return table

    def test_it_can_be_registered(self, tmp_path: Path) -> None:
        """Its class is a frozen attrs class with a name, as the hook wants it."""
        connector = self.connector(ROWS, tmp_path)
        names = HOOKS["goaltree_register_connectors"].names(type(connector))
        assert isinstance(names, tuple), names
        assert is_connector(connector)
        assert _is_frozen(connector), "make the class with attrs.frozen"

    def test_no_option_shows_a_credential(self, tmp_path: Path) -> None:
        """An option that is named like a credential is declared with `repr=False`."""
        shown = [one.name for one in attrs.fields(type(self.connector(ROWS, tmp_path))) if one.repr]
        assert [name for name in shown if _CREDENTIAL.search(name)] == []

    def test_it_gives_what_the_source_holds(self, tmp_path: Path) -> None:
        """What is observed through it is what is observed of the rows themselves, without an error."""
        found, wanted = self.observed(ROWS, tmp_path), observe(self.plan(), ROWS)
        assert [finding.message() for finding in found.findings.errors] == []
        assert known(found) == known(wanted)

    def test_what_is_missing_is_no_zero(self, tmp_path: Path) -> None:
        """A null value is not known, while a zero is a zero."""
        found = known(self.observed(ROWS, tmp_path))
        assert not any(key[1] == (("region", "south"),) and key[2] == "2025-02" for key in found)
        assert any(key[2] == "2025-02" and value[0] == 0 for key, value in found.items())

    def test_counts_come_with_their_values(self, tmp_path: Path) -> None:
        """How many facts stand behind a mean is given with it."""
        found = known(self.observed(ROWS, tmp_path))
        assert {value[1] for key, value in found.items() if key[0] == "basket"} == {240, 10}

    def test_an_empty_source_gives_nothing(self, tmp_path: Path) -> None:
        """A source without rows has no values, and is no failure."""
        assert len(self.observed((), tmp_path)) == 0

    def test_the_same_question_has_the_same_answer(self, tmp_path: Path) -> None:
        """Asked twice, it gives the same."""
        connector, plan = self.connector(ROWS, tmp_path), self.plan()
        request = Request.of(plan)
        first, second = (observe(plan, self._table(connector, request)) for _ in range(2))
        assert first == second

    def test_the_order_of_rows_plays_no_part(self, tmp_path: Path) -> None:
        """The same rows in another order are the same answer."""
        (tmp_path / "one").mkdir()
        (tmp_path / "two").mkdir()
        backwards = self.observed(ROWS[::-1], tmp_path / "two")
        assert known(self.observed(ROWS, tmp_path / "one")) == known(backwards)

    def test_the_request_is_not_changed(self, tmp_path: Path) -> None:
        """The request is the same after the answer as before."""
        request, before = Request.of(self.plan()), Request.of(self.plan())
        self._table(self.connector(ROWS, tmp_path), request)
        assert request == before

    def test_less_is_asked_for(self, tmp_path: Path) -> None:
        """Asked until a day, it gives at least what is known by then."""
        plan = self.plan()
        request = Request.of(plan, as_of="2025-01-31")
        found = known(observe(plan, self._table(self.connector(ROWS, tmp_path), request)))
        assert {key: found.get(key) for key, _ in _by("2025-01", ROWS, plan)} == dict(
            _by("2025-01", ROWS, plan)
        )

    def test_texts_are_texts(self, tmp_path: Path) -> None:
        """Members that look like SQL, formulas, markup or other values come back as they are."""
        members = {unicodedata.normalize("NFKC", text).strip(): text for text in PAYLOADS}
        rows = [
            {"metric": "sales", "period": "2025-01", "value": at + 1, "region": text, "count": None}
            for at, text in enumerate(members.values())
            if text.strip() and text.isprintable()
        ]
        plan = self.plan()
        wanted = known(observe(plan, rows))
        assert len(wanted) > len(PAYLOADS) // 2
        assert known(self.observed(rows, tmp_path)) == wanted


def known(actuals: Actuals) -> dict[tuple[Any, ...], tuple[Any, Any]]:
    """The values and counts that are known, by metric, segment and period."""
    return {
        (one.metric, one.segment, one.period.label): (one.value, one.count)
        for one in actuals.observations
        if not hasattr(one.value, "reason")
    }


def _by(period: str, rows: Rows, plan: Plan) -> list[tuple[tuple[Any, ...], tuple[Any, Any]]]:
    return [(key, value) for key, value in known(observe(plan, rows)).items() if key[2] <= period]


def _is_frozen(value: object) -> bool:
    name = next((one.name for one in attrs.fields(type(value))), "name")  # type: ignore[arg-type]
    try:
        setattr(value, name, getattr(value, name))
    except (attrs.exceptions.FrozenInstanceError, AttributeError):
        return True
    return False
