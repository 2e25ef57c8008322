"""What the history of a scorecard says of its pairs."""

from __future__ import annotations

import sys
from fractions import Fraction

import numpy as np
import pytest

import goaltree as gt
from goaltree.maths import lead
from goaltree.model.duration import Duration
from goaltree.model.missing import NA
from goaltree.steering.pair_evidence import lags_of
from goaltree.steering.pair_reading import pairs_of
from steering.paired import card, one, rows

pytest.importorskip("statsmodels")
FIRST = 2022 * 12
"""Three years before the plan."""


def history(lag, length=42, seed=1):
    """Visitors of so many months, and members that follow them after a lag; whole numbers of people."""
    draw = np.random.default_rng(seed)
    visitors = draw.normal(100, 10, length + lag).round()
    members = (visitors[:length] + draw.normal(0, 3, length)).round()
    return [int(one) for one in members], [int(one) for one in visitors[lag:]]


def test_a_lead_in_three_years_of_history():
    """The months of before and of the plan are asked together, with the lag that the plan states."""
    members, visitors = history(2)
    found = one(members, visitors, first=FIRST, lead={"lag": "2 months"}).evidence
    assert (str(found), found.size) == ("leads(2)", 42)
    assert found == lead(members, visitors, lags=[2], season=12)
    assert str(one(members, visitors, first=FIRST).evidence) == "leads(2)"  # no lag: 1, 2 and 3 are tried
    assert one(members, visitors, first=FIRST, lead={"lag": "1 month"}).evidence.verdict == "no_evidence"


def test_twelve_months_are_too_few():
    """A year says nothing yet, and says how much is needed."""
    members, visitors = history(1, length=12)
    found = one(members, visitors, as_of="2025-12-31").evidence
    assert (found.verdict, found.size, found.needed) == ("insufficient_data", 12, 24)


def test_a_month_that_is_cut_short_is_left_out():
    """On 15 June what is known of June is no month."""
    members, visitors = history(2)
    half = [
        {"metric": metric, "period": "2025-06-01..2025-06-15", "value": 1}
        for metric in ("members", "visitors")
    ]
    found = one(members[:-1], visitors[:-1], first=FIRST, as_of="2025-06-15", more=half).evidence
    assert found.size == 41


def test_nothing_observed_gives_a_reason():
    """A metric that was never observed as a whole has no history."""
    assert one([], [1] * 6).evidence == NA("NO_ACTUAL", "members")


def test_without_the_extra(monkeypatch):
    """The reading is the same without the library, and the evidence names the extra."""
    members, visitors = history(2)
    whole = one(members, visitors, first=FIRST)
    monkeypatch.setitem(sys.modules, "statsmodels", None)
    found = one(members, visitors, first=FIRST)
    assert found.evidence == NA("OUT_OF_DOMAIN", "the evidence of a lead needs the extra `forecast`")
    assert (found.field, found.result) == (whole.field, whole.result)
    short = one(members[:12], visitors[:12], as_of="2025-12-31").evidence
    assert short.verdict == "insufficient_data"


def test_evidence_may_be_left_out():
    """Whoever wants only the fields waits for nothing."""
    made = card(*history(2), first=FIRST)
    (found,) = pairs_of(made, evidence=False)
    assert found.evidence == NA("OUT_OF_DOMAIN", "not asked")
    assert gt.pairs(made)[0].field == found.field


def test_all_pairs_are_adjusted_together():
    """With a second pair in the plan the first one's probability is adjusted for both."""
    members, visitors = history(2)
    alone = one(members, visitors, first=FIRST).evidence
    stock = {"kind": "stock", "unit": "人", "direction": "up"}
    made = card(
        members,
        visitors,
        first=FIRST,
        more=rows("calls", history(1, seed=5)[0], first=FIRST),
        metrics={"members": stock, "visitors": stock, "calls": stock},
        pairs={"members": ["visitors", "calls"]},
    )
    first, second = (found.evidence for found in gt.pairs(made))
    assert str(first) == str(alone) and first.adjusted > alone.adjusted
    assert second.verdict == "no_evidence" and first.correlations == alone.correlations


@pytest.mark.parametrize(
    ("number", "unit", "grain", "lags"),
    [
        (1, "month", "month", (1,)),
        (2, "quarter", "month", (6,)),
        (1, "year", "quarter", (4,)),
        (1, "month", "week", (4,)),
        (3, "week", "week", (3,)),
        (2, "week", "month", (1,)),
        (45, "day", "month", (1,)),
        (50, "day", "month", (2,)),
        (0, "day", "month", (1,)),
        (1, "month", "half", (1,)),
    ],
)
def test_a_lag_in_periods(number, unit, grain, lags):
    """A stated lag is looked at to the nearest whole period, one at least."""
    assert lags_of(Duration(Fraction(number), unit), grain) == lags


def test_without_a_lag_three_are_tried():
    """Where the plan states none, one to three periods are looked at."""
    assert lags_of(None, "week") == (1, 2, 3)
