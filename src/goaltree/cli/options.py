"""Options that several commands share, and how output is written."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

import click

from ..finding import Lang

if TYPE_CHECKING:
    from ..model.plan import Plan
    from ..view.line import Line

CONTEXT: Final = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
LANG: Final = "goaltree.lang"
_DEFAULT_ROOM: Final = 100
_LEAST_ROOM: Final = 60
_MOST_ROOM: Final = 160

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def lang_option() -> Decorator:
    """`--lang zh|en`; by default the language of the locale."""
    return click.option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        default=locale_lang,
        callback=_remember,
        help="Language of the output (default: from the locale).",
    )


def _remember(ctx: click.Context, _param: click.Parameter, value: Lang) -> Lang:
    """Keep the language where errors are told."""
    ctx.meta[LANG] = value
    return value


def locale_lang() -> Lang:
    """`zh` where the locale's language is Chinese, else `en`."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "zh" if named.lower().startswith("zh") else "en"


def plan_argument(*, many: bool = False) -> Decorator:
    """The PLAN that a command reads: a file or a folder that exists."""
    path = click.Path(exists=True)
    if many:
        return click.argument("plans", metavar="PLAN...", nargs=-1, required=True, type=path)
    return click.argument("plan", metavar="PLAN", type=path)


def loaded(path: str) -> Plan:
    """The plan at a path; what could not be read of it is in its findings."""
    from ..planfile.load import read

    return read(path)


def is_coloured() -> bool:
    """Whether output is coloured: FORCE_COLOR, then NO_COLOR, then whether it goes to a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def room() -> int:
    """Columns of the terminal, within reason; 100 where there is none. COLUMNS overrides it."""
    columns = shutil.get_terminal_size((_DEFAULT_ROOM, 24)).columns
    return max(_LEAST_ROOM, min(columns, _MOST_ROOM))


def write(text: str) -> None:
    """Write data to the output."""
    click.echo(text, nl=not text.endswith("\n"), color=True)


def write_lines(lines: Iterable[Line]) -> None:
    """Write the lines of a view to the output."""
    from ..view.line import rendered

    write("\n".join(rendered(lines, color=is_coloured())))


def tell(text: str) -> None:
    """Write a message to the error stream."""
    from ..rendering.terminal import tame

    click.echo(tame(text), err=True)
