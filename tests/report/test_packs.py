"""Packs: what is on the table for each meeting, for the company and for one team, as values and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import goaltree as gt
from goaltree.errors import UnknownKeyError, UsageError
from goaltree.maths.status import rank
from goaltree.model.missing import NA
from goaltree.rendering.terminal import width
from goaltree.report.export import TextExporter
from goaltree.report.pack.annual import Annual
from goaltree.report.pack.earlier import earlier_day, earlier_instant
from goaltree.report.pack.monthly import Monthly
from goaltree.report.pack.moved import Moves
from goaltree.report.pack.moved_page import moved_section
from goaltree.report.pack.pack import KINDS, Kind, pack_schema
from goaltree.report.pack.quarterly import Quarterly
from goaltree.report.pack.weekly import Weekly
from goaltree.report.text import to_text
from goaltree.report.told import Told
from goaltree.steering.alert import alerts

from .pack_sample import AT, card, note, plan, rows
from .review_sample import card as tea
from .review_sample import hostile

BEFORE = {"weekly": "2025-06-23", "monthly": "2025-05-31", "quarterly": "2025-03-31", "annual": "2025-05-31"}
LANGS = ("en", "zh")


def made(kind: str, **options: Any) -> gt.Pack:
    """A pack of the sample's half-year."""
    day = BEFORE[kind]
    months = int(day[5:7]) - (kind == "weekly")
    options.setdefault("before", card(day, months))
    return gt.pack(card(), kind, **options)  # type: ignore[arg-type]


def known() -> gt.Scorecard:
    """The half-year as it was known two days after its end."""
    return evolve(card(), known_at=AT)


def weekly(**options: Any) -> Weekly:
    found = made("weekly", **options).content
    assert isinstance(found, Weekly)
    return found


def monthly(**options: Any) -> Monthly:
    found = made("monthly", **options).content
    assert isinstance(found, Monthly)
    return found


def quarterly(**options: Any) -> Quarterly:
    found = made("quarterly", **options).content
    assert isinstance(found, Quarterly)
    return found


def goals_in(value: Any) -> Iterator[str]:
    """Every address that a JSON value has under `goal`, at any depth."""
    work = [value]
    while work:
        one = work.pop()
        if isinstance(one, dict):
            work += one.values()
            if isinstance(one.get("goal"), str):
                yield one["goal"]
        elif isinstance(one, list):
            work += one


# All kinds.


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("team", [None, "shop", "线上部"])
@pytest.mark.parametrize("is_compared", [True, False])
def test_json_is_the_published_schema(kind: str, team: str | None, is_compared: bool) -> None:
    """Every pack is what the schema says, strictly, and nothing that the schema does not know."""
    options = {} if is_compared else {"before": None}
    pack = made(kind, team=team, notes=[note(1, "reason", "why", goal="sales")], **options)
    found = json.loads(pack.to_json(), parse_constant=pytest.fail)
    Draft202012Validator.check_schema(pack_schema())
    validator = Draft202012Validator(pack_schema())
    validator.validate(found)
    assert found == pack.to_dict()
    assert not validator.is_valid({**found, "more": 1})
    assert not validator.is_valid({key: one for key, one in found.items() if key != kind})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("room", [60, 80, 120])
def test_text_fits_the_terminal(kind: str, lang: str, room: int) -> None:
    """No line is wider than the terminal, for the company and for a team."""
    for team in (None, "web"):
        text = made(kind, team=team).to_text(lang, room=room)  # type: ignore[arg-type]
        assert max(map(width, text.splitlines())) <= room


@pytest.mark.parametrize("kind", KINDS)
def test_chinese_pages_say_everything_in_chinese(kind: str) -> None:
    """No English word of ours is left in a Chinese page, and no Chinese one in an English page of an English plan."""
    english = made(kind).to_text("en", room=120)
    told = "".join(char for char in english if "一" <= char <= "鿿")
    # what the author of the plan wrote in one language only
    assert set(told) <= set("王李元人分钟万亿小时选址开业每周"), told
    chinese = made(kind).to_text("zh", room=120)
    assert not {"goal", "status", "cause", "since", "late", "decide"} & set(chinese.split())


@pytest.mark.parametrize("kind", KINDS)
def test_team_pack_tells_no_other_goals(kind: str) -> None:
    """A team sees its own goals and their parts, and of others the ends of hand-overs that it follows."""
    pack = made(kind, team="web", notes=[note(1, "decision", "secret", goal="repeat")])
    allowed = set(card().view(team="web").keys())
    assert set(goals_in(pack.to_dict())) <= allowed
    assert "secret" not in pack.to_json() and "复购率" not in pack.to_text("zh", room=120)


@pytest.mark.parametrize("kind", KINDS)
def test_texts_of_people_are_data(kind: str) -> None:
    """A title that looks like a command or a table does nothing, in no format."""
    attack = "| a |\n\x1b[31m ::error::x ##vso[x] <b>=1"
    pack = gt.pack(hostile(attack), kind, notes=[note(1, "decision", attack, goal="sales")])  # type: ignore[arg-type]
    assert "\x1b" not in pack.to_text("en") and "##vso" not in pack.to_text("en")
    assert "<b>" not in pack.to_markdown("en") and "\n::" not in pack.to_text("en")
    assert json.loads(pack.to_json())["title"] == attack


def test_a_kind_that_there_is_not_is_refused() -> None:
    """A wrong kind, a later scorecard before, and a team that nobody knows are wrong calls."""
    with pytest.raises(UsageError, match="weekly, monthly"):
        gt.pack(card(), "daily")  # type: ignore[arg-type]
    for kind in KINDS:
        with pytest.raises(UsageError, match="earlier"):
            gt.pack(card("2025-05-31", 5), kind, before=card())
    with pytest.raises(UnknownKeyError):
        gt.pack(card(), "weekly", team="nobody")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", LANGS)
def test_empty_states_are_said(kind: str, lang: str) -> None:
    """A plan of which nothing is known, with no journal and no ladder, gives a page whose every section says so."""
    bare = gt.loads(
        {"goaltree": 1, "plan": "x", "period": 2025, "goals": {"m": {"kind": "flow", "unit": "元"}}}
    )
    page = gt.pack(gt.evaluate(bare, [], as_of="2025-06-30"), kind).page(lang)  # type: ignore[arg-type]
    assert page.sections
    assert all(one.items or one.table for one in page.sections)


def test_a_pack_gives_the_same_bytes_each_time() -> None:
    """No time of day and no order of chance is in a pack."""
    for kind in KINDS:
        first, second = made(kind), made(kind)
        assert first.to_json() == second.to_json() and first.to_markdown("zh") == second.to_markdown("zh")


# The weekly alignment.


def test_weekly_has_the_decisions_that_are_due() -> None:
    """What must be decided by a time comes first, with who decides and who meets; then what the plan has prepared."""
    found = weekly().decide
    assert [(one.level, one.decides) for one in found] == [("emergency", "board"), ("risk", None)]
    assert found[0].due is not None and found[0].due.date() == date(2025, 7, 1)
    assert "board" in found[0].meets
    assert [(one.by, one.until, one.cost) for one in found[1].prepared] == [
        ("Q3", date(2025, 9, 30), "100万")
    ]
    text = made("weekly").to_text("zh", room=120)
    assert "前决策：经营会；负责：店铺部（王 XX）" in text and "决定是否启用预案：发券" in text


def test_who_decides_for_others_has_the_decision_in_its_pack() -> None:
    """The board's pack has the emergency of the shop with its goal, the pack of a third team has not."""
    board = weekly(team="board", before=None)
    (one,) = board.decide
    assert (one.level, one.team, one.decides) == ("emergency", "shop", "board")
    assert one.goal is not None and one == weekly().decide[0]
    assert board.unanswered == () and board.behind == ()
    assert [row.level for row in weekly(team="shop").decide] == ["emergency", "risk"]
    assert weekly(team="web").decide == ()
    for lang in LANGS:
        text = made("weekly", team="board").to_text(lang, room=120)  # type: ignore[arg-type]
        assert str(weekly().decide[0].due)[:10] in text
    decided = weekly(
        team="board", notes=[note(1, "decision", "two more", alert=one.alert, at=AT - timedelta(days=5))]
    )
    assert decided.decide == () and [row.alert for row in decided.decided] == [one.alert]


def test_a_decision_is_no_longer_due_once_it_is_made() -> None:
    """What the journal has decided leaves the list, and what it has answered stays."""
    key = weekly().decide[0].alert
    early = AT - timedelta(days=5)
    answered = weekly(notes=[note(1, "answer", "on it", alert=key, at=early)])
    assert answered.decide[0].state == "answered"
    decided = weekly(notes=[note(1, "decision", "two more", alert=key, at=early)])
    assert [one.level for one in decided.decide] == ["risk"]


def test_weekly_counts_what_waits_for_an_answer() -> None:
    """Alerts without a deadline are counted by the team that answers, those answered are not."""
    (waiting,) = weekly().unanswered
    assert (waiting.team, waiting.count) == ("web", 2)
    at = AT - timedelta(days=5)
    (left,) = weekly(notes=[note(1, "answer", "ads", goal="visitors", at=at)]).unanswered
    assert left.count == 1


def test_weekly_tells_what_moved_and_what_arrived() -> None:
    """Goals are told whose status changed, the others counted where a newer value came."""
    moved = weekly().moved
    assert moved is not None and moved.goals == () and moved.arrived == 5
    turned = weekly(before=card("2025-06-23", 5, 12_000.0)).moved
    assert turned is not None
    assert next((one.move, one.now.goal) for one in turned.goals if one.now) == ("worse", "sales")
    assert weekly(before=None).moved is None


def test_one_other_goal_is_told_as_one() -> None:
    """One goal with a newer value is not told in the plural."""
    told = Told(tea("2025-06-30"), "en")
    one, two = (moved_section(told, told, Moves(goals=(), arrived=count)).rest for count in (1, 2))
    assert one == ("1 other goal has a newer value and stands as before.",)
    assert two == ("2 other goals have newer values and stand as before.",)


@pytest.mark.parametrize("day", ["2025-03-31", "2025-06-30"])
@pytest.mark.parametrize("team", [None, "web", "shops"])
def test_behind_is_ranked_and_complete(day: str, team: str | None) -> None:
    """Exactly the goals off track or at risk are behind, no better one before a worse one."""
    shown = tea(day) if team is None else tea(day).view(team=team)
    content = gt.pack(tea(day), "weekly", team=team).content
    assert isinstance(content, Weekly)
    assert {one.state.goal for one in content.behind} == {
        key for key, status in shown.statuses.items() if status in ("off_track", "at_risk")
    }
    assert all(rank(a.state.status) >= rank(b.state.status) for a, b in pairwise(content.behind))
    for one in content.behind:
        history = dict(shown[one.state.goal].history)
        assert history.get(one.since, one.state.status) in ("off_track", "at_risk")


def test_hand_overs_show_both_ends_to_both_teams() -> None:
    """Each team that follows a hand-over sees the state of both goals; another team sees none."""
    for team in (None, "web", "shop"):
        (one,) = weekly(team=team).handed_over
        assert one.from_ is not None and one.from_.goal == "visitors"
        assert one.to is not None and one.to.goal == "sales.region.abroad"
    assert weekly(team="board").handed_over == ()


def test_weekly_asks_for_milestones() -> None:
    """A milestone whose day passed without a report is asked for, one within two weeks is told, later ones are not."""
    text = made("weekly").to_text("zh", room=120)
    assert "是否达成？请报告" in text and "今天到期" in text
    early = gt.pack(card("2025-04-30", 4), "weekly").to_text("zh", room=120)
    assert "选址" in early and "开业" not in early


# The monthly deviation table.


def test_monthly_has_a_row_for_each_alert() -> None:
    """The rows are the open alerts, the gravest first, each with its numbers, basis and who answers."""
    rows_ = monthly().rows
    assert {one.alert for one in rows_} == {one.key for one in alerts(card()) if one.state != "closed"}
    first = rows_[0]
    assert (first.level, first.basis, first.team) == ("emergency", "level", "shop")
    assert first.goal is not None and first.goal.value == pytest.approx(4.5e8)
    assert isinstance(first.deviation, float) and first.deviation == pytest.approx(
        first.goal.value / first.goal.expected - 1,
        rel=1e-6,  # type: ignore[operator]
    )


def test_cause_and_answer_come_from_the_journal() -> None:
    """What departments said of a goal or of its alert fills the row; what nobody said is marked as missing."""
    at = AT - timedelta(days=5)
    said = [
        note(1, "reason", "three shops closed", goal="销售额", at=at),
        note(2, "answer", "two open in July", alert="sales/2025-01/emergency", at=at),
        note(3, "check-in", "fine", goal="sales", at=at),
    ]
    row = monthly(notes=said).rows[0]
    assert [one.text for one in row.causes] == ["three shops closed"]
    assert [one.text for one in row.answers] == ["two open in July"]
    assert row.state == "answered"
    text = made("monthly", notes=said).to_markdown("en")
    assert "three shops closed (王 XX, 2025-06-27)" in text and "(to be filled in)" in text


def test_what_is_said_later_or_before_fills_no_row() -> None:
    """A note after the review is not known; one before the alert began was about something else.

    Where everything known counts, what is said after the day of the review counts, too.
    """
    late, old = AT + timedelta(days=30), datetime(2025, 1, 10, tzinfo=UTC)
    said = [
        note(1, "reason", "later", goal="sales", at=late),
        note(2, "reason", "older", goal="sales", at=old),
    ]
    then = gt.evaluate(plan(), rows(6), as_of="2025-06-30", known_at=AT)
    known = gt.pack(then, "monthly", notes=said).content
    assert isinstance(known, Monthly) and known.rows[0].causes == ()
    assert [one.text for one in monthly(notes=said).rows[0].causes] == ["later"]


def test_a_day_of_a_note_is_one_of_the_plans_zone() -> None:
    """What is said in Shanghai on the morning of the day on which an alert begins is of that day, not of the one before."""
    (sales, *_) = monthly().rows
    morning = datetime(sales.since.year, sales.since.month, sales.since.day, tzinfo=UTC) - timedelta(hours=1)
    said = [note(1, "reason", "no stock", goal="sales", at=morning)]
    assert [one.text for one in monthly(notes=said).rows[0].causes] == ["no stock"]
    early = [note(1, "reason", "no stock", goal="sales", at=morning - timedelta(days=1))]
    assert monthly(notes=early).rows[0].causes == ()


def test_to_fill_counts_every_gap_once() -> None:
    """What is to be filled in adds up to the rows without a cause and those without an answer."""
    at = AT - timedelta(days=5)
    found = monthly(notes=[note(1, "reason", "why", goal="visitors", at=at)])
    assert sum(one.causes for one in found.to_fill) == sum(not one.causes for one in found.rows)
    assert sum(one.answers for one in found.to_fill) == len(found.rows)


def test_new_and_over_are_against_the_month_before() -> None:
    """An alert is new that began since; one is over that is on no rung any more."""
    better = card("2025-05-31", 5, 12_000.0)
    found = monthly(before=better)
    assert [one.level for one in found.rows if one.alert in found.new] == []
    began = gt.pack(card("2025-02-28", 2), "monthly", before=card("2025-01-31", 1)).content
    assert isinstance(began, Monthly) and set(began.new) <= {one.alert for one in began.rows}
    recovered = gt.pack(card("2025-06-30", 6, 12_000.0), "monthly", before=card("2025-05-31", 5)).content
    assert isinstance(recovered, Monthly)
    assert [one.goal.goal for one in recovered.over if one.goal] == ["sales"]
    assert monthly(before=None).over == () and monthly(before=None).new == ()


# The quarterly review.


def test_quarterly_bundles_hold_each_goal_once() -> None:
    """The company's goals are there once, under their objective or perspective; a team's are all that it sees."""
    found = gt.pack(tea(), "quarterly").content
    assert isinstance(found, Quarterly)
    keys = [one.state.goal for bundle in found.bundles for one in bundle.results]
    assert len(keys) == len(set(keys)) and {"sales", "repeat", "complaints"} <= set(keys)
    assert [bundle.key for bundle in found.bundles if bundle.is_objective] == ["loved"]
    web = gt.pack(tea(), "quarterly", team="web").content
    assert isinstance(web, Quarterly)
    assert {one.state.goal for bundle in web.bundles for one in bundle.results} == set(
        tea().view(team="web").keys()
    )


def test_quarterly_tells_then_and_now() -> None:
    """Each key result has its status in the scorecard before, none without one."""
    for bundle in quarterly().bundles:
        for one in bundle.results:
            assert one.before == card("2025-03-31", 3).statuses[one.state.goal]
    assert all(one.before is None for bundle in quarterly(before=None).bundles for one in bundle.results)


def test_quarterly_has_what_was_decided_in_it() -> None:
    """Decisions after the scorecard before and by this one are told, no earlier or later ones, no other notes."""
    said = [
        note(1, "decision", "old", at=datetime(2025, 3, 1, tzinfo=UTC)),
        note(2, "decision", "ours", goal="sales", at=datetime(2025, 5, 1, tzinfo=UTC)),
        note(3, "reason", "why", goal="sales", at=datetime(2025, 5, 1, tzinfo=UTC)),
        note(4, "decision", "next", at=datetime(2025, 7, 3, tzinfo=UTC)),
    ]
    for before, wanted in ((card("2025-03-31", 3), ["ours"]), (None, ["old", "ours"])):
        found = gt.pack(known(), "quarterly", before=before, notes=said).content
        assert isinstance(found, Quarterly) and [one.text for one in found.decided] == wanted


def test_quarterly_reads_pairs_that_ask_for_something() -> None:
    """A pair whose process was behind a lag ago says to begin there."""
    assert [(one.field, one.lag_passed) for one in quarterly().pairs] == [("both_behind", True)]
    assert "先从过程抓起" in made("quarterly").to_text("zh", room=120)


# The annual closing.


def closed(months: int, sales: float) -> Annual:
    """The closing of the sample's year by so many months of data."""
    found = gt.pack(card("2025-12-31", months, sales), "annual").content
    assert isinstance(found, Annual)
    return found


def verdicts(found: Annual) -> dict[str, str]:
    return {one.state.goal: one.verdict for one in found.closings}


def test_annual_says_what_was_reached_and_what_was_missed() -> None:
    """A goal is reached where its attainment is whole, missed where it is not, and short by what is missing."""
    found = closed(12, 8000.0)
    assert verdicts(found)["sales.region.home"] == "reached" and verdicts(found)["visitors"] == "missed"
    (visitors,) = [one for one in found.closings if one.state.goal == "visitors"]
    assert visitors.short == pytest.approx(1200e4 - 12 * 80e4)


def test_annual_calls_unknown_what_was_not_measured_to_the_end() -> None:
    """Data that stops in November closes nothing; before the last day nothing is closed either."""
    assert set(verdicts(closed(11, 8000.0)).values()) == {"unknown"}
    running = gt.pack(card(), "annual").content
    assert isinstance(running, Annual) and set(verdicts(running).values()) == {"running"}


def test_annual_calls_hollow_what_left_its_healthy_range() -> None:
    """A goal that is reached while its guardrail is left is hollow, and wants a reason."""
    values = [one | {"value": "40.5%"} if one["metric"] == "repeat" else one for one in rows(12)]
    found = gt.pack(gt.evaluate(plan(), values, as_of="2025-12-31"), "annual").content
    assert isinstance(found, Annual)
    (repeat,) = [one for one in found.closings if one.state.goal == "repeat"]
    assert (repeat.verdict, repeat.is_explained) == ("hollow", False)


def test_annual_tells_lessons_by_goal() -> None:
    """Reasons, answers and decisions stand under their goal in order; what is about none comes last."""
    said = [
        note(1, "decision", "general", at=datetime(2025, 6, 1, tzinfo=UTC)),
        note(2, "reason", "why", goal="visitors", at=datetime(2025, 5, 1, tzinfo=UTC)),
        note(3, "answer", "ads", goal="访客", at=datetime(2025, 5, 2, tzinfo=UTC)),
        note(4, "check-in", "fine", goal="visitors", at=datetime(2025, 5, 3, tzinfo=UTC)),
    ]
    found = gt.pack(card("2025-12-31", 12), "annual", notes=said).content
    assert isinstance(found, Annual)
    assert [(one.goal, [each.text for each in one.remarks]) for one in found.lessons] == [
        ("visitors", ["why", "ads"]),
        ("", ["general"]),
    ]
    explained = {one.state.goal for one in found.closings if one.is_explained}
    assert "visitors" in explained and "sales" not in explained


def test_annual_tells_corrections_and_what_was_never_measured() -> None:
    """A value that became another one is told with both; a metric without any observation is named."""
    values = [
        {**one, "known_at": "2025-02-01T00:00+00:00"} for one in rows(12) if one["metric"] != "visitors"
    ]
    again = {"metric": "repeat", "period": "2025-01", "value": "31%", "known_at": "2025-03-01T00:00+00:00"}
    values.append(again)
    found = gt.pack(gt.evaluate(plan(), values, as_of="2025-12-31"), "annual").content
    assert isinstance(found, Annual)
    assert [(one.goal, one.period, one.first, one.now) for one in found.corrected] == [
        ("repeat", "2025-01", pytest.approx(0.304), pytest.approx(0.31))
    ]
    assert [(one.metric, one.goals) for one in found.unmeasured] == [("visitors", ("visitors",))]


@pytest.mark.parametrize(
    ("told", "ends", "shown"),
    [
        (("30.4%", None), (pytest.approx(0.304), NA), ("30.4% → no value", "30.4% → 无值")),
        ((None, "31%"), (NA, pytest.approx(0.31)), ("no value → 31%", "无值 → 31%")),
        ((None, "31%", None), None, None),
    ],
)
def test_annual_tells_values_that_were_withdrawn_or_came_for_nothing(
    told: tuple[str | None, ...], ends: tuple[Any, Any] | None, shown: tuple[str, str] | None
) -> None:
    """A correction of which one side is no value is told as one, in both languages."""
    values = [one for one in rows(12) if (one["metric"], one["period"]) != ("repeat", "2025-01")]
    values += [
        {"metric": "repeat", "period": "2025-01", "value": value, "known_at": f"2025-0{at}-01T00:00+00:00"}
        for at, value in enumerate(told, start=2)
    ]
    card = gt.evaluate(plan(), values, as_of="2025-12-31")
    pack = gt.pack(card, "annual")
    found = pack.content
    assert isinstance(found, Annual)
    Draft202012Validator(pack_schema()).validate(json.loads(pack.to_json()))
    assert len(found.corrected) == (ends is not None)
    for one in found.corrected:
        assert ends is not None and shown is not None
        for side, wanted in zip((one.first, one.now), ends, strict=True):
            assert isinstance(side, NA) if wanted is NA else side == wanted
        assert shown[0] in pack.to_text("en") and shown[0] in to_text(card, "en")
        assert shown[1] in pack.to_text("zh") and shown[1] in to_text(card, "zh")


# What a pack is compared with.


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_the_earlier_day_is_a_week_a_month_or_a_quarter_before(day: date) -> None:
    """A week is seven days; months keep the day or end with the month, and the last day is followed by the last day."""
    assert earlier_day(day, "weekly") == day - timedelta(days=7)
    assert earlier_day(day, "annual") is None
    for kind, months in (("monthly", 1), ("quarterly", 3)):
        then = earlier_day(day, kind)  # type: ignore[arg-type]
        assert then is not None
        assert (day.year * 12 + day.month) - (then.year * 12 + then.month) == months
        is_last = (day + timedelta(days=1)).day == 1
        assert then.day == day.day or (then + timedelta(days=1)).day == 1
        assert not is_last or (then + timedelta(days=1)).day == 1


@given(st.dates(), st.sampled_from(["weekly", "monthly", "quarterly"]))
@example(date(1, 1, 7), "weekly")
@example(date(1, 1, 31), "monthly")
@example(date(1, 3, 31), "quarterly")
@example(date(9999, 12, 31), "monthly")
@example(date(9999, 12, 31), "quarterly")
def test_no_day_of_the_calendar_is_too_early_or_too_late(day: date, kind: Kind) -> None:
    """Each day has an earlier one or `None`, and `None` only where the calendar begins less than that before."""
    then = earlier_day(day, kind)
    number, months = day.year * 12 + day.month, {"weekly": 0, "monthly": 1, "quarterly": 3}[kind]
    has_one = day.toordinal() > 7 if kind == "weekly" else number - months >= 13
    assert (then is not None) == has_one
    assert then is None or then < day


def test_the_earlier_knowledge_is_as_much_earlier() -> None:
    """With an instant the other one is as many days before; without one a week is known to the end of its day."""
    assert earlier_instant(known(), "monthly", date(2025, 5, 31)) == AT - timedelta(days=30)
    ended = earlier_instant(card(), "weekly", date(2025, 6, 23))
    assert ended is not None and str(ended.tzinfo) == "Asia/Shanghai" and ended.date() == date(2025, 6, 23)
    assert earlier_instant(card(), "monthly", date(2025, 5, 31)) is None


# Files.


@pytest.mark.parametrize("ending", [".md", ".txt", ".json"])
def test_export_writes_packs(tmp_path: Any, ending: str) -> None:
    """A pack is written in the format of its ending, whole."""
    pack = made("monthly")
    path = gt.export(pack, tmp_path / f"p{ending}", lang="zh")
    wanted = {".md": pack.to_markdown("zh"), ".txt": pack.to_text("zh", room=120), ".json": pack.to_json()}
    assert path.read_text(encoding="utf-8") == wanted[ending]


def test_export_refuses_what_writes_no_packs(tmp_path: Any) -> None:
    """An exporter that only knows scorecards is not asked for a pack."""
    with pytest.raises(UsageError, match=r"'csv' writes no packs, only .*\.json, \.md, \.txt"):
        gt.export(made("weekly"), tmp_path / "p.csv")
    page = TextExporter(name="page", endings=(".html",), render=lambda _: "")
    with pytest.raises(UsageError, match=r"'page' writes no packs, only .*\.json, \.md, \.txt: "):
        gt.export(made("weekly"), tmp_path / "p.html", exporters=[page])
    assert list(tmp_path.iterdir()) == []


# What goes wrong at the edges.


def test_an_emergency_that_nobody_decided_on_is_told_once() -> None:
    """After its time it is the overdue decision in the week, and its own row marked so in the month."""
    key = monthly().rows[0].alert
    raised = note(1, "alert", "emergency", goal="sales", alert=key, at=datetime(2025, 2, 3, 1, tzinfo=UTC))
    (late, risk) = weekly(notes=[raised]).decide
    assert (late.kind, late.of, risk.kind) == ("undecided", key, "risk")
    assert "本应在 2025-02-04 09:00 前决策" in made("weekly", notes=[raised]).to_text("zh", room=120)
    month = monthly(notes=[raised])
    assert month.overdue == (key,) and [one.alert for one in month.rows].count(key) == 1
    assert all(one.kind != "undecided" for one in month.rows)
    assert "紧急（逾期未决）" in made("monthly", notes=[raised]).to_text("zh", room=120)


def test_what_was_decided_and_is_still_there_stays_in_sight() -> None:
    """A decided emergency is no decision to make, and is told with the day on which it was decided."""
    key = monthly().rows[0].alert
    said = [note(1, "decision", "two more", alert=key, at=datetime(2025, 6, 26, tzinfo=UTC))]
    assert [one.alert for one in weekly(notes=said).decided] == [key]
    assert "已决策但仍未解除：销售额 -24.4%（2025-06-26 决策" in made("weekly", notes=said).to_text(
        "zh", room=120
    )


@pytest.mark.parametrize("kind", ["weekly", "monthly", "annual"])
def test_what_was_said_is_told_with_the_day_of_the_plans_zone(kind: str) -> None:
    """Half past six in the morning in Shanghai is the day before by UTC: people look for their own day."""
    key, early = monthly().rows[0].alert, datetime(2025, 6, 25, 22, 30, tzinfo=UTC)
    said = [
        note(1, "reason", "no stock", alert=key, at=early),
        note(2, "decision", "more", alert=key, at=early),
    ]
    text = made(kind, notes=said).to_text("zh", room=120)
    assert "2025-06-26" in text and "2025-06-25" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_view_can_be_packed_as_it_is(kind: str) -> None:
    """A scorecard that is a view already gives a pack of what it shows, compared with the same goals."""
    view = card().view(team="web")
    pack = gt.pack(view, kind, before=card("2025-05-31", 5))  # type: ignore[arg-type]
    assert set(goals_in(pack.to_dict())) <= set(view.keys())
    assert pack.to_text("zh") and pack.to_markdown("en")


def test_goals_that_came_or_went_with_a_new_plan_are_told() -> None:
    """Against an older version of the plan a new goal is told as new, and one that is gone by the old plan's words."""
    values = plan().to_dict()
    del values["goals"]["visitors"], values["handovers"], values["teams"]["web"]["carries"]
    newer = gt.loads(values)
    later = gt.evaluate(newer, rows(), as_of="2025-06-30")
    gone = gt.pack(later, "weekly", before=card("2025-05-31", 5))
    assert "已移除" in gone.to_text("zh", room=120) and "访客" in gone.to_text("zh", room=120)
    assert gt.pack(later, "monthly", before=card("2025-05-31", 5)).to_text("en")
    older = gt.evaluate(newer, rows(5), as_of="2025-05-31")
    assert "新增 " in gt.pack(card(), "annual", before=older).to_text("zh", room=120)


def test_a_decision_on_a_risk_belongs_to_the_goal_that_it_names() -> None:
    """What is said of a risk's alert stands with its goal, also in the pack of the team that answers for that."""
    (risk,) = [one for one in monthly().rows if one.kind == "risk"]
    said = [note(1, "decision", "coupons now", alert=risk.alert, at=datetime(2025, 6, 26, tzinfo=UTC))]
    for team in (None, "shop"):
        assert [(one.text, one.goal) for one in quarterly(notes=said, team=team).decided] == [
            ("coupons now", "repeat")
        ]
    assert quarterly(notes=said, team="web").decided == ()


def test_nothing_is_asked_of_a_period_that_is_over() -> None:
    """On the last day, and after it, no month is left that could bring what is missing."""
    late = gt.pack(card("2025-12-31", 6), "weekly").to_text("en")
    assert "from now on" not in late and "from now on" in gt.pack(card("2025-06-30", 6), "weekly").to_text(
        "en"
    )
    after = to_text(card("2026-03-31", 6), "en")
    assert "from now on" not in after and "from now on" in to_text(card("2025-06-30", 6), "en")
