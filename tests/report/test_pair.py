"""Pairs in words: a sentence for each field in both languages, and what history says."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from attrs import evolve

import goaltree as gt
from goaltree.report.pair import pair, pairs
from goaltree.report.told import Told
from steering.paired import ENDS, FINE, FULL, OFF, RISK, card, text

TWO = {"lag": "2 months"}


def told(made: gt.Scorecard, lang: str):
    """The one pair of a card in a language."""
    (found,) = pairs(Told(made, lang), gt.pairs(made))
    return found


CASES = {
    "both on track": (
        [FULL] * 6,
        [FINE] * 6,
        {},
        "Members is on track, and so is Visitors.",
        "“会员数”正常，“访客数”也正常。",
    ),
    "both on track, process fell": (
        [FULL] * 6,
        [FULL] * 4 + [RISK] * 2,
        TWO,
        (
            "Members is on track, and so was Visitors on 2025-04-30, a lag of 2 months ago. But it is "
            "behind (at risk) since "
            "2025-05-31, which the result may show by 2025-07-31."
        ),
        "“会员数”正常，“访客数”在 2025-04-30（滞后 2 个月）也正常。但它自 2025-05-31 起落后（有风险），最迟 2025-07-31 可能拖累结果。",
    ),
    "wrong lever": (
        [OFF] * 6,
        [FULL] * 6,
        TWO,
        (
            "Members is behind (off track) although Visitors was on track on 2025-04-30, a lag of 2 "
            "months ago: it may be the "
            "wrong lever."
        ),
        "“会员数”落后（偏离），而“访客数”在 2025-04-30（滞后 2 个月）正常：可能抓错了抓手。",
    ),
    "lag not passed": (
        [OFF] * 6,
        [OFF] * 5 + [FULL],
        TWO,
        (
            "Members is behind (off track) and Visitors is on track since 2025-06-30, but the lag of 2 "
            "months has not passed: "
            "it shows in the result by 2025-08-30; until then nothing speaks against the lever."
        ),
        (
            "“会员数”落后（偏离），“访客数”自 2025-06-30 起正常，但 2 个月的滞后期未到：最迟 2025-08-30 反映到结果，"
            "在此之前不能说抓错了抓手。"
        ),
    ),
    "no lag stated": (
        [RISK] * 6,
        [FULL] * 6,
        {},
        (
            "Members is behind (at risk) although Visitors is on track: it may be the wrong lever, or has "
            "yet to take effect; "
            "the plan states no lag."
        ),
        "“会员数”落后（有风险），而“访客数”正常：可能抓错了抓手，也可能尚未见效；计划没有写明滞后期。",
    ),
    "luck": (
        [FULL] * 6,
        [OFF] * 4 + [FULL] * 2,
        TWO,
        (
            "Members is on track although Visitors was behind (off track) on 2025-04-30, a lag of 2 "
            "months ago: luck, or it "
            "does not move the result as believed. It is on track again since 2025-05-31, which the "
            "result should show by "
            "2025-07-31."
        ),
        (
            "“会员数”正常，而“访客数”在 2025-04-30（滞后 2 个月）落后（偏离）：或是运气，或是它并不像设想的那样带动结果。"
            "它自 2025-05-31 起恢复正常，最迟 2025-07-31 应反映到结果。"
        ),
    ),
    "luck, no lag stated": (
        [FULL] * 6,
        [OFF] * 6,
        {},
        (
            "Members is on track although Visitors is behind (off track): luck, or it does not move the "
            "result as believed, or "
            "the result has yet to follow; the plan states no lag."
        ),
        "“会员数”正常，而“访客数”落后（偏离）：或是运气，或是它并不像设想的那样带动结果，也可能尚未传导；计划没有写明滞后期。",
    ),
    "both behind": (
        [OFF] * 6,
        [RISK] * 6,
        TWO,
        (
            "Visitors was behind (at risk) on 2025-04-30, a lag of 2 months ago, and so is Members (off "
            "track): begin with the "
            "process."
        ),
        "“访客数”在 2025-04-30（滞后 2 个月）落后（有风险），“会员数”也落后（偏离）：先从过程抓起。",
    ),
    "unknown": (
        [FULL] * 6,
        [None] * 6,
        {},
        "How Visitors stands is not known: nothing was observed.",
        "“访客数”的情况无从得知：没有实际值。",
    ),
    "unknown a lag ago": (
        [FULL] * 6,
        [None] * 5 + [FULL],
        TWO,
        "How Visitors stood on 2025-04-30 is not known: nothing was observed.",
        "“访客数”在 2025-04-30 的情况无从得知：没有实际值。",
    ),
}
EARLY = {
    "result still on track": (
        [FULL] * 2,
        [OFF] * 2,
        (
            "Members is still on track; Visitors is behind (off track) since 2025-01-31, and the lag of 2 "
            "months has not "
            "passed: the result may follow by 2025-03-31."
        ),
        "“会员数”目前仍正常；“访客数”自 2025-01-31 起落后（偏离），2 个月的滞后期未到：最迟 2025-03-31 可能拖累结果。",
    ),
    "both behind": (
        [OFF] * 2,
        [RISK] * 2,
        (
            "Members is behind (off track), and so is Visitors (at risk), whose lag of 2 months has not "
            "passed: it is not the "
            "reason yet, and comes on top by 2025-03-31."
        ),
        "“会员数”落后（偏离），“访客数”也落后（有风险），但 2 个月的滞后期未到：它还不是原因，最迟 2025-03-31 会再拖累结果。",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_sentence_for_each_field(name):
    """What a field means is said in both languages, with the days and statuses that it stands on."""
    result, process, lead, english, chinese = CASES[name]
    made = card(result, process, lead=lead)
    assert told(made, "en").reading == english
    assert told(made, "zh").reading == chinese


@pytest.mark.parametrize("name", EARLY)
def test_before_the_lag_could_pass(name):
    """In the first months of a plan nothing is blamed on a process whose lag reaches back before it."""
    result, process, english, chinese = EARLY[name]
    made = card(result, process, lead=TWO, as_of=ENDS[1])
    assert told(made, "en").reading == english
    assert told(made, "zh").reading == chinese


def test_titles_of_people_stay_as_they_are():
    """A title is data, whatever stands in it; the part whose range was left is named."""
    metrics = text()["metrics"]
    metrics["members"]["title"] = "<b>会员</b> {0} %s"
    metrics["visitors"] |= {"by": "region", "healthy": {"北区": "≥50 人"}}
    segments = {"region": {"members": {"北区": {"zh": "北区", "en": "North"}}}}
    goals = {"members": {"target": "100 人", "owner": "shop"}}
    more = [{"metric": "visitors", "region": "北区", "period": "2025-06", "value": 10}]
    made = card([FULL] * 6, [None] * 6, more=more, metrics=metrics, segments=segments, goals=goals)
    found = told(made, "en")
    assert (found.result, found.process) == ("<b>会员</b> {0} %s", "Visitors (North)")
    assert found.reading.startswith(
        "<b>会员</b> {0} %s is on track although Visitors (North) is behind (at risk):"
    )
    assert told(made, "zh").process == "访客数（北区）"
    assert found.field == "result on track, process behind"


# What history says.

pytest.importorskip("statsmodels")


def following(lag, *, length=42, turn=1, noise=0.3, seed=1):
    """Visitors of so many months, and members that follow them after a lag."""
    draw = np.random.default_rng(seed)
    visitors = draw.normal(100, 10, length + abs(lag))
    here, there = (visitors[:length], visitors[lag:]) if lag >= 0 else (visitors[-lag:], visitors[:length])
    members = 100 + turn * (here - 100) + noise * draw.normal(0, 10, length)
    return [float(one) for one in members], [float(one) for one in there]


def said(members, visitors, lang="en", **changes):
    """What is said of a history that begins three years before the plan."""
    return told(card(members, visitors, first=2022 * 12, **changes), lang).evidence


def test_a_lead_is_told_with_its_caution():
    """A lead that history agrees with is said with its strength, and that it is no cause."""
    english, chinese = said(*following(2)), said(*following(2), "zh")
    assert english.startswith("In 42 months Visitors ran ahead of Members by 2 months (correlation +0.")
    assert english.endswith(", by chance below 0.1%). This is predictability, not causality.")
    assert chinese.startswith("42 个月的数据里，“访客数”领先“会员数” 2 个月（相关系数 +0.")
    assert chinese.endswith("，出于偶然的概率低于 0.1%）。这是可预测性，不等于因果关系。")


def test_a_lead_the_other_way_than_believed():
    """Where more visitors bring fewer members and the plan believes more, that is said."""
    assert "but the other way than is believed." in said(*following(2, turn=-1), lead=TWO | {"sign": "+"})
    assert "the other way" not in said(*following(2, turn=-1), lead=TWO | {"sign": "-"})
    assert "但方向与设想相反。" in said(*following(2, turn=-1), "zh", lead=TWO | {"sign": "+"})


@pytest.mark.parametrize(
    ("lag", "noise", "english", "chinese"),
    [
        (
            -2,
            0.3,
            "In 42 months Visitors followed Members by 2 months and warns of nothing",
            "反而落后于“会员数” 2 个月",
        ),
        (
            0,
            0.3,
            "In 42 months Visitors moved together with Members, not ahead of it",
            "与“会员数”同期变动，没有领先",
        ),
        (
            2,
            50,
            "In 42 months Visitors did not run ahead of Members by more than chance",
            "看不出“访客数”领先“会员数”",
        ),
    ],
)
def test_what_is_no_lead(lag, noise, english, chinese):
    """What follows, comes together, or has nothing to do with it is said as that, with the caution."""
    series = following(lag, noise=noise)
    assert said(*series).startswith(english) and said(*series).endswith("not causality.")
    assert chinese in said(*series, "zh") and said(*series, "zh").endswith("不等于因果关系。")


def test_a_lead_that_forecasts_do_not_gain_by():
    """What ran ahead beyond chance and yet made no forecast better is no lead, and is said as that."""
    made = card(*following(2), first=2022 * 12)
    (found,) = gt.pairs(made)
    useless = evolve(found.evidence.foresight, informed=found.evidence.foresight.alone)
    evidence = evolve(found.evidence, verdict="no_evidence", lag=None, foresight=useless)
    one = evolve(found, evidence=evidence)
    assert pair(Told(made, "en"), one).evidence == (
        "In 42 months Visitors ran ahead of Members, but made its forecasts no better. "
        "This is predictability, not causality."
    )
    assert "但并没有让预测更准。" in pair(Told(made, "zh"), one).evidence


def test_too_little_to_tell(monkeypatch):
    """Too few months, a level, nothing observed and a missing extra each have their sentence, and no caution."""
    few = told(card([FULL] * 6, [FINE] * 6), "en").evidence
    assert few == "History cannot say yet: 6 months of both are known, 24 months are needed."
    zh = told(card([FULL] * 6, [FINE] * 6), "zh").evidence
    assert zh == "历史数据尚不足以说明：两者都有数据的只有 6 个月，需要 24 个月。"
    assert said([100] * 42, [100] * 42).startswith("History says nothing: in 42 months")
    none = told(card([], [FINE] * 6), "en").evidence
    assert none == "History says nothing: Members was never observed as a whole."
    monkeypatch.setitem(sys.modules, "statsmodels", None)
    assert said(*following(2)) == "History was not asked: that needs the extra `forecast`."
    made = card([FULL] * 6, [FINE] * 6)
    assert pair(Told(made, "en"), gt.pairs(made)[0]).evidence == few
