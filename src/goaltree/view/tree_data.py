"""The goal tree for programs: JSON, and Mermaid for pages that draw it."""

from __future__ import annotations

import json
from typing import Any, Final

from ..finding import Lang
from ..model.plan import Plan
from ..model.tree import Edge, Tree
from ..rendering.terminal import tame
from .company import by_perspective, perspective_of, top_goals
from .speech import Speech

_PLAIN: Final = frozenset(" .,+-/~")
_ARROWS: Final = {"cut": "---", "driver": "-.-", "alignment": "-->"}


def to_json(plan: Plan, lang: Lang = "en") -> str:
    """The goals with their numbers, and the edges between them, as one JSON object.

    Args:
        plan: The plan.
        lang: Language of titles.

    Raises:
        CycleError: Goals depend on themselves.
    """
    say = Speech(plan, lang)
    tree = Tree.of(plan)
    tops = set(top_goals(plan))
    nodes = [_node(key, tree.nouns[key], say, is_top=key in tops) for key in _order(plan, tree)]
    found = {
        "plan": plan.key,
        "title": say.text(plan.title),
        "period": str(plan.period) if plan.period else None,
        "nodes": nodes,
        "edges": [_edge(edge) for edge in (*tree.links, *tree.lagged)],
    }
    text = json.dumps(found, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode() + "\n"


def _order(plan: Plan, tree: Tree) -> list[str]:
    return [*plan.goals, *(key for key in tree.nouns if key not in plan.goals)]


def _node(key: str, noun: str, say: Speech, *, is_top: bool) -> dict[str, Any]:
    plan = say.plan
    goal = plan.goals.get(key)
    if goal is None:
        bare = key.removeprefix("metrics.").removeprefix("objectives.")
        return {"key": key, "noun": noun, "title": say.title(bare)}
    metric = say.metric_of(goal)
    span = plan.where(goal.at)
    return {
        "key": key,
        "noun": noun,
        "title": say.goal(key),
        "is_company_goal": is_top,
        "perspective": perspective_of(plan, key),
        "metric": goal.metric,
        "kind": metric.kind if metric else None,
        "unit": str(metric.unit) if metric and metric.unit is not None else None,
        "direction": metric.direction if metric else None,
        "baseline": say.number(goal.baseline) or None,
        "target": say.number(goal.target) or None,
        "growth": say.number(goal.growth) or None,
        "owner": plan.owner(key),
        "carriers": list(plan.carriers.get(key, ())),
        "file": span.file if span else None,
        "line": span.line if span else None,
    }


def _edge(edge: Edge) -> dict[str, Any]:
    return {
        "kind": "of_which" if edge.partial else edge.kind,
        "parent": edge.parent,
        "child": edge.child,
        "dimension": edge.dimension or None,
        "member": edge.member or None,
        "weight": None if edge.weight is None else str(edge.weight),
        "lag": edge.lag,
    }


def to_mermaid(plan: Plan, lang: Lang = "en") -> str:
    """The tree as a Mermaid flowchart; identifiers are made up and labels encoded.

    Args:
        plan: The plan.
        lang: Language of titles.

    Raises:
        CycleError: Goals depend on themselves.
    """
    say = Speech(plan, lang)
    tree = Tree.of(plan)
    order = _order(plan, tree)
    names = {key: f"n{at}" for at, key in enumerate(order)}
    lines = ["flowchart LR"]
    inside: set[str] = set()
    for at, (perspective, goals) in enumerate(by_perspective(plan).items()):
        title = say.perspective(perspective) if perspective else say("Other goals", "其他目标")
        lines.append(f'  subgraph p{at}["{encoded(title)}"]')
        lines += [f"    {names[key]}{_label(key, say)}" for key in goals]
        lines.append("  end")
        inside.update(goals)
    lines += [f"  {names[key]}{_label(key, say)}" for key in order if key not in inside]
    lines += [f"  {names[edge.parent]} {_ARROWS[edge.kind]} {names[edge.child]}" for edge in tree.links]
    return "\n".join(lines) + "\n"


def _label(key: str, say: Speech) -> str:
    goal = say.plan.goals.get(key)
    if goal is None:
        bare = key.removeprefix("metrics.").removeprefix("objectives.")
        return f'(["{encoded(say.title(bare))}"])'
    told = [say.title(key), say.goal_line(goal), say.team(say.plan.owner(key))]
    return '["{}"]'.format("<br/>".join(encoded(part) for part in told if part))


def encoded(text: str) -> str:
    """Text that a Mermaid label shows as it is: every sign that might mean something is a number."""
    return "".join(
        char if not char.isascii() or char.isalnum() or char in _PLAIN else f"#{ord(char)};"
        for char in tame(text)
    )
