"""A goal tree compiled for arrays: which row each goal has, and what is computed from which rows.

A goal has one row for every parent that it serves; the first is its own, the others are copies. The
j-th children of all parents of a group (same height, same rule) lie in adjacent rows, the parents
with most children first, so that one slice operation adds a whole ordinal.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import field, frozen
from numpy.typing import ArrayLike

from .edge_list import EdgeList
from .height import Ints, heights
from .kernel import Kernel
from .placement import place
from .program import Program
from .rule import Rule
from .values import Values


@frozen(kw_only=True, eq=False)
class Layout:
    """A compiled goal tree. It knows no plan and holds no number but weights; threads may share it.

    Attributes:
        leaves: The leaf nodes, in the order in which `rollup` takes their numbers.
        row: The row of each node.
        nodes: The node of each row: `of[layout.nodes]` brings an array over nodes into row order.
    """

    leaves: Ints
    row: Ints
    nodes: Ints
    _kernel: Kernel = field(alias="kernel", repr=False)

    @classmethod
    def compile(
        cls,
        rules: ArrayLike,
        parents: ArrayLike,
        children: ArrayLike,
        *,
        weights: ArrayLike | None = None,
        slots: ArrayLike | None = None,
        order: ArrayLike | None = None,
        programs: Sequence[Program] = (),
        program_of: ArrayLike | None = None,
    ) -> Layout:
        """Compile a tree (a directed acyclic graph) of n nodes and e edges.

        What a layout computes does not depend on how nodes are numbered nor on the order of edges, bit
        for bit, as long as `order` ranks the same children the same way.

        Args:
            rules: The `Rule` of each node, [n].
            parents: The upper node of each edge, [e].
            children: The lower node of each edge, [e].
            weights: The weight of each edge, [e], read where the parent's rule is `MEAN`; 1 without.
            slots: The slot of each edge, [e], read where the parent's rule is `FORMULA`.
            order: The rank of each node among all, [n]: children are taken by rank. Without it the
                number of a node is its rank.
            programs: What `FORMULA` nodes compute.
            program_of: Which of `programs` each node computes, [n], read for `FORMULA` nodes.

        Raises:
            UsageError: There is a cycle, an edge twice, a leaf with children, another node without,
                a formula whose edges are not its slots, an equal rank of two siblings, or an array of
                the wrong length or with numbers out of range.
        """
        edges = EdgeList.of(
            rules,
            parents,
            children,
            weights=weights,
            slots=slots,
            order=order,
            programs=programs,
            program_of=program_of,
        )
        placement = place(edges, heights(edges.fan, edges.parents, edges.children))
        kernel = Kernel.of(placement, edges.rules == Rule.LEAF)
        return cls(
            leaves=placement.nodes[kernel.leaves.rows],
            row=placement.row,
            nodes=placement.nodes,
            kernel=kernel,
        )

    def rollup(self, num: ArrayLike, den: ArrayLike | None = None, *, out: Values | None = None) -> Values:
        """The actual of every node, leaves upward; `Rule` states how exact each rule is.

        Args:
            num: The leaves' numbers, [leaves, periods] or [leaves, periods, draws], in the order of
                `leaves`; NaN where one is not known, and then in every goal that needs it. With few
                periods and many goals, Fortran order is fastest.
            den: What they are divided by, of the same shape; 1 without. `RATIO` keeps the pair.
            out: What an earlier call of the same shape gave: its memory is used again.

        Returns:
            The values; NaN, never an infinity, where one is not known or overflows on the way.

        Raises:
            UsageError: Shapes do not fit.
        """
        return self._kernel.rollup(num, den, out)
