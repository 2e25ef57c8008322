"""The deviation ladder of a plan on a scorecard: which rung each goal stands on at each review date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ..checks.governance import CORE
from ..maths.column import Column, column
from ..maths.deviation import Basis, Step, increment, ladder, level, pp, settled
from ..maths.pace import LEAST_SHARE
from ..model.governance import Rung
from ..model.missing import NA
from ..model.quantity import Quantity, Unstated
from .card import Scorecard
from .judge import BASES

_UNKNOWN: Final = -2


@frozen(kw_only=True)
class Standing:
    """On which rung a goal stands at its latest figure, and since when.

    Attributes:
        goal: Address of the goal.
        name: Name of the rung.
        rung: The rung.
        deviation: On the rung's basis, as a share or in points; below zero is adverse.
        began: The same at the first cell of the run; nan where it is not known on this basis.
        basis: What it is measured against; the goal's own where the rung names none.
        is_basis_stated: Whether the rung names it.
        since: Position in `card.grid.cells` of the first cell of the unbroken run on this rung or a graver one.
    """

    goal: str
    name: str
    rung: Rung
    deviation: float
    began: float
    basis: Basis
    is_basis_stated: bool
    since: int


def steps_of(rungs: Mapping[str, Rung]) -> dict[str, Step]:
    """The rungs that have a threshold, the mildest first; of two at one limit the strict one is graver."""
    found = {
        name: Step(name=name, at=rung.at.base, strict=rung.at.bound == "<")
        for name, rung in rungs.items()
        if isinstance(rung.at, Quantity)
    }
    order = sorted(found, key=lambda name: (-found[name].at, found[name].strict))
    return {name: found[name] for name in order}


def standings(card: Scorecard) -> Iterator[Standing]:
    """The gravest rung that each shown goal stands on at its latest figure; nothing for a goal on none.

    A goal that restates another is told by that one. A review date without a figure neither begins nor ends a
    run. A goal without a number of its own stands on no rung.
    """
    governance = card.plan.governance
    rungs = governance.deviation if governance is not None else {}
    steps = steps_of(rungs)
    for goal in card.keys() if steps else ():
        row = card.blueprint.rows[goal]
        latest = card.latest(row) - card.grid.start
        if latest < 0 or card.plan.goals[goal].restates is not None:
            continue
        own = {name: step for name, step in steps.items() if _is_for(rungs[name], card, goal)}
        measured = {name: _measured(card, row, rungs[name]) for name in own}
        reached = {name: ladder(measured[name][0], [step]) for name, step in own.items()}
        names = [name for name in own if reached[name][latest] == 0]
        if not names:
            continue
        name = names[-1]
        deviations, basis = measured[name]
        graver = list(own)[list(own).index(name) :]
        first = _start(np.array([reached[one] for one in graver]), latest)
        yield Standing(
            goal=goal,
            name=name,
            rung=rungs[name],
            deviation=float(deviations.values[latest]),
            began=float(deviations.values[first]),
            basis=basis,
            is_basis_stated=_stated(rungs[name]) is not None,
            since=card.grid.start + first,
        )


def is_told(card: Scorecard, goal: str, rung: Rung) -> bool:
    """Whether the deviation of a goal at its latest figure is known on the basis of a rung."""
    row = card.blueprint.rows[goal]
    latest = card.latest(row) - card.grid.start
    return latest >= 0 and bool(_measured(card, row, rung)[0].known[latest])


def _start(reached: NDArray[np.int8], latest: int) -> int:
    """The first date of the run that ends at the latest; dates that are not known lie within it."""
    here = (reached == 0).any(axis=0)
    known = (reached != _UNKNOWN).any(axis=0)
    first = latest
    for at in range(latest, -1, -1):
        if here[at]:
            first = at
        elif known[at]:
            break
    return first


def _is_for(rung: Rung, card: Scorecard, goal: str) -> bool:
    """Whether a rung is for a goal: all goals where it names none; `core` for those marked so."""
    return not rung.goals or goal in rung.goals or (CORE in rung.goals and card.plan.goals[goal].core)


def _stated(rung: Rung) -> Basis | None:
    return None if rung.basis is None or isinstance(rung.basis, Unstated) else rung.basis


def _of_share(card: Scorecard, row: int) -> Basis:
    """What the latest deviation as a share is a share of: points are told as a share of the way where there is one."""
    judged, term, at = card.judged, card.blueprint.terms[row], card.latest(row) - card.grid.start
    used = BASES[int(judged.basis[row, at])]
    if used != "pp":
        return "increment" if used == "increment" else "level"
    if isinstance(term.baseline, NA) or (not term.is_level and judged.share[row, at] < float(LEAST_SHARE)):
        return "level"
    is_still = judged.expected.values[row, at] == float(term.baseline) * card.begun[row, at]
    return "level" if is_still else "increment"


def _measured(card: Scorecard, row: int, rung: Rung) -> tuple[Column, Basis]:
    """The deviations of a goal at the review dates on a rung's basis, and that basis.

    Where the rung names none, they are those that its status is judged by. As there, an increment is taken
    only from a twentieth of the way on, and of a band the distance outside. Points are known of what has no unit
    alone, as a rung names them in percent: an amount that is not judged by them has none.
    """
    judged, term = card.judged, card.blueprint.terms[row]
    basis = _stated(rung)
    if basis is None:
        return judged.relative[row], _of_share(card, row)
    if basis == term.basis == "sigma" or (basis == "pp" and (judged.basis[row] == BASES.index("pp")).all()):
        return judged.deviation[row], basis
    if term.direction == "band":
        return judged.relative[row], "level"
    unit = term.node.metric.unit
    if basis == "sigma" or (basis == "pp" and unit is not None and not unit.is_dimensionless):
        return column(np.full(judged.actual[row].shape, np.nan), absent="OUT_OF_DOMAIN"), basis
    actual, planned = judged.actual[row], judged.expected[row]
    way: Literal["up", "down"] = "down" if term.sign < 0 else "up"
    if basis == "pp":
        return settled(pp(actual, planned, way)), basis
    by_level = settled(level(actual, planned, way))
    if basis == "level" or isinstance(term.baseline, NA):
        return by_level, "level"
    baseline = float(term.baseline) * card.begun[row]
    by_increment = settled(increment(actual, baseline, planned, way))
    early = np.zeros(actual.shape, np.bool_) if term.is_level else judged.share[row] < float(LEAST_SHARE)
    values = np.where(early, by_level.values, by_increment.values)
    return column(values, np.where(early, by_level.reasons, by_increment.reasons)), basis
