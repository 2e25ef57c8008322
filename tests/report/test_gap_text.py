"""Gaps, asks, groups and hand-overs are told in both languages: with every amount, team and day, and no code."""

from __future__ import annotations

import re
from typing import Any, Literal

import pytest

import goaltree as gt
from goaltree.report.ask import group_sentence, price_text, thing_text
from goaltree.report.pack.gap_page import gap_section
from goaltree.report.page import Page
from goaltree.report.page_text import page_text
from goaltree.report.told import Told
from goaltree_xiaohongshu import scorecard

Lang = Literal["en", "zh"]
CODE = re.compile(r"\b[A-Z]+_[A-Z_]+\b|None|NA\(|\b\d{10,}\b|_[a-z]+_")


def carded(
    action: dict[str, Any], *, value: float | None = 5e8, goal: dict[str, Any] | None = None
) -> gt.Scorecard:
    """Sales of 12亿 in two channels, at half-year."""
    plan = gt.loads(
        {
            "goaltree": 1,
            "plan": "x",
            "period": "2025",
            "currency": "CNY",
            "segments": {"channel": {"title": {"zh": "渠道", "en": "Channel"}, "members": ["线上", "门店"]}},
            "goals": {
                "sales": {
                    "title": {"zh": "销售额", "en": "Sales"},
                    "kind": "flow",
                    "unit": "元",
                    "direction": "up",
                    "target": "12.0亿",
                    "owner": "shop",
                    "cuts": {"channel": {"线上": "8.0亿", "门店": "3.5亿"}},
                    **(goal or {}),
                }
            },
            "teams": {"shop": {"title": {"zh": "店铺部", "en": "Shops"}, "lead": "王 XX"}},
            "actions": {"stores": {"title": {"zh": "开新店", "en": "New shops"}, "team": "shop", **action}},
        }
    )
    rows = [] if value is None else [{"metric": "sales", "period": "2025H1", "value": value}]
    return gt.evaluate(plan, gt.observe(plan, rows), as_of="2025-06-30")


def told(card: gt.Scorecard, lang: Lang) -> str:
    """All that a pack says of the gap of sales."""
    section = gap_section(Told(card, lang), {"sales"})
    return page_text(Page(title="", sections=(section,)), room=400)


EFFECT = {"time": "Q4 完成", "serves": ["sales"], "effect": {"sales": "+1亿"}, "chance": "60%"}


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "zh",
            [
                "10.08亿元",
                "按目前速度",
                "1.917亿元",
                "6,000万元",
                "1.317亿元",
                "店铺部（王 XX）",
            ],
        ),
        ("en", ["1.008B", "at the rate so far", "191.7M", "counts +60M", "131.7M", "Shops (王 XX)"]),
    ],
)
def test_an_open_gap_is_told_with_amounts_and_team(lang: Lang, said: list[str]) -> None:
    """5亿 by June end at 10.08亿; 1.917亿 are missing, 0.6亿 come of the action, 1.317亿 of nothing."""
    text = told(carded(EFFECT), lang)
    assert all(part in text for part in said), text


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_assumed_of_an_effect_is_told(lang: Lang) -> None:
    """No chance stated is taken as certain; delivered is in the value; a missing number is a missing number."""
    certain = told(carded({**EFFECT, "chance": "100%"}), lang)
    assumed = told(carded({"time": "Q4 完成", "serves": ["sales"], "effect": {"sales": "+1亿"}}), lang)
    assert ("taken as certain" in assumed or "按必成计" in assumed) and "按必成计" not in certain
    past = told(carded({**EFFECT, "time": "Q1 完成"}), lang)
    assert "in the value already" in past or "已含在实际值中" in past
    silent = told(carded({"time": "Q4 完成", "serves": ["sales"]}), lang)
    assert "state the effect of: New shops" in silent or "请写明效果：开新店" in silent


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_stands_ready_and_what_is_nobodys_is_told(lang: Lang) -> None:
    """An answer whose condition holds with its cost and effect, and the rest of the cut with its day and team."""
    then = {"do": "线上促销", "by": "Q3", "cost": "200万", "effect": {"sales": "+0.5亿"}}
    risk = {"if": "客流不足", "when": "value(sales) < 600000000", "then": then}
    goal = {"residual": "unassigned", "assign_by": "2025-03-31"}
    text = told(carded({**EFFECT, "risks": [risk]}, goal=goal), lang)
    for part in ("线上促销", "2025-09-30", "2025-06-30", "2025-03-31", "4.2%"):
        assert part in text
    assert ("not decided" in text and "2M CNY" in text) or ("未决定" in text and "200万元" in text)
    assert "that is past" in text or "已逾期" in text


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_sentence_of_the_example_is_free_of_codes(lang: Lang) -> None:
    """No reason code, key of a noun or unscaled number is left in what people read."""
    card = scorecard()
    say = Told(card, lang)
    said = page_text(Page(title="", sections=(gap_section(say, set(card.keys())),)), room=400).splitlines()
    said += [text(say, one) for one in gt.asks(card) for text in (thing_text, price_text)]
    said += [group_sentence(say, one) for one in gt.groups(card)]
    assert len(said) > 100
    assert [one for one in said if CODE.search(one)] == []


def test_groups_of_the_example_say_what_they_lack() -> None:
    """A working group without members and without an end is told so."""
    card = scorecard()
    assert group_sentence(Told(card, "zh"), gt.groups(card)[1]).endswith("没有成员、没有结束时间")
