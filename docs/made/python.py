"""The pages on the command line and on the Python names."""

from __future__ import annotations

from typing import Any

import click

import goaltree
from goaltree.actuals.observation import AppliedRate
from goaltree.checks.rulebook import Check
from goaltree.finding import Words
from goaltree.model.calendar import Calendar
from goaltree.model.dimension import Unit
from goaltree.model.duration import Duration
from goaltree.model.edge import Edge
from goaltree.model.formula import Apply, Formula, NameUse, Number, Reference
from goaltree.model.goal import Cut
from goaltree.model.names import GoalNames, Names, Unresolved
from goaltree.model.pair import Pair
from goaltree.model.period import Period
from goaltree.model.plan import Locator, Plan
from goaltree.model.quantity import Quantity, Unstated
from goaltree.model.rates import Rates
from goaltree.model.text import Text
from goaltree.model.timing import Milestone, Recurrence, Timing
from goaltree.model.unit import Units
from goaltree.scorecard.alignment import Aligned
from goaltree.scorecard.score import Growth
from goaltree.steering.effect import Effect, Standby
from goaltree.steering.pledge import Pledge

from .markdown import fence, page, prose, toctree
from .noun import NOUNS

PARTS: tuple[type[Any], ...] = (
    Words, Text, Cut, Pair, Edge, Quantity, Unstated, Unit, Units, Rates, Period, Calendar, Timing, Milestone, Recurrence, Duration,
    Formula, Number, Reference, Apply, NameUse, Names, GoalNames, Unresolved, Locator, Check, AppliedRate, Growth, Aligned,
    Effect, Standby, Pledge,
)  # fmt: skip
"""What nouns are made of."""


def command_page() -> str:
    """Every command with its help."""
    from goaltree.cli.group import goaltree as top

    blocks = ["What `--help` prints. Data goes to the output, messages to the error stream."]
    width: dict[str, Any] = {"terminal_width": 100, "max_content_width": 100}
    work = [click.Context(top, info_name="goaltree", **{**top.context_settings, **width})]
    while work:
        ctx = work.pop(0)
        command = ctx.command
        blocks += [f"## {ctx.command_path}", fence(command.get_help(ctx))]
        if isinstance(command, click.Group):
            inner = ((name, command.get_command(ctx, name)) for name in command.list_commands(ctx))
            work += [click.Context(found, ctx, name, **width) for name, found in inner if found is not None]
    return page("Command line", *blocks)


def api_page() -> str:
    """The public names."""
    blocks = ["What `import goaltree` offers; everything else may change without notice."]
    for name in goaltree.__all__:
        value = "" if name == "__version__" else getattr(goaltree, name)
        blocks += [f"## {prose(name)}", documented(f"goaltree.{name}", value)]
    return page("Python", *blocks, "What these are made of: [](types.md).", toctree("types", hidden=""))


def types_page() -> str:
    """The classes that the public names speak of."""
    blocks = [
        "What the attributes of the public names hold. They are read, seldom made; they may change without notice."
    ]
    for noun in [*(noun for _, _, nouns in NOUNS.values() for noun in nouns if noun is not Plan), *PARTS]:
        blocks += [f"## {noun.__name__}", documented(f"{noun.__module__}.{noun.__name__}", noun)]
    return page("Types", *blocks)


def documented(name: str, value: Any) -> str:
    """What a name's docstring says, taken by Sphinx."""
    if isinstance(value, type):
        members = "" if issubclass(value, BaseException) else "   :members:\n"
        body = f".. autoclass:: {name}\n{members}   :show-inheritance:\n"
    elif callable(value):
        body = f".. autofunction:: {name}\n"
    else:
        body = f".. py:data:: {name}\n   :type: str\n\n   The version of the distribution `goaltree-core`.\n"
    return f"```{{eval-rst}}\n{body}```"
