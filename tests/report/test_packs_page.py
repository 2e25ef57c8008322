"""The page on packs: its commands print what it shows, its program runs, its table has every option."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from goaltree.cli.group import goaltree
from goaltree.cli.pack import pack
from goaltree.report.pack.pack import KINDS

from .pack_sample import PLAN

PAGE = Path(__file__).resolve().parents[2] / "docs" / "packs.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OF_ALL = {"--all", "--lang", "--grain", "--percent", "--encoding", "--no-plugins", "--strict"}
"""Options that every command on data has; the page tells those of its own."""


def blocks(kind: str) -> list[str]:
    """The blocks of a kind on the page."""
    return [text for named, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")) if named == kind]


def shown(block: str) -> str:
    """A block with what its commands print now."""
    lines: list[str] = []
    for command in (one for one in block.splitlines() if one.startswith("$ ")):
        args = shlex.split(command.removeprefix("$ goaltree "))
        result = CliRunner().invoke(goaltree, args, env={"COLUMNS": "110", "NO_COLOR": "1"})
        assert result.exit_code == 0, result.output
        lines += [command, *result.stdout.splitlines()]
    return "\n".join([*lines, ""])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the plan and the table of the page."""
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_text(blocks("yaml")[0], encoding="utf-8")
    Path("march.csv").write_text(blocks("text")[0], encoding="utf-8")
    return tmp_path


def test_the_plan_is_that_of_the_tests() -> None:
    """What the page shows is the plan that the tests of packs are about."""
    assert blocks("yaml")[0].strip() == PLAN.strip()


def test_commands_print_what_the_page_says_and_the_program_runs(folder: Path) -> None:
    """The commands of the page print, in their order and byte for byte, what stands beneath them; then its program holds."""
    found = blocks("console")
    assert len(found) == 5
    now = [shown(block) for block in found]
    if os.environ.get("GOALTREE_UPDATE_GOLDEN") == "1":
        text = PAGE.read_text(encoding="utf-8")
        for block, new in zip(found, now, strict=True):
            text = text.replace(block, new)
        PAGE.write_text(text, encoding="utf-8")
        found = blocks("console")
    assert now == found
    (program,) = blocks("python")
    exec(compile(program, str(PAGE), "exec"), {})
    assert (folder / "shop.md").read_text(encoding="utf-8").startswith("# 指标偏差预警表")


def test_every_kind_and_option_has_its_row() -> None:
    """The tables name each kind, and each option that is not every command's."""
    text = PAGE.read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([a-z]+)` \|", text, re.MULTILINE)) == set(KINDS)
    rows = {
        name
        for row in re.findall(r"^\| (`--.*?) \|", text, re.MULTILINE)
        for name in re.findall(r"--[a-z-]+", row)
    }
    assert rows == {param.opts[0] for param in pack.params if isinstance(param, click.Option)} - OF_ALL
