"""Workbooks as people keep them: merged cells, a header in row 3, totals, hidden rows, formats, broken formulas."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile

import pytest

from goaltree.drafting.draft import draft
from goaltree.drafting.source import open_bytes

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


def archive(**parts):
    """A zip with parts by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINK = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def workbook(*sheets, **parts):
    """A workbook of the XML of its sheets; `None` is listed and missing."""
    names = range(1, len(sheets) + 1)
    listed = "".join(f'<sheet name="S{one}" sheetId="{one}" r:id="r{one}"/>' for one in names)
    links = "".join(f'<Relationship Id="r{one}" Target="sheet{one}.xml"/>' for one in names)
    found = {f"xl/sheet{one}.xml": sheet for one, sheet in zip(names, sheets, strict=True) if sheet}
    return archive(
        **{"xl/workbook.xml": f"<workbook {MAIN} {LINK}><sheets>{listed}</sheets></workbook>"},
        **{"xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>"},
        **found,
        **parts,
    )


def sheet(rows, more=""):
    """The XML of a sheet of texts and numbers whose cells say no address."""
    cells = [
        "".join(
            f'<c t="inlineStr"><is><t>{one}</t></is></c>' if isinstance(one, str) else f"<c><v>{one}</v></c>"
            for one in row
        )
        for row in rows
    ]
    return f"<worksheet {MAIN}><sheetData>{''.join(f'<row>{one}</row>' for one in cells)}</sheetData>{more}</worksheet>"


GOALS = sheet([["指标", "2025 目标"], ["复购率", "35%"]])


def texts(source):
    """The texts of each sheet by row."""
    return [[[cell.text for cell in row] for row in one.rows] for one in source.sheets]


@pytest.mark.parametrize(
    ("form", "raw", "text"),
    [
        ("0%", "0.285", "28.5%"),
        ("0.0%", "0.333333333333333", "33.3%"),
        ('0.0"亿"', "3.8", "3.8亿"),
        ("#,##0.00", "1234.5", "1234.5"),
        ("General", "0.1", "0.1"),
        ("yyyy-mm-dd", "45838", "2025-06-30"),
        ('yyyy"年"m"月"', "45809", "2025-06"),
        ('"¥"0', "500", "¥500"),
        ('0\\.00,,"亿"', "380000000", "380000000"),
        ("#,##0,", "1234567", "hides thousands"),
        ("yyyy-mm-dd", "60", "does not exist"),
        ("0", "12345678901234567", "fifteen digits"),
        ("0", "1e400", "no number"),
    ],
)
def test_number_formats(form, raw, text):
    """A stored number is the text that its format means, or a fault says why it has none."""
    code = form.replace('"', "&quot;")
    styles = (
        f'<styleSheet {MAIN}><numFmts><numFmt numFmtId="200" formatCode="{code}"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs></styleSheet>'
    )
    cell = f'<worksheet {MAIN}><sheetData><row><c s="1"><v>{raw}</v></c></row></sheetData></worksheet>'
    [[[found]]] = [
        one.rows for one in open_bytes(workbook(cell, **{"xl/styles.xml": styles}), "a.xlsx").sheets
    ]
    assert (found.text == text) if found.fault is None else (text in found.fault.en)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "text file such as CSV"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(100), "old .xls workbook"),
        (archive(a="b"), "not a workbook"),
        (archive(**{"xl/workbook.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}), "document type"),
        (archive(**{"xl/workbook.xml": "<x>"}), "is no XML"),
        (archive(**{"xl/workbook.xml": b" " * (33 * 2**20)}), "200 times its size"),
        (archive(**{str(i): "" for i in range(10_001)}), "at most 10000"),
    ],
    ids=["empty", "csv", "xls", "zip", "entities", "broken", "bomb", "many"],
)
def test_what_is_no_workbook_says_what_it_is(data, reason):
    """Every file that is no workbook, or would unpack without bound, is one remark with the reason."""
    (remark,) = open_bytes(data, "a.xlsx").remarks
    assert reason in remark.reason.en


def test_cells_without_an_address_are_read(tmp_path):
    """A target whose cell says no address is in the draft."""
    (tmp_path / "a.xlsx").write_bytes(workbook(GOALS))
    assert str(draft(tmp_path / "a.xlsx").plan.goals["repurchase"].target) == "35%"


@pytest.mark.parametrize("code", ["GB18030", "klingon"])
def test_a_broken_sheet_is_remarked_on_and_the_others_are_read(code):
    """A sheet in an unknown encoding and one that is missing are told by name; the third is read."""
    source = open_bytes(workbook(f'<?xml version="1.0" encoding="{code}"?><x/>', None, GOALS), "a.xlsx")
    assert [(r.place.sheet, r.reason.en) for r in source.remarks] == [
        ("S1", "its part xl/sheet1.xml cannot be decoded"),
        ("S2", "its sheet S2 is missing from the file"),
    ]
    assert texts(source) == [[["指标", "2025 目标"], ["复购率", "35%"]]]


def test_entities_in_wide_characters_are_refused():
    """A document type in UTF-16 without a mark of its order expands nothing."""
    wide = f'<!DOCTYPE x [<!ENTITY a "9">]>{sheet([["&a;"]])}'.encode("utf-16-le")
    [remark] = open_bytes(workbook(wide), "a.xlsx").remarks
    assert "document type" in remark.reason.en


def test_a_range_over_more_than_ten_thousand_cells_is_filled():
    """A merged range down to the end of the sheet fills the rows that are there, and no column that is not."""
    merged = '<mergeCells><mergeCell ref="A2:A1048576"/><mergeCell ref="B1:Z1"/></mergeCells>'
    rows = [["维度", "指标"], ["质量", "投诉率"], ["", "退货率"]]
    source = open_bytes(workbook(sheet(rows, merged)), "a.xlsx")
    assert texts(source) == [[["维度", "指标"], ["质量", "投诉率"], ["质量", "退货率"]]]
    assert [cell.is_copy for cell in source.sheets[0].rows[2]] == [True, False]


def test_escaped_line_breaks_are_line_breaks():
    """What Excel writes as `_x000D_` is a line break in the cell."""
    assert texts(open_bytes(workbook(sheet([["GMV 10 亿_x000D_\n复购率 3%"]])), "a.xlsx")) == [
        [["GMV 10 亿\n复购率 3%"]]
    ]


def test_rows_beyond_the_limit_are_told():
    """Of more than two thousand rows the first are read, and a remark stands at the first that is not."""
    source = open_bytes(workbook(sheet([["x"]] * 2_001)), "a.xlsx")
    assert len(source.sheets[0].rows) == 2_000
    assert [str(remark.place) for remark in source.remarks] == ["S1!A2001"]


def test_scattered_cells_make_no_grid():
    """Cells on a diagonal are told, not made into a grid of millions of blank cells."""
    rows = "".join(
        f'<row r="{n}"><c r="{chr(65 + n // 676)}{chr(65 + n // 26 % 26)}{chr(65 + n % 26)}{n}"><v>1</v></c></row>'
        for n in range(1, 1_500)
    )
    source = open_bytes(workbook(f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"), "a.xlsx")
    assert source.sheets == ()
    assert "scattered" in source.remarks[0].reason.en


def test_a_million_blank_rows_cost_little(tmp_path):
    """Rows that hold nothing but a format are walked over: the whole process stays below 100 MB."""
    rows = "".join(f'<row r="{n}" s="0" customFormat="1"/>' for n in range(1, 1_000_001))
    (tmp_path / "a.xlsx").write_bytes(
        workbook(f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>")
    )
    code = (
        "import sys\n"
        "from goaltree.drafting.source import open_source\n"
        "assert open_source(sys.argv[1], None).remarks == ()\n"
        "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "a.xlsx"], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) / 1024 < 100


def test_cell_at_the_last_address(tmp_path):
    """A cell at XFD1048576 costs nothing: only cells that hold something are kept."""
    book = openpyxl.Workbook()
    for address, text in {"A1": "指标", "B1": "目标", "A2": "销售额", "B2": "3亿", "XFD1048576": "x"}.items():
        book.active[address] = text
    book.save(tmp_path / "a.xlsx")
    made = draft(tmp_path / "a.xlsx")
    assert str(made.plan.goals["sales"].target) == "3亿"
    assert [str(r.place) for r in made.unread] == ["Sheet!XFD1048576"]
