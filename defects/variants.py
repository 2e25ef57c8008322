"""The same plan written otherwise: other order, other layout, other files, other scale."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import yaml
from sheet import Edit, Sheet, put

from goaltree.model.plan import Plan
from goaltree.planfile.load import loads
from goaltree.planfile.node import Scalar, walk
from goaltree.planfile.write import dumps

ORDERED = frozenset({"phases", "perspectives", "deviation"})
"""Mappings whose order is their author's."""


def variants(sheet: Sheet) -> Iterator[tuple[str, Plan]]:
    """The plan itself, and every way to write it that must change no finding."""
    yield "as written", sheet.plan
    values = plain(sheet)
    for seed in range(3):
        yield f"keys in another order, {seed}", loads(_text(shuffled(values, Random(seed)), False))
    yield "block style", loads(_text(values, False))
    yield "flow style", loads(_text(values, True))
    yield "one file a section", split(sheet, values).plan
    yield "plain values", loads(values)
    yield "written by dumps", loads(dumps(sheet.plan))
    yield "written by dumps, json", loads(dumps(sheet.plan, format="json"), format="json")
    if len(sheet.files) > 1:
        yield "files in another order", reordered(sheet).plan
    yield "亿 as 万", rescaled(sheet, _finer).plan
    yield "万 as plain numbers", rescaled(sheet, _plain).plan
    yield "percent as ratio in conditions", rescaled(sheet, _ratio).plan
    yield "with CRLF", loads("\r\n".join(_text(values, False).split("\n")))


def plain(sheet: Sheet) -> dict[str, Any]:
    """The plan's values as its files write them, in one mapping."""
    merged: dict[str, Any] = {}
    for text in sheet.files.values():
        merged |= yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - text only, the plan's own files
    merged.pop("include", None)
    return merged


def _text(values: dict[str, Any], flow: bool) -> str:
    quoted = _Quoted if flow else _Text
    return yaml.dump(
        values, Dumper=quoted, allow_unicode=True, sort_keys=False, default_flow_style=flow, width=10**6
    )


class _Text(yaml.SafeDumper):
    """Writes text as it is, so that the plan's own reading of it decides."""


class _Quoted(yaml.SafeDumper):
    """The same in one line."""


for _dumper in (_Text, _Quoted):
    _dumper.add_representer(
        str,
        lambda dumper, text: dumper.represent_scalar(
            "tag:yaml.org,2002:str", text, style='"' if re.search(r"[,，:#\[\]{}>&*!|'\"%@`]", text) else None
        ),
    )
    _dumper.yaml_implicit_resolvers = {}


def shuffled(values: Any, rng: Random) -> Any:
    """The values with the keys of every mapping in another order, but for mappings whose order means something."""
    if isinstance(values, list):
        return [shuffled(item, rng) for item in values]
    if not isinstance(values, dict):
        return values
    keys = list(values)
    rng.shuffle(keys)
    return {key: values[key] if key in ORDERED else shuffled(values[key], rng) for key in keys}


def split(sheet: Sheet, values: dict[str, Any]) -> Sheet:
    """One file for each section."""
    sections = [
        key
        for key, value in values.items()
        if isinstance(value, (dict, list)) and key not in ("title", "calendar", "phases", "fx", "units")
    ]
    head: dict[str, Any] = {key: value for key, value in values.items() if key not in sections}
    head["include"] = [f"{key}.yaml" for key in reversed(sections)]
    files = {"plan.yaml": _text(head, False)}
    return Sheet(sheet.name, files | {f"{key}.yaml": _text({key: values[key]}, False) for key in sections})


def reordered(sheet: Sheet) -> Sheet:
    """The included files in the opposite order."""
    first, *rest = sheet.files
    text = sheet.files[first]
    for number, name in enumerate(rest):
        text = text.replace(name, f"\0{number}\0")
    for number, name in enumerate(reversed(rest)):
        text = text.replace(f"\0{number}\0", name)
    return Sheet(sheet.name, {first: text, **{name: sheet.files[name] for name in rest}})


def rescaled(sheet: Sheet, change: Callable[[str], str]) -> Sheet:
    """The plan with the numbers of every value written in another scale."""
    edits: list[Edit] = []
    root = sheet.reading.root
    for node in walk(root) if root else ():
        if isinstance(node, Scalar):
            text = change(node.text)
            if text != node.text:
                edits.append(put(node, text))
    return sheet.changed(edits)


def _times(text: str, word: str, zeros: int, other: str) -> str:
    found = re.fullmatch(rf"([≤≥+-]*)(\d+)(?:\.(\d+))?\s?{word}(.*)", text)
    if found is None or len(found[3] or "") > zeros:
        return text
    part = (found[3] or "").ljust(zeros, "0")
    return f"{found[1]}{(found[2] + part).lstrip('0')}{other}{found[4]}"


def _finer(text: str) -> str:
    return _times(text, "亿", 4, "万")


def _plain(text: str) -> str:
    return _times(text, "万", 4, "")


def _ratio(text: str) -> str:
    found = re.fullmatch(r"(.*[<>=] )(\d+)%", text)
    return f"{found[1]}{int(found[2]) / 100:g}" if found else text
