"""The goal tree of a scorecard's plan in the language of Graphviz."""

from __future__ import annotations

import json
from typing import Final

from ..finding import Lang
from ..rendering.terminal import tame
from ..scorecard.card import Scorecard
from ..view.speech import Speech

_STYLES: Final = {"cut": "solid", "driver": "dashed", "alignment": "dotted"}


def to_dot(card: Scorecard, lang: Lang = "en") -> str:
    """The goal tree in the language of Graphviz; names are made up and labels quoted.

    Args:
        card: The scorecard.
        lang: Language of titles.

    Raises:
        CycleError: Goals depend on themselves.
    """
    from ..model.tree import Tree  # it brings networkx

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
