"""Destinations: where alerts go, and which ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

from attrs import evolve, field, frozen

from goaltree import Alert, Plan, UsageError

Kind = Literal["webhook", "service"]
_ALWAYS: Final = ("risk", "undecided")
"""Levels of alerts that are on no rung of a plan."""


@frozen(kw_only=True)
class Destination:
    """Where alerts go, and which ones.

    Attributes:
        name: What the operator calls it; the only thing of it that is ever shown, with the scheme.
        url: An address as apprise writes it, or `https://...` for a plain webhook. A secret.
        keys: The keys with which a plain webhook is signed.
        teams: Teams whose alerts go there; all where none is named.
        levels: Levels that go there; all where none is named.
        lang: Language of the messages.
        per_hour: Messages that are begun within an hour at most.
        most: Alerts that a message tells at most; it says how many more there are.
        allow: Hosts that may be inside, or be told without TLS.
    """

    name: str
    url: str = field(repr=False)
    keys: tuple[bytes, ...] = field(default=(), repr=False)
    teams: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    lang: Literal["en", "zh"] | None = None
    per_hour: int = 20
    most: int = 20
    allow: tuple[str, ...] = ()

    @property
    def scheme(self) -> str:
        """What kind of address it is."""
        return self.url.partition("://")[0].lower()

    @property
    def shown(self) -> str:
        """The name and the scheme: fit for every output."""
        return f"{self.name} ({self.scheme}://***)"

    def hears(self, team: str | None, level: str) -> bool:
        """Whether it is told what a team has on a level; what is nobody's goes where everything goes."""
        if self.levels and level not in self.levels:
            return False
        return not self.teams or team in self.teams

    def wants(self, one: Alert) -> bool:
        """Whether an alert goes there: a team of its own answers for it, decides on it, or meets for it."""
        return any(self.hears(team, one.level) for team in (one.team, one.decides, *one.meets))


def settled(destinations: Iterable[Destination], plan: Plan) -> tuple[Destination, ...]:
    """Destinations with the keys of the plan's teams.

    Raises:
        UnknownKeyError: The plan has no team of a name.
        UsageError: Two destinations have one name; or the plan has no level of a name: a misspelt one would let
            nothing through, and nobody know.
    """
    rungs = plan.governance.deviation if plan.governance is not None else {}
    known = [*rungs, *_ALWAYS]
    made: list[Destination] = []
    for one in destinations:
        if any(one.name == other.name for other in made):
            raise UsageError(
                f"two destinations are called {one.name}: what one was told the other would not be"
            )
        odd = [level for level in one.levels if level not in known]
        if odd:
            raise UsageError(f"{one.name}: the plan has no level {odd[0]!r}; it has {', '.join(known)}")
        made.append(evolve(one, teams=tuple(plan.team(team).key for team in one.teams)))
    return tuple(made)


def unheard(
    found: Iterable[Alert], destinations: Iterable[Destination], plan: Plan
) -> Mapping[str | None, tuple[str, ...]]:
    """The keys of alerts that a team answers for or decides on and is not told of, by the team.

    `None` stands for alerts that are nobody's and go nowhere.
    """
    every = tuple(destinations)
    lost: dict[str | None, list[str]] = {}
    for one in found:
        if one.state == "closed":
            continue
        concerned: list[Any] = [team for team in (one.team, one.decides) if team in plan.teams] or [None]
        for team in dict.fromkeys(concerned):
            if not any(each.hears(team, one.level) for each in every):
                lost.setdefault(team, []).append(one.key)
    return {team: tuple(keys) for team, keys in lost.items()}
