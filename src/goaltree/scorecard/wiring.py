"""Which way each node's value comes about, given what was observed, and in which order.

What was observed is taken as it is. Else a node is rolled up from the parts of its first cut of which
anything is known, else computed by its formula, else it repeats the node that it stands for. Nodes
whose formula looks at other periods, and flows with a formula, are computed cell by cell between the
roll-ups: a flow is the sum over time of what each cell gives (Σ q·p, never Σq·Σp).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Final, Literal

import numpy as np
from attrs import evolve, field, frozen
from numpy.typing import NDArray

from ..maths.layout import Layout
from ..maths.program import Program, program
from ..maths.rule import Rule
from ..model.cycle import knots
from ..model.formula import Apply, Formula, Reference
from ..model.formula import Node as Step
from .node import Combine, Node, Parts

WayKind = Literal["observed", "cut", "formula", "same", "none"]
_RULES: Final[Mapping[Combine, Rule]] = {
    "sum": Rule.SUM,
    "pooled": Rule.RATIO,
    "weighted": Rule.MEAN,
    "min": Rule.MIN,
    "max": Rule.MAX,
}
_PLAIN: Final = frozenset({"now", "value"})


@frozen(kw_only=True)
class Way:
    """How one node's value comes about.

    Attributes:
        kind: Observed, rolled up from a cut, computed, the same as another node, or not at all.
        parts: The cut that is rolled up.
        needs: The nodes that are needed, in canonical order.
        formula: What is computed.
        slots: Each reading of the formula with the node that it reads.
        loops: Whether it needs earlier cells of itself by way of others.
        barred: The reason where there is no way although there is data.
        own_time: Whether its periods combine in another way than those of its needs, so that its figure
            follows from its own cells: an average of parts that are levels, a half-year of a year.
    """

    kind: WayKind
    parts: Parts | None = None
    needs: tuple[str, ...] = ()
    formula: Formula | None = None
    slots: tuple[tuple[Reference, str], ...] = ()
    loops: bool = False
    barred: str = ""
    own_time: bool = False

    @property
    def looks_back(self) -> bool:
        """Whether the formula reads other periods than the current one."""
        return any(reference.reading not in _PLAIN for reference, _ in self.slots)


@frozen(kw_only=True, eq=False)
class Stage:
    """A roll-up: nodes that follow from observed and earlier ones without looking at other periods.

    Attributes:
        layout: The compiled tree of the stage.
        nodes: The global position of each of its nodes.
        pooled: Positions in `layout.leaves` of the leaves that keep value and count apart.
    """

    layout: Layout
    nodes: NDArray[np.intp]
    pooled: NDArray[np.bool_]


@frozen(kw_only=True, eq=False)
class Cellwise:
    """Nodes that are computed cell by cell: one, or several that need each other's earlier cells."""

    nodes: tuple[int, ...]
    programs: tuple[Program, ...]
    ways: tuple[Way, ...]
    loops: bool


@frozen(kw_only=True, eq=False)
class Wiring:
    """The ways of all nodes, and the steps by which they are computed, in order.

    Attributes:
        ways: Node to its way.
        observed: Positions of the observed nodes.
        order: Positions of the computed nodes, each behind what it needs.
        steps: Roll-ups and cellwise computations.
    """

    ways: Mapping[str, Way]
    observed: NDArray[np.intp]
    order: tuple[int, ...]
    steps: tuple[Stage | Cellwise, ...] = field(repr=False)

    def parts_of(self, key: str) -> tuple[str, ...]:
        """The parts that a node, or the one that it repeats, is rolled up from."""
        way = self.ways[key]
        while way.kind == "same":
            way = self.ways[way.needs[0]]
        return way.needs if way.kind == "cut" else ()


def wire(nodes: Mapping[str, Node], observed: frozenset[str]) -> Wiring:
    """The wiring of nodes of which some are observed.

    Args:
        nodes: Every node by key, in the order of keys.
        observed: Keys of the nodes that have observations of their own.
    """
    ways = _choose(nodes, observed)
    position = {key: at for at, key in enumerate(nodes)}
    steps: list[Stage | Cellwise] = []
    for layer in _layers(nodes, ways):
        rolled = [key for key in layer if not _is_cellwise(nodes[key], ways[key])]
        if rolled:
            steps.append(_stage(nodes, ways, rolled, position))
        steps += _cellwise(nodes, ways, [key for key in layer if key not in set(rolled)], position)
    order = _sorted(
        {k: [n for n in way.needs if n != k and not (way.loops and ways[n].loops)] for k, way in ways.items()}
    )
    return Wiring(
        ways=ways,
        order=tuple(position[key] for key in order if ways[key].kind in ("cut", "formula", "same")),
        observed=np.array(
            [at for key, at in position.items() if ways[key].kind == "observed"], dtype=np.intp
        ),
        steps=tuple(steps),
    )


def _is_cellwise(node: Node, way: Way) -> bool:
    return way.loops or (way.kind == "formula" and (node.adds_up or way.looks_back))


def _ends_stage(node: Node, way: Way) -> bool:
    """Whether what needs a node has to wait until its stage is done, when it is translated or timed anew."""
    unit = node.metric.unit
    is_money = way.kind == "formula" and unit is not None and bool(unit.currencies)
    return way.own_time or is_money or _is_cellwise(node, way)


# Choosing.


def _choose(nodes: Mapping[str, Node], observed: frozenset[str]) -> dict[str, Way]:
    options = {key: _options(node, nodes, is_observed=key in observed) for key, node in nodes.items()}
    known = _known(nodes, options)
    ways = {key: _first(options[key], known) for key in nodes}
    tied = knots((key, need) for key, way in ways.items() for need in way.needs if need != key)
    own = {key for key, way in ways.items() if key in way.needs}
    settled = {key: _in_loop(way, nodes) if key in tied or key in own else way for key, way in ways.items()}
    return {
        key: evolve(way, own_time=True) if _has_own_time(nodes[key], way, nodes) else way
        for key, way in settled.items()
    }


def _has_own_time(node: Node, way: Way, nodes: Mapping[str, Node]) -> bool:
    needs = [nodes[need] for need in way.needs] if way.kind in ("cut", "same") else []
    return any(
        need.over_time != node.over_time or (node.over_time != "last" and need.period != node.period)
        for need in needs
    )


def _options(node: Node, nodes: Mapping[str, Node], *, is_observed: bool) -> list[Way]:
    if is_observed:
        return [Way(kind="none", barred="OUT_OF_DOMAIN") if node.is_unclear else Way(kind="observed")]
    found = []
    for parts in node.cuts:
        if parts.combine == "none":
            found.append(Way(kind="none", needs=parts.keys, parts=parts, barred="NON_ADDITIVE"))
        else:
            found.append(Way(kind="cut", parts=parts, needs=parts.keys))
    if node.formula is not None:
        slots = tuple(dict.fromkeys(one for one in node.formula.nodes if isinstance(one, Reference)))
        if all(one.name in node.names for one in slots):
            needs = tuple(sorted({node.names[one.name] for one in slots}))
            pairs = tuple((one, node.names[one.name]) for one in slots)
            way = Way(kind="formula", formula=node.formula, slots=pairs, needs=needs)
            barred = Way(kind="none", formula=node.formula, needs=needs, barred="NON_ADDITIVE")
            found.append(barred if _mixes(node, way, nodes) else way)
    if node.same is not None and node.same in nodes:
        found.append(Way(kind="same", needs=(node.same,)))
    return found


def _mixes(node: Node, way: Way, nodes: Mapping[str, Node]) -> bool:
    """Whether a rate or level is computed of totals and of levels, which mean nothing together within a year."""
    if node.adds_up or way.looks_back or node.metric.formula is None:
        return False
    return len({nodes[need].is_flow for need in way.needs}) > 1


def _known(nodes: Mapping[str, Node], options: Mapping[str, list[Way]]) -> set[str]:
    """The nodes of which anything can be known, spread upward from what is observed."""
    above: dict[str, list[str]] = {}
    for key, ways in options.items():
        for way in ways:
            for need in way.needs:
                above.setdefault(need, []).append(key)
    known = {
        key
        for key, ways in options.items()
        if any(way.kind == "observed" or (way.kind == "formula" and set(way.needs) <= {key}) for way in ways)
    }
    work = list(known)
    while work:
        for key in above.get(work.pop(), ()):
            if key not in known and any(_can(way, known) for way in options[key]):
                known.add(key)
                work.append(key)
    return known


def _can(way: Way, known: set[str]) -> bool:
    """Whether anything of what a way needs is known."""
    if way.kind == "observed" or (way.kind == "none" and not way.needs):
        return True
    return any(need in known for need in way.needs) or (way.kind == "formula" and not way.needs)


def _first(ways: Sequence[Way], known: set[str]) -> Way:
    usable = [way for way in ways if _can(way, known)]
    return next((way for way in usable if way.kind != "none"), usable[0] if usable else Way(kind="none"))


def _in_loop(way: Way, nodes: Mapping[str, Node]) -> Way:
    """A way inside a loop over time: a formula, or a sum of parts written as one."""
    if way.kind == "formula":
        return Way(kind="formula", formula=way.formula, slots=way.slots, needs=way.needs, loops=True)
    if way.kind in ("cut", "same") and (way.parts is None or way.parts.combine == "sum"):
        formula = sum_formula(way.needs)
        slots = tuple((Reference(name=key), key) for key in way.needs)
        return Way(kind="formula", formula=formula, slots=slots, needs=way.needs, loops=True)
    return Way(kind="none", barred="NON_ADDITIVE")


def sum_formula(keys: Sequence[str]) -> Formula:
    """The sum of some nodes as a formula."""
    names: tuple[Step, ...] = tuple(Reference(name=key) for key in keys)
    last: tuple[Step, ...] = (Apply("sum", len(keys)),) if len(keys) > 1 else ()
    return Formula(" + ".join(keys), (*names, *last))


# Ordering.


def _layers(nodes: Mapping[str, Node], ways: Mapping[str, Way]) -> list[list[str]]:
    """The computed nodes in layers: a layer needs earlier ones only, but for roll-ups within it."""
    tied = knots((k, n) for k, way in ways.items() if way.loops for n in way.needs if ways[n].loops)
    depends: dict[str, set[str]] = {}
    for key, way in ways.items():
        if way.kind in ("cut", "formula", "same"):
            depends.setdefault(_group(key, tied), set()).update(
                _group(need, tied) for need in way.needs if _group(need, tied) != _group(key, tied)
            )
    members: dict[str, list[str]] = {}
    for key, way in ways.items():
        if way.kind in ("cut", "formula", "same"):
            members.setdefault(_group(key, tied), []).append(key)
    layer: dict[str, int] = {}
    for group in _sorted(depends):
        if group not in members:
            continue
        step = 0
        for need in depends[group]:
            if need in members:
                other = members[need][0]
                step = max(step, layer[need] + (1 if _ends_stage(nodes[other], ways[other]) else 0))
        layer[group] = step
    found: list[list[str]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    for group, at in layer.items():
        found[at] += members[group]
    return [sorted(keys) for keys in found]


def _group(key: str, tied: Mapping[str, int]) -> str:
    return f"\x00{tied[key]}" if key in tied else key


def _sorted(depends: Mapping[str, Iterable[str]]) -> list[str]:
    try:
        return list(TopologicalSorter(depends).static_order())
    except CycleError:
        return []


# Compiling.


def _stage(
    nodes: Mapping[str, Node], ways: Mapping[str, Way], rolled: Sequence[str], position: Mapping[str, int]
) -> Stage:
    inside = set(rolled)
    keys = sorted(inside | {need for key in rolled for need in ways[key].needs})
    local = {key: at for at, key in enumerate(keys)}
    rules = np.zeros(len(keys), np.int8)
    edges: list[tuple[int, int, float, int]] = []
    programs: list[Program] = []
    program_of = np.zeros(len(keys), np.int32)
    known: dict[tuple[object, ...], int] = {}
    pooled: set[str] = set()
    for key in rolled:
        way, at = ways[key], local[key]
        if way.kind == "formula" and way.formula is not None:
            rules[at] = Rule.FORMULA
            by_node = {need: slot for slot, need in enumerate(way.needs)}
            made = program(way.formula, {ref: by_node[node] for ref, node in way.slots})
            program_of[at] = known.setdefault(made.steps, len(programs))
            programs += [made] if len(known) > len(programs) else []
            edges += [(at, local[need], 1.0, slot) for need, slot in by_node.items()]
            continue
        rules[at] = _RULES[way.parts.combine] if way.parts is not None else Rule.SUM
        if rules[at] == Rule.RATIO:
            pooled.update(way.needs)
        weights = _weights(way)
        edges += [(at, local[need], weight, 0) for need, weight in zip(way.needs, weights, strict=True)]
    layout = Layout.compile(
        rules,
        [edge[0] for edge in edges],
        [edge[1] for edge in edges],
        weights=[edge[2] for edge in edges],
        slots=[edge[3] for edge in edges],
        programs=programs,
        program_of=program_of,
    )
    return Stage(
        layout=layout,
        nodes=np.array([position[key] for key in keys], dtype=np.intp),
        pooled=np.array([keys[leaf] in pooled for leaf in layout.leaves], dtype=np.bool_),
    )


def _weights(way: Way) -> list[float]:
    if way.parts is None:
        return [1.0]
    return [float(weight) for weight in way.parts.weights]


def _cellwise(
    nodes: Mapping[str, Node], ways: Mapping[str, Way], keys: Sequence[str], position: Mapping[str, int]
) -> list[Cellwise]:
    tied = knots((k, n) for k in keys if ways[k].loops for n in ways[k].needs if n in set(keys))
    groups: dict[str, list[str]] = {}
    for key in keys:
        groups.setdefault(_group(key, tied), []).append(key)
    return [_computed(nodes, ways, group, position) for group in groups.values()]


def _computed(
    nodes: Mapping[str, Node], ways: Mapping[str, Way], group: Sequence[str], position: Mapping[str, int]
) -> Cellwise:
    inside = set(group)
    now = {
        key: {
            n for ref, n in ways[key].slots if n in inside and n != key and ref.reading in (*_PLAIN, "change")
        }
        for key in group
    }
    ordered = _sorted(now) or list(group)
    programs = []
    for key in ordered:
        formula = ways[key].formula
        assert formula is not None
        programs.append(program(formula, {ref: slot for slot, (ref, _) in enumerate(ways[key].slots)}))
    return Cellwise(
        nodes=tuple(position[key] for key in ordered),
        programs=tuple(programs),
        ways=tuple(ways[key] for key in ordered),
        loops=any(ways[key].loops for key in ordered),
    )
