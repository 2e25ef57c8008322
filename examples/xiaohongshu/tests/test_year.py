"""The stories of the year stand in its monthly reviews, from the month on that the answer key names, and not before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

import goaltree
from goaltree.composition import connected
from goaltree_xiaohongshu import MARK, scorecard
from goaltree_xiaohongshu.course import LAST, RESTATED, YEAR
from goaltree_xiaohongshu.facts import BY_HAND, deliver
from goaltree_xiaohongshu.reading import Lang
from goaltree_xiaohongshu.year import (
    FACTS,
    LEDGER,
    Year,
    addresses,
    as_of,
    known_at,
    observed,
    reviewed,
)

pytest.importorskip("pyarrow")

LANGS: tuple[Lang, ...] = ("zh", "en")
KEY: Mapping[str, Any] = yaml.safe_load(
    (files("goaltree_xiaohongshu") / "answers.yaml").read_text(encoding="utf-8")
)
WORDS = {
    "worst_below": ("其下最差：{title}", "worst below it: {title}"),
    "hollow": ("虚绿", "hollow"),
    "curve": ("按匀速应达", "by an even pace"),
    "restated": ("数值后来有更正：{of}", "corrected since it was first told: {of}"),
    "reaches": ("数值只到 {of}", "the value reaches {of}"),
    "stale": ("数据过期：数值只到 {of}", "out of date: the value reaches {of}"),
    "partial": ("缺 {part}", "missing: {part}"),
}


def month_of(label: object) -> int:
    """The number of a month that is written as `2025-06`."""
    return int(str(label)[5:7])


def statuses(part: str) -> Iterator[Any]:
    """What the key says of the statuses of a month."""
    for name, story in KEY.items():
        for label, wanted in (story.get(part) or {}).items():
            yield pytest.param(month_of(label), wanted, id=f"{name}-{label}")


def notes() -> Iterator[Any]:
    """What the key wants said."""
    for name, story in KEY.items():
        for at, note in enumerate(story["notes"]):
            for lang in LANGS:
                yield pytest.param(note, lang, id=f"{name}-{at}-{lang}")


def row(text: str, title: str) -> str:
    """The line of a goal in the tables of a review."""
    table = text.partition("\n## 变化")[0].partition("\n## What changed")[0]
    found = [line for line in table.splitlines() if re.match(rf"\|[^|]*\|[^|]*{re.escape(title)}", line)]
    assert found, title
    return found[0]


def section(text: str, *headings: str) -> str:
    """What stands under a heading."""
    found = [part for part in text.split("\n## ") if part.startswith(headings)]
    return found[0] if found else ""


def says(plan: goaltree.Plan, text: str, note: Mapping[str, Any], lang: Lang, month: int) -> bool:
    """Whether the review of a month says a note of the key; where the note names a day, with it."""
    at, of = LANGS.index(lang), str(note["of"])
    if note["says"] in ("fallback", "no_fallback"):
        title = plan.actions[of].title
        assert title is not None
        risks = section(text, "条件成立的风险", "Risks whose condition holds")
        held = re.search(rf"{re.escape(title.say(lang))}.*\n(.*)\n", risks)
        told = held is not None and not any(word in held[1] for word in ("不", "not known"))
        if note["says"] == "no_fallback":
            return not told
        day = str(as_of(month_of(note["since"])))
        since = {"zh": f"自 {day} 起成立", "en": f"holds since {day}"}[lang]
        new = ("本期新成立", "new at this review")[at]
        return (
            told and held is not None and (since in held[1] or (new in held[1] and str(as_of(month)) == day))
        )
    if note["says"] == "silent":
        source = plan.sources[of].title
        assert source is not None
        return source.say(lang) in section(text, "没有到的数据", "Data that has not come")
    title = plan.title_of(plan.goal(note["goal"]).key, lang)
    part = plan.title_of(plan.goal(of).key, lang) if note["says"] in ("worst_below", "partial") else ""
    short = part.rpartition(" / ")[2]
    words = WORDS[note["says"]][at].format(of=of, title="", part=short)
    line = row(text, title.rpartition(" / ")[2] if " / " in title else title)
    return words in line and (not short or short in line.partition(words)[2] or words.endswith(short))


@pytest.mark.parametrize(("month", "wanted"), list(statuses("reviews")))
def test_statuses_are_those_of_the_key(year: Year, month: int, wanted: Mapping[str, str]) -> None:
    """Each month's review, by what was known then, has the statuses of the answer key."""
    card = year.card(month)
    assert {goal: card[goal].status for goal in wanted} == wanted


@pytest.mark.parametrize(("month", "wanted"), list(statuses("known_now")))
def test_restatement_changes_what_is_known_now(year: Year, month: int, wanted: Mapping[str, str]) -> None:
    """The same month looked at again in the end has the statuses of what was learnt since."""
    card = reviewed(year.plan, year.actuals, month, known=known_at(LAST))
    assert {goal: card[goal].status for goal in wanted} == wanted


@pytest.mark.parametrize(("note", "lang"), list(notes()))
def test_reviews_say_it_from_its_month_on(
    year: Year, now: Mapping[str, str], note: Mapping[str, Any], lang: Lang
) -> None:
    """What the key wants said stands in the review of each of its months, and in none of the others."""
    first, last = month_of(note["from"]), month_of(note.get("until", f"{YEAR}-{LAST}"))
    told = [
        month
        for month in range(1, LAST + 1)
        if says(year.plan, now[f"{YEAR}-{month:02}.{lang}.md"], note, lang, month)
    ]
    assert told == list(range(first, last + 1))


def test_stories_are_of_sources_and_goals_of_the_plan(year: Year) -> None:
    """The key names what the plan has; a story is visible from its first note on or earlier."""
    for story in KEY.values():
        assert story["source"] in year.plan.sources
        assert all(year.plan.goal(goal) for goal in story["goals"])
        assert min(str(note["from"]) for note in story["notes"]) >= str(story["visible"])
        assert set(story["planted"]) == set(LANGS)


def test_packs_are_the_same_bytes_later(then: Mapping[str, str], now: Mapping[str, str]) -> None:
    """A pack made at the end of the year, by what was known then, is the one that was made at the time."""
    assert len(then) == 2 * LAST
    assert now == then
    assert all(MARK in text.splitlines()[0] for text in now.values())


def test_command_line_makes_the_same_review_later(
    year: Year,
    printed: bytes,
    print_june: Callable[[Path, Path], bytes],
    now: Mapping[str, str],
    tmp_path: Path,
) -> None:
    """`goaltree review --known-at` reads the ledger of the whole year as it stood in July, byte for byte."""
    later = print_june(year.folder / LEDGER, tmp_path / "june.md")
    assert later == printed
    review = now[f"{YEAR}-06.zh.md"].partition("\n## 变化")[0]
    assert later.decode() == review.replace(f" · {MARK}", "")


def test_packs_differ_where_more_is_known(year: Year) -> None:
    """June as it is known now is another June: what came later would show, were it let in."""
    june = reviewed(year.plan, year.actuals, 6)
    now = reviewed(year.plan, year.actuals, 6, known=known_at(LAST))
    assert june["ad_revenue.信息流"].value != now["ad_revenue.信息流"].value
    assert june["new_brands"].coverage != now["new_brands"].coverage


def test_ledger_keeps_what_was_corrected(year: Year) -> None:
    """The restated months are the only values that became others, and both are kept."""
    found = goaltree.Ledger(year.folder / LEDGER).restatements("ad_revenue")
    assert [one.period.label for one in found] == [f"{YEAR}-{month:02}" for month in RESTATED]
    assert {one.since for one in found} == {known_at(7)}


def test_addresses_name_every_table_of_every_source(year: Year) -> None:
    """Each source that has tables has an address, which says in which folder the facts of each table are."""
    found = addresses(year.plan, year.folder / FACTS)
    assert set(found) == {key for key, source in year.plan.sources.items() if source.tables}
    for key, address in found.items():
        path, _, options = address.partition("?")
        assert path == f"duckdb://{year.folder / FACTS}/{{table}}/*.parquet"
        other = dict(pair.split(":") for pair in options.removeprefix("tables=").split(",") if pair)
        for table in year.plan.sources[key].tables:
            assert list((year.folder / FACTS / other.get(table, table)).glob("*.parquet"))


def test_databases_count_what_frames_count(year: Year) -> None:
    """By the addresses that `--connect` takes, the plugin for DuckDB gives the year's values to the last digit."""
    pytest.importorskip("goaltree_duckdb")
    facts = year.folder / FACTS
    found = goaltree.observe(
        year.plan,
        facts / BY_HAND,
        as_of=as_of(LAST),
        connectors=connected(
            year.plan, addresses(year.plan, facts), host=goaltree.Host(load=["goaltree-duckdb"])
        ),
    )
    assert found == observed(year.plan, facts, LAST)


def test_month_entered_again_changes_nothing(year: Year, tmp_path: Path) -> None:
    """The same facts counted and appended once more are no new batch."""
    folder = tmp_path / FACTS
    folder.mkdir()
    for month in (1, 2):
        deliver(folder, month)
    ledger = goaltree.Ledger(tmp_path / LEDGER)
    assert ledger.append(observed(year.plan, folder, 2), known_at=known_at(2)).number == 1
    assert ledger.append(observed(year.plan, folder, 2), known_at=known_at(2)).number is None


def test_june_is_the_half_year_scorecard(year: Year) -> None:
    """Facts counted month by month give the statuses of the table of values that the half-year card is made of."""
    assert dict(year.card(6).statuses) == dict(scorecard().statuses)


@pytest.mark.parametrize(("lang", "name"), [("en", "README.md"), ("zh", "README.zh.md")])
def test_readme_tells_the_stories_of_the_key(lang: str, name: str) -> None:
    """What the README says of each story is what the key says, with the month from which it can be seen."""
    text = " ".join((Path(__file__).parents[1] / name).read_text(encoding="utf-8").split())
    for story in KEY.values():
        assert story["planted"][lang] in text
        assert str(story["visible"]) in text
