"""Findings about many rows: each kind told once, with its count and the first rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import define, field

from ..finding import Finding, Rule, Words, excerpt
from .sheet import Sheet

FIRST: Final = 5
"""Rows that a finding names."""
KINDS: Final = 100
"""Kinds of one rule's findings that are told one by one; what comes after is counted together."""
_OTHERS: Final = Words("(others)", "（其他）")
_BLANK: Final = Words("(blank)", "（空白）")
_NAMED: Final = frozenset({"name", "unit", "metric", "pair"})


@define
class _Told:
    params: Mapping[str, object]
    counts: dict[int, int] = field(factory=dict)
    rows: list[tuple[int, str]] = field(factory=list)


class Tally:
    """What was found in the rows of one sheet, counted by rule and by what it is about."""

    def __init__(self, sheet: Sheet) -> None:
        """Begin with nothing found."""
        self._sheet = sheet
        self._told: dict[tuple[Rule, str], _Told] = {}
        self._kinds: dict[Rule, int] = {}

    def add(self, rule: Rule, row: int, cell: object, about: str, params: Mapping[str, object]) -> None:
        """Note one row.

        Args:
            rule: What is wrong.
            row: The row's number.
            cell: The cell that is wrong.
            about: What tells this kind of the rule's findings apart from its other kinds.
            params: What fills the message, beside `count` and `rows`; those of the kind's first row count.
        """
        told = self._told.get((rule, about))
        if told is None:
            self._kinds[rule] = self._kinds.get(rule, 0) + 1
            if self._kinds[rule] > KINDS:
                about = "…"
                told = self._told.get((rule, about))
                params = {name: _OTHERS if name in _NAMED else value for name, value in params.items()}
        if told is None:
            told = self._told[rule, about] = _Told(params)
        facts = self._sheet.facts
        part, count = (0, 1) if facts is None else facts[row - 1]
        told.counts[part] = told.counts.get(part, 0) + count
        text = "" if cell is None else str(cell)[:200]
        if len(told.rows) < FIRST:
            told.rows.append((row, text))

    def findings(self) -> Iterator[Finding]:
        """One finding for each kind."""
        for (rule, _), told in self._told.items():
            row, text = told.rows[0]
            yield Finding(
                rule=rule,
                params={
                    **told.params,
                    "count": max(told.counts.values()),
                    "rows": self._places(told.rows),
                },
                span=self._sheet.span(row if self._sheet.facts is None else 0),
                excerpt=excerpt(text),
            )

    def _places(self, rows: list[tuple[int, str]]) -> tuple[str, ...] | Words:
        """The rows with their cells; where facts were counted, their periods."""
        if self._sheet.facts is None:
            return tuple(f"{row} (`{excerpt(text)}`)" if text else str(row) for row, text in rows)
        places = [self._place(row, text) for row, text in rows]
        return Words(", ".join(place.en for place in places), "、".join(place.zh for place in places))

    def _place(self, row: int, text: str) -> Words:
        period = self._sheet.columns["period"][row - 1]
        told = excerpt(str(period)) if period is not None else ""
        if not told or told == excerpt(text):
            return Words(*[f"`{excerpt(text)}`"] * 2) if text else _BLANK
        return Words(*[f"{told} (`{excerpt(text)}`)" if text else told] * 2)
