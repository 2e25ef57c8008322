"""Connectors: what fetches numbers from a system, and what it is asked for."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any, Final, Protocol, TypeGuard, runtime_checkable

from attrs import field, frozen

from ..errors import GoaltreeError, UsageError
from ..finding import Finding, Span, Words
from ..model.mapping import Frozen
from ..model.metric import Grain
from ..model.plan import Plan
from ..model.segment import SourceTable
from ..progress import Meter
from .as_of import business_day
from .frame import as_frame
from .limit import DEFAULT, Limits
from .measure import Counts
from .requirement import Requirement, requirements
from .source_faults import SOURCE_UNREADABLE


@runtime_checkable
class Connector(Protocol):
    """What fetches numbers from one kind of system.

    A connector is a frozen attrs class whose fields are its options; a field with `repr=False` is a
    credential. It has `frame`, or `measure`, or both. Neither changes the request, and neither keeps
    anything between two calls.
    """

    @property
    def name(self) -> str:
        """The word before `://` in an address; a class variable."""

    def frame(self, request: Request) -> Any:
        """The values that are asked for, one row a value.

        Args:
            request: What is asked for. More may be given: what the plan does not use is a finding.

        Returns:
            Whatever `goaltree.observe` takes: a frame that narwhals knows, a list of dicts, or a dict of
            lists; with the columns `metric`, `period` (or `date`), `value`, where there are any `unit`,
            `count`, `known_at`, and one column for each dimension. A value that the source does not know
            is left out or null, never 0. A `Finding` where the source has no answer, with the reason.
        """


@runtime_checkable
class MeasuringConnector(Protocol):
    """A connector that adds up where the data lives, by the tables that the plan declares."""

    @property
    def name(self) -> str:
        """The word before `://` in an address; a class variable."""

    def measure(self, request: Request) -> Any:
        """The values that are asked for, counted as `request.tables` says.

        `goaltree.actuals.measure.measures` says what has to be counted, and `Counts` is what then comes back,
        with what became of the rows; what `Connector.frame` gives will do as well. A sum of nothing is not
        known, never 0: fetch the number of values with it.
        """


@frozen(kw_only=True)
class Request:
    """What a connector is asked for.

    Attributes:
        requirements: The series, sorted: metric, segment, grain, unit, whether a count is needed, periods.
        tables: How the tables of the source count the metrics, by table name; as the plan declares it.
        source: Key of the source in the plan; empty where it is none of the plan's.
        as_of: Business date; nothing of later days is needed. `None` where all is.
        zone: Time zone in which instants become days; empty where the plan states none.
        limits: How much is read.
        meter: What is told how far the answer is, such as `request.meter.tell(words, 2, 5)`; whoever listens may
            end the work by it.
    """

    requirements: tuple[Requirement, ...] = ()
    tables: Mapping[str, SourceTable] = field(factory=Frozen)
    source: str = ""
    as_of: date | None = None
    zone: str = ""
    limits: Limits = DEFAULT
    meter: Meter = field(factory=Meter, eq=False, repr=False)

    @classmethod
    def of(
        cls,
        plan: Plan,
        *,
        source: str | None = None,
        as_of: date | str | None = None,
        limits: Limits = DEFAULT,
        meter: Meter | None = None,
    ) -> Request:
        """What a plan needs of one of its sources.

        Args:
            plan: The plan.
            source: Key of the source; only series that name it, or name no source, are asked for.
                `None` asks for everything.
            as_of: Business date; only periods that are over by then. All by default.
            limits: How much is read.
            meter: What is told how far the answer is; nobody by default.

        Raises:
            UsageError: `as_of` is no day, or the plan has no such source.
        """
        day = None if as_of is None else business_day(as_of)
        if source is not None and source not in plan.sources:
            raise UsageError(f"the plan has no source {source!r}")
        chosen = plan.sources if source is None else {source: plan.sources[source]}
        return cls(
            requirements=tuple(
                item
                for item in requirements(plan, day)
                if source is None or not item.sources or source in item.sources
            ),
            tables=Frozen({name: table for one in chosen.values() for name, table in one.tables.items()}),
            source=source or "",
            as_of=day,
            zone=plan.zone or plan.calendar.zone or "",
            limits=limits,
            meter=meter or Meter(),
        )

    @property
    def metrics(self) -> tuple[str, ...]:
        """Keys of the metrics, sorted."""
        return tuple(sorted({item.metric for item in self.requirements}))

    @property
    def segments(self) -> Mapping[str, tuple[str, ...]]:
        """The members that are asked for, by dimension, sorted."""
        found: dict[str, set[str]] = {}
        for item in self.requirements:
            for dimension, member in item.segment:
                found.setdefault(dimension, set()).add(member)
        return {dimension: tuple(sorted(found[dimension])) for dimension in sorted(found)}

    @property
    def window(self) -> tuple[date, date] | None:
        """The first and the last day of the periods that are asked for; `None` where there are none."""
        periods = [period for item in self.requirements for period in item.periods]
        if not periods:
            return None
        return min(period.first for period in periods), max(period.last for period in periods)

    @property
    def grains(self) -> tuple[Grain, ...]:
        """The lengths of the periods that are asked for, sorted."""
        return tuple(sorted({item.grain for item in self.requirements}))


_METHODS: Final = ("measure", "frame")
_LOOK: Final = Words("Ask the source by hand and look at its error", "请直接查询该数据源，查看其错误")


def is_connector(source: object) -> TypeGuard[Connector | MeasuringConnector]:
    """Whether a source is a connector: it has a name, and `frame` or `measure`."""
    return (
        not isinstance(source, type)
        and any(callable(getattr(type(source), method, None)) for method in _METHODS)
        and isinstance(getattr(source, "name", None), str)
    )


def answer(connector: Any, request: Request) -> Any | Finding:
    """What a connector gives: by `measure` where the plan declares tables, else by `frame`.

    What it gives bit by bit is fetched here, one row more than the limit at most.

    Returns:
        What was counted, a frame, a list of dicts, a dict of lists or a path; or the finding of a source without an answer.

    Raises:
        TypeError: It gives anything else.
    """
    wanted = _METHODS if request.tables else tuple(reversed(_METHODS))
    method = next(name for name in wanted if callable(getattr(connector, name, None)))
    given = getattr(connector, method)(request)
    if isinstance(given, (Finding, Counts, Mapping, str, os.PathLike)):
        return given
    if isinstance(given, (list, tuple, Iterator)):
        rows = list(islice(given, request.limits.rows + 1))
        odd = next((row for row in rows if not isinstance(row, Mapping)), None)
        if odd is not None:
            raise TypeError(f"{method} gives rows of {type(odd).__name__}, not dicts")
        return rows
    if given is None or as_frame(given) is None:
        raise TypeError(f"{method} gives {type(given).__name__}, not a table")
    return given


def fetched(connector: Any, request: Request, name: str) -> Any | Finding:
    """What a connector gives, or the finding that it fails, whatever it raises but a `GoaltreeError`.

    Args:
        connector: The connector.
        request: What is asked for.
        name: What the source is called in findings.
    """
    try:
        return answer(connector, request)
    except GoaltreeError:
        raise
    except Exception as error:  # noqa: BLE001 - a connector may fail in any way of its own
        kind = type(error).__name__
        reason = Words(f"its connector fails with {kind}", f"其连接器出错（{kind}）")
        params = {"file": name, "reason": reason, "advice": _LOOK}
        return Finding(rule=SOURCE_UNREADABLE, params=params, span=Span(file=name, line=0, column=0))
