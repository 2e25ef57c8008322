"""Generated formulas as plain nested tuples, their text, and an independent reference value."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from goaltree.model.formula_function import RESERVED
from goaltree.model.formula_name import name_defect, normal

PLAIN = ("a", "b", "c", "订单量", "sales.线上", "gmv.直播")
TIMES = ("prev", "lag", "change")


def names():
    """Keys and addresses, odd ones among them."""
    part = st.one_of(
        st.sampled_from([*PLAIN, "站内 GMV", "a-b", "7日", "if", "sum", "None", "x(y)", "é", "१"]),
        st.text(min_size=1, max_size=8),
    )
    joined = st.lists(part, min_size=1, max_size=3).map(".".join).map(normal)
    return joined.filter(lambda name: not name_defect(name))


NUMBERS = st.tuples(st.just("number"), st.integers(0, 10**11).map(lambda n: Fraction(n, 100)), st.booleans())
LEAVES = st.one_of(
    NUMBERS,
    st.tuples(st.just("name"), st.sampled_from(PLAIN)),
    st.tuples(st.sampled_from(TIMES), st.sampled_from(PLAIN), st.integers(0, 3)),
)


@st.composite
def values(draw, depth=3):
    """Trees of value formulas."""
    kinds = ["leaf", *"+-*/", "neg", "abs", "min", "max", "sum", "mean", "coalesce", "if"]
    kind = draw(st.sampled_from(kinds)) if depth else "leaf"
    if kind == "leaf":
        return draw(LEAVES)
    if kind == "if":
        return (kind, draw(conditions(1)), draw(values(depth - 1)), draw(values(depth - 1)))
    count = 2 if kind in "+-*/" else 1 if kind in ("neg", "abs") else draw(st.integers(2, 3))
    return (kind, *(draw(values(depth - 1)) for _ in range(count)))


@st.composite
def conditions(draw, depth=2):
    """Trees of conditions: comparisons of numbers, joined by logic."""
    kinds = ["<", "<=", ">", ">=", "==", "!=", "and", "or", "not"]
    kind = draw(st.sampled_from(kinds if depth else kinds[:6]))
    if kind == "not":
        return (kind, draw(conditions(depth - 1)))
    part = conditions(depth - 1) if kind in ("and", "or") else values(1)
    return (kind, draw(part), draw(part))


@st.composite
def affine(draw, depth=3):
    """Trees that are affine in every name."""
    kind = draw(st.sampled_from(["number", "name", "+", "-", "neg", "*", "sum", "mean"])) if depth else "name"
    if kind == "number":
        return draw(NUMBERS)
    if kind == "name":
        return ("name", draw(st.sampled_from("ab")))
    if kind == "*":
        return (kind, draw(NUMBERS), draw(affine(depth - 1)))
    return (kind, *(draw(affine(depth - 1)) for _ in range(1 if kind == "neg" else 2)))


def text_of(tree) -> str:
    """The tree as text, every operation in parentheses."""
    kind = tree[0]
    if kind == "number":
        hundredths = int(tree[1] * 100)
        return f"{hundredths}%" if tree[2] else f"{hundredths // 100}.{hundredths % 100:02}"
    if kind == "name":
        return tree[1]
    if kind in TIMES:
        return f"lag({tree[1]}, {tree[2]})" if kind == "lag" else f"{kind}({tree[1]})"
    parts = [text_of(child) for child in tree[1:]]
    if kind == "neg":
        return f"(-{parts[0]})"
    if kind == "not":
        return f"(not ({parts[0]}))"
    if kind in RESERVED and kind not in ("and", "or"):
        return f"{kind}({', '.join(parts)})"
    return f"({parts[0]} {kind} {parts[1]})"


class UnknownError(Exception):
    """The reference has no value; the argument is the reason."""


def reference(tree, table):
    """The value of a tree by plain recursion over fractions; raises `UnknownError` where there is none."""
    kind = tree[0]
    if kind == "number":
        return tree[1]
    if kind == "name":
        return _at(table, tree[1], 0)
    if kind == "prev":
        return _at(table, tree[1], 1)
    if kind == "lag":
        return _at(table, tree[1], tree[2])
    if kind == "change":
        return _at(table, tree[1], 0) - _at(table, tree[1], 1)
    if kind == "if":
        return reference(tree[2] if reference(tree[1], table) else tree[3], table)
    if kind == "coalesce":
        return _coalesced(tree[1:], table)
    if kind in ("and", "or"):
        return _decided(kind == "or", tree[1:], table)
    done = [reference(child, table) for child in tree[1:]]
    if kind == "/" and done[1] == 0:
        raise UnknownError("ZERO_DENOM")
    return _OPERATIONS[kind](*done)


_OPERATIONS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: Fraction(a.numerator * b.denominator, a.denominator * b.numerator),
    "neg": lambda a: 0 - a,
    "abs": lambda a: a if a > 0 else 0 - a,
    "min": lambda *n: min(n),
    "max": lambda *n: max(n),
    "sum": lambda *n: sum(n, Fraction(0)),
    "mean": lambda *n: sum(n, Fraction(0)) * Fraction(1, len(n)),
    "not": lambda a: not a,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


def _at(table, name, lag):
    if (name, lag) not in table:
        raise UnknownError("NO_ACTUAL")
    return table[name, lag]


def _coalesced(children, table):
    first = None
    for child in children:
        try:
            return reference(child, table)
        except UnknownError as unknown:
            first = first or unknown
    raise first


def _decided(decisive, children, table):
    unknown = None
    for child in children:
        try:
            if reference(child, table) is decisive:
                return decisive
        except UnknownError as missing:
            unknown = unknown or missing
    if unknown is not None:
        raise unknown
    return not decisive
