"""What the pages of packs say alike: statuses, who answers, alerts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from ...model.missing import NA
from ...model.quantity import Unstated
from ...scorecard.score import Figure, Score
from ...scorecard.shown import number_text, share_text
from ...scorecard.wording import BASIS, GRAIN, word
from ...view.line import Style
from ..alert import instant_text
from ..page import NOTHING, Datum
from ..told import Told
from .alert_row import AlertRow, Answer, Remark
from .goal_state import GoalState

STYLES: Final[Mapping[str, Style]] = {
    "achieved": "note",
    "off_track": "error",
    "at_risk": "warning",
    "unknown": "faint",
    "not_started": "faint",
    "worse": "error",
    "lost": "warning",
    "better": "note",
}

LEVELS: Final[Mapping[str, Style]] = {"emergency": "error", "critical": "error", "undecided": "error"}
"""How levels look; others are warnings."""

_ONE_NUMBER: Final = re.compile(r"[≤≥]?[+-]?[\d,.]+\D*")


def status(told: Told, one: str) -> Datum:
    """A status."""
    return Datum(told.status(one), STYLES.get(one, ""))


def who(told: Told, team: str | None) -> str:
    """A team by its short name, and who leads it."""
    if team is None or team not in told.card.plan.teams:
        return told.say("nobody", "无人负责")
    lead = told.card.plan.teams[team].lead
    name = told.say.short_team(team)
    if lead is None or isinstance(lead, Unstated):
        return name
    return name + told.say(f" ({lead})", f"（{lead}）")


def teams(told: Told, keys: Iterable[str]) -> str:
    """Teams by their short names."""
    return told.say.join(told.say.short_team(key) for key in keys)


def known(number: Figure) -> float | None:
    """A number for a cell; `None` where it is not known."""
    return None if isinstance(number, NA) else float(number)


def numeric(text: str, number: Figure, style: Style = "") -> Datum:
    """A cell with a number; what tells a range, or two numbers, is text alone."""
    return Datum(text, style, known(number) if _ONE_NUMBER.fullmatch(text) else None)


def deviation_text(told: Told, number: Figure, basis: str | None, *, named: bool = True) -> str:
    """A deviation with its sign and, where its unit does not say so, what it is measured against."""
    if isinstance(number, NA):
        return NOTHING
    if basis == "sigma":
        shown = f"{'+' if number > 0 else ''}{number_text(number)}σ"
    else:
        shown = share_text(number, signed=True, points=basis == "pp")
    name = word(BASIS, basis or "", told.lang) if named and basis in ("level", "increment") else ""
    return f"{shown} {name}".strip()


def deviation(told: Told, state: GoalState) -> Datum:
    """The deviation of a goal; in the colour of its status where it is adverse."""
    is_adverse = not isinstance(state.deviation, NA) and state.deviation < 0
    text = deviation_text(told, state.deviation, state.basis, named=False)
    return numeric(text, state.deviation, STYLES.get(state.status, "") if is_adverse else "")


def needed(told: Told, score: Score) -> str:
    """What each remaining period has to bring; empty where that is not known, or less is better."""
    rate, uplift = score.required_rate, score.required_uplift
    if isinstance(rate, NA) or told.term(score.key).direction != "up" or told.is_over(score.key):
        return ""
    grain = word(GRAIN, told.card.grid.grain, told.lang)
    shown = told.amount(score.key, rate)
    text = told.say(f"{shown} a {grain} from now on", f"此后{grain} {shown}")
    if isinstance(uplift, NA):
        return text
    return text + told.say(
        f", {number_text(uplift)} times what it made so far", f"，为此前的 {number_text(uplift)} 倍"
    )


def remark_text(told: Told, one: Remark) -> str:
    """What somebody said, who and on which day of the plan's zone."""
    day = instant_text(told, one.at)[:10]
    return told.say(f"{one.text} ({one.by}, {day})", f"{one.text}（{one.by}，{day}）")


def subject(told: Told, one: AlertRow) -> str:
    """What an alert is about: the goal, or the risk with the action that it threatens."""
    say = told.say
    if one.action is not None:
        words = say.text(one.risk) or f"[{one.when}]"
        return say(f"{words} ({say.title(one.action)})", f"{words}（{say.title(one.action)}）")
    return one.alert if one.goal is None else say.goal(one.goal.goal)


def answer_text(told: Told, one: Answer) -> str:
    """An answer that the plan has prepared: what, with whom, by when, at what cost."""
    say = told.say
    if one.do is None:
        return say("the plan has no answer: find one", "计划没有应对，需要补上")
    parts = [say.text(one.do)]
    if one.teams:
        parts.append(say(f"with {say.teams(one.teams)}", f"联合{say.amid(say.teams(one.teams))}".rstrip()))
    parts.append(one.by or say("no date", "未定时间"))
    parts.append(say(f"costs {one.cost}", f"费用 {one.cost}") if one.cost else "")
    return say(", ", "，").join(part for part in parts if part)
