"""The page on actuals shows what happens."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import goaltree as gt
from goaltree.actuals import (
    intake_faults,
    moment_faults,
    row_faults,
    source_faults,
    value_faults,
    version_faults,
)
from goaltree.actuals.column import HEADINGS
from goaltree.actuals.observe import observe

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "actuals.md").read_text(encoding="utf-8")


def blocks(kind):
    """The fenced blocks of one kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_examples_of_the_page_run(tmp_path, monkeypatch):
    """The plan is clean, the file has no finding, and each program of the page says what its text promises."""
    plan = gt.loads(blocks("yaml")[0])
    assert list(gt.check(plan)) == []
    (tmp_path / "actuals.csv").write_text(blocks("text")[0], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert list(observe(plan, "actuals.csv").findings) == []
    said = io.StringIO()
    names = {"plan": plan}
    with contextlib.redirect_stdout(said):
        for block in blocks("python"):
            exec(block, names)  # the page's own programs
    lines = said.getvalue().splitlines()
    assert lines[0] == "['2025-01', '2025-02'] [60000000.0, 61000000.0]"
    assert lines[1:3] == ["110000000.0 (True,)", "100000000.0"]
    assert "sales,region=海外,2025-02,,元," in lines
    converted = observe(plan, "actuals.csv").series("sales", (("region", "海外"),))
    assert converted.values == (21_300_000,)  # 3,000,000 USD at 7.1


def test_every_rule_and_every_column_stands_on_the_page():
    """Each data rule has its row with its level, and each column with its headings."""
    for faults in (source_faults, row_faults, value_faults, moment_faults, version_faults, intake_faults):
        for rule in faults.RULES:
            assert f"| {rule.code} {rule.name} | {rule.level} |" in PAGE
    for column, (name, *others) in HEADINGS.items():
        assert f"| `{column}` | {', '.join(others)} |" in PAGE and name == column
