"""A scorecard beside the oracle's: what differs, and how far floats are off."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from attrs import define

import goaltree as gt
from goaltree.model.missing import NA
from oracle.book import Book
from oracle.draw import plan_of, rows_of
from oracle.number import UNIT, Value
from oracle.reference import Line, Reference

SLACK = 4
"""How many first-order bounds of rounding a float may be off: the bound counts one rounding a step."""


@define
class Tally:
    """What was compared.

    Attributes:
        plans: Plans.
        goals: Goals.
        numbers: Numbers that are known on both sides.
        missing: Numbers that are missing on both sides, with the same reason.
        skipped: Statuses that rounding may decide either way.
        statuses: Statuses that agree.
        largest: The largest relative difference of a number.
        of_bound: The largest difference as a share of what rounding allows.
    """

    plans: int = 0
    goals: int = 0
    numbers: int = 0
    missing: int = 0
    skipped: int = 0
    statuses: int = 0
    largest: float = 0.0
    of_bound: float = 0.0

    def add(self, other: Tally) -> None:
        """Count another tally in."""
        for name in ("plans", "goals", "numbers", "missing", "skipped", "statuses"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.largest = max(self.largest, other.largest)
        self.of_bound = max(self.of_bound, other.of_bound)

    def __str__(self) -> str:
        return (
            f"{self.plans} plans, {self.goals} goals, {self.numbers} numbers, {self.missing} NA, {self.statuses} statuses, "
            f"{self.skipped} skipped; largest deviation {self.largest:.2e} relative, {self.of_bound:.2f} of its bound"
        )


def evaluated(book: Book) -> gt.Scorecard:
    """The scorecard of a book; a plan that does not read is an error."""
    plan = gt.loads(plan_of(book))
    errors = [finding for finding in plan.findings if finding.level == "error"]
    assert not errors, errors[0]
    return gt.evaluate(plan, gt.observe(plan, rows_of(book), percent="fraction"), as_of=book.as_of)


def differences(book: Book, tally: Tally) -> list[str]:
    """What of a book's scorecard is not as the oracle has it."""
    card, reference = evaluated(book), Reference(book)
    tally.plans += book.plans
    found = []
    for key in card.keys():  # noqa: SIM118 - a card is iterated by scores
        tally.goals += 1
        found += [f"{key}: {text}" for text in _of_goal(card[key], reference.line(key), tally)]
    return found


def _of_goal(score: Any, line: Line, tally: Tally) -> list[str]:
    found = []
    names = ["value"] if line.through is None else ["value", "expected", "attainment", "pace", "deviation"]
    for name in names:
        text = _differs(
            getattr(score, name), getattr(line, name), tally, 0.5e-9 if name == "deviation" else 0.0
        )
        if text:
            found.append(f"{name} {text}")
    if line.unsure:
        tally.skipped += 1
    elif (score.status, score.own_status) != (line.status, line.own_status):
        found.append(f"status {score.status}/{score.own_status}, exactly {line.status}/{line.own_status}")
    else:
        tally.statuses += 1
    if score.method != line.method:
        found.append(f"method {score.method}, exactly {line.method}")
    if line.through is not None:
        if score.basis != line.basis:
            found.append(f"basis {score.basis}, exactly {line.basis}")
        if score.through != line.through:
            found.append(f"through {score.through}, exactly {line.through}")
        text = _covers(score.coverage, line.coverage)
        if text:
            found.append(f"coverage {text}")
    return found


def _covers(seen: Any, exact: Fraction | NA) -> str:
    if isinstance(seen, NA) or isinstance(exact, NA):
        return "" if isinstance(seen, NA) and isinstance(exact, NA) else f"{seen!r}, exactly {exact!r}"
    return "" if abs(seen - float(exact)) <= 16 * UNIT else f"{seen}, exactly {float(exact)}"


def _differs(seen: Any, exact: Value, tally: Tally, rounding: float) -> str:
    if isinstance(seen, NA) or isinstance(exact, NA):
        if isinstance(seen, NA) and isinstance(exact, NA) and seen.reason == exact.reason:
            tally.missing += 1
            return ""
        return f"{seen!r}, exactly {exact!r}"
    tally.numbers += 1
    off = abs(float(Fraction(seen) - exact.v))
    bound = SLACK * exact.e + abs(float(exact.v)) * UNIT + rounding + 1e-300
    if off > bound:
        return f"{seen!r}, exactly {float(exact.v)!r}; off by {off:.2e}, at most {bound:.2e}"
    if not rounding:
        tally.of_bound = max(tally.of_bound, off / bound)
        if exact.v:
            tally.largest = max(tally.largest, off / abs(float(exact.v)))
    return ""
