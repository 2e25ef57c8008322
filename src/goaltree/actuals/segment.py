"""Which part of the business a goal is for, and how such a part is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .observation import Pairs

if TYPE_CHECKING:
    from ..model.plan import Plan


def segment_of(plan: Plan, goal_key: str) -> Pairs:
    """The part of its metric that a goal is for.

    It is the goal's own `segment` and the (dimension, member) pairs of the cuts that lead down to it
    from the goal of the same metric: `sales.region.海外.channel.线上` is for
    `(("channel", "线上"), ("region", "海外"))`. A goal in several cuts is in the one of its own address,
    else in the first that the plan declares.

    Args:
        plan: The plan.
        goal_key: Key or address of one of its goals.

    Returns:
        Sorted pairs; `()` where the goal is for the whole of its metric.

    Raises:
        KeyError: The plan has no such goal.
    """
    pairs: set[tuple[str, str]] = set()
    seen: set[str] = set()
    here: str | None = goal_key
    while here is not None and here not in seen:
        seen.add(here)
        goal = plan.goals[here]
        pairs.update((dimension, member) for dimension, members in goal.segment.items() for member in members)
        step = _cut_above(plan, here)
        here = None
        if step is not None:
            here, dimension, member = step
            pairs.add((dimension, member))
    return tuple(sorted(pairs))


def _cut_above(plan: Plan, key: str) -> tuple[str, str, str] | None:
    metric = plan.goals[key].metric or key
    places = [
        place for place in plan.parents.get(key, ()) if (plan.goals[place[0]].metric or place[0]) == metric
    ]
    own = [place for place in places if ".".join(place) == key]
    found = own or places
    return found[0] if found else None


def segment_text(segment: Pairs) -> str:
    """A part of the business as it stands in a column `segment`: `channel=线上;region=海外`."""
    return ";".join(f"{dimension}={member}" for dimension, member in segment)
