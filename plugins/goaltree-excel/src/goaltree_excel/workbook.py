"""The workbook of a path; it is refused where one of its sheets cannot be read whole."""

from __future__ import annotations

from typing import Final

from .port import Archive, Broken, Sheet, Words, file_bytes, read_sheets, too_large

FILE_BYTES: Final = 64 * 2**20


def opened(path: str) -> Archive:
    """The parts of a workbook.

    Raises:
        Broken: It cannot be read.
    """
    data = file_bytes(path, FILE_BYTES)
    if isinstance(data, Words):
        raise Broken(data)
    if isinstance(data, int):
        raise too_large(
            "it has {got} bytes, at most {most}", "有 {got} 字节，上限 {most}", got=data, most=FILE_BYTES
        )
    return Archive(data)


def read_workbook(path: str) -> tuple[Sheet, ...]:
    """Every sheet of a workbook.

    Raises:
        Broken: It cannot be read.
    """
    archive = opened(path)
    return tuple(_whole(sheet, archive.limits.cells) for _, sheet in read_sheets(archive))


def _whole(sheet: Sheet | Broken, most: int) -> Sheet:
    if isinstance(sheet, Broken):
        raise sheet
    if sheet.cut is not None:
        raise too_large("it has more than {most} filled cells", "有内容的单元格超过 {most} 个", most=most)
    return sheet
