"""Secrets: kept out of every text that leaves the host, in the forms in which they tend to leak."""

from __future__ import annotations

import base64
import html
import json
import os
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final
from urllib.parse import quote, quote_plus, unquote

HIDDEN: Final = "***"
_CREDENTIAL: Final = re.compile(
    r"(?i)passw|_pwd|passphrase|secret|token|api_?key|access_?key|private_?key|credential|dsn|auth(?!or)"
    r"|database_url|goaltree_(?:connect|notify)_"
)
_INSIDE: Final = re.compile(r"(?i)://[^\s/:@]*:([^\s/@]+)@|passw(?:or)?d\s*=\s*([^;&\s]+)")
"""A password within an address or a connection string."""
_LEAST: Final = 4
"""A shorter secret may be a part of any text: a text that holds it is hidden as a whole."""
_LEAST_GUESSED: Final = 6
"""The value of a variable is taken for a credential by the variable's name from this length on."""


def credentials(environ: Mapping[str, str] | None = None) -> frozenset[str]:
    """The values of the environment's variables that are named like credentials.

    What a program was started with may be in any library's error text, whoever read it.
    """
    given = os.environ if environ is None else environ
    whole = {
        value
        for name, value in given.items()
        if len(value) >= _LEAST_GUESSED and _CREDENTIAL.search(name) and not value.isspace()
    }
    return frozenset(whole | {part for value in whole for part in passwords(value)})


def passwords(text: str) -> frozenset[str]:
    """The passwords within an address or a connection string, as written and decoded."""
    found = {one for match in _INSIDE.finditer(text) for one in match.groups() if one}
    return frozenset(found | {unquote(one) for one in found})


def redacted(text: str, secrets: Iterable[str]) -> str:
    """The text with each secret replaced by three stars: plain, URL-encoded, in base64, or escaped.

    Args:
        text: Any text.
        secrets: What must not be in it; an empty one hides nothing.
    """
    for secret in sorted(secrets, key=lambda one: (-len(one), one)):
        if not secret:
            continue
        if len(secret) < _LEAST:
            if secret in text:
                return HIDDEN
            continue
        text = _pattern(secret).sub(HIDDEN, text)
    return text


@lru_cache(maxsize=1024)
def _pattern(secret: str) -> re.Pattern[str]:
    """Every form in which a secret may stand in a text, the longest first."""
    data = secret.encode("utf-8", "surrogatepass")
    forms = {
        secret,
        quote(data, safe=""),
        quote(data),
        quote_plus(data),
        repr(secret)[1:-1],
        repr(data)[2:-1],
        ascii(secret)[1:-1],
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        html.escape(secret),
        *_in_base64(data),
        data.hex(),
        data.hex().upper(),
    }
    long = sorted((form for form in forms if len(form) >= _LEAST), key=lambda form: (-len(form), form))
    return re.compile("|".join(map(_either_case, long)))


def _either_case(form: str) -> str:
    """A pattern of a form, in which `%2F` stands for `%2f` too."""
    return re.sub(r"%[0-9A-F]{2}", lambda found: f"(?i:{found[0]})", re.escape(form))


def _in_base64(data: bytes) -> set[str]:
    """The secret in base64, whole, and as the middle of a longer text (`user:secret`) at each alignment."""
    found: set[str] = set()
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        whole = encode(data).decode("ascii")
        found |= {whole, whole.rstrip("=")}
        for before in range(3):
            # Characters that hold bits of the neighbours are left out; the rest is the same wherever it stands.
            first = (before * 8 + 5) // 6
            last = (before + len(data)) * 8 // 6
            found.add(encode(bytes(before) + data).decode("ascii")[first:last])
    return found
