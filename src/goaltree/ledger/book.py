"""The book: what the records of a ledger say together, in memory."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from attrs import define, evolve, field

from .chain import Mark, Record, moved
from .faults import damaged
from .history import History
from .instant import read
from .note import Note
from .plan_version import Approval, PlanVersion
from .row import versions


@define
class Book:
    """Everything that the proved records say, in their order.

    Attributes:
        mark: Up to which record.
        history: The values.
        plans: The versions of plans.
        notes: The journal.
        times: When each record was written.
        batches: How many of them hold values.
    """

    mark: Mark
    history: History = field(factory=History)
    plans: list[PlanVersion] = field(factory=list)
    notes: list[Note] = field(factory=list)
    times: list[datetime] = field(factory=list)
    batches: int = 0

    def add(self, path: Path, record: Record) -> None:
        """Take in a record that was proved.

        Raises:
            LedgerError: It says what this version does not understand.
        """
        try:
            self._take(record)
        except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError) as error:
            raise damaged(
                path,
                record.number,
                record.at,
                "says what this version does not understand",
                "的内容此版本无法理解",
            ) from error
        self.mark = moved(self.mark, record)

    def number_at(self, recorded_at: datetime | None) -> int:
        """The last record that was written by an instant; all where none is given.

        The order of records counts, so that a clock that went back hides nothing.
        """
        if recorded_at is None:
            return self.mark.count
        return next((n for n in range(len(self.times), 0, -1) if self.times[n - 1] <= recorded_at), 0)

    def _take(self, record: Record) -> None:
        values: dict[str, Any] = json.loads(record.body)
        at = read(record.at)
        number = record.number
        if record.kind == "batch":
            for version in versions(values["columns"], values["rows"], number, at):
                self.history.add(version)
            self.batches += 1
        elif record.kind == "plan":
            self.plans.append(self._version(values, number, at))
        elif record.kind == "approval":
            on = date.fromisoformat(values["on"])
            self._approve(values["numbers"], Approval(by=values["by"], on=on, number=number, at=at))
        elif record.kind == "note":
            said = read(values["at"])
            self.notes.append(Note(**{**values, "at": said}, number=number, recorded=at))
        else:
            raise ValueError(record.kind)
        self.times.append(at)

    def _version(self, values: dict[str, Any], number: int, at: datetime) -> PlanVersion:
        plan = values.pop("plan")
        same = [one for one in self.plans if one.numbers == values["numbers"]]
        approvals = same[-1].approvals if same else ()
        return PlanVersion(**values, number=number, at=at, approvals=approvals, values=plan)

    def _approve(self, numbers: str, approval: Approval) -> None:
        self.plans = [
            evolve(one, approvals=(*one.approvals, approval)) if one.numbers == numbers else one
            for one in self.plans
        ]
