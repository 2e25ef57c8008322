"""Time as the author of an action writes it: `Q1 启动，Q4 完成`, `每周 1 次`, `by 2025-06-30`."""

from __future__ import annotations

import itertools
import re
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from attrs import evolve, frozen

from ..finding import Fault, Words, excerpt
from .calendar import Calendar
from .date import MAX_TEXT, Folded, fold
from .duration import Duration, parse_duration
from .period import MONTH_NAMES, Period, span
from .recurrence import Recurrence, recurrence_in, within_in
from .time_faults import PERIOD_REVERSED, TIME_AMBIGUOUS, TIMING_UNREADABLE

__all__ = ["Duration", "Milestone", "Recurrence", "Timing", "parse_duration", "parse_timing"]


@frozen(kw_only=True)
class Milestone:
    """What happens in a period, in the author's word for it.

    Attributes:
        label: The word (`启动`, `全量上线`), empty where the author gives only the period.
        period: When; `None` where the clause says no time.
        open_start: It is done by the period's last day, and began who knows when (`完成`, `by`, `底前`).
        open_end: It begins in the period, and goes on who knows how long (`启动`, `from`, `起`).
    """

    label: str
    period: Period | None
    open_start: bool = False
    open_end: bool = False


@frozen(kw_only=True)
class Timing:
    """Time in the author's words, and what it means.

    Attributes:
        text: As written; `str()` gives it back.
        milestones: In the order written, which is the order of time.
        recurrence: How often, where it is said.
        continuous: Whether it is said to go on all the time (`常态化`, `持续`, `ongoing`).
        within: A length of time from an event that is not dated (`24小时内`).
    """

    text: str
    milestones: tuple[Milestone, ...] = ()
    recurrence: Recurrence | None = None
    continuous: bool = False
    within: Duration | None = None

    def __str__(self) -> str:
        return self.text

    @property
    def dated(self) -> tuple[Milestone, ...]:
        """The milestones that have a period."""
        return tuple(milestone for milestone in self.milestones if milestone.period is not None)

    @property
    def start(self) -> date | None:
        """The first day; `None` where it is open (`Q1 完成`) or not said."""
        first = self.dated[0] if self.dated else None
        return first.period.first if first and first.period and not first.open_start else None

    @property
    def end(self) -> date | None:
        """The last day, included; `None` where it is open (`Q3 启动`), or what comes last is not dated."""
        last = self.milestones[-1] if self.milestones else None
        return last.period.last if last and last.period and not last.open_end else None

    @property
    def delivers(self) -> date | None:
        """The last day of the last milestone that is more than a beginning; `None` where there is none."""
        done = [milestone for milestone in self.dated if not milestone.open_end]
        return done[-1].period.last if done and done[-1].period else None


_STARTS: Final = re.compile(
    r"启动|开始|开工|起步|立项|开展|\b(?:starts?|started|begins?|kick[- ]?off|launch(?:es|ed)?|onwards?)\b",
    re.IGNORECASE,
)
_COMPLETES: Final = re.compile(
    r"完成|上线|收官|交付|验收|发布|达成|结束|收尾|落地|竣工|结项|到位|关闭|"
    r"\b(?:done|finish(?:ed)?|complet(?:e|es|ed|ion)|deliver(?:s|ed|y)?|ships?|shipped|releases?|released|"
    r"go[- ]?live|live|clos(?:e|es|ed)|ends?|due|rolled out)\b",
    re.IGNORECASE,
)
_CONTINUOUS: Final = re.compile(
    r"常态|持续|长期|全程|\b(?:ongoing|continuous(?:ly)?|year[- ]round|always)\b", re.IGNORECASE
)

_MONTH_WORD: Final = "|".join(
    f"{name[:3].title()}(?:{name[3:]})?" if len(name) > 3 else name.title() for name in MONTH_NAMES
)
_LEFT: Final = r"(?<![A-Za-z0-9.])"
_RIGHT: Final = r"(?![A-Za-z0-9]|\.[0-9])"
_Y: Final = r"(?:(?:FY\s?(?:[0-9]{4}|[0-9]{2})|[0-9]{4})\s?(?:财年|年度?)?\s?-?)"
_CN: Final = "[一二三四五六七八九十]"
_ONE: Final = (
    r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/][0-9]{1,2}[-/][0-9]{2,4}|"
    r"[0-9]{2,4}\s?年\s?[0-9]{1,2}\s?月\s?[0-9]{1,2}\s?[日号]|"
    rf"{_Y}?[0-9]{{1,2}}\s?月\s?[0-9]{{1,2}}\s?[日号]|"
    rf"{_Y}?(?:[Qq]\s?[0-9](?:季度|季)?|[Hh]\s?[12])(?![0-9A-Za-z])(?:\s[0-9]{{4}}(?![0-9]))?|"
    rf"{_Y}?(?:上半年|下半年|第?(?:[0-9]|{_CN})\s?季度)|"
    rf"{_Y}?(?:[0-9]{{1,2}}|{_CN}{{1,2}})\s?月份?(?![活度均销费薪卡子饼])|"
    rf"{_Y}[MmWw]\s?[0-9]{{1,2}}|[0-9]{{4}}[-/][0-9]{{1,2}}(?![-/0-9])|"
    rf"(?:{_MONTH_WORD})\.?(?:,?\s[0-9]{{4}})?(?![a-z])|"
    r"FY\s?(?:[0-9]{4}|[0-9]{2})|[0-9]{2,4}\s?财年|[0-9]{4}\s?年度?|全年度?|[Ff]ull year|[Aa]ll year"
)
_MARK: Final = r"\s{0,3}(?:\.\.|~|至|到|→|-|\bto\b)\s{0,3}"
_BARE_LEFT: Final = rf"(?:[0-9]{{1,2}}|{_CN})"
_BARE_YEAR: Final = re.compile(r"[0-9]{4}(?![0-9A-Za-z.%])(?:\s?[-~至]\s?[0-9]{4})?")
_YEAR_EDGE: Final = re.compile(r"年(?=[底末初])")
_BY: Final = re.compile(
    r"(?:\b(?:(?:by|no later than|not later than|until|till)\s{1,3})?"
    r"(?:the\s{1,3})?(?:end(?:\s{1,3}of)?\s{1,3})"
    r"|\b(?:by|no later than|not later than|until|till)\s{1,3}(?:the\s{1,3})?"
    r"|不晚于|不迟于|最迟|截至|截止到?|至迟|至|到)\s{0,3}$",
    re.IGNORECASE,
)
_FROM: Final = re.compile(r"(?:(?:from|since|starting(?: in)?)\s{1,3}|自|从)\s{0,3}$", re.IGNORECASE)
_IN: Final = re.compile(r"(?:\b(?:in|on|at|during|for|of|the)\s{1,3}|[于在])\s{0,3}$", re.IGNORECASE)
_UNSURE_BEFORE: Final = re.compile(
    r"(?:\b(?:before|after|around|about|early|mid|late)[\s-]{1,3}|约|大约)\s{0,3}$", re.IGNORECASE
)
_ENDS: Final = re.compile(r"\s{0,2}(?:月?[底末](?:之前|以前|前)?|结束前|内|以内|之内)")
_TENTHS: Final = re.compile(r"\s{0,2}([上中下])旬(之前|以前|前)?")
_BEFORE: Final = re.compile(r"\s{0,2}(?:之前|以前|前)")
_AFTER: Final = re.compile(r"\s{0,2}(?:之后|以后|后)")
_OPENS: Final = re.compile(r"\s{0,2}(?:起|开始(?![一-龥]))")
_EARLY: Final = re.compile(r"\s{0,2}初")
_VAGUE: Final = re.compile(r"\s{0,2}(?:中期|前后|左右|中(?![一-龥]))")

_RELATIVE: Final = re.compile(
    r"[今明去来次翌本后前]年|"
    r"\b(?:next|last|this|previous|following|prior)\s(?=year|quarter|month|week|[A-Z0-9])[^\s,;]{1,10}"
)

_CLAUSE: Final = re.compile(r"[^,;、。\n]+")
_WRAPPED: Final = re.compile(r"\s*[(\[【](.*)[)\]】]\s*", re.DOTALL)

Role = Literal["starts", "completes", "happens"]


@frozen(kw_only=True)
class _Found:
    """A period expression in the folded text: its place, with the words that belong to it, and its role."""

    first: int
    last: int
    period: Period
    role: Role | None


def parse_timing(text: str, calendar: Calendar, year: int | None = None) -> Timing | Fault:
    """What an author's words say about time, or why they say nothing that can be read.

    `calendar` and `year` (the plan's) place what names no year. A clause without a time belongs to the bare
    period beside it, or is a milestone without one. Nothing is guessed: `6月前` (before June, or by its end?)
    is a fault.
    Milestones must be written in the order of time.
    """
    if len(text) > MAX_TEXT:
        return _unreadable(text)
    folded = fold(text)
    wrapped = _WRAPPED.fullmatch(folded.text)
    start, stop = wrapped.span(1) if wrapped else (0, len(folded.text))
    milestones: list[Milestone] = []
    recurrence: Recurrence | None = None
    within: Duration | None = None
    for clause in _CLAUSE.finditer(folded.text, start, stop):
        plain = clause[0]
        recurs = recurrence_in(plain)
        if recurs is not None:
            recurrence, plain = recurs[0], _blank(plain, *recurs[1])
        bound = within_in(plain)
        if bound is not None:
            within, plain = bound[0], _blank(plain, *bound[1])
        found = _milestones(folded, plain, clause.start(), calendar, year)
        if isinstance(found, Fault):
            return found
        if (recurs is None and within is None) or any(milestone.period for milestone in found):
            milestones.extend(found)
    merged = _merged(milestones)
    continuous = _CONTINUOUS.search(folded.text) is not None
    readable = continuous or recurrence is not None or within is not None or any(m.period for m in merged)
    if not readable:
        return _unreadable(text)
    fault = _backwards(text, merged)
    return fault or Timing(
        text=text, milestones=merged, recurrence=recurrence, continuous=continuous, within=within
    )


def _unreadable(text: str) -> Fault:
    return Fault(rule=TIMING_UNREADABLE, length=max(1, len(text)), params={"text": excerpt(text)})


def _blank(text: str, first: int, last: int) -> str:
    return text[:first] + " " * (last - first) + text[last:]


def _backwards(text: str, milestones: tuple[Milestone, ...]) -> Fault | None:
    periods = [milestone.period for milestone in milestones if milestone.period is not None]
    for one, two in itertools.pairwise(periods):
        if two.last < one.first:
            params = {"text": excerpt(text), "earlier": str(two), "later": str(one)}
            return Fault(rule=PERIOD_REVERSED, length=max(1, len(text)), params=params)
    return None


def _merged(milestones: list[Milestone]) -> tuple[Milestone, ...]:
    """Clauses without a time joined to the bare period beside them: `降价，Q3` is one milestone."""
    merged: list[Milestone] = []
    for milestone in milestones:
        before = merged[-1] if merged else None
        if before and before.period and not before.label and milestone.period is None:
            merged[-1] = _classed(milestone.label, before)
        elif before and before.period is None and milestone.period and not milestone.label:
            merged[-1] = _classed(before.label, milestone)
        else:
            merged.append(milestone)
    return tuple(merged)


def _classed(label: str, bare: Milestone) -> Milestone:
    """A bare milestone with the label that its neighbour gives it."""
    if bare.open_start or bare.open_end:
        return evolve(bare, label=label)
    role = _role(label)
    return evolve(bare, label=label, open_start=role == "completes", open_end=role == "starts")


def _role(label: str) -> Role:
    starts, completes = _STARTS.search(label), _COMPLETES.search(label)
    if bool(starts) == bool(completes):
        return "happens"
    return "starts" if starts else "completes"


def _milestones(
    folded: Folded, plain: str, offset: int, calendar: Calendar, year: int | None
) -> list[Milestone] | Fault:
    """The milestones of one clause; one without a period where it has only words."""
    found: list[_Found] = []
    for first, last in _places(plain, calendar):
        one = _found(folded, plain, (first, last), offset, calendar, year)
        if isinstance(one, Fault):
            return one
        found.append(one)
    if found and (relative := _relative(folded, plain, offset)):
        return relative
    if not found:
        label = _trim(plain)
        return [Milestone(label=label, period=None)] if label else []
    labels = _labels(plain, found)
    if labels is None:
        return _unreadable_at(folded, plain, offset)
    milestones = []
    for label, one in zip(labels, found, strict=True):
        role = one.role or _role(label)
        milestones.append(
            Milestone(
                label=label, period=one.period, open_start=role == "completes", open_end=role == "starts"
            )
        )
    return milestones


def _unreadable_at(folded: Folded, plain: str, offset: int) -> Fault:
    stop = offset + len(plain)
    params = {"text": excerpt(plain.strip())}
    return Fault(
        rule=TIMING_UNREADABLE, column=folded.column(offset), length=folded.width(offset, stop), params=params
    )


@lru_cache(maxsize=1)
def _token() -> re.Pattern[str]:
    """What a period looks like within words; built when it is first needed, for it is large."""
    one = rf"{_LEFT}(?:{_ONE})"
    short_left = (
        rf"{_LEFT}{_BARE_LEFT}{_MARK}(?:第?(?:[0-9]|{_CN})\s?季度|(?:[0-9]{{1,2}}|{_CN}{{1,2}})\s?月份?)"
    )
    short_right = rf"{_LEFT}{_Y}?(?:[QqHh]\s?[0-9]){_MARK}[0-9](?![0-9A-Za-z%％.])"
    return re.compile(rf"(?:{one}{_MARK}(?:{_ONE})|{short_left}|{short_right}|{one}){_RIGHT}")


def _places(plain: str, calendar: Calendar) -> list[tuple[int, int]]:
    """Where the clause names periods, left to right, none overlapping."""
    places = [match.span() for match in _token().finditer(_YEAR_EDGE.sub("\0", plain))]
    places.extend(_bare_year(plain) if not places else ())
    for edge in _YEAR_EDGE.finditer(plain):
        if not any(first <= edge.start() < last for first, last in places):
            first = edge.start() - (4 if re.search(r"[0-9]{4}$", plain[: edge.start()]) else 0)
            places.append((first, edge.end()))
    for phase in calendar.phases:
        name = fold(phase.label).text.strip()
        at = (
            plain.casefold().find(name.casefold())
            if len(plain.casefold()) == len(plain)
            else plain.find(name)
        )
        if name and at >= 0:
            last = at + len(name)
            last += 2 if plain.startswith("阶段", last) else 0
            if all(last <= a or at >= b for a, b in places):
                places.append((at, last))
    return sorted(places)


def _bare_year(plain: str) -> list[tuple[int, int]]:
    """A year that is only a number: alone, or with nothing but words of time around it."""
    match = _BARE_YEAR.search(plain)
    if not match:
        return []
    before, after = plain[: match.start()], plain[match.end() :].strip()
    lead = _BY.search(before) or _FROM.search(before) or _IN.search(before)
    alone = not before[: lead.start() if lead else len(before)].strip()
    told = not after or any(p.match(after) for p in (_STARTS, _COMPLETES, _CONTINUOUS, _ENDS, _OPENS))
    return [match.span()] if alone and told else []


def _found(
    folded: Folded, plain: str, place: tuple[int, int], offset: int, calendar: Calendar, year: int | None
) -> _Found | Fault:
    first, last = place
    named = plain[first:last]
    period = calendar.parse("全年" if named == "年" else named, year)
    if isinstance(period, Fault):
        return _shifted(period, folded, offset + first, offset + last)
    return _edged(folded, plain, _Found(first=first, last=last, period=period, role=None), offset)


def _shifted(fault: Fault, folded: Folded, first: int, last: int) -> Fault:
    return evolve(fault, column=folded.column(first), length=folded.width(first, last))


def _edged(folded: Folded, plain: str, one: _Found, offset: int) -> _Found | Fault:
    """The period with the words around it that say how it is meant (by, from, 底前, 起, 上旬)."""
    before = plain[: one.first]
    if lead := _UNSURE_BEFORE.search(before):
        return _unsure(folded, plain, (lead.start(), one.last), offset, one.period)
    role: Role | None = None
    first = one.first
    if lead := _FROM.search(before):
        role, first = (None if one.period.kind == "span" else "starts"), lead.start()
    elif lead := _BY.search(before):
        role, first = "completes", lead.start()
    elif lead := _IN.search(before):
        first = lead.start()
    return _trailed(folded, plain, evolve(one, first=first, role=role), offset)


def _trailed(folded: Folded, plain: str, one: _Found, offset: int) -> _Found | Fault:
    if tail := _ENDS.match(plain, one.last):
        return evolve(one, last=tail.end(), role="completes")
    if (tail := _TENTHS.match(plain, one.last)) and one.period.kind == "month":
        role: Role | None = "completes" if tail[2] else one.role
        return evolve(one, last=tail.end(), period=_tenth(one.period, tail[1]), role=role)
    if tail := _BEFORE.match(plain, one.last):
        if one.period.kind == "day":
            return evolve(one, last=tail.end(), role="completes")
        return _unsure(folded, plain, (one.first, tail.end()), offset, one.period)
    if tail := _OPENS.match(plain, one.last):
        return evolve(one, last=tail.end(), role="starts")
    if tail := _EARLY.match(plain, one.last):
        if _STARTS.search(plain[tail.end() :]):
            return evolve(one, last=tail.end(), role="starts")
        return _unsure(folded, plain, (one.first, tail.end()), offset, one.period)
    if tail := _AFTER.match(plain, one.last) or _VAGUE.match(plain, one.last):
        return _unsure(folded, plain, (one.first, tail.end()), offset, one.period)
    return one


def _tenth(month: Period, which: str) -> Period:
    first, last = {"上": (1, 10), "中": (11, 20), "下": (21, month.last.day)}[which]
    return span(month.first.replace(day=first), month.first.replace(day=last))


def _unsure(folded: Folded, plain: str, place: tuple[int, int], offset: int, period: Period) -> Fault:
    by, since = f"by {period.last.isoformat()}", f"from {period.first.isoformat()}"
    readings = Words(
        f"of {period.first} or of {period.last}", f"以 {period.first} 为准，或以 {period.last} 为准"
    )
    examples = Words(f"`{by}` or `{since}`", f"“{by}”或“{since}”")
    params = {"text": excerpt(plain[place[0] : place[1]].strip()), "readings": readings, "examples": examples}
    return _shifted(Fault(rule=TIME_AMBIGUOUS, params=params), folded, offset + place[0], offset + place[1])


def _relative(folded: Folded, plain: str, offset: int) -> Fault | None:
    """`明年 Q1`: a year that depends on when it was written, which the text does not say."""
    match = _RELATIVE.search(plain)
    if match is None:
        return None
    readings = Words("it depends on the day on which it was written", "取决于写作之日")
    params = {
        "text": match[0],
        "readings": readings,
        "examples": Words("the year: `2026Q1`", "明年份，例如“2026Q1”"),
    }
    return _shifted(
        Fault(rule=TIME_AMBIGUOUS, params=params), folded, offset + match.start(), offset + match.end()
    )


def _labels(plain: str, found: list[_Found]) -> list[str] | None:
    """The words that belong to each period: those after it, or before it; `None` where both could be."""
    gaps = [
        _trim(plain[a:b])
        for a, b in zip([0, *(f.last for f in found)], [*(f.first for f in found), len(plain)], strict=True)
    ]
    if len(found) == 1:
        return [" ".join(gap for gap in gaps if gap)]
    if not gaps[0]:
        return gaps[1:]
    return gaps[:-1] if not gaps[-1] else None


def _trim(text: str) -> str:
    return " ".join(text.strip(" \t:：()[]【】·|-").split())
