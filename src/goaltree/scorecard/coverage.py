"""What can be said of a whole of which some parts are missing.

Coverage is the share of the parts, by target (of a pooled or weighted whole by stated weight, else by
number), that have a value. A missing part is never 0 unless the plan says `missing: fail`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import nan
from typing import Final

import numpy as np
from attrs import frozen

from ..model.governance import MissingPolicy
from ..model.missing import NA
from ..model.plan import Plan
from .figures import Figures
from .fill import Floats
from .node import Node
from .term import Number
from .wiring import Way, Wiring

_LEAST: Final = Fraction(4, 5)


def least_coverage(plan: Plan) -> Fraction:
    """The coverage from which a whole is scored by the parts that are known; 80% where the plan says nothing."""
    stated = None if plan.governance is None else plan.governance.coverage
    return _LEAST if stated is None else Fraction(stated)


def missing_policy(plan: Plan) -> MissingPolicy:
    """What a missing part does to its whole; `renormalise` where the plan says nothing."""
    return (None if plan.governance is None else plan.governance.missing) or "renormalise"


@frozen(kw_only=True, eq=False)
class Coverage:
    """What is known of every node, cell by cell.

    Attributes:
        share: The share of its parts that is known; 1 for what has none.
        begun: The same by their baselines, of a sum whose parts all state one; else that share.
        partial: What the known parts make together; the figure itself where all are known.
    """

    share: Floats
    begun: Floats
    partial: Floats


def coverage(
    nodes: Sequence[Node],
    wiring: Wiring,
    found: Figures,
    targets: Mapping[str, Number],
    baselines: Mapping[str, Number],
    *,
    fails: bool = False,
) -> Coverage:
    """The coverage of every node, from what was observed upward.

    Args:
        nodes: Every node, in the order of positions.
        wiring: How each comes about.
        found: The figures.
        targets: Goal to its target in base units.
        baselines: Goal to its baseline in base units.
        fails: Whether a missing part counts as nothing: at 0 with its full weight.
    """
    known = ~np.isnan(found.figure)
    share, partial = known.astype(np.float64), found.figure.copy()
    if bool(known.all()):
        return Coverage(share=share, begun=share, partial=partial)
    begun = share.copy()
    position = {node.key: at for at, node in enumerate(nodes)}
    pools = found.weight.copy()
    for at in wiring.order:
        way = wiring.ways[nodes[at].key]
        needs = [position[need] for need in way.needs]
        if bool((share[needs] == 1.0).all()):
            continue
        if way.own_time:
            continue
        if way.kind == "same":
            share[at], begun[at], partial[at] = share[needs[0]], begun[needs[0]], partial[needs[0]]
        elif (
            way.kind == "cut" and way.parts is not None and way.parts.combine in ("sum", "pooled", "weighted")
        ):
            weights = _weights(way, [targets.get(need, NA("NO_TARGET")) for need in way.needs])
            part = nan
            if weights is not None and weights.sum() > 0:
                part = (weights[:, None] * share[needs]).sum(axis=0) / weights.sum()
            share[at] = np.where(known[at], 1.0, part)
            bases = _bases(way, [baselines.get(need, NA("NO_BASELINE")) for need in way.needs])
            if bases is not None:
                part = (bases[:, None] * begun[needs]).sum(axis=0) / bases.sum()
            begun[at] = np.where(known[at], 1.0, part)
            made, pool = _partial(way, partial[needs], pools[needs], fails=fails)
            partial[at] = np.where(known[at], partial[at], made)
            pools[at] = np.where(known[at], pools[at], pool)
    return Coverage(share=share, begun=begun, partial=partial)


def _bases(way: Way, baselines: Sequence[Number]) -> Floats | None:
    """What each part of a sum begins with; `None` where one does not say, or there is nothing to take a share of."""
    assert way.parts is not None
    stated = [float(one) for one in baselines if not isinstance(one, NA) and one >= 0]
    if way.parts.combine != "sum" or len(stated) < len(baselines) or not sum(stated):
        return None
    return np.array(stated)


def _weights(way: Way, targets: Sequence[Number]) -> Floats | None:
    """What each part weighs; `None` where a part of a sum has no target to weigh it by."""
    assert way.parts is not None
    if way.parts.combine == "sum":
        if any(isinstance(target, NA) or target <= 0 for target in targets):
            return None
        return np.array([float(target) for target in targets if not isinstance(target, NA)])
    return np.array([float(weight) for weight in way.parts.weights])


def _partial(way: Way, parts: Floats, counts: Floats, *, fails: bool) -> tuple[Floats, Floats]:
    """The parts that are known, combined as the whole would be, and what pools that."""
    assert way.parts is not None
    known = ~np.isnan(parts)
    values = np.where(known, parts, 0.0)
    none = ~known.any(axis=0)
    pool = np.full(none.shape, nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        if way.parts.combine == "sum":
            made = values.sum(axis=0)
        elif way.parts.combine == "pooled":
            usable = known & ~np.isnan(counts)
            weights = np.where(usable, counts, 0.0)
            pool = weights.sum(axis=0)
            made = (values * weights).sum(axis=0) / pool
        else:
            stated = np.array([float(weight) for weight in way.parts.weights])
            weights = np.where(known, stated[:, None], 0.0)
            made = (values * weights).sum(axis=0) / (stated.sum() if fails else weights.sum(axis=0))
    unknown = none | ~np.isfinite(made)
    return np.where(unknown, nan, made), np.where(unknown, nan, pool)
