"""The parts of a workbook file, unpacked within bounds that are checked before anything is built."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from xml.parsers import expat

from .fault import Broken, broken, too_large
from .limits import Limits

LIMITS: Final = Limits()
_SMALL: Final = 2**20
"""Up to so many unpacked bytes no ratio is asked about: a short repetitive part packs better than any bomb."""
_CHUNK: Final = 2**16
_ENTRY: Final = b"PK\x01\x02"
"""What each part's entry in the directory of a zip file begins with."""
_OLE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
_OTHERS: Final = (
    ("xl/workbook.bin", "a binary workbook (.xlsb)", "二进制工作簿（.xlsb）"),
    ("word/document.xml", "a Word document", "Word 文档"),
    ("ppt/presentation.xml", "a PowerPoint presentation", "PowerPoint 演示文稿"),
    ("mimetype", "an OpenDocument file (.ods)", "OpenDocument 文件（.ods）"),
)
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class Archive:
    """The parts of a workbook; each is unpacked when it is asked for, and all of them are counted.

    Attributes:
        limits: How much is read.
        members: What the directory of the file says of each part.
        names: The names of the parts.
    """

    def __init__(self, data: bytes, limits: Limits = LIMITS) -> None:
        """Open a workbook's bytes.

        Raises:
            Broken: They are no workbook, or more than is unpacked.
        """
        if not data.startswith(b"PK"):
            raise _disguised(data)
        count = data.count(_ENTRY)
        if count > limits.parts:  # before each of them becomes an object
            raise too_large(
                "it has {count} parts, at most {most}",
                "有 {count} 个部分，上限 {most}",
                count=count,
                most=limits.parts,
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as error:
            raise broken("it is damaged or cut off", "文件已损坏或不完整") from error
        members = self._zip.infolist()
        total = sum(member.file_size for member in members)
        if total > limits.unpacked or (total > _SMALL and total > limits.ratio * len(data)):
            raise too_large(
                "it unpacks to {total} bytes, at most {most} and {ratio} times its size",
                "解压后为 {total} 字节，上限为 {most} 字节且不超过自身的 {ratio} 倍",
                total=total,
                most=limits.unpacked,
                ratio=limits.ratio,
            )
        self.limits = limits
        self.members = members
        self.names = frozenset(member.filename for member in members)
        if len(self.names) < len(members):
            raise broken("it holds a part twice", "同一部分出现两次")
        if any(member.flag_bits & 1 for member in members):
            raise broken("its parts are encrypted", "其内容已加密")
        if "xl/workbook.xml" not in self.names:
            what = next(
                ((en, zh) for name, en, zh in _OTHERS if name in self.names), ("a zip file", "压缩文件")
            )
            raise broken(f"it is {what[0]}, not a workbook", f"它是{what[1]}，不是工作簿")
        self._left = limits.unpacked

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, bit by bit.

        Raises:
            Broken: The part is damaged, or more than is unpacked.
        """
        try:
            with self._zip.open(name) as part:
                while block := part.read(_CHUNK):
                    self._left -= len(block)
                    if self._left < 0:
                        raise too_large(
                            "it unpacks to more than {most} bytes",
                            "解压后超过 {most} 字节",
                            most=self.limits.unpacked,
                        )
                    yield block
        except _DAMAGE as error:
            raise broken("its part {name} is damaged", "其中的 {name} 已损坏", name=name) from error

    def part(self, name: str) -> bytes:
        """All bytes of a part; none where there is no such part."""
        return b"".join(self.chunks(name)) if name in self.names else b""

    def parse(
        self,
        name: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Walk through the elements of a part; nothing where there is no such part.

        Raises:
            Broken: The part is no XML, or declares a document type (which entities would need).
        """
        if name not in self.names:
            return
        parser: Any = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _no_doctype(name)
        with _as_xml(name):
            for block in self.chunks(name):
                parser.Parse(block, False)
            parser.Parse(b"", True)


@contextmanager
def _as_xml(name: str) -> Iterator[None]:
    try:
        yield
    except expat.ExpatError as error:
        raise broken("its part {name} is no XML", "其中的 {name} 不是 XML", name=name) from error
    except (LookupError, ValueError) as error:  # an encoding that nobody knows
        raise broken("its part {name} cannot be decoded", "其中的 {name} 无法解码", name=name) from error


def _no_doctype(name: str) -> Callable[..., None]:
    def refuse(*_: object) -> None:
        raise broken(
            "its part {name} declares a document type, which no workbook needs",
            "其中的 {name} 声明了文档类型（DTD），工作簿不需要它",
            name=name,
        )

    return refuse


def _disguised(data: bytes) -> Broken:
    """What a file really is that is no workbook, whatever its name says."""
    if not data:
        return broken("it is empty (0 bytes)", "文件为空（0 字节）")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return broken(
                "it is protected by a password; save it without one", "设有打开密码；请去掉密码后另存"
            )
        return broken(
            "it is an old .xls workbook or another old Office file",
            "它是旧的 .xls 工作簿或其他旧版 Office 文件",
        )
    if data.startswith(b"%PDF"):
        return broken("it is a PDF file", "它是 PDF 文件")
    head = data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml")):
        return broken("it is a web page or XML under the name of a workbook", "它是改了名的网页或 XML")
    if b"\0" not in data[:4096]:
        return broken(
            "it is a text file such as CSV under the name of a workbook", "它是改了名的文本文件（例如 CSV）"
        )
    return broken("it is no workbook, whatever its name says", "无论文件名怎么写，它都不是工作簿")
