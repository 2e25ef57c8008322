"""Packs as workbooks: every cell of the page is there, numbers as numbers, each as it is told."""

from __future__ import annotations

from datetime import date

import pytest
from excel_book import EXAMPLE, reread

import goaltree as gt
from goaltree_excel import ExcelExporter

KINDS = ("weekly", "monthly", "quarterly", "annual")


@pytest.fixture(scope="module")
def card():
    plan = gt.read(EXAMPLE / "plan")
    return gt.evaluate(plan, gt.observe(plan, EXAMPLE / "data" / "synthetic-2025H1.csv"), as_of="2025-06-30")


@pytest.fixture(scope="module")
def before(card):
    return gt.evaluate(card.plan, card.actuals, as_of=date(2025, 3, 31))


def cells(data):
    """What stands in the sheets of a workbook that are to be read, by another reader."""
    pages = [page for page in reread(data) if page.title not in ("填写", "To fill in")]
    return [cell for page in pages for row in page.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_text_of_the_page_is_there(card, before, kind, lang):
    """Headings, items, facts and cells of the page stand on the sheet; what is a number there is one with a format."""
    pack = gt.pack(card, kind, before=before)
    found = cells(ExcelExporter(lang=lang).write_pack(pack))
    texts = {cell.value for cell in found if isinstance(cell.value, str)}
    numbers = [cell for cell in found if isinstance(cell.value, (int, float))]
    page = pack.page(lang)
    assert page.title in texts
    wanted = 0
    for section in page.sections:
        assert any(text.startswith(section.heading) for text in texts)
        for item in section.items:
            assert f"• {item.text}" in texts and set(item.facts) <= texts
        for row in section.table.rows if section.table is not None else ():
            for cell in row:
                wanted += cell.number is not None
                assert cell.number is not None or not cell.text or cell.text in texts
    assert len(numbers) == wanted
    assert all(cell.number_format not in ("General", "@") for cell in numbers)


def test_every_further_table_has_a_sheet_of_its_own(card, before):
    """The weekly alignment has its moves on the first sheet, and each other table where it can be filtered."""
    book = reread(ExcelExporter(lang="zh").write_pack(gt.pack(card, "weekly", before=before)))
    assert book.sheetnames == ["目标对齐会", "落后的目标", "行动与里程碑", "谁在等谁"]
    assert all(page.auto_filter.ref for page in book.worksheets[1:])
    first = {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    assert {f"→ 工作表「{name}」" for name in book.sheetnames[1:]} <= first


def test_numbers_are_those_of_the_scorecard(card):
    """The deviation table has each goal's target, expectation and value to the fifteenth digit."""
    pack = gt.pack(card, "monthly")
    page = reread(ExcelExporter(lang="zh").write_pack(pack)).worksheets[0]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    head = next(row for row in rows if row[0] == "级别")
    seen = 0
    for one in pack.content.rows:
        if one.goal is None or one.action is not None:
            continue
        title = pack.page("zh").sections[0].table.rows[seen][2].text
        row = next(row for row in rows if row[2] == title)
        score = card[one.goal.goal]
        for name, number in (("当前应达", score.expected), ("实际", score.value), ("目标值", score.target)):
            cell = row[head.index(name)]
            if isinstance(cell, (int, float)):
                assert cell == pytest.approx(number, rel=1e-14, abs=0)
        assert row[head.index("偏差")] == pytest.approx(one.deviation, rel=1e-14)
        seen += 1
    assert seen > 10


def test_export_writes_a_workbook(card, tmp_path):
    """`export` takes the plugin's exporter for a pack, as it does for a scorecard."""
    host = gt.Host(load=["goaltree-excel"])
    path = gt.export(gt.pack(card, "weekly"), tmp_path / "week.xlsx", exporters=host.exporters)
    assert reread(path.read_bytes()).worksheets[0].title == "目标对齐会"
