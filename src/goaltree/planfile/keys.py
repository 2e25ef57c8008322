"""Keys of nouns: which text may be one, and which look alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from ..finding import Words
from ..model.formula import FUNCTIONS, LOGIC
from ..model.names import normal
from . import shape_faults
from .context import Context
from .node import Scalar

MAX_KEY: Final = 64
_KEY: Final = re.compile(r"\w+\Z")
_MEMBER: Final = re.compile(r"[^\W_][^.\[\]\x00-\x1f\x7f]*\Z")
_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\Z", re.IGNORECASE)
_WORDS: Final = frozenset({*LOGIC, *FUNCTIONS, "true", "false", "null", "none", "unstated"})
_LOOKS_LIKE: Final = str.maketrans(
    "аеорсухіјѕһԁԛԝвкмнтАВЕКМНОРСТХαονρτικυΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijshdqwbkmhtABEKMHOPCTXaovptikuABEZHIKMNOPTYX",
)


def bind_key(ctx: Context, node: Scalar, path: str, *, member: bool = False) -> str | None:
    """The key in its plain form; `None`, with a finding, where the text cannot be one."""
    text = node.text
    if text.isascii() and text.isidentifier() and len(text) <= MAX_KEY and text.lower() not in _WORDS:
        if not _DEVICES.match(text):
            return text
    key = normal(text)
    reason = _reason(key, member)
    if reason is not None:
        suggestion = re.sub(r"\W+", "_", key).strip("_")[:MAX_KEY] or "sales"
        if key.lower() in _WORDS or _DEVICES.match(suggestion):
            suggestion += "_1"
        ctx.report(
            shape_faults.BAD_KEY, node, path, key=text[:MAX_KEY], reason=reason, suggestion=suggestion
        )
        return None
    return key


def _reason(key: str, member: bool) -> Words | None:
    if not key:
        return Words("it is empty", "它是空的")
    if len(key) > MAX_KEY:
        return Words(f"it has {len(key)} characters", f"它有 {len(key)} 个字符")
    hidden = next((c for c in key if not c.isprintable()), None)
    if hidden is not None:
        return Words(f"it holds the invisible character U+{ord(hidden):04X}", f"它含有不可见字符 U+{ord(hidden):04X}")
    if _DEVICES.match(key):
        return Words("some systems take it for a device", "某些系统会把它当作设备名")
    if not member and key.lower() in _WORDS:
        return Words("the plan language uses the word itself", "它是计划语言自身的词")
    if (_MEMBER if member else _KEY).match(key):
        return None
    bad = next((c for c in key if not (c.isalnum() or c == "_")), key[0])
    if member and bad not in ".[]":
        bad = key[0]
    shown = bad.replace("{", "{{").replace("}", "}}")
    return Words(f"it holds `{shown}`", f"它含有 `{shown}`")


def report_lookalikes(ctx: Context, keys: Iterable[tuple[str, Scalar, str]]) -> None:
    """Note keys that look like another key and are not the same; given as (key, node, path)."""
    seen: dict[str, str] = {}
    others: list[tuple[str, Scalar, str]] = []
    for key, node, path in keys:
        plain = key if key.isascii() else key.translate(_LOOKS_LIKE)
        if plain == key:
            seen.setdefault(key, key)
        else:
            others.append((key, node, path))
    for key, node, path in others:
        other = seen.get(key.translate(_LOOKS_LIKE))
        if other is not None:
            odd = ", ".join(f"U+{ord(c):04X}" for c in key if c.translate(_LOOKS_LIKE) != c)
            ctx.report(shape_faults.CONFUSABLE_KEY, node, path, key=key, other=other, detail=odd)
