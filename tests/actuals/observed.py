"""The plan that several tests of actuals observe against."""

from __future__ import annotations

import goaltree as gt

PLAN = gt.loads(
    """\
goaltree: 1
plan: shop
period: 2025
currency: CNY
zone: Asia/Shanghai
fx: {USD: {average: {2025-01: 7.1, 2025-02: 7.2}, closing: {2025-01: 7.3}}, EUR: 8}
units: {order: {symbols: [单]}}
segments:
  region: {title: 地区, members: {domestic: 国内, overseas: 海外}}
  city: {members: [上海], open: true}
metrics:
  sales: {title: 销售额, aka: [GMV], kind: flow, unit: 元, direction: up, by: region}
  stores: {title: 门店资产, kind: stock, unit: 亿元, direction: up}
  orders: {title: 订单量, kind: flow, unit: 单, direction: up, by: city}
  share: {title: 复购率, kind: ratio, unit: "%", direction: up}
  basket: {title: 客单价, kind: mean, unit: 元/单, direction: up, per: orders}
  score: {title: 满意度, kind: score, unit: ":1", direction: up}
goals:
  sales: {target: 12亿, owner: shop, cuts: {region: {domestic: 8亿, overseas: {target: 4亿, title: 海外销售}}}}
  share: {baseline: 30%, target: 40%, owner: shop}
teams:
  shop: {title: 店铺部, lead: 王 XX, boundary: 门店与线上, carries: [sales, share]}
"""
)


def codes(actuals):
    """The codes of what was found, errors first."""
    return [finding.code for finding in actuals.findings]


def values(actuals, metric="sales", segment=()):
    """The values of a series by the text of their periods."""
    series = actuals.series(metric, segment)
    return {} if series is None else {p.label: v for p, v in zip(series.periods, series.values, strict=True)}
