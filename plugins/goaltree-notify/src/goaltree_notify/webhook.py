"""Plain webhooks: JSON to an address that the gate has let through, over a line of our own.

apprise has `json://` as well. It looks the host up again when it connects, and cannot be told which address to
take; so plain webhooks do not go through it.
"""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Callable
from contextlib import closing
from functools import cache
from http.client import HTTPConnection, HTTPException
from typing import Any, Final

from .destination import Destination
from .gate import RefusedAddressError, Resolve, addresses_of, looked_up, place_of
from .message import Message
from .outcome import Outcome, answered, failed, late, unreached
from .signature import signature

SCHEMES: Final = {"http": "http", "https": "https", "json": "http", "jsons": "https"}
"""The schemes of plain webhooks, those of apprise's JSON among them, and what each is."""
_OWN: Final = {
    "hooks.slack.com": "slack://A/B/C",
    "open.feishu.cn": "feishu://TOKEN",
    "open.larksuite.com": "lark://TOKEN",
    "oapi.dingtalk.com": "dingtalk://SECRET@TOKEN",
    "qyapi.weixin.qq.com": "wecombot://KEY",
}
"""Hosts of chats that want a message of their own form."""
_READ: Final = 65536
"""Bytes of an answer that are looked at."""


def address_of(url: str) -> str:
    """The `http` or `https` address that a plain webhook's is.

    Raises:
        RefusedAddressError: It is none, or the address of a chat that goes by another name.
    """
    scheme, _, rest = url.partition("://")
    address = f"{SCHEMES[scheme.lower()]}://{rest}"
    own = _OWN.get(place_of(address).host)
    if own is not None:
        raise RefusedAddressError(
            f"the address of this chat is written as {own}", f"该聊天工具的地址写作 {own}"
        )
    return address


class _Line(HTTPConnection):
    """A connection to one of the addresses that were looked at, whatever the host's name means by now."""

    def __init__(
        self, host: str, port: int, addresses: tuple[str, ...], *, is_tls: bool, timeout: float
    ) -> None:
        super().__init__(host, port, timeout=timeout)
        self.default_port = 443 if is_tls else 80
        self.addresses = addresses
        self.is_tls = is_tls

    def connect(self) -> None:
        """Connect to the first address that takes the call.

        Raises:
            OSError: None does.
        """
        for at, address in enumerate(self.addresses):
            try:
                line = socket.create_connection((address, self.port), self.timeout)
                break
            except OSError:
                if at == len(self.addresses) - 1:
                    raise
        self.sock = _tls().wrap_socket(line, server_hostname=self.host) if self.is_tls else line


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def posted(
    destination: Destination,
    message: Message,
    *,
    timeout: float,
    clock: Callable[[], float],
    resolve: Resolve = looked_up,
) -> Outcome:
    """Send a message to a plain webhook, once.

    It has the same `webhook-id` at every try, so that a receiver can tell that it has it already; redirects are
    not followed.

    Args:
        destination: Where to.
        message: The message.
        timeout: Seconds for each step.
        clock: What tells the time, in seconds since 1970.
        resolve: What gives the addresses of a host.
    """
    body = message.payload()
    at = int(clock())
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "goaltree-notify",
        "Connection": "close",
        "webhook-id": message.id,
        "webhook-timestamp": str(at),
    }
    if destination.keys:
        headers["webhook-signature"] = signature(destination.keys, message.id, at, body)
    try:
        place = place_of(address_of(destination.url))
        addresses = addresses_of(place, destination.allow, resolve)
        line = _Line(place.host, place.port, addresses, is_tls=place.is_tls, timeout=timeout)
        with closing(line):
            line.request("POST", place.path, body, headers)
            answer = line.getresponse()
            said = answer.read(_READ)
    except RefusedAddressError as error:
        return failed(f"refused: {error}", f"拒绝发送：{error.chinese}", is_final=True)
    except socket.gaierror:
        return failed("the host's name is not known", "主机名无法解析")
    except ssl.SSLCertVerificationError:
        return failed("the receiver's certificate does not hold", "接收方的证书无效")
    except TimeoutError:
        return late()
    except (OSError, HTTPException):
        return unreached()
    return answered(answer.status, answer.headers.get("Retry-After", ""), _json(said))


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
