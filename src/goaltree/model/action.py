"""Actions: what a team does, by when, with what, and what happens if it does not work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from attrs import frozen

from .described import ActionRef, GoalRef, TeamRef, described
from .formula import Formula
from .mapping import Frozen
from .quantity import Quantity, Unstated
from .text import Text
from .timing import Timing

EarnedBy = Literal["all_or_nothing", "half_half", "percent", "milestones"]
Overspend = Literal["ignore", "warn", "stop"]


@frozen(kw_only=True)
class Need:
    """What an action needs: money, people, work, data, something in kind, or a policy."""

    money: Quantity | Unstated | None = described(
        "An amount of money.", default=None, unit="currency", example="2000万"
    )
    people: Quantity | None = described("A number of people.", default=None, example="5 人")
    role: Text | None = described("Which people.", default=None, example="算法团队")
    work: Text | None = described("Work of another team.", default=None)
    data: Text | None = described("Data.", default=None)
    in_kind: Text | None = described("Something given in kind.", default=None)
    policy: Text | None = described("A decision or permission.", default=None)
    amount: Quantity | None = described("How much of it.", default=None, example="100 万条")
    from_: TeamRef | None = described("The team or partner that gives it.", default=None)
    by: Timing | None = described("When it is needed.", default=None, example="Q2")
    for_: Text | None = described("What it is for.", default=None)

    @property
    def kind(self) -> str:
        """The first kind of need that is named, `""` where none is."""
        for name in ("work", "data", "in_kind", "policy", "people", "money"):
            if getattr(self, name) is not None:
                return name
        return ""


@frozen(kw_only=True)
class Fallback:
    """What is done when a risk comes true."""

    do: Text | None = described("What is done.", default=None, shorthand=True)
    by: Timing | None = described("When.", default=None, example="Q4")
    cost: Quantity | Unstated | None = described("What it costs.", default=None, unit="currency")
    effect: Mapping[GoalRef, Quantity | None] = described(
        "What it brings, per goal.", factory=Frozen, unit="goal"
    )
    needs: tuple[Need, ...] = described("What it needs.", default=())
    with_: tuple[TeamRef, ...] = described("Teams and partners that it takes.", default=())


@frozen(kw_only=True)
class Risk:
    """What may go wrong, how it shows, and the answer to it."""

    if_: Text | None = described("What may go wrong, in words.", default=None, shorthand=True)
    when: Formula | None = described(
        "The condition that shows it.", default=None, example="pace(retention) < 0.9"
    )
    then: tuple[Fallback, ...] = described("The answers.", default=())


@frozen(kw_only=True)
class Tranche:
    """A part of a budget that is released at a gate."""

    gate: Text | None = described("What must have happened.", default=None)
    amount: Quantity | None = described("How much is released.", default=None, unit="currency")
    when: Formula | None = described("The condition that opens the gate.", default=None)
    due: Timing | None = described("When the gate is expected to open.", default=None)
    passed: bool = described("Whether it has opened.", default=False)
    passed_on: date | None = described("The day on which it opened.", default=None, example="2025-06-30")

    def is_open(self, day: date | None = None) -> bool:
        """Whether it has opened, by the end of a day where one is given; without a day of its own, by any day."""
        if self.passed_on is not None:
            return day is None or self.passed_on <= day
        return self.passed


@frozen(kw_only=True)
class Budget:
    """The money of an action, released in parts."""

    approved: Quantity | Unstated | None = described(
        "What was approved.", default=None, unit="currency", shorthand=True
    )
    tranches: tuple[Tranche, ...] = described("Its parts.", default=())
    committed: Quantity | None = described("What is promised to others.", default=None, unit="currency")
    spent: Quantity | None = described("What is spent.", default=None, unit="currency")
    first_spent: date | None = described(
        "The day on which the first of it was spent.", default=None, example="2025-04-15"
    )
    over: Overspend | None = described(
        "What it is to use more than was released: an error (`stop`, also where nothing is stated), a "
        "warning (`warn`) or a note (`ignore`).",
        default=None,
    )


@frozen(kw_only=True)
class Progress:
    """How far an action is."""

    done: Quantity | None = described("The share that is done.", default=None, unit="percent", shorthand=True)
    earned_by: EarnedBy | None = described("How done work earns value.", default=None)
    spent: Quantity | None = described("What it has cost so far.", default=None, unit="currency")
    delivered: Mapping[str, Quantity] = described(
        "How many of what it delivers are there by now.", factory=Frozen, example="{签约主播: 42 名}"
    )
    reached: Mapping[str, date | None] = described(
        "The milestones of its time that are reached, by their word or their period, each with its day "
        "where that is known.",
        factory=Frozen,
        example="{灰度: 2025-05-20}",
    )
    on: date | None = described(
        "The day that it is of; without one it is of any day.", default=None, example="2025-06-30"
    )


@frozen(kw_only=True)
class Action:
    """What a team does to reach its goals."""

    key: str = described("Its name in references.", written=False)
    title: Text | None = described("What people call it.", default=None)
    team: TeamRef | None = described("The team that does it.", default=None)
    lead: str | None = described("The person who leads it.", default=None)
    time: Timing | Unstated | None = described(
        "When, in the author's words.", default=None, example="Q2 灰度，Q3 全量"
    )
    serves: tuple[GoalRef, ...] = described("The goals that it serves.", default=())
    effect: Mapping[GoalRef, Quantity | None] = described(
        "What it is expected to bring, per goal.", factory=Frozen, unit="goal", example="{sales: +5000万}"
    )
    chance: Quantity | None = described("How likely the effect is.", default=None, unit="percent")
    delivers: Mapping[str, Quantity] = described(
        "What can be counted when it is done.", factory=Frozen, example="{签约主播: 100 名}"
    )
    after: tuple[ActionRef, ...] = described("Actions that must be done before.", default=())
    needs: tuple[Need, ...] = described("What it needs.", default=())
    budget: Budget | None = described("Its staged budget.", default=None)
    risks: tuple[Risk, ...] = described("What may go wrong.", default=())
    progress: Progress | None = described("How far it is.", default=None)
    note: Text | None = described("A remark.", default=None)
    meta: Mapping[str, object] = described("What is the author's own.", factory=Frozen)
    at: str = described("Key path of its definition.", default="", written=False, eq=False)
