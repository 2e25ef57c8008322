"""What plugins register, behind the guard: it has the same methods, and its failures are told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import evolve, field, frozen

from ..checks.rulebook import Check
from ..finding import Finding, Lang, Span, Words
from ..findings import Findings
from ..model.missing import NA
from ..model.period import Period
from ..model.plan import Plan
from .guard import PluginError
from .plugin_faults import SOURCE_FAILED, told
from .watch import Watch

if TYPE_CHECKING:
    from ..actuals.connector import Request
    from ..maths.curve import Curve
    from ..maths.forecaster import Prospect

T = TypeVar("T")


@frozen(kw_only=True)
class GuardedConnector:
    """A connector of a plugin, made for one source.

    Attributes:
        name: What the source is called.
        inner: The connector.
        watch: How it is called.
    """

    name: str
    inner: Any = field(repr=False)
    watch: Watch = field(repr=False)

    def frame(self, request: Request) -> Any:
        """What the connector gives; a `Finding` where it fails."""
        from ..actuals.connector import answer

        outcome = self.watch.call(answer, self.inner, request, tick=request.meter.again)
        if outcome.failure is None:
            if isinstance(outcome.value, Finding):
                return outcome.value.without(tuple(sorted(self.watch.guard.secrets)))
            return outcome.value
        finding = told(
            SOURCE_FAILED,
            *self.watch.about,
            span=Span(file=self.name, line=0, column=0),
            connector=self.watch.claim.name,
            name=self.name,
            reason=outcome.failure,
        )
        return self.watch.log.insist(finding)

    measure = frame


@frozen(kw_only=True)
class GuardedExporter:
    """An exporter of a plugin.

    Attributes:
        name: What it is called.
        endings: The endings of its files.
        watch: How it is called.
        lang: The language that is asked for; `None` leaves it to the exporter.
    """

    name: str
    endings: tuple[str, ...]
    watch: Watch = field(repr=False)
    lang: Lang | None = None

    def write(self, value: Any) -> bytes:
        """The bytes of the file.

        Raises:
            PluginError: The exporter fails; its `finding` says why.
        """
        return self._bytes("write", value)

    def _bytes(self, method: str, value: Any) -> bytes:
        outcome = self.watch.call(self._written, method, value, wanted=bytes)
        if outcome.failure is not None:
            raise PluginError(self.watch.failed(outcome.failure))
        return bytes(outcome.value)

    def _written(self, method: str, value: Any) -> Any:
        from ..report.export import in_language

        exporter = self.watch.claim.value
        made = exporter if self.lang is None else in_language(exporter, self.lang)
        return getattr(made, method)(value)


@frozen(kw_only=True)
class GuardedPackExporter(GuardedExporter):
    """An exporter of a plugin that writes packs too."""

    def write_pack(self, pack: Any) -> bytes:
        """The bytes of a pack's file.

        Raises:
            PluginError: The exporter fails; its `finding` says why.
        """
        return self._bytes("write_pack", pack)


@frozen(kw_only=True)
class GuardedFormat(GuardedExporter):
    """A plan format of a plugin."""

    def read(self, path: str) -> Plan:
        """The plan of a file; where the format fails, a plan that holds nothing but the finding."""
        outcome = self.watch.call(self.watch.claim.value.read, path, wanted=Plan)
        if outcome.failure is None:
            plan: Plan = outcome.value
            return plan
        finding = self.watch.log.insist(self.watch.failed(outcome.failure, Span(file=path, line=0, column=0)))
        return Plan(findings=Findings([finding]), unread=(path,))


@frozen(kw_only=True)
class GuardedForecaster:
    """A forecaster of a plugin.

    Attributes:
        name: What it is called.
        watch: How it is called.
    """

    name: str
    watch: Watch = field(repr=False)

    def forecast(
        self,
        periods: Sequence[Period],
        values: Sequence[Fraction | NA],
        ahead: Sequence[Period],
        *,
        level: float = 0.8,
    ) -> Sequence[Prospect] | NA:
        """How a series goes on; `OUT_OF_DOMAIN` where the forecaster fails, which is told."""
        inner = self.watch.claim.value.forecast
        outcome = self.watch.call(lambda: _prospects(inner(periods, values, ahead, level=level), len(ahead)))
        if outcome.failure is None:
            prospects: Sequence[Prospect] | NA = outcome.value
            return prospects
        return _missing(self.watch, outcome.failure)


def _prospects(given: Any, count: int) -> tuple[Prospect, ...] | NA:
    from ..maths.forecaster import Prospect

    if isinstance(given, NA):
        return given
    prospects = tuple(given)
    if len(prospects) != count or not all(isinstance(one, Prospect) for one in prospects):
        raise TypeError("it gives no prospect for each period ahead")
    numbers = [number for one in prospects for number in (one.low, one.value, one.high)]
    if any(number != number or abs(number) == float("inf") for number in numbers):  # noqa: PLR0124 - nan
        raise ValueError("it gives a number that is none")
    return prospects


def guarded_check(watch: Watch) -> Check:
    """A check of a plugin; where it fails, the finding of that is all that it finds."""
    inner: Check = watch.claim.value

    def run(plan: Plan) -> Iterator[Finding]:
        outcome = watch.call(lambda: _findings(inner, plan))
        if outcome.failure is None:
            yield from (one.without(tuple(sorted(watch.guard.secrets))) for one in outcome.value)
        else:
            yield watch.log.insist(watch.failed(outcome.failure))

    return evolve(inner, run=run)


def _findings(inner: Check, plan: Plan) -> list[Finding]:
    found = list(inner.run(plan))
    odd = next((one for one in found if not isinstance(one, Finding) or one.rule not in inner.rules), None)
    if odd is not None:
        raise TypeError(f"it gives {type(odd).__name__}, not findings of its own rules")
    for one in found:
        one.message(), one.hint(), one.message("zh"), one.hint("zh")
    return found


def guarded_curve(watch: Watch) -> Curve:
    """A curve of a plugin; `OUT_OF_DOMAIN` where it fails, which is told."""

    def curve(period: Period, day: date) -> Fraction | NA:
        outcome = watch.call(lambda: _share(watch.claim.value(period, day)))
        if outcome.failure is None:
            share: Fraction | NA = outcome.value
            return share
        return _missing(watch, outcome.failure)

    curve.__name__ = watch.claim.name
    return curve


def _share(given: Any) -> Fraction | NA:
    if isinstance(given, NA):
        return given
    if not isinstance(given, (int, Fraction)) or isinstance(given, bool) or not 0 <= given <= 1:
        raise TypeError("it gives no fraction from 0 to 1")
    return Fraction(given)


def _missing(watch: Watch, reason: Words) -> NA:
    watch.log.tell(watch.failed(reason))
    return NA("OUT_OF_DOMAIN", f"{watch.claim.plugin}: {reason.en}")
