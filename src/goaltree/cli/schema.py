"""`goaltree schema`."""

from __future__ import annotations

from typing import Final

import click

from ..errors import GoaltreeError
from .options import write

FILE: Final = "plan-1.json"


@click.command(epilog="goaltree schema > plan.schema.json")
def schema() -> None:
    """Print the JSON Schema of plan files, for editors and other programs."""
    from importlib.resources import files

    source = files("goaltree").joinpath("schema", FILE)
    try:
        text = source.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise GoaltreeError(f"this installation has no schema ({FILE})") from error
    write(text)
