"""A secret that somebody wrote into a plan stands in no finding, whatever else is wrong with it."""

import pytest

import goaltree as gt

CANARY = "hunter2-canary-8f3a91"
PLAN = """goaltree: 1
plan: shop
period: 2025
currency: CNY
goals:
  sales: {title: 销售额, kind: flow, unit: 元, direction: up, target: 12亿, owner: shop, PLACE}
teams:
  shop: {title: 店铺部, lead: 王 XX, boundary: 门店, carries: [sales]}
"""
PLACES = [
    f"password: {CANARY}",
    f'note: "password: {CANARY}"',
    f'title: "token={CANARY}0123456789"',
    f'baseline: "pwd={CANARY}"',
    f'meta: {{url: "postgresql://me:{CANARY}@db/x"}}',
    f'rolls_up: "password={CANARY}"',
    f'metric: "secret_key={CANARY}1234567"',
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("form", ["text", "dict"])
def test_c14_no_finding_echoes_a_secret(place: str, form: str) -> None:
    """Every rendering in both languages names the finding and never the value."""
    plan = gt.loads(PLAN.replace("PLACE", place))
    if form == "dict":
        plan = gt.loads(plan.to_dict() | {"meta": {"password": CANARY}})
    findings = gt.check(plan)
    assert findings.select(["GT011"])
    for lang in ("en", "zh"):
        for shown in (
            findings.to_text(lang=lang, all=True),
            findings.to_json(lang=lang),
            findings.to_sarif(lang=lang),
            findings.to_github(lang=lang),
            findings.to_markdown(lang=lang),
        ):
            assert CANARY not in shown
