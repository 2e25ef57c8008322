"""Messages tell the gravest first, say how many more there are, and obey nobody's title."""

from __future__ import annotations

import json
import unicodedata

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from notify_case import AT, FINE, OFF, SALES, VISITS, carded, case, plan, rows

import goaltree as gt
from goaltree.testing import PAYLOADS
from goaltree_notify.message import Letter, Message, composed, cut_bytes, harmless, letters

CALLS = [
    "@all",
    "@everyone",
    "@here",
    "@channel",
    "<!channel>",
    "<!everyone|all>",
    "<!subteam^S1>",
    "<@U123>",
    '<at user_id="all">所有人</at>',
    '<at id="all"></at>',
    "<at userid='all'>",
    "<@all>",
    "@所有人",
    "<https://evil.example|click>",
]


@pytest.mark.parametrize("text", [*PAYLOADS, *CALLS])
def test_h17_no_title_calls_anybody(text):
    """A title that is a call or a tag comes out as text: without the signs that make it one."""
    shown = harmless(text)
    assert not set(shown) & set("@<>\n\r\t\x00\x1b") and (not text.isalnum() or shown == text)


@given(st.text())
def test_h10_a_text_of_people_is_one_line_without_control(text):
    """No character that ends a line, turns its direction or rings a bell is left; doing it again changes nothing."""
    shown = harmless(text)
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for char in shown)
    assert len(shown) <= 600 and harmless(shown) == shown


def test_h13_chinese_and_emoji_stay_as_they_are():
    """What is no call and no control is not touched."""
    text = "第一季度 GMV：12.5%（同比）🎯 é ＜5％"
    assert harmless(text) == text


def letter(at: int, level: str = "warning", size: int = 10) -> Letter:
    """A letter of a generated alert."""
    return Letter(
        plan="shop", alert=f"goal{at}/2025-01/{level}", state="open", heading="店铺, as of 2025-03-31", level=level,
        head="目标" * size, facts=("多" * size,) * 2, values={"key": f"goal{at}"},
    )  # fmt: skip


@given(
    st.lists(st.integers(0, 300), min_size=1, max_size=30),
    st.integers(1, 40),
    st.integers(60, 3000),
    st.sampled_from(["en", "zh"]),
)
def test_h16_a_message_fits_and_counts_what_it_leaves_out(sizes, most, room, lang):
    """Whatever the alerts and the room: it fits, every alert is told or counted, and the gravest are those told."""
    carried = [letter(at, size=size) for at, size in enumerate(sizes)]
    made = composed(carried, id="gt_1", destination="board", lang=lang, most=most, room=room)
    assert len(made.title.encode()) + len(made.text.encode()) + 2 <= room
    assert made.alerts == tuple(one.alert for one in carried)
    assert len(made.values) + made.left_out == len(carried) and 1 <= len(made.values) <= most
    assert [one["key"] for one in made.values] == [f"goal{at}" for at in range(len(made.values))]
    if made.left_out and room >= 400:
        assert str(made.left_out) in made.text.splitlines()[-1]


def test_what_happens_on_a_level_is_said_once():
    """Above the alerts of a level stand the level and the plan's answer to it, and not again at each alert."""
    carried = [letter(0, "emergency"), *(evolve(letter(at), answer="偏差预警表") for at in range(1, 4))]
    made = composed(carried, id="a", destination="b", lang="zh", most=9, room=9000)
    assert [line for line in made.text.splitlines() if line.startswith("【")] == [
        "【emergency】",
        "【warning】偏差预警表",
    ]
    assert made.text.count("· 目标") == 4


def test_h16_ten_thousand_goals_are_one_message():
    """However many goals turn red at once, a person gets one message that can be read."""
    carried = [letter(at, "emergency" if at < 2 else "warning") for at in range(10_000)]
    made = composed(carried, id="gt_1", destination="board", lang="zh", most=20, room=12_000)
    assert len(made.payload()) < 30_000 and len(made.alerts) == 10_000
    assert made.title.endswith("：emergency 2、warning 9998")
    assert made.text.splitlines()[-1] == "另有 9980 条未列出（warning 9980），全部见 goaltree alerts。"


@given(st.text(), st.integers(3, 50))
def test_h17_a_cut_text_is_a_beginning(text, room):
    """No character is cut in two."""
    shown = cut_bytes(text, room)
    assert len(shown.encode("utf-8", "replace")) <= room
    assert shown == text.encode("utf-8", "replace").decode() or text.startswith(shown.removesuffix("…"))


def test_a_message_says_what_is_off_and_what_is_to_be_done():
    """In both languages: the level, the goal, who answers, by when it is decided, the plan's answer, and the key."""
    card, found = case()
    zh = composed(letters(card, found, "zh"), id="a", destination="b", lang="zh", most=9, room=9000)
    en = composed(letters(card, found, "en"), id="a", destination="b", lang="en", most=9, room=9000)
    assert zh.title == "店铺 2025 年度目标（截至 2025-03-31）：紧急 1、预警 1"
    for text in (
        "【紧急】\n· 销售额 · 店铺部",
        "2025-04-02 16:00 前决策",
        f"编号 {SALES}",
        "【预警】偏差预警表\n· 访问量",
        "-35.8%",
    ):
        assert text in zh.text
    for text in (
        "[emergency]\n· 销售额",
        "decide by 2025-04-02 16:00",
        f"key {VISITS}",
        "[warning] 偏差预警表\n· 访问量",
    ):
        assert text in en.text


def test_what_is_over_is_said_to_be():
    """An alert that is closed is told as such, and asks nobody for anything."""
    first = carded(plan(), OFF)
    box = _journal(first)
    later = carded(plan(), FINE, as_of="2025-04-30")
    over = [one for one in gt.alerts(later, box, at=AT.replace(month=5)) if one.state == "closed"]
    made = letters(later, over, "zh")
    assert {one.alert for one in made} == {SALES, VISITS} and {one.state for one in made} == {"closed"}
    assert all((one.level, one.answer) == ("已解除", "") for one in made)


def _journal(card: gt.Scorecard) -> list[gt.Note]:
    """Notes as a ledger has them after the alerts of a scorecard were raised."""
    return [
        gt.Note(kind="alert", text="x", by="t", at=AT, goal=one.goal, alert=one.key, number=at, recorded=AT)
        for at, one in enumerate(gt.alerts(card, at=AT), 1)
    ]


def test_h17_programs_get_the_listed_fields_and_no_other():
    """What is in an alert besides (notes, risks, the plan) goes to nobody."""
    card, found = case()
    told = json.loads(
        composed(letters(card, found, "en"), id="a", destination="b", lang="en", most=9, room=9000).payload()
    )
    assert sorted(told) == ["alerts", "id", "left_out", "plan", "text", "title", "version"]
    for one in told["alerts"]:
        assert sorted(one) == sorted(
            "key kind level state goal name team decides period since detected due deviation basis".split()
        )
    assert told["alerts"][0]["deviation"] == pytest.approx(190 / (1200 / 365 * 90) - 1)


def test_a_deviation_that_is_not_known_is_null():
    """Missing is null, never 0."""
    card = carded(plan(), OFF)
    notes = [
        gt.Note(
            kind="alert",
            text="x",
            by="t",
            at=AT,
            goal="visits",
            alert="visits/2025-01/emergency",
            number=1,
            recorded=AT,
        )
    ]
    lost = carded(plan(), rows(sales=(100, 50, 40)))
    found = gt.alerts(lost, notes, at=AT)
    values = {one.alert: one.values for one in letters(lost, found, "en")}
    assert values["visits/2025-01/emergency"]["deviation"] is None and card is not lost


@given(st.text(), st.lists(st.text(), max_size=3), st.sampled_from(["open", "closed"]))
def test_letters_and_messages_come_back_from_text_as_they_went(head, facts, state):
    """What the outbox keeps is what was put in."""
    one = Letter(
        plan="p",
        alert="a",
        state=state,
        heading="h",
        level="l",
        head=head,
        facts=tuple(facts),
        values={"key": head},
    )
    assert Letter.from_json(one.to_json()) == one
    made = Message(
        id="i", destination="d", plan="p", title=head, text=head, alerts=(head,), values=({"key": head},)
    )
    assert Message.from_json(made.to_json(), 0) == made
