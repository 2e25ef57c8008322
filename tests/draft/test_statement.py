"""The grammar of a cell: what is read, and what is listed because it has two readings."""

from __future__ import annotations

import pytest

from goaltree.drafting.need import read_need
from goaltree.drafting.risk import read_answer, read_risk
from goaltree.drafting.statement import Statement, Stray, statements
from goaltree.model.unit import Units

UNITS = Units.standard()


def said(text, **options):
    """Name and number of each statement, and the text of what is none."""
    return [
        (one.name, one.amount.text) if isinstance(one, Statement) else one.text
        for one in statements(text, UNITS, **options)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("MAU 达 3.8 亿；DAU/MAU=0.38；用户日均使用时长 55 分钟", [("MAU", "3.8 亿"), ("DAU/MAU", "0.38"), ("用户日均使用时长", "55 分钟")]),
        ("1200 亿；28%；220 亿", [("", "1200 亿"), ("", "28%"), ("", "220 亿")]),
        ("完成 MAU 3.8 亿，提升用户粘性（DAU/MAU 0.38、时长 55 分钟）", [("MAU", "3.8 亿"), ("DAU/MAU", "0.38"), ("时长", "55 分钟")]),
        ("广告 ROI 3.2:1、NPS≥42", [("广告 ROI", "3.2:1"), ("NPS", "≥42")]),
        ("提升复购率至 35%", [("复购率", "35%")]),
        ("完成率 95%", [("完成率", "95%")]),
        ("TOP10 垂类覆盖率 90%", [("TOP10 垂类覆盖率", "90%")]),
        ("7 日留存率 45%", [("7 日留存率", "45%")]),
        ("真诚分低分账号（<60 分）清理率 95%", [("真诚分低分账号（<60 分）清理率", "95%")]),
        ("收入 1,200 万元，利润 300 万元", [("收入", "1,200 万元"), ("利润", "300 万元")]),
        ("Revenue 12 million USD; NPS at least 40", [("Revenue", "12 million USD"), ("NPS", "at least 40")]),
        ("客单价（85 美元）", [("客单价", "85 美元")]),
        ("1. GMV 10 亿\n2、复购率 32%；3）NPS 40", [("GMV", "10 亿"), ("复购率", "32%"), ("NPS", "40")]),
        ("• GMV 10 亿；- 复购率 32%", [("GMV", "10 亿"), ("复购率", "32%")]),
        ("50、40%、- 10%", [("", "50"), ("", "40%"), ("", "-10%")]),
    ],
)  # fmt: skip
def test_statements(text, found):
    """Each name stands with its number as written; verbs, links and labels belong to neither."""
    assert said(text) == found


def only(text):
    """The one statement of a text."""
    (one,) = statements(text, UNITS)
    return one


def test_brackets_say_parts_growth_or_baseline():
    """What stands in brackets is told by its form; a `+` joins parts that are meant as a whole."""
    one = only("电商 GMV 2160 亿（站内 1500 亿 + 站外 400 亿 + 跨境 260 亿）")
    assert [(p.name, p.text) for p in one.parts] == [
        ("站内", "1500 亿"),
        ("站外", "400 亿"),
        ("跨境", "260 亿"),
    ]
    assert one.is_sum
    one = only("新增 MAU 4100 万（海外 1000 万）")
    assert [(p.name, p.text) for p in one.parts] == [("海外", "1000 万")]
    assert not one.is_sum
    assert only("创作者 60 万（+50%）").growth.text == "+50%"
    assert only("收入 10 亿（同比增长 20%）").growth.text == "20%"
    assert only("收入 10 亿（较2024年 8 亿）").baseline.text == "8 亿"
    assert only("毛利率从 30% 提升至 35%").baseline.text == "30%"
    assert only("订单 3万单（含退货）").note == "含退货"
    assert [(p.name, p.text) for p in only("收入 12 亿，其中华东 3 亿").parts] == [("华东", "3 亿")]


@pytest.mark.parametrize(
    ("text", "listed", "reason"),
    [
        ("跨境占比 18%（260 亿）", "260 亿", "without a name"),
        ("曝光占比（数码 + 科普 25%）", "曝光占比（数码 + 科普 25%）", "with and without a number"),
        ("GMV 10 亿（线上 60% + 线下 40%）", "线上 60% + 线下 40%", "of another unit"),
        ("成本降低 5%", "成本降低 5%", "a change by this number, or a level"),
        ("提升复购率 5%", "提升复购率 5%", "a change by this number, or a level"),
        ("Revenue by 20%", "Revenue by 20%", "a change by this number, or a level"),
        ("收入 ¥500万", "收入 ¥500万", "may stand for CNY, JPY"),
        ("收入 500 万刀", "收入 500 万刀", "not a known unit"),
        ("2025 年", "2025 年", "a time, not a number"),
        ("占比 1/3", "占比 1/3", "not a number that can be read"),
        ("收入（10 亿", "收入（10 亿", "do not match"),
        ("收入 12 亿，其中华东 3 亿、华北 2 亿", "华北 2 亿", "another part, or a number of its own"),
    ],
)
def test_what_has_two_readings_is_listed(text, listed, reason):
    """Nothing is guessed: the part that can be read in two ways is listed with both."""
    strays = [one for one in statements(text, UNITS) if isinstance(one, Stray)]
    assert [one.text for one in strays] == [listed]
    assert reason in strays[0].reason.render("en", {})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        *((date, "a time, not a number: a milestone?") for date in (
            "6月30日", "2025/6/30", "2025-06-30", "2025-6", "2025.6.30", "6月30号", "6月底", "June 30", "launch June 30",
            "30 June", "June 30th", "系统上线 6月30日", "上线 2025年6月30日", "上线（6月30日）", "约 6月30日", "TOP10 上线 6月30日",
            "从 6月1日 到 6月30日", "上线 Q3",
        )),
        *((month, "a time, or a length of time?") for month in ("12月", "回款 6-12月", "上线时间 6月")),
        *((number, "a time for a name") for number in ("12月 50", "Q3 50 亿", "Q3（50 亿）", "2025年 12 亿", "May 50")),
    ],
)  # fmt: skip
def test_times_are_no_numbers(text, reason):
    """A date is no number, a month may be a length of time too, and a time in front of a number is no name."""
    (one,) = statements(text, UNITS)
    assert isinstance(one, Stray)
    assert (one.text, one.is_prose) == (text, False)
    assert reason in one.reason.render("en", {})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("24 小时", ("", "24 小时")), ("30日", ("", "30日")), ("12个月", ("", "12个月")), ("GMV 12亿", ("GMV", "12亿")), ("50", ("", "50")),
        ("5000", ("", "5000")), ("3000-5000", ("", "3000-5000")), ("3-5", ("", "3-5")), ("6.30", ("", "6.30")),
        ("Q3 GMV 12亿", ("Q3 GMV", "12亿")), ("全年 GMV 5000", ("全年 GMV", "5000")), ("618 GMV 30 亿", ("618 GMV", "30 亿")),
        ("DAU/MAU 0.38", ("DAU/MAU", "0.38")), ("6月30日前 完成 50 家", ("6月30日前 完成", "50 家")),
    ],
)  # fmt: skip
def test_numbers_that_only_look_like_times_are_read(text, found):
    """A length of time, a count of four digits and a number that a time stands somewhere before are numbers."""
    assert said(text) == [found]


def test_time_in_brackets_is_no_part():
    """A date in the brackets behind a number is listed, and the number stays."""
    one, stray = statements("回款周期 40日（6月30日）", UNITS)
    assert (one.name, one.parts, stray.text) == ("回款周期", (), "6月30日")


def test_changes_where_changes_are_wanted():
    """In a column of growth, the word gives the sign that was not written."""
    assert said("收入增长 20%；成本降低 5%；GMV+80%", is_change=True) == [
        ("收入", "+20%"),
        ("成本", "-5%"),
        ("GMV", "+80%"),
    ]


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("算法团队 5 人", {"people": "5 人", "from": "算法团队"}),
        ("技术团队 3 人开发接口", {"people": "3 人", "from": "技术团队", "for": "开发接口"}),
        ("客服团队处理申诉（20 人）", {"people": "20 人", "from": "客服团队", "for": "处理申诉"}),
        ("海外流量投放（预算 8000 万）", {"money": "8000 万", "for": "海外流量投放"}),
        ("主播签约预算 3 亿", {"money": "3 亿", "for": "主播签约"}),
        ("供应商补贴 1 亿", {"money": "1 亿", "for": "供应商补贴"}),
        ("电商部提供优惠券补贴（2000 万）", {"money": "2000 万", "from": "电商部", "for": "优惠券补贴"}),
        ("数据团队提供销量数据", {"data": "销量数据", "from": "数据团队"}),
        ("标注数据（100 万条违规笔记）", {"data": "标注数据(违规笔记)", "amount": "100 万条"}),
        ("物流部支持免运费政策", {"policy": "免运费政策", "from": "物流部"}),
        ("技术部开发积分系统", {"work": "开发积分系统", "from": "技术部"}),
        ("3000 万元", {"money": "3000 万元"}),
    ],
)
def test_needs(text, need):
    """Money, people, data, policy and work are told apart by their form."""
    assert read_need(text, UNITS, ("电商部", "技术部", "物流部")) == need


@pytest.mark.parametrize("text", ["联合小米提供赞助（1000 万）", "全部流量", "加强协作", "提升 5%"])
def test_needs_that_are_listed(text):
    """An amount that may be cost or worth, and words that name neither money, people nor a team, are no need."""
    assert not isinstance(read_need(text, UNITS, ()), dict)


def test_risks():
    """A risk begins with `若`; a dated time that ends the answer's bracket is when, a frequency is not."""
    assert read_risk("若复购率未达标，新增专属券（Q3）") == ("复购率未达标", "新增专属券（Q3）")
    assert read_risk("If sales lag, then cut prices") == ("sales lag", "cut prices")
    assert read_risk("加大补贴") is None
    assert read_answer("新增专属券（Q3）") == {"do": "新增专属券", "by": "Q3"}
    assert read_answer("降低佣金（从 5% 降至 3%，Q3）") == {"do": "降低佣金(从 5% 降至 3%)", "by": "Q3"}
    assert read_answer("降低弹窗频率（每日 1 次）") == {"do": "降低弹窗频率（每日 1 次）"}
