"""The top command: what there is, loaded when it is called."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any, Final

import click

from ..errors import GoaltreeError, LedgerError, UnknownKeyError, UsageError, WriteError
from ..finding import Finding, Lang
from .options import CONTEXT, LANG, tell

_COMMANDS: Final = {
    "check": "Say what does not hold in a plan.",
    "show": "Show the goal tree, one goal, one team, or who does what.",
    "needs": "List the data that a plan needs, or write an empty table for them.",
    "review": "Put a plan beside what was observed: where each goal is.",
    "pack": "Lay out a meeting: alignment, deviation table, review of a quarter, closing.",
    "alerts": "Say what needs an answer: deviations, risks that came true, late decisions.",
    "note": "Write into the journal of a ledger: a reason, an answer, a decision.",
    "answers": "Read a filled-in deviation table into the journal of a ledger.",
    "record": "Keep what was observed in a ledger: what is new, what was restated.",
    "draft": "Make a draft plan of tables: .xlsx, CSV, Markdown or pasted text.",
    "init": "Write a commented starter plan.",
    "rule": "Explain a rule, or list them all.",
    "schema": "Print the JSON Schema of plan files, scorecards or packs.",
    "export": "Write the plan, or its scorecard, to files of any format.",
    "plugins": "List the plugins, and what each registers.",
    "doctor": "Look at the installation, and prove a ledger.",
}
DISTRIBUTION: Final = "goaltree-core"
USAGE: Final = 2
UNAVAILABLE: Final = 3


class Lazy(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which a new user needs them, those of plugins last."""
        from .plugins import plugin_commands

        return [*_COMMANDS, *plugin_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name."""
        if cmd_name not in _COMMANDS:
            from .plugins import plugin_command

            return plugin_command(ctx, cmd_name)
        command = getattr(import_module(f"{__package__}.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing them."""
        from .plugins import plugin_commands

        with formatter.section("Commands"):
            formatter.write_dl([*_COMMANDS.items(), *plugin_commands(ctx).items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; an expected failure is one line on the error stream."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _hang_up()
            ctx.exit(0)
        except GoaltreeError as error:
            tell(f"goaltree: {_told(error, ctx.meta.get(LANG, 'en'))}")
            expected = isinstance(error, (UsageError, WriteError, UnknownKeyError))
            ctx.exit(USAGE if expected else UNAVAILABLE)


def _told(error: GoaltreeError, lang: Lang) -> str:
    finding = getattr(error, "finding", None)  # of a plugin that failed
    if isinstance(finding, Finding):
        return finding.message(lang)
    if lang == "zh" and isinstance(error, LedgerError):
        return error.chinese
    if lang != "zh" or not isinstance(error, UnknownKeyError):
        return str(error)
    meant = f"是不是想写 {'、'.join(error.suggestions)}？" if error.suggestions else ""
    return f"没有叫 {error.key!r} 的。{meant}"


def _hang_up() -> None:
    """Send what is left to nowhere, so that the interpreter can close its output quietly."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError, ValueError):
        os.dup2(nowhere, sys.stdout.fileno())


def _version(ctx: click.Context, _param: click.Parameter, is_wanted: object) -> None:
    if is_wanted and not ctx.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            click.echo(f"goaltree {version(DISTRIBUTION)}")
        except PackageNotFoundError:
            click.echo("goaltree, run from its sources")
        ctx.exit(0)


@click.command(
    cls=Lazy,
    context_settings=CONTEXT,
    epilog="Start with `goaltree init`, then `goaltree check` and `goaltree show`; with data, `goaltree review`.",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version."
)
def goaltree() -> None:
    """An annual plan as text: check that it holds, see it as a tree, and review it against data.

    A PLAN is a file (YAML or JSON) or a folder with a plan.yaml.

    Exit codes: 0 fine, 1 errors found, 2 wrong call, 3 unavailable.
    """
