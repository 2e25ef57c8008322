"""What follows from an actual, its baseline and its target at a share of the period, on arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from attrs import frozen
from numpy.typing import ArrayLike, NDArray

from ..errors import UsageError
from .compensation import Floats, settle
from .memory import allocate

AT_RISK: Final = -0.1
"""A gap down to so much of the way from baseline to target is at risk, below it off track."""
_CELLS: Final = 16_384
_COLUMN_CELLS: Final = 8192
"""Cells of a block: of goals at all times, and at one time, where all goals' columns are read beside it."""


@frozen(kw_only=True, eq=False)
class Derived:
    """Five arrays of the shape of the actuals, [goals, columns]; NaN where one is not known.

    Attributes:
        expected: Value due by now: baseline + (target - baseline) * share.
        progress: (actual - baseline) / (target - baseline); NaN where target and baseline are equal.
        ratio: actual / target.
        gap: Distance of the actual from the nearer bound of what is due; below 0 outside.
        status: 2 on track (gap >= 0), 1 at risk (gap >= `at_risk` * abs(target - baseline)), 0 off track,
            -1 unknown.
    """

    expected: Floats
    progress: Floats
    ratio: Floats
    gap: Floats
    status: NDArray[np.int8]


def derive(
    actual: Floats,
    baseline: ArrayLike,
    target: ArrayLike,
    share: ArrayLike,
    *,
    low: ArrayLike,
    high: ArrayLike,
    curve: ArrayLike | None = None,
    at_risk: float = AT_RISK,
    out: Derived | None = None,
) -> Derived:
    """Expected value, progress, ratio, gap and status of many goals at many times.

    Every operation is rounded once, so `progress` lies within 3u (u = 2**-53) of the exact quotient of
    the rounded differences, and a goal exactly at its bound has a gap of 0 where no rounding occurs. NaN
    goes in and comes out; what overflows is NaN. Memory of the outputs lies as that of `actual` does.

    Args:
        actual: [goals, columns]; finite or NaN, as a roll-up gives them.
        baseline: [goals]; what is infinite is not known.
        target: [goals]; the same.
        share: Planned share of the way at each time: of a shape that broadcasts to that of `actual`, or,
            with `curve`, a table [curves, columns].
        low: How far below the expected value is still on track, [goals]: 0 where more is better,
            infinite where less is.
        high: How far above it is, [goals].
        curve: The row of `share` for each goal, [goals].
        at_risk: Which part of the way from baseline to target a goal may lag and still be at risk.
        out: What an earlier call gave for actuals of this shape: its memory is used again.

    Raises:
        UsageError: Shapes do not fit, a curve is not in the table, or a goal has neither bound.
    """
    columns = _columns(actual, baseline=baseline, target=target, low=low, high=high)
    if bool((np.isinf(columns["low"]) & np.isinf(columns["high"])).any()):
        raise UsageError("A goal has a lowest value that is on track, or a highest, or both.")
    with np.errstate(all="ignore"):
        for name in ("baseline", "target"):
            # A number over an infinite target would be a plain 0.
            columns[name] = columns[name] + (columns[name] - columns[name])
        columns["way"] = columns["target"] - columns["baseline"]
        columns["limit"] = at_risk * np.abs(columns["way"])
        for name in ("way", "limit"):
            settle(columns[name], np.empty_like(columns[name]))
    shares, rows = _shares(actual, np.asarray(share, np.float64), curve)
    by_column = actual.strides[0] < actual.strides[1]
    if out is None:
        expected, progress, ratio, gap = allocate(4, actual.shape, by_column=by_column)
        (status,) = allocate(1, actual.shape, by_column=by_column, dtype=np.int8)
        out = Derived(expected=expected, progress=progress, ratio=ratio, gap=gap, status=status)
    elif out.expected.shape != actual.shape:
        raise UsageError(f"`out` has the shape {out.expected.shape}, `actual` has {actual.shape}.")
    # A block of many goals at one time, or of some goals at all times, as memory lies.
    width = 1 if by_column else max(actual.shape[1], 1)
    step = max(1, (_COLUMN_CELLS if by_column else _CELLS) // width)
    shape = (min(step, len(actual)), width)
    spares = allocate(3, shape, by_column=by_column)
    (mark,) = allocate(1, shape, by_column=by_column, dtype=np.bool_)
    overflows: list[str] = []
    with np.errstate(all="ignore", over="call", divide="call", call=lambda kind, _: overflows.append(kind)):
        for start in range(0, len(actual), step):
            part = slice(start, start + step)
            given = {name: column[part] for name, column in columns.items()}
            free = [spare[: len(actual[part])] for spare in spares]
            for left in range(0, actual.shape[1], width):
                block = part, slice(left, left + width)
                if rows is None:
                    share = shares[block]
                else:
                    share = _look_up(shares[:, block[1]], rows[part], free[0])
                overflows.clear()
                gap = _fill(actual[block], share, given, out, block, free)
                if overflows:
                    for values in (out.expected[block], out.progress[block], out.ratio[block], gap):
                        settle(values, free[0])
                limit = _spread(given["limit"], free[0])
                _judge(gap, limit, out.status[block], mark[: len(gap)])
                out.gap[block] = gap
    return out


def _columns(actual: Floats, **given: ArrayLike) -> dict[str, Floats]:
    if actual.ndim != 2:
        raise UsageError(f"`actual` has the shape {actual.shape}, not [goals, columns].")
    columns = {name: np.asarray(values, np.float64) for name, values in given.items()}
    for name, column in columns.items():
        if column.shape != (len(actual),):
            raise UsageError(f"`{name}` has the shape {column.shape}, not ({len(actual)},).")
        columns[name] = column[:, np.newaxis]
    return columns


def _shares(actual: Floats, share: Floats, curve: ArrayLike | None) -> tuple[Floats, NDArray[np.intp] | None]:
    if curve is None:
        try:
            return np.broadcast_to(share, actual.shape), None
        except ValueError:
            raise UsageError(f"`share` {share.shape} does not broadcast to {actual.shape}.") from None
    rows = np.asarray(curve)
    if rows.shape != (len(actual),) or share.shape[1:] != actual.shape[1:]:
        raise UsageError("`curve` has a row of `share` for each goal, and `share` a column for each time.")
    if len(rows) and (rows.dtype.kind not in "iu" or rows.min() < 0 or rows.max() >= len(share)):
        raise UsageError(f"`curve` holds integers from 0 to {len(share) - 1}.")
    return share, rows.astype(np.intp)


def _look_up(shares: Floats, rows: NDArray[np.intp], out: Floats) -> Floats:
    if out.strides[0] < out.strides[1]:
        for share, column in zip(shares.T, out.T, strict=True):
            np.take(share, rows, out=column, mode="clip")
        return out
    return np.take(shares, rows, axis=0, out=out, mode="clip")


def _fill(
    actual: Floats,
    share: Floats,
    given: Mapping[str, Floats],
    out: Derived,
    block: tuple[slice, slice],
    free: Sequence[Floats],
) -> Floats:
    """Fill a block of all arrays but `gap` and `status`; the gap, in one of the free pieces.

    `share` may lie in the first of them.
    """
    here, first, second = free
    np.divide(actual, _spread(given["target"], first), out=out.ratio[block])
    baseline, way = _spread(given["baseline"], first), _spread(given["way"], second)
    np.multiply(share, way, out=here)
    expected = np.add(here, baseline, out=here)
    out.expected[block] = expected
    np.subtract(actual, baseline, out=first)
    np.divide(first, way, out=out.progress[block])
    ahead = np.subtract(actual, expected, out=here)
    above = np.add(ahead, _spread(given["low"], first), out=first)
    below = np.subtract(_spread(given["high"], second), ahead, out=second)
    return np.minimum(above, below, out=first)


def _spread(column: Floats, out: Floats) -> Floats:
    """A column written out for all times: one pass of its own, but each that follows takes half the time."""
    if column.shape == out.shape:
        return column
    np.copyto(out, column)
    return out


def _judge(gap: Floats, limit: Floats, status: NDArray[np.int8], mark: NDArray[np.bool_]) -> None:
    np.greater_equal(gap, limit, out=status.view(np.bool_))
    np.greater_equal(gap, 0, out=mark)
    np.add(status, mark.view(np.int8), out=status)
    np.isnan(gap, out=mark)
    np.subtract(status, mark.view(np.int8), out=status)
