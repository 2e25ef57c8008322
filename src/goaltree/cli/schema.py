"""`goaltree schema`."""

from __future__ import annotations

from typing import Final

import click

from ..errors import GoaltreeError
from .options import write

FILE: Final = "plan-1.json"
_MADE: Final = {
    "scorecard": ("..scorecard.plain", "card_schema"),
    "pack": ("..report.pack.pack", "pack_schema"),
    "alerts": ("..steering.plain", "alerts_schema"),
}
"""Where the schemas are made that are no file."""
EXAMPLES: Final = """\b
goaltree schema > plan.schema.json
goaltree schema --of scorecard > scorecard.schema.json
goaltree schema --of pack > pack.schema.json
goaltree schema --of alerts > alerts.schema.json
"""


@click.command(epilog=EXAMPLES)
@click.option(
    "--of",
    "what",
    type=click.Choice(["plan", "scorecard", "pack", "alerts"]),
    default="plan",
    help="What it describes: plan files; what `review`, `pack` or `alerts` print as JSON (default: plan).",
)
def schema(*, what: str) -> None:
    """Print the JSON Schema of plan files, for editors and other programs, or that of what commands print as JSON."""
    if what in _MADE:
        from importlib import import_module

        from ..rendering.json import dumps

        module, name = _MADE[what]
        write(dumps(getattr(import_module(module, __package__), name)()))
        return
    from importlib.resources import files

    source = files("goaltree").joinpath("schema", FILE)
    try:
        text = source.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise GoaltreeError(f"this installation has no schema ({FILE})") from error
    write(text)
