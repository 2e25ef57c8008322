"""Observations brought into one order: repetitions once, contradictions and overlaps known as such."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from attrs import evolve

from ..finding import Finding, Rule, Span, excerpt
from ..model.missing import NA
from ..model.period import shared_days
from .observation import BLANK, Observation, Pairs, instant_of, order_of
from .version_faults import CONFLICTING_VALUES, OVERLAPPING_PERIODS, REPEATED_ROWS

SHOWN: Final = 5
"""Rows that a finding names at most."""
_CONFLICT: Final = NA("NO_ACTUAL", "conflicting values")


def settle(observations: Iterable[Observation]) -> tuple[tuple[Observation, ...], list[Finding]]:
    """The observations in canonical order, one for each metric, segment, period and instant.

    The same fact said twice is one. Of two different values that are known since the same instant
    neither is kept: the observation is then `NA`. Periods that share days are told by what is known last, and
    kept, since earlier each may have stood alone: `series_of` says which of them count. A blank says nothing
    against a value beside it; a value that could not be read does.
    """
    told: dict[tuple[Rule, str], list[tuple[Observation, Observation]]] = defaultdict(list)
    kept = []
    ordered = sorted(observations, key=_place_of)
    for _, same in groupby(ordered, key=lambda o: (*o.key, instant_of(o))):
        kept.append(_one_of(list(same), told))
    _tell_overlaps(kept, told)
    return tuple(kept), [
        _finding(rule, metric, pairs, limit=SHOWN) for (rule, metric), pairs in told.items() if pairs
    ]


_Told = dict[tuple[Rule, str], list[tuple[Observation, Observation]]]


def _place_of(observation: Observation) -> tuple[object, ...]:
    return *order_of(observation), observation.period.label, observation.source, observation.row


def _one_of(same: Sequence[Observation], told: _Told) -> Observation:
    if len(same) == 1:
        return same[0]
    said = [o for o in same if o.value != BLANK] or list(same)
    first = said[0]
    for other in said[1:]:
        if (other.value, other.count) == (first.value, first.count):
            told[REPEATED_ROWS, first.metric].append((first, other))
    unlike = [o for o in said if (o.value, o.count) != (first.value, first.count)]
    if not unlike:
        return first
    unusable = [o for o in said if isinstance(o.value, NA)]
    if unusable:
        unusable = [o for o in unusable if o.value != _CONFLICT] or unusable
        return min(unusable, key=lambda o: (str(o.value), o.source, o.row))
    told[CONFLICTING_VALUES, first.metric].append((first, unlike[0]))
    return evolve(first, value=_CONFLICT, count=None, rate=None)


def _tell_overlaps(kept: Sequence[Observation], told: _Told) -> None:
    for (metric, _), items in groupby(kept, key=lambda o: (o.metric, o.segment)):
        latest = {o.period: o for o in items}
        said = [o for o in latest.values() if o.value != BLANK]
        told[OVERLAPPING_PERIODS, metric] += [
            (said[one], said[two]) for one, two in shared_days([o.period for o in said])
        ]


def _finding(rule: Rule, metric: str, pairs: list[tuple[Observation, Observation]], limit: int) -> Finding:
    ordered = sorted(pairs, key=lambda pair: (_place_of(pair[0]), _place_of(pair[1])))
    one, two = ordered[0]
    return Finding(
        rule=rule,
        params={
            "metric": metric,
            "count": len(pairs),
            "places": tuple(_said(rule, *pair) for pair in ordered[:limit]),
        },
        span=span_of(one),
        path=f"metrics.{metric}",
        excerpt=excerpt(one.text),
        others=tuple(span for span in (span_of(two),) if span is not None),
    )


def _said(rule: Rule, one: Observation, two: Observation) -> str:
    if rule is REPEATED_ROWS:
        return f"{_part(one.segment)}{one.period} ({one.place}, {two.place})"
    if rule is OVERLAPPING_PERIODS:
        return f"{_part(one.segment)}{one.period} ({one.place}) / {two.period} ({two.place})"
    return f"{_part(one.segment)}{one.period}: {_shown(one)} ({one.place}) / {_shown(two)} ({two.place})"


def _shown(observation: Observation) -> str:
    return excerpt(observation.text or str(observation.value))


def _part(segment: Pairs) -> str:
    return ";".join(f"{dimension}={member}" for dimension, member in segment) + " " if segment else ""


def span_of(observation: Observation) -> Span | None:
    """Where an observation stands; `None` where it came from nowhere in particular."""
    if not observation.source:
        return None
    return Span(file=observation.source, line=observation.row, column=1 if observation.row else 0)
