"""`goaltree show GOAL --why`."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from goaltree.cli.group import goaltree

GOLDEN = Path(__file__).parents[1] / "golden" / "report"
DATA = ("--actuals", "actuals.csv", "--as-of", "2025-06-30")


def run(*args: str, **env: str) -> Result:
    """One run of the command line in this process."""
    return CliRunner().invoke(goaltree, list(args), env={"NO_COLOR": "1", **env})


def same_as_golden(name: str, text: str) -> bool:
    """Whether a text is the stored one, byte for byte; `GOALTREE_UPDATE_GOLDEN=1` stores it first."""
    path = GOLDEN / name
    if os.environ.get("GOALTREE_UPDATE_GOLDEN") == "1":
        path.write_bytes(text.encode())
    return path.read_bytes() == text.encode()


@pytest.fixture(autouse=True)
def _in_the_folder(monkeypatch):
    monkeypatch.chdir(GOLDEN)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("goal", ["sales", "repeat", "members"])
def test_golden_derivations(goal, lang):
    """How the numbers of a goal come about is, byte for byte, the stored text."""
    result = run("show", "plan.yaml", goal, "--why", *DATA, "--lang", lang)
    assert result.exit_code == 0, result.output
    assert same_as_golden(f"why-{goal}.{lang}.txt", result.stdout)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_golden_mermaid(lang):
    """The chart of a goal is, byte for byte, the stored one."""
    result = run("show", "plan.yaml", "repeat", "--why", *DATA, "--lang", lang, "--format", "mermaid")
    assert same_as_golden(f"why-repeat.{lang}.mmd", result.stdout)


def test_places_are_those_of_the_files():
    """A target's place is the line and column of its number in the plan's file."""
    text = run("show", "plan.yaml", "new_stores", "--why", *DATA, "--lang", "en").stdout
    lines = Path("plan.yaml").read_text(encoding="utf-8").splitlines()
    row = next(at for at, line in enumerate(lines, 1) if line.startswith("  new_stores: {perspective"))
    column = lines[row - 1].index("240 家") + 1
    assert f"T target  240 家  plan.yaml:{row}:{column}" in text


def test_formats_are_the_same_tree():
    """Mermaid draws and JSON lists what the text tells."""
    chart = run("show", "plan.yaml", "repeat", "--why", *DATA, "-f", "mermaid", "--lang", "zh").stdout
    assert chart.startswith("flowchart LR\n") and "复购率 32.9#37;" in chart
    found = json.loads(run("show", "plan.yaml", "repeat", "--why", *DATA, "-f", "json").stdout)
    assert found["steps"][-1]["step"] == "goal" and found["steps"][-1]["value"] == "329/1000"


def test_any_name_of_a_goal_will_do():
    """A goal is asked for by key, address, title or alias."""
    texts = {
        run("show", "plan.yaml", name, "--why", *DATA, "--lang", "en").stdout
        for name in ("sales.online", "sales.channel.online")
    }
    assert len(texts) == 1
    assert run("show", "plan.yaml", "复购率", "--why", *DATA).exit_code == 0
    assert run("show", "plan.yaml", "salse", "--why", *DATA).exit_code == 2


def test_colours_where_they_are_asked_for():
    """FORCE_COLOR paints, a pipe does not."""
    assert (
        "\x1b[1m" in run("show", "plan.yaml", "repeat", "--why", *DATA, NO_COLOR="", FORCE_COLOR="1").stdout
    )
    assert "\x1b" not in run("show", "plan.yaml", "repeat", "--why", *DATA).stdout


@pytest.mark.parametrize(
    "args",
    [
        ("sales", "--why"),
        ("--why", *DATA),
        ("sales", *DATA),
        ("sales", "--why", "--matrix", *DATA),
        ("--why", "--team", "web", *DATA),
    ],
)
def test_wrong_calls(args):
    """`--why` wants one goal and a table; a table alone is for `review`."""
    result = run("show", "plan.yaml", *args, "--lang", "en")
    assert result.exit_code == 2 and result.stdout == ""
    assert "--why" in result.stderr


def test_a_plan_without_a_period_is_told(tmp_path):
    """A plan that cannot be read gives its findings and exit code 1."""
    plan = tmp_path / "plan.yaml"
    plan.write_text("a: [", encoding="utf-8")
    result = run("show", str(plan), "sales", "--why", *DATA)
    assert result.exit_code == 1 and result.stdout == "" and "plan.yaml" in result.stderr


def test_a_source_that_cannot_be_read(tmp_path):
    """A table that is not there leaves 3, as in a review."""
    result = run("show", "plan.yaml", "sales", "--why", "--actuals", "no.csv", "--as-of", "2025-06-30")
    assert result.exit_code == 3 and "no.csv" in result.stderr
