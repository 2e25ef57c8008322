"""The outbox: what was written down is sent at least once, and never again after it was marked."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from notify_case import AT, FINE, OFF, SALES, VISITS, carded, case, hook, plan, sent
from notify_receiver import Answer, Clock

import goaltree as gt
from goaltree import UsageError, WriteError
from goaltree_notify.delivery import deliver, pause, queue, send
from goaltree_notify.destination import Destination
from goaltree_notify.message import Letter, Message, composed
from goaltree_notify.outbox import Outbox
from goaltree_notify.outcome import SENT, Outcome, failed

HERE = Path(__file__).parent
HOLD = 40.0
BUSY = failed("busy", "忙")


@pytest.fixture
def box(tmp_path):
    """An outbox of the test's own."""
    return Outbox(tmp_path / "shop.outbox")


def letter(name: str, state: str = "open", plan_key: str = "shop") -> Letter:
    """A letter of a generated alert."""
    return Letter(plan=plan_key, alert=name, state=state, heading="h", level="warning", head=name, facts=())


def compose(name, carried):
    """A message of letters, as a delivery makes it."""
    return composed(carried, id=name, destination="board", lang="en", most=20, room=4000)


def taken(box: Outbox, now: float, *, tries: int = 10, per_hour: int = 1000, destination: str = "board"):
    """The next message."""
    return box.take(destination, now=now, hold=HOLD, tries=tries, per_hour=per_hour, compose=compose)


class Idempotence(RuleBasedStateMachine):
    """Alerts come and go, programs send, fail, die before or after the receiver took a message, and start again.

    The oracle is what the receiver took, and what was marked: each letter is taken at least once in the end, and
    no letter is taken again after it was marked.
    """

    names = st.sampled_from([f"g{at}/2025-01/warning" for at in range(6)])
    places = st.sampled_from(["board", "web"])

    @initialize()
    def start(self) -> None:
        """An empty outbox."""
        self.folder = tempfile.TemporaryDirectory()
        self.box = Outbox(Path(self.folder.name) / "o.outbox")
        self.now = self.latest = 1_000_000.0
        self.wanted: set[tuple[str, str, str]] = set()
        self.took: Counter[tuple[str, str, str]] = Counter()
        self.marked: dict[tuple[str, str, str], int] = {}
        self.texts: dict[str, str] = {}

    def teardown(self) -> None:
        """In the end, when nothing fails any more, everything that was wanted was taken."""
        if not hasattr(self, "box"):
            return
        self.now = self.latest + 86_400.0
        for place in ("board", "web"):
            self.box.revive(place, now=self.now)
            while (message := taken(self.box, self.now, tries=10**6, destination=place)) is not None:
                self.receive(place, message)
                self.mark(place, message)
                self.now += 1
        assert set(self.took) == self.wanted
        self.folder.cleanup()

    def letters_of(self, place: str, message: Message) -> list[tuple[str, str, str]]:
        """What a message carries; whether it is of a beginning or an end stands in its text."""
        with sqlite3.connect(self.box.path) as db:
            rows = db.execute("SELECT alert, state FROM letter WHERE message = ?", (message.id,)).fetchall()
        db.close()
        return [(place, alert, state) for alert, state in rows]

    def receive(self, place: str, message: Message) -> None:
        """A receiver takes a message; what it says is the same whenever it comes."""
        assert self.texts.setdefault(message.id, message.text) == message.text
        for one in self.letters_of(place, message):
            assert one not in self.marked, "sent again after it was marked"
            self.took[one] += 1

    def mark(self, place: str, message: Message, outcome: Outcome = SENT) -> None:
        """Write down what came of it."""
        carried = self.letters_of(place, message)
        self.box.mark(message, outcome, now=self.now, due=self.now + 1, tries=4)
        if outcome.is_sent:
            self.marked.update({one: self.took[one] for one in carried})

    @rule(names=st.lists(names, max_size=4, unique=True), place=places)
    def alerts_are_found(self, names: list[str], place: str) -> None:
        """A review finds alerts, some of them again."""
        self.box.put(place, [letter(name) for name in names], now=self.now)
        self.wanted |= {(place, name, "open") for name in names}

    @rule(name=names, place=places)
    def an_alert_is_over(self, name: str, place: str) -> None:
        """A review finds that something is over; who was told nothing is told nothing."""
        self.box.put(place, [letter(name, "closed")], now=self.now)
        if (place, name, "open") in self.wanted:
            self.wanted.add((place, name, "closed"))

    @rule(
        place=places,
        end=st.sampled_from(["sent", "refused", "gone", "died before", "died after", "late"]),
        tries=st.integers(1, 6),
    )
    def a_program_sends(self, place: str, end: str, tries: int) -> None:
        """A program takes the next message and comes to some end."""
        message = taken(self.box, self.now, tries=tries, destination=place)
        if message is None:
            return
        if end in ("sent", "died after", "late"):
            self.receive(place, message)
        if end == "sent":
            self.mark(place, message)
        elif end in ("refused", "late"):
            self.mark(place, message, BUSY)
        elif end == "gone":
            self.mark(place, message, failed("gone", "没了", is_final=True))

    @rule(seconds=st.sampled_from([0.5, 2.0, HOLD + 1, 4000.0, -3.0, -90_000.0]))
    def time_goes_on(self, seconds: float) -> None:
        """Time goes on, or the clock is put back."""
        self.now += seconds
        self.latest = max(self.latest, self.now)

    @rule(place=places)
    def somebody_tries_again(self, place: str) -> None:
        """What was given up is tried once more."""
        self.box.revive(place, now=self.now)

    @precondition(lambda self: hasattr(self, "box"))
    @invariant()
    def what_is_marked_was_taken_and_stays_so(self) -> None:
        """Marked means taken, and nothing is taken after it."""
        assert all(self.took[one] == number >= 1 for one, number in self.marked.items())


TestIdempotence = Idempotence.TestCase
TestIdempotence.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)


def test_a_message_is_taken_by_one(box):
    """While one program sends, another is given nothing; when it died, the message comes again, the same."""
    box.put("board", [letter("a"), letter("b")], now=0.0)
    first = taken(box, 0.0)
    assert first.alerts == ("a", "b") and taken(box, HOLD - 1) is None
    again = taken(box, HOLD + 1)
    assert (again.id, again.text, again.tries) == (first.id, first.text, 2)
    box.mark(again, SENT, now=HOLD + 2, due=0.0, tries=10)
    assert taken(box, 10 * HOLD) is None


def test_what_kills_its_sender_is_given_up_in_the_end(box):
    """A message in whose sending programs die again and again is not tried for ever."""
    box.put("board", [letter("a")], now=0.0)
    for at in range(3):
        assert taken(box, at * 2 * HOLD, tries=3) is not None
    assert taken(box, 6 * HOLD, tries=3) is None
    (dead,) = box.dead()
    assert dead.reason.en == "the program ended while it was sent"


def test_a_clock_that_was_wrong_holds_nothing_up(box):
    """What a clock of next year put off is due; what was begun then counts for no hour of now."""
    year = 400 * 86400.0
    box.put("board", [letter("a")], now=year)
    message = taken(box, year, per_hour=1)
    assert message is not None
    assert taken(box, 0.0, per_hour=1).id == message.id
    box.mark(message, BUSY, now=year, due=year + 900, tries=10)
    assert taken(box, 0.0, per_hour=1).id == message.id


def test_h16_no_more_messages_an_hour_than_allowed(receiver, box):
    """What is above the cap waits, is said to, and goes out together when there is room."""
    board = hook(receiver, per_hour=2)
    clock = Clock()
    card, found = case()

    def told(*names):
        box.put("board", [letter(name) for name in names], now=clock())
        return deliver([board], outbox=box, clock=clock, sleep=clock.sleep)

    told("a"), told("b")
    third, fourth = told("c"), told("d")
    assert len(receiver.asked) == 2 and third.sent == () and not third.has_failed
    (kept,) = fourth.waiting
    assert kept.alerts == 2 and kept.reason.en == "no more than 2 messages an hour go there"
    assert kept.until == pytest.approx(clock() + 3600, abs=5)
    clock.now = kept.until + 1
    later = told()
    assert [one.message.alerts for one in later.sent] == [("c", "d")] and len(receiver.asked) == 3
    assert card is not None and len(found) == 2


def test_h16_what_waits_is_told_as_it_stands(box):
    """An alert that waited is told in its latest words; one that was begun is not touched."""
    box.put("board", [letter("a")], now=0.0)
    assert (
        box.put(
            "board",
            [Letter(plan="shop", alert="a", state="open", heading="h", level="w", head="new", facts=())],
            now=1.0,
        )
        == 0
    )
    first = taken(box, 2.0)
    assert "new" in first.text
    box.put("board", [letter("a")], now=3.0)
    assert taken(box, 2 * HOLD).text == first.text


def test_h16_flapping_is_told_once(receiver, box, tmp_path):
    """What is over and begins again under the same key is told once, and once that it was over."""
    board, clock = hook(receiver), Clock()
    ledger = gt.Ledger(tmp_path / "shop.ledger")
    off, fine = carded(plan(), OFF), carded(plan(), FINE, as_of="2025-04-30")
    for card in (off, off, fine, fine, off, off, fine):
        found = gt.alerts(card, ledger.notes(), at=AT.replace(month=5))
        send(found, [board], card=card, outbox=box, clock=clock, sleep=clock.sleep)
        gt.raise_alerts(card, ledger, by="test", at=AT.replace(month=5))
    states = [[(one["key"], one["state"]) for one in asked.json["alerts"]] for asked in receiver.asked]
    assert states == [
        [(SALES, "open"), (VISITS, "open")],
        [(SALES, "closed"), (VISITS, "closed")],
    ]


def test_who_was_not_told_of_a_beginning_is_not_told_of_an_end(box):
    """That something is over is news only to whom it was news that it began."""
    assert box.put("board", [letter("a", "closed")], now=0.0) == 0
    assert taken(box, 1.0) is None


def test_plans_share_an_outbox(box):
    """Two plans with goals of one name do not hide each other's alerts, and have messages of their own."""
    box.put("board", [letter("a")], now=0.0)
    assert box.put("board", [letter("a", plan_key="other")], now=1.0) == 1
    assert [taken(box, 2.0).plan, taken(box, 3.0).plan] == ["shop", "other"] and taken(box, 4.0) is None


def test_a_new_destination_is_told_what_is_open(receiver, inside, box):
    """A destination that comes later hears what is open; those before hear nothing twice."""
    sent(hook(receiver, name="a"), box)
    found = sent([hook(receiver, name="a"), hook(inside, name="b")], box)
    assert len(receiver.asked) == 1 and [one.destination for one in found.sent] == ["b (http://***)"]


def test_teams_and_levels_say_who_is_told(receiver, box):
    """A destination hears its teams and levels; a team that nobody hears is said."""
    web = hook(receiver, name="web", teams=("线上部",))
    found = sent(web, box)
    assert [one.message.alerts for one in found.sent] == [(VISITS,)]
    assert found.unheard == {"shop": (SALES,)}
    grave = hook(receiver, name="grave", levels=("emergency",))
    assert [one.message.alerts for one in sent(grave, box).sent] == [(SALES,)]
    assert sent(grave, box).unheard == {"web": (VISITS,)}


def test_a_misspelt_team_or_level_is_refused(receiver, box):
    """A name that the plan does not have would let nothing through, and nobody would know."""
    with pytest.raises(gt.UnknownKeyError):
        sent(hook(receiver, teams=("线上部门x",)), box)
    with pytest.raises(UsageError, match="emergancy"):
        sent(hook(receiver, levels=("emergancy",)), box)
    with pytest.raises(UsageError, match="two destinations"):
        sent([hook(receiver), hook(receiver)], box)
    assert not box.path.exists() and receiver.asked == []


def test_a_dry_run_says_what_would_be_sent_and_does_nothing(receiver, box, tmp_path):
    """It tells the very messages that are sent then; nothing is sent, written or made."""
    dry = sent(hook(receiver), box, dry_run=True)
    assert receiver.asked == [] and list(tmp_path.iterdir()) == [] and dry.is_dry
    wet = sent(hook(receiver), box)
    assert [one.message.text for one in dry.sent] == [one.message.text for one in wet.sent]
    assert [one.message.id for one in dry.sent] == [one.message.id for one in wet.sent]
    before = box.path.read_bytes()
    assert sent(hook(receiver), box, dry_run=True).sent == ()
    assert box.path.read_bytes() == before


def test_a_dry_run_tells_what_waits(receiver, box):
    """What failed before and is due is among what would be sent."""
    receiver.answers = [Answer(status=500)]
    clock = Clock()
    sent(hook(receiver), box, clock, seconds=3)
    clock.now += 3600
    assert [one.message.alerts for one in sent(hook(receiver), box, clock, dry_run=True).sent] == [
        (SALES, VISITS)
    ]


# Processes.

CHILD = """
import sys, time
sys.path.insert(0, sys.argv[1])
from notify_case import case, hook
from goaltree_notify.delivery import send
from goaltree_notify.destination import Destination
from goaltree_notify.outbox import Outbox
card, found = case()
place = sys.argv[3]
board = Destination(name="board", url=f"http://{place}/hook", allow=(place,))
print("ready", flush=True)
sys.stdin.readline()
delivery = send(found, [board], card=card, outbox=Outbox(sys.argv[2]), seconds=30)
print(len(delivery.sent), len(delivery.waiting), flush=True)
"""


def started(box: Outbox, place: str) -> subprocess.Popen[str]:
    """A program that sends the case when it is told to."""
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(HERE), str(box.path), place],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_programs_at_once_send_once(receiver, box):
    """Several programs that find the same at the same time: one of them sends it."""
    receiver.answers = [Answer(after=0.3)]
    programs = [started(box, receiver.place) for _ in range(3)]
    for one in programs:
        assert one.stdout.readline() == "ready\n"
    for one in programs:
        one.stdin.write("\n")
        one.stdin.flush()
    said = [one.communicate(timeout=60)[0].split() for one in programs]
    assert len(receiver.asked) == 1
    assert sorted(one[0] for one in said) == ["0", "0", "1"]


def test_a_program_that_is_killed_before_it_marks_sends_again(receiver, box):
    """Between sending and marking nobody can know: the next run sends it again, with the same id and text, once."""
    receiver.answers = [Answer(after=30), Answer()]
    program = started(box, receiver.place)
    program.stdout.readline()
    program.stdin.write("\n")
    program.stdin.flush()
    deadline = time.monotonic() + 30
    while not receiver.asked and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(program.pid, signal.SIGKILL)
    program.communicate()
    assert len(receiver.asked) == 1
    now = Clock()
    held = sent(hook(receiver), box, now)
    assert held.sent == () and [one.reason.en for one in held.waiting] == ["another program is sending it"]
    later = Clock(time.time() + 60)
    assert [one.message.tries for one in sent(hook(receiver), box, later).sent] == [2]
    assert sent(hook(receiver), box, later).sent == ()
    first, second = receiver.asked
    assert first.body == second.body and first.headers["webhook-id"] == second.headers["webhook-id"]


def test_what_dies_before_it_sends_is_sent_by_the_next(receiver, box):
    """Alerts that were written down and not sent are sent by the next run, whatever became of the journal."""
    card, found = case()
    queue(found, [hook(receiver)], card=card, outbox=box, lang="en", now=0.0)
    clock = Clock()
    later = send((), [hook(receiver)], card=card, outbox=box, clock=clock, sleep=clock.sleep)
    assert [one.message.alerts for one in later.sent] == [(SALES, VISITS)]


# The file.


def test_s13_the_file_is_its_owners(receiver, box):
    """Nobody else may read what a company is behind with."""
    sent(hook(receiver), box)
    assert stat.S_IMODE(box.path.stat().st_mode) == 0o600


def test_s08_a_file_of_others_is_left_as_it_is(tmp_path, receiver):
    """What is no outbox, or one of a newer version, is refused and not touched."""
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE t (a)")
    db.close()
    newer = tmp_path / "newer.outbox"
    Outbox(newer).put("board", [], now=0.0)
    with sqlite3.connect(newer) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    for path in (other, newer):
        before = path.read_bytes()
        for dry_run in (False, True):
            with pytest.raises(UsageError, match="no outbox"):
                sent(hook(receiver), Outbox(path), dry_run=dry_run)
        assert path.read_bytes() == before
    text = tmp_path / "text.outbox"
    text.write_text("not a database, " * 100)
    for path in (text, tmp_path / "no" / "folder.outbox"):
        with pytest.raises(WriteError):
            sent(hook(receiver), Outbox(path))
    assert receiver.asked == []


def test_s03_what_cannot_be_written_down_is_not_sent(receiver, box, monkeypatch):
    """Nobody could know that it was sent."""

    def full(*_):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("goaltree_notify.outbox._put", full)
    with pytest.raises(WriteError, match="full"):
        sent(hook(receiver), box)
    assert receiver.asked == []


def test_tries_come_at_longer_intervals():
    """Twice as long each time, half of it by chance, up to a quarter of an hour; longer where that is asked for."""
    assert [pause(at, BUSY, 1.0) for at in range(1, 6)] == [1, 2, 4, 8, 16]
    assert [pause(at, BUSY, 0.0) for at in (1, 2, 99)] == [0.5, 1, 450] and pause(99, BUSY, 1.0) == 900
    assert pause(1, Outcome(is_sent=False, after=60.0), 0.5) == 60


def test_a_destination_that_is_no_more_is_told_by_its_name(receiver, box):
    """What was given up stays listed when its destination is taken out of the settings."""
    receiver.answers = [Answer(status=410)]
    sent(hook(receiver, name="old"), box)
    new = Destination(name="new", url=receiver.url(), allow=(receiver.place,))
    found = sent(new, box, resend=True)
    assert "old" in [one.destination for one in found.dead] and len(receiver.asked) == 2
