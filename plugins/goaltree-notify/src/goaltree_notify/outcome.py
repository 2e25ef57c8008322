"""What came of one try to send a message."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, Final

from attrs import frozen

from goaltree import Words

_LONGEST: Final = 3600.0
"""Seconds for which a receiver may put us off."""
_PASSING: Final = (
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
)
"""The answers below 500 that may be another one next time."""


@frozen(kw_only=True)
class Outcome:
    """What came of one try.

    Attributes:
        is_sent: Whether the receiver took it.
        reason: Why it did not, in words of our own: what libraries and receivers say may hold secrets.
        is_final: Whether another try would be refused as well.
        after: Seconds that the receiver asks us to wait; `None` where it asks nothing.
    """

    is_sent: bool
    reason: Words = Words("", "")
    is_final: bool = False
    after: float | None = None


SENT: Final = Outcome(is_sent=True)


def failed(en: str, zh: str, *, is_final: bool = False) -> Outcome:
    """A try that failed."""
    return Outcome(is_sent=False, reason=Words(en, zh), is_final=is_final)


def late() -> Outcome:
    """That nothing was answered in time; whether the receiver has it is not known."""
    return failed("the receiver did not answer in time", "接收方没有及时应答")


def unreached() -> Outcome:
    """That no line was had, or that it broke."""
    return failed("the receiver cannot be reached", "无法连接接收方")


def answered(status: int, retry_after: str = "", said: Any = None) -> Outcome:
    """What the answer of a server means.

    Args:
        status: The status of the answer.
        retry_after: Its `Retry-After`.
        said: The JSON of its body, where it is any: several chats refuse with status 200.
    """
    if status // 100 == 2:
        code = _refusal(said)
        if code is None:
            return SENT
        return failed(f"the receiver refused it: code {code}", f"接收方拒收：代码 {code}")
    if status // 100 == 3:
        return failed(
            f"the receiver redirects ({status}): redirects are not followed",
            f"接收方要求跳转（{status}）：不跟随跳转",
            is_final=True,
        )
    is_final = status < 500 and status not in _PASSING
    return Outcome(
        is_sent=False,
        reason=Words(f"the receiver answered {status}", f"接收方返回 {status}"),
        is_final=is_final,
        after=None if is_final else waiting(retry_after),
    )


def waiting(retry_after: str) -> float | None:
    """The seconds that `Retry-After` asks for, an hour at most; `None` where it asks nothing that can be kept."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), _LONGEST)
    try:
        seconds = (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError):
        return None
    return min(seconds, _LONGEST) if seconds > 0 else None


def _refusal(said: Any) -> str | None:
    """The code with which a body of status 200 refuses; `None` where it does not.

    Only what means nothing else counts: a body of our own reader's making may say anything, and what was taken
    for a refusal is sent again.
    """
    if not isinstance(said, dict):
        return None
    code = said.get("errcode")
    if isinstance(code, int) and not isinstance(code, bool) and code:
        return str(code)
    if said.get("ok") is False or said.get("success") is False:
        return "?"
    return None
