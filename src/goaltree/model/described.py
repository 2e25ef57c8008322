"""How a field of a noun stands in a plan file: its words, its example, its shorthand.

The binder, the writer, the JSON Schema and the plan-file reference all read these notes, so
that a field is described once, beside its type.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NewType

from attrs import NOTHING, Attribute, field

GoalRef = NewType("GoalRef", str)
MetricRef = NewType("MetricRef", str)
SegmentRef = NewType("SegmentRef", str)
TeamRef = NewType("TeamRef", str)
ActionRef = NewType("ActionRef", str)
PerspectiveRef = NewType("PerspectiveRef", str)
SourceRef = NewType("SourceRef", str)
BenchmarkRef = NewType("BenchmarkRef", str)

NOTE = "goaltree"


def described(
    help: str,
    *,
    default: Any = NOTHING,
    factory: Any = None,
    example: str = "",
    unit: Literal["", "metric", "currency", "percent", "goal"] = "",
    exact: bool = False,
    shorthand: bool = False,
    whole: bool = False,
    inline: bool = False,
    written: bool = True,
    eq: bool | Callable[[Any], Any] = True,
) -> Any:
    """An attrs field with the notes that a plan file needs.

    Args:
        help: What the field means, as one sentence.
        default: Value where the plan file says nothing.
        factory: Makes the default, instead of `default`.
        example: What an author might write, as YAML.
        unit: Which unit a bare number takes.
        exact: Whether an approximate number is refused.
        shorthand: Whether a bare scalar or list in place of the noun fills this field.
        whole: Whether a bare value in place of a mapping stands for the whole (key `""`).
        inline: Whether a mapping in place of the noun, with none of its keys, fills this field.
        written: Whether the field stands in the plan file at all.
        eq: Whether the field takes part in equality, or what of it does.
    """
    note = {
        "help": help,
        "example": example,
        "unit": unit,
        "exact": exact,
        "shorthand": shorthand,
        "whole": whole,
        "inline": inline,
        "written": written,
    }
    if factory is not None:
        return field(factory=factory, metadata={NOTE: note}, eq=eq, repr=bool(eq))
    return field(default=default, metadata={NOTE: note}, eq=eq, repr=bool(eq))


def note_of(attribute: Attribute[Any]) -> dict[str, Any]:
    """The notes of a field; empty for one that stands in no plan file."""
    found: dict[str, Any] = attribute.metadata.get(NOTE, {})
    return found
