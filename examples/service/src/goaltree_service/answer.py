"""The answers: what can be asked of a plan and a ledger, made once and kept."""

import json
import re
from collections.abc import Callable, Hashable
from functools import lru_cache
from threading import Lock
from typing import Any, Literal, TypeVar

from pydantic import BaseModel

import goaltree as gt
from goaltree.report.pack.earlier import earlier_day, earlier_instant

from .source import Seen

T = TypeVar("T")
FOLDERS = re.compile(r'(?<=")/(?:[^"/]+/)+(?=[^"/]+\.\w+(?::\d+)*")')  # of a file that values came from


class Asked(BaseModel, frozen=True, extra="forbid"):
    """Business date (today by default), instant of knowledge (all that is known by default), team, language."""

    as_of: str = ""
    known_at: str = ""
    team: str = ""
    lang: Literal["en", "zh"] = "en"


def once(size: int) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Keep what a function makes: who asks for the same at the same time waits for one making, later ones do not wait."""

    def keeping(make: Callable[..., T]) -> Callable[..., T]:
        made, making = lru_cache(size)(make), Lock()

        @lru_cache(size)
        def waited(*args: Hashable) -> T:
            with making:
                return made(*args)

        return waited

    return keeping


@once(16)
def evaluated(seen: Seen, as_of: str, known_at: str) -> gt.Scorecard:
    """The scorecard of a day, by what was known at an instant."""
    observed = gt.observe(seen.plan, seen.actuals, as_of=as_of)
    return gt.evaluate(seen.plan, observed, as_of=as_of, known_at=known_at or None)


@once(512)
def answer(seen: Seen, asked: Asked, what: str, name: Any) -> str:
    """What is asked for, as JSON; `what` is the first word of the path and `name` the rest of it."""
    card = entire = evaluated(seen, asked.as_of, asked.known_at)
    card = card.view(team=asked.team) if asked.team else card
    if what == "packs":
        then = earlier_day(card.as_of, name)
        before = evaluated(seen, str(then), str(earlier_instant(card, name, then) or "")) if then else None
        found = gt.pack(entire, name, before=before, notes=seen.notes, team=asked.team or None).to_dict()
    elif what == "findings":
        team = seen.plan.team(asked.team).key if asked.team else None
        told = [one for one in (*seen.findings, *card.findings) if team in (None, one.team)]
        found = json.loads(gt.Findings(told).to_json(asked.lang))
    elif what == "alerts":
        found = {"alerts": [one.to_dict() for one in gt.alerts(card, seen.notes)]}
    else:
        found = card[name].derivation.to_dict() if name else card.to_dict()
    return FOLDERS.sub("", json.dumps(found, ensure_ascii=False, allow_nan=False))
