"""Workbooks as people keep them: merged cells, a header in row 3, totals, hidden rows, formats, broken formulas."""

from __future__ import annotations

import io
import zipfile

import pytest

from goaltree.drafting.draft import draft
from goaltree.drafting.number_format import shown_number
from goaltree.drafting.source import open_bytes
from goaltree.finding import Words

openpyxl = pytest.importorskip(
    "openpyxl", reason="the workbook is made by another library than the one that reads it"
)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A workbook with two sheets."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "目标"
    rows = [
        ["2025 年度经营目标"],
        ["内部资料"],
        ["维度", "指标", "2024 年实际", "2025 目标(亿元)", "增长", "责任部门", "备注"],
        ["增长", "销售额", 10, 12, 0.2, "销售部"],
        [None, "线上销售额", 4.5, 6, 1 / 3, "电商部", "含直播"],
        ["质量", "客户满意度", "85%", 0.9, None, "客服部"],
        [None, "投诉处理时效", "24 小时", "≤12 小时", None, "客服部"],
        [None, "新店数", "20家", "30家", None, "拓展部"],
        ["合计", None, "=SUM(C4:C5)", 18],
    ]
    for row in rows:
        sheet.append(row)
    for merged in ("A1:G1", "A4:A5", "A6:A8"):
        sheet.merge_cells(merged)
    for address, form in {"E4": "0%", "E5": "0.0%", "D6": "0%", "C4": '0.0"亿元"', "C5": "#,##0.00"}.items():
        sheet[address].number_format = form
    sheet.row_dimensions[8].hidden = True
    actions = book.create_sheet("行动")
    actions.append(["行动", "时间", "责任部门", "资源需求", "风险", "应对措施"])
    actions.append(
        ["开新店", "Q2 启动，Q4 完成", "拓展部", "3000 万元；拓展部 20 人", "选址落后", "改开快闪店（Q4）"]
    )
    actions.append(["会员日", "Q3", "电商部", "=A1/0", "参与少", "加大补贴"])
    book.save(path := tmp_path_factory.mktemp("book") / "goals.xlsx")
    return path


@pytest.fixture(scope="module")
def made(path):
    """The draft of the workbook."""
    return draft(path)


def told(made, address):
    """The reasons that are listed for a cell."""
    return [remark.reason.en for remark in made.unread if str(remark.place) == address]


def test_header_below_a_title_is_found(made):
    """The header in row 3 is found; the merged line above it is the plan's title, what else stands there is listed."""
    assert [(m.place, m.role) for m in made.mapping[:7]] == [
        ("目标!A3", "perspective"), ("目标!B3", "result"), ("目标!C3", "baseline"), ("目标!D3", "target"),
        ("目标!E3", "growth"), ("目标!F3", "team"), ("目标!G3", "note"),
    ]  # fmt: skip
    assert str(made.plan.title) == "2025 年度经营目标"
    assert told(made, "目标!A2") == ["it stands above the header"]


def test_numbers_are_those_that_people_see(made):
    """A percent format gives a percentage, a unit in the format or the header stands behind the number."""
    goals = made.plan.goals
    assert {key: str(goal.target) for key, goal in goals.items()} == {
        "sales": "12亿元", "线上销售额": "6亿元", "satisfaction": "90%", "投诉处理时效": "≤12 小时", "新店数": "30家",
    }  # fmt: skip
    assert str(goals["sales"].baseline) == "10亿元"
    assert [str(goals[key].growth) for key in ("sales", "线上销售额")] == ["20%", "33.3%"]


def test_mixed_magnitudes_are_listed(made):
    """4.5 beside a target of 6亿元 may be 4.5 or 4.5亿元: it is listed, and no baseline is drafted."""
    assert "on the same scale" in told(made, "目标!C5")[0]
    assert made.plan.goals["线上销售额"].baseline is None


def test_merged_cells_span_their_rows(made):
    """Every row of a merged perspective belongs to it."""
    assert [goal.perspective for goal in made.plan.goals.values()] == ["增长", "增长", "质量", "质量", "质量"]


def test_total_rows_are_never_read(made):
    """Each cell of the total row is listed."""
    assert all("total row" in told(made, f"目标!{column}9")[0] for column in "ACD")


def test_hidden_rows_are_read_and_told(made):
    """The hidden row is in the draft, and a note says so."""
    assert "新店数" in made.plan.goals
    assert [n.reason.en for n in made.notes if str(n.place) == "目标!B8"] == [
        "4 hidden cell(s) from here on are read like any other"
    ]


def test_formula_without_a_value_is_listed(made):
    """A formula that was never computed is listed with its cell."""
    assert "never stored" in told(made, "行动!D3")[0]
    assert [n.kind for n in made.plan.actions["开新店"].needs] == ["money", "people"]


def test_every_cell_is_counted(made, path):
    """Each cell that holds something, but for the headers, is read or listed, and none twice."""
    book = openpyxl.load_workbook(path)
    heads = {"目标": 3, "行动": 1}
    filled = [
        cell
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and cell.row != heads[sheet.title]
    ]
    assert made.cells.read + made.cells.listed == len(filled)


@pytest.mark.parametrize(
    ("raw", "form", "shown"),
    [
        ("0.45", "0%", "45%"),
        ("0.285", "0%", "28.5%"),
        ("0.333333333333333", "0.0%", "33.3%"),
        ("3.8", '0.0"亿"', "3.8亿"),
        ("1234.5", "#,##0.00", "1234.5"),
        ("0.1", "General", "0.1"),
        ("45838", "yyyy-mm-dd", "2025-06-30"),
        ("45838", 'yyyy"年"m"月"', "2025-06-30"),
        ("59", "yyyy-mm-dd", "1900-02-28"),
        ("61", "yyyy-mm-dd", "1900-03-01"),
    ],
)
def test_number_formats(raw, form, shown):
    """A stored number is the text that its format shows; dates are those of the 1900 calendar (Excel's own table)."""
    assert shown_number(raw, 200, {200: form}, since_1904=False) == shown


@pytest.mark.parametrize(
    ("raw", "form"),
    [
        ("60", "yyyy-mm-dd"),
        ("1e400", "0"),
        ("x", "0"),
        ("12345678901234567", "0"),
        ("3800000", '0.0,,"百万"'),
    ],
)
def test_number_that_cannot_be_told(raw, form):
    """29 February 1900, what is no number or longer than a workbook keeps, and a format that shows another magnitude have no text."""
    assert isinstance(shown_number(raw, 200, {200: form}, since_1904=False), Words)


def test_days_of_1904():
    """The other calendar of workbooks counts from 1 January 1904."""
    assert shown_number("44376", 14, {}, since_1904=True) == "2025-06-30"


def archive(**parts):
    """A zip with parts by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no workbook"),
        (b"a,b\n1,2\n", "no workbook"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(100), "old .xls workbook or protected"),
        (archive(a="b"), "no .xlsx workbook"),
        (archive(**{"xl/workbook.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}), "declares entities"),
        (archive(**{"xl/workbook.xml": "<x>"}), "is no XML"),
        (archive(**{"xl/workbook.xml": b" " * (33 * 2**20)}), "unpacks to more than 32 MB"),
        (archive(**{str(i): "" for i in range(10_001)}), "more than 10000 parts"),
    ],
    ids=["empty", "csv", "xls", "zip", "entities", "broken", "bomb", "many"],
)
def test_what_is_no_workbook_says_what_it_is(data, reason):
    """Every file that is no workbook, or would unpack without bound, is one remark with the reason."""
    (remark,) = open_bytes(data, "a.xlsx").remarks
    assert reason in remark.reason.en


def test_cell_at_the_last_address(tmp_path):
    """A cell at XFD1048576 costs nothing: only cells that hold something are kept."""
    book = openpyxl.Workbook()
    for address, text in {"A1": "指标", "B1": "目标", "A2": "销售额", "B2": "3亿", "XFD1048576": "x"}.items():
        book.active[address] = text
    book.save(tmp_path / "a.xlsx")
    made = draft(tmp_path / "a.xlsx")
    assert str(made.plan.goals["sales"].target) == "3亿"
    assert [str(r.place) for r in made.unread] == ["Sheet!XFD1048576"]
