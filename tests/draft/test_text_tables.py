"""Tables in text: Markdown, pasted lines, CSV in its kinds, headers in either language."""

from __future__ import annotations

import time

import pytest

import goaltree as gt
from goaltree.drafting.draft import draft
from goaltree.drafting.role import ROLES, roles_of

CSV = "指标,2024 实际,2025 目标,增长率,责任部门\n销售额,10亿,12亿,+20%,商品部\n复购率,30%,35%,,商品部\n"


def targets(made):
    """Target by title."""
    return {str(made.plan.metrics[key].title): str(goal.target) for key, goal in made.plan.goals.items()}


def reasons(made):
    """What is listed, with its reason."""
    return [(remark.text, remark.reason.en) for remark in made.unread]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_are_told(separator):
    """A comma, a semicolon and a tab give the same draft."""
    made = draft(CSV.replace(",", separator))
    assert targets(made) == {"销售额": "12亿", "复购率": "35%"}
    assert str(made.plan.goals["sales"].baseline) == "10亿"
    assert made.plan.goals["sales"].owner == "商品部"
    assert made.cells == draft(CSV).cells and made.cells.listed == 0


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("stray", ["\t", " \t", ";\t", "\t\t"])
def test_a_stray_sign_parts_no_cells(separator, stray):
    """One tab within a cell, or one at the end of a line, changes nothing of how the cells are parted."""
    rows = [line.split(",") for line in CSV.splitlines()]
    rows[1][4] += f"{stray.replace(separator, '')}部"
    made = draft("\n".join(separator.join(row) for row in rows) + "\n")
    assert targets(made) == {"销售额": "12亿", "复购率": "35%"}


@pytest.mark.parametrize(
    "text",
    [
        "2025 年目标\n说明，各部门填写, 谢谢\n指标\t目标\n销售额\t12亿\n复购率\t35%\n",
        '指标\t目标\t备注\n销售额\t12亿\t"一, 二\n三, 四\n五, 六\n七, 八"\n复购率\t35%\t\n',
        "指标\t目标\n销售额\t12亿\n复购率,复购\t35%\n",
        '指标,目标,备注\n销售额,12亿,"a;b\tc\nd;e\tf\ng;h\ti"\n复购率,35%,\n',
        "指标;目标\n销售额;12亿\n复购率;35%\n",
        "指标,目标\n销售额,12亿;\n复购率,35%;\n",
    ],
    ids=[
        "prose above tabs",
        "lines in a cell",
        "comma in a cell",
        "quoted",
        "semicolons",
        "ends in semicolons",
    ],
)
def test_the_separator_is_what_most_rows_have(text):
    """Prose above, lines of a quoted cell and signs within cells are outvoted by the rows."""
    made = draft(text)
    assert [text for text in map(str, targets(made).values()) if text.startswith(("12亿", "35%"))] == [
        "12亿",
        "35%",
    ]


def test_english_headers():
    """English headers are read like Chinese ones."""
    made = draft(
        "KPI | Baseline | Target | Owner\n---|---|---|---\nRevenue | 80M USD | 100M USD | Sales\nNPS | 35 | >= 42 | CX\n"
    )
    assert targets(made) == {"Revenue": "100M USD", "NPS": ">= 42"}
    assert {m.header: m.role for m in made.mapping} == {
        "KPI": "result", "Baseline": "baseline", "Target": "target", "Owner": "team",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("一级维度", "perspective"), ("二级指标（结果指标）", "result"), ("二级指标（过程 / 健康度指标）", "process"),
        ("指标定义与计算方式", "definition"), ("数据来源", "source"), ("2025 年度目标值", "target"), ("2024 年基准值", "baseline"),
        ("增长幅度", "growth"), ("战略意义", "why"), ("团队名称", "team"), ("团队核心目标", "mission"), ("关键指标（2025 年）", "carries"),
        ("跨团队协同点", "works_with"), ("关键动作", "action"), ("时间节点", "time"), ("资源需求", "needs"), ("风险应对", "risk"),
        ("应对措施", "fallback"), ("负责人", "lead"), ("Target owner", "team"), ("KPI target", "target"), ("Growth", "growth"),
        ("Goal", "result"), ("Objectives", "result"), ("Key  results", "result"), ("目标", "target"), ("2025 目标", "target"),
    ],
)  # fmt: skip
def test_headers(header, role):
    """The longest word of a header says what its column means."""
    assert roles_of(header) == (role,)


def test_the_goal_beside_its_target_is_its_name():
    """`目标` alone is a target; beside `目标值` it is what the goal is called, unless something else is."""
    assert targets(draft("目标,目标值,基准\n销售额,12亿,10亿\n")) == {"销售额": "12亿"}
    assert targets(draft("Goal,2025 target,Baseline\nSales,12bn USD,10bn USD\n")) == {"Sales": "12bn USD"}
    assert targets(draft("指标,目标\n销售额,12亿\n")) == {"销售额": "12亿"}
    assert targets(draft("指标,目标,目标值\n销售额,12亿,12亿\n")) == {}


def test_two_columns_of_one_meaning_are_listed_until_the_mapping_tells():
    """Which of two targets is meant is asked; the mapping answers, and may leave a column out."""
    text = "指标,目标,挑战目标\n销售额,12亿,15亿\n"
    assert [text for text, _ in reasons(draft(text))] == ["12亿", "15亿"]
    made = draft(text, mapping={"目标": "target", "挑战目标": "skip"})
    assert targets(made) == {"销售额": "12亿"}
    assert reasons(made) == [("15亿", "its column is left out, as the mapping says")]


def test_unknown_headers_are_listed_with_the_way_out():
    """The cells of a column without a known header are listed, with the mapping that would read them."""
    made = draft("指标,目标,渠道口径\n销售额,12亿,全渠道\n", mapping={})
    assert [text for text, _ in reasons(made)] == []
    made = draft("指标,目标,颜色\n销售额,12亿,红\n")
    ((text, reason),) = reasons(made)
    assert text == "红"
    assert "`颜色=target`, or `颜色=skip`" in reason


@pytest.mark.parametrize("mapping", [{"目标": "goal"}, "目标=target"])
def test_mapping_that_means_nothing_is_a_wrong_call(mapping):
    """A meaning that does not exist, and a mapping that is none, are refused; the meanings are named."""
    with pytest.raises(gt.UsageError):
        draft(CSV, mapping=mapping)
    assert "target" in ROLES


@pytest.mark.parametrize(("option", "value"), [("currency", "XXX"), ("encoding", "nonsense")])
def test_options_that_do_not_exist_are_wrong_calls(option, value, tmp_path):
    """An unknown currency or encoding is refused."""
    (tmp_path / "a.csv").write_text(CSV, encoding="utf-8")
    with pytest.raises(gt.UsageError):
        draft(tmp_path / "a.csv", **{option: value})


def test_rows_that_go_on_with_a_cell_above():
    """A pasted row without number and one cell short belongs to the numbered cell above; in Markdown it is padded."""
    rows = "| 1. 增长 | GMV | 2160 亿 |\n| MAU | 3.8 亿 | |\n| 2. 质量 | 合格率 | 98% |\n"
    pasted = draft(f"| 维度 | 指标 | 目标 |\n{rows}")
    assert targets(pasted) == {"GMV": "2160 亿", "MAU": "3.8 亿", "合格率": "98%"}
    assert [goal.perspective for goal in pasted.plan.goals.values()] == ["增长", "增长", "质量"]
    assert "go on with the cell above" in pasted.notes[0].reason.en
    unnumbered = draft("| 维度 | 指标 | 目标 |\n| 增长 | GMV | 2160 亿 |\n| MAU | 3.8 亿 |\n")
    assert targets(unnumbered) == {"GMV": "2160 亿"}
    assert [text for text, _ in reasons(unnumbered)] == ["MAU", "3.8 亿"]


@pytest.mark.parametrize(
    ("target", "way"), [("3%~5%", "band"), ("80-90", "band"), ("≥45%", "up"), ("≤5%", "down")]
)
def test_a_target_may_say_which_way_is_better(target, way):
    """A range has two ends: the draft is a plan whose metric stays in a band, and nothing is wrong with it."""
    made = draft(f"指标,目标\n退货率,{target}\n")
    assert made.plan.metrics["退货率"].direction == way
    assert [
        one.message() for one in made.findings if one.level == "error" or one.code in {"GT331", "GT332"}
    ] == []


@pytest.mark.parametrize("target", ["10-12 亿", "10~12 亿", "10 - 12 亿", "2024-2025", "2024年至2025年"])
def test_a_range_with_two_readings_is_listed_whole(target):
    """Of a range whose ends are not alike, or of years, no part is a number, and its beginning is no name."""
    made = draft(f"指标,目标\n销量,{target}\n")
    assert list(made.plan.metrics) == ["销量"]
    assert targets(made) == {}
    assert [text for text, _ in reasons(made)] == [target]


def test_parts_that_make_less_than_the_whole_are_listed():
    """Parts that add up are a cut, too large ones are a contradiction for the check, too small ones are listed."""
    text = "维度,目标\n电商,GMV 20 亿（站内 {} 亿 + 站外 10 亿）\n"
    sections = {n: {cut.partial for cut in draft(text.format(n)).plan.goals["gmv"].cuts} for n in (10, 12, 5)}
    assert sections == {10: {False}, 12: {False}, 5: {True}}
    assert [f.code for f in draft(text.format(12)).findings if f.level == "error"] == ["GT201"]
    assert "less than `20 亿`" in reasons(draft(text.format(5)))[0][1]


def test_numbers_of_one_goal_that_differ_are_listed():
    """The first cell holds; what differs from it is listed with the place of the first."""
    made = draft("指标,目标\n销售额,12亿\n销售额,13亿\n")
    assert targets(made) == {"销售额": "12亿"}
    assert reasons(made) == [("13亿", "`target` is `12亿` already, from <text>!B2: which one holds?")]


def test_bare_numbers_take_the_unit_of_their_row():
    """A column of units, or a unit in the header, stands behind bare numbers; what may be 0.97 % or 97 % is listed."""
    made = draft("指标,单位,2024,2025目标\n收入,亿元,10,12.5\n合格率,%,98,99\n良率,%,95,0.97\n")
    assert targets(made) == {"收入": "12.5亿元", "合格率": "99%", "良率": "None"}
    assert [text for text, _ in reasons(made)] == ["0.97"]


def test_actions_below_a_line_with_their_team():
    """The line above a table of actions names the team and who leads it."""
    made = draft(
        "- 销售部（负责人：张 XX）\n\n| 关键动作 | 时间节点 |\n| 1. 开新店：华东 | Q1 启动，Q3 完成 |\n| 2. 会员日 | 某天 |\n"
    )
    assert str(made.plan.actions["开新店"].title) == "开新店：华东"
    assert made.plan.actions["会员日"].team == "销售部"
    assert made.plan.teams["销售部"].lead == "张 XX"
    assert [text for text, _ in reasons(made)] == ["某天"]


def test_gb18030_is_told_and_read_where_declared(tmp_path):
    """A file in GB18030 is named with the command that converts it, and read where the encoding is declared."""
    (tmp_path / "a.csv").write_bytes(CSV.encode("gb18030"))
    made = draft(tmp_path / "a.csv")
    assert made.cells.read == 0
    assert "iconv -f GB18030" in made.unread[0].reason.en and "> utf8.csv`" in made.unread[0].reason.en
    assert targets(draft(tmp_path / "a.csv", encoding="gb18030")) == {"销售额": "12亿", "复购率": "35%"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('指标,目标\n销售额,12亿\n"复购率,35%\n', "never closed"),
        ("指标,目标\n销售额,12亿\n" + "a" * 140_000 + ",1\n", "131072"),
        ("指标,目标\n销售额,12亿,13亿\n", "3 cells, the header has 2"),
        ("指标,目标\n销售额,1\x072亿\n", "a character that no plan may hold"),
    ],
    ids=["quote", "long", "ragged", "control"],
)
def test_broken_lines_are_listed(text, reason):
    """What a line cannot give is listed with its row, and nothing of it is guessed."""
    assert any(reason in why for _, why in reasons(draft(text)))


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "missing.csv", "."])
def test_files_that_cannot_be_read_say_why(name, tmp_path):
    """A file of another kind, a missing one and a folder are one remark each, not an exception."""
    if "." in name[1:] and name != "missing.csv":
        (tmp_path / name).write_bytes(b"%PDF-1.7")
    made = draft(tmp_path / name)
    assert len(made.unread) == 1 and made.unread[0].place.row == 0
    assert not made.plan.goals


def test_several_sources_make_one_draft(tmp_path):
    """Tables of several files are one plan: the teams of one carry the goals of the other."""
    (tmp_path / "a.csv").write_text(CSV, encoding="utf-8")
    made = draft([tmp_path / "a.csv", "团队名称,关键指标\n商品部,销售额 12亿\n"])
    assert made.plan.teams["商品部"].carries.keys() == {"sales"}


@pytest.mark.parametrize("source", [3, b"x", None])
def test_what_is_no_source_is_a_wrong_call(source):
    """A draft is made from a path or a text."""
    with pytest.raises(gt.UsageError):
        draft(source)


@pytest.mark.parametrize("text", ["", "\n", "| |\n", "hello\n"])
def test_text_without_a_table_is_an_empty_draft(text):
    """No table, no goal: the draft says its format and nothing else."""
    made = draft(text)
    assert not made.plan.goals and made.cells.read == 0


def test_what_was_observed_this_year_is_no_baseline():
    """`2025 实际` beside a target of 2025 is listed, and so is `实际` alone; last year's is the baseline."""
    text = "指标,{},2025 目标\n销售额,10亿,12亿\n"
    for header in ("2025 实际", "实际", "Actual"):
        made = draft(text.format(header))
        assert [text for text, _ in reasons(made)] == ["10亿"], header
        assert f"{header}=baseline" in reasons(made)[0][1]
    for header in ("2024 实际", "上年实际", "2024", "基准"):
        assert str(draft(text.format(header)).plan.goals["sales"].baseline) == "10亿", header


@pytest.mark.parametrize("header", ["目标完成率", "完成率", "权重", "序号", "Target achievement", "Weight"])
def test_headers_that_only_look_like_targets(header):
    """A column of what was reached, or of weights, is no target."""
    assert roles_of(header) == ()


@pytest.mark.parametrize(
    ("name", "number", "target"),
    [
        ("销售额（亿元）", "12", "12亿元"),
        ("月活（万）", "3000", "3000万"),
        ("复购率（%）", "32", "32%"),
        ("Revenue (M USD)", "100", "100M USD"),
        ("销售额（亿元）", "12 亿", "12 亿元"),
        ("销售额（亿元）", "≥12亿", "≥12亿元"),
        ("月活（万）", "3000万", "3000万"),
        ("Revenue (million USD)", "100 million", "100 million USD"),
        ("Revenue (M USD)", "100 million", "100 million USD"),
    ],
)
def test_unit_behind_the_name_of_an_indicator(name, number, target):
    """The unit in brackets behind a name stands behind its bare numbers; a scale that the number has too is said once."""
    made = draft(f"指标,目标\n{name},{number}\n")
    assert [*targets(made).values()] == [target]
    assert made.cells.listed == 0


def test_scale_that_is_multiplied_is_listed():
    """`5 万` in a column of 亿元 is hardly 5 万亿: it is listed with that reading; `M` alone may mean many things."""
    assert "more than one meaning" in reasons(draft("KPI,Target\nRevenue (M),100\n"))[0][1]
    made = draft("指标,目标\n销售额（亿元）,5 万\n")
    assert reasons(made) == [("5 万", "`5 万` in a column of `亿元`: is it `5 万亿元`, or in another unit?")]


def test_a_scale_that_number_and_unit_both_have_loses_no_unit():
    """`120万` in a column of 万人 is 120万人, in both columns; of another scale it is listed, and no unit is lost."""
    made = draft(
        "维度,指标,单位,2024年实际,2025年目标,同比增长\n增长,活跃用户,万人,120万,180万,50%\n增长,新客,亿元,1亿,5百,\n"
        "增长,访客,万人,120,3亿,\n增长,海外,M USD,,5 万,\n"
    )
    goals, metrics = made.plan.goals, made.plan.metrics
    assert (str(goals["活跃用户"].baseline), str(goals["活跃用户"].target)) == ("120万人", "180万人")
    assert metrics["活跃用户"].unit == metrics["访客"].unit == made.plan.registry.find("人")
    assert str(goals["新客"].baseline) == "1亿元"
    assert reasons(made) == [
        ("5百", "`5百` in a column of `亿元`: is it `5百亿元`, or in another unit?"),
        ("3亿", "`3亿` in a column of `万人`: is it `3亿人`, or in another unit?"),
        ("5 万", "`5 万` in a column of `M USD`: is it `5 万 USD`, or in another unit?"),
    ]


def test_collaboration_beside_targets_leaves_the_owners():
    """In a table of targets with a column of collaborations each goal keeps its owner, and both stand in the plan."""
    made = draft(
        "| 指标 | 2025 目标（亿元） | 责任部门 | 协同 |\n|---|---|---|---|\n| 线上收入 | 6.5 | 电商部 | 会员部 |\n"
        "| 线下收入 | 3.5 | 门店部 | 电商部：引流；选址 |\n| 会员收入 | 1.5 | 会员部 | 所有部门：发券；电商部、门店部 |\n"
        "| | | 财务部 | 与门店部协同：结算 |\n"
    )
    assert {key: goal.owner for key, goal in made.plan.goals.items()} == {
        "线上收入": "电商部",
        "线下收入": "门店部",
        "会员收入": "会员部",
    }
    works = {
        key: [(one.with_, one.for_ and str(one.for_)) for one in team.works_with]
        for key, team in made.plan.teams.items()
    }
    assert works == {
        "电商部": [(("会员部",), None)],
        "门店部": [(("电商部",), "引流")],
        "会员部": [(("all",), "发券"), (("电商部", "门店部"), None)],
        "财务部": [(("门店部",), "结算")],
    }
    assert reasons(made) == [("选址", "it names no team to work with")]


def test_blank_owner_is_nobody_and_blank_perspective_the_one_above():
    """A blank perspective goes on with the one above it; a blank owner beside a goal is not filled."""
    made = draft("维度,指标,目标,责任部门\n增长,销售额,12亿,商品部\n,客户数,3万,\n")
    goals = made.plan.goals
    assert [goal.perspective for goal in goals.values()] == ["增长", "增长"]
    assert [goal.owner for goal in goals.values()] == ["商品部", None]


def test_growth_that_is_no_percentage_is_listed():
    """`20` in a column of growth may be percent, points or an amount; in `增长（%）` it is 20 %."""
    text = "指标,目标,{}\n销售额,12亿,20\n"
    assert [text for text, _ in reasons(draft(text.format("增长")))] == ["20"]
    assert str(draft(text.format("增长（%）")).plan.goals["sales"].growth) == "20%"


def test_short_name_needs_the_same_number():
    """In a table of teams, a name with words left out means the goal that states the same number; else it is listed."""
    goals = "指标,目标\n推荐算法响应速度,≤90ms\n"
    same = draft([goals, "团队名称,关键指标\n技术部,响应速度 90ms\n"])
    assert same.plan.teams["技术部"].carries.keys() == {"推荐算法响应速度"}
    assert [note.reason.en for note in same.notes] == ["read as short for `推荐算法响应速度`"]
    other = draft([goals, "团队名称,关键指标\n技术部,响应速度 80ms\n"])
    assert not other.plan.teams["技术部"].carries
    assert reasons(other) == [
        ("响应速度 80ms", "it may be short for 推荐算法响应速度, or something of its own")
    ]


INDICATORS = "维度,结果指标,过程指标,定义\n电商,跨境电商 GMV 占比,点击率,点击率：点击 / 浏览（目标 5%）\n用户,线上用户数,留存率,\n"


@pytest.mark.parametrize(
    ("row", "goals"),
    [
        ("电商,跨境 GMV 占比 18%", {"跨境电商 GMV 占比": "18%"}),
        ("用户,跨境 GMV 占比 18%", {"跨境 GMV 占比": "18%"}),
        ("用户,用户数 3 亿", {}),
        ("电商,点击 5%", {"点击率": "5%"}),
        ("用户,线上用户数 2 亿；用户数 3 亿", {"线上用户数": "2 亿", "用户数": "3 亿"}),
    ],
    ids=["inside", "outside", "front", "demanded", "both"],
)
def test_short_name_means_an_indicator_of_its_perspective(row, goals):
    """A short name is taken for an indicator of its perspective if its ends or its number are the same."""
    assert targets(draft([INDICATORS, f"维度,2025 目标\n{row}\n"])) == goals


@pytest.mark.parametrize("date", ["6月30日", "2025/6/30", "June 30", "12月"])
def test_date_is_no_goal(date):
    """A date in a target cell, or behind the name of what a team carries, is listed and makes no goal."""
    made = draft(f"指标,目标\n系统上线,{date}\n")
    assert (targets(made), made.cells.listed, made.unread[0].text) == ({}, 1, date)
    made = draft(f"团队名称,关键指标\n技术部,系统上线 {date}；NPS 42\n")
    assert (targets(made), made.plan.teams["技术部"].carries.keys()) == ({"NPS": "42"}, {"nps"})
    assert [text for text, _ in reasons(made)] == [f"系统上线 {date}"]


SPREAD = ("指标,目标\nGMV,10 亿（较{}x1）\n", "指标,目标\nGMV,x{}由{}x\n")


@pytest.mark.parametrize(
    "text",
    [
        *SPREAD,
        "指标,目标\nGMV,10{}亿（较 2024{}年{}8 亿）\n",
        "团队名称,关键指标,跨团队协同\n商品部,GMV{}10 亿,与{}x\n",
    ],
)
def test_several_blanks_are_one(text):
    """However many blanks stand in a row in a cell, the draft and what it lists are those of one."""
    one = draft(text.replace("{}", " "))
    for blanks in ("  ", " \u3000\xa0", " " * 400):
        made = draft(text.replace("{}", blanks))
        assert (made.text, made.unread, made.cells) == (one.text, one.unread, one.cells)


def test_line_break_among_blanks_stays_one():
    """Lines of a cell stay lines, without blanks around their ends."""
    made = draft('指标,目标,备注\nGMV,10 亿,"一  二 \n\n  三"\n')
    assert str(made.plan.goals["gmv"].note) == "一 二\n三"
    assert targets(draft('维度,目标\n电商,"GMV 10 亿 \n \n 复购率 32%"\n')) == {
        "GMV": "10 亿",
        "复购率": "32%",
    }


@pytest.mark.parametrize("text", SPREAD)
def test_blanks_cost_no_time(text):
    """Four times the blanks take nowhere near the 60 to 250 times that trying each way to part them would take."""

    def seconds(blanks):
        started = time.process_time()
        draft(text.replace("{}", " " * blanks))
        return time.process_time() - started

    seconds(100)
    assert seconds(400) < 20 * seconds(100) + 0.2
