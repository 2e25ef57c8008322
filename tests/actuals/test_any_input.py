"""Whatever comes in, only observations and findings come out."""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from actuals.observed import PLAN
from goaltree.actuals.observe import observe
from goaltree.model.missing import NA

WORDS = st.sampled_from(
    ["metric", "value", "period", "date", "count", "unit", "known_at", "segment", "region", "sales", "share"]
)
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.text(max_size=12),
    WORDS,
    st.sampled_from(["2025-01", "3.8亿", "45%", "-", "region=海外", "100 USD", "合计", "*", "2025-02-03"]),
    st.dates(),
    st.datetimes(),
    st.datetimes(timezones=st.timezones()),
    st.timedeltas(),
    st.binary(max_size=4),
    st.lists(st.integers(), max_size=2),
    st.just(pd.NaT),
)
PLACED = st.fixed_dictionaries(
    {
        "metric": st.sampled_from(["sales", "share", "stores"]),
        "period": st.sampled_from(["2025-01", "Q1"]),
        "value": CELLS,
    },
    optional=dict.fromkeys(("count", "unit", "known_at", "segment", "region"), CELLS),
)
TIMED = st.fixed_dictionaries({"metric": st.just("sales"), "date": CELLS, "value": st.integers()})
ODD = st.dictionaries(st.one_of(WORDS, st.text(max_size=8), st.integers()), CELLS, max_size=7)
RECORDS = st.one_of(st.lists(PLACED, max_size=5), st.lists(TIMED, max_size=5), st.lists(ODD, max_size=3))
TABLE = st.builds(
    lambda head, rows, sep: "\n".join(sep.join(row) for row in [head, *rows]),
    st.one_of(st.just(["metric", "period", "value"]), st.lists(WORDS, min_size=1, max_size=7)),
    st.lists(st.lists(st.one_of(WORDS, st.text(max_size=8)), min_size=3, max_size=3), max_size=5),
    st.sampled_from([",", ";", "\t"]),
)


def sound(actuals):
    """Whether every value is an exact number or `NA`, every instant has a zone, and every finding is told."""
    for seen in actuals.observations:
        assert isinstance(seen.value, (Fraction, NA))
        assert seen.count is None or seen.count >= 0
        assert seen.known_at is None or seen.known_at.utcoffset() == dt.timedelta(0)
        float(0 if isinstance(seen.value, NA) else seen.value)
    json.dumps(actuals.to_dict(), allow_nan=False)
    for told in (actuals.findings.to_text("en"), actuals.findings.to_text("zh"), actuals.findings.to_json()):
        assert isinstance(told, str)
    actuals.frame()
    return True


@given(RECORDS)
@example([{"metric": "sales", "period": "2025-01", "value": 10**400}])
@example(
    [
        {"metric": "sales", "date": dt.date.max, "value": 1},
        {"metric": "sales", "date": dt.date.min, "value": 1},
    ]
)
def test_any_records_give_observations_and_findings(records):
    """Records of any keys and cells never raise and never give a number that is none."""
    assert sound(observe(PLAN, records, as_of="2025-06-30"))


@given(RECORDS)
def test_any_object_frame_gives_observations_and_findings(records):
    """A frame of any objects never raises either."""
    assert sound(observe(PLAN, pd.DataFrame(records, dtype="object")))


@pytest.mark.parametrize("suffix", ["csv", "tsv", "json", "jsonl", "parquet"])
@given(content=st.one_of(st.binary(max_size=200), TABLE.map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes_give_observations_and_findings(suffix, content, tmp_path_factory):
    """Files of any bytes never raise."""
    path = tmp_path_factory.mktemp("any") / f"a.{suffix}"
    path.write_bytes(content)
    assert sound(observe(PLAN, path))
