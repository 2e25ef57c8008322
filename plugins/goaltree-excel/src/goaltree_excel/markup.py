"""Small insertions into XML that somebody else wrote; everything around them stays as it is, byte by byte."""

from __future__ import annotations

import re
from typing import Any, Final
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from attrs import frozen

from .port import broken

_ESCAPED: Final = re.compile(r"(?=_x[0-9A-Fa-f]{4}_)")
_TAG: Final = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@frozen(kw_only=True)
class Element:
    """An element of a part.

    Attributes:
        name: Its name with prefix.
        local: Its name without.
        attributes: Its attributes.
        depth: How many elements it stands in.
        start: Where it begins.
        end: Where its closing tag begins; that of the whole tag where it is empty.
        parent: The local name of what it stands in.
    """

    name: str
    local: str
    attributes: dict[str, str]
    depth: int
    start: int
    end: int
    parent: str


def elements(data: bytes, part: str, most: int = 4) -> list[Element]:
    """The elements of a part down to some depth, in the order in which they end.

    Raises:
        Broken: The part is no XML in UTF-8, or declares a document type.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:200]:
        raise broken("its part {part} is not written in UTF-8", "其中的 {part} 不是 UTF-8 编码", part=part)
    found: list[Element] = []
    open_ones: list[tuple[str, dict[str, str], int]] = []
    parser: Any = expat.ParserCreate("utf-8")

    def start(name: str, attributes: dict[str, str]) -> None:
        open_ones.append((name, attributes, parser.CurrentByteIndex))

    def end(name: str) -> None:
        _, attributes, begin = open_ones.pop()
        if len(open_ones) < most:
            above = open_ones[-1][0].rpartition(":")[2] if open_ones else ""
            found.append(
                Element(
                    name=name,
                    local=name.rpartition(":")[2],
                    attributes=attributes,
                    depth=len(open_ones),
                    start=begin,
                    end=parser.CurrentByteIndex,
                    parent=above,
                )
            )

    def doctype(*_: object) -> None:
        raise broken("its part {part} declares a document type", "其中的 {part} 声明了文档类型", part=part)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise broken("its part {part} is no XML", "其中的 {part} 不是 XML", part=part) from error
    return found


def appended(data: bytes, element: Element, new: str) -> tuple[int, int, bytes]:
    """An edit that puts something at the end of an element: from where to where, and by what."""
    tag = _TAG.match(data, element.start)
    assert tag is not None, "the parser found an element here"
    if not tag[0].endswith(b"/>"):
        return element.end, element.end, new.encode()
    opened = tag[0][:-2].rstrip() + b">"
    return element.start, tag.end(), opened + new.encode() + f"</{element.name}>".encode()


def edited(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """The bytes with some edits that do not overlap."""
    for start, end, new in sorted(edits, key=lambda edit: edit[0], reverse=True):
        data = data[:start] + new + data[end:]
    return data


def text(value: str) -> str:
    """A text for XML in a workbook; what looks like an escape of Excel's stays what it looks like."""
    return escape(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", _ESCAPED.sub("_x005F", value)))


def attribute(value: str) -> str:
    """A text as an attribute, with quotes."""
    return quoteattr(value)
