"""From nodes to typed values: one binder per type that a noun's field may have.

The types and notes of the nouns (`model.described`) are the schema; this module compiles each
class once to a table of binders. A binder answers the value, or `MISSING` after a finding.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

import attrs
from attrs import frozen

from ..finding import Fault, Words
from ..model.date import parse_date
from ..model.described import note_of
from ..model.dimension import DIMENSIONLESS, Unit
from ..model.ellipsis import completed
from ..model.duration import Duration, parse_duration
from ..model.formula import Formula
from ..model.formula_parse import parse_formula
from ..model.mapping import Frozen
from ..model.names import near, normal
from ..model.period import Period
from ..model.quantity import UNSTATED, Quantity, Unstated, parse_quantity
from ..model.text import Text
from ..model.timing import Timing, parse_timing
from ..model.unit import parse_unit
from . import shape_faults
from .context import MISSING, Context, did_you_mean
from .node import Map, Node, Scalar, Seq

Bind = Callable[[Context, Node, str, str], Any]
"""(context, node, key path, key) to a value or `MISSING`."""

SECTION_OF = {
    "GoalRef": "goals",
    "MetricRef": "metrics",
    "SegmentRef": "segments",
    "TeamRef": "teams",
    "ActionRef": "actions",
    "PerspectiveRef": "perspectives",
    "SourceRef": "sources",
    "BenchmarkRef": "benchmarks",
}
WILDCARDS = {"teams": frozenset({"all"}), "goals": frozenset({"core"})}
CONDITION_FIELDS = frozenset({"when", "assert"})

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?\Z")

TEXT = Words("text", "文字")
NUMBER = Words("a number", "一个数")
ONE = Words("one value", "单个值")
MAPPING = Words("a mapping", "键值表")
LIST = Words("a list", "列表")


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
    """

    noun: type[Any]
    fields: Mapping[str, FieldShape]
    shorthand: FieldShape | None


@lru_cache(maxsize=64)
def shape_of(noun: type[Any]) -> Shape:
    """The shape of a noun, compiled once."""
    hints = get_type_hints(noun)
    fields: dict[str, FieldShape] = {}
    for attribute in attrs.fields(noun):
        note = note_of(attribute)
        if not note or not note["written"]:
            continue
        key = attribute.name.rstrip("_")
        default = attribute.default
        if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
            default = default.factory()  # type: ignore[union-attr]
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
    return Shape(noun=noun, fields=fields, shorthand=shorthand)


def bind_noun(noun: type[Any]) -> Bind:
    """The binder of a noun: a mapping by keys, or the shorthand."""

    def bind(ctx: Context, node: Node, path: str, key: str) -> Any:
        shape = shape_of(noun)
        if isinstance(node, Map):
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
                unknown_key(ctx, name, path, shape.noun.__name__, [*fields, *skip])
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


def unknown_key(ctx: Context, name: Scalar, path: str, noun: str, known: list[str]) -> None:
    """Note a key that the noun does not have, with the nearest that it has."""
    text = name.text
    odd = [f"U+{ord(c):04X}" for c in text if not c.isascii() and (not c.isprintable() or c.isspace())]
    folded = normal(text).strip().lower()
    close = [k for k in known if k.lower() == folded] or list(near(folded, known))
    hint = did_you_mean(close, known)
    if odd:
        hint = Words(f"{hint.en} It holds {', '.join(odd)}.", f"{hint.zh} 其中含有 {'、'.join(odd)}。")
    ctx.report(
        shape_faults.UNKNOWN_KEY,
        name,
        f"{path}.{text}" if path else text,
        key=text,
        noun=NOUN_WORDS.get(noun, Words(f"`{noun.lower()}`", f"`{noun.lower()}`")),
        suggestion=hint,
    )


NOUN_WORDS = {
    "Plan": Words("a plan", "计划"),
    "Goal": Words("a goal", "目标"),
    "Metric": Words("a metric", "指标"),
    "Team": Words("a team", "团队"),
    "Action": Words("an action", "行动"),
    "Need": Words("a need", "资源需求"),
    "Risk": Words("a risk", "风险"),
    "Fallback": Words("a fallback", "应对"),
    "Entry": Words("a canvas entry", "画布条目"),
    "Block": Words("a canvas block", "画布模块"),
    "Segment": Words("a segment", "细分"),
    "Collaboration": Words("a collaboration", "协同"),
    "Governance": Words("the governance", "管控机制"),
}


def binder(hint: Any, note: Mapping[str, Any]) -> Bind:
    """The binder of one type."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _union([arg for arg in get_args(hint) if arg is not type(None)], note)
    if origin is Literal:
        return _choice(get_args(hint))
    if origin is tuple:
        return _many(binder(get_args(hint)[0], note))
    if isinstance(hint, NewType):
        return _reference(SECTION_OF[hint.__name__])
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(get_args(hint), note)
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if hint is Quantity:
        return _quantity(note)
    if attrs.has(hint):
        return bind_noun(hint)
    raise TypeError(f"no binder for {hint!r}")


def scalar_text(ctx: Context, node: Node, path: str, key: str, wanted: Words, example: str) -> Any:
    """The text of a scalar, or `MISSING` with a finding."""
    if not isinstance(node, Scalar):
        return wrong_shape(ctx, node, path, key, wanted, example)
    if node.is_null:
        return ctx.report(shape_faults.EMPTY_VALUE, node, path, key=key)
    return node.text


def wrong_shape(ctx: Context, node: Node, path: str, key: str, wanted: Words, example: str) -> Any:
    """Note a node of another shape than the field wants; the answer is `MISSING`."""
    found = MAPPING if isinstance(node, Map) else LIST if isinstance(node, Seq) else ONE
    return ctx.report(shape_faults.WRONG_SHAPE, node, path, key=key, wanted=wanted, found=found, example=example)


def _parsed(parse: Callable[[Context, str, str], Any], wanted: Words, example: str) -> Bind:
    def bind(ctx: Context, node: Node, path: str, key: str) -> Any:
        text = scalar_text(ctx, node, path, key, wanted, example)
        if text is MISSING:
            return MISSING
        value = parse(ctx, text, key)
        return ctx.fault(value, node, path, key) if isinstance(value, Fault) else value  # type: ignore[arg-type]

    return bind


def _bind_text(ctx: Context, node: Node, path: str, key: str) -> Any:
    if isinstance(node, Map):
        words = []
        for lang, child in node.pairs:
            if not _LANGUAGE.match(lang.text):
                quote = Words(
                    "A comma inside braces begins a new entry: put the text in quotes.",
                    "花括号里的逗号会另起一项：请给文字加上引号。",
                )
                ctx.report(
                    shape_faults.UNKNOWN_KEY, lang, path, key=lang.text, noun=Words("a text", "文字"), suggestion=quote
                )
                continue
            text = scalar_text(ctx, child, f"{path}.{lang.text}", key, TEXT, "文字")
            if text is not MISSING:
                words.append((lang.text, text))
        return Text(tuple(words)) if words else MISSING
    text = scalar_text(ctx, node, path, key, TEXT, "{zh: 销售额, en: Sales}")
    return MISSING if text is MISSING else Text.plain(text)


def _bind_str(ctx: Context, node: Node, path: str, key: str) -> Any:
    return scalar_text(ctx, node, path, key, TEXT, "文字")


def _bind_bool(ctx: Context, node: Node, path: str, key: str) -> Any:
    text = scalar_text(ctx, node, path, key, Words("true or false", "true 或 false"), "true")
    if text is MISSING:
        return MISSING
    if text in ("true", "false"):
        return text == "true"
    hint = did_you_mean(["true"] if text.lower() in ("yes", "on", "y", "是", "true") else ["false"], ())
    return ctx.report(
        shape_faults.NOT_A_CHOICE, node, path, key=key, text=text, choices=("true", "false"), suggestion=hint
    )


def _decimal(ctx: Context, text: str, key: str) -> Decimal | Fault:
    value = parse_quantity(text, ctx.units, DIMENSIONLESS)
    if isinstance(value, Fault):
        return value
    base = value.base
    return Decimal(base.numerator) / Decimal(base.denominator)


def _bind_meta(ctx: Context, node: Node, path: str, key: str) -> Any:
    """The author's own values as plain mappings, lists and text, without recursion."""
    top: list[Any] = []
    work: list[tuple[Node, Any, Any]] = [(node, top, None)]
    while work:
        here, holder, name = work.pop()
        value: Any
        if isinstance(here, Scalar):
            value = None if here.is_null else here.text
        elif isinstance(here, Map):
            value = {}
            work += [(child, value, k.text) for k, child in reversed(here.pairs)]
        else:
            value = [None] * len(here.items)
            work += [(child, value, i) for i, child in enumerate(here.items)]
        if name is None:
            holder.append(value)
        else:
            holder[name] = value
    return top[0]


_SIMPLE: dict[Any, Bind] = {
    Text: _bind_text,
    str: _bind_str,
    bool: _bind_bool,
    object: _bind_meta,
    Decimal: _parsed(_decimal, NUMBER, "0.3"),
    Unit: _parsed(lambda ctx, text, _: parse_unit(text, ctx.units), Words("a unit", "一个单位"), "元/单"),
    Formula: _parsed(
        lambda _, text, key: parse_formula(text, kind="condition" if key in CONDITION_FIELDS else "value"),
        Words("a formula", "一个公式"),
        "orders * basket",
    ),
    Timing: _parsed(
        lambda ctx, text, _: parse_timing(text, ctx.calendar, ctx.year), Words("a time", "一个时间"), "Q2 启动，Q4 完成"
    ),
    Duration: _parsed(lambda _, text, __: parse_duration(text), Words("a length of time", "一段时长"), "1 month"),
    Period: _parsed(lambda ctx, text, _: ctx.calendar.parse(text, ctx.year), Words("a period", "一个期间"), "2025Q1"),
    date: _parsed(lambda _, text, __: parse_date(text), Words("a date", "一个日期"), "2025-01-01"),
}


def _quantity(note: Mapping[str, Any]) -> Bind:
    default, exact = note["unit"], note["exact"]

    def bind(ctx: Context, node: Node, path: str, key: str) -> Any:
        if not isinstance(node, Scalar) or node.is_null:
            return scalar_text(ctx, node, path, key, NUMBER, note["example"] or "12亿")
        unit = (
            ctx.metric_unit
            if default in ("metric", "goal")
            else ctx.currency
            if default == "currency"
            else ctx.percent
            if default == "percent"
            else None
        )
        value = parse_quantity(node.text, ctx.units, unit)
        if isinstance(value, Fault):
            return ctx.fault(value, node, path, key)
        if unit is not None and value.unit != unit:
            value = completed(value, unit, ctx.units)
        if exact and value.bound not in ("", ">=", "<="):
            return ctx.report(
                shape_faults.APPROXIMATE_TARGET, node, path, key=key, text=node.text, suggestion=value.plain_text
            )
        return value

    return bind


def _choice(words: tuple[Any, ...]) -> Bind:
    known = frozenset(words)

    def bind(ctx: Context, node: Node, path: str, key: str) -> Any:
        text = scalar_text(ctx, node, path, key, ONE, str(words[0]))
        if text is MISSING or text in known:
            return text
        hint = did_you_mean(near(text.lower(), words), words)
        return ctx.report(shape_faults.NOT_A_CHOICE, node, path, key=key, text=text, choices=words, suggestion=hint)

    return bind


def _reference(section: str) -> Bind:
    wild = WILDCARDS.get(section, frozenset())

    def bind(ctx: Context, node: Node, path: str, key: str) -> Any:
        text = scalar_text(ctx, node, path, key, ONE, "key")
        if text is MISSING or text in wild:
            return text
        if section == "sources":
            # A system that nobody describes is a gap, which a check reports, not a broken reference.
            known = ctx.names[section].resolve(text)
            return known if isinstance(known, str) else text
        return ctx.resolve(section, text, node, path)

    return bind


def _many(one: Bind) -> Bind:
    def bind(ctx: Context, node: Node, path: str, key: str) -> Any:
        if not isinstance(node, Seq):
            value = one(ctx, node, path, key)
            return MISSING if value is MISSING else (value,)
        values = [one(ctx, item, f"{path}[{i}]", key) for i, item in enumerate(node.items)]
        return tuple(value for value in values if value is not MISSING)

    return bind


def _union(kinds: list[Any], note: Mapping[str, Any]) -> Bind:
    unstated = Unstated in kinds
    rest = [kind for kind in kinds if kind is not Unstated]
    if len(rest) == 1:
        only = binder(rest[0], note)
    else:
        only = _quantity_or_text(note)
    if not unstated:
        return only

    def bind(ctx: Context, node: Node, path: str, key: str) -> Any:
        if isinstance(node, Scalar) and node.text == "unstated":
            return UNSTATED
        return only(ctx, node, path, key)

    return bind


def _quantity_or_text(note: Mapping[str, Any]) -> Bind:
    number = _quantity(note)

    def bind(ctx: Context, node: Node, path: str, key: str) -> Any:
        if isinstance(node, Scalar) and not node.is_null and any(c.isdigit() for c in node.text):
            return number(ctx, node, path, key)
        return _bind_text(ctx, node, path, key)

    return bind


def _mapping(args: tuple[Any, ...], note: Mapping[str, Any]) -> Bind:
    key_hint, value_hint = args
    optional = type(None) in get_args(value_hint)
    one = binder(value_hint, note)
    period_keys = key_hint is Period
    section = SECTION_OF[key_hint.__name__] if isinstance(key_hint, NewType) else ""
    noun = value_hint if attrs.has(value_hint) else None

    def bind_key(ctx: Context, name: Scalar, path: str, key: str) -> Any:
        if period_keys:
            value = ctx.calendar.parse(name.text, ctx.year)
            return ctx.fault(value, name, path, key) if isinstance(value, Fault) else value
        return ctx.resolve(section, name.text, name, path) if section else normal(name.text)

    def bind_value(ctx: Context, k: Any, child: Node, path: str) -> Any:
        if note["unit"] == "goal":
            before, ctx.metric_unit = ctx.metric_unit, ctx.goal_unit(k)
            try:
                return one(ctx, child, path, k)
            finally:
                ctx.metric_unit = before
        if optional and isinstance(child, Scalar) and child.is_null:
            return None
        return one(ctx, child, path, str(k))

    def bind(ctx: Context, node: Node, path: str, key: str) -> Any:
        if isinstance(node, Map):
            values: dict[Any, Any] = {}
            for name, child in node.pairs:
                k = bind_key(ctx, name, f"{path}.{name.text}", key)
                if k is MISSING:
                    continue
                value = bind_value(ctx, k, child, f"{path}.{name.text}")
                if value is not MISSING:
                    values.setdefault(k, value)
            return Frozen(values)
        if note["whole"] and isinstance(node, Scalar):
            value = one(ctx, node, path, key)
            return MISSING if value is MISSING else Frozen({"": value})
        if optional and not (isinstance(node, Scalar) and node.is_null):
            names = node.items if isinstance(node, Seq) else [node]
            keys = []
            for i, name in enumerate(names):
                if not isinstance(name, Scalar):
                    wrong_shape(ctx, name, f"{path}[{i}]", key, ONE, "key")
                    continue
                keys.append(bind_key(ctx, name, f"{path}[{i}]", key))
            return Frozen(dict.fromkeys(k for k in keys if k is not MISSING))
        if isinstance(node, Scalar) and node.is_null:
            return ctx.report(shape_faults.EMPTY_VALUE, node, path, key=key)
        example = note["example"] or ("{key: {...}}" if noun else "{key: value}")
        return wrong_shape(ctx, node, path, key, MAPPING, example)

    return bind
