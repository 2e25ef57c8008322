"""`python -m goaltree_xiaohongshu`: the plan as a tree and a matrix, and what the check finds."""

from __future__ import annotations

import argparse
import os
import re
import sys
import textwrap
from collections.abc import Sequence

import goaltree
from goaltree.cli import main as run

from . import accepted_path, load, plan_path
from .reading import reading

_HEADINGS = {
    "en": (
        "What this is",
        "The goal tree",
        "Teams and company goals",
        "What the check finds",
        "How to read it",
        "Where it is",
    ),
    "zh": ("说明", "目标树", "团队与公司目标", "检查结果", "如何理解", "文件位置"),
}
_POINT = re.compile(r"\d+\. ")
_MORE = {
    "en": "README.md says of each finding why it is right and what would mend it; accepted.yaml accepts each "
    "of them, so that the plan can be followed as it stands.",
    "zh": "README.zh.md 逐条说明为什么成立、改哪里即可；accepted.yaml 逐条附理由接受，以便照原样跟踪这份计划。",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the plan; the exit code is 0 whatever the check finds, as the gaps are the document's own."""
    parser = argparse.ArgumentParser(prog="python -m goaltree_xiaohongshu", description=__doc__)
    locale = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    parser.add_argument(
        "--lang", choices=("zh", "en"), default="zh" if locale.lower().startswith("zh") else "en"
    )
    lang = parser.parse_args(arguments).lang
    what, tree, matrix, findings, meaning, where = _HEADINGS[lang]
    folder, plan = str(plan_path()), load()
    _say(what, plan.about.say(lang).strip() if plan.about else "")
    _say(tree)
    _run("show", folder, "--lang", lang)
    _say(matrix)
    _run("show", folder, "--matrix", "--lang", lang)
    _say(findings)
    _run("check", folder, "--lang", lang)
    _say(meaning, _folded(f"{reading(plan, goaltree.check(plan), lang)}\n{_MORE[lang]}", lang))
    _say(where, "\n".join(str(path) for path in [*sorted(plan_path().glob("*.yaml")), accepted_path()]))
    return 0


def _say(heading: str, text: str = "") -> None:
    sys.stdout.write(f"\n== {heading} ==\n\n" + (f"{text}\n" if text else ""))
    sys.stdout.flush()


def _folded(text: str, lang: str) -> str:
    """Lines of at most 100 characters where words have spaces between them."""
    if lang == "zh":
        return text
    return "\n".join(
        textwrap.fill(line, 100, subsequent_indent="   " if _POINT.match(line) else "")
        for line in text.splitlines()
    )


def _run(*arguments: str) -> None:
    """A command of `goaltree`; its exit code says what it found, not whether it ran."""
    try:
        run(list(arguments))
    except SystemExit as end:
        if end.code not in (None, 0, 1):
            raise


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        # The reader (`| head`) has seen enough: close quietly, and let nothing be flushed any more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
