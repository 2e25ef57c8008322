"""The sessions of this repository, one concern each; `python3 dev.py` lists and runs them.

Every installation is pinned by constraints.txt and made by pip, with pip's own settings.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import nox

ROOT = Path(__file__).resolve().parent
PROJECT = nox.project.load_toml(ROOT / "pyproject.toml")
CORE = ("-e", ".")
EXAMPLE = ("-e", "examples/xiaohongshu")
SERVICE = ("-e", "examples/service")
PLUGINS = tuple(
    part for folder in sorted(ROOT.glob("plugins/*/pyproject.toml")) for part in ("-e", str(folder.parent))
)
BACKEND = ("hatchling", "editables")

nox.options.default_venv_backend = "virtualenv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["tests", "lint", "types", "floors", "docs"]

# virtualenv carries its own pip; looking for a newer one in the background is not wanted.
os.environ.setdefault("VIRTUALENV_NO_PERIODIC_UPDATE", "1")


def group(name: str) -> list[str]:
    """The requirements of one dependency group of pyproject.toml."""
    return list(nox.project.dependency_groups(PROJECT, name))


def install(session: nox.Session, *what: str, constraints: str = "constraints.txt") -> None:
    """Install with pinned versions, the build backend's included."""
    session.install("-c", constraints, *BACKEND)
    session.install("-c", constraints, "--no-build-isolation", *what)


@nox.session
def example(session: nox.Session) -> None:
    """The main job: read, check and score the plan of examples/xiaohongshu."""
    install(session, *CORE, *EXAMPLE)
    session.run("python", "-m", "goaltree_xiaohongshu", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """Every test: unit, property, plugin, example, and the examples in docstrings."""
    install(session, *CORE, *PLUGINS, *EXAMPLE, *SERVICE, *group("test"))
    session.run("pytest", *(session.posargs or ["--numprocesses=auto"]))


@nox.session
def thorough(session: nox.Session) -> None:
    """The tests with ten times the examples a property, drawn anew each time."""
    install(session, *CORE, *PLUGINS, *EXAMPLE, *SERVICE, *group("test"))
    arguments = session.posargs or ["--numprocesses=auto"]
    session.run("pytest", *arguments, env={"HYPOTHESIS_PROFILE": "thorough"})


@nox.session
def lint(session: nox.Session) -> None:
    """Style of the code: ruff's rules and its formatter."""
    session.install("-c", "constraints.txt", *group("lint"))
    session.run("ruff", "check", *session.posargs)
    session.run("ruff", "format", "--check")


@nox.session
def types(session: nox.Session) -> None:
    """Types: mypy, strict, and the file that pins the public signatures."""
    install(session, *CORE, *PLUGINS, *EXAMPLE, *SERVICE, *group("types"))
    session.run("mypy", *session.posargs)


@nox.session
def floors(session: nox.Session) -> None:
    """Architecture: a module imports lower floors only, and each library stays behind its module."""
    install(session, *CORE, *group("floors"))
    session.run("lint-imports", "--no-cache", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """The documentation as HTML in build/docs, offline, with warnings fatal."""
    install(session, *CORE, *PLUGINS, *EXAMPLE, *group("docs"))
    session.run("sphinx-build", "-W", "--keep-going", "-q", "-E", "docs", "build/docs", *session.posargs)
    session.log("The start page is build/docs/index.html")


@nox.session
def defects(session: nox.Session) -> None:
    """Proof that nothing slips through: seeded defects in truthful plans, and what `check` says of each."""
    install(session, *CORE)
    session.run("python", "defects", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Speed: each script of bench/, which compares its subjects in one run."""
    install(session, *CORE, *PLUGINS, *EXAMPLE, *group("bench"))
    scripts = session.posargs or sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("bench/bench_*.py"))
    if not scripts:
        session.skip("bench/ holds no bench_*.py")
    for script in scripts:
        session.run("python", script)


@nox.session
def load(session: nox.Session) -> None:
    """The service under load: 200 requests a second, while its plan is edited and its ledger dies and comes back."""
    install(session, *CORE, *EXAMPLE, *SERVICE, *group("load"))
    session.run("python", "bench/load_service.py", *session.posargs)


@nox.session
def stress(session: nox.Session) -> None:
    """The slow proofs: a million generated plans against exact fractions; the ledger killed, starved and damaged."""
    install(session, *CORE, *group("test"))
    scripts = {"bench/stress_ledger.py": ["500", "2000"], "bench/stress_oracle.py": ["1000000"]}
    # `nox -s stress -- ledger 50 200` runs one of them, with its own arguments.
    name, *arguments = session.posargs or ["stress"]
    chosen = [script for script in scripts if name in script]
    if not chosen:
        session.error(f"no script is called {name}: give `ledger` or `oracle`, then its numbers")
    for script in chosen:
        session.run("python", script, *(arguments or scripts[script]))


@nox.session
def pandas2(session: nox.Session) -> None:
    """The facts case and all tests of actuals with the lowest pandas that is allowed."""
    pins = [
        pin
        for pin in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if not pin.lower().startswith(("pandas==", "pandas-stubs=="))
    ]
    constraints = Path(session.virtualenv.location) / "pandas2.txt"
    constraints.write_text("\n".join([*pins, "pandas==2.2.3", ""]), encoding="utf-8")
    install(session, *CORE, *PLUGINS, *EXAMPLE, *SERVICE, *group("test"), constraints=str(constraints))
    session.run("pytest", *(session.posargs or ["--numprocesses=auto", "tests/actuals", "tests/testing"]))


@nox.session
def spark(session: nox.Session) -> None:
    """The facts case on Spark: local, in several partitions, or on the cluster that SPARK_MASTER names."""
    java = shutil.which("java")
    if java is None:
        session.skip("Spark needs Java 17: apt-get update; apt-get install -y openjdk-17-jre-headless")
    install(session, "-e", ".[spark]", *group("test"))
    # Spark says so of pandas 3, which it does not get from us.
    quiet = "ignore:PySpark does not yet fully support pandas:FutureWarning"
    session.run("pytest", "-W", quiet, *(session.posargs or ["tests/actuals/spark_facts.py"]))


@nox.session
def lowest(session: nox.Session) -> None:
    """The tests with the lowest version of each direct dependency that pyproject.toml allows."""
    # `pandas>=2.2.3,<4` is pinned to the version after its first sign.
    floor = [
        requirement.partition(",")[0].replace(">=", "==")
        for requirement in PROJECT["project"]["dependencies"]
    ]
    names = {requirement.partition("==")[0].lower() for requirement in floor}
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    others = [pin for pin in pins if pin.partition("==")[0].lower() not in names]
    constraints = Path(session.create_tmp()) / "lowest.txt"
    constraints.write_text("\n".join([*others, *floor, ""]), encoding="utf-8")
    install(session, *CORE, *PLUGINS, *EXAMPLE, *SERVICE, *group("test"), constraints=str(constraints))
    session.run("pytest", *(session.posargs or ["--numprocesses=auto"]))


@nox.session
def coverage(session: nox.Session) -> None:
    """Which lines and branches the tests reach."""
    install(session, *CORE, *PLUGINS, *EXAMPLE, *SERVICE, *group("coverage"))
    session.run("coverage", "erase")
    session.run("coverage", "run", "-m", "pytest", *session.posargs)
    session.run("coverage", "combine")
    session.run("coverage", "report")
