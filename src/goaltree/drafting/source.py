"""A file or a text as sheets, by what it holds."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import Final

from ..errors import UsageError
from ..finding import Finding, Words
from ..planfile.encoding import decode
from ..planfile.file import file_bytes
from .place import Place, Remark, words
from .sheet import Source
from .text_sheet import read_text
from .workbook import read_workbook

BYTES: Final = 64 * 2**20
TEXT_NAME: Final = "<text>"
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = bytes.fromhex("D0CF11E0")
_WORKBOOKS: Final = frozenset({".xlsx", ".xlsm", ".xltx", ".xls"})
_SEPARATORS: Final = {".tsv": "\t"}
_OTHERS: Final = frozenset({".pdf", ".docx", ".pptx", ".ods", ".numbers", ".png", ".jpg", ".jpeg"})


def open_source(
    source: str | os.PathLike[str], encoding: str | None, *, separator: str | None = None
) -> Source:
    """The sheets of a path, or of a text: a `str` with a line break, a pipe or a tab in it is a text.

    Args:
        source: The path, or the text.
        encoding: Encoding of text files that are not UTF-8.
        separator: What parts the cells of a file that is text; by default it is told from the text.

    Raises:
        UsageError: The source is neither, or the encoding does not exist.
    """
    if isinstance(source, str) and (not source or any(sign in source for sign in "\n\r|\t")):
        return open_text(source)
    if not isinstance(source, (str, os.PathLike)):
        raise UsageError(f"a draft is made from a path or a text, not from {type(source).__name__}")
    name = os.fspath(source)
    if not isinstance(name, str):
        raise UsageError("a draft is made from a path of text, not of bytes")
    data = file_bytes(name, BYTES)
    if isinstance(data, Words):
        return _nothing(name, data)
    if isinstance(data, int):
        return _nothing(
            name,
            words(
                "it has {got} bytes; at most {most} are read",
                "它有 {got} 字节，最多读 {most} 字节",
                got=data,
                most=BYTES,
            ),
        )
    return open_bytes(data, name, encoding, separator=separator)


def open_bytes(
    data: bytes, name: str, encoding: str | None = None, *, separator: str | None = None
) -> Source:
    """The sheets of a file's bytes."""
    suffix = PurePath(name).suffix.lower()
    if suffix in _OTHERS:
        return _nothing(
            name,
            words(
                "files ending in `{suffix}` are not read: copy the tables out of it",
                "不读取以 `{suffix}` 结尾的文件：请把其中的表格复制出来",
                suffix=suffix,
            ),
        )
    if suffix in _WORKBOOKS or data.startswith((_ZIP, _OLE)):
        return read_workbook(data, name)
    text = decode(data, name, encoding)
    if isinstance(text, Finding):
        told = [
            f"{text.message(lang)} {text.hint(lang)}".replace("utf8.yaml", f"utf8{suffix or '.txt'}")
            for lang in ("en", "zh")
        ]
        return _nothing(name, Words(*told))
    return read_text(text, name, separator=separator or _SEPARATORS.get(suffix))


def open_text(text: str) -> Source:
    """The tables of a text."""
    if len(text) > BYTES:
        return _nothing(
            TEXT_NAME, words("it has more than {most} characters", "超过 {most} 个字符", most=BYTES)
        )
    return read_text(text, TEXT_NAME)


def _nothing(name: str, reason: Words) -> Source:
    return Source(remarks=(Remark(place=Place(file=name), text="", reason=reason),))
