"""The scorecard of a book by its published definition, in exact fractions, one number after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

from attrs import define, frozen

from goaltree.model.missing import NA
from oracle.book import Book, Expr, GoalSpec, MetricSpec, Seen, Segment
from oracle.draw import months_of, names_of
from oracle.judge import Judge
from oracle.number import Num, Value, add, div, given, missing_of, mul, ratio_of, sub, total

_SUMS = ("flow", "stock")
_MEANS = ("ratio", "mean", "score")
_ABSENT = NA("NO_ACTUAL")
Place = tuple[str, Segment]


@frozen
class Node:
    """What has a value: a goal, or a metric in a segment where no goal stands for it."""

    key: str
    place: Place
    goal: GoalSpec | None
    metric: MetricSpec
    over: str
    first: date
    last: date


@frozen
class Way:
    """How a node's value comes about."""

    kind: str
    needs: tuple[str, ...] = ()
    combine: str = ""
    weights: tuple[Fraction | None, ...] = ()


@define(kw_only=True)
class Line:
    """One goal's line of the scorecard."""

    value: Value
    expected: Value
    attainment: Value
    pace: Value
    deviation: Value
    basis: str
    status: str
    own_status: str
    coverage: Fraction | NA
    through: date | None
    method: str
    curve: str
    partial: bool
    unsure: bool = False


class Reference:
    """The scorecard of one book."""

    def __init__(self, book: Book) -> None:
        self.book = book
        stop = min(book.as_of, book.last)
        self.now = list(months_of(book.first, stop)) if stop >= book.first else []
        self.months = dict(enumerate(self.now))
        year, month = book.first.year, book.first.month
        for back in range(1, 37):
            first = date(year - (back + 12 - month) // 12, (month - back - 1) % 12 + 1, 1)
            self.months[-back] = months_of(
                first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            )[0]
        self.at = {month: at for at, month in self.months.items()}
        self.seen = {
            place: [one for one in seen if one.last <= book.as_of] for place, seen in book.seen.items()
        }
        self.nodes: dict[str, Node] = {}
        self.by_place: dict[Place, str] = {}
        self._collect()
        self.known = self._spread()
        self.ways = {key: self._first(key) for key in self.nodes}
        self.memo: dict[tuple[Any, ...], Any] = {}
        self.has_odd = any(self._is_odd(place) for place in self.seen)

    # Nodes.

    def _collect(self) -> None:
        book = self.book
        for goal in book.goals.values():
            if not goal.restates and (goal.parent or goal.key == goal.metric):
                self.by_place.setdefault((goal.metric, goal.segment), goal.key)
        for goal in book.goals.values():
            if not goal.restates:
                self.by_place.setdefault((goal.metric, goal.segment), goal.key)
        for goal in book.goals.values():
            first, last = self._period(goal)
            metric = book.metrics[goal.metric]
            over = {"total": "sum", "end": "last", "every": "last", "average": "average"}.get(
                goal.semantics or ""
            )
            over = over or ("sum" if metric.kind == "flow" else "last")
            self.nodes[goal.key] = Node(
                goal.key, (goal.metric, goal.segment), goal, metric, over, first, last
            )
        work = list(self.nodes)
        while work:
            for _, place in self._names(self.nodes[work.pop()]):
                key = self.key_of(place)
                if key not in self.nodes:
                    metric = book.metrics[place[0]]
                    over = "sum" if metric.kind == "flow" else "last"
                    self.nodes[key] = Node(key, place, None, metric, over, book.first, book.last)
                    work.append(key)
        for metrics in book.pairs.values():
            for metric in metrics:
                key = self.key_of((metric, ()))
                if key not in self.nodes:
                    spec = book.metrics[metric]
                    self.nodes[key] = Node(key, (metric, ()), None, spec, "last", book.first, book.last)

    def _period(self, goal: GoalSpec) -> tuple[date, date]:
        while goal.period is None and goal.parent:
            goal = self.book.goals[goal.parent]
        return (
            (goal.period[1], goal.period[2]) if goal.period is not None else (self.book.first, self.book.last)
        )

    def key_of(self, place: Place) -> str:
        """The node of a metric in a segment."""
        return self.by_place.get(place, f"{place[0]}[{place[1]}]")

    def _names(self, node: Node) -> list[tuple[str, Place]]:
        metric = node.metric
        names = names_of(metric.formula) if metric.formula is not None else []
        if metric.index is not None:
            names = [part[0] for part in metric.index[1]]
        return [(name, (name, node.place[1])) for name in names]

    # Ways.

    def _options(self, key: str) -> Iterator[Way]:
        node = self.nodes[key]
        if self.seen.get(node.place):
            yield Way("observed")
            return
        if node.goal is not None:
            order = sorted(node.goal.cuts, key=lambda one: (one != node.goal.rolls_up, one))
            for dimension in order:
                needs = tuple(sorted(part for _, part in node.goal.cuts[dimension]))
                weights = tuple(self.book.goals[part].weight for part in needs)
                combine = self._combine(node.metric, dimension, weights)
                yield Way("cut", needs, combine, weights) if combine else Way("none", needs, "NON_ADDITIVE")
        needs = tuple(sorted({self.key_of(place) for _, place in self._names(node)}))
        if needs:
            yield Way("none", needs, "NON_ADDITIVE") if self._mixes(node, needs) else Way("formula", needs)
        if node.goal is not None and node.goal.restates:
            yield Way("same", (node.goal.restates,))
        elif self.by_place.get(node.place, key) != key:
            yield Way("same", (self.by_place[node.place],))

    def _mixes(self, node: Node, needs: tuple[str, ...]) -> bool:
        """Whether a rate or level would be computed of totals and of levels, which is refused."""
        if node.metric.kind == "flow" or node.metric.formula is None or _looks_back(node.metric.formula):
            return False
        return len({self.nodes[need].over == "sum" if need in self.nodes else None for need in needs}) > 1

    def _combine(self, metric: MetricSpec, dimension: str, weights: tuple[Fraction | None, ...]) -> str:
        if metric.kind in _SUMS:
            return "sum"
        if metric.kind == "distinct":
            return "sum" if dimension in metric.disjoint else ""
        if metric.kind in _MEANS:
            return "weighted" if all(weight is not None for weight in weights) else "pooled"
        return ""

    def _first(self, key: str) -> Way:
        """The first way of which anything is known; what adding up would count twice is none."""
        usable = [way for way in self._options(key) if self._usable(way)]
        made = next((way for way in usable if way.kind != "none"), usable[0] if usable else Way("none"))
        return Way("none", combine=made.combine) if made.kind == "none" else made

    def _spread(self) -> set[str]:
        """The nodes of which anything is known."""
        self.known: set[str] = set()
        grows = True
        while grows:
            grows = False
            for key in self.nodes:
                if key not in self.known and any(self._usable(way, key) for way in self._options(key)):
                    self.known.add(key)
                    grows = True
        return self.known

    def _usable(self, way: Way, key: str = "") -> bool:
        return way.kind == "observed" or any(need in self.known or need == key for need in way.needs)

    def _once(self, name: str, key: str, j: int, make: Callable[[], Any]) -> Any:
        known = (name, key, j)
        if known not in self.memo:
            self.memo[known] = make()
        return self.memo[known]

    # Values of months.

    def cell(self, key: str, j: int) -> Value:
        """The value of one month."""
        if j not in self.months:
            return _ABSENT
        return self._once("cell", key, j, lambda: self._cell(key, j))

    def _cell(self, key: str, j: int) -> Value:
        node, way = self.nodes[key], self.ways[key]
        match way.kind:
            case "observed":
                return self._observed(node, j)[0]
            case "cut":
                return self._combined(
                    way, [self.cell(need, j) for need in way.needs], [self.count(n, j) for n in way.needs]
                )
            case "formula":
                return self._computed(node, j, lambda name, reading, n: self.read(name, reading, n, j))
            case "same":
                return self.cell(way.needs[0], j)
        return _ABSENT

    def count(self, key: str, j: int) -> Value:
        """What pools the value of one month."""
        node, way = self.nodes[key], self.ways[key]
        if j not in self.months:
            return _ABSENT
        if way.kind == "observed":
            return self._observed(node, j)[1]
        if way.kind == "cut" and way.combine == "pooled":
            return total([self.count(need, j) for need in way.needs])
        return self.count(way.needs[0], j) if way.kind == "same" else _ABSENT

    def _observed(self, node: Node, j: int) -> tuple[Value, Value]:
        first, last = self.months[j]
        mine = [one for one in self.seen[node.place] if first <= one.last <= last]
        if not mine:
            return _ABSENT, _ABSENT
        if node.metric.kind == "flow":
            whole = mine[0].first == first and all(
                b.first == a.last + timedelta(days=1) for a, b in pairwise(mine)
            )
            values = [self.converted(node.metric, one) for one in mine]
            return (
                (total(values) if len(values) > 1 else values[0], self._counted(mine[-1]))
                if whole
                else (_ABSENT, _ABSENT)
            )
        if len(mine) > 1 and all(one.count is not None for one in mine):
            counts = [self._counted(one) for one in mine]
            return ratio_of([self.converted(node.metric, one) for one in mine], counts), total(counts)
        return self.converted(node.metric, mine[-1]), self._counted(mine[-1])

    @staticmethod
    def _counted(one: Seen) -> Value:
        return NA("NO_ACTUAL") if one.count is None else given(one.count)

    def converted(self, metric: MetricSpec, one: Seen) -> Value:
        """An observation in its metric's currency: at the average rate of its month, levels at the closing rate."""
        if one.value is None:
            return _ABSENT
        if not one.money or one.money == metric.money:
            return given(one.value)
        rate = self.rate(one.money, metric.money, metric.kind, one.last)
        return given(one.value * rate) if rate is not None else _ABSENT

    def rate(self, source: str, wanted: str, kind: str, day: date) -> Fraction | None:
        """What one unit of a currency costs in another, in the month of a day."""
        rates = self.book.fx["USD"]["closing" if kind in ("stock", "distinct") else "average"]
        found = rates.get(f"{day.year}-{day.month:02}")
        if found is None:
            return None
        return found if source == "USD" else 1 / found

    def _combined(self, way: Way, values: list[Value], counts: list[Value]) -> Value:
        if way.combine == "sum":
            return total(values)
        if way.combine == "weighted":
            counts = [Num(Fraction(weight), 0.0) for weight in way.weights]
        return ratio_of(values, counts)

    def read(self, name: str, reading: str, n: int, j: int) -> Value:
        """What a name of a formula gives, as it is read, in one month."""
        match reading:
            case "now":
                return self.cell(name, j)
            case "prev":
                return self.before(name, j - 1)
            case "lag":
                return self.before(name, j - n)
            case "change":
                return sub(self.cell(name, j), self.before(name, j - 1))
            case "year_ago":
                return self._year_ago(name, j)
            case "opening":
                first = self._begin(self.nodes[name], j)
                return _ABSENT if first is None else self.before(name, first - 1)
            case "ytd":
                return self._to_date(self.nodes[name], j)
            case _:
                return self._latest(self.nodes[name], n, j)

    def before(self, key: str, j: int) -> Value:
        """An earlier month; before the first one a level is what it was observed as, else its goal's baseline."""
        found, node = self.cell(key, j), self.nodes[key]
        opens = j == -1 and isinstance(found, NA) and node.metric.kind != "flow" and node.goal is not None
        return self.stated(node.goal, "baseline") if opens else found  # type: ignore[arg-type]

    def _year_ago(self, key: str, j: int) -> Value:
        first, last = self.months[j]
        whole = months_of(first.replace(year=first.year - 1), date(first.year - 1, 12, 31))[0]
        if last != months_of(first, date(first.year, 12, 31))[0][1]:
            return _ABSENT
        return self.cell(key, self.at.get(whole, -999))

    def _begin(self, node: Node, j: int) -> int | None:
        """The month with which the stretch begins that a month is in, of this year or one before; else `None`."""
        first, _ = self.months[j]
        if not node.first.month <= first.month <= node.last.month:
            return None
        return self.at.get(
            months_of(node.first.replace(year=first.year), date(first.year, 12, 31))[0],
            self._cut_month(node, first),
        )

    def _cut_month(self, node: Node, first: date) -> int | None:
        """The month that the review cuts short, if the stretch begins with it."""
        wanted = node.first.replace(year=first.year)
        return next((at for at, month in self.months.items() if month[0] == wanted), None)

    def _to_date(self, node: Node, j: int) -> Value:
        begin = self._begin(node, j)
        if begin is None:
            return _ABSENT
        return total([self.cell(node.key, k) for k in range(begin, j + 1)])

    def _latest(self, node: Node, n: int, j: int) -> Value:
        cells = [self.cell(node.key, k) for k in range(j - n + 1, j + 1)]
        if any(k not in self.months for k in range(j - n + 1, j + 1)):
            return _ABSENT
        if node.metric.kind == "flow":
            return total(cells)
        if node.metric.kind in _MEANS and n > 1:
            return ratio_of(cells, [self.count(node.key, k) for k in range(j - n + 1, j + 1)])
        missing = missing_of(*cells)
        return cells[-1] if missing is None else missing

    def _computed(self, node: Node, j: int, read: Callable[[str, str, int], Value]) -> Value:
        named = dict(self._names(node))
        if node.metric.index is not None:
            return self._index(node, lambda name: read(self.key_of(named[name]), "now", 0))
        value = self._run(
            node.metric.formula, lambda name, reading, n: read(self.key_of(named[name]), reading, n)
        )
        moneys = {self.book.metrics[name].money for name in named}
        if node.metric.money and moneys != {node.metric.money}:
            rate = self.rate(next(iter(moneys)), node.metric.money, node.metric.kind, self.months[j][1])
            return _ABSENT if rate is None else mul(value, given(rate))
        return value

    def _run(self, expr: Expr | None, read: Callable[[str, str, int], Value]) -> Value:
        assert expr is not None
        if expr[0] == "num":
            return given(expr[1])
        if expr[0] == "ref":
            return read(*expr[1:])
        one, two = (self._run(part, read) for part in expr[1:])
        match expr[0]:
            case "+":
                return add(one, two)
            case "-":
                return sub(one, two)
            case "*":
                return mul(one, two)
            case "/":
                return div(one, two)
        missing = missing_of(one, two)
        if missing is not None:
            return missing
        low, high = sorted((one, two), key=lambda num: num.v)  # type: ignore[union-attr]
        worst = max(one.e, two.e)  # type: ignore[union-attr]
        return Num((low if expr[0] == "min" else high).v, worst)

    def _index(self, node: Node, read: Callable[[str], Value]) -> Value:
        combine, parts = node.metric.index  # type: ignore[misc]
        placed = []
        for name, weight, worst, best in parts:
            goal = self.book.goals.get(name)
            low, high = worst, best
            if low is None or high is None:
                if goal is None or goal.target is None:
                    return _ABSENT
                low, high = goal.baseline or Fraction(0), goal.target
            share = (
                div(sub(read(name), given(low)), given(high - low)) if low else div(read(name), given(high))
            )
            placed.append(share if combine == "min" else mul(share, given(weight or Fraction(1, len(parts)))))
        missing = missing_of(*placed)
        if missing is not None:
            return missing
        if combine == "min":
            return min(placed, key=lambda num: num.v)  # type: ignore[union-attr]
        return total(placed)

    # Figures.

    def figure(self, key: str, j: int) -> Value:
        """What is compared with a target, up to the end of a month."""
        if j not in self.months:
            return _ABSENT
        if self.has_odd and self.gone(key, j):
            return _ABSENT
        return self._once("figure", key, j, lambda: self._figure(key, j))

    def gone(self, key: str, j: int) -> bool:
        """Whether a figure would sum totals that reach different days."""
        known = ("gone", key, j)
        if known not in self.memo:
            self.memo[known] = False
            needs = [need for need in self.ways[key].needs if need != key]
            apart = len({self.through(need, j) for need in needs}) > 1 and self.nodes[key].over == "sum"
            self.memo[known] = apart or any(self.gone(need, j) for need in needs)
        return self.memo[known]

    def _figure(self, key: str, j: int) -> Value:
        node, way = self.nodes[key], self.ways[key]
        if way.kind == "observed" and node.over == "sum" and self._is_odd(node.place):
            return self._chain(node, j)[0]
        if (
            way.kind in ("cut", "same")
            and node.over == "sum"
            and not self.own_time(key)
            and any(self._is_odd(p) for p in self._leaves(key))
        ):
            return (
                self._combined(way, [self.figure(n, j) for n in way.needs], [])
                if way.kind == "cut"
                else self.figure(way.needs[0], j)
            )
        if way.kind == "formula" and node.metric.kind != "flow" and not _looks_back(node.metric.formula):
            return self._computed(node, j, lambda name, _r, _n: self.figure(name, j))
        if way.kind == "same" and not self.own_time(key):
            return self.figure(way.needs[0], j)
        if node.over == "last":
            return self.cell(key, j)
        if way.combine == "weighted" and not self.own_time(key):
            return self._combined(way, [self.figure(need, j) for need in way.needs], [])
        if node.over == "sum":
            return self._to_date(node, j)
        begin = self._begin(node, j)
        if begin is None:
            return _ABSENT
        span = range(begin, j + 1)
        return ratio_of([self.cell(key, k) for k in span], self._pool(node, begin, j))

    def _pool(self, node: Node, begin: int, j: int) -> list[Value]:
        """What an average over months is weighted by."""
        span = range(begin, j + 1)
        if node.metric.kind == "stock":
            return [Num(Fraction(1))] * len(span)
        counts = [self.count(node.key, k) for k in span]
        if all(isinstance(self.count(node.key, k), NA) for k in self.months):
            return [Num(Fraction((self.months[k][1] - self.months[k][0]).days + 1)) for k in span]
        return counts

    def own_time(self, key: str) -> bool:
        """Whether the figure of a roll-up is for other time than those of its parts."""
        node, way = self.nodes[key], self.ways[key]
        needs = [self.nodes[need] for need in way.needs] if way.kind in ("cut", "same") else []
        return any(
            one.over != node.over
            or (node.over != "last" and (one.first, one.last) != (node.first, node.last))
            for one in needs
        )

    def _leaves(self, key: str) -> list[Place]:
        way = self.ways[key]
        if way.kind == "observed":
            return [self.nodes[key].place]
        return (
            [place for need in way.needs for place in self._leaves(need)]
            if way.kind in ("cut", "same")
            else []
        )

    def _is_odd(self, place: Place) -> bool:
        """Whether some of its observations are no months."""
        if not self.months:
            return False
        oldest = min(self.months.values())[0]
        newest = max(self.months.values())[1]
        return any(
            (one.first, one.last) not in self.at for one in self.seen[place] if oldest <= one.last <= newest
        )

    def _chain(self, node: Node, j: int) -> tuple[Value, date]:
        """The total from the first day on as far as observations follow one another, and its last day."""
        begin, end = self._begin(node, j), self.months[j][1]
        if begin is None:
            return _ABSENT, end
        reached, values = self.months[begin][0] - timedelta(days=1), []
        for one in self.seen[node.place]:
            if one.first == reached + timedelta(days=1) and one.last <= end:
                values.append(self.converted(node.metric, one))
                reached = one.last
        return (total(values), reached) if values and reached >= self.months[j][0] else (_ABSENT, end)

    def through(self, key: str, j: int) -> date:
        """The last day that a figure reaches."""
        node, way = self.nodes[key], self.ways[key]
        end = self.months[j][1]
        if way.kind != "observed":
            return min((self.through(need, j) for need in way.needs if need != key), default=end)
        if not self._is_odd(node.place):
            return end
        if node.over == "sum":
            return self._chain(node, j)[1]
        return max(
            (one.last for one in self.seen[node.place] if self.months[j][0] <= one.last <= end), default=end
        )

    # Missing parts.

    def known_share(self, key: str, j: int) -> Fraction | NA:
        """The share of its parts that is known."""
        return self._once("share", key, j, lambda: self._known_share(key, j))

    def _known_share(self, key: str, j: int) -> Fraction | NA:
        way = self.ways[key]
        if not isinstance(self.figure(key, j), NA):
            return Fraction(1)
        if self.own_time(key):
            return Fraction(0)
        if way.kind == "same":
            return self.known_share(way.needs[0], j)
        if way.kind != "cut":
            return Fraction(0)
        shares = [self.known_share(need, j) for need in way.needs]
        weights: list[Fraction] = [Fraction(1)] * len(shares)
        if way.combine == "sum":
            targets = [self.stated(self.book.goals[need], "target") for need in way.needs]
            if any(isinstance(target, NA) or target.v <= 0 for target in targets):
                return NA("NO_TARGET")
            weights = [target.v for target in targets]  # type: ignore[union-attr]
        elif way.combine == "weighted":
            weights = [Fraction(weight or 0) for weight in way.weights]
        for share in shares:
            if isinstance(share, NA):
                return share
        return sum(w * s for w, s in zip(weights, shares, strict=True)) / sum(weights)  # type: ignore[arg-type]

    def begun_share(self, key: str, j: int) -> Fraction:
        """The share of what a sum begins with that its known parts begin with; by targets where one does not say."""
        way = self.ways[key]
        if not isinstance(self.figure(key, j), NA):
            return Fraction(1)
        if way.kind == "same":
            return self.begun_share(way.needs[0], j)
        share = self.known_share(key, j)
        if way.kind != "cut" or way.combine != "sum" or isinstance(share, NA):
            return Fraction(0) if isinstance(share, NA) else share
        begins = [self.stated(self.book.goals[need], "baseline") for need in way.needs]
        if any(isinstance(one, NA) or one.v < 0 for one in begins) or not sum(one.v for one in begins):  # type: ignore[union-attr]
            return share
        parts = [one.v * self.begun_share(need, j) for one, need in zip(begins, way.needs, strict=True)]  # type: ignore[union-attr]
        return sum(parts, Fraction(0)) / sum((one.v for one in begins), Fraction(0))  # type: ignore[union-attr]

    def part(self, key: str, j: int) -> tuple[Value, Value]:
        """What the known parts make, and what pools that."""
        return self._once("part", key, j, lambda: self._part(key, j))

    def _part(self, key: str, j: int) -> tuple[Value, Value]:
        way, figure = self.ways[key], self.figure(key, j)
        if self.own_time(key):
            return figure, self.weight(key, j)
        if way.kind == "same":
            return self.part(way.needs[0], j) if isinstance(figure, NA) else (figure, _ABSENT)
        if way.kind != "cut":
            return figure, self.weight(key, j)
        parts = [self.part(need, j) for need in way.needs]
        pairs = list(zip(parts, way.weights, strict=True))
        known = [(value, pool, weight) for (value, pool), weight in pairs if not isinstance(value, NA)]
        if way.combine == "pooled":
            known = [one for one in known if not isinstance(one[1], NA)]
        if not known:
            return _ABSENT, _ABSENT
        if way.combine == "sum":
            return total([value for value, _, _ in known]), _ABSENT
        if way.combine == "pooled":
            pools = [pool for _, pool, _ in known]
            return ratio_of([value for value, _, _ in known], pools), total(pools)
        weights = [Num(Fraction(weight or 0)) for _, _, weight in known]
        whole = total([mul(value, w) for (value, _, _), w in zip(known, weights, strict=True)])
        below = way.weights if self.book.missing == "fail" else [w.v for w in weights]
        return div(whole, Num(sum(map(Fraction, below), Fraction(0)))), _ABSENT  # type: ignore[arg-type]

    def weight(self, key: str, j: int) -> Value:
        """What pools a figure."""
        node = self.nodes[key]
        if node.over != "average":
            return self.count(key, j)
        if all(isinstance(self.count(key, k), NA) for k in self.months):
            return _ABSENT
        begin = self._begin(node, j)
        return _ABSENT if begin is None else total(self._pool(node, begin, j))

    # Goals.

    def stated(self, goal: GoalSpec, name: str) -> Value:
        """A number of a goal in its metric's currency, at the budget rate."""
        value = getattr(goal, name)
        if name == "target" and goal.high is not None:
            value = (goal.target + goal.high) / 2  # type: ignore[operator]
        if value is None:
            return NA("NO_BASELINE" if name in ("baseline", "worst") else "NO_TARGET")
        money, own = getattr(goal, f"{name}_in", ""), self.book.metrics[goal.metric].money
        if money and money != own:
            budget = self.book.fx["USD"]["budget"][""]
            value = value * budget if money == "USD" else value / budget
        return given(value)

    def line(self, key: str) -> Line:
        """One goal at its latest figure."""
        goal, node = self.book.goals[key], self.nodes[key]
        j = next(
            (
                k
                for k in reversed(range(len(self.now)))
                if self.inside(node, k) and not isinstance(self.part(key, k)[0], NA)
            ),
            None,
        )
        judge = Judge(self, goal, node)
        if j is None:
            began = self.book.as_of >= node.first
            reason = self.ways[key].combine if self.ways[key].kind == "none" else ""
            missing = NA(reason or "NO_ACTUAL")
            return Line(
                value=missing, expected=missing, attainment=missing, pace=missing, deviation=missing, basis="",
                status="unknown" if began else "not_started", own_status="unknown" if began else "not_started",
                coverage=Fraction(0), through=None, method=judge.method_name, curve="", partial=False,
            )  # fmt: skip
        judge.at(j)
        partial = isinstance(self.figure(key, j), NA)
        status, own, unsure = judge.status(j)
        if status in ("achieved", "on_track", "not_started") and self.stale(node, j):
            status = "unknown"
        return Line(
            value=NA("PARTIAL") if partial else judge.actual,
            expected=judge.expected,
            attainment=judge.attainment,
            pace=judge.pace,
            deviation=judge.deviation,
            basis=judge.basis,
            status=status,
            own_status=own,
            coverage=self.known_share(key, j),
            through=self.through(key, j),
            method=judge.method_name,
            curve=judge.curve,
            partial=partial,
            unsure=unsure,
        )

    def inside(self, node: Node, j: int) -> bool:
        """Whether a month is in a goal's period."""
        return node.first <= self.months[j][0] <= node.last

    def stale(self, node: Node, j: int) -> bool:
        """Whether the figure is older than one and a half of its own periods."""
        age = (min(self.book.as_of, node.last) - self.through(node.key, j)).days
        return age > Fraction(3, 2) * self._cadence(node.key, frozenset())

    def _cadence(self, key: str, above: frozenset[str]) -> int:
        way = self.ways[key]
        if way.kind == "observed":
            one = self.seen[self.nodes[key].place][-1]
            return (one.last - one.first).days + 1
        return max(
            (self._cadence(need, above | {key}) for need in way.needs if need not in above | {key}), default=0
        )


def _looks_back(expr: Expr | None) -> bool:
    if expr is None or expr[0] == "num":
        return False
    return expr[2] != "now" if expr[0] == "ref" else any(_looks_back(part) for part in expr[1:])
