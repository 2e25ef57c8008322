"""Lines, wrapping and columns: widths hold for every script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.rendering.terminal import tame, width
from goaltree.view.line import Piece, line, packed, rendered, shorten, titled, wrap
from goaltree.view.table import Cell, Column, lay_out

TEXT = st.text(alphabet="ab c，。（）目标「」e\u0301→é\x1b\u202e\n%", max_size=60)


@given(TEXT, st.integers(min_value=6, max_value=40))
def test_wrapped_lines_fit(text: str, room: int) -> None:
    """No wrapped line takes more columns than it may."""
    assert [part for part in wrap(text, room) if width(part) > room] == []


@given(TEXT, st.integers(min_value=6, max_value=40))
def test_wrapping_loses_nothing_but_blanks(text: str, room: int) -> None:
    """Wrapping keeps every visible character in order."""
    assert "".join(wrap(text, room)).replace(" ", "") == tame(text).replace(" ", "")


@given(TEXT, st.integers(min_value=3, max_value=40))
def test_shortened_text_fits(text: str, room: int) -> None:
    """A shortened text fits, and is untouched where it did."""
    short = shorten(text, room)
    assert width(short) <= room
    assert short == tame(text) or short.endswith("…")


@given(st.lists(st.lists(TEXT, min_size=3, max_size=3), min_size=1, max_size=5), st.integers(40, 90))
def test_rows_fit_and_line_up(texts: list[list[str]], room: int) -> None:
    """Table lines fit the room, whatever stands in them."""
    rows = [[Cell(text) for text in row] for row in texts]
    for text in rendered(
        lay_out(rows, (Column(least=8), Column(side="right"), Column(least=8)), room, indent=2)
    ):
        assert width(text) <= room


def test_columns_line_up_across_scripts() -> None:
    """A column begins at the same terminal column after Chinese and after Latin text."""
    rows = [[Cell("目标"), Cell("x")], [Cell("goal"), Cell("x")], [Cell("e\u0301"), Cell("x")]]
    lines = list(rendered(lay_out(rows, (Column(), Column()), 40)))
    assert {width(text[: text.index("x")]) for text in lines} == {6}


def test_punctuation_stays_with_its_text() -> None:
    """A line never begins with a closing mark and never ends with an opening one."""
    parts = wrap("提交“指标偏差预警表”，共同制定（应对）方案。", 12)
    assert all(part[0] not in "”，）。" and part[-1] not in "“（" for part in parts)


def test_packed_texts_stay_whole() -> None:
    """Texts go one after another; a line breaks between them."""
    assert packed(["one two", "three", "four"], 12) == ["one two", "three   four"]


def test_title_and_facts_share_a_line_where_they_fit() -> None:
    """Facts stand beside the title, or beneath it on a narrow terminal."""
    assert list(rendered(titled("Sales", "core", 40))) == ["Sales  core"]
    assert list(rendered(titled("Sales", "core", 8))) == ["Sales", "core"]


@pytest.mark.parametrize(
    "payload", ["\x1b[31mred", "\x1b]8;;http://e\x1b\\x", "a\nb", "\u202eb", "\r", "\x07", "\x9b2J"]
)
def test_h10_pieces_hold_nothing_that_a_terminal_obeys(payload: str) -> None:
    """What a terminal would obey is spelt out as soon as it becomes part of a line."""
    (text,) = rendered([line(payload)])
    assert text.isprintable()
    (painted,) = rendered([(Piece(payload, "error"),)], color=True)
    assert painted.startswith("\x1b[31m") and painted.endswith("\x1b[0m")
    assert painted[5:-4].isprintable()


def test_a_line_without_any_room_still_ends():
    """Where an indentation leaves less than no room, a text is one character a line, and not an endless loop."""
    assert wrap("ab 访", -1) == wrap("ab 访", 0) == ["a", "b", "访"]
