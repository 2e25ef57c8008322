"""Notes on cells, in the three parts that a workbook keeps them in: texts, boxes, and who refers to whom."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Final

from .markup import Element, appended, attribute, edited, elements, text
from .port import Archive, broken, cell_name, relations

AUTHOR: Final = "goaltree"
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_COMMENTS: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_TYPES: Final = "[Content_Types].xml"
_HEADER: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BEHIND: Final = frozenset(
    {
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
    }
)
"""What stands behind the reference to the boxes in a sheet."""
_BOX_TYPE: Final = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOXES: Final = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"></xml>'
)
_EMPTY: Final = (
    f'{_HEADER}<comments xmlns="{_MAIN}"><authors></authors><commentList></commentList></comments>'
)
Notes = Mapping[tuple[int, int], str]


def with_note_parts(
    archive: Archive, sheet: str, notes: Notes, number: int, changed: dict[str, bytes]
) -> None:
    """Put notes on cells of a sheet: the parts that change, or are new, go to `changed`.

    Raises:
        Broken: A part is damaged, or not written in UTF-8.
    """
    known = relations(archive, sheet)
    comments = next((part for kind, part in known.values() if kind == "comments"), "")
    data = archive.part(sheet)
    root, boxes_id, before = _sheet_elements(elements(data, sheet, most=2))
    boxes = known.get(boxes_id, ("", ""))[1] if boxes_id else ""
    added: dict[str, tuple[str, str]] = {}
    if not comments:
        comments = _free(archive, f"xl/goaltreeComments{number}.xml")
        added["rIdGoaltreeNotes"] = ("comments", comments)
        changed[comments] = _EMPTY.encode()
    if not boxes:
        boxes = _free(archive, f"xl/drawings/goaltreeNotes{number}.vml")
        added["rIdGoaltreeBoxes"] = ("vmlDrawing", boxes)
        changed[boxes] = _BOXES.encode()
        prefix = root.name.removesuffix(root.local)
        new = f'<{prefix}legacyDrawing xmlns:gt="{_RELATED}" gt:id="rIdGoaltreeBoxes"/>'
        edit = appended(data, root, new) if before is None else (before, before, new.encode())
        changed[sheet] = edited(data, [edit])
    fresh = _texts(archive, comments, notes, changed)
    _boxes(archive, boxes, fresh, number, changed)
    if added:
        _refer(archive, sheet, added, changed)
        _declare(archive, comments, changed)


def _free(archive: Archive, name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    while name in archive.names:
        stem += "x"
        name = f"{stem}{dot}{ending}"
    return name


def _sheet_elements(found: list[Element]) -> tuple[Element, str, int | None]:
    """The root of a sheet, the name of its boxes, and where a reference to boxes would stand."""
    root = next(one for one in found if one.depth == 0)
    boxes, before = "", None
    for one in found:
        if one.depth == 1 and one.local == "legacyDrawing":
            boxes = next((v for k, v in one.attributes.items() if k.rpartition(":")[2] == "id"), "")
        if one.depth == 1 and one.local in _BEHIND and (before is None or one.start < before):
            before = one.start
    return root, boxes, before


def _texts(archive: Archive, part: str, notes: Notes, changed: dict[str, bytes]) -> list[tuple[int, int]]:
    """Puts the texts into their part; returns the cells that had no note before."""
    data = changed.get(part) or archive.part(part)
    found = elements(data, part)
    authors = next(one for one in found if one.local == "authors")
    count = sum(one.local == "author" and one.parent == "authors" for one in found)
    listed = next(one for one in found if one.local == "commentList")
    known = {one.attributes.get("ref", ""): one for one in found if one.local == "comment"}
    bodies = [one for one in found if one.local == "text" and one.parent == "comment"]
    prefix = listed.name.removesuffix(listed.local)
    edits = [appended(data, authors, f"<{prefix}author>{AUTHOR}</{prefix}author>")]
    new, fresh = "", []
    for (row, column), note in sorted(notes.items()):
        cell = cell_name(row, column)
        run = f'<{prefix}r><{prefix}t xml:space="preserve">{{}}</{prefix}t></{prefix}r>'
        if cell in known:
            body = next((one for one in bodies if known[cell].start < one.start < known[cell].end), None)
            if body is None:
                raise broken("its note on {cell} has no text", "{cell} 的批注没有文字", cell=cell)
            edits.append(appended(data, body, run.format(text(f"\n\n{note}"))))
            continue
        fresh.append((row, column))
        new += (
            f'<{prefix}comment ref="{cell}" authorId="{count}"><{prefix}text>{run.format(text(note))}'
            f"</{prefix}text></{prefix}comment>"
        )
    if new:
        edits.append(appended(data, listed, new))
    changed[part] = edited(data, edits)
    return fresh


def _boxes(
    archive: Archive, part: str, cells: list[tuple[int, int]], number: int, changed: dict[str, bytes]
) -> None:
    """Puts a box for each cell into their part, which need not be XML."""
    data = changed.get(part) or archive.part(part)
    new = "" if b'_x0000_t202"' in data and b"<v:shapetype" in data else _BOX_TYPE
    for at, (row, column) in enumerate(cells):
        anchor = f"{column}, 15, {max(row - 2, 0)}, 10, {column + 5}, 15, {row + 6}, 4"
        new += (
            f'<v:shape id="_x0000_s{900_000 + number * 10_000 + at}" type="#_x0000_t202" '
            'style="position:absolute;visibility:hidden" fillcolor="#FFF4D6" o:insetmode="auto">'
            '<v:fill color2="#FFF4D6"/><v:shadow on="t" color="black" obscured="t"/>'
            '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
            '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
            f"<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
            f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
        )
    end = data.rfind(b"</xml>")
    if end < 0:
        raise broken("its part {part} is damaged", "其中的 {part} 已损坏", part=part)
    changed[part] = data[:end] + new.encode() + data[end:] if cells else data


def _refer(
    archive: Archive, sheet: str, added: dict[str, tuple[str, str]], changed: dict[str, bytes]
) -> None:
    folder, name = posixpath.split(sheet)
    part = f"{folder}/_rels/{name}.rels"
    data = archive.part(part) or f'{_HEADER}<Relationships xmlns="{_PACKAGE}"></Relationships>'.encode()
    root = next(one for one in elements(data, part, most=1) if one.depth == 0)
    prefix = root.name.removesuffix(root.local)
    new = "".join(
        f'<{prefix}Relationship Id="{key}" Type="{_RELATED}/{kind}" Target={attribute("/" + target)}/>'
        for key, (kind, target) in added.items()
    )
    changed[part] = edited(data, [appended(data, root, new)])


def _declare(archive: Archive, comments: str, changed: dict[str, bytes]) -> None:
    data = changed.get(_TYPES) or archive.part(_TYPES)
    found = elements(data, _TYPES, most=2)
    root = next(one for one in found if one.depth == 0)
    prefix = root.name.removesuffix(root.local)
    new = ""
    if not any(one.attributes.get("Extension", "").lower() == "vml" for one in found):
        new += f'<{prefix}Default Extension="vml" ContentType="{_DRAWING}"/>'
    if comments not in archive.names:
        new += f'<{prefix}Override PartName="/{comments}" ContentType="{_COMMENTS}"/>'
    changed[_TYPES] = edited(data, [appended(data, root, new)])
