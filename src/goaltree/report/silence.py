"""What has not come: the sources that say nothing of the latest period, and the numbers that rest on them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..actuals.series import Series
from ..model.missing import NA
from ..scorecard.node import Node
from .told import Told


def silences(told: Told) -> list[str]:
    """One line for each source and day: since when nothing has come, and of what; the longest silence first."""
    found: dict[tuple[date, tuple[str, ...]], list[str]] = {}
    for node, last in _late(told):
        found.setdefault((last, node.metric.source), []).append(_name(told, node))
    say = told.say
    return [
        say(f"{_source(told, source)}: nothing after {last}: ", f"{_source(told, source)}：{last} 之后没有：")
        + say.join(names)
        for (last, source), names in sorted(found.items(), key=lambda item: item[0][0])
    ]


def _late(told: Told) -> Iterator[tuple[Node, date]]:
    """What is observed and of which a whole period has passed without a value, with the last day that has one."""
    card = told.card
    for key, series in card.series.items():
        node = card.blueprint.nodes[key]
        if card.only is not None and key not in card.only:
            continue
        at = _last(series)
        if at is not None and card.is_over(series.periods[at], node.period.last):
            yield node, series.periods[at].last


def _last(series: Series) -> int | None:
    known = [at for at, value in enumerate(series.values) if not isinstance(value, NA)]
    return known[-1] if known else None


def _name(told: Told, node: Node) -> str:
    plan = told.card.plan
    if node.key in plan.goals:
        return told.say.goal(node.key)
    shown = [
        told.say.text(plan.segments[d].members.get(m)) or m for d, m in node.segment if d in plan.segments
    ]
    return " / ".join([plan.title_of(node.metric.key, told.lang), *shown])


def _source(told: Told, keys: tuple[str, ...]) -> str:
    sources = told.card.plan.sources
    shown = [(told.say.text(sources[key].title) or key) if key in sources else key for key in keys]
    return told.say.join(shown) or told.say("source not stated", "未写明来源")
