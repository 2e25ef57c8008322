"""A deviation table goes out as a workbook, is filled in, sorted and added to, and comes back whole."""

from __future__ import annotations

import openpyxl
import pytest

import goaltree as gt
from goaltree.steering.filled import HEADINGS, enter_filled, read_filled
from goaltree_excel.exporter import ExcelExporter

PLAN = gt.loads(
    {
        "goaltree": 1,
        "plan": "shop",
        "title": "=店铺 <2025>",
        "period": 2025,
        "currency": "CNY",
        "goals": {
            key: {
                "title": title,
                "kind": "flow",
                "unit": "元",
                "direction": "up",
                "target": "12亿",
                "phasing": "linear",
                "core": True,
            }
            for key, title in (("sales", "销售额"), ("rent", "=租金"), ("ads", "广告收入"))
        },
        "governance": {
            "deviation": {
                "warning": {"at": "≤-10%", "basis": "level", "answer": "填写偏差预警表"},
                "emergency": {"at": "<-20%", "basis": "level", "goals": "core", "answer": "应急会议"},
            }
        },
    }
)
DATA = [
    {"metric": "sales", "period": "2025-01", "value": "0.5亿"},
    {"metric": "rent", "period": "2025-01", "value": "0.9亿"},
    {"metric": "ads", "period": "2025-01", "value": "0.85亿"},
]
COLUMN = {words.zh: at for at, words in enumerate(HEADINGS.values(), 1)}
HEAD = 4


@pytest.fixture
def card():
    """January, in which all three goals are behind."""
    return gt.evaluate(PLAN, gt.observe(PLAN, DATA), as_of="2025-01-31")


def filled(path, sheet="填写"):
    """The sheet to fill in, and its book."""
    book = openpyxl.load_workbook(path)
    return book, book[sheet]


def test_what_is_typed_comes_back_and_the_next_table_shows_it(tmp_path, card):
    """Filled in, sorted by another column, with a row added in between: every text is in the next table."""
    path, ledger = tmp_path / "january.xlsx", gt.Ledger(tmp_path / "a.ledger")
    path.write_bytes(ExcelExporter(lang="zh").write_pack(gt.pack(card, "monthly")))
    book, sheet = filled(path)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEAD + 1, max_row=HEAD + 3)]
    typed = {"销售额": ("缺货", "补货"), "=租金": ("关店", "=谈判"), "广告收入": ("改版", "")}
    for row in rows:
        name = row[COLUMN["目标或风险"] - 1]
        row[COLUMN["原因"] - 1], row[COLUMN["应对"] - 1] = typed[name]
        row[COLUMN["责任人"] - 1] = "王" if typed[name][1] else None
    added = [None] * len(COLUMN)
    added[COLUMN["目标或风险"] - 1], added[COLUMN["原因"] - 1] = "销售额", "另有：春节"
    rows.sort(key=lambda row: row[COLUMN["目标或风险"] - 1])
    for at, row in enumerate([rows[0], added, *rows[1:]], HEAD + 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(at, column)
            cell.value = value
            if isinstance(value, str) and value.startswith("="):
                cell.data_type = "s"  # as somebody types it behind an apostrophe
    book.save(path)
    table = read_filled(path, PLAN)
    assert table.remarks == ()
    assert len(enter_filled(ledger, table, by="店铺部")) == 6
    month = gt.pack(card, "monthly", notes=ledger.notes())
    told = month.to_text("zh", room=200)
    for text in ("缺货", "补货 · 王", "关店", "=谈判 · 王", "改版"):
        assert text in told
    assert {note.text for note in ledger.notes("sales")} == {"缺货", "补货 · 王", "另有：春节"}
    again = ExcelExporter(lang="zh").write_pack(month)
    path.write_bytes(again)
    assert enter_filled(ledger, read_filled(path, PLAN), by="店铺部") == ()


def test_the_sheet_asks_in_the_readers_language_and_holds_no_formula(tmp_path, card):
    """Headings are those that are read back, blank cells are asked for in colour, and no text became a formula."""
    for lang, name in (("zh", "填写"), ("en", "To fill in")):
        path = tmp_path / f"{lang}.xlsx"
        path.write_bytes(ExcelExporter(lang=lang).write_pack(gt.pack(card, "monthly")))
        _, sheet = filled(path, name)
        heads = [cell.value for cell in sheet[HEAD]]
        assert heads == [words.plain(lang) for words in HEADINGS.values()]
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"]
        asked = [cell.fill.fgColor.rgb for cell in sheet[HEAD + 1]]
        assert [colour == "FFFDE9C9" for colour in asked] == [
            name in ("cause", "answer", "who", "due") for name in HEADINGS
        ]


def test_a_month_without_alerts_has_nothing_to_fill_in(tmp_path):
    """Where no goal is on the ladder there is no second sheet."""
    fine = gt.observe(PLAN, [{**row, "value": "1.2亿"} for row in DATA])
    card = gt.evaluate(PLAN, fine, as_of="2025-01-31")
    path = tmp_path / "fine.xlsx"
    path.write_bytes(ExcelExporter(lang="zh").write_pack(gt.pack(card, "monthly")))
    assert len(openpyxl.load_workbook(path).sheetnames) == 1
