"""What the engine's errors say to a reader, in words of our own.

The engine's messages show rows of the data, and paths and numbers of other processes: they are not passed on.
"""

from __future__ import annotations

import re
from typing import Final

import duckdb

from goaltree import Words
from goaltree.actuals.unanswered import Source, Unanswered

_LINE: Final = re.compile(r"CSV Error on Line: (\d+)")
_LOCKED: Final = re.compile(r"(?i)\block\b|already open|being used by another")
LOOK: Final = Words("Look at it with DuckDB itself", "请直接用 DuckDB 查看")
_AGAIN: Final = Words("Export it again", "请重新导出")
BUSY: Final = (
    Words("another program is writing in it", "另一个程序正在写入"),
    Words("Wait until it is done, or copy the file and read the copy", "请等它写完，或复制该文件后读取副本"),
)
_REASONS: Final[dict[type[duckdb.Error], tuple[Words, Words]]] = {
    duckdb.PermissionException: (
        Words("it reads something outside of what was opened", "它要读取所打开范围之外的内容"),
        Words(
            "Put the data itself into it: a view over other files stays closed",
            "请直接存入数据：指向其他文件的视图不会被打开",
        ),
    ),
    duckdb.ConnectionException: BUSY,
    duckdb.OutOfRangeException: (
        Words("its numbers are too large to be added up exactly", "数字太大，无法精确相加"),
        Words("Sum them in a larger unit", "请以更大的单位汇总"),
    ),
    duckdb.OutOfMemoryException: (
        Words("it does not fit into the memory", "内存不足"),
        Words("Add the facts up before, or split the source", "请先汇总，或拆分数据"),
    ),
    duckdb.ConversionException: (
        Words("a value does not fit the type of its column", "有值与所在列的类型不符"),
        _AGAIN,
    ),
    duckdb.SerializationException: (
        Words("it is damaged, or written by a newer DuckDB", "文件已损坏，或由更新版本的 DuckDB 写成"),
        Words("Export it again, or install the newer DuckDB", "请重新导出，或安装更新版本的 DuckDB"),
    ),
    duckdb.InvalidInputException: (
        Words("it is damaged, or its files differ in form", "文件已损坏，或各文件格式不一致"),
        _AGAIN,
    ),
}


def engine_fault(source: Source, error: duckdb.Error) -> Unanswered:
    """What an error of the engine says to a reader."""
    line = _LINE.search(str(error))
    if line is not None:
        reason = Words(f"line {line[1]} does not fit the columns", f"第 {line[1]} 行与各列不符")
        return source.unreadable(reason, _AGAIN)
    for kind, (reason, advice) in _REASONS.items():
        if isinstance(error, kind):
            return source.unreadable(reason, advice)
    if isinstance(error, duckdb.IOException) and _LOCKED.search(str(error)):
        return source.unreadable(*BUSY)
    name = type(error).__name__
    return source.unreadable(Words(f"DuckDB fails with {name}", f"DuckDB 出错（{name}）"), LOOK)
