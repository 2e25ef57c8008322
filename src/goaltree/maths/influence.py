"""Influence: how much each leaf of a goal tree counts for its root, and scores weighted by it.

For alignments, where no arithmetic leads from child to parent: a value that can be rolled up is rolled up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from typing import Final, Literal

from attrs import frozen

from ..errors import UsageError
from ..model.missing import NA
from .column import Exact, Scalar, number

Missing = Literal["renormalise", "propagate", "fail"]
POLICIES: Final[tuple[Missing, ...]] = ("renormalise", "propagate", "fail")
LEAST_COVERAGE: Final = Fraction(4, 5)
"""The least share of the weights that has to have a value, for the rest to be left out."""


def influences(weights: Mapping[str, Mapping[str, Exact]], root: str) -> dict[str, Fraction]:
    """The influence of every leaf on a root: over all paths, the sum of the products of the weights.

    Args:
        weights: Parent to child to weight. Only the ratios of one parent's weights count; a child that
            supports without contributing has 0.
        root: Where the paths start.

    Returns:
        Leaf to influence, 1 together; a leaf of several parents stands once. Leaves that only support
        have 0.

    Raises:
        UsageError: A weight is missing or below zero, a parent's weights are all zero, or a node is its
            own ancestor.

    >>> tree = {"C": {"T1": 6, "T2": 4}, "T1": {"M1": 1, "M2": 1}, "T2": {"M2": 1, "M3": 3}}
    >>> {leaf: str(share) for leaf, share in influences(tree, "C").items()}
    {'M1': '3/10', 'M2': '2/5', 'M3': '3/10'}
    """
    shares = {parent: _shares(parent, children) for parent, children in weights.items()}
    below, waiting = {root}, [root]
    while waiting:
        new = [child for child in shares.get(waiting.pop(), {}) if child not in below]
        below.update(new)
        waiting.extend(new)
    try:
        order = list(TopologicalSorter({node: shares.get(node, {}).keys() for node in below}).static_order())
    except CycleError as error:
        raise UsageError(f"Goals go round: {' -> '.join(map(str, error.args[1]))}.") from error
    gathered = dict.fromkeys(below, Fraction(0)) | {root: Fraction(1)}
    for node in reversed(order):
        for child, share in shares.get(node, {}).items():
            gathered[child] += gathered[node] * share
    return {node: gathered[node] for node in sorted(below) if not shares.get(node)}


def _shares(parent: str, children: Mapping[str, Exact]) -> dict[str, Fraction]:
    known = {child: number(weight) for child, weight in children.items()}
    exact = {child: weight for child, weight in known.items() if not isinstance(weight, NA)}
    total = sum(exact.values(), Fraction(0))
    if children and (len(exact) < len(known) or min(exact.values()) < 0 or not total):
        raise UsageError(f"The weights below {parent!r} are known, not below zero and not all zero.")
    return {child: weight / total for child, weight in exact.items()}


@frozen(kw_only=True)
class Score:
    """A weighted score, and how much of the weights stands behind it.

    Attributes:
        value: The score; `NA` where it cannot be told.
        coverage: The share of the weights whose children have a value, never hidden by the policy.
    """

    value: Fraction | float | NA
    coverage: Fraction


def weighted_score(
    attainments: Sequence[Scalar],
    weights: Sequence[Exact],
    *,
    missing: Missing = "renormalise",
    least_coverage: Fraction = LEAST_COVERAGE,
    floor: Exact | None = 0,
    cap: Exact | None = 1,
) -> Score:
    """The weighted mean of attainments, each kept within floor and cap first (加权得分).

    Args:
        attainments: The children's raw attainments.
        weights: Their weights, at least 0; only the ratios count.
        missing: What a missing child does: `renormalise` leaves it out, if enough of the weights is left;
            `propagate` makes the score missing; `fail` counts it as 0.
        least_coverage: How much is enough, as a share of the weights.
        floor: The least that a child counts for; `None` for no limit.
        cap: The most, so that one child does not make up for another; `None` for no limit.

    Returns:
        A fraction, or a float where an attainment is one. `LOW_COVERAGE` where too little is known;
        the first child's reason where the policy is `propagate`; `ZERO_DENOM` where no child has a
        weight. A child of weight 0 is never missed.

    Raises:
        UsageError: The weights are not as many as the attainments, missing or below zero, or the policy
            is unknown.

    >>> weighted_score([1, Fraction(4, 5), NA("NO_ACTUAL")], [3, 4, 3], least_coverage=Fraction(1, 2))
    Score(value=Fraction(31, 35), coverage=Fraction(7, 10))
    """
    if missing not in POLICIES:
        raise UsageError(f"A policy for missing children is {', '.join(POLICIES)}, not {missing!r}.")
    shares = [one for one in map(number, weights) if not isinstance(one, NA)]
    if not len(shares) == len(weights) == len(attainments) or min(shares, default=Fraction(0)) < 0:
        raise UsageError("A score has one weight an attainment, known and not below zero.")
    pairs = [(number(value), share) for value, share in zip(attainments, shares, strict=True) if share]
    known = [(value, share) for value, share in pairs if not isinstance(value, NA)]
    total = sum(share for _, share in pairs)
    if not total:
        return Score(value=NA("ZERO_DENOM", "weights"), coverage=Fraction(0))
    covered = sum((share for _, share in known), Fraction(0))
    coverage = covered / total
    if missing == "propagate" and len(known) < len(pairs):
        return Score(value=next(v for v, _ in pairs if isinstance(v, NA)), coverage=coverage)
    if missing == "renormalise" and (not known or coverage < least_coverage):
        return Score(value=NA("LOW_COVERAGE", f"{float(coverage):.0%}"), coverage=coverage)
    over = total if missing == "fail" else covered
    exact = sum((_within(value, floor, cap) * share for value, share in known), Fraction(0)) / over
    value = float(exact) if any(isinstance(one, float) for one in attainments) else exact
    return Score(value=value, coverage=coverage)


def _within(value: Fraction, floor: Exact | None, cap: Exact | None) -> Fraction:
    for end, is_outside in ((floor, Fraction.__lt__), (cap, Fraction.__gt__)):
        limit = None if end is None else number(end)
        if isinstance(limit, Fraction) and is_outside(value, limit):
            value = limit
    return value


def gap_shares(actuals: Sequence[Exact], targets: Sequence[Exact]) -> tuple[Fraction | NA, ...]:
    """Each child's part of the gap to its parent's target, T - A: they sum to the parent's gap.

    >>> [int(part) for part in gap_shares([1500, 200, 260], [1500, 400, 260])]
    [0, 200, 0]
    """
    parts: list[Fraction | NA] = []
    for actual, target in zip(map(number, actuals), map(number, targets), strict=True):
        if isinstance(actual, NA):
            parts.append(actual)
        else:
            parts.append(target if isinstance(target, NA) else target - actual)
    return tuple(parts)
