"""Versions of a plan, and who approved them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from attrs import field, frozen

from ..errors import UsageError
from ..model.plan import Plan
from ..planfile.load import loads


@frozen(kw_only=True)
class Approval:
    """That somebody approved a version.

    Attributes:
        by: Who.
        on: The day of the approval, as it was told.
        number: The record that holds it.
        at: When that was written, UTC.
    """

    by: str
    on: date
    number: int
    at: datetime


@frozen(kw_only=True)
class PlanVersion:
    """A plan as it stood from one moment on.

    Attributes:
        digest: `Plan.digest` of it: all that it says.
        numbers: `Plan.numbers_digest` of it: without titles and other words.
        key: Key of the plan.
        role: What it is: `budget`, `forecast`, `actual` or `prior`.
        by: Who saved it.
        because: Why it differs from the one before; empty where nobody said.
        number: The record that holds it.
        at: When that was written, UTC.
        approvals: Who approved these very numbers, in order; of this version or of one with the same numbers.
    """

    digest: str
    numbers: str
    key: str
    role: str
    by: str
    because: str
    number: int
    at: datetime
    approvals: tuple[Approval, ...] = ()
    _values: Mapping[str, Any] = field(repr=False, eq=False)

    @property
    def plan(self) -> Plan:
        """The plan itself."""
        return loads(self._values)


def refuse_unfit(plan: Plan) -> None:
    """Refuse a plan that a version could not hold as it is.

    Raises:
        UsageError: Parts of it could not be read, so that the version would lack them; or it holds a
            password in plain text, which nothing may keep.
    """
    if plan.hidden:
        raise UsageError("the plan holds a password or key in plain text: take it out before it is saved")
    if plan.unread or plan.findings.has_errors:
        first = next((finding.message("en") for finding in plan.findings.errors), ", ".join(plan.unread))
        raise UsageError(f"a plan is saved whole, and parts of this one could not be read: {first}")
