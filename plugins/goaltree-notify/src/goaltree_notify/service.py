"""Chats and mail by way of apprise, in a corner of its own: it logs addresses with their tokens, and waits."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from types import FunctionType, MethodType
from typing import Any, Final

import requests

from goaltree import UsageError

from .destination import Destination
from .message import Message
from .outcome import SENT, Outcome, answered, failed, late, unreached

_LOGGERS: Final = (
    "apprise",
    "charset_normalizer",
    "requests",
    "urllib3.connection",
    "urllib3.connectionpool",
)
"""What says addresses, or parts of messages, while a message is sent."""
_UNGUARDED: Final = ("form", "forms", "xml", "xmls")
_ROOM: Final = 12_000
"""Bytes of a message; a chat shows no more without scrolling for long, and few take more than 20,000."""


def service_of(url: str, allow: Collection[str] = (), *, timeout: float = 10.0) -> Any:
    """The service that an address names, as apprise has it, with what an address could loosen set tight again.

    Raises:
        UsageError: It is none that apprise takes; certificates are not checked; or the host is the operator's
            choice and not in `allow`, since apprise asks for its address by itself.
    """
    apprise = _apprise()
    scheme = url.partition("://")[0].lower()
    if scheme in _UNGUARDED:
        raise UsageError(f"{scheme}:// is not sent: a plain webhook is https://host/path, and gets JSON")
    asset = apprise.AppriseAsset(
        app_id="goaltree",
        app_desc="goaltree",
        app_url="",
        async_mode=False,
        http_redirects=False,
        interpret_emojis=False,
        service_timeout=0,  # ours is kept outside; its own would send in a thread that a program waits for at its end
    )
    with _quiet():
        service = apprise.Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
    if service is None:
        raise UsageError(f"apprise does not take this {scheme}:// address")
    if not service.verify_certificate:
        raise UsageError("verify=no is not taken: the line would be private to nobody")
    if scheme not in ("mailto", "mailtos") and _names_host(service) and str(service.host) not in allow:
        raise UsageError(f"{scheme}:// connects to a host of your own: name the host in `allow`")
    service.redirects = False
    service.service_retry = 0
    service.optional = False  # else a failure would be told as success
    service.socket_connect_timeout = service.socket_read_timeout = timeout
    return service


@cache
def _apprise() -> Any:
    """apprise with its services, which it loads when it is first asked for one; one of them warns of Python's own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import apprise

        apprise.Apprise.instantiate("json://localhost")
    return apprise


def _names_host(service: Any) -> bool:
    """Whether the address says which host is connected to, and not only what there."""
    return bool(service.host) and any("{host}" in template for template in type(service).templates)


def room_of(url: str, allow: Collection[str] = ()) -> int:
    """Bytes of title and text that a service shows in one message; bytes, as WeCom counts, not characters."""
    return min(_ROOM, int(service_of(url, allow).body_maxlen))


def passed_on(destination: Destination, message: Message, *, timeout: float) -> Outcome:
    """Send a message by way of apprise, once.

    Args:
        destination: Where to.
        message: The message; plain text, which apprise escapes for services that want markup.
        timeout: Seconds for each step.
    """
    apprise = _apprise()
    with _quiet():
        service = service_of(destination.url, destination.allow, timeout=timeout)
        kept = _kept(service)
        caller = apprise.Apprise(asset=service.asset)
        caller.add(service)
        is_sent = bool(
            caller.notify(
                body=message.text,
                title=message.title,
                body_format=apprise.NotifyFormat.TEXT,
                notify_type=apprise.NotifyType.WARNING,
            )
        )
    if kept.outcome is None:
        return SENT if is_sent else failed("the service did not take it", "服务没有接收")
    if kept.outcome.is_sent and not is_sent:  # apprise knows of more ways to refuse than we do
        return failed("the service refused it", "服务拒收")
    return kept.outcome


class _Keeping:
    """`requests` as a service of apprise sees it; what came of the last call is kept.

    apprise says no more than whether it went well, and for DingTalk and WeCom not even that: they refuse with
    status 200 and a code in the body.
    """

    def __init__(self) -> None:
        self.outcome: Outcome | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(requests, name)

    def post(self, *arguments: Any, **options: Any) -> requests.Response:
        """`requests.post`."""
        try:
            answer = requests.post(*arguments, **options)  # noqa: S113 - the service passes its time limit
        except requests.Timeout:
            self.outcome = late()
            raise
        except requests.RequestException:
            self.outcome = unreached()
            raise
        self.outcome = answered(answer.status_code, answer.headers.get("Retry-After", ""), _json(answer))
        return answer


def _kept(service: Any) -> _Keeping:
    """What a service's calls come to: its `send` runs as it is, with a `requests` that keeps that.

    Nothing of apprise is changed for others in the same process. A service that does not call by itself, or calls
    by other means, keeps nothing.
    """
    send = type(service).send
    keeping = _Keeping()
    if isinstance(send, FunctionType) and send.__globals__.get("requests") is requests:
        made = FunctionType(
            send.__code__,
            {**send.__globals__, "requests": keeping},
            send.__name__,
            send.__defaults__,
            send.__closure__,
        )
        made.__kwdefaults__ = send.__kwdefaults__
        service.send = MethodType(made, service)
    return keeping


@contextmanager
def _quiet() -> Iterator[None]:
    """Drop what libraries log of this, in whatever thread: apprise and urllib3 say addresses with their tokens."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_of_others)  # which is there once, however often it is added
    token = _SENDING.set(True)
    try:
        yield
    finally:
        _SENDING.reset(token)


_SENDING: Final[ContextVar[bool]] = ContextVar("goaltree_notify_sending", default=False)


def _of_others(_record: logging.LogRecord) -> bool:
    """Whether what is logged is of something else than a message that is being sent."""
    return not _SENDING.get()


def _json(answer: requests.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return None
