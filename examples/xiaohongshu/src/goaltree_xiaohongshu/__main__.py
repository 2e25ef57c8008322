"""`python -m goaltree_xiaohongshu`: what the check finds in the plan, and its half-year scorecard."""

from __future__ import annotations

import argparse
import os
import re
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

import goaltree
from goaltree.cli import main as run
from goaltree.report.export import export

from . import AS_OF, MARK, accepted_path, actuals_path, load, plan_path, scorecard
from .reading import Lang, reading
from .story import stories

OUT = Path("build") / "xiaohongshu"
"""Where the scorecard is written, below the folder that the program is started in."""
_HEADINGS = {
    "what": ("What this is", "说明"),
    "tree": ("The goal tree", "目标树"),
    "matrix": ("Teams and company goals", "团队与公司目标"),
    "check": ("What the check finds", "检查结果"),
    "card": ("The half-year scorecard", "半年记分卡"),
    "stories": ("What the scorecard tells", "记分卡说明了什么"),
    "where": ("Where it is", "文件位置"),
}
_POINT = re.compile(r"\d+\. ")
_MORE = {
    "en": "README.md says of each finding why it is right and what would mend it; accepted.yaml accepts each "
    "of them, so that the plan can be followed as it stands. `--all` lists them, with the goal tree and the matrix. "
    "A whole year of reviews: `python -m goaltree_xiaohongshu.year FOLDER`.",
    "zh": "README.zh.md 逐条说明为什么成立、改哪里即可；accepted.yaml 逐条附理由接受，以便照原样跟踪这份计划。"
    "`--all` 列出全部发现以及目标树和矩阵。"
    "一整年的复盘：`python -m goaltree_xiaohongshu.year FOLDER`。",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the plan and its scorecard; the exit code is 0 whatever is found, as the gaps are the document's own."""
    parser = argparse.ArgumentParser(prog="python -m goaltree_xiaohongshu", description=__doc__)
    locale = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    parser.add_argument(
        "--lang", choices=("zh", "en"), default="zh" if locale.lower().startswith("zh") else "en"
    )
    parser.add_argument("--all", action="store_true", help="also the goal tree, the matrix and every finding")
    parser.add_argument("--out", type=Path, default=OUT, help=f"folder of the written scorecard ({OUT})")
    asked = parser.parse_args(arguments)
    lang: Lang = asked.lang
    plan = load()
    _say("what", lang, plan.about.say(lang).strip() if plan.about else "")
    if asked.all:
        _say("tree", lang)
        _run("show", str(plan_path()), "--lang", lang)
        _say("matrix", lang)
        _run("show", str(plan_path()), "--matrix", "--lang", lang)
    findings = goaltree.check(plan)
    _say("check", lang)
    if asked.all:
        _run("check", str(plan_path()), "--lang", lang)
        sys.stdout.write("\n")
    told = f"{_counted(findings, lang)}\n{reading(plan, findings, lang)}\n{_MORE[lang]}"
    sys.stdout.write(f"{_folded(told, lang)}\n")
    shown = f"$ goaltree review {accepted_path().name} --actuals {actuals_path().name} --as-of {AS_OF}"
    _say("card", lang, f"{MARK}\n{shown}\n")
    _run("review", str(accepted_path()), "--actuals", str(actuals_path()), "--as-of", AS_OF, "--lang", lang)
    card = scorecard()
    _say("stories", lang, _folded(stories(card, lang), lang))
    files = [plan_path(), accepted_path(), actuals_path(), *_write(card, asked.out, lang)]
    _say("where", lang, "\n".join(map(str, files)))
    return 0


def _write(card: goaltree.Scorecard, folder: Path, lang: Lang) -> list[Path]:
    """The scorecard in the three forms that people and programs read."""
    folder.mkdir(parents=True, exist_ok=True)
    return [export(card, folder / f"scorecard.{ending}", lang=lang) for ending in ("md", "csv", "json")]


def _counted(findings: goaltree.Findings, lang: Lang) -> str:
    """How much there is of each level."""
    levels = [sum(one.level == level for one in findings) for level in ("error", "warning", "note")]
    if lang == "zh":
        return "共 {} 个错误、{} 个警告、{} 个提示；按含义归纳如下。".format(*levels)
    return "{} errors, {} warnings and {} notes; by what they mean:".format(*levels)


def _say(heading: str, lang: Lang, text: str = "") -> None:
    words = _HEADINGS[heading][lang == "zh"]
    sys.stdout.write(f"\n== {words} ==\n\n" + (f"{text}\n" if text else ""))
    sys.stdout.flush()


def _folded(text: str, lang: Lang) -> str:
    """Lines of at most 100 characters where words have spaces between them."""
    if lang == "zh":
        return text
    return "\n".join(
        textwrap.fill(line, 100, subsequent_indent="   " if _POINT.match(line) else "")
        for line in text.splitlines()
    )


def _run(*arguments: str) -> None:
    """A command of `goaltree`; its exit code says what it found, not whether it ran."""
    sys.stdout.flush()
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
