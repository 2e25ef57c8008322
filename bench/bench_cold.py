"""Cold processes: `goaltree check` of the example against the bare imports of its libraries."""

from __future__ import annotations

import subprocess
import sys

from timing import medians, table

from goaltree_xiaohongshu import plan_path


def run(*arguments: str) -> None:
    """One process of this Python, its output thrown away."""
    subprocess.run(
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )


def main() -> int:
    """Measure and print; 1 where a goal is missed."""
    example = str(plan_path())
    seconds = medians(
        {
            "import attrs, networkx, yaml": lambda: run("-c", "import attrs, networkx, yaml"),
            "goaltree check, the example": lambda: run("-m", "goaltree", "check", example, "--no-plugins"),
            "the same with plugins": lambda: run("-m", "goaltree", "check", example),
            "import goaltree": lambda: run("-c", "import goaltree"),
            "nothing": lambda: run("-c", "pass"),
        },
        rounds=9,
    )
    bare = "import attrs, networkx, yaml"
    met = table("Cold processes", seconds, bare, {"goaltree check, the example": 3})
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
