"""Plan versions, approvals and the journal (S12, row 63)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import goaltree as gt
from goaltree.ledger.note import Turn, opened
from ledger.kept import Clock, day, of, plan


@pytest.fixture
def clock():
    """A clock that is set by hand."""
    return Clock()


@pytest.fixture
def ledger(tmp_path, clock):
    """An empty ledger."""
    return gt.Ledger(tmp_path / "a.ledger", clock=clock)


def test_the_same_plan_twice_is_one_version(ledger, clock):
    """S12: a plan that says the same is not saved again, whoever saves it and however it is written."""
    first = ledger.save_plan(plan(), by="张三")
    clock.at = day(5)
    again = gt.loads(gt.dumps(plan(), format="json"), format="json")
    assert ledger.save_plan(again, by="李四") == first and len(ledger.plans()) == 1
    assert (first.by, first.at, first.key, first.role, first.number) == ("张三", day(1), "shop", "budget", 1)


def test_a_plan_that_comes_back_is_in_force_again(ledger, clock):
    """12, then 13, then 12 again: the plan of each day is the one that was saved last by then."""
    for number, target in enumerate(("12亿", "13亿", "12亿"), 1):
        clock.at = day(number)
        ledger.save_plan(plan(target), by="张三", because=f"第 {number} 次")
    assert [ledger.plan(day(n)) for n in (1, 2, 3)] == [plan("12亿"), plan("13亿"), plan("12亿")]
    assert ledger.plan() == plan("12亿") and ledger.plan_version(day(2)).because == "第 2 次"
    assert len({one.digest for one in ledger.plans()}) == 2
    with pytest.raises(gt.UsageError, match="no such plan"):
        ledger.plan(day(1, 1).replace(year=2024))


def test_plans_of_other_keys_and_roles_are_kept_apart(ledger):
    """A forecast between two savings of one budget does not make the budget new."""
    forecast = gt.loads({**plan().to_dict(), "role": "forecast"})
    for one in (plan(), forecast, plan(), plan(key="other"), forecast):
        ledger.save_plan(one, by="张三")
    assert [(one.key, one.role) for one in ledger.plans()] == [
        ("shop", "budget"),
        ("shop", "forecast"),
        ("other", "budget"),
    ]
    assert ledger.plan(role="forecast") == forecast and ledger.plan(role="budget").key == "other"


def test_an_approval_holds_for_the_numbers(ledger, clock):
    """A2: a better title keeps the approval; another number has none."""
    version = ledger.save_plan(plan(), by="张三")
    clock.at = day(3)
    approved = ledger.approve(version.digest[:12], by="王总", on="2025-01-02")
    assert [(one.by, one.on, one.at) for one in approved.approvals] == [("王总", date(2025, 1, 2), day(3))]
    assert ledger.approve(version.numbers, by="王总", on=date(2025, 1, 2)) == approved
    assert ledger.head.number == 2
    titled = ledger.save_plan(plan(title="销售总额"), by="张三")
    changed = ledger.save_plan(plan("13亿"), by="张三")
    assert titled.digest != version.digest and titled.numbers == version.numbers
    assert titled.approvals == approved.approvals and changed.approvals == ()
    assert ledger.approve(changed.digest, by="李").approvals[0].on == day(3).date()


@pytest.mark.parametrize("digest", ["", "abc", "0" * 64, "不是"])
def test_an_approval_needs_a_saved_version(ledger, digest):
    """A digest that names no version, or too short a piece of one, is refused."""
    ledger.save_plan(plan(), by="张三")
    with pytest.raises(gt.UsageError, match="digest"):
        ledger.approve(digest, by="王总")


def test_a_plan_that_was_not_read_whole_is_not_saved(ledger):
    """A version would lack what could not be read; so it is refused with the first reason."""
    broken = gt.loads("goaltree: 1\nplan: x\nperiod: 2025\ngoals:\n  a: {target: 12啊}\n")
    with pytest.raises(gt.UsageError, match="could not be read"):
        ledger.save_plan(broken, by="张三")
    assert ledger.head.number == 0


def test_a_plan_with_a_password_is_not_saved(ledger):
    """A password in plain text would stay in the file for ever."""
    secret = gt.loads({**plan().to_dict(), "meta": {"password": "hunter2-canary"}})
    assert secret.hidden
    with pytest.raises(gt.UsageError) as told:
        ledger.save_plan(secret, by="张三")
    assert "hunter2" not in str(told.value) and b"hunter2" not in ledger.path.read_bytes()


@given(
    targets=st.tuples(st.integers(1, 99), st.integers(1, 99)),
    titles=st.tuples(st.sampled_from("甲乙"), st.sampled_from("甲乙")),
)
def test_digests_are_equal_where_plans_are(targets, titles):
    """Row 43: one digest for equal plans and another for others; that of the numbers looks at numbers only."""
    one, two = (plan(f"{target}亿", title) for target, title in zip(targets, titles, strict=True))
    assert (one.digest == two.digest) == (one == two)
    assert (one.numbers_digest == two.numbers_digest) == (targets[0] == targets[1])


def test_the_order_of_keys_changes_no_digest():
    """Mapping order never changes a number, and so no digest."""
    plain = plan().to_dict()
    assert gt.loads(dict(reversed(plain.items()))).digest == plan().digest


@pytest.mark.parametrize("name", ["sketch.yaml"])
def test_digests_of_a_large_plan(name):
    """Every number of a plan with all nouns is in its digest: a changed one changes it."""
    from pathlib import Path

    text = (Path(__file__).parents[1] / "plans" / name).read_text(encoding="utf-8")
    one = gt.loads(text)
    again = gt.loads(gt.dumps(one))
    assert (one.digest, one.numbers_digest) == (again.digest, again.numbers_digest)
    other = gt.loads(text.replace("2000万", "2001万"))
    assert other.numbers_digest != one.numbers_digest


def test_notes_are_kept_in_order(ledger, clock):
    """The journal has who, when, what and on which goal, and finds again by each."""
    ledger.append([of(1)])
    first = ledger.note("check-in", "进展正常", by="王", goal="sales")
    clock.at = day(2)
    second = ledger.note("reason", "春节早", by="李", goal="sales", at="2025-01-01T20:00+08:00")
    third = ledger.note("answer", "知道了", by="王", to=second.number)
    assert ledger.notes() == (first, second, third) and ledger.notes("sales") == (first, second)
    assert ledger.notes(kind="answer") == (third,) and ledger.notes(since=day(2)) == (third,)
    assert (second.at, second.recorded, second.number, third.to) == (day(1), day(2), 3, 3)
    assert gt.Ledger(ledger.path).notes() == ledger.notes()


@pytest.mark.parametrize(
    "call",
    [
        lambda ledger: ledger.note("remark", "x", by="y"),
        lambda ledger: ledger.note("reason", " ", by="y"),
        lambda ledger: ledger.note("reason", "x", by=""),
        lambda ledger: ledger.note("answer", "x", by="y", to=7),
        lambda ledger: ledger.save_plan(plan(), by=" "),
        lambda ledger: ledger.note("reason", "\ud800", by="y"),
    ],
)
def test_a_note_that_says_nothing_is_refused(ledger, call):
    """A note of no kind, without words, by nobody, or to nothing writes nothing."""
    with pytest.raises(gt.UsageError):
        call(ledger)
    assert ledger.head.number == 0


# Alerts in the journal.


def test_an_alert_is_raised_once_until_it_is_closed(ledger, clock):
    """What is open is not raised again, what is not open is not closed; a closed one may be raised anew."""
    raised = ledger.raise_alert("m/2025-01/warning", "warning -12.0%", by="计划部", at=day(2), goal="m")
    assert (raised.kind, raised.alert, raised.goal, raised.at, raised.number) == (
        "alert",
        "m/2025-01/warning",
        "m",
        day(2),
        1,
    )
    clock.at = day(3)
    assert ledger.raise_alert("m/2025-01/warning", "again", by="李") is None
    assert ledger.close_alert("n/2025-01/warning", "other", by="李") is None
    assert ledger.head.number == 1
    closed = ledger.close_alert("m/2025-01/warning", "warning", by="计划部", at=day(4))
    assert (closed.kind, closed.at, closed.recorded) == ("closing", day(4), day(3))
    assert ledger.close_alert("m/2025-01/warning", "warning", by="计划部") is None
    assert ledger.raise_alert("m/2025-01/warning", "anew", by="计划部", at=day(5)).number == 3
    assert gt.Ledger(ledger.path).notes() == ledger.notes() and len(ledger.notes(kind="alert")) == 2


def test_whether_an_alert_is_open_goes_by_when_it_was_seen(ledger):
    """A review of an earlier day that is entered later does not open what has been closed since, nor close it twice."""
    ledger.raise_alert("a", "x", by="y", at=day(2))
    ledger.close_alert("a", "x", by="y", at=day(9))
    assert ledger.raise_alert("a", "x", by="y", at=day(3)) is not None
    assert opened(ledger.notes()) == {"a": False}
    assert ledger.close_alert("a", "x", by="y", at=day(10)) is None
    assert ledger.raise_alert("a", "x", by="y", at=day(9)) is not None and opened(ledger.notes())["a"]


def test_a_note_is_about_an_alert(ledger):
    """A note keeps the alert that it is about, whether or not that is open; without one the key is empty."""
    about = ledger.note("answer", "补投流量", by="李", goal="m", alert="m/2025-01/warning")
    plain = ledger.note("reason", "春节早", by="李", goal="m")
    assert (about.alert, plain.alert) == ("m/2025-01/warning", "")
    assert gt.Ledger(ledger.path).notes() == (about, plain)


@pytest.mark.parametrize(
    "call",
    [
        lambda ledger: ledger.note("alert", "x", by="y", alert="a"),
        lambda ledger: ledger.note("closing", "x", by="y", alert="a"),
        lambda ledger: ledger.raise_alert("", "x", by="y"),
        lambda ledger: ledger.raise_alert("a", " ", by="y"),
        lambda ledger: ledger.raise_alert("a", "x", by=""),
        lambda ledger: ledger.raise_alert("a", "x", by="y", at="2025-01-01"),
        lambda ledger: ledger.close_alert(" ", "x", by="y"),
        lambda ledger: ledger.close_alert("a", "", by="y"),
        lambda ledger: ledger.raise_alert("\ud800", "x", by="y"),
    ],
)
def test_an_alert_without_key_words_or_author_is_refused(ledger, call):
    """Alerts are raised by their own calls, with a key, words and somebody who raises them; else nothing is written."""
    with pytest.raises(gt.UsageError):
        call(ledger)
    assert ledger.head.number == 0


def test_a_report_on_an_action_leaves_the_approval(ledger):
    """What has come of an action so far changes the plan's text and none of the numbers that were approved."""
    said = plan().to_dict()
    said["actions"] = {"stores": {"title": "开店", "budget": {"approved": "300万"}}}
    before = gt.loads(said)
    said["actions"]["stores"] |= {
        "progress": {"done": "40%", "earned_by": "percent", "spent": "100万"},
        "budget": {"approved": "300万", "committed": "20万", "spent": "100万"},
    }
    after = gt.loads(said)
    assert not after.findings and before.digest != after.digest
    assert before.numbers_digest == after.numbers_digest
    said["actions"]["stores"]["budget"]["approved"] = "400万"
    assert gt.loads(said).numbers_digest != before.numbers_digest


def test_the_alerts_of_a_review_are_entered_together_or_not_at_all(ledger):
    """Many are written in one piece, each once; where one of them cannot be, none is."""
    turns = [Turn(kind="alert", alert=key, text="warning") for key in ("a", "b", "a")]
    made = ledger.turn_alerts(turns, by="计划部", at=day(2))
    assert [one and one.alert for one in made] == ["a", "b", None] and len(ledger.notes()) == 2
    more = [Turn(kind="closing", alert="a", text="warning"), Turn(kind="alert", alert="c", text=" ")]
    with pytest.raises(gt.UsageError):
        ledger.turn_alerts(more, by="计划部")
    assert opened(ledger.notes()) == {"a": True, "b": True} and gt.Ledger(ledger.path).verify().number == 2
