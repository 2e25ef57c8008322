"""A workbook as its sheets; links, macros and objects in it are never followed."""

from __future__ import annotations

import posixpath
from typing import Final

from attrs import frozen

from .archive import Archive, opened
from .fault import Broken, too_large
from .sheet import Shared, Sheet, read_sheet, unescaped
from .style import Style, style_of

WORKBOOK: Final = "xl/workbook.xml"
_STRINGS: Final = 200 * 2**20
_SHEETS: Final = 1_000


@frozen(kw_only=True)
class Tab:
    """A sheet in the list of a workbook.

    Attributes:
        name: Its name.
        part: The part that holds it.
        is_hidden: Whether people do not see it.
    """

    name: str
    part: str
    is_hidden: bool = False


def read_workbook(path: str) -> tuple[Sheet, ...]:
    """Every sheet of a workbook.

    Raises:
        Broken: It cannot be read.
    """
    archive = opened(path)
    shared = shared_of(archive)
    return tuple(
        read_sheet(archive, tab.part, tab.name, shared, is_hidden=tab.is_hidden) for tab in tabs_of(archive)
    )


def tabs_of(archive: Archive) -> tuple[Tab, ...]:
    """The list of sheets.

    Raises:
        Broken: The workbook is damaged.
    """
    targets = relations(archive, WORKBOOK)
    tabs: list[Tab] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] != "sheet":
            return
        key = next((value for one, value in attributes.items() if one.rpartition(":")[2] == "id"), "")
        part = targets.get(key, ("", ""))[1]
        if part.startswith("xl/chartsheets/"):
            return
        is_hidden = attributes.get("state", "visible") != "visible"
        tabs.append(Tab(name=unescaped(attributes.get("name", "")), part=part, is_hidden=is_hidden))
        if len(tabs) > _SHEETS:
            raise too_large(f"it has more than {_SHEETS} sheets", f"工作表超过 {_SHEETS} 个")

    archive.parse(WORKBOOK, start)
    if not tabs:
        raise Broken("it has no sheets", "没有工作表")
    missing = next((tab.name for tab in tabs if tab.part not in archive.names), None)
    if missing is not None:
        raise Broken(
            f"its sheet {missing[:40]} is missing from the file", f"缺少工作表 {missing[:40]} 的内容"
        )
    return tuple(tabs)


def relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Kind and part of what a part refers to, by the names that it gives them; what lies outside is left out.

    Raises:
        Broken: The workbook is damaged.
    """
    folder, name = posixpath.split(part)
    found: dict[str, tuple[str, str]] = {}

    def start(element: str, attributes: dict[str, str]) -> None:
        target = attributes.get("Target", "")
        if element.rpartition(":")[2] == "Relationship" and attributes.get("TargetMode") != "External":
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], path)

    archive.parse(f"{folder}/_rels/{name}.rels", start)
    return found


def shared_of(archive: Archive) -> Shared:
    """Texts, formats and the system of dates.

    Raises:
        Broken: The workbook is damaged.
    """
    return Shared(
        strings=_strings(archive),
        styles=_styles(archive),
        since_1904=_since_1904(archive),
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
