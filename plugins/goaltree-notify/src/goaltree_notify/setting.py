"""Settings: a TOML file of the operator's, which says where alerts go, and the environment, which knows the secrets."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from attrs import field, frozen

from goaltree import UsageError

from .delivery import SECONDS, TRIES
from .destination import Destination
from .signature import key_of
from .webhook import SCHEMES, address_of

VARIABLE: Final = "GOALTREE_NOTIFY_"
"""`GOALTREE_NOTIFY_FINANCE=feishu://...` is the address of the destination `finance`."""
KEYS: Final = "_KEYS"
_NAME: Final = re.compile(r"\w[\w-]{0,63}")
_REFERENCE: Final = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_TEXTS: Final = ("teams", "levels", "allow")
_NUMBERS: Final = ("per_hour", "most")


@frozen(kw_only=True)
class Settings:
    """What an operator set.

    Attributes:
        destinations: Where alerts go.
        outbox: The file that remembers what was sent; `None` where the settings name none.
        tries: How often a message is tried before it is given up.
        seconds: How long all of a delivery may take.
    """

    destinations: tuple[Destination, ...]
    outbox: Path | None = None
    tries: int = TRIES
    seconds: float = field(default=SECONDS)


def read_settings(path: str | os.PathLike[str], environ: Mapping[str, str] | None = None) -> Settings:
    """The settings in a file.

    Args:
        path: The file. What it names relatively lies beside it.
        environ: The environment, in which `GOALTREE_NOTIFY_` and a destination's name in capitals is its address.

    Raises:
        UsageError: The file cannot be read, or says what it should not; no message repeats an address.
    """
    file = Path(path)
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror or 'cannot be read'}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{file} is not UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        # Its words may quote the line, and the line an address.
        place = re.search(r"\(at (line \d+, column \d+|end of document)\)", str(error))
        raise UsageError(f"{file} is no TOML{f' ({place[1]})' if place else ''}") from None
    _refuse_others(str(file), found, ("destinations", "outbox", "tries", "seconds"))
    tables = found.get("destinations")
    if not isinstance(tables, dict) or not tables:
        raise UsageError(f"{file} names no destination: write a table [destinations.NAME]")
    variables = _variables(tables)
    given = os.environ if environ is None else environ
    outbox = found.get("outbox")
    if outbox is not None and not (isinstance(outbox, str) and outbox):
        raise UsageError(f"{file}: outbox is the name of a file")
    return Settings(
        destinations=tuple(
            _destination(name, table, variables[name], given) for name, table in tables.items()
        ),
        outbox=None if outbox is None else file.absolute().parent / outbox,
        tries=_number(str(file), "tries", found.get("tries", TRIES)),
        seconds=float(_number(str(file), "seconds", found.get("seconds", int(SECONDS)))),
    )


def _variables(names: Mapping[str, Any]) -> dict[str, str]:
    """The variable of each destination.

    Raises:
        UsageError: A name is none, or two have one variable.
    """
    made: dict[str, str] = {}
    taken: dict[str, str] = {}
    for name in names:
        if not _NAME.fullmatch(name):
            raise UsageError(f"{name!r} is no name of a destination: letters, digits, - and _")
        made[name] = VARIABLE + re.sub(r"\W", "_", name).upper()
        for variable in (made[name], made[name] + KEYS):
            if variable in taken:
                raise UsageError(
                    f"the destinations {taken[variable]} and {name} share the variable {variable}"
                )
            taken[variable] = name
    return made


def _destination(name: str, table: Any, variable: str, environ: Mapping[str, str]) -> Destination:
    if not isinstance(table, dict):
        raise UsageError(f"{name} is a table: [destinations.{name}]")
    _refuse_others(name, table, ("url", "lang", *_TEXTS, *_NUMBERS))
    lang = table.get("lang")
    if lang not in (None, "en", "zh"):
        raise UsageError(f"{name}: lang is en or zh")
    options: dict[str, Any] = {key: _texts(name, key, table[key]) for key in _TEXTS if key in table}
    options.update({key: _number(name, key, table[key]) for key in _NUMBERS if key in table})
    made = Destination(
        name=name,
        url=_url(name, table, variable, environ),
        keys=tuple(map(key_of, environ.get(variable + KEYS, "").split())),
        lang=lang,
        **options,
    )
    _prove(made)
    return made


def _url(name: str, table: Mapping[str, Any], variable: str, environ: Mapping[str, str]) -> str:
    written = table.get("url", "")
    if not isinstance(written, str):
        raise UsageError(f"{name}: url is a text")

    def value(found: re.Match[str]) -> str:
        text = environ.get(found[1])
        if text is None:
            raise UsageError(f"{name}: the variable {found[1]} is not set")
        return text

    url = (environ.get(variable) or _REFERENCE.sub(value, written)).strip()
    if "://" not in url:
        raise UsageError(f"{name}: put its address into the variable {variable}, such as feishu://TOKEN")
    return url


def _prove(one: Destination) -> None:
    """Refuse an address that nothing could be sent to, before anything is entered anywhere.

    Raises:
        UsageError: It is one.
    """
    try:
        if one.scheme in SCHEMES:
            address_of(one.url)
            return
        from .service import service_of

        service_of(one.url, one.allow)
    except UsageError as error:
        raise UsageError(f"{one.name}: {error}") from None
    if one.keys:
        raise UsageError(f"{one.name}: keys sign plain webhooks; {one.scheme}:// has none")


def _refuse_others(where: str, found: Mapping[str, Any], known: tuple[str, ...]) -> None:
    odd = [key for key in found if key not in known]
    if odd:
        raise UsageError(f"{where}: {odd[0]!r} is nothing that is set here: {', '.join(known)}")


def _texts(name: str, key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(one, str) and one for one in value):
        raise UsageError(f"{name}: {key} is a list of texts; leave it out for all of them")
    return tuple(value)


def _number(name: str, key: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= 100_000:
        raise UsageError(f"{name}: {key} is a whole number above 0")
    return value
