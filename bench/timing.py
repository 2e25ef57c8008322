"""Medians of interleaved rounds, so that what disturbs one subject disturbs all of them."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping

Subjects = Mapping[str, Callable[[], object]]


def medians(subjects: Subjects, rounds: int = 7) -> dict[str, float]:
    """Seconds of each subject: the median of so many rounds, each subject once a round in rotated order."""
    names = list(subjects)
    spent: dict[str, list[float]] = {name: [] for name in names}
    for name in names:
        subjects[name]()
    for turn in range(rounds):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            gc.collect()
            started = time.perf_counter()
            result = subjects[name]()
            spent[name].append(time.perf_counter() - started)
            del result
    return {name: statistics.median(times) for name, times in spent.items()}


def table(title: str, seconds: Mapping[str, float], against: str, goals: Mapping[str, float]) -> bool:
    """Print ratios to one of the subjects, beside the goals; whether all goals are met."""
    print(f"\n{title}")
    met = True
    for name, spent in seconds.items():
        ratio = spent / seconds[against]
        goal = goals.get(name)
        verdict = "" if goal is None else f"   goal <= {goal:g}: {'met' if ratio <= goal else 'MISSED'}"
        met = met and (goal is None or ratio <= goal)
        print(f"  {name:<34} {ratio:7.2f}x  ({spent * 1000:8.1f} ms){verdict}")
    return met
