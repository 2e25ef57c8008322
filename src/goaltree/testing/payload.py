"""Texts that mean something to whoever is careless, and what of a file would act on its reader."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from typing import Final

PAYLOADS: Final[tuple[str, ...]] = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "＝1+1",
    "＠SUM(A1)",
    "x'; DROP TABLE t;--",
    'x" OR ""="',
    "%",
    "_",
    "100%_done",
    "a/*b*/c",
    "${HOME}",
    "{0}",
    "%s%n",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]><!--",
    "javascript:alert(1)",
    "[a](javascript:alert(1))",
    "| a | b |",
    "# heading",
    "```",
    "a: b # c",
    "null",
    "NA",
    "007",
    "1e5",
    "TRUE",
    "\u202eabc",
    "\u200b",
    "𝒢🎯",
    "中文；（全角）",
    "a\\b",
    "a;b,c",
)
"""Texts for titles, names and members: formulas, SQL, markup, directions of writing, look-alikes of values."""

_LEADS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NUMBER: Final = re.compile(r"[-+]?\d[\d,.]*(?:[eE][-+]?\d+)?%?")


def active(data: bytes, ending: str) -> list[str]:
    """What in a file would act on its reader: formulas, scripts, links that run, numbers that are none.

    Reads the file again by means of its own. Formats that it does not know have nothing active here.

    Args:
        data: The file's bytes.
        ending: The ending of its name, with the dot.
    """
    reader = _READERS.get(ending.lower())
    return [] if reader is None else list(reader(data))


def _csv(data: bytes) -> Iterator[str]:
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        yield from (cell for cell in row if cell.startswith(_LEADS) and not _NUMBER.fullmatch(cell))


def _json(data: bytes) -> Iterator[str]:
    strange: list[str] = []
    json.loads(data.decode("utf-8"), parse_constant=strange.append)
    yield from strange


class _Markup(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "embed", "base", "form"):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            link = (value or "").strip().lower()
            if name.startswith("on") or link.startswith(("javascript:", "vbscript:", "data:text")):
                self.found.append(f"{name}={value}")


def _html(data: bytes) -> Iterator[str]:
    parser = _Markup()
    parser.feed(data.decode("utf-8"))
    yield from parser.found


def _sheets(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        for name in book.namelist():
            if name.startswith("xl/externalLinks") or name.endswith("vbaProject.bin"):
                yield name
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                yield from re.findall(r"<f[ >][^<]*", book.read(name).decode("utf-8"))


_READERS: Final[Mapping[str, Callable[[bytes], Iterator[str]]]] = {
    ".csv": _csv,
    ".json": _json,
    ".html": _html,
    ".htm": _html,
    ".svg": _html,
    ".xlsx": _sheets,
}
