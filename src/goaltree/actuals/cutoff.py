"""What counts at a business date: periods that are over by its end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from attrs import evolve

from ..finding import Finding
from ..findings import Findings
from ..model.period import Period, shared_days
from .moment_faults import AFTER_AS_OF
from .observation import BLANK, OVERLAP, Observation, Pairs, instant_of, order_of
from .segment import segment_text
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
    places = tuple(dict.fromkeys(_place(o) for o in left))  # the versions of one value are one
    params = {"count": len(places), "as_of": as_of.isoformat(), "places": places[:SHOWN]}
    finding = Finding(rule=AFTER_AS_OF, params=params, span=span_of(left[0]))
    barred = {(*o.key, instant_of(o)): o for o in _barred(actuals.observations, as_of)}
    kept = (*(o for o in kept if (*o.key, instant_of(o)) not in barred), *barred.values())
    kept = tuple(sorted(kept, key=order_of))
    return evolve(actuals, observations=kept, findings=Findings([*actuals.findings, finding]))


def _barred(observations: Iterable[Observation], as_of: date) -> Iterator[Observation]:
    """For each value that stays and shares days with one that goes: that it does not count since both are known."""
    latest: dict[tuple[str, Pairs], dict[Period, Observation]] = defaultdict(dict)
    for one in observations:  # in the order in which they became known
        latest[one.metric, one.segment][one.period] = one
    for series in latest.values():
        said = [one for one in series.values() if one.value != BLANK]
        if all(one.period.last <= as_of for one in said):
            continue
        for pair in shared_days([one.period for one in said]):
            both = [said[at] for at in pair]
            since = max(both, key=instant_of).known_at
            for one in both:
                if one.period.last <= as_of and one.value != OVERLAP:
                    yield evolve(one, value=OVERLAP, count=None, rate=None, known_at=since)


def _place(observation: Observation) -> str:
    part = f" {segment_text(observation.segment)}" if observation.segment else ""
    return f"{observation.metric}{part} {observation.period}"
