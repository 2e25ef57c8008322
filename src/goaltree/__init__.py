"""goaltree: plan-as-code for enterprise goal management.

A plan is text; `read` makes typed values of it, `check` says what does not hold. The public names
are those of `__all__`; they load on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .actuals.connector import Connector as Connector
    from .actuals.connector import MeasuringConnector as MeasuringConnector
    from .actuals.connector import Request as Request
    from .actuals.facts import Facts as Facts
    from .actuals.observation import Observation as Observation
    from .actuals.requirement import Requirement as Requirement
    from .actuals.requirement import Requirements as Requirements
    from .actuals.requirement import requirements as requirements
    from .actuals.series import Series as Series
    from .actuals.table import Actuals as Actuals
    from .checks.check import check as check
    from .checks.rulebook import Check as Check
    from .composition import Review as Review
    from .composition import review as review
    from .drafting.draft import Draft as Draft
    from .drafting.draft import draft as draft
    from .drafting.place import Remark as Remark
    from .errors import Cancelled as Cancelled
    from .errors import GoaltreeError as GoaltreeError
    from .errors import LedgerError as LedgerError
    from .errors import LedgerVersionError as LedgerVersionError
    from .errors import UnknownKeyError as UnknownKeyError
    from .errors import UsageError as UsageError
    from .errors import WriteError as WriteError
    from .finding import Fault as Fault
    from .finding import Finding as Finding
    from .finding import Rule as Rule
    from .finding import Span as Span
    from .finding import Words as Words
    from .findings import Findings as Findings
    from .ledger.history import Restatement as Restatement
    from .ledger.ledger import Head as Head
    from .ledger.ledger import Ledger as Ledger
    from .ledger.note import Note as Note
    from .ledger.observe import observe as observe
    from .ledger.plan_version import Approval as Approval
    from .ledger.plan_version import PlanVersion as PlanVersion
    from .ledger.receipt import Receipt as Receipt
    from .maths.forecaster import Forecaster as Forecaster
    from .maths.forecaster import Prospect as Prospect
    from .model.missing import NA as NA
    from .model.plan import Plan as Plan
    from .model.tree import Tree as Tree
    from .planfile.format import PlanFormat as PlanFormat
    from .planfile.format import placed as placed
    from .planfile.load import loads as loads
    from .planfile.load import read as read
    from .planfile.write import dumps as dumps
    from .plugin.guard import PluginError as PluginError
    from .plugin.host import Host as Host
    from .plugin.spec import hookimpl as hookimpl
    from .progress import Progress as Progress
    from .report.alert import ToldAlert as ToldAlert
    from .report.export import Exporter as Exporter
    from .report.export import PackExporter as PackExporter
    from .report.export import export as export
    from .report.pack.pack import Pack as Pack
    from .report.pack.pack import pack as pack
    from .report.told_alert import told_alerts as told_alerts
    from .scorecard.card import Scorecard as Scorecard
    from .scorecard.comparison import Comparison as Comparison
    from .scorecard.comparison import compare as compare
    from .scorecard.derivation import Derivation as Derivation
    from .scorecard.evaluate import evaluate as evaluate
    from .scorecard.score import ObjectiveScore as ObjectiveScore
    from .scorecard.score import Score as Score
    from .steering.action_state import ActionState as ActionState
    from .steering.action_state import action_states as action_states
    from .steering.alert import Alert as Alert
    from .steering.alert import alerts as alerts
    from .steering.ask import Ask as Ask
    from .steering.ask import asks as asks
    from .steering.filled import Filled as Filled
    from .steering.filled import FilledTable as FilledTable
    from .steering.filled import enter_filled as enter_filled
    from .steering.filled import read_filled as read_filled
    from .steering.gap import Gap as Gap
    from .steering.gap import gaps as gaps
    from .steering.gap_finding import gap_findings as gap_findings
    from .steering.pair_reading import PairReading as PairReading
    from .steering.pair_reading import pairs as pairs
    from .steering.pool import Resources as Resources
    from .steering.pool import resources as resources
    from .steering.raising import Raised as Raised
    from .steering.raising import raise_alerts as raise_alerts
    from .steering.together import GroupState as GroupState
    from .steering.together import Wait as Wait
    from .steering.together import groups as groups
    from .steering.together import waits as waits

_HOMES = {
    "ActionState": "steering.action_state",
    "Actuals": "actuals.table",
    "Alert": "steering.alert",
    "Approval": "ledger.plan_version",
    "Ask": "steering.ask",
    "Cancelled": "errors",
    "Check": "checks.rulebook",
    "Comparison": "scorecard.comparison",
    "Connector": "actuals.connector",
    "Derivation": "scorecard.derivation",
    "Draft": "drafting.draft",
    "Exporter": "report.export",
    "Facts": "actuals.facts",
    "Fault": "finding",
    "Filled": "steering.filled",
    "FilledTable": "steering.filled",
    "Finding": "finding",
    "Findings": "findings",
    "Forecaster": "maths.forecaster",
    "Gap": "steering.gap",
    "GoaltreeError": "errors",
    "GroupState": "steering.together",
    "Head": "ledger.ledger",
    "Host": "plugin.host",
    "Ledger": "ledger.ledger",
    "LedgerError": "errors",
    "LedgerVersionError": "errors",
    "MeasuringConnector": "actuals.connector",
    "NA": "model.missing",
    "Note": "ledger.note",
    "ObjectiveScore": "scorecard.score",
    "Observation": "actuals.observation",
    "Pack": "report.pack.pack",
    "PackExporter": "report.export",
    "PairReading": "steering.pair_reading",
    "Plan": "model.plan",
    "PlanFormat": "planfile.format",
    "PlanVersion": "ledger.plan_version",
    "PluginError": "plugin.guard",
    "Progress": "progress",
    "Prospect": "maths.forecaster",
    "Raised": "steering.raising",
    "Receipt": "ledger.receipt",
    "Remark": "drafting.place",
    "Request": "actuals.connector",
    "Requirement": "actuals.requirement",
    "Requirements": "actuals.requirement",
    "Resources": "steering.pool",
    "Restatement": "ledger.history",
    "Review": "composition",
    "Rule": "finding",
    "Score": "scorecard.score",
    "Scorecard": "scorecard.card",
    "Series": "actuals.series",
    "Span": "finding",
    "ToldAlert": "report.alert",
    "Tree": "model.tree",
    "UnknownKeyError": "errors",
    "UsageError": "errors",
    "Wait": "steering.together",
    "Words": "finding",
    "WriteError": "errors",
    "action_states": "steering.action_state",
    "alerts": "steering.alert",
    "asks": "steering.ask",
    "check": "checks.check",
    "compare": "scorecard.comparison",
    "draft": "drafting.draft",
    "dumps": "planfile.write",
    "enter_filled": "steering.filled",
    "evaluate": "scorecard.evaluate",
    "export": "report.export",
    "gap_findings": "steering.gap_finding",
    "gaps": "steering.gap",
    "groups": "steering.together",
    "hookimpl": "plugin.spec",
    "loads": "planfile.load",
    "observe": "ledger.observe",
    "pack": "report.pack.pack",
    "pairs": "steering.pair_reading",
    "placed": "planfile.format",
    "raise_alerts": "steering.raising",
    "read": "planfile.load",
    "read_filled": "steering.filled",
    "requirements": "actuals.requirement",
    "resources": "steering.pool",
    "review": "composition",
    "told_alerts": "report.told_alert",
    "waits": "steering.together",
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
