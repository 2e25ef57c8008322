"""`goaltree note`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from ..errors import UnknownKeyError
from ..finding import Lang
from .options import lang_option, tell, write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..ledger.note import NoteKind
    from ..ledger.plan_version import PlanVersion

EXAMPLES: Final = """\b
goaltree note plan.ledger reason "春节停工两周" --by "王 XX" --goal gmv.跨境
goaltree note plan.ledger decision "启用备用流量预算" --by 应急会议 --alert mau/2025-03/emergency
"""


@click.command(epilog=EXAMPLES)
@click.argument("ledger", metavar="LEDGER", type=click.Path(exists=True, dir_okay=False))
@click.argument("kind", type=click.Choice(["check-in", "reason", "answer", "decision"]))
@click.argument("text", metavar="TEXT")
@click.option("--by", required=True, metavar="NAME", help="Who says it.")
@click.option("--goal", default="", metavar="GOAL", help="The goal that it is about.")
@click.option(
    "--alert", default="", metavar="KEY", help="The alert that it is about, as `goaltree alerts` tells it."
)
@click.option("--to", type=int, metavar="NUMBER", help="The note that it answers.")
@click.option(
    "--at", metavar="INSTANT", help="When it was said (default: now), such as 2025-07-01T09:00+08:00."
)
@lang_option()
def note(
    *,
    ledger: str,
    kind: NoteKind,
    text: str,
    by: str,
    goal: str,
    alert: str,
    to: int | None,
    at: str | None,
    lang: Lang,
) -> None:
    """Write into the journal of a ledger: how things stand, a reason, an answer, a decision.

    Nothing that was written is ever changed; what was wrong is answered by another note.
    """
    from ..ledger.ledger import Ledger

    book = Ledger(ledger, create=False)
    made = book.note(kind, text, by=by, at=at, goal=goal, to=to, alert=alert)
    if alert and all(one.alert != alert for one in book.notes(kind="alert")):
        tell(f"尚未登记过编号为 {alert} 的预警。" if lang == "zh" else f"No alert {alert} was raised so far.")
    unknown = _unknown(goal, book.plans()) if goal else None
    if unknown is not None:
        near = unknown.suggestions
        if lang == "zh":
            meant = f"是不是想写 {'、'.join(near)}？" if near else ""
            tell(f"台账里最近保存的计划没有叫 {goal} 的目标。{meant}")
        else:
            meant = f" Did you mean {', '.join(near)}?" if near else ""
            tell(f"The plan that the ledger saved last has no goal {goal}.{meant}")
    write(f"第 {made.number} 条记录" if lang == "zh" else f"Note {made.number}")


def _unknown(goal: str, plans: Iterable[PlanVersion]) -> UnknownKeyError | None:
    """That no plan has a goal as it was last saved, with the nearest names; `None` where one has, or there is none."""
    last = {(one.key, one.role): one for one in plans}
    found: UnknownKeyError | None = None
    for version in sorted(last.values(), key=lambda one: -one.number):
        try:
            version.plan.goal(goal)
        except UnknownKeyError as error:
            found = found or error
        else:
            return None
    return found
