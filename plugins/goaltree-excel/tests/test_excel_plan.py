"""Plans as workbooks: nothing is lost, and findings point at cells."""

from __future__ import annotations

from typing import get_args

import attrs
import openpyxl
import pytest
import xlsxwriter
from excel_book import EXAMPLE, ROOT, SAFE, book, formulas, reread, texts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import goaltree as gt
import plan_strategies
from goaltree.model import goal, metric, team
from goaltree.testing import PAYLOADS, FormatContract, PlanBuilder, active, plans
from goaltree.view.speech import Speech
from goaltree_excel import ExcelFormat, template
from goaltree_excel.choice import COMMITMENTS, DIRECTIONS, KINDS, ROLES, SEMANTICS
from goaltree_excel.column import Column
from goaltree_excel.layout import HEAD, SECTIONS
from goaltree_excel.path import read, written
from goaltree_excel.port import Words
from goaltree_excel.table import tables_of

PLANS = sorted((ROOT / "tests" / "plans" / "clean").iterdir())
FORMAT = ExcelFormat()


def back(plan, folder, lang=None):
    """A plan that was written and read."""
    path = folder / "plan.xlsx"
    path.write_bytes(ExcelFormat(lang=lang).write(plan))
    return FORMAT.read(str(path))


def found(path, code=""):
    """Codes and places of what was found in a workbook, places without the file."""
    return [
        (one.code, one.span.file.removeprefix(f"{path}!"))
        for one in FORMAT.read(str(path)).findings
        if one.code.startswith(code or "EXCEL")
    ]


class TestFormatOfWorkbooks(FormatContract):
    """What every plan format keeps to."""

    def format(self):
        """The format."""
        return ExcelFormat()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("source", [*PLANS, EXAMPLE / "plan"], ids=lambda path: path.stem)
def test_a_plan_is_read_back_as_it_was_written(source, lang, tmp_path):
    """Every plan of the project survives the way through a workbook, in either language."""
    plan = gt.read(source)
    again = back(plan, tmp_path, lang)
    assert again == plan
    assert gt.check(again).summary == gt.check(plan).summary
    assert [one for one in again.findings if one.code.startswith("EXCEL")] == []


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=plans())
def test_drawn_plans_are_read_back_as_they_were_written(plan, tmp_path):
    """Plans with titles of any kind survive the way through a workbook."""
    assert back(plan, tmp_path) == plan


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(values=plan_strategies.plan_values(texts=plan_strategies.ANY_TEXTS))
def test_plans_with_every_noun_are_read_back_as_they_were_written(values, tmp_path):
    """Plans in which every noun occurs, with texts of any kind, survive the way through a workbook."""
    plan = gt.loads(values)
    assert back(plan, tmp_path) == plan


TEXTS = st.text(
    st.characters(
        exclude_categories=["Cc", "Cs", "Cn"],
        include_characters=["\n", "\t", "\r"],
        exclude_characters=["\ufffd"],
    ),
    min_size=1,
    max_size=30,
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, min_size=4, max_size=4))
def test_any_text_is_read_back_exactly(texts, tmp_path):
    """Spaces, line breaks and whatever else a text may hold stand in the workbook as they are."""
    one, two, three, four = texts
    plan = (
        PlanBuilder()
        .having(title={"zh": one, "en": two}, meta={three: [four, one], "空": {}})
        .goal("sales", target="12亿", title=two, why=three, meta={one: {two: four}})
        .plan()
    )
    assert back(plan, tmp_path) == plan


def test_h05_a_long_text_goes_on_in_the_next_cells(tmp_path):
    """No text is cut at the 32,767 characters of a cell, one of emoji and one of spaces included."""
    for text in ("长" * 60_000, "🎯" * 33_000, "a" + " " * 40_000 + "b"):
        plan = PlanBuilder().goal("sales", target="12亿", why=text).plan()
        assert back(plan, tmp_path) == plan
        assert max(len(one) for one in texts(FORMAT.write(plan))) <= 32_767


def test_h01_h03_no_text_of_a_plan_acts():
    """What looks like a formula or a link is a text in every cell of the workbook."""
    builder = PlanBuilder().having(title=PAYLOADS[0], meta=dict.fromkeys(PAYLOADS, "=1+1"))
    for at, text in enumerate([one for one in PAYLOADS if one.isprintable()]):
        builder = builder.goal(f"g{at}", target="1亿", title=text, why=text, note=f"http://x.example/{text}")
    data = FORMAT.write(builder.plan())
    assert active(data, ".xlsx") == []
    assert formulas(data) == []


def test_columns_are_those_that_people_know():
    """A goal, its parts and its owner stand in columns, not in paths."""
    plan = (
        PlanBuilder()
        .segment("region", "north", "south")
        .goal(
            "sales",
            title={"zh": "销售额", "en": "Sales"},
            baseline="10亿",
            target="12亿",
            growth="+20%",
            cuts={"region": {"north": {"target": "8亿", "owner": "team"}, "south": "4亿"}},
        )
        .plan()
    )
    page = reread(ExcelFormat(lang="zh").write(plan))["目标"]
    head = [cell.value for cell in page[1]]
    rows = [dict(zip(head, [cell.value for cell in row], strict=True)) for row in page.iter_rows(min_row=2)]
    shown = [
        tuple(
            row[name]
            for name in (
                "键",
                "名称",
                "英文名称",
                "负责团队",
                "基线",
                "目标值",
                "增长",
                "所属目标",
                "拆分维度",
                "成员",
            )
        )
        for row in rows
    ]
    assert shown == [
        ("sales", "销售额", "Sales", "team", "10亿", "12亿", "+20%", None, None, None),
        (None, None, None, "team", None, "8亿", None, "sales", "region", "north"),
        (None, None, None, None, None, "4亿", None, "sales", "region", "south"),
    ]


def test_every_goal_is_shown_by_its_name_and_a_changed_one_is_told(tmp_path):
    """The names that metrics give stand beside the keys; whoever changes them there is told that it has no effect."""
    path = tmp_path / "x.xlsx"
    path.write_bytes(ExcelFormat(lang="zh").write(gt.read(EXAMPLE / "plan")))
    made = openpyxl.load_workbook(path)
    page = made["目标"]
    assert [page[f"{column}2"].value for column in "AB"] == ["mau", "月活跃用户"]
    page["B2"] = "别的名字"
    page["B3"] = None
    made.save(path)
    assert found(path) == [("EXCEL014", "目标!B2")]


def test_most_of_the_example_stands_in_columns():
    """Of the example's goals, metrics, teams and actions hardly anything needs a path."""
    tables = tables_of(gt.read(EXAMPLE / "plan").to_dict(), "zh")
    placed = sum(len(row) for rows in tables.rows.values() for row in rows)
    paths = [path for path, _ in tables.more if path[0] in ("goals", "metrics", "teams", "actions")]
    assert placed > 10 * len(paths)


def sheet(path, **more):
    """A workbook of a small plan with one mistake."""
    rows = {
        "Plan": [["Format", 1], ["Period", 2025], ["Currency", "CNY"]],
        "Goals": [
            ["Key", "Target", "Kind", "Unit", "Direction", "Owner"],
            ["sales", "12亿", "flow", "元", "up", "shop"],
        ],
        "Teams": [["Key", "Title"], ["shop", "Shop"]],
    }
    return book(path, **{**rows, **more})


def test_what_people_type_is_a_plan(tmp_path):
    """Numbers typed as numbers, words of either language and titles instead of keys make a plan."""
    path = sheet(
        tmp_path / "x.xlsx",
        目标=[
            ["年度目标"],
            [],
            ["键", "目标值", "类型", "单位", "方向", "核心", "负责团队"],
            ["gmv", 1234.5, "流量", "元", "越高越好", "是", "Shop"],
        ],
    )
    plan = FORMAT.read(str(path))
    assert [one.message() for one in plan.findings] == []
    goal = plan.goals["gmv"]
    assert (str(goal.target), goal.core, goal.owner) == ("1234.5", True, "shop")
    assert plan.metrics["gmv"].kind == "flow"
    assert plan.metrics["gmv"].direction == "up"


def test_a_finding_of_a_value_points_at_its_cell(tmp_path):
    """A number that cannot be read is found in the cell that it stands in, with its text."""
    path = sheet(
        tmp_path / "x.xlsx",
        Goals=[["Key", "Target", "Kind", "Unit", "Owner"], ["sales", "zwölf", "flow", "元", "nobody"]],
    )
    plan = FORMAT.read(str(path))
    places = {one.span.file: one.excerpt for one in plan.findings.errors}
    assert places == {f"{path}!Goals!B2": "zwölf", f"{path}!Goals!E2": "nobody"}


def test_a_finding_of_a_check_points_at_its_cells(tmp_path):
    """A sum that does not hold names the cell of the whole and those of the parts."""
    path = sheet(
        tmp_path / "x.xlsx",
        Goals=[
            ["Key", "Target", "Kind", "Unit", "Direction", "Owner", "Part of", "Dimension", "Member"],
            ["sales", "12.0亿", "flow", "元", "up", "shop"],
            [None, "9.0亿", None, None, None, None, "sales", "region", "north"],
            [None, "4.0亿", None, None, None, None, "sales", "region", "south"],
        ],
        Segments=[["Key", "Members"], ["region", "north；south"]],
    )
    [wrong] = [one for one in gt.check(FORMAT.read(str(path))).errors if one.code.startswith("GT2")]
    assert wrong.span.file == f"{path}!Goals!B2"


def test_a27_a_failed_formula_is_found_in_its_cell(tmp_path):
    """The target of a goal is not known where its formula failed, and the cell is named."""
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path), SAFE) as made:
        page = made.add_worksheet("Goals")
        page.write_row(0, 0, ["Key", "Target"])
        page.write_row(1, 0, ["sales"])
        page.write_formula(1, 1, "=B9/0", None, "#REF!")
    assert ("EXCEL003", "Goals!B2") in found(path)
    assert FORMAT.read(str(path)).goals["sales"].target is None


def test_a28_a_heading_twice_is_refused(tmp_path):
    """Which of two columns counts is not guessed; the sheet is not used."""
    path = sheet(tmp_path / "x.xlsx", Goals=[["Key", "Target", "Target"], ["sales", "1亿", "2亿"]])
    assert found(path) == [("EXCEL006", "Goals!C1")]
    assert not FORMAT.read(str(path)).goals


def test_a28_headings_on_the_third_row_and_blank_rows_are_read(tmp_path):
    """A title above the headings and rows without anything change nothing."""
    rows = [["Goals of 2025"], [], ["Key", "Target"], [], ["sales", "12亿"], [], ["cost", "3亿"]]
    plan = FORMAT.read(str(sheet(tmp_path / "x.xlsx", Goals=rows)))
    assert list(plan.goals) == ["sales", "cost"]
    assert [one for one in plan.findings if one.code.startswith("EXCEL")] == []


def test_a28_a_sheet_without_headings_is_told(tmp_path):
    """Rows without headings mean nothing."""
    assert found(sheet(tmp_path / "x.xlsx", Goals=[["sales", "12亿"]])) == [("EXCEL008", "Goals!A1")]


def test_a_misspelt_heading_is_told_with_the_right_one(tmp_path):
    """The column is not read, and the finding says what was meant."""
    path = sheet(tmp_path / "x.xlsx", Goals=[["Key", "Targett", "Owner"], ["sales", "12亿", "shop"]])
    [one] = [one for one in FORMAT.read(str(path)).findings if one.code.startswith("EXCEL")]
    assert (one.code, one.span.file) == ("EXCEL007", f"{path}!Goals!B1")
    assert "Target / 目标值" in one.hint()


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ([["Key", "Target"], [None, "12亿"]], ("EXCEL009", "Goals!A2")),
        ([["Key", "Target"], ["sales", "1亿"], ["sales", "2亿"]], ("EXCEL010", "Goals!A3")),
        (
            [["Key", "Part of", "Dimension", "Member"], [None, "sales", "region", "n"]],
            ("EXCEL011", "Goals!B2"),
        ),
        ([["Key", "Part of", "Dimension", "Member"], [None, "sales", None, "n"]], ("EXCEL009", "Goals!C2")),
        ([["Key", "Part of", "Dimension", "Member"], [None, "a.b.c", "b", "c"]], ("EXCEL011", "Goals!B2")),
    ],
)
def test_a_row_that_says_too_little_or_too_much_is_told(tmp_path, rows, wanted):
    """Rows without a key, twice the same, or parts of nothing are findings, and the others are read."""
    path = sheet(tmp_path / "x.xlsx", Goals=rows)
    assert found(path) == [wanted]


def test_parts_may_stand_above_their_whole(tmp_path):
    """The order of rows changes nothing, parts of parts included."""
    head = ["Key", "Target", "Kind", "Unit", "Part of", "Dimension", "Member"]
    rows = [
        [None, "4亿", None, None, "sales.region.n", "city", "a"],
        [None, "4亿", None, None, "sales", "region", "n"],
        ["sales", "12亿", "flow", "元"],
    ]
    path = sheet(tmp_path / "x.xlsx", Goals=[head, *rows])
    turned = sheet(tmp_path / "y.xlsx", Goals=[head, *rows[::-1]])
    assert FORMAT.read(str(path)) == FORMAT.read(str(turned))
    assert "sales.region.n.city.a" in FORMAT.read(str(path)).goals


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        (["governance..warning", None, "x"], ("EXCEL012", "More!A2")),
        (["meta.a", "nul", "x"], ("EXCEL012", "More!B2")),
        (["meta.a", '""', "x"], ("EXCEL012", "More!B2")),
        (["goals.sales.target", None, "1亿"], ("EXCEL010", "More!C2")),
        (["goals.sales.target.x", None, "1亿"], ("EXCEL012", "More!C2")),
        (["goals[0]", None, "1亿"], ("EXCEL012", "More!C2")),
    ],
)
def test_a_path_that_leads_nowhere_is_told(tmp_path, row, wanted):
    """A path that is none, or that a value stands in the way of, is a finding at its cell."""
    path = sheet(tmp_path / "x.xlsx", More=[["Key path", "What it is", "Value"], row])
    assert found(path) == [wanted]
    assert str(FORMAT.read(str(path)).goals["sales"].target) == "12亿"


def test_a_sheet_of_another_name_is_told(tmp_path):
    """A misspelt sheet does not vanish without a word; an empty one does."""
    path = sheet(tmp_path / "x.xlsx", Gaols=[["Key", "Target"], ["cost", "1亿"]], Empty=[])
    assert found(path) == [("EXCEL013", "Gaols!A1")]


STEPS = st.lists(st.one_of(st.text(max_size=12), st.integers(0, 99)), min_size=1, max_size=6)


@given(STEPS)
def test_a_path_is_read_as_it_was_written(steps):
    """Keys of any kind, with dots, quotes and spaces in them, come back as they are."""
    path = ["k", *steps]
    assert read(written(path)) == tuple(path)


@given(st.text(max_size=40))
def test_any_text_is_a_path_or_none(text):
    """No text raises, and what is read is written as a path that is read the same."""
    path = read(text)
    assert path is None or read(written(path)) == path


@given(
    st.one_of(
        TEXTS, st.lists(TEXTS, max_size=3), st.dictionaries(TEXTS, st.one_of(st.none(), TEXTS), max_size=3)
    )
)
@pytest.mark.parametrize("kind", ["text", "list", "mapping", "flag", "choice"])
def test_a_column_holds_a_value_exactly_or_not_at_all(kind, value):
    """What a column writes, it reads; what it cannot, it leaves to the paths."""
    column = Column(field="x", head=Words("x", "x"), kind=kind, choices={"flow": Words("flow", "流量")})
    for lang in ("en", "zh"):
        text = column.written(value, lang)
        assert text is None or column.read(text) == value


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (KINDS, metric.Kind),
        (DIRECTIONS, metric.Direction),
        (COMMITMENTS, goal.Commitment),
        (SEMANTICS, goal.Semantics),
        (ROLES, team.Role),
    ],
)
def test_choices_are_all_values_in_the_words_of_goaltree(words, values):
    """A drop-down offers each value that the plan format has, as `goaltree show` calls it."""
    assert set(words) == set(get_args(values))
    speech = {lang: Speech(PlanBuilder().plan(), lang) for lang in ("en", "zh")}
    assert {key: (word.en, word.zh) for key, word in words.items()} == {
        key: (speech["en"].word(key), speech["zh"].word(key)) for key in words
    }


def test_no_two_choices_of_a_column_are_called_alike():
    """A word of a drop-down means one value, in each language."""
    for column in [column for section in SECTIONS for column in section.columns if column.choices]:
        for said in ([w.en for w in column.choices.values()], [w.zh for w in column.choices.values()]):
            assert len(set(said)) == len(said), column.field


def test_headings_are_told_apart():
    """No two columns of a sheet, and no two sheets, go by one name in either language."""
    for section in (HEAD, *SECTIONS):
        for names in ([c.head.en for c in section.columns], [c.head.zh for c in section.columns]):
            assert len(set(names)) == len(names), section.key
    for names in ([s.sheet.en for s in SECTIONS], [s.sheet.zh for s in SECTIONS]):
        assert len(set(names)) == len(names)


@pytest.mark.parametrize(("lang", "goals"), [("zh", "目标"), ("en", "Goals")])
def test_the_template_guides_its_reader(lang, goals, tmp_path):
    """An empty plan has frozen headings with notes, drop-downs, colours for gaps, and reads without an error."""
    data = template(lang)
    made = reread(data)
    page = made[goals]
    assert page.freeze_panes == "B2"
    assert sum(cell.comment is not None for cell in page[1]) > 10
    lists = [one.formula1 for one in page.data_validations.dataValidation]
    assert any(one.startswith('"') and ("流量" in one or "flow" in one) for one in lists)
    assert any("!$A$2:$A$" in one for one in lists)
    coloured = [str(one.sqref) for one in page.conditional_formatting]
    heads = {cell.value: cell.column_letter for cell in page[1]}
    words = ("负责团队", "目标值") if lang == "zh" else ("Owner", "Target")
    assert sorted(one.partition("2:")[0] for one in coloured) == [heads[word] for word in words]
    assert formulas(data) == []
    path = tmp_path / "t.xlsx"
    path.write_bytes(data)
    assert [one.message() for one in FORMAT.read(str(path)).findings.errors] == []


def test_a_template_has_two_languages():
    """Another language is a mistake of the program."""
    with pytest.raises(gt.UsageError):
        template("fr")


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "\ufffe"])
def test_h05_what_no_workbook_holds_is_refused(text):
    """A plan made by a program with a control character in it is not written without it."""
    plan = attrs.evolve(PlanBuilder().goal("sales", target="1").plan(), meta={"a": text})
    with pytest.raises(gt.WriteError):
        FORMAT.write(plan)


def test_the_workbook_can_be_opened_by_others():
    """openpyxl reads every sheet that is written."""
    made = reread(FORMAT.write(gt.read(EXAMPLE / "plan")))
    assert made.sheetnames[:3] == ["计划", "目标", "指标"]
