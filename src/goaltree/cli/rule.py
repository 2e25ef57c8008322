"""`goaltree rule`."""

from __future__ import annotations

from typing import Final

import click

from ..errors import UnknownKeyError
from ..finding import Lang
from .options import lang_option, room, write_lines

EXAMPLES: Final = """\b
goaltree rule GT403
goaltree rule goal-carried-by-nobody
"""


@click.command(epilog=EXAMPLES)
@click.argument("name", metavar="[CODE|NAME]", required=False)
@lang_option()
def rule(name: str | None, lang: Lang) -> None:
    """Explain a rule: what it says, why it matters, a wrong and a right plan. Without a CODE, list all rules."""
    from ..catalogue import find, rules
    from ..view.rule_page import rule_list_lines, rule_page_lines

    if name is None:
        write_lines(rule_list_lines(rules().values(), lang=lang, room=room()))
        return
    found = find(name)
    if isinstance(found, tuple):
        raise UnknownKeyError(name, found)
    write_lines(rule_page_lines(found, lang=lang, room=room()))
