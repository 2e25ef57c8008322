"""The goal tree of a scorecard's plan as a picture in text: Mermaid and DOT."""

from __future__ import annotations

import json
from typing import ClassVar, Final

from attrs import frozen

from ..finding import Lang
from ..model.tree import Tree
from ..rendering.terminal import tame
from ..scorecard.card import Scorecard
from ..view.speech import Speech
from ..view.tree_data import to_mermaid

_STYLES: Final = {"cut": "solid", "driver": "dashed", "alignment": "dotted"}


@frozen(kw_only=True)
class MermaidExporter:
    """The goal tree as a Mermaid flowchart.

    Attributes:
        lang: Language of titles.
    """

    name: ClassVar[str] = "mermaid"
    endings: ClassVar[tuple[str, ...]] = (".mmd",)
    lang: Lang = "en"

    def write(self, value: Scorecard) -> bytes:
        """The bytes of the file."""
        return to_mermaid(value.plan, self.lang).encode("utf-8", "backslashreplace")


@frozen(kw_only=True)
class DotExporter:
    """The goal tree in the language of Graphviz; names are made up and labels quoted.

    Attributes:
        lang: Language of titles.
    """

    name: ClassVar[str] = "dot"
    endings: ClassVar[tuple[str, ...]] = (".dot", ".gv")
    lang: Lang = "en"

    def write(self, value: Scorecard) -> bytes:
        """The bytes of the file."""
        return to_dot(value, self.lang).encode("utf-8", "backslashreplace")


def to_dot(card: Scorecard, lang: Lang = "en") -> str:
    """The goal tree in the language of Graphviz.

    Args:
        card: The scorecard.
        lang: Language of titles.

    Raises:
        CycleError: Goals depend on themselves.
    """
    say, tree = Speech(card.plan, lang), Tree.of(card.plan)
    order = [*card.plan.goals, *(key for key in tree.nouns if key not in card.plan.goals)]
    names = {key: f"n{at}" for at, key in enumerate(order)}
    lines = ["digraph goals {", "  rankdir=LR;", "  node [shape=box];"]
    lines += [f"  {names[key]} [label={quoted(_title(say, key))}];" for key in order]
    lines += [
        f"  {names[edge.parent]} -> {names[edge.child]} [style={_STYLES.get(edge.kind, 'solid')}];"
        for edge in tree.links
    ]
    return "\n".join([*lines, "}", ""])


def quoted(text: str) -> str:
    """A text as a quoted string of DOT, in which no character means anything."""
    return json.dumps(tame(text), ensure_ascii=False)


def _title(say: Speech, key: str) -> str:
    return say.goal(key) if key in say.plan.goals else say.title(key.rpartition(".")[2])
