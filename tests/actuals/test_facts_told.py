"""Findings about facts that were counted speak of the source's own columns and rows, not of the totals."""

from __future__ import annotations

import pandas as pd

import goaltree as gt

PLAN = gt.loads("""\
goaltree: 1
plan: 奶茶
period: 2025
currency: CNY
zone: Asia/Shanghai
segments: {渠道: [门店, 外卖], 城市: [北京, 上海]}
goals:
  销售额: {kind: flow, unit: 元, direction: up, target: 1200万,
          cuts: {渠道: {门店: 800万, 外卖: 400万}, 城市: {北京: 700万, 上海: 500万}}, rolls_up: 渠道}
sources:
  订单库:
    tables:
      订单: {metric: 销售额, sum: 金额, unit: 万元, time: 下单日, segments: {渠道: 途径, 城市: 城市}}
""")
ROWS = [
    ("2025-01-05", "门店", "北京", 3),
    ("2025-01-06", "代销", "北京", 5),
    ("2025-01-07", "代销", "上海", 7),
    ("2025-03-07", "代销", "上海", 9),
    ("2025-03-08", "外卖", "上海", 11),
    ("去年", "外卖", "上海", 13),
    ("去年", "门店", "北京", 17),
    (None, "门店", "北京", 19),
]


def findings():
    """What is found in the orders, by code."""
    orders = pd.DataFrame(ROWS, columns=["下单日", "途径", "城市", "金额"])
    actuals = gt.observe(PLAN, connectors={"订单库": gt.Facts({"订单": orders})})
    return {one.code: one for one in actuals.findings}


def test_a_member_that_the_plan_does_not_know_is_counted_by_facts():
    """Three orders make two totals; told are the orders, with the months in which they are."""
    found = findings()["GT812"]
    assert "`代销`" in found.message("zh") and "3 行没有采用，最先是 2025-01、2025-03" in found.message("zh")
    assert "3 row(s) are not used, first 2025-01, 2025-03" in found.message("en")
    assert (found.span.file, found.span.line) == ("订单库: 订单", 0)


def test_a_day_that_cannot_be_read_is_told_of_the_column_of_the_table():
    """Two cells say `去年` and one nothing, in whichever parts; that two measures count them makes them no more."""
    found = findings()["GT831"]
    assert "`下单日` 有 3 个单元格" in found.message("zh")
    assert "`去年`" in found.message("en") and "(blank)" in found.message("en")


def test_the_balance_is_in_the_unit_of_the_column():
    """What was added up is told in the table's unit where that is not the metric's."""
    message = findings()["GT846"].message("zh")
    assert "8 行，84 万元 = 计入" in message
    assert "（3 行，21 万元）" in findings()["GT848"].message("zh")
