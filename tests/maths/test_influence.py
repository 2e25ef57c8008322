"""Influence through the tree, weighted scores, and what a missing child does."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.errors import UsageError
from goaltree.maths import gap_shares, growth, influences, progress, ratio, total, weighted_score
from goaltree.model.missing import NA

F = Fraction
TREE = {"C": {"T1": F("0.6"), "T2": F("0.4")}, "T1": {"M1": 1, "M2": 1}, "T2": {"M2": 1, "M3": 3}}
exact = st.fractions(min_value=-3, max_value=3, max_denominator=50)
weight = st.fractions(min_value=0, max_value=5, max_denominator=20)
positive = weight.filter(bool)
children = st.lists(st.tuples(exact, positive), min_size=1, max_size=5)


def split(pairs):
    """Values and weights apart."""
    return [value for value, _ in pairs], [share for _, share in pairs]


def test_t1_influence_over_all_paths():
    """A leaf of two teams counts once with both its paths: M1 .3, M2 .4, M3 .3."""
    assert influences(TREE, "C") == {"M1": F(3, 10), "M2": F(4, 10), "M3": F(3, 10)}


def test_t2_a_weighted_roll_up():
    """With attainments of 1.0, .8 and .5 the company stands at 0.77."""
    found = influences(TREE, "C")
    attained = {"M1": 1, "M2": F("0.8"), "M3": F("0.5")}
    assert weighted_score([attained[m] for m in found], list(found.values())).value == F("0.77")
    teams = [weighted_score([1, F("0.8")], [1, 1]).value, weighted_score([F("0.8"), F("0.5")], [1, 3]).value]
    assert weighted_score(teams, [6, 4]).value == F("0.77")


def test_t3_rolled_up_values_and_means_of_ratios():
    """1960 of 2160 is 0.907407, the mean weighted by target; the plain mean of ratios is 0.833333."""
    targets, actuals = [1500, 400, 260], [1500, 200, 260]
    ratios = [ratio(a, t) for a, t in zip(actuals, targets, strict=True)]
    rolled = ratio(total(actuals), total(targets))
    assert rolled == weighted_score(ratios, targets).value and round(float(rolled), 6) == 0.907407
    assert weighted_score(ratios, [1, 1, 1]).value == F(5, 6)


def test_t5_objectives_and_their_key_results():
    """(85 + 60) / 2 is 72.5, and (27 + 18 + 73) / 3 is 39.3333."""
    first = weighted_score([F(85, 100), F(60, 100)], [1, 1]).value
    second = weighted_score([F(27, 100), F(18, 100), F(73, 100)], [1, 1, 1]).value
    assert first == F("0.725") and round(float(second) * 100, 4) == 39.3333


def test_t6_weights_and_floors():
    """100, 0, 0 is a third by equal weights and 0 by weights 0, 50, 50; -50 % counts as 0 unless it is raw."""
    assert weighted_score([1, 0, 0], [1, 1, 1]).value == F(1, 3)
    assert weighted_score([1, 0, 0], [0, 50, 50]).value == 0
    assert weighted_score([F(-1, 2), 1], [1, 1]).value == F(1, 2)
    assert weighted_score([F(-1, 2), 1], [1, 1], floor=None).value == F(1, 4)


def test_t9_whose_gap_it_is():
    """The gap of 200 is all the second child's."""
    targets, actuals = [1500, 400, 260], [1500, 200, 260]
    parts = gap_shares(actuals, targets)
    assert parts == (0, 200, 0) and total(parts) == total(targets) - total(actuals)
    assert gap_shares([NA("STALE"), 1], [1, NA("NO_TARGET")]) == (NA("STALE"), NA("NO_TARGET"))


def test_a_child_that_supports_has_no_influence():
    """A support link has weight 0: it is in the tree and moves nothing, missing or not."""
    found = influences({"C": {"T1": 1, "S": 0}, "S": {"M": 1}}, "C")
    assert found == {"T1": 1, "M": 0}
    assert weighted_score([F(1, 2), NA("NO_ACTUAL")], [1, 0], missing="propagate").value == F(1, 2)


def test_a_root_alone_is_its_own_leaf():
    """What has no children has all the influence on itself."""
    assert influences({}, "C") == {"C": 1}


@pytest.mark.parametrize(
    "tree",
    [
        {"C": {"A": -1, "B": 2}},
        {"C": {"A": 0}},
        {"C": {"A": NA("STALE")}},
        {"C": {"A": 1}, "A": {"C": 1}},
        {"C": {"C": 1}},
    ],
)
def test_trees_that_are_none_are_refused(tree):
    """Weights below zero, all zero or missing, and goals that go round, are a program's mistake."""
    with pytest.raises(UsageError):
        influences(tree, "C")


def test_n08_a_long_chain_needs_no_stack():
    """Ten thousand levels are followed without recursion."""
    chain = {str(n): {str(n + 1): 1, f"x{n}": 0} for n in range(10_000)}
    found = influences(chain, "0")
    assert found["10000"] == 1 and sum(found.values()) == 1


def test_coverage_decides_what_missing_children_do():
    """With 0.8 of the weights known the rest is left out; below it the score is missing, never hidden."""
    values = [1, F(1, 2), NA("NO_ACTUAL")]
    enough = weighted_score(values, [4, 4, 2])
    assert enough.value == F(3, 4) and enough.coverage == F(4, 5)
    short = weighted_score(values, [4, 3, 3])
    assert short.value == NA("LOW_COVERAGE", "70%") and short.coverage == F(7, 10)
    assert weighted_score(values, [4, 3, 3], missing="propagate").value == NA("NO_ACTUAL")
    assert weighted_score(values, [4, 4, 2], missing="fail").value == F(3, 5)
    assert weighted_score([], []).value.reason == "ZERO_DENOM"


@pytest.mark.parametrize(
    ("values", "weights", "options"),
    [([1], [1, 1], {}), ([1], [-1], {}), ([1], [NA("STALE")], {}), ([1], [1], {"missing": "zero"})],
)
def test_scores_that_make_no_sense_are_refused(values, weights, options):
    """Weights that do not fit and unknown policies are a program's mistake."""
    with pytest.raises(UsageError):
        weighted_score(values, weights, **options)


def test_a_float_among_the_children_gives_a_float():
    """Exact attainments give a fraction, and one float makes the score one."""
    assert isinstance(weighted_score([1, F(1, 3)], [1, 1]).value, Fraction)
    assert weighted_score([1, 0.25], [1, 1]).value == 0.625


@st.composite
def trees(draw):
    """A tree of goals in layers, in which a child may have several parents."""
    layers = [["root"]] + [[f"{d}.{n}" for n in range(draw(st.integers(1, 3)))] for d in (1, 2, 3)]
    tree = {}
    for upper, lower in pairwise(layers):
        for node in upper:
            kids = draw(st.lists(st.sampled_from(lower), min_size=1, max_size=3, unique=True))
            tree[node] = {kid: draw(positive) for kid in kids}
    return tree


@given(tree=trees(), data=st.data())
def test_9_leaf_influences_sum_to_1_in_any_order(tree, data):
    """However goals are shared and listed, the leaves together are all of the root."""
    found = influences(tree, "root")
    assert sum(found.values()) == 1 and min(found.values()) > 0
    nodes = data.draw(st.permutations(list(tree)))
    mixed = {node: dict(reversed(list(tree[node].items()))) for node in nodes}
    assert influences(mixed, "root") == found


@given(tree=trees(), node=st.integers(0, 20))
def test_2_a_node_in_between_changes_nothing(tree, node):
    """A child of weight 1 put between a parent and its children leaves every influence as it is."""
    parent = sorted(tree)[node % len(tree)]
    longer = {**tree, parent: {"between": 1}, "between": tree[parent]}
    assert influences(longer, "root") == influences(tree, "root")


@given(pairs=children, data=st.data())
def test_4_the_order_of_children_changes_nothing(pairs, data):
    """Permuted children have the same score."""
    assert weighted_score(*split(pairs)) == weighted_score(*split(data.draw(st.permutations(pairs))))


@given(pairs=children, scale=st.integers(-8, 8))
def test_5_6_splitting_and_scaling_weights_changes_nothing(pairs, scale):
    """A child in two halves counts as the one, and only the ratios of weights count."""
    values, weights = split(pairs)
    found = weighted_score(values, weights, floor=None, cap=None)
    halves = weighted_score(
        [*values, values[0]], [weights[0] / 2, *weights[1:], weights[0] / 2], floor=None, cap=None
    )
    assert found.value == halves.value
    assert weighted_score(values, [w * F(2) ** scale for w in weights], floor=None, cap=None) == found


@given(pairs=children)
def test_7_a_mean_lies_between_its_values(pairs):
    """A score is no less than the least child and no more than the best, and is the common value of equals."""
    values, weights = split(pairs)
    found = weighted_score(values, weights, floor=None, cap=None).value
    assert min(values) <= found <= max(values)
    assert weighted_score([values[0]] * len(weights), weights, floor=None, cap=None).value == values[0]


@given(pairs=children, lost=st.integers(0, 4))
def test_10_11_12_policies_for_a_missing_child(pairs, lost):
    """Left out it is as if it were not there, failed it counts 0, propagated it is the score."""
    values, weights = split(pairs)
    at = lost % len(values)
    gone = [*values[:at], NA("STALE"), *values[at + 1 :]]
    without = weighted_score(values[:at] + values[at + 1 :], weights[:at] + weights[at + 1 :])
    left = weighted_score(gone, weights, least_coverage=F(0))
    if len(values) > 1:
        assert left.value == without.value
    else:
        assert left.value == NA("LOW_COVERAGE", "0%")
    failed = weighted_score(gone, weights, missing="fail")
    assert failed.value == weighted_score([*values[:at], 0, *values[at + 1 :]], weights).value
    assert weighted_score(gone, weights, missing="propagate").value == NA("STALE")
    assert left.coverage == failed.coverage == 1 - weights[at] / sum(weights)


@given(pairs=children, extra=positive, missing=st.sampled_from(["renormalise", "propagate", "fail"]))
def test_12_a_missing_child_never_raises_a_score(pairs, extra, missing):
    """One more child without a value leaves the score as it is, lowers it or withholds it, and lowers coverage."""
    values, weights = split(pairs)
    before = weighted_score(values, weights)
    after = weighted_score([*values, NA("NO_ACTUAL")], [*weights, extra], missing=missing)
    assert isinstance(after.value, NA) or after.value <= before.value
    assert after.coverage < before.coverage == 1


@given(rows=st.lists(st.tuples(exact, exact, positive), min_size=1, max_size=4))
def test_rolled_up_attainment_is_a_weighted_mean(rows):
    """Progress of sums is the mean of progress weighted by the way to go, and so is the ratio by target."""
    actuals, baselines = [a for a, _, _ in rows], [b for _, b, _ in rows]
    targets = [b + way for _, b, way in rows]
    ways = [way for _, _, way in rows]
    each = [progress(*row) for row in zip(actuals, baselines, targets, strict=True)]
    rolled = progress(total(actuals), total(baselines), total(targets))
    assert rolled == weighted_score(each, ways, floor=None, cap=None).value
    ratios = [ratio(a, w) for a, w in zip(actuals, ways, strict=True)]
    assert ratio(total(actuals), total(ways)) == weighted_score(ratios, ways, floor=None, cap=None).value
    assert growth(total(actuals), total(ways)) == ratio(total(actuals), total(ways)) - 1
