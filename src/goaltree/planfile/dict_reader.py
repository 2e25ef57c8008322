"""A Python dict into nodes, so that a plan built by a program goes the way of one from a file."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, cast

from ..errors import UsageError
from ..finding import Finding
from . import faults
from .duplicate import duplicates
from .excess import LENGTH
from .limits import DEFAULT, Limits
from .node import NO_DOCUMENT, Map, Node, Reading, Scalar, Seq
from .secret import secrets_in

_DIGITS_PER_BIT: Final = 0.30103
MOST_DIGITS: Final = 4_000


def read_dict(data: Mapping[str, object], limits: Limits = DEFAULT) -> Reading:
    """The nodes of a dict; spans carry the file `<dict>` and line 0.

    Numbers become the text that Python writes for them (`repr` for floats, `nan` and `inf` included:
    whoever reads the value refuses them), `True` becomes `true`, `None` an empty value.

    Raises:
        UsageError: A value that no plan can hold, a key that is no text, a cycle, or too deep a nesting.
    """
    if not isinstance(data, Mapping):
        raise UsageError(f"A plan is a mapping, not {type(data).__name__}.")
    findings: list[Finding] = []
    root = Map([], 0, 0, NO_DOCUMENT)
    todo: list[tuple[object, Map | Seq, int]] = [(data, root, 1)]
    open_ids: list[int] = []
    while todo:
        source, node, depth = todo.pop()
        del open_ids[depth - 1 :]
        if id(source) in open_ids:
            raise UsageError("The plan's data holds itself.")
        if depth > limits.depth:
            raise UsageError(f"The plan's data is nested deeper than {limits.depth} levels.")
        open_ids.append(id(source))
        todo += [
            (value, child, depth + 1) for value, child in reversed(_filled(source, node, limits, findings))
        ]
    findings += secrets_in(root)
    return Reading(root=root, findings=tuple(findings))


def _filled(
    source: object, node: Map | Seq, limits: Limits, findings: list[Finding]
) -> list[tuple[object, Map | Seq]]:
    """Puts the entries of one container into its node; returns the containers among them."""
    inner: list[tuple[object, Map | Seq]] = []
    if isinstance(node, Map):
        for name, value in cast("Mapping[object, object]", source).items():
            child = _child(value, limits, findings)
            node.pairs.append((Scalar(_key(name), '"', 0, 0, NO_DOCUMENT), child))
            if not isinstance(child, Scalar):
                inner.append((value, child))
        findings += duplicates(node)
    else:
        for value in cast("list[object]", source):
            child = _child(value, limits, findings)
            node.items.append(child)
            if not isinstance(child, Scalar):
                inner.append((value, child))
    return inner


def _key(name: object) -> str:
    if isinstance(name, str):
        return str(name)
    if isinstance(name, int) and not isinstance(name, bool):
        return _digits(name) or "?"
    raise UsageError(f"A key of a plan is a text, not {type(name).__name__}.")


def _child(value: object, limits: Limits, findings: list[Finding]) -> Node:
    if isinstance(value, Mapping):
        return Map([], 0, 0, NO_DOCUMENT)
    if isinstance(value, (list, tuple)):
        return Seq([], 0, 0, NO_DOCUMENT)
    scalar = _scalar(value)
    if len(scalar.text) > limits.scalar:
        params = {"what": LENGTH, "got": len(scalar.text), "limit": limits.scalar}
        findings.append(Finding(rule=faults.LIMIT_EXCEEDED, params=params, span=scalar.span))
        scalar.text = ""
    return scalar


def _scalar(value: object) -> Scalar:
    style = ""
    if value is None:
        text = "null"
    elif isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, str):
        text, style = str(value), '"'
    elif isinstance(value, int):
        text = _digits(value)
    elif isinstance(value, float):
        text = repr(float(value))
    elif isinstance(value, Decimal):
        text = str(value)
    elif hasattr(value, "isoformat"):
        text = str(value.isoformat())
    else:
        raise UsageError(
            f"A plan holds no {type(value).__name__}; give a text, a number, a list or a mapping."
        )
    return Scalar(text, style, 0, 0, NO_DOCUMENT)


def _digits(value: int) -> str:
    """Decimal digits of an integer; zeros of the right count where Python would refuse to write it."""
    digits = int(value.bit_length() * _DIGITS_PER_BIT)
    return str(int(value)) if digits < MOST_DIGITS else "0" * max(digits, DEFAULT.scalar + 1)
