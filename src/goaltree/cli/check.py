"""`goaltree check`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import click

from ..finding import Lang
from .host import complaints, plugin_option, rules_of, strict_option
from .options import is_coloured, lang_option, loaded, plan_argument, tell, write

if TYPE_CHECKING:
    from ..findings import By, Findings
    from ..model.plan import Plan

FORMATS: Final = ("text", "json", "sarif", "github", "markdown")
EXAMPLES: Final = """\b
goaltree check plan.yaml
goaltree check plan/ --by team --lang zh
goaltree check plan/ --format github --strict
"""


@click.command(epilog=EXAMPLES)
@plan_argument(many=True)
@click.option(
    "--format", "-f", "form", type=click.Choice(FORMATS), default="text", help="Format of the output."
)
@lang_option()
@click.option("--by", type=click.Choice(["team", "perspective", "rule", "file"]), help="Group the findings.")
@click.option("--top", type=click.IntRange(min=1), metavar="N", help="Only the N that weigh most.")
@click.option(
    "--all", "is_full", is_flag=True, help="Tell every finding in full, however often its rule fires."
)
@click.option("--select", multiple=True, metavar="CODES", help="Only these rules: codes, names, or GT4.")
@click.option("--ignore", multiple=True, metavar="CODES", help="All but these rules.")
@strict_option("Leave with exit code 1 on warnings too, and with 3 where a plugin fails.")
@plugin_option()
@click.pass_context
def check(
    ctx: click.Context,
    *,
    plans: Sequence[str],
    form: str,
    lang: Lang,
    by: By | None,
    top: int | None,
    is_full: bool,
    select: Sequence[str],
    ignore: Sequence[str],
    strict: bool,
) -> None:
    """Say what does not hold in a plan, with file, line and a way out.

    Errors are contradictions, warnings are gaps, notes are assumptions. The exit code is 1 where there are
    errors.
    """
    from ..checks.check import check as checked
    from ..findings import Findings

    rules = rules_of(ctx)
    read = [loaded(path) for path in plans]
    findings = Findings()
    for plan in read:
        findings += checked(plan, rules=rules, select=select, ignore=ignore)
    findings += complaints(ctx, select=select, ignore=ignore)
    shown = findings if top is None else findings.top(top)
    write(_told(shown, read, form, lang, by, is_full=is_full))
    if len(shown) < len(findings):
        rest = len(findings) - len(shown)
        tell(f"另有 {rest} 项未列出。" if lang == "zh" else f"{rest} more are not shown.")
    ctx.exit(1 if findings.has_errors or (strict and findings.warnings) else 0)


def _told(
    findings: Findings, plans: Sequence[Plan], form: str, lang: Lang, by: By | None, *, is_full: bool
) -> str:
    if form == "text":
        return findings.to_text(lang, all=is_full, color=is_coloured(), sources=_sources(plans), by=by)
    formats: dict[str, Callable[[Lang], str]] = {
        "json": findings.to_json,
        "sarif": findings.to_sarif,
        "github": findings.to_github,
        "markdown": findings.to_markdown,
    }
    return formats[form](lang)


def _sources(plans: Sequence[Plan]) -> Callable[[str], str | None]:
    def text(file: str) -> str | None:
        for plan in plans:
            found = plan.locator.text(file) if plan.locator is not None else None
            if found is not None:
                return found
        return None

    return text
