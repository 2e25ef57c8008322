"""Secrets that somebody wrote into a plan: found by their shape, never echoed.

Cheap searches for fixed texts come first, so that a plan without secrets costs a few milliseconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..finding import Finding, Words, excerpt, excerpt_at
from . import faults
from .node import Document, Map, Node, Scalar

_HIDDEN: Final = "***"
_CLUES: Final = (
    "passw", "pwd", "secret", "token", "api_key", "apikey", "api-key", "access_key", "access-key",
    "accesskey", "private key-----", "akia", "asia", "ltai", "akid", "aiza",
    "ghp_", "gho_", "ghs_", "ghu_", "github_pat_",
    "glpat-", "xoxb-", "xoxp-", "sk-", "sk_live_", "eyj", "://", "密码", "口令",
)  # fmt: skip
_NAMED: Final = r"""(?ix)
    (?: (?<![a-z]) (?: password | passwd | passphrase | pwd ) | 密码 | 口令 )
        ["']? \s{0,8} [=:：] \s{0,8} ["']?
        (?P<short> (?!\$\{|null\b|none\b|unstated\b)
            [^\s"'{}\[\],|>*&#\u2e80-\uffff]{4,200}+ (?![\u2e80-\uffff]) )
  | (?<![a-z]) (?: secret(?:[_-]?(?:access)?[_-]?key)? | token | api[_-]?key
                 | access[_-]?key(?:[_-]?(?:id|secret))? )
        ["']? \s{0,8} [=:] \s{0,8} ["']?
        (?P<long> (?=[a-z_./+-]{0,400}\d) [a-z0-9_./+-]{16,400} )
    """
_SHAPED: Final = r"""(?x)
    (?P<block> -----BEGIN\ [A-Z ]{0,30}PRIVATE\ KEY-----
        [^-]{0,8000} (?:-----END\ [A-Z ]{0,30}PRIVATE\ KEY-----)? )
  | (?P<cloud> (?<![A-Za-z0-9_-]) (?: (?:AKIA|ASIA)[0-9A-Z]{16} | LTAI[0-9A-Za-z]{12,26}
        | AKID[0-9A-Za-z]{28,40} | AIza[0-9A-Za-z_-]{35} ) (?![A-Za-z0-9]) )
  | (?P<access> (?<![A-Za-z0-9_-]) (?: gh[opsu]_[0-9A-Za-z]{36,80} | github_pat_[0-9A-Za-z_]{22,100}
        | glpat-[0-9A-Za-z_-]{20,60} | xox[bp]-[0-9A-Za-z-]{10,100}
        | sk-(?=[A-Za-z_-]{0,200}\d)[0-9A-Za-z_-]{20,200} | sk_live_[0-9A-Za-z]{16,100}
        | eyJ[0-9A-Za-z_-]{10,500}\.eyJ[0-9A-Za-z_-]{10,2000}\.[0-9A-Za-z_-]{10,500} ) )
  | (?P<url> (?<=://) [^\s/:@"']{1,80} : (?!\$\{) [^\s/@"']{1,200} (?=@) )
    """
_KINDS: Final = {
    "short": Words("a password", "密码"),
    "long": Words("an access token", "访问令牌"),
    "block": Words("a private key", "私钥"),
    "cloud": Words("a cloud access key", "云访问密钥"),
    "access": Words("an access token", "访问令牌"),
    "url": Words("a password inside a URL", "URL 中的密码"),
}


def _may_hold(text: str) -> bool:
    """Whether a fixed text is there that every secret comes with."""
    lowered = text.lower()
    return any(clue in lowered for clue in _CLUES)


def _matches(text: str) -> list[tuple[int, int, str]]:
    """Start, end and kind of each secret, in order, without overlaps."""
    if not _may_hold(text):
        return []
    hits = []
    for pattern in (_SHAPED, _NAMED):  # compiled here, and by `re` only once: most plans hold no clue
        for match in re.finditer(pattern, text):
            kind = match.lastgroup or "short"
            hits.append((match.start(kind), match.end(kind), kind))
    found: list[tuple[int, int, str]] = []
    for hit in sorted(hits):
        if not found or hit[0] >= found[-1][1]:
            found.append(hit)
    return found


def secrets(document: Document) -> Iterator[Finding]:
    """A finding for each literal secret in a text; its excerpt shows that something stood there, not what."""
    for start, end, kind in _matches(document.text or ""):
        yield Finding(
            rule=faults.LITERAL_SECRET,
            params={"kind": _KINDS[kind]},
            span=document.span(start, end),
            excerpt=_HIDDEN,
        )


def secrets_in(root: Map) -> list[Finding]:
    """A finding for each literal secret in nodes that have no source text (a dict's)."""
    named = _named_scalars(root)
    if not _may_hold("\n".join(f"{name}: {scalar.text}" for name, scalar in named)):
        return []
    return [
        Finding(
            rule=faults.LITERAL_SECRET, params={"kind": _KINDS[hits[0][2]]}, span=scalar.span, excerpt=_HIDDEN
        )
        for name, scalar in named
        if (hits := _matches(f"{name}: {scalar.text}"))
    ]


def hidden_texts(root: Map) -> tuple[str, ...]:
    """The literal secrets of a plan, the longest first, so that findings about other things can leave them out."""
    found: set[str] = set()
    for name, scalar in _named_scalars(root):
        line = f"{name}: {scalar.text}"
        found |= {line[start:end] for start, end, _ in _matches(line)}
    return tuple(sorted(found, key=lambda text: (-len(text), text)))


def _named_scalars(root: Map) -> list[tuple[str, Scalar]]:
    named: list[tuple[str, Scalar]] = []
    todo: list[tuple[str, Node]] = [("", root)]
    while todo:
        name, node = todo.pop()
        if isinstance(node, Scalar):
            named.append((name, node))
        elif isinstance(node, Map):
            todo += [(key.text, value) for key, value in reversed(node.pairs)]
        else:
            todo += [(name, item) for item in reversed(node.items)]
    return named


def redacted(text: str) -> str:
    """The text with each secret replaced by three stars; for excerpts and corrected lines."""
    out, last = [], 0
    for start, end, _ in _matches(text):
        out += [text[last:start], _HIDDEN]
        last = end
    return "".join([*out, text[last:]])


def shown(text: str) -> str:
    """An excerpt that no secret survives in."""
    return excerpt(redacted(text))


def shown_at(line: str, start: int, length: int = 1) -> str:
    """An excerpt of a line around a part of it, which no secret survives in.

    Of a line that holds a secret it is the beginning: what stands where is not known any more.
    """
    text = line.strip()
    if redacted(text) != text:
        return shown(text)
    return excerpt_at(text, max(0, start - (len(line) - len(line.lstrip()))), length)
