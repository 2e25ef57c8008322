"""`goaltree check`: formats, selection, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from goaltree.cli.group import goaltree

CLEAN = """\
goaltree: 1
plan: shop
period: 2025
currency: CNY
goals:
  sales: {title: 销售额, kind: flow, unit: 元, direction: up, target: 12亿, owner: shop}
teams:
  shop: {title: 店铺部, lead: 王 XX, boundary: 门店与线上, carries: [sales]}
actions:
  stores: {title: 开新店, team: shop, serves: [sales], time: Q2 启动，Q4 完成}
"""
GAP = CLEAN.replace("lead: 王 XX, ", "")
WRONG = CLEAN.replace("12亿", "12亿园")


def run(*args: str | Path, **env: str) -> Result:
    """One run of the command line in this process."""
    return CliRunner().invoke(
        goaltree, [str(arg) for arg in args], env={"LC_ALL": "C", "NO_COLOR": "1", **env}
    )


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A file for a plan; a clean one until the test writes another."""
    path = tmp_path / "plan.yaml"
    path.write_text(CLEAN, encoding="utf-8")
    return path


def test_exit_codes_follow_the_levels(plan: Path) -> None:
    """Nothing found is 0, a warning is 0 and with --strict 1, an error is 1."""
    plan.write_text(GAP, encoding="utf-8")
    assert run("check", plan).exit_code == 0
    assert run("check", plan, "--strict").exit_code == 1
    plan.write_text(WRONG, encoding="utf-8")
    assert run("check", plan).exit_code == 1
    assert run("check", plan, "--ignore", "GT0").exit_code == 0


@pytest.mark.parametrize(
    "args", [[], ["no-such-file.yaml"], ["{plan}", "--format", "pdf"], ["{plan}", "--top", "0"]]
)
def test_wrong_calls_leave_with_2(plan: Path, args: list[str]) -> None:
    """A call that makes no sense leaves with 2 and says nothing on the output."""
    result = run("check", *(arg.format(plan=plan) for arg in args))
    assert result.exit_code == 2
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({"LC_ALL": "zh_CN.UTF-8"}, "警告"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_TW", "LANG": "en_US"}, "警告"),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "zh"}, "警告"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "warning"),
        ({"LC_ALL": "de_DE.UTF-8"}, "warning"),
    ],
)
def test_n11_language_follows_the_locale(plan: Path, env: dict[str, str], words: str) -> None:
    """The language is that of LC_ALL, LC_MESSAGES, LANG, the first of them that is set; --lang overrides."""
    plan.write_text(GAP, encoding="utf-8")
    assert words in run("check", plan, **env).stdout
    assert "警告" in run("check", plan, "--lang", "zh", **env).stdout


def test_formats_are_what_they_say(plan: Path) -> None:
    """JSON and SARIF parse, GitHub annotates, Markdown has a table: the same finding in each."""
    plan.write_text(GAP, encoding="utf-8")
    found = json.loads(run("check", plan, "--format", "json").stdout)
    assert found["findings"][0]["code"] == "GT407"
    assert found["summary"]["warning"] == 1
    sarif = json.loads(run("check", plan, "--format", "sarif").stdout)
    assert sarif["runs"][0]["results"][0]["ruleId"] == "GT407"
    assert run("check", plan, "--format", "github").stdout.startswith("::warning file=")
    assert "GT407" in run("check", plan, "--format", "markdown").stdout


def test_several_plans_are_checked_together(plan: Path, tmp_path: Path) -> None:
    """Findings of several plans come in one list, each with its file."""
    other = tmp_path / "other.yaml"
    other.write_text(GAP, encoding="utf-8")
    plan.write_text(GAP, encoding="utf-8")
    found = json.loads(run("check", plan, other, "--format", "json").stdout)
    assert {Path(one["file"]).name for one in found["findings"]} == {"plan.yaml", "other.yaml"}


def test_top_shows_the_first_and_says_how_many_are_left(plan: Path) -> None:
    """--top N shows N findings; how many are left is told on the error stream; the exit code counts all."""
    plan.write_text(
        WRONG.replace("lead: 王 XX, ", "").replace("boundary: 门店与线上, ", ""), encoding="utf-8"
    )
    every = json.loads(run("check", plan, "--format", "json").stdout)["findings"]
    first = run("check", plan, "--top", "1", "--format", "json")
    assert json.loads(first.stdout)["findings"] == every[:1]
    assert f"{len(every) - 1} more" in first.stderr
    assert first.exit_code == 1


def test_by_groups_under_headings(plan: Path) -> None:
    """--by team puts the findings under the teams that answer for them."""
    plan.write_text(GAP, encoding="utf-8")
    assert run("check", plan, "--by", "team", "--lang", "en").stdout.startswith("Team shop")


def test_select_keeps_some_rules(plan: Path) -> None:
    """--select keeps codes, names and first parts of codes."""
    plan.write_text(GAP, encoding="utf-8")
    for chosen, count in (("GT407", 1), ("team-without-lead", 1), ("GT4", 1), ("GT1", 0)):
        found = json.loads(run("check", plan, "--select", chosen, "--format", "json").stdout)
        assert len(found["findings"]) == count


def test_colours_only_where_wanted(plan: Path) -> None:
    """Output that goes to no terminal is plain, FORCE_COLOR colours it, NO_COLOR wins."""
    plan.write_text(GAP, encoding="utf-8")
    assert "\x1b" not in run("check", plan, NO_COLOR="").stdout
    assert "\x1b[" in run("check", plan, NO_COLOR="", FORCE_COLOR="1").stdout
    assert "\x1b" not in run("check", plan, NO_COLOR="1", FORCE_COLOR="1").stdout
