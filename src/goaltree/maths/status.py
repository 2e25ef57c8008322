"""Status: what a reader sees first of a goal, decided by ordered rules and kept from flapping.

For arrays a status is its position in `STATUSES` (int8). They are in order of severity: what is unknown
is worse than on track and hides no trouble that is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from typing import Any, Final, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import UsageError
from ..model.governance import Status
from ..model.missing import NA

STATUSES: Final[tuple[Status, ...]] = (
    "achieved",
    "on_track",
    "not_started",
    "unknown",
    "at_risk",
    "off_track",
)
"""Every status, the best first."""
_RANKS: Final[dict[str, int]] = {status: rank for rank, status in enumerate(STATUSES)}
_UNJUDGED: Final = (_RANKS["not_started"], _RANKS["unknown"])
_WORST: Final = len(STATUSES) - 1
Codes = NDArray[np.int8]


def rank(status: str) -> int:
    """The position of a status in `STATUSES`: 0 is the best.

    Raises:
        UsageError: There is no such status.
    """
    if status not in _RANKS:
        raise UsageError(f"A status is {', '.join(STATUSES)}, not {status!r}.")
    return _RANKS[status]


@overload
def decide(rules: Sequence[tuple[Status, bool | NA]], *, otherwise: Status) -> Status: ...
@overload
def decide(rules: Sequence[tuple[Status, Any]], *, otherwise: Status) -> Status | Codes: ...
def decide(rules: Sequence[tuple[Status, Any]], *, otherwise: Status) -> Status | Codes:
    """The status of the first rule whose condition holds.

    Args:
        rules: Statuses with their conditions: truths, or arrays of truths that broadcast. A condition that
            is `NA` may have held: if none before it does, the status is unknown. For arrays put what is
            missing first, as a rule of its own.
        otherwise: The status where no condition holds.

    Returns:
        A status, or codes where a condition is an array.

    >>> decide([("off_track", False), ("at_risk", True)], otherwise="on_track")
    'at_risk'
    """
    rank(otherwise)
    if not any(isinstance(holds, np.ndarray) and holds.ndim for _, holds in rules):
        for status, holds in rules:
            if isinstance(holds, NA):
                return "unknown"
            if holds:
                return STATUSES[rank(status)]
        return otherwise
    masks = [_mask(holds) for _, holds in rules]
    codes = np.full(np.broadcast_shapes(*(mask.shape for mask in masks)), rank(otherwise), np.int8)
    for (status, holds), mask in zip(reversed(rules), reversed(masks), strict=True):
        codes[np.broadcast_to(mask, codes.shape)] = rank("unknown" if isinstance(holds, NA) else status)
    return codes


def _mask(holds: Any) -> NDArray[np.bool_]:
    mask = np.asarray(True if isinstance(holds, NA) else holds)
    if mask.dtype != np.bool_:
        raise UsageError(f"A condition is true or false, not {mask.dtype}.")
    return mask


def worst(statuses: Sequence[str]) -> Status:
    """The worst of some statuses; `unknown` of none."""
    return STATUSES[max((rank(status) for status in statuses), default=rank("unknown"))]


def quorum(statuses: Sequence[str], share: Fraction) -> Status:
    """The best status that at least a share of some statuses reaches; `unknown` of none.

    Raises:
        UsageError: The share is not above 0 and at most 1.

    >>> quorum(["achieved", "on_track", "off_track"], Fraction(2, 3))
    'on_track'
    """
    if not 0 < share <= 1:
        raise UsageError(f"A quorum is a share above 0 and at most 1, not {share}.")
    ranks = sorted(rank(status) for status in statuses)
    return STATUSES[ranks[ceil(len(ranks) * Fraction(share)) - 1]] if ranks else "unknown"


def capped_status(status: Status | Codes, cap: Status, breached: bool | NDArray[np.bool_]) -> Status | Codes:
    """A status that is no better than a cap where something is breached.

    A goal whose guardrail is breached, or whose value is stale (cap: `unknown`), is not shown as fine;
    what is already worse stays as it is.

    >>> capped_status("on_track", "unknown", True), capped_status("off_track", "unknown", True)
    ('unknown', 'off_track')
    """
    if isinstance(status, str):
        return STATUSES[max(rank(status), rank(cap))] if breached else status
    return np.where(breached, np.maximum(status, rank(cap)), status).astype(np.int8)


def steady(raw: ArrayLike, strict: ArrayLike, *, in_a_row: int = 1) -> Codes:
    """Statuses over review dates that worsen at once and improve only for certain.

    A status worsens as soon as the raw one does. It improves as far as the strict one has on each of
    the last `in_a_row` dates. Dates without a judgement (not started, unknown) show as they are, break
    such a row, and what was shown before them still holds after them.

    Args:
        raw: Codes by date along the last axis, in order.
        strict: Codes of the same goals and dates by a deviation worsened by the margin; never better
            than the raw ones.
        in_a_row: How many dates an improvement has to last, 1 or more.

    Returns:
        The codes to show, of the shape of `raw`.

    Raises:
        UsageError: The shapes differ, a code is none, or `in_a_row` is below 1.
    """
    seen, sure = _codes(raw), _codes(strict)
    if seen.shape != sure.shape or seen.ndim == 0:
        raise UsageError(f"Statuses {seen.shape} and strict statuses {sure.shape} have the same dates.")
    if in_a_row < 1:
        raise UsageError(f"An improvement lasts 1 date or more, not {in_a_row}.")
    judged = ~np.isin(seen, _UNJUDGED)
    sure = np.where(judged, np.maximum(seen, sure), _WORST).astype(np.int8)
    shown = seen.copy()
    held = np.full(seen.shape[:-1], -1, np.int8)
    for at in range(seen.shape[-1]):
        lasting = sure[..., max(0, at + 1 - in_a_row) : at + 1].max(axis=-1)
        now = seen[..., at]
        kept = np.where(now >= held, now, np.minimum(held, np.maximum(lasting, now)))
        held = np.where(judged[..., at], kept, held)
        shown[..., at] = np.where(judged[..., at], held, now)
    return shown


def _codes(statuses: ArrayLike) -> Codes:
    codes = np.asarray(statuses)
    if codes.dtype.kind not in "iu" or (codes.size and not 0 <= codes.min() <= codes.max() <= _WORST):
        raise UsageError(f"A status is a code from 0 to {_WORST}.")
    return codes.astype(np.int8)
