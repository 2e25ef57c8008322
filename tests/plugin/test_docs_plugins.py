"""The pages on plugins hold: the tutorial is followed as it is written, each hook has its heading and its test."""

from __future__ import annotations

import contextlib
import doctest
import importlib
import os
import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

import goaltree as gt
from goaltree.model.period import span
from goaltree.plugin import spec
from goaltree.plugin.host import Host
from goaltree.plugin.kind import HOOKS

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "plugins"
EXAMPLE = ROOT / "plugins" / "goaltree-example"
FILE = re.compile(r"^`([\w./]+)`\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FENCE = re.compile(r"^```.*$", re.MULTILINE)
PLAN = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def page(name):
    """The text of a page."""
    return (PAGES / name).read_text(encoding="utf-8")


def typed(name):
    """Type into Python what a page shows, which gives what it says; how much that was."""
    parser = doctest.DocTestParser()
    test = parser.get_doctest(FENCE.sub("", page(name)), {}, name, name, 0)
    assert doctest.DocTestRunner().run(test, clear_globs=False) == (0, len(test.examples))
    return len(test.examples)


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    """A folder in which the tutorial was followed and nothing else done: its files, what pip makes of them, its till."""
    folder = tmp_path_factory.mktemp("tutorial")
    for name, text in FILE.findall(page("writing.md")):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "plan.yaml").write_text(PLAN.search(page("writing.md"))[1], encoding="utf-8")
    backend = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]
    script = f"import {backend['build-backend']} as it; it.prepare_metadata_for_build_editable('src')"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    with contextlib.chdir(folder):
        assert typed("writing.md") > 0
    return folder


def run(folder, *command):
    """A command in the tutorial's folder, with its plugin installed."""
    path = os.pathsep.join(filter(None, [str(folder / "src"), os.environ.get("PYTHONPATH", "")]))
    variables = {**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "100"}
    variables = {name: value for name, value in variables.items() if not name.startswith("GOALTREE_")}
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=variables,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_tutorial_is_the_example():
    """Each file that the tutorial shows is the file of the example plugin, to the letter."""
    shown = FILE.findall(page("writing.md"))
    assert len(shown) == 3
    for name, text in shown:
        assert (EXAMPLE / name).read_text(encoding="utf-8") == text


def test_a_connector_by_the_tutorial_is_short():
    """A connector for a new source takes fewer than 50 lines."""
    ((_, text),) = [(name, text) for name, text in FILE.findall(page("writing.md")) if name.startswith("src")]
    assert len(text.splitlines()) < 50


def test_the_connector_of_the_tutorial_keeps_the_contract(followed):
    """Who follows the tutorial has a connector that passes every test of the contract."""
    done = run(followed, "pytest", "-q", "-p", "no:cacheprovider", "--import-mode=importlib", "tests")
    assert done.returncode == 0, done.stdout + done.stderr
    count = re.search(r"^(\d+ passed)$", page("writing.md"), re.MULTILINE)[1]
    assert count in done.stdout


def test_the_tutorial_says_what_to_install():
    """Before a command is typed, the page says how its program is installed."""
    before, command, _ = page("writing.md").partition("$ python -m pytest\n")
    assert command
    assert "$ pip install -e . pytest\n" in before
    assert "$ pip install -e ." in before.partition("$ goaltree plugins")[0]


def test_the_tutorials_plugin_is_listed(followed):
    """`goaltree plugins` shows what the tutorial says."""
    done = run(followed, "goaltree", "plugins")
    assert done.returncode == 0, done.stderr
    assert "goaltree-example 0.1.0\n  connector: sqlite\n" in done.stdout
    assert "goaltree-example 0.1.0\n  connector: sqlite\n" in page("writing.md")


def test_the_tutorials_review_runs(followed):
    """The last command of the tutorial scores the plan by what the till holds: 190 of 1200 by February."""
    command = re.search(r"^\$ (goaltree review .*)$", page("writing.md"), re.MULTILINE)[1]
    done = run(followed, *command.split(), "--format", "json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"190"' in done.stdout or "190.0" in done.stdout


@pytest.fixture(scope="module")
def hooks():
    """What generates the page on hooks."""
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        return vars(importlib.import_module("made.hook"))
    finally:
        sys.path.remove(str(ROOT / "docs"))


def test_every_hook_has_its_heading(hooks):
    """The page has a heading with the exact signature for each hook of the specification, and no other."""
    found = re.findall(r"^## `(.*)`$", hooks["hook_page"](), re.MULTILINE)
    declared = [name for name in vars(spec) if name.startswith("goaltree_register_")]
    assert [heading.partition("(")[0] for heading in found] == declared == list(HOOKS)
    for heading, name in zip(found, declared, strict=True):
        returned = getattr(spec, name).__annotations__["return"]
        assert heading == f"{name}() -> {returned}"


def test_every_hook_has_its_test():
    """For each hook, a test below is named after it."""
    assert {f"test_{name}" for name in HOOKS} <= set(globals())


YEAR = span(date(2025, 1, 1), date(2025, 12, 31))


def host_of(hooks, kind, site):
    """A host that has loaded the smallest plugin of a kind."""
    site.install("small", hooks["EXAMPLES"][kind])
    host = Host()
    assert list(host.findings) == []
    assert [one for one, _ in host.plugins[1].registers] == [kind]
    return host


def plan_of(count):
    """A plan with some goals."""
    from goaltree.testing import PlanBuilder

    builder = PlanBuilder()
    for number in range(count):
        builder = builder.goal(f"goal_{number}", target="100")
    return builder.plan()


def test_goaltree_register_connectors(hooks, site):
    """The page's connector gives its option's value for each metric."""
    found = gt.observe(plan_of(1), host_of(hooks, "connector", site).connect("fixed://?value=7"))
    assert [one.value for one in found.observations] == [7]


def test_goaltree_register_exporters(hooks, site):
    """The page's exporter counts the goals."""
    exporter = host_of(hooks, "exporter", site).exporters[-1]
    assert exporter.write(gt.evaluate(plan_of(3), None, as_of="2025-01-31")) == b"3 goals"


def test_goaltree_register_formats(hooks, site, tmp_path):
    """The page's format reads what it writes."""
    form = host_of(hooks, "format", site).formats[-1]
    path = tmp_path / "plan.lines"
    path.write_bytes(form.write(plan_of(2)))
    assert form.read(str(path)) == plan_of(2)


def test_goaltree_register_checks(hooks, site):
    """The page's rule fires for eleven goals, not for ten."""
    rules = host_of(hooks, "check", site).checks
    assert [len(gt.check(plan_of(count), rules=rules).select("SHOP001")) for count in (10, 11)] == [0, 1]


def test_goaltree_register_curves(hooks, site):
    """The page's curve is at a quarter when half of the time is over."""
    curve = host_of(hooks, "curve", site).curves["late"]
    half = span(date(2025, 6, 1), date(2025, 6, 30))
    assert curve(half, date(2025, 6, 15)) * 4 == 1


def test_goaltree_register_forecasters(hooks, site):
    """The page's method goes on with the last value, and does not know where that is missing."""
    method = host_of(hooks, "forecaster", site).forecasters["same"]
    assert [one.value for one in method.forecast([YEAR], [5], [YEAR, YEAR])] == [5, 5]
    assert method.forecast([YEAR], [gt.NA("NO_ACTUAL")], [YEAR]) == gt.NA("NO_ACTUAL")


def test_goaltree_register_commands(hooks, site, tmp_path):
    """The page's command runs as a command of goaltree, and is listed."""
    host_of(hooks, "command", site)
    done = run(site.folder, "goaltree", "hello")
    assert (done.returncode, done.stdout, done.stderr) == (0, "hello\n", "")
    assert "Greet." in run(site.folder, "goaltree", "--help").stdout


@pytest.mark.parametrize("name", ["using.md", "writing.md", "testing.md"])
def test_examples_on_the_pages_hold(name, tmp_path, monkeypatch):
    """What a page shows as typed into Python gives what it says."""
    monkeypatch.chdir(tmp_path)
    typed(name)


def test_the_page_on_testing_names_the_kit():
    """Each name of the kit is on the page."""
    import goaltree.testing as kit

    assert [
        name
        for name in kit.__all__
        if f"`{name}" not in page("testing.md") and name not in page("testing.md")
    ] == []


def test_the_page_on_using_names_every_setting():
    """Each variable and option by which plugins are chosen is on the page."""
    from goaltree.plugin.address import VARIABLE
    from goaltree.plugin.entry import DISABLE, LOAD

    for name in (LOAD, DISABLE, VARIABLE, "--no-plugins", "--strict", "--connect"):
        assert name in page("using.md")
