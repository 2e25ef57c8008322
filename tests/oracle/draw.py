"""Random plans with data: what they say as exact numbers, as a plan file and as rows of a table."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from random import Random
from typing import Any

from hypothesis import strategies as st

from oracle.book import Book, Expr, GoalSpec, MetricSpec, Rule, Seen, Segment

MEMBERS = {"d1": ("a", "b", "c"), "d2": ("x", "y"), "d3": ("m", "n")}
_RULES: list[list[Rule]] = [
    [
        ("achieved", ("attainment", ">=", Fraction(1))),
        ("on_track", ("deviation", ">", Fraction(-1, 20))),
        ("at_risk", ("deviation", ">=", Fraction(-3, 20))),
        ("off_track", None),
    ],
    [
        ("on_track", ("pace", ">=", Fraction(19, 20))),
        ("at_risk", ("pace", ">=", Fraction(4, 5))),
        ("off_track", None),
    ],
    [("on_track", ("attainment", ">", Fraction(1, 2))), ("off_track", ("deviation", "<", Fraction(-1, 10)))],
    [("achieved", ("value", ">=", Fraction(100))), ("at_risk", None)],
]

CURVES = ("linear", "scurve", "workday", "seasonal", "geometric", "4-4-5")
"""What a goal may be phased by, beside dates."""


def draw_book(random: Random, plans: int = 1, *, parted: bool = True) -> Book:
    """A book of some plans side by side, which share their year, rates, governance and day of review.

    Args:
        random: What draws it.
        plans: How many.
        parted: Whether parts also say, by a chance of their own, how they are phased and where they begin.
    """
    year = random.choice((2024, 2025))
    half = random.random() < 0.15
    first, last = date(year, 1, 1), date(year, 6, 30) if half else date(year, 12, 31)
    book = Book(
        label=f"{year}H1" if half else str(year), first=first, last=last, as_of=_as_of(random, first, last)
    )
    if random.random() < 0.2:
        book.holidays = "CN"
    book.fx = _rates(random, year)
    _govern(random, book)
    for number in range(plans):
        _Plan(random, book, f"p{number}").draw()
        book.plans += 1
    if parted:
        _part(book)
    return book


def _part(book: Book) -> None:
    for whole in book.goals.values():
        random = Random(repr((whole.key, whole.target)))
        for pairs in whole.cuts.values():
            begins = random.random() < 0.4
            for _, key in pairs:
                part, metric = book.goals[key], book.metrics[whole.metric]
                if begins and part.baseline is None and metric.kind in ("flow", "stock"):
                    part.baseline = Fraction(random.randint(0, 900), 10)
                if part.target is None or random.random() < 0.8:
                    continue
                if whole.dated and random.random() < 0.5:
                    _dates(book, part, metric, random)
                else:
                    part.curve = random.choice(CURVES)


def _dates(book: Book, goal: GoalSpec, metric: MetricSpec, random: Random) -> None:
    year = book.first.year
    quarters = [
        (f"{year}Q{q}", date(year, 3 * q - 2, 1), date(year, 3 * q, monthrange(year, 3 * q)[1]))
        for q in (1, 2, 3, 4)
    ]
    quarters = [one for one in quarters if one[2] <= book.last]
    target = goal.target or Fraction(0)
    if metric.kind == "flow":
        goal.dated = [(*one, target / 5) for one in quarters[: random.randint(1, len(quarters))]]
        return
    start = goal.baseline if goal.baseline is not None else target
    steps = [Fraction(1, 10), Fraction(1, 2), Fraction(3, 5), Fraction(1)]
    goal.dated = [(*one, start + (target - start) * step) for one, step in zip(quarters, steps, strict=False)]


def books(plans: int = 1) -> st.SearchStrategy[Book]:
    """Books for properties."""
    return st.integers(0, 2**48).map(lambda seed: draw_book(Random(seed), plans))


def _as_of(random: Random, first: date, last: date) -> date:
    chance = random.random()
    if chance < 0.03:
        return first - timedelta(days=random.randint(1, 40))
    if chance < 0.13:
        return last + timedelta(days=random.randint(0, 90))
    day = first + timedelta(days=random.randrange((last - first).days + 1))
    return day.replace(day=monthrange(day.year, day.month)[1]) if random.random() < 0.6 else day


def _rates(random: Random, year: int) -> dict[str, dict[str, dict[str, Fraction]]]:
    months = [f"{year}-{month:02}" for month in range(1, 13)]
    average = {month: Fraction(random.randint(680, 740), 100) for month in months}
    closing = {month: Fraction(random.randint(680, 740), 100) for month in months}
    if random.random() < 0.2:
        del average[random.choice(months)]
    return {"USD": {"budget": {"": Fraction(72, 10)}, "average": average, "closing": closing}}


def _govern(random: Random, book: Book) -> None:
    book.missing = random.choice(("", "", "renormalise", "propagate", "fail"))
    book.coverage = random.choice((None, None, Fraction(1, 2), Fraction(9, 10)))
    if random.random() < 0.25:
        book.hysteresis = (Fraction(random.choice((0, 1, 2, 5)), 100), random.choice((1, 2, 3)))
    if random.random() < 0.2:
        book.guardrail = random.choice(("at_risk", "off_track", "unknown"))
    if random.random() < 0.4:
        book.status = random.choice(_RULES)


@lru_cache(maxsize=4096)
def months_of(first: date, last: date) -> list[tuple[date, date]]:
    """The months from a first to a last day."""
    found, day = [], first
    while day <= last:
        end = day.replace(day=monthrange(day.year, day.month)[1])
        found.append((day, min(end, last)))
        day = end + timedelta(days=1)
    return found


class _Plan:
    """Draws one plan into a book."""

    def __init__(self, random: Random, book: Book, prefix: str) -> None:
        self.random = random
        self.book = book
        self.prefix = prefix
        self.count = 0
        self.wholes: list[str] = []

    def draw(self) -> None:
        families = (
            [self.solo] * 5
            + [self.tree] * 6
            + [self.formula] * 5
            + [
                self.segmented,
                self.loop,
                self.index,
                self.restated,
                self.twin,
                self.guarded,
                self.pooled,
                self.pooled,
            ]
        )
        for _ in range(self.random.choice((1, 2, 2, 3))):
            self.random.choice(families)()

    # Pieces.

    def name(self) -> str:
        self.count += 1
        return f"{self.prefix}m{self.count}"

    def amount(self, kind: str) -> Fraction:
        random = self.random
        if kind == "ratio":
            return Fraction(random.randint(20, 900), 1000)
        if kind == "score":
            return Fraction(random.randint(-40, 90))
        scale = random.choice((1, 1, 10, 100))
        return Fraction(random.randint(1, 999 * scale), scale)

    def metric(self, kind: str, **more: Any) -> MetricSpec:
        random = self.random
        unit = {
            "ratio": "%",
            "stock": "people",
            "distinct": "people",
            "flow": "orders",
            "mean": "orders",
            "score": "points",
        }[kind]
        money = ""
        if kind in ("flow", "stock", "mean") and random.random() < 0.4:
            unit = money = random.choice(("CNY", "CNY", "USD"))
        made = MetricSpec(
            key=self.name(),
            kind=kind,
            direction=random.choice(("up", "up", "down")),
            unit=unit,
            money=money,
            **more,
        )
        self.book.metrics[made.key] = made
        return made

    def goal(self, metric: MetricSpec, key: str = "", **more: Any) -> GoalSpec:
        made = GoalSpec(key=key or metric.key, metric=metric.key, **more)
        self.book.goals[made.key] = made
        return made

    def terms(self, goal: GoalSpec, metric: MetricSpec, period: bool = True) -> None:
        """Target, baseline and how the goal is judged."""
        random, kind = self.random, metric.kind
        level = self.amount(kind)
        if random.random() < (0.75 if kind != "flow" else 0.3):
            goal.baseline = level
        if random.random() < 0.95:
            goal.target = self.wanted(metric, goal.baseline)
        if kind == "flow" and goal.target is not None and not metric.formula:
            goal.target = abs(goal.target) * random.choice((1, 6, 12))
        if metric.money == "CNY" and random.random() < 0.2:
            goal.target_in = "USD"
            goal.target = abs(self.amount("flow")) if goal.target is not None else None
            if goal.baseline is not None:
                goal.baseline_in = random.choice(("", "USD"))
        if random.random() < 0.3 and kind != "flow":
            goal.semantics = random.choice(("average", "every", "end"))
        if random.random() < 0.1 and kind == "flow":
            goal.semantics = random.choice(("every", "end", "average"))
        self.judged(goal, metric)
        if period and random.random() < 0.2 and self.book.label.isdigit():
            self.own_period(goal)
        self.phased(goal, metric)

    def wanted(self, metric: MetricSpec, baseline: Fraction | None) -> Fraction:
        random = self.random
        target = self.amount(metric.kind)
        better = random.random() < 0.9
        if baseline is not None and better and random.random() < 0.95:
            step = abs(target - baseline) or Fraction(1, 100)
            target = baseline + (step if metric.direction == "up" else -step)
        if metric.kind == "score" or random.random() < 0.04:
            return target if random.random() < 0.9 else Fraction(0)
        return target

    def judged(self, goal: GoalSpec, metric: MetricSpec) -> None:
        random = self.random
        chance = random.random()
        if chance < 0.08 and goal.target is not None and not goal.target_in:
            metric_up = metric.direction
            if metric_up == "up":
                metric.direction = "band"
            goal.high = goal.target + abs(self.amount(metric.kind)) + Fraction(1, 100)
            if metric.direction != "band":
                goal.high = None
            elif random.random() < 0.5:
                goal.outer = (goal.target - 1, goal.high + 1)
        elif chance < 0.35:
            goal.method = random.choice(
                ("progress", "ratio", "inverse_ratio", "two_minus", "signed_gap", "threshold", "okr", "auto")
            )
        elif chance < 0.42:
            goal.method, goal.worst = "worst_target", self.amount(metric.kind)
        elif chance < 0.5 and goal.target is not None and not goal.target_in:
            sign = 1 if metric.direction == "up" else -1
            goal.method = "tiers"
            scores = random.choice(((), (Fraction(1, 2), Fraction(1), Fraction(3, 2))))
            step = abs(self.amount("ratio"))
            goal.tiers = (goal.target - sign * step, goal.target + sign * step, scores)
        if random.random() < 0.3:
            goal.basis = random.choice(("level", "increment", "pp", "sigma"))
        if random.random() < 0.15:
            goal.status = random.choice(_RULES)

    def own_period(self, goal: GoalSpec) -> None:
        year = self.book.first.year
        choices = {
            "H1": (date(year, 1, 1), date(year, 6, 30)),
            "H2": (date(year, 7, 1), date(year, 12, 31)),
            "Q2": (date(year, 4, 1), date(year, 6, 30)),
        }
        half, days = self.random.choice(list(choices.items()))
        goal.period = (f"{year}{half}", *days)

    def phased(self, goal: GoalSpec, metric: MetricSpec) -> None:
        random = self.random
        if random.random() < 0.45 or goal.target is None:
            return
        if random.random() < 0.25 and not goal.target_in and goal.high is None and goal.period is None:
            _dates(self.book, goal, metric, random)
            return
        goal.curve = random.choice(CURVES)

    # Data.

    def observe(
        self, metric: MetricSpec, segment: Segment = (), *, counted: bool = False, whole: float = 0.6
    ) -> None:
        random, book = self.random, self.book
        # What ends after the day of the review plays no part: some of it is enough to see that.
        months = months_of(book.first, min(book.last, max(book.as_of, book.first) + timedelta(days=45)))
        chance = random.random()
        if chance < 0.08:
            return
        until = len(months) if chance < whole else random.randint(1, len(months))
        hole = random.randrange(until) if random.random() < 0.12 else -1
        abroad = metric.money in ("CNY", "USD") and random.random() < 0.25
        other = "USD" if metric.money == "CNY" else "CNY"
        seen = []
        for at, (first, last) in enumerate(months[:until]):
            if at == hole:
                if random.random() < 0.5:
                    continue
            seen.append(
                Seen(
                    label=f"{first.year}-{first.month:02}",
                    first=first,
                    last=last,
                    value=None if at == hole else self.amount(metric.kind),
                    count=random.randint(1, 500) if counted else None,
                    money=other if abroad else "",
                )
            )
        if random.random() < 0.2:
            seen = self.past(metric, counted) + seen
        book.seen[metric.key, segment] = seen

    def past(self, metric: MetricSpec, counted: bool) -> list[Seen]:
        """Whole years before, newest last; the oldest may begin in its middle."""
        random, year = self.random, self.book.first.year
        begin = date(year - random.choice((1, 2, 2, 3)), random.choice((1, 1, 1, 7, 12)), 1)
        return [
            Seen(
                label=f"{first.year}-{first.month:02}",
                first=first,
                last=last,
                value=Fraction(int(self.amount(metric.kind)) or 1)
                if metric.kind != "ratio"
                else self.amount("ratio"),
                count=random.randint(1, 500) if counted else None,
            )
            for first, last in months_of(begin, self.book.first - timedelta(days=1))
        ]

    def odd(self, metric: MetricSpec, goal: GoalSpec) -> None:
        """Observations by quarters, or by days of a month that is the goal's period."""
        random, year, book = self.random, self.book.first.year, self.book
        seen = []
        if random.random() < 0.5 or goal.dated:
            for q in range(1, random.randint(2, 5)):
                last = date(year, 3 * q, monthrange(year, 3 * q)[1])
                seen.append(
                    Seen(
                        label=f"{year}Q{q}",
                        first=date(year, 3 * q - 2, 1),
                        last=last,
                        value=self.amount(metric.kind),
                    )
                )
        else:
            month = random.randint(1, 6)
            first = date(year, month, 1)
            days = monthrange(year, month)[1]
            goal.period = (f"{year}-{month:02}", first, first.replace(day=days))
            for n in range(random.randint(5, days)):
                if random.random() < 0.02:
                    continue
                day = first + timedelta(days=n)
                count = random.randint(1, 9) if metric.kind in ("ratio", "mean") else None
                seen.append(
                    Seen(
                        label=day.isoformat(),
                        first=day,
                        last=day,
                        value=self.amount(metric.kind),
                        count=count,
                    )
                )
            if random.random() < 0.5:
                book.as_of = min(book.as_of, first + timedelta(days=random.randrange(days)))
        if seen:
            book.seen[metric.key, ()] = seen

    # Families.

    def solo(self) -> None:
        kind = self.random.choice(("flow", "flow", "stock", "ratio", "mean", "score", "distinct"))
        metric = self.metric(kind)
        goal = self.goal(metric)
        self.terms(goal, metric)
        if self.random.random() < 0.15 and not (kind == "flow" and goal.semantics == "average"):
            self.odd(metric, goal)
        else:
            self.observe(metric, counted=kind in ("ratio", "mean", "score") and self.random.random() < 0.5)
        self.wholes.append(metric.key)

    def tree(self, kind: str = "") -> None:
        random = self.random
        kind = kind or random.choice(("flow", "flow", "flow", "stock", "stock", "distinct"))
        metric = self.metric(kind)
        if kind == "distinct":
            metric.disjoint = set(random.sample(sorted(MEMBERS), random.choice((0, 1, 2, 3))))
        self.branch(metric, counted=False, weighted=False)

    def pooled(self) -> None:
        kind = self.random.choice(("ratio", "mean", "score"))
        weighted = self.random.random() < 0.4
        self.branch(self.metric(kind), counted=self.random.random() < 0.95, weighted=weighted)

    def branch(self, metric: MetricSpec, *, counted: bool, weighted: bool) -> None:
        random = self.random
        root = self.goal(metric)
        self.terms(root, metric)
        leaves = self.cut(root, metric, "d1", weighted)
        for leaf in list(leaves):
            if random.random() < 0.3:
                leaves.remove(leaf)
                leaves += self.cut(leaf, metric, "d2", weighted)
                if random.random() < 0.1:
                    self.observe(metric, leaf.segment, counted=counted)
        if random.random() < 0.15:
            leaves += self.cut(root, metric, "d3", weighted)
            root.rolls_up = random.choice(("d1", "d3"))
        if random.random() < 0.15:
            leaves += self.cut(root, metric, "d2", weighted=False, partial=True)
        for leaf in leaves:
            self.observe(metric, leaf.segment, counted=counted, whole=0.85)
        if random.random() < 0.06:
            self.observe(metric, counted=counted)
        self.wholes.append(metric.key)

    def cut(
        self, goal: GoalSpec, metric: MetricSpec, dimension: str, weighted: bool, *, partial: bool = False
    ) -> list[GoalSpec]:
        random = self.random
        members = list(MEMBERS[dimension])
        random.shuffle(members)
        members = members[: random.randint(1 if partial else 2, len(members))]
        weights = [Fraction(random.randint(1, 9)) for _ in members]
        whole = sum(weights)
        made = []
        for member, weight in zip(members, weights, strict=True):
            part = self.goal(
                metric,
                key=f"{goal.key}.{dimension}.{member}",
                segment=tuple(sorted((*goal.segment, (dimension, member)))),
                parent=goal.key,
                semantics=goal.semantics if random.random() < 0.9 else None,
            )
            if random.random() < 0.97:
                part.target = abs(self.amount(metric.kind)) + Fraction(1, 100)
            if random.random() < 0.3:
                part.baseline = self.amount(metric.kind)
            if weighted:
                part.weight = Fraction(round(weight / whole * 100), 100) or Fraction(1, 100)
            if goal.high is not None or metric.direction == "band":
                part.target = None
            made.append(part)
        (goal.partial_cuts if partial else goal.cuts)[dimension] = [
            (member, part.key) for member, part in zip(members, made, strict=True)
        ]
        return made

    def named(self, *, flows: bool = False, levels: bool = False) -> list[MetricSpec]:
        """Some whole metrics of this plan for a formula to name; made where there are none."""
        known = [self.book.metrics[key] for key in self.wholes]
        kinds = ["flow"] if flows else ["stock", "distinct"] if levels else ["flow", "stock", "ratio", "mean"]
        usable = [metric for metric in known if metric.kind in kinds]
        while len(usable) < 2:
            metric = self.metric(self.random.choice(kinds))
            if self.random.random() < 0.5:
                goal = self.goal(metric)
                self.terms(goal, metric, period=False)
            self.observe(metric, whole=0.8)
            self.wholes.append(metric.key)
            usable.append(metric)
        return self.random.sample(usable, 2)

    def formula(self) -> None:
        random = self.random
        way = random.choice(
            ("ratio", "ratio", "product", "product", "flow", "level", "time", "time", "of_level")
        )
        flows = way not in ("level", "of_level")
        one, two = self.named(flows=flows, levels=not flows)
        a, b = ("ref", one.key, "now", 0), ("ref", two.key, "now", 0)
        kind, expr = "flow", ("+", a, b)
        if way == "ratio":
            kind, expr = (
                "ratio",
                random.choice(
                    (("/", a, b), ("/", a, ("+", a, b)), ("min", ("/", a, b), ("num", Fraction(1, 2))))
                ),
            )
        elif way == "product":
            price = self.metric(random.choice(("mean", "ratio")))
            self.observe(price, whole=0.9)
            expr = ("*", a, ("ref", price.key, "now", 0))
        elif way == "flow":
            expr = random.choice(
                (("-", a, b), ("max", a, b), ("min", a, b), ("+", a, ("*", ("num", Fraction(3, 20)), b)))
            )
        elif way == "level":
            kind, expr = (
                "stock",
                random.choice((("+", a, b), ("-", a, b), ("max", a, ("*", ("num", Fraction(11, 10)), b)))),
            )
        elif way == "of_level":
            kind = random.choice(("stock", "flow", "ratio"))
            expr = random.choice(
                (
                    ("ref", one.key, "change", 0),
                    ("-", a, ("ref", one.key, "opening", 0)),
                    ("/", a, ("ref", one.key, "prev", 1)),
                    ("-", a, ("ref", two.key, "lag", random.choice((1, 2, 3)))),
                )
            )
        else:
            kind = random.choice(("flow", "stock", "ratio"))
            expr = random.choice(
                (
                    ("+", a, ("ref", two.key, "prev", 1)),
                    ("/", a, ("ref", one.key, "year_ago", 0)),
                    ("/", ("ref", one.key, "ytd", 0), ("ref", two.key, "ytd", 0)),
                    ("ref", one.key, "last", random.choice((1, 2, 3))),
                    ("-", a, ("ref", one.key, "lag", random.choice((1, 2, 4)))),
                    ("ref", one.key, "change", 0),
                )
            )
        metric = self.computed(kind, expr)
        goal = self.goal(metric)
        self.terms(goal, metric)
        if random.random() < 0.07:
            self.observe(metric)
        self.wholes.append(metric.key)

    def computed(self, kind: str, expr: Expr) -> MetricSpec:
        """A metric with a formula; its unit is that of money where it names only money, else none is stated."""
        names = [self.book.metrics[name] for name in names_of(expr)]
        metric = MetricSpec(
            key=self.name(), kind=kind, direction=self.random.choice(("up", "down")), unit="", formula=expr
        )
        currencies = {one.money for one in names}
        if (
            len(currencies) == 1
            and currencies != {""}
            and kind != "ratio"
            and expr[0] in ("+", "-", "max", "ref")
        ):
            if not any(part[0] == "num" for part in expr if isinstance(part, tuple)):
                metric.money = metric.unit = self.random.choice(("CNY", "USD"))
        self.book.metrics[metric.key] = metric
        return metric

    def segmented(self) -> None:
        """A product whose parts are computed in their segments."""
        random = self.random
        orders, price = self.metric("flow"), self.metric("mean")
        expr = ("*", ("ref", orders.key, "now", 0), ("ref", price.key, "now", 0))
        metric = MetricSpec(key=self.name(), kind="flow", direction="up", unit="", formula=expr)
        self.book.metrics[metric.key] = metric
        root = self.goal(metric)
        self.terms(root, metric)
        for part in self.cut(root, metric, "d1", weighted=False):
            self.observe(orders, part.segment, whole=0.9)
            self.observe(price, part.segment, whole=0.9)
        if random.random() < 0.3:
            self.observe(orders)
            self.observe(price)
        self.wholes.append(metric.key)

    def loop(self) -> None:
        """A level that follows from itself a month before, and a flow that depends on it."""
        random = self.random
        new = self.metric("flow")
        new.unit, new.money = "people", ""
        self.observe(new, whole=0.9)
        key = self.name()
        before = ("ref", key, "prev", 1)
        expr = ("-", ("+", before, ("ref", new.key, "now", 0)), ("*", ("num", Fraction(1, 20)), before))
        metric = MetricSpec(key=key, kind="stock", direction="up", unit="people", formula=expr)
        self.book.metrics[key] = metric
        goal = self.goal(metric)
        self.terms(goal, metric, period=False)
        goal.target_in = goal.baseline_in = ""
        goal.semantics = random.choice((None, "end", "average"))
        if random.random() < 0.9:
            goal.baseline = self.amount("stock")
        goal.dated = []
        self.wholes.append(key)

    def index(self) -> None:
        random = self.random
        parts = []
        for _ in range(random.choice((2, 3))):
            metric = self.metric(random.choice(("ratio", "score", "stock")))
            metric.direction = "up"
            metric.unit, metric.money = {"ratio": "%", "score": "points", "stock": "people"}[metric.kind], ""
            self.observe(metric, whole=0.95)
            parts.append(metric)
        weights = random.choice(([Fraction(1, 2), Fraction(1, 2)], [Fraction(2, 5), Fraction(3, 5)]))
        if len(parts) == 3:
            weights = [Fraction(1, 5), Fraction(3, 10), Fraction(1, 2)]
        stated = random.random() < 0.7
        made = []
        for metric, weight in zip(parts, weights, strict=True):
            worst, best = Fraction(0), self.amount("ratio" if metric.kind == "ratio" else "flow")
            if random.random() < 0.5:
                worst, best = self.amount(metric.kind), self.amount(metric.kind)
            if best == worst:
                best += 1
            if random.random() < 0.2:
                goal = self.goal(metric)
                goal.target = abs(self.amount("ratio" if metric.kind == "ratio" else "stock")) + Fraction(
                    1, 100
                )
                if random.random() < 0.5:
                    goal.baseline = goal.target - Fraction(1, 200)
                made.append((metric.key, weight if stated else None, None, None))
            else:
                made.append((metric.key, weight if stated else None, worst, best))
        metric = MetricSpec(key=self.name(), kind="composite", direction="up", unit="")
        metric.index = (random.choice(("arithmetic", "arithmetic", "min")), made)
        self.book.metrics[metric.key] = metric
        goal = self.goal(metric)
        goal.target = Fraction(random.randint(50, 100), 100)
        if random.random() < 0.4:
            goal.baseline = Fraction(random.randint(1, 49), 100)

    def restated(self) -> None:
        if not self.wholes or self.wholes[-1] not in self.book.goals:
            self.solo()
        other = self.book.goals[self.wholes[-1]]
        metric = self.book.metrics[other.metric]
        goal = self.goal(metric, key=self.name(), restates=other.key)
        goal.baseline, goal.target, goal.high = other.baseline, other.target, other.high
        goal.target_in, goal.baseline_in, goal.semantics = other.target_in, other.baseline_in, other.semantics
        goal.period = other.period
        if goal.high is None and self.random.random() < 0.5:
            goal.method = self.random.choice(("ratio", "signed_gap", None))

    def twin(self) -> None:
        """A second goal of the same metric, for half of the year or on other terms."""
        if not self.wholes or self.wholes[-1] not in self.book.goals:
            self.tree()
        metric = self.book.metrics[self.wholes[-1]]
        if metric.direction == "band":
            return
        goal = self.goal(metric, key=self.name())
        self.terms(goal, metric)
        goal.dated = []
        if metric.direction == "band":
            goal.high, goal.outer, metric.direction = None, None, "up"

    def guarded(self) -> None:
        """A result whose process metric has a healthy range."""
        random = self.random
        self.solo()
        result = self.book.metrics[self.wholes[-1]]
        process = self.metric(random.choice(("ratio", "stock")))
        process.unit, process.money = {"ratio": "%", "stock": "people"}[process.kind], ""
        level = self.amount(process.kind)
        process.healthy = random.choice(((level, None), (None, level), (level, level + 1)))
        self.observe(process)
        self.book.pairs[result.key] = [process.key]
        if random.random() < 0.4:
            goal = self.goal(process)
            self.terms(goal, process, period=False)


def names_of(expr: Expr) -> list[str]:
    """The names in a formula."""
    if expr[0] == "ref":
        return [expr[1]]
    if expr[0] == "num":
        return []
    return list(dict.fromkeys(name for part in expr[1:] for name in names_of(part)))


# As a plan file and as a table.


def said(value: Fraction, unit: str = "") -> str:
    """A number as a plan writes it."""
    if unit == "%":
        return f"{_plain(value * 100)}%"
    return f"{_plain(value)} {unit}" if unit in ("CNY", "USD") else _plain(value)


def _plain(value: Fraction) -> str:
    return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"


def formula_text(expr: Expr) -> str:
    """A formula as a plan writes it."""
    if expr[0] == "num":
        return _plain(expr[1])
    if expr[0] == "ref":
        _, name, reading, periods = expr
        return (
            name
            if reading == "now"
            else f"{reading}({name}, {periods})"
            if reading in ("lag", "last")
            else f"{reading}({name})"
        )
    parts = [formula_text(part) for part in expr[1:]]
    return f"({f' {expr[0]} '.join(parts)})" if expr[0] in "+-*/" else f"{expr[0]}({', '.join(parts)})"


def plan_of(book: Book) -> dict[str, Any]:
    """The book as a plan for `goaltree.loads`."""
    plan: dict[str, Any] = {
        "goaltree": 1,
        "plan": "oracle",
        "period": book.label,
        "currency": "CNY",
        "fx": _fx(book),
        "segments": {name: {"members": list(members)} for name, members in MEMBERS.items()},
        "metrics": {key: _metric(metric) for key, metric in book.metrics.items()},
        "goals": {key: _goal(book, goal) for key, goal in book.goals.items() if not goal.parent},
        "governance": _governance(book),
    }
    if book.holidays:
        plan["calendar"] = {"holidays": book.holidays}
    if book.pairs:
        plan["pairs"] = dict(book.pairs)
    return plan


def _fx(book: Book) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for code, kinds in book.fx.items():
        found[code] = {
            kind: _plain(rates[""]) if "" in rates else {month: _plain(rate) for month, rate in rates.items()}
            for kind, rates in kinds.items()
        }
    return found


def _metric(metric: MetricSpec) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": metric.kind, "direction": metric.direction}
    if metric.unit:
        found["unit"] = metric.unit
    if metric.formula is not None:
        found["formula"] = formula_text(metric.formula)
    if metric.disjoint:
        found["disjoint"] = sorted(metric.disjoint)
    if metric.healthy is not None:
        low, high = metric.healthy
        unit = metric.unit
        if low is None:
            found["healthy"] = f"≤{said(high, unit)}"
        else:
            found["healthy"] = (
                f"≥{said(low, unit)}" if high is None else f"{said(low, unit)}~{said(high, unit)}"
            )
    if metric.index is not None:
        combine, parts = metric.index
        found["index"] = {"combine": combine, "parts": {}}
        for name, weight, worst, best in parts:
            one: dict[str, Any] = {}
            if weight is not None:
                one["weight"] = _plain(weight)
            if worst is not None and best is not None:
                unit = "%" if worst.denominator > 1 or best.denominator > 1 else ""
                one |= {"worst": said(worst, unit), "best": said(best, unit)}
            found["index"]["parts"][name] = one or None
    return found


def _goal(book: Book, goal: GoalSpec) -> dict[str, Any]:
    metric = book.metrics[goal.metric]
    unit = metric.unit
    found: dict[str, Any] = {}
    if not goal.parent and goal.key != goal.metric:
        found["metric"] = goal.metric
    if goal.target is not None:
        found["target"] = said(goal.target, goal.target_in or unit)
        if goal.high is not None:
            found["target"] += f"~{said(goal.high, unit)}"
    if goal.baseline is not None:
        found["baseline"] = said(goal.baseline, goal.baseline_in or unit)
    for name in ("semantics", "method", "basis", "restates", "rolls_up"):
        if getattr(goal, name):
            found[name] = getattr(goal, name)
    if goal.worst is not None:
        found["worst"] = said(goal.worst, unit)
    if goal.outer is not None:
        found["outer"] = f"{said(goal.outer[0], unit)}~{said(goal.outer[1], unit)}"
    if goal.tiers is not None:
        threshold, stretch, scores = goal.tiers
        found["tiers"] = {"threshold": said(threshold, unit), "stretch": said(stretch, unit)}
        if scores:
            found["tiers"]["scores"] = [_plain(one) for one in scores]
    if goal.curve:
        found["phasing"] = goal.curve
    if goal.dated:
        found["phasing"] = {"dated": {label: said(value, unit) for label, _, _, value in goal.dated}}
    if goal.weight is not None:
        found["weight"] = _plain(goal.weight)
    if goal.period is not None:
        found["period"] = goal.period[0]
    if goal.status:
        found["status"] = _rules(goal.status, unit)
    for section, cuts in (("cuts", goal.cuts), ("of_which", goal.partial_cuts)):
        if cuts:
            found[section] = {
                d: {m: _goal(book, book.goals[key]) for m, key in parts} for d, parts in cuts.items()
            }
    return found


def _rules(rules: list[Rule], unit: str) -> list[dict[str, str]]:
    found = []
    for status, condition in rules:
        one = {"status": status}
        if condition is not None:
            reading, sign, limit = condition
            one["when"] = f"{reading}(goal) {sign} {_plain(limit)}"
        found.append(one)
    return found


def _governance(book: Book) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if book.missing:
        found["missing"] = book.missing
    if book.coverage is not None:
        found["coverage"] = _plain(book.coverage)
    if book.hysteresis is not None:
        margin, in_a_row = book.hysteresis
        found["hysteresis"] = {"margin": said(margin, "%"), "in_a_row": str(in_a_row)}
    if book.guardrail:
        found["guardrail"] = book.guardrail
    if book.status:
        found["status"] = _rules(book.status, "")
    return found


def rows_of(book: Book) -> list[dict[str, Any]]:
    """What was observed as rows for `goaltree.observe` with `percent="fraction"`."""
    return [
        {
            "metric": metric,
            "segment": ";".join(f"{dimension}={member}" for dimension, member in segment),
            "period": one.label,
            "value": None if one.value is None else _plain(one.value),
            "count": one.count,
            "unit": one.money or None,
        }
        for (metric, segment), seen in book.seen.items()
        for one in seen
    ]
