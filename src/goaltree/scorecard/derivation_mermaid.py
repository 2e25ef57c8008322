"""A derivation as a Mermaid flowchart, for pages that draw it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..finding import Lang
from ..view.tree_data import encoded
from .derivation_step import Entry, Reader, Titles, Where, entries, seen_through

if TYPE_CHECKING:
    from .derivation import Derivation


def derivation_mermaid(
    derivation: Derivation,
    lang: Lang = "en",
    *,
    titles: Titles | None = None,
    where: Where | None = None,
) -> str:
    """A derivation as a Mermaid flowchart: identifiers are made up and labels encoded.

    Args:
        derivation: The derivation.
        lang: `en` or `zh`.
        titles: What people call goals and metrics; their keys by default.
        where: Where a key path stands in the plan's files; the path by default.
    """
    reader = Reader(lang=lang, titles=titles, where=where)
    lines = ["flowchart LR"]
    names: dict[int, str] = {}
    arrows: list[str] = []
    number = 0
    work: list[tuple[Entry, Derivation | None, str]] = [(Entry(derivation), None, "")]
    while work:
        entry, parent, above = work.pop()
        one = None if entry.one is None else seen_through(entry.one)
        is_new = one is None or id(one) not in names
        name = f"n{number}" if is_new else names[id(one)]
        if is_new:
            number += 1
            label = _label(reader, entry, one, parent)
            lines.append(f'  {name}["{label}"]')
        if above:
            factor = "" if entry.factor is None else f'|"× {encoded(reader.number(entry.factor))}"|'
            arrows.append(f"  {name} -->{factor} {above}")
        if one is None or not is_new:
            continue
        names[id(one)] = name
        work += [(part, one, name) for part in reversed(entries(one))]
    return "\n".join([*lines, *arrows]) + "\n"


def _label(reader: Reader, entry: Entry, one: Derivation | None, parent: Derivation | None) -> str:
    if one is None:
        return encoded(reader.name(entry, parent))
    told = [
        f"{reader.name(entry, parent)} {reader.number(one)}",
        reader.how(one),
        reader.place(one),
        reader.note(one),
    ]
    return "<br/>".join(encoded(part) for part in told if part)
