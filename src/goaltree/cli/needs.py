"""`goaltree needs`."""

from __future__ import annotations

from typing import Final

import click

from ..finding import Lang
from .options import lang_option, loaded, plan_argument, write

EXAMPLES: Final = """\b
goaltree needs plan/
goaltree needs plan/ --as-of 2025-06-30 --format csv > actuals.csv
"""


@click.command(epilog=EXAMPLES)
@plan_argument()
@click.option("--as-of", metavar="DATE", help="Only periods that are over by that day (default: all).")
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    help="Format of the output; csv is an empty table to fill in.",
)
@lang_option()
def needs(*, plan: str, as_of: str | None, form: str, lang: Lang) -> None:
    """List the data that a plan needs before it can be reviewed: which metric, part, periods, unit, from whom.

    With --format csv it is a table that lacks nothing but the values: fill it in and give it to
    `goaltree review --actuals`.
    """
    from ..actuals.requirement import requirements

    found = requirements(loaded(plan), as_of)
    if form == "csv":
        write(found.template())
    elif form == "json":
        from ..rendering.json import dumps

        write(dumps(found.to_dict()))
    else:
        write(found.to_text(lang))
