"""Goals and metrics: nested in the file, flat in the plan.

A goal's parts stand inside it, as deep as the author likes. They are laid out flat first, with a
work list instead of recursion, so that addresses are known before any reference is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import define, evolve, field

from ..finding import Fault, Words
from ..model.goal import Cut, Goal
from ..model.mapping import Frozen
from ..model.metric import Metric
from ..model.names import Names, near, normal
from ..model.plan import Plan
from ..model.segment import Segment
from ..model.unit import parse_unit
from . import shape_faults
from .context import MISSING, Context, did_you_mean
from .keys import bind_key
from .node import Map, Node, Scalar, Seq
from .scalar import MAPPING, WILDCARDS, wrong_shape
from .shapes import bind_fields, shape_of, unknown_key

IN_PLACE: Final = frozenset(
    {
        "kind",
        "unit",
        "direction",
        "definition",
        "thresholds",
        "formula",
        "per",
        "by",
        "disjoint",
        "over",
        "grain",
    }
    | {"source", "healthy", "standard", "leads", "lag", "sign", "index", "nonpositive"}
)
"""Fields of a metric that a goal may hold to define its metric in place."""

_CUTS: Final = frozenset({"cuts", "of_which"})


@define(eq=False)
class Draft:
    """One goal before its values are read.

    Attributes:
        address: Its key in the plan.
        node: What stands behind it.
        path: Key path.
        parent: Address of the goal that it is a part of.
        cuts: Its cuts; members that refer to another goal are still as written.
        references: Members that refer to another goal: (cut, member, node, path).
    """

    address: str
    node: Node
    path: str
    parent: str | None = None
    cuts: list[Cut] = field(factory=list)
    references: list[tuple[int, str, Scalar, str]] = field(factory=list)


def lay_out(ctx: Context, node: Map) -> dict[str, Draft]:
    """Every goal and part by address, parents before their parts, in the order of the file."""
    drafts: dict[str, Draft] = {}
    work: list[Draft] = []
    for name, child in reversed(node.pairs):
        key = bind_key(ctx, name, f"goals.{name.text}", taken=WILDCARDS["goals"])
        if key is not None:
            work.append(Draft(address=key, node=child, path=f"goals.{name.text}"))
    while work:
        draft = work.pop()
        if draft.address in drafts:
            continue
        drafts[draft.address] = draft
        parts = _parts(ctx, draft)
        work.extend(reversed(parts))
    return drafts


def _parts(ctx: Context, draft: Draft) -> list[Draft]:
    parts: list[Draft] = []
    if not isinstance(draft.node, Map):
        return parts
    for section in ("cuts", "of_which"):
        node = draft.node.get(section)
        if node is None:
            continue
        path = f"{draft.path}.{section}"
        if not isinstance(node, Map):
            _report_cut(ctx, node, path, section)
            continue
        for name, members in node.pairs:
            dimension = bind_key(ctx, name, f"{path}.{name.text}")
            if dimension is None:
                continue
            if not isinstance(members, Map):
                _report_cut(ctx, members, f"{path}.{name.text}", dimension)
                continue
            parts += _members(ctx, draft, dimension, members, f"{path}.{name.text}", section == "of_which")
    _report_clashes(ctx, draft)
    return parts


def _members(
    ctx: Context, draft: Draft, dimension: str, members: Map, path: str, partial: bool
) -> list[Draft]:
    parts: list[Draft] = []
    keys: dict[str, str] = {}
    for name, child in members.pairs:
        member = bind_key(ctx, name, f"{path}.{name.text}", member=True)
        if member is None or member in keys:
            continue
        other = child.get("goal") if isinstance(child, Map) else None
        if isinstance(other, Scalar):
            keys[member] = other.text
            draft.references.append((len(draft.cuts), member, other, f"{path}.{name.text}.goal"))
            _report_beside(ctx, child, f"{path}.{name.text}")
            continue
        address = f"{draft.address}.{dimension}.{member}"
        keys[member] = address
        parts.append(Draft(address=address, node=child, path=f"{path}.{name.text}", parent=draft.address))
    draft.cuts.append(Cut(dimension=dimension, members=Frozen(keys), partial=partial))
    return parts


def _report_beside(ctx: Context, node: Node, path: str) -> None:
    """Note what stands beside `goal:`: it belongs to the goal that is named."""
    assert isinstance(node, Map)
    for name, _ in node.pairs:
        if name.text != "goal":
            hint = Words(
                "Write it where that goal is defined; beside `goal:` nothing else may stand.",
                "请写到该目标自己的定义处；`goal:` 旁边不能再写别的。",
            )
            noun = Words("a reference to a goal", "目标引用")
            ctx.report(
                shape_faults.UNKNOWN_KEY,
                name,
                f"{path}.{name.text}",
                key=name.text,
                noun=noun,
                suggestion=hint,
            )


def _report_cut(ctx: Context, node: Node, path: str, key: str) -> None:
    wrong_shape(ctx, node, path, key, MAPPING, "{channel: {线上: 8亿, 门店: 4亿}}")


def _report_clashes(ctx: Context, draft: Draft) -> None:
    dimensions = {cut.dimension for cut in draft.cuts}
    for cut in draft.cuts:
        for member in dimensions.intersection(cut.members):
            parts = (_section_of(cut), cut.dimension, member)
            node = _name_at(draft.node, parts) or draft.node
            path = ".".join((draft.path, *parts))
            ctx.report(shape_faults.MEMBER_IS_DIMENSION, node, path, key=draft.address, text=member)


def _section_of(cut: Cut) -> str:
    return "of_which" if cut.partial else "cuts"


def resolve_parts(ctx: Context, drafts: Mapping[str, Draft]) -> None:
    """Turn the members that refer to another goal into that goal's address."""
    for draft in drafts.values():
        for position, member, node, path in draft.references:
            key = ctx.resolve("goals", node.text, node, path)
            cut = draft.cuts[position]
            draft.cuts[position] = evolve(cut, members=Frozen({**cut.members, member: key}))


def bind_metrics(ctx: Context, section: Node | None, drafts: Mapping[str, Draft]) -> dict[str, Metric]:
    """Metrics of the section `metrics`, and those that goals define in place."""
    metrics: dict[str, Metric] = {}
    if isinstance(section, Map):
        for name, child in section.pairs:
            key = bind_key(ctx, name, f"metrics.{name.text}")
            if key is None or key in metrics:
                continue
            path = f"metrics.{name.text}"
            ctx.defined[path] = child
            values = _metric_fields(ctx, child, path, key, frozenset())
            metrics[key] = Metric(key=key, at=path, **values)
    goal_fields = frozenset(shape_of(Goal).fields) | _CUTS
    for address, draft in drafts.items():
        first = _first_in_place(draft)
        if first is None:
            continue
        key = _in_place_key(ctx, draft)
        if key is None:
            continue
        if key in metrics:
            _report_twice(ctx, draft, first, metrics[key])
            continue
        ctx.defined[draft.path] = draft.node
        values = _metric_fields(ctx, draft.node, draft.path, address, goal_fields)
        metrics[key] = Metric(key=key, at=draft.path, **values)
    return metrics


def _first_in_place(draft: Draft) -> Scalar | None:
    """The first key by which a goal defines its metric in place."""
    if draft.parent is not None or not isinstance(draft.node, Map):
        return None
    return next((name for name, _ in draft.node.pairs if name.text in IN_PLACE), None)


def _in_place_key(ctx: Context, draft: Draft) -> str | None:
    """The key of a metric that a goal defines in place; `None`, with a finding, where it can be none."""
    written = _written_metric(draft.node)
    if written is None:
        return draft.address
    known = ctx.names["metrics"].resolve(written.text)
    return known if isinstance(known, str) else bind_key(ctx, written, f"{draft.path}.metric")


def _written_metric(node: Node) -> Scalar | None:
    written = node.get("metric") if isinstance(node, Map) else None
    return written if isinstance(written, Scalar) and not written.is_null else None


def _report_twice(ctx: Context, draft: Draft, name: Scalar, other: Metric) -> None:
    node = ctx.defined.get(other.at)
    place = f"`{other.at}`"
    spans = () if node is None else (node.span,)
    ctx.report(
        shape_faults.METRIC_TWICE, name, draft.path, spans, key=other.key, field=name.text, other=place
    )


def metric_names(section: Node | None, drafts: Mapping[str, Draft]) -> dict[str, Node]:
    """Every metric's key with the node that holds its title, before anything is bound."""
    nodes: dict[str, Node] = {}
    if isinstance(section, Map):
        for name, child in section.pairs:
            nodes.setdefault(normal(name.text), child)
    titles = Names((key, titles_of(node)) for key, node in nodes.items())
    for draft in drafts.values():
        if _first_in_place(draft) is not None:
            written = _written_metric(draft.node)
            known = written is not None and isinstance(titles.resolve(written.text), str)
            if not known:
                nodes.setdefault(normal(written.text) if written else draft.address, draft.node)
    return nodes


def metric_of(draft: Draft, names: Names) -> str:
    """The key of a goal's metric, as far as names tell."""
    written = _written_metric(draft.node)
    if written is None:
        return draft.address
    known = names.resolve(written.text)
    return known if isinstance(known, str) else written.text


def titles_of(node: Node) -> tuple[str, ...]:
    """The titles that a node holds, in every language, without reading anything else of it."""
    title = node.get("title") if isinstance(node, Map) else None
    nodes = [child for _, child in title.pairs] if isinstance(title, Map) else [title]
    return tuple(n.text for n in nodes if isinstance(n, Scalar) and not n.is_null)


def aliases_of(node: Node) -> tuple[str, ...]:
    """The aliases that a node holds."""
    aka = node.get("aka") if isinstance(node, Map) else None
    nodes = aka.items if isinstance(aka, Seq) else [aka]
    return tuple(n.text for n in nodes if isinstance(n, Scalar) and not n.is_null)


def _metric_fields(
    ctx: Context, node: Node, path: str, key: str, goal_fields: frozenset[str]
) -> dict[str, Any]:
    if not isinstance(node, Map):
        if not (isinstance(node, Scalar) and node.is_null):
            wrong_shape(ctx, node, path, key, MAPPING, "{title: 订单量, kind: flow, unit: 单, direction: up}")
        return {}
    unit = node.get("unit")
    found = parse_unit(unit.text, ctx.units) if isinstance(unit, Scalar) else None
    ctx.metric_unit = None if isinstance(found, Fault) else found
    shared = frozenset({"title", "aka", "perspective"})
    try:
        if not goal_fields:
            return bind_fields(ctx, shape_of(Metric), node, path, key)
        own = [pair for pair in node.pairs if pair[0].text in IN_PLACE or pair[0].text in shared]
        quiet = len(ctx.findings)
        part = Map(own, node.start, node.end, node.document, node.is_flow)
        values = bind_fields(ctx, shape_of(Metric), part, path, key)
        # What goal and metric share is bound again with the goal, which reports it.
        ctx.findings[quiet:] = [
            f for f in ctx.findings[quiet:] if f.path.rsplit(".", 1)[-1].split("[")[0] not in shared
        ]
        return values
    finally:
        ctx.metric_unit = None


def bind_goals(ctx: Context, drafts: Mapping[str, Draft], metrics: Mapping[str, Metric]) -> dict[str, Goal]:
    """Every goal with its values; a part takes its parent's metric."""
    goals: dict[str, Goal] = {}
    shape = shape_of(Goal)
    for address, draft in drafts.items():
        parent = goals.get(draft.parent) if draft.parent else None
        metric = parent.metric if parent else address
        values: dict[str, Any] = {}
        ctx.metric_unit = _unit(metrics, metric)
        ctx.is_band = _is_band(metrics, metric)
        if isinstance(draft.node, Map):
            written = _written_metric(draft.node)
            if written is not None:
                quiet = len(ctx.findings)
                metric = ctx.resolve("metrics", written.text, written, f"{draft.path}.metric")
                del ctx.findings[quiet:]  # the field itself is bound below, and tells it
                ctx.metric_unit = _unit(metrics, metric)
                ctx.is_band = _is_band(metrics, metric)
            if draft.parent is not None:
                _report_in_place(ctx, draft)
            values = bind_fields(ctx, shape, draft.node, draft.path, address, IN_PLACE | _CUTS)
        else:
            target = shape.fields["target"].bind(ctx, draft.node, draft.path, address)
            if target is not MISSING:
                values["target"] = target
        values["metric"] = metric
        goals[address] = Goal(key=address, at=draft.path, cuts=tuple(draft.cuts), **values)
        _check_rolls_up(ctx, goals[address], draft)
    ctx.metric_unit, ctx.is_band = None, False
    return goals


def _unit(metrics: Mapping[str, Metric], key: str) -> Any:
    metric = metrics.get(key)
    return metric.unit if metric else None


def _is_band(metrics: Mapping[str, Metric], key: str) -> bool:
    return key in metrics and metrics[key].direction == "band"


def _report_in_place(ctx: Context, draft: Draft) -> None:
    assert isinstance(draft.node, Map)
    for name, _ in draft.node.pairs:
        if name.text in IN_PLACE:
            unknown_key(ctx, name, draft.path, "Goal", [*shape_of(Goal).fields, *_CUTS])


def _check_rolls_up(ctx: Context, goal: Goal, draft: Draft) -> None:
    complete = [cut.dimension for cut in goal.cuts if not cut.partial]
    if goal.rolls_up is not None and goal.rolls_up not in complete:
        assert isinstance(draft.node, Map)
        node = draft.node.get("rolls_up") or draft.node
        ctx.report(
            shape_faults.ROLLS_UP_UNKNOWN,
            node,
            f"{draft.path}.rolls_up",
            text=goal.rolls_up,
            key=goal.key,
            candidates=complete or ["—"],
        )
    if goal.rolls_up is None and len(complete) > 1:
        ctx.report(
            shape_faults.ROLLS_UP_MISSING,
            draft.node,
            draft.path,
            key=goal.key,
            candidates=complete,
            first=complete[0],
        )


def check_members(ctx: Context, drafts: Mapping[str, Draft], plan: Plan) -> None:
    """Note members that a closed segment does not have, in cuts, in goals and in a metric's values."""
    for goal in plan.goals.values():
        draft = drafts[goal.key]
        dimensions = {cut.dimension for cut in goal.cuts}
        for cut in goal.cuts:
            segment = plan.segments.get(cut.dimension)
            for member in cut.members:
                if member in dimensions:
                    continue
                _check_member(
                    ctx, segment, member, draft.node, draft.path, (_section_of(cut), cut.dimension, member)
                )
        for dimension, members in goal.segment.items():
            for member in members:
                _check_member(ctx, plan.segments.get(dimension), member, draft.node, draft.path, ("segment",))
    for metric in plan.metrics.values():
        segments = [plan.segments.get(dimension) for dimension in metric.by]
        if not segments or any(segment is None or segment.open for segment in segments):
            continue
        known = {member for segment in segments if segment for member in segment.members}
        for name in ("healthy", "standard"):
            for member in getattr(metric, name):
                node = ctx.defined.get(metric.at)
                if member and member not in known and node is not None:
                    _check_member(ctx, segments[0], member, node, metric.at, (name, member))


def _check_member(
    ctx: Context, segment: Segment | None, member: str, node: Node, path: str, parts: tuple[str, ...]
) -> None:
    if segment is None or segment.open or member in segment.members:
        return
    titled = [key for key, title in segment.members.items() if title and member in dict(title.words).values()]
    hint = did_you_mean(titled or near(member, segment.members), segment.members)
    place = _name_at(node, parts) or node
    full = ".".join((path, *parts))
    ctx.report(shape_faults.UNKNOWN_MEMBER, place, full, text=member, segment=segment.key, suggestion=hint)


def _name_at(node: Node, parts: tuple[str, ...]) -> Scalar | None:
    """The key at the end of a path of keys below a node."""
    name: Scalar | None = None
    for part in parts:
        if not isinstance(node, Map):
            return None
        found = next((pair for pair in node.pairs if normal(pair[0].text) == part), None)
        if found is None:
            return None
        name, node = found
    return name
