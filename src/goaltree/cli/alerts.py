"""`goaltree alerts`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import click

from ..errors import UsageError
from ..finding import Lang
from .host import complaints, connect_option, connections_of, plugin_option
from .options import (
    actuals_options,
    all_option,
    exit_code,
    journal_option,
    lang_option,
    ledger_among,
    loaded,
    no_period,
    plan_argument,
    room,
    scored,
    tell,
    tell_findings,
    write,
    write_lines,
)

if TYPE_CHECKING:
    from datetime import datetime

    from ..actuals.number_cell import PercentScale
    from ..model.metric import Grain
    from ..scorecard.card import Scorecard
    from ..steering.alert import Alert
    from ..view.line import Line

EXAMPLES: Final = """\b
goaltree alerts plan/ --actuals actuals.csv --as-of 2025-06-30
goaltree alerts plan/ --actuals plan.ledger --as-of 2025-06-30 --record --by planning
goaltree note plan.ledger decision "应急会议：补投海外流量" --by 王总 --alert gmv.channel.跨境/2025-03/warning
"""


@click.command(epilog=EXAMPLES)
@plan_argument()
@actuals_options(required=False)
@connect_option()
@journal_option()
@click.option("--record", is_flag=True, help="Enter what is new into the journal, and close what is over.")
@click.option("--by", metavar="NAME", help="Who, or which program, makes the review; for --record.")
@click.option("--team", metavar="TEAM", help="Only what one team may see.")
@click.option("--format", "-f", "form", type=click.Choice(["text", "json"]), default="text", help="Format.")
@plugin_option()
@all_option()
@lang_option()
@click.pass_context
def alerts(
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
    journal: str | None,
    record: bool,
    by: str | None,
    team: str | None,
    form: str,
    lang: Lang,
) -> None:
    """Say what needs an answer: goals on the deviation ladder, risks that came true, decisions that are late.

    Each alert keeps its key for as long as it lasts. With --record what is new is entered into the journal of a
    ledger, once; reasons, answers and decisions are added with `goaltree note`. The exit code is 1 where the data
    has errors, 3 where a source cannot be read.
    """
    from ..ledger.ledger import Ledger
    from ..steering.alert import alerts as alerts_of
    from ..steering.plain import plain_alerts
    from ..steering.raising import raise_alerts

    read = loaded(plan)
    connectors = connections_of(ctx, read, connections)
    if not sources and not connectors:
        raise UsageError("give the actuals: --actuals FILE, or --connect NAME=URL for a source of the plan")
    if record and (by is None or team is not None):
        raise UsageError("--record wants --by NAME, and is for the whole plan, not for one team")
    path = journal or ledger_among(sources)
    if record and path is None:
        raise UsageError("--record wants the ledger that holds the journal: --journal LEDGER")
    if read.period is None:
        tell(no_period(lang))
        ctx.exit(1)
    card, _ = scored(
        read,
        sources,
        as_of=as_of,
        known_at=known_at,
        grain=grain,
        percent=percent,
        encoding=encoding,
        connectors=connectors,
    )
    ledger = None if path is None else Ledger(path, create=False)
    at = _now() if record and known_at is None else None
    if record and ledger is not None and by is not None:
        raised = raise_alerts(card, ledger, by=by, at=at)
        counts = len(raised.new), len(raised.still), len(raised.closed)
        tell(
            "新增 {} 条，持续 {} 条，解除 {} 条。".format(*counts)
            if lang == "zh"
            else "{} new, {} going on, {} over.".format(*counts)
        )
    shown = card if team is None else card.view(team=team)
    found = alerts_of(shown, () if ledger is None else ledger.notes(), at=at)
    if form == "json":
        write(json.dumps(plain_alerts(shown, found), ensure_ascii=False, indent=2))
    else:
        write_lines(_lines(shown, found, lang))
    findings = card.findings + complaints(ctx)
    if findings:
        tell_findings(findings, lang)
    ctx.exit(exit_code(findings))


def _now() -> datetime:
    from ..ledger.instant import now

    return now()


def _lines(card: Scorecard, found: Sequence[Alert], lang: Lang) -> Iterator[Line]:
    from ..report.alert import alert_lines
    from ..report.told import Told
    from ..view.line import Piece, line, wrap

    told, wide = Told(card, lang), room()
    for text in wrap(told.heading_line(), wide):
        yield line(Piece(text, "strong"))
    yield from alert_lines(told, found, wide)
