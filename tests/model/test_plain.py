"""Nouns as plain values: defaults left out, shorthands used, an author's own values untouched."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given

import goaltree as gt
from goaltree.model.mapping import Frozen
from goaltree.model.plain import own as plain_own
from plan_strategies import ANY_TEXTS, own, plan_values


@given(plan_values())
def test_plain_values_are_json(values: dict[str, Any]) -> None:
    """What `to_dict` gives is dicts, lists, texts and nothing else."""
    plain = gt.loads(values).to_dict()
    assert json.loads(json.dumps(plain)) == plain


@given(own(ANY_TEXTS))
def test_own_values_come_back(meta: dict[str, Any]) -> None:
    """An author's own values come back exactly as they were."""
    assert gt.loads({"goaltree": "1", "meta": meta}).to_dict()["meta"] == meta


def test_own_values_of_any_depth() -> None:
    """Own values nested 100,000 deep are turned without recursion."""
    deep: Any = "x"
    for _ in range(100_000):
        deep = (deep,)
    plain = plain_own(Frozen({"a": deep}))
    depth, here = 0, plain["a"]
    while isinstance(here, list):
        here, depth = here[0], depth + 1
    assert here == "x" and depth == 100_000


def test_shorthands() -> None:
    """What a shorthand says alone is written as the shorthand; defaults are left out."""
    values: dict[str, Any] = {
        "goaltree": "1",
        "goals": {
            "s": {"target": "1", "phasing": "seasonal", "serves": ["t"]},
            "t": {"target": "2", "phasing": {"2025Q1": "1"}},
        },
        "period": "2025",
        "teams": {"shop": "店铺部"},
        "governance": {"deviation": {"red": "≤-10%"}},
    }
    plain = gt.loads(values).to_dict()
    assert plain == {**values, "goals": plain["goals"]}
    assert plain["goals"]["s"] == {"target": "1", "phasing": "seasonal", "serves": ["t"]}
    assert plain["goals"]["t"]["phasing"] == {"2025Q1": "1"}
