"""The plan format as a JSON Schema, for editors: completion, help beside each key, typos marked.

It is generated from the same classes and notes that the binder reads. A schema sees a plan as an
editor does, scalars as texts or numbers, and knows nothing of what a number or a reference means:
whatever the binder takes is valid here, and `check` says the rest.
"""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal, NewType, Union, get_args, get_origin

from ..model.calendar import PATTERNS
from ..model.calendar_setting import SETTINGS
from ..model.dimension import Unit
from ..model.duration import Duration
from ..model.formula import Formula
from ..model.goal import Goal
from ..model.metric import Metric
from ..model.period import Period
from ..model.plan import CountingUnit, Plan
from ..model.quantity import Quantity, Unstated
from ..model.rates import KINDS
from ..model.text import Text
from ..model.timing import Timing
from .bind import SECTIONS
from .goals import IN_PLACE
from .head import FORMAT
from .include import read_text
from .keys import MAX_KEY
from .node import Map, Node, Scalar
from .shapes import SECTION_OF, FieldShape, shape_of

Schema = dict[str, Any]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_SCALAR: Final[Schema] = {"type": ["string", "number"]}
_UNSTATED: Final[Schema] = {
    "const": "unstated",
    "description": "The source promises it and does not give it.",
}

_VALUES: Final[Mapping[Any, tuple[str, str, tuple[str, ...]]]] = {
    Quantity: (
        "quantity",
        "A number as people write it, with scale, unit and bound.",
        ("12亿", "85 USD", "≥45%", "+20%", "24小时"),
    ),
    Unit: ("unit", "A unit, or units combined with `*` and `/`.", ("元", "%", "元/单")),
    Formula: (
        "formula",
        "An expression over metrics and goals; a condition where one is asked for.",
        ("orders * basket", "pace(sales) < 0.9"),
    ),
    Timing: (
        "timing",
        "Time in the author's words.",
        ("Q1 启动，Q4 完成", "Q3 全量上线", "全年常态化", "每周 1 次"),
    ),
    Duration: ("duration", "A length of time.", ("1 month", "24 小时", "6 weeks")),
    Period: (
        "period",
        "A year, half, quarter, month, week or phase.",
        ("2025", "2025H1", "2025Q3", "2025-06"),
    ),
    date: ("date", "A day.", ("2025-06-30",)),
    Decimal: ("number", "A number without unit.", ("0.3",)),
}
"""Types that one scalar writes: name in `$defs`, meaning, examples."""

BARE: Final[Mapping[str, str]] = {
    "metric": "A bare number is in the metric's unit.",
    "goal": "A bare number is in the unit of the goal that it stands for.",
    "currency": "A bare number is in the plan's currency.",
    "percent": "Write it with `%`.",
    "": "",
}
"""What a number without a unit means, by the note of the field."""

_CALENDAR: Final[Mapping[str, tuple[str, Schema]]] = {
    "start_month": ("Month in which the fiscal year starts.", {**_SCALAR, "examples": [4, "April"]}),
    "named_by": (
        "Whether a fiscal year bears the number of the year in which it ends or starts.",
        {"enum": ["end", "start"]},
    ),
    "pattern": ("Weeks of the three months of each quarter.", {"enum": list(PATTERNS)}),
    "ends": (
        "With a pattern: on which weekday at the end of the month the year ends.",
        {**_SCALAR, "examples": ["last", "nearest", "nearest saturday"]},
    ),
    "weekday": ("The last day of a patterned week.", {**_SCALAR, "examples": ["saturday", "周六"]}),
    "holidays": (
        "Country whose holidays are no working days, by its code of two letters.",
        {**_SCALAR, "examples": ["CN"]},
    ),
    "zone": ("Time zone in which a day ends.", {**_SCALAR, "examples": ["Asia/Shanghai"]}),
    "start": ("First day of the first phase.", {**_SCALAR, "examples": ["2025-01-01"]}),
}


def plan_schema() -> Schema:
    """The JSON Schema (2020-12) of a plan file of the format that this version reads."""
    defs: dict[str, Schema] = {}
    body = {field.key: _field(field, defs) for field in shape_of(Plan).fields.values()}
    body |= {section: _section(body[section], noun, defs) for section, noun in SECTIONS.items()}
    body["metrics"] |= _keyed(_noun(Metric, defs))
    body["goals"] |= _keyed(_goal(defs))
    head = _head(defs)
    properties = head | body | head
    return {
        "$schema": _DIALECT,
        "$id": f"urn:goaltree:plan:{FORMAT}",
        "title": f"goaltree plan, format {FORMAT}",
        "description": "An annual plan as text: goals, who carries them, what is done for them.",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "$defs": dict(sorted(defs.items())),
    }


def schema_text() -> str:
    """The schema as the text of the file that is shipped."""
    return json.dumps(plan_schema(), ensure_ascii=False, indent=1) + "\n"


def head_notes() -> dict[str, Schema]:
    """The keys that are read before all others, with their descriptions and examples."""
    return _head({})


def _head(defs: dict[str, Schema]) -> dict[str, Schema]:
    rate = {**_SCALAR, "examples": [7.2]}
    dated = {
        "type": "object",
        "patternProperties": {r"^\d{4}-(0[1-9]|1[0-2])$": rate},
        "additionalProperties": False,
    }
    kinds = {
        "type": "object",
        "properties": {kind: {"anyOf": [rate, dated]} for kind in KINDS},
        "additionalProperties": False,
    }
    unit = _noun(CountingUnit, defs)
    return {
        "goaltree": {"description": "Version of the plan format.", "enum": [FORMAT, str(FORMAT)]},
        "plan": {**_SCALAR, "description": "Its name.", "examples": ["shop-2025"]},
        "include": {
            "description": "Files or globs to read as parts of this plan, relative to this file.",
            **_many(_SCALAR),
            "examples": ["goals.yaml", ["teams.yaml", "metrics/*.yaml"]],
        },
        "currency": {
            **_SCALAR,
            "description": "The currency of amounts that name none.",
            "examples": ["CNY"],
        },
        "fx": {
            "description": "What one unit of another currency costs, by kind and month where wanted.",
            "type": "object",
            "additionalProperties": {"anyOf": [rate, kinds]},
            "examples": [{"USD": 7.2}, {"USD": {"budget": 7.2, "average": {"2025-01": 7.1}}}],
        },
        "zone": {**_SCALAR, "description": "Time zone in which its days end.", "examples": ["Asia/Shanghai"]},
        "starts": {**_SCALAR, "description": "First day of its first phase.", "examples": ["2025-01-01"]},
        "calendar": {
            "description": "Fiscal calendar.",
            "type": "object",
            "properties": {key: {"description": _CALENDAR[key][0], **_CALENDAR[key][1]} for key in SETTINGS},
            "additionalProperties": False,
            "examples": [{"start_month": 4}],
        },
        "phases": {
            "description": "Named phases in order: a length from the end of the one before, or two dates.",
            "type": "object",
            "additionalProperties": _SCALAR,
            "examples": [{"设计": "6 weeks", "建设": "4 months"}],
        },
        "units": {
            "description": "Counting units of its own, each a dimension of its own.",
            **_keyed({"anyOf": [{"type": "null"}, *_options(unit)]}),
            "examples": [{"creator": ["位", "名"]}],
        },
    }


def _section(described: Schema, noun: type[Any], defs: dict[str, Schema]) -> Schema:
    entry: Schema = {"anyOf": [{"type": "null"}, *_options(_noun(noun, defs))]}
    return {"description": described["description"], **_keyed(entry)}


def _keyed(entry: Schema) -> Schema:
    """Nouns by key: names in any script, without dots."""
    names = {"maxLength": MAX_KEY, "pattern": r"^[^\s!-/:-@\[-^`{-~]+$"}
    return {"type": ["object", "null"], "propertyNames": names, "additionalProperties": entry}


def _field(field: FieldShape, defs: dict[str, Schema]) -> Schema:
    note = field.note
    schema = _type(field.hint, note, defs)
    words = [note["help"], BARE[note["unit"]], "An approximate number is refused." if note["exact"] else ""]
    described: Schema = {"description": " ".join(word for word in words if word)}
    if "$ref" in schema:
        schema = {"anyOf": [schema]}
    if note["example"]:
        schema = {**schema, "examples": [_example(note["example"])]}
    return {**described, **schema}


def _example(text: str) -> Any:
    """The value that an example, written as YAML, gives a schema: mappings, lists and texts."""
    root = read_text(f"example: {text}\n").root
    assert root is not None, text
    node = root.get("example")
    assert node is not None, text
    return _plain(node)


def _plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Map):
        return {name.text: _plain(child) for name, child in node.pairs}
    return [_plain(child) for child in node.items]


def _type(hint: Any, note: Mapping[str, Any], defs: dict[str, Schema]) -> Schema:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _union([arg for arg in get_args(hint) if arg is not type(None)], note, defs)
    if origin is Literal:
        return {"enum": list(get_args(hint))}
    if origin is tuple:
        return _many(_type(get_args(hint)[0], note, defs))
    if isinstance(hint, NewType):
        return _reference(SECTION_OF[hint.__name__], defs)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(get_args(hint), note, defs)
    if hint is Text:
        return _text(defs)
    if hint is bool:
        return {"enum": [True, False, "true", "false"]}
    if hint is str:
        return dict(_SCALAR)
    if hint is object:
        return {}
    if hint in _VALUES:
        return _value(hint, defs)
    return _noun(hint, defs)


def _union(kinds: list[Any], note: Mapping[str, Any], defs: dict[str, Schema]) -> Schema:
    rest = [kind for kind in kinds if kind is not Unstated]
    options = [option for kind in rest for option in _options(_type(kind, note, defs))]
    if len(rest) < len(kinds):
        options.append(_UNSTATED)
    return options[0] if len(options) == 1 else {"anyOf": options}


def _options(schema: Schema) -> list[Schema]:
    return schema["anyOf"] if list(schema) == ["anyOf"] else [schema]


def _many(one: Schema) -> Schema:
    return {"anyOf": [*_options(one), {"type": "array", "items": one}]}


def _value(hint: Any, defs: dict[str, Schema]) -> Schema:
    name, meaning, examples = _VALUES[hint]
    defs.setdefault(name, {"description": meaning, **_SCALAR, "examples": list(examples)})
    return {"$ref": f"#/$defs/{name}"}


def _text(defs: dict[str, Schema]) -> Schema:
    by_language: Schema = {
        "type": "object",
        "patternProperties": {"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$": _SCALAR},
        "additionalProperties": False,
        "minProperties": 1,
    }
    defs.setdefault(
        "text",
        {
            "description": "Words of people, in one language or several.",
            "anyOf": [_SCALAR, by_language],
            "examples": ["销售额", {"zh": "销售额", "en": "Sales"}],
        },
    )
    return {"$ref": "#/$defs/text"}


def _reference(section: str, defs: dict[str, Schema]) -> Schema:
    name = f"{section}-reference"
    defs.setdefault(
        name, {"description": f"Key, address, title or alias of one of the {section}.", **_SCALAR}
    )
    return {"$ref": f"#/$defs/{name}"}


def _mapping(args: tuple[Any, ...], note: Mapping[str, Any], defs: dict[str, Schema]) -> Schema:
    hint = args[1]
    one = _type(hint, note, defs)
    optional = type(None) in get_args(hint)
    entry = {"anyOf": [*_options(one), {"type": "null"}]} if optional else one
    table: Schema = (
        {"type": "object"} if hint is object else {"type": "object", "additionalProperties": entry}
    )
    if note["whole"]:
        return {"anyOf": [*_options(one), table]}
    if optional:
        return {"anyOf": [table, *_many(_SCALAR)["anyOf"]]}
    return table


def _noun(noun: type[Any], defs: dict[str, Schema]) -> Schema:
    """A noun by its keys, or by its shorthands where it has any."""
    name = _name(noun)
    shape = shape_of(noun)
    if name not in defs:
        defs[name] = {}
        defs[name] |= _object(noun, {key: _field(field, defs) for key, field in shape.fields.items()})
        required = [key for key, field in shape.fields.items() if field.required]
        defs[name] |= {"required": required} if required else {}
    whole: Schema = {"$ref": f"#/$defs/{name}"}
    short = _short(shape.shorthand, defs) if shape.shorthand else []
    if shape.inline is not None:
        own = {"not": {"enum": list(shape.fields)}}
        short.append({**_type(shape.inline.hint, shape.inline.note, defs), "propertyNames": own})
    return {"anyOf": [*short, whole]} if short else whole


def _short(field: FieldShape, defs: dict[str, Schema]) -> list[Schema]:
    """What may stand in place of a noun: its shorthand's value, as far as that is no mapping."""
    if field.hint == Text | None or field.hint == Text | Unstated | None:
        return [dict(_SCALAR)]
    options = _options(_type(field.hint, field.note, defs))
    return [option for option in options if option.get("type") != "object"]


def _object(noun: type[Any], properties: dict[str, Schema]) -> Schema:
    meaning = (noun.__doc__ or "").strip().split("\n", 1)[0]
    return {"description": meaning, "type": "object", "properties": properties, "additionalProperties": False}


def _name(noun: type[Any]) -> str:
    return "".join(f"-{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(noun.__name__))


def _goal(defs: dict[str, Schema]) -> Schema:
    """A goal; its parts are goals that take its metric, or name another goal."""
    fields = {key: _field(field, defs) for key, field in shape_of(Goal).fields.items()}
    other = {"description": "The goal that is this part.", **_SCALAR}
    bare = [*_options(_type(Quantity, {}, defs)), _UNSTATED]
    defs["goal-part"] = {
        "description": "A part of a goal: its target, a goal of its own, or a reference to another goal.",
        "anyOf": [
            *bare,
            {"$ref": "#/$defs/goal-nested"},
            {
                "type": "object",
                "properties": {"goal": other},
                "required": ["goal"],
                "additionalProperties": False,
            },
        ],
    }
    parts = {
        "type": "object",
        "additionalProperties": {"type": "object", "additionalProperties": {"$ref": "#/$defs/goal-part"}},
    }
    cuts = {
        "cuts": {
            "description": "Complete cuts: by dimension, each member with its target or as a goal.",
            **parts,
            "examples": [{"channel": {"线上": "8亿", "门店": "4亿"}}],
        },
        "of_which": {
            "description": "Partial cuts: some parts are named, and nothing is said of the rest.",
            **parts,
            "examples": [{"format": {"直播": "3亿"}}],
        },
    }
    in_place = {key: _field(field, defs) for key, field in shape_of(Metric).fields.items() if key in IN_PLACE}
    defs["goal"] = _object(Goal, fields | cuts | in_place)
    defs["goal-nested"] = _object(Goal, fields | cuts)
    return {"anyOf": [*bare, {"$ref": "#/$defs/goal"}]}
