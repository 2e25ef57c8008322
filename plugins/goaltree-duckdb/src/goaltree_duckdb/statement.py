"""The statement that adds facts up: they are grouped first, and what becomes of the groups is decided after."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from goaltree.actuals.fact_group import HANDED_ON, Fate

from .batch import Batch
from .part import Part

ALWAYS: Final = "DATE '0001-01-01'"
"""Stands for the day of facts that were always known."""
_ELSEWHEN: Final = "DATE 'infinity'"
"""Stands for every day in none of the periods."""
_DAYS: Final = (
    "SELECT slot, first, last, CAST(unnest(generate_series(first, last, INTERVAL 1 DAY)) AS DATE) AS day FROM "
    "(SELECT unnest($slots::INTEGER[]) AS slot, unnest($firsts::DATE[]) AS first, "
    "unnest($lasts::DATE[]) AS last)"
)
_HANDED_ON: Final = f"fate IN ({', '.join(f'{fate:d}' for fate in HANDED_ON)})"
_KNOWN: Final = f"CASE WHEN known = {ALWAYS} THEN known ELSE greatest(known, last) END"
"""What becomes known before a period's end is known at its end."""
SHARED: Final = ("part", "fate", "slot", "said", "members", "known", "moment", "rows")
OWN: Final = ("low", "high", "count")


@frozen(kw_only=True)
class Statement:
    """A SELECT that counts facts by group: first `SHARED`, then `OWN` of each part, null in rows of the others.

    `part` is the place in the batch, `fate` what became of the rows, and `rows` how many they are. `slot` is the
    place of the period in `$slots`, `said` what is written where no day can be read. `low` and `high` differ only
    where two last values contradict each other. Rows that do not count are one group of each fate.

    Attributes:
        batch: What is counted.
        facts: The SELECT of `day`, `said`, `moment`, `known`, the batch's filters `f0`..., its columns `m0`..., and
            of each part the value `v0`... and the weight `w0`..., both null where a fact lacks one; one row a fact.
        is_said: Whether there may be facts whose day cannot be read.
        some: A moment for rows whose moment does not matter.
    """

    batch: Batch
    facts: str
    is_said: bool
    some: str

    @property
    def sql(self) -> str:
        """The statement."""
        steps = {
            "days": _DAYS,
            "facts": self.facts,
            "grouped": self._grouped,
            "placed": "SELECT grouped.*, slot, last FROM grouped LEFT JOIN days ON grouped.day = days.day",
        }
        for at, part in enumerate(self.batch.parts):
            steps |= {
                f"fated{at}": self._fated(part, at),
                f"kept{at}": self._kept(part, at),
                f"steps{at}": self._steps(part, at),
            }
        once = (
            {"placed": "MATERIALIZED "} if len(self.batch.parts) > 1 else {}
        )  # so that the table is read once
        named = ", ".join(f"{name} AS {once.get(name, '')}({step})" for name, step in steps.items())
        given = (self._given(part, at) for at, part in enumerate(self.batch.parts))
        return f"WITH {named} {' UNION ALL BY NAME '.join(given)}"

    @property
    def _is_known(self) -> bool:
        return self.batch.first.measure.known_at is not None

    @property
    def _has_moments(self) -> bool:
        return self.batch.first.measure.kind == "last"

    @property
    def _has_things(self) -> bool:
        """Whether each thing is told apart, as it counts from when it is first known."""
        return self.batch.first.measure.kind == "distinct" and self._is_known

    @property
    def _grouped(self) -> str:
        """Facts that are alike, added up: with few columns and no decisions, as this is done for each fact."""
        parts = self.batch.parts
        keys = [
            "day",
            *(["said"] if self.is_said else []),
            *(["moment"] if self._has_moments else []),
            *(["known"] if self._is_known and not self._has_things else []),
            *(["v0"] if self._has_things else []),
            *(f"m{at}" for at in range(len(self.batch.columns))),
            *(f"f{at}" for at in range(len(self.batch.filters))),
        ]
        known = ["min(known) AS known"] if self._has_things else []
        added = [f"{sql} AS {name}{at}" for at, part in enumerate(parts) for name, sql in _added(part, at)]
        listed = ", ".join([*keys, *known, "count(*) AS rows", *added])
        return f"SELECT {listed} FROM {self._whole} GROUP BY {', '.join(keys)}"

    @property
    def _whole(self) -> str:
        """Facts; where a group must not be divided each is of the first day of its period, and those left out alike."""
        if self.batch.is_divisible or self._has_moments:
            return "facts"
        is_elsewhen = "(facts.day IS NOT NULL AND slot IS NULL)"
        left_out = f"f0 = 0 OR {is_elsewhen}" if self.batch.filters else is_elsewhen
        moved = {
            "day": (_ELSEWHEN, "coalesce(first, facts.day)"),
            "said": ("NULL", "said"),
            "known": (ALWAYS, _KNOWN),
            **{f"m{at}": ("NULL", trimmed(f"m{at}")) for at in range(len(self.batch.columns))},
        }
        told = ", ".join(
            f"CASE WHEN {left_out} THEN {none} ELSE {sql} END AS {name}"
            for name, (none, sql) in moved.items()
        )
        return f"(SELECT facts.* REPLACE ({told}) FROM facts LEFT JOIN days ON facts.day = days.day)"

    def _fated(self, part: Part, at: int) -> str:
        """Each group twice, its facts with a value and those without, and what becomes of them."""
        filters, where = self.batch.filters, part.measure.where
        fits = f"f{filters.index(where)} = 1" if where else "true"
        fate = (
            f"CASE WHEN NOT ({fits}) OR (day IS NOT NULL AND slot IS NULL) THEN {Fate.IGNORED:d} "
            f"WHEN NOT has_value THEN {Fate.EMPTY:d} "
            f"WHEN day IS NULL THEN {Fate.UNDATED:d} ELSE {Fate.MAPPED:d} END AS fate"
        )
        rows = f"CASE WHEN has_value THEN n{at} ELSE rows - n{at} END AS rows"
        figures = (f"CASE WHEN has_value THEN {name}{at} END AS {name}" for name in OWN)
        kept = f"* EXCLUDE (rows), {fate}, {rows}, {', '.join(figures)}"
        return f"SELECT {kept} FROM placed, (SELECT unnest([true, false]) AS has_value)"

    def _kept(self, part: Part, at: int) -> str:
        """Groups that have facts, with only what matters for their fate."""
        columns = self.batch.columns
        listed = [
            f"CASE WHEN fate = {Fate.MAPPED:d} THEN slot END AS slot",
            *([f"CASE WHEN fate = {Fate.UNDATED:d} THEN said END AS said"] if self.is_said else []),
            *(
                f"CASE WHEN {_HANDED_ON} THEN {trimmed(f'm{columns.index(column)}')} END AS member{place}"
                for place, column in enumerate(part.columns)
            ),
            *([f"CASE WHEN {_HANDED_ON} THEN {_KNOWN} ELSE {ALWAYS} END AS known"] if self._is_known else []),
            *(
                [f"CASE WHEN fate = {Fate.MAPPED:d} THEN moment ELSE {self.some} END AS moment"]
                if self._has_moments
                else []
            ),
        ]
        return f"SELECT fate, {', '.join(listed)}, rows, {', '.join(OWN)} FROM fated{at} WHERE rows > 0"

    def _steps(self, part: Part, at: int) -> str:
        """What each time of knowledge adds."""
        keys = ", ".join(
            [
                "fate",
                "slot",
                *(["said"] if self.is_said else []),
                *_members(part),
                *(["known"] if self._is_known else []),
            ]
        )
        if self._has_moments:
            moments = (
                f"SELECT {keys}, moment, sum(rows) AS number, min(low) AS low, max(high) AS high "
                f"FROM kept{at} GROUP BY {keys}, moment"
            )
            latest = (
                "sum(number) AS rows, arg_max(low, moment) AS low, arg_max(high, moment) AS high, "
                "max(moment) AS moment, NULL AS count"
            )
            return f"SELECT {keys}, {latest} FROM ({moments}) GROUP BY {keys}"
        low, count = _merged(part)
        figures = f"{low} AS low, {low} AS high, {count} AS count"
        return f"SELECT {keys}, NULL AS moment, sum(rows) AS rows, {figures} FROM kept{at} GROUP BY {keys}"

    def _given(self, part: Part, at: int) -> str:
        """The rows of a part, under the headings that all of them share."""
        listed = [
            f"{at} AS part",
            "fate",
            "slot",
            "said" if self.is_said else "NULL AS said",
            f"[{', '.join(_members(part))}]::VARCHAR[] AS members",
            "known" if self._is_known else "NULL AS known",
            "moment",
            "rows",
            *(f"{name} AS {name}{at}" for name in OWN),
        ]
        return f"SELECT {', '.join(listed)} FROM steps{at}"


def trimmed(text: str) -> str:
    """A text without spaces around it; null for a blank one."""
    return f"nullif(trim({text}), '')"


def _members(part: Part) -> list[str]:
    return [f"member{place}" for place in range(len(part.columns))]


def _added(part: Part, at: int) -> list[tuple[str, str]]:
    """What a group of facts adds: the number of those with a value, and what they come to."""
    kind, value, weight = part.measure.kind, f"v{at}", f"w{at}"
    number = f"count({value})"
    low = high = count = number
    if kind == "distinct":
        # Where things are told apart each group is one of them.
        low = high = count = (
            f"count(DISTINCT {value})"
            if part.measure.known_at is None
            else f"CASE WHEN {value} IS NULL THEN 0 ELSE 1 END"
        )
    elif kind == "last":
        low, high, count = f"min({value})", f"max({value})", "NULL"
    elif kind in ("min", "max"):
        low = high = f"{kind}({value})"
    elif kind != "count":
        low = high = part.value.total(value)
        count = number if part.measure.weight is None else part.weight.total(weight)
    return [("n", number), ("low", low), ("high", high), ("count", count)]


def _merged(part: Part) -> tuple[str, str]:
    """What groups come to together: their values and their counts."""
    kind = part.measure.kind
    count = "sum(count)" if part.measure.weight is None else part.weight.total("count")
    if kind in ("count", "distinct"):
        return "sum(low)", count
    return (f"{kind}(low)" if kind in ("min", "max") else part.value.total("low")), count
