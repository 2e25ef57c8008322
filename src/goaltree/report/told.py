"""What is said of one goal of a scorecard, in a reader's language."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from attrs import frozen

from ..finding import Lang
from ..maths.status import STATUSES
from ..model.dimension import POINT, Unit
from ..model.formula import Number
from ..model.missing import NA
from ..model.period import Period
from ..model.quantity import Unstated
from ..scorecard.card import Scorecard
from ..scorecard.score import Figure, ObjectiveScore, Score
from ..scorecard.shown import number_text, quantity_text, share_text
from ..scorecard.term import Term
from ..scorecard.verdict import default_rules
from ..scorecard.wording import BASIS, CURVE, MARK, METHOD, STATUS, word
from ..view.speech import Speech
from .arrange import By, Place

NOTHING = "—"


@frozen
class Told:
    """A scorecard in a language.

    Attributes:
        card: The scorecard.
        lang: `en` or `zh`.
    """

    card: Scorecard
    lang: Lang

    @property
    def say(self) -> Speech:
        """The words of the plan."""
        return Speech(self.card.plan, self.lang)

    def term(self, key: str) -> Term:
        """The terms of a goal."""
        return self.card.blueprint.terms[self.card.blueprint.rows[key]]

    def unit(self, key: str) -> Unit | None:
        """The unit of a goal's numbers."""
        return self.term(key).node.metric.unit

    def limits(self, key: str) -> tuple[Fraction, ...]:
        """Numbers onto or across which nothing is rounded: nothing, the whole, and those of the status rules."""
        rules = self.term(key).rules or default_rules()
        found = {Fraction(0), Fraction(1)}
        for rule in rules:
            for node in rule.when.nodes if rule.when is not None else ():
                if isinstance(node, Number):
                    found |= {node.value, -node.value}
        return tuple(sorted(found))

    # Headings.

    def heading_line(self) -> str:
        """The plan's title and the day."""
        say, card = self.say, self.card
        title = say.text(card.plan.title) or card.plan.key
        known = (
            ""
            if card.known_at is None
            else say(f", as known at {card.known_at}", f"，按 {card.known_at} 所知")
        )
        return f"{title} · {say('as of', '截至')} {card.as_of}{known}"

    def counts(self) -> list[str]:
        """How many goals there are, and how many of each status."""
        statuses = list(self.card.statuses.values())
        number = len(statuses)
        shown = [f"{self.status(one)} {statuses.count(one)}" for one in STATUSES if one in statuses]
        return [self.say(f"{number} goal{'s' * (number != 1)}", f"{number} 个目标"), *shown]

    def heading(self, by: By, key: str | None, groups: int) -> str:
        """The heading of a group of goals."""
        say = self.say
        if key is not None:
            return say.perspective(key) if by == "perspective" else say.team(key)
        if by == "team":
            return say("Nobody's", "无人负责")
        return say("Other goals", "其他目标") if groups > 1 else say("Goals", "目标")

    def title(self, place: Place) -> str:
        """The title of a goal, with the whole before it where that does not stand above it."""
        key = place.score.key
        title = self.say.title(key) if place.depth else self.say.goal(key)
        return f"{title} [{self.say.dimension(place.dimension)}]" if place.dimension else title

    def more(self, rest: int) -> str:
        """That more goals need a look than are told."""
        return self.say(f"and {rest} more below", f"另有 {rest} 个，见下")

    def legend(self) -> list[str]:
        """How to read the numbers."""
        say = self.say
        words = [
            say("deviation: below zero is adverse", "偏差：负为不利"),
            say("pace: 1 is on pace", "节奏：1 为按计划"),
        ]
        if any(not isinstance(score.partial, NA) for score in self.card):
            words.append(say("(value): the known parts", "（实际）：仅已知分项"))
        curves = Counter(score.curve for score in self.card if score.curve)
        if set(curves) - {"linear"}:
            shown = [f"{word(CURVE, name, self.lang)} ({number})" for name, number in curves.most_common()]
            words.append(say("due by curve: ", "应达曲线：") + say.join(shown))
        full = sum(map(self.is_due_in_full, self.card))
        if full:
            words.append(
                say(
                    f"without a baseline, due in full at any time: {full}",
                    f"没有基线、任何时点按全额应达：{full}",
                )
            )
        return words

    @property
    def objectives(self) -> list[ObjectiveScore]:
        """The objectives of which a goal is shown."""
        return [one for one in self.card.objectives.values() if any(goal in self.card for goal in one.goals)]

    def objective(self, one: ObjectiveScore) -> str:
        """An objective in one line."""
        return "  ".join([self.status(one.status), self.say.title(one.key), *self.bundle(one)])

    def bundle(self, one: ObjectiveScore) -> tuple[str, str]:
        """What the goals of an objective reach together, and which is the worst of them."""
        say, worst = self.say, one.worst_child
        reached = NOTHING if isinstance(one.attainment, NA) else share_text(one.attainment)
        number = len(one.goals)
        goals = say(f"{number} goal{'s' * (number != 1)}", f"{number} 个目标")
        return reached, goals + (
            say(f", worst {say.goal(worst)}", f"，最差 {say.goal(worst)}") if worst else ""
        )

    # Numbers.

    def amount(self, key: str, number: Figure, *against: Figure, sign: str = "") -> str:
        """A number in the goal's unit; never rounded onto or across the numbers that it is held against."""
        if isinstance(number, NA):
            return NOTHING
        unit = self.unit(key)
        limits = [self._base(unit, one) for one in against if not isinstance(one, NA)]
        plus = sign if number > 0 else ""
        return plus + quantity_text(self._base(unit, number), unit, self.lang, limits=limits)

    def _base(self, unit: Unit | None, number: float) -> Fraction:
        if unit is None or unit.kind in ("percent", "pp"):
            return Fraction(number)
        return Fraction(number) * unit.unscaled.factor

    def value(self, score: Score, *, is_bare: bool = False) -> str:
        """The value; in brackets what the known parts make, where others are missing.

        Args:
            score: The goal's score.
            is_bare: Leave its unit out, where the target beside it has the same.
        """
        is_partial = isinstance(score.value, NA) and not isinstance(score.partial, NA)
        number = score.partial if is_partial else score.value
        text = self.amount(score.key, number, score.target, score.expected)
        symbol, target = score.unit, self.target(score)
        if is_bare and symbol not in ("", "%", ":1") and text.endswith(symbol) and target.endswith(symbol):
            text = text.removesuffix(symbol).rstrip()
        return self.say("({})", "（{}）").format(text) if is_partial else text

    def distance(self, score: Score) -> str:
        """How far the value is from what is due, in the goal's unit; in points where that is a percentage."""
        unit = self.unit(score.key)
        if isinstance(score.gap, NA):
            return NOTHING
        if unit is not None and unit.kind == "percent":
            return quantity_text(abs(Fraction(score.gap)), POINT, self.lang)
        return self.amount(score.key, abs(score.gap))

    def is_over(self, key: str) -> bool:
        """Whether a goal's period is over, so that nothing of it is left to come."""
        return self.term(key).node.period.last <= self.card.as_of

    def is_due_in_full(self, score: Score) -> bool:
        """Whether all of the target is due at any time for want of a baseline."""
        return "NO_BASELINE" in score.reasons and self.term(score.key).direction != "band"

    def target(self, score: Score) -> str:
        """The target: a range where it is a band, with its bound where less is better."""
        term, unit = self.term(score.key), self.unit(score.key)
        if not isinstance(term.low, NA) and not isinstance(term.high, NA):
            low, high = (quantity_text(end, unit, self.lang) for end in (term.low, term.high))
            tail = high.lstrip("-0123456789.,")
            return f"{low.removesuffix(tail) if tail else low}–{high}"
        shown = self.amount(score.key, score.target)
        return f"≤{shown}" if term.direction == "down" and shown != NOTHING else shown

    def expected(self, score: Score) -> str:
        """What is due by now; a band is due at any time."""
        if self.term(score.key).direction == "band":
            return NOTHING
        return self.amount(score.key, score.expected, score.target)

    def even(self, score: Score) -> Figure:
        """What an even pace would have due of a total by the day that its value reaches; `NA` for all that is no total."""
        term = self.term(score.key)
        is_total = term.node.semantics == "total" and score.curve not in ("", "linear")
        if not is_total or score.through is None or isinstance(score.target, NA):
            return NA("NO_TARGET")
        period = term.node.period
        return score.target * ((score.through - period.first).days + 1) / period.days

    def corrections(self, score: Score) -> list[tuple[str, Figure, Figure]]:
        """The periods whose values became others, each with the value that was told first and the present one.

        One of the two is `NA` where a value was withdrawn, or came where nothing had been said.
        """
        card = self.card
        series = card.series.get(score.key)
        if series is None:
            return []
        factor = Fraction(1) if (unit := self.unit(score.key)) is None else self._base(unit, 1)
        corrected = {
            one.key for one, is_it in zip(series.observations, series.restated, strict=True) if is_it
        }
        told_first: dict[Period, Fraction | NA] = {}
        for one in card.actuals.observations if corrected else ():
            if one.key in corrected:
                told_first.setdefault(one.period, one.value)
        found: list[tuple[str, Figure, Figure]] = []
        for period, value in zip(series.periods, series.values, strict=True):
            first = told_first.get(period, value)
            if first == value or (isinstance(first, NA) and isinstance(value, NA)):
                continue
            then, now = (one if isinstance(one, NA) else float(one / factor) for one in (first, value))
            found.append((period.label, then, now))
        return found

    def corrected(self, key: str, first: Figure, now: Figure) -> str:
        """From what to what a value of a goal was corrected."""
        nothing = self.say("no value", "无值")
        ends = ((first, now), (now, first))
        return " → ".join(
            nothing if isinstance(one, NA) else self.amount(key, one, other) for one, other in ends
        )

    def attainment(self, score: Score) -> str:
        """The attainment in percent."""
        if isinstance(score.attainment, NA):
            return NOTHING
        return share_text(score.attainment, limits=self.limits(score.key))

    def method(self, score: Score) -> str:
        """The method of attainment, where it is another than value / target."""
        if isinstance(score.attainment, NA) or score.method == "ratio":
            return ""
        return word(METHOD, score.method, self.lang)

    def deviation(self, score: Score) -> str:
        """The deviation with its sign; below zero is adverse."""
        if isinstance(score.deviation, NA):
            return NOTHING
        limits = self.limits(score.key)
        if score.basis == "sigma":
            return f"{'+' if score.deviation > 0 else ''}{number_text(score.deviation, limits=limits)}σ"
        return share_text(score.deviation, signed=True, points=score.basis == "pp", limits=limits)

    def basis(self, score: Score) -> str:
        """What the deviation is measured against, where its unit does not say so."""
        known = not isinstance(score.deviation, NA) and score.basis in ("level", "increment")
        return word(BASIS, score.basis, self.lang) if known else ""

    def pace(self, score: Score) -> str:
        """The pace; 1 is on pace and more is better.

        A band has none, nor has what should be low and is not progress from a baseline: there more is worse.
        """
        term = self.term(score.key)
        is_share = term.is_level or term.node.semantics == "total"
        if isinstance(score.pace, NA) or term.direction == "band" or (term.direction == "down" and is_share):
            return NOTHING
        return number_text(score.pace, limits=self.limits(score.key))

    def year(self, score: Score) -> str:
        """The growth against a year before, where there is one."""
        found = next((one.rate for one in score.growth if one.of == "year"), NA("NO_ACTUAL"))
        return "" if isinstance(found, NA) else share_text(found, signed=True)

    def status(self, status: str) -> str:
        """A status with its mark."""
        return f"{MARK[status]} {word(STATUS, status, self.lang)}"

    def answers(self, score: Score) -> str:
        """Who answers for a goal: the team, and who leads it."""
        team = self.card.team(score.key)
        if team is None or team not in self.card.plan.teams:
            return self.say("nobody answers for it", "无人负责")
        return self.team(team)

    def team(self, key: str) -> str:
        """A team, and who leads it."""
        team = self.card.plan.teams.get(key)
        lead = "" if team is None or isinstance(team.lead, Unstated) else self.say.text(team.lead)
        return self.say.team(key) + (self.say(f" ({lead})", f"（{lead}）") if lead else "")
