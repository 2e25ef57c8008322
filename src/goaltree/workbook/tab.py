"""The sheets of a workbook: listed, and read one by one; links, macros and objects are never followed."""

from __future__ import annotations

import posixpath

from attrs import evolve, frozen

from .archive import Archive
from .fault import Broken, broken, too_large
from .limits import Limits
from .shared import WORKBOOK, Shared, shared_of, unescaped
from .sheet import Sheet, read_sheet


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


def read_sheets(archive: Archive, *, is_rounded: bool = False) -> tuple[tuple[Tab, Sheet | Broken], ...]:
    """Every sheet of a workbook, or why it cannot be read.

    Args:
        archive: The workbook.
        is_rounded: Whether a computed number shall have only the digits that its format shows.

    Raises:
        Broken: The workbook as a whole cannot be read.
    """
    shared = shared_of(archive, is_rounded=is_rounded)
    left = archive.limits
    found: list[tuple[Tab, Sheet | Broken]] = []
    for tab in tabs_of(archive):
        sheet = _read(archive, tab, shared, left)
        found.append((tab, sheet))
        if isinstance(sheet, Sheet):
            count = sum(map(len, sheet.rows.values())) - len(sheet.merged)
            left = evolve(left, cells=left.cells - count, merged=left.merged - len(sheet.merged))
    return tuple(found)


def _read(archive: Archive, tab: Tab, shared: Shared, limits: Limits) -> Sheet | Broken:
    if tab.part not in archive.names:
        return broken(
            "its sheet {name} is missing from the file", "缺少工作表 {name} 的内容", name=tab.name[:40]
        )
    try:
        return read_sheet(archive, tab.part, tab.name, shared, limits, is_hidden=tab.is_hidden)
    except Broken as error:
        return Broken(error.reason, error.kind)  # without the traceback, which holds what was read


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
        if len(tabs) > archive.limits.sheets:
            most = archive.limits.sheets
            raise too_large("it has more than {most} sheets", "工作表超过 {most} 个", most=most)

    archive.parse(WORKBOOK, start)
    if not tabs:
        raise broken("it has no sheets", "没有工作表")
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
