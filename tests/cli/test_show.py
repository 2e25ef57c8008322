"""`goaltree show`: the tree, the matrix, one goal, one team, and what is asked of it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from goaltree.cli.group import goaltree

GOLDEN = Path(__file__).parents[1] / "golden" / "cli"
PLAN = GOLDEN / "plan.yaml"
VIEWS = {
    "tree": [],
    "keys": ["--keys"],
    "matrix": ["--matrix"],
    "goal": ["sales"],
    "part": ["sales.online"],
    "team": ["--team", "shops"],
    "asked": ["--asked-of", "shops"],
    "asked-support": ["--asked-of", "技术中台"],
    "mermaid": ["--format", "mermaid"],
    "json": ["--format", "json"],
}
CIRCLE = """\
goaltree: 1
plan: circle
period: 2025
currency: CNY
goals:
  a: {title: 甲, kind: flow, unit: 元, direction: up, formula: b * 2, target: 2亿, owner: shop}
  b: {title: 乙, kind: flow, unit: 元, direction: up, formula: a / 2, target: 1亿, owner: shop}
teams:
  shop: {title: 店铺部, carries: [a]}
"""


def run(*args: str | Path, room: int = 100) -> Result:
    """One run of the command line in this process; files are named as they stand in the golden folder."""
    return CliRunner().invoke(
        goaltree, [str(arg) for arg in args], env={"COLUMNS": str(room), "NO_COLOR": "1"}
    )


def same_as_golden(name: str, text: str) -> bool:
    """Whether a text is the stored one, byte for byte; `GOALTREE_UPDATE_GOLDEN=1` stores it first."""
    path = GOLDEN / name
    if os.environ.get("GOALTREE_UPDATE_GOLDEN") == "1":
        path.write_bytes(text.encode())
    return path.read_bytes() == text.encode()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("view", VIEWS)
def test_golden_views(view: str, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each view of a small plan is, byte for byte, the stored one."""
    monkeypatch.chdir(GOLDEN)
    result = run("show", "plan.yaml", *VIEWS[view], "--lang", lang)
    assert result.exit_code == 0, result.output
    assert same_as_golden(f"{view}.{lang}.txt", result.stdout)


@pytest.mark.parametrize("room", [60, 80, 120])
@pytest.mark.parametrize("view", ["tree", "keys", "matrix", "goal", "team", "asked", "asked-support"])
def test_views_fit_the_terminal(view: str, room: int) -> None:
    """No line of a view is wider than the terminal, whatever the language."""
    from goaltree.rendering.terminal import width

    for lang in ("en", "zh"):
        lines = run("show", PLAN, *VIEWS[view], "--lang", lang, room=room).stdout.splitlines()
        assert [text for text in lines if width(text) > room and str(GOLDEN) not in text] == []


def test_tree_names_every_goal_with_target_and_owner() -> None:
    """Every goal of the plan stands in the tree, with its target and its owner."""
    text = run("show", PLAN, "--lang", "en", "--keys").stdout
    for key in (
        "sales",
        "sales.channel.online",
        "sales.channel.stores",
        "sales.season.summer",
        "cups",
        "nps",
    ):
        assert key in text
    row = next(line for line in text.splitlines() if "sales.channel.online" in line)
    assert "5亿" in row and "Online" in row


def test_json_is_the_whole_graph() -> None:
    """The JSON of the tree has every goal and every edge between nodes that it lists."""
    found = json.loads(run("show", PLAN, "--format", "json").stdout)
    keys = {node["key"] for node in found["nodes"]}
    assert {"sales", "cups", "nps", "sales.channel.online"} <= keys
    assert found["edges"] and all({edge["parent"], edge["child"]} <= keys for edge in found["edges"])
    assert {edge["kind"] for edge in found["edges"]} == {"cut", "of_which", "driver", "alignment"}


@pytest.mark.parametrize("name", ["sales.online", "sales.channel.online", "营收", "Sales", "销售额"])
def test_goal_by_any_name(name: str) -> None:
    """A goal is found by key, short or full address, title in either language, or alias."""
    result = run("show", PLAN, name, "--lang", "en")
    assert result.exit_code == 0
    assert result.stdout.startswith("Sales")


def test_unknown_goal_is_a_wrong_call() -> None:
    """An unknown goal gives one line with the nearest names, on the error stream, and exit code 2."""
    english = run("show", PLAN, "salse", "--lang", "en")
    chinese = run("show", PLAN, "salse", "--lang", "zh")
    assert (english.exit_code, chinese.exit_code) == (2, 2)
    assert english.stdout == ""
    assert english.stderr.count("\n") == 1 and "Did you mean sales" in english.stderr
    assert "是不是想写 sales" in chinese.stderr


@pytest.mark.parametrize("option", ["--team", "--asked-of"])
def test_unknown_team_is_a_wrong_call(option: str) -> None:
    """An unknown team gives exit code 2 and names near it."""
    result = run("show", PLAN, option, "shop")
    assert result.exit_code == 2
    assert "shops" in result.stderr


def test_two_views_at_once_are_a_wrong_call() -> None:
    """Two views cannot be asked for together, and other formats are for the tree alone."""
    assert run("show", PLAN, "sales", "--matrix").exit_code == 2
    assert run("show", PLAN, "--matrix", "--format", "json").exit_code == 2


@pytest.mark.parametrize("view", [[], ["a"], ["--format", "json"], ["--format", "mermaid"]])
def test_circle_is_told_instead_of_a_tree(tmp_path: Path, view: list[str]) -> None:
    """Goals in a circle give the finding with its place and exit code 1, not a traceback."""
    plan = tmp_path / "plan.yaml"
    plan.write_text(CIRCLE, encoding="utf-8")
    result = run("show", plan, *view, "--lang", "en")
    assert result.exit_code == 1
    assert "goals-in-a-circle" in result.stdout and "plan.yaml:" in result.stdout
    assert result.exception is None or isinstance(result.exception, SystemExit)


@pytest.mark.parametrize("text", ["", "a: [", "goaltree: 9\nplan: x\n", "goals: 3\n", "\x00"])
@pytest.mark.parametrize("view", ["tree", "matrix", "json", "mermaid"])
def test_broken_plans_are_shown_as_far_as_they_go(tmp_path: Path, text: str, view: str) -> None:
    """A plan that cannot be read shows what is left, and counts the errors on the error stream."""
    plan = tmp_path / "plan.yaml"
    plan.write_text(text, encoding="utf-8")
    result = run("show", plan, *VIEWS[view], "--lang", "en")
    assert result.exit_code == 0
    assert "error" in result.stderr
    assert "Traceback" not in result.output
