"""`python -m goaltree_excel`: an empty workbook to fill in, and findings as notes in a copy of a filled one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from .annotation import annotated
from .blank import template
from .format import ExcelFormat
from .port import Lang, UsageError, check


def main(arguments: Sequence[str] | None = None) -> int:
    """Write a template or an annotated copy; the exit code is 2 where that cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m goaltree_excel")
    commands = parser.add_subparsers(dest="command", required=True)
    empty = commands.add_parser("template", help="write an empty plan to fill in")
    notes = commands.add_parser("annotate", help="check a plan, and write its findings as notes into a copy")
    notes.add_argument("plan", help="the workbook of the plan")
    for command in (empty, notes):
        command.add_argument(
            "out", type=Path, help="where to write (.xlsx); a file that is there is not replaced"
        )
        command.add_argument("--lang", choices=["zh", "en"], default="zh", help="language (default: zh)")
    options = parser.parse_args(arguments)
    try:
        data = (
            template(options.lang)
            if options.command == "template"
            else _annotated(options.plan, options.lang)
        )
        with options.out.open("xb") as file:
            file.write(data)
    except UsageError as error:
        print(error, file=sys.stderr)  # noqa: T201 - a script says why
        return 2
    except OSError as error:
        print(f"{options.out}: {error.strerror or error}", file=sys.stderr)  # noqa: T201 - a script says why
        return 2
    return 0


def _annotated(plan: str, lang: Lang) -> bytes:
    return annotated(plan, check(ExcelFormat().read(plan)), lang=lang)


if __name__ == "__main__":
    raise SystemExit(main())
