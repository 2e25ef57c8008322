"""Changing single values of a plan file in place, so that comments and layout stay."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final

from attrs import frozen

from ..errors import UsageError
from ..model.plan import Plan
from .encoding import refused_character
from .locator import NodeLocator
from .node import NULLS, Scalar

_PLAIN: Final = re.compile(r"[≥≤+\-]?\w(?:[\w.%/+\-]|[ ](?=\w))*\Z")
"""Text that may stand bare anywhere in a plan file."""


@frozen(kw_only=True)
class Splice:
    """One replacement in one file.

    Attributes:
        start: Offset of the first character that goes.
        end: Offset after the last character that goes.
        text: What comes instead.
    """

    start: int
    end: int
    text: str


def edit(plan: Plan, changes: Mapping[str, str]) -> dict[str, str]:
    """The texts of the files in which values change.

    Args:
        plan: A plan that was read from text.
        changes: Key path of each value, such as `goals.sales.target`, to its new text.

    Returns:
        File name to its whole new text; files without a change are left out. Nothing is written.

    Raises:
        UsageError: A path names no single value of the plan's files, one that an anchor shares, or two
            paths name the same; or a text holds what no file may.
    """
    locator = plan.locator
    if not isinstance(locator, NodeLocator):
        raise UsageError("the plan was not read from a file or text")
    splices: dict[str, list[Splice]] = {}
    for path, text in changes.items():
        node, _, exact = locator.find(path)
        if not exact or not isinstance(node, Scalar) or node.document.text is None:
            raise UsageError(f"{path} is no single value in the plan's files")
        splices.setdefault(node.document.name, []).append(_splice(node, node.document.text, path, text))
    return {name: spliced(locator.text(name) or "", parts) for name, parts in splices.items()}


def _splice(node: Scalar, file: str, path: str, text: str) -> Splice:
    """The replacement of one value, in the notation of its file and with the blanks that it needs."""
    start, end = node.start, node.end
    if file[start : start + 1] in ("&", "*"):
        raise UsageError(f"{path} is shared by an anchor (`&`): change it in the file")
    if refused_character(text):
        raise UsageError(f"no plan file may hold the text {text!r}")
    value = json.dumps(text, ensure_ascii=False) if file.lstrip()[:1] == "{" else quoted(text)
    if node.style in ("|", ">"):
        breaks = len(file[start:end]) - len(file[start:end].rstrip("\r\n"))
        end -= breaks
    elif start == end:
        before = file[:start].rstrip(" \t")
        if before[-1:] not in (":", "-"):
            value = f": {value}"
        elif len(before) == start:
            value = f" {value}"
    return Splice(start=start, end=end, text=value)


def spliced(text: str, splices: list[Splice]) -> str:
    """A text with its replacements made; everything else stays to the last character."""
    ordered = sorted(splices, key=lambda splice: splice.start)
    pieces: list[str] = []
    at = 0
    for splice in ordered:
        if splice.start < at:
            raise UsageError("two changes touch the same value")
        pieces += [text[at : splice.start], splice.text]
        at = splice.end
    return "".join([*pieces, text[at:]])


def quoted(text: str) -> str:
    """A value as it may stand anywhere in a YAML plan file: bare where that is safe, else in quotes."""
    if _PLAIN.match(text) and text not in NULLS:
        return text
    return '"' + "".join(c if c.isprintable() and c not in '"\\' else _escaped(c) for c in text) + '"'


def _escaped(char: str) -> str:
    code = ord(char)
    return _SHORT.get(char) or (f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")


_SHORT: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
