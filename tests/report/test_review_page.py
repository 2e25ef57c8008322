"""The page on reviews: its commands print what it shows, and its program runs."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from goaltree.cli.group import goaltree
from goaltree.cli.review import review

PAGE = Path(__file__).resolve().parents[2] / "docs" / "review.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(kind):
    """The blocks of a kind on the page."""
    return [text for named, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")) if named == kind]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the plan and the table of the page."""
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_text(blocks("yaml")[0], encoding="utf-8")
    Path("actuals.csv").write_text(blocks("text")[0], encoding="utf-8")
    return tmp_path


def shown(block):
    """A block with what its command prints now."""
    first = block.partition("\n")[0]
    args = shlex.split(first.removeprefix("$ goaltree "))
    result = CliRunner().invoke(goaltree, args, env={"COLUMNS": "110", "NO_COLOR": "1"})
    assert result.exit_code == 0, result.output
    output = result.stdout
    if "--against" in args:
        output = output[output.index("What changed") :]
    return f"{first}\n{output}"


def test_commands_print_what_the_page_says(folder):
    """Each command of the page prints, byte for byte, what stands beneath it."""
    found = blocks("console")
    assert len(found) == 3
    if os.environ.get("GOALTREE_UPDATE_GOLDEN") == "1":
        text = PAGE.read_text(encoding="utf-8")
        for block in found:
            text = text.replace(block, shown(block))
        PAGE.write_text(text, encoding="utf-8")
        found = blocks("console")
    assert [shown(block) for block in found] == found


def test_the_program_runs(folder):
    """The program of the page writes its files and holds what it asserts."""
    (program,) = blocks("python")
    exec(compile(program, str(PAGE), "exec"), {})
    assert "复购率" in Path("march.md").read_text(encoding="utf-8")
    assert Path("shop.csv").read_text(encoding="utf-8-sig").startswith("key,title,")


def test_every_option_has_its_row():
    """The table of options names each option of the command, and no other."""
    rows = set(re.findall(r"^\| `(--[a-z-]+)", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    options = {param.opts[0] for param in review.params if isinstance(param, click.Option)}
    assert rows == options - {"--lang"}
