"""What changed between two scorecards, as text and as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ..finding import Lang, Words
from ..model.missing import NA
from ..rendering.markdown import cell
from ..scorecard.comparison import MOVES, Change, Comparison
from ..scorecard.score import Score
from ..view.line import EMPTY, Line, Piece, Style, line, rendered, wrap
from ..view.table import Cell, Column, row_blocks
from .told import Told

_MOVE: Final[Mapping[str, Words]] = {
    "worse": Words("Worse", "变差"),
    "lost": Words("Not known any more", "不再可知"),
    "better": Words("Better", "变好"),
    "found": Words("Known now", "现已可知"),
    "added": Words("New goals", "新增目标"),
    "gone": Words("Gone from the plan", "已从计划中移除"),
    "same": Words("Same status", "状态不变"),
}
_STYLES: Final[Mapping[str, Style]] = {"worse": "error", "lost": "warning", "better": "note"}
_HEADS: Final = (
    Words("status", "状态"),
    Words("goal", "目标"),
    Words("value", "实际"),
    Words("attainment", "达成率"),
)


def change_text(comparison: Comparison, lang: Lang = "en", *, room: int = 100, color: bool = False) -> str:
    """What changed, for a person at a terminal.

    Args:
        comparison: The two scorecards.
        lang: `en` or `zh`.
        room: Terminal columns in all.
        color: Write ANSI colours.
    """
    return "\n".join(rendered(change_lines(comparison, lang, room=room), color=color)) + "\n"


def change_lines(comparison: Comparison, lang: Lang = "en", *, room: int = 100) -> list[Line]:
    """The lines of `change_text`."""
    told = _Then(comparison, lang)
    lines = [line(Piece(text, "strong")) for text in wrap(told.title, room)]
    heads = tuple(Cell(words.plain(lang), "faint") for words in _HEADS)
    groups = told.groups()
    rows = [heads, *(tuple(map(Cell, told.row(one))) for _, found in groups for one in found)]
    layout = (Column(), Column(least=12), Column(), Column())
    blocks = iter(row_blocks(rows, layout, room))
    lines += next(blocks)
    for move, found in groups:
        title = f"{_MOVE[move].plain(lang)} {len(found)}"
        lines += [EMPTY, line(Piece(title, _STYLES.get(move, "strong")))]
        for one in found:
            lines += next(blocks)
            lines += [
                line("    ", Piece(text, "faint"))
                for note in told.restated(one)
                for text in wrap(note, room - 4)
            ]
    return lines


def change_markdown(comparison: Comparison, lang: Lang = "en") -> str:
    """What changed, as a Markdown section with a table."""
    told = _Then(comparison, lang)
    lines = [f"## {cell(told.title)}"]
    heads = [words.plain(lang) for words in _HEADS]
    for move, found in told.groups():
        lines += ["", f"### {_MOVE[move].plain(lang)} {len(found)}", ""]
        lines += [_line(heads), _line(["---"] * len(heads))]
        lines += [_line([cell(text) for text in told.row(one)]) for one in found]
        notes = [note for one in found for note in told.restated(one, is_named=True)]
        lines += ["", *(f"- {cell(note)}" for note in notes)] if notes else []
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


class _Then:
    """A comparison in a language."""

    def __init__(self, comparison: Comparison, lang: Lang) -> None:
        self.comparison = comparison
        self.now = Told(comparison.card, lang)
        self.before = Told(comparison.earlier, lang)
        self.say = self.now.say

    @property
    def title(self) -> str:
        """The heading: both days, and what was known when, where it is said."""
        then, card = self.comparison.earlier, self.comparison.card
        days = f"{then.as_of} → {card.as_of}"
        if then.known_at is None:
            return self.say(f"What changed: {days}", f"变化：{days}")
        return self.say(
            f"What changed: {days} (then: as known at {then.known_at})",
            f"变化：{days}（当时：按 {then.known_at} 所知）",
        )

    def groups(self) -> list[tuple[str, tuple[Change, ...]]]:
        """The goals by how they moved."""
        groups = [(move, self.comparison.of(move)) for move in MOVES]
        return [(move, found) for move, found in groups if found]

    def row(self, one: Change) -> tuple[str, str, str, str]:
        """Status, title, value and attainment, then and now."""
        told = self.now if one.now is not None else self.before
        ends = [
            (teller.status(score.status), teller.value(score), teller.attainment(score))
            for teller, score in ((self.before, one.before), (self.now, one.now))
            if score is not None
        ]
        status, value, attainment = (_arrow([end[at] for end in ends]) for at in range(3))
        points = _points(one.before, one.now)
        return status, told.say.goal(one.key), value, f"{attainment}{points}"

    def restated(self, one: Change, *, is_named: bool = False) -> list[str]:
        """The periods that are told differently now."""
        name = f"{self.say.goal(one.key)}{self.say(': ', '：')}" if is_named else ""
        return [
            name
            + self.say(
                f"{each.period} is now {self._amount(one, each.now, each.before)}, "
                f"was {self._amount(one, each.before, each.now)}",
                f"{each.period} 更正为 {self._amount(one, each.now, each.before)}"
                f"（原为 {self._amount(one, each.before, each.now)}）",
            )
            for each in one.restated
        ]

    def _amount(self, one: Change, number: float, other: float) -> str:
        return self.now.amount(one.key, number, other)


def _arrow(ends: Sequence[str]) -> str:
    """Then and now; once where both are the same."""
    return ends[0] if len(set(ends)) == 1 else " → ".join(ends)


def _points(before: Score | None, now: Score | None) -> str:
    from ..scorecard.shown import share_text

    if before is None or now is None:
        return ""
    if isinstance(before.attainment, NA) or isinstance(now.attainment, NA):
        return ""
    if before.attainment == now.attainment:
        return ""
    return f" ({share_text(now.attainment - before.attainment, signed=True, points=True)})"
