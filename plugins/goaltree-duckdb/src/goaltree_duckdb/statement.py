"""The statement that adds facts up: plain aggregations, after filters, products and nulls are done with."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from goaltree.actuals.fact_group import HANDED_ON, Fate
from goaltree.actuals.measure import Measure

from .number import Number

ALWAYS: Final = "DATE '0001-01-01'"
"""Stands for the day of facts that were always known."""
_DAYS: Final = (
    "SELECT slot, last, CAST(unnest(generate_series(first, last, INTERVAL 1 DAY)) AS DATE) AS day FROM "
    "(SELECT unnest($slots::INTEGER[]) AS slot, unnest($firsts::DATE[]) AS first, "
    "unnest($lasts::DATE[]) AS last)"
)
_FATE: Final = (
    f"CASE WHEN NOT fits OR (facts.day IS NOT NULL AND slot IS NULL) THEN {Fate.IGNORED:d} "
    f"WHEN v IS NULL OR w IS NULL THEN {Fate.EMPTY:d} "
    f"WHEN facts.day IS NULL THEN {Fate.UNDATED:d} ELSE {Fate.MAPPED:d} END"
)
_HANDED_ON: Final = f"fate IN ({', '.join(f'{fate:d}' for fate in HANDED_ON)})"


@frozen(kw_only=True)
class Statement:
    """A SELECT that counts facts by group: fate, slot, said, members, known, moment, rows, low, high, count.

    `fate` is what became of the rows, and `rows` how many they are. `slot` is the place of the period in
    `$slots`, `said` what is written where no day can be read. `low` and `high` differ only where two last
    values contradict each other. What becomes known before a period's end is known at its end. Rows that do
    not count are one group of each fate.

    Attributes:
        measure: How facts count.
        facts: The SELECT of `fits`, `day`, `said`, `moment`, `m0`..., `v`, `w` and `known`, one row a fact.
        value: How values `v` add up.
        weight: How weights `w` add up.
        is_said: Whether there may be facts whose day cannot be read.
        some: A moment for rows whose moment does not matter.
    """

    measure: Measure
    facts: str
    value: Number
    weight: Number
    is_said: bool
    some: str

    @property
    def sql(self) -> str:
        """The statement."""
        said = "said" if self.is_said else "NULL"
        shown = ", ".join(["fate", "slot", said, *self._members])
        head = f"WITH days AS ({_DAYS}), facts AS ({self.facts}), placed AS ({self._placed}), {self._steps}"
        known = "NULL" if self.measure.known_at is None else "known"
        return f"{head} SELECT {shown}, {known}, moment, rows, low, high, count FROM steps"

    @property
    def _members(self) -> list[str]:
        return [f"m{at}" for at in range(len(self.measure.dimensions))]

    @property
    def _keys(self) -> list[str]:
        """What a value is told apart by, but for the time of knowledge."""
        return ["fate", "slot", *(["said"] if self.is_said else []), *self._members]

    @property
    def _grouped(self) -> str:
        """What facts are grouped by before versions are made."""
        return ", ".join([*self._keys, *(["known"] if self.measure.known_at is not None else [])])

    @property
    def _placed(self) -> str:
        """Facts, each with what becomes of it and the slot of its period."""
        known = f"CASE WHEN known = {ALWAYS} THEN known ELSE greatest(known, last) END"
        kept = [
            f"CASE WHEN fate = {Fate.MAPPED:d} THEN slot END AS slot",
            *([f"CASE WHEN fate = {Fate.UNDATED:d} THEN said END AS said"] if self.is_said else []),
            *(f"CASE WHEN {_HANDED_ON} THEN {member} END AS {member}" for member in self._members),
            f"CASE WHEN fate = {Fate.MAPPED:d} THEN moment ELSE {self.some} END AS moment",
            f"CASE WHEN {_HANDED_ON} THEN {known} ELSE {ALWAYS} END AS known",
        ]
        fated = (
            f"SELECT {_FATE} AS fate, facts.*, slot, last FROM facts LEFT JOIN days ON facts.day = days.day"
        )
        return f"SELECT fate, v, w, {', '.join(kept)} FROM ({fated})"

    @property
    def _steps(self) -> str:
        """What each time of knowledge adds, as named queries; the last is called `steps`."""
        kind, keys = self.measure.kind, self._grouped
        if kind == "last":
            moments = (
                f"SELECT {keys}, moment, count(*) AS number, min(v) AS low, max(v) AS high "
                f"FROM placed GROUP BY {keys}, moment"
            )
            latest = (
                "sum(number) AS rows, arg_max(low, moment) AS low, arg_max(high, moment) AS high, "
                "max(moment) AS moment, NULL AS count"
            )
            return f"moments AS ({moments}), steps AS (SELECT {keys}, {latest} FROM moments GROUP BY {keys})"
        if kind == "distinct" and self.measure.known_at is not None:
            things = (
                f"SELECT {', '.join(self._keys)}, v, min(known) AS known, count(*) AS number "
                "FROM placed GROUP BY ALL"
            )
            return f"things AS ({things}), steps AS ({self._step('count(v)', 'count(v)', 'things', 'sum(number)')})"
        if kind == "distinct":
            things = f"count(DISTINCT CASE WHEN {_HANDED_ON} THEN v END)"
            return f"steps AS ({self._step(things, things)})"
        if kind == "count":
            return f"steps AS ({self._step('count(*)', 'count(*)')})"
        if kind in ("min", "max"):
            return f"steps AS ({self._step(f'{kind}(v)', 'count(*)')})"
        count = "count(*)" if self.measure.weight is None else self.weight.total("w")
        return f"steps AS ({self._step(self.value.total('v'), count)})"

    def _step(self, added: str, count: str, table: str = "placed", rows: str = "count(*)") -> str:
        keys = self._grouped
        return (
            f"SELECT {keys}, NULL AS moment, {rows} AS rows, {added} AS low, low AS high, {count} AS count "
            f"FROM {table} GROUP BY {keys}"
        )
