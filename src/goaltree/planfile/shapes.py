"""From nodes to typed values: one binder per type that a noun's field may have.

The types and notes of the nouns (`model.described`) are the schema; this module compiles each
class once to a table of binders. A binder answers the value, or `MISSING` after a finding.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final, Literal, NewType, Union, get_args, get_origin, get_type_hints

import attrs
from attrs import frozen

from ..finding import Fault, Words
from ..model.described import note_of
from ..model.mapping import Frozen
from ..model.names import near, normal
from ..model.period import Period
from ..model.quantity import UNSTATED, Quantity, Unstated
from . import shape_faults
from .context import COMMA, CURLY, MISSING, Context, did_you_mean
from .node import Map, Node, Scalar, Seq
from .scalar import MAPPING, ONE, SIMPLE, Bind, choice, quantity, quantity_or_text, reference, wrong_shape

SECTION_OF: Final = {
    "GoalRef": "goals",
    "MetricRef": "metrics",
    "SegmentRef": "segments",
    "TeamRef": "teams",
    "ActionRef": "actions",
    "PerspectiveRef": "perspectives",
    "SourceRef": "sources",
    "BenchmarkRef": "benchmarks",
}
_CURLY_MARKS: Final = "“”„‘’"


@frozen(kw_only=True)
class FieldShape:
    """One field of a noun as the binder and the writer need it.

    Attributes:
        name: Name of the attribute.
        key: Key in the plan file.
        bind: Its binder.
        required: Whether a noun without it says nothing.
        note: What `described` says of it.
        hint: Its type.
        default: The value where nothing is written (`attrs.Factory` called).
    """

    name: str
    key: str
    bind: Bind
    required: bool
    note: Mapping[str, Any]
    hint: Any
    default: Any


@frozen(kw_only=True)
class Shape:
    """How one noun stands in a plan file.

    Attributes:
        noun: The class.
        fields: Key in the plan file to the field.
        shorthand: The field that a bare scalar or list fills.
        inline: The field that a mapping with none of the noun's keys fills.
    """

    noun: type[Any]
    fields: Mapping[str, FieldShape]
    shorthand: FieldShape | None
    inline: FieldShape | None


def shape_of(noun: type[Any]) -> Shape:
    """The shape of a noun, compiled once."""
    known: Any = noun  # a class is hashable, which mypy does not see
    return _compiled(known)


@lru_cache(maxsize=64)
def _compiled(noun: Any) -> Shape:
    hints = get_type_hints(noun)
    fields: dict[str, FieldShape] = {}
    for attribute in attrs.fields(noun):
        note = note_of(attribute)
        if not note or not note["written"]:
            continue
        key = attribute.name.rstrip("_")
        default: Any = attribute.default
        if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
            default = default.factory()
        fields[key] = FieldShape(
            name=attribute.name,
            key=key,
            bind=binder(hints[attribute.name], note),
            required=attribute.default is attrs.NOTHING,
            note=note,
            hint=hints[attribute.name],
            default=default,
        )
    shorthand = next((f for f in fields.values() if f.note["shorthand"]), None)
    inline = next((f for f in fields.values() if f.note["inline"]), None)
    return Shape(noun=noun, fields=fields, shorthand=shorthand, inline=inline)


def bind_noun(noun: type[Any]) -> Bind:
    """The binder of a noun: a mapping by keys, or the shorthand."""

    def bind(ctx: Context, node: Node, path: str, key: str) -> Any:
        shape = shape_of(noun)
        if isinstance(node, Map):
            if shape.inline is not None and not any(name.text in shape.fields for name, _ in node.pairs):
                return noun(**{shape.inline.name: shape.inline.bind(ctx, node, path, key)})
            return noun(**bind_fields(ctx, shape, node, path, key))
        if shape.shorthand is None:
            return wrong_shape(ctx, node, path, key, MAPPING, "{...}")
        value = shape.shorthand.bind(ctx, node, path, key)
        return MISSING if value is MISSING else noun(**{shape.shorthand.name: value})

    return bind


def bind_fields(
    ctx: Context, shape: Shape, node: Map, path: str, key: str, skip: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """The values of a noun's fields by attribute name; keys in `skip` are somebody else's."""
    values: dict[str, Any] = {}
    fields = shape.fields
    for name, child in node.pairs:
        text = name.text
        found = fields.get(text) or fields.get(normal(text))
        if found is None:
            if text not in skip:
                alone = node.is_flow and isinstance(child, Scalar) and child.is_null
                unknown_key(ctx, name, path, shape.noun.__name__, [*fields, *skip], alone=alone)
            continue
        value = found.bind(ctx, child, f"{path}.{found.key}", found.key)
        if value is not MISSING:
            values.setdefault(found.name, value)
    for found in fields.values():
        if found.required and found.name not in values:
            if node.get(found.key) is None:
                ctx.report(
                    shape_faults.REQUIRED_KEY,
                    node,
                    path,
                    noun=f"`{key}`",
                    key=found.key,
                    example=found.note["example"] or "…",
                )
            values[found.name] = ""
    return values


def unknown_key(
    ctx: Context, name: Scalar, path: str, noun: str, known: list[str], *, alone: bool = False
) -> None:
    """Note a key that the noun does not have, with the nearest that it has.

    A word that stands alone between commas is more likely the rest of a text than a key.
    """
    text = name.text
    odd = [f"U+{ord(c):04X}" for c in text if not c.isascii() and (not c.isprintable() or c.isspace())]
    folded = normal(text).strip().lower()
    close = [k for k in known if k.lower() == folded] or list(near(folded, known))
    split = CURLY if any(mark in text for mark in _CURLY_MARKS) else COMMA
    hint = split if alone and not close else did_you_mean(close, known)
    if odd:
        hint = Words(f"{hint.en} It holds {', '.join(odd)}.", f"{hint.zh} 其中含有 {'、'.join(odd)}。")
    ctx.report(
        shape_faults.UNKNOWN_KEY,
        name,
        f"{path}.{text}" if path else text,
        key=text,
        noun=NOUN_WORDS[noun],
        suggestion=hint,
    )


NOUN_WORDS: Final[Mapping[str, Words]] = {
    "Plan": Words("a plan", "计划"),
    "Goal": Words("a goal", "目标"),
    "Metric": Words("a metric", "指标"),
    "Team": Words("a team", "团队"),
    "Action": Words("an action", "行动"),
    "Need": Words("a need", "资源需求"),
    "Risk": Words("a risk", "风险"),
    "Drawdown": Words("a drawdown", "备用动用"),
    "Fallback": Words("a fallback", "应对"),
    "Entry": Words("a canvas entry", "画布条目"),
    "Block": Words("a canvas block", "画布模块"),
    "Segment": Words("a segment", "细分"),
    "Collaboration": Words("a collaboration", "协同"),
    "Governance": Words("the governance", "管控机制"),
    "Acceptance": Words("an acceptance", "接受说明"),
    "Assertion": Words("an assertion", "断言"),
    "Benchmark": Words("a benchmark", "对标"),
    "Budget": Words("a budget", "预算"),
    "Calendar": Words("the calendar", "日历"),
    "Canvas": Words("the canvas", "画布"),
    "Component": Words("a part of an index", "指数的组成部分"),
    "Composite": Words("an index", "指数"),
    "CountingUnit": Words("a counting unit", "计数单位"),
    "Group": Words("a working group", "工作组"),
    "Handover": Words("a handover", "交接"),
    "Hysteresis": Words("the hysteresis", "状态防抖"),
    "Lead": Words("a lead", "先行关系"),
    "Meeting": Words("a meeting", "会议"),
    "Objective": Words("an objective", "目标方向"),
    "Perspective": Words("a perspective", "视角"),
    "Phasing": Words("a phasing", "进度曲线"),
    "Progress": Words("a progress note", "进展"),
    "Reserve": Words("the reserve", "储备金"),
    "Rung": Words("a step of the deviation ladder", "偏差阶梯的一级"),
    "Source": Words("a source", "数据源"),
    "SourceTable": Words("a table of a source", "数据源的表"),
    "StatusRule": Words("a status rule", "状态规则"),
    "Tiers": Words("the tiers", "分档"),
    "Tranche": Words("a tranche", "分期投入"),
}
"""What a person calls each noun of a plan file."""


def binder(hint: Any, note: Mapping[str, Any]) -> Bind:
    """The binder of one type."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _union([arg for arg in get_args(hint) if arg is not type(None)], note)
    if origin is Literal:
        return choice(get_args(hint))
    if origin is tuple:
        return _many(binder(get_args(hint)[0], note))
    if isinstance(hint, NewType):
        return reference(SECTION_OF[hint.__name__])
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(get_args(hint), note)
    if hint in SIMPLE:
        return SIMPLE[hint]
    if hint is Quantity:
        return quantity(note)
    if attrs.has(hint):
        return bind_noun(hint)
    raise TypeError(f"no binder for {hint!r}")


def _many(one: Bind) -> Bind:
    def bind(ctx: Context, node: Node, path: str, key: str) -> Any:
        if not isinstance(node, Seq):
            value = one(ctx, node, path, key)
            return MISSING if value is MISSING else (value,)
        values = [one(ctx, item, f"{path}[{i}]", key) for i, item in enumerate(node.items)]
        return tuple(value for value in values if value is not MISSING)

    return bind


def _union(kinds: list[Any], note: Mapping[str, Any]) -> Bind:
    rest = [kind for kind in kinds if kind is not Unstated]
    only = binder(rest[0], note) if len(rest) == 1 else quantity_or_text(note)
    if len(rest) == len(kinds):
        return only

    def bind(ctx: Context, node: Node, path: str, key: str) -> Any:
        if isinstance(node, Scalar) and node.text == "unstated":
            return UNSTATED
        return only(ctx, node, path, key)

    return bind


def _mapping(args: tuple[Any, ...], note: Mapping[str, Any]) -> Bind:
    """The binder of a mapping; where its values may be absent, of a list of its keys as well."""
    key_hint, value_hint = args
    optional = type(None) in get_args(value_hint)
    bind_name = _name_binder(key_hint, is_free=value_hint is object)
    bind_value = _value_binder(binder(value_hint, note), optional=optional, of_goals=note["unit"] == "goal")
    example = note["example"] or ("{key: {...}}" if attrs.has(value_hint) else "{key: value}")

    def bind(ctx: Context, node: Node, path: str, key: str) -> Any:
        if isinstance(node, Map):
            return _entries(ctx, node, path, key, bind_name, bind_value, optional=optional)
        if note["whole"] and isinstance(node, Scalar):
            value = bind_value(ctx, node, path, key)
            return MISSING if value is MISSING else Frozen({"": value})
        if not optional or (isinstance(node, Scalar) and node.is_null):
            return wrong_shape(ctx, node, path, key, MAPPING, example)
        return _names(ctx, node, path, key, bind_name)

    return bind


def _entries(
    ctx: Context,
    node: Map,
    path: str,
    key: str,
    bind_name: Callable[..., Any],
    bind_value: Bind,
    *,
    optional: bool,
) -> Frozen[Any, Any]:
    values: dict[Any, Any] = {}
    first: dict[Any, Scalar] = {}
    for name, child in node.pairs:
        here = f"{path}.{name.text}"
        known = bind_name(ctx, name, here, key)
        if known is MISSING:
            continue
        if known in first:
            ctx.repeated(name, first[known], here)
            continue
        first[known] = name
        value = bind_value(ctx, child, here, known)
        # Where a value may be absent, a name with an unreadable value still counts as named.
        if value is not MISSING or optional:
            values[known] = None if value is MISSING else value
    return Frozen(values)


def _names(ctx: Context, node: Node, path: str, key: str, bind_name: Callable[..., Any]) -> Frozen[Any, None]:
    """The keys of a list, or the one key of a scalar, without values."""
    keys: list[Any] = []
    items = (
        [(f"{path}[{i}]", item) for i, item in enumerate(node.items)]
        if isinstance(node, Seq)
        else [(path, node)]
    )
    for here, item in items:
        if not isinstance(item, Scalar) or item.is_null:
            wrong_shape(ctx, item, here, key, ONE, Words("one key, such as `sales`", "一个键，例如 `sales`"))
            continue
        keys.append(bind_name(ctx, item, here, key))
    return Frozen(dict.fromkeys(known for known in keys if known is not MISSING))


def _name_binder(hint: Any, *, is_free: bool) -> Callable[[Context, Scalar, str, str], Any]:
    """What reads the names of a mapping: periods, references, or words of the author's own."""
    section = SECTION_OF[hint.__name__] if isinstance(hint, NewType) else ""

    def bind(ctx: Context, name: Scalar, path: str, key: str) -> Any:
        if hint is Period:
            value = ctx.calendar.parse(name.text, ctx.year)
            return ctx.fault(value, name, path, key) if isinstance(value, Fault) else value
        if section:
            return ctx.resolve(section, name.text, name, path)
        return name.text if is_free else normal(name.text)

    return bind


def _value_binder(one: Bind, *, optional: bool, of_goals: bool) -> Callable[[Context, Node, str, Any], Any]:
    """What reads a value of a mapping by its name; a number by goal takes that goal's unit."""

    def bind(ctx: Context, node: Node, path: str, name: Any) -> Any:
        if optional and isinstance(node, Scalar) and node.is_null:
            return None
        if not of_goals:
            return one(ctx, node, path, str(name))
        before, ctx.metric_unit = ctx.metric_unit, ctx.goal_unit(name)
        try:
            return one(ctx, node, path, name)
        finally:
            ctx.metric_unit = before

    return bind
