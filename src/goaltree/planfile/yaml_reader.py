"""YAML text into nodes, straight from libyaml's events.

The parser's events are flat, so nesting costs no stack, and each limit is counted before the node
that would exceed it is built. Scalars stay the text that was written: YAML's own guesses at
numbers, dates and booleans never happen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Final

from ..finding import Finding, Rule, Words, excerpt
from . import faults
from .duplicate import duplicates, fold
from .encoding import refused_character
from .excess import ALIASED, DEPTH, LENGTH, VALUES, capped, excess
from .limits import DEFAULT, Limits
from .node import Document, Map, Node, Scalar, Seq, walk
from .secret import shown
from .typos import key_typo, line_typo, shape_typos
from .yaml_error import syntax_finding

_UNQUOTE: Final = Words(
    "Remove the tag; if the exclamation mark is text, quote the value",
    "请删除标签；如果感叹号是文字，请给值加引号",
)
_REST: Final = re.compile(r"(?>(?:[ \t\r\n]++|#[^\r\n]*+|\.\.\.(?=\s|$))*)")
_HEAD: Final = re.compile(r"(?>(?:[ \t]*+(?:#[^\r\n]*+)?(?:\r\n?|\n)|%(?!TAG)[^\r\n]*+(?:\r\n?|\n))*)")
_FOREIGN_BREAKS: Final = "\x85\u2028\u2029"
_PRIVATE: Final = range(0x10F000, 0x10FFFE)


def read_yaml(document: Document, limits: Limits = DEFAULT) -> tuple[Map | None, list[Finding]]:
    """The root of a YAML text, or `None`, with everything that is wrong in its syntax.

    The text must hold only characters that `encoding.decode` lets through.
    """
    text = document.text or ""
    head = _HEAD.match(text)
    if head and text.startswith("%TAG", head.end()):
        return None, [
            _at(
                document,
                head.end(),
                4,
                faults.YAML_FEATURE_REFUSED,
                what=Words("%TAG directive", " %TAG 指令"),
                advice=_UNQUOTE,
            )
        ]
    shown, restore = _hide_breaks(text)
    building = _Building(document, limits)
    root = building.run(_parser()(shown))
    if root is None:
        return None, building.findings
    if restore is not None:
        _restore(root, restore)
    found = building.findings + capped(building.afterthoughts(root), document, limits.findings)
    if not isinstance(root, Map):
        return None, [*found, _no_mapping(root)]
    return root, found


@lru_cache(maxsize=1)
def _parser() -> Callable[[str], Any]:
    """libyaml's event parser; PyYAML's own where the library was built without it."""
    try:
        from yaml._yaml import CParser
    except ImportError:
        from yaml import SafeLoader

        return SafeLoader
    parser: Callable[[str], Any] = CParser
    return parser


class _Folded(dict[str, str]):
    """The folded keys of one file; notes the ones that look like a typo."""

    def __init__(self) -> None:
        self.odd: set[str] = set()

    def __missing__(self, key: str) -> str:
        folded = fold(key)
        if folded != key or ":" in key or key == "<<" or "，" in key:
            self.odd.add(key)
        self[key] = folded
        return folded


class _Building:
    """One pass over the events of one file."""

    def __init__(self, document: Document, limits: Limits) -> None:
        self.document = document
        self.text = document.text or ""
        self.limits = limits
        self.findings: list[Finding] = []
        self.folded = _Folded()
        self.doubled: list[Map] = []
        self.blank: list[tuple[Map, int]] = []
        self.anchors: dict[str, Node] = {}
        self.sizes: dict[str, int] = {}
        self.open: dict[int, tuple[str, int]] = {}
        self.unused: dict[str, Node] = {}
        self.aliased = 0

    def run(self, parser: Any) -> Node | None:
        """The root node; `None` after a finding that stops the file."""
        from yaml import YAMLError

        try:
            return self._build(parser)
        except YAMLError as error:
            self.findings.append(syntax_finding(error, self.document))
        return None

    def _build(self, parser: Any) -> Node | None:  # one loop: a call per event would cost half of the time
        from yaml.events import (
            AliasEvent,
            DocumentEndEvent,
            MappingEndEvent,
            MappingStartEvent,
            ScalarEvent,
            SequenceEndEvent,
            SequenceStartEvent,
            StreamEndEvent,
        )

        get_event, document, text = parser.get_event, self.document, self.text
        longest, deepest, folded = self.limits.scalar, self.limits.depth, self.folded
        marked = "&" in text or "!" in text
        top: list[Node] = []
        items: list[Node] = top
        pairs: list[tuple[Scalar, Node]] | None = None
        key: Scalar | None = None
        current: Map | Seq | None = None
        stack: list[Map | Seq | None] = []
        node: Node

        for count in range(self.limits.nodes):
            event = get_event()
            kind = event.__class__
            if kind is ScalarEvent:
                value = event.value
                node = Scalar(
                    value, event.style or "", event.start_mark.index, event.end_mark.index, document
                )
                if len(value) > longest:
                    self._exceeded(LENGTH, len(value), longest, node.start)
                    return None
                if marked and not self._allowed(event, node, count):
                    return None
                if pairs is None:
                    items.append(node)
                elif key is None:
                    key = node
                else:
                    pairs.append((key, node))
                    key = None
                    if not value and isinstance(current, Map):
                        self.blank.append((current, len(pairs) - 1))
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if len(stack) >= deepest:
                    self._exceeded(DEPTH, deepest + 1, deepest, event.start_mark.index)
                    return None
                is_map = kind is MappingStartEvent
                child: Map | Seq = (Map if is_map else Seq)(
                    [], event.start_mark.index, event.end_mark.index, document, event.flow_style
                )
                if marked and not self._allowed(event, child, count):
                    return None
                if pairs is None:
                    items.append(child)
                elif key is None:
                    self._bad_key(child)
                    return None
                else:
                    pairs.append((key, child))
                    key = None
                stack.append(current)
                current = child
                if isinstance(child, Map):
                    pairs = child.pairs
                else:
                    pairs, items = None, child.items
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                if current is None:
                    return None
                current.end = event.end_mark.index
                if pairs is not None and len({folded[name.text] for name, _ in pairs}) != len(pairs):
                    self.doubled.append(current)  # type: ignore[arg-type]
                if marked and id(current) in self.open:
                    self._close(current, count)
                current = stack.pop()
                if isinstance(current, Map):
                    pairs = current.pairs
                else:
                    pairs, items = None, top if current is None else current.items
            elif kind is AliasEvent:
                aliased = self._alias(event)
                if aliased is None:
                    return None
                if pairs is None:
                    items.append(aliased)
                elif key is not None:
                    pairs.append((key, aliased))
                    key = None
                elif isinstance(aliased, Scalar):
                    key = aliased
                else:
                    self._bad_key(aliased)
                    return None
            elif kind is DocumentEndEvent:
                return top[0] if self._is_last(event.end_mark.index) else None
            elif kind is StreamEndEvent:
                self._refuse(faults.NOTHING_WRITTEN, 0, 0, file=document.name)
                return None
        self._exceeded(VALUES, self.limits.nodes + 1, self.limits.nodes, event.start_mark.index)
        return None

    def _refuse(self, rule: Rule, start: int, length: int, /, **params: object) -> None:
        self.findings.append(_at(self.document, start, length, rule, **params))

    def _exceeded(self, what: Words, got: int, limit: int, index: int) -> None:
        self.findings.append(excess(self.document, index, what, got, limit))

    def _bad_key(self, node: Map | Seq) -> None:
        what = Words("a list", "列表") if isinstance(node, Seq) else Words("a mapping", "映射")
        self._refuse(faults.KEY_NOT_TEXT, node.start, 1, what=what)

    def _allowed(self, event: Any, node: Node, count: int) -> bool:
        """Notes an anchor; refuses a tag."""
        if event.tag is not None:
            what = Words(f"tag such as `{excerpt(event.tag)}`", f"标签（如 `{excerpt(event.tag)}`）")
            self._refuse(faults.YAML_FEATURE_REFUSED, node.start, 1, what=what, advice=_UNQUOTE)
            return False
        name = event.anchor
        if name is not None:
            self.anchors[name] = self.unused[name] = node
            self.sizes.pop(name, None)
            if isinstance(node, Scalar):
                self.sizes[name] = 1
            else:
                self.open[id(node)] = (name, count + self.aliased)
        return True

    def _close(self, node: Node, count: int) -> None:
        name, begun = self.open.pop(id(node))
        if self.anchors.get(name) is node:
            self.sizes[name] = count + self.aliased - begun

    def _alias(self, event: Any) -> Node | None:
        """The node that an alias stands for, if it may be used once more."""
        name, index = event.anchor, event.start_mark.index
        node = self.anchors.get(name)
        if node is None or name not in self.sizes:
            reason = (
                Words("is not defined before it is used", "在使用之前没有定义")
                if node is None
                else Words("stands inside its own definition", "出现在它自己的定义之中")
            )
            self._refuse(faults.ALIAS_UNUSABLE, index, len(name) + 1, name=name, reason=reason)
            return None
        self.unused.pop(name, None)
        self.aliased += self.sizes[name]
        if self.aliased > self.limits.aliased:
            self._exceeded(ALIASED, self.aliased, self.limits.aliased, index)
            return None
        return node

    def _is_last(self, end: int) -> bool:
        """Whether nothing but blanks and comments follows the first document."""
        rest = _REST.match(self.text, end)
        index = rest.end() if rest else end
        if index >= len(self.text):
            return True
        if self.text.startswith("---", index) or "..." in self.text[max(end - 3, 0) : index]:
            self._refuse(
                faults.YAML_FEATURE_REFUSED,
                index,
                3,
                what=Words("second document (after `---` or `...`)", "第二个文档（`---` 或 `...` 之后）"),
                advice=Words(
                    "Put it in a file of its own and name that file in `include:`",
                    "请把它放到单独的文件，并在 `include:` 中列出",
                ),
            )
            return False
        self._refuse(
            faults.SYNTAX_WRONG,
            index,
            1,
            what=Words("text stands after the end of the plan", "计划结束之后还有内容"),
            advice=Words("Check the brackets and the indentation above it", "请检查上方的括号和缩进"),
        )
        return False

    def afterthoughts(self, root: Node) -> Iterator[Finding]:
        """What only the finished nodes show: doubled keys, typos that YAML reads as something else."""
        typos = [*shape_typos(self.blank, self.unused)]  # takes out what is no key
        for node in self.doubled:
            yield from duplicates(node)
        yield from typos
        if self.folded.odd:
            yield from _odd_keys(root, self.folded.odd)
        if "\\" in self.text:
            yield from _hidden_controls(root)


def _odd_keys(root: Node, odd: set[str]) -> Iterator[Finding]:
    for node in walk(root):
        if isinstance(node, Map):
            for key, _ in node.pairs:
                finding = key_typo(key) if key.text in odd and not key.style else None
                if finding is not None:
                    yield finding


def _hidden_controls(root: Node) -> Iterator[Finding]:
    r"""Control characters that came in through an escape such as `\\0`."""
    for node in walk(root):
        if isinstance(node, Scalar) and node.style == '"' and (char := refused_character(node.text)):
            yield Finding(
                rule=faults.CONTROL_CHARACTER,
                params={"char": f"U+{ord(char):04X}"},
                span=node.span,
                excerpt=shown(node.text),
            )


def _no_mapping(root: Node) -> Finding:
    if isinstance(root, Scalar):
        if root.is_null:
            return Finding(rule=faults.NOTHING_WRITTEN, params={"file": root.document.name}, span=root.span)
        typo = line_typo(root.document, root.start)
        if typo is not None:
            return typo
    what = Words("a list", "列表") if isinstance(root, Seq) else Words("one text", "一段文字")
    span = root.span
    return Finding(
        rule=faults.ROOT_NOT_MAPPING,
        params={"what": what},
        span=span,
        excerpt=_line(root.document, span.offset),
    )


def _line(document: Document, index: int) -> str:
    return shown((document.text or "")[index : min(index + 200, document.line_at(index)[1])])


def _at(document: Document, start: int, length: int, rule: Rule, /, **params: object) -> Finding:
    span = document.span(start, min(start + length, len(document.text or "")))
    return Finding(rule=rule, params=params, span=span, excerpt=_line(document, start))


def _hide_breaks(text: str) -> tuple[str, dict[int, str] | None]:
    """YAML 1.1 ends lines at U+0085, U+2028 and U+2029, YAML 1.2 does not: private characters stand in."""
    if text.isascii() or not any(char in text for char in _FOREIGN_BREAKS):
        return text, None
    present = set(text)
    free = (char for char in map(chr, _PRIVATE) if char not in present)
    stand_in: dict[str, str | int | None] = {char: next(free, char) for char in _FOREIGN_BREAKS}
    return text.translate(str.maketrans(stand_in)), {
        ord(str(there)): char for char, there in stand_in.items()
    }


def _restore(root: Node, table: dict[int, str]) -> None:
    for node in walk(root):
        if isinstance(node, Scalar):
            node.text = node.text.translate(table)
