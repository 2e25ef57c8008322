"""`goaltree review`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ..errors import UsageError
from ..finding import Finding, Lang
from .host import (
    complaints,
    connect_option,
    connections_of,
    exporters_of,
    plugin_option,
    rules_of,
    strict_option,
    written,
)
from .options import (
    actuals_options,
    all_option,
    exit_code,
    is_coloured,
    lang_option,
    loaded,
    no_period,
    plan_argument,
    room,
    scored,
    tell,
    tell_findings,
    write,
)

if TYPE_CHECKING:
    from ..actuals.number_cell import PercentScale
    from ..findings import Findings
    from ..model.metric import Grain
    from ..report.arrange import By
    from ..scorecard.card import Scorecard
    from ..scorecard.comparison import Comparison

_TOP: Final = 5
EXAMPLES: Final = """\b
goaltree review plan/ --actuals actuals.csv --as-of 2025-06-30
goaltree review plan/ --actuals actuals.csv --by team --against 2025-05-31
goaltree review plan/ --actuals actuals.csv --out review.md --out scores.csv
"""


@click.command(epilog=EXAMPLES)
@plan_argument()
@actuals_options(required=False)
@connect_option()
@plugin_option()
@click.option(
    "--by",
    type=click.Choice(["perspective", "team", "none"]),
    default="perspective",
    help="The headings under which goals stand (default: perspective).",
)
@click.option("--team", metavar="TEAM", help="Only one team's goals and their parts.")
@click.option("--against", metavar="DATE", help="Also tell what changed since that day.")
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(["text", "json", "csv", "markdown"]),
    default="text",
    help="Format of the output.",
)
@click.option(
    "--out",
    "outs",
    multiple=True,
    metavar="FILE",
    help="Write to a file instead, by its ending (.txt, .md, .csv, .json); repeatable.",
)
@click.option(
    "--top",
    type=click.IntRange(min=0),
    default=_TOP,
    metavar="N",
    help="At most N goals that need a look (default: 5).",
)
@strict_option("Leave with exit code 1 on warnings too.")
@all_option()
@lang_option()
@click.pass_context
def review(
    ctx: click.Context,
    *,
    plan: str,
    sources: Sequence[str],
    connections: Sequence[str],
    as_of: str | None,
    known_at: str | None,
    grain: Grain,
    percent: PercentScale | None,
    encoding: str | None,
    by: By,
    team: str | None,
    against: str | None,
    form: str,
    outs: Sequence[str],
    top: int,
    strict: bool,
    lang: Lang,
) -> None:
    """Put a plan beside what was observed: where each goal is, and should be.

    The exit code is 1 where the plan or the data have errors, 3 where a source cannot be read.
    """
    from ..checks.check import check as checked
    from ..report.export import write_whole
    from ..steering.action_state import action_findings

    if against is not None and form in ("json", "csv"):
        raise UsageError(f"--against is for text and markdown, not for --format {form}")
    exporters = exporters_of(ctx, outs, lang)
    rules = rules_of(ctx)
    read = loaded(plan)
    connectors = connections_of(ctx, read, connections)
    if not sources and not connectors:
        raise UsageError("give the actuals: --actuals FILE, or --connect NAME=URL for a source of the plan")
    findings = checked(read, rules=rules)
    if read.period is None:
        tell_findings(findings.errors, lang)
        tell(no_period(lang))
        ctx.exit(1)
    card, before = scored(
        read,
        sources,
        as_of=as_of,
        known_at=known_at,
        grain=grain,
        percent=percent,
        encoding=encoding,
        before=against,
        connectors=connectors,
    )
    shown = card if team is None else card.view(team=team)
    changes = None if before is None else _changes(card, before, shown)
    unwritten: list[Finding] = []
    for out, exporter in exporters.items():
        if exporter.name in _OURS:
            text = _rendered(shown, changes, exporter.name, lang, by, top, room=_PAGE, is_file=True)
            write_whole(Path(out), text.encode("utf-8", "backslashreplace"))
        else:
            unwritten += written(exporter, shown, Path(out))
    if not outs:
        write(_rendered(shown, changes, form, lang, by, top, room=room(), color=is_coloured()))
    late = card.findings + action_findings(card) + complaints(ctx) + unwritten
    _say(findings, late, lang, plan)
    ctx.exit(3 if unwritten else exit_code(findings + late, strict=strict))


_PAGE: Final = 120
"""Columns of a text file."""


_OURS: Final = ("text", "json", "csv", "markdown")


def _changes(card: Scorecard, before: Scorecard, shown: Scorecard) -> Comparison:
    from ..scorecard.comparison import compare

    found = compare(card, before)
    return found if shown is card else found.only(shown.keys())


def _rendered(
    card: Scorecard,
    changes: Comparison | None,
    form: str,
    lang: Lang,
    by: By,
    top: int,
    *,
    room: int,
    color: bool = False,
    is_file: bool = False,
) -> str:
    if form == "csv":
        from ..report.csv import to_csv

        return to_csv(card, lang, bom=is_file)
    if form == "json":
        from ..report.json import to_json

        return to_json(card)
    from ..report.change import change_markdown, change_text

    if form == "markdown":
        from ..report.markdown import to_markdown

        text = to_markdown(card, lang, by=by, top=top)
        return text if changes is None else f"{text}\n{change_markdown(changes, lang)}"
    from ..report.text import to_text

    text = to_text(card, lang, by=by, room=room, color=color, top=top)
    if changes is None:
        return text
    return f"{text}\n{change_text(changes, lang, room=room, color=color)}"


def _say(plan: Findings, data: Findings, lang: Lang, path: str) -> None:
    """What was found: of the data each thing, of the plan how much."""
    if data:
        tell_findings(data, lang)
    count = len(plan.errors)
    if count:
        tell(
            f"这份计划有 {count} 个错误；运行 goaltree check {path} 查看。"
            if lang == "zh"
            else f"The plan has {count} error{'s' * (count != 1)}. See goaltree check {path}."
        )
