"""Names to keys, and the nearest names."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from goaltree.model.goal import Cut
from goaltree.model.mapping import Frozen
from goaltree.model.names import GoalNames, Names, Unresolved, near, normal

NOUNS = st.lists(
    st.tuples(st.text(min_size=1, max_size=6), st.lists(st.text(min_size=1, max_size=6), max_size=3)),
    max_size=6,
)


@given(NOUNS)
def test_a_key_means_itself(nouns: list[tuple[str, list[str]]]) -> None:
    """Whatever titles others have, a key means its own noun."""
    names = Names(nouns)
    for key, _ in nouns:
        assert normal(str(names.resolve(key))) == normal(key)


@given(NOUNS, st.text(max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_nouns_plays_no_part(
    nouns: list[tuple[str, list[str]]], name: str, random: object
) -> None:
    """A name means the same, or may mean the same, in whichever order the nouns come."""
    nouns = list({normal(key): (key, aka) for key, aka in nouns}.values())
    turned = list(nouns)
    random.shuffle(turned)  # type: ignore[attr-defined]
    assert Names(nouns).resolve(name) == Names(turned).resolve(name)


@given(st.text(max_size=8), st.lists(st.text(max_size=8), max_size=12), st.randoms(use_true_random=False))
def test_near_is_of_the_names(name: str, names: list[str], random: object) -> None:
    """What is suggested is among the names, three at most, in an order that theirs does not change."""
    found = near(name, names)
    assert len(found) <= 3 and set(found) <= set(names) and len(set(found)) == len(found)
    random.shuffle(names)  # type: ignore[attr-defined]
    assert near(name, names) == found


def test_titles_and_aliases() -> None:
    """A title or alias means its noun; one that two share is ambiguous; an unknown one has near names."""
    names = Names([("web", ["线上部", "Online"]), ("shop", ["门店部", "Online"])])
    assert names.resolve("线上部") == "web" and names.resolve("ｗeb") == "web"
    assert names.resolve("Online") == Unresolved(("shop", "web"), ambiguous=True)
    assert names.resolve("web_") == Unresolved(("web",))
    assert "web" in names and "Online" not in names


def test_many_names_are_still_near() -> None:
    """Among 20,000 names the nearest is found, and 200 questions take no more than a second or two."""
    names = Names((f"goal_{i}", [f"目标 {i}"]) for i in range(10_000))
    start = time.perf_counter()
    for i in range(0, 10_000, 50):
        assert f"goal_{i}" in names.near(f"gaol_{i}")
    assert time.perf_counter() - start < 5
    assert names.near("x" * 200) == ()


def test_addresses() -> None:
    """A short address is walked cut by cut; one that two cuts answer is ambiguous, one that none does names members."""
    cuts = {
        "g": [
            Cut(dimension="d", members=Frozen({"a": "g.d.a", "b": "g.d.b"})),
            Cut(dimension="e", members=Frozen({"a": "g.e.a"})),
        ],
        "g.d.b": [Cut(dimension="e", members=Frozen({"c": "g.d.b.e.c"}))],
    }
    names = GoalNames([("g", ["目标"]), *((k, []) for k in ("g.d.a", "g.d.b", "g.e.a", "g.d.b.e.c"))], cuts)
    assert names.resolve("g.b") == "g.d.b" and names.resolve("目标.b.c") == "g.d.b.e.c"
    assert names.resolve("g.a") == Unresolved(("g.d.a", "g.e.a"), ambiguous=True)
    assert names.resolve("g.zz") == Unresolved(("g.a", "g.b"))
    assert isinstance(names.resolve("h.a"), Unresolved)
