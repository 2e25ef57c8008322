"""`goaltree record`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from attrs import evolve

from ..errors import UsageError
from ..finding import Lang
from .host import complaints, connect_option, connections_of, host_of, plugin_option
from .options import all_option, exit_code, lang_option, loaded, plan_argument, tell, tell_findings, write
from .progress import progress_line

if TYPE_CHECKING:
    from ..actuals.number_cell import PercentScale
    from ..actuals.observation import Observation
    from ..actuals.table import Actuals
    from ..findings import Findings
    from ..ledger.history import Restatement
    from ..ledger.receipt import Receipt
    from ..model.plan import Plan

_SHOWN: Final = 20
"""Restatements that are listed at most."""
EXAMPLES: Final = """\b
goaltree record plan/ --actuals june.csv --ledger plan.ledger
goaltree record plan/ --actuals june.csv --ledger plan.ledger --known-at 2025-07-01T09:00+08:00
goaltree record plan/ --ledger plan.ledger --by 张三
goaltree review plan/ --actuals plan.ledger --as-of 2025-06-30
"""


@click.command(epilog=EXAMPLES)
@plan_argument()
@click.option("--ledger", "path", required=True, metavar="FILE", help="The ledger; made where there is none.")
@click.option(
    "--actuals",
    "sources",
    multiple=True,
    metavar="FILE",
    help="What was observed: .csv, .tsv, .json, .jsonl, .parquet, or an address; repeatable.",
)
@connect_option()
@click.option(
    "--known-at",
    metavar="INSTANT",
    help="Since when values are known that do not say so (default: now), such as 2025-07-01T09:00+08:00.",
)
@click.option("--percent", type=click.Choice(["fraction", "percent"]), help="What a bare 0.45 or 45 means.")
@click.option("--encoding", metavar="NAME", help="Encoding of files that are not UTF-8.")
@click.option("--by", metavar="NAME", help="Also keep the plan as it is now, as saved by that person.")
@click.option("--because", metavar="TEXT", default="", help="Why the plan differs from the one before.")
@click.option("--force", is_flag=True, help="Record what can be read where the data has errors.")
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Format of the output.",
)
@plugin_option()
@all_option()
@lang_option()
@click.pass_context
def record(
    ctx: click.Context,
    *,
    plan: str,
    path: str,
    sources: Sequence[str],
    connections: Sequence[str],
    known_at: str | None,
    percent: PercentScale | None,
    encoding: str | None,
    by: str | None,
    because: str,
    force: bool,
    form: str,
    lang: Lang,
) -> None:
    """Keep what was observed in a ledger, and tell what is new and what was restated.

    Nothing in a ledger is overwritten, and what is known already is not kept twice. Where the data has
    errors nothing is recorded, and the exit code is 1; it is 3 where a source cannot be read, or the ledger
    is damaged. With --force the rows that cannot be used are left out; they take nothing back.
    """
    from ..actuals.observation import BLANK
    from ..actuals.observe import observe
    from ..ledger.ledger import Ledger
    from ..model.missing import NA
    from ..plugin.source import sourced

    read = loaded(plan)
    connectors = connections_of(ctx, read, connections)
    if not (sources or connectors or by):
        raise UsageError("give the actuals (--actuals FILE), or who saves the plan (--by NAME)")
    receipt = version = None
    if sources or connectors:
        given = [sourced(source, lambda: host_of(ctx)) for source in sources]
        with progress_line(lang) as listener:
            actuals = observe(
                read, *given, percent=percent, encoding=encoding, connectors=connectors, progress=listener
            )
        found = _beside(read, actuals, path, known_at) + complaints(ctx)
        if found:
            tell_findings(found, lang)
        code = exit_code(found)
        if code and not force:
            tell("没有记录任何内容。" if lang == "zh" else "Nothing was recorded.")
            ctx.exit(code)
        usable = [one for one in actuals.observations if one.value == BLANK or not isinstance(one.value, NA)]
        receipt = Ledger(path).append(usable, known_at=known_at, source=" ".join(sources))
    if by is not None:
        version = Ledger(path).save_plan(read, by=by, because=because)
    if form == "json":
        values = {
            "receipt": None if receipt is None else _plain(receipt),
            "plan": None if version is None else {"digest": version.digest, "number": version.number},
        }
        write(json.dumps(values, ensure_ascii=False, indent=2))
        return
    lines = [] if receipt is None else _lines(receipt, read, lang)
    if version is not None:
        saved = ("计划版本", "保存于") if lang == "zh" else ("plan", "saved")
        lines.append(f"{saved[0]} {version.digest[:12]}, {saved[1]} {version.at:%Y-%m-%d %H:%M:%S}Z")
    write("\n".join(lines))


def _beside(plan: Plan, actuals: Actuals, path: str, known_at: str | None) -> Findings:
    """What was found in a batch, its periods told beside those that the ledger has: a gap may be filled there."""
    from ..actuals.observe import observe
    from ..actuals.table import Actuals
    from ..actuals.version_faults import MISSING_PERIODS, MIXED_PERIODS, OVERLAPPING_PERIODS
    from ..findings import Findings
    from ..ledger.instant import instant, now
    from ..ledger.ledger import Ledger

    if not Path(path).exists():
        return actuals.findings
    known = Ledger(path).actuals()
    at = now() if known_at is None else instant(known_at)
    batch = [evolve(one, known_at=one.known_at or at) for one in actuals.observations]
    both = observe(plan, Actuals.of((*known.observations, *batch)))
    told = (MISSING_PERIODS, MIXED_PERIODS, OVERLAPPING_PERIODS)
    before = {finding.message() for finding in observe(plan, known).findings}
    new = [one for one in both.findings if one.rule in told and one.message() not in before]
    return Findings([*(one for one in actuals.findings if one.rule not in told), *new])


_COUNTS: Final = {
    "new": ("new", "新增"),
    "restated": ("restated", "更正"),
    "confirmed": ("confirmed", "再次确认"),
    "repeated": ("known already", "已知"),
    "blank": ("blank", "空白"),
}


def _lines(receipt: Receipt, plan: Plan, lang: Lang) -> list[str]:
    from ..rendering.terminal import tame

    is_zh = lang == "zh"
    counts = ", ".join(
        f"{words[is_zh]} {getattr(receipt, name)}"
        for name, words in _COUNTS.items()
        if getattr(receipt, name)
    )
    if receipt.number is None:
        what = "没有新内容" if is_zh else "Nothing new"
    else:
        what = f"第 {receipt.number} 条记录" if is_zh else f"Record {receipt.number}"
    lines = [f"{what}: {counts or 0}"]
    lines += [tame(f"  {_told(one, plan, lang)}") for one in receipt.restatements[:_SHOWN]]
    rest = len(receipt.restatements) - _SHOWN
    if rest > 0:
        lines.append(f"  … 另有 {rest} 处更正" if is_zh else f"  … {rest} more restatements")
    return lines


def _told(one: Restatement, plan: Plan, lang: Lang) -> str:
    from ..actuals.segment import segment_text

    part = segment_text(one.segment)
    name = f"{plan.title_of(one.metric, lang)}{f' {part}' if part else ''} {one.period}"
    was, now = (_shown(value, plan, lang) for value in (one.was, one.now))
    return f"{name}: {was} → {now}"


def _shown(one: Observation, plan: Plan, lang: Lang) -> str:
    from ..model.missing import NA
    from ..scorecard.shown import quantity_text

    if isinstance(one.value, NA):
        return "无值" if lang == "zh" else "no value"
    metric = plan.metrics.get(one.metric)
    return quantity_text(one.value, None if metric is None else metric.unit, lang, digits=8)


def _plain(receipt: Receipt) -> dict[str, object]:
    return {
        "number": receipt.number,
        "at": receipt.at.isoformat(),
        **{name: getattr(receipt, name) for name in _COUNTS},
        "restatements": [
            {
                "metric": one.metric,
                "segment": dict(one.segment),
                "period": str(one.period),
                "was": str(one.was.value),
                "now": str(one.now.value),
                "since": one.since.isoformat(),
            }
            for one in receipt.restatements
        ],
    }
