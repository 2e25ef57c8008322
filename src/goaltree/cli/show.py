"""`goaltree show`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import click

from ..errors import UsageError
from ..finding import Lang
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
    write_lines,
)

if TYPE_CHECKING:
    from ..actuals.number_cell import PercentScale
    from ..findings import Findings
    from ..model.metric import Grain
    from ..model.plan import Plan
    from ..scorecard.card import Scorecard
    from ..view.line import Line

CIRCLE: Final = "goals-in-a-circle"
EXAMPLES: Final = """\b
goaltree show plan/
goaltree show plan/ sales
goaltree show plan/ --matrix
goaltree show plan/ --asked-of tech
goaltree show plan/ sales --why --actuals actuals.csv --as-of 2025-06-30
"""


@click.command(epilog=EXAMPLES)
@plan_argument()
@click.argument("goal", required=False)
@click.option("--matrix", "is_matrix", is_flag=True, help="Teams against company goals.")
@click.option("--team", metavar="TEAM", help="What one team has to do.")
@click.option("--asked-of", "asked", metavar="TEAM", help="What every other team expects of this one.")
@click.option("--keys", is_flag=True, help="Show keys beside titles in the tree.")
@click.option(
    "--why", "is_why", is_flag=True, help="How the numbers of GOAL come about, down to rows and lines."
)
@actuals_options(required=False)
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(["text", "json", "mermaid"]),
    default="text",
    help="Format of the output; json and mermaid are for the tree and for --why.",
)
@all_option()
@lang_option()
@click.pass_context
def show(
    ctx: click.Context,
    *,
    plan: str,
    goal: str | None,
    is_matrix: bool,
    team: str | None,
    asked: str | None,
    keys: bool,
    is_why: bool,
    sources: Sequence[str],
    as_of: str | None,
    known_at: str | None,
    grain: Grain,
    percent: PercentScale | None,
    encoding: str | None,
    form: str,
    lang: Lang,
) -> None:
    """Show a plan: its goal tree, or one GOAL with everything about it.

    GOAL is a key, an address such as sales.online, a title or an alias; so is TEAM. With --why and --actuals it
    is shown how the GOAL's numbers come about.
    """
    from ..checks.check import check as checked
    from ..model.tree import CycleError

    if is_why:
        if goal is None or not sources or is_matrix or team is not None or asked is not None:
            raise UsageError("--why is asked of one GOAL, with --actuals FILE")
        found = loaded(plan)
        if found.period is None:
            tell_findings(checked(found).errors, lang)
            tell(no_period(lang))
            ctx.exit(1)
        card, _ = scored(
            found, sources, as_of=as_of, known_at=known_at, grain=grain, percent=percent, encoding=encoding
        )
        write(_why(card, goal, form, lang))
        if card.findings:
            tell_findings(card.findings, lang)
        ctx.exit(exit_code(card.findings))
    if sources:
        raise UsageError("--actuals is for --why; for every goal see goaltree review")
    wanted = [name for name, one in _asked(goal, team, asked, is_matrix=is_matrix).items() if one]
    if len(wanted) > 1:
        raise UsageError(f"{' and '.join(wanted)} cannot be shown together")
    if wanted and form != "text":
        raise UsageError(f"--format {form} is for the tree, not for {wanted[0]}")
    read = loaded(plan)
    findings = checked(read)
    try:
        if form == "text":
            write_lines(_lines(read, findings, goal, team, asked, is_matrix=is_matrix, keys=keys, lang=lang))
        else:
            from ..view.tree_data import to_json, to_mermaid

            write(to_json(read, lang) if form == "json" else to_mermaid(read, lang))
    except CycleError:
        write(_circle(findings, lang))
    _warn(findings, lang, plan)
    if any(finding.name == CIRCLE for finding in findings):
        ctx.exit(1)


def _why(card: Scorecard, name: str, form: str, lang: Lang) -> str:
    from ..scorecard.derivation_mermaid import derivation_mermaid
    from ..scorecard.derivation_text import derivation_text
    from ..view.goal_card import found_goal
    from ..view.speech import Speech

    say = Speech(card.plan, lang)

    def titles(key: str) -> str:
        return say.goal(key) if key in card.plan.goals else say.title(key.removeprefix("metrics."))

    derivation = card[found_goal(card.plan, name).key].derivation
    if form == "json":
        from ..rendering.json import dumps

        return dumps(derivation.to_dict())
    if form == "mermaid":
        return derivation_mermaid(derivation, lang, titles=titles, where=card.plan.where)
    return derivation_text(derivation, lang, titles=titles, where=card.plan.where, color=is_coloured())


def _asked(goal: str | None, team: str | None, asked: str | None, *, is_matrix: bool) -> dict[str, object]:
    return {"GOAL": goal, "--team": team, "--asked-of": asked, "--matrix": is_matrix}


def _lines(
    plan: Plan,
    findings: Findings,
    goal: str | None,
    team: str | None,
    asked: str | None,
    *,
    is_matrix: bool,
    keys: bool,
    lang: Lang,
) -> list[Line]:
    if goal is not None:
        from ..view.goal_card import goal_card_lines

        return goal_card_lines(plan, goal, findings=findings, lang=lang, room=room())
    if team is not None:
        from ..view.team_view import team_view_lines

        return team_view_lines(plan, team, findings=findings, lang=lang, room=room())
    if asked is not None:
        from ..view.asked import asked_lines

        return asked_lines(plan, asked, lang=lang, room=room())
    if is_matrix:
        from ..view.matrix import matrix_lines

        return matrix_lines(plan, lang=lang, room=room())
    from ..view.tree import tree_lines

    return tree_lines(plan, lang=lang, room=room(), keys=keys)


def _circle(findings: Findings, lang: Lang) -> str:
    return findings.select(CIRCLE).to_text(lang, all=True)


def _warn(findings: Findings, lang: Lang, path: str) -> None:
    count = len(findings.errors)
    if count:
        tell(
            f"这份计划有 {count} 个错误，能读到的都在上面；运行 goaltree check {path} 查看。"
            if lang == "zh"
            else f"The plan has {count} error{'s' * (count != 1)}; what could be read is shown. See goaltree check {path}."
        )
