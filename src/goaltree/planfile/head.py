"""The head of a plan: its format and name, currency and rates, calendar and phases, own units.

Everything else is read with what the head says, so it is read first.
"""

from __future__ import annotations

from typing import Any, Final

from attrs import frozen

from ..finding import Fault, Words
from ..model.calendar import Calendar
from ..model.calendar_setting import SETTINGS, read_calendar
from ..model.dimension import PERCENT
from ..model.mapping import Frozen
from ..model.plan import CountingUnit
from ..model.rates import Rates
from ..model.unit import Units, find_currency, symbol_fault
from . import shape_faults
from .context import MISSING, Context
from .keys import bind_key
from .node import Map, Node, Scalar
from .scalar import MAPPING, TEXT, scalar_text, wrong_shape
from .shapes import bind_fields, shape_of, unknown_key

FORMAT: Final = 1
KEYS: Final = frozenset(
    {"goaltree", "plan", "currency", "fx", "zone", "calendar", "phases", "starts", "units", "include"}
)
"""Keys of a plan file that stand for no field of the plan, or are read before all others."""


@frozen(kw_only=True)
class Head:
    """What the head says.

    Attributes:
        format: Version of the format; a newer one stops the reading.
        key: Name of the plan.
        currency: Code of its currency, empty where it names none.
        rates: Its exchange rates.
        calendar: Its calendar, zone and phases.
        units: Counting units of its own.
        readable: Whether this version may read on.
    """

    format: int
    key: str
    currency: str
    rates: Rates
    calendar: Calendar
    units: Frozen[str, CountingUnit]
    readable: bool


def new_context() -> Context:
    """A context that knows nothing of a plan yet."""
    return Context(units=Units.standard(), calendar=Calendar(), currency=None, percent=PERCENT)


def bind_head(ctx: Context, root: Map) -> Head:
    """The head of a plan; the context knows its units, currency and calendar afterwards."""
    version, readable = _format(ctx, root)
    key = _plan_key(ctx, root)
    currency = _currency(ctx, root)
    units = _units(ctx, root)
    ctx.units = Units.standard(currency or None, {k: u.symbols for k, u in units.items()})
    ctx.currency = ctx.units.find(currency) if currency else None
    ctx.calendar = _calendar(ctx, root)
    return Head(
        format=version,
        key=key,
        currency=currency,
        rates=_rates(ctx, root, currency),
        calendar=ctx.calendar,
        units=units,
        readable=readable,
    )


def _format(ctx: Context, root: Map) -> tuple[int, bool]:
    node = root.get("goaltree")
    if node is None:
        ctx.report(shape_faults.FORMAT_MISSING, root, "goaltree", known=FORMAT)
        return FORMAT, True
    text = scalar_text(ctx, node, "goaltree", "goaltree", Words("a whole number", "一个整数"), str(FORMAT))
    if text is MISSING:
        return FORMAT, True
    if not (text.isascii() and text.isdigit()) or len(text) > 4 or int(text) < 1:
        wrong_shape(
            ctx, node, "goaltree", "goaltree", Words("a whole number from 1", "从 1 起的整数"), str(FORMAT)
        )
        return FORMAT, True
    if int(text) > FORMAT:
        ctx.report(shape_faults.FORMAT_NEWER, node, "goaltree", found=text, known=FORMAT)
        return int(text), False
    return int(text), True


def _plan_key(ctx: Context, root: Map) -> str:
    node = root.get("plan")
    if node is None:
        return ""
    text = scalar_text(ctx, node, "plan", "plan", TEXT, "shop-2025")
    if text is MISSING or not isinstance(node, Scalar):
        return ""
    return bind_key(ctx, node, "plan", member=True) or ""


def _currency(ctx: Context, root: Map) -> str:
    node = root.get("currency")
    if node is None:
        return ""
    text = scalar_text(ctx, node, "currency", "currency", TEXT, "CNY")
    if text is MISSING or not isinstance(node, Scalar):
        return ""
    code = find_currency(text)
    if isinstance(code, Fault):
        ctx.fault(code, node, "currency", "currency")
        return ""
    return code


def _units(ctx: Context, root: Map) -> Frozen[str, CountingUnit]:
    node = _table(ctx, root, "units", "{creator: {title: 创作者, symbols: [位]}}")
    units: dict[str, CountingUnit] = {}
    owners: dict[str, str] = {}
    for name, child in node.pairs:
        path = f"units.{name.text}"
        key = bind_key(ctx, name, path)
        if key is None or key in units:
            continue
        fault = symbol_fault(key)
        if fault is not None:
            ctx.fault(fault, name, path)
            continue
        units[key] = _unit(ctx, child, path, key)
        for symbol in units[key].symbols:
            fault = symbol_fault(symbol)
            at = child if isinstance(child, Scalar) else name
            if fault is not None:
                ctx.fault(fault, at, path, key)
            elif owners.setdefault(symbol, key) != key:
                ctx.report(shape_faults.SYMBOL_TWICE, at, path, text=symbol, key=key, other=owners[symbol])
    return Frozen(units)


def _unit(ctx: Context, node: Node, path: str, key: str) -> CountingUnit:
    if isinstance(node, Map):
        return CountingUnit(key=key, at=path, **bind_fields(ctx, shape_of(CountingUnit), node, path, key))
    if isinstance(node, Scalar) and node.is_null:
        return CountingUnit(key=key, at=path)
    symbols = shape_of(CountingUnit).fields["symbols"].bind(ctx, node, path, key)
    return CountingUnit(key=key, at=path, symbols=() if symbols is MISSING else symbols)


def _table(ctx: Context, root: Map, key: str, example: str) -> Map:
    """The mapping under a key of the head; an empty one, with a finding, where it holds something else."""
    node = root.get(key)
    if isinstance(node, Map):
        return node
    if node is not None and not (isinstance(node, Scalar) and node.is_null):
        wrong_shape(ctx, node, key, key, MAPPING, example)
    return Map([], root.start, root.start, root.document)


def _calendar(ctx: Context, root: Map) -> Calendar:
    places: dict[str, tuple[Scalar, str]] = {}
    settings: dict[str, str] = {}
    for name, child in _table(ctx, root, "calendar", "{start_month: 4}").pairs:
        path = f"calendar.{name.text}"
        if name.text not in SETTINGS:
            unknown_key(ctx, name, "calendar", "Calendar", list(SETTINGS))
        elif name.text not in settings:
            _note(ctx, child, path, name.text, settings, places)
    for own, setting in (("zone", "zone"), ("starts", "start")):
        node = root.get(own)
        if node is not None:
            _note(ctx, node, own, setting, settings, places)
    phases: dict[str, str] = {}
    for name, child in _table(ctx, root, "phases", "{设计: 6 weeks, 建设: 4 months}").pairs:
        if name.text not in phases:
            read: dict[str, str] = {}
            _note(ctx, child, f"phases.{name.text}", f"phases.{name.text}", read, places)
            phases |= dict(zip([name.text], read.values(), strict=False))
    calendar, faults = read_calendar(settings, phases)
    for setting, fault in faults.items():
        node, path = places[setting]
        ctx.fault(fault, node, path, setting)
    return calendar


def _note(
    ctx: Context,
    node: Node,
    path: str,
    setting: str,
    settings: dict[str, str],
    places: dict[str, tuple[Scalar, str]],
) -> None:
    """Keep the text of a setting and its place."""
    text = scalar_text(ctx, node, path, setting.rpartition(".")[2], TEXT, SETTINGS.get(setting, "6 weeks"))
    if text is not MISSING and isinstance(node, Scalar):
        settings[setting] = text
        places[setting] = (node, path)


def _rates(ctx: Context, root: Map, currency: str) -> Rates:
    node = _table(ctx, root, "fx", "{USD: 7.2}")
    entries: dict[Any, Any] = {}
    for path, table, leaf in _rate_leaves(ctx, node):
        rates = Rates.of(currency or None, table)
        if isinstance(rates, Fault):
            ctx.fault(rates, leaf, path, path.rsplit(".", 1)[-1])
        else:
            entries.update(rates.entries)
    return Rates(currency=currency or None, entries=Frozen(entries))


def _rate_leaves(ctx: Context, node: Map) -> list[tuple[str, dict[str, object], Scalar]]:
    """Every single rate with its path, so that each wrong one is told at its own place."""
    leaves: list[tuple[str, dict[str, object], Scalar]] = []
    for code, kinds in node.pairs:
        path = f"fx.{code.text}"
        if not isinstance(kinds, Map):
            text = scalar_text(ctx, kinds, path, code.text, Words("a rate", "一个汇率"), "7.2")
            if text is not MISSING and isinstance(kinds, Scalar):
                leaves.append((path, {code.text: text}, kinds))
            continue
        for kind, months in kinds.pairs:
            here = f"{path}.{kind.text}"
            dated = months.pairs if isinstance(months, Map) else [(None, months)]
            for month, leaf in dated:
                place = here if month is None else f"{here}.{month.text}"
                text = scalar_text(ctx, leaf, place, kind.text, Words("a rate", "一个汇率"), "7.2")
                if text is not MISSING and isinstance(leaf, Scalar):
                    value: object = text if month is None else {month.text: text}
                    leaves.append((place, {code.text: {kind.text: value}}, leaf))
    return leaves
