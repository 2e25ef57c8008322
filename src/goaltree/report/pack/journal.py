"""What the journal says that a scorecard may know of."""

from __future__ import annotations

from collections.abc import Iterable

from ...ledger.note import Note
from ...scorecard.card import Scorecard
from ...steering.alert import seen_at


def said_between(card: Scorecard, before: Scorecard | None, notes: Iterable[Note]) -> tuple[Note, ...]:
    """The notes that were made after the scorecard before and by this one, in order; of a view those about its goals.

    Args:
        card: The scorecard as it is shown.
        before: The scorecard before; `None` for all that this one may know of, as `seen_at` has it.
        notes: The journal.
    """
    notes = tuple(notes)
    last = seen_at(card, notes if before is None else ())
    first = None if before is None else seen_at(before)
    found = [one for one in notes if one.at <= last and (first is None or one.at > first)]
    kept = [one for one in found if card.only is None or about(card, one) in card]
    return tuple(sorted(kept, key=lambda one: (one.at, one.number)))


def about(card: Scorecard, note: Note) -> str:
    """The goal that a note is about: the one that it names, that of its alert, or the first that its risk names."""
    if note.goal:
        return named(card, note.goal)
    risks = {one.at: one.goals[0] if one.goals else "" for one in card.triggers}
    named_by = [key for key in (*card.plan.goals, *risks) if note.alert.startswith(f"{key}/")]
    found = max(named_by, key=len, default="")
    return risks.get(found, found)


def named(card: Scorecard, given: str) -> str:
    """The goal that a note names, as its author wrote it; as it is where no goal goes by that name."""
    plan = card.plan
    if given in plan.goals or not given:
        return given
    found = plan.goal_names.resolve(given)
    return found if isinstance(found, str) else given
