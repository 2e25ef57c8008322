"""From nodes to a plan: the head, then the names, then every noun with its references resolved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from attrs import evolve

from ..finding import Finding
from ..findings import Findings
from ..model.action import Action
from ..model.goal import Objective
from ..model.mapping import Frozen
from ..model.names import GoalNames, Names
from ..model.period import Period
from ..model.plan import Plan
from ..model.segment import Benchmark, Perspective, Segment, Source
from ..model.team import Handover, Team
from ..model.time_faults import PERIOD_WITHOUT_YEAR
from . import shape_faults
from .context import MISSING, Context
from .goals import (
    Draft,
    bind_goals,
    bind_metrics,
    check_members,
    lay_out,
    metric_names,
    resolve_parts,
)
from .head import KEYS, Head, bind_head, new_context
from .keys import bind_key, report_lookalikes
from .locator import NodeLocator
from .node import Map, Node, Reading, Scalar, Seq
from .shapes import MAPPING, bind_fields, shape_of, unknown_key, wrong_shape

SECTIONS: Final[Mapping[str, type[Any]]] = {
    "perspectives": Perspective,
    "segments": Segment,
    "sources": Source,
    "benchmarks": Benchmark,
    "objectives": Objective,
    "teams": Team,
    "actions": Action,
    "handovers": Handover,
}
"""Sections whose entries are nouns with a key, beside `metrics` and `goals`."""


def bind(reading: Reading) -> Plan:
    """The plan that a reading holds; what cannot be read or resolved is in its findings."""
    ctx = new_context()
    root = reading.root
    if root is None:
        return Plan(findings=Findings(reading.findings), locator=NodeLocator(None, reading.files))
    head = bind_head(ctx, root)
    locator = NodeLocator(root, reading.files)
    if not head.readable:
        return Plan(format=head.format, key=head.key, findings=_all(reading, ctx.findings), locator=locator)
    plan = _bind_body(ctx, root, head)
    return evolve(plan, findings=_all(reading, ctx.findings), locator=locator)


def _all(reading: Reading, found: Iterable[Finding]) -> Findings:
    return Findings([*reading.findings, *found])


def _bind_body(ctx: Context, root: Map, head: Head) -> Plan:
    fields = shape_of(Plan).fields
    period = _period(ctx, root)
    goals_node = root.get("goals")
    drafts: dict[str, Draft] = {}
    if isinstance(goals_node, Map):
        drafts = lay_out(ctx, goals_node)
    elif goals_node is not None:
        wrong_shape(ctx, goals_node, "goals", "goals", MAPPING, "{sales: {target: 12亿}}")
    ctx.names = _names(root, drafts)
    resolve_parts(ctx, drafts)
    metrics = bind_metrics(ctx, root.get("metrics"), drafts)
    values: dict[str, Any] = {
        "metrics": Frozen(metrics),
        "goals": Frozen(bind_goals(ctx, drafts, metrics)),
        "period": period,
    }
    goals = values["goals"]
    ctx.goal_unit = lambda key: metrics[goals[key].metric].unit if key in goals and goals[key].metric in metrics else None
    for section, noun in SECTIONS.items():
        values[section] = Frozen(_section(ctx, root.get(section), section, noun))
    done = {*KEYS, *values}
    for name, node in root.pairs:
        text = name.text
        if text in done:
            continue
        found = fields.get(text)
        if found is None:
            unknown_key(ctx, name, "", "Plan", [*fields, *KEYS])
            continue
        value = found.bind(ctx, node, text, text)
        if value is not MISSING:
            values[found.name] = value
        done.add(text)
    check_members(ctx, drafts, goals, values["segments"])
    _lookalikes(ctx, root)
    if not goals:
        ctx.report(shape_faults.SECTION_EMPTY, root, "goals")
    return Plan(
        format=head.format,
        key=head.key,
        currency=head.currency,
        fx=head.rates,
        calendar=head.calendar,
        units=head.units,
        **values,
    )


def _period(ctx: Context, root: Map) -> Period | None:
    node = root.get("period")
    if node is None:
        return None
    value = shape_of(Plan).fields["period"].bind(ctx, node, "period", "period")
    if value is MISSING:
        ctx.silenced.add(PERIOD_WITHOUT_YEAR.code)
        return None
    ctx.year = ctx.calendar.year_of(value.first)
    period: Period = value
    return period


def _section(ctx: Context, node: Node | None, section: str, noun: type[Any]) -> dict[str, Any]:
    """The nouns of one section by key."""
    nouns: dict[str, Any] = {}
    if node is None or (isinstance(node, Scalar) and node.is_null):
        return nouns
    if not isinstance(node, Map):
        wrong_shape(ctx, node, section, section, MAPPING, "{key: {title: …}}")
        return nouns
    shape = shape_of(noun)
    for name, child in node.pairs:
        path = f"{section}.{name.text}"
        key = bind_key(ctx, name, path)
        if key is None or key in nouns:
            continue
        if isinstance(child, Map):
            values = bind_fields(ctx, shape, child, path, key)
        elif isinstance(child, Scalar) and child.is_null:
            values = {}
        elif shape.shorthand is None:
            wrong_shape(ctx, child, path, key, MAPPING, "{title: …}")
            values = {}
        else:
            value = shape.shorthand.bind(ctx, child, path, key)
            values = {} if value is MISSING else {shape.shorthand.name: value}
        nouns[key] = noun(key=key, at=path, **values)
    return nouns


def _names(root: Map, drafts: Mapping[str, Draft]) -> dict[str, Names]:
    """Every name that references may use, collected before any noun is bound."""
    metric_nodes = metric_names(root.get("metrics"), drafts)
    names: dict[str, Names] = {
        "goals": GoalNames(
            [(key, _titles(draft.node) or _metric_titles(key, metric_nodes)) for key, draft in drafts.items()],
            {key: draft.cuts for key, draft in drafts.items()},
        ),
        "metrics": Names([(key, _titles(node)) for key, node in metric_nodes.items()]),
    }
    for section in SECTIONS:
        node = root.get(section)
        pairs = node.pairs if isinstance(node, Map) else []
        names[section] = Names([(name.text, _titles(child)) for name, child in pairs])
    return names


def _metric_titles(key: str, metrics: Mapping[str, Node]) -> tuple[str, ...]:
    return _titles(metrics[key]) if key in metrics else ()


def _titles(node: Node) -> tuple[str, ...]:
    """The titles and aliases that a node holds, without reading anything else of it."""
    if isinstance(node, Scalar):
        return () if node.is_null else (node.text,)
    if not isinstance(node, Map):
        return ()
    found: list[str] = []
    for name, child in node.pairs:
        if name.text in ("title", "aka"):
            nodes = [c for _, c in child.pairs] if isinstance(child, Map) else child.items if isinstance(child, Seq) else [child]
            found += [n.text for n in nodes if isinstance(n, Scalar) and not n.is_null]
    return tuple(found)


def _lookalikes(ctx: Context, root: Map) -> None:
    for section in ("goals", "metrics", "teams", "actions", "segments"):
        node = root.get(section)
        if isinstance(node, Map) and not all(name.text.isascii() for name, _ in node.pairs):
            report_lookalikes(ctx, ((name.text, name, f"{section}.{name.text}") for name, _ in node.pairs))


