"""Scorecards as workbooks: numbers to the last digit, charts that Excel draws, no text that acts."""

from __future__ import annotations

import io
import re
import zipfile

import attrs
import pytest
from excel_book import EXAMPLE, formulas, reread, texts
from hypothesis import given
from hypothesis import strategies as st

import goaltree as gt
from goaltree.testing import PAYLOADS, PackContract, PlanBuilder, active
from goaltree_excel import ExcelExporter
from goaltree_excel.number_format import number_format


class TestExporterOfWorkbooks(PackContract):
    """What every exporter keeps to."""

    def exporter(self):
        """The exporter."""
        return ExcelExporter()

    def active(self, data):
        """What acts, by two readers."""
        return active(data, ".xlsx") + formulas(data)


@pytest.fixture(scope="module")
def card():
    plan = gt.read(EXAMPLE / "plan")
    return gt.evaluate(plan, gt.observe(plan, EXAMPLE / "data" / "synthetic-2025H1.csv"), as_of="2025-06-30")


@pytest.fixture(scope="module")
def data(card):
    return ExcelExporter(lang="zh").write(card)


def lines(data, sheet="计分卡"):
    """The rows of the scorecard by what stands under their headings; rows of a group have no status."""
    page = reread(data)[sheet]
    head = [cell.value for cell in page[5]]
    rows = [dict(zip(head, row, strict=True)) for row in page.iter_rows(min_row=6)]
    return [row for row in rows if row[head[1]].value]


def test_numbers_are_numbers_to_the_fifteenth_digit(card, data):
    """What another reader finds in the cells are the scorecard's own numbers, within what a workbook keeps."""
    titles = [card.plan.title_of(score.key, "zh") for score in card]
    title = {name: score for name, score in zip(titles, card, strict=True) if titles.count(name) == 1}
    seen = 0
    for row in lines(data):
        score = title.get(row["目标"].value)
        if score is None:
            continue
        for head, name in (
            ("实际", "value"),
            ("当前应达", "expected"),
            ("达成率", "attainment"),
            ("节奏", "pace"),
        ):
            number, cell = getattr(score, name), row[head]
            if isinstance(cell.value, (int, float)) and not isinstance(number, gt.NA):
                assert cell.value == pytest.approx(number, rel=1e-14, abs=0)
                seen += 1
    assert seen > 100


def test_numbers_are_shown_as_people_read_them(data):
    """亿, percentages, points and bounds are in the number formats."""
    row = next(row for row in lines(data) if row["目标"].value == "电商 GMV")
    assert row["实际"].number_format == '0\\.00,,"亿元"'
    assert row["达成率"].number_format == "0.0%"
    assert row["目标值"].number_format == '0\\.00,,"亿元"'
    points = next(row for row in lines(data) if row["目标"].value == "优质笔记占比")
    assert points["偏差"].number_format == '+0.0"pp";-0.0"pp";0.0"pp"'
    bound = next(row for row in lines(data) if str(row["目标值"].number_format).startswith('"≤"'))
    assert isinstance(bound["目标值"].value, (int, float))


def test_statuses_are_words_and_colours(card, data):
    """Every goal stands with the word, the sign and the colour of its status."""
    rows = lines(data)
    assert len(rows) == len(card)
    colours = {row["状态"].value: row["状态"].fill.start_color.rgb for row in rows}
    assert colours["● 正常"] != colours["▲ 有风险"] != colours["✗ 偏离"]


def test_the_checks_are_told_on_the_first_page_and_in_full(card, data):
    """A line says how many tests did not pass; the page has every finding of plan and data."""
    made = reread(data)
    failed = sum(bool(row[1].value) for row in made["检查"].iter_rows(min_row=2, max_row=5))
    assert made["计分卡"]["A3"].value == f"✗ 检查：{failed} 项未通过，见工作表「检查」"
    codes = [row[1].value for row in made["检查"].iter_rows(min_row=8)]
    assert sorted(codes) == sorted(one.code for one in (*gt.check(card.plan), *card.findings))


def test_a_plan_that_holds_passes_its_checks():
    """Where nothing is wrong the page says so."""
    builder = PlanBuilder().goal("sales", target="12亿")
    plan = builder.plan()
    rows = [{"metric": "sales", "period": f"2025-0{month}", "value": "1亿"} for month in range(1, 7)]
    made = reread(
        ExcelExporter(lang="en").write(gt.evaluate(plan, gt.observe(plan, rows), as_of="2025-06-30"))
    )
    assert made["Scorecard"]["A3"].value == "✓ Checks: all passed"
    assert [made["Checks"][f"B{row}"].value for row in range(2, 6)] == [0, 0, 0, 0]


def parts(data, pattern):
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        return [made.read(name).decode() for name in sorted(made.namelist()) if re.fullmatch(pattern, name)]


def test_charts_and_sparklines_are_native(data):
    """One bar chart by perspective, a line chart for each of six goals, a sparkline in every known row."""
    drawn = parts(data, r"xl/charts/chart\d+\.xml")
    assert sum("<c:barChart>" in one for one in drawn) == 1
    assert sum("<c:lineChart>" in one for one in drawn) == 6
    [bars] = [one for one in drawn if "<c:barChart>" in one]
    assert "<c:multiLvlStrRef>" in bars
    assert sum(one.count("<x14:sparkline>") for one in parts(data, r"xl/worksheets/sheet\d+\.xml")) == 57


def test_line_charts_hold_actual_and_expected(card, data):
    """The last points of a goal's series are its value and what is expected of it."""
    page = reread(data)["数据"]
    rows = {
        (row[1].value, row[3].value): [cell.value for cell in row[4:]]
        for row in page.iter_rows()
        if row[3].value
    }
    gmv = card["gmv"]
    assert rows["电商 GMV", "累计实际"][-1] == pytest.approx(gmv.value, rel=1e-14)
    assert rows["电商 GMV", "累计应达"][-1] == pytest.approx(gmv.expected, rel=1e-14)
    assert rows["电商 GMV", "每期"] == pytest.approx(list(gmv.trend), rel=1e-14)


def test_goals_may_be_chosen_for_charts(card):
    """The caller says which goals get a chart, by any of their names."""
    data = ExcelExporter(lang="en", goals=("GMV",)).write(card)
    drawn = [one for one in parts(data, r"xl/charts/chart\d+\.xml") if "<c:lineChart>" in one]
    assert len(drawn) == 1
    assert "GMV" in drawn[0]
    references = [
        ref for one in parts(data, r"xl/charts/chart\d+\.xml") for ref in re.findall(r"<c:f>(.*?)</c:f>", one)
    ]
    assert all(ref.startswith("Data!$") for ref in references)
    with pytest.raises(gt.UnknownKeyError):
        ExcelExporter(goals=("nowhere",)).write(card)


def test_a_view_shows_one_teams_goals_alone(card):
    """What a team may not see is nowhere in its workbook's scorecard."""
    data = ExcelExporter(lang="zh").write(card.view(team="technology"))
    assert 0 < len(lines(data)) < len(card)


def test_h01_h03_no_text_of_any_field_acts():
    """Payloads in every text field of a plan are texts in the workbook: no formula, no link, nothing active."""
    shown = [text for text in PAYLOADS if text.strip() and text.isprintable()]
    for text in (*shown, "http://x.example/a", "{=1+1}", '=HYPERLINK("http://x")'):
        plan = (
            PlanBuilder()
            .having(title=text, perspectives={"p": {"title": text, "why": text}})
            .entry("segments", "region", {"title": text, "members": {"n": text}})
            .entry("teams", "team", {"title": text, "lead": text, "boundary": text, "carries": ["sales"]})
            .entry(
                "actions",
                "work",
                {"title": text, "team": "team", "time": "Q1", "serves": ["sales"], "risks": [text]},
            )
            .goal(
                "sales", title=text, target="12亿", perspective="p", why=text, cuts={"region": {"n": "12亿"}}
            )
            .plan()
        )
        data = ExcelExporter().write(
            gt.evaluate(
                plan,
                gt.observe(plan, [{"metric": "sales", "period": "2025-01", "value": 1}]),
                as_of="2025-01-31",
            )
        )
        assert active(data, ".xlsx") == []
        assert formulas(data) == []
        assert any(text in one for one in texts(data))
        references = re.findall(r"<c:f>(.*?)</c:f>", "".join(parts(data, r"xl/charts/chart\d+\.xml")))
        assert {one.partition("!")[0] for one in references} <= {"Data", "数据"}


def test_h05_long_texts_go_on_and_hidden_characters_are_shown():
    """A title of 60,000 characters is in the workbook in full; direction marks and control characters are seen."""
    long = "长" * 60_000
    plan = (
        PlanBuilder()
        .goal("sales", title=long, target="12亿")
        .goal("cost", title="a\u202eb\tc", target="1")
        .plan()
    )
    data = ExcelExporter(lang="en").write(gt.evaluate(plan, gt.observe(plan, None), as_of="2025-06-30"))
    made = reread(data)
    pieces = [
        row[1].value for row in made["Long texts"].iter_rows(min_row=2) if row[0].value == "Scorecard!B7"
    ]
    assert "".join(pieces) == long
    assert max(map(len, texts(data))) <= 32_767
    assert any("a\\u202eb" in text for text in texts(data))


def test_h05_what_is_not_known_is_a_dash_with_its_reason():
    """No nan, no zero and no blank stands for a number that is not known."""
    plan = PlanBuilder().goal("sales", target="12亿").plan()
    data = ExcelExporter(lang="en").write(gt.evaluate(plan, gt.observe(plan, None), as_of="2025-06-30"))
    [row] = lines(data, "Scorecard")
    assert (row["Actual"].value, row["Attainment"].value) == ("—", "—")
    assert "nothing was observed" in row["Remarks"].value


@pytest.mark.parametrize("text", ["👩‍👩‍👧‍👦", "مبيعات", "a" + "\u0301" * 10_000, "🇨🇳"])
def test_h13_graphemes_stay_whole(text):
    """Emoji of several characters, right-to-left scripts and piles of accents come out as they went in."""
    plan = PlanBuilder().goal("sales", title=text, target="12亿").plan()
    data = ExcelExporter(lang="en").write(gt.evaluate(plan, gt.observe(plan, None), as_of="2025-06-30"))
    assert text in texts(data)


def test_n06_a_number_is_never_shown_as_the_target_that_it_misses():
    """99.96 % of a target has as many decimals as it takes."""
    plan = PlanBuilder().goal("sales", target="10000").plan()
    rows = [{"metric": "sales", "period": f"2025-{month:02}", "value": 833} for month in range(1, 13)]
    card = gt.evaluate(plan, gt.observe(plan, rows), as_of="2025-12-31")
    [row] = lines(ExcelExporter(lang="en").write(card), "Scorecard")
    assert row["Attainment"].value == pytest.approx(0.9996)
    assert row["Attainment"].number_format == "0.00%"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("917.9亿元", '0\\.00,,"亿元"'),
        ("3.538亿用户", '0\\.00000,"亿用户"'),
        ("320万用户", '0\\.0,"万用户"'),
        ("1.2万亿元", '0\\.000,,,"万亿元"'),
        ("91.79B 元", '0.00,,,"B 元"'),
        ("357M", '0,,"M"'),
        ("52.9分钟/用户", '0.0"分钟/用户"'),
        ("46,000 创作者", '#,##0" 创作者"'),
        ("≤94 ms", '"≤"0" ms"'),
        ("99.96%", "0.00%"),
        ("+1.3pp", '+0.0"pp";-0.0"pp";0.0"pp"'),
        ("-11.5%", "+0.0%;-0.0%;0.0%"),
        ("3.2:1", '0.0":1"'),
        ('5"x', '0"x"'),
        ("—", "General"),
        ("80–90", '0"–90"'),
    ],
)
def test_a_format_follows_from_how_a_number_is_told(text, wanted):
    """The format draws the same digits, the same scale word and the same unit."""
    assert number_format(text) == wanted


@given(st.text(max_size=400))
def test_any_text_gives_a_format_that_excel_takes(text):
    """Formats have balanced quotes and at most 255 characters."""
    form = number_format(text)
    assert form.count('"') % 2 == 0
    assert len(form) <= 255


def test_more_goals_than_rows_are_refused(card, monkeypatch):
    """What does not fit on a sheet is not cut off."""
    monkeypatch.setattr("goaltree_excel.page.LAST_ROW", 20)
    with pytest.raises(gt.WriteError):
        ExcelExporter().write(card)


def test_the_exporter_is_a_value():
    """Its options are fixed when it is made."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        ExcelExporter().lang = "en"
