"""Options that several commands share, and how output is written."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from ..errors import UsageError
from ..finding import Lang

if TYPE_CHECKING:
    from datetime import datetime

    from ..actuals.connector import Connector, MeasuringConnector
    from ..actuals.number_cell import PercentScale
    from ..findings import Findings
    from ..ledger.note import Note
    from ..model.metric import Grain
    from ..model.plan import Plan
    from ..scorecard.card import Scorecard
    from ..view.line import Line

CONTEXT: Final = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
ALL: Final = "goaltree.all"
LANG: Final = "goaltree.lang"
_UNREADABLE: Final = ("source-unreadable", "source-failed")
_DEFAULT_ROOM: Final = 100
_LEAST_ROOM: Final = 60
_MOST_ROOM: Final = 160
_TEXTS: Final = (".yaml", ".yml", ".json", "")

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


def actuals_options(*, required: bool = True) -> Decorator:
    """`--actuals`, `--as-of`, `--known-at`, `--grain` and `--percent`: what a scorecard is made from."""
    options = (
        click.option(
            "--actuals",
            "sources",
            multiple=True,
            required=required,
            metavar="FILE",
            help="What was observed: .csv, .tsv, .json, .jsonl, .parquet, .ledger, or an address; repeatable.",
        ),
        click.option(
            "--as-of",
            metavar="DATE",
            help="The day to its end; what ends later is not seen (default: today).",
        ),
        click.option(
            "--known-at", metavar="INSTANT", help="Only what was known then, such as 2025-07-01T09:00+08:00."
        ),
        click.option(
            "--grain",
            type=click.Choice(["day", "week", "month", "quarter", "half", "year"]),
            default="month",
            help="Length of the periods (default: month).",
        ),
        click.option(
            "--percent",
            type=click.Choice(["fraction", "percent"]),
            help="What a bare 0.45 or 45 means.",
        ),
        click.option("--encoding", metavar="NAME", help="Encoding of files that are not UTF-8."),
    )

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def scored(
    plan: Plan,
    sources: Sequence[str],
    *,
    as_of: str | None,
    known_at: str | None,
    grain: Grain,
    percent: PercentScale | None,
    encoding: str | None = None,
    before: str | None = None,
    before_known: Callable[[Scorecard], datetime | None] | None = None,
    connectors: Mapping[str, Connector | MeasuringConnector] | None = None,
) -> tuple[Scorecard, Scorecard | None]:
    """The scorecard of a plan by some files and sources, and one of an earlier day where that is asked for.

    The earlier one is as known as the other, unless `before_known` says by which instant it is.

    Raises:
        UsageError: The earlier day is not before the day of the scorecard.
    """
    from ..actuals.as_of import business_day
    from ..actuals.observe import observe
    from ..maths.curve import CURVES
    from ..plugin.source import sourced
    from ..scorecard.evaluate import evaluate
    from .host import host_of, plugins_of
    from .progress import progress_line

    day = as_of or today()
    if before is not None and business_day(before) >= business_day(day):
        raise UsageError(f"--against {before} is not before --as-of {day}")
    ctx = click.get_current_context()
    given = [sourced(source, lambda: host_of(ctx), known_at) for source in sources]
    with progress_line(ctx.params.get("lang", "en")) as listener:
        actuals = observe(
            plan,
            *given,
            as_of=day,
            percent=percent,
            encoding=encoding,
            connectors=connectors or {},
            progress=listener,
        )
    host = plugins_of(ctx)
    curves = CURVES if host is None else host.curves
    card = evaluate(plan, actuals, as_of=day, known_at=known_at, grain=grain, curves=curves)
    if before is None:
        return card, None
    then = known_at if before_known is None else before_known(card)
    return card, evaluate(plan, actuals, as_of=before, known_at=then, grain=grain, curves=curves)


def today() -> str:
    """The day on the reader's own calendar."""
    return date.today().isoformat()  # noqa: DTZ011 - the one that the reader means


def journal_option() -> Decorator:
    """`--journal LEDGER`: where the journal is."""
    return click.option(
        "--journal",
        metavar="LEDGER",
        help="The ledger that holds the journal (default: the one among the actuals).",
    )


def ledger_among(sources: Sequence[str]) -> str | None:
    """The first ledger among the sources."""
    return next((one for one in sources if Path(one).suffix == ".ledger"), None)


def notes_of(journal: str | None, sources: Sequence[str]) -> tuple[Note, ...]:
    """The notes of a journal, else of the ledger among the sources; nothing where there is none.

    Raises:
        LedgerError: The ledger is not there, damaged, or none.
    """
    path = journal or ledger_among(sources)
    if path is None:
        return ()
    from ..ledger.ledger import Ledger

    return Ledger(path, create=False).notes()


def loaded(path: str) -> Plan:
    """The plan at a path; what could not be read of it is in its findings.

    A file of another ending than the built-in ones is read by the format of a plugin.
    """
    if Path(path).suffix.lower() in _TEXTS or Path(path).is_dir():
        from ..planfile.load import read

        return read(path)
    from ..composition import read as read_any
    from .host import host_of

    return read_any(path, host=host_of(click.get_current_context()))


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


def exit_code(findings: Findings, *, strict: bool = False) -> int:
    """3 where a source could not be read, 1 where there are errors (or, strictly, warnings), else 0."""
    if any(finding.name in _UNREADABLE for finding in findings):
        return 3
    return 1 if findings.has_errors or (strict and findings.warnings) else 0


def no_period(lang: Lang) -> str:
    """What is said of a plan that cannot be scored, as nothing is due at any time."""
    if lang == "zh":
        return "计划没有写期间，无法评分：请在开头写 `period: 2025`。"
    return "The plan states no period, so that nothing is due: write `period: 2025` at its head."


def all_option() -> Decorator:
    """`--all`: tell every finding in full, wherever a command tells some."""
    return click.option(
        "--all",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=lambda ctx, _param, value: ctx.meta.__setitem__(ALL, value),
        help="Tell every finding in full.",
    )


def tell_findings(findings: Findings, lang: Lang) -> None:
    """Write findings to the error stream."""
    is_full = bool(click.get_current_context().meta.get(ALL))
    click.echo(findings.to_text(lang, all=is_full), err=True, nl=False)


def tell(text: str) -> None:
    """Write a message to the error stream."""
    from ..rendering.terminal import tame

    click.echo(tame(text), err=True)
