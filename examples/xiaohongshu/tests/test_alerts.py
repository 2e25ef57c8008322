"""The alerts of the year open, rise, fall and close on the days and levels of the answer key, and no others do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

import goaltree
from goaltree_xiaohongshu.alert_key import deviations, known, lines, number, text
from goaltree_xiaohongshu.course import LAST
from goaltree_xiaohongshu.weeks import Cadence, Followed, follow, main, meetings
from goaltree_xiaohongshu.year import LEDGER, Year

KEY: Mapping[str, Any] = yaml.safe_load(
    (files("goaltree_xiaohongshu") / "alerts.yaml").read_text(encoding="utf-8")
)
Happening = tuple[date, str, str]
"""The day of a review, whether something opens or closes, and the key of the alert."""
BOTH: tuple[Cadence, ...] = ("week", "month")


def courses(part: str) -> Iterator[tuple[str, Sequence[Mapping[str, Any]]]]:
    """What the key says of each goal or action; a risk is known by where it stands."""
    for name, told in KEY[part].items():
        yield (f"actions.{name}.risks[0]" if part == "risks" else name), told


def wanted(*parts: str) -> set[Happening]:
    """What has to open and to close, and when, by the key."""
    found: set[Happening] = set()
    for part in parts:
        for about, told in courses(part):
            open_: dict[str, str] = {}
            for one in told:
                ends = {"falls": ["emergency"], "closes": list(open_)}.get(one["does"], [])
                found |= {(one["day"], "closes", open_.pop(level)) for level in ends if level in open_}
                if one["does"] != "closes" and one["level"] not in open_:
                    open_[one["level"]] = f"{about}/{one['since']}/{one['level']}"
                    found.add((one["day"], "opens", open_[one["level"]]))
    return found


def happened(followed: Sequence[Followed]) -> list[Happening]:
    """What opened and what closed in the reviews, as often as it did."""
    return [
        (one.meeting.at.date(), does, alert.key)
        for one in followed
        for does, alerts in (("opens", one.raised.new), ("closes", one.raised.closed))
        for alert in alerts
    ]


def test_alerts_are_those_of_the_key(followed: list[Followed]) -> None:
    """Week by week and month by month each alert opens and closes once, on its day, and nothing else does."""
    found = happened(followed)
    assert len(found) == len(set(found))
    assert set(found) == wanted("deviations", "risks", "undecided")


def test_key_holds_what_there_is_to_hold() -> None:
    """The key has every way in which an alert can go, so that a run that agrees with it says something."""
    told = [
        one for part in ("deviations", "risks", "undecided") for _, course in courses(part) for one in course
    ]
    assert {one["does"] for one in told} == {"opens", "rises", "falls", "closes"}
    assert {one["level"] for one in told if "level" in one} == {"warning", "emergency", "risk", "undecided"}
    assert len(wanted("deviations", "risks", "undecided")) > 100


@pytest.mark.parametrize("cadence", BOTH)
def test_alerts_of_one_cadence_are_the_same(year: Year, tmp_path: Path, cadence: Cadence) -> None:
    """Who meets only on Mondays, or only once a month, sees the same alerts at the first meeting that can know them."""
    ledger = goaltree.Ledger(tmp_path / "one.ledger")
    found = happened(list(follow(year.plan, year.actuals, ledger, cadence)))
    days = [one.at.date() for one in meetings(cadence)]
    first = {
        (next(day for day in days if day >= on), does, key)
        for on, does, key in wanted("deviations", "risks")
        if on <= days[-1]
    }
    assert {one for one in found if one[2] != "ar_penetration/2025-01/undecided"} == first
    late = [does for _, does, key in found if key == "ar_penetration/2025-01/undecided"]
    # decided before the month is over: who looks once a month never sees that it was late
    assert late == {"week": ["opens", "closes"], "month": []}[cadence]


def test_deviations_are_those_of_pencil_and_paper(followed: list[Followed]) -> None:
    """At each monthly review each alert has the deviation that the key works out, but for what counting rounds."""
    by_name = {line.name: line for line in lines()}
    compared = 0
    for month, one in enumerate((one for one in followed if one.meeting.cadence == "month"), 1):
        for alert in (*one.raised.new, *one.raised.still):
            if alert.kind == "deviation":
                due = deviations(by_name[alert.goal], known(month))
                assert alert.deviation == pytest.approx(float(due[max(due)]), abs=1e-3), (month, alert.key)
                compared += 1
    assert compared > 150


def share(days: int) -> Fraction:
    """The share of 2025 that so many days are."""
    return Fraction(days, 365)


@pytest.mark.parametrize(
    ("goal", "month", "by_hand"),
    [
        ("nps", 1, (40 - (40 + 2 * share(31))) / (2 * share(31))),
        ("quality_notes", 1, (Fraction("40.5") - (40 + 5 * share(31))) / (5 * share(31))),
        ("creator_monetisation", 1, (Fraction("35.3") - (35 + 5 * share(31))) / (5 * share(31))),
        (
            "fake_note_disposal",
            1,
            (Fraction("98.1") - (98 + Fraction("1.5") * share(31))) / (Fraction("1.5") * share(31)),
        ),
        (
            "local_merchants",
            6,
            (Fraction("10.6") - (Fraction("7.5") * (1 + share(181)))) / (Fraction("7.5") * share(181)),
        ),
        ("latency", 6, -(Fraction("95.8") - (100 - 10 * share(181))) / (100 - 10 * share(181))),
        ("ar_penetration", 12, Fraction(28 - 35, 35 - 25)),
        ("logistics_automation", 12, Fraction(89 - 90, 90 - 80)),
        ("core_cities", 1, Fraction(33 - 40, 40)),
        ("overseas_warehouses", 6, Fraction(12 - 40, 40)),
        ("report_handling", 1, -(Fraction("2.6") - 2) / 2),
        ("cross_border_fulfilment", 6, -(Fraction("9.1") - 8) / 8),
        ("note_conversion", 1, Fraction("4.3") / 5 - 1),
        ("cross_border_aov", 12, Fraction(76, 85) - 1),
        ("mau.region.海外", 12, Fraction("0.062") / Fraction("0.1") - 1),
        ("active_creators.tier.头部", 6, Fraction("4.6") / 5 - 1),
    ],
)
def test_key_works_out_what_a_hand_does(goal: str, month: int, by_hand: Fraction) -> None:
    """What invention.py says of January, June and December against the plan's words, worked out line by line."""
    line = next(one for one in lines() if one.name == goal)
    assert deviations(line, known(LAST))[month] == by_hand


def test_key_is_what_its_module_works_out() -> None:
    """The file is the one that the module writes: nothing of it was fitted to what the code gives."""
    assert text() == (files("goaltree_xiaohongshu") / "alerts.yaml").read_text(encoding="utf-8")
    assert [str(number(one)) for one in ("≥45%", "2160 亿", "3.2:1", "85 美元")] == [
        "9/20",
        "216000000000",
        "16/5",
        "85",
    ]


@pytest.mark.parametrize(
    ("key", "day", "state"),
    [(key, day, state) for key, told in KEY["states"].items() for day, state in told.items()],
)
def test_states_are_those_of_the_key(
    followed: list[Followed], journal: goaltree.Ledger, key: str, day: date, state: str
) -> None:
    """A decision in time, one that is late, and an answer change an alert from the next review on, and stay told."""
    (one, *_) = [one for one in followed if one.meeting.at.date() == day]
    shown = {alert.key: alert.state for alert in goaltree.alerts(one.card, journal.notes())}
    assert shown[key] == state
    if state != "open":
        assert {alert.key: alert.state for alert in (*one.raised.new, *one.raised.still)}[key] == state


def test_emergencies_are_due_after_a_day(followed: list[Followed]) -> None:
    """Each has to be decided 24 hours after it was seen, and who comes together is told where anybody answers."""
    found = [alert for one in followed for alert in one.raised.new if alert.level == "emergency"]
    assert len(found) > 10
    for alert in found:
        assert alert.due == alert.detected + timedelta(hours=24)
        assert alert.meets or alert.goal in ("nps", "quality_notes")


def test_year_followed_again_raises_nothing(
    year: Year, journal: goaltree.Ledger, followed: list[Followed]
) -> None:
    """Every review made once more, by what was known and said then, finds its alerts raised and its closings made."""
    before = journal.head
    for one in followed:
        again = goaltree.raise_alerts(one.card, journal, by="again")
        assert (again.new, again.closed) == ((), ())
    assert journal.head == before


def test_nothing_said_later_changes_a_review(followed: list[Followed], journal: goaltree.Ledger) -> None:
    """What a review told is told again from the journal of the whole year, word for word, before it was entered."""
    for one in followed[::7]:
        at = one.meeting.at
        notes = [note for note in journal.notes() if note.at < at or note.kind not in ("alert", "closing")]
        found = {alert.key: alert.state for alert in goaltree.alerts(one.card, notes)}
        told = (*one.raised.new, *one.raised.still, *one.raised.closed)
        assert found == {alert.key: alert.state for alert in told}


def test_source_that_stops_closes_nothing(followed: list[Followed]) -> None:
    """The creator platform ends with August; what was off by then is told to the end of the year as it stood."""
    last = {alert.key: alert for alert in (*followed[-1].raised.new, *followed[-1].raised.still)}
    kept = last["creator_monetisation/2025-01/warning"]
    line = next(one for one in lines() if one.name == "creator_monetisation")
    assert kept.deviation == pytest.approx(float(deviations(line, known(8))[8]), abs=1e-3)


def test_program_prints_what_opens_and_closes(
    year: Year, followed: list[Followed], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command follows the year of a folder and says the same."""
    (tmp_path / LEDGER).write_bytes((year.folder / LEDGER).read_bytes())
    assert main([str(tmp_path)]) == 0
    printed = [line.split() for line in capsys.readouterr().out.splitlines()[:-1]]
    assert [
        (date.fromisoformat(day), {"+": "opens", "-": "closes"}[mark], key) for day, _, mark, key in printed
    ] == happened(followed)


def said_of_mondays(lang: str) -> str:
    """What a README says of the alerts of the year, on one line."""
    name, end = {
        "en": ("README.md", "### What a reader of the reviews"),
        "zh": ("README.zh.md", "### 读复盘的人"),
    }[lang]
    whole = (Path(__file__).parents[1] / name).read_text(encoding="utf-8")
    return " ".join(whole.partition("goaltree_xiaohongshu.weeks")[2].partition(end)[0].split())


def test_readmes_say_of_the_alerts_what_happened(followed: list[Followed]) -> None:
    """Each figure that both READMEs give of the year's alerts is that of the run."""
    raised = [alert for one in followed for alert in one.raised.new]
    levels = Counter(alert.level for alert in raised)
    february = next(one for one in followed if one.meeting.at.date() == date(2025, 2, 10))
    march = next(one for one in followed if one.meeting.as_of == date(2025, 2, 28))
    card, open_ = february.card, (*february.raised.new, *february.raised.still)
    grave = [alert.goal for alert in open_ if alert.level == "emergency"]
    still = {alert.goal for alert in march.raised.still if alert.level == "emergency"}
    points = min(abs(float(card[goal].gap)) for goal in grave if card[goal].basis == "pp")
    bare = {score.key for score in card if "NO_BASELINE" in score.reasons}
    warned = [alert for alert in open_ if alert.goal in bare and alert.level == "warning"]
    risks = [one for one in followed[-1].card.triggers if any(held for _, held in one.history)]
    at_once = [one for one in risks if "attainment" in str(one.risk.when) and one.history[0][1]]
    mau = [alert for alert in raised if alert.goal == "mau"]
    assert (len(grave), len(grave) - len(still & set(grave))) == (13, 6)
    assert (f"{float(share(31)):.0%}", f"{points * 100:.2f}") == ("8%", "0.03")
    assert (len(bare), len(warned), len(risks), len(at_once)) == (19, 14, 5, 3)
    assert [alert.level for alert in mau].count("emergency") == 2
    assert [alert.period for alert in mau if alert.level == "warning"][1:] == ["2025-06", "2025-08"]
    english, chinese = said_of_mondays("en"), said_of_mondays("zh")
    for part in (
        f"{levels['warning']} warnings, {levels['emergency']} emergencies, {levels['risk']} risks",
        "there are 13 emergencies. With 8% of the year gone, 0.03 points",
        "Six of the 13 are no emergency any more",
        "Nineteen levels without a baseline",
        "14 of them warn",
        "three of the five risks",
        "over and back twice around -10%, and twice an emergency",
    ):
        assert part in english, part
    for part in (
        f"{levels['warning']} 条预警、{levels['emergency']} 条紧急、{levels['risk']} 条风险",
        "有 13 条紧急：全年只过了 8%，比率差 0.03 个百分点",
        "13 条中有六条",
        "十九个没有基准值",
        "其中 14 个从二月起预警",
        "五条风险中有三条",
        "两度解除又复发，两度成为紧急",
    ):
        assert part in chinese, part
