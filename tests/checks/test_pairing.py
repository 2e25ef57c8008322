"""Rules on pairs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree import check, loads, read
from goaltree.checks import pairing
from goaltree.finding import Finding

RULES = tuple(rule for one in pairing.CHECKS for rule in one.rules)
CLEAN = sorted((Path(__file__).parents[1] / "plans" / "clean").iterdir())
HEAD = "goaltree: 1\nplan: shop\nperiod: 2025\ncurrency: CNY\n"


def findings(text: str) -> list[Finding]:
    return list(check(loads(text), rules=pairing.CHECKS))


def codes(text: str) -> list[str]:
    return [finding.code for finding in findings(text)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_fires_on_its_wrong_example_alone(rule) -> None:
    """The wrong example of a rule shows its defect and no other; the mended one shows none."""
    assert codes(rule.wrong) == [rule.code]
    assert codes(rule.right) == []


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_clean_plans_show_nothing(path) -> None:
    """No rule fires on a plan whose author made no mistake."""
    plan = read(path)
    assert [finding.message() for one in pairing.CHECKS for finding in one.run(plan)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_messages_are_filled_in_both_languages(rule) -> None:
    """A finding of every rule reads without a place left open, and quotes where it stands."""
    finding = findings(rule.wrong)[0]
    for lang in ("en", "zh"):
        said = finding.message(lang) + finding.hint(lang)
        assert "{" not in said.replace("{time", "").replace("over: {", "")
    assert finding.span is not None
    assert finding.span.line > 0


METRICS = "".join(
    f"  {key}: {{kind: flow, unit: 元, direction: {way}, healthy: {sign}1元}}\n"
    for key, way, sign in [("a", "up", "≥"), ("b", "up", "≥"), ("c", "down", "≤"), ("d", "down", "≤")]
)
PLAN = HEAD + "goals: {g: {kind: flow}}\nmetrics:\n" + METRICS + "pairs: "
WAYS = {"a": "up", "b": "up", "c": "down", "d": "down"}


@given(result=st.sampled_from("abcd"), process=st.sampled_from("abcd"), sign=st.sampled_from("+-"))
def test_sign_follows_the_directions(result, process, sign) -> None:
    """Two that go the same way have the sign +, two that go apart the sign -."""
    found = codes(PLAN + f"{{{result}: {{{process}: {{sign: '{sign}'}}}}}}\n")
    wanted = "+" if WAYS[result] == WAYS[process] else "-"
    assert found == (["GT701"] if result == process else [] if sign == wanted else ["GT705"])


@given(
    pairs=st.sets(
        st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")).filter(lambda p: p[0] != p[1]), max_size=8
    )
)
def test_circles_are_told_exactly_where_there_are_some(pairs) -> None:
    """A circle of pairs is told where following them comes back, and nowhere else."""
    below = {key: [p for r, p in pairs if r == key] for key in "abcd"}
    text = ", ".join(f"{r}: [{', '.join(sorted(ps))}]" for r, ps in below.items() if ps)
    reach = {key: set(ps) for key, ps in below.items()}
    for _ in "abcd":
        reach = {key: ps | {x for p in ps for x in reach[p]} for key, ps in reach.items()}
    found = codes(PLAN + f"{{{text}}}\n")
    assert ("GT702" in found) == any(key in reach[key] for key in "abcd")


@pytest.mark.parametrize(
    ("lag", "code"),
    [
        ("12 months", None),
        ("1 year", None),
        ("13 months", "GT704"),
        ("366 days", "GT704"),
        ("0.5 months", None),
    ],
)
def test_lag_against_the_plan(lag, code) -> None:
    """A lag as long as the plan is fine, and one day more is not."""
    assert codes(PLAN + f"{{a: {{b: {{lag: {lag}}}}}}}\n") == ([code] if code else [])


def test_spending_follows_progress() -> None:
    """A ceiling on what accumulates is used up by progress, which is no conflict."""
    text = (
        HEAD
        + "goals:\n  spend: {{kind: stock, unit: 元, direction: down, {}target: ≤3000万}}\n  done: {{kind: milestone, unit: '%', direction: up, target: 100%}}\npairs: {{spend: {{done: {{sign: '+'}}}}}}\n"
    )
    assert codes(text.format("")) == []
    assert codes(text.format("baseline: 4000万, ")) == ["GT705"]


def test_unreadable_range_is_not_a_missing_one() -> None:
    """A healthy range that cannot be read has its own finding, and is not called missing."""
    text = PLAN.replace("direction: up, healthy: ≥1元", "direction: up, healthy: 约莫一些") + "{a: b}\n"
    assert "GT703" not in codes(text)


def test_pair_in_leads_is_a_pair() -> None:
    """A pair that the process metric declares is checked like any other."""
    text = PLAN.replace(
        "b: {kind: flow, unit: 元, direction: up",
        "b: {kind: flow, unit: 元, leads: a, sign: '-', direction: up",
    )
    assert codes(text + "{}\n") == ["GT705"]
