"""A scorecard as JSON that every reader takes."""

from __future__ import annotations

from typing import Any

from ..rendering.json import dumps, well_formed
from ..scorecard.card import Scorecard


def to_json(card: Scorecard) -> str:
    """A scorecard as JSON (RFC 8259) by the schema `scorecard-1`; what is not known is `{"na": reason}`."""
    return dumps(_readable(card.to_dict()))


def _readable(value: Any) -> Any:
    """The same value with texts that every encoding can hold; its depth is that of the schema."""
    if isinstance(value, str):
        return well_formed(value)
    if isinstance(value, dict):
        return {key: _readable(one) for key, one in value.items()}
    return [_readable(one) for one in value] if isinstance(value, list) else value
