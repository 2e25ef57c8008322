"""The headings of text files: read here, so that no engine guesses separators, types or first rows."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

from attrs import frozen

from goaltree import Words
from goaltree.actuals.unanswered import Source
from goaltree.finding import excerpt

from .engine_fault import LOOK

_LONGEST: Final = 2**20
_SEPARATORS: Final = (",", ";", "\t", "|")
_ENCODE: Final = Words(
    "Convert it: `iconv -f GB18030 -t UTF-8`, or save it as UTF-8",
    "请转换编码：`iconv -f GB18030 -t UTF-8`，或另存为 UTF-8",
)
_ALIKE: Final = Words("Give all files the same headings in the same order", "请让所有文件的列名和顺序一致")


@frozen(kw_only=True)
class Header:
    """The headings that files share.

    Attributes:
        names: The headings, each once; none where the files are empty.
        delimiter: What separates the cells.
    """

    names: tuple[str, ...]
    delimiter: str


def header_of(files: tuple[str, ...], delimiter: str, source: Source) -> Header:
    """The headings of text files, which must be the same in all of them.

    Args:
        files: The files.
        delimiter: What separates the cells; empty where the headings say it.
        source: What the source is called.

    Raises:
        Unanswered: They differ, one is there twice, or the text is not UTF-8.
    """
    headers = [(file, _header(file, delimiter, source)) for file in files]
    first = next((header for _, header in headers if header.names), headers[0][1])
    for file, header in headers:
        if header != first:
            name = excerpt(Path(file).name)
            raise source.unreadable(
                Words(f"the headings of `{name}` differ from the others'", f"`{name}` 的列名与其他文件不同"),
                _ALIKE,
            )
    twice = next((name for name in first.names if first.names.count(name) > 1), None)
    if twice is not None:
        called = excerpt(twice)
        raise source.unreadable(
            Words(f"two columns are called `{called}`", f"有两列都叫 `{called}`"),
            Words("Rename one of them", "请为其中一列改名"),
        )
    return first


def _header(file: str, delimiter: str, source: Source) -> Header:
    name = excerpt(Path(file).name)
    try:
        with Path(file).open(encoding="utf-8-sig", newline="") as stream:
            text = stream.read(_LONGEST)
    except UnicodeDecodeError:
        raise source.unreadable(
            Words(f"`{name}` is not UTF-8", f"`{name}` 不是 UTF-8 编码"), _ENCODE
        ) from None
    except OSError as error:
        kind = type(error).__name__
        raise source.unreadable(Words(f"`{name}`: {kind}", f"`{name}`：{kind}"), LOOK) from None
    try:
        chosen = delimiter or ("\t" if file.lower().endswith(".tsv") else _separator(text))
        names, size = _record(text, chosen, is_strict=True)
    except csv.Error:
        reason = Words(f"the headings of `{name}` are not to be read", f"`{name}` 的列名无法读取")
        raise source.unreadable(reason, LOOK) from None
    if size == _LONGEST:
        long = Words(
            f"the headings of `{name}` have more than {_LONGEST} characters",
            f"`{name}` 的列名超过 {_LONGEST} 个字符",
        )
        raise source.unreadable(long, LOOK)
    return Header(names=names, delimiter=chosen)


def _separator(text: str) -> str:
    """What separates the headings: the candidate that makes most of them; a comma where none does."""
    return max(_SEPARATORS, key=lambda sign: _width(text, sign))


def _width(text: str, delimiter: str) -> int:
    """How many headings a separator makes; none where one of them would be longer than any."""
    try:
        return len(_record(text, delimiter, is_strict=False)[0])
    except csv.Error:
        return 0


def _record(text: str, delimiter: str, *, is_strict: bool) -> tuple[tuple[str, ...], int]:
    """The first record of a text, whose lines end as those of CSV do, and how many characters it takes up.

    Raises:
        csv.Error: It is none.
    """
    stream = io.StringIO(text, newline="")
    return tuple(next(csv.reader(stream, delimiter=delimiter, strict=is_strict), [])), stream.tell()
