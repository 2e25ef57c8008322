"""The plan: every noun in one place, found by key, address, title or alias."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Protocol

from attrs import field, frozen

from ..errors import UnknownKeyError
from ..finding import Words
from ..findings import Findings
from .action import Action
from .calendar import Calendar
from .canvas import Canvas
from .described import MetricRef, TeamRef, described
from .digest import digest
from .formula import Formula
from .goal import Goal, Objective
from .governance import Governance
from .mapping import Frozen
from .metric import Metric
from .names import BETWEEN, GoalNames, Names
from .pair import Lead, Pair
from .period import Period
from .plain import plain
from .rates import Rates
from .segment import Benchmark, Perspective, Segment, Source
from .team import Handover, Team
from .text import Text
from .unit import Units

if TYPE_CHECKING:
    from ..finding import Span

PlanRole = Literal["budget", "forecast", "actual", "prior"]
Noun = Goal | Metric | Team | Action | Perspective | Source | Segment | Benchmark | Objective | Handover


class Locator(Protocol):
    """Knows where values stand in the files that a plan was read from."""

    def span(self, path: str) -> Span | None:
        """Where the value at a key path stands."""

    def text(self, file: str) -> str | None:
        """The text of one of the files."""

    def keys(self, path: str) -> tuple[str, ...]:
        """The keys under a key path, as written."""

    def holds(self, path: str) -> bool:
        """Whether something is written at a key path, readable or not."""


@frozen(kw_only=True)
class CountingUnit:
    """A unit that the plan counts in, a dimension of its own."""

    key: str = described("Its name, which may be written as a unit.", written=False)
    title: Text | None = described("What people call it.", default=None)
    symbols: tuple[str, ...] = described(
        "Words that stand for it.", default=(), shorthand=True, example="[位, 名]"
    )
    at: str = described("Key path of its definition.", default="", written=False, eq=False)


@frozen(kw_only=True)
class Assertion:
    """A condition on the plan's own numbers that its author wants kept."""

    assert_: Formula | None = described(
        "The condition.", default=None, shorthand=True, example="gmv.线上 / gmv >= 60%"
    )
    because: Text | None = described("Why it must hold.", default=None)


@frozen(kw_only=True)
class Acceptance:
    """A finding that the plan's author knows and accepts: it stays visible and fails nothing."""

    code: str = described("The rule's code or name.", default="")
    at: str = described("Key path of the finding; every place where it is empty.", default="")
    reason: Text | None = described("Why it is accepted.", default=None)
    owner: TeamRef | None = described("Who accepts it.", default=None)


@frozen(kw_only=True, slots=False)
class Plan:
    """A whole plan: frozen, flat, keyed.

    Goals are keyed by address, so that the part of a cut is a goal like any other. Positions of
    values are beside the values and take no part in equality: `where` looks them up.
    """

    format: int = described("Version of the plan format.", default=1, written=False)
    key: str = described("Its name.", default="", written=False)
    title: Text | None = described("What people call it.", default=None)
    about: Text | None = described("What a reader should know before reading.", default=None)
    role: PlanRole = described("Which kind of plan it is.", default="budget")
    period: Period | None = described("The time that it is for.", default=None, example="2025")
    calendar: Calendar = described("Fiscal calendar, zone and phases.", factory=Calendar, written=False)
    zone: str = described("Time zone in which its days end.", default="", written=False)
    currency: str = described("The currency of amounts that name none.", default="", written=False)
    fx: Rates = described("Exchange rates.", factory=Rates, written=False)
    reason: Text | None = described("Why it differs from the plan before.", default=None)
    units: Mapping[str, CountingUnit] = described("Counting units of its own.", factory=Frozen)
    perspectives: Mapping[str, Perspective] = described("Its dimensions, in order.", factory=Frozen)
    segments: Mapping[str, Segment] = described("Dimensions and their members.", factory=Frozen)
    sources: Mapping[str, Source] = described("Systems that hold numbers.", factory=Frozen)
    benchmarks: Mapping[str, Benchmark] = described("Outside figures.", factory=Frozen)
    metrics: Mapping[str, Metric] = described("Definitions of numbers.", factory=Frozen)
    pairs: Mapping[MetricRef, Mapping[MetricRef, Lead | None]] = described(
        "Result metrics with the process metrics believed to move them.",
        factory=Frozen,
        example="{sales: retention}",
    )
    goals: Mapping[str, Goal] = described("What is wanted, by address.", factory=Frozen)
    objectives: Mapping[str, Objective] = described("Bundles of goals.", factory=Frozen)
    teams: Mapping[str, Team] = described("Who carries it.", factory=Frozen)
    actions: Mapping[str, Action] = described("What is done.", factory=Frozen)
    handovers: Mapping[str, Handover] = described("Numbers that teams hand to each other.", factory=Frozen)
    governance: Governance | None = described("How it is followed.", default=None)
    canvas: Canvas | None = described("The business model that it starts from.", default=None)
    asserts: tuple[Assertion, ...] = described("Conditions on its own numbers.", default=())
    accepted: tuple[Acceptance, ...] = described("Findings that are known and accepted.", default=())
    meta: Mapping[str, object] = described("What is the author's own.", factory=Frozen)
    findings: Findings = field(factory=Findings, eq=False, repr=False)
    locator: Locator | None = field(default=None, eq=False, repr=False)
    hidden: tuple[str, ...] = field(default=(), eq=False, repr=False)
    unread: tuple[str, ...] = field(default=(), eq=False, repr=False)

    def where(self, path: str) -> Span | None:
        """Where a value stands, by its key path; the nearest value around it where it has no text."""
        return None if self.locator is None else self.locator.span(path)

    def wrote(self, path: str) -> bool:
        """Whether the plan's files write something at a key path, readable or not."""
        return self.locator is not None and self.locator.holds(path)

    @cached_property
    def goal_names(self) -> GoalNames:
        """What references to goals mean."""
        # Only what titles are made of, so that a plan and its names do not hold each other in memory.
        titled = Plan(goals=self.goals, metrics=self.metrics, segments=self.segments)
        return GoalNames(
            (
                (key, _names(goal.title or self._metric_title(goal), goal.aka))
                for key, goal in self.goals.items()
            ),
            {key: goal.cuts for key, goal in self.goals.items()},
            titled._shown_parts,
        )

    def _shown_parts(self) -> Iterator[tuple[str, str]]:
        return ((key, self.whole_title(key, lang)) for key in self.parents for lang in ("zh", "en"))

    @cached_property
    def registry(self) -> Units:
        """The units that this plan knows."""
        return Units.standard(self.currency or None, {k: u.symbols for k, u in self.units.items()})

    def _metric_title(self, goal: Goal) -> Text | None:
        metric = self.metrics.get(goal.metric)
        return None if metric is None or "." in goal.key else metric.title

    def names(self, noun: str) -> Names:
        """The names of one section's nouns, such as `teams`."""
        if noun == "goals":
            return self.goal_names
        section = getattr(self, noun)
        return Names((key, _names(value.title, getattr(value, "aka", ()))) for key, value in section.items())

    def find(self, name: str) -> Noun:
        """The noun that a key, address, title or alias means; goals and metrics come first.

        Raises:
            UnknownKeyError: Nothing goes by that name, or more than one thing does; it carries
                the nearest names.
        """
        near: list[str] = []
        for section in SECTIONS:
            found = self.names(section).resolve(name)
            if isinstance(found, str):
                noun: Noun = getattr(self, section)[found]
                return noun
            near.extend(found.candidates)
        raise UnknownKeyError(name, tuple(dict.fromkeys(near))[:3])

    def goal(self, name: str) -> Goal:
        """The goal that a key, address, title or alias means, or for a part what is shown of it: `Sales / Online`.

        Raises:
            UnknownKeyError: No goal goes by that name, or more than one does.
        """
        found = self.goal_names.resolve(name)
        if isinstance(found, str):
            return self.goals[found]
        raise UnknownKeyError(name, found.candidates)

    def team(self, name: str) -> Team:
        """The team that a key, title or alias means.

        Raises:
            UnknownKeyError: No team goes by that name, or more than one does.
        """
        found = self.names("teams").resolve(name)
        if isinstance(found, str):
            return self.teams[found]
        raise UnknownKeyError(name, found.candidates)

    def title_of(self, key: str, lang: str = "") -> str:
        """What people call a goal, metric, team or other noun, in a language where it has that."""
        goal = self.goals.get(key)
        if goal is not None:
            text = goal.title or self._metric_title(goal)
            return text.say(lang) if text else self._part_title(goal, lang)
        for section in SECTIONS[1:]:
            noun = getattr(self, section).get(key)
            if noun is not None:
                return noun.title.say(lang) if noun.title else key
        return key

    def whole_title(self, key: str, lang: str = "") -> str:
        """What people call a goal; a part without a title of its own with the wholes before it: `Sales / Online`."""
        titles = [self.title_of(key, lang)]
        here = key
        while here in self.parents and not self._has_title(here):
            here = self.parents[here][0][0]
            if here == key or len(titles) > 8:
                break
            titles.append(self.title_of(here, lang))
        return BETWEEN.join(reversed(titles))

    def _has_title(self, key: str) -> bool:
        goal = self.goals[key]
        return goal.title is not None or (goal.metric in self.metrics and "." not in key)

    def called(self, key: str) -> Words:
        """What people call a noun, for the messages in both languages."""
        return Words(self.title_of(key, "en"), self.title_of(key, "zh"))

    def _part_title(self, goal: Goal, lang: str) -> str:
        place = self.parents.get(goal.key)
        if place is None:
            return goal.key
        _, dimension, member = place[0]
        segment = self.segments.get(dimension)
        text = segment.members.get(member) if segment else None
        return text.say(lang) if text else member

    @cached_property
    def parents(self) -> Mapping[str, tuple[tuple[str, str, str], ...]]:
        """Part to the cuts that it is in, as (goal, dimension, member)."""
        found: dict[str, list[tuple[str, str, str]]] = {}
        for key, goal in self.goals.items():
            for cut in goal.cuts:
                for member, part in cut.members.items():
                    found.setdefault(part, []).append((key, cut.dimension, member))
        return {part: tuple(places) for part, places in found.items()}

    def upward(self, goal: str) -> Iterator[str]:
        """A goal and the wholes that it is a part of, the nearest first: of several wholes the first one."""
        seen: set[str] = set()
        here: str | None = goal
        while here is not None and here in self.goals and here not in seen:
            seen.add(here)
            yield here
            above = self.parents.get(here)
            here = above[0][0] if above else None

    def answering(self, goal: str) -> str | None:
        """The team that answers for a goal; of a part that nobody owns the one that answers for the whole."""
        return next((team for key in self.upward(goal) if (team := self.owner(key)) is not None), None)

    @cached_property
    def carriers(self) -> Mapping[str, tuple[str, ...]]:
        """Goal to the teams that own or carry it, owners first."""
        found: dict[str, list[str]] = {}
        for key, goal in self.goals.items():
            if goal.owner is not None:
                found.setdefault(key, []).append(goal.owner)
        for part in ("owns", "carries"):
            for key, team in self.teams.items():
                for goal_key in getattr(team, part):
                    teams = found.setdefault(goal_key, [])
                    if key not in teams:
                        teams.append(key)
        return {goal_key: tuple(teams) for goal_key, teams in found.items()}

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """Goal to the team that answers for it: its owner, else the one team that owns or carries it."""
        owning: dict[str, list[str]] = {}
        for key, team in self.teams.items():
            for owned in team.owns:
                owning.setdefault(owned, []).append(key)
        found: dict[str, str] = {}
        for key, goal in self.goals.items():
            teams = [goal.owner] if goal.owner is not None else owning.get(key) or self.carriers.get(key, ())
            if len(teams) == 1:
                found[key] = teams[0]
        return found

    def owner(self, goal: str) -> str | None:
        """The team that answers for a goal; `None` where it is nobody, or more than one."""
        return self.owners.get(goal)

    @cached_property
    def _goals_of(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for key in self.goals:
            for team in self.carriers.get(key, ()):
                found.setdefault(team, []).append(key)
        return {team: tuple(keys) for team, keys in found.items()}

    def goals_of(self, team: str) -> tuple[str, ...]:
        """Every goal that a team owns or carries, in the plan's order."""
        return self._goals_of.get(team, ())

    @cached_property
    def servers(self) -> Mapping[str, tuple[str, ...]]:
        """Goal to the actions that serve it or state an effect on it."""
        found: dict[str, list[str]] = {}
        for key, action in self.actions.items():
            for goal in dict.fromkeys((*action.serves, *action.effect)):
                found.setdefault(goal, []).append(key)
        return {goal: tuple(actions) for goal, actions in found.items()}

    @cached_property
    def paired(self) -> tuple[Pair, ...]:
        """Every pair: those under `pairs` and those that a metric's `leads` declares."""
        pairs = [
            Pair(result=result, process=process, lead=lead or Lead(), at=f"pairs.{result}")
            for result, leads in self.pairs.items()
            for process, lead in leads.items()
        ]
        for key, metric in self.metrics.items():
            lead = Lead(lag=metric.lag, sign=metric.sign)
            pairs += [Pair(result=r, process=key, lead=lead, at=f"{metric.at}.leads") for r in metric.leads]
        return tuple(pairs)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all that the plan says: equal plans have one digest, whatever file they stand in."""
        return digest(self)

    @cached_property
    def numbers_digest(self) -> str:
        """SHA-256 over what is approved: numbers, formulas, dates, owners and how goals hang together.

        Titles, remarks, reasons and other words take no part, nor does what is reported on actions and the reserve.
        """
        return digest(self, is_numbers=True)

    def to_dict(self) -> dict[str, Any]:
        """The plan as plain dicts, lists and strings, which `goaltree.loads` reads back."""
        return plain(self)


SECTIONS = (
    "goals",
    "metrics",
    "teams",
    "actions",
    "perspectives",
    "segments",
    "sources",
    "benchmarks",
    "objectives",
    "handovers",
)


def _names(title: Text | None, aka: Iterable[str]) -> tuple[str, ...]:
    return (*(text for _, text in title.words), *aka) if title else tuple(aka)
