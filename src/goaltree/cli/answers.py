"""`goaltree answers`."""

from __future__ import annotations

from typing import Final

import click

from ..finding import Lang
from .options import lang_option, loaded, plan_argument, tell, write

EXAMPLES: Final = """\b
goaltree pack plan/ --kind monthly --actuals plan.ledger --as-of 2025-06-30 --out june.xlsx
goaltree answers plan/ june.xlsx --ledger plan.ledger --by 跨境电商部
"""


@click.command(epilog=EXAMPLES)
@plan_argument()
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False))
@click.option("--ledger", required=True, metavar="FILE", help="The ledger whose journal they go into.")
@click.option("--by", required=True, metavar="NAME", help="Who filled it in.")
@click.option("--at", metavar="INSTANT", help="When (default: now), such as 2025-07-02T09:00+08:00.")
@click.option("--encoding", metavar="NAME", help="Encoding of a text file that is not UTF-8.")
@lang_option()
@click.pass_context
def answers(
    ctx: click.Context,
    *,
    plan: str,
    file: str,
    ledger: str,
    by: str,
    at: str | None,
    encoding: str | None,
    lang: Lang,
) -> None:
    """Read a deviation table that departments have filled in, and enter its causes and answers into a journal.

    Rows are known by their alert wherever they were sorted to, rows that were added by the goal that they name. The
    same file twice enters nothing twice. The exit code is 1 where something could not be entered as it stands.
    """
    from ..ledger.instant import instant
    from ..ledger.ledger import Ledger
    from ..steering.filled import enter_filled, read_filled

    table = read_filled(file, loaded(plan), encoding=encoding)
    book = Ledger(ledger, create=False)
    made = enter_filled(book, table, by=by, at=None if at is None else instant(at))
    counts = [sum(one.kind == kind for one in made) for kind in ("reason", "answer")]
    if lang == "zh":
        write(f"记录原因 {counts[0]} 条、应对 {counts[1]} 条。")
    else:
        write(
            f"Entered: {counts[0]} cause{'s' * (counts[0] != 1)}, {counts[1]} answer{'s' * (counts[1] != 1)}."
        )
    for one in table.remarks:
        tell(one.told(lang))
    ctx.exit(1 if table.remarks else 0)
