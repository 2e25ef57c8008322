"""The values of a pack as plain ones for JSON, and the schema of them, both by their types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

from attrs import fields, has, resolve_types

from ...model.missing import NA, REASONS
from ...model.text import Text
from ...rendering.json import well_formed

_TEXT: Final[dict[str, object]] = {
    "anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}]
}
_SIMPLE: Final[Mapping[object, dict[str, object]]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    Text: _TEXT,
    NA: {
        "type": "object",
        "properties": {"na": {"enum": sorted(REASONS)}},
        "required": ["na"],
        "additionalProperties": False,
    },
}


def plain(value: Any) -> Any:
    """A value of a pack as plain ones: what is not known is `{"na": reason}`, days are texts.

    A text in several languages is a mapping by language. Values nest as deep as their types do.
    """
    if isinstance(value, NA):
        return {"na": value.reason}
    if isinstance(value, Text):
        words = {lang: well_formed(text) for lang, text in value.words}
        return well_formed(str(value)) if list(words) == [""] else words
    if isinstance(value, str):
        return well_formed(value)
    if isinstance(value, date):
        return value.isoformat()
    if has(type(value)):
        return {one.name: plain(getattr(value, one.name)) for one in fields(type(value))}
    if isinstance(value, Mapping):
        return {well_formed(str(key)): plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, tuple) else value


def schema_of(kind: type) -> dict[str, Any]:
    """The JSON Schema of what `plain` makes of a class of values, with `$defs` for the classes within it."""
    found: dict[str, Any] = {}
    work = [kind]
    while work:
        here = work.pop()
        if here.__name__ not in found:
            found[here.__name__] = _object(here)
            work += _classes(here)
    return {"$ref": f"#/$defs/{kind.__name__}", "$defs": found}


def _object(kind: type) -> dict[str, object]:
    properties = {name: _schema(hint) for name, hint in _hints(kind).items()}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return {one.name: one.type for one in fields(resolve_types(kind))}


def _schema(hint: Any) -> dict[str, object]:
    if hint in _SIMPLE:
        return dict(_SIMPLE[hint])
    origin = get_origin(hint)
    if origin is Literal:
        return {"enum": list(get_args(hint))}
    if origin in (Union, UnionType):
        return {"anyOf": [_schema(one) for one in get_args(hint)]}
    if origin is tuple:
        first, *rest = get_args(hint)
        if rest == [Ellipsis]:
            return {"type": "array", "items": _schema(first)}
        parts = [_schema(one) for one in (first, *rest)]
        return {"type": "array", "prefixItems": parts, "minItems": len(parts), "items": False}
    if origin is not None:
        return {"type": "object", "additionalProperties": _schema(get_args(hint)[1])}
    return {"$ref": f"#/$defs/{hint.__name__}"}


def _classes(kind: type) -> Iterator[type]:
    """The classes of values that the fields of one hold."""
    work = list(_hints(kind).values())
    while work:
        hint = work.pop()
        if hint in _SIMPLE or get_origin(hint) is Literal:
            continue
        if get_origin(hint) is not None:
            work += [one for one in get_args(hint) if one is not Ellipsis]
        else:
            yield hint
