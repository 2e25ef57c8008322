"""Leads: rows L1 to L6 of the reference, the steps against other libraries, and laws of the verdict."""

from __future__ import annotations

import subprocess
import sys
import warnings
from math import ceil, isfinite

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goaltree.errors import UsageError
from goaltree.maths import (
    Evidence,
    Granger,
    Sample,
    correlation_bound,
    correlations,
    granger,
    lead,
    leads,
)
from goaltree.maths.granger import bic_lag
from goaltree.maths.lead import holm
from goaltree.maths.stationary import adf, kpss
from goaltree.maths.whitening import Arma, estimated, whitened
from goaltree.model.missing import NA

stattools = pytest.importorskip("statsmodels.tsa.stattools")

# The test set L* of the reference: R follows P after two periods.
P = [5, 8, 3, 9, 4, 7, 2, 6, 9, 1, 8, 5, 3, 7, 10, 2, 6, 4, 9, 3, 8, 1, 7, 5]
R = [38, 33, 34, 45, 29, 46, 33, 40, 26, 39, 46, 23, 45, 35, 28, 42, 49, 27, 38, 32, 46, 30, 44, 22]
E = [0, 1, -1, 1, 0, -1, 1, -1, 0, 1, -1, 0, 1, 0, -1, 1, -1, 1, 0, 0, -1, 1, 0, -1]
slow = settings(max_examples=12)
seeds = st.integers(0, 10**6)


def planted(seed, lag, *, length=48, noise=0.5, walks=False):
    """A result that follows a process after so many periods, and some noise of its own."""
    draw = np.random.default_rng(seed)
    process = draw.normal(size=length + lag)
    if walks:
        process = process.cumsum()
    result = process[:length] + noise * draw.normal(size=length)
    return result, process[lag:]


def unrelated(seed, length=48):
    """Two series that have nothing to do with each other: noise, walks, and what remembers itself."""
    draw = np.random.default_rng(seed)
    both = []
    for kind in draw.integers(0, 3, size=2):
        noise = draw.normal(size=length)
        if kind == 1:
            noise = noise.cumsum()
        if kind == 2:
            for at in range(1, length):
                noise[at] += 0.6 * noise[at - 1]
        both.append(noise)
    return both


# The rows of the reference.


def test_l1_the_process_meets_the_result_two_periods_later():
    """Correlating the result with the process peaks where R follows P: at lag 2."""
    found = correlations(R, P, range(5))
    assert [round(one, 6) for one in found] == [0.1498, -0.605358, 0.983061, -0.601909, 0.186757]
    assert found == pytest.approx(stattools.ccf(np.array(R), np.array(P), adjusted=False)[:5], abs=1e-12)


def test_l2_in_the_wrong_order_no_lead_is_seen():
    """With the process for the result the same lags show nothing; the lead lies below zero then."""
    assert [round(one, 6) for one in correlations(P, R, range(3))] == [0.1498, -0.088944, 0.14093]
    assert correlations(P, R, [-2]) == correlations(R, P, [2])


def test_l4_the_result_says_nothing_of_the_process():
    """Granger's test of P by the past of R: F 1.32723, p 0.291337; the other way round it is overwhelming."""
    back, ahead = granger(P, R, 2), granger(R, P, 2)
    assert (round(back.f, 5), round(back.p, 6)) == (1.32723, 0.291337)
    assert ahead.f > 500 and ahead.p < 1e-14


def test_l5_the_bound():
    """Of 24 periods 0.400083, of 100 0.196."""
    assert (round(correlation_bound(24), 6), round(correlation_bound(100), 3)) == (0.400083, 0.196)


def test_l6_two_trends_correlate_without_having_to_do_with_each_other():
    """Levels correlate at 0.997827, changes at -0.060391, and the verdict is of the changes."""
    first = [2 * t + E[t] for t in range(24)]
    second = [100 + 5 * t + E[23 - t] for t in range(24)]
    assert round(correlations(first, second, [0])[0], 6) == 0.997827
    assert round(correlations(np.diff(first), np.diff(second), [0])[0], 6) == -0.060391
    found = lead(first, second)
    assert found.verdict == "no_evidence" and found.differencing.differences >= 1


def test_the_test_set_as_a_whole():
    """P leads R by two periods, so R follows P by two; nothing had to be differenced."""
    found = lead(R, P)
    assert str(found) == "leads(2)" and found.size == found.needed == 24
    assert found.correlation > 0.8 and found.adjusted < 0.005 and found.foresight.helps
    assert (found.differencing.differences, found.differencing.season) == (0, 0)
    assert (found.forward.lag, round(found.backward.f, 5)) == (2, 1.32723)
    assert str(lead(P, R)) == "lags(2)"


# The steps, against other libraries.


@given(seeds, st.integers(1, 4), st.integers(20, 60))
@settings(max_examples=40)
def test_granger_is_that_of_the_library(seed, lag, length):
    """F and p are those of the library with the columns (effect, cause)."""
    effect, cause = np.random.default_rng(seed).normal(size=(2, length))
    wanted = stattools.grangercausalitytests(np.column_stack([effect, cause]), [lag])[lag][0]["ssr_ftest"]
    found = granger(effect, cause, lag)
    assert (found.f, found.p) == pytest.approx(wanted[:2], rel=1e-6, abs=1e-9)


@given(seeds, st.integers(20, 60))
@settings(max_examples=25)
def test_the_lag_by_bic_is_that_of_the_library(seed, length):
    """The order of the system is that of a VAR by BIC, one at least."""
    from statsmodels.tsa.vector_ar.var_model import VAR

    draw = np.random.default_rng(seed)
    both = draw.normal(size=(length, 2))
    both[2:, 0] += 2 * both[:-2, 1] * (seed % 2)
    wanted = VAR(both).select_order(4).selected_orders["bic"]
    assert bic_lag(both[:, 0], both[:, 1], 4) == max(1, wanted)


@given(seeds, st.integers(15, 80), st.booleans())
@settings(max_examples=40)
def test_kpss_is_that_of_the_library(seed, length, walks):
    """The statistic is that of the library with its own choice of lags."""
    noise = np.random.default_rng(seed).normal(size=length)
    values = noise.cumsum() if walks else noise
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        wanted = stattools.kpss(values, nlags="auto", result_object=True).statistic
    assert kpss(values) == pytest.approx(wanted, rel=1e-9)


@given(seeds, st.integers(15, 80), st.sampled_from([0.0, 0.5, 1.0]))
@settings(max_examples=40)
def test_dickey_and_fuller_are_those_of_the_library(seed, length, memory):
    """Statistic and number of changes of before are those of the library, by BIC up to the same length."""
    values = np.random.default_rng(seed).normal(size=length)
    for at in range(1, length):
        values[at] += memory * values[at - 1]
    most = ceil(4 * (length / 100) ** 0.25)
    wanted = stattools.adfuller(values, maxlag=most, autolag="BIC", result_object=True)
    assert adf(values) == (pytest.approx(wanted.statistic, rel=1e-6), wanted.lags)


@given(seeds, st.floats(-0.8, 0.8), st.floats(-0.8, 0.8))
@settings(max_examples=25)
def test_a_filter_gives_back_the_surprises(seed, value, surprise):
    """What a filter of known slopes takes off is what had been put on."""
    noise = np.random.default_rng(seed).normal(size=40)
    series = noise.copy()
    for at in range(1, 40):
        series[at] += value * series[at - 1] + surprise * noise[at - 1]
    made = Arma(values=(value,), surprises=(surprise,))
    assert made.is_sound and made.of(series) == pytest.approx(noise)
    assert not Arma(values=(1.1,)).is_sound and not Arma(surprises=(-1.1,)).is_sound


@given(seeds)
@settings(max_examples=15)
def test_the_memory_of_the_process_is_taken_off(seed):
    """A long series that remembers itself has its slope estimated, and correlates with itself no more."""
    draw = np.random.default_rng(seed)
    series = draw.normal(size=400)
    for at in range(1, 400):
        series[at] += 0.7 * series[at - 1]
    found = whitened(series, series)
    assert found.process == pytest.approx(found.result)
    assert abs(correlations(found.process, found.process, [1])[0]) < 0.15
    assert estimated(series - series.mean(), 1, 0).values == (pytest.approx(0.7, abs=0.15),)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_holm_is_that_of_the_library(chances):
    """Adjusted probabilities are those of the library; none gets smaller, and of one alone it stays."""
    from statsmodels.stats.multitest import multipletests

    found = holm(chances)
    assert found == pytest.approx(list(multipletests(chances, method="holm")[1]), abs=1e-12)
    assert all(one >= p for one, p in zip(found, chances, strict=True)) and holm(chances[:1]) == chances[:1]


# Laws of the verdict.


@given(seeds, st.sampled_from([1, 2, 3]), st.booleans())
@slow
def test_a_planted_lag_is_found(seed, lag, walks):
    """A process that moves its result after so many periods is found, with that lag, walking or not."""
    assert str(lead(*planted(seed, lag, walks=walks, length=60, noise=0.3))) == f"leads({lag})"


@given(seeds, st.floats(-(10.0**12), 10.0**12), st.sampled_from([1e-6, 0.01, 3.0, 10.0**8]))
@slow
def test_units_and_zero_points_change_no_verdict(seed, shift, scale):
    """Whether counted in yuan or in hundred millions, from whatever zero: the verdict is the same."""
    result, process = planted(seed, 2)
    shift = shift * scale * 1e-9  # what a shift swallows is gone from the data itself
    assert str(lead(result * scale + shift, process)) == str(lead(result, process * scale - shift))


@given(seeds)
@slow
def test_a_sign_changes_no_verdict(seed):
    """What falls as the other rises leads as well; only the correlation turns round."""
    result, process = planted(seed, 1)
    up, down = lead(result, process), lead(-result, process)
    assert str(up) == str(down) and up.correlation == pytest.approx(-down.correlation, abs=1e-6)


def test_what_has_nothing_to_do_with_each_other_rarely_leads():
    """Of twenty families of six unrelated pairs one at most has a finding, as one in twenty should."""
    found = [
        str(one)
        for family in range(20)
        for one in leads(
            [Sample(result=a, process=b) for a, b in (unrelated(100 * family + pair) for pair in range(6))]
        )
    ]
    assert len(found) == 120 and found.count("no_evidence") > 100
    assert len([one for one in found if one not in ("no_evidence", "insufficient_data")]) <= 1


def test_what_is_looked_at_together_is_adjusted_together():
    """Beside others a pair has no smaller probability than alone, and a weak finding goes."""
    result, process = planted(7, 2, noise=1.4, length=60)
    weak = Sample(result=result, process=process, lags=(2,))
    others = [Sample(result=a, process=b) for a, b in (unrelated(seed) for seed in range(8))]
    (alone,), among = leads([weak]), leads([weak, *others])[0]
    assert str(alone) == "leads(2)"
    assert among.adjusted > alone.adjusted and among.correlations == alone.correlations
    assert str(among) == "no_evidence"


def test_both_in_the_same_period():
    """What moves in the same period is coincident, and warns of nothing ahead."""
    found = lead(*planted(5, 0, noise=0.2))
    assert (str(found), found.lag) == ("coincident", 0) and found.correlation > 0.9


def test_each_ahead_of_the_other():
    """Two that push each other are bidirectional."""
    draw = np.random.default_rng(11)
    a, b = draw.normal(size=(2, 160))
    for at in range(2, 160):
        a[at] += 0.8 * b[at - 1]
        b[at] -= 0.8 * a[at - 2]
    assert lead(a, b).verdict == "bidirectional"


def test_a_lead_that_broke_down_is_none():
    """What ran ahead for two thirds of the time and no more would have made the forecasts since worse."""
    draw = np.random.default_rng(0)
    process = draw.normal(size=92)
    result = np.concatenate([process[:60], draw.normal(size=30)]) + 0.3 * draw.normal(size=90)
    found = lead(result, process[2:])
    assert found.adjusted < 0.001 and not found.foresight.helps and found.verdict == "no_evidence"


def test_a_correlation_alone_is_not_enough():
    """Beyond the bound at one lag, with a past that says nothing for certain, nothing is said to follow."""
    process, result = np.random.default_rng(170).normal(size=(2, 30))
    process[1:] += 0.9 * result[:-1]
    found = lead(result, process, lags=[1])
    assert abs(dict(found.correlations)[-1]) > 1.5 * found.bound and found.backward.p > 0.02
    assert str(found) == "no_evidence"


def test_a_common_season_is_no_lead():
    """Two that only share their season have no lead once that is off; a short history cannot tell."""
    draw = np.random.default_rng(2)
    season = np.sin(np.arange(72) * np.pi / 6)
    result, process = 5 * season + draw.normal(size=72), 5 * np.roll(season, 1) + draw.normal(size=72)
    found = lead(result, process, season=12)
    assert str(found) == "no_evidence" and found.differencing.season == 12
    short = lead(result[:30], process[:30], season=12)
    assert (str(short), short.needed) == ("insufficient_data", 36)


# Too little to tell.


@pytest.mark.parametrize(
    ("lags", "needed"), [((1,), 24), ((1, 2, 3), 24), ((4,), 24), ((5,), 25), ((12,), 46)]
)
def test_how_much_is_needed(lags, needed):
    """24 periods, or three for each period of the longest lag and ten."""
    result, process = planted(1, 1, length=needed)
    enough, few = lead(result, process, lags=lags), lead(result[1:], process[1:], lags=lags)
    assert enough.verdict != "insufficient_data" and enough.needed == needed
    assert (few.verdict, few.size, few.reason.reason) == ("insufficient_data", needed - 1, "PARTIAL")


def test_gaps_are_not_filled():
    """The longest stretch without a gap in either counts, the latest of equal ones."""
    result, process = (list(one) for one in planted(4, 2, length=60))
    result[10] = None
    process[20] = NA("NO_ACTUAL")
    found = lead(result, process)
    assert found.size == 39 and found == lead(result[21:], process[21:])
    result[40] = float("nan")
    assert lead(result, process).size == 19 and lead(result, process).verdict == "insufficient_data"


@pytest.mark.parametrize(
    ("result", "reason"),
    [([7] * 30, "DEGENERATE"), (list(range(30)), "DEGENERATE"), ([t**4 for t in range(30)], "OUT_OF_DOMAIN")],
)
def test_a_level_or_a_trend_says_nothing(result, reason):
    """What is nothing but a level or a trend, or never becomes stationary, gives no verdict."""
    found = lead(result, planted(1, 1, length=30)[1])
    assert (found.verdict, found.reason.reason) == ("insufficient_data", reason)


@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), min_size=24, max_size=40))
@settings(max_examples=25)
def test_nothing_comes_out_infinite(rows):
    """Whatever two short series are, each number is finite or missing, and no warning is given."""
    found = lead([a for a, _ in rows], [b for _, b in rows])
    assert isinstance(found, Evidence)
    numbers = [found.bound, found.adjusted, found.correlation, *(one for _, one in found.correlations)]
    for test in (found.forward, found.backward):
        numbers += [test.f, test.p] if isinstance(test, Granger) else []
    assert all(isfinite(one) for one in numbers if not isinstance(one, NA))


@pytest.mark.parametrize("lag", [1, 2])
def test_what_follows_without_a_rest(lag):
    """A result that is its process of some periods ago leads to no division by nothing."""
    process = np.random.default_rng(8).normal(size=41)
    found = lead(process[: 41 - lag], process[lag:])
    assert str(found) == f"leads({lag})" and found.correlation == pytest.approx(1, abs=0.2)


def test_without_the_library_the_extra_is_named(monkeypatch):
    """Without the extra enough data gives a missing value that names it; too little needs no library."""
    monkeypatch.setitem(sys.modules, "statsmodels", None)
    assert lead(R, P) == NA("OUT_OF_DOMAIN", "the evidence of a lead needs the extra `forecast`")
    assert lead(R[1:], P[1:]).verdict == "insufficient_data"
    for name in [name for name in sys.modules if name.partition(".")[0] == "scipy"]:
        monkeypatch.setitem(sys.modules, name, None)
    assert granger(R, P, 2) == lead(R, P)


def test_too_little_data_loads_no_library():
    """A short history is told without the seconds that the library takes to load."""
    code = (
        "import sys; from goaltree import maths; found = maths.lead([1, 2], [2, 1]);"
        "print(found.verdict, *{'statsmodels', 'scipy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "insufficient_data\n"


def test_calls_that_make_no_sense():
    """Series of different length, lags below one and gaps where there may be none are refused."""
    for call in (
        lambda: lead([1], [1, 2]),
        lambda: lead(R, P, lags=[0]),
        lambda: lead(R, P, lags=[]),
        lambda: lead(R, P, season=1),
        lambda: correlations([1, None], [1, 2], [0]),
        lambda: correlations([1, 2, 3], [1, 2], [0]),
        lambda: correlations([1, 1], [1, 2], [0]),
        lambda: granger(R, P, 0),
        lambda: granger(R, P[1:], 1),
    ):
        with pytest.raises(UsageError):
            call()
    assert granger(R[:7], P[:7], 2) == NA("PARTIAL", "8 periods are needed")
    assert granger(range(20), E[:20], 1) == NA("DEGENERATE", "its own past says all")
