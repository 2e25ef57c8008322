"""JSON text into the same nodes, strictly: what RFC 8259 does not allow is a finding with its place."""

from __future__ import annotations

import re
from typing import Final

from ..finding import Finding, Rule, Words
from . import faults
from .duplicate import duplicates
from .excess import DEPTH, LENGTH, VALUES, capped, excess
from .limits import DEFAULT, Limits
from .node import Document, Map, Node, Scalar, Seq
from .secret import shown

_BLANK: Final = re.compile(r"[ \t\r\n]*")
_TOKEN: Final = re.compile(
    r"""(?x) "(?P<plain> [^"\\\x00-\x1f]*+ )"
      | "(?P<escaped> (?> (?: [^"\\\x00-\x1f] | \\(?: ["\\/bfnrt] | u[0-9A-Fa-f]{4} ) )* ) )"
      | (?P<number> -?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)? ) (?![\w.+-])
      | (?P<word> (?: true | false | null ) ) (?!\w) | (?P<mark> [{}\[\],:] )""",
    re.ASCII,
)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))")
_SHORT: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_PAIR: Final = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_LONE: Final = re.compile("[\ud800-\udfff]")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

_LOOK: Final = Words(
    "Check this line and the one above: commas, colons, quotes", "请检查本行与上一行的逗号、冒号和引号"
)
_QUOTED_NULL: Final = Words(
    "Write `null`, or leave the entry out and say `unstated`", "请写 `null`，或删去该项并注明 `unstated`"
)


def read_json(document: Document, limits: Limits = DEFAULT) -> tuple[Map | None, list[Finding]]:
    """The root of a JSON text, or `None`, with everything that is wrong in its syntax.

    Numbers keep the digits that were written; `true`, `false` and `null` become bare texts.
    """
    parsing = _Parsing(document, limits)
    root = parsing.run()
    if root is not None and not isinstance(root, Map):
        what = Words("a list", "列表") if isinstance(root, Seq) else Words("one value", "单个值")
        parsing.refuse(faults.ROOT_NOT_MAPPING, root.start, what=what)
        root = None
    twice = (finding for node in parsing.doubled for finding in duplicates(node))
    return root, parsing.findings + capped(twice, document, limits.findings)


class _Parsing:
    """One pass over the tokens of one file, with its own stack."""

    def __init__(self, document: Document, limits: Limits) -> None:
        self.document = document
        self.text = document.text or ""
        self.limits = limits
        self.findings: list[Finding] = []
        self.index = 0
        self.doubled: list[Map] = []

    def refuse(self, rule: Rule, index: int, /, **params: object) -> None:
        start, end = self.document.line_at(index)
        self.findings.append(
            Finding(
                rule=rule,
                params=params,
                span=self.document.span(index, min(index + 1, len(self.text))),
                excerpt=shown(self.text[max(start, index - 20) : min(end, index + 100)].strip()),
            )
        )

    def _exceeded(self, index: int, what: Words, got: int, limit: int) -> None:
        self.findings.append(excess(self.document, index, what, got, limit))

    def _broken(self, index: int, what: Words, advice: Words = _LOOK) -> None:
        self.refuse(faults.JSON_NOT_STRICT, index, what=what, advice=advice)

    def run(self) -> Node | None:
        """The root node; `None` after a finding that stops the file."""
        text, document, token_at, blank_at = self.text, self.document, _TOKEN.match, _BLANK.match
        top = Seq([], 0, 0, document, True)
        stack: list[Map | Seq] = []
        current: Map | Seq = top
        key: Scalar | None = None
        state = "value"  # value, first (value or close), key, first_key, colon, next

        for _ in range(self.limits.nodes):
            blank = blank_at(text, self.index)
            index = blank.end() if blank else self.index
            match = token_at(text, index)
            if match is None:
                if index >= len(text) and current is top and state == "next":
                    return top.items[0]
                self._stop(index, current if current is not top else None, bool(top.items))
                return None
            kind, end = match.lastgroup, match.end()
            self.index = end
            if kind != "mark":
                if state not in ("value", "first", "key", "first_key"):
                    self._unexpected(index, state, text[index])
                    return None
                node = self._scalar(match)
                if node is None:
                    return None
                if state in ("key", "first_key"):
                    if not node.style:
                        self._broken(index, Words("a key without double quotes", "键没有加双引号"))
                        return None
                    key, state = node, "colon"
                    continue
                _attach(current, key, node)
                state = "next"
                continue
            mark = match.group()
            if mark in "{[":
                if state not in ("value", "first"):
                    self._unexpected(index, state, mark)
                    return None
                if len(stack) >= self.limits.depth:
                    self._exceeded(index, DEPTH, len(stack) + 1, self.limits.depth)
                    return None
                child: Map | Seq = (Map if mark == "{" else Seq)([], index, end, document, True)
                _attach(current, key, child)
                stack.append(current)
                current = child
                state = "first_key" if mark == "{" else "first"
            elif mark in "}]":
                wanted = "}" if isinstance(current, Map) else "]"
                if mark != wanted or current is top or state not in ("next", "first", "first_key"):
                    self._unexpected(index, state, mark)
                    return None
                current.end = end
                if isinstance(current, Map):
                    self.doubled.append(current)
                current = stack.pop()
                state = "next"
            elif mark == "," and state == "next" and current is not top:
                state = "key" if isinstance(current, Map) else "value"
            elif mark == ":" and state == "colon":
                state = "value"
            else:
                self._unexpected(index, state, mark)
                return None
        self._exceeded(self.index, VALUES, self.limits.nodes + 1, self.limits.nodes)
        return None

    def _scalar(self, match: re.Match[str]) -> Scalar | None:
        kind, end = match.lastgroup, match.end()
        index = match.start()
        if end - index > self.limits.scalar:
            self._exceeded(index, LENGTH, end - index, self.limits.scalar)
            return None
        style = '"' if kind in ("plain", "escaped") else ""
        value = match.group(kind) if kind else ""
        if kind == "escaped":
            value = _unescaped(value)
            if _LONE.search(value):
                self._broken(
                    index,
                    Words("half of a surrogate pair", "只有半个代理对"),
                    Words("Write the character itself", "请直接写出该字符"),
                )
                return None
            if bad := _CONTROL.search(value):
                self.refuse(faults.CONTROL_CHARACTER, index, char=f"U+{ord(bad.group()):04X}")
        elif (
            kind == "number"
            and ("e" in value or "E" in value)
            and float(value) in (float("inf"), float("-inf"))
        ):
            self._broken(
                index,
                Words(f"the number {value[:40]} is beyond every range", f"数字 {value[:40]} 超出范围"),
                Words("Write the number that is meant", "请写出真正的数值"),
            )
        return Scalar(value, style, index, end, self.document)

    def _unexpected(self, index: int, state: str, mark: str) -> None:
        if mark in "}]" and state in ("key", "value") and self.text[:index].rstrip(" \t\r\n").endswith(","):
            at = self.text.rindex(",", 0, index)
            self._broken(
                at,
                Words(f"a comma before the closing `{mark}`", f"`{mark}` 之前多了逗号"),
                Words("Remove the comma", "请删除该逗号"),
            )
            return
        wanted = {
            "value": Words("a value", "值"),
            "first": Words("a value or `]`", "值或 `]`"),
            "key": Words("a key in double quotes", "双引号中的键"),
            "first_key": Words("a key in double quotes", "双引号中的键"),
            "colon": Words("a colon", "冒号"),
            "next": Words("a comma or the closing bracket", "逗号或右括号"),
        }[state]
        self._broken(index, Words(f"{wanted.en} is wanted here", f"此处应为{wanted.zh}"))
        return

    def _stop(self, index: int, current: Map | Seq | None, has_root: bool) -> None:
        """What stands where no token can."""
        text = self.text
        if index >= len(text):
            if current is None and not has_root:
                self.refuse(faults.NOTHING_WRITTEN, 0, file=self.document.name)
                return
            if current is None:
                self._broken(index, Words("the text ends here", "文本在此处结束"))
                return
            mark = "{" if isinstance(current, Map) else "["
            self.refuse(faults.LEFT_OPEN, current.start, mark=mark, close="}" if mark == "{" else "]")
            return
        rest = text[index : index + 40]
        if rest.startswith(("//", "/*", "#")):
            self._broken(
                index,
                Words("JSON has no comments", "JSON 不支持注释"),
                Words("Remove the comment, or write the plan in YAML", "请删除注释，或改用 YAML"),
            )
            return
        if name := re.match(r"[-+]?(?:NaN|nan|Infinity|inf)\b", rest):
            self._broken(
                index, Words(f"`{name.group()}` is no number", f"`{name.group()}` 不是数字"), _QUOTED_NULL
            )
            return
        if rest[0] == '"':
            self._bad_string(index)
            return
        if number := re.match(r"[-+.]?\d[\w.+-]*", rest):
            what = Words(
                f"`{number.group()}` is not written as a number", f"`{number.group()}` 不是合法的数字写法"
            )
            self._broken(index, what, Words("Put it in double quotes", "请加双引号"))
            return
        if rest[0] == "'":
            self._broken(
                index, Words("single quotes", "使用了单引号"), Words("Use double quotes", "请使用双引号")
            )
            return
        self._broken(
            index,
            Words("a text without double quotes", "文字没有加双引号"),
            Words("Put it in double quotes", "请加双引号"),
        )
        return

    def _bad_string(self, index: int) -> None:
        match = re.compile(r'"(?>(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*)').match(
            self.text, index
        )
        end = match.end() if match else index + 1
        if self.text[end : end + 1] == "\\":
            self._broken(
                end,
                Words("an unknown escape after the backslash", "反斜杠后的转义无法识别"),
                Words("Double the backslash", "请写两个反斜杠"),
            )
            return
        if self.text[end : end + 1] == "\t":
            self._broken(
                end, Words("a tab inside a text", "文字中含有制表符"), Words("Write `\\t`", "请写成 `\\t`")
            )
            return
        self.refuse(faults.LEFT_OPEN, index, mark='"', close='"')
        return


def _attach(current: Map | Seq, key: Scalar | None, node: Node) -> None:
    if isinstance(current, Seq):
        current.items.append(node)
    elif key is not None:
        current.pairs.append((key, node))


def _unescaped(text: str) -> str:
    value = _ESCAPE.sub(_character, text)
    return _PAIR.sub(_joined, value)


def _character(match: re.Match[str]) -> str:
    code, short = match.groups()
    return chr(int(code, 16)) if code else _SHORT.get(str(short), str(short))


def _joined(match: re.Match[str]) -> str:
    pair = match.group()
    return chr(0x10000 + ((ord(pair[0]) - 0xD800) << 10) + (ord(pair[1]) - 0xDC00))
