"""Checking a plan: every rule over it, and what its author has accepted."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from ..errors import UsageError
from ..finding import Finding
from ..findings import Findings
from ..model.plan import Acceptance, Plan
from . import (
    acceptance,
    action,
    agreement,
    allocation,
    ambition,
    assertion,
    bare_number,
    budget,
    collaboration,
    coverage_goal,
    coverage_metric,
    coverage_team,
    dated_target,
    direction,
    distinct_part,
    driver,
    effect,
    formula_kind,
    formula_use,
    governance,
    growth,
    hedge,
    kind,
    kind_part,
    level,
    need,
    pairing,
    part,
    period_use,
    pool,
    progress,
    reference,
    residual,
    risk,
    scoring,
    share,
    source_table,
    spending,
    structure,
    unit,
    unit_use,
    unstated,
)
from .rulebook import Check, found, labelled

CHECKS: tuple[Check, ...] = (
    *structure.CHECKS,
    *source_table.CHECKS,
    *reference.CHECKS,
    *bare_number.CHECKS,
    *unit.CHECKS,
    *agreement.CHECKS,
    *growth.CHECKS,
    *part.CHECKS,
    *share.CHECKS,
    *assertion.CHECKS,
    *formula_use.CHECKS,
    *unit_use.CHECKS,
    *kind.CHECKS,
    *formula_kind.CHECKS,
    *kind_part.CHECKS,
    *distinct_part.CHECKS,
    *direction.CHECKS,
    *level.CHECKS,
    *period_use.CHECKS,
    *dated_target.CHECKS,
    *coverage_metric.CHECKS,
    *coverage_goal.CHECKS,
    *coverage_team.CHECKS,
    *unstated.CHECKS,
    *collaboration.CHECKS,
    *allocation.CHECKS,
    *residual.CHECKS,
    *ambition.CHECKS,
    *hedge.CHECKS,
    *scoring.CHECKS,
    *driver.CHECKS,
    *action.CHECKS,
    *need.CHECKS,
    *effect.CHECKS,
    *budget.CHECKS,
    *spending.CHECKS,
    *pool.CHECKS,
    *progress.CHECKS,
    *risk.CHECKS,
    *governance.CHECKS,
    *pairing.CHECKS,
)
"""Every check of our own, in the order of their codes."""


def check(
    plan: Plan, *, rules: Iterable[Check] = CHECKS, select: Iterable[str] = (), ignore: Iterable[str] = ()
) -> Findings:
    """What is wrong with a plan, in one pass.

    Args:
        plan: The plan; what could not be read of it is among the findings.
        rules: The checks to run.
        select: Codes, names or prefixes of codes to keep; empty keeps all.
        ignore: Codes, names or prefixes of codes to leave out.

    Returns:
        The findings, ranked; those that the plan accepts are notes that say the reason.

    Raises:
        UsageError: It is no plan.
    """
    if not isinstance(plan, Plan):
        raise UsageError(f"a Plan is checked, such as goaltree.read gives, not a {type(plan).__name__}")
    # What follows from a file that could not be read would bury the one finding that says so.
    run = () if plan.unread else tuple(rules)
    left_out = {
        name for one in CHECKS if one not in run for rule in one.rules for name in (rule.code, rule.name)
    }
    findings = [*plan.findings, *(finding for one in run for finding in one.run(plan))]
    findings = [
        finding.without(plan.hidden) for finding in _accepted(plan, labelled(plan, findings), left_out)
    ]
    chosen = Findings(findings)
    chosen = chosen.select(select) if select else chosen
    return chosen.ignore(ignore) if ignore else chosen


def _accepted(plan: Plan, findings: list[Finding], left_out: AbstractSet[str]) -> list[Finding]:
    """The findings, those accepted that the plan accepts, and what is wrong with the acceptances."""
    if not plan.accepted:
        return findings
    used: set[int] = set()
    out = []
    for finding in findings:
        for index, one in enumerate(plan.accepted):
            if _covers(one, finding):
                used.add(index)
                finding = finding.accept(one.reason.both() if one.reason else "")
                break
        out.append(finding)
    for index, one in enumerate(plan.accepted):
        rule = acceptance.UNUSED if index not in used else acceptance.UNREASONED
        if (index not in used and one.code not in left_out) or (index in used and one.reason is None):
            out.append(found(plan, rule, f"accepted[{index}]", code=one.code or "—", at=one.at or "—"))
    return out


def _covers(one: Acceptance, finding: Finding) -> bool:
    if one.code not in (finding.code, finding.name):
        return False
    return not one.at or finding.path == one.at or finding.path.startswith((f"{one.at}.", f"{one.at}["))
