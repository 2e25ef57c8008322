"""`goaltree export`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ..errors import UsageError
from ..finding import Lang
from .host import (
    complaints,
    connect_option,
    connections_of,
    exporters_of,
    host_of,
    plugin_option,
    strict_option,
    written,
)
from .options import (
    actuals_options,
    all_option,
    exit_code,
    lang_option,
    loaded,
    plan_argument,
    scored,
    tell_findings,
)

if TYPE_CHECKING:
    from ..actuals.number_cell import PercentScale
    from ..model.metric import Grain
    from ..planfile.format import PlanFormat

UNAVAILABLE: Final = 3
EXAMPLES: Final = """\b
goaltree export plan/ plan.json
goaltree export plan/ scores.csv review.md tree.dot --actuals actuals.csv --as-of 2025-06-30
"""


@click.command(epilog=EXAMPLES)
@plan_argument()
@click.argument("outs", metavar="OUT...", nargs=-1, required=True)
@actuals_options(required=False)
@connect_option()
@plugin_option()
@strict_option("Leave with exit code 3 where a plugin fails.", is_passed=False)
@all_option()
@lang_option()
@click.pass_context
def export(
    ctx: click.Context,
    *,
    plan: str,
    outs: Sequence[str],
    sources: Sequence[str],
    connections: Sequence[str],
    as_of: str | None,
    known_at: str | None,
    grain: Grain,
    percent: PercentScale | None,
    encoding: str | None,
    lang: Lang,
) -> None:
    """Write files in the formats that their endings name: the scorecard, or without data the plan itself.

    A file whose exporter fails is told, the others are written; then the exit code is 3.
    """
    read = loaded(plan)
    connectors = connections_of(ctx, read, connections)
    failed = []
    if sources or connectors:
        exporters = exporters_of(ctx, outs, lang)
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
        findings = card.findings
        for out, exporter in exporters.items():
            failed += written(exporter, card, Path(out))
    else:
        findings = read.findings
        for out, form in _formats(ctx, outs).items():
            failed += written(form, read, Path(out))
    findings += [*failed, *complaints(ctx)]
    if findings:
        tell_findings(findings, lang)
    ctx.exit(UNAVAILABLE if failed else exit_code(findings))


def _formats(ctx: click.Context, outs: Sequence[str]) -> dict[str, PlanFormat]:
    formats = host_of(ctx).formats
    found = {}
    for out in outs:
        ending = Path(out).suffix.lower()
        form = next((one for one in formats if ending in one.endings), None)
        if form is None:
            known = ", ".join(one for form in formats for one in form.endings)
            raise UsageError(
                f"no plan is written as {ending or 'nothing'}, but as {known}: {out}; "
                "for the scorecard, give --actuals"
            )
        found[out] = form
    return found
