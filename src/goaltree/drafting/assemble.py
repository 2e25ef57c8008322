"""The nouns of a draft as one plan, in the order in which a reader wants them."""

from __future__ import annotations

from typing import Any

from .book import Book, Indicator, Tree

_METRIC_ORDER = (
    "title",
    "aka",
    "kind",
    "unit",
    "direction",
    "perspective",
    "by",
    "source",
    "standard",
    "healthy",
    "thresholds",
    "definition",
)
_TEAM_ORDER = ("title", "aka", "lead", "mission", "owns", "carries", "boundary", "works_with")
_GOAL_ORDER = ("perspective", "owner", "baseline", "target", "growth", "cuts", "of_which", "why", "note")


def assemble(book: Book) -> Tree:
    """The plan as mappings, lists and texts; sections without entries are left out."""
    plan: Tree = {"goaltree": "1", "plan": "draft"}
    plan |= {key: book.head[key] for key in ("title", "period", "currency") if key in book.head}
    indicators = book.indicators.values()
    sections: Tree = {
        "perspectives": {key: _named(tree) for key, tree in book.perspectives.items()},
        "segments": {key: _segment(tree) for key, tree in book.segments.items()},
        "sources": {key: _named(tree) for key, tree in book.sources.items()},
        "metrics": {one.key: _ordered(one.metric, _METRIC_ORDER) for one in indicators},
        "pairs": book.pairs,
        "goals": {one.key: _goal(one) for one in indicators if one.goal},
        "teams": {team.key: _ordered(team.tree, _TEAM_ORDER) for team in book.teams.values()},
        "actions": book.actions,
    }
    return plan | {key: value for key, value in sections.items() if value}


def _named(tree: Tree) -> Tree:
    return {key: value for key, value in tree.items() if key != "names"}


def _segment(tree: Tree) -> Tree:
    return {key: value for key, value in tree.items() if key != "members" or value}


def _ordered(tree: Tree, keys: tuple[str, ...]) -> Tree:
    return {key: tree[key] for key in keys if key in tree}


def _goal(one: Indicator) -> Tree:
    goal = _ordered(one.goal, _GOAL_ORDER)
    for section in ("cuts", "of_which"):
        if section in goal:
            goal[section] = {
                dimension: {member: _part(part) for member, part in parts.items()}
                for dimension, parts in goal[section].items()
            }
    return goal


def _part(part: Tree) -> Any:
    return part["target"] if list(part) == ["target"] else part
