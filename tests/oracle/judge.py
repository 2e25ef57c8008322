"""One goal against its target, by the published formulas, in exact fractions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Context
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from goaltree.model.missing import NA
from oracle.book import GoalSpec, Rule
from oracle.curves import by_weights, decimal, through, worked, year_back
from oracle.draw import months_of
from oracle.number import UNIT, Num, Value, add, div, given, missing_of, mul, sub

if TYPE_CHECKING:
    from oracle.reference import Node, Reference

ORDER = ("achieved", "on_track", "not_started", "unknown", "at_risk", "off_track")
"""Statuses, the best first."""
_DEFAULT: list[Rule] = [
    ("achieved", ("attainment", ">=", Fraction(1))),
    ("on_track", ("deviation", ">", Fraction(-1, 10))),
    ("at_risk", ("deviation", ">=", Fraction(-1, 5))),
    ("off_track", None),
]
_ABSENT = NA("NO_ACTUAL")


class Judge:
    """One goal against its target at the end of a month."""

    def __init__(self, reference: Reference, goal: GoalSpec, node: Node) -> None:
        self.of = reference
        self.goal = goal
        self.node = node
        self.metric = node.metric
        self.target = reference.stated(goal, "target")
        self.baseline = reference.stated(goal, "baseline")
        self.semantics = goal.semantics or ("total" if self.metric.kind == "flow" else "end")
        self.is_level = self.semantics in ("average", "every") or (
            self.semantics == "end" and isinstance(self.baseline, NA)
        )
        self.band = goal.high is not None or self.metric.direction == "band"
        self.sign = -1 if self.metric.direction == "down" and not self.band else 1
        self.method = self._method()
        self.method_name = self.method.reason if isinstance(self.method, NA) else self.method
        self.basis_named = goal.basis or self._basis()
        self.curve = ""

    def _method(self) -> str | NA:
        if self.goal.method not in (None, "auto"):
            return self.goal.method  # type: ignore[return-value]
        if isinstance(self.target, NA):
            return self.target
        if self.band:
            return "band" if self.goal.high is not None or self.goal.target is not None else NA("NO_TARGET")
        start = None if isinstance(self.baseline, NA) else self.baseline.v
        target, up = self.target.v, self.sign > 0
        if self.semantics == "every" or start == target:
            return "threshold"
        if self.metric.kind in ("flow", "milestone") and target > 0:
            return "ratio" if up else "signed_gap"
        if start is not None:
            return NA("DIRECTION_CONFLICT") if (target < start) == up else "progress"
        if target > 0:
            return "ratio" if up else "signed_gap"
        return "signed_gap" if target < 0 else "threshold"

    def _basis(self) -> str:
        if self.metric.kind == "ratio":
            return "pp"
        grows = self.metric.kind in ("stock", "distinct", "score") and self.semantics == "end"
        return "increment" if grows and not isinstance(self.baseline, NA) else "level"

    def at(self, j: int) -> None:
        """Judge at the end of one month."""
        self.actual, self.scale = self._judged(j)
        self.begun = self.scale
        if self.scale.v != 1:
            self.begun = given(self.of.begun_share(self.node.key, j))
        target, baseline = self._scaled(self.target), self._scaled(self.baseline, self.begun)
        share, self.curve = self.of._once("share_of_way", self.node.key, j, lambda: self._share(j))
        due = Num(Fraction(1)) if self.is_level else share
        start: Value = (
            Num(Fraction(0)) if self.semantics == "total" else target if self.is_level else baseline
        )
        self.expected = add(start, mul(sub(target, start), due))
        self.attainment = self._attainment(j, target, baseline)
        self.pace = self._pace(target, baseline, share)
        self.deviation, self.relative = self._deviation(j, baseline, due)

    def _judged(self, j: int) -> tuple[Value, Value]:
        of, key = self.of, self.node.key
        figure, one = of.figure(key, j), Num(Fraction(1))
        if not isinstance(figure, NA):
            return figure, one
        part, _ = of.part(key, j)
        if isinstance(part, NA):
            way = of.ways[key]
            return NA(way.combine if way.kind == "none" and way.combine else "NO_ACTUAL"), one
        policy = of.book.missing or "renormalise"
        if policy == "propagate":
            return NA("PARTIAL"), one
        if policy == "fail":
            return part, one
        share = of.known_share(key, j)
        if isinstance(share, NA) or share < (
            Fraction(4, 5) if of.book.coverage is None else of.book.coverage
        ):
            return NA("LOW_COVERAGE"), one
        return part, given(share) if self._is_sum() else one

    def _is_sum(self) -> bool:
        key = self.node.key
        while self.of.ways[key].kind == "same":
            key = self.of.ways[key].needs[0]
        return self.of.ways[key].combine == "sum"

    def _scaled(self, number: Value, scale: Value | None = None) -> Value:
        return number if isinstance(number, NA) else mul(number, scale or self.scale)

    # The share of the way.

    def _share(self, j: int) -> tuple[Value, str]:
        day, first, last = self.of.through(self.node.key, j), self.node.first, self.node.last
        curve, name = self._curve()
        if isinstance(curve, NA):
            return curve, name
        if day < first:
            return Num(Fraction(0)), name
        share = Fraction(1) if day >= last else curve(day)
        loose = 8 * UNIT * float(share) if name == "seasonal" else float(share) * UNIT
        return Num(share, loose), name

    def _curve(self) -> tuple[Any, str]:
        first, last = self.node.first, self.node.last
        days = (last - first).days + 1

        def linear(day: date) -> Fraction:
            return Fraction((day - first).days + 1, days)

        whole = self._phased()
        if whole is not None:
            return whole._curve()
        if self.goal.dated:
            return self._dated(), "dated"
        name = self.goal.curve
        years = self._years() if name in ("", "seasonal") and self.node.over == "sum" else []
        if not name:
            name = "linear"
            if self.node.over == "sum":
                name = (
                    "seasonal" if self.whole_years >= 2 else "workday" if self.of.book.holidays else "linear"
                )
        if name == "scurve":
            return lambda day: linear(day) ** 2 * (3 - 2 * linear(day)), name
        if name == "geometric":
            return self._geometric(linear), name
        if name == "workday":
            days_worked = worked(self.of.book.holidays, first, last)
            return lambda day: Fraction(sum(one <= day for one in days_worked), len(days_worked)), name
        months = months_of(first, last)
        if name == "4-4-5":
            return by_weights([(4, 4, 5)[at % 3] for at in range(len(months))], months), name
        if name == "seasonal" and years:
            shares = [sum(year[at] / sum(year) for year in years) for at in range(len(months))]
            return by_weights(shares, months), name
        return linear, "linear"

    def _phased(self) -> Judge | None:
        """The nearest whole of the same metric and period that is phased, where the goal is not."""
        node = self.node
        while node.goal is not None and not node.goal.curve and not node.goal.dated:
            above = self.of.nodes.get(node.goal.parent)
            if above is None or above.metric is not node.metric:
                return None
            if (above.first, above.last) != (node.first, node.last):
                return None
            node = above
        return None if node is self.node or node.goal is None else Judge(self.of, node.goal, node)

    def _years(self) -> list[list[Fraction]]:
        """Whole years before of what the goal is for, by month; none goes below zero."""
        found = []
        for back in (1, 2, 3):
            first = self.node.first.replace(year=self.node.first.year - back)
            months = months_of(first, year_back(self.node.last, back))
            cells = [self.of.cell(self.node.key, self.of.at.get(month, -999)) for month in months]
            if len(cells) > 1 and not any(isinstance(one, NA) for one in cells):
                found.append([one.v for one in cells])  # type: ignore[union-attr]
        self.whole_years = len(found)
        usable = all(min(year) >= 0 and sum(year) > 0 for year in found)
        return found if usable else []

    def _geometric(self, linear: Callable[[date], Fraction]) -> Any:
        begin, end = self.baseline, self.target
        if isinstance(begin, NA) or isinstance(end, NA):
            return missing_of(begin, end)
        if begin.v <= 0 or end.v <= 0:
            return NA("SIGN_MISMATCH")
        if begin.v == end.v:
            return NA("DEGENERATE")
        context, ratio = Context(prec=60), end.v / begin.v

        def curve(day: date) -> Fraction:
            log = context.ln(decimal(ratio, context))
            power = context.exp(context.multiply(log, decimal(linear(day), context)))
            return (Fraction(power) - 1) / (ratio - 1)

        return curve

    def _dated(self) -> Any:
        first, last = self.node.first, self.node.last
        start = Fraction(0)
        if self.node.over != "sum":
            begin = self.target if self.is_level else self.baseline
            if isinstance(begin, NA):
                return begin
            start = begin.v
        if isinstance(self.target, NA):
            return self.target
        way = self.target.v - start
        if not way:
            return NA("DEGENERATE")
        points, reached = [], Fraction(0)
        for _, _, end, value in self.goal.dated:
            reached += value
            points.append((end, (reached if self.node.over == "sum" else value - start) / way))
        shares = [Fraction(0), *(share for _, share in points), Fraction(1)]
        if any(b < a for a, b in pairwise(shares)):
            return NA("OUT_OF_DOMAIN")
        return through([*points, (last, Fraction(1))], first)

    # Against the target.

    def _attainment(self, j: int, target: Value, baseline: Value) -> Value:
        actual, method = self.actual, self.method
        if isinstance(method, NA):
            return method
        if method == "threshold" and self.semantics == "every":
            return self._every(j)
        if method == "band":
            return self._band()
        if method == "tiers":
            return self._tiers()
        if method in ("progress", "okr", "worst_target"):
            start = self._scaled(self.of.stated(self.goal, "worst")) if method == "worst_target" else baseline
            return _way(actual, start, target, capped=method == "okr")
        missing = missing_of(actual, target)
        if missing is not None:
            return missing
        if method == "threshold":
            return Num(Fraction(int(self.sign * actual.v >= self.sign * target.v)))  # type: ignore[union-attr]
        if method == "signed_gap":
            if self.semantics == "total" and self.sign < 0 and self.goal.method in (None, "auto"):
                # What may be used by then, not what may be used in all.
                if isinstance(self.expected, NA):
                    return self.expected
                target = self.expected
            return NA("ZERO_DENOM") if not target.v else self._signed(target)  # type: ignore[union-attr]
        if method == "inverse_ratio":
            if not actual.v:  # type: ignore[union-attr]
                return NA("ZERO_DENOM")
            return NA("SIGN_MISMATCH") if actual.v < 0 or target.v < 0 else div(target, actual)  # type: ignore[union-attr]
        if target.v <= 0:  # type: ignore[union-attr]
            return NA("SIGN_MISMATCH" if target.v else "ZERO_DENOM")  # type: ignore[union-attr]
        return div(actual, target) if method == "ratio" else sub(Num(Fraction(2)), div(actual, target))

    def _signed(self, target: Num) -> Value:
        away = div(sub(self.actual, target), Num(abs(target.v), target.e))
        return add(Num(Fraction(1)), mul(Num(Fraction(self.sign)), away))

    def _every(self, j: int) -> Value:
        """The share of the known months so far that keep the target."""
        if isinstance(self.actual, NA):
            return self.actual
        if isinstance(self.target, NA):
            return self.target
        months = [k for k in range(j + 1) if self.of.inside(self.node, k)]
        cells = [self.of.cell(self.node.key, k) for k in months]
        known = [one.v for one in cells if not isinstance(one, NA)]
        if not known:
            return _ABSENT
        kept = sum(self.sign * one >= self.sign * self.target.v for one in known)
        return Num(Fraction(kept, len(known)), UNIT)

    def _ends(self) -> tuple[Value, Value]:
        low = NA("NO_TARGET") if self.goal.target is None else given(self.goal.target)
        high = NA("NO_TARGET") if self.goal.high is None else given(self.goal.high)
        return self._scaled(low), self._scaled(high)

    def _band(self) -> Value:
        low, high = self._ends()
        missing = missing_of(self.actual, low, high)
        if missing is not None:
            return missing
        under, over = low, high
        if self.goal.outer is not None:
            under, over = (self._scaled(given(one)) for one in self.goal.outer)
        a = self.actual.v  # type: ignore[union-attr]
        if low.v >= high.v or under.v > low.v or over.v < high.v:  # type: ignore[union-attr]
            return NA("OUT_OF_DOMAIN")
        if low.v <= a <= high.v:  # type: ignore[union-attr]
            return Num(Fraction(1))
        if a < low.v:  # type: ignore[union-attr]
            return Num(Fraction(0)) if a <= under.v else div(sub(self.actual, under), sub(low, under))  # type: ignore[union-attr]
        return Num(Fraction(0)) if a >= over.v else div(sub(over, self.actual), sub(over, high))  # type: ignore[union-attr]

    def _tiers(self) -> Value:
        threshold, stretch, scores = self.goal.tiers  # type: ignore[misc]
        scores = scores or (Fraction(3, 5), Fraction(1), Fraction(6, 5))
        if isinstance(self.actual, NA):
            return self.actual
        knots = [
            (self._scaled(given(v)), s)
            for v, s in zip((threshold, self.goal.target, stretch), scores, strict=True)
        ]
        way, a = (1 if knots[0][0].v < knots[-1][0].v else -1), self.actual  # type: ignore[union-attr]
        if way * (a.v - knots[0][0].v) < 0:  # type: ignore[union-attr]
            return Num(Fraction(0))
        for (v0, s0), (v1, s1) in pairwise(knots):
            if way * (a.v - v1.v) < 0:  # type: ignore[union-attr]
                return add(given(s0), mul(given(s1 - s0), div(sub(a, v0), sub(v1, v0))))
        return given(scores[-1])

    def _pace(self, target: Value, baseline: Value, share: Value) -> Value:
        if self.band:
            return NA("OUT_OF_DOMAIN")
        early = not isinstance(share, NA) and share.v < Fraction(1, 20)
        if self.semantics == "end" and not self.is_level:
            missing = missing_of(self.actual, baseline, target, share)
            if missing is not None:
                return missing
            if target.v == baseline.v:  # type: ignore[union-attr]
                return NA("DEGENERATE")
            return (
                NA("PARTIAL") if early else div(sub(self.actual, baseline), mul(sub(target, baseline), share))
            )
        missing = missing_of(self.actual, target, *([share] if self.semantics == "total" else []))
        if missing is not None:
            return missing
        due = target
        if self.semantics == "total":
            if early:
                return NA("PARTIAL")
            due = mul(target, share)
        if due.v <= 0:  # type: ignore[union-attr]
            return NA("SIGN_MISMATCH" if due.v else "ZERO_DENOM")  # type: ignore[union-attr]
        return div(self.actual, due)

    def _deviation(self, j: int, baseline: Value, due: Value) -> tuple[Value, Value]:
        """The deviation on its basis, and as a share."""
        basis, sign = self.basis_named, Num(Fraction(self.sign))
        away = mul(sign, sub(self.actual, self.expected))
        size = self._outside() if self.band else None
        early = (not isinstance(due, NA) and due.v < Fraction(1, 20)) or isinstance(self.baseline, NA)
        if basis == "increment" and (self.band or early):
            basis = "level"
        self.basis = basis
        if size is not None:
            points, level = size
            relative = level
            made = points if basis == "pp" else level
            return (self._sigma(away, j) if basis == "sigma" else made), relative
        missing = missing_of(self.actual, self.expected)
        if missing is not None:
            return missing, missing
        level = _over(away, Num(abs(self.expected.v), self.expected.e))  # type: ignore[union-attr]
        step = sub(self.expected, baseline)
        grows = basis == "increment" or (
            basis == "pp" and not early and not isinstance(step, NA) and step.v != 0
        )
        if grows:
            level = step if isinstance(step, NA) else _over(away, Num(abs(step.v), step.e))
        if basis == "sigma":
            return self._sigma(away, j), level
        return (away if basis == "pp" else level), level

    def _outside(self) -> tuple[Value, Value]:
        """How far a value lies outside its band, in its unit and as a share of the nearer end."""
        low, high = self._ends()
        missing = missing_of(self.actual, low, high)
        if missing is not None:
            return missing, missing
        if low.v <= self.actual.v <= high.v:  # type: ignore[union-attr]
            return Num(Fraction(0)), Num(Fraction(0))
        below = self.actual.v < low.v  # type: ignore[union-attr]
        edge = low if below else high
        away = sub(self.actual, edge) if below else sub(edge, self.actual)
        return away, _over(away, Num(abs(edge.v), edge.e))  # type: ignore[union-attr]

    def _sigma(self, away: Value, j: int) -> Value:
        cells = [self.of.cell(self.node.key, k) for k in range(j + 1) if self.of.inside(self.node, k)]
        known = [one for one in cells if not isinstance(one, NA)]
        missing = missing_of(self.actual, self.expected)
        if missing is not None:
            return missing
        if len(known) < 3:
            return NA("PARTIAL")
        moves = [abs(b.v - a.v) for a, b in pairwise(known)]
        mean = sum(moves) / len(moves)
        loose = sum(one.e for one in known) * 2 / len(moves)
        return _over(away, div(Num(mean, loose), given(Fraction("1.128"))))

    # Status.

    def status(self, j: int) -> tuple[str, str, bool]:
        """What is shown at the end of a month, what the rules alone give, and whether rounding may decide."""
        book = self.of.book
        self.unsure = False
        if book.hysteresis is None:
            own = self.decided(j, Fraction(0))
            return self._guarded(own, j), own, self.unsure
        margin, in_a_row = book.hysteresis
        held, raws, sures = -1, [], []
        own = shown = "not_started"
        for k in range(j + 1):
            self.at(k)
            own, sure = self.decided(k, Fraction(0)), self.decided(k, margin)
            raws.append(ORDER.index(own))
            judged = own not in ("not_started", "unknown")
            sures.append(max(ORDER.index(own), ORDER.index(sure)) if judged else len(ORDER) - 1)
            shown = own
            if judged:
                lasting = max(sures[max(0, k + 1 - in_a_row) :])
                held = raws[-1] if raws[-1] >= held else min(held, max(lasting, raws[-1]))
                shown = ORDER[held]
        return self._guarded(shown, j), own, self.unsure

    def decided(self, j: int, margin: Fraction) -> str:
        """The first rule that holds."""
        if self.of.months[j][1] < self.node.first:
            return "not_started"
        if isinstance(self.actual, NA) or not self.of.inside(self.node, j):
            return "unknown"
        stated = self._rules()
        for status, condition in stated or _DEFAULT:
            if condition is None:
                return status
            rises = self.node.over == "sum" and self.sign > 0 and not self.band
            if not stated and status == "achieved" and not rises and self.of.months[j][1] < self.node.last:
                continue
            holds = self._holds(condition, margin)
            if holds is None:
                return "unknown"
            if holds:
                return status
        return "unknown"

    def _rules(self) -> list[Rule]:
        goal = self.goal
        while not goal.status and goal.parent:
            goal = self.of.book.goals[goal.parent]
        return goal.status or self.of.book.status

    def _holds(self, condition: tuple[str, str, Fraction], margin: Fraction) -> bool | None:
        reading, sign, limit = condition
        value = {
            "attainment": self.attainment,
            "pace": self.pace,
            "deviation": self.relative,
            "value": self.actual,
        }[reading]
        if isinstance(value, NA):
            return None
        seen, loose = value.v, 4 * value.e + abs(float(value.v)) * UNIT
        if reading == "deviation":
            self._near_half(seen, loose)
            seen, loose = round(seen, 9), 0.0
        if reading != "value":
            seen -= margin
            if margin:
                loose += 4 * UNIT * (abs(float(seen)) + 1)
        if loose and seen != limit and abs(float(seen - limit)) <= loose:
            self.unsure = True
        if seen == limit and loose and not _is_plain(value):
            self.unsure = True
        return {">=": seen >= limit, ">": seen > limit, "<": seen < limit, "<=": seen <= limit}[sign]

    def _near_half(self, value: Fraction, loose: float) -> None:
        """Whether an error of a float could round a deviation the other way."""
        part = value * 10**9 % 1
        if abs(float(part - Fraction(1, 2))) <= loose * 1e9 + 1e-6:
            self.unsure = True

    def _guarded(self, status: str, j: int) -> str:
        book, of = self.of.book, self.of
        if self.node.place[1] or status in ("not_started", "unknown"):
            return status
        cap = book.guardrail or "at_risk"
        for metric in dict.fromkeys((self.metric.key, *book.pairs.get(self.metric.key, ()))):
            healthy = book.metrics[metric].healthy
            value = of.figure(of.key_of((metric, ())), j) if healthy is not None else NA("")
            if healthy is None or isinstance(value, NA):
                continue
            low, high = healthy
            outside = (low is not None and value.v < low) or (high is not None and value.v > high)
            if (
                outside
                and ORDER.index(status) < ORDER.index(cap)
                and status not in ("not_started", "unknown")
            ):
                status = cap
        return status


def _is_plain(value: Num) -> bool:
    """Whether a float computation of it is exact: no error, or a sum of numbers with few binary digits."""
    return not value.e


def _over(above: Value, below: Value) -> Value:
    return div(above, below)


def _way(actual: Value, start: Value, end: Value, *, capped: bool) -> Value:
    missing = missing_of(actual, start, end)
    if missing is not None:
        return missing
    if start.v == end.v:  # type: ignore[union-attr]
        return NA("DEGENERATE")
    found = div(sub(actual, start), sub(end, start))
    if not capped or isinstance(found, NA):
        return found
    return Num(min(max(found.v, Fraction(0)), Fraction(1)), found.e)
