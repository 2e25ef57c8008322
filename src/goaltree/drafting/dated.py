"""Whether a text names a time of the plan, and whether the number that ends a text is part of one."""

from __future__ import annotations

import re
from typing import Final

from ..model.calendar import Calendar
from ..model.timing import Milestone, Timing, parse_timing

_YEAR: Final = 2000
_LONGEST: Final = 24
_FIRST: Final = re.compile(r"(?<!\d)\d")
_DAY: Final = r"(?:[12]?\d|3[01])(?:st|nd|rd|th)?"
_ENGLISH: Final = re.compile(
    rf"(?:\b(?P<before>[a-z]{{3,9}})\.?\s?{_DAY}|(?<!\d){_DAY}\s(?:of\s)?(?P<behind>[a-z]{{3,9}})\.?)\s*$",
    re.IGNORECASE,
)
_COUNT: Final = re.compile(r"\d{4}(?:\s?[-~至]\s?\d{4})?")


def is_dated(text: str) -> bool:
    """Whether a text names a time of the plan, maybe beside other words: `Q3 上线`."""
    return bool(_milestones(text))


def is_time(text: str) -> bool:
    """Whether a text is a time of the plan and nothing else: `6月30日`, `by Q3`; four digits alone may count anything."""
    found = _milestones(text)
    return bool(found) and not any(one.label for one in found) and not _COUNT.fullmatch(text.strip())


def is_in_time(text: str, at: int) -> bool:
    """Whether what begins at a place and ends a text is part of a time: `上线 6月30日`, `June 30`, not `Q3 GMV 12亿`."""
    english = _ENGLISH.search(text)
    if english is not None and is_time((english["before"] or english["behind"]).title()):
        return True
    starts = [match.start() for match in _FIRST.finditer(text) if at - _LONGEST <= match.start() <= at]
    return any(is_time(text[start:]) for start in starts)


def _milestones(text: str) -> tuple[Milestone, ...]:
    """The milestones of a text that names a time; none where it names no time, or one that recurs."""
    found = parse_timing(text, Calendar(), _YEAR) if text else None
    if not isinstance(found, Timing) or not found.dated or found.recurrence is not None:
        return ()
    return found.milestones
