"""The small clean plan that the rules' examples vary."""

from typing import Final

HEAD: Final = "goaltree: 1\nplan: shop\nperiod: 2025\ncurrency: CNY\n"
GOAL: Final = (
    "goals:\n  sales: {title: 销售额, kind: flow, unit: 元, direction: up, target: 12亿, owner: shop}\n"
)
TEAM: Final = "teams:\n  shop: {title: 店铺部, lead: 王 XX, boundary: 门店与线上, carries: [sales]}\n"
ACTION: Final = "actions:\n  stores: {title: 开新店, team: shop, serves: [sales], time: Q2 启动，Q4 完成}\n"
SAMPLE: Final = HEAD + GOAL + TEAM + ACTION
ORDERS: Final = "metrics:\n  orders: {title: 订单量, kind: flow, unit: 单, direction: up, healthy: ≥1万}\n"
