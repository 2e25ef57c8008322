"""Goals against their targets, on whole arrays: expected, attainment, pace, deviation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import nan
from typing import Any, Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ..maths.attainment import (
    band,
    inverse_ratio,
    okr,
    progress,
    ratio,
    signed_gap,
    threshold,
    tiers,
    two_minus,
    worst_target,
)
from ..maths.column import CODE_OF, Column, column
from ..maths.deviation import increment, level, pp, settled, sigma, xmr
from ..maths.pace import LEAST_SHARE, expected, gap, pace
from ..model.missing import NA
from .fill import Floats
from .term import Number, Term

Codes = NDArray[np.uint8]
EARLY: Final = float(LEAST_SHARE)


@frozen(kw_only=True, eq=False)
class Judgement:
    """Goals by review dates, a row a goal; every number with its reason where it is missing.

    Attributes:
        actual: The figure that is judged.
        expected: What is due by then.
        share: The planned share of the way gone.
        attainment: How far the target is reached, by the goal's method; raw, never clipped.
        pace: Attainment against expected attainment.
        gap: Actual less expected.
        deviation: On the goal's basis, below zero is adverse.
        basis: Position in `BASES` of the basis that was used.
        relative: The deviation as a share, which status rules compare.
    """

    actual: Column
    expected: Column
    share: Floats
    attainment: Column
    pace: Column
    gap: Column
    deviation: Column
    basis: NDArray[np.int8]
    relative: Column


BASES: Final = ("level", "increment", "pp", "sigma")


def judge(
    terms: Sequence[Term],
    actual: Column,
    cells: Floats,
    share: Column,
    scale: Floats,
    begun: Floats,
) -> Judgement:
    """Judge goals at review dates.

    Args:
        terms: The goals.
        actual: Their figures, [goals, dates].
        cells: Their values in each cell, for what must hold in every period.
        share: The planned shares of their ways, [goals, dates].
        scale: The share of the target that the figure stands for: below 1 where parts of it are missing
            and the rest is scored.
        begun: The same of the baseline.
    """
    from_baseline = np.array([term.begins for term in terms], np.bool_)[:, None]
    line = _scaled([term.line for term in terms], np.where(from_baseline, begun, scale), "NO_TARGET")
    target = _scaled([term.target for term in terms], scale, "NO_TARGET")
    baseline = _scaled([term.baseline for term in terms], begun, "NO_BASELINE")
    at_once = np.array([term.is_level for term in terms], np.bool_)[:, None]
    due = column(np.where(at_once, 1.0, share.values), np.where(at_once, 0, share.reasons))
    planned = expected(line, target, due, semantics="end")
    made = _Judge(
        terms=terms,
        actual=actual,
        cells=cells,
        baseline=baseline,
        target=target,
        planned=planned,
        scale=scale,
    )
    sign = np.array([term.sign for term in terms], np.int8)[:, None]
    basis, deviation, relative = made.deviation(planned, due, sign)
    return Judgement(
        actual=actual,
        expected=planned,
        share=share.values,
        attainment=made.attainment(),
        pace=made.pace(share),
        gap=gap(actual, planned),
        deviation=settled(deviation),
        basis=basis,
        relative=settled(relative),
    )


def _scaled(numbers: Sequence[Number], scale: Floats, absent: str) -> Column:
    """Numbers of goals at every date."""
    values = np.array([nan if isinstance(one, NA) else float(one) for one in numbers])[:, None]
    codes = np.array([CODE_OF[one.reason] if isinstance(one, NA) else 0 for one in numbers], np.uint8)[
        :, None
    ]
    shape = scale.shape
    return column(np.broadcast_to(values, shape) * scale, np.broadcast_to(codes, shape), absent=absent)


def _rows(terms: Sequence[Term], key: Callable[[Term], Any]) -> dict[Any, list[int]]:
    found: dict[Any, list[int]] = {}
    for row, term in enumerate(terms):
        found.setdefault(key(term), []).append(row)
    return found


@frozen(kw_only=True, eq=False)
class _Judge:
    terms: Sequence[Term]
    actual: Column
    cells: Floats
    baseline: Column
    target: Column
    planned: Column
    scale: Floats

    def _joined(self, parts: Sequence[tuple[Sequence[int], Column]]) -> Column:
        """Columns of some rows each, as one."""
        shape = self.actual.shape
        values, codes = np.full(shape, nan), np.full(shape, CODE_OF["NO_TARGET"], np.uint8)
        for rows, part in parts:
            values[rows], codes[rows] = part.values, part.reasons
        return column(values, codes)

    def attainment(self) -> Column:
        """By each goal's own method."""
        parts = []
        for method, rows in _rows(self.terms, _method_key).items():
            parts.append((rows, self._by(method, rows)))
        return self._joined(parts)

    def _by(self, method: object, rows: list[int]) -> Column:
        actual, baseline, target = self.actual[rows], self.baseline[rows], self.target[rows]
        sign = np.array([self.terms[row].sign for row in rows], np.int8)[:, None]
        if isinstance(method, tuple):
            term = self.terms[rows[0]]
            if method[0] == "tiers" and not isinstance(term.direction, NA):
                return self._tiers(rows[0], actual)
            code = CODE_OF[str(method[1])]
            return column(np.full(actual.shape, nan), np.full(actual.shape, code, np.uint8))
        match method:
            case "progress":
                return progress(actual, baseline, target)
            case "ratio":
                return ratio(actual, target)
            case "inverse_ratio":
                return inverse_ratio(actual, target)
            case "two_minus":
                return two_minus(actual, target)
            case "signed_gap":
                return signed_gap(actual, target, sign)
            case "allowance":
                return signed_gap(actual, self.planned[rows], sign)
            case "okr":
                return okr(actual, baseline, target)
            case "worst_target":
                worst = _scaled([self.terms[row].worst for row in rows], self.scale[rows], "NO_BASELINE")
                return worst_target(actual, worst, target)
            case "band":
                return self._band(rows)
            case "every":
                return self._every(rows, sign)
            case _:
                return threshold(actual, target, sign)

    def _tiers(self, row: int, actual: Column) -> Column:
        """By the knots of one goal, each date against the share of them that its figure stands for."""
        knots = self.terms[row].knots
        if len(knots) < 2:
            return column(nan + 0 * actual.values)
        scale = self.scale[[row]]
        made = tiers(actual, knots)
        for share in np.unique(scale[scale != 1.0]):
            part = tiers(actual, [(float(value) * float(share), float(score)) for value, score in knots])
            made = _chosen(scale == share, part, made)
        return made

    def _band(self, rows: list[int]) -> Column:
        scale = self.scale[rows]
        low = _scaled([self.terms[row].low for row in rows], scale, "NO_TARGET")
        high = _scaled([self.terms[row].high for row in rows], scale, "NO_TARGET")
        outer = [self.terms[row].outer for row in rows]
        under = _scaled(
            [self._or(o[0], self.terms[r].low) for o, r in zip(outer, rows, strict=True)], scale, ""
        )
        over = _scaled(
            [self._or(o[1], self.terms[r].high) for o, r in zip(outer, rows, strict=True)], scale, ""
        )
        return band(self.actual[rows], low, high, under, over)

    @staticmethod
    def _or(number: Number, other: Number) -> Number:
        return other if isinstance(number, NA) else number

    def _every(self, rows: list[int], sign: NDArray[np.int8]) -> Column:
        """The share of the cells so far that keep the target, of those that are known."""
        cells = column(self.cells[rows])
        kept = threshold(cells, self.target[rows], sign)
        known = kept.known
        count = known.cumsum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            value = np.where(known, kept.values, 0.0).cumsum(axis=1) / count
        codes = np.where(count > 0, 0, kept.reasons)
        codes = np.where(self.target.known[rows], codes, self.target.reasons[rows])
        codes = np.where(self.actual.known[rows], codes, self.actual.reasons[rows]).astype(np.uint8)
        return column(np.where(codes == 0, value, nan), codes)

    def pace(self, share: Column) -> Column:
        """Attainment against expected attainment."""
        parts = []
        for semantics, rows in _rows(self.terms, _pace_key).items():
            if semantics == "band":
                shape = self.actual[rows].shape
                code = np.uint8(CODE_OF["OUT_OF_DOMAIN"])
                parts.append((rows, column(np.full(shape, nan), np.full(shape, code))))
                continue
            due = column(np.ones(self.actual[rows].shape)) if semantics == "average" else share[rows]
            index = pace(self.actual[rows], self.baseline[rows], self.target[rows], due, semantics=semantics)
            parts.append((rows, index))
        return self._joined(parts)

    def deviation(
        self, planned: Column, due: Column, sign: NDArray[np.int8]
    ) -> tuple[NDArray[np.int8], Column, Column]:
        """The deviation with the basis used, and as a share.

        While less than a twentieth of the way is due, an increment says nothing: the level is taken.
        A rate that is told in points is compared as an increment too, where it has a baseline: five
        points are little for a share of a half and everything for one that is to go from 98% to 99.5%.
        """
        by_level = level(self.actual, planned, sign)
        by_increment = increment(self.actual, self.baseline, planned, sign)
        by_points = pp(self.actual, planned, sign)
        band = np.array([term.direction == "band" for term in self.terms], np.bool_)
        if band.any():
            rows = np.flatnonzero(band)
            points, share = self._outside([int(row) for row in rows])
            by_level, by_points = self._over(by_level, rows, share), self._over(by_points, rows, points)
        named = np.array([BASES.index(term.basis) for term in self.terms], np.int8)[:, None]
        early = (due.values < EARLY) | self.baseline.reasons.astype(bool) | band[:, None]
        basis = np.where((named == 1) & early, 0, np.broadcast_to(named, by_level.shape)).astype(np.int8)
        grows = (basis == 1) | ((basis == 2) & ~early & (planned.values != self.baseline.values))
        relative = _chosen(grows, by_increment, by_level)
        points = _chosen(basis == 2, by_points, _chosen(basis == 1, by_increment, by_level))
        spread = np.flatnonzero(named[:, 0] == 3)
        made = points if not len(spread) else self._over(points, spread, self._sigma(spread, planned, sign))
        return basis, made, relative

    def _over(self, whole: Column, rows: NDArray[np.intp], part: Column) -> Column:
        values, codes = whole.values.copy(), whole.reasons.copy()
        values[rows], codes[rows] = part.values, part.reasons
        return column(values, codes)

    def _outside(self, rows: list[int]) -> tuple[Column, Column]:
        """How far outside its band a value lies, in its unit and as a share of the nearer end; 0 inside."""
        low = _scaled([self.terms[row].low for row in rows], self.scale[rows], "NO_TARGET")
        high = _scaled([self.terms[row].high for row in rows], self.scale[rows], "NO_TARGET")
        actual = self.actual[rows]
        edge = column(
            np.where(actual.values < low.values, low.values, high.values),
            np.maximum(low.reasons, high.reasons),
        )
        inside = (actual.values >= low.values) & (actual.values <= high.values)
        side = np.where(actual.values < low.values, 1, -1)
        points, share = (
            column(np.where(inside, 0.0, away.values), np.where(inside, 0, away.reasons))
            for away in (pp(actual, edge, side), level(actual, edge, side))
        )
        return points, share

    def _sigma(self, rows: NDArray[np.intp], planned: Column, sign: NDArray[np.int8]) -> Column:
        """In standard deviations of the cells so far, estimated by their moving range."""
        parts = []
        for row in rows:
            cells = self.cells[row]
            spread = [_spread(cells[: j + 1]) for j in range(len(cells))]
            parts.append(
                sigma(self.actual[[row]], planned[[row]], column([spread], absent="PARTIAL"), sign[[row]])
            )
        values = np.concatenate([part.values for part in parts])
        return column(values, np.concatenate([part.reasons for part in parts]))


_MOVING_RANGE: Final = 1.128
"""The mean moving range of a normal series in standard deviations (d2 of two values)."""


def _spread(cells: Floats) -> float:
    known = cells[~np.isnan(cells)]
    limits = xmr([float(one) for one in known]) if len(known) >= 3 else NA("PARTIAL")
    return nan if isinstance(limits, NA) else float(limits.moving_range) / _MOVING_RANGE


def _chosen(mask: NDArray[np.bool_], yes: Column, no: Column) -> Column:
    return column(np.where(mask, yes.values, no.values), np.where(mask, yes.reasons, no.reasons))


def _method_key(term: Term) -> object:
    if isinstance(term.method, NA):
        return ("na", term.method.reason)
    if term.method == "tiers":
        return ("tiers", term.key)
    if term.is_allowance:
        return "allowance"
    return "every" if term.node.semantics == "every" and term.method == "threshold" else term.method


def _pace_key(term: Term) -> str:
    if term.direction == "band":
        return "band"
    if term.node.semantics == "total":
        return "total"
    return "average" if term.is_level else "end"
