"""Addresses of cells, as workbooks write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.workbook.address import cell_at, cell_name, place_of, range_at, sheet_and_cell


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_an_address_leads_back_to_its_cell(row, column):
    """Addresses and positions are two names for the same."""
    assert cell_at(cell_name(row, column)) == (row, column)


@given(st.text(min_size=1).filter(lambda text: not set("[]:*?/\\") & set(text)), st.integers(1, 99))
def test_a_place_leads_back_to_sheet_and_cell(sheet, row):
    """A sheet of any name, quotes and exclamation marks in it, is found again."""
    assert sheet_and_cell(place_of(sheet, row, 2)) == (sheet, row, 2)


@pytest.mark.parametrize(
    ("place", "name"),
    [("Goals", "Goals!B7"), ("目标", "目标!B7"), ("a b", "'a b'!B7"), ("it's", "'it''s'!B7")],
)
def test_a_place_reads_as_excel_writes_it(place, name):
    """Names with spaces stand in quotes, as Excel has them."""
    assert place_of(place, 7, 2) == name


@pytest.mark.parametrize(
    ("text", "wanted"), [("A1:B3", (1, 1, 3, 2)), ("$B$2", (2, 2, 2, 2)), ("B3:A1", None), ("x", None)]
)
def test_a_range_has_four_ends(text, wanted):
    """A range names its first and last cell, in order."""
    assert range_at(text) == wanted
