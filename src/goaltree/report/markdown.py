"""A scorecard as Markdown, for a wiki, a merge request or a chat."""

from __future__ import annotations

from collections.abc import Sequence

from ..finding import Lang
from ..rendering.markdown import cell
from ..scorecard.card import Scorecard
from .arrange import By, Place, arranged, troubles
from .bar import sparkline
from .note import facts, notes, worsened
from .risk import risks, unknown
from .silence import silences
from .text import TOP
from .told import Told


def to_markdown(card: Scorecard, lang: Lang = "en", *, by: By = "perspective", top: int = TOP) -> str:
    """A scorecard as Markdown: what needs a look, then a table under each heading.

    Args:
        card: The scorecard.
        lang: `en` or `zh`.
        by: The headings: `perspective`, `team` or `none`.
        top: How many of the goals that need a look are told first.

    Raises:
        UsageError: There is no such arrangement.
    """
    told = Told(card, lang)
    lines = [*_head(told), *_look(told, top), *_risks(told), *_silences(told)]
    groups = arranged(card, by)
    for key, places in groups.items():
        lines += ["", f"## {cell(told.heading(by, key, len(groups)))}", "", *_table(told, places)]
    if told.objectives:
        lines += ["", f"## {told.say('Objectives', '目标组')}", ""]
        lines += [f"- {cell(told.objective(one))}" for one in told.objectives]
    lines += ["", cell(told.say("; ", "；").join(told.legend()))]
    return "\n".join(lines) + "\n"


def _head(told: Told) -> list[str]:
    counts = "   ".join(told.counts())
    return [f"# {cell(told.heading_line())}", "", cell(counts)]


def _look(told: Told, top: int) -> list[str]:
    say, found = told.say, troubles(told.card)
    if not found:
        return ["", say("Nothing needs a look.", "没有需要关注的目标。")]
    lines = ["", f"## {say('Needs a look', '需要关注')}", ""]
    if news := worsened(told):
        lines.append(f"- {cell(news)}")
    for score in found[:top]:
        lines.append(
            f"- **{cell(told.status(score.status))}** {cell(say.goal(score.key))} · {cell(told.answers(score))}"
        )
        lines += [f"  - {cell(fact)}" for fact in facts(told, score)]
    if len(found) > top:
        lines.append(f"- {told.more(len(found) - top)}")
    return lines


def _risks(told: Told) -> list[str]:
    found, open_ = risks(told), unknown(told)
    if not found and not open_:
        return []
    lines = ["", f"## {told.say('Risks whose condition holds', '条件成立的风险')}", ""]
    for one in found:
        lines.append(f"- **{cell(one.name)}** {cell(one.action)}")
        lines += [f"  - {cell(fact)}" for fact in one.facts]
    return [*lines, *([f"- {cell(open_)}"] if open_ else [])]


def _silences(told: Told) -> list[str]:
    found = silences(told)
    title = f"## {told.say('Data that has not come', '没有到的数据')}"
    return ["", title, "", *(f"- {cell(one)}" for one in found)] if found else []


def _table(told: Told, places: Sequence[Place]) -> list[str]:
    say = told.say
    heads = [
        say("status", "状态"),
        say("goal", "目标"),
        say("value / target", "实际 / 目标"),
        say("attainment", "达成率"),
        say("due by now", "当前应达"),
        say("deviation", "偏差"),
        say("pace", "节奏"),
        say("trend", "走势"),
        say("notes", "说明"),
    ]
    rules = ["---", "---", "---:", "---:", "---:", "---:", "---:", "---", "---"]
    rows = [_row(told, place) for place in places]
    return [f"| {' | '.join(row)} |" for row in (heads, rules, *rows)]


def _row(told: Told, place: Place) -> list[str]:
    score = place.score
    return [
        cell(told.status(score.status)),
        "&emsp;" * place.depth + cell(told.title(place)),
        cell(f"{told.value(score, is_bare=True)} / {told.target(score)}"),
        cell(f"{told.attainment(score)} {told.method(score)}".strip()),
        cell(told.expected(score)),
        cell(f"{told.deviation(score)} {told.basis(score)}".strip()),
        cell(told.pace(score)),
        sparkline(score.trend),
        cell(told.say("; ", "；").join(notes(told, score))),
    ]
