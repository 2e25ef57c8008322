"""Who carries what, and what serves it, through cuts, formulas and alignments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .goal import Goal
from .plan import Plan


def company_goals(plan: Plan) -> tuple[str, ...]:
    """The goals of the whole company, in the plan's order.

    They are the core goals, and those under a perspective that are nobody's part and serve no other
    goal. Where no goal is core or has a perspective, being nobody's part and serving nothing suffices.
    """
    top = {
        key
        for key, goal in plan.goals.items()
        if key not in plan.parents and not goal.serves and goal.restates is None
    }
    named = {
        key for key, goal in plan.goals.items() if goal.core or (goal.perspective is not None and key in top)
    }
    return tuple(key for key in plan.goals if key in (named or top))


def restating(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """Goal to the goals that restate it."""
    found: dict[str, list[str]] = {}
    for key, goal in plan.goals.items():
        if goal.restates is not None:
            found.setdefault(goal.restates, []).append(key)
    return {key: tuple(keys) for key, keys in found.items()}


def spread_down(plan: Plan, start: Iterable[str]) -> frozenset[str]:
    """The goals given, with all their parts and the parts of those."""
    found: set[str] = set()
    work = list(start)
    while work:
        key = work.pop()
        if key not in found and key in plan.goals:
            found.add(key)
            work += [part for cut in plan.goals[key].cuts for part in cut.members.values()]
    return frozenset(found)


def spread_up(start: Iterable[str], links: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """The goals given, with everything that they are a part of, serve, restate or feed by formula."""
    found: set[str] = set()
    work = list(start)
    while work:
        key = work.pop()
        if key in found:
            continue
        found.add(key)
        work += links.get(key, ())
    return frozenset(found)


def links_up(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """Goal to the goals that it is a part of, serves, restates, feeds by a formula, or leads as process metric."""
    found: dict[str, list[str]] = {}
    by_metric: dict[str, list[str]] = {}
    for key, goal in plan.goals.items():
        if key not in plan.parents:
            by_metric.setdefault(goal.metric, []).append(key)
    for key, goal in plan.goals.items():
        ups = found.setdefault(key, [])
        ups += [parent for parent, _, _ in plan.parents.get(key, ())]
        ups += goal.serves
        if goal.restates is not None:
            ups.append(goal.restates)
        _feed(plan, key, goal, by_metric, found)
    for pair in plan.paired:
        for key in by_metric.get(pair.process, ()):
            found.setdefault(key, []).extend(by_metric.get(pair.result, ()))
    return {key: tuple(dict.fromkeys(ups)) for key, ups in found.items()}


def turned(links: Mapping[str, Iterable[str]]) -> Mapping[str, tuple[str, ...]]:
    """The same links the other way round."""
    found: dict[str, list[str]] = {}
    for key, ups in links.items():
        for up in ups:
            found.setdefault(up, []).append(key)
    return {key: tuple(downs) for key, downs in found.items()}


def _feed(
    plan: Plan, key: str, goal: Goal, by_metric: Mapping[str, list[str]], found: dict[str, list[str]]
) -> None:
    metric = plan.metrics.get(goal.metric)
    if metric is None or metric.formula is None or key in plan.parents:
        return
    for use in metric.formula.names:
        short = "." in use.name and use.name not in plan.goals
        meaning = plan.goal_names.resolve(use.name) if short else use.name if use.name in plan.goals else None
        sources = [meaning] if isinstance(meaning, str) else by_metric.get(use.name, ())
        for source in sources:
            found.setdefault(source, []).append(key)
