"""`goaltree rule`."""

from __future__ import annotations

from typing import Final

import click

from ..errors import UsageError
from ..finding import Lang, Rule
from .host import plugin_option, rules_of
from .options import lang_option, room, write_lines

EXAMPLES: Final = """\b
goaltree rule GT403
goaltree rule goal-carried-by-nobody
"""


@click.command(epilog=EXAMPLES)
@click.argument("name", metavar="[CODE|NAME]", required=False)
@plugin_option()
@lang_option()
@click.pass_context
def rule(ctx: click.Context, name: str | None, lang: Lang) -> None:
    """Explain a rule: what it says, why it matters, a wrong and a right plan. Without a CODE, list all rules."""
    from ..catalogue import find, rules
    from ..view.rule_page import rule_list_lines, rule_page_lines

    if name is None:
        write_lines(rule_list_lines([*rules().values(), *_others(ctx)], lang=lang, room=room()))
        return
    found = find(name)
    if isinstance(found, tuple):  # plugins are loaded only where the rule is none of our own
        found = find(name, _others(ctx))
    if isinstance(found, tuple):
        hint = f"; did you mean {', '.join(found)}?" if found else ""
        raise UsageError(f"no rule is called {name!r}{hint}")
    write_lines(rule_page_lines(found, lang=lang, room=room()))


def _others(ctx: click.Context) -> list[Rule]:
    """The rules of plugins."""
    from ..catalogue import rules

    return [rule for check in rules_of(ctx) for rule in check.rules if rule.code not in rules()]
