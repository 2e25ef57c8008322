"""Compiling a tree: rows, cycles, and what is refused."""

import math

import numpy as np
import pytest
from hypothesis import given

from goaltree.errors import UsageError
from goaltree.maths.layout import Layout
from goaltree.maths.rule import Rule

from .exact_tree import SHAPE, trees


@given(tree=trees())
def test_every_node_has_a_row_for_each_parent(tree):
    """A row of a node is found in `nodes`, as often as it has parents or once, and `leaves` are the leaves."""
    layout = tree.layout()
    times = np.bincount([child for _, child, _, _ in tree.edges], minlength=len(tree.rules))
    assert np.bincount(layout.nodes).tolist() == np.maximum(times, 1).tolist()
    assert layout.nodes[layout.row].tolist() == list(range(len(tree.rules)))
    assert sorted(layout.leaves) == [i for i, rule in enumerate(tree.rules) if rule == Rule.LEAF]


def test_a_cycle_is_named():
    """Nodes that are their own descendants are refused with the way around."""
    rules = [Rule.SUM] * 5 + [Rule.LEAF]
    with pytest.raises(UsageError, match=r"1 -> 2 -> 3 -> 1|2 -> 3 -> 1 -> 2|3 -> 1 -> 2 -> 3"):
        Layout.compile(rules, [0, 1, 2, 3, 4, 4], [1, 2, 3, 1, 5, 0])


def test_a_long_cycle_is_shortened():
    """The message about a cycle of a thousand nodes names eight of them."""
    nodes = np.arange(1000)
    with pytest.raises(UsageError) as raised:
        Layout.compile(np.full(1000, Rule.SUM), nodes, np.roll(nodes, 1))
    assert "..." in str(raised.value)
    assert len(str(raised.value)) < 120


def test_a_node_that_is_its_own_child_is_refused():
    """The shortest cycle is one, too."""
    with pytest.raises(UsageError, match="0 -> 0"):
        Layout.compile([Rule.SUM], [0], [0])


def test_a_chain_of_ten_thousand_is_no_recursion():
    """Depth costs time and no stack: a number at the bottom comes out at the top."""
    n = 10_000
    layout = Layout.compile([*[Rule.SUM] * (n - 1), Rule.LEAF], np.arange(n - 1), np.arange(1, n))
    assert layout.rollup([[3.5]]).of([0]).tolist() == [[3.5]]


def test_order_decides_between_equal_addends():
    """Children are taken by rank and not by number: what overflows on the way depends on it."""
    rules, edges, num = [Rule.SUM, *[Rule.LEAF] * 3], ([0, 0, 0], [1, 2, 3]), np.array([1e308, 1e308, -1e308])
    found = {}
    for order in ((0, 1, 2, 3), (0, 1, 3, 2)):
        layout = Layout.compile(rules, *edges, order=order)
        found[order] = float(layout.rollup(num[layout.leaves - 1, np.newaxis]).of([0])[0, 0])
    assert math.isnan(found[0, 1, 2, 3])
    assert found[0, 1, 3, 2] == 1e308


def test_slots_decide_which_child_is_which():
    """A formula takes its children by slot, whatever their numbers and the order of edges; one may fill two slots."""
    rules = [Rule.FORMULA, Rule.LEAF, Rule.LEAF]
    layout = Layout.compile(
        rules, [0, 0, 0], [1, 2, 1], slots=[1, 0, 2], programs=[SHAPE], program_of=[0, -1, -1]
    )
    num = np.array([[3.0], [11.0]])[layout.leaves - 1]
    assert layout.rollup(num).of([0]).tolist() == [[(11 - 3) / (1 + 3)]]


LEAVES = [Rule.LEAF] * 2


@pytest.mark.parametrize(
    ("rules", "parents", "children", "more"),
    [
        ([Rule.SUM, *LEAVES], [0, 1], [1, 2], {}),
        ([Rule.SUM, Rule.SUM, Rule.LEAF], [0, 0], [1, 2], {}),
        ([Rule.SUM, *LEAVES], [0, 0], [1, 1], {}),
        ([Rule.SUM, *LEAVES], [0, 0], [1, 2], {"order": [0, 1, 1]}),
        ([Rule.SUM, *LEAVES], [0, 0], [1, 2], {"order": [0, 1, 3]}),
        ([Rule.SUM, *LEAVES], [0, 0], [1, 2], {"order": [0, 1]}),
        ([Rule.SUM, *LEAVES], [0, 0], [1, 3], {}),
        ([Rule.SUM, *LEAVES], [0, -1], [1, 2], {}),
        ([Rule.SUM, *LEAVES], [0, 0], [1], {}),
        ([Rule.SUM, *LEAVES], [0.0, 0.0], [1, 2], {}),
        ([8, *LEAVES], [0, 0], [1, 2], {}),
        ([Rule.MEAN, *LEAVES], [0, 0], [1, 2], {"weights": [1.0, math.inf]}),
        ([Rule.MEAN, *LEAVES], [0, 0], [1, 2], {"weights": [1.0]}),
        ([Rule.FORMULA, *LEAVES], [0, 0], [1, 2], {}),
        (
            [Rule.FORMULA, *LEAVES],
            [0, 0],
            [1, 2],
            {"programs": [SHAPE], "program_of": [0, 0, 0], "slots": [0, 1]},
        ),
        ([Rule.FORMULA, *LEAVES, 0], [0, 0, 0], [1, 2, 3], {"programs": [SHAPE], "program_of": [0, 0, 0, 0]}),
        (
            [Rule.FORMULA, *LEAVES, 0],
            [0] * 3,
            [1, 2, 3],
            {"programs": [SHAPE], "program_of": [1, 0, 0, 0], "slots": [0, 1, 2]},
        ),
        (
            [Rule.FORMULA, *LEAVES, 0],
            [0] * 3,
            [1, 2, 3],
            {"programs": [SHAPE], "program_of": [0, 0, 0], "slots": [0, 1, 2]},
        ),
        (
            [Rule.FORMULA, *LEAVES, 0],
            [0] * 3,
            [1, 2, 3],
            {"programs": [SHAPE], "program_of": [0, 0, 0, 0], "slots": [0, 1, 1]},
        ),
        (
            [Rule.FORMULA, *LEAVES, 0],
            [0] * 3,
            [1, 2, 3],
            {"programs": [SHAPE], "program_of": [0, 0, 0, 0], "slots": [0, 1, 3]},
        ),
        (
            [Rule.SUM, Rule.FORMULA, *LEAVES, 0, 0],
            [0, 0, 0, 0, 1, 1, 1],
            [1, 2, 3, 4, 3, 4, 5],
            {"programs": [SHAPE], "program_of": [0] * 6, "slots": [0, 0, 0, 0, 0, 1, 3]},
        ),
    ],
)
def test_what_is_no_tree_is_refused(rules, parents, children, more):
    """Each way to hand over something that has no meaning is a program's mistake, and is said."""
    with pytest.raises(UsageError):
        Layout.compile(rules, parents, children, **more)


def test_weights_of_other_rules_are_not_read():
    """A weight that nothing multiplies may be anything."""
    layout = Layout.compile([Rule.SUM, *LEAVES], [0, 0], [1, 2], weights=[math.nan, math.inf])
    assert layout.rollup([[1.0], [2.0]]).of([0]).tolist() == [[3.0]]
