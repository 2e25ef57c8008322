"""Where the data is: the files behind a path or a pattern, looked at before an engine opens them."""

from __future__ import annotations

import stat
from glob import has_magic, iglob
from itertools import islice
from pathlib import Path
from typing import Final, Literal

from attrs import frozen

from goaltree import Words
from goaltree.actuals.unanswered import Source
from goaltree.finding import excerpt

Kind = Literal["database", "csv", "json", "parquet"]

TABLE: Final = "{table}"
"""Stands for the name of a table in a path: `sales/{table}/*.parquet`."""
MOST_FILES: Final = 10_000
ENDINGS: Final[dict[str, Kind]] = {
    ".duckdb": "database",
    ".ddb": "database",
    ".db": "database",
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
    ".parquet": "parquet",
    ".pq": "parquet",
}
_MAGIC: Final = b"DUCK"
_CHECK: Final = Words("Check the path", "请检查路径")
_PATTERN: Final = Words(
    "Name its files, such as `*.parquet`, or `{table}.parquet` for a file a table",
    "请写出其中的文件，例如 `*.parquet`；每个表一个文件时写 `{table}.parquet`",
)
_ENDINGS: Final = Words(f"Known endings are {', '.join(ENDINGS)}", f"支持的扩展名：{'、'.join(ENDINGS)}")


@frozen(kw_only=True)
class Location:
    """Files of one kind.

    Attributes:
        kind: What they are; a database is one file.
        files: Absolute paths, sorted.
    """

    kind: Kind
    files: tuple[str, ...]


def located(path: str, table: str, source: Source) -> Location:
    """The files of a path or a pattern.

    Args:
        path: A file, or a pattern with `*`, `?`, `[...]` or `**`; `{table}` in it is the table's name.
        table: Name of the table; only a plain name can be a part of a path.
        source: What the source is called.

    Raises:
        Unanswered: There is no such file, or none that can be read.
    """
    if TABLE in path:
        if not table or table in (".", "..") or "/" in table or "\0" in table or has_magic(table):
            reason = (
                f"`{excerpt(table)}` cannot be a part of a path",
                f"`{excerpt(table)}` 不能作为路径的一部分",
            )
            raise source.unreadable(Words(*reason), Words("Name the table otherwise", "请为该表换一个名称"))
        path = path.replace(TABLE, table)
    files = _files(path, source)
    kinds = {_kind(file, source) for file in files}
    if len(kinds) > 1 or ("database" in kinds and len(files) > 1):
        mixed = Words(
            "its files are of different kinds, or several databases", "文件种类不同，或有多个数据库"
        )
        raise source.unreadable(mixed, Words("Write a narrower pattern", "请写更具体的模式"))
    return Location(kind=kinds.pop(), files=tuple(files))


def _files(path: str, source: Source) -> list[str]:
    if "\0" in path or not path:
        raise source.unreadable(Words("its path is none", "路径无效"), _CHECK)
    if Path(path).exists() or not has_magic(path):
        found = [path]
    else:
        found = sorted(islice(iglob(path, recursive=True), MOST_FILES + 1))  # noqa: PTH207 - of any root
        found = [one for one in found if not Path(one).is_dir()]
        if not found:
            raise source.unreadable(Words("no file fits the pattern", "没有符合该模式的文件"), _CHECK)
        if len(found) > MOST_FILES:
            raise source.too_large(MOST_FILES, Words("files", "个文件"))
    for one in found:
        _look_at(one, source)
    return sorted(str(Path(one).absolute()) for one in found)


def _look_at(file: str, source: Source) -> None:
    """Refuse what is no ordinary file, and what an engine would take for a pattern or an address."""
    name = excerpt(Path(file).name or file)
    try:
        mode = Path(file).stat().st_mode
    except OSError as error:
        kind = type(error).__name__
        raise source.unreadable(Words(f"`{name}`: {kind}", f"`{name}`：{kind}"), _CHECK) from None
    if not stat.S_ISREG(mode):
        is_folder = stat.S_ISDIR(mode)
        raise source.unreadable(
            Words(f"`{name}` is no file", f"`{name}` 不是文件"), _PATTERN if is_folder else _CHECK
        )
    if has_magic(str(Path(file).absolute())):
        pattern = Words(f"the path of `{name}` holds `*`, `?` or `[`", f"`{name}` 的路径含有 `*`、`?` 或 `[`")
        raise source.unreadable(pattern, Words("Rename it", "请重命名"))


def _kind(file: str, source: Source) -> Kind:
    kind = ENDINGS.get(Path(file).suffix.lower())
    name = excerpt(Path(file).name)
    if kind is None:
        raise source.unreadable(
            Words(f"the kind of `{name}` is not known", f"不认识 `{name}` 的类型"), _ENDINGS
        )
    if kind == "database" and not _is_database(file, source):
        raise source.unreadable(
            Words(f"`{name}` is no database of DuckDB", f"`{name}` 不是 DuckDB 数据库"), _CHECK
        )
    return kind


def _is_database(file: str, source: Source) -> bool:
    try:
        with Path(file).open("rb") as stream:
            return stream.read(12)[8:] == _MAGIC
    except OSError as error:
        kind = type(error).__name__
        raise source.unreadable(
            Words(f"it cannot be opened ({kind})", f"无法打开（{kind}）"), _CHECK
        ) from None
