"""Any history of calls beside a dictionary that does the same (rows 49-51, 62-65)."""

from __future__ import annotations

import copy
import shutil
import tempfile
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

import goaltree as gt
from ledger.kept import DAY, Clock, day, of, plan

PERIODS = ("2025-01", "2025-02")
METRICS = ("sales", "份额")
ROWS = st.lists(
    st.tuples(
        st.sampled_from(METRICS),
        st.sampled_from(PERIODS),
        st.one_of(st.integers(1, 3).map(Fraction), st.just(Fraction(1, 3)), st.none()),
        st.one_of(st.none(), st.integers(1, 4)),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda row: (row[0], row[1], row[3]),
)


class Model:
    """What a ledger is to say, by the plainest means: every row that says something new, in order."""

    def __init__(self):
        self.rows = []
        self.plans = []
        self.notes = []
        self.open = set()
        self.count = 0

    def append(self, rows, stamp):
        """Take in a batch; whether anything was new."""
        kept = []
        for metric, period, value, claim in rows:
            said = (metric, period, value, claim)
            now = self.in_force(metric, period, None, kept)
            if claim is None:
                is_known = now == (value,) or (now is None and value is None)
            else:
                then = self.in_force(metric, period, day(claim), kept)
                is_known = said in [row[0] for row in (*self.rows, *kept)] or (then is None and value is None)
            if not is_known:
                kept.append((said, stamp))
        self.rows += kept
        self.count += bool(kept)
        return bool(kept)

    def in_force(self, metric, period, at, more=()):
        """The value at an instant, in a tuple; `None` where nothing is known.

        Claims lie before every moment of recording. Of several rows of one instant the first counts at that
        very instant, and the last one from the next microsecond on.
        """
        found = None
        for number, (said, stamp) in enumerate((*self.rows, *more)):
            if said[:2] != (metric, period):
                continue
            since = stamp if said[3] is None else day(said[3])
            if at is not None and since > at:
                continue
            rank = (since, -number if since == at else number)
            if found is None or rank > found[0]:
                found = (rank, said[2])
        return None if found is None else (found[1],)


class History(RuleBasedStateMachine):
    """Appending, repeating, restating, planning, noting, reopening, copying; and reading at any instant."""

    batches = Bundle("batches")

    @initialize()
    def begin(self):
        """An empty ledger, and an empty model."""
        self.folder = Path(tempfile.mkdtemp())
        self.clock = Clock(day(1, 6))
        self.ledger = gt.Ledger(self.folder / "a.ledger", clock=self.clock)
        self.model = Model()
        self.saved = []
        self.answers = []

    def teardown(self):
        """Nothing is left."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @rule(target=batches, rows=ROWS)
    def append(self, rows):
        """A batch, new or not."""
        self.clock.at += timedelta(hours=1)
        made = gt.Actuals.of(
            of(value, period, metric, known_at=None if claim is None else day(claim))
            for metric, period, value, claim in rows
        )
        order = sorted(rows, key=lambda row: (row[0], row[1], row[3] or 0))
        receipt = self.ledger.append(made)
        is_new = self.model.append(order, self.clock.at)
        assert (receipt.number is not None) == is_new and receipt.rows == len(rows)
        assert receipt.kept + receipt.repeated + receipt.blank == len(rows)
        return rows, made

    @rule(batch=batches)
    def repeat(self, batch):
        """The same batch again, at once and after itself: at the second time nothing is new."""
        for _ in range(2):
            self.clock.at += timedelta(hours=1)
            receipt = self.ledger.append(batch[1])
            self.model.append(sorted(batch[0], key=lambda row: (row[0], row[1], row[3] or 0)), self.clock.at)
        assert receipt.number is None

    @rule(batch=consumes(batches))
    def forget(self, batch):
        """Let a batch go, so that others are repeated."""
        del batch

    @rule(number=st.integers(1, 3))
    def save_plan(self, number):
        """A plan, which may be the one that is in force."""
        self.ledger.save_plan(plan(f"{number}亿"), by="王")
        if not self.model.plans or self.model.plans[-1] != number:
            self.model.plans.append(number)
            self.model.count += 1

    @rule(text=st.text('春节早a\n"', min_size=1).filter(str.strip), goal=st.sampled_from(["", "sales"]))
    def note(self, text, goal):
        """A note."""
        self.ledger.note("reason", text, by="李", goal=goal)
        self.model.notes.append((text, goal, ""))
        self.model.count += 1

    @rule(key=st.sampled_from(["a", "销售/2025-01/warning"]), is_raised=st.booleans())
    def alert(self, key, is_raised):
        """An alert is raised or closed, where it is not so already."""
        call = self.ledger.raise_alert if is_raised else self.ledger.close_alert
        made = call(key, "x", by="李", goal="sales")
        assert (made is not None) == (is_raised != (key in self.model.open))
        if made is not None:
            (self.model.open.add if is_raised else self.model.open.remove)(key)
            self.model.notes.append(("x", "sales", key))
            self.model.count += 1

    @rule()
    def reopen(self):
        """Somebody else opens it, and goes on."""
        self.ledger = gt.Ledger(self.ledger.path, create=False, clock=self.clock)

    @rule()
    def remember(self):
        """Keep an answer, to ask for it again later."""
        self.clock.at += timedelta(hours=1)
        self.answers.append((self.clock.at, self.ledger.actuals(recorded_at=self.clock.at)))
        self.saved.append(
            (self.ledger.backup(self.folder / f"copy{len(self.saved)}.ledger"), copy.deepcopy(self.model))
        )
        self.clock.at += timedelta(hours=1)

    @rule()
    def ask_again(self):
        """Answers as of what was recorded then, and copies, are what they were."""
        for at, answer in self.answers:
            assert self.ledger.actuals(recorded_at=at) == answer
        for path, model in self.saved:
            agrees(gt.Ledger(path, create=False), model, None)

    @rule(at=st.one_of(st.integers(0, 5).map(lambda n: day(1) + (n - 1) * DAY), st.just(day(1, 6))))
    def read(self, at):
        """What was known at an instant, and a microsecond later."""
        agrees(self.ledger, self.model, at)

    @rule()
    def verify(self):
        """Every record holds."""
        assert self.ledger.verify(self.ledger.head).number == self.model.count

    @invariant()
    def says_what_was_said(self):
        """Row 62: what was written is read at once."""
        if hasattr(self, "model"):
            agrees(self.ledger, self.model, None)


def agrees(ledger, model, at):
    """The ledger says what the model says."""
    assert ledger.head.number == model.count
    actuals = ledger.actuals(at)
    for metric in METRICS:
        series = actuals.series(metric)
        values = (
            {} if series is None else dict(zip([p.label for p in series.periods], series.values, strict=True))
        )
        for period in PERIODS:
            wanted = model.in_force(metric, period, at)
            found = values.get(period)
            assert (None if found is None else (None if isinstance(found, gt.NA) else found,)) == wanted
    assert [one.plan for one in ledger.plans()] == [plan(f"{number}亿") for number in model.plans]
    assert [(one.text, one.goal, one.alert) for one in ledger.notes()] == model.notes


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=20, stateful_step_count=25, deadline=None)
