"""The pages run: each plan that the tutorial writes, each command and session that a page shows.

A page is replayed in an empty folder. A `yaml` block is written to `plan.yaml`, the first one as the
file, the next ones below what is there; a `diff` block changes lines of it; a `console` block is run,
and a `pycon` block too. The page that comes out, with what was really printed, must be the page
itself. `python tests/test_tutorial.py` writes it.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import shlex
import sys
from importlib.metadata import packages_distributions, requires, version
from pathlib import Path

import pytest
from click.testing import CliRunner

import goaltree
from goaltree.catalogue import rules
from goaltree.cli.group import goaltree as goaltree_command
from goaltree.plugin.default import forget

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGES = {"tutorial.md": "en_GB.UTF-8", "zh/tutorial.md": "zh_CN.UTF-8"}
HOUR = "first-hour.md"
PLUGINS = ("goaltree-duckdb", "goaltree-excel")
OTHERS = ("concepts.md", "plan-file.md", "formula.md", "checks.md")
SESSION = re.compile(r"^```(?P<kind>pycon)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
FENCE = re.compile(r"^```(?P<kind>yaml|diff|console|pycon)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def replayed(page: str, folder: Path, locale: str) -> str:
    """The page with the answers that its commands really give, run one after the other in a folder."""
    plan = folder / "plan.yaml"

    def played(block: re.Match[str]) -> str:
        kind, body = block["kind"], block["body"]
        if kind == "yaml":
            before = plan.read_text(encoding="utf-8") if plan.is_file() else ""
            plan.write_text(before + body, encoding="utf-8")
        elif kind == "diff":
            plan.write_text(changed(plan.read_text(encoding="utf-8"), body), encoding="utf-8")
        elif kind == "console":
            body = answered(body, folder, locale)
        else:
            body = interpreted(body, folder)
        return f"```{kind}\n{body}```"

    return FENCE.sub(played, page)


def resumed(page: str, folder: Path) -> str:
    """The page with what its sessions with Python really give."""
    return SESSION.sub(lambda block: f"```pycon\n{interpreted(block['body'], folder)}```", page)


def changed(text: str, diff: str) -> str:
    """The text with the lines of a diff replaced; they stand in it once, together."""
    lines = diff.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if line[0] != "+")
    new = "".join(line[1:] for line in lines if line[0] != "-")
    assert text.count(old) == 1, f"not in the plan, or not once:\n{old}"
    return text.replace(old, new)


def answered(body: str, folder: Path, locale: str) -> str:
    """The commands of a block, each with what it prints."""
    told = ""
    for line in body.splitlines():
        if not line.startswith("$ "):
            continue
        program, *arguments = shlex.split(line)[1:]
        assert program == "goaltree", f"only goaltree is run: {line}"
        settings = {"COLUMNS": "100", "LC_ALL": locale, "NO_COLOR": "1"}
        with contextlib.chdir(folder):
            run = CliRunner(env=settings).invoke(goaltree_command, arguments, prog_name=program)
        assert run.exception is None or isinstance(run.exception, SystemExit), run.exception
        told += f"{line}\n{run.output}"
    return told


def interpreted(body: str, folder: Path) -> str:
    """The lines of a session with Python, each with what it prints."""
    names: dict[str, object] = {}
    told = ""
    with contextlib.chdir(folder):
        for example in doctest.DocTestParser().get_examples(body):
            first, *more = example.source.rstrip("\n").split("\n")
            told += f">>> {first}\n" + "".join(f"... {line}\n" for line in more)
            said = io.StringIO()
            with contextlib.redirect_stdout(said):
                exec(compile(example.source, "<tutorial>", "single"), names)
            told += said.getvalue()
    return told


def walked(page: str, folder: Path) -> str:
    """A page that uses plugins, replayed with those and no others."""
    forget()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GOALTREE_LOAD_PLUGINS", ",".join(PLUGINS))
        try:
            return replayed(page, folder, PAGES["tutorial.md"])
        finally:
            forget()


@pytest.fixture(scope="module", params=list(PAGES))
def page(request, tmp_path_factory):
    """A page, what it becomes when it is replayed, and the folder in which that happened."""
    folder = tmp_path_factory.mktemp("tutorial")
    text = (DOCS / request.param).read_text(encoding="utf-8")
    return text, replayed(text, folder, PAGES[request.param]), folder


def test_tutorial_shows_what_really_happens(page):
    """Whoever follows the tutorial to the letter sees on the screen what the page shows."""
    shown, real, _ = page
    assert real == shown


def test_tutorial_ends_with_a_plan_that_holds(page):
    """The reader who has come to the end has a plan in which nothing is found but what it accepts."""
    findings = goaltree.check(goaltree.read(page[2] / "plan.yaml"))
    assert list(findings) == list(findings.accepted)


def test_tutorial_makes_mistakes_on_the_way(page):
    """The reader has met errors, warnings and notes by then."""
    codes = set(re.findall(r": \S+ (GT\d{3}) ", page[0]))
    assert {rules()[code].level for code in codes} >= {"error", "warning"}


@pytest.mark.parametrize("plugin", PLUGINS)
def test_the_plugins_of_the_first_hour_are_there(plugin):
    """The walks are run with the plugins that they name."""
    assert f"pip install {plugin}" in (DOCS / HOUR).read_text(encoding="utf-8")
    assert version(plugin)


def test_the_first_hour_says_all_that_is_to_be_installed():
    """Whatever the walks import comes with Python, with what the page installs, or with what that depends on."""
    text = (DOCS / HOUR).read_text(encoding="utf-8")
    installed = set(re.findall(r"`pip install ([\w-]+)`", text))
    needed = {re.match(r"[\w.-]+", line)[0] for name in installed for line in requires(name) or ()}
    homes = {**packages_distributions(), "goaltree": ["goaltree-core"]}
    for block in SESSION.finditer(text):
        for module in re.findall(r"^(?:>>>|\.\.\.) +(?:from|import) (\w+)", block["body"], re.MULTILINE):
            assert module in sys.stdlib_module_names or {*homes[module]} & (installed | needed), module


def test_the_first_hour_shows_what_really_happens(tmp_path):
    """The planner with a workbook and the developer with a table see what the walks show."""
    shown = (DOCS / HOUR).read_text(encoding="utf-8")
    assert walked(shown, tmp_path) == shown
    assert (tmp_path / "scorecard.xlsx").stat().st_size > 0


@pytest.mark.parametrize("name", OTHERS)
def test_sessions_show_what_really_happens(name, tmp_path):
    """Whoever types what another page shows sees what the page shows."""
    text = (DOCS / name).read_text(encoding="utf-8")
    assert resumed(text, tmp_path) == text


def test_translations_follow_the_same_steps():
    """The tutorials of all languages have the same blocks in the same order."""
    texts = [(DOCS / name).read_text(encoding="utf-8") for name in PAGES]
    first, *others = [[block["kind"] for block in FENCE.finditer(text)] for text in texts]
    assert all(kinds == first for kinds in others)
    assert "console" in first


if __name__ == "__main__":
    import tempfile

    for page_name, page_locale in PAGES.items():
        with tempfile.TemporaryDirectory() as made:
            written = (DOCS / page_name).read_text(encoding="utf-8")
            (DOCS / page_name).write_text(replayed(written, Path(made), page_locale), encoding="utf-8")
    with tempfile.TemporaryDirectory() as made:
        written = (DOCS / HOUR).read_text(encoding="utf-8")
        (DOCS / HOUR).write_text(walked(written, Path(made)), encoding="utf-8")
    with tempfile.TemporaryDirectory() as made:
        for page_name in OTHERS:
            written = (DOCS / page_name).read_text(encoding="utf-8")
            (DOCS / page_name).write_text(resumed(written, Path(made)), encoding="utf-8")
