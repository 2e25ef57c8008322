"""What the cells of every sheet of a workbook refer to: texts, formats, the system of dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from attrs import frozen

from .archive import Archive
from .style import Style, style_of

WORKBOOK: Final = "xl/workbook.xml"
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


@frozen(kw_only=True, eq=False)
class Shared:
    """What the cells of every sheet refer to.

    Attributes:
        strings: The texts.
        styles: The meaning of each cell format.
        since_1904: Whether days are counted from 1904.
        is_rounded: Whether a computed number has only the digits that its format shows.
    """

    strings: Sequence[str] = ()
    styles: Sequence[Style] = ()
    since_1904: bool = False
    is_rounded: bool = False


def unescaped(text: str) -> str:
    """The text of a cell; `_x000D_` in the file is the character with that number."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def shared_of(archive: Archive, *, is_rounded: bool = False) -> Shared:
    """What the cells of a workbook refer to.

    Args:
        archive: The workbook.
        is_rounded: Whether a computed number shall have only the digits that its format shows.

    Raises:
        Broken: The workbook is damaged.
    """
    return Shared(
        strings=_strings(archive),
        styles=_styles(archive),
        since_1904=_since_1904(archive),
        is_rounded=is_rounded,
    )


def _strings(archive: Archive) -> list[str]:
    strings: list[str] = []
    parts: list[str] = []
    inside = {"t": False, "rPh": False}

    def start(name: str, _: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "si":
            parts.clear()
        elif local in inside:
            inside[local] = True

    def end(name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "si":
            strings.append(unescaped("".join(parts)))
        elif local in inside:
            inside[local] = False

    def text(text: str) -> None:
        if inside["t"] and not inside["rPh"]:
            parts.append(text)

    archive.parse("xl/sharedStrings.xml", start, end, text)
    return strings


def _styles(archive: Archive) -> list[Style]:
    patterns: dict[str, str] = {}
    numbers: list[str] = []
    inside: list[bool] = [False]

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "numFmt":
            patterns.setdefault(attributes.get("numFmtId", ""), attributes.get("formatCode", ""))
        elif local == "cellXfs":
            inside[0] = True
        elif local == "xf" and inside[0]:
            numbers.append(attributes.get("numFmtId", "0"))

    def end(name: str) -> None:
        if name.rpartition(":")[2] == "cellXfs":
            inside[0] = False

    archive.parse("xl/styles.xml", start, end)
    return [
        style_of(
            int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0,
            patterns.get(number, ""),
        )
        for number in numbers
    ]


def _since_1904(archive: Archive) -> bool:
    found: list[bool] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "workbookPr":
            found.append(attributes.get("date1904") in {"1", "true"})

    archive.parse(WORKBOOK, start)
    return any(found)
