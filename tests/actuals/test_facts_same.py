"""Facts of any kind are counted alike by every engine within the process: as plain Python counts them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

import goaltree as gt
from actuals.fact_engines import ENGINES
from goaltree.actuals.facts import Facts
from goaltree.testing import counted_by_hand, differences, facts


@pytest.mark.parametrize("engine", sorted(ENGINES))
@settings(deadline=None, max_examples=10)
@given(case=facts())
def test_every_engine_counts_as_python_does(engine, case):
    """Values, counts, versions, unreadable days and the intake of generated facts are those counted by hand."""
    request, tables = case
    found = Facts({name: ENGINES[engine](rows) for name, rows in tables.items()}).measure(request)
    assert not isinstance(found, gt.Finding), found.message()
    assert differences(found, counted_by_hand(request, tables)) == []
