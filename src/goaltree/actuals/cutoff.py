"""What counts at a business date: periods that are over by its end."""

from __future__ import annotations

from datetime import date

from attrs import evolve

from ..finding import Finding
from ..findings import Findings
from .moment_faults import AFTER_AS_OF
from .settle import SHOWN, span_of
from .table import Actuals


def cut(actuals: Actuals, as_of: date) -> Actuals:
    """The observations of periods that end on or before a day, with a warning that counts the others.

    Args:
        actuals: What was observed.
        as_of: The business date; it counts to its end.
    """
    kept = tuple(o for o in actuals.observations if o.period.last <= as_of)
    if len(kept) == len(actuals.observations):
        return actuals
    left = [o for o in actuals.observations if o.period.last > as_of]
    params = {
        "count": len(left),
        "as_of": as_of.isoformat(),
        "places": tuple(f"{o.metric} {o.period}" for o in left[:SHOWN]),
    }
    finding = Finding(rule=AFTER_AS_OF, params=params, span=span_of(left[0]))
    return evolve(actuals, observations=kept, findings=Findings([*actuals.findings, finding]))
