"""The half-year scorecard shows what was put into the data, and the README says just that."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import goaltree
from goaltree_xiaohongshu import MARK, actuals_path, load, scorecard
from goaltree_xiaohongshu.reading import Lang
from goaltree_xiaohongshu.story import stories

ROOT = Path(__file__).resolve().parents[1]
READMES: dict[Lang, tuple[str, str, str]] = {
    "en": ("README.md", "### What a reader should find", "## The year"),
    "zh": ("README.zh.md", "### 读者应当发现什么", "## 一年"),
}
LANGS: tuple[Lang, ...] = ("en", "zh")
WORDS: dict[Lang, dict[str, str]] = {
    "en": {"on_track": "{} are on track", "at_risk": "{} at risk", "off_track": "{} off track"},
    "zh": {"on_track": "正常 {} 个", "at_risk": "有风险 {} 个", "off_track": "偏离 {} 个"},
}


@pytest.fixture(scope="module")
def card() -> goaltree.Scorecard:
    """The half-year scorecard."""
    return scorecard()


def test_scorecard_says_that_it_is_synthetic(card: goaltree.Scorecard) -> None:
    """The title that every report begins with carries the mark, in either language; the plan itself does not."""
    assert card.plan.title is not None
    assert all(MARK in card.plan.title.say(lang) for lang in LANGS)
    assert MARK not in str(load(accepted=True).title)


def test_every_goal_has_a_figure(card: goaltree.Scorecard) -> None:
    """Each goal has a value or what its known parts make, and an attainment by a named method."""
    for score in card:
        figure = score.partial if isinstance(score.value, goaltree.NA) else score.value
        assert isinstance(figure, float), score.key
        assert isinstance(score.attainment, float), score.key
        assert score.method


def test_statuses_are_mixed(card: goaltree.Scorecard) -> None:
    """A reader finds goals of each colour, and one of which nothing is known."""
    counts = Counter(card.statuses.values())
    assert set(counts) == {"on_track", "at_risk", "off_track", "unknown"}
    assert counts["unknown"] == 1
    assert min(counts["at_risk"], counts["off_track"]) >= 5


def test_cross_border_shortfall_hides_in_gmv(card: goaltree.Scorecard) -> None:
    """Cross-border GMV is off track, the whole that it is a part of is not, and names it as its worst."""
    assert card["gmv.跨境"].status == "off_track"
    assert card["gmv"].status == "on_track"
    assert card["gmv"].worst_child == ("gmv.channel.跨境", "off_track")
    share: Any = card["cross_border_share"]
    assert share.status == "off_track"
    assert share.value < share.baseline


def test_users_abroad_lag(card: goaltree.Scorecard) -> None:
    """Abroad, users and new users are off track, and the whole is past the plan's own warning by increment."""
    assert card["mau.海外"].status == card["new_mau.海外"].status == "off_track"
    users: Any = card["mau"]
    assert (users.status, users.basis) == ("at_risk", "increment")
    governance: Any = card.plan.governance
    assert users.deviation <= float(governance.deviation["warning"].at.base)
    assert users.gap / users.expected > float(governance.deviation["warning"].at.base)


def test_new_users_are_a_hollow_green(card: goaltree.Scorecard) -> None:
    """By its own numbers the goal is on track; the retention of one vertical is unhealthy and caps it."""
    score = card["new_mau"]
    assert (score.own_status, score.status) == ("on_track", "at_risk")
    assert score.cap == "metrics.d7_retention.healthy.数码"
    others = card.actuals.series("d7_retention", (("vertical", "美妆"),))
    assert others is not None
    last: Any = others.values[-1]
    assert last > Fraction(45, 100)


def test_live_gmv_is_late_by_an_even_pace_only(card: goaltree.Scorecard) -> None:
    """By the season of two years it is on track; by the days gone it would be more than 20% behind."""
    score: Any = card["live_gmv"]
    assert (score.curve, score.status) == ("seasonal", "on_track")
    even = score.target * 181 / 365
    assert score.value / even - 1 < -0.2


def test_growth_against_the_year_before_is_known_where_there_is_a_past(card: goaltree.Scorecard) -> None:
    """GMV is told against the same months of 2024."""
    growth: Any = next(one for one in card["gmv"].growth if one.of == "year")
    series = [card.actuals.series("gmv", (("channel", part),)) for part in ("站内", "站外", "跨境")]
    before = [
        value
        for one in series
        if one is not None
        for period, value in zip(one.periods, one.values, strict=True)
        if period.first.year == 2024 and period.first.month <= 6 and not isinstance(value, goaltree.NA)
    ]
    assert len(before) == 18
    assert growth.before == pytest.approx(float(sum(before)), rel=1e-12)


def test_survey_that_stopped_is_unknown(card: goaltree.Scorecard) -> None:
    """The NPS of April is not shown as the state of June, and a finding says so."""
    score = card["nps"]
    assert (score.status, score.cap, score.through) == ("unknown", "stale", date(2025, 4, 30))
    assert [one.path for one in card.findings if one.name == "actual-out-of-date"] == ["goals.nps"]


def test_part_that_is_missing_is_neither_zero_nor_guessed(card: goaltree.Scorecard) -> None:
    """New brands have no value, the known part is scored against its own share of the target."""
    score: Any = card["new_brands"]
    assert score.value == goaltree.NA("PARTIAL")
    assert score.coverage == pytest.approx(550 / 600)
    assert score.partial == card["new_brands.国货"].value
    assert score.attainment == pytest.approx(score.partial / 550)
    assert card["new_brands.国际"].through == date(2025, 5, 31)


def test_nothing_is_wrong_with_the_data(card: goaltree.Scorecard) -> None:
    """The scorecard has no finding at error level."""
    assert list(card.findings.errors) == []


def test_evaluating_twice_is_equal(card: goaltree.Scorecard) -> None:
    """The same plan, data and day give the same scorecard."""
    assert scorecard().to_dict() == card.to_dict()


@pytest.mark.parametrize("lang", LANGS)
def test_readme_has_the_answer_key(card: goaltree.Scorecard, lang: Lang) -> None:
    """The stories that are read from the scorecard stand in the README word by word, and no others."""
    name, start, end = READMES[lang]
    text = (ROOT / name).read_text(encoding="utf-8")
    section = text[text.index(start) : text.index(end)]
    told = " ".join(re.sub(r"\n +", " ", section[section.index("\n1. ") :]).split())
    assert told == " ".join(stories(card, lang).split())


@pytest.mark.parametrize("lang", LANGS)
def test_readme_names_the_baselines_that_the_past_fits(card: goaltree.Scorecard, lang: Lang) -> None:
    """What 2024 is said to bring is what the plan states as baselines."""
    text = (ROOT / READMES[lang][0]).read_text(encoding="utf-8")
    (told,) = [line for line in text.splitlines() if re.match(r"- \*\*.*2024 ", line)]
    stated = [str(card.plan.goals[key].baseline) for key in ("gmv", "cross_border_share", "live_gmv")]
    positions = [told.index(number) for number in stated]
    assert positions == sorted(positions)


@pytest.mark.parametrize("lang", LANGS)
def test_readme_counts_the_statuses(card: goaltree.Scorecard, lang: Lang) -> None:
    """How many goals are of which status is counted, not typed."""
    text = (ROOT / READMES[lang][0]).read_text(encoding="utf-8")
    counts = Counter(card.statuses.values())
    assert sum(counts.values()) == len(card)
    for status, words in WORDS[lang].items():
        assert words.format(counts[status]) in text
    assert str(len(card)) in text


@pytest.mark.parametrize("lang", LANGS)
def test_a_story_is_told_only_while_it_holds(card: goaltree.Scorecard, lang: Lang) -> None:
    """In April the survey was not silent yet and no brand was missing: those two are not told, six are left."""
    spring = goaltree.evaluate(load(accepted=True), actuals_path(), as_of="2025-04-30")
    then, now = (stories(one, lang).splitlines() for one in (spring, card))
    assert len(now) == 8
    heads = {line.partition(". ")[2][:4] for line in now}
    assert {line.partition(". ")[2][:4] for line in then} < heads
    assert not any("NPS" in line for line in then)
    assert any("NPS" in line for line in now)
