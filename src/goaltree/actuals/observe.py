"""Observing: whatever holds numbers, as the one table of a plan's actuals."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Final

from attrs import evolve

from ..errors import UsageError
from ..finding import Finding, Span, Words, excerpt
from ..findings import Findings
from ..model.mapping import Frozen
from ..model.names import near
from ..model.plan import Plan
from ..progress import Listener, Meter
from .as_of import business_day
from .bind import bind
from .connector import Connector, MeasuringConnector, Request, fetched, is_connector
from .cutoff import cut
from .file import sheet_of_file
from .frame import as_frame, sheet_of_frame
from .gap import gaps
from .intake import claimed, told
from .limit import DEFAULT, Limits
from .measure import Count, Counts, Intake, columns_of
from .number_cell import PercentScale
from .observation import Observation
from .place import suggested
from .reading import Reading
from .record import sheet_of_columns, sheet_of_records
from .row_faults import METRIC_UNKNOWN
from .settle import SHOWN, span_of
from .sheet import Sheet
from .source_faults import SOURCE_EMPTY
from .table import Actuals
from .text_table import too_many_rows
from .version_faults import MISSING_PERIODS, MIXED_PERIODS

_Found = tuple[list[Observation], list[Finding]]
_ONLY: Final = "<source>"
_ANEW: Final = (MISSING_PERIODS, MIXED_PERIODS)
"""What is told of all sources together, not of each."""


def observe(
    plan: Plan,
    *sources: object,
    as_of: date | str | None = None,
    nulls: Iterable[str] = ("",),
    percent: PercentScale | None = None,
    encoding: str | None = None,
    connectors: Mapping[str, Connector | MeasuringConnector] = Frozen(),
    limits: Limits = DEFAULT,
    progress: Listener | None = None,
) -> Actuals:
    """The actuals of a plan from one or several sources.

    Bad data never raises: what could not be read is a finding of the answer, and its value is `NA` or
    left out; nothing is repaired, guessed or added up. The order of rows, columns and sources plays no
    part, and no source is changed.

    Args:
        plan: The plan whose metrics, segments, units, calendar, zone and exchange rates count.
        sources: Each a path (.csv, .tsv, .json, .jsonl, .ndjson, .parquet), a frame of any library that
            narwhals knows (eager or lazy), a list of dicts, a dict of lists, an iterable of dicts or of
            `Observation`s, a `Connector`, `Facts`, `Actuals`, or `None` for nothing.
        as_of: Business date; periods that end later are left out with a warning. All by default.
        nulls: Texts that stand for a missing value, without spaces around them; by default the empty one.
        percent: How bare numbers of percentages are meant, `fraction` (0.45) or `percent` (45), where no
            column `unit` says so. Without it they are refused.
        encoding: Encoding of text files that are not UTF-8.
        connectors: What fetches the sources that the plan names, by their keys; each is asked for what
            its source holds.
        limits: How much is read of one source.
        progress: What is told how far the work is: source by source, and within those that tell. It may end the
            work by raising `Cancelled`.

    Raises:
        Cancelled: `progress` raised it.
        UsageError: A source of no known kind, an `as_of` that is no day, or an option that does not exist.
    """
    if percent not in (None, "fraction", "percent"):
        raise UsageError(f"percent is 'fraction' or 'percent', not {percent!r}")
    reading = Reading(plan=plan, nulls=frozenset(nulls), percent=percent)
    observations: list[Observation] = []
    findings: list[Finding] = []
    intake: list[Intake] = []
    day = None if as_of is None else business_day(as_of)
    named: list[tuple[str, object]] = [
        (_ONLY if len(sources) < 2 else f"<source {number}>", source)
        for number, source in enumerate(sources or (() if connectors else (None,)), 1)
    ]
    meter = Meter(progress)
    every = (*named, *sorted(connectors.items(), key=lambda item: item[0]))
    for number, (name, source) in enumerate(every):
        given = source
        if is_connector(source):
            key = name if name in connectors else None
            name = name if key else source.name
            meter.tell(_asking(name), number, len(every))
            given = fetched(source, Request.of(plan, source=key, as_of=day, limits=limits, meter=meter), name)
        else:
            meter.tell(
                _asking(source if isinstance(source, (str, os.PathLike)) else name), number, len(every)
            )
        if isinstance(given, Counts):
            taken = [
                one for one in (claimed(item, reading.places) for item in given.items) if one is not None
            ]
            intake += taken
            findings += told(plan, taken, name)
        elif isinstance(given, Actuals):
            intake += given.intake
        found, said = _observed(reading, given, name, encoding, limits)
        observations += found
        findings += said
    actuals = evolve(Actuals.of(observations, findings), intake=tuple(intake))
    if day is not None:
        actuals = cut(actuals, day)
    return evolve(actuals, findings=Findings([*actuals.findings, *gaps(plan, actuals)]))


def _observed(reading: Reading, source: object, name: str, encoding: str | None, limits: Limits) -> _Found:
    if isinstance(source, Actuals):
        observations, findings = _known(reading.plan, source.observations)
        kept = [finding for finding in source.findings if finding.rule not in _ANEW]
        return observations, [*kept, *findings]
    if isinstance(source, Observation):
        return _known(reading.plan, (source,))
    if source is None:
        return [], [_empty(name)]
    if isinstance(source, Finding):  # of a connector that has no answer
        return [], [source]
    if isinstance(source, (str, os.PathLike)):
        sheet, findings = sheet_of_file(source, reading.places, encoding, limits)
        return ([], findings) if sheet is None else _bound(reading, sheet, findings)
    if isinstance(source, Counts):
        return _counted(reading, source, name)
    if isinstance(source, Mapping):
        made = sheet_of_columns(source, name)
        return ([], [made]) if isinstance(made, Finding) else _bound(reading, made, [])
    frame = None if isinstance(source, (list, tuple)) else as_frame(source)
    if frame is not None:
        fetched = sheet_of_frame(frame, name, reading.places.dimensions, limits)
        return _bound(reading, fetched, []) if isinstance(fetched, Sheet) else ([], fetched)
    return _iterated(reading, source, name, limits)


def _iterated(reading: Reading, source: object, name: str, limits: Limits) -> _Found:
    if not isinstance(source, Iterable) or isinstance(source, (bytes, bytearray, memoryview)):
        raise UsageError(
            f"actuals are read from a path, a frame, dicts or observations, not from {_type(source)}"
        )
    items = list(islice(source, limits.rows + 1))
    if len(items) > limits.rows:
        return [], [too_many_rows(name, limits)]
    observations = [item for item in items if isinstance(item, Observation)]
    records = [item for item in items if isinstance(item, Mapping)]
    if len(observations) + len(records) < len(items):
        odd = next(item for item in items if not isinstance(item, (Observation, Mapping)))
        raise UsageError(f"actuals are iterated as dicts or observations, not as {_type(odd)}")
    known, findings = _known(reading.plan, observations)
    if observations and not records:
        return known, findings
    rows, said = _bound(reading, sheet_of_records(records, name), findings)
    return [*known, *rows], said


def _counted(reading: Reading, counts: Counts, name: str) -> _Found:
    """Each table as a sheet of its own, so that findings name it."""
    observations: list[Observation] = []
    findings: list[Finding] = []
    for table, items in counts.tables.items():
        is_told = any(item.intake is not None and item.intake.given.rows for item in items)
        if is_told and not any(item.values for item in items):
            continue  # the intake says what became of the rows
        made = sheet_of_columns(columns_of(items), f"{name}: {excerpt(table)}")
        found, said = (
            ([], [made]) if isinstance(made, Finding) else _bound(reading, _of_facts(made, items), [])
        )
        observations += found
        findings += said
    return observations, findings


def _of_facts(sheet: Sheet, items: Sequence[Count]) -> Sheet:
    """A sheet of counted facts, which knows how many stand behind each row and what their table calls its columns."""
    first = items[0].measure
    called = {"period": first.time, "value": first.value, "known_at": first.known_at}
    called |= {dimension: column for item in items for dimension, column in item.measure.dimensions}
    facts = tuple(
        (number, 1 if one.rows is None else one.rows)
        for number, item in enumerate(items)
        for one in item.values
    )
    return evolve(sheet, facts=facts, origins={name: column for name, column in called.items() if column})


def _bound(reading: Reading, sheet: Sheet, before: list[Finding]) -> _Found:
    if not sheet.columns:
        return [], [*before, _empty(sheet.name)]
    observations, findings = bind(reading, sheet)
    return observations, [*before, *findings]


def _known(plan: Plan, observations: Iterable[Observation]) -> _Found:
    """Observations that were made before: those of metrics that the plan does not have are a finding."""
    metrics = {*plan.metrics, *(goal.metric or key for key, goal in plan.goals.items())}
    kept: list[Observation] = []
    unknown: dict[str, list[Observation]] = {}
    for observation in observations:
        if observation.metric in metrics:
            kept.append(observation)
        else:
            unknown.setdefault(observation.metric, []).append(observation)
    return kept, [
        Finding(
            rule=METRIC_UNKNOWN,
            params={
                "name": name,
                "count": len(strange),
                "rows": tuple(o.place or o.period.label for o in strange[:SHOWN]),
                "suggestion": suggested(near(name, metrics)),
            },
            span=span_of(strange[0]),
        )
        for name, strange in unknown.items()
    ]


def _asking(name: str | os.PathLike[str]) -> Words:
    called = excerpt(os.fspath(name))
    return Words(f"asking {called}", f"读取 {called}")


def _empty(name: str) -> Finding:
    return Finding(rule=SOURCE_EMPTY, params={"file": name}, span=Span(file=name, line=0, column=0))


def _type(value: object) -> str:
    return f"{type(value).__module__}.{type(value).__qualname__}".removeprefix("builtins.")
