"""`goaltree schema`."""

from __future__ import annotations

from typing import Final

import click

from ..errors import GoaltreeError
from .options import write

FILE: Final = "plan-1.json"
EXAMPLES: Final = """\b
goaltree schema > plan.schema.json
goaltree schema --of scorecard > scorecard.schema.json
goaltree schema --of pack > pack.schema.json
"""


@click.command(epilog=EXAMPLES)
@click.option(
    "--of",
    "what",
    type=click.Choice(["plan", "scorecard", "pack"]),
    default="plan",
    help="What it describes: plan files, what `goaltree review` or `goaltree pack` print as JSON (default: plan).",
)
def schema(*, what: str) -> None:
    """Print the JSON Schema of plan files, for editors and other programs, or that of scorecards or packs."""
    if what == "pack":
        from ..rendering.json import dumps
        from ..report.pack.pack import pack_schema

        write(dumps(pack_schema()))
        return
    if what == "scorecard":
        from ..rendering.json import dumps
        from ..scorecard.plain import card_schema

        write(dumps(card_schema()))
        return
    from importlib.resources import files

    source = files("goaltree").joinpath("schema", FILE)
    try:
        text = source.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise GoaltreeError(f"this installation has no schema ({FILE})") from error
    write(text)
