"""What a name in one table means in another: the same words, or words left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Final

from attrs import frozen

from ..model.formula_function import RESERVED
from ..model.formula_name import hidden_at, is_name_part
from ..planfile.keys import MAX_KEY
from .fold import fold

Tokens = tuple[str, ...]

_TOKEN: Final = re.compile(r"[a-z]+|\d+(?:\.\d+)?|\w")
_BRACKET: Final = re.compile(r"\([^()]*\)")
_SHORT: Final = re.compile(r"\(([A-Za-z][A-Za-z0-9/&-]{1,11})\)")
_COUNTS: Final = ("数", "量", "值")
_LATER: Final = 8
_TAKEN: Final = RESERVED | {"unstated", "all", "core", "con", "prn", "aux", "nul"}
_DEVICE: Final = re.compile(r"(?:com|lpt)\d")
_GLOSSARY: Final[dict[str, str]] = {
    "mau": "mau", "月活跃用户": "mau", "dau": "dau", "日活跃用户": "dau", "daumau": "dau_mau", "gmv": "gmv",
    "nps": "nps", "净推荐值": "nps", "roi": "roi", "arpu": "arpu", "销售额": "sales", "营业收入": "revenue", "营收": "revenue",
    "收入": "revenue", "利润": "profit", "净利润": "net_profit", "毛利率": "gross_margin", "成本": "cost", "客单价": "aov",
    "复购率": "repurchase", "留存率": "retention", "转化率": "conversion", "订单量": "orders", "订单数": "orders",
    "客户满意度": "satisfaction",
}  # fmt: skip
"""Keys for names that every company uses; any other key is the name itself."""


@frozen
class Meaning:
    """What a name means.

    Attributes:
        key: What it means; `None` where that is open.
        candidates: What it may mean, where it is open.
    """

    key: str | None = None
    candidates: tuple[str, ...] = ()


def tokens(text: str) -> Tokens:
    """The words of a name: Latin words and numbers whole, every other letter by itself."""
    return tuple(_TOKEN.findall(unicodedata.normalize("NFKC", text).lower().replace("_", " ")))


def bare(title: str) -> str:
    """A title without what stands in brackets; the title where nothing else is left."""
    folded = fold(title)
    kept = title
    for match in reversed(list(_BRACKET.finditer(folded))):
        kept = kept[: match.start()] + kept[match.end() :]
    return kept.strip() or title


def short(title: str) -> str | None:
    """The abbreviation that a title ends with in brackets: `MAU` of `月活跃用户（MAU）`."""
    found = _SHORT.search(fold(title))
    return found[1] if found is not None and found.end() == len(title.rstrip()) else None


def forms(*titles: str) -> frozenset[Tokens]:
    """The ways to write a noun: its titles, each without brackets, its abbreviation, and without a final `数`."""
    found: set[Tokens] = set()
    for title in titles:
        for text in (title, bare(title), short(title) or ""):
            form = tokens(text)
            found.add(form)
            if len(form) > 3 and form[-1] in _COUNTS:
                found.add(form[:-1])
    return frozenset(found - {()})


def meaning(name: str, known: Mapping[str, AbstractSet[Tokens]], *, is_loose: bool) -> Meaning:
    """What a name means among the known ones.

    Args:
        name: The name.
        known: The forms of each known noun.
        is_loose: Whether words may have been left out: it then means the one noun whose name holds its words in
            their order.
    """
    mine = forms(name)
    same = [key for key, theirs in known.items() if not mine.isdisjoint(theirs)]
    if len(same) == 1:
        return Meaning(key=same[0])
    if same:
        return Meaning(candidates=tuple(same))
    if not is_loose:
        return Meaning()
    wanted = tokens(name)
    near = [key for key, theirs in known.items() if any(is_shortened(wanted, form) for form in theirs)]
    if len(near) == 1:
        return Meaning(key=near[0])
    return Meaning(candidates=tuple(near))


def is_shortened(wanted: Tokens, form: Tokens) -> bool:
    """Whether all words of one name stand in the other in the same order."""
    if not wanted or len(wanted) >= len(form):
        return False
    rest = iter(form)
    return all(token in rest for token in wanted)


def keeps_ends(name: str, known: Iterable[Tokens]) -> bool:
    """Whether a name leaves out words of a known one only between its first and its last: `AR 渗透率`, not `用户数`."""
    wanted = tokens(name)
    return any(
        is_shortened(wanted, form) and wanted[0] == form[0] and wanted[-1] == form[-1] for form in known
    )


def key_of(title: str, taken: Iterable[str]) -> str:
    """A key for a title that is not taken: from the glossary, else the title itself without brackets and signs."""
    plain = "".join(tokens(bare(title)))
    key = _GLOSSARY.get(plain) or _legal(bare(title)) or _legal(title) or "goal"
    if key.lower() in _TAKEN or _DEVICE.fullmatch(key.lower()):
        key = f"{key}_1"
    known = set(taken)
    number, found = 2, key
    while found in known:
        found, number = f"{key}_{number}", number + 1
    return found


def _legal(title: str) -> str:
    text = unicodedata.normalize("NFKC", title).lower()
    kept = "".join(c if is_name_part(c) and hidden_at(c) is None else "_" for c in text)
    kept = re.sub(r"_+", "_", kept).strip("_")[: MAX_KEY - _LATER].strip("_")
    while kept and not kept[0].isalnum():
        kept = kept[1:]
    return unicodedata.normalize("NFKC", kept)
