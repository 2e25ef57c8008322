"""Why facts in frames cannot be counted, as findings of a source without an answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ..finding import Finding, Span, Words, excerpt
from .measure import unanswered
from .source_faults import COLUMN_MISSING, SOURCE_TOO_LARGE

_NUMBERS: Final = Words(
    "Give the column a type of numbers, or count another one",
    "请把该列转换为数字类型，或改用其他列",
)


class Refused(Exception):  # noqa: N818 - it says what happened, and never leaves this package
    """There is no answer; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def refused(name: str, reason: Words, advice: Words) -> Refused:
    """That a source has no answer, for a reason of its own."""
    return Refused(unanswered(name, reason, advice))


def lacking(name: str, wanted: Iterable[str], present: Iterable[str]) -> Refused:
    """That a table has not the columns that the plan names."""
    params = {
        "file": name,
        "wanted": tuple(f"`{excerpt(column)}`" for column in wanted),
        "present": tuple(f"`{excerpt(column)}`" for column in list(present)[:50]),
    }
    return Refused(Finding(rule=COLUMN_MISSING, params=params, span=Span(file=name, line=0, column=0)))


def too_large(name: str, most: int) -> Refused:
    """That there are more values than are read."""
    params = {"file": name, "got": f"> {most}", "what": Words("rows", "行"), "limit": most}
    return Refused(Finding(rule=SOURCE_TOO_LARGE, params=params, span=Span(file=name, line=0, column=0)))


def unfit(name: str, column: str, kind: object, what: Words, advice: Words = _NUMBERS) -> Refused:
    """That a column holds something else than what it is used for."""
    called, type_ = excerpt(column), excerpt(str(kind))
    return refused(
        name,
        Words(
            f"the column `{called}` holds {type_}, not {what.en}",
            f"列 `{called}` 的类型是 {type_}，不是{what.zh}",
        ),
        advice,
    )
