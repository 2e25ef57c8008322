"""What the README says of the findings: every rule with its count, every figure computed anew from the plan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

import goaltree
from goaltree_xiaohongshu import load, plan_path
from goaltree_xiaohongshu.trace import structure

ROOT = Path(__file__).resolve().parents[1]
SECTIONS = {
    "README.md": ("## What check finds, and why", "## The half-year scorecard"),
    "README.zh.md": ("## 检查发现了什么、为什么", "## 半年记分卡"),
}
WAN, YI = Fraction(10**4), Fraction(10**8)
SHOWN_RATE = Fraction(72, 10)  # yuan a dollar: the document has none, the hint of GT044 shows this one
PLAN = load()
FINDINGS = goaltree.check(PLAN)
RATES = ["sincerity", "repurchase", "creator_monetisation", "cross_border_share", "ar_penetration"]
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def section(name: str) -> str:
    """The part of a README that is about the findings."""
    text = (ROOT / name).read_text(encoding="utf-8")
    start, end = SECTIONS[name]
    return text[text.index(start) : text.index(end)]


def target(key: str) -> Fraction:
    """A goal's target in base units."""
    value: Any = PLAN.goal(key).target
    return Fraction(value.base)


def baseline(key: str) -> Fraction:
    """A goal's baseline in base units."""
    value: Any = PLAN.goal(key).baseline
    return Fraction(value.base)


def share(block: str, entry: str) -> Fraction:
    """The share that the canvas gives an entry."""
    canvas: Any = PLAN.canvas
    return Fraction(canvas.blocks[block].entries[entry].share.base)


def said(number: Fraction, digits: int = 0) -> str:
    """A number rounded half up, with so many decimals."""
    scaled = int(number * 10**digits + Fraction(1, 2))
    return str(Decimal(scaled).scaleb(-digits))


def growth(new: Fraction, old: Fraction) -> Fraction:
    """By how many per cent a number grows."""
    return (new / old - 1) * 100


def contradictions() -> Iterator[tuple[str, str]]:
    """The figures about cross-border trade."""
    abroad, gmv = target("gmv.跨境"), target("gmv")
    wanted, before = target("cross_border_share"), baseline("gmv") * baseline("cross_border_share")
    others = target("gmv.站内") + target("gmv.站外")
    kept = others * wanted / (1 - wanted)
    yield "share", said(abroad / gmv * 100, 2) + "%"
    yield "the year before", said(before / YI) + " 亿"
    yield "its growth", said(growth(abroad, before), 1) + "%"
    yield "of 站内 only", said(abroad / target("gmv.站内") * 100, 1) + "%"
    yield "18% of the total", said(gmv * wanted / YI, 1) + " 亿"
    yield "total of which it is 18%", said(abroad / wanted / YI) + " 亿"
    yield "the other channels", said(others / YI) + " 亿"
    yield "18% beside them", said(kept / YI) + " 亿"
    yield "total with them", said((others + kept) / YI) + " 亿"
    yield "growth with them", said(growth(others + kept, baseline("gmv")), 1) + "%"
    orders, dollars = target("cross_border_orders"), target("cross_border_aov")
    yield "yuan an order", said(abroad / orders)
    yield "rate at which it holds", said(abroad / orders / dollars, 2)
    yield "rate shown", said(SHOWN_RATE, 1)
    yield "dollars an order", said(abroad / orders / SHOWN_RATE)
    yield "times too much", said(abroad / orders / SHOWN_RATE / dollars, 1)
    yield "ten times the orders", said(orders * 10 / WAN) + " 万"
    yield "their GMV", said(orders * 10 * dollars * SHOWN_RATE / YI, 1) + " 亿"
    yield "dollars of all orders", said(orders * dollars / YI, 2) + " 亿"
    yield "orders that fit", said(abroad / dollars / SHOWN_RATE / WAN) + " 万"
    yield "GMV that fits", said(orders * dollars * SHOWN_RATE / YI, 2) + " 亿"


def unowned() -> Iterator[tuple[str, str]]:
    """The figures about growth, drivers and revenue."""
    benchmark: Any = PLAN.benchmarks["social_commerce"].growth
    low, high = (baseline("gmv") * (1 + Fraction(rate) / 100) for rate in (benchmark.value, benchmark.high))
    live = target("live_gmv") - baseline("live_gmv")
    rest = [baseline("gmv") - baseline("live_gmv"), target("gmv") - target("live_gmv")]
    yield "low end", said(low / YI)
    yield "high end", said(high / YI) + " 亿"
    yield "above it", said((target("gmv") - high) / YI) + " 亿"
    yield "live share of growth", said(live / (target("gmv") - baseline("gmv")) * 100, 1) + "%"
    yield "the rest before", said(rest[0] / YI)
    yield "the rest after", said(rest[1] / YI) + " 亿"
    yield "growth of the rest", said(growth(rest[1], rest[0]), 1) + "%"
    daily = [get("mau") * get("dau_mau") for get in (baseline, target)]
    minutes = [users * get("daily_minutes") for users, get in zip(daily, (baseline, target), strict=True)]
    unit: Any = PLAN.goal("daily_minutes").target
    minutes = [amount / unit.unit.factor for amount in minutes]
    yield "daily users before", said(daily[0] / WAN) + " 万"
    yield "daily users after", said(daily[1] / WAN) + " 万"
    yield "growth of daily users", "+" + said(growth(daily[1], daily[0]), 1) + "%"
    yield "minutes before", said(minutes[0] / YI, 1) + " 亿"
    yield "minutes after", said(minutes[1] / YI, 1) + " 亿"
    yield "growth of minutes", "+" + said(growth(minutes[1], minutes[0]), 1) + "%"
    for key in RATES[:3]:
        yield f"{key} relative", said(growth(target(key), baseline(key)), 2) + "%"
    repurchase: Any = PLAN.goal("repurchase").growth
    yield "repurchase misread", said((baseline("repurchase") + Fraction(repurchase.base)) * 100) + "%"
    revenue = target("ad_revenue") / share("revenue_streams", "advertising")
    yield "all revenue", said(revenue / YI) + " 亿"
    yield "service fees", said(revenue * share("revenue_streams", "service_fees") / YI) + " 亿"


def governed() -> Iterator[tuple[str, str]]:
    """The figures about deviations and the reserve."""
    governance: Any = PLAN.governance
    off = abs(Fraction(governance.deviation["warning"].at.base))
    needs: list[Any] = [need for action in PLAN.actions.values() for need in action.needs]
    money = sum((Fraction(need.money.base) for need in needs if need.money), Fraction(0))
    people = sum((Fraction(need.people.base) for need in needs if need.people), Fraction(0))
    kept = Fraction(governance.reserve.budget.base)
    yield "10% of the level", said(target("mau") * (1 - off) / YI, 2) + " 亿"
    yield "10% of the growth", said((target("mau") - (target("mau") - baseline("mau")) * off) / YI, 3) + " 亿"
    yield "money", said(money / YI, 2) + " 亿"
    yield "reserve of money", said(money * kept / WAN) + " 万"
    yield "people", said(people)
    yield "reserve of people", said(people * kept)


def unruled() -> Iterator[tuple[str, str]]:
    """The figures that no rule compares."""
    healthy: Any = PLAN.metrics["d7_retention"].healthy["美妆"]
    grown = target("gmv") - baseline("gmv")
    local = target("local_gmv") - baseline("local_gmv")
    known = target("local_merchants.一线") + target("local_merchants.新一线")
    yield "users who stay", said((target("mau") - baseline("mau")) / WAN) + " 万"
    yield "users who come", said(target("new_mau") / Fraction(healthy.base) / WAN) + " 万"
    yield (
        "users at home before",
        said((target("mau.国内") - target("new_mau") + target("new_mau.海外")) / YI, 2) + " 亿",
    )
    yield "站内 and live", said((target("gmv.站内") + target("live_gmv")) / YI) + " 亿"
    yield "站外 and 跨境", said((target("gmv.站外") + target("gmv.跨境")) / YI) + " 亿"
    yield "brand GMV", said(target("ad_roi") * target("ad_revenue") / YI) + " 亿"
    yield "growth of GMV", said(grown / YI) + " 亿"
    yield "growth of local life", said(local / YI) + " 亿"
    yield "both", said((grown + local) / YI) + " 亿"
    yield "merchants named", said(known / WAN) + " 万"
    yield "merchants elsewhere", said((target("local_merchants") - known) / WAN) + " 万"


FIGURES = [*contradictions(), *unowned(), *governed(), *unruled()]


@pytest.mark.parametrize("name", SECTIONS)
@pytest.mark.parametrize(("what", "figure"), FIGURES, ids=[what for what, _ in FIGURES])
def test_figure_is_what_the_plan_gives(name: str, what: str, figure: str) -> None:
    """The figure, computed exactly from the plan, stands in the section."""
    number = re.escape(figure).replace(r"\ ", r"\ ?")
    assert re.search(rf"(?<![\d.]){number}(?![\d.]*\d)", section(name)), f"{what}: {figure}"


@pytest.mark.parametrize("name", SECTIONS)
def test_no_other_number_is_typed(name: str) -> None:
    """Every number of the section is in the plan, computed from it, or a count of findings."""
    known = set(NUMBER.findall(yaml.safe_dump(structure(plan_path()), allow_unicode=True)))
    known |= {number for _, figure in FIGURES for number in NUMBER.findall(figure)}
    known |= {str(len(group)) for group in FINDINGS.by("rule").values()}
    idle = {"local_life", "creator_ecosystem", "technology", "monetisation"}
    known.add(str(sum(one.code == "GT404" and one.team in idle for one in FINDINGS)))
    text = re.sub(r"GT\d{3}|`[^`]*`", " ", section(name))
    assert {number for number in NUMBER.findall(text) if number not in known} == set()


@pytest.mark.parametrize("name", SECTIONS)
def test_every_rule_is_explained_with_its_count(name: str) -> None:
    """The section tells of each rule that finds something, and of no other, with the number of its findings."""
    told = {code: int(count) for code, count in re.findall(r"\*\*(GT\d{3})\*\* × (\d+)", section(name))}
    assert told == Counter(one.code for one in FINDINGS)


@pytest.mark.parametrize("name", SECTIONS)
def test_growth_of_rates_is_told_in_order(name: str) -> None:
    """Relative and in points, the growth of the five rates stands in the order of their names."""
    assert {one.path for one in FINDINGS if one.code == "GT211"} == {f"goals.{key}.growth" for key in RATES}
    relative = [said(growth(target(key), baseline(key)), 2).removesuffix(".00") + "%" for key in RATES]
    points = [said((target(key) - baseline(key)) * 100) for key in RATES]
    for numbers in (relative, points):
        listed = r"(?:, |、|\s*and )".join(rf"(?<![\d.]){re.escape(one)}(?![\d.]*\d)" for one in numbers)
        assert re.search(listed, section(name)), numbers


Edit = Callable[[dict[str, Any]], object]


def write(*keys: str, to: object) -> Edit:
    """An edit that writes a value at a place of the plan."""

    def edit(plan: dict[str, Any]) -> None:
        for key in keys[:-1]:
            plan = plan[key]
        plan[keys[-1]] = to

    return edit


def add(team: str, other: str) -> Edit:
    """An edit by which a team lists another one."""
    return lambda plan: plan["teams"][team]["works_with"].append({"with": other, "for": "按对方所列"})


SHARE, RATE = "goals.cross_border_share.target", {"USD": str(float(SHOWN_RATE))}
DAU = {"baseline": "11865 万", "target": "14440 万", "owner": "用户增长部", "serves": ["dau_mau"]}
GROUP = ("governance", "groups", "local_delivery")
MENDS: list[tuple[str, str, Edit]] = [
    ("GT205", SHARE, write("goals", "cross_border_share", "target", to="12%")),
    ("GT205", SHARE, write("goals", "gmv", "cuts", "channel", "跨境", to="388.8 亿")),
    ("GT205", SHARE, write("goals", "gmv", "target", to="1444 亿")),
    ("GT044", "metrics.aov.healthy.跨境", write("fx", to=RATE)),
    (
        "GT130",
        "teams.creator_ecosystem.works_with[0].with",
        write("teams", "community", "aka", to="内容治理部"),
    ),
    ("GT501", "goals.gmv.target", write("goals", "gmv", "target", to="1800 亿")),
    ("GT502", "metrics.dau", write("goals", "dau", to=DAU)),
    ("GT211", "goals.repurchase.growth", write("goals", "repurchase", "growth_basis", to="relative")),
    ("GT211", "goals.repurchase.growth", write("goals", "repurchase", "growth", to="+4pp")),
    ("GT403", "goals.nps", write("goals", "nps", "owner", to="社区治理部")),
    ("GT404", "goals.big_live_events", write("actions", "live_hosts", "serves", to=["big_live_events"])),
    ("GT418", "actions.tax_systems", write("actions", "tax_systems", "serves", to=["gmv.跨境"])),
    ("GT430", "teams.monetisation.works_with[1].with", add("commerce", "商业化部")),
    ("GT431", "actions.shop_entry.needs[1].from", add("commerce", "用户增长部")),
    ("GT638", "actions.points.needs[0].from", add("commerce", "用户增长部")),
    (
        "GT665",
        "actions.exclusive_goods.risks[0].then[0].by",
        write("actions", "exclusive_goods", "time", to="Q2 上线"),
    ),
    ("GT676", ".".join(GROUP), write(*GROUP, "teams", to=["本地生活部", "物流中台"])),
]


@pytest.mark.parametrize(
    ("code", "path", "edit"), MENDS, ids=[f"{index}-{code}" for index, (code, _, _) in enumerate(MENDS)]
)
def test_what_is_said_to_mend_it_does(code: str, path: str, edit: Edit) -> None:
    """After the edit that the section names, the finding is gone from its place."""
    assert (code, path) in {(one.code, one.path) for one in FINDINGS}
    plan = PLAN.to_dict()
    edit(plan)
    assert (code, path) not in {(one.code, one.path) for one in goaltree.check(goaltree.loads(plan))}


def test_idle_teams_have_most_of_the_goals_without_action() -> None:
    """14 of the goals that no action serves belong to the four teams without actions."""
    idle = {one.path.removeprefix("teams.") for one in FINDINGS if one.code == "GT406"}
    assert len(idle) == 4
    assert sum(one.code == "GT404" and one.team in idle for one in FINDINGS) == 14


def test_rate_that_the_hint_shows_uncovers_the_order_value() -> None:
    """With a rate the cross-border order value contradicts GMV and orders; without one nothing is compared."""
    with_rate = goaltree.check(goaltree.loads({**PLAN.to_dict(), "fx": {"USD": str(float(SHOWN_RATE))}}))
    path = "goals.cross_border_aov.target"
    assert ("GT205", path) in {(one.code, one.path) for one in with_rate}
    assert "GT044" not in {one.code for one in with_rate}
    assert all(said(SHOWN_RATE, 1) in one.hint() for one in FINDINGS if one.code == "GT044")
    assert ("GT205", path) not in {(one.code, one.path) for one in FINDINGS}


def test_errors_are_at_these_places() -> None:
    """The contradictions and what cannot be read are four, each at its place."""
    assert {(one.code, one.path) for one in FINDINGS.errors} == {
        ("GT205", "goals.cross_border_share.target"),
        ("GT044", "goals.cross_border_aov.formula"),
        ("GT044", "metrics.aov.healthy.跨境"),
        ("GT130", "teams.creator_ecosystem.works_with[0].with"),
    }
