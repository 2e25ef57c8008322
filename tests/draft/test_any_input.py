"""Whatever a table holds: nothing crashes, no cell is lost, no number is invented, and the draft is a plan."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
import time
import zipfile

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import goaltree as gt
from goaltree.drafting.draft import draft
from goaltree.drafting.layout import scalar
from goaltree.drafting.sheet import tidy
from goaltree.drafting.source import open_bytes
from goaltree.drafting.text_sheet import read_text

FIGURE = re.compile(r"\d+")
HEADERS = (
    "指标 维度 2025年目标 2024基准 增长 责任部门 团队核心目标 关键指标 协同 行动 时间 资源需求 风险应对 应对 数据来源 定义 备注 负责人"
    " 战略意义 单位 过程指标 KPI Target Baseline Owner 其他 2024".split()
)
PIECES = (
    "GMV 2160 亿|MAU 3.8亿|复购率 32%|≥45%|约500|+80%|- 10%|3.2:1|90ms|（站内 1500 亿 + 站外 660 亿）|(国内 3.7 亿/海外 0.1 亿)|；|;|、|，|,"
    "|（|）|(|)|从 5% 降至 3%|较2024年 12 亿|其中华东 3 亿|算法团队 5 人|预算 300 万|技术部开发系统|若销量低，|（Q3）|与技术部协同：|Q1 启动"
    "|TBD|-|待定|合计|1. |2、|元|亿元|¥5|USD|=|“|”|:|：|#|- |\\|'|\"|{|}|[|]|*|&|!|>|%|@|~|null|\t|\u2028|\x07|\ufeff|é|中文".split(
        "|"
    )
)
texts = st.lists(st.sampled_from(PIECES), max_size=6).map("".join) | st.text(max_size=12)
tables = st.integers(1, 6).flatmap(
    lambda width: st.tuples(
        st.lists(st.sampled_from(HEADERS), min_size=width, max_size=width),
        st.lists(st.lists(texts, min_size=width, max_size=width), max_size=5),
    )
)


def broken_workbook(text):
    """A workbook whose sheet holds any text, which is hardly ever a good one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("xl/workbook.xml", '<workbook><sheets><sheet name="S" id="r1"/></sheets></workbook>')
        file.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships><Relationship Id="r1" Target="s.xml"/></Relationships>',
        )
        file.writestr(
            "xl/s.xml",
            f"<worksheet><sheetData><row><c t='str'><v>{text}</v></c></row></sheetData></worksheet>",
        )
    return out.getvalue()


def one_line(text):
    """A cell that a pipe table can hold."""
    return re.sub(r"[|\r\n\\]", " ", text)


def piped(headers, rows):
    """A Markdown table."""
    lines = [headers, ["---"] * len(headers), *rows]
    return "\n".join("| " + " | ".join(map(one_line, line)) + " |" for line in lines) + "\n"


def checked(made):
    """The laws of every draft."""
    plan = yaml.load(made.text, yaml.BaseLoader)
    assert plan["goaltree"] == "1"
    assert not made.plan.unread
    assert len({str(r.place) for r in made.unread if r.place.column}) == made.cells.listed
    return plan


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables)
def test_every_cell_is_read_or_listed(table):
    """Each cell that holds something is counted exactly once, and the draft reads as a plan."""
    headers, rows = table
    made = draft(piped(headers, rows))
    checked(made)
    heads = {int(re.search(r"\d+$", m.place)[0]) for m in made.mapping}
    lines = enumerate([headers, [""] * len(headers), *rows], start=1)
    filled = sum(
        bool(one_line(cell).strip()) for number, line in lines for cell in line if number not in heads
    )
    assert made.cells.read + made.cells.listed == filled


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables)
def test_no_number_is_invented(table):
    """Every digit of a value of the draft stands in the cell that the value names."""
    headers, rows = table
    text = piped(headers, rows)
    lines = [line.strip().removeprefix("|").removesuffix("|").split("|") for line in text.split("\n")]
    for value in draft(text).values:
        place = value.place
        assert place.column
        cell, header = lines[place.row - 1][place.column - 1], headers[place.column - 1]
        assert set(FIGURE.findall(value.text)) <= set(FIGURE.findall(f"{cell} {header}"))


NAMES = "GMV|复购率|新增 MAU|广告收入|客户数|线上|线下|毛利率|订单量".split("|")
FORMS = (
    "{a} {n}|{a} {n} 万|{a} 达 {n}%|{a}≥{n}|{a}（{n}）|{a} {n}（{b} {m} + {a} 1）|{a} {n}（{b} {m}）|{a} {n}（+{m}%）|从 {n} 提升至 {m}|{n}"
    "|{a} {n}（较2024年 {m}）|{a} 约{n}|{a} +{n}|{a}增长 {n}%|{a}({b} {n}、{a} {m})|{a} {n} 刀|{a}（{b} + {a} {n}）|{a} {n}，其中{b} {m}"
    "|{a}团队 {n} 人|{a}预算 {n} 万|{a} {n} 人开发{b} {m} 万|若{a}低于 {n}，加{b} {m}|Q3 {a} {n}"
).split("|")
statements = st.builds(
    lambda form, a, b, n, m: form.format(a=a, b=b, n=n, m=m),
    st.sampled_from(FORMS),
    st.sampled_from(NAMES),
    st.sampled_from(NAMES),
    st.integers(10_000, 99_999),
    st.integers(10_000, 99_999),
)
cells = st.lists(statements, min_size=1, max_size=3).map("；".join)
filled = st.lists(st.sampled_from(HEADERS), min_size=2, max_size=5).flatmap(
    lambda heads: st.tuples(
        st.just(heads), st.lists(st.tuples(*[cells] * len(heads)), min_size=1, max_size=3)
    )
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(filled)
@example(
    (
        ["指标", "维度", "2025年目标", "2024基准", "战略意义"],
        [("GMV 10000", "GMV 10000", "GMV 10000", "GMV 10000", "GMV 10000；GMV 10001")],
    )
)
def test_no_number_of_a_read_cell_is_lost(table):
    """Each number of five digits stands in the draft, or in what is listed of its cell."""
    headers, rows = table
    made = draft(piped(headers, rows))
    if not made.mapping:
        return
    said = str(yaml.load(made.text, yaml.BaseLoader))
    listed = {(r.place.row, r.place.column): "" for r in made.unread}
    for remark in made.unread:
        listed[remark.place.row, remark.place.column] += f" {remark.text}"
    for number, row in enumerate(rows, start=3):
        for column, cell in enumerate(row, start=1):
            told = set(re.findall(r"\d{5}", said + listed.get((number, column), "")))
            assert set(re.findall(r"\d{5}", cell)) <= told, (cell, made.text)


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from([*PIECES, "|", "\n", "|---|", ","]), max_size=60).map("".join)
)
@example("|")
@example("a|b\n---|---\n")
def test_any_text_makes_a_draft(text):
    """No text crashes, and what comes out is a plan file without a syntax error."""
    checked(draft(text + "\n"))


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=300)
    | st.text(max_size=100).map(str.encode)
    | st.text(max_size=60).map(broken_workbook),
    st.sampled_from(["a.csv", "a.xlsx", "a.txt", "a.tsv", "a"]),
)
def test_any_bytes_make_a_source(data, name):
    """Bytes of any kind are sheets, or a remark says in both languages why not; every place names the file."""
    source = open_bytes(data, name)
    cells = [cell for sheet in source.sheets for row in sheet.rows for cell in row]
    assert {one.place.file for one in (*cells, *source.remarks)} <= {name}
    assert all(remark.reason.en and remark.reason.zh for remark in source.remarks)
    if not data.startswith(b"PK") and any(char.isalnum() for char in data.decode("utf-8", "ignore")):
        assert source.remarks or any(cell.text or cell.fault for cell in cells) or b"|" in data


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(texts, min_size=1, max_size=4), max_size=5), st.sampled_from(",;\t"))
def test_no_cell_of_a_file_is_lost(rows, separator):
    """What a writer of CSV put into quotes comes back cell by cell, whatever parts the cells."""
    made = io.StringIO()
    rows = [[cell.replace("\0", "") for cell in row] for row in rows]
    csv.writer(made, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(rows)
    found = read_text(made.getvalue(), "a.csv", separator=separator)
    assert found.remarks == ()
    wanted = [[tidy(cell) for cell in row] for row in rows if any(cell.strip() for cell in row)]
    assert [[cell.text for cell in row] for sheet in found.sheets for row in sheet.rows] == wanted


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40) | texts)
def test_scalar_reads_back(text):
    """Whatever text is written as a value reads back as the same text."""
    kept = re.sub("[\ud800-\udfff]", "", text)
    found = yaml.load(f"a: {scalar(kept)}  # B7\n", yaml.BaseLoader)
    assert found == {"a": kept}


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(5)))
def test_columns_may_stand_in_any_order(order):
    """The draft of a table does not depend on the order of its columns."""
    headers = ["核心维度", "2025 年度目标值", "2024 年基准值", "增长幅度", "战略意义"]
    rows = [
        ["电商", "GMV 2160 亿（站内 1500 亿 + 站外 660 亿）；复购率 32%", "1200 亿；28%", "GMV+80%", "效率"],
        ["用户", "MAU 3.8 亿", "3.39 亿", "+12%", "规模"],
    ]

    def said(columns):
        shuffled = [[line[i] for i in columns] for line in rows]
        return yaml.load(draft(piped([headers[i] for i in columns], shuffled)).text, yaml.BaseLoader)

    assert said(order) == said(range(5))
    assert set(said(order)["goals"]) == {"gmv", "repurchase", "mau"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables)
def test_same_table_gives_the_same_draft(table):
    """A draft is a function of its table: made twice, it is the same text, and the text is the plan."""
    text = piped(*table)
    one, two = draft(text), draft(text)
    assert (one.text, one.unread, one.notes, one.cells) == (two.text, two.unread, two.notes, two.cells)
    assert gt.loads(one.text).to_dict() == two.plan.to_dict()


def test_another_process_gives_the_same_draft():
    """Nothing of a draft hangs on the order in which Python happens to keep sets."""
    rows = [
        [f"{a} 12 亿（{b} 5 亿 + {c} 7 亿）；{b}率 30%", c]
        for a, b, c in zip(NAMES, NAMES[1:], NAMES[2:], strict=False)
    ]
    text = piped(["目标", "责任部门"], rows)
    code = "import sys; from goaltree.drafting.draft import draft; sys.stdout.write(draft(sys.argv[1]).text)"
    made = {
        subprocess.run(
            [sys.executable, "-c", code, text],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(made) == 1


@pytest.mark.parametrize(
    "unit",
    [
        "由",
        "从",
        "9",
        "1",
        "+",
        "-",
        "（",
        "a",
        "至",
        "from ",
        "up ",
        "1;",
        "9比\n",
        ";1达",
        "1月日;",
        "增长",
        "2024",
        "同比+",
        "约",
        "1/",
        "其中1,",
    ],
)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("指标,目标\nGMV,", "\n"),
        ("指标,目标,增长\nGMV,10 亿,", "\n"),
        ("指标,目标\nGMV,10 亿（", "）\n"),
        ("团队,行动,资源需求\n甲,做事,", "\n"),
    ],
    ids=["target", "growth", "bracket", "needs"],
)
def test_no_repeated_sign_costs_more_than_its_square(unit, before, after):
    """Four times the text of a cell takes about sixteen times as long at the most, never the 64 of three nested tries."""

    def seconds(size):
        text = (
            f'{before}"{unit * (size // len(unit))}"{after}'
            if "\n" in unit
            else before + unit * (size // len(unit)) + after
        )
        started = time.process_time()
        draft(text)
        return time.process_time() - started

    seconds(100)
    assert seconds(1_900) < 24 * seconds(475) + 0.2
