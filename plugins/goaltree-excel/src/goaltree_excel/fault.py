"""What stands in a cell instead of a value, and what stands in for a workbook that cannot be read."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from .address import span_of
from .port import Finding, Rule, Words
from .rule import NO_VALUE, TOO_LARGE, UNREADABLE


@frozen
class CellFault:
    """Why a cell has no value.

    Attributes:
        shown: What the cell shows, such as `#REF!`.
        reason: Why that is no value.
    """

    shown: str
    reason: Words

    def finding(self, file: str, place: str) -> Finding:
        """The finding about the cell."""
        params = {"place": place, "reason": self.reason}
        return Finding(rule=NO_VALUE, params=params, span=span_of(file, place), excerpt=self.shown)


NOT_STORED: Final = CellFault(
    "",
    Words(
        "it is a formula whose value was never stored; open the workbook and save it",
        "公式没有存储结果，请打开工作簿后保存",
    ),
)
NO_NUMBER: Final = CellFault("", Words("its stored value is no number", "存储的值不是数"))
NO_DAY: Final = CellFault("", Words("its date does not exist", "该日期不存在"))
TIME_ONLY: Final = CellFault("", Words("it is a time of day without a date", "只有时刻，没有日期"))
SCALED: Final = CellFault(
    "",
    Words(
        "its number format hides thousands without saying so; which magnitude is meant?",
        "数字格式隐藏了千位又没有注明单位，不知以哪个量级为准",
    ),
)
TOO_PRECISE: Final = CellFault(
    "",
    Words(
        "a workbook keeps fifteen digits of a number; store identifiers as text",
        "工作簿的数字只保留 15 位，请把编号存为文本",
    ),
)
TEXT_LOST: Final = CellFault("", Words("its text is lost from the workbook", "文字已从工作簿中丢失"))


def failed(code: str) -> CellFault:
    """A formula that failed."""
    return CellFault(code, Words(f"its formula failed with {code}", f"公式出错（{code}）"))


class Broken(Exception):  # noqa: N818 - a state of the file, as the other words here
    """A workbook that cannot be read, with the reason; it never leaves this package."""

    def __init__(self, en: str, zh: str, rule: Rule = UNREADABLE) -> None:
        super().__init__(en)
        self.reason = Words(en, zh)
        self.rule = rule

    def finding(self, file: str) -> Finding:
        """The finding about the file."""
        return Finding(rule=self.rule, params={"file": file, "reason": self.reason}, span=span_of(file))


def too_large(en: str, zh: str) -> Broken:
    """A workbook that is more than is read."""
    return Broken(en, zh, TOO_LARGE)
