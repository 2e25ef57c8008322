"""The goal tree as text: from the company's perspectives to each team's key metrics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from attrs import frozen

from ..finding import Lang
from ..model.plan import Plan
from ..model.tree import Edge, Tree
from .company import by_perspective, counts, heading, perspective_of, top_goals
from .line import EMPTY, Line, Piece, Style, line, packed, shorten, wrap
from .speech import Speech

_AGAIN: Final = "↺"
_TICKS: Final = {"cut": "─", "of_which": "┄", "driver": "ƒ", "alignment": "◂"}
_DEEP: Final = 6
"""Levels whose guides are drawn; how many stand above them is told as a number."""
_LEAST: Final = (18, 28), (10, 20)
"""Widths of the owner's and the name's column: what they first yield to, then what they yield to at last."""


@frozen(kw_only=True)
class Branch:
    """One line of the tree.

    Attributes:
        key: The node.
        depth: How many levels stand above it.
        guides: For each of the nearest levels, whether that branch goes on below.
        edge: What ties it to the line above; `None` at the top.
        is_again: Whether it is listed in full elsewhere.
        is_first: Whether it is the first part of its cut.
    """

    key: str
    depth: int
    guides: tuple[bool, ...]
    edge: Edge | None
    is_again: bool
    is_first: bool


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


def branches_of(plan: Plan) -> list[tuple[str | None, list[Branch]]]:
    """The lines of the tree by perspective; what no company goal leads to comes last.

    Goals that an objective bundles stand under it, the others by themselves.
    """
    tree = Tree.of(plan)
    below = _below(plan, tree)
    objectives = [key for key, noun in tree.nouns.items() if noun == "objective"]
    bundled = {edge.child for key in objectives for edge in below.get(key, ())}
    tops = set(top_goals(plan)) - bundled
    shown: set[str] = set()
    groups: list[tuple[str | None, list[Branch]]] = []
    for perspective, goals in _roots(plan, objectives, bundled).items():
        groups.append((perspective, [b for key in goals for b in _grown(key, below, tops, shown)]))
    left = [branch for key in plan.goals if key not in shown for branch in _grown(key, below, tops, shown)]
    if left and groups and groups[-1][0] is None:
        groups[-1][1].extend(left)
    elif left:
        groups.append((None, left))
    return groups


def _roots(plan: Plan, objectives: list[str], bundled: set[str]) -> Mapping[str | None, list[str]]:
    """What stands at the top, by perspective: objectives, then the company's other goals."""
    found: dict[str | None, list[str]] = {key: [] for key in (*plan.perspectives, None)}
    for key in objectives:
        objective = plan.objectives[key.removeprefix("objectives.")]
        goals = [goal for goal in objective.goals if goal in plan.goals]
        inner = perspective_of(plan, goals[0]) if goals else None
        found[objective.perspective if objective.perspective in plan.perspectives else inner].append(key)
    for perspective, goals_here in by_perspective(plan).items():
        found[perspective] += [key for key in goals_here if key not in bundled]
    return {key: roots for key, roots in found.items() if roots}


def _below(plan: Plan, tree: Tree) -> Mapping[str, list[Edge]]:
    """What each node is made of; a child once, by the first of its edges."""
    found: dict[str, dict[str, Edge]] = defaultdict(dict)
    for edge in (*tree.links, *tree.lagged):
        found[edge.parent].setdefault(edge.child, edge)
    order = {key: place for place, key in enumerate(plan.goals)}
    last = len(order)
    kinds = {"cut": 0, "driver": 2, "alignment": 3}

    def place(edge: Edge) -> tuple[int, int]:
        kind = kinds[edge.kind] + edge.partial
        return kind, order.get(edge.child, last) if edge.kind == "alignment" else 0

    return {key: sorted(edges.values(), key=place) for key, edges in found.items()}


def _grown(root: str, below: Mapping[str, list[Edge]], tops: set[str], shown: set[str]) -> Iterator[Branch]:
    stack: list[tuple[str, int, tuple[bool, ...], Edge | None, bool]] = [(root, 0, (), None, False)]
    while stack:
        key, depth, guides, edge, is_first = stack.pop()
        is_again = key in shown or (edge is not None and (key in tops or edge.lag > 0))
        yield Branch(key=key, depth=depth, guides=guides, edge=edge, is_again=is_again, is_first=is_first)
        if is_again:
            continue
        shown.add(key)
        edges = below.get(key, [])
        steps = []
        for at, down in enumerate(edges):
            cut = (down.kind, down.dimension, down.partial)
            before = edges[at - 1] if at else None
            starts = before is None or cut != (before.kind, before.dimension, before.partial)
            nearest = (*guides, at < len(edges) - 1)[-_DEEP:]
            steps.append((down.child, depth + 1, nearest, down, starts))
        stack.extend(reversed(steps))


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
    if branch.depth > _DEEP:
        above = f"+{branch.depth - _DEEP} {above}"
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
            say(f"of which by {dimension}", f"其中按{dimension}")
            if edge.partial
            else say(f"by {dimension}", f"按{dimension}")
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
