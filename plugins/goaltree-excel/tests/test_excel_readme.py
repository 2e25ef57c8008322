"""The page of the plugin says what is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from excel_book import EXAMPLE, book, reread

import goaltree as gt
from goaltree.testing import PlanBuilder
from goaltree.workbook.limits import Limits
from goaltree_excel import ExcelExporter, actuals, template
from goaltree_excel.goal_sheet import GOALS
from goaltree_excel.layout import MORE
from goaltree_excel.workbook import FILE_BYTES

README = Path(__file__).parents[1] / "README.md"
PAGE = " ".join(README.read_text(encoding="utf-8").split())


def test_the_limits_of_the_page_are_those_of_the_reader():
    """Bytes, unpacked bytes, their ratio and the number of parts are what the program refuses by."""
    limits = Limits()
    size, unpacked = FILE_BYTES // 2**20, limits.unpacked // 2**20
    said = f"more than {size} MB, {unpacked} MB unpacked, {limits.ratio} times their size or {limits.parts:,} parts"
    assert said in PAGE


@pytest.mark.parametrize(("digits", "is_read"), [(15, True), (16, False)])
def test_a_name_may_have_as_many_digits_as_the_page_says(tmp_path, digits, is_read):
    """Of more than fifteen digits the last ones are not those that were typed."""
    assert "a number of more than fifteen digits as a name" in PAGE
    plan = PlanBuilder().segment("store", "1", open=True).goal("sales", target="1亿").plan()
    rows = [["metric", "store", "period", "value"], ["sales", int("7" * digits), "2025-01", 1]]
    assert bool(actuals(plan, str(book(tmp_path / "a.xlsx", S=rows))).observations) is is_read


def test_the_numbers_of_the_page_are_those_of_the_example():
    """What the page shows as an amount and as a share stands in the workbook of the example, in such formats."""
    plan = gt.read(EXAMPLE / "plan")
    card = gt.evaluate(plan, gt.observe(plan, EXAMPLE / "data" / "synthetic-2025H1.csv"), as_of="2025-06-30")
    cells = [
        cell for row in reread(ExcelExporter(lang="zh").write(card))["计分卡"].iter_rows() for cell in row
    ]
    amounts = {f"{cell.value / 1e8:.2f}亿元" for cell in cells if cell.number_format == '0\\.00,,"亿元"'}
    shares = {f"{cell.value:.1%}" for cell in cells if cell.number_format == "0.0%"}
    amount, share = re.search(r"formats that show them as (\S+) or ([^;]+);", PAGE).groups()
    assert amount in amounts
    assert share in shares


@pytest.mark.parametrize(
    ("section", "words"), [(GOALS, ("part of", "dimension", "member")), (MORE, ("More",))]
)
def test_the_page_names_what_the_workbook_has(section, words):
    """Headings and sheets go by the names of the page."""
    names = {section.sheet.en.casefold(), *(column.head.en.casefold() for column in section.columns)}
    assert all(f"*{word}*" in PAGE and word.casefold() in names for word in words)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_place_of_the_page_is_a_cell_for_a_target(lang):
    """The finding at `plan.xlsx!目标!I24` is about something that a template has there."""
    column = re.search(r"findings at plan\.xlsx!目标!([A-Z])\d+", PAGE)[1]
    page = reread(template(lang))["目标" if lang == "zh" else "Goals"]
    assert page[f"{column}1"].value in {"目标值", "Target"}
