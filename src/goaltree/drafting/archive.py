"""The parts of a workbook file, unpacked within bounds."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final
from xml.etree import ElementTree as ET

from ..errors import UsageError
from ..finding import Words
from .place import words

MEMBERS: Final = 10_000
PART: Final = 32 * 2**20
TOTAL: Final = 200 * 2**20
_OLE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0")


class Archive:
    """The parts of a workbook; a part is unpacked when it is asked for."""

    def __init__(self, data: bytes) -> None:
        """Open a workbook's bytes.

        Raises:
            BrokenError: They are no workbook, or more than is unpacked.
        """
        if data.startswith(_OLE):
            raise BrokenError(
                Words(
                    "it is an old .xls workbook or protected by a password; save it as .xlsx without one",
                    "它是旧的 .xls 工作簿，或设有密码；请另存为不带密码的 .xlsx",
                )
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
            raise BrokenError(
                Words("it is no workbook, whatever its name says", "无论文件名怎么写，它都不是工作簿")
            ) from error
        members = self._zip.infolist()
        if len(members) > MEMBERS or sum(member.file_size for member in members) > TOTAL:
            raise BrokenError(
                words(
                    "it unpacks to more than {parts} parts or {size} MB",
                    "解压后超过 {parts} 个部分或 {size} MB",
                    parts=MEMBERS,
                    size=TOTAL // 2**20,
                )
            )
        self._names = {member.filename for member in members}
        self._left = TOTAL

    def main(self) -> ET.Element:
        """The root of the part that lists the sheets.

        Raises:
            BrokenError: There is none.
        """
        root = self.xml("xl/workbook.xml")
        if root is None:
            raise BrokenError(Words("it is no .xlsx workbook", "它不是 .xlsx 工作簿"))
        return root

    def xml(self, name: str) -> ET.Element | None:
        """The root of a part; `None` where the workbook has no such part.

        Raises:
            BrokenError: The part is damaged, too large, or declares entities.
        """
        if name not in self._names:
            return None
        try:
            with self._zip.open(name) as part:
                data = part.read(min(PART, self._left) + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            RuntimeError,
            NotImplementedError,
            EOFError,
            ValueError,
        ) as error:
            raise BrokenError(
                words("its part {name} is damaged or encrypted", "其中的 {name} 已损坏或加密", name=name)
            ) from error
        self._left -= len(data)
        if len(data) > PART or self._left < 0:
            raise BrokenError(
                words(
                    "its part {name} unpacks to more than {size} MB",
                    "其中的 {name} 解压后超过 {size} MB",
                    name=name,
                    size=PART // 2**20,
                )
            )
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data or data[:2] in _WIDE:
            raise BrokenError(
                words(
                    "its part {name} declares entities, which no workbook needs",
                    "其中的 {name} 声明了实体，工作簿不需要它们",
                    name=name,
                )
            )
        try:
            return ET.fromstring(data)  # noqa: S314 - bounded, and without any declaration of entities
        except ET.ParseError as error:
            raise BrokenError(
                words("its part {name} is no XML", "其中的 {name} 不是 XML", name=name)
            ) from error


class BrokenError(UsageError):
    """A workbook that cannot be read, with the reason; it never leaves this package."""

    def __init__(self, reason: Words) -> None:
        self.reason = reason
        super().__init__(reason.en)
