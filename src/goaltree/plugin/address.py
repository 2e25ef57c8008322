"""Addresses: where a source is, as the operator says it (`--connect warehouse=duckdb://facts.duckdb`).

An address is `scheme://place?option=value`. `${NAME}` in it is a variable of the environment, the only
way in which a credential gets into one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, quote, unquote

from attrs import NOTHING, Attribute, field, fields, frozen

from ..errors import UsageError
from ..finding import excerpt
from ..model.names import near
from .secret import passwords

VARIABLE: Final = "GOALTREE_CONNECT_"
"""Variables that say where a source is: `GOALTREE_CONNECT_WAREHOUSE=duckdb://facts.duckdb`."""
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+_-]*)://")
_REFERENCE: Final = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_PLACES: Final = ("path", "url")
_TRUTHS: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@frozen(kw_only=True)
class Address:
    """Where a source is.

    Attributes:
        scheme: Name of the connector.
        place: What stands between `://` and `?`, as written.
        options: The options behind it, decoded.
        is_private: Whether it comes from the environment, so that it may hold a password itself.
    """

    scheme: str
    place: str
    options: tuple[tuple[str, str], ...] = ()
    is_private: bool = False

    def __repr__(self) -> str:
        return f"<Address {self.scheme}://...>"


def is_address(text: object) -> bool:
    """Whether a text is an address of some connector, not a path."""
    return isinstance(text, str) and _SCHEME.match(text) is not None


def parse(text: str, *, is_private: bool = False) -> Address:
    """The address that a text is.

    Raises:
        UsageError: It is none.
    """
    scheme = _SCHEME.match(text)
    if scheme is None:
        raise UsageError(
            "an address is written as scheme://place, such as csv://actuals.csv or duckdb://facts.parquet"
        )
    place, _, query = text[scheme.end() :].partition("?")
    options = parse_qsl(query, keep_blank_values=True)
    return Address(scheme=scheme[1].lower(), place=place, options=tuple(options), is_private=is_private)


def named(text: str) -> tuple[str, str]:
    """Name and address of `NAME=URL`.

    Raises:
        UsageError: It has not that form.
    """
    name, equals, url = text.partition("=")
    if not equals or not name.strip() or not url.strip():
        raise UsageError("a source is connected as NAME=URL, such as warehouse=csv://actuals.csv")
    return name.strip(), url.strip()


def connections(texts: Iterable[str]) -> dict[str, str]:
    """Addresses by name, of several `NAME=URL`.

    Raises:
        UsageError: One has not that form, or two have one name.
    """
    found: dict[str, str] = {}
    for name, url in map(named, texts):
        if name in found:
            raise UsageError(f"the source {name} is connected twice")
        found[name] = url
    return found


def from_environment(names: Mapping[str, object], environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """The addresses of a plan's sources that the environment says, by the sources' keys."""
    given = os.environ if environ is None else environ
    wanted = {VARIABLE + re.sub(r"\W", "_", name).upper(): name for name in names}
    return {wanted[variable]: url for variable, url in given.items() if variable in wanted and url}


@frozen(kw_only=True)
class Options:
    """What a connector is made of.

    Attributes:
        values: The values of its fields.
        secrets: Those that must reach no output, and what comes from the environment.
    """

    values: Mapping[str, Any] = field(repr=False)
    secrets: frozenset[str] = field(repr=False)


def options_of(connector: type, address: Address, environ: Mapping[str, str] | None = None) -> Options:
    """The options of a connector that an address gives.

    The part after `://` goes to the class's field `path` (decoded) or `url` (with scheme, as it is);
    each option to the field of its name. A field with `repr=False` is a credential.

    Raises:
        UsageError: An option that the connector does not have, a value that does not fit, a variable
            that is not set, or a credential that is written out.
    """
    options = {one.name: one for one in fields(connector) if one.init}
    given = dict(address.options)
    if len(given) < len(address.options):
        raise UsageError(f"an option of {address.scheme}:// is given twice")
    place = next((name for name in _PLACES if name in options and name not in given), None)
    if place is not None:
        given[place] = address.place
    elif address.place:
        raise UsageError(f"{address.scheme}:// takes options only, behind ?")
    secrets: set[str] = set()
    values: dict[str, Any] = {}
    for name, text in given.items():
        if name not in options:
            raise UsageError(_no_option(address, name, tuple(options)))
        _refuse_written(address, options[name], text)
        values[name] = _valued(address, options[name], text, environ, secrets, is_place=name == place)
    missing = [name for name, one in options.items() if name not in values and one.default is NOTHING]
    if missing:
        raise UsageError(f"{address.scheme}:// needs {', '.join(missing)}")
    return Options(values=values, secrets=frozenset(secrets))


def _refuse_written(address: Address, option: Attribute[Any], text: str) -> None:
    """A credential that is written out would be in the history of the shell and in the list of processes."""
    is_secret = (not option.repr and not _REFERENCE.fullmatch(text)) or any(
        not _REFERENCE.fullmatch(one) for one in passwords(f"://{text}" if option.name in _PLACES else text)
    )
    if is_secret and text and not address.is_private:
        raise UsageError(
            f"{option.name} of {address.scheme}:// is a credential: put it into a variable of the "
            "environment and write ${VARIABLE}"
        )


def _valued(
    address: Address,
    option: Attribute[Any],
    text: str,
    environ: Mapping[str, str] | None,
    secrets: set[str],
    *,
    is_place: bool,
) -> Any:
    given = os.environ if environ is None else environ
    name, is_url = option.name, option.name == "url"

    def variable(called: str) -> str:
        value = given.get(called)
        if value is None:
            raise UsageError(f"the variable {called} is not set, which {name} of {address.scheme}:// names")
        secrets.add(value)
        return quote(value, safe="") if is_url else value

    if address.is_private:
        secrets |= {*passwords(text), *passwords(f"://{text}"), *(() if option.repr else (text,))}
    # What the reader of options has decoded is not decoded again, and what is decoded names no variable.
    decoded = unquote if is_place and not is_url else str
    pieces = _REFERENCE.split(f"{address.scheme}://{text}" if is_url else text)
    whole = "".join(variable(piece) if at % 2 else decoded(piece) for at, piece in enumerate(pieces))
    return _typed(whole, option.type, f"{name} of {address.scheme}://")


def _typed(text: str, kind: Any, name: str) -> Any:
    """A text as the type that a field is annotated with; what else is not known stays text."""
    word = getattr(kind, "__name__", None) or str(kind)
    match word.replace("| None", "").replace("Optional[", "").strip(" ]"):
        case "bool":
            if text.lower() not in _TRUTHS:
                raise UsageError(f"{name} is true or false")
            return _TRUTHS[text.lower()]
        case "int" | "float" as number:
            try:
                return int(text) if number == "int" else float(text)
            except ValueError:
                raise UsageError(f"{name} is a number") from None
        case _:
            return text


def _no_option(address: Address, name: str, options: tuple[str, ...]) -> str:
    close = near(name, options)
    meant = f"; did you mean {close[0]}?" if close else f"; it has {', '.join(options) or 'none'}"
    return f"{address.scheme}:// has no option {excerpt(name)!r}{meant}"
