"""The goal tree: edges of a plan, paths, influence, levels, cycles, and its size."""

from __future__ import annotations

import gc
import pickle
import random
import time
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.errors import UnknownKeyError, UsageError
from goaltree.finding import Fault
from goaltree.model.cycle import shortest_cycle
from goaltree.model.formula_parse import parse_formula
from goaltree.model.goal import Cut, Goal, Objective
from goaltree.model.metric import Metric
from goaltree.model.plan import Plan
from goaltree.model.tree import CycleError, Edge, Tree, cycle, edges_of

KINDS = st.sampled_from(["cut", "driver", "alignment"])
WEIGHTS = st.none() | st.fractions(min_value=0, max_value=2, max_denominator=9)
BIG = 100_000
MANY = 60.0
"""Seconds that no large tree may take: ten times what it takes on a slow and busy machine."""


def edge(parent, child, kind="alignment", **more):
    """An edge, with the weight as a string where that is shorter."""
    if isinstance(more.get("weight"), str):
        more["weight"] = Fraction(more["weight"])
    return Edge(kind=kind, parent=parent, child=child, **more)


@st.composite
def graphs(draw, acyclic=True):
    """Nodes and edges of a small graph, in any order."""
    size = draw(st.integers(1, 5))
    keys = draw(st.permutations([f"n{i}" for i in range(size)]))
    numbers = st.integers(0, size - 1)
    drawn = draw(st.lists(st.tuples(numbers, numbers, KINDS, WEIGHTS, st.integers(0, 2)), max_size=9))
    edges = [
        edge(keys[a], keys[b], kind, weight=weight, lag=0 if acyclic else lag)
        for a, b, kind, weight, lag in drawn
        if a < b or not acyclic
    ]
    return list(keys), edges


def ways(edges, child, root):
    """Every path from a child up to a root, by trying them all."""
    if child == root:
        return [(child,)]
    above = sorted({e.parent for e in edges if e.child == child})
    return [(child, *way) for up in above for way in ways(edges, up, root)]


def weight_of(edges, parent, child):
    """The weight between two nodes: of the first kind of edge there is, 1 where none is stated."""
    for kind in ("cut", "driver", "alignment"):
        among = [e.weight for e in edges if (e.parent, e.child, e.kind) == (parent, child, kind)]
        if among:
            stated = [w for w in among if w is not None]
            return min(stated) if stated else Fraction(1)
    raise AssertionError((parent, child))


def closure(edges, key, up=True):
    """What can be reached from a key, upwards or downwards, without the key itself."""
    found, last = {key}, set()
    while found != last:
        last = set(found)
        found |= {e.parent if up else e.child for e in edges if (e.child if up else e.parent) in last}
    return found - {key}


# Laws


@given(graphs(), st.randoms(use_true_random=False))
def test_permuting_changes_nothing(graph, rng):
    """The order of nodes and edges changes neither the tree nor anything that it shows."""
    keys, edges = graph
    tree = Tree.build(keys, edges)
    rng.shuffle(keys)
    rng.shuffle(edges)
    again = Tree.build(keys, edges + edges)
    assert again == tree and hash(again) == hash(tree)
    assert list(again.walk()) == list(tree.walk())
    assert (again.order(), again.roots, again.leaves) == (tree.order(), tree.roots, tree.leaves)
    assert [again.children(k) + again.parents(k) for k in sorted(keys)] == [
        tree.children(k) + tree.parents(k) for k in sorted(keys)
    ]


@given(graphs())
def test_paths_are_every_path_once(graph):
    """`paths` finds exactly the paths that trying everything finds."""
    keys, edges = graph
    tree = Tree.build(keys, edges)
    for child in keys:
        for root in keys:
            found = tree.paths(child, root, limit=10_000)
            assert list(found) == ways(edges, child, root)
            assert tree.paths(child, root, limit=2) == found[:2]


@given(graphs())
def test_influence_is_the_sum_over_paths(graph):
    """Influence equals the sum over all paths of the product of their weights, exactly."""
    keys, edges = graph
    tree = Tree.build(keys, edges)
    for leaf in keys:
        for root in keys:
            total = Fraction(0)
            for way in ways(edges, leaf, root):
                product = Fraction(1)
                for child, parent in pairwise(way):
                    product *= weight_of(edges, parent, child)
                total += product
            assert tree.influence(leaf, root) == total


@given(graphs())
def test_levels_and_order(graph):
    """Every edge leads to a higher level, by exactly one for the deepest parent, and onwards in the order."""
    keys, edges = graph
    tree = Tree.build(keys, edges)
    levels, order = tree.levels(), tree.order()
    assert sorted(order) == sorted(keys) and sorted(levels) == sorted(keys)
    for key in keys:
        above = [levels[e.parent] for e in edges if e.child == key]
        assert levels[key] == (max(above) + 1 if above else 0)
        assert all(order.index(e.parent) < order.index(key) for e in edges if e.child == key)
    assert sorted(order, key=lambda key: (levels[key], key)) == list(order)
    assert tree.roots == tuple(sorted(key for key in keys if levels[key] == 0))


@given(graphs())
def test_ancestors_and_descendants_are_inverse(graph):
    """A is above B exactly when B is below A, and both are what trying everything finds."""
    keys, edges = graph
    tree = Tree.build(keys, edges)
    for key in keys:
        assert set(tree.ancestors(key)) == set(tree.dependents(key)) == closure(edges, key)
        assert set(tree.descendants(key)) == closure(edges, key, up=False)
        assert all(key in tree.descendants(up) for up in tree.ancestors(key))


@given(graphs(acyclic=False), st.randoms(use_true_random=False))
def test_c01_cycle_is_a_shortest_one(graph, rng):
    """`cycle` gives a closed walk of edges without lag that is as short as any, whatever the order."""
    keys, edges = graph
    now = {(e.parent, e.child) for e in edges if e.lag == 0}
    lengths = [
        size
        for size in range(1, len(keys) + 1)
        for ring in permutations(keys, size)
        if all(arc in now for arc in zip(ring, ring[1:] + ring[:1], strict=True))
    ]
    found = cycle(edges)
    assert len(found or ()) == min(lengths, default=0)
    for one, two in zip(found or (), (found or ())[1:] + (found or ())[:1], strict=True):
        assert one in edges and one.lag == 0 and one.child == two.parent
    rng.shuffle(edges)
    assert cycle(edges) == found


@given(graphs(acyclic=False))
def test_a_loop_over_time_stands_beside(graph):
    """Without a cycle in one period there is a tree; only the lagged edges of loops leave it."""
    keys, edges = graph
    if cycle(edges) is not None:
        with pytest.raises(CycleError):
            Tree.build(keys, edges)
        return
    tree = Tree.build(keys, edges)
    assert {*tree.links, *tree.lagged} == set(edges) and not {*tree.links} & {*tree.lagged}
    levels = tree.levels()
    assert all(levels[e.parent] < levels[e.child] for e in tree.links)
    for e in edges:
        looping = e.parent == e.child or (
            e.child in closure(edges, e.parent) and e.parent in closure(edges, e.child)
        )
        assert (e in tree.lagged) == (e.lag > 0 and looping)
    for key in keys:
        assert set(tree.dependents(key)) == closure(edges, key)


@given(graphs(acyclic=False))
def test_walk_shows_every_node_once_in_full(graph):
    """Each node is opened exactly once; every edge is shown where its parent is opened."""
    keys, edges = graph
    if cycle(edges) is None:
        tree = Tree.build(keys, edges)
        shown = list(tree.walk())
        assert sorted(key for _, _, key, again in shown if not again) == sorted(keys)
        assert sorted(map(repr, (e for _, e, _, _ in shown if e))) == sorted(map(repr, {*edges}))
        for key in keys:
            inside = [k for _, _, k, again in tree.walk(key) if not again]
            assert inside[0] == key and set(inside[1:]) == set(tree.descendants(key))


# Examples of the graph


def test_t1_influences_of_leaves():
    """T1: with weights that sum to 1 below every node, the leaves have .3, .4, .3, which sum to 1."""
    edges = [
        edge("C", "T1", weight="0.6"),
        edge("C", "T2", weight="0.4"),
        edge("T1", "M1", weight="0.5"),
        edge("T1", "M2", weight="0.5"),
        edge("T2", "M2", weight="0.25"),
        edge("T2", "M3", weight="0.75"),
    ]
    tree = Tree.build(["C", "T1", "T2", "M1", "M2", "M3"], edges)
    found = [tree.influence(leaf, "C") for leaf in tree.leaves]
    assert found == [Fraction(3, 10), Fraction(4, 10), Fraction(3, 10)]
    assert sum(found) == 1


def test_a_diamond_counts_once_per_path():
    """Two ways of weight 1 and one half give three halves; two edges between the same nodes count once."""
    edges = [
        edge("a", "b", "cut", dimension="x", member="b"),
        edge("a", "c", weight="0.5"),
        edge("b", "d", "driver"),
        edge("b", "d", weight="0.5"),
        edge("c", "d"),
    ]
    tree = Tree.build("abcd", edges)
    assert tree.influence("d", "a") == Fraction(3, 2)
    assert tree.paths("d", "a") == (("d", "b", "a"), ("d", "c", "a"))
    assert [e.kind for e in tree.edges("b", "d")] == ["driver", "alignment"]
    assert tree.edges("d", "b") == ()
    assert tree.influence("a", "d") == 0
    assert tree.influence("a", "a") == 1


def test_a_ladder_of_diamonds_is_swept_not_walked():
    """Sixty diamonds have 2^60 paths: influence is exact at once, and paths stop at the limit."""
    edges = [edge(f"{i}", f"{i}{side}") for i in range(60) for side in "ab"]
    edges += [edge(f"{i}{side}", f"{i + 1}", weight="1/3") for i in range(60) for side in "ab"]
    tree = Tree.build({e.child for e in edges} | {"0"}, edges)
    assert tree.influence("60", "0") == Fraction(2, 3) ** 60
    assert len(tree.paths("60", "0", limit=7)) == 7


def test_c01_a_node_above_itself():
    """A node that is its own child is a cycle of one edge."""
    assert cycle([edge("a", "b"), edge("b", "b")]) == (edge("b", "b"),)
    assert cycle([edge("a", "b"), edge("b", "b", lag=1)]) is None


def test_c01_the_error_is_readable():
    """The error names the way round; the middle of a long one is left out, and it can be pickled."""
    ring = [edge(f"n{i}", f"n{(i + 1) % 50:d}") for i in range(50)]
    with pytest.raises(CycleError) as caught:
        Tree.build([e.parent for e in ring], ring)
    assert len(caught.value.edges) == 50
    assert str(caught.value) == (
        "The goals depend on themselves: n0 -> n1 -> n2 -> ... (44 more) -> n47 -> n48 -> n49 -> n0"
    )
    assert pickle.loads(pickle.dumps(caught.value)).edges == caught.value.edges
    assert str(CycleError((edge("a", "b"), edge("b", "a")))).endswith(": a -> b -> a")


def test_c01_the_short_cycle_beside_the_huge_one():
    """A cycle of three is found although another of 50,000 comes first in the order of keys."""
    ring = [edge(f"a{i}", f"a{(i + 1) % 50_000}") for i in range(50_000)]
    found = cycle([*ring, edge("z1", "z2"), edge("z2", "z3"), edge("z3", "z1")])
    assert [e.parent for e in found] == ["z1", "z2", "z3"]


def test_c01_a_short_cycle_in_a_huge_knot():
    """Inside one knot of 50,000 nodes the cycle of two is found, not the long way round."""
    ring = [edge(f"a{i}", f"a{(i + 1) % 50_000}") for i in range(50_000)]
    found = cycle([*ring, edge("a701", "a700")])
    assert [e.parent for e in found] == ["a700", "a701"]


def test_c08_an_empty_tree():
    """A plan without goals is a tree without nodes, not a crash."""
    tree = Tree.of(Plan())
    assert len(tree) == 0 and "a" not in tree
    assert (tree.roots, tree.leaves, tree.order(), tree.levels(), list(tree.walk())) == ((), (), (), {}, [])
    assert repr(tree) == "Tree(0 nodes, 0 edges, 0 lagged)"


def test_unknown_keys_and_edges():
    """Asking for a key that is not there names the nearest; an edge to nowhere is refused."""
    tree = Tree.build(["sales", "basket"], [edge("sales", "basket")])
    for ask in (tree.children, tree.parents, tree.ancestors, tree.descendants, tree.dependents):
        with pytest.raises(UnknownKeyError) as caught:
            ask("sale")
        assert caught.value.suggestions == ("sales",)
    for wrong in (edge("sales", "other"), edge("other", "sales"), edge("sales", "basket", lag=-1)):
        with pytest.raises(UsageError):
            Tree.build(["sales", "basket"], [wrong])


def test_a_tree_is_frozen_and_can_be_pickled():
    """The graph refuses changes, and a tree read back is equal."""
    tree = Tree.build("ab", [edge("a", "b", weight="0.5")])
    with pytest.raises(Exception, match=r"[Ff]rozen"):
        tree.graph.add_node("c")
    again = pickle.loads(pickle.dumps(tree))
    assert again == tree and again.influence("b", "a") == Fraction(1, 2)


# Edges of a plan


def formula(text):
    """A formula that is known to be right."""
    found = parse_formula(text)
    assert not isinstance(found, Fault)
    return found


def plan_of(*goals, metrics=(), objectives=()):
    """A plan of goals, of metrics as (key, formula text) and of objectives."""
    return Plan(
        goals={g.key: g for g in goals},
        metrics={k: Metric(key=k, formula=formula(f) if f else None, at=f"metrics.{k}") for k, f in metrics},
        objectives={o.key: o for o in objectives},
    )


def goal(key, metric="", cuts=None, partial=None, **more):
    """A goal whose cuts are given as dimension to member to part."""
    found = tuple(Cut(dimension=d, members=m) for d, m in (cuts or {}).items())
    found += tuple(Cut(dimension=d, members=m, partial=True) for d, m in (partial or {}).items())
    return Goal(key=key, metric=metric or key, cuts=found, at=f"goals.{key}", **more)


def arcs(plan, kind):
    """The plan's edges of one kind as (parent, child)."""
    return [(e.parent, e.child) for e in edges_of(plan) if e.kind == kind]


ONLINE, SHOPS, LIVE = "sales.channel.线上", "sales.channel.门店", "sales.format.直播"


def shop(formula_text="orders * basket"):
    """The plan of a shop with a cut, a partial cut, a formula, alignments and an objective."""
    return plan_of(
        goal("sales", cuts={"channel": {"线上": ONLINE, "门店": SHOPS}}, partial={"format": {"直播": LIVE}}),
        goal(ONLINE, "sales"),
        goal(SHOPS, "sales"),
        goal(LIVE, "sales"),
        goal("online_share"),
        goal("order_goal", "orders"),
        goal("trust", serves={"sales": Decimal("0.25"), "order_goal": None}, weight=Decimal("0.4")),
        metrics=[
            ("sales", formula_text),
            ("orders", ""),
            ("basket", ""),
            ("online_share", "sales.线上 / sales"),
            ("trust", ""),
        ],
        objectives=[Objective(key="grow", goals=("trust", "sales"), at="objectives.grow")],
    )


def test_cuts_are_edges_in_the_order_as_written():
    """Complete cuts come before partial ones, members as written, each with its place in the file."""
    found = [e for e in edges_of(shop()) if e.kind == "cut"]
    assert [(e.child, e.label, e.partial, e.at) for e in found] == [
        (ONLINE, "channel.线上", False, "goals.sales.cuts.channel.线上"),
        (SHOPS, "channel.门店", False, "goals.sales.cuts.channel.门店"),
        (LIVE, "format.直播", True, "goals.sales.of_which.format.直播"),
    ]


def test_drivers_are_what_the_names_mean():
    """A name means the goal of that address, else the only goal of that metric, else the metric."""
    assert arcs(shop(), "driver") == [
        ("online_share", ONLINE),
        ("online_share", "sales"),
        ("sales", "order_goal"),
        ("sales", "basket"),
    ]
    tree = Tree.of(shop())
    assert (tree.nouns["order_goal"], tree.nouns["basket"], tree.nouns["grow"]) == (
        "goal",
        "metric",
        "objective",
    )
    assert "orders" not in tree


def test_alignments_carry_the_stated_weight():
    """A serving goal is the child; an objective bundles goals with the weights that they state."""
    found = {(e.parent, e.child): e.weight for e in edges_of(shop()) if e.kind == "alignment"}
    assert found == {
        ("sales", "trust"): Fraction(1, 4),
        ("order_goal", "trust"): None,
        ("grow", "trust"): Fraction(2, 5),
        ("grow", "sales"): None,
    }


def test_traceability_from_a_team_metric_to_the_company():
    """From a metric up to every goal that it serves, and back."""
    tree = Tree.of(shop())
    assert tree.ancestors("basket") == ("grow", "online_share", "sales")
    assert tree.descendants("sales") == ("basket", "order_goal", ONLINE, SHOPS, LIVE, "trust")
    assert tree.influence("trust", "grow") == Fraction(2, 5) + Fraction(1, 4) + 1


def test_walk_reads_like_the_plan():
    """Cuts, then drivers, then alignments; what is shared is shown in full once and then marked."""
    found = [("  " * d + key, again) for d, _, key, again in Tree.of(shop()).walk("sales")]
    assert found == [
        ("sales", False),
        (f"  {ONLINE}", False),
        (f"  {SHOPS}", False),
        (f"  {LIVE}", False),
        ("  order_goal", False),
        ("    trust", False),
        ("  basket", False),
        ("  trust", True),
    ]


def test_a_formula_over_its_own_parts_is_no_cycle():
    """A goal that is the sum of its parts is driven by them, and the parts not by themselves."""
    plan = shop("sales.线上 + sales.channel.门店")
    assert cycle(edges_of(plan)) is None
    assert [child for parent, child in arcs(plan, "driver") if parent == "sales"] == [ONLINE, SHOPS]


def test_a_goal_for_a_segment_is_driven_by_other_metrics_only():
    """The whole is the sum of two goals for segments of the same metric: they are not below themselves."""
    plan = plan_of(
        goal("total", "sales"),
        goal("home", "sales", segment={"region": ("国内",)}),
        goal("abroad", "sales", segment={"region": ("海外",)}),
        metrics=[("sales", "home + abroad + visits"), ("visits", "")],
    )
    assert cycle(edges_of(plan)) is None
    assert arcs(plan, "driver") == [
        ("abroad", "visits"),
        ("home", "visits"),
        ("total", "home"),
        ("total", "abroad"),
        ("total", "visits"),
    ]


def test_nodes_that_share_a_key():
    """A metric or objective whose key is a goal's goes by its section and key."""
    plan = plan_of(
        goal("grow", "sales"),
        metrics=[("sales", ""), ("grow", "sales * 2")],
        objectives=[Objective(key="grow", goals=("grow",))],
    )
    tree = Tree.of(plan)
    assert dict(tree.nouns) == {"grow": "goal", "metrics.grow": "metric", "objectives.grow": "objective"}
    assert tree.parents("grow") == ("metrics.grow", "objectives.grow")


def test_restatements_are_no_edges():
    """A goal that restates another is compared with it, not tied to it, and does not stand for the metric."""
    plan = plan_of(
        goal("gmv"), goal("tech_gmv", "gmv", restates="gmv"), goal("rate"), metrics=[("rate", "gmv / 2")]
    )
    assert arcs(plan, "driver") == [("rate", "gmv")]
    assert Tree.of(plan).ancestors("tech_gmv") == ()


def test_references_to_nothing_give_no_edges():
    """Names, parts and goals that nobody defined are left to the rules on references."""
    plan = plan_of(
        goal("a", cuts={"x": {"m": "gone"}}, serves={"nowhere": None}),
        metrics=[("a", "b.c.d + a.y + zzz")],
        objectives=[Objective(key="o", goals=("gone",))],
    )
    assert edges_of(plan) == ()
    assert Tree.of(plan).roots == ("a", "o")


def test_c02_formulas_that_read_each_other():
    """Two metrics without goals whose formulas read each other are a cycle, at their formulas."""
    plan = plan_of(metrics=[("a", "b + 1"), ("b", "a * 2")])
    found = cycle(edges_of(plan))
    assert [(e.parent, e.child, e.at) for e in found] == [
        ("a", "b", "metrics.a.formula"),
        ("b", "a", "metrics.b.formula"),
    ]
    with pytest.raises(CycleError):
        Tree.of(plan)


def test_c02_a_part_that_reads_its_whole():
    """A child whose formula names its parent is a cycle of a cut and a driver."""
    plan = plan_of(
        goal("a", cuts={"x": {"m": "a.x.m"}}), goal("a.x.m", "part"), metrics=[("a", ""), ("part", "a / 2")]
    )
    assert [(e.parent, e.kind) for e in cycle(edges_of(plan))] == [("a", "cut"), ("a.x.m", "driver")]


def test_c02_a_formula_that_reads_its_last_period_is_legal():
    """A loop over time is kept beside the tree; a lag that closes no loop stays in it."""
    plan = plan_of(
        goal("users"),
        goal("sales"),
        metrics=[("users", "prev(users) + new"), ("sales", "lag(new, 3) * 2"), ("new", "")],
    )
    tree = Tree.of(plan)
    assert [(e.parent, e.child, e.lag) for e in tree.lagged] == [("users", "users", 1)]
    assert tree.ancestors("new") == ("sales", "users")
    assert [(k, again) for _, _, k, again in tree.walk("users")] == [
        ("users", False),
        ("new", False),
        ("users", True),
    ]


def test_a_name_used_twice_is_one_edge_with_the_smaller_lag():
    """`x - prev(x)` reads x in the same period, so it cannot close a loop over time."""
    plan = plan_of(metrics=[("a", "prev(b) + b"), ("b", "")])
    assert [(e.parent, e.child, e.lag) for e in edges_of(plan)] == [("a", "b", 0)]


@given(st.permutations(range(7)))
def test_the_order_of_goals_in_the_file_changes_nothing(order):
    """The same goals in any order give the same edges and the same tree."""
    plan = shop()
    goals = list(plan.goals.values())
    again = Plan(
        goals={goals[i].key: goals[i] for i in order}, metrics=plan.metrics, objectives=plan.objectives
    )
    assert edges_of(again) == edges_of(plan)
    assert Tree.of(again) == Tree.of(plan)


# Size


@pytest.fixture
def no_collector():
    """No garbage collection meanwhile: beside all that a test run holds, it would take most of the time."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def chain_plan(size):
    """Every goal has the next one as its only part."""
    keys = [f"g{i}" for i in range(size)]
    return Plan(
        goals={
            key: Goal(key=key, metric=key, cuts=(Cut(dimension="d", members={"m": below}),) if below else ())
            for key, below in zip(keys, [*keys[1:], ""], strict=True)
        }
    )


def star_plan(size):
    """One goal with all the others as its parts."""
    parts = {f"m{i}": f"g.d.m{i}" for i in range(size)}
    goals = {key: Goal(key=key, metric="g") for key in parts.values()}
    return Plan(goals={"g": Goal(key="g", metric="g", cuts=(Cut(dimension="d", members=parts),)), **goals})


def test_n08_a_chain_of_100_000_goals(no_collector):
    """A chain is built, ordered, walked and asked from end to end without recursion."""
    started = time.perf_counter()
    tree = Tree.of(chain_plan(BIG))
    first, last = "g0", f"g{BIG - 1}"
    assert (tree.roots, tree.leaves) == ((first,), (last,))
    assert tree.levels()[last] == BIG - 1 and tree.order()[-1] == last
    assert tree.influence(last, first) == 1
    assert len(tree.ancestors(last)) == len(tree.dependents(last)) == len(tree.descendants(first)) == BIG - 1
    assert len(tree.paths(last, first)[0]) == BIG
    assert sum(1 for _ in tree.walk()) == BIG
    assert repr(tree) == "Tree(100000 nodes, 99999 edges, 0 lagged)"
    assert time.perf_counter() - started < MANY


def test_n08_a_star_of_100_000_goals(no_collector):
    """A star is built, ordered, walked and asked."""
    started = time.perf_counter()
    tree = Tree.of(star_plan(BIG))
    assert tree.roots == ("g",) and len(tree.leaves) == BIG
    assert set(tree.levels().values()) == {0, 1}
    assert tree.influence("g.d.m77", "g") == 1 and tree.ancestors("g.d.m77") == ("g",)
    assert [key for _, _, key, _ in tree.walk()][:3] == ["g", "g.d.m0", "g.d.m1"]
    assert time.perf_counter() - started < MANY


def test_n08_a_random_graph_of_100_000_goals(no_collector):
    """A random DAG with one or two parents a goal is built, ordered and asked."""
    rng = random.Random(8)
    started = time.perf_counter()
    half = Fraction(1, 2)
    edges = [edge(f"g{rng.randrange(i)}", f"g{i}", weight=half) for i in range(1, BIG) for _ in "ab"[i % 2 :]]
    tree = Tree.build({e.child for e in edges} | {"g0"}, edges)
    levels = tree.levels()
    assert all(levels[e.parent] < levels[e.child] for e in tree.links)
    assert tree.roots == ("g0",)
    assert 0 < tree.influence(f"g{BIG - 1}", "g0") <= 1
    assert time.perf_counter() - started < MANY


def test_c01_a_cycle_of_100_000_goals():
    """A huge cycle is found whole, whatever its order, and not only by the search for short ones."""
    rng = random.Random(1)
    keys = [f"g{i}" for i in range(BIG)]
    rng.shuffle(keys)
    started = time.perf_counter()
    assert len(shortest_cycle(zip(keys, keys[1:] + keys[:1], strict=True))) == BIG
    ring = sorted(keys[:20_000])
    tangle = [pair for skip in (1, 3) for pair in zip(ring, ring[skip:] + ring[:skip], strict=True)]
    found = shortest_cycle(tangle)
    assert {*pairwise(found), (found[-1], found[0])} <= set(tangle)
    assert time.perf_counter() - started < MANY
