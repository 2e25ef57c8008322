"""Changing single values of a plan file in place, so that comments and layout stay."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final

from attrs import frozen

from ..errors import UsageError
from ..model.plan import Plan
from .locator import NodeLocator
from .node import NULLS, Scalar

_PLAIN: Final = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=<~](?:[^\n\r:#,\[\]{}]|:(?=\S)|(?<=\S)#)*\Z")


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
        UsageError: A path names no single value of the plan's files, or two paths name the same.
    """
    locator = plan.locator
    if not isinstance(locator, NodeLocator):
        raise UsageError("the plan was not read from a file or text")
    splices: dict[str, list[Splice]] = {}
    for path, text in changes.items():
        node, _, exact = locator.find(path)
        if not exact or not isinstance(node, Scalar) or node.document.text is None:
            raise UsageError(f"{path} is no single value in the plan's files")
        splice = Splice(start=node.start, end=node.end, text=quoted(text))
        splices.setdefault(node.document.name, []).append(splice)
    return {name: spliced(locator.text(name) or "", parts) for name, parts in splices.items()}


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
    """A value as it may stand anywhere in a plan file: bare where that is safe, else in quotes."""
    if _PLAIN.match(text) and text not in NULLS and text == text.strip() and text.isprintable():
        return text
    return json.dumps(text, ensure_ascii=not text.isprintable())
