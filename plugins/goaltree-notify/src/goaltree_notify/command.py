"""`goaltree notify`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal

import click

import goaltree as gt

_UNREADABLE: Final = ("source-unreadable", "source-failed")
_UNAVAILABLE: Final = 3
_GRAINS: Final = ("day", "week", "month", "quarter", "half", "year")


def _locale_lang() -> str:
    """`zh` where the locale's language is Chinese, else `en`."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "zh" if named.lower().startswith("zh") else "en"


@click.command()
@click.argument("plan", metavar="PLAN", type=click.Path(exists=True))
@click.option("--ledger", required=True, metavar="LEDGER", help="The ledger whose journal has the alerts.")
@click.option(
    "--config", required=True, metavar="FILE", help="Where alerts go (TOML); it lies outside of the plan."
)
@click.option(
    "--actuals",
    "sources",
    multiple=True,
    metavar="FILE",
    help="What was observed (default: what the ledger has); repeatable.",
)
@click.option(
    "--connect", "connections", multiple=True, metavar="NAME=URL", help="Where a source is; repeatable."
)
@click.option(
    "--as-of", metavar="DATE", help="The day to its end; what ends later is not seen (default: today)."
)
@click.option("--known-at", metavar="INSTANT", help="Only what was known then.")
@click.option(
    "--grain", type=click.Choice(_GRAINS), default="month", help="Length of the periods (default: month)."
)
@click.option("--percent", type=click.Choice(["fraction", "percent"]), help="What a bare 0.45 or 45 means.")
@click.option("--encoding", metavar="NAME", help="Encoding of files that are not UTF-8.")
@click.option(
    "--by", default="goaltree notify", metavar="NAME", help="Who, or which program, makes the review."
)
@click.option(
    "--outbox", "box", metavar="FILE", help="What remembers what was sent (default: beside the ledger)."
)
@click.option("--dry-run", is_flag=True, help="Print what would go where; send and enter nothing.")
@click.option("--resend", is_flag=True, help="Try once more what was given up.")
@click.option("--format", "-f", "form", type=click.Choice(["text", "json"]), default="text", help="Format.")
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default=_locale_lang,
    help="Language of the output, and of messages to whom none is set (default: from the locale).",
)
@click.pass_context
def notify(
    ctx: click.Context,
    *,
    plan: str,
    ledger: str,
    config: str,
    sources: Sequence[str],
    connections: Sequence[str],
    as_of: str | None,
    known_at: str | None,
    grain: Any,
    percent: Any,
    encoding: str | None,
    by: str,
    box: str | None,
    dry_run: bool,
    resend: bool,
    form: str,
    lang: Literal["en", "zh"],
) -> None:
    """Send the alerts of a review to chats, mail and webhooks: each one once.

    What is new is entered into the journal of the ledger, and what is over is closed there. The exit code is 1 where
    the plan or the data have errors, or a team that answers is not told; 3 where a source or a destination cannot be
    reached.
    """
    from .delivery import deliver, queue
    from .destination import settled, unheard
    from .outbox import Outbox
    from .report import Report
    from .setting import read_settings

    _refuse_inside(config, plan)
    settings = read_settings(config)
    journal = gt.Ledger(ledger, create=False)
    given = list(sources)
    if not sources and not connections:
        given = [journal.actuals(known_at)]  # type: ignore[list-item]
    review = gt.review(
        plan,
        *given,
        as_of=as_of or datetime.now().astimezone().date(),
        known_at=known_at,
        grain=grain,
        percent=percent,
        encoding=encoding,
        connect=_named(connections),
    )
    card = review.card
    if card is None:
        _tell(review.findings.errors, lang)
        click.echo(
            "计划没有写期间，无法评分：请在开头写 `period: 2025`。"
            if lang == "zh"
            else "The plan states no period, so that nothing is due: write `period: 2025` at its head.",
            err=True,
        )
        ctx.exit(1)
    outbox = Outbox(box or settings.outbox or Path(ledger).with_suffix(".outbox"))
    used = outbox.copy() if dry_run else outbox
    routes = settled(settings.destinations, card.plan)
    at = datetime.now(UTC) if known_at is None else None
    found = gt.alerts(card, journal.notes(), at=at)
    # Into the outbox first: a journal that has an alert of which no outbox knows would keep it for ever from going out.
    queue(found, routes, card=card, outbox=used, lang=lang, now=datetime.now(UTC).timestamp())
    if not dry_run:
        gt.raise_alerts(card, journal, by=by, at=at)
    delivery = deliver(
        routes,
        outbox=used,
        lang=lang,
        lost=unheard(found, routes, card.plan),
        dry_run=dry_run,
        resend=resend,
        tries=settings.tries,
        seconds=settings.seconds,
    )
    report = Report(delivery, card.plan, lang)
    click.echo(report.to_json() if form == "json" else "\n".join(report.lines()))
    _tell(card.findings, lang)
    errors = review.findings.errors
    _tell_errors(len(errors) - len(card.findings.errors), plan, lang)
    if delivery.has_failed or any(one.name in _UNREADABLE for one in review.findings):
        ctx.exit(_UNAVAILABLE)
    ctx.exit(1 if errors or delivery.unheard else 0)


def _refuse_inside(config: str, plan: str) -> None:
    """Where alerts go is the operator's to say: a plan travels by mail and by pull request.

    Raises:
        UsageError: The settings lie within the plan's folder.
    """
    folder = Path(plan).resolve()
    folder = folder if folder.is_dir() else None  # type: ignore[assignment]
    if folder is not None and Path(config).resolve().is_relative_to(folder):
        raise gt.UsageError("--config lies in the plan's folder: keep where alerts go outside of the plan")


def _named(connections: Sequence[str]) -> dict[str, str]:
    """Addresses of sources by name.

    Raises:
        UsageError: One has not that form.
    """
    found: dict[str, str] = {}
    for text in connections:
        name, equals, url = text.partition("=")
        if not equals or not name.strip() or not url.strip() or name.strip() in found:
            raise gt.UsageError(
                "a source is connected as NAME=URL, once each, such as warehouse=csv://actuals.csv"
            )
        found[name.strip()] = url.strip()
    return found


def _tell_errors(number: int, plan: str, lang: Literal["en", "zh"]) -> None:
    """That the plan has errors: they are no news, and why the exit code is 1."""
    if number > 0:
        click.echo(
            f"这份计划有 {number} 个错误；运行 goaltree check {plan} 查看。"
            if lang == "zh"
            else f"The plan has {number} error{'s' * (number != 1)}. See goaltree check {plan}.",
            err=True,
        )


def _tell(findings: gt.Findings, lang: Literal["en", "zh"]) -> None:
    if findings:
        click.echo(findings.to_text(lang), err=True, nl=False)
