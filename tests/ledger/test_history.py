"""Values over time: what is new, what repeats, what is restated, and what was known when (rows 49-51, S10, S12)."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import goaltree as gt
from ledger.kept import DAY, Clock, day, known, of


@pytest.fixture
def clock():
    """A clock that is set by hand."""
    return Clock()


@pytest.fixture
def ledger(tmp_path, clock):
    """An empty ledger."""
    return gt.Ledger(tmp_path / "a.ledger", clock=clock)


def test_a_batch_twice_is_one(ledger, clock):
    """S12, row 49: the same batch again adds nothing and writes nothing, however much later."""
    batch = [of(1), of(2, "2025-02"), of("1/3", metric="share", count=Fraction(9))]
    first = ledger.append(batch)
    before = ledger.path.read_bytes()
    clock.at = day(9)
    again = ledger.append(batch)
    assert (first.new, first.number, again.repeated, again.number, again.kept) == (3, 1, 3, None, 0)
    assert ledger.path.read_bytes() == before and ledger.head.number == 1


def test_a_batch_with_instants_twice_is_one_after_others(ledger):
    """S12: rows that were recorded before are repetitions even after other values came between."""
    old, new = of(1, known_at=day(2)), of(2, known_at=day(3))
    ledger.append([old])
    ledger.append([new])
    assert ledger.append([old]).repeated == 1 and known(ledger) == 2


def test_a_value_that_comes_back_is_a_restatement(ledger, clock):
    """1, then 2, then 1 again are three versions, and two restatements."""
    for number, value in enumerate((1, 2, 1), 1):
        clock.at = day(number)
        ledger.append([of(value)])
    assert [(one.was.value, one.now.value, one.since) for one in ledger.restatements()] == [
        (1, 2, day(2)),
        (2, 1, day(3)),
    ]
    assert [known(ledger, day(n)) for n in (1, 2, 3)] == [1, 2, 1]
    assert known(ledger, day(1) - DAY) is None


def test_a_restatement_says_what_was_and_what_is(ledger, clock):
    """The receipt names the value before, the value now, the record, and since when."""
    ledger.append([of(100, source="jan.csv", row=2)])
    clock.at = day(5)
    receipt = ledger.append([of(90, source="feb.csv", row=3), of(5, "2025-02")])
    (one,) = receipt.restatements
    assert (receipt.restated, receipt.new, receipt.rows, receipt.kept) == (1, 1, 2, 2)
    assert (one.metric, one.period.label, one.was.value, one.now.value) == ("sales", "2025-01", 100, 90)
    assert (one.since, one.number, one.at, one.change) == (day(5), 2, day(5), -10)
    assert (one.was.place, one.now.place) == ("jan.csv:2", "feb.csv:3")
    assert ledger.restatements() == receipt.restatements and ledger.restatements("other") == ()
    assert ledger.restatements(since=day(6)) == ()


def test_a_withdrawn_value_is_a_restatement(ledger, clock):
    """A blank over a known value takes it back, with the reason; it was known until then."""
    ledger.append([of(100)])
    clock.at = day(2)
    receipt = ledger.append([of(None)])
    assert receipt.restated == 1 and receipt.restatements[0].change is None
    assert known(ledger) == gt.NA("NO_ACTUAL") and known(ledger, day(1)) == 100


def test_a_blank_where_nothing_was_known_is_nothing(ledger):
    """An empty table adds nothing, and the first value after it is no restatement."""
    assert ledger.append([of(None), of(None, "2025-02", known_at=day(1))]).blank == 2
    assert ledger.append([of(1)]).new == 1
    assert ledger.restatements() == () and ledger.head.number == 1


def test_both_times_are_kept(ledger, clock):
    """What a source claims decides what was known; what was recorded says what would have been answered."""
    ledger.append([of(1)], known_at=day(2))
    clock.at = day(20)
    ledger.append([of(2, known_at=day(10))])  # the file says so; it was loaded ten days later
    assert [known(ledger, day(n)) for n in (2, 9, 10, 20)] == [1, 1, 2, 2]
    assert known(ledger, day(15), recorded_at=day(15)) == 1
    assert known(ledger, day(15), recorded_at=day(20)) == 2
    assert ledger.restatements(recorded_at=day(15)) == ()


def test_an_older_file_does_not_overrule_what_was_confirmed(ledger):
    """100 of day 1, confirmed on day 5, stays known when a file of day 3 that says 90 is loaded at last."""
    ledger.append([of(100, known_at=day(1))])
    assert ledger.append([of(100, known_at=day(5))]).confirmed == 1
    assert ledger.append([of(90, known_at=day(3))]).restated == 1
    assert [known(ledger, day(n)) for n in (1, 3, 5)] == [100, 90, 100] and known(ledger) == 100


def test_two_values_for_one_instant_are_ordered_by_record(ledger):
    """S10: the one recorded later counts a microsecond later; both stay, and again is nothing new."""
    ledger.append([of(1, known_at=day(2))])
    assert ledger.append([of(2, known_at=day(2))]).restated == 1
    assert (known(ledger, day(2)), known(ledger, day(2) + timedelta(microseconds=1)), known(ledger)) == (
        1,
        2,
        2,
    )
    assert (
        ledger.append([of(1, known_at=day(2))]).repeated
        == ledger.append([of(2, known_at=day(2))]).repeated
        == 1
    )
    assert not ledger.actuals().findings


@pytest.mark.parametrize("back", [timedelta(0), DAY])
def test_a_clock_that_stands_or_goes_back_changes_no_order(ledger, clock, back):
    """S10: records are in the order in which they were written, whatever the clock says."""
    clock.at = day(9)
    ledger.append([of(1)])
    clock.at -= back
    ledger.append([of(2)])
    clock.at -= back
    ledger.append([of(3)])
    assert known(ledger) == 3 and len(ledger.restatements()) == 2
    assert known(ledger, recorded_at=day(9)) == 3 and known(ledger, recorded_at=clock.at) == 3


def test_the_past_answers_as_it_did(ledger, clock):
    """Rows 50, 51: rows known after T change no answer for T, nor do rows of later days one as of an earlier day."""
    ledger.append([of(1), of(2, "2025-02")], known_at=day(10, 3))
    before = ledger.actuals(day(11, 3))
    ledger.append([of(7), of(9, "2025-03")], known_at=day(12, 3))
    assert ledger.actuals(day(11, 3)) == before
    late = gt.evaluate(_plan(), ledger.actuals(), as_of="2025-02-28", known_at=day(11, 3))
    then = gt.evaluate(_plan(), before, as_of="2025-02-28", known_at=day(11, 3))
    assert late.to_dict() == then.to_dict()
    assert gt.evaluate(_plan(), ledger.actuals(), as_of="2025-02-28")["sales"].value == 9


def test_overlapping_periods_of_later_change_nothing_before(ledger):
    """A quarter that comes after its months makes both unusable, but not at an instant before it came."""
    ledger.append([of(1), of(2, "2025-02")], known_at=day(10))
    ledger.append([of(9, "2025Q1")], known_at=day(12))
    assert known(ledger, day(11)) == 1
    assert isinstance(known(ledger), gt.NA) and ledger.actuals().findings


def _plan():
    from ledger.kept import plan

    return plan()


VALUES = st.one_of(
    st.fractions(max_denominator=10**6), st.integers(-(10**400), 10**400).map(Fraction), st.none()
)
ROWS = st.lists(
    st.tuples(VALUES, st.sampled_from(["2025-01", "2025-02", "2025-W07", "2025-03-05"]), st.integers(1, 9)),
    max_size=6,
)


@given(batches=st.permutations([0, 1, 2]), rows=st.tuples(ROWS, ROWS, ROWS))
def test_the_order_of_batches_is_irrelevant_where_rows_have_instants(tmp_path_factory, batches, rows):
    """Row 50: batches whose rows claim instants of their own come to one history in any order."""
    made = [
        gt.Actuals.of(
            of(value, period, known_at=day(at) + number * timedelta(hours=1)) for value, period, at in found
        ).observations
        for number, found in enumerate(rows)
    ]
    answers = []
    for order in ([0, 1, 2], batches):
        ledger = gt.Ledger(tmp_path_factory.mktemp("order") / "a.ledger")
        for number in order:
            ledger.append([one for one in made[number] if not isinstance(one.value, gt.NA)])
        answers.append(ledger.actuals())
    assert answers[0] == answers[1]


@given(rows=st.lists(st.tuples(VALUES, st.sampled_from(["2025-01", "2025-02", "2025-H1"])), max_size=5))
def test_values_come_back_exactly(tmp_path_factory, rows):
    """Row 62: fractions, huge integers, texts and places come back equal to the last digit and letter."""
    given_rows = [
        of(
            value,
            period.replace("-H1", "H1"),
            metric=f"m{number}",
            segment=(("地区", "海外\n'"), ("tier", "½")),
            count=Fraction(7, 3),
            source="表.xlsx",
            row=number,
            text='１亿\u2028\\"',
        )
        for number, (value, period) in enumerate(rows)
    ]
    path = tmp_path_factory.mktemp("exact") / "a.ledger"
    gt.Ledger(path).append(given_rows)
    back = gt.Ledger(path).actuals().observations
    wanted = [one for one in given_rows if one.value != gt.NA("NO_ACTUAL")]
    plain = [(one.key, one.value, one.count, one.source, one.row, one.text) for one in back]
    assert plain == [(one.key, one.value, one.count, one.source, one.row, one.text) for one in wanted]


def test_every_order_of_three_restatements_ends_alike(tmp_path):
    """Three files of three instants give one answer at each instant, in whichever order they are loaded."""
    files = [of(value, known_at=day(value)) for value in (1, 2, 3)]
    for number, order in enumerate(permutations(files)):
        ledger = gt.Ledger(tmp_path / f"{number}.ledger")
        for one in order:
            ledger.append([one])
        assert [known(ledger, day(n)) for n in (1, 2, 3)] == [1, 2, 3]


@pytest.mark.parametrize("instant", ["2025-01-01", "yesterday", "2025-01-01T00:00", 5])
def test_an_instant_needs_a_zone(ledger, instant):
    """An instant that means another one to each reader is refused, and nothing is written."""
    for call in (
        lambda: ledger.append([of(1)], known_at=instant),
        lambda: ledger.actuals(instant),
        lambda: ledger.plan(instant),
        lambda: ledger.note("reason", "x", by="y", at=instant),
    ):
        with pytest.raises(gt.UsageError):
            call()
    assert ledger.head.number == 0


def test_half_a_character_is_refused(ledger):
    """A lone surrogate, which no file can hold, is refused before anything is written."""
    with pytest.raises(gt.UsageError, match="whole characters"):
        ledger.append([of(1, text="\ud800")])
    assert ledger.head.number == 0 and ledger.append([of(1)]).new == 1


def test_a_number_that_no_file_gives_back_is_refused(ledger):
    """More digits than Python reads again are a wrong call, before anything is written."""
    for one in (of(Fraction(10**5000)), of(1, count=Fraction(1, 10**5000))):
        with pytest.raises(gt.UsageError, match="digits"):
            ledger.append([one])
    assert ledger.head.number == 0
