"""The command line as a process: exit codes, encodings, closed pipes, what it imports."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PLAN = Path(__file__).parents[1] / "golden" / "cli" / "plan.yaml"
SOURCES = str(Path(__file__).parents[2] / "src")


def run(*args: str | Path, **env: str) -> subprocess.CompletedProcess[bytes]:
    """One cold run of `python -m goaltree`."""
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))
    }
    return subprocess.run(
        [sys.executable, "-m", "goaltree", *map(str, args)],
        env={**clean, "PYTHONPATH": SOURCES, **env},
        capture_output=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    "env",
    [
        {"LANG": "C"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "cp936", "LANG": "C"},
        {"PYTHONIOENCODING": "ascii", "LC_ALL": "de_DE"},
        {"PYTHONWARNINGS": "error", "PYTHONOPTIMIZE": "1"},
        {"LANG": "ar_EG.UTF-8", "TZ": "Asia/Shanghai", "PYTHONHASHSEED": "7"},
    ],
)
def test_n11_same_bytes_whatever_the_environment(env: dict[str, str]) -> None:
    """Locale, console encoding, time zone and hash seed change no byte of the output, which is UTF-8."""
    usual = run("show", PLAN, "--lang", "zh", LANG="en_US.UTF-8", COLUMNS="90")
    other = run("show", PLAN, "--lang", "zh", COLUMNS="90", **env)
    assert other.returncode == 0
    assert other.stdout == usual.stdout
    assert "销售额" in other.stdout.decode("utf-8")


def test_exit_codes_of_processes(tmp_path: Path) -> None:
    """0 where nothing is wrong, 1 for errors, 2 for wrong calls; messages go to the error stream."""
    wrong = tmp_path / "plan.yaml"
    wrong.write_text("goaltree: 1\nplan: x\ngoals: 3\n", encoding="utf-8")
    assert run("check", PLAN).returncode == 0
    assert run("check", wrong).returncode == 1
    unknown = run("show", PLAN, "nothing-of-that-name")
    assert unknown.returncode == 2
    assert unknown.stdout == b"" and unknown.stderr.count(b"\n") == 1


def test_closed_pipe_is_quiet() -> None:
    """A reader that goes away ends the command without a word."""
    command = f"'{sys.executable}' -m goaltree rule --lang en | head -1"
    done = subprocess.run(
        ["bash", "-c", command],
        env={**os.environ, "PYTHONPATH": SOURCES},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.stdout.startswith(b"GT001")
    assert done.stderr == b""


def test_check_loads_no_more_than_it_needs() -> None:
    """`check` imports neither pandas nor numpy, and `--help` no plan reader at all."""
    code = (
        "import sys; from goaltree.cli import main\ntry: main({args!r})\nexcept SystemExit: pass\n"
        "print(sorted(name for name in sys.modules if name in {names!r}), file=sys.stderr)"
    )
    cases: list[tuple[list[str], list[str]]] = [
        (["check", str(PLAN)], ["numpy", "pandas"]),
        (["--help"], ["yaml", "networkx", "goaltree.planfile.load", "goaltree.model.plan"]),
    ]
    for args, names in cases:
        done = subprocess.run(
            [sys.executable, "-c", code.format(args=args, names=names)],
            env={**os.environ, "PYTHONPATH": SOURCES},
            capture_output=True,
            check=True,
            timeout=60,
        )
        assert done.stderr.splitlines()[-1] == b"[]"
