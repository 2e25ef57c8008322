"""The grammar of what an action needs: `算法团队 5 人；海外流量投放（预算 8000 万）；技术部开发积分系统`."""

from __future__ import annotations

import re
from typing import Final

from ..finding import Words
from ..model.quantity import Quantity, parse_quantity
from ..model.unit import Units
from .amount import Amount, read_amount
from .fold import fold, last_bracket

_PEOPLE: Final = re.compile(
    r"(?P<who>.*?)\s*(?P<count>\d+(?:\.\d+)?\s*(?:人|名|位|people|persons|FTEs?))\s*(?P<for>.*)",
    re.IGNORECASE | re.DOTALL,
)
_CREW: Final = re.compile(
    r".{1,10}?(?:团队|中台|小组)|.{1,10}?(?<![全内外头腰局本总干])部(?![分署件门])|.{1,24}? team",
    re.IGNORECASE,
)
_BUDGET: Final = re.compile(r"(?P<for>.*?)\s*(?:预算|budget)\s*(?:of\s*)?[:：]?\s*$", re.IGNORECASE)
_GIVES: Final = re.compile(r"(?:提供|provides?|supplies)\s*(?P<what>.+)", re.IGNORECASE)
_POLICY: Final = re.compile(
    r"(?:支持|批准|同意|approves?|allows?)\s*(?P<what>.+(?:政策|policy))", re.IGNORECASE
)
_LEADING: Final = re.compile(r"(?P<amount>[\d.,]+\s*[万亿千百]*\s*[^\s\d]{1,2})(?P<rest>.*)", re.DOTALL)
_TOGETHER: Final = re.compile(r"(?:联合|with\s)", re.IGNORECASE)

_UNKNOWN: Final = Words(
    "it says neither how much money, how many people nor whose work", "没有写明多少钱、多少人或谁的工作"
)
_TWO_WAYS: Final = Words(
    "is the amount what it costs, or what it is worth to us?",
    "不知这个数是我方的花费，还是对方提供之物的价值",
)
_PLACE: Final = Words("it holds a second number that has no place", "其中还有一个数没有着落")


def read_need(text: str, units: Units, crews: tuple[str, ...]) -> dict[str, str] | Words:
    """What one need says, by the keys of a plan's `needs`; or why it cannot be read.

    A bare amount in a table of resources is money; a number of people, or of anything with a unit, is what it says.

    Args:
        text: One need.
        units: The units that are known.
        crews: Names of teams, which may stand in front of what they give.
    """
    bracket = last_bracket(fold(text))
    if bracket is not None and text[: bracket[0]].strip():
        head, inner = text[: bracket[0]].strip(), text[bracket[0] + 1 : bracket[1]].strip()
        if any(char.isdigit() for char in inner):
            return _bracketed(head, inner, units, crews)
    people = _PEOPLE.fullmatch(text)
    if people is not None:
        return _people(people["who"].strip(), people["count"], people["for"].strip(), crews)
    found = read_amount(text, units)
    if isinstance(found, Words):
        return found
    if isinstance(found, Amount):
        return _priced(found.name, found, crews)
    return _given(text, crews) or _UNKNOWN


def _bracketed(head: str, inner: str, units: Units, crews: tuple[str, ...]) -> dict[str, str] | Words:
    """A need whose number stands in the bracket behind it."""
    people = _PEOPLE.fullmatch(inner)
    if people is not None and not people["who"] and not people["for"]:
        crew, rest = _crew(head, crews)
        return _people(crew or head, people["count"], rest if crew else "", crews)
    found = read_amount(inner, units)
    if isinstance(found, Amount) and not _named(found.name):
        return _priced(head, found, crews)
    leading = _LEADING.fullmatch(inner)
    if (
        leading is not None
        and head.endswith(("数据", "data"))
        and not any(c.isdigit() for c in leading["rest"])
    ):
        amount = _longest(inner, units)
        if amount is not None:
            return {"data": f"{head}({inner[len(amount) :].strip()})", "amount": amount}
    return found if isinstance(found, Words) else _PLACE


def _longest(text: str, units: Units) -> str | None:
    """The shortest beginning of a text that is a number with a unit: `100 万条` of `100 万条违规笔记`."""
    for stop in range(1, len(text)):
        found = parse_quantity(text[:stop], units)
        if isinstance(found, Quantity) and found.unit.dims:
            return text[:stop]
    return None


def _named(name: str) -> bool:
    budget = _BUDGET.fullmatch(name)
    return bool(name) and not (budget is not None and not budget["for"])


def _priced(name: str, amount: Amount, crews: tuple[str, ...]) -> dict[str, str] | Words:
    """An amount with what it is for; without a unit, or in a currency, it is money."""
    unit = amount.value.unit
    if amount.value.is_change or amount.value.unit.kind != "plain":
        return _UNKNOWN
    if unit.dims and not unit.currencies:
        return {"in_kind": name, "amount": amount.text} if name else _UNKNOWN
    if not unit.dims and unit.symbol:
        return _UNKNOWN
    if _TOGETHER.match(name):
        return _TWO_WAYS
    budget = _BUDGET.fullmatch(name)
    what = budget["for"] if budget is not None else name
    crew, rest = _crew(what, crews)
    gives = _GIVES.fullmatch(rest) if crew else None
    if gives is not None:
        return {"money": amount.text, "from": crew, "for": gives["what"].strip()}
    return {"money": amount.text, "for": what} if what else {"money": amount.text}


def _people(who: str, count: str, purpose: str, crews: tuple[str, ...]) -> dict[str, str] | Words:
    if any(char.isdigit() for char in who + purpose) and any(char in "万亿%" for char in who + purpose):
        return _PLACE
    crew, rest = _crew(who, crews)
    need = {"people": count}
    if crew and not rest:
        need["from"] = crew
    elif who:
        need["role"] = who
    if purpose:
        need["for"] = purpose
    return need


def _given(text: str, crews: tuple[str, ...]) -> dict[str, str] | None:
    """What a team gives: data, a policy, something in kind, or its work."""
    crew, rest = _crew(text, crews)
    if not crew or not rest:
        return None
    policy, gives = _POLICY.fullmatch(rest), _GIVES.fullmatch(rest)
    if policy is not None:
        return {"policy": policy["what"].strip(), "from": crew}
    if gives is not None:
        what = gives["what"].strip()
        return {"data" if what.endswith(("数据", "data")) else "in_kind": what, "from": crew}
    return {"work": rest, "from": crew}


def _crew(text: str, crews: tuple[str, ...]) -> tuple[str, str]:
    """The team in front of a text and what follows it; an empty one where none stands there."""
    known = max((crew for crew in crews if text.startswith(crew)), key=len, default="")
    match = None if known else _CREW.match(text)
    crew = known or (match[0] if match is not None else "")
    return crew, text[len(crew) :].strip()
