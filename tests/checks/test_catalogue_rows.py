"""Bad inputs of the reliability catalogue that only the whole check can answer, by row."""

import pytest

import goaltree as gt

HEAD = "goaltree: 1\nplan: p\nperiod: 2025\ncurrency: CNY\n"


def found(text: str) -> set[str]:
    """The names of what is found in a plan."""
    return {finding.name for finding in gt.check(gt.loads(HEAD + text))}


@pytest.mark.parametrize("value", ["2024-02-30", "+0x", "0x1F", "1:30", "012"])
def test_a18_what_looks_like_another_type_is_a_finding_on_its_line(value: str) -> None:
    """A date or a program's number in place of a target is told at its line, never raised."""
    plan = gt.loads(HEAD + f"goals:\n  g:\n    kind: flow\n    unit: 元\n    target: {value}\n")
    (finding,) = plan.findings.errors
    assert finding.span is not None
    assert finding.span.line == 9


@pytest.mark.parametrize(
    ("numbers", "name"),
    [
        ("baseline: 40, target: 40", "baseline-equals-target"),
        ("baseline: -20, target: 10, growth: +150%", "growth-without-base"),
        ("baseline: 0, target: 10, growth: +10%", "growth-without-base"),
    ],
)
def test_b14_levels_that_no_ratio_survives_are_told(numbers: str, name: str) -> None:
    """A baseline that equals its target, or a growth from nothing or less, is a finding when the plan is checked."""
    assert name in found(f"goals:\n  g: {{kind: stock, unit: 分, direction: up, {numbers}}}\n")


@pytest.mark.parametrize(
    ("weights", "name"),
    [
        (("0", "0"), "weights-do-not-sum-to-one"),
        (("-0.2", "1.2"), "unusable-weight"),
        (("nan", "1"), "number-out-of-range"),
        (("0.5", "0.4"), "weights-do-not-sum-to-one"),
        (("60", "40"), "weight-out-of-range"),
    ],
)
def test_b16_weights_that_are_no_shares_are_told(weights: tuple[str, str], name: str) -> None:
    """Weights that are negative, no number, above 1, or do not sum to 1 are findings."""
    first, second = weights
    text = (
        "goals:\n  g: {kind: score, unit: 分, direction: up, target: 90}\n"
        f"  a: {{kind: stock, unit: 人, direction: up, target: 5, serves: {{g: {first}}}}}\n"
        f"  b: {{kind: stock, unit: 人, direction: up, target: 5, serves: {{g: {second}}}}}\n"
    )
    assert name in found(text)


@pytest.mark.parametrize(("first", "second"), [("30%", "0.7"), ("0.3", "0.7"), ("1", "0")])
def test_b16_shares_may_be_written_either_way(first: str, second: str) -> None:
    """A percentage and a fraction are the same share; a weight of 0 follows without counting."""
    text = (
        "goals:\n  g: {kind: score, unit: 分, direction: up, target: 90}\n"
        f"  a: {{kind: stock, unit: 人, direction: up, target: 5, serves: {{g: {first}}}}}\n"
        f"  b: {{kind: stock, unit: 人, direction: up, target: 5, serves: {{g: {second}}}}}\n"
    )
    assert not {"weights-do-not-sum-to-one", "weight-out-of-range", "unusable-weight"} & found(text)


def test_c11_parts_that_do_not_add_up_come_with_residual_and_corrections() -> None:
    """The message prints the residual, and the hint the single numbers that would mend it."""
    text = "goals:\n  g: {kind: flow, unit: 元, direction: up, target: 82.0, cuts: {c: {a: 50.0, b: 30.0}}}\n"
    (finding,) = gt.check(gt.loads(HEAD + text)).select(["parts-do-not-sum"])
    assert "2.0" in finding.message()
    assert "`goals.g.cuts.c.b`: 30.0 → 32.0" in finding.hint()
