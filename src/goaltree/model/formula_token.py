"""From text to tokens: one pass over the characters, in linear time."""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from typing import Final, Literal

from attrs import frozen

from ..finding import Fault, Rule, Words
from . import formula_faults as faults
from .formula import (
    MAX_DIGITS,
    MAX_POWER,
    MAX_TOKENS,
)
from .formula_name import is_name_part, is_name_start, name_defect, normal


class RefusedError(Exception):
    """Carries a fault from any depth of the parser to `parse_formula`."""

    def __init__(self, rule: Rule, column: int, length: int = 1, **params: object) -> None:
        self.fault = Fault(rule=rule, column=column, length=max(length, 1), params=params)
        super().__init__(rule.name)


def over(column: int, what: Words, limit: int, length: int = 1) -> RefusedError:
    """A limit that the formula exceeds."""
    return RefusedError(faults.FORMULA_OVER_LIMIT, column, length, what=what, limit=limit)


Shape = Literal["number", "name", "quoted", "op", "(", ")", ","]


@frozen(kw_only=True)
class Token:
    """A piece of the text; a number's text is `%` or empty, a name's is NFKC-normalised without backticks."""

    shape: Shape
    text: str
    column: int
    length: int
    value: Fraction = Fraction(0)


_FOLD: Final = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys((0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), 0x20),
}
"""Characters whose NFKC form is one plain ASCII character; one to one, so that columns hold."""

_OPERATORS: Final = {"≤": "<=", "≥": ">=", "≠": "!=", "×": "*", "÷": "/", "−": "-"}
_SCALES: Final = {
    "百": 2,
    "千": 3,
    "万": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "十亿": 9,
    "百亿": 10,
    "千亿": 11,
    "万亿": 12,
}
_ADVICE: Final = {
    "=": Words("; write `==` to compare", "；比较请写 `==`"),
    "<>": Words("; write `!=`", "；请写 `!=`"),
    "!": Words("; write `not (...)` or `!=`", "；请写 `not (...)` 或 `!=`"),
    "&": Words("; write `and`", "；请写 `and`"),
    "|": Words("; write `or`", "；请写 `or`"),
    "^": Words("; write `x * x` for a power", "；乘方请写 `x * x`"),
    "**": Words("; write `x * x` for a power", "；乘方请写 `x * x`"),
    "//": Words("; write `/`", "；请写 `/`"),
    "%": Words("; `%` stands right after a number, as in `60%`", "；`%` 只能紧跟数字，如 `60%`"),
    "'": Words("; quote a name in backticks: `` `站内 GMV` ``", "；名称请用反引号：`` `站内 GMV` ``"),
    '"': Words("; quote a name in backticks: `` `站内 GMV` ``", "；名称请用反引号：`` `站内 GMV` ``"),
    "#": Words("; a comment stands in the plan file, outside the formula", "；注释请写在公式之外"),
    ".": Words("; write `0.5` with its zero", "；小数请写出前面的 0，如 `0.5`"),
    ":": Words("; write `if(condition, a, b)` for a choice", "；分支请写 `if(条件, a, b)`"),
    "?": Words("; write `if(condition, a, b)` for a choice", "；分支请写 `if(条件, a, b)`"),
    "、": Words("; write `,` between values", "；参数之间请用 `,`"),
}
NOTHING: Final = Words("", "")
"""The advice of a hint that needs none."""


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text without hidden characters; raises a `RefusedError` at the first defect."""
    folded = text.translate(_FOLD)
    tokens: list[Token] = []
    at = 0
    while at < len(folded):
        char = folded[at]
        if char == " ":
            at += 1
            continue
        if len(tokens) == MAX_TOKENS:
            raise over(at, Words("names, numbers and symbols", "名称、数字与符号的个数"), MAX_TOKENS)
        if char.isascii() and char.isdigit():
            token = _number(folded, at)
        elif is_name_start(char) or char == "`":
            token = _name(folded, at)
        else:
            token = _symbol(folded, at)
        tokens.append(token)
        at = token.column + token.length
    return tokens


def _symbol(text: str, at: int) -> Token:
    char, pair = text[at], text[at : at + 2]
    if pair in ("<=", ">=", "==", "!="):
        return Token(shape="op", text=pair, column=at, length=2)
    if pair in ("<>", "**", "//"):
        raise RefusedError(faults.SYMBOL_OUTSIDE_FORMULA, at, 2, char=pair, advice=_ADVICE[pair])
    if char in "+-*/<>":
        return Token(shape="op", text=char, column=at, length=1)
    if char in _OPERATORS:
        return Token(shape="op", text=_OPERATORS[char], column=at, length=1)
    if char == "(":
        return Token(shape="(", text=char, column=at, length=1)
    if char == ")":
        return Token(shape=")", text=char, column=at, length=1)
    if char == ",":
        return Token(shape=",", text=char, column=at, length=1)
    raise RefusedError(faults.SYMBOL_OUTSIDE_FORMULA, at, char=char, advice=_ADVICE.get(char, NOTHING))


def _digits(text: str, at: int) -> int:
    while at < len(text) and text[at].isascii() and text[at].isdigit():
        at += 1
    return at


def _number(text: str, start: int) -> Token:
    at = whole = _digits(text, start)
    if text[at : at + 1] == ".":
        at = _digits(text, at + 1)
        if at == whole + 1:
            raise _bad_number(text, start, at, *_NO_FRACTION)
    power = 0
    mantissa_end = at
    if text[at : at + 1] in ("e", "E"):
        sign_end = at + 1 + (text[at + 1 : at + 2] in ("+", "-"))
        end = _digits(text, sign_end)
        if end > sign_end:
            shown = text[sign_end:end].lstrip("0")
            power = int(shown or "0") if len(shown) < 4 else 9999
            power = -power if text[at + 1] == "-" else power
            at = end
    mantissa = text[start:mantissa_end]
    if len(mantissa.replace(".", "")) > MAX_DIGITS:
        raise over(start, Words("digits in one number", "单个数字的位数"), MAX_DIGITS, mantissa_end - start)
    if text[start] == "0" and whole - start > 1:
        raise _bad_number(text, start, at, *_LEADING_ZERO)
    if abs(power) > 2 * MAX_POWER + MAX_DIGITS:
        raise _bad_number(text, start, at, *_BEYOND)
    return _finish_number(text, start, at, Fraction(mantissa) * Fraction(10) ** power)


def _finish_number(text: str, start: int, at: int, value: Fraction) -> Token:
    """Reads what follows the digits: a scale word, `%`, or nothing."""
    scale = max((word for word in _SCALES if text.startswith(word, at)), key=len, default="")
    at += len(scale)
    value *= Fraction(10) ** _SCALES.get(scale, 0)
    after = at
    while text[after : after + 1] == " ":
        after += 1
    percent = text[after : after + 1] == "%"
    if percent:
        at = after + 1
        value /= 100
    follower = text[at : at + 1]
    if follower and (is_name_part(follower) or follower in ".`"):
        raise _glued(text, start, at)
    if follower == "," and _digits(text, at + 1) == at + 4 and not text[at - 1] == "%" and not scale:
        raise _bad_number(text, start, at + 4, *_COMMA)
    if value and not Fraction(1, 10**MAX_POWER) <= value < 10**MAX_POWER:
        raise _bad_number(text, start, at, *_BEYOND)
    shown = "%" if percent else ""
    return Token(shape="number", text=shown, column=start, length=at - start, value=value)


_NO_FRACTION: Final = (
    Words("no digits follow the point", "小数点后没有数字"),
    Words("digits after the point, or no point", "小数点后的数字，或去掉小数点"),
)
_LEADING_ZERO: Final = (
    Words("it begins with 0", "以 0 开头"),
    Words("the number without the zeros before it", "不带前导 0 的数字"),
)
_BEYOND: Final = (
    Words("it is not between 1e-30 and 1e30", "不在 1e-30 到 1e30 之间"),
    Words("a number within those bounds", "该范围内的数字"),
)
_COMMA: Final = (
    Words("the comma may group digits or part two values", "逗号可能是千分位，也可能是参数分隔"),
    Words("the digits without a comma, or a space after it", "不带逗号的数字，或在逗号后加空格"),
)
_GLUED: Final = (
    Words("letters follow the digits", "数字后面紧跟文字"),
    Words(
        "a plain number (a unit belongs to a metric), an operator between the two, or backticks "
        "around a name "
        "that begins with digits",
        "不带单位的数字（单位写在指标上），或在两者之间加运算符；若是以数字开头的名称，请加反引号",
    ),
)


def _bad_number(text: str, start: int, end: int, reason: Words, advice: Words) -> RefusedError:
    return RefusedError(
        faults.MALFORMED_NUMBER_IN_FORMULA,
        start,
        end - start,
        text=short(text[start:end]),
        reason=reason,
        advice=advice,
    )


def _glued(text: str, start: int, at: int) -> RefusedError:
    while at < len(text) and (is_name_part(text[at]) or text[at] == "."):
        at += 1
    return _bad_number(text, start, at, *_GLUED)


def _name(text: str, start: int) -> Token:
    """Reads a name or address; any part of it, or all of it, may stand in backticks."""
    parts: list[str] = []
    quoted = False
    at = start
    while True:
        if text[at : at + 1] == "`":
            end = text.find("`", at + 1)
            if end < 0:
                raise _bad_name(text[start:], start, _UNCLOSED)
            parts.append(text[at + 1 : end])
            at, quoted = end + 1, True
        else:
            first = at
            while at < len(text) and is_name_part(text[at]):
                at += 1
            if at > first and not _may_begin(text[first], len(parts)):
                raise _bad_name(text[start:at], start, _DEFECTS["empty"])
            parts.append(text[first:at])
        if text[at : at + 1] != ".":
            break
        at += 1
    name = normal(".".join(parts))
    defect = name_defect(name)
    if defect:
        raise _bad_name(text[start:at], start, _DEFECTS[defect])
    if text[at : at + 1] == "`" or (quoted and at < len(text) and is_name_part(text[at])):
        raise _bad_name(text[start : at + 1], start, _TOUCHING)
    return Token(shape="quoted" if quoted else "name", text=name, column=start, length=at - start)


def _may_begin(char: str, before: int) -> bool:
    return is_name_start(char) or (before > 0 and unicodedata.category(char) == "Nd")


_UNCLOSED: Final = Words("its backtick is not closed", "反引号没有闭合")
_TOUCHING: Final = Words(
    "text follows or precedes its backtick without a dot", "反引号与其他文字之间缺少点号"
)
_DEFECTS: Final = {
    "empty": Words("a part of it is empty or begins with a mark", "其中有空的部分，或以附加符号开头"),
    "padded": Words("a part of it begins or ends with a space", "其中有以空格开头或结尾的部分"),
    "hidden": Words("it holds a character that cannot be seen", "其中有看不见的字符"),
    "backtick": Words("it holds a backtick", "其中有反引号"),
    "underscore": Words("a part of it begins with two underscores", "其中有以两个下划线开头的部分"),
}


def _bad_name(text: str, column: int, reason: Words) -> RefusedError:
    return RefusedError(
        faults.MALFORMED_NAME_IN_FORMULA,
        column,
        len(text),
        text=short(text),
        reason=reason,
        advice="`` `站内 GMV` ``",
    )


def short(text: str) -> str:
    """At most 40 characters of the text."""
    return text if len(text) <= 40 else text[:39] + "…"
