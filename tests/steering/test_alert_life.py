"""The life of alerts under any course of values, reviews, words and time, beside a plain model that does the same."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import goaltree as gt
from ledger.kept import Clock
from steering.followed import end, noon, plan, reviewed

GOALS = ("m", "n")
MONTHS = 6
DAY = timedelta(hours=24)
STEP = timedelta(minutes=1)
PLAN = plan()
LEVELS = {"m": ("warning", "emergency"), "n": ("warning",)}
"""The rungs that are for a goal, the mildest first: `n` is not core."""


class Open:
    """An alert that is open."""

    def __init__(self, goal, month, level, at):
        self.goal, self.month, self.level, self.at = goal, month, level, at
        self.said = set()
        self.late = None

    @property
    def key(self):
        """What it is known by."""
        return f"{self.goal}/2025-{self.month:02}/{self.level}"

    @property
    def state(self):
        """What was said of it."""
        return "decided" if "decision" in self.said else "answered" if "answer" in self.said else "open"


class Model:
    """What the journal is to hold, by the plainest means."""

    def __init__(self):
        self.open = []
        self.late = []
        self.entered = []

    def of(self, goal, level):
        """What is open of a goal on a level."""
        return next((one for one in self.open if (one.goal, one.level) == (goal, level)), None)

    def standing(self, goal, values):
        """The level of the latest month that is known, and the month in which its run began."""
        known = sorted(values)
        if not known:
            return None, None
        grades = {at: sum((values[at] <= 90, values[at] < 80 and goal == "m")) for at in known}
        grade, since = grades[known[-1]], known[-1]
        if grade == 0:
            return None, None
        for at in reversed(known):
            if grades[at] < grade:
                break
            since = at
        return LEVELS[goal][grade - 1], since

    def review(self, values, at):
        """What a review opens, closes and finds going on."""
        new, closed, still = [], [], []
        for goal in GOALS:
            level, since = self.standing(goal, values[goal])
            for name in LEVELS[goal]:
                one = self.of(goal, name)
                if name == level:
                    if one is None:
                        one = Open(goal, since, name, at)
                        self.open.append(one)
                        new.append(one)
                    else:
                        still.append(one)
                elif one is not None and (
                    level is None or LEVELS[goal].index(level) < LEVELS[goal].index(name)
                ):
                    seen = values[goal] and max(values[goal]) >= one.month
                    (closed if seen else still).append(one)
        self.open = [one for one in self.open if one not in closed]
        over_due = [
            one
            for one in (*new, *still)
            if one.level == "emergency" and at > one.at + DAY and one.state != "decided"
        ]
        for one in over_due:
            made = next((late for late in self.late if late.goal == one.goal), None)
            if made is None:
                made = Open(one.goal, one.month, "undecided", at)
                self.late.append(made)
                new.append(made)
            else:
                still.append(made)
        over = [late for late in self.late if late.goal not in {one.goal for one in over_due}]
        self.late = [late for late in self.late if late not in over]
        return new, closed + over, still

    def say(self, kind, key, goal):
        """Take in what was said."""
        for one in self.open:
            is_late = key == f"{one.goal}/2025-{one.month:02}/undecided"
            if key == one.key or is_late or (not key and goal == one.goal):
                one.said.add(kind)


class Life(RuleBasedStateMachine):
    """Values come, change and go; reviews are made, twice, late and by others; people answer and decide."""

    @initialize()
    def begin(self):
        """An empty journal, on the last day of January."""
        self.folder = Path(tempfile.mkdtemp())
        self.now = noon(1, 31)
        self.ledger = gt.Ledger(self.folder / "a.ledger", clock=Clock(noon(12)))
        self.model = Model()
        self.values = {goal: {} for goal in GOALS}
        self.reviews = []
        self.keys = []

    def teardown(self):
        """Nothing is left."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def known(self):
        """What is known of months that are over."""
        return {
            goal: {month: value for month, value in told.items() if end(month) <= self.now.date()}
            for goal, told in self.values.items()
        }

    def card(self):
        """The scorecard of now."""
        told = {goal: [self.values[goal].get(month) for month in range(1, MONTHS + 1)] for goal in GOALS}
        return reviewed(PLAN, told, self.now.date(), self.now)

    @rule(
        goal=st.sampled_from(GOALS),
        month=st.integers(1, MONTHS),
        value=st.sampled_from([None, 70, 79, 80, 85, 90, 91, 100]),
    )
    def tell(self, goal, month, value):
        """A month's value is told, restated or withdrawn."""
        if value is None:
            self.values[goal].pop(month, None)
        else:
            self.values[goal][month] = value

    @rule(goal=st.sampled_from(GOALS), value=st.sampled_from([70, 85, 100]))
    def tell_latest(self, goal, value):
        """The last month that is over is told."""
        over = [month for month in range(1, MONTHS + 1) if end(month) <= self.now.date()]
        self.values[goal][over[-1]] = value

    @rule(hours=st.sampled_from([1, 23, 24, 25, 24 * 7, 24 * 31]))
    def wait(self, hours):
        """Time passes."""
        self.now += timedelta(hours=hours)

    @rule(kind=st.sampled_from(["answer", "decision", "reason"]), data=st.data())
    def speak(self, kind, data):
        """Somebody says something of an alert by its key, open or not, or of a goal."""
        self.now += STEP
        key = data.draw(st.sampled_from(["", *dict.fromkeys(self.keys[-4:])]))
        goal = "" if key else data.draw(st.sampled_from(GOALS))
        is_known = not key or any(one.key == key for one in (*self.model.open, *self.model.late))
        if is_known:
            self.ledger.note(kind, "x", by="王", at=self.now, goal=goal, alert=key)
            self.model.say(kind, key, goal)

    @rule()
    def review(self):
        """A review enters exactly what the model does; made once more, by another object, it enters nothing."""
        self.now += STEP
        card = self.card()
        new, closed, still = self.model.review(self.known(), self.now)
        made = gt.raise_alerts(card, self.ledger, by="计划部")
        assert sorted(one.key for one in made.new) == sorted(one.key for one in new)
        assert sorted(one.key for one in made.closed) == sorted(one.key for one in closed)
        assert sorted(one.key for one in made.still) == sorted(one.key for one in still)
        states = {one.key: one.state for one in (*made.new, *made.still) if one.level != "undecided"}
        assert states == {one.key: one.state for one in (*new, *still) if one.level != "undecided"}
        self.keys += [one.key for one in new]
        self.reviews.append((card, states))
        head = self.ledger.head
        again = gt.raise_alerts(card, gt.Ledger(self.ledger.path, create=False), by="又一次")
        assert (again.new, again.closed, self.ledger.head) == ((), (), head)

    @precondition(lambda self: self.reviews)
    @rule(data=st.data())
    def review_again(self, data):
        """Any review that was ever made, once more: nothing is entered, and it says what it said then."""
        card, states = data.draw(st.sampled_from(self.reviews))
        head = self.ledger.head
        again = gt.raise_alerts(card, self.ledger, by="又一次")
        assert (again.new, again.closed, self.ledger.head) == ((), (), head)
        assert {one.key: one.state for one in again.still if one.level != "undecided"} == states

    @rule()
    def reopen(self):
        """Somebody else opens the ledger, and goes on."""
        self.ledger = gt.Ledger(self.ledger.path, create=False, clock=Clock(noon(12)))

    @invariant()
    def journal_is_as_the_model(self):
        """What is open in the journal is what is open in the model, each once."""
        if not hasattr(self, "model"):
            return
        kinds = {}
        for note in self.ledger.notes():
            if note.kind in ("alert", "closing"):
                assert kinds.get(note.alert) != note.kind
                kinds[note.alert] = note.kind
        found = sorted(key for key, kind in kinds.items() if kind == "alert")
        assert found == sorted(one.key for one in (*self.model.open, *self.model.late))


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
