"""Small trees drawn at random, and a second way to evaluate them: goal by goal, in fractions."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from attrs import frozen
from hypothesis import strategies as st

from goaltree.maths.layout import Layout
from goaltree.maths.program import Program
from goaltree.maths.rule import Rule
from goaltree.model.formula import Apply

SHAPE = Program(
    steps=(0, 1, Apply("-", 2), 1.0, 2, Apply("abs", 1), Apply("+", 2), Apply("/", 2)),
    arity=3,
)
"""(a - b) / (1 + abs(c))"""


@frozen
class Tree:
    """Rules by node, and edges as (parent, child, weight, slot); children are taken by number."""

    rules: tuple[Rule, ...]
    edges: tuple[tuple[int, int, float, int], ...]

    def layout(self, nodes=None, edges=None) -> Layout:
        """Compiled under other node numbers (`nodes[i]` is the new number of i) and with other edge order."""
        n = len(self.rules)
        number = np.arange(n) if nodes is None else np.asarray(nodes)
        rules, order = np.empty(n, np.int8), np.empty(n, np.intp)
        rules[number], order[number] = self.rules, np.arange(n)
        taken = [self.edges[i] for i in (range(len(self.edges)) if edges is None else edges)]
        parents, children, weights, slots = zip(*taken, strict=True) if taken else ((), (), (), ())
        return Layout.compile(
            rules,
            number[np.array(parents, np.intp)],
            number[np.array(children, np.intp)],
            weights=np.array(weights, float),
            slots=np.array(slots, np.intp),
            order=order,
            programs=[SHAPE],
            program_of=np.zeros(n, np.intp),
        )

    def exact(self, num: dict[int, float], den: dict[int, float]) -> list[Fraction | None]:
        """The exact value of each node at one time; None where one is not known."""
        below: dict[int, list] = {}
        for parent, child, weight, _ in sorted(self.edges, key=lambda edge: (edge[0], edge[3])):
            below.setdefault(parent, []).append((child, Fraction(weight)))
        values: list[Fraction | None] = [None] * len(self.rules)
        pairs: list[tuple[Fraction | None, Fraction | None]] = [(None, None)] * len(self.rules)
        # A child has a higher number than its parents.
        for node in reversed(range(len(self.rules))):
            value, pair = None, None
            if self.rules[node] == Rule.LEAF:
                pair = (_fraction(num[node]), _fraction(den[node]))
                value = _ratio(pair)
            elif self.rules[node] == Rule.RATIO:
                parts = [pairs[child] for child, _ in below[node]]
                pair = (_total([upper for upper, _ in parts]), _total([lower for _, lower in parts]))
                value = _ratio(pair)
            else:
                known = [(values[child], weight) for child, weight in below[node]]
                if all(part is not None for part, _ in known):
                    value = _value(self.rules[node], known)
            values[node], pairs[node] = value, pair or (value, Fraction(1))
        return values


def _fraction(number):
    return None if math.isnan(number) else Fraction(number)


def _total(parts):
    return None if None in parts else sum(parts, Fraction(0))


def _ratio(pair):
    return pair[0] / pair[1] if None not in pair and pair[1] else None


def _value(rule, known):
    parts = [part for part, _ in known]
    match rule:
        case Rule.SUM:
            return sum(parts, Fraction(0))
        case Rule.MEAN:
            weight = sum(weight for _, weight in known)
            return sum(part * weight for part, weight in known) / weight if weight else None
        case Rule.PRODUCT:
            return math.prod(parts)
        case Rule.MIN:
            return min(parts)
        case Rule.MAX:
            return max(parts)
        case _:
            return (parts[0] - parts[1]) / (1 + abs(parts[2]))


@st.composite
def trees(draw, most=14, rules=tuple(Rule)[1:]):
    """Trees of all rules, goals with several parents among them; parents have lower numbers."""
    n = draw(st.integers(1, most))
    kinds, edges = [], []
    for node in range(n):
        later = list(range(node + 1, n))
        wanted = draw(st.sampled_from([Rule.LEAF, *rules])) if later else Rule.LEAF
        if wanted == Rule.FORMULA and len(later) < 3:
            wanted = Rule.SUM
        kinds.append(wanted)
        if wanted == Rule.LEAF:
            continue
        least, many = (3, 3) if wanted == Rule.FORMULA else (1, 6)
        below = draw(st.lists(st.sampled_from(later), min_size=least, max_size=many, unique=True))
        below = below if wanted == Rule.FORMULA else sorted(below)
        edges += [(node, child, draw(st.integers(0, 8)) / 4, slot) for slot, child in enumerate(below)]
    return Tree(tuple(kinds), tuple(edges))
