"""What a check is: a rule and a small function over the plan, and how it says what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from attrs import evolve, frozen

from ..finding import Fault, Finding, Rule, excerpt
from ..model.plan import Plan
from ..model.quantity import Quantity

Run = Callable[[Plan], Iterable[Finding]]


@frozen
class Check:
    """One rule with the function that looks for its defect.

    Attributes:
        rule: The defect.
        run: A pure function from a plan to the findings of its rules.
        also: Further rules, where one pass finds several.
    """

    rule: Rule
    run: Run
    also: tuple[Rule, ...] = ()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule that it can find."""
        return (self.rule, *self.also)


def found(
    plan: Plan,
    rule: Rule,
    path: str,
    *,
    others: Iterable[str] = (),
    stake: Decimal | None = None,
    fault: Fault | None = None,
    **params: object,
) -> Finding:
    """A finding at a key path of the plan.

    Args:
        plan: The plan.
        rule: The defect.
        path: Key path of the value that is wrong.
        others: Key paths of what it is compared with.
        stake: The value at stake.
        fault: What a parser found wrong; its parameters are taken over.
        **params: What fills the rule's messages.
    """
    spans = tuple(span for span in map(plan.where, others) if span is not None)
    span = plan.where(path)
    text = ""
    if span is not None and plan.locator is not None:
        source = plan.locator.text(span.file)
        text = source[span.offset : span.end_offset] if source else ""
    filled = {**params, **fault.params} if fault else params
    return Finding(
        rule=rule, params=filled, span=span, path=path, excerpt=excerpt(text), others=spans, stake=stake
    )


def unread(plan: Plan) -> frozenset[str]:
    """Key paths at which something is written that could not be read, and those around them.

    What is written and unreadable is not missing: a rule on missing values leaves it to its own finding.
    """
    paths: set[str] = set()
    for finding in plan.findings:
        path = finding.path if finding.level == "error" else ""
        while path and path not in paths:
            paths.add(path)
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return frozenset(paths)


def labelled(plan: Plan, findings: Iterable[Finding]) -> list[Finding]:
    """The findings with the team and the perspective that each falls under."""
    goals = {goal.at: key for key, goal in plan.goals.items()}
    return [_label(plan, finding, goals) for finding in findings]


def _label(plan: Plan, finding: Finding, goals: Mapping[str, str]) -> Finding:
    section, _, rest = finding.path.partition(".")
    key = rest.partition(".")[0].partition("[")[0]
    if section == "teams" and key in plan.teams:
        return evolve(finding, team=key)
    if section == "actions" and key in plan.actions:
        return evolve(finding, team=plan.actions[key].team)
    if section == "goals":
        goal = _goal_at(finding.path, goals)
        if goal is not None:
            return evolve(finding, team=plan.answering(goal), perspective=_perspective(plan, goal))
    if section == "metrics" and key in plan.metrics:
        return evolve(finding, perspective=plan.metrics[key].perspective)
    return evolve(finding, perspective=key) if section == "perspectives" else finding


def _goal_at(path: str, goals: Mapping[str, str]) -> str | None:
    """The innermost goal or part that a key path is in."""
    while path:
        if path in goals:
            return goals[path]
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return None


def _perspective(plan: Plan, goal: str) -> str | None:
    metric = plan.metrics.get(plan.goals[goal].metric)
    return plan.goals[goal].perspective or (metric.perspective if metric else None)


def stake_of(value: object) -> Decimal | None:
    """The number at stake, where a value is one."""
    if not isinstance(value, Quantity):
        return None
    base = value.base
    return Decimal(base.numerator) / Decimal(base.denominator)
