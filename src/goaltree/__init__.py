"""goaltree: plan-as-code for enterprise goal management.

A plan is text; `read` makes typed values of it, `check` says what does not hold. The public names
are those of `__all__`; they load on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .actuals.observation import Observation as Observation
    from .actuals.observe import observe as observe
    from .actuals.requirement import Requirement as Requirement
    from .actuals.requirement import Requirements as Requirements
    from .actuals.requirement import requirements as requirements
    from .actuals.series import Series as Series
    from .actuals.table import Actuals as Actuals
    from .checks.check import check as check
    from .errors import GoaltreeError as GoaltreeError
    from .errors import UnknownKeyError as UnknownKeyError
    from .errors import UsageError as UsageError
    from .errors import WriteError as WriteError
    from .finding import Fault as Fault
    from .finding import Finding as Finding
    from .finding import Rule as Rule
    from .finding import Span as Span
    from .findings import Findings as Findings
    from .model.missing import NA as NA
    from .model.plan import Plan as Plan
    from .model.tree import Tree as Tree
    from .planfile.load import loads as loads
    from .planfile.load import read as read
    from .planfile.write import dumps as dumps
    from .report.export import export as export
    from .scorecard.card import Scorecard as Scorecard
    from .scorecard.comparison import Comparison as Comparison
    from .scorecard.comparison import compare as compare
    from .scorecard.derivation import Derivation as Derivation
    from .scorecard.evaluate import evaluate as evaluate
    from .scorecard.score import ObjectiveScore as ObjectiveScore
    from .scorecard.score import Score as Score

_HOMES = {
    "Actuals": "actuals.table",
    "Comparison": "scorecard.comparison",
    "Derivation": "scorecard.derivation",
    "Fault": "finding",
    "Finding": "finding",
    "Findings": "findings",
    "GoaltreeError": "errors",
    "NA": "model.missing",
    "ObjectiveScore": "scorecard.score",
    "Observation": "actuals.observation",
    "Plan": "model.plan",
    "Requirement": "actuals.requirement",
    "Requirements": "actuals.requirement",
    "Rule": "finding",
    "Score": "scorecard.score",
    "Scorecard": "scorecard.card",
    "Series": "actuals.series",
    "Span": "finding",
    "Tree": "model.tree",
    "UnknownKeyError": "errors",
    "UsageError": "errors",
    "WriteError": "errors",
    "check": "checks.check",
    "compare": "scorecard.comparison",
    "dumps": "planfile.write",
    "export": "report.export",
    "evaluate": "scorecard.evaluate",
    "loads": "planfile.load",
    "observe": "actuals.observe",
    "read": "planfile.load",
    "requirements": "actuals.requirement",
}

__all__ = sorted([*_HOMES, "__version__"])  # noqa: PLE0605 - the table above is the one list


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("goaltree-core")
    if name not in _HOMES:
        raise AttributeError(f"module 'goaltree' has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
