"""What is known while a draft is made: the nouns found so far, what was read, and what was not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import define, field, frozen

from ..finding import Words
from ..model.quantity import Quantity
from ..model.unit import Units
from .amount import Amount
from .name import Tokens, bare, forms, key_of, meaning, short, tokens
from .place import Place, Remark, words
from .sheet import Cell

Tree = dict[str, Any]
"""A part of the plan: mappings, lists, texts, and texts with their cell (`Noted`)."""


@frozen
class Noted:
    """A value of the plan with the cell that says it."""

    text: str
    place: Place


@define(kw_only=True, eq=False)
class Indicator:
    """A metric with its goal, if it has one.

    Attributes:
        key: Key of both.
        title: What people call it.
        names: The ways in which it is written.
        place: The first cell that names it.
        metric: What stands in `metrics`.
        goal: What stands in `goals`; empty where it has none.
        perspective: Key of its perspective.
        is_declared: Whether a table of indicators names it.
        numbers: Target, baseline, growth and standard, as far as they are known.
        target: The target with its text.
        members: Address of each part, and its number.
    """

    key: str
    title: str
    place: Place
    names: set[Tokens] = field(factory=set)
    metric: Tree = field(factory=dict)
    goal: Tree = field(factory=dict)
    perspective: str | None = None
    is_declared: bool = False
    numbers: dict[str, Quantity] = field(factory=dict)
    target: Amount | None = None
    members: dict[str, Quantity] = field(factory=dict)

    def says(self, amount: Amount) -> bool:
        """Whether its goal, or its definition, states just this number."""
        known = self.numbers.get("target") or self.numbers.get("standard")
        return (
            known is not None
            and known.base == amount.value.base
            and known.unit.dims == amount.value.unit.dims
        )

    def call(self, name: str) -> None:
        """Know it by another name, which references may use."""
        self.names |= forms(name)
        shown = " ".join(name.split())
        if shown and shown != self.title:
            aka = self.metric.setdefault("aka", [])
            if shown not in aka:
                aka.append(shown)


@define(kw_only=True, eq=False)
class Team:
    """A team and the names that it goes by."""

    key: str
    title: str
    tree: Tree
    names: set[Tokens]

    def call(self, name: str) -> None:
        """Know it by another name, which references may use."""
        if tokens(name) not in self.names:
            self.names |= forms(name)
            self.tree.setdefault("aka", []).append(" ".join(name.split()))


@define(kw_only=True, eq=False)
class Book:
    """The draft in the making."""

    units: Units
    head: Tree = field(factory=dict)
    perspectives: dict[str, Tree] = field(factory=dict)
    segments: dict[str, Tree] = field(factory=dict)
    sources: dict[str, Tree] = field(factory=dict)
    indicators: dict[str, Indicator] = field(factory=dict)
    pairs: Tree = field(factory=dict)
    teams: dict[str, Team] = field(factory=dict)
    actions: dict[str, Tree] = field(factory=dict)
    unread: list[Remark] = field(factory=list)
    notes: list[Remark] = field(factory=list)
    read: set[Place] = field(factory=set)
    above: list[Place] = field(factory=list)

    def leave(self, cell: Cell, text: str, reason: Words) -> None:
        """List a part of a cell as unread."""
        self.unread.append(Remark(place=cell.place, text=text, reason=reason))

    def note(self, cell: Cell, text: str, reason: Words) -> None:
        """Say what was assumed of a cell that was read."""
        remark = Remark(place=cell.place, text=text, reason=reason)
        if remark not in self.notes[-50:]:
            self.notes.append(remark)

    def state(self, tree: Tree, key: str, text: str, cell: Cell) -> None:
        """State a value; another one than a cell has stated before is listed."""
        known = tree.setdefault(key, Noted(text, cell.place))
        if "".join(known.text.split()) != "".join(text.split()):
            reason = words(
                "`{key}` is `{text}` already, from {place}: which one holds?",
                "`{key}` 在 {place} 已写为 `{text}`：不知以哪个为准",
                key=key,
                text=known.text,
                place=known.place,
            )
            self.leave(cell, text, reason)

    def indicator(
        self, title: str, cell: Cell, perspective: str | None, *, is_declared: bool = False
    ) -> Indicator:
        """The indicator of exactly that title; a new one where there is none."""
        known = {key: one.names for key, one in self.indicators.items()}
        found = meaning(title, known, is_loose=False).key
        if found is not None:
            if tokens(title) not in self.indicators[found].names:
                self.indicators[found].call(title)
            return self.indicators[found]
        key = key_of(title, self.indicators)
        plain = short(title)
        shown = bare(title) if plain is not None else title
        one = Indicator(
            key=key, title=shown, place=cell.place, perspective=perspective, is_declared=is_declared
        )
        one.metric["title"] = Noted(shown, cell.place)
        one.names |= forms(title, shown)
        for name in (plain, bare(shown)):
            if name and tokens(name) != tokens(shown):
                one.call(name)
        if perspective is not None:
            one.metric["perspective"] = perspective
        self.indicators[key] = one
        return one

    def perspective(self, title: str, cell: Cell) -> str:
        """Key of the perspective of a title; a new one where there is none."""
        return _named(self.perspectives, title, cell, set(forms(title)))

    def source(self, title: str, cell: Cell) -> str:
        """Key of the source of a title; a new one where there is none."""
        return _named(self.sources, title, cell, {tokens(title)})

    def team(self, title: str, cell: Cell) -> Team:
        """The team of exactly that title; a new one where there is none."""
        found = meaning(title, {key: one.names for key, one in self.teams.items()}, is_loose=False).key
        if found is not None:
            self.teams[found].call(title)
            return self.teams[found]
        key = key_of(title, self.teams)
        self.teams[key] = Team(
            key=key, title=title, tree={"title": Noted(title, cell.place)}, names=set(forms(title))
        )
        return self.teams[key]

    def known_team(self, name: str) -> Team | None:
        """The one team that a name means, with words left out where no other team could be meant."""
        found = meaning(name, {key: one.names for key, one in self.teams.items()}, is_loose=True)
        if found.key is None:
            return None
        team = self.teams[found.key]
        team.call(name)
        return team

    def set_number(self, one: Indicator, field_name: str, amount: Amount, cell: Cell) -> None:
        """State a number of a goal; one that differs from what another cell states is listed."""
        known = one.numbers.get(field_name)
        if field_name == "target" and one.target is None:
            one.target = amount
        if field_name == "baseline" and one.target is not None and not amount.is_beside(one.target):
            self.leave(cell, f"{amount.name} {amount.text}".strip(), unlike_scales(amount, one.target))
            return
        if known is None:
            one.numbers[field_name] = amount.value
            one.goal[field_name] = Noted(amount.text, cell.place)
            return
        if not (known.same_value(amount.value) or known.base == amount.value.base):
            self.state(one.goal, field_name, amount.text, cell)

    def titles(self, keys: Iterable[str]) -> tuple[str, ...]:
        """The titles of indicators."""
        return tuple(self.indicators[key].title for key in keys)


def unlike_scales(amount: Amount, other: Amount) -> Words:
    """Why a number beside another of the same thing is not read: only one of them has a scale word."""
    return words(
        "beside `{other}`, is `{text}` meant as it stands, or on the same scale?",
        "旁边是 `{other}`：不知 `{text}` 就是这个数，还是同一量级",
        other=other.text,
        text=amount.text,
    )


def _named(nouns: dict[str, Tree], title: str, cell: Cell, wanted: set[Tokens]) -> str:
    """Key of the noun that goes by one of the wanted names; a new one where there is none."""
    shown = " ".join(title.split())
    for key, tree in nouns.items():
        if wanted & tree["names"]:
            if tokens(title) not in tree["names"]:
                tree["names"] |= {tokens(title)}
                tree.setdefault("aka", []).append(shown)
            return key
    key = key_of(title, nouns)
    nouns[key] = {"title": Noted(title, cell.place), "names": wanted}
    return key
