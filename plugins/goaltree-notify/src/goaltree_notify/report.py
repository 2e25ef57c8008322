"""What came of a delivery, in a reader's language and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from attrs import frozen

from goaltree import Plan

from .delivery import Delivery, Kept, Sent
from .message import harmless


@frozen
class Report:
    """A delivery in words.

    Attributes:
        delivery: The delivery.
        plan: The plan that it is of.
        lang: `en` or `zh`.
    """

    delivery: Delivery
    plan: Plan
    lang: Literal["en", "zh"]

    def say(self, en: str, zh: str) -> str:
        """One of two sentences."""
        return zh if self.lang == "zh" else en

    def lines(self) -> Iterator[str]:
        """The report, line by line."""
        found = self.delivery
        for one in found.sent:
            yield from self._sent(one)
        for each in found.waiting:
            yield self._waiting(each)
        for each in found.dead:
            yield self._dead(each)
        if found.dead:
            yield self.say("--resend tries what was given up once more.", "用 --resend 可重发已放弃的消息。")
        for team, keys in found.unheard.items():
            yield self._unheard(team, keys)
        if not (found.sent or found.waiting or found.dead or found.unheard):
            yield self.say("There is nothing to send.", "没有需要发送的内容。")

    def to_json(self) -> str:
        """The report for programs."""
        found = self.delivery
        values = {
            "schema": "delivery-1",
            "is_dry": found.is_dry,
            "sent": [
                {
                    "destination": one.destination,
                    "id": one.message.id,
                    "title": one.message.title,
                    "text": one.message.text,
                    "alerts": list(one.message.alerts),
                    "left_out": one.message.left_out,
                    "tries": one.message.tries,
                }
                for one in found.sent
            ],
            "waiting": [self._plain(one) for one in found.waiting],
            "dead": [self._plain(one) for one in found.dead],
            "unheard": [{"team": team, "alerts": list(keys)} for team, keys in found.unheard.items()],
        }
        return json.dumps(values, ensure_ascii=False, indent=2)

    def _plain(self, one: Kept) -> dict[str, Any]:
        return {
            "destination": one.destination,
            "id": one.id or None,
            "alerts": one.alerts,
            "reason": one.reason.plain(self.lang),
            "until": None if one.until is None else datetime.fromtimestamp(one.until, UTC).isoformat(),
            "tries": one.tries,
        }

    def _sent(self, one: Sent) -> Iterator[str]:
        number = len(one.message.alerts)
        if self.delivery.is_dry:
            yield self.say(
                f"{one.destination}: would be sent one message with {_alerts(number)}",
                f"{one.destination}：将发送 1 条消息，含 {number} 条警报",
            )
            yield from (f"    {line}" for line in (one.message.title, *one.message.text.split("\n")))
            return
        more = one.message.tries - 1
        again = (
            self.say(f" after {more} more tr{'ies' if more > 1 else 'y'}", f"（重试 {more} 次）")
            if more
            else ""
        )
        yield self.say(
            f"{one.destination}: sent one message with {_alerts(number)}{again}",
            f"{one.destination}：已发送 1 条消息，含 {number} 条警报{again}",
        )

    def _waiting(self, one: Kept) -> str:
        until = "" if one.until is None else self._at(one.until)
        why = one.reason.plain(self.lang)
        tail = self.say(f"; from {until} on", f"；{until} 起") if until else ""
        return self.say(
            f"{one.destination}: {_alerts(one.alerts)} wait{'s' * (one.alerts == 1)}: {why}{tail}; the next run tries again",
            f"{one.destination}：{one.alerts} 条警报待发：{why}{tail}；下次运行时再试",
        )

    def _dead(self, one: Kept) -> str:
        why = one.reason.plain(self.lang)
        return self.say(
            f"{one.destination}: given up after {one.tries} tr{'y' if one.tries == 1 else 'ies'}: "
            f"{_alerts(one.alerts)}: {why} ({one.id})",
            f"{one.destination}：尝试 {one.tries} 次后放弃：{one.alerts} 条警报：{why}（{one.id}）",
        )

    def _unheard(self, team: str | None, keys: tuple[str, ...]) -> str:
        shown = harmless(keys[0])
        if team is None:
            return self.say(
                f"{_alerts(len(keys))} of no team go nowhere, such as {shown}",
                f"{len(keys)} 条无人负责的警报没有去处，例如 {shown}",
            )
        name = harmless(self.plan.title_of(team, self.lang))
        return self.say(
            f"no destination for {name}: {_alerts(len(keys))} not told, such as {shown}",
            f"{name}没有接收地址：{len(keys)} 条警报未通知，例如 {shown}",
        )

    def _at(self, seconds: float) -> str:
        zone = ZoneInfo(self.plan.zone or self.plan.calendar.zone or "UTC")
        return f"{datetime.fromtimestamp(seconds, zone):%Y-%m-%d %H:%M}"


def _alerts(number: int) -> str:
    return "1 alert" if number == 1 else f"{number} alerts"
