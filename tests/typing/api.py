"""The public signatures, pinned: this file is type-checked and never run."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import assert_type

import goaltree as gt
from goaltree.maths import Evidence


def reading(path: Path) -> None:
    """Plans come from a path, a name, text, bytes or plain values."""
    assert_type(gt.read(path), gt.Plan)
    assert_type(gt.read("plan/", encoding="gb18030"), gt.Plan)
    assert_type(gt.loads("goaltree: 1"), gt.Plan)
    assert_type(gt.loads(b"{}", format="json"), gt.Plan)
    assert_type(gt.loads({"goaltree": 1}), gt.Plan)


def writing(plan: gt.Plan) -> None:
    """A plan goes back into text."""
    assert_type(gt.dumps(plan), str)
    assert_type(gt.dumps(plan, format="json"), str)
    assert_type(plan.findings, gt.Findings)


def checking(plan: gt.Plan) -> None:
    """Findings are a sequence, and render as text for people and for machines."""
    findings = gt.check(plan, select=["GT4"], ignore=["GT407"])
    assert_type(findings, gt.Findings)
    assert_type(findings[0], gt.Finding)
    assert_type(findings[:1], gt.Findings)
    assert_type([finding for finding in findings], list[gt.Finding])  # noqa: C416 - pins `__iter__`
    assert_type(findings.errors, gt.Findings)
    assert_type(findings.has_errors, bool)
    assert_type(findings.by("team"), dict[str, gt.Findings])
    assert_type(findings.to_text(lang="zh"), str)
    assert_type(findings.to_json(), str)
    assert_type(findings.to_sarif(), str)
    assert_type(findings.to_github(), str)
    assert_type(findings.to_markdown(), str)


def one(finding: gt.Finding) -> None:
    """A finding has a code, words in two languages, and a place where there is one."""
    assert_type(finding.code, str)
    assert_type(finding.message("zh"), str)
    assert_type(finding.hint("en"), str)
    assert_type(finding.span, gt.Span | None)


def tree(plan: gt.Plan) -> None:
    """The tree of a plan answers in keys."""
    assert_type(gt.Tree.of(plan), gt.Tree)
    assert_type(gt.Tree.of(plan).roots, tuple[str, ...])


def observing(plan: gt.Plan, rows: list[dict[str, object]]) -> None:
    """Actuals come from any table, and say what is needed of them."""
    assert_type(gt.observe(plan, rows, as_of="2025-06-30"), gt.Actuals)
    actuals = gt.observe(plan, "actuals.csv")
    assert_type(actuals.findings, gt.Findings)
    assert_type(actuals.observations, tuple[gt.Observation, ...])
    assert_type(actuals.series("sales", (("channel", "online"),)), gt.Series | None)
    assert_type(gt.requirements(plan, as_of="2025-06-30"), gt.Requirements)


def evaluating(plan: gt.Plan, actuals: gt.Actuals) -> None:
    """A scorecard answers by goal; a number is there, or missing with its reason."""
    card = gt.evaluate(plan, actuals, as_of="2025-06-30", known_at=None)
    assert_type(card, gt.Scorecard)
    score = card["sales"]
    assert_type(score, gt.Score)
    assert_type(score.value, float | gt.NA)
    assert_type(score.attainment, float | gt.NA)
    assert_type(score.method, str)
    assert_type(score.reasons, tuple[str, ...])
    assert_type(score.derivation, gt.Derivation)
    assert_type(score.derivation.replay(), Fraction | gt.NA)
    assert_type(card.view(team="shop"), gt.Scorecard)
    assert_type(card.objectives["growth"], gt.ObjectiveScore)
    assert_type(card.findings, gt.Findings)
    assert_type([one for one in card], list[gt.Score])  # noqa: C416 - pins `__iter__`


def alarming(card: gt.Scorecard, ledger: gt.Ledger) -> None:
    """Alerts come from a scorecard and a journal; entering them gives what is new."""
    pack = gt.pack(card, "monthly", before=card, notes=ledger.notes(), team="web")
    assert_type(pack, gt.Pack)
    assert_type(pack.to_text("zh", room=80), str)
    assert_type(gt.export(pack, "p.md", lang="zh"), Path)
    found = gt.alerts(card, ledger.notes())
    assert_type(found, tuple[gt.Alert, ...])
    assert_type(found[0].deviation, float | gt.NA)
    assert_type(gt.raise_alerts(card, ledger, by="planning"), gt.Raised)
    assert_type(gt.told_alerts(card, found, "zh"), tuple[gt.ToldAlert, ...])
    assert_type(ledger.raise_alert("sales/2025-06/warning", "warning", by="planning"), gt.Note | None)


def steering(plan: gt.Plan, card: gt.Scorecard) -> None:
    """Gaps come from a scorecard, asks from that or from a plan and a day, each as typed values."""
    assert_type(gt.gaps(card, decided=["actions.a.risks[0].then[0]"]), tuple[gt.Gap, ...])
    assert_type(gt.gaps(card)[0].remains, float | gt.NA)
    assert_type(gt.gaps(card)[0].is_closed, bool | None)
    assert_type(gt.gap_findings(card), gt.Findings)
    assert_type(gt.asks(card), tuple[gt.Ask, ...])
    assert_type(gt.asks(plan, as_of="2025-06-30", team="技术部")[0].is_late, bool | None)
    assert_type(gt.groups(card), tuple[gt.GroupState, ...])
    assert_type(gt.waits(card), tuple[gt.Wait, ...])


def working(card: gt.Scorecard) -> None:
    """Actions at work and the plan's resources, with what is missing as such."""
    state = gt.action_states(card)[0]
    assert_type(state, gt.ActionState)
    assert_type(state.value.cpi, Fraction | float | gt.NA)
    assert_type(state.findings, tuple[gt.Finding, ...])
    assert_type(gt.resources(card), gt.Resources)
    assert_type(gt.resources(card).whole.money, float | gt.NA)


def pairing(card: gt.Scorecard) -> None:
    """The pairs of a plan, with the evidence that history gives or why there is none."""
    assert_type(gt.pairs(card, evidence=False), tuple[gt.PairReading, ...])
    assert_type(gt.pairs(card)[0].lag_passed, bool | None)
    assert_type(gt.pairs(card)[0].evidence, Evidence | gt.NA)


def filling(plan: gt.Plan, ledger: gt.Ledger, path: Path) -> None:
    """A deviation table that was filled in is read back into the journal."""
    table = gt.read_filled(path, plan)
    assert_type(table, gt.FilledTable)
    assert_type(table.rows, tuple[gt.Filled, ...])
    assert_type(table.remarks, tuple[gt.Remark, ...])
    assert_type(gt.enter_filled(ledger, table, by="跨境部"), tuple[gt.Note, ...])


def keeping(plan: gt.Plan, actuals: gt.Actuals, path: Path) -> None:
    """A ledger gives receipts, actuals, plans and notes back."""
    with gt.Ledger(path, create=True, patience=5.0) as ledger:
        assert_type(ledger, gt.Ledger)
    receipt = ledger.append(actuals, known_at="2025-07-01T09:00+08:00", source="june")
    assert_type(receipt, gt.Receipt)
    assert_type(receipt.number, int | None)
    assert_type(ledger.actuals(), gt.Actuals)
    assert_type(ledger.actuals("2025-07-01T09:00+08:00", recorded_at=receipt.at), gt.Actuals)
    assert_type(ledger.restatements("sales", since=receipt.at), tuple[gt.Restatement, ...])
    assert_type(receipt.restatements[0].change, Fraction | None)
    assert_type(ledger.save_plan(plan, by="张三"), gt.PlanVersion)
    assert_type(ledger.approve(plan.digest, by="王", on="2025-01-15").approvals, tuple[gt.Approval, ...])
    assert_type(ledger.plan(at=receipt.at), gt.Plan)
    assert_type(ledger.plans(), tuple[gt.PlanVersion, ...])
    assert_type(ledger.note("reason", "春节", by="王", goal="sales"), gt.Note)
    assert_type(ledger.notes("sales", kind="reason"), tuple[gt.Note, ...])
    assert_type(ledger.verify(ledger.head), gt.Head)
    assert_type(ledger.backup(path), Path)
    assert_type(gt.observe(plan, ledger, path, as_of="2025-06-30"), gt.Actuals)
