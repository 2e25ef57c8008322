"""Rules on the coverage of what is promised and not given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import attrs

from ..finding import Finding, Rule, Words
from ..model.plan import Plan
from ..model.quantity import Quantity, Unstated
from ..model.text import Text
from .rulebook import Check, found
from .sample import ACTION, GOAL, HEAD, SAMPLE, TEAM

UNSTATED: Final = Rule(
    code="GT420",
    name="unstated-value",
    level="warning",
    message=Words("`{place}` is promised and not given.", "`{place}` 作了承诺却没有给出。"),
    hint=Words(
        "Ask its author for it; until then it stays `unstated` and nothing is assumed.",
        "请向作者索取；在此之前保持 `unstated`，不作任何假设。",
    ),
    why=Words(
        "What a source promises and does not give must be seen, and never filled in.",
        "来源承诺而未给出的内容必须可见，绝不能自行填补。",
    ),
    wrong=HEAD + GOAL + TEAM.replace("门店与线上", "unstated") + ACTION,
    right=SAMPLE,
)


def unstated_value(plan: Plan) -> Iterator[Finding]:
    """Every place that says `unstated`."""
    for path in unstated_paths(plan):
        yield found(plan, UNSTATED, path, place=path)


def unstated_paths(plan: Plan) -> Iterator[str]:
    """Key paths of every value that is promised and not given."""
    work: list[tuple[str, object]] = [
        (noun.at, noun)
        for section in ("goals", "metrics", "objectives", "teams", "actions", "handovers", "benchmarks")
        for noun in getattr(plan, section).values()
    ]
    work += [("governance", plan.governance), ("canvas", plan.canvas)]
    work.reverse()
    while work:
        path, value = work.pop()
        if isinstance(value, Unstated) or (isinstance(value, Text) and value == _SAID):
            yield path
        elif isinstance(value, Quantity) or value is None:
            continue
        elif isinstance(value, tuple):
            work += [
                (f"{path}[{i}]" if len(value) > 1 else path, item)
                for i, item in reversed(list(enumerate(value)))
            ]
        elif hasattr(value, "items"):
            work += [(f"{path}.{key}" if key else path, item) for key, item in reversed(list(value.items()))]
        elif attrs.has(_class_of(value)) and type(value).__module__.rsplit(".", 1)[-1] in _NOUN_MODULES:
            fields = [(f.name, getattr(value, f.name)) for f in attrs.fields(_class_of(value))]
            work += [
                (f"{path}.{name.rstrip('_')}", item)
                for name, item in reversed(fields)
                if name not in ("meta", "cuts")
            ]


def _class_of(value: object) -> Any:
    return type(value)


_SAID: Final = Text.plain("unstated")
"""What an author writes where a text is promised and not given."""
_NOUN_MODULES: Final = frozenset({"goal", "metric", "team", "action", "governance", "canvas", "segment"})


CHECKS: Final = (Check(UNSTATED, unstated_value),)
