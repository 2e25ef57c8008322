"""The pages on the plan file: every key of every noun."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args, get_origin

import attrs

from goaltree.model.goal import Goal
from goaltree.model.metric import Metric
from goaltree.model.pair import Lead
from goaltree.model.plan import CountingUnit, Plan
from goaltree.planfile.goals import IN_PLACE
from goaltree.planfile.json_schema import BARE, head_notes
from goaltree.planfile.limits import DEFAULT
from goaltree.planfile.shapes import FieldShape, shape_of

from .markdown import code, page, prose, table, toctree
from .noun import NOUNS, first_line, heading, type_words


def plan_index() -> str:
    """The start of the plan file."""
    rows = [
        (f"[{title}]({name}.md)", zh, ", ".join(code(key) for key in top_keys(name)))
        for name, (title, zh, _) in NOUNS.items()
    ]
    limits = [
        (prose(line), f"{getattr(DEFAULT, name):,}")
        for name, line in _attributes(type(DEFAULT))
        if hasattr(DEFAULT, name)
    ]
    return page(
        "Plan file",
        "Every key that a plan file may hold, noun by noun. How the keys fit together is told in [](../../plan-file.md). The same is in the "
        "package as a JSON Schema (`goaltree schema` prints it): with the line `# yaml-language-server: $schema=plan.schema.json` on top of a "
        "plan, an editor completes keys, explains them and marks misspelt ones.",
        "## Pages",
        table(("page", "中文", "keys of the top level"), rows),
        "What a number, a unit or a time may look like: [](values.md).",
        "## Limits",
        "Counted while reading, before anything is built; beyond them the plan is refused.",
        table(("of one plan", "at most"), limits),
        toctree(*NOUNS, "values", hidden=""),
    )


def top_keys(name: str) -> list[str]:
    """The keys of the top level that a page is about."""
    named = [f"{one}s" for one in NOUNS] + ["governance", "canvas"]
    if name == "plan":
        return [key for key in dict.fromkeys([*head_notes(), *shape_of(Plan).fields]) if key not in named]
    return [key for key in (f"{name}s", name) if key in shape_of(Plan).fields]


def noun_page(name: str) -> str:
    """A page of one noun and what stands inside it."""
    title, zh, classes = NOUNS[name]
    blocks = []
    if name == "plan":
        blocks += ["## Read first", "These keys are read before all others.", head_table()]
    for noun in classes:
        own = noun is classes[0]
        if name != "plan" or not own:
            blocks.append(f"## {heading(noun)}")
        else:
            blocks.append("## Its other keys")
        fields = [
            field
            for key, field in shape_of(noun).fields.items()
            if noun is not Plan or key not in head_notes()
        ]
        blocks += [
            "" if noun is Plan else prose(first_line(noun)),
            where_written(name, noun),
            field_table(fields, noun),
        ]
        if noun is Goal:
            in_place = [field for key, field in shape_of(Metric).fields.items() if key in IN_PLACE]
            blocks += [
                "A goal that is no part of another may define its metric in place, with these keys of [a metric](metric.md):",
                field_table(in_place, Metric),
            ]
    return page(f"{title} · {zh}", *blocks)


def where_written(name: str, noun: type[Any]) -> str:
    """Where a noun stands in the file, and in which short forms."""
    if noun is Plan:
        return ""
    shape = shape_of(noun)
    told = [f"Stands under `{key}:`, by key." for key in top_keys(name) if f"{noun.__name__.lower()}s" == key]
    if noun is CountingUnit:
        told = ["Stands under `units:`, by key."]
    if noun is Lead:
        told = [
            "Stands under `pairs:`, by result metric, then by process metric; a list of process metrics, or one, will do."
        ]
    if shape.shorthand is not None and can_be_short(shape.shorthand):
        told.append(f"A bare value in its place is its `{shape.shorthand.key}`.")
    if shape.inline is not None:
        told.append(f"A mapping with none of its keys is its `{shape.inline.key}`.")
    return " ".join(told)


def can_be_short(field: FieldShape) -> bool:
    """Whether a bare value can fill a field in place of the noun."""
    origin = get_origin(field.hint)
    return not (
        isinstance(origin, type)
        and issubclass(origin, Mapping)
        and type(None) not in get_args(get_args(field.hint)[1])
    )


def head_table() -> str:
    """The keys that are read before all others."""
    rows = []
    for key, schema in head_notes().items():
        example = next(iter(schema.get("examples", schema.get("enum", ()))), "")
        rows.append((code(key), prose(schema["description"]), code(flow(example))))
    return table(("key", "meaning", "example"), rows)


def flow(value: Any) -> str:
    """A value as YAML in one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return str(value)


def field_table(fields: Iterable[FieldShape], noun: type[Any]) -> str:
    """The keys of a noun."""
    rows = []
    for field in fields:
        bare = BARE[field.note["unit"]]
        meaning = f"{field.note['help']} **Required.**" if field.required else field.note["help"]
        exact = " An approximate number is refused." if field.note["exact"] else ""
        kind = type_words(field.hint, whole=field.note["whole"])
        rows.append(
            (
                code(field.key),
                prose(meaning).replace("\\*", "*") + exact,
                kind,
                bare,
                code(field.note["example"]),
            )
        )
    if noun is Goal:
        parts = "by dimension, then by member: a target, a goal, or `{goal: key}`"
        rows.append(
            (
                code("cuts"),
                "Complete cuts of it.",
                parts,
                BARE["metric"],
                code("{channel: {线上: 8亿, 门店: 4亿}}"),
            )
        )
        rows.append(
            (code("of_which"), "Partial cuts of it.", parts, BARE["metric"], code("{format: {直播: 3亿}}"))
        )
    return table(("key", "meaning", "type", "a bare number", "example"), rows)


def _attributes(noun: type[Any]) -> Iterator[tuple[str, str]]:
    """The lines of a docstring's Attributes section."""
    names = {attribute.name for attribute in attrs.fields(noun)}
    for line in (noun.__doc__ or "").split("\n"):
        name, colon, meaning = line.strip().partition(": ")
        if colon and name in names:
            yield name, meaning
