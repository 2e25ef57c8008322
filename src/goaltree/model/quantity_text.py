"""The text of a quantity read in full: bounds, signs, currency signs, units, ranges."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, Literal

from attrs import evolve, frozen

from ..finding import Fault, Words
from .dimension import DIMENSIONLESS, PERCENT, RATIO, Unit, per
from .number import MAX_EXPONENT, Amount, clean, read_amount
from .number_faults import (
    AMBIGUOUS_RANGE,
    AMBIGUOUS_SCALE,
    CLOCK_NUMBER,
    CONFLICTING_BOUNDS,
    EMPTY_RANGE,
    MISSING_PERCENT,
    NUMBER_OUT_OF_RANGE,
    PLACEHOLDER_NUMBER,
    UNREADABLE_NUMBER,
)
from .unit import Units, read_unit, unit_fault, with_suggestion

Bound = Literal["", ">=", "<=", ">", "<", "~", "+", "range"]
"""Exact; floor and ceiling; strict floor and ceiling; about; that or more; from low to high."""


@frozen(kw_only=True)
class Reading:
    """What a text says: one number, or the two ends of a range, in a unit without display scale.

    Attributes:
        value: The number, or the lower end.
        high: The upper end of a range.
        unit: What it counts.
        bound: See `Bound`.
        half: Half a unit of the last written digit; of a range, of its finer end.
        signed: Whether a sign was written.
    """

    value: Decimal
    unit: Unit
    half: Decimal
    high: Decimal | None = None
    bound: Bound = ""
    signed: bool = False


@frozen
class _End:
    """One end of a range, or the whole of a plain quantity."""

    amount: Amount
    sign: str
    start: int
    stop: int
    unit: Unit | None = None
    suffix: str = ""


_BEFORE: Final[dict[str, Bound]] = {
    "≥": ">=", ">=": ">=", "=>": ">=", "不低于": ">=", "不少于": ">=", "不小于": ">=", "不低於": ">=", "不少於": ">=",
    "至少": ">=", "最少": ">=", "大于等于": ">=", "at least": ">=", "no less than": ">=",
    "≤": "<=", "<=": "<=", "=<": "<=", "不超过": "<=", "不超過": "<=", "不高于": "<=", "不大于": "<=", "不多于": "<=",
    "至多": "<=", "最多": "<=", "小于等于": "<=", "at most": "<=", "no more than": "<=", "up to": "<=",
    ">": ">", "超过": ">", "超過": ">", "超": ">", "高于": ">", "大于": ">", "多于": ">", "突破": ">", "more than": ">",
    "over": ">", "above": ">",
    "<": "<", "低于": "<", "小于": "<", "少于": "<", "不到": "<", "不足": "<", "less than": "<", "under": "<",
    "below": "<",
    "~": "~", "≈": "~", "约": "~", "約": "~", "约为": "~", "大约": "~", "大概": "~", "接近": "~", "近": "~",
    "about": "~", "around": "~", "approx.": "~", "ca.": "~",
}  # fmt: skip
_AFTER: Final[dict[str, Bound]] = {
    "+": "+", "以上": ">=", "以内": "<=", "以內": "<=", "之内": "<=", "内": "<=", "內": "<=", "以下": "<=", "左右": "~",
    "上下": "~", "多": "+", "余": "+", "餘": "+",
}  # fmt: skip
_LIKELY: Final = 1000
"""A share or a growth of more percent than this is not taken for the meaning of a bare number."""
_MEANINGS: Final = Words(": it may mean {as_is} or {as_share}", "：可能是 {as_is}，也可能是 {as_share}")
_PROPOSALS: Final = Words(
    "`{as_is}` or `{as_share}`; for bare shares such as 0.45 declare `unit: 1`",
    "`{as_is}` 或 `{as_share}`；想写 0.45 这样的小数，就声明 `unit: 1`",
)
_CHANGES: Final = {
    "翻一番": 100, "翻番": 100, "翻倍": 100, "翻1番": 100, "翻两番": 300, "翻兩番": 300, "翻二番": 300, "翻2番": 300,
    "翻三番": 700, "翻3番": 700,
}  # fmt: skip
_PLACEHOLDERS: Final = frozenset(
    (
        "tbd",
        "tbc",
        "todo",
        "n/a",
        "na",
        "null",
        "none",
        "nil",
        "-",
        "--",
        "~",
        "?",
        "??",
        "???",
        "/",
        "...",
        "待定",
        "未定",
        "待确认",
        "待確認",
        "待补充",
        "待補充",
        "暂无",
        "暫無",
        "无",
        "無",
        "未知",
    )
)
_SCALE_MEANINGS: Final = {"k": ("10^3", "kilo"), "b": ("10^9", "byte", "bit")}
_SIGNS: Final = "¥$€£₩₹₽฿₫₱"


def _choice(words: dict[str, Bound]) -> str:
    longest = sorted(words, key=len, reverse=True)
    return "|".join(
        re.escape(word) + (r"\b" if word.isascii() and word[-1].isalpha() else "") for word in longest
    )


_NOT_FINITE: Final = re.compile(r"[+-]?\.?(?:s?nan|inf|infinity|∞|无穷大?)", re.IGNORECASE)
_DATE: Final = re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}")
_BOUND: Final = re.compile(rf"({_choice(_BEFORE)})\s*")
_HEAD: Final = re.compile(
    rf"\s*([+-]?)\s*((?:[A-Za-z]{{0,3}}[{_SIGNS}]|[A-Z]{{3}}(?=[\s\d+-]))?)\s*([+-]?)\s*"
)
_TAIL: Final = re.compile(rf"\s*({_choice(_AFTER)})(?!\s*\d)")
_RANGE: Final = re.compile(rf"\s*(?:--?|~|至|到|\bto\b)\s*(?=[+-]?\s?[{_SIGNS}]?\d)")
_CLOCK: Final = re.compile(r"\s*:\s*(\d+(?:\.\d+)?(?::\d+)*)")
_EVERY: Final = re.compile(r"(?:每|per )\s*")
_STRAY: Final = re.compile(r"(?<!\^)\d|[.,;()\[\]{}<>=!?\"'|\\&@#]")


def read_quantity(text: str, units: Units, declared: Unit | None) -> Reading | Fault:
    """What a text says; faults count columns in the text as given. See `parse_quantity`."""
    cleaned = clean(text)
    if isinstance(cleaned, Fault):
        return cleaned
    found = _special(cleaned.text) or _read_rate(cleaned.text, units, declared)
    return cleaned.place(with_suggestion(found, units)) if isinstance(found, Fault) else found


def number_of(digits: str, exponent: int) -> Decimal:
    """The exact decimal of `digits * 10**exponent`, whatever the caller's decimal context."""
    return Decimal(digits + "0" * exponent) if exponent >= 0 else Decimal(f"{digits}e{exponent}")


def half_of(exponent: int) -> Decimal:
    """Half a unit of the digit at `10**exponent`."""
    return Decimal("5" + "0" * (exponent - 1)) if exponent > 0 else Decimal(f"5e{exponent - 1}")


def _special(text: str) -> Reading | Fault | None:
    if text in _CHANGES:
        return Reading(value=Decimal(_CHANGES[text]), unit=PERCENT, half=half_of(0), signed=True)
    if text.lower() in _PLACEHOLDERS:
        return Fault(rule=PLACEHOLDER_NUMBER, length=len(text), params={"text": text})
    if _NOT_FINITE.fullmatch(text):
        return Fault(rule=NUMBER_OUT_OF_RANGE, length=len(text), params={"text": text})
    return _unreadable(text) if _DATE.match(text) else None


def _read_rate(text: str, units: Units, declared: Unit | None) -> Reading | Fault:
    """A quantity, or one every period: `每周1次`, `每月≥1篇`."""
    every = _EVERY.match(text)
    if every is None:
        return _read(text, 0, units, declared)
    start = _first_amount(text, every.end())
    name = text[every.end() : start].rstrip()
    period = units.find(name)
    if period is None and name and start < len(text):
        return unit_fault(name, units, every.end())
    if period is None or not period.dims:
        return _unreadable(text)
    reading = _read(text, start, units, None)
    return reading if isinstance(reading, Fault) else evolve(reading, unit=per(reading.unit, period))


def _first_amount(text: str, start: int) -> int:
    """Where the name of a period ends: at the first digit, sign or bound."""
    for position in range(start, len(text)):
        if text[position].isdigit() or text[position] in "+-" + _SIGNS or _BOUND.match(text, position):
            return position
    return len(text)


def _read(text: str, start: int, units: Units, declared: Unit | None) -> Reading | Fault:
    bound = _BOUND.match(text, start)
    word = bound.group(1) if bound is not None else ""
    end = _read_end(text, bound.end() if bound is not None else start, units)
    if isinstance(end, Fault):
        return end
    if end.stop < len(text):
        return _read_range(text, end, units, declared, word)
    meant = _one_bound(text, word, end.suffix)
    if isinstance(meant, Fault):
        return meant
    return _settled(text, end, declared, meant)


def _one_bound(text: str, before: str, after: str) -> Bound | Fault:
    first = _BEFORE[before] if before else ""
    second = _AFTER[after] if after else ""
    if first and second and first != second and (first, second) != (">", "+"):
        params = {"text": text, "first": before, "second": after}
        return Fault(rule=CONFLICTING_BOUNDS, length=len(text), params=params)
    return first or second


def _read_range(text: str, low: _End, units: Units, declared: Unit | None, word: str) -> Reading | Fault:
    dash = _RANGE.match(text, low.stop)
    if dash is None:
        return _unreadable(text)
    high = _read_end(text, dash.end(), units)
    if isinstance(high, Fault):
        return high
    bounds = [_BEFORE[word]] if word else []
    bounds += [_AFTER[end.suffix] for end in (low, high) if end.suffix]
    if high.stop < len(text) or any(bound != "~" for bound in bounds):
        return _unreadable(text)
    if low.unit is None:
        low = evolve(low, unit=high.unit)
    if low.unit != high.unit or (high.amount.scaled and not low.amount.scaled and low.amount.coefficient):
        part = text[low.start : low.stop]
        return Fault(
            rule=AMBIGUOUS_RANGE, column=low.start, length=len(part), params={"text": text, "part": part}
        )
    return _between(
        text, low, high, _settled(text, low, declared, "range"), _settled(text, high, declared, "range")
    )


def _between(
    text: str, first: _End, second: _End, low: Reading | Fault, high: Reading | Fault
) -> Reading | Fault:
    if isinstance(low, Fault):
        return low
    if isinstance(high, Fault):
        return high
    if low.value >= high.value:
        names = {"low": text[first.start : first.stop], "high": text[second.start : second.stop]}
        return Fault(rule=EMPTY_RANGE, length=len(text), params={"text": text, **names})
    return evolve(low, high=high.value, half=min(low.half, high.half), signed=low.signed or high.signed)


def _read_end(text: str, start: int, units: Units) -> _End | Fault:
    """Sign, currency sign, number, scale word, unit and suffix, up to a range sign or the end."""
    head = _HEAD.match(text, start)
    if head is None or (head.group(1) and head.group(3)):
        return _unreadable(text)
    plain = read_amount(text, head.end(), scale=False)
    if isinstance(plain, Fault):
        return plain
    end = _End(plain, head.group(1) or head.group(3), head.end(), plain.end)
    clock = _CLOCK.match(text, plain.end)
    if clock is None:
        return _with_money(text, head, _with_unit(text, end, units), units)
    if clock.group(1) == "1" and not head.group(2):
        return _with_tail(text, evolve(end, unit=RATIO, stop=clock.end()))
    number = text[end.start : clock.end()]
    return Fault(rule=CLOCK_NUMBER, column=end.start, length=len(number), params={"number": number})


def _with_unit(text: str, end: _End, units: Units) -> _End | Fault:
    """The end with its unit; a word such as 千克 is a unit before it is a scale word."""
    whole = _read_word(text, end, units)
    if isinstance(whole, _End) and whole.unit is not None:
        return whole
    amount = read_amount(text, end.start)
    if isinstance(amount, Fault):
        return amount
    return _read_word(text, evolve(end, amount=amount, stop=amount.end), units) if amount.scaled else whole


def _read_word(text: str, end: _End, units: Units) -> _End | Fault:
    """The unit behind a number, with a suffix such as `+` or `左右` before or after it."""
    dash = _RANGE.search(text, end.stop)
    stop = dash.start() if dash is not None else len(text)
    rest = text[end.stop : stop]
    word = rest.strip()
    if not word:
        return evolve(end, stop=stop)
    found = units.find(word)
    if found is not None:
        return evolve(end, unit=found, stop=stop)
    tail = _TAIL.match(rest)
    if tail is not None:
        return _read_unit(text, evolve(end, suffix=tail.group(1)), end.stop + tail.end(), stop, units)
    for suffix in _AFTER:
        if word.endswith(suffix):
            shorter = end.stop + rest.rindex(suffix)
            return _read_unit(text, evolve(end, suffix=suffix), end.stop, shorter, units, stop)
    return _read_unit(text, end, end.stop, stop, units)


def _read_unit(
    text: str, end: _End, start: int, limit: int, units: Units, stop: int | None = None
) -> _End | Fault:
    """The end with the unit that stands between two columns, if any; it stops at `stop`."""
    word = text[start:limit].strip()
    behind = limit if stop is None else stop
    if not word:
        return evolve(end, stop=behind)
    if _STRAY.search(word):
        return _unreadable(text)
    unit = read_unit(word, units)
    if isinstance(unit, Unit):
        return evolve(end, unit=unit, stop=behind)
    return evolve(unit, column=unit.column + text.index(word, start))


def _with_tail(text: str, end: _End) -> _End:
    tail = _TAIL.match(text, end.stop)
    return end if tail is None else evolve(end, suffix=tail.group(1), stop=tail.end())


def _with_money(text: str, head: re.Match[str], end: _End | Fault, units: Units) -> _End | Fault:
    """The end with the unit of its currency sign: `¥500万`, `¥12/单`, `$5M`."""
    sign = head.group(2)
    if isinstance(end, Fault) or not sign:
        return end
    unit = units.find(sign)
    if unit is None:
        return unit_fault(sign, units, head.start(2))
    if unit.currency is None:
        return _unreadable(text)
    if end.unit is None:
        return evolve(end, unit=unit)
    if end.unit.dims and all(power < 0 for _, power in end.unit.dims) and not end.unit.currencies:
        return evolve(end, unit=unit * end.unit)
    return end if end.unit.currencies == unit.currencies else _unreadable(text)


def _settled(text: str, end: _End, declared: Unit | None, bound: Bound) -> Reading | Fault:
    """The reading of one end, once unit, scale letter and display scale are settled."""
    unit = end.unit if end.unit is not None else declared
    amount = end.amount
    if amount.letter and not _allows(unit, amount.letter):
        meanings = _SCALE_MEANINGS.get(amount.letter.lower(), ("10^6", "milli", "minute", "month", "metre"))
        params = {"text": text, "scale": amount.letter, "meanings": meanings}
        return Fault(rule=AMBIGUOUS_SCALE, column=amount.end - 1, params=params)
    if unit is None:
        unit = DIMENSIONLESS
    elif end.unit is None and unit.kind in ("percent", "pp"):
        return _missing_percent(text, end, unit, bound)
    plain = unit.unscaled
    shift = 0 if amount.scaled else len(str(unit.factor / plain.factor)) - 1
    exponent = amount.exponent + shift
    if exponent + len(str(amount.coefficient)) > MAX_EXPONENT + 1 or exponent < -MAX_EXPONENT:
        number = text[end.start : amount.end]
        return Fault(rule=NUMBER_OUT_OF_RANGE, column=end.start, length=len(number), params={"text": number})
    value = number_of(str(amount.coefficient), exponent)
    if end.sign == "-" and value:
        value = value.copy_negate()
    return Reading(value=value, unit=plain, half=half_of(exponent), bound=bound, signed=bool(end.sign))


def _allows(unit: Unit | None, letter: str) -> bool:
    """Whether a scale letter can only be meant as one beside this unit."""
    if unit is None or not unit.dims or unit.kind != "plain":
        return False
    if letter == "m":
        return bool(unit.currencies)
    return not any(name in ("second", "month", "metre", "gram") for name, _ in unit.dims)


def _missing_percent(text: str, end: _End, unit: Unit, bound: Bound) -> Fault:
    amount = end.amount
    number = text[end.start : amount.end]
    share = number_of(str(amount.coefficient), amount.exponent + 2)
    before, after = (text[: end.start], text[amount.end :]) if bound != "range" else ("", "")
    params = {
        "text": text,
        "unit": unit.symbol,
        "as_is": f"{before}{number}{unit.symbol}{after}",
        "as_share": f"{before}{share:f}{unit.symbol}{after}",
        "share": share,
    }
    measured = Words("the metric is measured in `{unit}`", "指标单位是 `{unit}`").filled(params)
    said = {
        "measured": measured,
        "meanings": _MEANINGS.filled(params),
        "proposals": _PROPOSALS.filled(params),
    }
    return Fault(rule=MISSING_PERCENT, column=end.start, length=len(number), params={**params, **said})


def of_share(fault: Fault, key: str) -> Fault:
    """The fault of a bare number where a field itself is a percentage, whatever its metric is measured in.

    Args:
        fault: A missing percent sign; every other fault is given back as it is.
        key: The field, such as `growth`.
    """
    if fault.rule is not MISSING_PERCENT:
        return fault
    params = {**fault.params, "key": key}
    params["measured"] = Words("`{key}` is a percentage", "`{key}` 是百分比").filled(params)
    if isinstance(share := params["share"], Decimal) and share > _LIKELY:
        params["meanings"] = Words("", "")
        params["proposals"] = Words("`{as_is}`", "`{as_is}`").filled(params)
    else:
        params["proposals"] = Words("`{as_is}` or `{as_share}`", "`{as_is}` 或 `{as_share}`").filled(params)
    return evolve(fault, params=params)


def _unreadable(text: str) -> Fault:
    return Fault(rule=UNREADABLE_NUMBER, length=max(1, len(text)), params={"text": text})
