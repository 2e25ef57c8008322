"""The delivery: alerts into the outbox, and from there to where they go."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from random import SystemRandom
from typing import Final, Literal

from attrs import frozen

from goaltree import Alert, Scorecard, UsageError, Words

from .destination import Destination, settled, unheard
from .message import Letter, Message, composed, letters
from .outbox import Outbox, Pending
from .outcome import SENT, Outcome, failed, late
from .time_limit import within
from .webhook import SCHEMES, posted

Post = Callable[[Destination, Message, float], Outcome]
"""Sends a message once, within some seconds."""
TRIES: Final = 10
SECONDS: Final = 60.0
PATIENCE: Final = 10.0
_SLACK: Final = 30.0
"""Seconds for which a message is held beyond what a try may take: a machine may be slow to write down."""
_FIRST: Final = 1.0
_LONGEST: Final = 900.0
"""Seconds between two tries: twice as many each time, up to this."""
_ROOM: Final = 12_000
"""Bytes of the text of a plain webhook."""
_LEAST: Final = 0.01
_CHANCE: Final = SystemRandom()


@frozen(kw_only=True)
class Sent:
    """A message that was taken, or would be sent.

    Attributes:
        destination: Its name and scheme.
        message: The message.
    """

    destination: str
    message: Message


@frozen(kw_only=True)
class Kept:
    """What stays in the outbox.

    Attributes:
        destination: Its name and scheme; the name alone where it is no destination any more.
        alerts: How many alerts.
        reason: Why.
        until: When it is tried again, in seconds since 1970; `None` where it is not by itself.
        tries: How often it was tried.
        is_failed: Whether a try failed, rather than that it waits for its turn.
        id: The message's id; empty where it is in none.
    """

    destination: str
    alerts: int
    reason: Words
    until: float | None = None
    tries: int = 0
    is_failed: bool = False
    id: str = ""


@frozen(kw_only=True)
class Delivery:
    """What came of a delivery.

    Attributes:
        sent: What was taken; in a dry run, what would be sent.
        waiting: What is tried again by the next delivery.
        dead: What was given up, now or before; `resend` tries it once more.
        unheard: Keys of the alerts that a team answers for or decides on and is not told of; by the team, `None`
            for what is nobody's.
        died: How many messages were given up now.
        is_dry: Whether nothing was sent.
    """

    sent: tuple[Sent, ...]
    waiting: tuple[Kept, ...]
    dead: tuple[Kept, ...]
    unheard: Mapping[str | None, tuple[str, ...]]
    died: int = 0
    is_dry: bool = False

    @property
    def has_failed(self) -> bool:
        """Whether a destination could not be reached, or refused."""
        return self.died > 0 or any(one.is_failed for one in self.waiting)


def send(
    found: Sequence[Alert],
    destinations: Iterable[Destination],
    *,
    card: Scorecard,
    outbox: Outbox,
    lang: Literal["en", "zh"] = "en",
    dry_run: bool = False,
    resend: bool = False,
    tries: int = TRIES,
    seconds: float = SECONDS,
    patience: float = PATIENCE,
    post: Post | None = None,
    clock: Callable[[], float] = time.time,
    sleep: Callable[[float], None] = time.sleep,
    draw: Callable[[], float] = _CHANCE.random,
) -> Delivery:
    """Send alerts to where they go: each one once to each destination that wants it, and once that it is over.

    Give all alerts of a review, also those that were raised before: what was sent is not sent again, and what a
    program that died did not get to send is.

    Args:
        found: What `goaltree.alerts` gave, the gravest first.
        destinations: Where alerts go.
        card: The scorecard that they are of.
        outbox: What remembers what was sent.
        lang: Language for destinations that name none.
        dry_run: Whether to say only what would be sent; nothing is sent or remembered then.
        resend: Whether to try what was given up once more.
        tries: How often a message is tried before it is given up.
        seconds: How long all of it may take.
        patience: How long a try may take; a third of `seconds` at most.
        post: What sends a message; by its scheme where none is given.
        clock: What tells the time, in seconds since 1970.
        sleep: What waits.
        draw: A random number from 0 to 1, so that two programs do not wait alike.

    Raises:
        UnknownKeyError: The plan has no team that a destination names.
        UsageError: The plan has no level that a destination names, or an address is none.
        WriteError: The outbox cannot be used.
    """
    used = outbox.copy() if dry_run else outbox
    routes = settled(destinations, card.plan)
    queue(found, routes, card=card, outbox=used, lang=lang, now=clock())
    return deliver(
        routes,
        outbox=used,
        lang=lang,
        lost=unheard(found, routes, card.plan),
        dry_run=dry_run,
        resend=resend,
        tries=tries,
        seconds=seconds,
        patience=patience,
        post=post,
        clock=clock,
        sleep=sleep,
        draw=draw,
    )


def queue(
    found: Sequence[Alert],
    routes: Iterable[Destination],
    *,
    card: Scorecard,
    outbox: Outbox,
    lang: Literal["en", "zh"],
    now: float,
) -> int:
    """Write alerts into the outbox, for each destination that wants them; the number of letters that are new.

    Arguments and errors are those of `send`; destinations name teams by their keys.
    """
    made: dict[str, tuple[Letter, ...]] = {}
    number = 0
    for route in routes:
        tongue = route.lang or lang
        if tongue not in made:
            made[tongue] = letters(card, found, tongue)
        wanted = [letter for one, letter in zip(found, made[tongue], strict=True) if route.wants(one)]
        number += outbox.put(route.name, wanted, now=now)
    return number


def deliver(
    routes: Sequence[Destination],
    *,
    outbox: Outbox,
    lang: Literal["en", "zh"] = "en",
    lost: Mapping[str | None, tuple[str, ...]] | None = None,
    dry_run: bool = False,
    resend: bool = False,
    tries: int = TRIES,
    seconds: float = SECONDS,
    patience: float = PATIENCE,
    post: Post | None = None,
    clock: Callable[[], float] = time.time,
    sleep: Callable[[float], None] = time.sleep,
    draw: Callable[[], float] = _CHANCE.random,
) -> Delivery:
    """Send what the outbox has for some destinations.

    Arguments and errors are those of `send`; of a dry run the outbox is a copy.
    """
    if resend:
        for route in routes:
            outbox.revive(route.name, now=clock())
    before = len(outbox.dead())
    deadline, limit = clock() + seconds, min(patience, seconds / 3)
    sender = (lambda *_: SENT) if dry_run else post or partial(carried, clock=clock)
    compositions = {route.name: _composition(route, route.lang or lang) for route in routes}
    sent: list[Sent] = []

    def tried(route: Destination) -> bool:
        message = outbox.take(
            route.name,
            now=clock(),
            hold=limit + _SLACK,
            tries=tries,
            per_hour=route.per_hour,
            compose=compositions[route.name],
        )
        if message is None:
            return False
        outcome = sender(route, message, limit)
        now = clock()
        outbox.mark(message, outcome, now=now, due=now + pause(message.tries, outcome, draw()), tries=tries)
        if outcome.is_sent:
            sent.append(Sent(destination=route.shown, message=message))
        return True

    while deadline - clock() >= limit:
        # Every destination has its turn before one has its second try.
        done = [tried(route) for route in routes if deadline - clock() >= limit]
        if any(done):
            continue
        now = clock()
        due = outbox.next_due([route.name for route in routes], now=now)
        if due is None or due > deadline - limit:
            break
        sleep(max(due - now, _LEAST))
    dead = outbox.dead()
    shown = {route.name: route.shown for route in routes}
    return Delivery(
        sent=tuple(sent),
        waiting=tuple(one for route in routes for one in _waiting(route, outbox, clock())),
        dead=tuple(_kept(shown.get(one.message.destination, one.message.destination), one) for one in dead),
        unheard=lost or {},
        died=len(dead) - before,
        is_dry=dry_run,
    )


def pause(tries: int, outcome: Outcome, drawn: float) -> float:
    """Seconds until the next try: twice as many each time, half of them by chance, or what the receiver asks for."""
    length = min(_FIRST * 2.0 ** min(tries - 1, 30), _LONGEST)
    return max(length * (0.5 + drawn / 2), outcome.after or 0.0)


def carried(
    destination: Destination, message: Message, seconds: float, *, clock: Callable[[], float]
) -> Outcome:
    """Send a message once, by its scheme. A failure says nothing that a library said."""

    def work() -> Outcome:
        if destination.scheme in SCHEMES:
            return posted(destination, message, timeout=seconds, clock=clock)
        from .service import passed_on

        return passed_on(destination, message, timeout=seconds)

    try:
        return within(seconds, work)
    except TimeoutError:
        return late()
    except UsageError as error:  # the words of `service_of`, which name no address
        return failed(f"refused: {error}", f"拒绝发送：{error}", is_final=True)
    except Exception as error:  # noqa: BLE001 - whatever a service does, the others are sent
        kind = type(error).__name__
        return failed(f"it could not be sent ({kind})", f"无法发送（{kind}）")


def room_of(destination: Destination) -> int:
    """Bytes of title and text of one message."""
    if destination.scheme in SCHEMES:
        return _ROOM
    from .service import room_of as room_of_service

    return room_of_service(destination.url, destination.allow)


def _composition(route: Destination, lang: Literal["en", "zh"]) -> Callable[[str, Sequence[Letter]], Message]:
    def compose(id: str, carried_letters: Sequence[Letter]) -> Message:
        return composed(
            carried_letters, id=id, destination=route.name, lang=lang, most=route.most, room=room_of(route)
        )

    return compose


def _waiting(route: Destination, outbox: Outbox, now: float) -> Iterable[Kept]:
    number, messages = outbox.waiting(route.name, now=now)
    yield from (_kept(route.shown, one) for one in messages)
    if number:
        room_at = outbox.room_at(route.name, now=now, per_hour=route.per_hour)
        is_full = room_at > now
        reason = (
            Words(
                f"no more than {route.per_hour} messages an hour go there",
                f"每小时最多发送 {route.per_hour} 条消息",
            )
            if is_full
            else Words("the time was up", "时间已用完")
        )
        yield Kept(destination=route.shown, alerts=number, reason=reason, until=room_at if is_full else None)


def _kept(shown: str, one: Pending) -> Kept:
    reason = Words("another program is sending it", "另一个程序正在发送") if one.is_held else one.reason
    return Kept(
        destination=shown,
        alerts=len(one.message.alerts),
        reason=reason,
        until=one.due,
        tries=one.message.tries,
        is_failed=not one.is_held,
        id=one.message.id,
    )
