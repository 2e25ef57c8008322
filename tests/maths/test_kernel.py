"""The roll-up on arrays: each rule's value and error bound, NaN, and the same bits in any order."""

import math
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree import errors
from goaltree.maths import kernel, placement
from goaltree.maths.layout import Layout
from goaltree.maths.memory import allocate
from goaltree.maths.program import Program
from goaltree.maths.rule import Rule
from goaltree.model.formula import Apply

from .exact_tree import Tree, trees

U = Fraction(1, 2**53)
small = st.one_of(st.integers(-40, 40).map(lambda n: n / 4), st.just(math.nan))
wild = st.floats(-1e300, 1e300, allow_subnormal=False)


def star(rule, count, weights=None):
    """One parent, node 0, of `count` leaves."""
    return Layout.compile(
        [rule, *[Rule.LEAF] * count],
        [0] * count,
        range(1, count + 1),
        weights=weights,
        order=range(count + 1),
    )


def root(rule, numbers, den=None, weights=None):
    """The value of one parent of leaves with these numbers."""
    layout = star(rule, len(numbers), weights)
    given = np.array(numbers, float)[layout.leaves - 1, np.newaxis]
    lower = None if den is None else np.array(den, float)[layout.leaves - 1, np.newaxis]
    return float(layout.rollup(given, lower).of([0])[0, 0])


def same_bits(left, right):
    """Equal to the last bit, and NaN in the same places."""
    missing = np.isnan(left)
    assert left.shape == right.shape
    assert (missing == np.isnan(right)).all()
    assert (left.view(np.int64)[~missing] == right.view(np.int64)[~missing]).all()


def leaf_numbers(draw, tree, count, numbers=small):
    """Numerators and denominators of every node (only leaves' are read), [nodes, count]."""
    shape = (len(tree.rules), count)
    cells = shape[0] * shape[1]
    num = np.array(draw(st.lists(numbers, min_size=cells, max_size=cells))).reshape(shape)
    den = np.array(draw(st.lists(st.sampled_from([1.0, 2.0, 4.0, 0.0]), min_size=cells, max_size=cells)))
    return num, den.reshape(shape)


@given(data=st.data(), tree=trees())
def test_every_rule_agrees_with_fractions(data, tree):
    """Whole trees, shared goals, pairs, zeros and gaps give what exact arithmetic gives, NaN where it has no value."""
    num, den = leaf_numbers(data.draw, tree, 2)
    layout = tree.layout()
    found = layout.rollup(num[layout.leaves], den[layout.leaves]).all()
    for column in range(2):
        wanted = tree.exact(dict(enumerate(num[:, column])), dict(enumerate(den[:, column])))
        for node, value in enumerate(wanted):
            if value is None:
                assert math.isnan(found[node, column])
            else:
                assert found[node, column] == pytest.approx(float(value), rel=1e-11, abs=1e-11)


@given(data=st.data(), tree=trees())
def test_bits_do_not_depend_on_node_numbers_or_edge_order(data, tree):
    """The same goals under other numbers, their edges in another order, have the same bits."""
    num, den = leaf_numbers(data.draw, tree, 3, wild)
    den = np.where(den == 0, 3.0, den)
    layout = tree.layout()
    nodes = np.array(data.draw(st.permutations(range(len(tree.rules)))))
    edges = data.draw(st.permutations(range(len(tree.edges))))
    other = tree.layout(nodes, edges)
    back = np.argsort(nodes)
    same_bits(
        layout.rollup(num[layout.leaves], den[layout.leaves]).all(),
        other.rollup(num[back[other.leaves]], den[back[other.leaves]]).all()[nodes],
    )


@pytest.fixture(scope="module")
def broad():
    """6,050 goals of all rules, some with hundreds of children, and their numbers over 40 columns."""
    rng = np.random.default_rng(7)
    upper = 300
    rules = np.zeros(6000, np.int8)
    rules[:upper] = rng.integers(1, 7, upper)
    rules[:250][rules[:250] == Rule.PRODUCT] = Rule.SUM
    parents = rng.integers(0, upper, 6000 - upper)
    parents[:900] = np.repeat([3, 40, 41], 300)
    rules[[3, 40, 41]] = Rule.SUM, Rule.MEAN, Rule.RATIO
    children = np.arange(upper, 6000)
    links = np.stack([np.arange(1, upper), rng.integers(0, np.arange(1, upper))])
    shared = np.stack([rng.integers(upper, 6000, 400), rng.integers(0, upper, 400)])
    children, parents = np.concatenate([[children, parents], links, shared], axis=1)
    edges = np.unique(np.stack([parents, children]), axis=1)
    rules[np.setdiff1d(np.arange(upper), edges[0])] = Rule.LEAF
    formulas = np.stack([np.arange(6000, 6050), np.arange(5000, 5050)])
    edges = np.concatenate([edges, formulas], axis=1)
    softplus = Program(steps=(1.0, 0, Apply("exp", 1), Apply("+", 2), Apply("log", 1)), arity=1)
    layout = Layout.compile(
        [*rules, *[Rule.FORMULA] * 50],
        *edges,
        weights=rng.uniform(0.5, 2, edges.shape[1]),
        slots=np.zeros(edges.shape[1], int),
        programs=[softplus],
        program_of=np.zeros(6050, int),
    )
    shape = (len(layout.leaves), 40)
    num = rng.normal(0, 1, shape) * 10.0 ** rng.integers(-6, 7, shape)
    num[np.isin(layout.leaves, formulas[1])] /= 1e5
    return layout, num, rng.uniform(1, 9, num.shape)


def test_bits_do_not_depend_on_chunks_of_periods(broad):
    """A few columns by themselves, in either order of memory, have the bits that they have among all."""
    layout, num, den = broad
    whole = layout.rollup(num, den).all()
    for width in (1, 5, 12, 39):
        parts = [slice(start, start + width) for start in range(0, 40, width)]
        found = [layout.rollup(num[:, part], den[:, part]) for part in parts]
        same_bits(np.concatenate([values.all() for values in found], axis=1), whole)
    assert np.isfinite(whole[[0, 3, 40, 41, *range(6000, 6050)]]).all()


@pytest.mark.parametrize("threads", [1, 2, 8])
def test_bits_do_not_depend_on_threads(broad, threads):
    """A layout is shared by threads, each with columns of its own, without a difference."""
    layout, num, den = broad
    parts = [slice(start, start + 5) for start in range(0, 40, 5)]
    with ThreadPoolExecutor(threads) as pool:
        found = list(pool.map(lambda part: layout.rollup(num[:, part], den[:, part]).all(), parts))
    same_bits(np.concatenate(found, axis=1), layout.rollup(num, den).all())


def test_bits_do_not_depend_on_panels_or_memory_order(broad, monkeypatch):
    """Panels of other sizes and numbers in Fortran order change nothing."""
    layout, num, den = broad
    whole = layout.rollup(num, den).all()
    monkeypatch.setattr(kernel, "PANEL", 1)
    monkeypatch.setattr(kernel, "_LEAST_COLUMNS", 7)
    same_bits(layout.rollup(np.asfortranarray(num), np.asfortranarray(den)).all(), whole)


def test_draws_are_columns_of_their_own(broad):
    """With draws as a third axis each draw has the bits that it has alone."""
    layout, num, den = broad
    cube = layout.rollup(num.reshape(-1, 4, 10), den.reshape(-1, 4, 10)).all()
    same_bits(cube, layout.rollup(num, den).all().reshape(-1, 4, 10))


def test_memory_is_used_again(broad):
    """`out` gives its memory to the next result, and nothing of what it held is left."""
    layout, num, den = broad
    for columns in (40, 12):
        upper, lower = num[:, :columns], den[:, :columns]
        values = layout.rollup(upper * 3, lower)
        again = layout.rollup(upper, lower, out=values)
        assert again.rows is values.rows
        same_bits(again.all(), layout.rollup(upper, lower).all())


@pytest.mark.parametrize("count", [0, 400])
def test_small_numbers_survive_great_ones(count):
    """1e16 + 1 - 1e16 is 1, among few terms and among many, where plain addition gives 0."""
    assert 1e16 + 1 - 1e16 == 0
    assert root(Rule.SUM, [1e16, 1, -1e16, *[0.0] * count]) == 1
    assert root(Rule.RATIO, [1e16, 1, -1e16, *[0.0] * count], [1, 1, 1, *[0.0] * count]) == 1 / 3


def test_small_numbers_survive_beside_longer_sums():
    """Parents of one group end at different ordinals, and each keeps its own errors."""
    layout = Layout.compile([Rule.SUM] * 2 + [Rule.LEAF] * 9, [0] * 5 + [1] * 4, range(2, 11))
    num = np.array([1.0, 1, 1, 1, 1, 1e16, 1, -1e16, 1])[layout.leaves - 2, np.newaxis]
    assert layout.rollup(num).of([0, 1]).tolist() == [[5.0], [2.0]]


def test_bits_do_not_depend_on_neighbours():
    """Terms that cancel leave only rounding errors, and these are the same alone and among a hundred other goals."""
    rng = np.random.default_rng(11)
    half = rng.normal(0, 1, (150, 9)) * 10.0 ** rng.integers(-16, 16, (150, 9))
    numbers = np.concatenate([half, -rng.permutation(half)])
    alone = star(Rule.SUM, 300)
    wanted = alone.rollup(numbers[alone.leaves - 1]).of([0])
    parents = np.repeat(np.arange(101), [300, *[2] * 100])
    layout = Layout.compile([Rule.SUM] * 101 + [Rule.LEAF] * 500, parents, np.arange(101, 601))
    given = np.concatenate([numbers, np.ones((200, 9))])[layout.leaves - 101]
    same_bits(layout.rollup(given).of([0]), wanted)
    assert wanted.any()


def test_ratios_share_a_leaf_and_a_goal():
    """A pair that two ratios read is whole in both; a sum that both read counts as its value over 1."""
    rules = [Rule.RATIO, Rule.RATIO, Rule.SUM, *[Rule.LEAF] * 4]
    layout = Layout.compile(rules, [0, 0, 1, 1, 0, 1, 2], [3, 4, 3, 5, 2, 2, 6])
    num, den = np.array([[3.0], [5.0], [1.0], [7.0]]), np.array([[4.0], [6.0], [2.0], [1.0]])
    order = layout.leaves - 3
    found = layout.rollup(num[order], den[order]).of([0, 1])[:, 0].tolist()
    assert found == [(3 + 5 + 7) / (4 + 6 + 1), (3 + 1 + 7) / (4 + 2 + 1)]


@pytest.mark.parametrize("wide", [2, placement.WIDE])
@given(
    numbers=st.lists(
        st.one_of(wild.map(lambda x: x / 1e4), small.filter(math.isfinite)), min_size=1, max_size=40
    )
)
def test_sum_keeps_its_bound(wide, numbers):
    """A sum lies within u |exact| + (f u)^2 S of the exact one; the sum of two is the nearest number."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(placement, "WIDE", wide)
        found = Fraction(root(Rule.SUM, numbers))
    exact = sum(map(Fraction, numbers))
    sizes = sum(abs(Fraction(number)) for number in numbers)
    assert abs(found - exact) <= U * abs(exact) + (len(numbers) * U) ** 2 * sizes
    if len(numbers) <= 2:
        assert found == Fraction(float(exact))


def test_sum_of_many_keeps_its_bound():
    """Ten thousand terms of all sizes, which nearly cancel, are added as exactly as promised."""
    rng = np.random.default_rng(3)
    half = rng.normal(0, 1, 5000) * 10.0 ** rng.integers(-12, 12, 5000)
    numbers = [*half, *-half[::-1] * (1 + 1e-9)]
    exact = sum(map(Fraction, numbers))
    found = Fraction(root(Rule.SUM, numbers))
    assert abs(found - exact) <= U * abs(exact) + (10_000 * U) ** 2 * sum(map(abs, map(Fraction, numbers)))
    assert Fraction(float(np.add.reduce(np.array(numbers)))) != found


@given(
    data=st.data(),
    numbers=st.lists(st.floats(-1e9, 1e9).filter(lambda x: x == 0 or abs(x) > 1e-9), min_size=1, max_size=9),
)
def test_mean_keeps_its_bound(data, numbers):
    """A weighted mean lies within 5u of the mean of the sizes, and has no value without weight."""
    weights = data.draw(
        st.lists(st.sampled_from([0.0, 0.1, 0.3, 2.0, 7.0]), min_size=len(numbers), max_size=len(numbers))
    )
    found = root(Rule.MEAN, numbers, weights=weights)
    total = sum(map(Fraction, weights))
    if not total:
        assert math.isnan(found)
        return
    terms = [Fraction(w) * Fraction(x) for w, x in zip(weights, numbers, strict=True)]
    assert abs(Fraction(found) - sum(terms) / total) <= 5 * U * sum(map(abs, terms)) / total


@given(st.lists(st.tuples(st.floats(1e-9, 1e9), st.floats(1e-9, 1e9)), min_size=1, max_size=9))
def test_ratio_keeps_its_bound(pairs):
    """A ratio of sums of one sign lies within 4u of the exact one."""
    num, den = zip(*pairs, strict=True)
    exact = sum(map(Fraction, num)) / sum(map(Fraction, den))
    assert abs(Fraction(root(Rule.RATIO, num, den)) - exact) <= 4 * U * exact


@given(st.lists(st.floats(1e-9, 1e9), min_size=1, max_size=9))
def test_product_keeps_its_bound(numbers):
    """A product lies within (f - 1) u / (1 - f u) of the exact one; two factors give the nearest number."""
    exact = math.prod(map(Fraction, numbers))
    f = len(numbers)
    found = root(Rule.PRODUCT, numbers)
    assert abs(Fraction(found) - exact) <= (f - 1) * U / (1 - f * U) * exact
    if f == 2:
        assert found == float(exact)


@pytest.mark.parametrize("count", [0, 400])
@pytest.mark.parametrize("rule", [Rule.SUM, Rule.MEAN, Rule.RATIO, Rule.MIN, Rule.MAX, Rule.PRODUCT])
@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_what_is_not_known_stays_so(rule, bad, count):
    """NaN and what is infinite end as NaN in every parent, never as a number or an infinity."""
    assert math.isnan(root(rule, [1.0, bad, 2.0, *[1.0] * count]))
    assert math.isnan(root(rule, [bad]))


@pytest.mark.parametrize(
    ("rule", "numbers", "den"),
    [
        (Rule.SUM, [1e308, 1e308], None),
        (Rule.SUM, [1e308, 1e308, -1e308], None),
        (Rule.SUM, [1e308] * 300, None),
        (Rule.PRODUCT, [1e200, 1e200, 0.0], None),
        (Rule.MEAN, [1e308, 1e308], None),
        (Rule.RATIO, [1.0, 1.0], [1e308, 1e308]),
        (Rule.RATIO, [1e308, 1e308], [1.0, 1.0]),
        (Rule.SUM, [1.0], [math.inf]),
        (Rule.SUM, [1.0], [0.0]),
        (Rule.SUM, [1e308], [1e-10]),
        (Rule.RATIO, [1.0, 2.0], [1.0, -1.0]),
    ],
)
def test_overflow_and_division_by_zero_are_not_known(rule, numbers, den):
    """What overflows on the way or divides by 0 is NaN, and does not come back as a plain 0."""
    assert math.isnan(root(rule, numbers, den))


def test_zero_has_one_sign():
    """-0.0 does not survive, so that MIN and MAX of both zeros have one result."""
    for rule in (Rule.MIN, Rule.MAX, Rule.SUM, Rule.PRODUCT):
        for numbers in ([0.0, -0.0], [-0.0, 0.0], [-0.0]):
            assert math.copysign(1, root(rule, numbers)) == 1


def test_ratio_passes_its_pair_upward():
    """A ratio over ratios adds what they added: 1/2 and 9/10 make 10/12, not their mean; a plain 3 counts as 3/1."""
    rules = [Rule.RATIO, Rule.RATIO, Rule.RATIO, Rule.LEAF, Rule.LEAF, Rule.SUM, Rule.RATIO, Rule.LEAF]
    layout = Layout.compile(rules, [0, 0, 1, 2, 5, 6, 6], [1, 2, 3, 4, 7, 5, 1])
    num, den = {3: 1.0, 4: 9.0, 7: 3.0}, {3: 2.0, 4: 10.0, 7: 1.0}
    values = layout.rollup(
        [[num[leaf]] for leaf in layout.leaves.tolist()], [[den[leaf]] for leaf in layout.leaves.tolist()]
    )
    assert values.of([0, 6, 5])[:, 0].tolist() == [10 / 12, 4 / 3, 3.0]


def test_nothing_to_compute():
    """No goals, no periods and a goal by itself are trees, too."""
    for shape in ((0, 3), (0, 3, 2)):
        assert Layout.compile([], [], []).rollup(np.empty(shape)).all().shape == shape
    alone = Layout.compile([Rule.LEAF], [], [])
    assert alone.rollup([[2.0]], [[4.0]]).all().tolist() == [[0.5]]
    assert star(Rule.SUM, 2).rollup(np.empty((2, 0))).all().shape == (3, 0)
    assert star(Rule.SUM, 2).rollup(np.empty((2, 3, 0))).all().shape == (3, 3, 0)


def test_wrong_shapes_are_refused():
    """Numbers that are not one for each leaf, and memory of another layout, are a program's mistake."""
    layout = star(Rule.SUM, 2)
    values = layout.rollup(np.ones((2, 3)))
    for call in (
        lambda: layout.rollup(np.ones((3, 3))),
        lambda: layout.rollup(np.ones(2)),
        lambda: layout.rollup(np.ones((2, 3)), np.ones((2, 1))),
        lambda: layout.rollup(np.ones((2, 4)), out=values),
        lambda: star(Rule.SUM, 2).rollup(np.ones((2, 3)), out=values),
    ):
        with pytest.raises(errors.UsageError):
            call()


@pytest.mark.parametrize("node", [-1, 3])
def test_a_node_that_is_not_there_is_refused(node):
    """The last node is no answer to a question about node -1."""
    values = star(Rule.SUM, 2).rollup([[1.0], [2.0]])
    with pytest.raises(errors.UsageError):
        values.of([0, node])


@pytest.mark.parametrize("by_column", [False, True])
def test_arrays_begin_with_a_cache_line(by_column):
    """Every array, and every column of one that lies by column, begins at a multiple of 64 bytes."""
    for array in allocate(3, (5, 7), by_column=by_column):
        starts = [array[:, j] for j in range(7)] if by_column else [array]
        assert array.shape == (5, 7)
        assert [start.ctypes.data % 64 for start in starts] == [0] * len(starts)
        assert (array.strides[0] < array.strides[1]) is by_column


def test_a_tree_of_one_rule_has_an_exact_root():
    """Quarters are added without any error, through four levels and a goal that two parents share."""
    tree = Tree(
        (Rule.SUM, Rule.SUM, Rule.SUM, Rule.LEAF, Rule.LEAF),
        ((0, 1, 1, 0), (0, 2, 1, 1), (1, 2, 1, 0), (1, 3, 1, 1), (2, 3, 1, 0), (2, 4, 1, 1)),
    )
    layout = tree.layout()
    found = layout.rollup(np.array([[0.25], [0.5]])[layout.leaves - 3])
    assert found.of([0, 1, 2])[:, 0].tolist() == [1.75, 1.0, 0.75]
