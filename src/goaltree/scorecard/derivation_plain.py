"""A derivation as plain values for JSON: every step once, referring to those it takes from by number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..model.missing import NA

if TYPE_CHECKING:
    from .derivation import Derivation

VERSION: Final = 1


def plain_derivation(derivation: Derivation) -> dict[str, Any]:
    """Every step once, behind those it takes from; the last is the number itself.

    Values are exact texts in base units (`519000000`, `181/365`); what is not known is `{"na": reason}`.
    """
    at: dict[int, int] = {}
    steps: list[dict[str, Any]] = []
    for one in derivation.steps():
        at[id(one)] = len(steps)
        value = one.value
        steps.append(
            {
                "step": one.step,
                "what": one.what,
                "value": {"na": value.reason} if isinstance(value, NA) else str(value),
                "unit": str(one.unit.unscaled) if one.unit.symbol else "",
                "text": one.text,
                "time": one.time,
                "at": one.at,
                "note": one.note,
                "inputs": [at[id(part)] for part in one.inputs],
            }
        )
    return {"derivation": VERSION, "steps": steps}
