"""The status of each goal at each review date, the rule that gave it, and what caps it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ..maths.column import above
from ..maths.deviation import settled
from ..maths.program import program
from ..maths.status import rank, steady
from ..model.formula import Formula, Reference
from ..model.formula_parse import parse_formula
from ..model.governance import Governance, Status, StatusRule
from .fill import Floats
from .judge import Judgement
from .score import shown_factor
from .term import Term

Codes = NDArray[np.int8]
Resolve = Callable[[str], int | None]
"""The row of the goal that a name means."""
JUDGED: Final = "goal"
"""The name of the goal that is judged, in the condition of a rule."""
_AMOUNTS: Final = ("now", "value")
"""Readings that are in a goal's unit."""
NO_RULE: Final = -1
UNKNOWN, NOT_STARTED = rank("unknown"), rank("not_started")
GUARDRAIL: Final[Status] = "at_risk"
"""The best status of a goal whose guardrail is breached, where the plan says nothing."""
_WHOLE: Final = 1.0


@lru_cache(maxsize=1)
def default_rules() -> tuple[StatusRule, ...]:
    """The rules where a plan has none: by the target reached, then by the deviation as a share."""
    conditions: tuple[tuple[Status, str], ...] = (
        ("achieved", f"attainment({JUDGED}) >= 1"),
        ("on_track", f"deviation({JUDGED}) > -10%"),
        ("at_risk", f"deviation({JUDGED}) >= -20%"),
    )
    rules = []
    for status, text in conditions:
        formula = parse_formula(text, kind="condition")
        assert isinstance(formula, Formula)
        rules.append(StatusRule(status=status, when=formula))
    return (*rules, StatusRule(status="off_track"))


@frozen(kw_only=True)
class Guardrail:
    """A range in which a goal's metric, or a process metric of it, has to stay.

    Attributes:
        row: The goal.
        node: Position of the node that is watched.
        low: Its least value, in base units.
        high: Its greatest value.
        is_low_in: Whether the least value itself is inside; the same for `is_high_in`.
        at: Key path of the range.
    """

    row: int
    node: int
    low: Fraction | None
    high: Fraction | None
    is_low_in: bool = True
    is_high_in: bool = True
    at: str = ""

    def breached(self, values: Floats) -> NDArray[np.bool_]:
        """Where a known value lies outside."""
        out = np.zeros(values.shape, np.bool_)
        if self.low is not None:
            out |= above(-values, -float(self.low), inclusive=not self.is_low_in)
        if self.high is not None:
            out |= above(values, float(self.high), inclusive=not self.is_high_in)
        return out


@frozen(kw_only=True, eq=False)
class Verdict:
    """Statuses of goals by review dates, as codes of `STATUSES`.

    Attributes:
        status: What is shown.
        raw: What the rules gave, before hysteresis and caps.
        rule: Position of the rule that decided among the goal's; -1 where none did.
        breached: Position of the first breached guardrail; -1 where none is.
    """

    status: Codes
    raw: Codes
    rule: Codes
    breached: NDArray[np.int16]


def verdict(
    terms: Sequence[Term],
    judged: Judgement,
    *,
    started: NDArray[np.bool_],
    over: NDArray[np.bool_],
    watched: Floats,
    guardrails: Sequence[Guardrail],
    governance: Governance | None,
    resolve: Resolve,
) -> Verdict:
    """The statuses of goals.

    Args:
        terms: The goals.
        judged: How they stand.
        started: Whether a goal's period has begun by a date, [goals, dates].
        over: Whether it is over.
        watched: The figures of every node at the dates, by position.
        guardrails: The ranges to watch.
        governance: Hysteresis and the cap of guardrails.
        resolve: The row of the goal that a name in a rule means.
    """
    raw, rule = _decided(terms, judged, over, resolve, margin=0.0)
    shown = raw
    hysteresis = governance.hysteresis if governance is not None else None
    if hysteresis is not None:
        margin = float(hysteresis.margin.base) if hysteresis.margin is not None else 0.0
        strict, _ = _decided(terms, judged, over, resolve, margin=margin)
        in_a_row = int(hysteresis.in_a_row) if hysteresis.in_a_row else 1
        shown = steady(_begun(raw, started), _begun(strict, started), in_a_row=max(1, in_a_row))
    raw, shown = _begun(raw, started), _begun(shown, started)
    breached = np.full(shown.shape, -1, np.int16)
    cap = rank(governance.guardrail if governance is not None and governance.guardrail else GUARDRAIL)
    for at, guard in enumerate(guardrails):
        outside = guard.breached(watched[guard.node])
        better = outside & (shown[guard.row] < cap) & ~np.isin(shown[guard.row], (NOT_STARTED, UNKNOWN))
        shown[guard.row, better], breached[guard.row, better] = cap, at
    return Verdict(status=shown, raw=raw, rule=rule, breached=breached)


def _begun(codes: Codes, started: NDArray[np.bool_]) -> Codes:
    return np.where(started, codes, NOT_STARTED).astype(np.int8)


def _decided(
    terms: Sequence[Term],
    judged: Judgement,
    over: NDArray[np.bool_],
    resolve: Resolve,
    *,
    margin: float,
) -> tuple[Codes, Codes]:
    """The status by the first rule that holds, and which it was; unknown where a condition is."""
    shape = judged.actual.shape
    status, rule = np.full(shape, UNKNOWN, np.int8), np.full(shape, NO_RULE, np.int8)
    rows_of: dict[tuple[StatusRule, ...], list[int]] = {}
    for row, term in enumerate(terms):
        rows_of.setdefault(term.rules, []).append(row)
    for stated, rows in rows_of.items():
        rules = stated or default_rules()
        open_ = judged.actual.known[rows].copy()
        codes, which = status[rows], rule[rows]
        for at, one in enumerate(rules):
            holds = _holds(one, terms, rows, resolve, judged, margin)
            if not stated and one.status == "achieved":
                # A total that is to stay low is reached only when no more can come.
                rises = [terms[row].node.is_flow and terms[row].direction == "up" for row in rows]
                holds = np.where(np.array(rises, np.bool_)[:, None] | over[rows], holds, 0.0)
            hit = open_ & (holds == _WHOLE)
            codes[hit], which[hit] = rank(one.status), at
            open_ &= holds == 0.0
        status[rows], rule[rows] = codes, which
    return status, rule


def _holds(
    one: StatusRule,
    terms: Sequence[Term],
    rows: Sequence[int],
    resolve: Resolve,
    judged: Judgement,
    margin: float,
) -> Floats:
    """1 where the condition holds, 0 where it does not, nan where that is not known."""
    shape = (len(rows), judged.actual.shape[1])
    if one.when is None:
        return np.ones(shape)
    references = list(dict.fromkeys(node for node in one.when.nodes if isinstance(node, Reference)))
    made = program(one.when, {reference: slot for slot, reference in enumerate(references)})
    amounts = [_rows(ref, rows, resolve) for ref in references if ref.reading in _AMOUNTS]
    size = _size(terms, [where for where in amounts if where is not None], len(rows))
    slots = []
    for ref in references:
        values = _slot(ref, rows, resolve, judged, margin)
        slots.append(np.broadcast_to(values / size if ref.reading in _AMOUNTS else values, shape))
    return made.run(slots) if slots else np.broadcast_to(made.run([]), shape)


def _rows(reference: Reference, rows: Sequence[int], resolve: Resolve) -> list[int] | None:
    """The rows that a name means for each goal; `None` where it means no goal."""
    if reference.name == JUDGED:
        return list(rows)
    other = resolve(reference.name)
    return None if other is None else [other]


def _size(terms: Sequence[Term], named: Sequence[Sequence[int]], length: int) -> Floats:
    """What amounts are divided by, for each goal, so that a bare number counts the unit that is shown.

    Where the amounts that a condition names have units of different size, base units are compared.
    """
    if not named:
        return np.ones((length, 1))
    sizes = np.stack(
        [
            np.broadcast_to([float(shown_factor(terms[row].node.metric.unit)) for row in where], length)
            for where in named
        ]
    )
    return np.where((sizes == sizes[0]).all(axis=0), sizes[0], 1.0)[:, None]


def _slot(
    reference: Reference, rows: Sequence[int], resolve: Resolve, judged: Judgement, margin: float
) -> Floats:
    where = _rows(reference, rows, resolve)
    if where is None:
        return np.full((1, judged.actual.shape[1]), np.nan)
    match reference.reading:
        case "pace":
            return settled(judged.pace).values[where] - margin
        case "attainment":
            return settled(judged.attainment).values[where] - margin
        case "deviation":
            return judged.relative.values[where] - margin
        case _:
            return judged.actual.values[where]
