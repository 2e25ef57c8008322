"""What needs an answer: keys that last, states from the journal, nothing closed that cannot be seen."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve

import goaltree as gt
from goaltree.report.alert import by_level
from goaltree.report.told import Told
from goaltree.steering.alert import seen_at
from steering.followed import GOALS, LADDER, SCORE, end, noon, note, plan, reviewed, told

EMERGENCY, WARNING, LATE = "m/2025-01/emergency", "m/2025-01/warning", "m/2025-01/undecided"
RISKY = {
    "stores": {
        "title": {"zh": "开新店", "en": "New shops"},
        "team": "net",
        "serves": ["m"],
        "risks": [
            {"if": "选址太慢", "when": "value(m) < 95", "then": {"do": "快闪店", "with": "board"}},
            {"if": "两处都慢", "when": "value(n) < 95 and value(m) < 95", "then": {"do": "暂停"}},
        ],
    }
}
RISK = "actions.stores.risks[0]"


def by_key(found):
    """Alerts by key."""
    return {one.key: one for one in found}


def only(found):
    """The one alert."""
    (one,) = found
    return one


# What is off, and what it is known by.


def test_an_alert_says_who_decides_what_by_when():
    """An emergency of a core goal names its goal, period, level, rung, deviation, teams and time."""
    one = only(gt.alerts(reviewed(plan(), {"m": [100, 95, 75, 70]}, known_at=noon(5))))
    assert (one.key, one.about, one.goal, one.kind) == ("m/2025-03/emergency", "m", "m", "deviation")
    assert (one.level, one.period, one.since, one.state) == ("emergency", "2025-03", end(3), "open")
    assert (one.deviation, one.basis, one.is_basis_stated) == (pytest.approx(-0.3), "level", True)
    assert (one.detected, one.due, one.is_raised) == (noon(5), noon(5, 6), False)
    assert (one.team, one.decides, one.meets, one.notes) == ("shop", "board", ("shop", "board"), ())
    assert one.rung == plan().governance.deviation["emergency"]


@pytest.mark.parametrize(
    ("detected", "within", "due"),
    [
        ("2025-06-30T18:00+08:00", "24 小时", "2025-07-01T18:00+08:00"),
        ("2025-03-29T18:00 Europe/Berlin", "24 小时", "2025-03-30T19:00+02:00"),
        ("2025-06-30T18:00+08:00", "90 分钟", "2025-06-30T19:30+08:00"),
        ("2025-01-31T18:00+08:00", "1 个月", "2025-02-28T18:00+08:00"),
        ("2025-06-30T18:00+08:00", "半个月", None),
    ],
)
def test_s6_when_a_decision_is_due(detected, within, due):
    """So much real time after it was seen, in the zone of the review; of months, at the same time of a day."""
    moment, _, zone = detected.partition(" ")
    at = datetime.fromisoformat(moment)
    at = at.replace(tzinfo=ZoneInfo(zone)) if zone else at
    ladder = {"emergency": {**LADDER["emergency"], "decide_within": within}}
    one = only(gt.alerts(reviewed(plan(ladder=ladder), {"m": [70]}), at=at))
    assert one.due == (None if due is None else datetime.fromisoformat(due))
    assert due is None or one.due.utcoffset() == datetime.fromisoformat(due).utcoffset()


def test_a_month_that_is_not_over_names_the_whole_month():
    """A run that begins in a month seen by weeks keeps its key when the month is over."""
    rows = [{"metric": "m", "period": f"2025-01-{day:02}", "value": 85} for day in range(1, 32)]
    of, found = plan(), []
    for day in ("2025-01-12", "2025-01-31"):
        card = gt.evaluate(of, gt.observe(of, rows), as_of=day)
        found.append(only(gt.alerts(card)))
    assert [one.key for one in found] == [WARNING, WARNING]
    assert [one.since for one in found] == [date(2025, 1, 12), date(2025, 1, 31)]


def test_the_gravest_come_first():
    """By level, then core goals, then the larger deviation; what is over comes last."""
    goals = {**GOALS, **{key: {**SCORE, "title": key, "core": key == "d"} for key in "bcd"}}
    of = plan(goals)
    values = {"m": [70], "n": [85], "b": [82], "c": [81], "d": [90]}
    card = reviewed(of, values, known_at=noon(2))
    assert [one.goal for one in gt.alerts(card)] == ["m", "d", "c", "b", "n"]
    over = note(1, "alert", noon(2), "n/2025-01/warning"), note(2, "alert", noon(2), "x/2025-01/warning")
    assert [one.about for one in gt.alerts(card, over)][-1] == "x"


def test_an_instant_without_a_zone_is_refused():
    """When it is seen decides when it is due."""
    with pytest.raises(gt.UsageError, match="zone"):
        gt.alerts(reviewed(plan(), {"m": [70]}), at=noon(2).replace(tzinfo=None))


def test_without_knowledge_the_review_is_at_the_end_of_its_day():
    """In the zone of the plan."""
    one = only(gt.alerts(reviewed(plan(zone="Asia/Shanghai"), {"m": [70]})))
    assert one.detected.isoformat() == "2025-01-31T23:59:59.999999+08:00"


# What the journal has raised.


def test_what_is_raised_keeps_its_key_and_its_instant():
    """Later reviews find the same alert, detected when it was raised."""
    journal = [note(1, "alert", noon(2), EMERGENCY), note(2, "decision", noon(2, 5, 13), EMERGENCY)]
    one = only(gt.alerts(reviewed(plan(), {"m": [70, 70]}, known_at=noon(3)), journal))
    assert (one.key, one.detected, one.due, one.is_raised) == (EMERGENCY, noon(2), noon(2, 6), True)


def test_a_restatement_that_moves_the_start_keeps_the_key():
    """Whether the run is told to have begun earlier or later, what is open is still the same alert."""
    raised = [note(1, "alert", noon(4), "n/2025-03/warning")]
    for values in ([85, 85, 85], [100, 100, 85], [100, 100, 100, 85]):
        one = only(gt.alerts(reviewed(plan(), {"n": values}, known_at=noon(5)), raised))
        assert (one.key, one.period, one.since) == ("n/2025-03/warning", "2025-03", end(3))


def test_rising_and_falling_keep_the_warning():
    """A warning that became an emergency waits behind it, and is the same warning when the emergency is over."""
    journal = [note(1, "alert", noon(2), WARNING)]
    rising = gt.alerts(reviewed(plan(), {"m": [85, 70]}, known_at=noon(3)), journal)
    assert told(rising) == {"m/2025-02/emergency": "open"}
    journal.append(note(2, "alert", noon(3), "m/2025-02/emergency"))
    falling = gt.alerts(reviewed(plan(), {"m": [85, 70, 85]}, known_at=noon(4)), journal)
    assert told(falling) == {WARNING: "open", "m/2025-02/emergency": "closed"}
    over = gt.alerts(reviewed(plan(), {"m": [85, 70, 100]}, known_at=noon(4)), journal)
    assert told(over) == {WARNING: "closed", "m/2025-02/emergency": "closed"}


def test_an_emergency_that_falls_names_the_warning_by_its_whole_run():
    """What began as an emergency and is a warning now has been at least that since it began."""
    found = gt.alerts(reviewed(plan(), {"m": [70, 85]}))
    assert [one.key for one in found] == [WARNING]


def test_what_is_over_begins_anew():
    """A closed alert that comes back, even in the same period, is open: what was decided before is over."""
    journal = [
        note(1, "alert", noon(2), EMERGENCY),
        note(2, "decision", noon(2, 5, 15), EMERGENCY),
        note(3, "closing", noon(2, 10), EMERGENCY),
        note(4, "answer", noon(2, 12), "n/2025-01/warning"),
    ]
    card = reviewed(plan(), {"m": [70]}, known_at=noon(2, 20))
    assert told(gt.alerts(card, journal)) == {EMERGENCY: "open"}
    journal.append(note(5, "alert", noon(2, 15), EMERGENCY))
    found = by_key(gt.alerts(card, journal))
    assert (found[EMERGENCY].state, found[EMERGENCY].detected, found[EMERGENCY].notes) == (
        "open",
        noon(2, 15),
        (),
    )
    assert found[LATE].of == EMERGENCY


def test_notes_of_later_take_no_part():
    """What was raised, decided and closed after a review changes nothing of it."""
    card = reviewed(plan(), {"m": [70]}, known_at=noon(2))
    later = [
        note(1, "alert", noon(2), EMERGENCY),
        note(2, "decision", noon(2, 5, 13), EMERGENCY),
        note(3, "closing", noon(3), EMERGENCY),
    ]
    one = only(gt.alerts(card, later))
    assert (one.state, one.is_raised, one.notes) == ("open", True, ())
    assert only(gt.alerts(card, later, at=noon(2, 4))).is_raised is False


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({"kind": "decision", "alert": EMERGENCY}, "decided"),
        ({"kind": "answer", "alert": EMERGENCY}, "answered"),
        ({"kind": "reason", "alert": EMERGENCY}, "open"),
        ({"kind": "check-in", "goal": "m"}, "open"),
        ({"kind": "decision", "goal": "m"}, "decided"),
        ({"kind": "decision", "goal": "得分"}, "decided"),
        ({"kind": "decision", "goal": "n"}, "open"),
        ({"kind": "decision", "goal": "谁也不是"}, "open"),
        ({"kind": "decision", "alert": "m/2025-02/emergency", "goal": "m"}, "open"),
        ({"kind": "answer", "to": 1}, "answered"),
        ({"kind": "decision", "alert": LATE}, "decided"),
    ],
)
def test_what_counts_as_said_of_an_alert(said, state):
    """By its key, in answer to the note that raised it, about its goal by any name; not what is of another alert."""
    journal = [note(1, "alert", noon(2), EMERGENCY), note(2, at=noon(2, 5, 18), **said)]
    card = reviewed(plan(), {"m": [70]}, known_at=noon(2, 5, 20))
    one = by_key(gt.alerts(card, journal))[EMERGENCY]
    assert one.state == state
    assert bool(one.notes) == (state != "open" or said["kind"] in ("reason", "check-in"))
    assert one.said(said["kind"]) == one.notes


def test_an_answer_to_an_answer_is_of_the_same_alert():
    """Who decides in reply to the department's answer decides on the alert."""
    journal = [
        note(1, "alert", noon(2), EMERGENCY),
        note(2, "answer", noon(2, 5, 13), to=1),
        note(3, "decision", noon(2, 5, 14), to=2),
    ]
    card = reviewed(plan(), {"m": [70]}, known_at=noon(2, 6))
    assert told(gt.alerts(card, journal)) == {EMERGENCY: "decided"}


def test_what_was_said_of_a_goal_before_is_of_no_alert():
    """A decision that was made before the alert was raised does not answer it."""
    journal = [note(1, "decision", noon(2, 4), goal="m"), note(2, "alert", noon(2), EMERGENCY)]
    card = reviewed(plan(), {"m": [70]}, known_at=noon(2, 5, 13))
    assert told(gt.alerts(card, journal)) == {EMERGENCY: "open"}


# What cannot be seen.


@pytest.mark.parametrize(
    "values",
    [
        {"n": [100]},  # never any figure
        {
            "m": [100, 100],
            "n": [100],
        },  # the figure that was off is withdrawn: the one before says nothing of it
    ],
)
def test_a_dead_source_closes_nothing(values):
    """Without a figure of its period or a later one an open alert stays open."""
    raised = [note(1, "alert", noon(4), "m/2025-03/emergency")]
    card = reviewed(plan(), values, as_of=end(6), known_at=noon(4, 5, 13))
    one = only(gt.alerts(card, raised))
    assert (one.key, one.state, one.deviation) == ("m/2025-03/emergency", "open", gt.NA("NO_ACTUAL"))
    assert one.since == end(3)


@pytest.mark.parametrize(("basis", "is_stated"), [("level", True), ("unstated", False), (None, False)])
@pytest.mark.parametrize("values", [[70], [""], []])
def test_the_rung_says_whether_its_basis_is_stated(basis, is_stated, values):
    """Whether the plan states a basis does not hang on a value: it is the same when that is withdrawn."""
    rung = {"at": "≤-10%"} if basis is None else {"at": "≤-10%", "basis": basis}
    raised = [note(1, "alert", noon(2), WARNING)]
    card = reviewed(plan(ladder={"warning": rung}), {"m": values}, as_of=end(1), known_at=noon(3))
    one = only(gt.alerts(card, raised))
    assert (one.key, one.state, one.is_basis_stated) == (WARNING, "open", is_stated)
    for lang, said in (("en", "does not state the basis"), ("zh", "未写明偏差的基准")):
        (group,) = by_level(Told(card, lang), [one])
        assert (said in group.assumed) is not is_stated


def test_a_basis_that_some_lack_is_told_of_these():
    """Of alerts on one level, the list names those alone whose basis the plan does not state; a risk has none."""
    card = reviewed(plan(actions=RISKY), {"m": [70], "n": [70]}, known_at=noon(3))
    risk, stated, other = (
        by_key(gt.alerts(card))[one] for one in (f"{RISK}/2025-01/risk", EMERGENCY, "n/2025-01/warning")
    )
    lacking = evolve(other, level=stated.level, is_basis_stated=False)
    say = {lang: Told(card, lang) for lang in ("en", "zh")}
    for members in ([stated, lacking], [lacking, stated]):
        assert [one.assumed for one in by_level(say["en"], members)] == [
            "The plan does not state the basis of deviations for 次得分: each is on its own."
        ]
        assert [one.assumed for one in by_level(say["zh"], members)] == [
            "计划未写明次得分的偏差基准，各按自己的基准计算。"
        ]
    assert [one.assumed for one in by_level(say["en"], [evolve(risk, level=stated.level), stated])] == [""]


def test_an_old_figure_that_is_off_stays_off():
    """A source that stops leaves the goal where it was: on its rung, with the deviation of then."""
    raised = [note(1, "alert", noon(2), EMERGENCY), note(2, "decision", noon(2, 5, 13), EMERGENCY)]
    one = only(gt.alerts(reviewed(plan(), {"m": [70]}, as_of=end(9), known_at=noon(10)), raised))
    assert (one.key, one.state, one.deviation) == (EMERGENCY, "decided", pytest.approx(-0.3))


def test_a_deviation_that_is_not_known_closes_nothing():
    """Where a rung's basis gives no number any more, nobody knows that the goal is off it."""
    goal = {
        "kind": "stock",
        "unit": "people",
        "direction": "up",
        "baseline": "100",
        "target": "100",
        "core": True,
    }
    ladder = {"warning": {"at": "≤-10%", "basis": "increment"}}
    of = plan({"m": goal}, ladder=ladder, teams={})
    card = reviewed(of, {"m": [70, 70]}, known_at=noon(3))
    assert told(gt.alerts(card)) == {}
    assert told(gt.alerts(card, [note(1, "alert", noon(2), WARNING)])) == {WARNING: "open"}


def test_what_the_plan_has_no_more_is_over():
    """An alert on a goal, a rung or a risk that the plan has dropped is closed; those of people are theirs."""
    keys = ("gone/2025-01/warning", "m/2025-01/notice", "actions.gone.risks[0]/2025-01/risk", "罢工", "a/b/c")
    journal = [note(at, "alert", noon(2), key) for at, key in enumerate(keys, 1)]
    assert told(gt.alerts(reviewed(plan(), {"m": [100]}, known_at=noon(3)), journal)) == dict.fromkeys(
        keys[:3], "closed"
    )


def test_names_of_rungs_may_hold_anything():
    """A rung with a slash in its name, or named as a risk is, keeps its alerts."""
    ladder = {"橙/红": {"at": "≤-10%", "basis": "level"}, "risk": {"at": "≤-20%", "basis": "level"}}
    of = plan(ladder=ladder)
    for value, key in ((85, "m/2025-01/橙/红"), (70, "m/2025-01/risk")):
        card = reviewed(of, {"m": [value]}, known_at=noon(3))
        one = only(gt.alerts(card, [note(1, "alert", noon(2), key)]))
        assert (one.key, one.state, one.is_raised, one.goal) == (key, "open", True, "m")
        better = reviewed(of, {"m": [value, 100]}, known_at=noon(3))
        assert told(gt.alerts(better, [note(1, "alert", noon(2), key)])) == {key: "closed"}


# What nobody decided on.


def late(said=(), *, values=(70,), hours=25, as_of=None):
    """The alerts so many hours after an emergency was raised."""
    journal = [note(1, "alert", noon(2), EMERGENCY), *said]
    card = reviewed(plan(), {"m": list(values)}, as_of=as_of)
    return by_key(gt.alerts(card, journal, at=noon(2) + timedelta(hours=hours)))


def test_an_emergency_that_nobody_decides_on_is_an_alert():
    """After its time, not at it; it comes first, and says of which alert it is."""
    assert set(late(hours=24)) == {EMERGENCY}
    found = late(hours=24.01)
    assert list(found) == [LATE, EMERGENCY]
    one = found[LATE]
    assert (one.kind, one.level, one.of, one.state, one.goal) == (
        "undecided",
        "undecided",
        EMERGENCY,
        "open",
        "m",
    )
    assert (one.deviation, one.due, one.team, one.is_raised) == (
        pytest.approx(-0.3),
        noon(2, 6),
        "shop",
        False,
    )


@pytest.mark.parametrize(
    ("kind", "where", "expected"),
    [
        ("answer", {"alert": EMERGENCY}, {LATE: "answered", EMERGENCY: "answered"}),
        ("decision", {"alert": EMERGENCY}, {EMERGENCY: "decided", LATE: "closed"}),
        ("decision", {"alert": LATE}, {EMERGENCY: "decided", LATE: "closed"}),
        ("decision", {"goal": "m"}, {EMERGENCY: "decided", LATE: "closed"}),
        ("decision", {"to": 2}, {EMERGENCY: "decided", LATE: "closed"}),
    ],
)
def test_a_late_decision_ends_it(kind, where, expected):
    """On the emergency, on what says that it is late, or on the goal; an answer is no decision. It does not come back."""
    said = [note(2, "alert", noon(2, 7), LATE), note(3, kind, noon(2, 8), **where)]
    assert told(late(said, hours=100).values()) == expected
    if kind == "decision":
        closed = [*said, note(4, "closing", noon(2, 10), LATE)]
        assert told(late(closed, hours=200).values()) == {EMERGENCY: "decided"}


def test_what_is_late_is_over_with_its_emergency():
    """When the goal recovers both are over; when its source dies both go on."""
    said = [note(2, "alert", noon(2, 7), LATE)]
    assert told(late(said, values=(70, 100), hours=800).values()) == {EMERGENCY: "closed", LATE: "closed"}
    assert told(late(said, values=(None,), hours=800, as_of=end(2)).values()) == {
        LATE: "open",
        EMERGENCY: "open",
    }


# Risks.


def test_a_risk_that_came_true_names_its_action():
    """Its key is where it stands; its teams are who acts and whom the answer needs; the goal names it as an answer."""
    of = plan(actions=RISKY)
    found = by_key(gt.alerts(reviewed(of, {"m": [100, 85], "n": [100, 100]}, known_at=noon(3))))
    one = found[f"{RISK}/2025-02/risk"]
    assert (one.kind, one.goal, one.team, one.meets, one.due) == ("risk", "m", "net", ("net", "board"), None)
    assert (one.since, one.trigger.risk.if_.say("zh")) == (end(2), "选址太慢")
    assert [trigger.at for trigger in found["m/2025-02/warning"].fallbacks] == [RISK]


def test_a_risk_is_seen_by_who_looks_within_the_month():
    """A condition on months holds on every day until the next month is known, as a deviation does; then it is over."""
    of, values = plan(actions=RISKY), [100, 85]
    for day in ("2025-02-28", "2025-03-09", "2025-03-31"):
        one = by_key(gt.alerts(reviewed(of, {"m": values}, as_of=day, known_at=noon(4))))[
            f"{RISK}/2025-02/risk"
        ]
        assert (one.since, one.state) == (end(2), "open")
    raised = [note(1, "alert", noon(3), f"{RISK}/2025-02/risk")]
    kept = gt.alerts(reviewed(of, {"m": [None]}, as_of=end(3), known_at=noon(4)), raised)
    assert told(kept) == {f"{RISK}/2025-02/risk": "open"}
    before = gt.alerts(reviewed(of, {"m": [100]}, as_of=end(3), known_at=noon(4)), raised)
    assert told(before) == {f"{RISK}/2025-02/risk": "open"}
    over = gt.alerts(reviewed(of, {"m": [100, 85, 100]}, known_at=noon(4)), raised)
    assert told(over) == {f"{RISK}/2025-02/risk": "closed"}


def test_gaps_do_not_end_the_run_of_a_risk():
    """As of a deviation: a month without data lies within the run."""
    of = plan(actions=RISKY)
    assert f"{RISK}/2025-01/risk" in by_key(gt.alerts(reviewed(of, {"m": [85, None, 85]})))


@pytest.mark.parametrize(
    ("hour", "minute", "fold", "is_late"), [(2, 20, 0, False), (2, 45, 0, True), (2, 15, 1, True)]
)
def test_a_decision_is_late_in_real_time_where_clocks_are_put_back(hour, minute, fold, is_late):
    """Due at half past two by summer time, it is late at a quarter past two by winter time, which comes after it."""
    berlin = ZoneInfo("Europe/Berlin")
    card = reviewed(plan(zone="Europe/Berlin"), {"m": [70]}, end(1))
    raised = datetime(2025, 10, 25, 2, 30, tzinfo=berlin).astimezone(UTC)
    at = datetime(2025, 10, 26, hour, minute, tzinfo=berlin, fold=fold)
    found = gt.alerts(card, [note(1, "alert", raised, EMERGENCY)], at=at)
    assert (LATE in by_key(found)) is is_late


# Views.


def test_a_risk_on_goals_of_two_teams_tells_each_its_own_number():
    """A condition holds for both teams; the number of the goal that a view hides is in none of its words."""
    risk = {"if": "库存不足", "when": "m < 90 and n < 90", "then": {"do": "补货", "by": "Q3"}}
    action = {"title": "备货", "team": "shop", "serves": ["m"], "time": "Q1 启动，Q4 完成", "risks": [risk]}
    whole = reviewed(plan(actions={"a": action}), {"m": [81, 82], "n": [76, 77]})
    mine = whole.view(team="shop")
    (one,) = (alert for alert in gt.alerts(mine) if alert.kind == "risk")
    assert [reading.goal for reading in one.trigger.readings] == ["m"]
    assert one.key in told(gt.alerts(whole))
    facts = " ".join(gt.told_alerts(mine, [one], "zh")[0].facts)
    assert "82" in facts and "77" not in facts and "次得分" not in facts


def test_a_team_sees_its_own_alerts():
    """Its goals and the risks that name them; nothing of others is shown, closed or named."""
    of = plan(actions=RISKY)
    card = reviewed(of, {"m": [70], "n": [70]}, known_at=noon(2, 20))
    journal = [
        note(1, "alert", noon(2), EMERGENCY),
        note(2, "alert", noon(2, 7), LATE),
        note(3, "alert", noon(2), "n/2025-01/warning"),
        note(4, "alert", noon(2), "gone/2025-01/warning"),
    ]
    shop = gt.alerts(card.view(team="shop"), journal)
    assert [one.key for one in shop] == [
        LATE,
        EMERGENCY,
        f"{RISK}/2025-01/risk",
        "actions.stores.risks[1]/2025-01/risk",
    ]
    assert {one.goal for one in shop} == {"m"}
    net = gt.alerts(card.view(team="net"), journal)
    assert [(one.key, one.goal) for one in net] == [
        ("n/2025-01/warning", "n"),
        ("actions.stores.risks[1]/2025-01/risk", "n"),
    ]
    healthy = reviewed(of, {"m": [100], "n": [100]}, known_at=noon(2, 20))
    assert told(gt.alerts(healthy.view(team="net"), journal)) == {"n/2025-01/warning": "closed"}


def test_alerts_do_not_depend_on_the_order_of_notes():
    """The journal is read by when things were said."""
    journal = [note(1, "alert", noon(2), EMERGENCY), note(2, "decision", noon(2, 6), EMERGENCY)]
    card = reviewed(plan(), {"m": [70]}, known_at=noon(3))
    assert gt.alerts(card, journal) == gt.alerts(card, reversed(journal))


def test_an_alert_as_plain_values_is_json():
    """Numbers, days and instants as JSON has them; what is missing says why."""
    import json

    card = reviewed(plan(), {"m": [70]}, known_at=noon(2))
    plain = json.loads(json.dumps(only(gt.alerts(card, [note(1, "alert", noon(2), EMERGENCY)])).to_dict()))
    assert (plain["key"], plain["since"], plain["due"]) == (
        EMERGENCY,
        "2025-01-31",
        "2025-02-06T12:00:00+00:00",
    )
    assert plain["deviation"] == pytest.approx(-0.3)
    gone = only(
        gt.alerts(reviewed(plan(), {"n": [100]}, known_at=noon(2)), [note(1, "alert", noon(2), EMERGENCY)])
    )
    assert gone.to_dict()["deviation"] == {"na": "NO_ACTUAL"}


def test_a_note_of_a_day_to_come_moves_no_review():
    """What is dated after it was written counts from when it was written, so that nothing is due in another year."""
    card = reviewed(plan(), {"m": [95, 70]})
    late = note(1, "reason", noon(3), goal="m")
    dreamt = evolve(note(2, "answer", noon(3), goal="m"), at=datetime(2099, 1, 1, tzinfo=UTC))
    assert seen_at(card, [late, dreamt]) == noon(3)
