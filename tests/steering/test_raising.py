"""Alerts are entered into the journal once, whoever reviews, how often and in which order."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

import goaltree as gt
from goaltree.ledger.note import opened
from ledger.kept import Clock
from steering.followed import noon, plan, reviewed

EMERGENCY, WARNING = "m/2025-01/emergency", "m/2025-01/warning"


@pytest.fixture
def ledger(tmp_path):
    """An empty ledger, whose clock stands in June."""
    return gt.Ledger(tmp_path / "a.ledger", clock=Clock(noon(6)))


def enter(ledger, values, month, **more):
    """Enter the review of a day; the keys that were new, closed, and that went on."""
    card = reviewed(plan(), values, known_at=noon(month))
    made = gt.raise_alerts(card, ledger, by="计划部", **more)
    return [[one.key for one in part] for part in (made.new, made.closed, made.still)]


def test_a_review_enters_what_is_new_and_what_is_over(ledger):
    """Raised with level and deviation, by who reviews and at the instant of the review; closed when it is over."""
    assert enter(ledger, {"m": [70], "n": [85]}, 2) == [[EMERGENCY, "n/2025-01/warning"], [], []]
    first, _ = ledger.notes()
    assert (first.kind, first.text, first.by, first.goal) == ("alert", "emergency -30.0%", "计划部", "m")
    assert (first.at, first.recorded) == (noon(2), noon(6))
    assert enter(ledger, {"m": [70, 100], "n": [85, 85]}, 3) == [[], [EMERGENCY], ["n/2025-01/warning"]]
    assert [one.kind for one in ledger.notes()] == ["alert", "alert", "closing"]
    assert ledger.notes()[-1].text == "emergency"


def test_what_was_raised_is_told_as_raised(ledger):
    """The alerts of a review are those of the journal after it."""
    card = reviewed(plan(), {"m": [70]}, known_at=noon(2))
    made = gt.raise_alerts(card, ledger, by="计划部")
    assert made.new == gt.alerts(card, ledger.notes())
    assert gt.raise_alerts(card, ledger, by="计划部").still == made.new


def test_the_same_review_twice_enters_nothing_twice(ledger):
    """Nor does it by another hand, by another object, or after others have been made since."""
    enter(ledger, {"m": [70], "n": [85]}, 2)
    enter(ledger, {"m": [70, 85], "n": [85, 100]}, 3)
    head = ledger.head
    again = gt.Ledger(ledger.path)
    for month, values in ((2, {"m": [70], "n": [85]}), (3, {"m": [70, 85], "n": [85, 100]})):
        new, closed, _ = enter(again, values, month)
        assert (new, closed) == ([], [])
    assert ledger.head == head


def test_a_review_of_an_earlier_day_that_is_made_later_opens_nothing_that_is_over(ledger):
    """It enters what was off then; what has been closed since stays closed, and can be raised and closed again."""
    enter(ledger, {"m": [70], "n": [85]}, 4, at=noon(4))
    enter(ledger, {"m": [70, 100], "n": [85, 100]}, 5)
    enter(ledger, {"m": [70], "n": [85]}, 2)
    assert not opened(ledger.notes())[EMERGENCY]
    assert enter(ledger, {"m": [70], "n": [85]}, 2)[0] == []
    assert enter(ledger, {"m": [70, 100], "n": [85, 100]}, 5) == [[], [], []]
    assert enter(ledger, {"m": [70, 100, 70], "n": [85, 100, 85]}, 6) == [
        ["m/2025-03/emergency", "n/2025-03/warning"],
        [],
        [],
    ]


def test_a_year_of_decisions_in_a_ledger(ledger):
    """Raised, decided too late, closed: each step is entered at the review that sees it, and the reasons stay."""
    enter(ledger, {"m": [70]}, 2)
    assert enter(ledger, {"m": [70, 70]}, 3)[0] == ["m/2025-01/undecided"]
    ledger.note("decision", "停止扩张", by="王总", at=noon(3, 6), alert=EMERGENCY)
    assert enter(ledger, {"m": [70, 70, 70]}, 4) == [[], ["m/2025-01/undecided"], [EMERGENCY]]
    assert enter(ledger, {"m": [70, 70, 70, 100]}, 5) == [[], [EMERGENCY], []]
    assert [one.kind for one in ledger.notes()] == ["alert", "alert", "decision", "closing", "closing"]


def test_two_alerts_of_one_goal_and_level_become_one(ledger):
    """Where two programs saw different starts, the first alert goes on, and the other is closed."""
    ledger.raise_alert("n/2025-01/warning", "warning", by="甲", at=noon(3), goal="n")
    ledger.raise_alert("n/2025-02/warning", "warning", by="乙", at=noon(3), goal="n")
    assert enter(ledger, {"n": [85, 85, 85]}, 4) == [[], ["n/2025-02/warning"], ["n/2025-01/warning"]]


def test_without_somebody_who_reviews_nothing_is_entered(ledger):
    """Nobody is no author."""
    with pytest.raises(gt.UsageError):
        gt.raise_alerts(reviewed(plan(), {"m": [70]}, known_at=noon(2)), ledger, by=" ")
    assert ledger.head.number == 0


def test_a_review_at_an_instant_of_its_own(ledger):
    """Who reviews today what was known on a day says so: the alert is due from today."""
    card = reviewed(plan(), {"m": [70]})
    at = datetime(2025, 2, 7, 9, tzinfo=UTC)
    (one,) = gt.raise_alerts(card, ledger, by="计划部", at=at).new
    assert (one.detected, ledger.notes()[0].at) == (at, at)


def test_programs_that_review_at_once_raise_once(tmp_path):
    """Six processes make the same review: every alert is raised once, and exactly one of them sends it."""
    path = tmp_path / "a.ledger"
    gt.Ledger(path)
    program = (
        "import sys\nsys.path.insert(0, sys.argv[1])\nimport goaltree as gt\n"
        "from steering.followed import noon, plan, reviewed\n"
        "card = reviewed(plan(), {'m': [70], 'n': [85]}, known_at=noon(2))\n"
        "ledger = gt.Ledger(sys.argv[2])\n"
        "made = gt.raise_alerts(card, ledger, by=sys.argv[3])\n"
        "print(*(one.key for one in made.new))\n"
    )
    folder = str(Path(__file__).parents[1])
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, folder, str(path), str(number)], stdout=subprocess.PIPE, text=True
        )
        for number in range(6)
    ]
    sent = [key for one in running for key in one.communicate()[0].split()]
    assert [one.returncode for one in running] == [0] * 6
    assert sorted(sent) == [EMERGENCY, "n/2025-01/warning"]
    assert sorted(one.alert for one in gt.Ledger(path).notes()) == sorted(sent)
    assert WARNING not in sent
