"""Pairs in a language: those that ask for something, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ...steering.pair_reading import Field, pairs_of
from ...view.line import Style
from ..page import Item, Section
from ..pair import pair
from ..told import Told
from .pair_row import verdict

_ORDER: Final[tuple[Field, ...]] = ("both_behind", "only_process", "only_result")
_STYLES: Final[dict[Field, Style]] = {
    "both_behind": "error",
    "only_process": "warning",
    "only_result": "warning",
}


def pair_section(told: Told) -> Iterator[Section]:
    """The pairs that ask for something; nothing where the plan has no pair that is shown."""
    say, readings = told.say, pairs_of(told.card)
    if not readings:
        return
    items = []
    for field in _ORDER:
        for one in readings:
            if one.field == field:
                text = pair(told, one)
                evidence = text.evidence if verdict(one) is not None else ""
                items.append(
                    Item(
                        text=f"{text.result} ← {text.process}",
                        style=_STYLES[field],
                        facts=tuple(filter(None, (text.reading, evidence))),
                    )
                )
    counts = [
        (sum(one.field == "both_on_track" for one in readings), say("both on track", "两者都正常")),
        (sum(one.field == "unknown" for one in readings), say("not known", "无从判断")),
    ]
    rest = [f"{words}{say(': ', '：')}{number}" for number, words in counts if number]
    nothing = Item(text=say("No pair asks for anything.", "没有需要处理的配对。"))
    yield Section(
        heading=say("Results and what moves them", "结果与过程"),
        items=tuple(items) or (nothing,),
        rest=(say("; ", "；").join(rest),) if rest else (),
    )
