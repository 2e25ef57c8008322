"""What became of a batch."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from .history import Restatement


@frozen(kw_only=True)
class Receipt:
    """What a ledger took of some actuals. Every row is in exactly one of the counts.

    Attributes:
        number: The record that holds what was added; `None` where there was nothing to add, and nothing
            was written.
        at: When it was recorded, UTC.
        new: Rows of which nothing was known before.
        restated: Rows that say another value than was known: `restatements` has them one by one.
        confirmed: Rows that say the known value again for another instant. They are kept, so that what
            an older file says of the time between does not overrule them.
        repeated: Rows that add nothing: the value is already known so, or the same row was recorded before.
        blank: Rows that say that there is no value, where none was known anyway; they are not kept.
        restatements: What is known now, and what was known before.
    """

    number: int | None
    at: datetime
    new: int = 0
    restated: int = 0
    confirmed: int = 0
    repeated: int = 0
    blank: int = 0
    restatements: tuple[Restatement, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows were given."""
        return self.new + self.restated + self.confirmed + self.repeated + self.blank

    @property
    def kept(self) -> int:
        """How many rows were added."""
        return self.new + self.restated + self.confirmed
