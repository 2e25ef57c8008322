"""What the views say in a reader's language about the values of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from attrs import frozen

from ..checks.kind import KIND_WORDS
from ..finding import Lang, Words
from ..model.duration import Duration
from ..model.goal import Goal
from ..model.metric import Metric
from ..model.plan import Plan
from ..model.quantity import Quantity, Unstated
from ..model.text import Text
from ..model.timing import Timing

WORDS: Final[Mapping[str, Words]] = {
    **KIND_WORDS,
    "up": Words("up is better", "越高越好"),
    "down": Words("down is better", "越低越好"),
    "band": Words("within a band", "保持在区间内"),
    "total": Words("total of the period", "期间合计"),
    "end": Words("at the end", "期末值"),
    "average": Words("average", "期间平均"),
    "every": Words("every period", "每期都要达到"),
    "binding": Words("binding", "硬性承诺"),
    "expected": Words("expected", "预期"),
    "money": Words("money", "资金"),
    "people": Words("people", "人员"),
    "work": Words("work", "工作"),
    "data": Words("data", "数据"),
    "in_kind": Words("in kind", "实物"),
    "policy": Words("policy", "政策"),
    "line": Words("line team", "业务团队"),
    "support": Words("support unit", "支持部门"),
    "partner": Words("partner", "合作伙伴"),
    "minute": Words("minutes", "分钟"),
    "hour": Words("hours", "小时"),
    "day": Words("days", "天"),
    "week": Words("weeks", "周"),
    "month": Words("months", "个月"),
    "quarter": Words("quarters", "个季度"),
    "year": Words("years", "年"),
}
"""What the words of the plan format are called in both languages."""
_MARKS: Final = ("[no number]", "[未给数]")


@frozen
class Speech:
    """A language, and how the values of one plan are said in it.

    Attributes:
        plan: The plan whose names are used.
        lang: `en` or `zh`.
    """

    plan: Plan
    lang: Lang

    def __call__(self, en: str, zh: str) -> str:
        """The one of two texts that the reader understands."""
        return zh if self.lang == "zh" else en

    def word(self, value: str | None) -> str:
        """A word of the plan format, such as `flow` or `up`; an unknown one stays as it is."""
        if value is None:
            return ""
        return WORDS[value].plain(self.lang) if value in WORDS else value

    def text(self, value: Text | Unstated | str | None) -> str:
        """The words of an author; `unstated` where the source does not say."""
        if isinstance(value, Unstated):
            return self.unstated
        if isinstance(value, Text):
            return value.say(self.lang)
        return value or ""

    @property
    def unstated(self) -> str:
        """What is said of a value that the source promises and does not give."""
        return self("unstated", "未说明")

    def number(self, value: Quantity | Unstated | Text | None) -> str:
        """A number as its author wrote it; empty where there is none."""
        if isinstance(value, (Text, Unstated)):
            return self.text(value)
        return "" if value is None else str(value)

    def change(self, value: Quantity | Unstated | None) -> str:
        """A growth or effect, with its sign."""
        shown = self.number(value)
        plus = isinstance(value, Quantity) and not value.signed and value.value > 0 and shown[:1].isdigit()
        return f"+{shown}" if plus else shown

    def time(self, value: Timing | Unstated | None) -> str:
        """Time in the author's words."""
        if isinstance(value, Unstated):
            return self.unstated
        return "" if value is None else str(value)

    def length(self, value: Duration | None) -> str:
        """A length of time."""
        if value is None or self.lang != "zh":
            return "" if value is None else str(value)
        number = str(value).split(" ", 1)[0]
        return f"{number} {self.word(value.unit)}"

    def title(self, key: str) -> str:
        """What people call a goal, a metric or an action."""
        return self.plan.title_of(key, self.lang)

    def goal(self, key: str) -> str:
        """What people call a goal; a part with the whole before it."""
        return self.plan.whole_title(key, self.lang)

    def team(self, key: str | None) -> str:
        """What people call a team."""
        if key == "all":
            return self("every line team", "各业务团队")
        team = self.plan.teams.get(key or "")
        return (team.title.say(self.lang) if team.title else team.key) if team else key or ""

    def short_team(self, key: str) -> str:
        """The shortest name of a team, in the script of its title."""
        title = self.team(key)
        team = self.plan.teams.get(key)
        names = [name for name in (team.aka if team else ()) if name.isascii() == title.isascii()]
        return min((title, *names), key=len)

    def teams(self, keys: Iterable[str]) -> str:
        """Several teams, one after another."""
        return self.join(self.team(key) for key in keys)

    def amid(self, name: str) -> str:
        """A name amid Chinese text: blanks set off letters and digits."""
        return f"{' ' * name[:1].isascii()}{name}{' ' * name[-1:].isascii()}" if name else ""

    def join(self, texts: Iterable[str]) -> str:
        """A list of texts."""
        return ("、" if self.lang == "zh" else ", ").join(text for text in texts if text)

    def goal_line(self, goal: Goal) -> str:
        """Baseline, target and stated growth of a goal."""
        from_, to = self.number(goal.baseline), self.number(goal.target)
        ends = f"{from_} → {to or self(*_MARKS)}" if from_ else to
        growth = self.change(goal.growth)
        brackets = self("({})", "（{}）")
        return f"{ends} {brackets.format(growth)}".strip() if growth else ends

    def per_member(self, values: Mapping[str, Quantity]) -> str:
        """Numbers for all, or by what they are for."""
        return self.join(f"{name} {value}" if name else str(value) for name, value in values.items())

    def metric_of(self, goal: Goal) -> Metric | None:
        """The metric that a goal is for."""
        return self.plan.metrics.get(goal.metric or goal.key)

    def perspective(self, key: str | None) -> str:
        """What people call a perspective."""
        found = self.plan.perspectives.get(key or "")
        return (found.title.say(self.lang) if found.title else found.key) if found else key or ""

    def dimension(self, key: str) -> str:
        """What people call the dimension of a cut."""
        found = self.plan.segments.get(key)
        return found.title.say(self.lang) if found and found.title else key


def around(before: str, word: str, after: str = "") -> str:
    """A Chinese phrase around a word, with the spaces that a word in Latin letters takes."""
    left = " " if word[:1].isascii() else ""
    right = " " if after and word[-1:].isascii() else ""
    return f"{before}{left}{word}{right}{after}"
