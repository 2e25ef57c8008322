"""The documentation names everything that there is, and its plans hold."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import click
import pytest

import goaltree
from goaltree.catalogue import rules
from goaltree.cli.group import goaltree as top
from goaltree.model.formula_function import FUNCTIONS
from goaltree.planfile.json_schema import plan_schema

DOCS = Path(__file__).resolve().parents[1] / "docs"
BY_HAND = sorted(
    path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md") if "reference" not in path.parts
)
PLAN = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"\bGT\d{3}\b")


@pytest.fixture(scope="module")
def pages():
    """The pages of the reference by path."""
    made: dict[str, str] = runpy.run_path(str(DOCS / "generate.py"))["pages"]()
    return made


def headings(text):
    """The headings of a page, in plain words."""
    text = re.sub(r"^(`{3,})[^\n]*\n.*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL)
    return [line.lstrip("# ").replace("\\", "") for line in text.split("\n") if line.startswith("#")]


def test_every_public_name_has_its_heading(pages):
    """Whoever imports goaltree finds each of its names in the reference."""
    assert headings(pages["api.md"])[1:] == goaltree.__all__


def test_every_command_has_its_heading(pages):
    """Each command stands in the reference, with every option of its own."""
    ctx = click.Context(top)
    shown = headings(pages["command-line.md"])
    for name in top.list_commands(ctx):
        assert f"goaltree {name}" in shown
        command = top.get_command(ctx, name)
        options = [text for param in command.params if isinstance(param, click.Option) for text in param.opts]
        assert [text for text in options if text not in pages["command-line.md"]] == []


@pytest.mark.parametrize("code", list(rules()))
def test_every_rule_has_its_page(code, pages):
    """Each rule has a page with its name, both languages, its reasons and both plans, and is in the index."""
    rule = rules()[code]
    text = pages[f"rules/{code}.md"]
    assert headings(text)[0] == f"{code} {rule.name}"
    assert headings(text)[1:] == ["What it says", "What to do", "Why it matters", "Wrong", "Right"]
    index = pages["rules/index.md"]
    assert f"[{code}]({code}.md)" in index
    assert f"\n{code}\n" in index


@pytest.mark.parametrize("code", list(rules()))
def test_every_rule_page_shows_what_check_prints(code, pages):
    """A page shows the finding in both languages, unless it depends on the system."""
    text = pages[f"rules/{code}.md"]
    named = f"{code} {rules()[code].name}"
    if "It depends on the system" in text:
        system = {"GT029", "GT117", "GT801", "GT803", "GT822", "GT828", "GT846", "GT847", "GT848"}
        assert code in system or code > "GT900"
    else:
        assert f" {named}: " in text
        assert f" {named}：" in text


def test_every_package_is_on_the_page_of_the_architecture():
    """Whoever looks for where something is done finds each package on a floor, or in a row of its own."""
    page = (DOCS / "architecture.md").read_text(encoding="utf-8")
    packages = {init.parent.name for init in (DOCS.parent / "src" / "goaltree").glob("*/__init__.py")}
    assert sorted(name for name in packages if not re.search(rf"`{name}`(?: \||[:,])", page)) == []


def test_every_key_of_the_format_has_its_row(pages):
    """Whatever the JSON Schema allows in a plan file has a row in the reference."""
    schema = plan_schema()
    owners = {"plan": schema, **schema["$defs"]}
    reference = "\n".join(text for path, text in pages.items() if path.startswith("plan-file/"))
    rows = set(re.findall(r"^\| `([^`]+)` \|", reference, re.MULTILINE))
    top_keys = set(re.findall(r"`([^`]+)`", pages["plan-file/index.md"]))
    keys = {key for name, owner in owners.items() for key in owner.get("properties", {}) if name != "plan"}
    assert keys - {"goal"} - rows == set()
    assert set(schema["properties"]) - top_keys == set()


def test_every_function_has_its_row(pages):
    """Each function of formulas is explained in both languages."""
    for function in FUNCTIONS.values():
        assert f"| `{function.usage}` |" in pages["formula.md"]
        assert function.meaning.zh.replace("*", "") in pages["formula.md"].replace("\\", "").replace("*", "")


@pytest.mark.parametrize("name", BY_HAND)
def test_plans_on_the_pages_hold(name):
    """A plan that a page shows as a plan has no error, but on the pages that are replayed step by step."""
    if name.endswith(("tutorial.md", "first-hour.md")):
        return
    for text in PLAN.findall((DOCS / name).read_text(encoding="utf-8")):
        assert list(goaltree.check(goaltree.loads(text)).errors) == []


@pytest.mark.parametrize("name", BY_HAND)
def test_codes_on_the_pages_exist(name):
    """A page speaks of no rule that there is not."""
    assert set(CODE.findall((DOCS / name).read_text(encoding="utf-8"))) <= set(rules())


def test_the_generator_runs_twice_to_the_same_pages(pages, tmp_path):
    """What is made from the code is the same each time, and a page of a rule that is gone goes."""
    generator = runpy.run_path(str(DOCS / "generate.py"))
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "GT999.md").write_text("# gone", encoding="utf-8")
    generator["write"](tmp_path)
    made = {
        path.relative_to(tmp_path).as_posix(): path.read_text(encoding="utf-8")
        for path in tmp_path.rglob("*.md")
    }
    assert made == pages
