"""`goaltree pack`."""

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
    pack_exporters_of,
    plugin_option,
    strict_option,
    written_pack,
)
from .options import (
    actuals_options,
    all_option,
    exit_code,
    is_coloured,
    journal_option,
    lang_option,
    loaded,
    no_period,
    notes_of,
    plan_argument,
    room,
    scored,
    tell,
    tell_findings,
    today,
    write,
)

if TYPE_CHECKING:
    from ..actuals.number_cell import PercentScale
    from ..model.metric import Grain
    from ..report.pack.pack import Kind, Pack

EXAMPLES: Final = """\b
goaltree pack plan/ --kind weekly --actuals plan.ledger --as-of 2025-04-07
goaltree pack plan/ --kind monthly --actuals plan.ledger --as-of 2025-06-30 --known-at 2025-07-04T09:00+08:00
goaltree pack plan/ --kind monthly --actuals plan.ledger --team commerce --out table.xlsx --out table.md
"""


@click.command(epilog=EXAMPLES)
@plan_argument()
@click.option(
    "--kind",
    type=click.Choice(["weekly", "monthly", "quarterly", "annual"]),
    required=True,
    help="The meeting: alignment, deviation table, review of a quarter, closing of the year.",
)
@actuals_options(required=False)
@connect_option()
@click.option(
    "--against",
    metavar="DATE",
    help="The day to compare with (default: a week, month or quarter earlier; none for the closing).",
)
@click.option("--team", metavar="TEAM", help="Only what one team may see, and what is asked of it.")
@journal_option()
@plugin_option()
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    help="Format of the output.",
)
@click.option(
    "--out",
    "outs",
    multiple=True,
    metavar="FILE",
    help="Write to a file instead, by its ending (.txt, .md, .json, .xlsx with its plugin); repeatable.",
)
@strict_option("Leave with exit code 3 where a plugin fails.", is_passed=False)
@all_option()
@lang_option()
@click.pass_context
def pack(
    ctx: click.Context,
    *,
    plan: str,
    kind: Kind,
    sources: Sequence[str],
    connections: Sequence[str],
    as_of: str | None,
    known_at: str | None,
    grain: Grain,
    percent: PercentScale | None,
    encoding: str | None,
    against: str | None,
    team: str | None,
    journal: str | None,
    form: str,
    outs: Sequence[str],
    lang: Lang,
) -> None:
    """Lay out what a meeting needs: alignment, deviation table, review of a quarter, or closing of the year.

    The scorecard that it is compared with is one of an earlier day, as it was known that much earlier; without
    --known-at the weekly one as it was known at the end of that day, the others as they are known now. The exit code
    is 1 where the data has errors, 3 where a source or a plugin fails.
    """
    from ..actuals.as_of import business_day
    from ..report.pack.earlier import earlier_day, earlier_instant
    from ..report.pack.pack import pack as packed

    exporters = pack_exporters_of(ctx, outs, lang)
    read = loaded(plan)
    connectors = connections_of(ctx, read, connections)
    if not sources and not connectors:
        raise UsageError("give the actuals: --actuals FILE, or --connect NAME=URL for a source of the plan")
    if read.period is None:
        tell(no_period(lang))
        ctx.exit(1)
    day = business_day(as_of or today())
    then = business_day(against) if against is not None else earlier_day(day, kind)
    card, before = scored(
        read,
        sources,
        as_of=day.isoformat(),
        known_at=known_at,
        grain=grain,
        percent=percent,
        encoding=encoding,
        before=None if then is None else then.isoformat(),
        before_known=None if then is None else lambda now: earlier_instant(now, kind, then),
        connectors=connectors,
    )
    made = packed(card, kind, before=before, notes=notes_of(journal, sources), team=team)
    unwritten: list[Finding] = []
    for out, exporter in exporters.items():
        unwritten += written_pack(exporter, made, Path(out))
    if not outs:
        write(_rendered(made, form, lang))
    findings = card.findings + complaints(ctx) + unwritten
    if findings:
        tell_findings(findings, lang)
    ctx.exit(3 if unwritten else exit_code(findings))


def _rendered(made: Pack, form: str, lang: Lang) -> str:
    if form == "json":
        return made.to_json()
    if form == "markdown":
        return made.to_markdown(lang)
    return made.to_text(lang, room=room(), color=is_coloured())
