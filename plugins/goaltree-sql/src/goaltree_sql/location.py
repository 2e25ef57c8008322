"""Where a database is: an address of SQLAlchemy behind `sql://`, and what of it may be shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from goaltree import UsageError

if TYPE_CHECKING:
    from sqlalchemy import URL

SCHEME: Final = "sql://"
_PASSWORD: Final = re.compile(
    r"(?i)passw|passphrase|pwd|secret|token|credential|(?:api|access|private)[_-]?key|_key\Z"
)


def shown(url: str) -> str:
    """An address without what stands before `@` or behind `?`, where drivers take passwords: fit to be shown."""
    head, sign, rest = url.rpartition("@")
    place, told, _ = rest.partition("?")
    dialect = re.match(r"(?:sql://)?[\w+]*://", head)
    before = f"{dialect[0] if dialect else ''}***@" if sign else ""
    return repr(f"{before}{'***' if '?' in head else place}{'?***' if told else ''}")


def location_of(url: str, told: tuple[tuple[str, str], ...] = ()) -> URL:
    """An address as SQLAlchemy takes it.

    Args:
        url: `sql://dialect+driver://user:password@host/database`; `sql://` may be missing.
        told: What the driver is told besides.

    Raises:
        UsageError: It is none, its dialect is not installed, or the driver is told a password.
    """
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    text = url.removeprefix(SCHEME)
    try:
        made = make_url(text)
    except (ArgumentError, ValueError):
        raise UsageError(
            "a database is named as sql://dialect://host/database, such as sql://postgresql://reader@host/facts"
        ) from None
    if any(_PASSWORD.search(name) for name, _ in told):
        raise UsageError("a password stands in the address, from the environment: reader:${PASSWORD}@host")
    _refuse_unknown(made)
    return made.update_query_pairs(told) if told else made


def _refuse_unknown(url: URL) -> None:
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError

    backend = url.get_backend_name()
    if backend == "sqlite" and (url.get_driver_name() not in ("", "pysqlite") or url.host):
        raise UsageError(
            "a SQLite file is named as sql://sqlite:///facts.db or sql://sqlite:////data/facts.db"
        )
    try:
        dialect = url.get_dialect()
    except (ArgumentError, NoSuchModuleError):
        raise UsageError(
            f"SQLAlchemy knows no dialect {url.drivername!r}: install the package that brings it"
        ) from None
    except ImportError:
        return  # its driver is missing: that is told when it is asked
    if getattr(dialect, "is_async", False):
        raise UsageError(f"{url.drivername} is for programs that wait in asyncio; name another driver")
