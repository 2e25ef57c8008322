"""`goaltree show`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from ..errors import UsageError
from ..finding import Lang
from .options import lang_option, loaded, plan_argument, room, tell, write, write_lines

if TYPE_CHECKING:
    from ..findings import Findings
    from ..model.plan import Plan
    from ..view.line import Line

CIRCLE: Final = "goals-in-a-circle"
EXAMPLES: Final = """\b
goaltree show plan/
goaltree show plan/ sales
goaltree show plan/ --matrix
goaltree show plan/ --asked-of tech
"""


@click.command(epilog=EXAMPLES)
@plan_argument()
@click.argument("goal", required=False)
@click.option("--matrix", "is_matrix", is_flag=True, help="Teams against company goals.")
@click.option("--team", metavar="TEAM", help="What one team has to do.")
@click.option("--asked-of", "asked", metavar="TEAM", help="What every other team expects of this one.")
@click.option("--keys", is_flag=True, help="Show keys beside titles in the tree.")
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(["text", "json", "mermaid"]),
    default="text",
    help="Format of the output; json and mermaid are for the tree.",
)
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
    form: str,
    lang: Lang,
) -> None:
    """Show a plan: its goal tree, or one GOAL with everything about it.

    GOAL is a key, an address such as sales.online, a title or an alias; so is TEAM.
    """
    from ..checks.check import check as checked
    from ..model.tree import CycleError

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
