"""Bytes into text: UTF-8, or what the caller declares; any other encoding is named, never guessed away."""

from __future__ import annotations

import codecs
import re
from typing import Final

from ..errors import UsageError
from ..finding import Finding, Span, Words, visible
from . import faults
from .node import Document
from .secret import shown

_BAD: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffd-\uffff]")
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_BOMS: Final = (
    (codecs.BOM_UTF32_LE, "UTF-32LE"),
    (codecs.BOM_UTF32_BE, "UTF-32BE"),
    (codecs.BOM_UTF16_LE, "UTF-16LE"),
    (codecs.BOM_UTF16_BE, "UTF-16BE"),
)
_SAMPLE: Final = 4_096
_MOST: Final = 0.9
_FEW: Final = 0.05
_MANY_TIMES: Final = 4
_LISTED: Final = 20
_NEAR: Final = 64


def decode(data: bytes, file: str, encoding: str | None = None) -> str | Finding:
    """The text of a file without its byte-order mark, or why the bytes are no text.

    Raises:
        UsageError: The declared encoding does not exist.
    """
    name = _known(encoding) if encoding is not None else "utf-8"
    if encoding is None and (wide := _wide_encoding(data)):
        return _undeclared(data, file, *wide)
    try:
        return data.decode(name).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        if encoding is None and _is_gb18030(data):
            return _undeclared(data, file, "GB18030", _first_high(data))
        return _broken_byte(data, file, name, error.start)
    except UnicodeError:
        return _broken_byte(data, file, name, 0)


def refused(document: Document) -> list[Finding]:
    """A finding for each character that no plan may hold, the first twenty."""
    text = document.text or ""
    if (
        text.startswith(("\xff\xfe", "\xfe\xff"))
        and text[:64].count("\0") > 1
        and text[:_SAMPLE].isascii() is False
    ):
        wide = _wide_encoding(text[:_SAMPLE].encode("latin-1", "replace"))
        if wide:
            return [_undeclared(b"", document.name, *wide)]
    found = []
    for match in _BAD.finditer(text):
        found.append(_refused_at(document, match.start()))
        if len(found) == _LISTED:
            break
    return found


def refused_character(text: str) -> str | None:
    """The first character of a value that no plan may hold."""
    match = _BAD.search(text)
    return match.group() if match else None


def _refused_at(document: Document, index: int) -> Finding:
    text = document.text or ""
    char = text[index]
    span = document.span(index, index + 1)
    start, end = document.line_at(index)
    line = shown(text[max(start, index - 40) : min(end, index + 40)])
    if char == "\ufffd" or "\ud800" <= char <= "\udfff" or char >= "\ufffe":
        what = Words(f"`{visible(char)}`", f" `{visible(char)}` ")
        return Finding(rule=faults.BROKEN_CHARACTER, params={"what": what}, span=span, excerpt=line)
    return Finding(
        rule=faults.CONTROL_CHARACTER, params={"char": f"U+{ord(char):04X}"}, span=span, excerpt=line
    )


def _known(encoding: str) -> str:
    try:
        info = codecs.lookup(encoding)
    except (LookupError, ValueError):
        raise UsageError(f"There is no encoding called {encoding!r}.") from None
    if not getattr(info, "_is_text_encoding", True):
        raise UsageError(f"{encoding!r} is no encoding of text.")
    return info.name


def _wide_encoding(data: bytes) -> tuple[str, int] | None:
    """UTF-16 or UTF-32, by its mark or by where its zero bytes stand; and the first byte that tells it."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name, 0
    sample = data[: min(_SAMPLE, len(data) - len(data) % 4)]
    if b"\0" not in sample:
        return None
    zeros = [sample[step::4].count(0) for step in range(4)]
    name = _by_zeros(zeros, len(sample) // 4)
    try:
        sample[: len(sample) if name.startswith("UTF-32") else -2].decode(name)
    except (UnicodeDecodeError, LookupError):
        return None
    return name, sample.index(b"\0")


def _by_zeros(zeros: list[int], quarter: int) -> str:
    """The encoding in which zero bytes stand so at the four places of a word; empty where none fits."""
    low, high = zeros[0] + zeros[2], zeros[1] + zeros[3]
    if zeros[2] + zeros[3] > _MOST * 2 * quarter:
        return "UTF-32LE"
    if zeros[0] + zeros[1] > _MOST * 2 * quarter:
        return "UTF-32BE"
    if high > max(_FEW * 2 * quarter, _MANY_TIMES * low):
        return "UTF-16LE"
    if low > max(_FEW * 2 * quarter, _MANY_TIMES * high):
        return "UTF-16BE"
    return ""


def _is_gb18030(data: bytes) -> bool:
    """Whether the bytes make Chinese text in GB18030 and far less sense in UTF-8."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    lenient = data.decode("utf-8", "replace")
    return lenient.count("\ufffd") > len(_HAN.findall(lenient)) and _HAN.search(text) is not None


def _first_high(data: bytes) -> int:
    match = _HIGH.search(data)
    return match.start() if match else 0


def _undeclared(data: bytes, file: str, encoding: str, offset: int) -> Finding:
    command = f"iconv -f {encoding} -t UTF-8 {_quoted(file)} > utf8.yaml"
    return Finding(
        rule=faults.ENCODING_UNDECLARED,
        params={"encoding": encoding, "offset": offset, "command": command},
        span=_byte_place(data, file, offset, encoding),
        excerpt=_byte_line(data, offset, encoding),
    )


def _broken_byte(data: bytes, file: str, encoding: str, offset: int) -> Finding:
    byte = f"0x{data[offset]:02x}" if offset < len(data) else "?"
    what = Words(f"The byte {byte}", f"字节 {byte} ")
    return Finding(
        rule=faults.BROKEN_CHARACTER,
        params={"what": what},
        span=_byte_place(data, file, offset, encoding),
        excerpt=_byte_line(data, offset, encoding),
    )


def _byte_place(data: bytes, file: str, offset: int, encoding: str) -> Span:
    before = data[:offset].decode(encoding, "replace").removeprefix("\ufeff")
    return Document(file, before).span(len(before), len(before))


def _byte_line(data: bytes, offset: int, encoding: str) -> str:
    """The line of a broken byte; the beginning of the text where characters are wider than a byte."""
    start = 0 if encoding.startswith("UTF-") else max(data.rfind(b"\n", 0, offset) + 1, offset - _NEAR)
    line = data[start : max(start, offset) + _NEAR].decode(encoding, "replace").removeprefix("\ufeff")
    return shown(line.split("\n", 1)[0].strip())


def _quoted(file: str) -> str:
    return file if re.fullmatch(r"[\w./-]+", file) else "'" + file.replace("'", "'\\''") + "'"
