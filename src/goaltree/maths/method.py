"""Which method of attainment fits a goal, where its plan names none."""

from __future__ import annotations

from typing import Final, Literal, get_args

from ..model.missing import NA
from .column import Scalar, number

Method = Literal[
    "progress",
    "ratio",
    "inverse_ratio",
    "two_minus",
    "signed_gap",
    "worst_target",
    "threshold",
    "band",
    "tiers",
    "okr",
]
METHODS: Final[tuple[Method, ...]] = get_args(Method)
"""The names of the methods, each a function of `goaltree.maths.attainment`."""
_ACCUMULATES: Final = ("flow", "milestone")
_NO_BASELINE: Final = NA("NO_BASELINE")
_NO_TARGET: Final = NA("NO_TARGET")


def auto_method(
    kind: str | None,
    semantics: str | None,
    direction: str,
    *,
    has_baseline: bool,
    baseline: Scalar = _NO_BASELINE,
    target: Scalar = _NO_TARGET,
) -> Method | NA:
    """The method of `method: auto`.

    - `band` where both sides are bounded, `threshold` where every period must keep the target, and where
      target and baseline are equal (maintain).
    - What accumulates from zero within the period (a flow, a milestone): `ratio` where more is better,
      `signed_gap` where less is. Last year's value is a baseline for growth, not for accumulation.
    - All else with a baseline: `progress`; without one `ratio` up and `signed_gap` down.
    - A target at or below zero has no ratio: `progress` with a baseline, else `threshold` at zero and
      `signed_gap` below it.

    Args:
        kind: The metric's kind.
        semantics: `total`, `end`, `average` or `every`.
        direction: `up`, `down` or `band`.
        has_baseline: Whether a baseline is declared.
        baseline: The baseline, if known.
        target: The target, if known.

    Returns:
        The method's name; `NA("DIRECTION_CONFLICT")` where progress would have to go the worse way.

    >>> auto_method("flow", "total", "up", has_baseline=True, baseline=1200, target=2160)
    'ratio'
    """
    if direction == "band":
        return "band"
    wanted, start = number(target), number(baseline)
    known = has_baseline and not isinstance(wanted, NA) and not isinstance(start, NA)
    if semantics == "every" or (known and wanted == start):
        return "threshold"
    refused = not isinstance(wanted, NA) and wanted <= 0
    if has_baseline and (refused or kind not in _ACCUMULATES):
        if not isinstance(wanted, NA) and not isinstance(start, NA):
            if (wanted < start) == (direction == "up"):
                return NA("DIRECTION_CONFLICT", f"{start} -> {wanted}, {direction}")
        return "progress"
    if refused:
        return "threshold" if wanted == 0 else "signed_gap"
    return "ratio" if direction == "up" else "signed_gap"
