"""Which way is better, as a sign: 1 where more is, -1 where less is."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..errors import UsageError

Way = Literal["up", "down"]
Direction = Way | NDArray[Any]
"""`up` or `down`, or an array of these words or of their signs 1 and -1 that broadcasts with the rest."""


def sign(direction: Direction) -> Any:
    """1 for `up`, -1 for `down`, and an array of signs for an array.

    Raises:
        UsageError: It is something else; a `band` has no sign.
    """
    if isinstance(direction, str):
        if direction not in ("up", "down"):
            raise UsageError(f"A direction is up or down, not {direction!r}.")
        return 1 if direction == "up" else -1
    signs = np.asarray(direction)
    if signs.dtype.kind in "UO":
        signs = (signs == "up").astype(np.int8) - (signs == "down").astype(np.int8)
    if signs.dtype.kind not in "if" or not np.isin(signs, (1, -1)).all():
        raise UsageError("Directions are up and down, or 1 and -1.")
    return signs
