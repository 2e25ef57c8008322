"""Keys of nouns: which text may be one, and which look alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from ..finding import Words
from ..model.formula_function import RESERVED
from ..model.formula_name import hidden_at, is_name_part, name_defect
from ..model.names import normal
from . import shape_faults
from .context import Context
from .node import Scalar

MAX_KEY: Final = 64
_ASCII: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
_DEFECTS: Final = {
    "padded": Words("it begins or ends with a space", "它以空格开头或结尾"),
    "backtick": Words("it holds a backtick", "它含有反引号"),
    "underscore": Words("it begins with two underscores", "它以两个下划线开头"),
}
_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\Z", re.IGNORECASE)
_WORDS: Final = RESERVED | {"unstated"}
_LOOKS_LIKE: Final = str.maketrans(
    "аеорсухіјѕһԁԛԝвкмнтАВЕКМНОРСТХαονρτικυΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijshdqwbkmhtABEKMHOPCTXaovptikuABEZHIKMNOPTYX",
)


def bind_key(
    ctx: Context, node: Scalar, path: str, *, member: bool = False, taken: str | None = None
) -> str | None:
    """The key in its plain form; `None`, with a finding, where the text cannot be one.

    Args:
        ctx: The binding.
        node: The key as written.
        path: Its key path.
        member: Whether it names a member of a segment, which may hold more than a noun's key.
        taken: A word that references to this kind of noun use for something else.
    """
    text = node.text
    if _ASCII.match(text) and len(text) <= MAX_KEY and text != taken:
        if text.lower() not in _WORDS and not _DEVICES.match(text):
            return text
    key = normal(text)
    reason = _reason(key, member, taken)
    if reason is not None:
        suggestion = re.sub(r"\W+", "_", key).strip("_")[: MAX_KEY - 2] or "sales"
        if suggestion.lower() in _WORDS or suggestion == taken or _DEVICES.match(suggestion):
            suggestion += "_1"
        ctx.refused.setdefault(path.partition(".")[0], set()).add(text)
        ctx.report(shape_faults.BAD_KEY, node, path, key=text[:MAX_KEY], reason=reason, suggestion=suggestion)
        return None
    return key


def _reason(key: str, member: bool, taken: str | None) -> Words | None:
    if not key:
        return Words("it is empty", "它是空的")
    if len(key) > MAX_KEY:
        return Words(f"it has {len(key)} characters", f"它有 {len(key)} 个字符")
    hidden = hidden_at(key)
    if hidden is not None:
        code = f"U+{ord(key[hidden]):04X}"
        return Words(f"it holds the invisible character {code}", f"它含有不可见字符 {code}")
    if _DEVICES.match(key):
        return Words("some systems take it for a device", "某些系统会把它当作设备名")
    if key == taken or (not member and key.lower() in _WORDS):
        return Words("the plan language uses the word itself", "它是计划语言自身的词")
    defect = name_defect(key)
    if defect in _DEFECTS:
        return _DEFECTS[defect]
    bad = next(_misfits(key, member), None)
    if bad is None:
        return None
    return Words(f"it holds `{bad}`", f"它含有 `{bad}`")


def _misfits(key: str, member: bool) -> Iterator[str]:
    """The characters that a key may not hold where they stand."""
    first = key[0]
    if not first.isalnum() and (member or first != "_"):
        yield first
    for char in key[1:]:
        if char in ".[]" if member else not is_name_part(char):
            yield char


def report_lookalikes(ctx: Context, keys: Iterable[tuple[str, Scalar, str]]) -> None:
    """Note keys that look like another key and are not the same; given as (key, node, path)."""
    alike: dict[str, list[tuple[str, Scalar, str]]] = {}
    for key, node, path in keys:
        plain = key if key.isascii() else key.translate(_LOOKS_LIKE)
        alike.setdefault(plain, []).append((key, node, path))
    for plain, group in alike.items():
        names = {key for key, _, _ in group}
        other = plain if plain in names else min(names)
        for key, node, path in group:
            if key != other:
                odd = ", ".join(f"U+{ord(a):04X}" for a, b in zip(key, other, strict=True) if a != b)
                ctx.report(shape_faults.CONFUSABLE_KEY, node, path, key=key, other=other, detail=odd)
