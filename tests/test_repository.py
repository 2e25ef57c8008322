"""The repository keeps its word: set-up, packaging, pins, floors, and what the READMEs show."""

from __future__ import annotations

import ast
import importlib.metadata
import os
import re
import runpy
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest
import yaml

import goaltree
from goaltree.catalogue import rules
from goaltree.finding import Rule

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "goaltree"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh.md"}
FENCE = re.compile(r"^```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)

# Which modules of the package may import which third-party library.
HOMES: dict[str, tuple[str, ...]] = {
    "attrs": ("",),
    "networkx": ("model/tree.py",),
    "yaml": ("planfile/",),
    "click": ("cli/",),
    "narwhals": ("actuals/",),
    "numpy": ("actuals/", "maths/", "scorecard/"),
    "pandas": ("actuals/", "scorecard/"),
    "pluggy": ("plugin/",),
    "hypothesis": ("testing/",),
    "pytest": ("testing/",),
    "holidays": ("maths/workday.py",),
    "scipy": ("maths/granger.py",),
    "statsmodels": ("maths/stationary.py",),
    "duckdb": ("actuals/fact_time.py",),
}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "core", "base", "manager"}


def read(name: str) -> str:
    """The text of a file of the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


def canonical(requirement: str) -> str:
    """The normalised name of a distribution in a requirement."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement, maxsplit=1)[0]).lower()


def pins() -> dict[str, str]:
    """The pinned versions by normalised name."""
    rows = [row for row in read("constraints.txt").splitlines() if row and not row.startswith("#")]
    return {canonical(name): version for name, _, version in (row.partition("==") for row in rows)}


def modules() -> list[Path]:
    """Every module of the package."""
    return sorted(SOURCE.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """The top names of what a module imports absolutely, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.partition(".")[0])
    return found


def python(code: str) -> str:
    """What a new process prints that runs this code."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


# What an import loads.


def test_import_loads_no_third_party_module() -> None:
    """`import goaltree` loads modules of goaltree and of the standard library only."""
    loaded = python(
        "import sys; before = set(sys.modules); import goaltree;"
        "print(*{name.partition('.')[0] for name in set(sys.modules) - before} - sys.stdlib_module_names)"
    )
    assert loaded.split() == ["goaltree"]


def test_check_needs_no_number_crunching_library() -> None:
    """Reading and checking a plan loads neither numpy nor pandas."""
    loaded = python(
        "import sys, goaltree; goaltree.check(goaltree.loads({'goaltree': 1}));"
        "print(*{'numpy', 'pandas', 'scipy'} & set(sys.modules))"
    )
    assert loaded == ""


def test_public_names_are_there() -> None:
    """Every name of `__all__` can be had, and `dir` lists it."""
    for name in goaltree.__all__:
        assert getattr(goaltree, name) is not None
    assert set(goaltree.__all__) <= set(dir(goaltree))


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_library_stays_behind_its_module(path: Path) -> None:
    """A module imports the standard library, attrs, and the library that is its own business."""
    place = path.relative_to(SOURCE).as_posix()
    foreign = imported(path) - sys.stdlib_module_names - {"goaltree"}
    assert {name for name in foreign if not place.startswith(HOMES.get(name, ("?",)))} == set()


def test_possessive_groups_are_not_used() -> None:
    """No pattern repeats a group possessively: Python 3.11.2 takes in half of a failed repetition.

    `(?>(...)*)` says the same and is right everywhere; `[...]*+` on a single character is fine.
    """
    bad = re.compile(r"(?<!\\)\)(?:[*+?]|\{[\d,]+\})\+")
    texts = {
        f"{path.name}:{node.lineno}": node.value
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert {place for place, text in texts.items() if bad.search(text)} == set()


def test_modules_are_named_by_what_they_hold() -> None:
    """No module has a name under which anything may be put."""
    assert {path.stem for path in modules()} & FORBIDDEN_NAMES == set()


# The set-up.


def test_dev_lists_every_session() -> None:
    """`python3 dev.py` prints each session of noxfile.py with what it does, and sets nothing up."""
    listed = runpy.run_path(str(ROOT / "dev.py"))["sessions"]()
    declared = re.findall(r"^@nox\.session\ndef (\w+)", read("noxfile.py"), re.MULTILINE)
    assert list(listed) == declared
    assert {"example", "tests", "lint", "types", "floors", "docs", "bench"} <= set(listed)
    assert all(line.endswith(".") for line in listed.values())
    done = subprocess.run([sys.executable, ROOT / "dev.py"], capture_output=True, text=True, check=True)
    assert all(f"{name} " in done.stdout for name in listed)


def test_dev_refuses_an_unknown_session() -> None:
    """A session that does not exist is refused with the list of those that do, before any set-up."""
    done = subprocess.run(
        [sys.executable, ROOT / "dev.py", "nosuch"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "nosuch" in done.stderr and "example" in done.stderr


def test_dev_needs_the_standard_library_only() -> None:
    """dev.py starts on a machine where nothing is installed."""
    assert imported(ROOT / "dev.py") <= sys.stdlib_module_names


def test_pins_are_versions_only() -> None:
    """constraints.txt holds `name==version` lines, each name once and in order, and no address."""
    rows = [row for row in read("constraints.txt").splitlines() if not row.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", row) for row in rows)
    names = [canonical(row) for row in rows]
    assert len(set(names)) == len(names)


def test_every_requirement_is_pinned() -> None:
    """Whatever pyproject.toml asks for by name has a version in constraints.txt."""
    asked = [
        *PYPROJECT["project"]["dependencies"],
        *PYPROJECT["build-system"]["requires"],
        "nox",
        "virtualenv",
    ]
    for group in PYPROJECT["dependency-groups"].values():
        asked += [requirement for requirement in group if isinstance(requirement, str)]
    assert {canonical(requirement) for requirement in asked} - set(pins()) == set()


def test_no_index_address_is_committed() -> None:
    """Where packages come from is the business of pip's settings: no configuration names an index."""
    names = ["*.py", "*.toml", "*.txt", ".importlinter", ".pre-commit-*", ".ci/*", "examples/*/*.toml"]
    configured = [path for name in names for path in ROOT.glob(name) if path.is_file()]
    assert len(configured) >= len(names)
    for path in configured:
        assert not re.search(r"index-url|/simple\b|find-links", path.read_text(encoding="utf-8")), path


def test_allowed_skips_name_tests_that_exist() -> None:
    """Each line of the list of allowed skips names a test or a class of tests that is there, and gives a reason."""
    for row in read(".ci/allowed-skips.txt").splitlines():
        if row and not row.startswith("#"):
            node, _, reason = row.partition(" # ")
            file, _, test = node.partition("::")
            kind = "class" if "::" in test else "def"
            name = test.partition("::")[0].partition("[")[0]
            assert re.search(rf"{kind} {name}\b", read(file)), row
            assert reason.strip(), row


LOG = """\
SKIPPED tests/test_a.py::test_one[x y] - no such thing here
{more}=== 5 passed, {count} skipped in 0.10s ===
"""


@pytest.mark.parametrize(
    ("log", "listed", "code"),
    [
        (LOG.format(more="", count=1), "tests/test_a.py::test_one # why\n", 0),
        (LOG.format(more="", count=1), "# nothing\n", 1),
        (LOG.format(more="", count=2), "tests/test_a.py::* # why\n", 1),
        (LOG.format(more="SKIPPED tests/test_b.py:3: why\n", count=2), "tests/test_a.py::* # why\n", 1),
        ("=== 5 passed in 0.10s ===\n", "", 0),
        ("=== 1 failed, 5 passed in 0.10s ===\n", "", 0),
        ("=== no tests ran in 0.10s ===\n", "", 1),
        ("", "", 1),
    ],
    ids=[
        "allowed",
        "not-allowed",
        "one-unnamed",
        "one-of-two",
        "none",
        "none-but-failed",
        "no-tests",
        "empty",
    ],
)
def test_skips_must_be_allowed(tmp_path: Path, log: str, listed: str, code: int) -> None:
    """A log passes when pytest ran tests and each skipped one is on the list."""
    (tmp_path / "log").write_text(log, encoding="utf-8")
    (tmp_path / "listed").write_text(listed, encoding="utf-8")
    main = runpy.run_path(str(ROOT / ".ci" / "skips.py"))["main"]
    assert main(tmp_path / "log", tmp_path / "listed") == code


def test_ci_runs_what_the_readme_says() -> None:
    """The gate calls the README's command for the tests."""
    for path in READMES.values():
        assert "$ python3 dev.py tests " in path.read_text(encoding="utf-8")
    assert "python3 dev.py tests " in read(".ci/run")


# The packages.


def test_versions_agree() -> None:
    """The package, its metadata and the citation name one version."""
    version = PYPROJECT["project"]["version"]
    assert importlib.metadata.version("goaltree-core") == version == goaltree.__version__
    assert yaml.safe_load(read("CITATION.cff"))["version"] == version


def build(folder: Path, into: Path) -> Path:
    """The wheel of a project's folder."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", into],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    (wheel,) = into.glob("*.whl")
    return wheel


def test_wheel_holds_what_users_need(tmp_path: Path) -> None:
    """The wheel holds types, schema, licence and command, no tests, and the same bytes each time."""
    wheel = build(ROOT, tmp_path / "one")
    names = zipfile.ZipFile(wheel).namelist()
    assert {"goaltree/py.typed", "goaltree/schema/plan-1.json"} <= set(names)
    assert all(name.startswith(("goaltree/", "goaltree_core-")) for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith("entry_points.txt") for name in names)
    assert wheel.read_bytes() == build(ROOT, tmp_path / "two").read_bytes()


def test_example_wheel_holds_the_plan(tmp_path: Path) -> None:
    """The example's wheel holds every file of the plan, the trace, and the synthetic actuals."""
    folder = ROOT / "examples" / "xiaohongshu"
    names = set(zipfile.ZipFile(build(folder, tmp_path)).namelist())
    package = folder / "src" / "goaltree_xiaohongshu"
    wanted = {path.relative_to(package.parent).as_posix() for path in package.glob("plan/*.yaml")}
    assert len(wanted) > 1
    assert (
        wanted | {"goaltree_xiaohongshu/trace.csv", "goaltree_xiaohongshu/data/synthetic-2025H1.csv"} <= names
    )


# What the READMEs show.


@pytest.mark.parametrize("lang", READMES)
def test_readme_sample_is_true(lang: str, tmp_path: Path) -> None:
    """Checking the plan of the README prints what the README shows below it."""
    blocks = [(m["kind"], m["body"]) for m in FENCE.finditer(READMES[lang].read_text(encoding="utf-8"))]
    plan = next(body for kind, body in blocks if kind == "yaml")
    command, _, shown = next(body for _, body in blocks if "goaltree check" in body).partition("\n")
    (tmp_path / "shop.yaml").write_text(plan, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", *command.split()[1:]],
        cwd=tmp_path,
        env={**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stdout == shown
    assert done.returncode == 1


@pytest.mark.parametrize("lang", READMES)
def test_readme_review_is_true(lang: str, tmp_path: Path) -> None:
    """Reviewing the plan of the README with its actuals prints what the README shows below the command."""
    blocks = [(m["kind"], m["body"]) for m in FENCE.finditer(READMES[lang].read_text(encoding="utf-8"))]
    (tmp_path / "shop.yaml").write_text(
        next(body for kind, body in blocks if kind == "yaml"), encoding="utf-8"
    )
    (tmp_path / "actuals.csv").write_text(
        next(body for kind, body in blocks if kind == "csv"), encoding="utf-8"
    )
    command, _, shown = next(body for _, body in blocks if "goaltree review" in body).partition("\n")
    done = subprocess.run(
        [sys.executable, "-m", *command.split()[1:]],
        cwd=tmp_path,
        env={**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "100"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stdout == shown


def test_readmes_say_the_same() -> None:
    """Both READMEs have the same commands, plan, program and links, and as many headings."""
    texts = [path.read_text(encoding="utf-8") for path in READMES.values()]
    english, chinese = ([m["body"] for m in FENCE.finditer(text)] for text in texts)
    commands = [
        re.findall(r"^\$ ([\w. ]+\w)", "\n".join(blocks), re.MULTILINE) for blocks in (english, chinese)
    ]
    assert commands[0] == commands[1]
    assert len(english) == len(chinese) and english[1] == chinese[1]
    assert texts[0].count("\n#") == texts[1].count("\n#")


@pytest.mark.parametrize("lang", READMES)
def test_readme_says_what_reads_a_plan(lang: str, tmp_path: Path) -> None:
    """Each way of reading that the flow names takes what it is said to take: `read` files, `loads` text and a dict."""
    row = next(line for line in READMES[lang].read_text(encoding="utf-8").splitlines() if "| read" in line)
    taken = dict(re.findall(r"(\w+)[:：] ?([^;；|]+)", row))
    values = {"plan": "x", "goaltree": 1}
    text = "goaltree: 1\nplan: x\n"
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    sources = {
        "file|文件(?!夹)": tmp_path / "plan.yaml",
        "folder|文件夹": tmp_path,
        "text|文本": text,
        "dict|字典": values,
    }
    given = {(verb, word) for verb, said in taken.items() for word in sources if re.search(word, said)}
    assert {word for _, word in given} == set(sources)
    for verb, word in given:
        assert getattr(goaltree, verb)(sources[word]).key == "x", (verb, word)


@pytest.mark.parametrize(
    "name", ["README.md", "README.zh.md", ".github/CONTRIBUTING.md", ".github/SECURITY.md", "docs/index.md"]
)
def test_links_lead_somewhere(name: str) -> None:
    """Each relative link of a page names a file that exists, but for pages that the docs build makes."""
    page = ROOT / name
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    missing = [
        link for link in links if not (page.parent / link).exists() and not link.startswith("reference/")
    ]
    assert missing == []


def test_no_two_rules_share_a_code_or_a_name() -> None:
    """Every rule that any module declares has a code and a name of its own, and stands in the catalogue."""
    declared: dict[int, Rule] = {}
    for path in modules():
        name = ".".join(("goaltree", *path.relative_to(SOURCE).with_suffix("").parts))
        if name.endswith(("__main__", "__init__")):
            continue
        for value in vars(import_module(name)).values():
            if isinstance(value, Rule):
                declared[id(value)] = value
    codes, names = (
        Counter(one.code for one in declared.values()),
        Counter(one.name for one in declared.values()),
    )
    assert [key for key, count in (*codes.items(), *names.items()) if count > 1] == []
    assert codes.keys() == rules().keys()
