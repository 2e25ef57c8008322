"""What can be wrong with a ledger, in words."""

from __future__ import annotations

from pathlib import Path

from ..errors import LedgerError, LedgerVersionError

_SAVED = " Restore a backup; the records before it still hold.", "请恢复备份；在它之前的记录仍然有效。"


def unusable(path: Path, why: str, chinese: str) -> LedgerError:
    """The file as a whole cannot be used."""
    return LedgerError(f"{path}: {why}", chinese=f"{path}：{chinese}", path=path)


def damaged(path: Path, number: int, at: str, why: str, chinese: str) -> LedgerError:
    """A record does not hold: the first one that does not.

    Args:
        path: The ledger.
        number: The record.
        at: When it was written, as far as that can be told.
        why: What does not hold.
        chinese: The same in Chinese.
    """
    when, when_zh = (f", written {at},", f"（写于 {at}）") if at else ("", "")
    return LedgerError(
        f"{path} is damaged: record {number}{when} {why}.{_SAVED[0]}",
        chinese=f"{path} 已损坏：第 {number} 条记录{when_zh}{chinese}。{_SAVED[1]}",
        path=path,
        number=number,
        at=at,
    )


def newer(path: Path, found: int, known: int) -> LedgerVersionError:
    """The file is of a format that this version does not know."""
    return LedgerVersionError(
        f"{path} is a ledger of format {found}; this version knows formats up to {known}. "
        "It was left as it is: use a newer goaltree.",
        chinese=f"{path} 是格式 {found} 的台账，此版本只认识到格式 {known}。文件未作改动：请使用更新的 goaltree。",
        path=path,
    )
