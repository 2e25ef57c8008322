"""A scorecard as text for a terminal: what needs a look, then every goal on a line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import repeat
from typing import Final

from ..finding import Lang
from ..scorecard.card import Scorecard
from ..view.line import EMPTY, Line, Piece, Style, line, packed, rendered, wrap
from ..view.table import Cell, Column, row_blocks
from .arrange import By, Place, arranged, troubles
from .bar import bar, sparkline
from .note import facts, notes, worsened
from .risk import risks, unknown
from .silence import silences
from .told import Told

TOP: Final = 5
_STYLES: Final[Mapping[str, Style]] = {
    "achieved": "note",
    "off_track": "error",
    "at_risk": "warning",
    "unknown": "faint",
    "not_started": "faint",
}
_GAP: Final = 2
_TITLE: Final = 16
"""Columns to which titles are narrowed before a column is left out."""
_YIELD: Final = ("year", "trend", "due", "bar", "pace", "words", "attainment")
"""What is left out where there is no room, the first first: columns, bars, names of methods and bases."""


def to_text(
    card: Scorecard,
    lang: Lang = "en",
    *,
    by: By = "perspective",
    room: int = 100,
    color: bool = False,
    top: int = TOP,
) -> str:
    """A scorecard for a person at a terminal.

    Args:
        card: The scorecard.
        lang: `en` or `zh`.
        by: The headings: `perspective`, `team` or `none`.
        room: Terminal columns in all.
        color: Write ANSI colours.
        top: How many of the goals that need a look are told first.

    Raises:
        UsageError: There is no such arrangement.
    """
    return "\n".join(rendered(card_lines(card, lang, by=by, room=room, top=top), color=color)) + "\n"


def card_lines(
    card: Scorecard, lang: Lang = "en", *, by: By = "perspective", room: int = 100, top: int = TOP
) -> list[Line]:
    """The lines of `to_text`."""
    told = Told(card, lang)
    return [
        *_head(told, room),
        *_look(told, room, top),
        *_risks(told, room),
        *_silences(told, room),
        *_goals(told, by, room, {score.key for score in troubles(card)[:top]}),
        *_objectives(told, room),
        *_legend(told, room),
    ]


def _head(told: Told, room: int) -> list[Line]:
    return [
        *(line(Piece(text, "strong")) for text in wrap(told.heading_line(), room)),
        *(line(Piece(text)) for text in packed(told.counts(), room)),
    ]


def _look(told: Told, room: int, top: int) -> list[Line]:
    say, found = told.say, troubles(told.card)
    if not found:
        return [EMPTY, line(Piece(say("Nothing needs a look.", "没有需要关注的目标。")))]
    lines = [EMPTY, line(Piece(say("Needs a look", "需要关注"), "strong"))]
    if news := worsened(told):
        lines += [line("  ", Piece(text)) for text in wrap(news, room - 2)]
    for score in found[:top]:
        head = f"{told.status(score.status)}  {say.goal(score.key)}"
        for at, text in enumerate(wrap(head, room - 2)):
            style = _STYLES.get(score.status, "") if not at else ""
            lines.append(
                line("  ", Piece(text, style), Piece(f"  · {told.answers(score)}" if not at else "", "faint"))
            )
        for fact in facts(told, score):
            lines += [line("      ", Piece(text)) for text in wrap(fact, room - 6)] if fact else []
    if len(found) > top:
        lines.append(line("  ", Piece(told.more(len(found) - top), "faint")))
    return lines


def _risks(told: Told, room: int) -> list[Line]:
    """The risks whose conditions hold; nothing where the plan has no conditions."""
    found, open_ = risks(told), unknown(told)
    if not found and not open_:
        return []
    lines = [EMPTY, line(Piece(told.say("Risks whose condition holds", "条件成立的风险"), "strong"))]
    for one in found:
        lines += [line("  ", Piece(text, "warning")) for text in wrap(one.name, room - 2)]
        lines += [line("      ", Piece(text, "faint")) for text in wrap(one.action, room - 6)]
        lines += [line("      ", Piece(text)) for fact in one.facts for text in wrap(fact, room - 6)]
    return [*lines, *(line("  ", Piece(text, "faint")) for text in (wrap(open_, room - 2) if open_ else []))]


def _silences(told: Told, room: int) -> list[Line]:
    found = silences(told)
    if not found:
        return []
    title = line(Piece(told.say("Data that has not come", "没有到的数据"), "strong"))
    return [EMPTY, title, *(line("  ", Piece(text)) for one in found for text in wrap(one, room - 2))]


def _goals(told: Told, by: By, room: int, known: Collection[str]) -> list[Line]:
    """Every goal; what is known of one from above is not said again."""
    groups = arranged(told.card, by)
    places = [place for found in groups.values() for place in found]
    blocks = iter(_table(told, places, room))
    lines = [EMPTY, *next(blocks)]
    for key, found in groups.items():
        if by != "none":
            lines += [EMPTY, line(Piece(told.heading(by, key, len(groups)), "strong"))]
        for place in found:
            lines += next(blocks)
            lines += [] if place.score.key in known else _notes(told, place, room)
    return lines


def _table(told: Told, places: Sequence[Place], room: int) -> list[list[Line]]:
    """The heading row and a row for each goal, in columns; what does not fit is left out."""
    out: set[str] = set()
    columns = _columns(told, places, out)
    for name in _YIELD:
        fixed = sum(_wide(cells) + _GAP for title, cells in columns.items() if title != "title")
        if fixed + min(_wide(columns["title"]), _TITLE) <= room:
            break
        out.add(name)
        columns = _columns(told, places, out)
    layout = [
        Column(
            side="right" if name in ("due", "pace", "year") else "left",
            least=_TITLE if name == "title" else 0,
        )
        for name in columns
    ]
    return row_blocks(list(zip(*columns.values(), strict=True)), layout, room, gap=_GAP)


def _wide(cells: Iterable[Cell]) -> int:
    return max(Piece(cell.text).width for cell in cells)


def _columns(told: Told, places: Sequence[Place], out: Collection[str]) -> dict[str, list[Cell]]:
    """The columns by name, with their headings; without what is left out."""
    say = told.say
    scores = [place.score for place in places]
    looks: list[Style] = [_STYLES.get(score.status, "") for score in scores]
    adverse: list[Style] = [
        look if score.favour == "adverse" else "" for look, score in zip(looks, scores, strict=True)
    ]
    methods = [told.method(score) if "words" not in out else "" for score in scores]
    bases = [told.basis(score) if "words" not in out else "" for score in scores]
    reached = [_padded(told.attainment(score), 6) for score in scores]
    if "bar" not in out:
        reached = [f"{bar(score.attainment)} {text}" for score, text in zip(scores, reached, strict=True)]
    columns = {
        "status": _column(say("status", "状态"), [told.status(score.status) for score in scores], looks),
        "title": _column(say("goal", "目标"), [f"{'  ' * p.depth}{told.title(p)}" for p in places]),
        "value": _column(
            say("value / target", "实际 / 目标"),
            _joined([told.value(s, is_bare=True) for s in scores], [f"/ {told.target(s)}" for s in scores]),
        ),
        "attainment": _column(say("attainment", "达成率"), _joined(reached, methods), looks),
        "due": _column(say("due by now", "当前应达"), [told.expected(score) for score in scores]),
        "deviation": _column(
            say("deviation", "偏差"), _joined([told.deviation(s) for s in scores], bases), adverse
        ),
        "pace": _column(say("pace", "节奏"), [told.pace(score) for score in scores]),
        "year": _column(say("on year", "同比"), [told.year(score) for score in scores]),
        "trend": _column(say("trend", "走势"), [sparkline(score.trend) for score in scores]),
    }
    empty = {"year"} if not any(cell.text for cell in columns["year"][1:]) else set()
    return {name: cells for name, cells in columns.items() if name not in out and name not in empty}


def _column(title: str, texts: Iterable[str], styles: Iterable[Style] | None = None) -> list[Cell]:
    looks: Iterable[Style] = styles if styles is not None else repeat("")
    return [Cell(title, "faint"), *(Cell(text, look) for text, look in zip(texts, looks, strict=False))]


def _joined(lefts: Sequence[str], rights: Sequence[str]) -> list[str]:
    """Two texts in one cell, the first flush right."""
    wide = max((Piece(text).width for text in lefts), default=0)
    return [f"{_padded(left, wide)} {right}".rstrip() for left, right in zip(lefts, rights, strict=True)]


def _padded(text: str, wide: int) -> str:
    return " " * max(0, wide - Piece(text).width) + text


def _notes(told: Told, place: Place, room: int) -> list[Line]:
    indent = 12 + 2 * place.depth
    found = list(notes(told, place.score))
    return [line(" " * indent, Piece(text, "faint")) for note in found for text in wrap(note, room - indent)]


def _objectives(told: Told, room: int) -> list[Line]:
    found = told.objectives
    if not found:
        return []
    rows = []
    for one in found:
        style = _STYLES.get(one.status, "")
        reached, goals = told.bundle(one)
        shown = f"{bar(one.attainment)} {_padded(reached, 6)}"
        rows.append(
            (
                Cell(told.status(one.status), style),
                Cell(told.say.title(one.key)),
                Cell(shown, style),
                Cell(goals),
            )
        )
    layout = (Column(), Column(least=12), Column(), Column(least=20))
    blocks = row_blocks(rows, layout, room, gap=_GAP)
    title = line(Piece(told.say("Objectives", "目标组"), "strong"))
    return [EMPTY, title, *(text for block in blocks for text in block)]


def _legend(told: Told, room: int) -> list[Line]:
    return [EMPTY, *(line(Piece(text, "faint")) for text in packed(told.legend(), room))]
