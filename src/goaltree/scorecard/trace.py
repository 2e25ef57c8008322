"""Tracing a goal's numbers back to what the plan states and what was observed, in exact arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import numpy as np

from ..actuals.series import Series
from ..model.dimension import DIMENSIONLESS, Unit
from ..model.formula import Reference
from ..model.missing import NA
from ..model.period import Period, span
from . import derivation as steps
from .derivation import Derivation, made
from .node import Node

if TYPE_CHECKING:
    from .card import Scorecard

Kind = Literal["figure", "cell"]
Key = tuple[Kind, int, int]
"""What is traced: the figure up to a cell or the cell itself, of a node by position, at a cell of the grid."""
_COMBINED = {"sum": steps.total, "min": steps.least, "max": steps.greatest}


class Tracer:
    """Traces the numbers of one scorecard; what was traced once is kept."""

    def __init__(self, card: Scorecard) -> None:
        self.card = card
        self.grid = card.grid
        self.nodes = card.blueprint.order
        self.position = card.blueprint.position
        self.known: dict[Key, Derivation] = {}

    def trace(self, key: Key) -> Derivation:
        """How a value came about, from the bottom up; nothing recurses."""
        work = [key]
        asked: set[Key] = set()
        while work:
            here = work[-1]
            if here in self.known:
                work.pop()
                continue
            needs = [need for need in self._needs(here) if need not in self.known]
            if needs and here not in asked:
                asked.add(here)
                work += needs
                continue
            self.known[here] = self._made(here)
            work.pop()
        return self.known[key]

    def computed(self, node: Node, j: int) -> steps.Value:
        """What a node's formula gives from the figures of its names, whatever was observed of itself."""
        assert node.formula is not None
        references = tuple(dict.fromkeys(n for n in node.formula.nodes if isinstance(n, Reference)))
        if node.adds_up or any(reference.reading not in ("now", "value") for reference in references):
            return NA("OUT_OF_DOMAIN", "computed period by period")
        values = [self.trace(("figure", self.position[node.names[r.name]], j)).value for r in references]
        return steps.by_formula(node.formula, references)(values)

    # What is needed for a value.

    def _needs(self, key: Key) -> list[Key]:
        kind, at, j = key
        if j < 0:
            return []
        way = self.card.wiring.ways[self.nodes[at].key]
        if way.kind == "observed" and kind == "figure" and self.nodes[at].over_time not in ("last", "sum"):
            return [("cell", at, k) for k in self._window(self.nodes[at], j)]
        if way.kind in ("observed", "none"):
            return []
        if kind == "figure" and way.own_time:
            return [("cell", at, k) for k in self._window(self.nodes[at], j)]
        if way.kind in ("cut", "same"):
            return [(kind, self.position[need], j) for need in way.needs]
        if kind == "figure":
            if way.loops or self.nodes[at].adds_up or way.looks_back:
                return [("cell", at, k) for k in self._window(self.nodes[at], j)]
            return [("figure", self.position[need], j) for need in way.needs]
        return [need for ref, node in way.slots for need in self._read(ref, self.position[node], j)]

    def _window(self, node: Node, j: int) -> list[int]:
        """The cells that make a figure, by how the node's periods combine."""
        if node.over_time == "last":
            return [j]
        window = self._stretch(node, j)
        return window[:1] if node.over_time == "first" else window

    def _stretch(self, node: Node, j: int) -> list[int]:
        """The cells of a node's period up to one; none outside of it."""
        begins, inside = self.grid.resets(node.period)
        start = next((k for k in range(j, -1, -1) if begins[k]), None)
        return [] if start is None or not inside[j] else list(range(start, j + 1))

    def _read(self, reference: Reference, at: int, j: int) -> list[Key]:
        match reference.reading:
            case "prev":
                return self._cells(at, [j - 1])
            case "lag":
                return self._cells(at, [j - reference.periods])
            case "change":
                return self._cells(at, [j, j - 1])
            case "year_ago":
                return self._cells(at, [int(self.grid.year_back[j])])
            case "last":
                return self._cells(at, list(range(j - reference.periods + 1, j + 1)))
            case "ytd":
                node = self.nodes[at]
                window = self._stretch(node, j) if node.adds_up else self._window(node, j)
                return [("cell", at, k) for k in window] or [("cell", at, j)]
            case "opening":
                return self._cells(at, [self._began(at, j) - 1])
            case _:
                return [("cell", at, j)]

    def _began(self, at: int, j: int) -> int:
        """The cell with which a node's period began; the first one where that is not seen."""
        begins, _ = self.grid.resets(self.nodes[at].period)
        return next((k for k in range(j, -1, -1) if begins[k]), 0)

    def _cells(self, at: int, cells: Sequence[int]) -> list[Key]:
        return [("cell", at, k) for k in cells if k >= 0]

    # Making it.

    def _made(self, key: Key) -> Derivation:
        kind, at, j = key
        node = self.nodes[at]
        way = self.card.wiring.ways[node.key]
        about = {"what": node.key, "unit": self._unit(node), "time": self._time(node, kind, j)}
        if way.kind == "none":
            reason = way.barred or "NO_ACTUAL"
            return Derivation(step="missing", value=NA(reason, node.key), **about)  # type: ignore[arg-type]
        if way.kind == "observed" and kind == "figure" and node.over_time not in ("last", "sum"):
            return self._over_time(node, j, [self.known[need] for need in self._needs(key)], about)
        if way.kind == "observed":
            return self._observed(kind, node, self.card.series[node.key], j, about)
        needs = [self.known[need] for need in self._needs(key) if need in self.known]
        if kind == "figure" and way.own_time:
            return self._over_time(node, j, needs, about)
        if way.kind == "same":
            return made("same", steps.only, needs, **about)
        if way.kind == "cut" and way.parts is not None:
            return self._combined(way.parts.combine, way.parts.weights, kind, key, needs, about)
        if kind == "figure" and (way.loops or node.adds_up or way.looks_back):
            return self._over_time(node, j, needs, about)
        return self._computed(kind, key, about)

    def _unit(self, node: Node) -> Unit:
        return node.metric.unit or DIMENSIONLESS

    def _time(self, node: Node, kind: Kind, j: int) -> str:
        cell = self.grid.cells[j]
        if kind == "cell" or node.over_time == "last":
            return cell.label
        window = self._window(node, j)
        return span(self.grid.cells[window[0]].first, cell.last).label if window else cell.label

    def _observed(
        self, kind: Kind, node: Node, series: Series, j: int, about: dict[str, object]
    ) -> Derivation:
        first, last = self.grid.cells[j].first, self.grid.cells[j].last
        if kind == "figure" and node.over_time != "last":
            window = self._window(node, j)
            if not window:
                return Derivation(step="missing", value=NA("NO_ACTUAL", "outside the period"), **about)  # type: ignore[arg-type]
            first = self.grid.cells[window[0]].first
        mine = [i for i, period in enumerate(series.periods) if first <= period.last <= last]
        sums = node.is_flow or (node.adds_up and (kind == "cell" or node.over_time == "last"))
        if sums:
            mine = [i for i in mine if series.periods[i].first >= first]
        if mine and series.periods[mine[-1]].last < self.grid.cells[j].first:
            mine = []
        seen = [self._observation(node, series, i) for i in mine]
        if not seen:
            shown = self.grid.cells[j].label
            return Derivation(step="missing", value=NA("NO_ACTUAL", f"{node.key}: {shown}"), **about)  # type: ignore[arg-type]
        if sums:
            gap = _gap([series.periods[i] for i in mine], first)
            if gap:
                return Derivation(
                    step="missing",
                    value=NA("PARTIAL", f"{node.key}: {gap}"),
                    inputs=tuple(seen),
                    **about,  # type: ignore[arg-type]
                )
            return seen[0] if len(seen) == 1 else made("sum", steps.total, seen, text="sum", **about)
        counts = [series.counts[i] for i in mine]
        if len(seen) > 1 and all(count is not None for count in counts):
            return made("pooled", steps.pooled, _paired(seen, counts), text=steps.SAID["pooled"], **about)
        return seen[-1]

    def _observation(self, node: Node, series: Series, i: int) -> Derivation:
        one = series.observations[i]
        note = f"{one.rate.currency} x {one.rate.rate}, {one.rate.kind}" if one.rate is not None else ""
        return Derivation(
            step="observed",
            value=one.value,
            what=node.key,
            unit=self._unit(node),
            text=one.text,
            time=one.period.label,
            at=one.place,
            note=", ".join([*([note] if note else []), *(["restated"] if series.restated[i] else [])]),
        )

    def _combined(
        self,
        combine: str,
        weights: Sequence[Fraction | None],
        kind: Kind,
        key: Key,
        needs: list[Derivation],
        about: dict[str, object],
    ) -> Derivation:
        if combine in _COMBINED:
            step: Literal["sum", "min", "max"] = combine  # type: ignore[assignment]
            return made(step, _COMBINED[combine], needs, text=combine, **about)
        if combine == "weighted":
            pairs = _paired(needs, weights, name="weight")
            return made("weighted", steps.pooled, pairs, text=steps.SAID["weighted"], **about)
        found = self.card.figures.weight if kind == "figure" else self.card.figures.count
        way = self.card.wiring.ways[self.nodes[key[1]].key]
        counts = [found[self.position[need], key[2]] for need in way.needs]
        exact = [None if np.isnan(count) else Fraction(float(count)) for count in counts]
        return made("pooled", steps.pooled, _paired(needs, exact), text=steps.SAID["pooled"], **about)

    def _over_time(self, node: Node, j: int, needs: list[Derivation], about: dict[str, object]) -> Derivation:
        if not needs:
            return Derivation(step="missing", value=NA("NO_ACTUAL", "outside the period"), **about)  # type: ignore[arg-type]
        if len(needs) == 1:
            return needs[0]
        if node.over_time == "sum":
            return made("sum", steps.total, needs, text="sum", **about)
        if node.over_time == "average" and node.metric.kind != "stock":
            window = self._window(node, j)
            counts = self.card.figures.count[self.position[node.key]]
            pools = [self.grid.cells[k].days if np.isnan(counts).all() else counts[k] for k in window]
            exact = [None if np.isnan(pool) else Fraction(float(pool)) for pool in pools]
            return made("pooled", steps.pooled, _paired(needs, exact), text=steps.SAID["pooled"], **about)
        if node.over_time in _COMBINED:
            return self._combined(node.over_time, (), "cell", ("cell", 0, j), needs, about)
        return made("mean", steps.mean, needs, text="average", **about)

    def _computed(self, kind: Kind, key: Key, about: dict[str, object]) -> Derivation:
        _, at, j = key
        way = self.card.wiring.ways[self.nodes[at].key]
        assert way.formula is not None
        references = [reference for reference, _ in way.slots]
        inputs = []
        for reference, name in way.slots:
            node = self.position[name]
            if kind == "figure":
                inputs.append(self.known["figure", node, j])
            else:
                inputs.append(self._reading(reference, node, j))
        compute = steps.by_formula(way.formula, references)
        rate = self.card.exchange.get(self.nodes[at].key)
        if rate is not None:
            about = {**about, "unit": rate.from_unit}
        goal = self.nodes[at].goal
        made_of = goal.at if goal is not None and goal.made else f"{self.nodes[at].metric.at}.formula"
        result = made(
            "formula",
            compute,
            inputs,
            text=str(way.formula),
            at=made_of,
            **about,
        )
        if rate is None:
            return result
        factor = rate.exact[j]
        value = NA("UNIT_MISMATCH", f"{rate.from_unit} -> {rate.to_unit}") if factor is None else factor
        stated = Derivation(step="stated", value=value, what="rate", time=self.grid.cells[j].label, at="fx")
        about = {**about, "unit": rate.to_unit}
        return made("translated", steps.product, [result, stated], text="value x rate", **about)

    def _reading(self, reference: Reference, at: int, j: int) -> Derivation:
        """What a name gives as it is read; a level before the first cell is what its goal states."""
        node = self.nodes[at]
        needs = self._read(reference, at, j)
        found = [self.known[need] for need in needs]
        about: dict[str, object] = {"what": str(reference), "unit": self._unit(node)}
        match reference.reading:
            case "opening":
                return self._or_opening(found, node, at, self._began(at, j) - 1, about)
            case "prev" | "lag":
                back = reference.periods if reference.reading == "lag" else 1
                return self._or_opening(found, node, at, j - back, about) if back else found[0]
            case "change":
                before = self._or_opening(found[1:], node, at, j - 1, about)
                return made("formula", _change, [found[0], before], text=str(reference), **about)
            case "year_ago":
                return found[0] if found else self._nothing(about, "no year before")
            case "last":
                if len(found) < reference.periods:
                    return self._nothing(about, f"{len(found)} of {reference.periods} periods")
                if node.adds_up:
                    return made("sum", steps.total, found, text=str(reference), **about)
                if node.metric.kind in ("ratio", "mean", "score") and reference.periods > 1:
                    counts = self.card.figures.count[at, j - reference.periods + 1 : j + 1]
                    exact = [None if np.isnan(n) else Fraction(float(n)) for n in counts]
                    return made("pooled", steps.pooled, _paired(found, exact), text=str(reference), **about)
                if any(isinstance(one.value, NA) for one in found):
                    return self._nothing(about, "a period is not known")
                return found[-1]
            case "ytd":
                return (
                    made("sum", steps.total, found, text=str(reference), **about)
                    if node.adds_up
                    else found[-1]
                )
            case _:
                return found[0]

    def _or_opening(
        self,
        found: list[Derivation],
        node: Node,
        at: int,
        before: int,
        about: dict[str, object],
    ) -> Derivation:
        if found and not isinstance(found[0].value, NA):
            return found[0]
        is_first = before == self.grid.start - 1
        opening = self.card.blueprint.opening[at]
        if is_first and not node.adds_up and not np.isnan(opening) and node.goal is not None:
            baseline = next(t.baseline for t in self.card.blueprint.terms if t.key == node.key)
            return Derivation(
                step="stated",
                value=baseline,
                at=f"{node.goal.at}.baseline",
                note="opening",
                **about,  # type: ignore[arg-type]
            )
        return found[0] if found else self._nothing(about, "before the first period")

    def _nothing(self, about: dict[str, object], detail: str) -> Derivation:
        return Derivation(step="missing", value=NA("NO_ACTUAL", detail), **about)  # type: ignore[arg-type]


def _change(values: Sequence[steps.Value]) -> steps.Value:
    missing = steps.first_missing(values)
    if missing is not None:
        return missing
    now, before = values
    return now - before  # type: ignore[operator]


def _gap(periods: Sequence[Period], first: date) -> str:
    """The first stretch of days that no period covers, as text; empty where there is none."""
    reached = first.toordinal() - 1
    for period in periods:
        begin = period.first.toordinal()
        if begin > reached + 1:
            return span(date.fromordinal(reached + 1), date.fromordinal(begin - 1)).label
        reached = max(reached, period.last.toordinal())
    return ""


def _paired(
    values: Sequence[Derivation], counts: Sequence[Fraction | None], name: str = "count"
) -> list[Derivation]:
    pairs: list[Derivation] = []
    for value, count in zip(values, counts, strict=True):
        missing = NA("NON_ADDITIVE", f"{value.what}: no count")
        pairs += [value, Derivation(step="stated", value=missing if count is None else count, what=name)]
    return pairs
