"""The words that a cell may choose from: those by which goaltree itself calls them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .port import WORDS, Words


def _chosen(*values: str) -> Mapping[str, Words]:
    return {value: WORDS[value] for value in values}


KINDS: Final = _chosen(
    "flow",
    "stock",
    "distinct",
    "ratio",
    "mean",
    "quantile",
    "score",
    "index",
    "milestone",
    "composite",
)
DIRECTIONS: Final = _chosen("up", "down", "band")
COMMITMENTS: Final = _chosen("binding", "expected")
SEMANTICS: Final = _chosen("total", "end", "average", "every")
ROLES: Final = _chosen("line", "support", "partner")
