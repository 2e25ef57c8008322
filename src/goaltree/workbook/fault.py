"""What stands in a cell instead of a value, and why a workbook or a sheet cannot be read."""

from __future__ import annotations

from typing import Final, Literal

from attrs import frozen

from ..finding import Words

Kind = Literal["unreadable", "too large"]


@frozen
class CellFault:
    """Why a cell has no value.

    Attributes:
        shown: What the cell shows, such as `#REF!`.
        reason: Why that is no value.
    """

    shown: str
    reason: Words


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
    return CellFault(
        code, Words("its formula failed with {code}", "公式出错（{code}）").filled({"code": code})
    )


class Broken(Exception):  # noqa: N818 - a state of the file, as the other words here
    """A workbook, or a sheet of it, that cannot be read; whoever asked makes a finding or a remark of it.

    Attributes:
        reason: Why it cannot be read.
        kind: Whether it is damaged or disguised, or more than is read.
    """

    def __init__(self, reason: Words, kind: Kind = "unreadable") -> None:
        super().__init__(reason.en)
        self.reason = reason
        self.kind = kind


def broken(en: str, zh: str, **params: object) -> Broken:
    """A workbook that is damaged, or something else than its name says."""
    return Broken(Words(en, zh).filled(params))


def too_large(en: str, zh: str, **params: object) -> Broken:
    """A workbook that is more than is read."""
    return Broken(Words(en, zh).filled(params), "too large")
