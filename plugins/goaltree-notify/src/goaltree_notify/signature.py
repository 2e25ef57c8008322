"""Signatures of plain webhooks, as Standard Webhooks has them: who sent it, when, and that nothing was changed."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Iterable
from typing import Final

from goaltree import UsageError

_PREFIX: Final = "whsec_"
_LEAST: Final = 24
"""Bytes of a key, as Standard Webhooks wants them."""


def key_of(text: str) -> bytes:
    """The bytes of a key: base64, with or without `whsec_` before it.

    Raises:
        UsageError: It is none, or too short to be one.
    """
    try:
        key = base64.b64decode(text.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) < _LEAST:
        raise UsageError(f"a key of a webhook is whsec_ and base64 of at least {_LEAST} bytes")
    return key


def signature(keys: Iterable[bytes], message: str, at: int, body: bytes) -> str:
    """The signatures of a body by each key, so that a receiver may know the old one or the new one.

    Args:
        keys: The keys.
        message: The message's id, which is the same at every try.
        at: When it is sent, in seconds since 1970.
        body: What is sent.
    """
    said = f"{message}.{at}.".encode() + body
    return " ".join(f"v1,{base64.b64encode(hmac.digest(key, said, 'sha256')).decode()}" for key in keys)
