"""Checking as a whole: order, layout and files change no finding; labels and selections hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import goaltree as gt
from goaltree.checks.sample import ACTION, GOAL, HEAD, SAMPLE, TEAM
from plan_strategies import plan_values

SECTIONS = ("metrics", "goals", "teams", "actions", "segments", "perspectives", "sources")


def told(plan: gt.Plan) -> list[tuple[str, str, str, str]]:
    """What is found, without where it stands."""
    return sorted((f.code, f.path, f.message("en"), f.hint("zh")) for f in gt.check(plan))


@given(plan_values(), st.randoms(use_true_random=False))
def test_6_splitting_into_files_changes_no_finding(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, Any], random: Any
) -> None:
    """Sections moved into other files, in any order, are the same plan with the same findings."""
    plan = gt.loads(gt.dumps(gt.loads(values)))
    plain = plan.to_dict()
    folder = tmp_path_factory.mktemp("plan")
    moved = [name for name in SECTIONS if name in plain and random.random() < 0.6]
    random.shuffle(moved)
    for name in moved:
        (folder / f"{name}.json").write_text(_json({name: plain.pop(name)}), encoding="utf-8")
    (folder / "plan.json").write_text(
        _json({**plain, "include": [f"{name}.json" for name in moved]}), encoding="utf-8"
    )
    split = gt.read(folder / "plan.json")
    assert split == plan
    assert told(split) == told(plan)


def _json(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)


@given(plan_values())
def test_checking_twice_is_checking_once(values: dict[str, Any]) -> None:
    """A check changes nothing: the second run finds the very same, places included."""
    plan = gt.loads(gt.dumps(gt.loads(values)))
    assert list(gt.check(plan)) == list(gt.check(plan))


def test_findings_know_their_team_and_perspective() -> None:
    """A finding falls under the team that answers for its goal or part, and under the goal's perspective."""
    plan = gt.loads(
        HEAD
        + "perspectives: {growth: 增长}\nsegments: {channel: [线上, 门店]}\n"
        + GOAL.replace(
            "owner: shop}",
            "owner: shop, perspective: growth, baseline: unstated, cuts: {channel: {线上: {target: unstated, owner: web}, 门店: unstated}}}",
        )
        + TEAM
        + "  web: {title: 线上部, lead: 李 XX, boundary: unstated}\n"
        + ACTION.replace("Q2 启动，Q4 完成", "unstated")
    )
    labels = {f.path: (f.team, f.perspective) for f in gt.check(plan, select=["GT420"])}
    assert labels == {
        "goals.sales.baseline": ("shop", "growth"),
        "goals.sales.cuts.channel.线上.target": ("web", "growth"),
        "goals.sales.cuts.channel.门店.target": ("shop", "growth"),
        "teams.web.boundary": ("web", None),
        "actions.stores.time": ("shop", None),
    }


def test_units_are_checked_across_the_plan() -> None:
    """A number in a currency without a rate, and one of another dimension, are told at their own place."""
    text = SAMPLE.replace("target: 12亿", "target: 12亿, baseline: 1亿 USD, tiers: {threshold: 3 小时}")
    errors = {(f.code, f.path) for f in gt.check(gt.loads(text)).errors}
    assert errors == {("GT044", "goals.sales.baseline"), ("GT052", "goals.sales.tiers.threshold")}
    rated = gt.check(gt.loads(text.replace("currency: CNY", "currency: CNY\nfx: {USD: 7.2}")))
    assert {(f.code, f.path) for f in rated.errors} == {("GT052", "goals.sales.tiers.threshold")}


@pytest.mark.parametrize(
    ("formula", "reads"),
    [("share > 30", "3000%"), ("share - 45 > 0%", "4500%"), ("hours < 24", "0.00666666666667 小时")],
)
def test_bare_numbers_are_told(formula: str, reads: str) -> None:
    """A bare number that meets a percentage or a time is told with what it is read as."""
    goals = "  share: {title: 占比, kind: ratio, unit: '%', direction: up, target: 30%}\n  hours: {title: 时长, kind: mean, unit: 小时, direction: down, target: 2 小时}\n"
    plan = gt.loads(f"{HEAD}{GOAL}{goals}{TEAM}asserts: [{formula}]\n")
    (finding,) = gt.check(plan, select=["GT153"])
    assert reads in finding.message("en") and reads in finding.message("zh") and finding.level == "note"


@pytest.mark.parametrize(
    "formula",
    ["share > 30%", "share > 0.3", "pace(share) < 0.9", "sales > 5000万", "share * 2 > 10%", "share > 0"],
)
def test_other_numbers_are_not(formula: str) -> None:
    """A number with a percent sign, of a share up to 1, of money, of a product, and zero are read without a word."""
    goals = "  share: {title: 占比, kind: ratio, unit: '%', direction: up, target: 30%}\n"
    plan = gt.loads(
        f"{HEAD}{GOAL}{goals}{TEAM}actions: {{a: {{title: 某, team: shop, serves: [sales], risks: [{{when: {formula}}}]}}}}\n"
    )
    assert not plan.findings and not gt.check(plan, select=["GT153"])


def test_c01_c02_circles(tmp_path: Path) -> None:
    """A circle of parts, alignments or formulas is one finding with the place of every link."""
    goal = "{{title: {0}, kind: flow, unit: 元, direction: up, target: 1亿, {1}}}"
    rows = [("a", "serves: [b]"), ("b", "serves: [c]"), ("c", "serves: [a]")]
    for key, rest in rows:
        (tmp_path / f"{key}.yaml").write_text(
            f"goals:\n  {key}: {goal.format(key, rest)}\n", encoding="utf-8"
        )
    (tmp_path / "plan.yaml").write_text(
        "goaltree: 1\ncurrency: CNY\nperiod: 2025\ninclude: '[abc].yaml'\n".replace(
            "'[abc].yaml'", "[a.yaml, b.yaml, c.yaml]"
        ),
        encoding="utf-8",
    )
    (finding,) = gt.check(gt.read(tmp_path), select=["GT150"])
    files = {Path(span.file).name for span in (finding.span, *finding.others) if span}
    assert files == {"a.yaml", "b.yaml", "c.yaml"}
    alone = gt.loads(f"{HEAD}goals:\n  a: {goal.format('a', 'serves: [a]')}\n")
    assert [f.code for f in gt.check(alone, select=["GT150"])] == ["GT150"]
    formulas = gt.loads(
        f"{HEAD}goals:\n  a: {goal.format('a', 'formula: b * 2')}\n  b: {goal.format('b', 'formula: a / 2')}\n"
    )
    assert [f.code for f in gt.check(formulas, select=["GT150"])] == ["GT150"]
    lagged = gt.loads(f"{HEAD}goals:\n  a: {goal.format('a', 'formula: prev(a) * 2')}\n")
    assert not gt.check(lagged, select=["GT150"])
