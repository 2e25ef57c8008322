"""The page on alerts: its commands, run one after the other, print what it shows, and its program runs."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from goaltree.cli.group import goaltree

PAGE = Path(__file__).resolve().parents[2] / "docs" / "alerts.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(kind):
    """The blocks of a kind on the page."""
    return [text for named, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")) if named == kind]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the plan and the tables of the page."""
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_text(blocks("yaml")[0], encoding="utf-8")
    for name, text in zip(("march.csv", "april.csv"), blocks("text"), strict=True):
        Path(name).write_text(text, encoding="utf-8")
    return tmp_path


def shown(block):
    """A block with what its commands print now."""
    lines = []
    for command in (one for one in block.splitlines() if one.startswith("$ ")):
        args = shlex.split(command.removeprefix("$ goaltree "))
        result = CliRunner().invoke(goaltree, args, env={"COLUMNS": "110", "NO_COLOR": "1"})
        assert result.exit_code == 0, result.output
        lines += [command, *(result.stderr + result.stdout).splitlines()]
    return "\n".join([*lines, ""])


def test_commands_print_what_the_page_says(folder):
    """The commands of the page print, in their order and byte for byte, what stands beneath them."""
    found = blocks("console")
    assert len(found) == 3
    now = [shown(block) for block in found]
    if os.environ.get("GOALTREE_UPDATE_GOLDEN") == "1":
        text = PAGE.read_text(encoding="utf-8")
        for block, new in zip(found, now, strict=True):
            text = text.replace(block, new)
        PAGE.write_text(text, encoding="utf-8")
        found = blocks("console")
    assert now == found


def test_the_program_runs(folder):
    """The program gives the alerts of April 7th, and the same review again raises and closes nothing."""
    for block in blocks("console"):
        shown(block)
    (program,) = blocks("python")
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(program, str(PAGE), "exec"), {})
    assert said.getvalue().splitlines() == [
        "orders/2025-03/undecided open 2025-04-04 10:00:00+08:00",
        "orders/2025-03/emergency open 2025-04-04 10:00:00+08:00",
        "sales.region.abroad/2025-02/warning answered 2025-04-10 10:00:00+08:00",
        "actions.stores.risks[0]/2025-02/risk open None",
        "0 0",
    ]
