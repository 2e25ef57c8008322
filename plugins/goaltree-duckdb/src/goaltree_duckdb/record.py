"""The keys of JSON records; each value is then read as the text that it is written as."""

from __future__ import annotations

from typing import Final

from goaltree import Words

from .session import Session

_MOST_KEYS: Final = 1_000
_KEYS: Final = (
    "SELECT DISTINCT unnest(json_keys(json)) AS key FROM read_json_objects($files, format = 'auto')"
)
_ODD: Final = (
    "SELECT count(*) FILTER (json_type(json) IS DISTINCT FROM 'OBJECT'), "
    "count(*) FILTER (len(json_keys(json)) > len(list_distinct(json_keys(json)))) "
    "FROM read_json_objects($files, format = 'auto')"
)


def records_of(session: Session, files: list[str]) -> dict[str, str]:
    """The keys of the records, sorted, each with the JSON pointer to its value.

    Raises:
        Unanswered: Something else than records is there, or a record has a key twice.
    """
    odd, twice = session.rows(_ODD, {"files": files})[0]
    if odd:
        raise session.source.unreadable(
            Words("it holds something else than records", "其中有不是记录的内容"),
            Words("Write one object for each row", "请每行写一个对象"),
        )
    if twice:
        raise session.source.unreadable(
            Words("a record has one key twice", "有记录把同一个键写了两次"),
            Words("Keep one of them", "请只保留一个"),
        )
    keys = sorted(str(row[0]) for row in session.rows(_KEYS, {"files": files}, most=_MOST_KEYS))
    return {key: "/" + key.replace("~", "~0").replace("/", "~1") for key in keys}
