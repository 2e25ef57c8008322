"""The statement that adds facts up: plain aggregations, after filters, products and nulls are done with."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from goaltree.model.segment import SourceTable

from .number import Number

ALWAYS: Final = "DATE '0001-01-01'"
"""Stands for the day of facts that were always known."""
_DAYS: Final = (
    "SELECT slot, last, CAST(unnest(generate_series(first, last, INTERVAL 1 DAY)) AS DATE) AS day FROM "
    "(SELECT unnest($slots::INTEGER[]) AS slot, unnest($firsts::DATE[]) AS first, "
    "unnest($lasts::DATE[]) AS last)"
)
_LATEST: Final = "{'moment': moment, 'known': known}"


@frozen(kw_only=True)
class Statement:
    """A SELECT that counts facts: slot, said, members, known, low, high, count.

    `slot` is the place of the period in `$slots`, `said` what is written where no day can be read. `low` and
    `high` differ only where two last values contradict each other. What becomes known before a period's end
    is known at its end; each later day on which something becomes known gives a version of its own, which
    counts all that is known by then.

    Attributes:
        told: How the table counts.
        facts: The SELECT of `day`, `said`, `moment`, `m0`..., `v`, `w` and `known`, one row a fact.
        dimensions: How many members a fact has.
        value: How values `v` add up.
        weight: How weights `w` add up.
        is_said: Whether there may be facts whose day cannot be read.
    """

    told: SourceTable
    facts: str
    dimensions: int
    value: Number
    weight: Number
    is_said: bool

    @property
    def sql(self) -> str:
        """The statement."""
        said = "said" if self.is_said else "NULL"
        shown = ", ".join(["slot", said, *self._members])
        head = f"WITH days AS ({_DAYS}), facts AS ({self.facts}), placed AS ({self._placed}), {self._steps}"
        if self.told.known_at is None:
            return f"{head} SELECT {shown}, NULL, low, high, count FROM steps ORDER BY ALL"
        window = f"OVER (PARTITION BY {', '.join(self._keys)} ORDER BY known ROWS UNBOUNDED PRECEDING)"
        running = ", ".join(f"{added} {window}" for added in self._running)
        return f"{head} SELECT {shown}, known, {running} FROM steps ORDER BY ALL"

    @property
    def _members(self) -> list[str]:
        return [f"m{at}" for at in range(self.dimensions)]

    @property
    def _keys(self) -> list[str]:
        """What a value is told apart by, but for the time of knowledge."""
        return ["slot", *(["said"] if self.is_said else []), *self._members]

    @property
    def _grouped(self) -> str:
        """What facts are grouped by before versions are made."""
        return ", ".join([*self._keys, *(["known"] if self.told.known_at is not None else [])])

    @property
    def _placed(self) -> str:
        """Facts that count, each with the slot of its period."""
        known = f"CASE WHEN known = {ALWAYS} THEN known ELSE greatest(known, last) END AS known"
        return (
            f"SELECT {', '.join(self._keys)}, v, w, moment, {known} "
            "FROM facts LEFT JOIN days ON facts.day = days.day "
            "WHERE (facts.day BETWEEN $first AND $last OR facts.day IS NULL) "
            "AND (slot IS NOT NULL OR facts.day IS NULL) AND v IS NOT NULL AND w IS NOT NULL"
        )

    @property
    def _steps(self) -> str:
        """What each time of knowledge adds, as named queries; the last is called `steps`."""
        told, keys = self.told, self._grouped
        if told.last is not None:
            moments = (
                f"SELECT {keys}, moment, min(v) AS low, max(v) AS high FROM placed GROUP BY {keys}, moment"
            )
            latest = "arg_max(low, moment) AS low, arg_max(high, moment) AS high, max(moment) AS moment, NULL AS count"
            return f"moments AS ({moments}), steps AS (SELECT {keys}, {latest} FROM moments GROUP BY {keys})"
        if told.distinct is not None and told.known_at is not None:
            placed = f"SELECT {', '.join(self._keys)}, v, min(known) AS known FROM placed GROUP BY ALL"
            added, count = "count(*)", "count(*)"
            return f"firsts AS ({placed}), steps AS ({self._step(added, count, 'firsts')})"
        if told.distinct is not None:
            return f"steps AS ({self._step('count(DISTINCT v)', 'count(DISTINCT v)', 'placed')})"
        if told.count is not None:
            return f"steps AS ({self._step('count(*)', 'count(*)', 'placed')})"
        count = "count(*)" if told.weight is None else self.weight.total("w")
        return f"steps AS ({self._step(self.value.total('v'), count, 'placed')})"

    def _step(self, added: str, count: str, table: str) -> str:
        keys = self._grouped
        return f"SELECT {keys}, {added} AS low, low AS high, {count} AS count FROM {table} GROUP BY {keys}"

    @property
    def _running(self) -> tuple[str, str, str]:
        """What is known by a day: low, high and count, over all steps until then."""
        if self.told.last is not None:
            return f"arg_max(low, {_LATEST})", f"arg_max(high, {_LATEST})", "any_value(count)"
        is_counted = self.told.count is not None or self.told.distinct is not None
        total = "sum(low)" if is_counted else self.value.total("low")
        is_float = self.told.weight is not None and self.weight.is_float
        return total, total, "fsum(count)" if is_float else "sum(count)"
