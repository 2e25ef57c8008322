"""`goaltree alerts`, `note` and `answers`: what needs an answer, and what people say about it."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

import goaltree as gt
from goaltree.cli.group import goaltree

PLAN = """\
goaltree: 1
plan: x
period: 2025
currency: CNY
calendar: {zone: Asia/Shanghai}
goals:
  sales: {title: {zh: 销售额, en: Sales}, kind: flow, unit: 元, direction: up, target: 12亿, phasing: linear, core: true, owner: shop}
  visits: {title: {zh: 访问量, en: Visits}, kind: flow, unit: 次, direction: up, target: 1200万次, phasing: linear, owner: web}
teams:
  shop: {title: {zh: 店铺部, en: Shop}, boundary: a}
  web: {title: {zh: 网站部, en: Web}, boundary: b}
governance:
  deviation:
    warning: {at: ≤-10%, basis: level, answer: 填表}
    emergency: {at: "<-20%", basis: level, goals: core, answer: 开会, decide_within: 24 小时}
"""
DATA = "metric,period,value\nsales,2025-01,0.7亿\nvisits,2025-01,80万次\n"
EMERGENCY = "sales/2025-01/emergency"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A plan, its data, and a ledger that has them."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "jan.csv").write_text(DATA, encoding="utf-8")
    at = "2025-02-03T09:00+08:00"
    run("record", "plan.yaml", "--actuals", "jan.csv", "--ledger", "a.ledger", "--known-at", at)
    return tmp_path


def run(*args, lang="en"):
    """One run of the command line."""
    return CliRunner().invoke(goaltree, [*args, "--lang", lang], env={"LC_ALL": "C", "COLUMNS": "100"})


def alerts(*args, lang="en", at="2025-02-03T10:00+08:00"):
    """The alerts of January from the ledger."""
    day = ("--as-of", "2025-01-31", "--known-at", at)
    return run("alerts", "plan.yaml", "--actuals", "a.ledger", *day, *args, lang=lang)


def test_json_has_every_alert_with_plain_values(folder):
    """The JSON names the alert by its key, its due time by an instant with a zone, and its state."""
    told = json.loads(alerts("--format", "json").stdout)
    assert [one["key"] for one in told["alerts"]] == [
        EMERGENCY,
        "visits/2025-01/warning",
    ]
    first = told["alerts"][0]
    assert (first["due"], first["state"], first["team"]) == ("2025-02-04T10:00:00+08:00", "open", "shop")
    assert first["deviation"] == pytest.approx(0.7 / (12 * 31 / 365) - 1) and not first["is_raised"]


def test_json_is_by_the_published_schema(folder):
    """Raised, answered, undecided and with a risk: each alert is what `goaltree schema --of alerts` says."""
    schema = json.loads(CliRunner().invoke(goaltree, ["schema", "--of", "alerts"]).stdout)
    alerts("--record", "--by", "planning")
    run(
        "note",
        "a.ledger",
        "answer",
        "补货",
        "--by",
        "王",
        "--alert",
        EMERGENCY,
        "--at",
        "2025-02-03T12:00+08:00",
    )
    for at in ("2025-02-03T10:00+08:00", "2025-02-09T09:00+08:00"):
        told = json.loads(alerts("--format", "json", at=at).stdout)
        Draft202012Validator(schema, format_checker=FormatChecker()).validate(told)
    assert {one["kind"] for one in told["alerts"]} == {"deviation", "undecided"}
    with pytest.raises(ValidationError):
        Draft202012Validator(schema).validate({**told, "alerts": [{**told["alerts"][0], "state": "lost"}]})


def test_recording_twice_raises_once(folder):
    """The second run of the same review enters nothing."""
    first = alerts("--record", "--by", "planning", lang="zh")
    again = alerts("--record", "--by", "planning", lang="zh")
    assert first.stderr.startswith("新增 2 条，持续 0 条，解除 0 条。")
    assert again.stderr.startswith("新增 0 条，持续 2 条，解除 0 条。")
    assert len(gt.Ledger("a.ledger").notes(kind="alert")) == 2


def test_a_decision_shows_in_the_next_review(folder):
    """What is said about an alert by its key stands under it, and no late decision is told."""
    alerts("--record", "--by", "planning")
    said = run(
        "note",
        "a.ledger",
        "decision",
        "补货",
        "--by",
        "王",
        "--alert",
        EMERGENCY,
        "--at",
        "2025-02-03T12:00+08:00",
    )
    assert re.fullmatch(r"Note \d+\n", said.stdout)
    told = alerts(at="2025-02-09T09:00+08:00").stdout
    assert "Sales · Shop · decided" in told and "decision: 补货 (王, 2025-02-03)" in told
    assert "undecided in time" not in told


def test_one_team_sees_its_own(folder):
    """A team sees the alerts of its goals, and those of no other."""
    told = alerts("--team", "网站部", lang="zh").stdout
    assert "访问量" in told and "销售额" not in told


def test_wrong_calls_say_what_is_missing(folder):
    """Recording wants a name and a journal and is for the whole plan; without actuals there are no alerts."""
    day = ("--as-of", "2025-01-31")
    for args, words in (
        (("alerts", "plan.yaml", *day), "give the actuals"),
        (("alerts", "plan.yaml", "--actuals", "jan.csv", *day, "--record"), "wants --by NAME"),
        (("alerts", "plan.yaml", "--actuals", "jan.csv", *day, "--record", "--by", "a"), "holds the journal"),
        (("alerts", "plan.yaml", "--actuals", "jan.csv", *day, "--journal", "none.ledger"), "none.ledger"),
        (("note", "a.ledger", "decision", "", "--by", "王"), "text"),
    ):
        told = run(*args)
        assert told.exit_code in (2, 3) and words in told.stderr, args


def test_a_plan_without_a_ladder_has_no_alerts(folder):
    """Where the plan has no ladder and no risks, that is said in a line."""
    (folder / "plan.yaml").write_text(PLAN.partition("governance:")[0], encoding="utf-8")
    assert "Nothing needs an answer. The plan states no deviation ladder." in alerts().stdout


def test_what_is_not_known_is_no_comfort(folder):
    """Where no value has come, nothing needs an answer, and that is said to mean little."""
    (folder / "none.csv").write_text("metric,period,value\n", encoding="utf-8")
    call = ("--actuals", "none.csv", "--as-of", "2025-01-31")
    told = run("alerts", "plan.yaml", *call, lang="zh").stdout
    assert "没有需要应对的事项。2 个目标中有 2 个未知。" in told
    week = run("pack", "plan.yaml", "--kind", "weekly", *call).stdout
    assert "No goal is off track or at risk. 2 of 2 goals are not known." in week


def test_answers_are_entered_and_what_is_unclear_is_told(folder):
    """A filled-in table becomes notes; a row that belongs to no goal makes the exit code 1."""
    rows = f"goal or risk,cause,answer,alert (leave as it is)\nSales,缺货,补货,{EMERGENCY}\n别的,不知,,\n"
    (folder / "filled.csv").write_text(rows, encoding="utf-8")
    call = ("answers", "plan.yaml", "filled.csv", "--ledger", "a.ledger", "--by", "店铺部")
    first, again = run(*call), run(*call, lang="zh")
    assert first.stdout == "Entered: 2 causes, 1 answer.\n" and first.exit_code == 1
    assert "filled.csv!A3" in first.stderr
    assert again.stdout == "记录原因 0 条、应对 0 条。\n"
    assert "answer: 补货 (店铺部" in alerts(at="2099-01-01T00:00+08:00").stdout


def test_a_note_about_an_alert_that_nobody_raised_is_kept_and_told(folder):
    """A mistyped key loses nothing, and is said."""
    told = run("note", "a.ledger", "answer", "补货", "--by", "王", "--alert", "sales/2025-1/emergency")
    assert told.exit_code == 0 and "No alert sales/2025-1/emergency was raised" in told.stderr
    assert gt.Ledger("a.ledger").notes()[-1].text == "补货"


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "has no goal 销售额度. Did you mean"), ("zh", "没有叫 销售额度 的目标。是不是想写")],
)
def test_a_note_about_a_goal_that_no_saved_plan_has_is_kept_and_told(folder, lang, words):
    """A mistyped goal loses nothing, and is said with the name that was meant."""
    said = ("note", "a.ledger", "reason", "缺货", "--by", "王", "--goal", "销售额度")
    assert run(*said, lang=lang).stderr == ""
    run("record", "plan.yaml", "--ledger", "a.ledger", "--by", "王")
    told = run(*said, lang=lang)
    assert (
        told.exit_code == 0 and words in told.stderr and "销售额" in told.stderr.partition("?")[0].split()[-1]
    )
    assert gt.Ledger("a.ledger").notes()[-1].goal == "销售额度"


@pytest.mark.parametrize("goal", ["sales", "销售额", "visits", ""])
def test_a_note_about_a_goal_of_a_saved_plan_is_quiet(folder, goal):
    """A goal is known by its key and its titles, by the last version of each plan, be it not the last one saved."""
    run("record", "plan.yaml", "--ledger", "a.ledger", "--by", "王")
    (folder / "other.yaml").write_text(
        PLAN.replace("plan: x", "plan: y").replace("visits", "clicks"), encoding="utf-8"
    )
    run("record", "other.yaml", "--ledger", "a.ledger", "--by", "王")
    assert len(gt.Ledger("a.ledger").plans()) == 2
    assert run("note", "a.ledger", "reason", "缺货", "--by", "王", "--goal", goal).stderr == ""
