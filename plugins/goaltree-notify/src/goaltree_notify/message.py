"""Messages: several alerts in one text, the gravest first, and how many more there are."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal

from attrs import asdict, evolve, field, frozen

from goaltree import Alert, Scorecard, told_alerts

_LONGEST: Final = 600
"""Characters of one sentence; people write reasons without end."""
_FACTS: Final = 12
"""Sentences on one alert."""
_CUT: Final = "…"
_MENTIONS: Final = str.maketrans({"@": "＠", "<": "＜", ">": "＞"})
"""What chats read as a call to everyone, `@all`, `<!channel>`, `<at user_id="all">`: shown wide, it calls nobody."""


def harmless(text: str) -> str:
    """A text of people on one line, without what a chat or a terminal would obey.

    Control, format and unassigned characters go; `@`, `<` and `>` become the wide ones. What is markup in a
    format is escaped where that format is written.
    """
    spaced = " ".join(text[: _LONGEST * 2].split())
    shown = "".join(char for char in spaced if unicodedata.category(char)[0] != "C")
    return cut(shown.translate(_MENTIONS), _LONGEST)


def cut(text: str, length: int) -> str:
    """At most so many characters of a text."""
    return text if len(text) <= length else text[: max(length - 1, 0)] + _CUT


@frozen(kw_only=True)
class Letter:
    """An alert as one destination is told of it.

    Attributes:
        plan: Key of the plan.
        alert: Key of the alert.
        state: `open`, or `closed` where what it is about is over.
        heading: The plan's title and the day.
        level: The word for its level; that it is over, where it is.
        answer: What happens on its level, as the plan says.
        head: What it is about, who answers, how it stands.
        facts: What is off, what is due, who meets, what is prepared, what was said.
        values: What programs are told of it.
    """

    plan: str
    alert: str
    state: Literal["open", "closed"]
    heading: str
    level: str
    answer: str = ""
    head: str
    facts: tuple[str, ...]
    values: dict[str, Any] = field(factory=dict)

    def to_json(self) -> str:
        """As text, for the outbox."""
        return json.dumps(asdict(self), ensure_ascii=True, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Letter:
        """What `to_json` wrote."""
        found = json.loads(text)
        return cls(**{**found, "facts": tuple(found["facts"])})


def letters(card: Scorecard, found: Sequence[Alert], lang: Literal["en", "zh"]) -> tuple[Letter, ...]:
    """Each alert of a scorecard as a letter in a language; the order is the rank."""
    plan = card.plan
    title = harmless(plan.title.say(lang) if plan.title else plan.key)
    heading = f"{title}（截至 {card.as_of}）" if lang == "zh" else f"{title}, as of {card.as_of}"
    made = []
    for one, told in zip(found, told_alerts(card, found, lang), strict=True):
        is_over = one.state == "closed"
        facts = tuple(map(harmless, told.facts[:_FACTS]))
        left = len(told.facts) - _FACTS
        if left > 0:
            facts += ((f"另有 {left} 条" if lang == "zh" else f"{left} more"),)
        made.append(
            Letter(
                plan=plan.key,
                alert=one.key,
                state="closed" if is_over else "open",
                heading=heading,
                level=harmless(told.state if is_over else told.level),
                answer=harmless(_planned(one, lang)),
                head=" · ".join(map(harmless, (told.name, told.team, told.state))),
                facts=facts,
                values=_values(one, told.name),
            )
        )
    return tuple(made)


def _planned(one: Alert, lang: Literal["en", "zh"]) -> str:
    """What happens on its rung, as the plan says."""
    if one.state == "closed" or one.rung is None or one.rung.answer is None:
        return ""
    return one.rung.answer.say(lang)


def _values(one: Alert, name: str) -> dict[str, Any]:
    """What programs are told: these fields and no other."""
    return {
        "key": harmless(one.key),
        "kind": one.kind,
        "level": harmless(one.level),
        "state": one.state,
        "goal": one.goal or None,
        "name": harmless(name),
        "team": one.team,
        "decides": one.decides,
        "period": one.period,
        "since": one.since.isoformat(),
        "detected": one.detected.isoformat(),
        "due": None if one.due is None else one.due.isoformat(),
        # A number that is not known is null.
        "deviation": one.deviation if isinstance(one.deviation, float) else None,
        "basis": one.basis,
    }


@frozen(kw_only=True)
class Message:
    """Several letters of one plan as one message; the same at every try.

    Attributes:
        id: What it is known by; of the letters that it carries, so that no two messages have one id.
        destination: Name of the destination.
        plan: Key of the plan.
        title: The plan, the day and how many alerts of each level.
        text: The alerts that find room, and how many more there are.
        alerts: The keys of all alerts that it carries.
        values: What programs are told of those that find room.
        left_out: How many find no room.
        tries: How often it was tried, this try included.
    """

    id: str
    destination: str
    plan: str
    title: str
    text: str
    alerts: tuple[str, ...]
    values: tuple[dict[str, Any], ...] = ()
    left_out: int = 0
    tries: int = 0

    def to_json(self) -> str:
        """As text, for the outbox."""
        return json.dumps(asdict(self), ensure_ascii=True, sort_keys=True)

    @classmethod
    def from_json(cls, text: str, tries: int) -> Message:
        """What `to_json` wrote, with the number of tries."""
        found = json.loads(text)
        found.update(alerts=tuple(found["alerts"]), values=tuple(found["values"]))
        return evolve(cls(**found), tries=tries)

    def payload(self) -> bytes:
        """As a plain webhook gets it: JSON in UTF-8."""
        return json.dumps(
            {
                "version": 1,
                "id": self.id,
                "plan": self.plan,
                "title": self.title,
                "text": self.text,
                "alerts": list(self.values),
                "left_out": self.left_out,
            },
            ensure_ascii=False,
            allow_nan=False,
        ).encode("utf-8", "replace")


def composed(
    carried: Sequence[Letter], *, id: str, destination: str, lang: Literal["en", "zh"], most: int, room: int
) -> Message:
    """One message of letters of one plan.

    Args:
        carried: The letters, the gravest first; at least one.
        id: Id of the message.
        destination: Name of the destination.
        lang: Language of the words around them.
        most: Letters that it tells at most.
        room: Bytes of title and text together.
    """
    is_zh = lang == "zh"
    title = carried[0].heading + ("：" if is_zh else ": ") + _counted(carried, lang)
    title = cut_bytes(title, room // 3)
    left_room = room - len(title.encode()) - 2
    blocks: list[str] = []
    used = 0
    for at, one in enumerate(carried[:most]):
        before = carried[at - 1] if at else None
        block = _block(one, lang)
        if before is None or (before.level, before.answer) != (one.level, one.answer):
            block = f"{_mark(one, lang)}\n{block}"
        rest = carried[at + 1 :]
        tail = len(_tail(rest, lang).encode()) + 1 if rest else 0
        size = len(block.encode()) + 1
        if used + size + tail > left_room:
            if not blocks:  # the gravest is told, however little room there is
                blocks.append(cut_bytes(block, max(left_room - tail - 1, 0)))
            break
        blocks.append(block)
        used += size
    told = len(blocks)
    rest = carried[told:]
    lines = [*blocks, _tail(rest, lang)] if rest else blocks
    return Message(
        id=id,
        destination=destination,
        plan=carried[0].plan,
        title=title,
        text=cut_bytes("\n".join(lines), left_room),
        alerts=tuple(one.alert for one in carried),
        values=tuple(one.values for one in carried[:told]),
        left_out=len(rest),
    )


def cut_bytes(text: str, room: int) -> str:
    """What of a text fits into so many bytes of UTF-8."""
    data = text.encode("utf-8", "replace")
    if len(data) <= room:
        return text
    return data[: max(room - len(_CUT.encode()), 0)].decode("utf-8", "ignore") + _CUT


def _mark(one: Letter, lang: str) -> str:
    """What stands above the alerts of a level: the level, and what happens on it."""
    return f"【{one.level}】{one.answer}" if lang == "zh" else f"[{one.level}] {one.answer}".rstrip()


def _block(one: Letter, lang: str) -> str:
    key = harmless(one.alert)
    lines = [f"· {one.head}", *(f"  {fact}" for fact in one.facts)]
    return "\n".join([*lines, f"  编号 {key}" if lang == "zh" else f"  key {key}"])


def _tail(rest: Sequence[Letter], lang: str) -> str:
    """How many are not told, and how to see them."""
    counts = _counted(rest, lang)
    if lang == "zh":
        return f"另有 {len(rest)} 条未列出（{counts}），全部见 goaltree alerts。"
    return f"{len(rest)} more are not listed ({counts}); goaltree alerts has all."


def _counted(found: Iterable[Letter], lang: str) -> str:
    """How many there are of each level, in the order in which they come."""
    counts = Counter(one.level for one in found)
    return ("、" if lang == "zh" else ", ").join(f"{level} {count}" for level, count in counts.items())
