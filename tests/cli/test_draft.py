"""`goaltree draft`: the plan on the output, what was taken and what was not read on the error stream."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

import goaltree as gt
from goaltree.cli.group import goaltree

TABLE = "指标,2024 实际,2025 目标,增长率,责任部门\n销售额,10亿,12亿,+80%,商品部\n复购率,30%,约35%,,商品部\n"


def run(*args, text=None):
    """One run of the command line in this process."""
    args = [str(arg) for arg in ("draft", *args)]
    return CliRunner().invoke(goaltree, args, input=text, env={"LC_ALL": "C", "COLUMNS": "100"})


@pytest.fixture
def path(tmp_path):
    """A table in a file."""
    path = tmp_path / "goals.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_findings_stand_in_lines_on_either_stream(path):
    """What --check finds is the same text beside the plan and, with --out, on the output: line by line."""
    out = path.with_name("plan.yaml")
    beside, alone = run(path, "--check").stderr, run(path, "--check", "--out", out).stdout
    found = alone.replace(str(out), "<text>")
    assert "\n    | +80%\n    | ^^^^\n  hint: " in found
    assert beside.endswith(found)


def test_plan_on_the_output_the_rest_on_the_error_stream(path):
    """The output is the plan alone; the mapping, what was not read and the count are messages."""
    result = run(path)
    assert result.exit_code == 0
    assert str(gt.loads(result.stdout).goals["sales"].target) == "12亿"
    assert "goals.csv!C1 2025 目标 = target" in result.stderr
    assert "goals.csv!C3 `约35%`: `约35%` is about, open or strict" in result.stderr
    assert result.stderr.endswith("8 cells read, 1 listed.\n")


def test_messages_in_chinese(path):
    """With --lang zh, comments and messages are Chinese."""
    result = run(path, "--lang", "zh")
    assert result.stdout.startswith("# 草稿")
    assert result.stderr.endswith("8 个单元格已读，1 个列出。\n") and "没有读出的：" in result.stderr


def test_pasted_tables_come_from_the_input():
    """`-` reads what is pasted."""
    result = run("-", text=TABLE)
    assert str(gt.loads(result.stdout).goals["sales"].target) == "12亿"
    assert "<stdin>!C3" in result.stderr


def test_check_shows_contradictions_at_once(path):
    """--check finds that 10亿 to 12亿 is not +80 %, and leaves with exit code 1."""
    result = run(path, "--check")
    assert result.exit_code == 1
    assert "GT203" in result.stderr and "GT203" not in result.stdout
    assert run(path, "--check", "--out", path.with_suffix(".yaml")).stdout.count("GT203") == 1


def test_out_never_overwrites(path):
    """--out writes the plan to a new file; one that is there stays, with exit code 2."""
    out = path.with_suffix(".yaml")
    result = run(path, "--out", out)
    assert result.exit_code == 0 and not result.stdout
    assert gt.read(out).goals.keys() == {"sales", "repurchase"}
    again = run(path, "--out", out)
    assert again.exit_code == 2 and "left as it is" in again.stderr


def test_out_that_cannot_be_written(path):
    """A folder that is not there is one line on the error stream and exit code 2."""
    result = run(path, "--out", path.parent / "no" / "plan.yaml")
    assert result.exit_code == 2 and "No such file" in result.stderr


def test_mapping_by_hand(path):
    """--map says what a header means; several stand in one option or in several."""
    result = run(path, "--map", "2024 实际=skip,增长率=skip", "--map", "责任部门=lead")
    assert "baseline" not in result.stdout and "growth" not in result.stdout
    assert "goals.csv!E1 责任部门 = lead" in result.stderr


@pytest.mark.parametrize("mapping", ["目标", "=target", "目标=goal", ""])
def test_mapping_that_means_nothing(path, mapping):
    """A mapping that is none is a wrong call."""
    assert run(path, "--map", mapping).exit_code == 2


def test_json(path):
    """--format json gives the plan, the columns, the cells, and with --check the findings."""
    found = json.loads(run(path, "--format", "json", "--check").stdout)
    assert found["cells"] == {"read": 8, "listed": 1}
    assert found["columns"][2] == {"place": "goals.csv!C1", "header": "2025 目标", "role": "target"}
    assert [(u["row"], u["column"], u["text"]) for u in found["unread"]] == [(3, 3, "约35%")]
    assert "GT203" in {finding["code"] for finding in found["findings"]}
    assert gt.loads(found["plan"]).goals.keys() == {"sales", "repurchase"}


def test_unreadable_file_is_told(tmp_path):
    """A missing file is one line, and exit code 3; a table of nothing is exit code 1."""
    result = run(tmp_path / "missing.csv")
    assert result.exit_code == 3 and "missing.csv: it does not exist" in result.stderr
    assert run("-", text="hello\n").exit_code == 1


def test_wrong_options(path):
    """An unknown currency and encoding are wrong calls."""
    assert run(path, "--currency", "XXX").exit_code == 2
    assert run(path, "--encoding", "none").exit_code == 2
    assert "currency: CNY" in run(path, "--currency", "CNY").stdout
