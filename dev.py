"""Sets up and runs what this repository can do; needs nothing but Python >= 3.11 and pip.

    python3 dev.py                      list what there is
    python3 dev.py example              the main job: the plan of examples/xiaohongshu, checked and scored
    python3 dev.py tests                every test
    python3 dev.py lint types           several, one after the other
    python3 dev.py tests -- -k period   what follows `--` goes to the tool behind it

The first run makes a private environment in `.venv-dev`; pip's own settings are used as they are.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
HOME = ROOT / ".venv-dev"
PYTHON = HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = HOME / "made-for.txt"
CONSTRAINTS = ROOT / "constraints.txt"


def sessions() -> dict[str, str]:
    """Every nox session with the first line of its docstring, in the order of noxfile.py."""
    tree = ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
    return {
        node.name: (ast.get_docstring(node) or "").partition("\n")[0]
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and any("session" in ast.unparse(d) for d in node.decorator_list)
    }


def listing() -> str:
    """How to call this file, and with what."""
    rows = [f"    {name:<10} {line}" for name, line in sessions().items()]
    return "\n".join([(__doc__ or "").strip(), "", "Sessions:", *rows])


def prepare() -> None:
    """Make the environment that nox runs in, unless it was made for this Python and these versions.

    The environment gets no pip of its own, so that `ensurepip`, which Debian leaves out, is not
    needed; the pip at hand installs into it, which an externally managed Python allows.
    """
    made_for = f"{sys.executable}\n{sys.version}\n{CONSTRAINTS.read_text(encoding='utf-8')}"
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == made_for:
        return
    print("dev.py: setting up .venv-dev (once)", file=sys.stderr, flush=True)
    run(sys.executable, "-m", "venv", "--clear", "--without-pip", HOME)
    pip = (sys.executable, "-m", "pip", "--python", PYTHON, "--disable-pip-version-check")
    run(*pip, "install", "-qq", "-c", CONSTRAINTS, "nox", "virtualenv")
    STAMP.write_text(made_for, encoding="utf-8")


def run(*command: str | Path) -> None:
    """Run a step of the set-up; end with a plain sentence where it fails."""
    code = subprocess.call([str(part) for part in command], cwd=ROOT)
    if code != 0:
        shown = " ".join(str(part) for part in command)
        sys.exit(f"dev.py: this step ended with exit code {code}, see above:\n    {shown}")


def main(arguments: list[str]) -> int:
    """Run the sessions that are asked for; 0 when all of them succeed."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this may have an older one
        sys.exit(f"dev.py: Python 3.11 or newer is needed, this is {sys.version.split()[0]}.")
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    asked, passed_on = arguments[:cut], arguments[cut:]
    if not asked or set(asked) & {"-h", "--help", "-l", "--list"}:
        print(listing())
        return 0
    unknown = [name for name in asked if name not in sessions()]
    if unknown:
        print(f"dev.py: no session is called {', '.join(unknown)}.\n\n{listing()}", file=sys.stderr)
        return 2
    prepare()
    return subprocess.call([str(PYTHON), "-m", "nox", "-s", *asked, *passed_on], cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
