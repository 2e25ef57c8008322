"""The small plan and table that the examples of the data rules vary."""

from __future__ import annotations

from typing import Final

PLAN: Final = (
    "goaltree: 1\nplan: shop\nperiod: 2025\ncurrency: CNY\n"
    "segments: {region: [国内, 海外]}\n"
    "metrics:\n"
    "  sales: {title: 销售额, kind: flow, unit: 元, direction: up, by: region}\n"
    '  share: {title: 复购率, kind: ratio, unit: "%", direction: up}\n'
    "goals:\n"
    "  sales: {target: 12亿, owner: shop}\n"
    "  share: {baseline: 30%, target: 40%, owner: shop}\n"
    "teams:\n  shop: {title: 店铺部, lead: 王 XX, boundary: 门店与线上, carries: [sales, share]}\n"
    "actions:\n  stores: {title: 开新店, team: shop, serves: [sales, share], time: Q2 启动，Q4 完成}\n"
)
FILE: Final = "--- actuals.csv\n"
"""The line between a plan and its table."""
CSV: Final = FILE + "metric,period,value\n"
AS_OF: Final = "2025-06-30"
"""The day on which the examples are looked at."""
