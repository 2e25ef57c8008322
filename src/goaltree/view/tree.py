"""The goal tree as text: from the company's perspectives to each team's key metrics."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from attrs import frozen

from ..finding import Lang
from ..model.plan import Plan
from .branch import DEEP, Branch, branches_of
from .company import counts, heading
from .line import EMPTY, Line, Piece, Style, line, packed, shorten, wrap
from .speech import Speech, around

_AGAIN: Final = "↺"
_TICKS: Final = {"cut": "─", "of_which": "┄", "driver": "ƒ", "alignment": "◂"}
_LEAST: Final = (18, 28), (10, 20)
"""Widths of the owner's and the name's column: what they first yield to, then what they yield to at last."""


@frozen(kw_only=True)
class _Row:
    head: str
    tail: str
    name: str
    note: str
    baseline: str
    target: str
    growth: str
    owner: str
    short_owner: str
    is_again: bool
    is_top: bool


def tree_lines(plan: Plan, *, lang: Lang = "en", room: int = 100, keys: bool = False) -> list[Line]:
    """The whole tree with baselines, targets, stated growth and owners, and a line of counts.

    Args:
        plan: The plan.
        lang: Language of titles and labels.
        room: Terminal columns in all.
        keys: Show the key of each goal beside its title.

    Raises:
        CycleError: Goals depend on themselves.
    """
    say = Speech(plan, lang)
    groups = [(key, list(_rows(plan, branches, say, keys=keys))) for key, branches in branches_of(plan)]
    widths = _widths([row for _, rows in groups for row in rows], room)
    lines = [*heading(plan, say, room), *counts(plan, say, room)]
    if not groups:
        lines += [EMPTY, line(Piece(say("No goal could be read.", "没有能读到的目标。"), "warning"))]
    for key, rows in groups:
        title = (
            say.perspective(key)
            if key
            else say("Other goals", "其他目标")
            if len(groups) > 1
            else say("Goals", "目标")
        )
        lines += [EMPTY, line(Piece(title, "strong"))]
        for row in rows:
            lines += _drawn(row, widths)
    return [*lines, EMPTY, *_legend(groups, say, room)]


def _rows(plan: Plan, branches: list[Branch], say: Speech, *, keys: bool) -> Iterator[_Row]:
    for branch in branches:
        goal = plan.goals.get(branch.key)
        head, tail = _guides(branch)
        yield _Row(
            head=head,
            tail=tail,
            name=_name(plan, branch, say),
            note=_note(plan, branch, say, keys=keys),
            baseline=say.number(goal.baseline) if goal else "",
            target=say.number(goal.target) if goal else "",
            growth=say.change(goal.growth) if goal and not branch.is_again else "",
            owner=_owner(plan, branch.key, say.team) if goal and not branch.is_again else "",
            short_owner=_owner(plan, branch.key, say.short_team) if goal and not branch.is_again else "",
            is_again=branch.is_again,
            is_top=branch.edge is None,
        )


def _guides(branch: Branch) -> tuple[str, str]:
    if branch.edge is None:
        return "", ""
    above = "".join("│  " if goes_on else "   " for goes_on in branch.guides[:-1])
    if branch.depth > DEEP:
        above = f"+{branch.depth - DEEP} {above}"
    kind = "of_which" if branch.edge.partial else branch.edge.kind
    goes_on = branch.guides[-1]
    return f"{above}{'├' if goes_on else '└'}{_TICKS[kind]} ", f"{above}{'│' if goes_on else ' '}  "


def _name(plan: Plan, branch: Branch, say: Speech) -> str:
    edge = branch.edge
    key = branch.key
    if key not in plan.goals:
        bare = key.removeprefix("metrics.").removeprefix("objectives.")
        return say.title(bare)
    if edge is not None and edge.kind != "cut" and key in plan.parents:
        return say.goal(key)
    return say.title(key)


def _note(plan: Plan, branch: Branch, say: Speech, *, keys: bool) -> str:
    edge = branch.edge
    notes = []
    if keys:
        notes.append(branch.key)
    if edge is not None and edge.kind == "cut" and branch.is_first:
        dimension = say.dimension(edge.dimension)
        notes.append(
            say(f"of which by {dimension}", around("其中按", dimension))
            if edge.partial
            else say(f"by {dimension}", around("按", dimension))
        )
    if edge is not None and edge.weight is not None:
        notes.append(f"×{float(edge.weight):g}")
    if edge is not None and edge.lag:
        notes.append(say(f"{edge.lag} back", f"前 {edge.lag} 期"))
    if branch.key not in plan.goals:
        notes.append(
            say("metric", "指标")
            if branch.key.removeprefix("metrics.") in plan.metrics
            else say("objective", "目标组")
        )
    if branch.is_again:
        notes.append(_AGAIN)
    return " · ".join(notes)


def _owner(plan: Plan, key: str, named: Callable[[str], str]) -> str:
    owner = plan.owner(key)
    teams = (owner,) if owner is not None else plan.carriers.get(key, ())
    return " + ".join(named(team) for team in teams) or "—"


@frozen(kw_only=True)
class _Widths:
    name: int
    baseline: int
    target: int
    growth: int
    owner: int
    is_short: bool
    room: int


def _widths(rows: list[_Row], room: int) -> _Widths:
    def widest(texts: Iterator[str]) -> int:
        return max((Piece(text).width for text in texts), default=0)

    baseline = widest(row.baseline for row in rows)
    target = widest(row.target for row in rows)
    growth = widest(row.growth for row in rows)
    owner = widest(row.owner for row in rows)
    short = widest(row.short_owner for row in rows)
    name = widest(f"{row.head}{row.name}  {row.note}" if row.note else row.head + row.name for row in rows)
    numbers = sum(wide + 2 for wide in (baseline, target + 2 if target else 0, growth) if wide)
    is_short = name + owner + numbers + 2 > room
    owner = short if is_short else owner
    excess = name + owner + numbers + 2 - room
    deepest = widest(row.head for row in rows) + 8
    for least_owner, least_name in _LEAST:
        taken = max(0, min(excess, owner - least_owner))
        owner, excess = owner - taken, excess - taken
        taken = max(0, min(excess, name - max(least_name, deepest)))
        name, excess = name - taken, excess - taken
    return _Widths(
        name=name, baseline=baseline, target=target, growth=growth, owner=owner, is_short=is_short, room=room
    )


def _drawn(row: _Row, widths: _Widths) -> list[Line]:
    space = (widths.name if row.target or row.baseline or row.owner else widths.room) - Piece(row.head).width
    notes = f"  {row.note}" if row.note else ""
    if row.is_again and Piece(row.name + notes).width > space:
        notes = f"  {_AGAIN}"
    if row.is_again:
        titled = [shorten(row.name, max(8, space - Piece(notes).width))]
    else:
        titled = wrap(row.name, max(8, space))
    fits = Piece(titled[-1] + notes).width <= space
    lines = []
    for level, text in enumerate(titled):
        guide = Piece(row.tail if level else row.head, "faint")
        noted = Piece(notes if fits and level == len(titled) - 1 else "", "faint")
        title = Piece(text, "faint" if row.is_again else "strong" if row.is_top else "")
        cells = _numbers(row, widths) if level == 0 else ()
        blank = (
            Piece(" " * max(0, widths.name - guide.width - title.width - noted.width)) if cells else Piece("")
        )
        lines.append(line(guide, title, noted, blank, *cells))
    if notes and not fits:
        room = max(8, widths.name - Piece(row.tail).width)
        lines += [line(Piece(row.tail, "faint"), Piece(text, "faint")) for text in wrap(row.note, room)]
    return lines


def _numbers(row: _Row, widths: _Widths) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    style: Style = "faint"
    if widths.baseline:
        pieces += [Piece(" " * (2 + widths.baseline - Piece(row.baseline).width)), Piece(row.baseline, style)]
    if widths.target:
        arrow = "→ " if row.baseline and row.target else "  "
        pieces += [Piece("  "), Piece(arrow, style), Piece(row.target, style if row.is_again else "")]
        pieces.append(Piece(" " * (widths.target - Piece(row.target).width)))
    if widths.growth:
        pieces += [Piece(" " * (2 + widths.growth - Piece(row.growth).width)), Piece(row.growth, style)]
    owner = shorten(row.short_owner if widths.is_short else row.owner, widths.owner)
    return (*pieces, Piece("  "), Piece(owner, "warning" if owner == "—" else "")) if owner else tuple(pieces)


def _legend(groups: list[tuple[str | None, list[_Row]]], say: Speech, room: int) -> list[Line]:
    rows = [row for _, rows in groups for row in rows]
    heads = {row.head[-2] for row in rows if len(row.head) > 1}
    told = [
        ("─", say("part of a whole", "分项")),
        ("┄", say("some of the parts", "其中（部分分项）")),
        ("ƒ", say("in the formula", "公式中的项")),
        ("◂", say("serves it", "支撑它的目标")),
    ]
    words = [f"{mark} {text}" for mark, text in told if mark in heads]
    if any(row.is_again for row in rows):
        words.append(say("↺ listed in full elsewhere", "↺ 别处已列全"))
    if any(row.owner == "—" for row in rows):
        words.append(say("— carried by nobody", "— 无人承担"))
    return [line(Piece(text, "faint")) for text in packed(words, room)]
