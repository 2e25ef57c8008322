"""From one node to one value: text, numbers, words of a list, references.

A binder answers the value, or `MISSING` after a finding that says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from ..finding import Fault, Words
from ..model.date import parse_date
from ..model.dimension import DIMENSIONLESS, Unit
from ..model.duration import Duration, parse_duration
from ..model.ellipsis import completed
from ..model.formula import Formula
from ..model.formula_parse import parse_formula
from ..model.mapping import Frozen
from ..model.names import near
from ..model.period import Period
from ..model.quantity import Quantity, parse_quantity
from ..model.quantity_text import of_share
from ..model.text import Text
from ..model.timing import Timing, parse_timing
from ..model.unit import parse_unit
from . import shape_faults
from .context import COMMA, MISSING, NOUNS, Context, did_you_mean
from .node import Map, Node, Scalar, Seq

Bind = Callable[[Context, Node, str, str], Any]
"""(context, node, key path, key) to a value or `MISSING`."""

WILDCARDS: Final = {"teams": "all", "goals": "core"}
"""The one word of each section that a reference may use for many; no key may be that word."""
CONDITION_FIELDS: Final = frozenset({"when", "assert", "asserts"})

TEXT: Final = Words("text", "文字")
NUMBER: Final = Words("a number", "一个数")
ONE: Final = Words("one value", "单个值")
MAPPING: Final = Words("a mapping", "键值表")
LIST: Final = Words("a list", "列表")

_SUCH_AS: Final = {"goals": "sales", "metrics": "orders", "teams": "shop", "actions": "open_stores"}
_ONE_OWNER: Final = Words(
    "one team's key, such as `shop`; others name the goal under `carries:`",
    "一个团队的键，例如 `shop`；其他团队在各自的 `carries:` 下写上该目标",
)
_BOOLS: Final = {
    "true": ("true", "yes", "on", "y", "1", "是", "对", "真"),
    "false": ("false", "no", "off", "n", "0", "否", "不", "假"),
}
"""What may be written for yes and no, each with the words that people write for it elsewhere."""
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?\Z")
_NUMBER_LIKE: Final = re.compile(r"\s*[≥≤<>~+\-¥$€£约超近]*\s*\d")


def scalar_text(ctx: Context, node: Node, path: str, key: str, wanted: Words, example: str | Words) -> Any:
    """The text of a scalar, or `MISSING` with a finding."""
    if not isinstance(node, Scalar):
        return wrong_shape(ctx, node, path, key, wanted, example)
    if node.is_refused:
        return MISSING
    if node.is_null:
        return ctx.report(shape_faults.EMPTY_VALUE, node, path, key=key)
    return node.text


def wrong_shape(ctx: Context, node: Node, path: str, key: str, wanted: Words, example: str | Words) -> Any:
    """Note a node of another shape than the field wants, or an empty one; the answer is `MISSING`."""
    if isinstance(node, Scalar) and node.is_null:
        return ctx.report(shape_faults.EMPTY_VALUE, node, path, key=key)
    found = MAPPING if isinstance(node, Map) else LIST if isinstance(node, Seq) else ONE
    return ctx.report(
        shape_faults.WRONG_SHAPE, node, path, key=key, wanted=wanted, found=found, example=example
    )


def bind_text(ctx: Context, node: Node, path: str, key: str) -> Any:
    """A text, or one text for each language."""
    if not isinstance(node, Map):
        text = scalar_text(ctx, node, path, key, TEXT, "{zh: 销售额, en: Sales}")
        return MISSING if text is MISSING else Text.plain(text)
    if not node.pairs:
        return ctx.report(shape_faults.EMPTY_VALUE, node, path, key=key)
    words: dict[str, str] = {}
    for lang, child in node.pairs:
        if not _LANGUAGE.match(lang.text):
            noun = Words("a text", "文字")
            ctx.report(
                shape_faults.UNKNOWN_KEY,
                lang,
                f"{path}.{lang.text}",
                key=lang.text,
                noun=noun,
                suggestion=COMMA,
            )
            continue
        text = scalar_text(ctx, child, f"{path}.{lang.text}", lang.text, TEXT, "文字")
        if text is not MISSING:
            words.setdefault(lang.text, text)
    return Text(tuple(words.items())) if words else MISSING


def bind_own(ctx: Context, node: Node, path: str, key: str) -> Any:
    """The author's own values as frozen mappings, tuples and text, without recursion."""
    made: dict[int, Any] = {}
    work: list[tuple[Node, bool]] = [(node, False)]
    while work:
        here, ready = work.pop()
        if id(here) in made:
            continue
        if isinstance(here, Scalar):
            made[id(here)] = None if here.is_null or here.is_refused else here.text
            continue
        inner = [child for _, child in here.pairs] if isinstance(here, Map) else here.items
        if not ready:
            work.append((here, True))
            work += [(child, False) for child in inner]
        elif isinstance(here, Map):
            values: dict[str, Any] = {}
            for name, child in here.pairs:
                values.setdefault(name.text, made[id(child)])
            made[id(here)] = Frozen(values)
        else:
            made[id(here)] = tuple(made[id(child)] for child in inner)
    return made[id(node)]


def choice(words: tuple[str, ...]) -> Bind:
    """The binder of one word out of a few."""
    known = frozenset(words)

    def bind(ctx: Context, node: Node, path: str, key: str) -> Any:
        text = scalar_text(ctx, node, path, key, ONE, words[0])
        if text is MISSING or text in known:
            return text
        hint = did_you_mean(near(text.lower(), words), words)
        return ctx.report(
            shape_faults.NOT_A_CHOICE, node, path, key=key, text=text, choices=words, suggestion=hint
        )

    return bind


def reference(section: str) -> Bind:
    """The binder of a reference to a noun of one section."""
    wild = WILDCARDS.get(section)
    noun = NOUNS[section]
    known_as = _SUCH_AS.get(section, "key")
    example = Words(
        f"the key of one {noun.en}, such as `{known_as}`", f"一个{noun.zh}的键，例如 `{known_as}`"
    )

    def bind(ctx: Context, node: Node, path: str, key: str) -> Any:
        text = scalar_text(ctx, node, path, key, ONE, example if key != "owner" else _ONE_OWNER)
        if text is MISSING or text == wild:
            return text
        if section == "sources":
            # A system that nobody describes is a gap, which a check reports, not a broken reference.
            known = ctx.names[section].resolve(text)
            return known if isinstance(known, str) else text
        return ctx.resolve(section, text, node, path)

    return bind


def quantity(note: Mapping[str, Any]) -> Bind:
    """The binder of a number; a bare one takes the unit that the field's note names."""

    def bind(ctx: Context, node: Node, path: str, key: str) -> Any:
        if not isinstance(node, Scalar) or node.is_null or node.is_refused:
            return scalar_text(ctx, node, path, key, NUMBER, note["example"] or "12亿")
        unit = _unit_of(ctx, note["unit"])
        value = parse_quantity(node.text, ctx.units, unit)
        if isinstance(value, Fault):
            return ctx.fault(of_share(value, key) if note["unit"] == "percent" else value, node, path, key)
        if unit is not None and value.unit != unit:
            value = completed(value, unit, ctx.units)
        if note["exact"] and not _is_target(ctx, value):
            text, plain = node.text, value.plain_text
            return ctx.report(
                shape_faults.APPROXIMATE_TARGET, node, path, key=key, text=text, suggestion=plain
            )
        return value

    return bind


def _unit_of(ctx: Context, default: str) -> Unit | None:
    if default in ("metric", "goal"):
        return ctx.metric_unit
    if default == "currency":
        return ctx.currency
    return ctx.percent if default == "percent" else None


def _is_target(ctx: Context, value: Quantity) -> bool:
    """Whether it can be told that a number was reached; a range only says so of a band."""
    return value.bound in ("", ">=", "<=") or (value.bound == "range" and ctx.is_band)


def quantity_or_text(note: Mapping[str, Any]) -> Bind:
    """The binder of what is a number where it begins like one, else words."""
    number = quantity(note)

    def bind(ctx: Context, node: Node, path: str, key: str) -> Any:
        if isinstance(node, Scalar) and not node.is_null and _NUMBER_LIKE.match(node.text):
            return number(ctx, node, path, key)
        return bind_text(ctx, node, path, key)

    return bind


def _bind_str(ctx: Context, node: Node, path: str, key: str) -> Any:
    return scalar_text(ctx, node, path, key, TEXT, "文字")


def _bind_bool(ctx: Context, node: Node, path: str, key: str) -> Any:
    text = scalar_text(ctx, node, path, key, Words("true or false", "true 或 false"), "true")
    if text is MISSING:
        return MISSING
    if text in _BOOLS:
        return text == "true"
    meant = [word for word, others in _BOOLS.items() if text.lower() in others]
    hint = did_you_mean(meant, _BOOLS)
    return ctx.report(
        shape_faults.NOT_A_CHOICE, node, path, key=key, text=text, choices=tuple(_BOOLS), suggestion=hint
    )


def _bind_weight(ctx: Context, node: Node, path: str, key: str) -> Any:
    text = scalar_text(ctx, node, path, key, NUMBER, "0.3")
    if text is MISSING:
        return MISSING
    value = parse_quantity(text, ctx.units, DIMENSIONLESS)
    if isinstance(value, Fault):
        return ctx.fault(value, node, path, key)  # type: ignore[arg-type] # it has a text, so it is a scalar
    if not value.is_exact or value.value < 0 or not value.unit.is_dimensionless:
        return ctx.report(shape_faults.UNUSABLE_WEIGHT, node, path, key=key, text=text)
    return _exact(value)


def _exact(value: Quantity) -> Decimal:
    """The number without unit, whatever the caller's decimal context: `30%` is 0.3."""
    sign, digits, exponent = value.value.as_tuple()
    assert isinstance(exponent, int)
    places = {1: 0, 100: 2, 1000: 3, 10000: 4}.get(value.unit.factor.denominator)
    assert places is not None
    assert value.unit.factor.numerator == 1
    return Decimal((sign, digits, exponent - places))


def _parsed(parse: Callable[[Context, str, str], Any], wanted: Words, example: str) -> Bind:
    def bind(ctx: Context, node: Node, path: str, key: str) -> Any:
        text = scalar_text(ctx, node, path, key, wanted, example)
        if text is MISSING:
            return MISSING
        value = parse(ctx, text, key)
        return ctx.fault(value, node, path, key) if isinstance(value, Fault) else value  # type: ignore[arg-type]

    return bind


SIMPLE: Final[Mapping[Any, Bind]] = {
    Text: bind_text,
    str: _bind_str,
    bool: _bind_bool,
    object: bind_own,
    Decimal: _bind_weight,
    Unit: _parsed(lambda ctx, text, _: parse_unit(text, ctx.units), Words("a unit", "一个单位"), "元/单"),
    Formula: _parsed(
        lambda _, text, key: parse_formula(text, kind="condition" if key in CONDITION_FIELDS else "value"),
        Words("a formula", "一个公式"),
        "orders * basket",
    ),
    Timing: _parsed(
        lambda ctx, text, _: parse_timing(text, ctx.calendar, ctx.year),
        Words("a time", "一个时间"),
        "Q2 启动，Q4 完成",
    ),
    Duration: _parsed(
        lambda _, text, __: parse_duration(text), Words("a length of time", "一段时长"), "1 month"
    ),
    Period: _parsed(
        lambda ctx, text, _: ctx.calendar.parse(text, ctx.year), Words("a period", "一个期间"), "2025Q1"
    ),
    date: _parsed(lambda _, text, __: parse_date(text), Words("a date", "一个日期"), "2025-01-01"),
}
"""The binders of types that need no notes. A plain number (`Decimal`) is a weight."""
