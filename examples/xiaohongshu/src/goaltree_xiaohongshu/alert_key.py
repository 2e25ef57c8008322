"""The answer key of the year's alerts, worked out without goaltree: SYNTHETIC 合成数据, not Xiaohongshu's.

From the values of `course.py` and the targets and baselines of `plan/goals.yaml` alone, in exact fractions, as one
would with pencil and paper. `python -m goaltree_xiaohongshu.alert_key` writes `alerts.yaml` again, byte for byte.
"""

from __future__ import annotations

import re
import sys
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from attrs import frozen

from . import plan_path, synthetic
from .course import LAST, PAID_BACK, RESTATED, RESTATED_ON, STOPS, YEAR, Point, points
from .facts import PANELS

WARNING: Final = Fraction(-10, 100)
"""A deviation that is not above it is a warning."""
EMERGENCY: Final = Fraction(-20, 100)
"""A deviation below it is an emergency, of a core goal."""
LEAST: Final = Fraction(1, 20)
"""The share of the way from which an increment is taken."""

Values = Mapping[int, Fraction]
"""What is known of a series, by month."""

HEAD: Final = """\
# The answer key of the year's alerts (SYNTHETIC 合成数据, not Xiaohongshu's): which goal comes onto which rung of the
# deviation ladder of plan/governance.yaml, and leaves it, at the review of which day. Written before any alert was read.
#
# Worked out by alert_key.py, which knows nothing of goaltree: the values of course.py, the targets and baselines of
# plan/goals.yaml, and these rules, all with exact fractions:
#   due        totals: target x the share of the year, by days (gmv, its channels, live_gmv and big_live_events: by
#              the mean of the shares of 2023 and 2024). Levels: baseline + (target - baseline) x the share of the
#              days; a level without baseline is due in full at any time.
#   deviation  (value - due) / due, and / |due - baseline| for stocks, counts, scores and rates that grow from a
#              baseline; turned round where less is better.
#   rung       <= -10 %: warning. Below -20 %, of a core goal: emergency. Parts of a core goal are not core.
#   knowledge  a month is known on the 4th of the next, at 09:00. The restated months of feed advertising, and June
#              of the brands from abroad (until then new_brands is its domestic part against 550 of 600), come with
#              July, on 4 August. The survey ends with April, the creator platform with August: what stood then stays.
# By hand, for one: quality notes in January are 40.5 %; 40 + 5 x 31/365 = 40.4247 are due: +17.7 % of the way, no alert.
# NPS in January is 40.0; 40 + 2 x 31/365 = 40.1699 are due: -100 %, an emergency.
#
# What the key itself had wrong, and was corrected after the alerts were read, is marked "corrected".
#
# What happens: opens (on no rung before), rises (from warning to emergency; both stay open), falls (from emergency to
# warning: the emergency is closed), closes (all that is open). since: the month in which the unbroken run on this
# rung or a graver one began, which names the alert: goal/since/level. deviation: in percent.
# risks: whether the condition of an action's risk holds, by the latest month that is known, from the month on in which
# the action begins or goes live. live_hosts is not here: its condition never holds.
"""


@frozen(kw_only=True)
class Line:
    """A goal as the key needs it.

    Attributes:
        name: Its address.
        metric: Key of its metric.
        segment: The part of the business; empty for the whole.
        kind: Kind of its metric.
        target: In the unit of the metric.
        baseline: `None` where it has none.
        sign: -1 where less is better.
        is_core: Whether it is a core goal.
    """

    name: str
    metric: str
    segment: str
    kind: str
    target: Fraction
    baseline: Fraction | None
    sign: int
    is_core: bool


@frozen(kw_only=True)
class Event:
    """What happens to a goal at a review.

    Attributes:
        day: Of the review.
        does: `opens`, `rises`, `falls` or `closes`.
        level: The rung that it then stands on; empty where it is closed.
        since: The month in which the run began; empty where it is closed.
        deviation: The deviation at the latest month that is known; `None` of a risk.
    """

    day: date
    does: str
    level: str = ""
    since: str = ""
    deviation: Fraction | None = None


# The plan, read as plain text.

_NUMBER: Final = re.compile(r"[≥≤]?(\d+(?:\.\d+)?)(?::1)? ?([亿万]?)(%?)")
_SIZES: Final = {"亿": 10**8, "万": 10**4, "": 1}


def number(text: object) -> Fraction:
    """A number as goals.yaml writes it."""
    found = _NUMBER.match(str(text))
    assert found is not None
    return Fraction(found[1]) * _SIZES[found[2]] / (100 if found[3] else 1)


@cache
def lines() -> tuple[Line, ...]:
    """Every goal that has a target, with its parts."""
    goals, metrics = (_read(name) for name in ("goals", "metrics"))
    found: list[Line] = []
    for key, goal in goals.items():
        metric = {**metrics.get(key, {}), **goal}
        found.append(_line(key, key, metric, _segment(goal.get("segment")), goal))
        for cut in ("cuts", "of_which"):
            for dimension, members in goal.get(cut, {}).items():
                for member, part in members.items():
                    own = part if isinstance(part, dict) else {"target": part}
                    if "goal" not in own:
                        found.append(
                            _line(f"{key}.{dimension}.{member}", key, metric, f"{dimension}={member}", own)
                        )
    return tuple(found)


def _read(name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load((plan_path() / f"{name}.yaml").read_text(encoding="utf-8"))
    return found[name]  # type: ignore[no-any-return]


def _segment(given: Mapping[str, Sequence[str]] | None) -> str:
    return ";".join(f"{key}={one}" for key, members in (given or {}).items() for one in members)


def _line(name: str, metric: str, told: Mapping[str, Any], segment: str, own: Mapping[str, Any]) -> Line:
    return Line(
        name=name,
        metric=metric,
        segment=segment,
        kind=told["kind"],
        target=number(own["target"]),
        baseline=number(own["baseline"]) if "baseline" in own else None,
        sign=-1 if told["direction"] == "down" else 1,
        is_core=bool(own.get("core")),
    )


# What people do about it, worked out by hand.

TALES: Final = """\
# What becomes of the alerts on which somebody speaks (weeks.py): the emergency meeting decides on every emergency the
# same afternoon, within the 24 hours that the plan gives, but not on that of AR. Its time is over on 5 February at
# 09:00; the next review is that of Monday the 10th. The answer of the 12th is no decision, that of the 25th is: the
# Monday after it is 3 March. states: what a review shows of an alert.
undecided:
  ar_penetration:
    - {day: 2025-02-10, does: opens, level: undecided, since: "2025-01"}
    - {day: 2025-03-03, does: closes}

states:
  cross_border_share/2025-01/emergency: {2025-02-04: open, 2025-02-10: decided}
  ar_penetration/2025-01/emergency: {2025-02-10: open, 2025-02-17: answered, 2025-03-03: decided}
  ar_penetration/2025-01/undecided: {2025-02-10: open, 2025-02-17: answered}
  gmv.channel.跨境/2025-03/warning: {2025-04-07: open, 2025-04-14: answered}
"""

# What is known.


def known_on(month: int) -> date:
    """The day on which a month is known: the fourth after its last day."""
    return date(YEAR, month, monthrange(YEAR, month)[1]) + timedelta(days=4)


class Known:
    """What is known when a month has come in.

    Args:
        upto: That month.
    """

    def __init__(self, upto: int) -> None:
        self.upto = upto
        self.series: dict[tuple[str, str], dict[int, Fraction]] = {}
        for point in points():
            if self._is_known(point.metric, point.segment, point.month):
                value = _counted(point)
                self.series.setdefault((point.metric, point.segment), {})[point.month] = value
        if upto >= RESTATED_ON.month:
            feed = self.series["ad_revenue", "ad_type=信息流"]
            for month in RESTATED:
                feed[month] *= 1 - PAID_BACK

    def _is_known(self, metric: str, segment: str, month: int) -> bool:
        if month > self.upto or (metric in _CREATORS and month > STOPS):
            return False
        return (metric, segment, month) != ("new_brands", "origin=国际", 6) or self.upto > 6

    def totals(self, metric: str, segment: str = "") -> Values:
        """What months of a flow make together, as far as they follow one another."""
        found, total = {}, Fraction(0)
        for month in range(1, self.upto + 1):
            value = self.series[metric, segment].get(month)
            if value is None:
                break
            found[month] = total = total + value
        return found

    def levels(self, metric: str, segment: str = "") -> Values:
        """The months of a level."""
        return self.series.get((metric, segment), {})


CORRECTED: Final = {
    "brand_renewal": "corrected: its facts are about 480 contracts, of which 71.2 % cannot be had to the digit; with the "
    "values\n  # of course.py it would rise to an emergency in April (-20.9 %, and -18.5 % as the contracts have it)",
}
"""What the key itself had wrong, and was corrected after the alerts were read."""
_CREATORS: Final = ("active_creators", "creator_output", "creator_monetisation", "ai_assistant_usage")


def _counted(point: Point) -> Fraction:
    """A value as the facts can tell it: people and shops by one of so many that stands for them, contracts whole."""
    table = {"active_creators": "creators", "local_merchants": "merchants"}.get(point.metric)
    if point.metric == "mau":
        table = "users_abroad" if point.segment == "region=海外" else "users"
    if table is not None:
        return Fraction(round(point.value / PANELS[table]) * PANELS[table])
    if point.metric == "brand_renewal":
        return Fraction(round(point.value * point.count), point.count)
    return point.value


_PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "mau": ("region=国内", "region=海外"),
    "gmv": ("channel=站内", "channel=站外", "channel=跨境"),
    "active_creators": ("tier=头部", "tier=中腰部", "tier=素人"),
    "local_gmv": ("service=到店", "service=外卖"),
    "ad_revenue": ("ad_type=品牌", "ad_type=搜索", "ad_type=信息流"),
    "new_brands": ("origin=国际", "origin=国货"),
}
"""Wholes that no system counts: they are what their parts make."""


def figures(line: Line, known: Known) -> Values:
    """The value of a goal at the end of each month."""
    if line.name == "dau_mau":
        dau, mau = known.levels("dau"), _sum(known, "mau", known.levels)
        return {month: dau[month] / mau[month] for month in mau}
    if line.name == "cross_border_share":
        part, whole = known.totals("gmv", "channel=跨境"), _sum(known, "gmv", known.totals)
        return {month: part[month] / whole[month] for month in whole}
    of = known.totals if line.kind == "flow" else known.levels
    return _sum(known, line.metric, of) if _is_whole(line) else of(line.metric, line.segment)


def _is_whole(line: Line) -> bool:
    return not line.segment and line.metric in _PARTS


def _sum(known: Known, metric: str, of: Any) -> Values:
    parts = [of(metric, segment) for segment in _PARTS[metric]]
    return {m: sum(p[m] for p in parts) for m in range(1, known.upto + 1) if all(m in p for p in parts)}


# What is due.


@cache
def season(metric: str, segments: tuple[str, ...]) -> tuple[Fraction, ...] | None:
    """The share of the year by the end of each month, as 2023 and 2024 had it; `None` where they are not known."""
    told = [row for row in synthetic.rows() if row.metric == metric and row.segment in segments]
    years = []
    for year in (YEAR - 2, YEAR - 1):
        rows = [[row for row in told if row.period == f"{year}-{month:02}"] for month in range(1, LAST + 1)]
        if not all(rows):
            return None
        months = [sum(number(row.value) for row in month) for month in rows]
        years.append([sum(months[: at + 1]) / Fraction(sum(months)) for at in range(LAST)])
    return tuple((one + two) / 2 for one, two in zip(*years, strict=True))


def share(line: Line, month: int) -> Fraction:
    """The share of the way that is planned to be gone by the end of a month."""
    if line.kind == "flow":
        segments = _PARTS[line.metric] if _is_whole(line) else (line.segment,)
        shape = season(line.metric, segments)
        if shape is not None:
            return shape[month - 1]
    last = date(YEAR, month, monthrange(YEAR, month)[1])
    return Fraction((last - date(YEAR - 1, 12, 31)).days, (date(YEAR, 12, 31) - date(YEAR - 1, 12, 31)).days)


def due(line: Line, month: int) -> Fraction:
    """What is due by the end of a month."""
    if line.kind == "flow":
        return line.target * share(line, month)
    if line.baseline is None:
        return line.target
    return line.baseline + (line.target - line.baseline) * share(line, month)


def deviation(line: Line, value: Fraction, month: int) -> Fraction:
    """How far a value is from what is due, as a share; below zero is adverse."""
    wanted = due(line, month)
    base = wanted
    if line.kind in ("stock", "distinct", "score", "ratio") and line.baseline is not None:
        base -= line.baseline if share(line, month) >= LEAST else 0
    return line.sign * (value - wanted) / abs(base)


def deviations(line: Line, known: Known) -> Values:
    """The deviation of a goal at the end of each month."""
    found = {month: deviation(line, value, month) for month, value in figures(line, known).items()}
    if line.name == "new_brands" and known.upto == 6:
        domestic = next(one for one in lines() if one.name == "new_brands.origin.国货")
        found[6] = deviations(domestic, known)[6]
    return found


# What comes of it.


def rung(line: Line, given: Fraction) -> str:
    """The rung of a deviation; empty for none."""
    seen = round(given, 9)
    if line.is_core and seen < EMERGENCY:
        return "emergency"
    return "warning" if seen <= WARNING else ""


def since(line: Line, given: Values, level: str) -> str:
    """The first month of the run on a rung or a graver one."""
    wanted = ("emergency",) if level == "emergency" else ("warning", "emergency")
    first = max(given)
    for month in sorted(given, reverse=True):
        if rung(line, given[month]) not in wanted:
            break
        first = month
    return f"{YEAR}-{first:02}"


def events(line: Line) -> Iterator[Event]:
    """What happens to a goal, from one month's knowledge to the next."""
    before = ""
    for month in range(1, LAST + 1):
        given = deviations(line, known(month))
        if not given:
            continue
        latest = given[max(given)]
        now = rung(line, latest)
        does = {
            (False, True): "opens",
            (True, False): "closes",
        }.get((bool(before), bool(now)), "rises" if now == "emergency" else "falls")
        if now != before:
            yield Event(
                day=known_on(month),
                does=does,
                level=now,
                since=since(line, given, now) if now else "",
                deviation=latest,
            )
        before = now


# Risks whose condition holds.


_Condition = Callable[[Line, int, Values], bool | None]
RISKS: Final[Mapping[str, tuple[str, int, _Condition]]] = {
    # pace: the value against what is due; of a total not before a twentieth of the way is due
    "overseas_growth": ("mau.region.海外", 1, lambda line, month, had: had[month] < due(line, month)),
    "live_hosts": (
        "live_gmv",
        1,
        lambda line, month, had: None if share(line, month) < LEAST else had[month] < due(line, month),
    ),
    # attainment: the way from baseline to target that is gone; without a baseline how far it is from the target
    "rumour_model": ("rumour_accuracy", 1, lambda line, month, had: had[month] < line.target),
    "loyalty": ("repurchase", 4, lambda line, month, had: had[month] < line.target),
    "priority_delivery": ("cross_border_fulfilment", 4, lambda line, month, had: had[month] > line.target),
    # change: against the month before
    "market_ranking": (
        "note_conversion",
        1,
        lambda _line, month, had: had[month] <= had[month - 1] if month - 1 in had else None,
    ),
}
"""The conditions of the plan's risks, by action: the goal, the first month in which the action shows, whether it holds."""


def risk_events(action: str) -> Iterator[Event]:
    """When the condition of the one risk of an action begins and ceases to hold."""
    name, first, holds = RISKS[action]
    line = next(one for one in lines() if one.name == name)
    began = 0
    for month in range(first, LAST + 1):
        had = figures(line, known(month))
        now = holds(line, max(had), had)
        if now and not began:
            began = month
            yield Event(day=known_on(month), does="opens", level="risk", since=f"{YEAR}-{month:02}")
        elif began and now is False:
            began = 0
            yield Event(day=known_on(month), does="closes")


@cache
def known(upto: int) -> Known:
    """What is known when a month has come in, made once."""
    return Known(upto)


def text() -> str:
    """The key as a YAML file."""
    out = [HEAD, "deviations:"]
    for line in lines():
        told = list(events(line))
        if told:
            out += [f"  # {CORRECTED[line.name]}"] if line.name in CORRECTED else []
            out.append(f"  {line.name}:")
            out += [f"    - {_said(one)}" for one in told]
    out += ["", "risks:"]
    for action in RISKS:
        told = list(risk_events(action))
        if told:
            out.append(f"  {action}:")
            out += [f"    - {_said(one)}" for one in told]
    return "\n".join((*out, "", TALES))


def _said(one: Event) -> str:
    share = "" if one.deviation is None else f"{float(100 * one.deviation):.1f}"
    parts = {
        "day": one.day,
        "does": one.does,
        "level": one.level,
        "since": one.since and f'"{one.since}"',
        "deviation": share,
    }
    return "{" + ", ".join(f"{key}: {value}" for key, value in parts.items() if value) + "}"


def main() -> int:
    """Write the key where it belongs."""
    path = Path(__file__).with_name("alerts.yaml")
    path.write_text(text(), encoding="utf-8", newline="")
    sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
