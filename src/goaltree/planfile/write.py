"""Writing a plan as text that `goaltree.loads` reads back to an equal plan."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from typing import Any, Final, Literal

from yaml.emitter import Emitter
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.resolver import BaseResolver
from yaml.serializer import Serializer

from ..errors import WriteError
from ..finding import excerpt
from ..model.plan import Plan
from .encoding import refused_character
from .limits import DEFAULT
from .node import NULLS

WIDTH: Final = 110
_STR: Final = "tag:yaml.org,2002:str"
_LOOKS_TYPED: Final = re.compile(r"[\uff00-\uff60<,:]")
_MAP: Final = "tag:yaml.org,2002:map"
_SEQ: Final = "tag:yaml.org,2002:seq"


class _Dumper(Emitter, Serializer, BaseResolver):
    """PyYAML's emitter without YAML 1.1's guesses: every plain scalar is text."""

    def __init__(self, stream: io.StringIO) -> None:
        Emitter.__init__(self, stream, width=WIDTH, allow_unicode=True)
        Serializer.__init__(self)
        BaseResolver.__init__(self)


def dumps(plan: Plan, *, format: Literal["yaml", "json"] = "yaml") -> str:
    """A plan as text: `loads(dumps(plan)) == plan`.

    Short entries stand in one line, long ones in a block. Comments and layout of the file that the
    plan was read from are not kept; `goaltree.planfile.edit` changes single values in place.

    Raises:
        WriteError: Parts of goals are nested deeper than the format holds, or a text holds what no
            file may (a lone surrogate, a control character) or is longer than a value may be.
    """
    values = plan.to_dict()
    _refuse_what_no_file_holds(values)
    if format == "json":
        return json.dumps(values, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    stream = io.StringIO()
    dumper = _Dumper(stream)
    dumper.open()
    dumper.serialize(_node(values))
    dumper.close()
    return stream.getvalue()


def _refuse_what_no_file_holds(values: dict[str, Any]) -> None:
    """Counts levels and looks at every text, layer by layer."""
    layer: list[Any] = [values]
    depth = 0
    while layer:
        depth += 1
        if depth > DEFAULT.depth:
            raise WriteError(
                f"a plan file holds {DEFAULT.depth} levels; the parts of a goal are nested deeper"
            )
        inner: list[Any] = []
        for value in layer:
            inner += [*value.keys(), *value.values()] if isinstance(value, Mapping) else value
        for text in inner:
            if isinstance(text, str) and (refused_character(text) or len(text) > DEFAULT.scalar):
                raise WriteError(f"a plan file cannot hold the text {excerpt(text)!r}")
        layer = [value for value in inner if isinstance(value, (Mapping, list))]


def _node(value: Any, depth: int = 0) -> Node:
    """The node of a value; recursion is bounded by the depth that was checked before."""
    if isinstance(value, Mapping):
        pairs = [(_scalar(str(key), is_key=True), _node(item, depth + 1)) for key, item in value.items()]
        return MappingNode(
            _MAP, pairs, flow_style=not value or (depth > 1 and _width(value) <= WIDTH - 2 * depth)
        )
    if isinstance(value, list):
        items = [_node(item, depth + 1) for item in value]
        return SequenceNode(
            _SEQ, items, flow_style=not value or (depth > 0 and _width(value) <= WIDTH - 2 * depth)
        )
    return _scalar("null", null=True) if value is None else _scalar(str(value))


def _scalar(text: str, *, null: bool = False, is_key: bool = False) -> ScalarNode:
    """A scalar; in quotes where it would be read as nothing, or as a typo (a key with a full-width colon)."""
    quoted = not null and (
        text in NULLS or text != text.strip() or (is_key and _LOOKS_TYPED.search(text) is not None)
    )
    return ScalarNode(_STR, text, style='"' if quoted else None)


def _width(value: Any) -> int:
    """About how many columns a value takes in one line; wide characters count twice."""
    total = 0
    work = [value]
    while work:
        item = work.pop()
        if isinstance(item, Mapping):
            work += [*item.keys(), *item.values()]
            total += 2 + 2 * len(item)
        elif isinstance(item, list):
            work += item
            total += 2
        else:
            text = str(item)
            total += 2 + len(text) + sum(1 for c in text if ord(c) > 0x2E80)
    return total
