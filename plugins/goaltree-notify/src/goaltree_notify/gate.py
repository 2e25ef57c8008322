"""The gate: what a plain webhook may connect to. An alert must not become a request to a machine inside."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Collection, Iterable
from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any, Final

from attrs import frozen

from goaltree import UsageError

_URL: Final = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<place>[^/?#]*)(?P<path>[/?][!$%&'()*+,./:;=?@\w~-]*)?",
    re.ASCII,
)
_PLACE: Final = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::(?P<port>\d{1,5}))?", re.ASCII)
_LABEL: Final = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_NUMBER: Final = re.compile(r"\d+|0x[0-9a-f]*")
"""The last part of a host that some libraries read as an address: `127.1`, `2130706433`, `0x7f000001`."""

_CLOSED: Final = tuple(
    IPv4Network(one)
    for one in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by a provider's customers; a cloud's metadata
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # a cloud's own services, on a public number
        "169.254.0.0/16",  # link-local; most clouds' metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments; a cloud's metadata
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved; broadcast
    )
)
_OPEN6: Final = IPv6Network("2000::/3")
"""All that is given to machines on the Internet; loopback, link-local, private, mapped and NAT64 are outside."""
_CLOSED6: Final = tuple(
    IPv6Network(one)
    for one in (
        "2001::/23",  # protocol assignments; Teredo, with an address inside
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, with an address inside
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)

Resolve = Callable[[str, int], Iterable[str]]
"""Gives the addresses of a host."""


class RefusedAddressError(UsageError):
    """An address that no alert is sent to.

    Attributes:
        chinese: The message in Chinese.
    """

    def __init__(self, message: str, chinese: str) -> None:
        self.chinese = chinese
        super().__init__(message)


@frozen(kw_only=True)
class Place:
    """A place as an address names it; nothing of it was looked up.

    Attributes:
        is_tls: Whether the line is private.
        host: Name or number, in lower case, an IPv6 number without brackets.
        port: The port.
        path: Path and query.
    """

    is_tls: bool
    host: str
    port: int
    path: str

    def is_in(self, allowed: Collection[str]) -> bool:
        """Whether an operator's list names it: `host`, or `host:port`."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return not {self.host, host, f"{host}:{self.port}"}.isdisjoint(one.lower() for one in allowed)


def place_of(url: str) -> Place:
    """The place that an address of a plain webhook names.

    Raises:
        RefusedAddressError: It is none, or one that libraries read in different ways.
    """
    found = _URL.fullmatch(url) if url.isascii() and url.isprintable() else None
    if found is None:
        raise RefusedAddressError(
            "an address has characters that must be percent-encoded, or is none: https://host/path",
            "地址含有必须百分号编码的字符，或不是地址：https://host/path",
        )
    scheme = found["scheme"].lower()
    if scheme not in ("http", "https"):
        raise RefusedAddressError(
            "a plain webhook is https://host/path", "普通 webhook 的写法是 https://host/path"
        )
    if "@" in found["place"]:
        raise RefusedAddressError(
            "an address must not hold a user or password: give signing keys instead",
            "地址中不能有用户名或密码：请改用签名密钥",
        )
    parts = _PLACE.fullmatch(found["place"])
    if parts is None:
        raise _no_host()
    port = int(parts["port"]) if parts["port"] else 443 if scheme == "https" else 80
    if not 0 < port < 65536:
        raise RefusedAddressError("a port is a number from 1 to 65535", "端口是 1 到 65535 的数")
    path = found["path"] or "/"
    return Place(
        is_tls=scheme == "https",
        host=_host(parts["host"]),
        port=port,
        path=path if path.startswith("/") else f"/{path}",
    )


def _host(text: str) -> str:
    """A host in its one spelling.

    Raises:
        RefusedAddressError: It is none, or a number that is not written as one.
    """
    try:
        if text.startswith("["):
            return str(IPv6Address(text[1:-1]))
        host = text.lower().removesuffix(".")
        labels = host.split(".")
        if _NUMBER.fullmatch(labels[-1]):
            return str(IPv4Address(host))
    except AddressValueError:
        raise RefusedAddressError(
            "a host in numbers is written as 192.0.2.1 or [2001:db8::1], in no other way",
            "以数字表示的主机只能写成 192.0.2.1 或 [2001:db8::1]",
        ) from None
    if len(host) > 253 or not all(map(_LABEL.fullmatch, labels)):
        raise _no_host()
    return host


def _no_host() -> RefusedAddressError:
    return RefusedAddressError(
        "an address names no host, or one in characters that no name has",
        "地址没有主机名，或主机名含有不允许的字符",
    )


def is_public(address: str) -> bool:
    """Whether an address is one of a machine on the Internet, and of nothing nearer."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv4Address):
        return not any(found in network for network in _CLOSED)
    return found in _OPEN6 and not any(found in network for network in _CLOSED6)


def looked_up(host: str, port: int) -> Iterable[str]:
    """The addresses of a host.

    Raises:
        OSError: It has none, or nobody can be asked.
    """
    found: Any = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return dict.fromkeys(str(one[4][0]) for one in found)


def addresses_of(
    place: Place, allowed: Collection[str] = (), resolve: Resolve = looked_up
) -> tuple[str, ...]:
    """The addresses of a place, looked up once: whoever connects takes one of these and asks nobody again.

    Args:
        place: The place.
        allowed: Hosts, or hosts with ports, that may be anywhere, and may be told without TLS.
        resolve: What gives the addresses of a host.

    Raises:
        RefusedAddressError: One of them is no machine on the Internet, or the line is not private.
        OSError: It has no address, or nobody can be asked.
    """
    is_allowed = place.is_in(allowed)
    if not place.is_tls and not is_allowed:
        raise RefusedAddressError(
            "http:// can be read on the way: use https://, or name the host in `allow`",
            "http:// 在途中可被读取：请用 https://，或在 allow 中写明该主机",
        )
    found = tuple(resolve(place.host, place.port))
    if not found:
        raise OSError("no address")
    if not is_allowed and not all(map(is_public, found)):
        raise RefusedAddressError(
            "the host is inside: loopback, private, link-local or reserved",
            "主机在内部网络：回环、私有、链路本地或保留地址",
        )
    return found
