"""The pages on what stands in a plan file: numbers, times, units, formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from goaltree.model.calendar import Calendar
from goaltree.model.duration import parse_duration
from goaltree.model.formula import MAX_DEPTH, MAX_LENGTH
from goaltree.model.formula_function import FUNCTIONS
from goaltree.model.quantity import Quantity, parse_quantity
from goaltree.model.standard_units import standard_symbols
from goaltree.model.timing import Timing, parse_timing
from goaltree.model.unit import Units

from .markdown import code, page, prose, table

QUANTITIES = (
    "2160亿元", "3亿8000万元", "85 USD", "¥500万", "≥45%", "不低于45%", "+20%", "4.5个百分点", "90ms", "40 国", "300 万单",
    "每周1次", "3.2:1", "45%-50%", "翻一番", "约500单", "2亿+", "<5%",
)  # fmt: skip


TIMINGS = (
    "Q1 启动，Q4 完成",
    "Q2 灰度，Q3 全量",
    "Q1-Q3 分批",
    "全年常态化",
    "每周 1 次",
    "24小时内",
    "by 2025-06-30",
)


DURATIONS = ("1 month", "6 weeks", "24 小时", "半年")


GROUPS: Mapping[str, str] = {
    "arithmetic": "Arithmetic: of expressions",
    "time": "Time: of one name, at another period",
    "condition": "Conditions: of one goal, in `when:`",
}


def values_page() -> str:
    """How numbers, times and units may be written."""
    return page(
        "Values",
        "How numbers and times may be written, with what this version reads in each. The units are those of a plan in CNY.",
        "## Quantities",
        "Exact decimals: nothing is rounded. *Written to* is the written precision: half a unit of the last written digit.",
        table(("written", "value", "unit", "bound", "written to ±"), quantity_rows()),
        "## Timings",
        table(("written", "starts", "ends", "how often"), timing_rows()),
        "## Durations",
        table(("written", "read as"), [(code(text), str(parse_duration(text))) for text in DURATIONS]),
        "## Units",
        "Known without being declared, grouped by what they measure; a plan adds its own counting units under `units:`.",
        table(("dimension", "words"), unit_rows()),
    )


def quantity_rows() -> Iterator[tuple[str, ...]]:
    """Quantities with what is read in them."""
    units = Units.standard("CNY")
    for text in QUANTITIES:
        read = parse_quantity(text, units)
        assert isinstance(read, Quantity), text
        value = f"{read.value:,f}" + (f" to {read.high:,f}" if read.high is not None else "")
        bound = {"": "", "range": "range", "~": "about", "+": "or more"}.get(read.bound, read.bound)
        yield code(text), value, code(str(read.unit)), prose(bound), f"{read.half:,f}"


def timing_rows() -> Iterator[tuple[str, ...]]:
    """Times with what is read in them."""
    for text in TIMINGS:
        read = parse_timing(text, Calendar(), 2025)
        assert isinstance(read, Timing), text
        often = f"{read.recurrence.times} in {read.recurrence.every}" if read.recurrence else ""
        often = "all the time" if read.continuous else f"within {read.within}" if read.within else often
        yield code(text), str(read.start or ""), str(read.end or ""), often


def unit_rows() -> Iterator[tuple[str, str]]:
    """The standard units by dimension."""
    groups: dict[str, list[str]] = {}
    for word, unit in standard_symbols().items():
        dims = " ".join(str(name) for name, _ in unit.dims)
        groups.setdefault(dims or "share", []).append(word)
    money = sorted(name for name in groups if name.startswith("currency"))
    for name, words in groups.items():
        if name not in money:
            yield name, " ".join(map(code, words))
    yield "each currency", " ".join(code(word) for name in money for word in groups[name])


def formula_page() -> str:
    """The functions of formulas by group."""
    blocks = [
        f"A formula holds at most {MAX_LENGTH:,} characters, nested {MAX_DEPTH} deep. How formulas are written is told in [](../formula.md).",
    ]
    for group, title in GROUPS.items():
        rows = [
            (code(one.usage), prose(one.meaning.en), prose(one.meaning.zh))
            for one in FUNCTIONS.values()
            if one.group == group
        ]
        blocks += [f"## {title}", table(("function", "gives", "中文"), rows)]
    return page("Functions of formulas", *blocks)
