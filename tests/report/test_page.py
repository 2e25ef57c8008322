"""Pages as text and as Markdown: nothing is lost, nothing acts, what is alike lines up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.rendering.terminal import tame, width
from goaltree.report.page import NOTHING, Datum, Field, Item, Page, Section, Table
from goaltree.report.page_markdown import page_markdown
from goaltree.report.page_text import page_text

from .review_sample import PAYLOADS
from .test_report_files import tables

TEXTS = st.text("ab 中文，-1|#*", min_size=1, max_size=24).map(str.strip).filter(bool)
PLACES = st.sampled_from(["row", "beneath", "either"])


def fields(count: int):
    """Columns with headings that are told apart."""
    return st.tuples(*(st.builds(Field, title=st.just(f"h{at}"), place=PLACES) for at in range(count)))


@st.composite
def page_of_tables(draw: st.DrawFn) -> Page:
    """Pages with one table or two of the same columns; the first column is always in the row."""
    count = draw(st.integers(2, 5))
    columns = (Field(title="first"), *draw(fields(count - 1)))
    sections = []
    for number in range(draw(st.integers(1, 2))):
        cells = st.tuples(*(TEXTS.map(Datum) for _ in range(count)))
        rows = tuple(draw(st.lists(cells, min_size=1, max_size=3)))
        sections.append(Section(heading=f"s{number}", table=Table(fields=columns, rows=rows)))
    return Page(title="page", sections=tuple(sections))


def squeezed(text: str) -> str:
    """A text without the blanks and breaks of a layout."""
    return "".join(text.split())


@given(page_of_tables(), st.sampled_from([60, 80, 120]))
def test_every_cell_is_told_on_a_terminal(page: Page, room: int) -> None:
    """Wherever a column stands, each of its texts is there, in characters that a terminal shows, within its room."""
    shown = page_text(page, room=room)
    assert all(width(line) <= room for line in shown.splitlines())
    letters = squeezed(shown)
    for section in page.sections:
        assert section.table is not None
        for row in section.table.rows:
            for cell in row:
                assert all(char in letters for char in squeezed(tame(cell.text)))


@given(page_of_tables())
def test_short_cells_are_told_as_they_are(page: Page) -> None:
    """Where there is room for all, a cell is one piece of its line, and each table has its heading once."""
    lines = page_text(page, room=400).splitlines()
    cells = [cell.text for one in page.sections if one.table for row in one.table.rows for cell in row]
    assert all(any(tame(cell) in line for line in lines) for cell in cells)
    assert sum(line.startswith("  first") for line in lines) == len(page.sections)


@given(page_of_tables())
def test_markdown_has_every_cell_in_its_column(page: Page) -> None:
    """A CommonMark parser finds the rows as they are, whatever a terminal would put beneath them."""
    rows, _ = tables(page_markdown(page))
    wanted = []
    for section in page.sections:
        assert section.table is not None
        wanted.append([field.title for field in section.table.fields])
        wanted += [[cell.text for cell in row] for row in section.table.rows]
    assert rows == wanted


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_acts_in_markdown_or_on_a_terminal(payload: str) -> None:
    """No text of people becomes a heading, a list, a link, HTML, a command, or leaves its cell, wherever it stands."""
    table = Table(
        fields=(Field(title=payload), Field(title="b", place="beneath")),
        rows=((Datum(payload), Datum(payload)),),
    )
    page = Page(
        title=payload,
        facts=(payload,),
        sections=(
            Section(
                heading=payload,
                note=payload,
                items=(Item(text=payload, facts=(payload,)), Item(text=payload, style="error")),
                table=table,
                rest=(payload,),
            ),
        ),
    )
    text = page_markdown(page)
    rows, others = tables(text)
    assert [len(row) for row in rows] == [2, 2]
    assert len(others) == 8
    assert text.count("\n# ") == 0 and text.count("\n## ") == 1
    shown = page_text(page, room=100, color=False)
    assert "\x1b" not in shown and "\u202e" not in shown and "##" not in shown
    assert not any(line.lstrip().startswith("::") for line in shown.splitlines())


def test_what_does_not_fit_goes_beneath_the_last_first() -> None:
    """Columns that may leave the row do so from the last on, until it fits; what is nothing is not told beneath."""
    columns = (
        Field(title="goal"),
        Field(title="x", place="either"),
        Field(title="y", place="either"),
        Field(title="z", place="beneath"),
    )
    row = (Datum("a" * 30), Datum("b" * 20), Datum("c" * 20), Datum(NOTHING))
    page = Page(title="t", sections=(Section(heading="s", table=Table(fields=columns, rows=(row,))),))
    assert "y: " + "c" * 20 in page_text(page, room=60)
    assert "x: " not in page_text(page, room=60)
    assert "y: " not in page_text(page, room=100)
    assert NOTHING not in page_text(page, room=100)


def test_what_is_missing_alike_is_said_once() -> None:
    """Two columns that wait to be filled in share one word beneath a row."""
    columns = (
        Field(title="goal"),
        Field(title="cause", place="beneath"),
        Field(title="answer", place="beneath"),
    )
    row = (Datum("a"), Datum("(none)", is_missing=True), Datum("(none)", is_missing=True))
    page = Page(title="t", sections=(Section(heading="s", table=Table(fields=columns, rows=(row,))),))
    assert "cause/answer: (none)" in page_text(page)
