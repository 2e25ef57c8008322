"""libyaml's errors as findings: the typo behind them where one is seen, else a sentence with a place."""

from __future__ import annotations

import re
from typing import Any, Final

from ..finding import Finding, Words
from . import faults
from .node import Document
from .secret import shown, shown_at
from .typos import LONGEST_LINE, line_typo

_LOOK: Final = Words(
    "Check this line and the one above: indentation, brackets, quotes", "请检查本行与上一行的缩进、括号和引号"
)
_QUOTE: Final = Words(
    'Quote the text that holds `: `, such as "12: 30"', '请给含有 `: ` 的文字加引号，如 "12: 30"'
)
_ALIGN: Final = Words("Let the keys of one mapping start in the same column", "请让同一层的键从同一列开始")
_ESCAPE: Final = Words("Double the backslash, or use single quotes", "请写两个反斜杠，或改用单引号")

_SECOND_COLON: Final = "mapping values are not allowed in this context"
_TWO_COLONS: Final = re.compile(r"""(\s*(?:- +)*[^\s:"'{\[#][^:{\["]{0,80}: +)([^\s"'{\[|>&*!#].*)""")
_KEY_LINE: Final = re.compile(r"""( *(?:- +)*)([^\s#{}\[\],"':][^#{}\[\],"':]{0,80}): *(.*)""")
_KEY_MISSED: Final = "did not find expected key"
_TOO_DEEP: Final = Words(
    "this key is indented deeper than `{key}` above, which has its value already",
    "此处的键比上方的 `{key}` 缩进更深，而 `{key}` 已经有值",
)
_INDENT: Final = Words(
    "Let it start in the column of `{key}`: `{corrected}`", "请与 `{key}` 对齐：`{corrected}`"
)
_NO_KEY: Final = Words(
    "a key stands where only more of the value above can be", "此处只能是上方值的延续，却出现了键"
)
_LINES_ABOVE: Final = 40

_PROBLEMS: Final[dict[str, tuple[Words, Words]]] = {
    _SECOND_COLON: (
        Words("a second `: ` stands where only a value can be", "此处只能是值，却又出现了 `: `"),
        _QUOTE,
    ),
    "could not find expected ':'": (
        Words("a key without a colon", "键后缺少冒号"),
        Words("Write `key: value`", "请写成 `键: 值`"),
    ),
    _KEY_MISSED: (
        Words(
            "a key is wanted here; the indentation or a quote does not fit", "此处应为键；缩进或引号不匹配"
        ),
        _ALIGN,
    ),
    "did not find expected '-' indicator": (
        Words(
            "the list goes on here with something that is no `- ` entry",
            "列表在此处出现了不以 `- ` 开头的内容",
        ),
        _ALIGN,
    ),
    "did not find expected ',' or '}'": (
        Words("between braces, a `,` or `}}` is wanted here", "花括号内，此处应为 `,` 或 `}}`"),
        _LOOK,
    ),
    "did not find expected ',' or ']'": (
        Words("between brackets, a `,` or `]` is wanted here", "方括号内，此处应为 `,` 或 `]`"),
        _LOOK,
    ),
    "did not find expected node content": (
        Words("a value is missing here", "此处缺少值"),
        Words("Remove the surplus `,` or bracket", "请删除多余的 `,` 或括号"),
    ),
    "block sequence entries are not allowed in this context": (
        Words("a `-` list cannot start on the key's own line", "`-` 列表不能与键写在同一行"),
        Words("Start the list on the next line, or write `[a, b]`", "请将列表另起一行，或写成 `[a, b]`"),
    ),
    "found unknown escape character": (
        Words("an unknown escape after the backslash", "反斜杠后的转义无法识别"),
        _ESCAPE,
    ),
    "did not find expected hexdecimal number": (
        Words("an escape without its hexadecimal digits", "转义缺少十六进制数字"),
        _ESCAPE,
    ),
    "found invalid Unicode character escape code": (
        Words("an escape that is no character", "该转义不是有效字符"),
        _ESCAPE,
    ),
    "found character that cannot start any token": (
        Words("this character cannot start a value", "该字符不能作为值的开头"),
        Words("Quote the value", "请给该值加引号"),
    ),
    "found duplicate %YAML directive": (
        Words("a second %YAML directive", "重复的 %YAML 指令"),
        Words("Keep one", "请只保留一个"),
    ),
    "found incompatible YAML document": (
        Words("a YAML version that is not read", "不支持的 YAML 版本"),
        Words("Remove the %YAML line", "请删除 %YAML 这一行"),
    ),
}
_OTHER: Final = Words("this is not YAML", "这不是合法的 YAML")
_CLOSERS: Final = {"{": "}", "[": "]", '"': '"', "'": "'"}


def syntax_finding(error: Any, document: Document) -> Finding:
    """The one finding of a file that the parser gave up on."""
    text = document.text or ""
    problem = getattr(error, "problem", None) or ""
    context = getattr(error, "context", None) or ""
    index = _index(getattr(error, "problem_mark", None), text)
    opened = _index(getattr(error, "context_mark", None), text)
    if index is None:
        index = opened if opened is not None else 0
    opening = text[opened : opened + 1] if opened is not None else ""
    left_open = (
        opened is not None
        and opening in _CLOSERS
        and ("end of stream" in problem if "quoted scalar" in context else "flow" in context)
    )
    swallowed = _swallowed(text, index)
    if swallowed is not None:
        opened, opening, left_open = swallowed, text[swallowed], True
    if not (left_open and opening in "\"'"):
        typo = _typo(problem, document, index, opened)
        if typo is not None:
            return typo
    if left_open and opened is not None and (opening in "\"'" or _is_unclosed(text, opened, index)):
        return Finding(
            rule=faults.LEFT_OPEN,
            params={"mark": opening, "close": _CLOSERS[opening]},
            span=document.span(opened, opened + 1),
            excerpt=_around(document, opened),
            others=(document.span(index, index),),
        )
    what, advice = _PROBLEMS.get(problem, (_OTHER, _LOOK))
    if problem == "could not find expected ':'" and opened is not None:
        index = opened
    if problem in (_SECOND_COLON, _KEY_MISSED):
        what, advice = _misplaced_key(document, index) or (what, _quoting(document, index) or advice)
    return Finding(
        rule=faults.SYNTAX_WRONG,
        params={"what": what, "advice": advice},
        span=document.span(index, min(index + 1, len(text))),
        excerpt=_around(document, index),
    )


def _typo(problem: str, document: Document, index: int, opened: int | None) -> Finding | None:
    """A typo at the place of the error; where a colon is missing, at the place where its key begins."""
    if problem == "could not find expected ':'" and opened is not None:
        return line_typo(document, opened)
    return line_typo(document, index)


def _misplaced_key(document: Document, index: int) -> tuple[Words, Words] | None:
    """What is wrong with a key that is indented deeper than the key and value above, and what mends it."""
    start, end = document.line_at(index)
    text = document.text or ""
    line = text[start : min(end, start + LONGEST_LINE)]
    match = _KEY_LINE.fullmatch(line)
    if match is None or index - start not in (match.end(1), match.end(2)):
        return None
    above = None if "-" in match[1] else _key_above(document, start, match.end(1))
    if above is None:
        return (_NO_KEY, _LOOK) if index - start == match.end(2) else None
    key, column = above
    params = {"key": shown(key), "corrected": " " * column + shown(line.strip())}
    return _TOO_DEEP.filled(params), _INDENT.filled(params)


def _key_above(document: Document, start: int, deep: int) -> tuple[str, int] | None:
    """The key above a line, with its column, whose value the line would go on with; `None` where none is.

    Lines without a key are what the value goes on with already.
    """
    text, goes_on = document.text or "", False
    for _ in range(_LINES_ABOVE):
        if start == 0:
            return None
        start, end = document.line_at(start - 1)
        line = text[start : min(end, start + LONGEST_LINE)]
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _KEY_LINE.fullmatch(line)
        if match is not None:
            has_value = goes_on or (bool(match[3]) and not match[3].startswith("#"))
            return (match[2], match.end(1)) if has_value and match.end(1) < deep else None
        if line.lstrip()[0] in "-{[\"'":
            return None
        goes_on = True
    return None


def _quoting(document: Document, index: int) -> Words | None:
    """The advice to quote the value of a line that has two colons, with the line as it should be."""
    line = _line(document, index)
    match = _TWO_COLONS.fullmatch(line)
    if match is None or ": " not in f"{match[2]} ":
        return None
    value = match[2].replace("\\", "\\\\").replace('"', '\\"')
    corrected = f'{match[1]}"{value}"'
    return Words(f"Quote the value: `{corrected}`", f"请给值加引号：`{corrected}`")


def _is_unclosed(text: str, opened: int, index: int) -> bool:
    """Whether the parser went on to another line before it missed the bracket."""
    return "\n" in text[opened:index] or "\r" in text[opened:index] or not text[index:].strip()


def _index(mark: Any, text: str) -> int | None:
    return None if mark is None else min(int(mark.index), len(text))


def _line(document: Document, index: int) -> str:
    start, end = document.line_at(index)
    return shown((document.text or "")[start : min(end, start + LONGEST_LINE)].strip())


def _around(document: Document, index: int) -> str:
    """The line of an offset, as much of it as shows what stands there; else its beginning."""
    start, end = document.line_at(index)
    if index - start > LONGEST_LINE:
        return _line(document, index)
    return shown_at((document.text or "")[start : min(end, start + 2 * LONGEST_LINE)], index - start)


def _swallowed(text: str, index: int) -> int | None:
    """The quote left open whose text runs on to the next quote, lines below, right before the error."""
    start = text.rfind("\n", 0, index) + 1
    close = max(text.rfind(mark, start, index) for mark in "\"'")
    if close < 0 or text[close + 1 : index].strip():
        return None
    opened = text.rfind(text[close], 0, close)
    before = text[max(0, opened - 8) : max(0, opened)].rstrip(" ")
    return (
        opened
        if opened >= 0 and "\n" in text[opened:close] and before[-1:] in (":", "-", ",", "[", "{")
        else None
    )
