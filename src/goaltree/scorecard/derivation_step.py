"""One step of a derivation in words: its name, its number, how it was made, where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from attrs import frozen

from ..finding import Lang, Span, Words
from ..model.dimension import POINT
from ..model.missing import NA
from .shown import number_text, quantity_text, share_text
from .wording import BASIS, CURVE, METHOD, NUMBER, REASON, STEP, reason_text, word

if TYPE_CHECKING:
    from .derivation import Derivation

Titles = Callable[[str], str]
"""What people call a goal or metric, by its key."""
Where = Callable[[str], Span | None]
"""Where a key path of the plan stands in its files."""
LISTED: Final = 13
"""Up to so many numbers of one step are listed in full; of more the first and the last six."""
ENDS: Final = 6
_DIGITS: Final = 9
_SMALL: Final = 10_000
"""A share with a smaller denominator is shown as a fraction too: days of days."""
_LETTERS: Final = {"value": "A", "baseline": "B", "target": "T", "expected": "E", "start": "S", "share": "W"}
_LINE: Final = "STW"
"""The letters of the three numbers of a planned line, in their order: the start may be the baseline."""
_LETTERED: Final = ("attainment", "pace", "gap", "deviation")
_PLACES: Final = 2
_PAIRED: Final = ("pooled", "weighted")
_READ: Final = Words('written "{text}"', "原文“{text}”")
_OF: Final = Words("{how} of {count}", "{count} 项{how}")
_BY: Final = Words(" ({curve})", "（{curve}）")
_DAYS: Final = Words("{gone} of {days} days", "{days} 天中的 {gone}")
_MORE: Final = Words("… {count} more", "……另有 {count} 项")

_NOTES: Final = (
    (re.compile(r"^x (\S+): the parts that are known$"), r"× \1：仅已知分项"),
    (re.compile(r"^coverage "), "已知分项占比 "),
    (re.compile(r"^opening$"), "期初"),
    (re.compile(r"(?:^|(, ))restated$"), lambda m: "，后有更正" if m[1] else "后有更正"),
    (re.compile(r", average\b"), "，平均汇率"),
    (re.compile(r", closing\b"), "，期末汇率"),
    (re.compile(r", budget\b"), "，预算汇率"),
)
"""What traces note, for readers of Chinese."""

_NEVER_KEYS: Final = frozenset({"value", "attainment", "pace", "deviation"})
_MADE_BY: Final = {
    "expected": ("line", "missing"),
    "gap": ("gap", "missing"),
    "share": ("curve", "stated", "missing"),
}


def _is_own(one: Derivation) -> bool:
    """Whether it is a number of a goal by its name in `NUMBER`, not a metric that is called so, such as `rate`."""
    return one.what in _NEVER_KEYS or (one.what in NUMBER and one.step in _MADE_BY.get(one.what, ("stated",)))


@frozen(kw_only=True)
class Reader:
    """For whom a derivation is told.

    Attributes:
        lang: `en` or `zh`.
        titles: What people call goals and metrics; their keys where it is `None`.
        where: Where key paths stand; the paths themselves where it is `None`.
    """

    lang: Lang = "en"
    titles: Titles | None = None
    where: Where | None = None

    def name(self, entry: Entry, parent: Derivation | None) -> str:
        """What a number is called: its period where it is a number of the same thing as what it is part of."""
        one = entry.one
        if one is None:
            return omitted_text(entry.omitted, self.lang)
        if parent is not None and one.time and one.what == parent.what:
            return one.time
        if parent is not None and _is_own(parent) and one.step == "observed":
            return one.time
        named = NUMBER[one.what].plain(self.lang) if _is_own(one) else self._title(one.what)
        return f"{entry.letter} {named}".strip()

    def _title(self, what: str) -> str:
        return self.titles(what) if self.titles is not None else what

    def number(self, one: Derivation) -> str:
        """The number in its unit, or why there is none."""
        value = one.value
        if isinstance(value, NA):
            detail = f" ({value.detail})" if value.detail else ""
            return f"— {word(REASON, value.reason, self.lang)}{detail}"
        if one.what == "attainment" or (one.what == "share" and _is_own(one)):
            return share_text(value, places=_PLACES)
        if one.what == "deviation":
            if one.text.startswith("sigma"):
                return f"{number_text(value)}σ"
            return share_text(value, signed=True, points=one.text.startswith("pp"), places=_PLACES)
        if one.what == "pace":
            return number_text(value, 4, limits=(Fraction(1),))
        unit = POINT if one.what == "gap" and one.unit.kind == "percent" else one.unit
        return quantity_text(value, unit, self.lang, digits=_DIGITS)

    def how(self, one: Derivation) -> str:
        """How the number was made."""
        lang = self.lang
        match one.step:
            case "goal" | "stated" | "same":
                return word(STEP, "same", lang) if one.step == "same" else ""
            case "observed":
                return _READ.render(lang, {"text": one.text}) if one.text else word(STEP, "observed", lang)
            case "missing":
                return ""
            case "sum" | "mean" | "min" | "max":
                count = len(one.inputs)
                return _OF.render(lang, {"how": word(STEP, one.step, lang), "count": count})
            case "pooled" | "weighted" | "translated":
                return word(STEP, one.step, lang)
            case "curve":
                return self._curve(one)
        head, _, rest = one.text.partition(": ")
        if rest:
            named = word(BASIS if one.step == "deviation" else METHOD, head, lang)
            return f"{named}{'：' if lang == 'zh' else ': '}{rest}"
        return word(BASIS, one.text, lang) if one.step == "deviation" else one.text

    def _curve(self, one: Derivation) -> str:
        """Which days of how many, and the exact share: of the days themselves where they are what is counted."""
        gone, _, whole = one.time.partition(" of ")
        days = _days(whole)
        told = _DAYS.render(self.lang, {"gone": gone, "days": days}) if days else one.time
        value = one.value
        if isinstance(value, Fraction) and days and (value * days).denominator == 1:
            told += f" = {value * days}/{days}"
        elif isinstance(value, Fraction) and 1 < value.denominator < _SMALL:
            told += f" = {value}"
        return told + _BY.render(self.lang, {"curve": word(CURVE, one.text, self.lang)})

    def note(self, one: Derivation) -> str:
        """What was assumed."""
        if self.lang != "zh":
            return one.note
        text = one.note
        for pattern, words in _NOTES:
            text = pattern.sub(words, text)
        return reason_text(text, self.lang)

    def place(self, one: Derivation) -> str:
        """Where the number stands: file, line and column in the plan, source and row of the table."""
        if one.step == "observed" or self.where is None or not one.at:
            return one.at
        span = self.where(one.at)
        return one.at if span is None else str(span)


def _days(period: str) -> int:
    """How many days `2025-01-01..2025-12-31` has; 0 where it says no such thing."""
    first, _, last = period.partition("..")
    try:
        return date.fromisoformat(last).toordinal() - date.fromisoformat(first).toordinal() + 1
    except ValueError:
        return 0


@frozen
class Entry:
    """A number that a step took, as it is listed.

    Attributes:
        one: The number; `None` for what is left out of a long list.
        factor: The count or weight that goes with it.
        letter: By which letter the formula of the step means it.
        omitted: How many are left out.
    """

    one: Derivation | None
    factor: Derivation | None = None
    letter: str = ""
    omitted: int = 0


def entries(one: Derivation) -> list[Entry]:
    """What a step took, in its order; a value with its count as one entry, the middle of a long list left out."""
    found = list(_entries(one))
    if len(found) <= LISTED:
        return found
    return [*found[:ENDS], Entry(None, omitted=len(found) - 2 * ENDS), *found[-ENDS:]]


def _entries(one: Derivation) -> Iterator[Entry]:
    if one.step in _PAIRED and len(one.inputs) % 2 == 0:
        for value, factor in zip(one.inputs[::2], one.inputs[1::2], strict=True):
            yield Entry(value, factor)
        return
    for at, part in enumerate(one.inputs):
        if one.step == "line":
            yield Entry(part, letter=_LINE[at])
        else:
            yield Entry(part, letter=_LETTERS.get(part.what, "") if one.step in _LETTERED else "")


def seen_through(one: Derivation) -> Derivation:
    """The step behind a mere name: a goal's `value` is shown as what made it."""
    while one.step == "same" and one.what == "value" and len(one.inputs) == 1:
        one = one.inputs[0]
    return one


def omitted_text(count: int, lang: Lang) -> str:
    """That so many numbers are left out."""
    return _MORE.render(lang, {"count": count})


def has_direction(steps: Sequence[Derivation]) -> bool:
    """Whether a formula speaks of the direction `d`."""
    return any(" d (" in f" {one.text}" for one in steps)
