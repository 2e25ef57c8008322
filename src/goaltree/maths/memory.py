"""Arrays that begin where a cache line does: on such, arithmetic runs up to twice as fast."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

_LINE: Final = 64
_STAGGER: Final = 512
"""Arrays used together begin at different places of a page, since equal ones wait for each other."""


def allocate(
    count: int, shape: tuple[int, int], *, by_column: bool, dtype: DTypeLike = np.float64
) -> list[NDArray[Any]]:
    """So many arrays, not filled; each lies row by row, or column by column.

    Columns are padded, so that each begins with a cache line of its own.
    """
    rows, columns = shape
    size = np.dtype(dtype).itemsize
    per_line = _LINE // size
    outer, inner = (columns, -(-rows // per_line) * per_line) if by_column else (rows, columns)
    arrays = []
    for i in range(count):
        raw = np.empty(outer * inner * size + _LINE + count * _STAGGER, np.uint8)
        start = -raw.ctypes.data % _LINE + i * _STAGGER
        block = raw[start : start + outer * inner * size].view(dtype).reshape(outer, inner)
        arrays.append(block[:, :rows].T if by_column else block)
    return arrays
