"""`goaltree init`, `rule`, `schema`, help and version."""

from __future__ import annotations

import itertools
import json
import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import goaltree as gt
from goaltree.catalogue import rules
from goaltree.cli.group import goaltree

COMMANDS = (
    "check",
    "show",
    "init",
    "rule",
    "schema",
    "draft",
    "needs",
    "review",
    "export",
    "plugins",
    "record",
    "doctor",
)


def run(*args: str | Path) -> Result:
    """One run of the command line in this process."""
    return CliRunner().invoke(goaltree, [str(arg) for arg in args], env={"LC_ALL": "C", "COLUMNS": "100"})


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_starter_has_no_findings(tmp_path: Path, lang: str) -> None:
    """The starter plan of either language reads and checks without a single finding."""
    path = tmp_path / "plan.yaml"
    assert run("init", path, "--lang", lang).exit_code == 0
    plan = gt.read(path)
    assert [str(finding.message()) for finding in gt.check(plan)] == []
    assert plan.goals and plan.teams and plan.actions
    assert path.read_text(encoding="utf-8").startswith("#")


def test_init_takes_a_folder(tmp_path: Path) -> None:
    """A folder, there or not, gets a plan.yaml."""
    assert run("init", tmp_path).exit_code == 0
    assert run("init", tmp_path / "new").exit_code == 0
    assert (tmp_path / "plan.yaml").read_bytes() == (tmp_path / "new" / "plan.yaml").read_bytes()


@pytest.mark.parametrize(("lang", "word"), [("en", "left as it is"), ("zh", "没有改动")])
def test_init_never_overwrites(tmp_path: Path, lang: str, word: str) -> None:
    """A file that is there stays as it is; the message names it and the exit code is 2."""
    path = tmp_path / "plan.yaml"
    path.write_text("mine", encoding="utf-8")
    result = run("init", path, "--lang", lang)
    assert result.exit_code == 2
    assert word in result.stderr and "plan.yaml" in result.stderr and result.stderr.count("\n") == 1
    assert path.read_text(encoding="utf-8") == "mine"


def test_init_that_cannot_write_is_told(tmp_path: Path) -> None:
    """A folder that is a file is one line on the error stream and exit code 2."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = run("init", tmp_path / "file" / "plan.yaml")
    assert result.exit_code == 2
    assert result.stderr.startswith("goaltree: ") and result.stderr.count("\n") == 1


def test_rule_lists_every_rule() -> None:
    """Without a code, every rule stands on a line with its code."""
    text = run("rule").stdout
    assert [code for code in rules() if code not in text] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rule_page_has_its_parts(lang: str) -> None:
    """The page of every rule has its name, its why and both examples, in either language."""
    for code, rule in rules().items():
        result = run("rule", code, "--lang", lang)
        assert result.exit_code == 0
        assert rule.name in result.stdout
        headings = ("错误示例", "正确示例") if lang == "zh" else ("Wrong", "Right")
        assert all(heading in result.stdout for heading in headings)


def test_rule_by_name_and_unknown_rule() -> None:
    """A rule goes by its name too; an unknown one is a wrong call with the nearest."""
    assert run("rule", "goal-carried-by-nobody").stdout == run("rule", "gt403").stdout
    result = run("rule", "goal-caried-by-nobody")
    assert result.exit_code == 2
    assert "goal-carried-by-nobody" in result.stderr


def test_schema_is_json() -> None:
    """The schema is a JSON Schema document."""
    found = json.loads(run("schema").stdout)
    assert "$schema" in found


@pytest.mark.parametrize("args", [(), *((name,) for name in COMMANDS)])
def test_help_is_short(args: tuple[str, ...]) -> None:
    """Every help fits one screen and 100 columns."""
    text = run(*args, "--help").stdout
    assert text.startswith("Usage: ")
    assert len(text.splitlines()) <= 40 and max(map(len, text.splitlines())) <= 100


def test_examples_in_the_help_run_as_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the help of a command shows is taken as a shell hands it over: every option and argument is known."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C")
    top, seen = click.Context(goaltree, info_name="goaltree"), set()
    for owner in goaltree.list_commands(top):
        shown = goaltree.get_command(top, owner)
        assert shown is not None
        for line in filter(None, (shown.epilog or "").removeprefix("\b").splitlines()):
            words = shlex.split(line)
            name, *args = words[words.index("goaltree") + 1 :]
            args = list(itertools.takewhile(lambda word: word not in (">", "|"), args))
            for arg in args:
                if arg.endswith("/"):
                    Path(arg).mkdir(exist_ok=True)
                elif Path(arg).suffix and "/" not in arg:
                    Path(arg).touch()
            command = goaltree.get_command(top, name)
            assert command is not None, line
            try:
                command.make_context(name, args, parent=top)
            except click.UsageError as error:
                pytest.fail(f"{line}: {error.message}")
            seen.add(owner)
    assert len(seen) >= len(COMMANDS)


def test_version() -> None:
    """--version prints the version alone."""
    result = run("--version")
    assert result.exit_code == 0
    assert re.fullmatch(
        r"goaltree (\d+\.\d+.*|, run from its sources)\n", result.stdout.replace("goaltree,", "goaltree ,")
    )
