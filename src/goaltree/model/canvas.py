"""The canvas: the business model that a plan starts from."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from .described import GoalRef, MetricRef, PerspectiveRef, described
from .mapping import Frozen
from .quantity import Quantity, Unstated
from .text import Text


@frozen(kw_only=True)
class Entry:
    """One line of the canvas: a customer, a revenue stream, a moat, a challenge, a direction."""

    title: Text | None = described("What people call it.", default=None)
    text: Text | Unstated | None = described("What it says.", default=None, shorthand=True)
    share: Quantity | Unstated | None = described(
        "Its share of the block.", default=None, unit="percent", example="~60%"
    )
    figures: Mapping[str, Quantity] = described(
        "Numbers that it names.", factory=Frozen, example="{月活用户: 2 亿+}"
    )
    details: Mapping[str, tuple[str, ...]] = described(
        "Its other columns or points, by label.", factory=Frozen
    )
    answer: tuple[str, ...] = described("What is done about it.", default=())
    perspective: PerspectiveRef | None = described("The plan's dimension that takes it up.", default=None)
    metrics: tuple[MetricRef, ...] = described("The metrics that show it.", default=())
    goals: tuple[GoalRef, ...] = described("The goals that serve it.", default=())


@frozen(kw_only=True)
class Block:
    """One block of the canvas."""

    title: Text | None = described("What people call it.", default=None)
    text: Text | Unstated | None = described("What it says as a whole.", default=None)
    entries: Mapping[str, Entry] = described("Its lines, by key.", factory=Frozen, shorthand=True)


@frozen(kw_only=True)
class Canvas:
    """Nine blocks, moats, challenges with answers, directions and closing aims."""

    title: Text | None = described("What people call it.", default=None)
    text: Text | Unstated | None = described("What it says as a whole.", default=None)
    blocks: Mapping[str, Block] = described("The blocks, by key.", factory=Frozen)
    moats: Mapping[str, Entry] = described("What others cannot copy.", factory=Frozen)
    challenges: Mapping[str, Entry] = described("What stands in the way, with answers.", factory=Frozen)
    directions: Mapping[str, Entry] = described("Where the strategy leads.", factory=Frozen)
    aims: Mapping[str, Entry] = described("What it is all for.", factory=Frozen)
