"""The number at the end of a text, in front of which a name may stand."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from attrs import frozen

from ..finding import Fault, Lang, Words
from ..model.number import MAX_TEXT
from ..model.quantity import TARGET_BOUNDS, Quantity, parse_quantity
from ..model.unit import Units
from .dated import is_in_time, is_time
from .fold import fold
from .place import words

LANGS: Final[tuple[Lang, ...]] = ("en", "zh")
_START: Final = re.compile(
    r"[\d+\-±≥≤<>=~≈∼−–⩾≧⩽≦¥$€£]|不低于|不少于|不小于|至少|最少|不超过|不高于|不大于|不多于|至多|最多|超过|高于|大于|多于|突破"
    r"|低于|小于|少于|不到|不足|约|大约|接近|每[日天周月季年]|翻[一两二三1-3]?[番倍]"
    r"|\b(?:CNY|RMB|USD|EUR|HKD|JPY|GBP|at least|at most|no less than|no more than|up to|about|around|over|under|more than|less than)\b",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d\s*(?:年度?\s*)?(?:[-−–~∼≈至到]\s*(?:19|20)\d\d\s*(?:年度?)?)?")
_LINK: Final = re.compile(
    r"(?:提升至|提升到|提高至|提高到|增长至|增长到|增加至|增加到|增至|升至|降低至|降低到|降至|下降至|下降到|控制在|达到|达成|达|实现|为|是|至|到"
    r"|[:=]|->|→|\bto\b|\bof\b|\bis\b)\s*$",
    re.IGNORECASE,
)
_SIGNS: Final = tuple("+-±≥≤<>~≈∼−–⩾≧⩽≦¥$€£")
_BETWEEN: Final = frozenset("-−–~∼≈")
_BOUND: Final = re.compile(
    r"(?:不低于|不少于|不小于|至少|最少|不超过|不高于|不大于|不多于|至多|最多|超过|高于|大于|多于|突破|低于|小于|少于|不到|不足|约|大约|接近)\s*$"
)
_SCALE: Final = re.compile(
    r"[千万亿億萬]|thousand|million|billion|trillion|\d\s*(?:[kKmMbB]|mn|bn|mln)(?![A-Za-z])", re.IGNORECASE
)
_FAR: Final = 100
TIME: Final = Words("a time, not a number: a milestone?", "是时间，不是数：是里程碑吗？")
_TIME_OR_LENGTH: Final = Words("a time, or a length of time?", "不知是时点还是时长")
_UNSIGNED_BEFORE: Final = re.compile(r"[\d.]|[A-Za-z]")
_FRACTION_BEFORE: Final = re.compile(r"\d\s*/\s*$")


@frozen(kw_only=True)
class Amount:
    """A number and what stands in front of it.

    Attributes:
        name: What stands in front, without linking words such as `达` or `=`; may be empty.
        text: The number as written.
        value: What it says.
        is_linked: Whether a word such as `达` or `至` links the two.
    """

    name: str
    text: str
    value: Quantity
    is_linked: bool = False

    @property
    def is_level(self) -> bool:
        """Whether it can be a target or baseline: no change, and neither about, open nor strict."""
        is_exact = self.value.bound in TARGET_BOUNDS or self.value.bound == "range"
        return is_exact and not self.value.is_change

    @property
    def has_scale(self) -> bool:
        """Whether its text has a scale word such as `亿` or `million`, or a unit with one."""
        return _SCALE.search(self.text) is not None

    def is_beside(self, other: Amount) -> bool:
        """Whether two numbers of one thing can both be meant as written.

        `10` beside `12亿` may be ten, or ten 亿: a scale word in one of the two, and more than a hundredfold between.
        """
        if self.has_scale == other.has_scale or not self.value.value or not other.value.value:
            return True
        ratio = abs(self.value.base / other.value.base)
        return Fraction(1, _FAR) <= ratio <= _FAR


def read_amount(text: str, units: Units) -> Amount | Words | None:
    """The number that ends a text, with the name in front of it.

    The longest number wins: `40%-50%` is one. A year alone is none, a digit within a name (`TOP10`, `7 日留存率`)
    begins none, and no day or month is one (`上线 6月30日`).

    Returns:
        The reason where there are digits at the end that cannot be read; `None` where no number ends the text.
    """
    folded = fold(text)
    fault: Fault | None = None
    last = 0
    if len(text) > MAX_TEXT:
        return words("it has more than {most} characters", "超过 {most} 个字符", most=MAX_TEXT)
    for match in _START.finditer(folded):
        at = match.start()
        if not _begins(folded, at):
            continue
        rest = folded[at:].strip()
        if _YEAR.fullmatch(rest):
            return None
        number = rest[1:].strip() if rest.startswith("=") and not rest.startswith("=<") else rest
        found = parse_quantity(number, units)
        if isinstance(found, Quantity):
            if is_in_time(folded, at):
                return _TIME_OR_LENGTH if is_time(rest) else TIME
            name = _linked(text[:at])
            is_linked = rest.startswith("=") or name != text[:at].strip()
            return Amount(name=name, text=_tight(number), value=found, is_linked=is_linked)
        if any(char.isdigit() for char in rest):
            fault, last = fault or found, at
    if fault is None:
        return None
    return TIME if is_in_time(folded, last) else told_fault(fault)


def told_fault(fault: Fault) -> Words:
    """Why the plan language cannot read a number, in its own words."""
    told = (fault.rule.message.render(lang, fault.params) for lang in LANGS)
    return Words(*(text.rstrip(".。") for text in told))


def _begins(text: str, at: int) -> bool:
    """Whether a number may begin here: not within a number, a fraction or a word of letters, and not as an ordinal."""
    before = text[:at]
    if before.rstrip()[-1:] in _SIGNS or _BOUND.search(before):
        return False  # the number begins with the sign in front, which could not be read with it
    begun = before.rstrip()
    is_joined = begun == before or text[at + 1 : at + 2].isspace()
    if text[at] in _BETWEEN and is_joined and begun[-1:].isdigit():
        return False  # it is the end of a range whose beginning could not be read with it
    if text[at].isdigit() or text[at].isalpha():
        if _FRACTION_BEFORE.search(before):
            return False
        if before and _UNSIGNED_BEFORE.match(before[-1]):
            return text[at].isalpha() and not before[-1].isalpha()
        return not before.rstrip().endswith("第")
    return True


def _linked(name: str) -> str:
    """The name without the words that link it to its number."""
    name = name.strip()
    while (match := _LINK.search(fold(name))) is not None and match.start() > 0:
        name = name[: match.start()].rstrip()
    return "" if _LINK.fullmatch(fold(name)) else name


def _tight(number: str) -> str:
    """The number with its sign beside it: `- 10%` is `-10%`."""
    return re.sub(r"^([+-])\s+", r"\1", number)


def unread_level(amount: Amount) -> Words:
    """Why a number cannot be a target or baseline."""
    if amount.value.is_change:
        return words(
            "`{text}` is a change, and a level is wanted: by how much from which baseline?",
            "`{text}` 是变化量，这里要的是水平：不知从什么基准变化",
            text=amount.text,
        )
    return words(
        "`{text}` is about, open or strict, which no target can be: state the number",
        "`{text}` 是约数、开口或严格的界限，不能作目标：请写明数值",
        text=amount.text,
    )
