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
from ..model.names import GoalNames, Names, normal
from ..model.period import Period
from ..model.plan import Plan
from ..model.residual import settled
from ..model.segment import Benchmark, Perspective, Segment, Source
from ..model.team import Handover, Team
from ..model.time_faults import PERIOD_WITHOUT_YEAR
from . import shape_faults
from .context import MISSING, Context
from .faults import (
    FULLWIDTH_KEY,
    FULLWIDTH_PUNCTUATION,
    LITERAL_SECRET,
    SPACE_MISSING,
    YAML_FEATURE_REFUSED,
)
from .goals import (
    Draft,
    aliases_of,
    bind_goals,
    bind_metrics,
    check_members,
    lay_out,
    metric_names,
    metric_of,
    resolve_parts,
    titles_of,
)
from .head import KEYS, Head, bind_head, new_context
from .keys import bind_key, report_lookalikes
from .locator import NodeLocator
from .node import Map, Node, Reading, Scalar
from .scalar import MAPPING, WILDCARDS, wrong_shape
from .secret import hidden_texts
from .shapes import bind_fields, shape_of, unknown_key
from .unread import followed

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
_KEY_TYPOS: Final = frozenset({FULLWIDTH_PUNCTUATION, FULLWIDTH_KEY, SPACE_MISSING, YAML_FEATURE_REFUSED})
_KEY_FAULTS: Final = frozenset({shape_faults.UNKNOWN_KEY, shape_faults.BAD_KEY})
_EXAMPLES: Final = {
    "goals": "{sales: {target: 12亿}}",
    "metrics": "{orders: {kind: flow, unit: 单, direction: up}}",
}


def bind(reading: Reading) -> Plan:
    """The plan that a reading holds; what cannot be read or resolved is in its findings."""
    ctx = new_context()
    root, unread = reading.root, reading.unread
    if root is None:
        locator = NodeLocator(None, reading.files)
        return Plan(findings=Findings(reading.findings), locator=locator, unread=unread)
    head = bind_head(ctx, root)
    locator = NodeLocator(root, reading.files)
    if not head.readable:
        findings = _all(reading, ctx.findings)
        return Plan(format=head.format, key=head.key, findings=findings, locator=locator, unread=unread)
    plan = _bind_body(ctx, root, head)
    hidden = hidden_texts(root) if any(f.rule is LITERAL_SECRET for f in reading.findings) else ()
    findings = _all(reading, followed(ctx.findings, root, unread), hidden)
    return evolve(plan, findings=findings, locator=locator, hidden=hidden, unread=unread)


def _all(reading: Reading, found: Iterable[Finding], hidden: tuple[str, ...] = ()) -> Findings:
    """Everything found; a key that its reader has found a typo in is not told again."""
    typos = {
        (f.span.file, f.span.line, f.span.column) for f in reading.findings if f.rule in _KEY_TYPOS and f.span
    }
    fresh = [
        finding.without(hidden)
        for finding in found
        if not (
            typos
            and finding.rule in _KEY_FAULTS
            and finding.span
            and (finding.span.file, finding.span.line, finding.span.column) in typos
        )
    ]
    return Findings([*reading.findings, *fresh])


def _bind_body(ctx: Context, root: Map, head: Head) -> Plan:
    period = _period(ctx, root)
    sections = {name: _entries(ctx, root, name) for name in ("metrics", "goals", *SECTIONS)}
    drafts = lay_out(ctx, sections["goals"])
    ctx.names = _names(sections, drafts)
    resolve_parts(ctx, drafts)
    metrics = bind_metrics(ctx, sections["metrics"], drafts)
    goals = bind_goals(ctx, drafts, metrics)
    ctx.goal_unit = lambda key: (
        metrics[goals[key].metric].unit if key in goals and goals[key].metric in metrics else None
    )
    nouns = {name: Frozen(_section(ctx, sections[name], name, noun)) for name, noun in SECTIONS.items()}
    values: dict[str, Any] = {"metrics": Frozen(metrics), "goals": Frozen(goals), "period": period, **nouns}
    plan = Plan(
        format=head.format,
        key=head.key,
        currency=head.currency,
        fx=head.rates,
        calendar=head.calendar,
        units=head.units,
        **values,
        **_other_fields(ctx, root, {*KEYS, *values}),
    )
    check_members(ctx, drafts, plan)
    plan = evolve(plan, goals=Frozen(settled(goals, metrics, head.rates)))
    _lookalikes(ctx, sections)
    if not goals and "goals" not in ctx.unread and not ctx.refused.get("goals"):
        ctx.report(shape_faults.SECTION_EMPTY, root, "goals")
    return plan


def _entries(ctx: Context, root: Map, section: str) -> Map:
    """The entries of a section; none, with a finding, where it holds something else."""
    node = root.get(section)
    if isinstance(node, Map):
        return node
    if node is not None and not (isinstance(node, Scalar) and node.is_null):
        ctx.unread.add(section)
        wrong_shape(ctx, node, section, section, MAPPING, _EXAMPLES.get(section, "{key: {title: …}}"))
    return Map([], root.start, root.start, root.document)


def _other_fields(ctx: Context, root: Map, done: set[str]) -> dict[str, Any]:
    """The fields of the plan itself that are bound by no other step."""
    fields = shape_of(Plan).fields
    values: dict[str, Any] = {}
    for name, node in root.pairs:
        text = name.text
        if text in done:
            continue
        found = fields.get(text)
        if found is None:
            unknown_key(ctx, name, "", "Plan", [*fields, *KEYS])
            continue
        done.add(text)
        value = found.bind(ctx, node, text, text)
        if value is not MISSING:
            values[found.name] = value
    return values


def _period(ctx: Context, root: Map) -> Period | None:
    node = root.get("period")
    if node is None:
        ctx.period_unsaid = True
        return None
    value = shape_of(Plan).fields["period"].bind(ctx, node, "period", "period")
    if value is MISSING:
        ctx.silenced.add(PERIOD_WITHOUT_YEAR.code)
        return None
    ctx.year = ctx.calendar.year_of(value.first)
    period: Period = value
    return period


def _section(ctx: Context, node: Map, section: str, noun: type[Any]) -> dict[str, Any]:
    """The nouns of one section by key."""
    nouns: dict[str, Any] = {}
    for name, child in node.pairs:
        path = f"{section}.{name.text}"
        key = bind_key(ctx, name, path, taken=WILDCARDS.get(section))
        if key is not None and key not in nouns:
            nouns[key] = noun(key=key, at=path, **_noun_fields(ctx, child, path, key, noun))
    return nouns


def _noun_fields(ctx: Context, node: Node, path: str, key: str, noun: type[Any]) -> dict[str, Any]:
    """A noun's fields from its mapping or its shorthand; none where nothing readable is written."""
    shape = shape_of(noun)
    if isinstance(node, Map):
        return bind_fields(ctx, shape, node, path, key)
    if isinstance(node, Scalar) and node.is_null:
        return {}
    if shape.shorthand is None:
        wrong_shape(ctx, node, path, key, MAPPING, "{title: …}")
        return {}
    value = shape.shorthand.bind(ctx, node, path, key)
    return {} if value is MISSING else {shape.shorthand.name: value}


def _names(sections: Mapping[str, Map], drafts: Mapping[str, Draft]) -> dict[str, Names]:
    """Every name that references may use, collected before any noun is bound."""
    metrics = metric_names(sections["metrics"], drafts)
    names: dict[str, Names] = {"metrics": Names((key, _called(node)) for key, node in metrics.items())}
    names["goals"] = GoalNames(
        ((key, _goal_called(draft, metrics, names["metrics"])) for key, draft in drafts.items()),
        {key: draft.cuts for key, draft in drafts.items()},
    )
    for section, noun in SECTIONS.items():
        shorthand = shape_of(noun).shorthand
        titled = shorthand is not None and shorthand.name == "title"
        names[section] = Names(
            (normal(name.text), _called(child, titled=titled)) for name, child in sections[section].pairs
        )
    return names


def _called(node: Node, *, titled: bool = False) -> tuple[str, ...]:
    """What people call a noun: its titles and aliases, or the bare title that stands for it."""
    if titled and isinstance(node, Scalar):
        return () if node.is_null else (node.text,)
    return (*titles_of(node), *aliases_of(node))


def _goal_called(draft: Draft, metrics: Mapping[str, Node], names: Names) -> tuple[str, ...]:
    """A goal's titles, else those of its metric, and its aliases."""
    titles = titles_of(draft.node)
    if not titles and draft.parent is None:
        metric = metric_of(draft, names)
        titles = titles_of(metrics[metric]) if metric in metrics else ()
    return (*titles, *aliases_of(draft.node))


def _lookalikes(ctx: Context, sections: Mapping[str, Map]) -> None:
    for section in ("goals", "metrics", "teams", "actions", "segments"):
        pairs = sections[section].pairs
        if not all(name.text.isascii() for name, _ in pairs):
            report_lookalikes(ctx, ((name.text, name, f"{section}.{name.text}") for name, _ in pairs))
