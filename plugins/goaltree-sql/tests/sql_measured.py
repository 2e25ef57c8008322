"""How the tests count facts in a table, and what they draw."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, settings

import goaltree as gt
from goaltree.testing.fact_question import asked, plan_of, values

DAYS = [date(2024, 12, 30) + timedelta(days=7 * n) for n in range(20)]
FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def measured(source, told, rows, **options):
    """The actuals that come of facts in a table `facts`."""
    plan = plan_of({"facts": told}, **options)
    found = asked(plan, source.connector({"facts": rows}))
    assert not isinstance(found, gt.Finding), found.message()
    return gt.observe(plan, found)


def whole(source, told, rows, **options):
    """Values and counts by month of a metric that is not split, and the errors."""
    found, errors = values(measured(source, told, rows, dimension=False, **options))
    return {period: value for (_, period), value in found.items()}, errors
