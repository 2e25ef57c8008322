"""Every rule there is, by code: what the command `rule`, the docs and SARIF list."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from .checks import acceptance
from .checks.check import CHECKS
from .finding import Rule
from .model import formula_faults, number_faults, time_faults, unit_faults
from .model.names import near
from .planfile import faults, shape_faults


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
    ]
    return {rule.code: rule for rule in sorted(declared, key=lambda rule: rule.code)}


def find(name: str) -> Rule | tuple[str, ...]:
    """The rule of a code or name; else the nearest codes and names."""
    known = rules()
    wanted = name.strip()
    if wanted.upper() in known:
        return known[wanted.upper()]
    by_name = {rule.name: rule for rule in known.values()}
    if wanted.lower() in by_name:
        return by_name[wanted.lower()]
    return near(wanted, [*known, *by_name])
