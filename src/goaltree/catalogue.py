"""Every rule there is, by code: what the command `rule`, the docs and SARIF list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from .actuals import intake_faults, moment_faults, row_faults, source_faults, value_faults, version_faults
from .actuals.sample import AS_OF, FILE
from .checks import acceptance
from .checks.check import CHECKS, check
from .finding import Rule
from .findings import Findings
from .model import formula_faults, number_faults, time_faults, unit_faults
from .model.names import near
from .planfile import faults, shape_faults
from .planfile.load import loads
from .plugin import plugin_faults
from .scorecard import finding as scorecard_finding
from .steering import action_finding, gap_finding


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Rule]:
    """Every rule of our own by code, in the order of codes."""
    declared = [
        *faults.RULES,
        *number_faults.RULES,
        *unit_faults.RULES,
        *time_faults.RULES,
        *formula_faults.RULES,
        *shape_faults.RULES,
        *acceptance.RULES,
        *(rule for check in CHECKS for rule in check.rules),
        *source_faults.RULES,
        *row_faults.RULES,
        *value_faults.RULES,
        *moment_faults.RULES,
        *version_faults.RULES,
        *intake_faults.RULES,
        *scorecard_finding.RULES,
        *gap_finding.RULES,
        *action_finding.RULES,
        *plugin_faults.RULES,
    ]
    return {rule.code: rule for rule in sorted(declared, key=lambda rule: rule.code)}


def find(name: str, others: Iterable[Rule] = ()) -> Rule | tuple[str, ...]:
    """The rule of a code or name; else the nearest codes and names.

    Args:
        name: A code or a name, in small letters or capitals.
        others: Rules beside our own, such as those of plugins.
    """
    known = [*rules().values(), *others]
    wanted = name.strip().casefold()
    for rule in known:
        if wanted in (rule.code.casefold(), rule.name.casefold()):
            return rule
    return near(name.strip(), [*(rule.code for rule in known), *(rule.name for rule in known)])


def tried(example: str, folder: Path) -> Findings:
    """What is found in a rule's example: in a plan, or in a plan with the table behind it.

    Args:
        example: `Rule.wrong` or `Rule.right`.
        folder: Where a table may be written for a moment, as `actuals.csv`.
    """
    plan_text, _, rows = example.partition(FILE)
    plan = loads(plan_text)
    found = check(plan)
    if not rows:
        return found
    # A rule on plans needs no frames: they are loaded only where an example has a table.
    from .actuals.observe import observe
    from .scorecard.evaluate import evaluate
    from .steering.action_state import action_findings

    path = folder / "actuals.csv"
    path.write_text(rows, encoding="utf-8")
    try:
        actuals = observe(plan, path, as_of=AS_OF)
        card = evaluate(plan, actuals, as_of=AS_OF)
        return Findings([*found, *card.findings, *action_findings(card), *gap_finding.gap_findings(card)])
    finally:
        path.unlink()
