"""Cells that are something else than their column is used for, told with one of them."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from ..finding import Words, excerpt
from .unanswered import Source, Unanswered

DAYS: Final = Words("days", "日期")
NUMBERS: Final = Words("numbers", "数字")
GIVE_DAYS: Final = Words("Give days, such as 2025-01-31", "请给出日期，例如 2025-01-31")
GIVE_NUMBERS: Final = Words("Give plain numbers, such as 1234.5", "请给出普通数字，例如 1234.5")


@frozen(kw_only=True)
class Oddity:
    """What is wrong with some cells.

    Attributes:
        one: What one of them is, behind its number; Chinese says it as of several.
        many: What several are.
        advice: What to do.
    """

    one: str
    many: Words
    advice: Words

    def told(self, source: Source, column: str, count: int, first: str) -> Unanswered:
        """That a table cannot be counted for such cells.

        Args:
            source: The table.
            column: The column that they are in.
            count: How many they are.
            first: What stands in the first of them, sorted as texts.
        """
        called, shown = excerpt(column), excerpt(first)
        what = f"1 {self.one}: `{shown}`" if count == 1 else f"{count} {self.many.en}, such as `{shown}`"
        also = f"：`{shown}`" if count == 1 else f"，例如 `{shown}`"
        return source.unreadable(
            Words(f"the column `{called}` has {what}", f"列 `{called}` 有 {count} {self.many.zh}{also}"),
            self.advice,
        )


NO_NUMBER: Final = Oddity(
    one="text that is no plain number",
    many=Words("texts that are no plain numbers", "个文本不是普通数字"),
    advice=GIVE_NUMBERS,
)
NO_TIME: Final = Oddity(
    one="text that is no day or time",
    many=Words("texts that are no day or time", "个文本不是日期或时间"),
    advice=Words(
        "Write them as 2025-01-31 or 2025-01-31T08:00:00Z",
        "请写成 2025-01-31 或 2025-01-31T08:00:00Z",
    ),
)
