"""A review at a terminal."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

import goaltree as gt
from goaltree.errors import UsageError
from goaltree.rendering.terminal import width
from goaltree.report.arrange import arranged, troubles
from goaltree.report.change import change_text
from goaltree.report.text import to_text
from goaltree.scorecard.comparison import compare

from .review_sample import NOW, PAYLOADS, THEN, card, hostile, plan, same_as_golden

LANGS = ("en", "zh")
ROOMS = {"perspective": 140, "team": 110, "none": 80}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("by", ["perspective", "team", "none"])
def test_golden_reviews(by, lang):
    """A review of a small plan is, byte for byte, the stored one."""
    assert same_as_golden(f"text-{by}.{lang}.txt", to_text(card(), lang, by=by, room=ROOMS[by]))


@pytest.mark.parametrize("lang", LANGS)
def test_golden_changes(lang):
    """What changed since an earlier day is, byte for byte, the stored one."""
    assert same_as_golden(f"changes.{lang}.txt", change_text(compare(card(NOW), card(THEN)), lang))


@pytest.mark.parametrize("by", ["perspective", "team", "none"])
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("room", [60, 80, 100, 120, 160])
def test_reviews_fit_the_terminal(room, lang, by):
    """No line is wider than the terminal, whatever the language."""
    text = to_text(card(), lang, by=by, room=room) + change_text(compare(card(), card(THEN)), lang, room=room)
    assert [line for line in text.splitlines() if width(line) > room] == []


@pytest.mark.parametrize("lang", LANGS)
def test_columns_line_up_whatever_the_script(lang):
    """The slash between value and target stands in one terminal column in every row of goals."""
    rows = [
        line for line in to_text(card(), lang, room=140).splitlines() if re.match(r"[✓●○?▲✗] .* / ", line)
    ]
    places = {width(row[: row.index(" / ", 12)]) for row in rows if "·" in row or "█" in row}
    assert len(rows) >= 12 and len(places) == 1


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("by", ["perspective", "team", "none"])
def test_every_goal_stands_once_with_its_numbers(by, lang):
    """Each goal has one place, under whichever heading."""
    places = [place.score.key for found in arranged(card(), by).values() for place in found]
    assert sorted(places) == sorted(card().keys())
    text = to_text(card(), lang, by=by, room=160, top=0)
    for key in card().keys():  # noqa: SIM118 - a scorecard iterates over scores
        assert plan().title_of(key, lang) in text


def test_parts_stand_under_their_whole():
    """The parts of a cut follow their whole, one step further in; under another team they have no whole above."""
    by = {place.score.key: place for found in arranged(card(), "perspective").values() for place in found}
    assert (by["sales"].depth, by["sales.channel.online"].depth) == (0, 1)
    teams = {key: [place.score.key for place in found] for key, found in arranged(card(), "team").items()}
    assert "sales.channel.online" in teams["web"]
    assert "sales.channel.stores" in teams["shops"]
    assert "Sales / Online" in to_text(card(), "en", by="team", room=160, top=0)


def test_several_cuts_are_told_apart():
    """Where a whole is cut twice, the first part of each cut says by what."""
    found = gt.loads(
        "goaltree: 1\nplan: x\nperiod: 2025\ncurrency: CNY\n"
        "segments: {a: [one, two], b: [three, four]}\n"
        "metrics: {m: {kind: flow, unit: 元, direction: up, by: [a, b]}}\n"
        "goals: {m: {target: 4亿, rolls_up: a, cuts: {a: {one: 1亿, two: 3亿}, b: {three: 2亿, four: 2亿}}}}\n"
    )
    text = to_text(gt.evaluate(found, [], as_of="2025-06-30"), "en", room=160)
    assert "one [a]" in text and "three [b]" in text
    assert "two [" not in text and "four [" not in text


def test_the_worst_come_first():
    """What needs a look is ranked: off track, at risk, then what is not known; the count of the rest is told."""
    order = [score.status for score in troubles(card())]
    assert order == sorted(order, key=["off_track", "at_risk", "unknown"].index)
    text = to_text(card(), "en", top=2)
    assert "and 4 more below" in text
    assert text.index("Sales / Online") < text.index("hollow")


def test_a_team_sees_the_objectives_of_its_goals_alone():
    """In one team's view an objective stands only where a goal of it is shown."""
    assert "A place to come back to" in to_text(card().view(team="web"), "en")
    found = gt.loads(
        "goaltree: 1\nplan: x\nperiod: 2025\ncurrency: CNY\n"
        "goals: {m: {kind: flow, unit: 元, direction: up, target: 1亿, owner: a}, "
        "n: {kind: flow, unit: 元, direction: up, target: 1亿, owner: b}}\n"
        "objectives: {far: {title: 远方, goals: [n]}}\nteams: {a: {title: 甲}, b: {title: 乙}}\n"
    )
    seen = gt.evaluate(found, [], as_of="2025-06-30")
    assert "远方" in to_text(seen, "zh")
    assert "远方" not in to_text(seen.view(team="a"), "zh")


def test_how_goals_come_to_be_due_is_counted():
    """Curves other than an even pace, and goals without a baseline, are counted beneath the table."""
    found = gt.loads(
        "goaltree: 1\nplan: x\nperiod: 2025\ncurrency: CNY\n"
        "goals: {m: {kind: flow, unit: 元, direction: up, target: 1亿, phasing: scurve}, "
        "n: {kind: flow, unit: 元, direction: up, target: 1亿, phasing: linear}, "
        "k: {kind: stock, unit: 人, direction: up, target: 9 人}}\n"
    )
    rows = [
        {"metric": key, "period": "2025-01", "value": value} for key, value in (("m", "9万"), ("k", "9 人"))
    ]
    text = to_text(gt.evaluate(found, rows, as_of="2025-01-31"), "en", room=160)
    assert "due by curve: s-curve (1), even (1)" in text
    assert "without a baseline, due in full at any time: 1" in text


def test_whoever_answers_is_named():
    """A goal that needs a look names its team and who leads it, a part without an owner those of its whole."""
    text = to_text(card(), "en", room=160)
    assert "Sales / Online  · Online (李 XX)\n" in text
    assert "New stores  · Shops (王 XX)\n" in text
    found = gt.loads(
        "goaltree: 1\nplan: x\nperiod: 2025\ncurrency: CNY\n"
        "goals: {m: {kind: flow, unit: 元, direction: up, target: 1亿}, "
        "n: {kind: flow, unit: 元, direction: up, target: 1亿, owner: t}}\n"
        "teams: {t: {title: 店铺部, lead: unstated}}\n"
    )
    text = to_text(gt.evaluate(found, [], as_of="2025-06-30"), "zh", room=160)
    assert "m  · 无人负责\n" in text and "n  · 店铺部\n" in text


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "en",
            "hollow: on track by its own numbers, but its guardrail Waiting time is 9.3 分钟, healthy is ≤8 分钟",
        ),
        ("zh", "虚绿：自身数字为正常，但护栏指标“等候时间”为 9.3分钟，健康范围 ≤8分钟"),
    ],
)
def test_hollow_green_names_its_guardrail(lang, words):
    """A green number over a breached guardrail says which, its value and its healthy range."""
    assert words in to_text(card(), lang, room=160)


def test_partial_stale_and_missing_are_told_in_words():
    """A reader sees which numbers are not whole, and why: no code, and never a nought for what is missing."""
    text = to_text(card(), "en", room=160)
    assert "(519M) / 1.2B 元" in text
    assert "91.7% of it is known (missing: Partners)" in text
    assert "only 62.5% of it is known (missing: North): not scored" in text
    assert "out of date: the value reaches 2025-02-28; it was on track then" in text
    assert "nothing was observed" in text
    assert not re.search(r"\b[A-Z]{2,}_[A-Z]+\b", text)
    assert re.search(r"North +— / 600,000 人 +— ", text)


def test_a_line_holds_the_numbers_of_a_hand_count():
    """Online: 2.18 of 5亿 by 181 of 365 days of an even year, counted here in fractions."""
    value, target = Fraction(218, 100), Fraction(5)
    due = target * Fraction(181, 365)
    rate = (target - value) / 6
    text = to_text(card(), "zh", room=160)
    row = next(line for line in text.splitlines() if line.startswith("▲ 有风险    线上"))
    for shown in (
        "2.18亿 / 5亿元",
        f"{float(value / target):.1%}",
        f"{float(due):.3f}亿元",
        f"{float(value / due - 1):.1%} 水平",
        f"{float(value / due):.2f}",
    ):
        assert shown in row
    assert f"此后每月需 {float(rate * 10000):,.0f}万元，为此前的 {float(rate / (value / 6)):.2f} 倍" in text
    assert f"少 {float((due - value) * 10000):,.0f}万元" in text


def test_pace_is_told_only_where_more_is_better():
    """More refunds than are due by now are no good pace: what should be low has none, nor has a band."""
    rows = to_text(card(), "en", room=160).splitlines()
    for title in ("Complaints", "Days of tea in stock"):
        row = next(line for line in rows if title in line)
        assert re.search(r" — +[▁▂▃▄▅▆▇█]+$", row)


def test_method_and_basis_stand_beside_their_numbers():
    """An attainment that is not value / target names its method, a deviation its basis."""
    rows = to_text(card(), "en", room=160).splitlines()
    south = next(row for row in rows if "South" in row)
    assert "60.0% progress" in south and "+21.0% increment" in south
    repeat = next(row for row in rows if "Repeat rate" in row and "progress" in row)
    assert "-0.1pp" in repeat


def test_colours_only_where_they_are_asked_for():
    """Without colour there is no escape; with colour the text is the same."""
    plain, coloured = to_text(card(), "zh"), to_text(card(), "zh", color=True)
    assert "\x1b" not in plain
    assert "\x1b[33m" in coloured
    assert re.sub(r" *\x1b\[\d+m *|\s", "", coloured) == re.sub(r"\s", "", plain)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_h10_titles_are_data(payload, lang):
    """No title of a plan moves the cursor, colours text, ends a line or speaks to a build server."""
    found = hostile(payload)
    text = to_text(found, lang) + change_text(compare(found, found), lang)
    assert not [char for char in text if not char.isprintable() and char != "\n"]
    assert not re.search(r"^\s*::|##\[|##vso", text, re.MULTILINE)
    assert len(text.splitlines()) == text.count("\n")
    text.encode()


@pytest.mark.parametrize("value", ["9.996亿", "10.004亿"])
def test_n06_a_review_reads_as_reached_only_what_is(value):
    """A value within rounding of its target is not shown as the target, nor its attainment as 100.0%."""
    found = gt.loads(
        "goaltree: 1\nplan: x\nperiod: 2025\ncurrency: CNY\n"
        "goals: {m: {kind: flow, unit: 元, direction: up, target: 10亿}}\n"
    )
    seen = gt.evaluate(
        found, [{"metric": "m", "period": "2025", "value": value}], as_of="2025-12-31", grain="year"
    )
    text = to_text(seen, "zh", room=160)
    assert f"{value} / 10亿元" in text
    assert "100.0%" not in text
    assert (seen["m"].status == "achieved") == (value == "10.004亿")


def of_a_year(value, status=""):
    """The review of one goal of 10亿 at the end of its year."""
    found = gt.loads(
        "goaltree: 1\nplan: x\nperiod: 2025\ncurrency: CNY\n"
        f"goals: {{m: {{kind: flow, unit: 元, direction: up, target: 10亿{status}}}}}\n"
    )
    seen = gt.evaluate(
        found, [{"metric": "m", "period": "2025", "value": value}], as_of="2025-12-31", grain="year"
    )
    return seen["m"].status, to_text(seen, "zh", room=160)


@pytest.mark.parametrize(
    ("value", "status", "shown"),
    [("8.9996亿", "at_risk", "-10.004%"), ("9.0004亿", "on_track", "-9.996%"), ("8亿", "at_risk", "-20.0%")],
)
def test_n06_a_deviation_reads_on_the_side_of_its_status(value, status, shown):
    """At a limit of the status rules a deviation has the digits that tell on which side it is."""
    found, text = of_a_year(value)
    assert found == status and shown in text


def test_n06_the_limits_are_those_of_the_goals_own_rules():
    """A plan's own limits count, and the usual ones no longer do."""
    rules = ", status: [{status: on_track, when: deviation(goal) > -15%}, {status: off_track}]"
    assert of_a_year("8.4996亿", rules)[0] == "off_track"
    assert "-15.004%" in of_a_year("8.4996亿", rules)[1]
    assert "-10.0%" in of_a_year("8.9996亿", rules)[1]


def test_another_arrangement_is_a_wrong_call():
    """An arrangement that there is not is refused, with those that there are."""
    with pytest.raises(UsageError, match="perspective, team, none"):
        to_text(card(), by="size")
