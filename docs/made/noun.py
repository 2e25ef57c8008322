"""The nouns of a plan file: which page shows which class, and how a type is told."""

from __future__ import annotations

import types
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NewType, Union, get_args, get_origin

from goaltree.model.action import Action, Budget, Fallback, Need, Progress, Risk, Tranche
from goaltree.model.canvas import Block, Canvas, Entry
from goaltree.model.dimension import Unit
from goaltree.model.duration import Duration
from goaltree.model.formula import Formula
from goaltree.model.goal import Goal, Objective, Phasing, Tiers
from goaltree.model.governance import (
    Drawdown,
    Governance,
    Group,
    Hysteresis,
    Meeting,
    Reserve,
    Rung,
    StatusRule,
)
from goaltree.model.metric import Component, Composite, Metric
from goaltree.model.pair import Lead
from goaltree.model.period import Period
from goaltree.model.plan import Acceptance, Assertion, CountingUnit, Plan
from goaltree.model.quantity import Quantity, Unstated
from goaltree.model.segment import Benchmark, Perspective, Segment, Source, SourceTable
from goaltree.model.team import Collaboration, Handover, Team
from goaltree.model.text import Text
from goaltree.model.timing import Timing
from goaltree.planfile.shapes import SECTION_OF

from .markdown import code

NOUNS: Mapping[str, tuple[str, str, tuple[type[Any], ...]]] = {
    "plan": ("The plan", "计划", (Plan, CountingUnit, Assertion, Acceptance)),
    "metric": ("Metrics", "指标", (Metric, Composite, Component)),
    "goal": ("Goals", "目标", (Goal, Tiers, Phasing)),
    "segment": ("Segments", "细分", (Segment,)),
    "perspective": ("Perspectives", "维度", (Perspective,)),
    "source": ("Sources", "数据来源", (Source, SourceTable)),
    "benchmark": ("Benchmarks", "外部基准", (Benchmark,)),
    "pair": ("Pairs", "指标配对", (Lead,)),
    "objective": ("Objectives", "目标组", (Objective,)),
    "team": ("Teams", "团队", (Team, Collaboration)),
    "action": ("Actions", "行动", (Action, Need, Risk, Fallback, Budget, Tranche, Progress)),
    "handover": ("Hand-overs", "交接", (Handover,)),
    "governance": (
        "Governance",
        "管控机制",
        (Governance, Meeting, Rung, Reserve, Drawdown, StatusRule, Hysteresis, Group),
    ),
    "canvas": ("The canvas", "商业模式画布", (Canvas, Block, Entry)),
}
"""Each page of the plan file: its file, its titles, and the classes that it shows."""


VALUES: Mapping[Any, str] = {
    Text: "text",
    str: "word",
    bool: "`true` or `false`",
    object: "anything",
    Decimal: "[number](values.md)",
    Quantity: "[quantity](values.md)",
    Unit: "[unit](values.md)",
    Formula: "[formula](../formula.md)",
    Timing: "[timing](values.md)",
    Duration: "[duration](values.md)",
    Period: "[period](values.md)",
    date: "[date](values.md)",
    Unstated: "`unstated`",
}


def heading(noun: type[Any]) -> str:
    """The words of a class name."""
    return "".join(
        f" {char.lower()}" if char.isupper() and at else char for at, char in enumerate(noun.__name__)
    )


def first_line(noun: type[Any]) -> str:
    """What a class is, in one sentence."""
    return (noun.__doc__ or "").strip().split("\n", 1)[0]


def page_of(noun: type[Any]) -> str:
    """The page that shows a class."""
    return next(name for name, (_, _, classes) in NOUNS.items() if noun in classes)


def type_words(hint: Any, *, whole: bool = False) -> str:
    """A type as a reader of plan files knows it."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return " or ".join(type_words(arg) for arg in get_args(hint) if arg is not type(None))
    if origin is Literal:
        return "one of " + ", ".join(code(str(word)) for word in get_args(hint))
    if origin is tuple:
        return f"{type_words(get_args(hint)[0])}, one or a list"
    if isinstance(hint, NewType):
        section = SECTION_OF[hint.__name__]
        return f"reference to one of the [{section}]({section.removesuffix('s')}.md)"
    if isinstance(origin, type) and issubclass(origin, Mapping):
        key, value = get_args(hint)
        if value is object:
            return "a mapping of your own"
        listed = " (or keys alone)" if type(None) in get_args(value) else ""
        inner = type_words(value)
        told = (
            f"by {key_words(key)}, then {inner}"
            if inner.startswith("by ")
            else f"by {key_words(key)}: {inner}"
        )
        told += listed
        return f"{inner}, or {told}" if whole else told
    if hint in VALUES:
        return VALUES[hint]
    return f"[{heading(hint).lower()}]({page_of(hint)}.md#{heading(hint).lower().replace(' ', '-')})"


def key_words(key: Any) -> str:
    """What the keys of a mapping are."""
    return (
        type_words(key).removeprefix("reference to one of the ")
        if isinstance(key, NewType) or key is Period
        else "name"
    )
